/** The password of a guest, in clear, for who may see it. */
import { unseal } from '../../db/seal';
import { findGuest, listGuestsById } from '../../db/queries/guests';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

/** Refused: unknown, or a guest who has no password of their own (a code, a device). */
export function showPassword(open: OpenVenue, id: number): { readonly password: string } | Refusal {
  const guest = findGuest(open.db, id);
  if (!guest) return refuse('not-found', { what: 'Guest', id }, 'id');
  if (guest.kind !== 'person') return refuse('no-own-password', {}, 'id');
  return { password: unseal(open.dataKey, 'guest-password', guest.passwordSealed) };
}

/** Whether the ticket of one of these guests carries a password besides the name. */
export function carryPasswords(open: OpenVenue, guestIds: readonly number[]): boolean {
  return listGuestsById(open.db, guestIds).some(({ kind }) => kind === 'person');
}
