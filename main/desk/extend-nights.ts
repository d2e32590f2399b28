/** "One night more": moves the end of what lasts until check-out to a later check-out. */
import { earlier } from '../../db/queries/allowance';
import { findGuest, listHeld, type HeldEntitlement } from '../../db/queries/guests';
import { getVenue } from '../../db/queries/venue';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { nameGuest } from './guest-words';
import { checkOutAt } from './span';
import { standingOf } from './standing';

export interface Extended {
  readonly changeId: number;
  readonly entitlementId: number;
  readonly endsAtMs: number;
}

/**
 * Counted from the present end, also when that is over: a guest whose check-out was this morning gets tomorrow's.
 * Refused: the guest holds nothing, or nothing that ends at check-out; the new end would be past.
 */
export function extendNights(
  open: OpenVenue,
  actor: Actor,
  input: { readonly guestId: number; readonly nights: number },
): Extended | Refusal {
  const guest = findGuest(open.db, input.guestId);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.guestId }, 'guestId');
  const nowMs = open.now();
  const { held } = standingOf(open, listHeld(open.db, [guest.id]).get(guest.id) ?? []);
  if (!held) return refuse('holds-nothing', {}, 'guestId');
  const endsAtMs = laterCheckOut(open, held, input.nights);
  if (endsAtMs === undefined) return refuse('not-until-check-out', { name: held.product.name }, 'guestId');
  if (endsAtMs <= nowMs) return refuse('check-out-past', {}, 'nights');
  const what = { action: 'extend-nights', params: { name: nameGuest(guest), nights: input.nights } } as const;
  return writeChange(open.db, actor, what, nowMs, (write) => {
    write.update('entitlements', held.entitlement.id, { ends_at_ms: endsAtMs });
    return { changeId: write.changeId, entitlementId: held.entitlement.id, endsAtMs };
  });
}

/** Undefined: it does not end at check-out. */
function laterCheckOut(open: OpenVenue, { product, entitlement }: HeldEntitlement, nights: number): number | undefined {
  if (!product.untilCheckOut || entitlement.endsAtMs === null) return undefined;
  const venue = getVenue(open.db);
  const later = checkOutAt(entitlement.endsAtMs, nights, venue.checkOutMinute, venue.timeZone);
  return earlier(later, product.validUntilMs) ?? later;
}
