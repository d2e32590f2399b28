/** First run: makes the venue, its key and its owner. */
import { newRecoveryKey, sealDataKey } from '../../db/seal';
import { createVenue } from '../../db/queries/venue';
import type { Db } from '../../db/open';
import type { Language } from '../../preload/contract/base';
import { nameKey } from '../names';
import { hashPassword } from './passwords';

export interface SetUpInput {
  readonly venueName: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly language: Language;
  readonly checkOutMinute: number;
  readonly owner: { readonly name: string; readonly password: string };
}

/**
 * Writes the venue and its owner. The recovery key is answered once and kept nowhere in clear: the database holds the
 * data key sealed under it, so that a backup opens on any computer.
 */
export async function setUpVenue(
  db: Db,
  dataKey: Uint8Array,
  input: SetUpInput,
  nowMs: number,
): Promise<{ recoveryKey: string; ownerId: number }> {
  const recoveryKey = newRecoveryKey();
  const passwordHash = await hashPassword(input.owner.password);
  const ownerId = createVenue(
    db,
    {
      id: 1,
      name: input.venueName,
      country: input.country,
      currency: input.currency,
      timeZone: input.timeZone,
      language: input.language,
      checkOutMinute: input.checkOutMinute,
      recoverySealed: sealDataKey(dataKey, recoveryKey),
      createdAtMs: nowMs,
    },
    { name: input.owner.name, nameKey: nameKey(input.owner.name), passwordHash },
  );
  return { recoveryKey, ownerId };
}
