/** Gives a guest another password. */
import { unseal } from '../../db/seal';
import { findGuest } from '../../db/queries/guests';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { nameGuest } from './guest-words';
import { sealPassword } from './own-password';

/**
 * Without a password one is made at random and returned, this once. Refused: unknown, or a guest who has no password of
 * their own (a code, a device).
 */
export function setGuestPassword(
  open: OpenVenue,
  actor: Actor,
  { id, password }: { readonly id: number; readonly password?: string | undefined },
): { changeId: number; password?: string } | Refusal {
  const guest = findGuest(open.db, id);
  if (!guest) return refuse('not-found', { what: 'Guest', id }, 'id');
  if (guest.kind !== 'person') return refuse('no-own-password', {}, 'id');
  const { sealed, made } = sealPassword(open, password);
  const what = { action: 'set-guest-password', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    // The same secret sealed again would be other bytes, and so a change where there is none.
    if (unseal(open.dataKey, 'guest-password', guest.passwordSealed) !== password) {
      write.update('guests', id, { password_sealed: sealed });
    }
    return { changeId: write.changeId, ...made };
  });
}
