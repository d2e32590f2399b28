/** Dates and moments as they stand in files of guests, in the venue's zone. */
import { DateTime } from 'luxon';

/** Which of two numbers is the month, where a date does not begin with the year. */
export type DateOrder = 'day-first' | 'month-first';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?)?(Z|[+-]\d{2}:\d{2})?$/;
const WRITTEN = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** Americans put the month first; whoever has a 13th or later in the second place does. */
export function guessDateOrder(texts: Iterable<string>): DateOrder {
  for (const text of texts) {
    const found = WRITTEN.exec(text.trim());
    if (found !== null && Number(found[2]) > 12 && Number(found[1]) <= 12) return 'month-first';
  }
  return 'day-first';
}

export interface ReadMoment {
  readonly atMs: number;
  /** No time stood beside it: midnight, when the day begins. */
  readonly isDay: boolean;
}

/** Undefined: no date, or one that no calendar has. */
export function readMoment(text: string, order: DateOrder, zone: string): ReadMoment | undefined {
  const iso = ISO.exec(text.trim());
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, milli, offset] = iso;
    return momentOf([year, month, day, hour, minute, second, milli], offsetZone(offset) ?? zone, hour === undefined);
  }
  const written = WRITTEN.exec(text.trim());
  if (written === null) return undefined;
  const [, one, other, year, hour, minute, second] = written;
  const [day, month] = order === 'day-first' ? [one, other] : [other, one];
  return momentOf([year, month, day, hour, minute, second, undefined], zone, hour === undefined);
}

function offsetZone(offset: string | undefined): string | undefined {
  if (offset === undefined) return undefined;
  return offset === 'Z' ? 'utc' : `UTC${offset}`;
}

function momentOf(parts: readonly (string | undefined)[], zone: string, isDay: boolean): ReadMoment | undefined {
  const [year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const moment = DateTime.fromObject({ year, month, day, hour, minute, second, millisecond }, { zone });
  return moment.isValid ? { atMs: moment.toMillis(), isDay } : undefined;
}

/** Such that `readMoment` reads the same moment again; with its offset in the hour that a clock change repeats. */
export function writeMoment(atMs: number, zone: string): string {
  const local = DateTime.fromMillis(atMs, { zone });
  const text = local.toFormat(atMs % 1_000 === 0 ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd HH:mm:ss.SSS');
  return readMoment(text, 'day-first', zone)?.atMs === atMs ? text : `${text}${local.toFormat('ZZ')}`;
}

/** 'YYYY-MM-DD' in that zone: the day in the name of a file that is made now. */
export function fileDay(nowMs: number, zone: string): string {
  return DateTime.fromMillis(nowMs, { zone }).toFormat('yyyy-MM-dd');
}
