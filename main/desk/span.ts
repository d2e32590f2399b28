/** When what is sold begins and ends, as far as the sale itself fixes it. */
import { DateTime } from 'luxon';
import { earlier } from '../../db/queries/allowance';
import type { ProductRow } from '../../db/queries/products';
import type { VenueRow } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import { isRefusal, refuse } from '../refuse';

export interface Span {
  /** Null: at the first login, or when what is running ends. */
  readonly startsAtMs: number | null;
  /** Null: fixed at the start, or never. */
  readonly endsAtMs: number | null;
  /** The end was set by hand and holds alone. */
  readonly endOverridden: boolean;
}

/** What the operator says at the sale. */
export interface SpanInput {
  /** For products until check-out. */
  readonly nights?: number | undefined;
  /** For products until check-out, instead of nights: 'YYYY-MM-DD' in the venue's zone. */
  readonly checkOutDate?: string | undefined;
  /** Instead of the product's own end. */
  readonly endsAtMs?: number | undefined;
}

/**
 * Refused: the end would be past, by the check-out of that date, the product's own end, or the one set by hand; a
 * check-out date for what does not end at check-out; an end after the one that holds for everybody.
 * @param queued something else is running: what starts at the sale waits for its end
 */
export function spanOf(
  product: ProductRow,
  venue: VenueRow,
  input: SpanInput,
  nowMs: number,
  queued = false,
): Span | Refusal {
  const startsAtMs = product.starts === 'now' && !queued ? nowMs : null;
  if (input.endsAtMs !== undefined) {
    return (
      checkOverride(product, input.endsAtMs, nowMs) ?? { startsAtMs, endsAtMs: input.endsAtMs, endOverridden: true }
    );
  }
  const { validUntilMs } = product;
  if (validUntilMs !== null && validUntilMs <= nowMs) return refuse('end-past', {}, 'productId');
  const own = ownEnd(product, venue, input, startsAtMs, nowMs);
  return isRefusal(own) ? own : { startsAtMs, endsAtMs: earlier(own, validUntilMs), endOverridden: false };
}

/** Refused: an end in the past, or after the product's own end for everybody. */
export function checkOverride(product: ProductRow, endsAtMs: number | null, nowMs: number): Refusal | undefined {
  if (endsAtMs !== null && endsAtMs <= nowMs) return refuse('end-past', {}, 'endsAtMs');
  const { validUntilMs } = product;
  return validUntilMs !== null && (endsAtMs === null || endsAtMs > validUntilMs)
    ? refuse('invalid-input', { problem: 'endsAtMs: the product ends earlier for everybody' }, 'endsAtMs')
    : undefined;
}

function ownEnd(
  product: ProductRow,
  venue: VenueRow,
  { nights = 1, checkOutDate }: SpanInput,
  startsAtMs: number | null,
  nowMs: number,
): number | null | Refusal {
  if (product.untilCheckOut) {
    const endsAtMs =
      checkOutDate === undefined
        ? checkOutAt(nowMs, nights, venue.checkOutMinute, venue.timeZone)
        : checkOutOn(checkOutDate, venue.checkOutMinute, venue.timeZone);
    return endsAtMs <= nowMs
      ? refuse('check-out-past', {}, checkOutDate === undefined ? 'nights' : 'checkOutDate')
      : endsAtMs;
  }
  if (checkOutDate !== undefined) return refuse('not-until-check-out', { name: product.name }, 'checkOutDate');
  return startsAtMs !== null && product.validForSec !== null ? startsAtMs + product.validForSec * 1000 : null;
}

/**
 * The check-out moment `nights` nights after the local day of `fromMs`: that day at `checkOutMinute` after local
 * midnight, in UTC milliseconds. A clock change in between moves nothing: 11:00 stays 11:00. An hour that does not
 * exist on the spring day becomes the one after it.
 */
export function checkOutAt(fromMs: number, nights: number, checkOutMinute: number, timeZone: string): number {
  return atCheckOut(
    DateTime.fromMillis(fromMs, { zone: timeZone }).startOf('day').plus({ days: nights }),
    checkOutMinute,
  );
}

/** The check-out moment of a day, 'YYYY-MM-DD' in that zone. */
function checkOutOn(date: string, checkOutMinute: number, timeZone: string): number {
  return atCheckOut(DateTime.fromISO(date, { zone: timeZone }), checkOutMinute);
}

function atCheckOut(day: DateTime, checkOutMinute: number): number {
  return day.set({ hour: Math.floor(checkOutMinute / 60), minute: checkOutMinute % 60 }).toMillis();
}
