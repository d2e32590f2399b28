/** The days a guest may leave on, as days of the venue's calendar ('YYYY-MM-DD'), without React. */
import { DateTime } from 'luxon';

/** The clock of the venue. */
interface VenueClock {
  readonly timeZone: string;
  /** Minutes after midnight at which guests leave. */
  readonly checkOutMinute: number;
}

export interface CheckOutDay {
  readonly date: string;
  /** 0: today. */
  readonly nights: number;
}

/** A week is what is sold at a counter; later days are picked from a calendar. */
const daysOffered = 7;
/** The most nights the contract takes (preload/contract/desk.ts). */
export const mostNights = 365;

const midnightOf = (nowMs: number, { timeZone }: VenueClock): DateTime =>
  DateTime.fromMillis(nowMs, { zone: timeZone }).startOf('day');

/** The day `nights` nights from today. */
export function dayAfter(nowMs: number, venue: VenueClock, nights: number): string {
  return midnightOf(nowMs, venue).plus({ days: nights }).toFormat('yyyy-MM-dd');
}

/** What to choose from: today while guests may still be leaving today (who arrives after midnight), then a week. */
export function checkOutDays(nowMs: number, venue: VenueClock): readonly CheckOutDay[] {
  const { hour, minute } = DateTime.fromMillis(nowMs, { zone: venue.timeZone });
  const first = hour * 60 + minute < venue.checkOutMinute ? 0 : 1;
  return Array.from({ length: daysOffered + 1 - first }, (_, at) => {
    const nights = at + first;
    return { date: dayAfter(nowMs, venue, nights), nights };
  });
}

/** Nights until `date`; undefined: it is no day, is past, or further away than can be sold. */
export function nightsUntil(date: string, nowMs: number, venue: VenueClock): number | undefined {
  const day = DateTime.fromISO(date, { zone: venue.timeZone });
  const nights = Math.round(day.diff(midnightOf(nowMs, venue), 'days').days);
  return day.isValid && nights >= 0 && nights <= mostNights ? nights : undefined;
}
