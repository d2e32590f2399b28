/** A moment as a date-and-time field has it (in the venue's zone, to the minute) and as the contract has it. */
import { DateTime } from 'luxon';

/** UTC milliseconds -> '2026-11-22T20:00'. */
export function fieldTimeOf(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** '2026-11-22T20:00' -> UTC milliseconds; undefined if it is not a date and time. */
export function msOfFieldTime(text: string, timeZone: string): number | undefined {
  const read = DateTime.fromISO(text, { zone: timeZone });
  return text.trim() !== '' && read.isValid ? read.toMillis() : undefined;
}

/** The first moment of '2026-11-22' there, UTC milliseconds. */
export function startOfDayMs(day: string, timeZone: string): number {
  return DateTime.fromISO(day, { zone: timeZone }).startOf('day').toMillis();
}

/** Its last one. */
export function endOfDayMs(day: string, timeZone: string): number {
  return DateTime.fromISO(day, { zone: timeZone }).endOf('day').toMillis();
}
