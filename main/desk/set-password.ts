/** Gives a guest another password. */
import { seal, unseal } from '../../db/seal';
import { findGuest } from '../../db/queries/guests';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { nameGuest } from './guest-words';

/** Refused: unknown, or a guest who has no password of their own (a code, a device). */
export function setGuestPassword(
  open: OpenVenue,
  actor: Actor,
  { id, password }: { readonly id: number; readonly password: string },
): { changeId: number } | Refusal {
  const guest = findGuest(open.db, id);
  if (!guest) return refuse('not-found', { what: 'Guest', id }, 'id');
  if (guest.kind !== 'person') return refuse('no-own-password', {}, 'id');
  const what = { action: 'set-guest-password', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    // The same secret sealed again would be other bytes, and so a change where there is none.
    if (unseal(open.dataKey, 'guest-password', guest.passwordSealed) !== password) {
      write.update('guests', id, { password_sealed: seal(open.dataKey, 'guest-password', password) });
    }
    return { changeId: write.changeId };
  });
}
