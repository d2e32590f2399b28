/** Wall-clock time of a zone. Days that the clocks change on are as long as they are. */

export const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
export const DAY_MIN = 1_440;
/** Offsets of all zones in use change on whole quarters of an hour of UTC. */
const QUARTER_MS = 900_000;
/** Instants whose offset is remembered; a decision looks at a few dozen. */
const MOST_OFFSETS = 4_096;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/**
 * Milliseconds that the zone's clock is ahead of UTC at an instant.
 * @throws RangeError for a zone that does not exist
 */
export function zoneOffsetMs(zone: string, atMs: number): number {
  const quarterMs = Math.floor(atMs / QUARTER_MS) * QUARTER_MS;
  const key = `${quarterMs} ${zone}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = wallClockMs(zone, quarterMs) - quarterMs;
  offsets.set(key, offset);
  return offset;
}

/** What the zone's clock shows, as if it were UTC. */
function wallClockMs(zone: string, atMs: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(atMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(zone, made);
  return made;
}

/** Days since 1970 of the zone's calendar. */
export function localDay(zone: string, atMs: number): number {
  return Math.floor((atMs + zoneOffsetMs(zone, atMs)) / DAY_MS);
}

/** Monday is 0. 1970 began on a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** First day of the month that is `months` after the one of `day`. */
export function firstOfMonth(day: number, months = 0): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS;
}

/**
 * The instant at which the zone's clock shows that many minutes after midnight of a day. A time that is left out in
 * spring is the instant of the change; of a time that comes twice in autumn, the first or the last.
 */
export function instantOf(zone: string, day: number, minute: number, which: 'first' | 'last'): number {
  const wallMs = day * DAY_MS + minute * MINUTE_MS;
  // The clocks change by less than a day: the offset at the instant is one of these two.
  const before = wallMs - zoneOffsetMs(zone, wallMs - DAY_MS);
  const after = wallMs - zoneOffsetMs(zone, wallMs + DAY_MS);
  const fits = [before, after].filter((atMs) => atMs + zoneOffsetMs(zone, atMs) === wallMs);
  if (fits.length === 0) return changeBetween(zone, Math.min(before, after), Math.max(before, after));
  return which === 'first' ? Math.min(...fits) : Math.max(...fits);
}

/** The quarter of an hour at which the offset changes. */
function changeBetween(zone: string, fromMs: number, tillMs: number): number {
  const from = zoneOffsetMs(zone, fromMs);
  let atMs = Math.floor(fromMs / QUARTER_MS) * QUARTER_MS;
  while (atMs < tillMs + HOUR_MS && zoneOffsetMs(zone, atMs) === from) atMs += QUARTER_MS;
  return atMs;
}

/** 'YYYY-MM-DD HH:MM' on the zone's clock. */
export function localText(zone: string, atMs: number): string {
  return new Date(atMs + zoneOffsetMs(zone, atMs)).toISOString().slice(0, 16).replace('T', ' ');
}
