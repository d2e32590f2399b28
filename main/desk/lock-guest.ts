/** Locks a guest out, or lets them in again. */
import { writeChange, type Actor } from '../../db/write';
import { findGuest } from '../../db/queries/guests';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

/** A locked guest is refused at the next login; who is online stays until the router asks again. */
export function setLocked(
  open: OpenVenue,
  actor: Actor,
  input: { readonly id: number; readonly locked: boolean },
): { changeId: number } | Refusal {
  const guest = findGuest(open.db, input.id);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  // The code of a ticket is a password and stays out of History; a room or name tells the operator who it was.
  const who = guest.kind === 'person' ? guest.username : (guest.displayName ?? guest.room ?? `#${guest.id}`);
  const what = { action: input.locked ? 'lock-guest' : 'unlock-guest', params: { name: who } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    write.update('guests', guest.id, { locked_at_ms: input.locked ? (guest.lockedAtMs ?? write.atMs) : null });
    return { changeId: write.changeId };
  });
}
