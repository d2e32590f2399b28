/** How a guest is called in History and on screen. */
import type { GuestRow } from '../../db/queries/guests';

/** Never the code of a ticket: it is a password. A room or a name tells the operator who it was. */
export function nameGuest(guest: GuestRow): string {
  if (guest.kind === 'person') return guest.username;
  return guest.displayName ?? guest.room ?? (guest.kind === 'device' ? guest.username : `#${guest.id}`);
}
