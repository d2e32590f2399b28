/** Locks a guest out, or lets them in again. */
import { writeChange, type Actor } from '../../db/write';
import { findGuest } from '../../db/queries/guests';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { nameGuest } from './guest-words';

/** A locked guest is refused at the next login; who is online is ended on the router as soon as that answers. */
export function setLocked(
  open: OpenVenue,
  actor: Actor,
  input: { readonly id: number; readonly locked: boolean },
): { changeId: number } | Refusal {
  const guest = findGuest(open.db, input.id);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  const what = { action: input.locked ? 'lock-guest' : 'unlock-guest', params: { name: nameGuest(guest) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('guests', guest.id, { locked_at_ms: input.locked ? (guest.lockedAtMs ?? write.atMs) : null });
    return { changeId: write.changeId };
  });
}
