/** A product as it would be if it were saved: to say what it comes to before anybody is asked to live with it. */
import type { HeldEntitlement } from '../../db/queries/access';
import type { ProductRules } from '../../db/queries/product-rules';
import type { VenueRow } from '../../db/queries/venue';
import { checkOutAt } from '../desk/span';
import type { ProductInput } from './products';
import { limitationRules } from './product-view';

/** Of a product that is not in the database, and of nobody who holds it. */
const UNSAVED_ID = 0;

/** The rules it would have. A new limitation has an id that no stored one has, so that it counts from nothing. */
export function rulesOf(id: number, input: ProductInput): ProductRules {
  return {
    id,
    name: input.name,
    starts: input.starts,
    validForSec: input.validForSec ?? null,
    validUntilMs: input.validUntilMs ?? null,
    atSessionLimit: input.atSessionLimit ?? 'refuse',
    atDeviceLimit: input.atDeviceLimit ?? 'refuse',
    bindFirstDevice: input.bindFirstDevice ?? false,
    limitations: (input.limitations ?? []).map((one, index) => limitationRules(one.id ?? -1 - index, one)),
    attributes: (input.attributes ?? []).map(({ name, value }) => ({ name, value })),
  };
}

/** One of it, sold now and not used yet; for one night where it ends at check-out. */
export function soldJustNow(venue: VenueRow, input: ProductInput, nowMs: number): HeldEntitlement {
  const startsNow = input.starts === 'now';
  const ownEndMs = startsNow && input.validForSec !== undefined ? nowMs + input.validForSec * 1000 : null;
  return {
    ...{ id: UNSAVED_ID, product: rulesOf(UNSAVED_ID, input), createdAtMs: nowMs },
    saleStartsAtMs: startsNow ? nowMs : null,
    saleEndsAtMs: input.untilCheckOut === true ? checkOutAt(nowMs, 1, venue.checkOutMinute, venue.timeZone) : ownEndMs,
    ...{ startedAtMs: null, loginEndsAtMs: null, use: { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 } },
  };
}
