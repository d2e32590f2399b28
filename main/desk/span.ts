/** When what is sold begins and ends, as far as the sale itself fixes it. */
import { DateTime } from 'luxon';
import { earlier } from '../../db/queries/allowance';
import type { ProductRow } from '../../db/queries/products';
import type { VenueRow } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';

export interface Span {
  /** Null: at the first login. */
  readonly startsAtMs: number | null;
  /** Null: fixed at the first login, or never. */
  readonly endsAtMs: number | null;
}

/** Refused: check-out of that many nights is already past (0 nights after the check-out hour), or the product's own end. */
export function spanOf(product: ProductRow, venue: VenueRow, nights: number, nowMs: number): Span | Refusal {
  const { validUntilMs } = product;
  if (validUntilMs !== null && validUntilMs <= nowMs) return refuse('end-past', {}, 'productId');
  const startsAtMs = product.starts === 'now' ? nowMs : null;
  if (product.untilCheckOut) {
    const endsAtMs = checkOutAt(nowMs, nights, venue.checkOutMinute, venue.timeZone);
    if (endsAtMs <= nowMs) return refuse('check-out-past', {}, 'nights');
    return { startsAtMs, endsAtMs: earlier(endsAtMs, validUntilMs) };
  }
  const endsAtMs = startsAtMs !== null && product.validForSec !== null ? startsAtMs + product.validForSec * 1000 : null;
  return { startsAtMs, endsAtMs: earlier(endsAtMs, validUntilMs) };
}

/**
 * The check-out moment `nights` nights after the local day of `nowMs`: that day at `checkOutMinute` after local
 * midnight, in UTC milliseconds. A clock change in between moves nothing: 11:00 stays 11:00. An hour that does not
 * exist on the spring day becomes the one after it.
 */
export function checkOutAt(nowMs: number, nights: number, checkOutMinute: number, timeZone: string): number {
  return DateTime.fromMillis(nowMs, { zone: timeZone })
    .startOf('day')
    .plus({ days: nights })
    .set({ hour: Math.floor(checkOutMinute / 60), minute: checkOutMinute % 60 })
    .toMillis();
}
