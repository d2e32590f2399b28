/** Periods after which quotas start anew: hours, days, weeks and months of the venue's zone, from a set time on. */
import type { ResetEvery } from '../../db/queries/product-rules';
import { DAY_MIN, MINUTE_MS, firstOfMonth, instantOf, localDay, weekdayOf, zoneOffsetMs } from './zone';

/** From inclusive, till exclusive; UTC milliseconds. */
export interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * The period that an instant is in.
 * @param offsetMin minutes after the full hour, midnight, Monday 0:00 or the first of the month 0:00 at which it begins
 */
export function periodAt(every: ResetEvery, offsetMin: number, zone: string, atMs: number): Period {
  if (every === 'hour') return hourAt(offsetMin, zone, atMs);
  const today = localDay(zone, atMs);
  // An offset of weeks may put the beginning into the period before, never further.
  for (let back = 0; ; back--) {
    const startMs = startOf(every, offsetMin, zone, today, back);
    if (startMs <= atMs) return { startMs, endMs: startOf(every, offsetMin, zone, today, back + 1) };
  }
}

/** Full hours of the zone's clock, which in some zones are half hours of UTC. */
function hourAt(offsetMin: number, zone: string, atMs: number): Period {
  const localMs = atMs + zoneOffsetMs(zone, atMs) - offsetMin * MINUTE_MS;
  const startMs = atMs - (((localMs % HOUR_MS) + HOUR_MS) % HOUR_MS);
  return { startMs, endMs: startMs + HOUR_MS };
}

/** Where the period begins that is `steps` after the one of today. */
function startOf(
  every: Exclude<ResetEvery, 'hour'>,
  offsetMin: number,
  zone: string,
  today: number,
  steps: number,
): number {
  const day = firstDayOf(every, today, steps) + Math.floor(offsetMin / DAY_MIN);
  return instantOf(zone, day, offsetMin % DAY_MIN, 'first');
}

function firstDayOf(every: Exclude<ResetEvery, 'hour'>, today: number, steps: number): number {
  if (every === 'day') return today + steps;
  return every === 'week' ? today - weekdayOf(today) + 7 * steps : firstOfMonth(today, steps);
}
