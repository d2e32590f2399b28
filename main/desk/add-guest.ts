/** A guest with a name and a password of their own. */
import { seal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import { findGuestByKey } from '../../db/queries/guests';
import type { Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { chooseDomain, chooseProduct, insertEntitlement } from './new-guest';

export interface AddGuestInput {
  readonly username: string;
  readonly password: string;
  readonly productId?: number | undefined;
  /** Absent: the first domain. */
  readonly domainId?: number | undefined;
  readonly displayName?: string | undefined;
  readonly room?: string | undefined;
  readonly note?: string | undefined;
  readonly language?: Language | undefined;
}

/** With a product the guest is entitled to it, without a sale (staff, a courtesy). Refused: name taken, product or domain unknown. */
export function addGuest(
  open: OpenVenue,
  actor: Actor,
  input: AddGuestInput,
): { id: number; changeId: number } | Refusal {
  const usernameKey = nameKey(input.username);
  if (findGuestByKey(open.db, usernameKey)) {
    return refuse('name-taken', { what: 'Guest', name: input.username }, 'username');
  }
  const domain = chooseDomain(open, input.domainId);
  if (isRefusal(domain)) return domain;
  const chosen = chooseProduct(open, input.productId);
  if (isRefusal(chosen)) return chosen;
  const what = { action: 'add-guest', params: { name: input.username } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const id = write.insert('guests', {
      domain_id: domain.id,
      kind: 'person',
      username: input.username,
      username_key: usernameKey,
      password_sealed: seal(open.dataKey, 'guest-password', input.password),
      display_name: input.displayName ?? null,
      room: input.room ?? null,
      note: input.note ?? null,
      language: input.language ?? null,
      created_at_ms: write.atMs,
    });
    if (chosen) insertEntitlement(write, id, chosen);
    return { id, changeId: write.changeId };
  });
}
