/**
 * Forgets what is over: lines of the RADIUS log, whose months those sums are, consents that have aged, and in the sums of
 * the reports the guests and devices of days of which no session is left; and persons who have been gone for long enough.
 * Totals stay. A job of the work thread, a few rows in each transaction, so that no router waits for it.
 */
import type { Db } from '../../db/open';
import { findSumState } from '../../db/queries/report-sums';
import {
  endConsent,
  forgetOldLog,
  forgetOldRequests,
  forgetSome,
  hasDeviceSession,
  hasGuestSession,
  listConsents,
  listDeviceDays,
  listGuestDays,
  listMonths,
  listRetentionRules,
  removeDeviceDay,
  removeGuestDay,
  unnameMonth,
  type ConsentRow,
  type RetentionClass,
  type Span,
} from '../../db/queries/retention';
import { countSummedUp } from '../../db/queries/session-chain';
import { program, writeNote } from '../../db/write';
import { instantOf } from '../aaa/zone';
import { eraseGuests, forgetInFile, settleErasures } from './erase-guest';
import { Departed } from './old-persons';
import { giveWay, type Watch } from './watch';

const DAY_MS = 86_400_000;
/** Rows in one transaction: the write lock is held for some milliseconds, and no answer to a router waits longer. */
const ROWS_AT_ONCE = 250;
/** Progress counts the six kinds of things that are forgotten. */
const KINDS = 6;

/** How many of each were forgotten. */
export interface Forgotten {
  /** Lines of the RADIUS log and requests to routers. */
  readonly lines: number;
  /** Months that are nobody's any more. */
  readonly months: number;
  readonly consents: number;
  /** Days of guests and devices in the sums of the reports. */
  readonly days: number;
  /** Guests whose person was erased, each in a change of its own. */
  readonly persons: number;
}

/**
 * Rejects with the reason of `watch.signal` when stopped; what is forgotten by then stays so, and is in no entry of
 * history. Otherwise there is one entry, if anything was forgotten.
 */
export async function forgetOldData(db: Db, dataKey: Uint8Array, nowMs: number, watch: Watch): Promise<Forgotten> {
  const before = limitsOf(db, nowMs);
  watch.progress(0, KINDS);
  const lines = await forgetLines(db, before.get('radius-log'), watch);
  watch.progress(1, KINDS);
  const months = await unnameMonths(db, before.get('guest-months'), watch);
  watch.progress(2, KINDS);
  const consents = await endConsents(db, before.get('marketing'), watch);
  watch.progress(3, KINDS);
  const days = await forgetDays(db, watch);
  watch.progress(KINDS - 1, KINDS);
  const persons = await erasePersons(db, dataKey, nowMs, before.get('persons'), watch);
  watch.progress(KINDS, KINDS);
  const sums = { lines, months, consents, days };
  if (lines + months + consents + days + persons > 0) {
    const params = { ...sums, ...(persons === 0 ? {} : { persons }) };
    writeNote(db, { action: 'forget-old-data', params }, nowMs);
  }
  return { ...sums, persons };
}

/** What was before is over. Rules that were set within the last day do not count yet. */
function limitsOf(db: Db, nowMs: number): ReadonlyMap<RetentionClass, number> {
  const rules = listRetentionRules(db).filter(({ setAtMs }) => setAtMs <= nowMs - DAY_MS);
  return new Map(rules.map(({ dataClass, keepDays }) => [dataClass, nowMs - keepDays * DAY_MS]));
}

async function forgetLines(db: Db, beforeMs: number | undefined, watch: Watch): Promise<number> {
  if (beforeMs === undefined) return 0;
  let lines = 0;
  for (const forget of [forgetOldLog, forgetOldRequests]) {
    for (;;) {
      const gone = forgetSome(db, () => forget(db, beforeMs, ROWS_AT_ONCE));
      lines += gone;
      await giveWay(watch);
      if (gone < ROWS_AT_ONCE) break;
    }
  }
  return lines;
}

async function unnameMonths(db: Db, beforeMs: number | undefined, watch: Watch): Promise<number> {
  if (beforeMs === undefined) return 0;
  return walk(watch, 0, (after) =>
    forgetSome(db, () => {
      const months = listMonths(db, { after, limit: ROWS_AT_ONCE });
      const over = months.filter(({ atMs, isNamed }) => isNamed === 1 && atMs < beforeMs);
      for (const { id } of over) unnameMonth(db, id);
      return { last: months.at(-1)?.id, done: over.length };
    }),
  );
}

async function endConsents(db: Db, beforeMs: number | undefined, watch: Watch): Promise<number> {
  if (beforeMs === undefined) return 0;
  return walk(watch, 0, (after) =>
    forgetSome(db, () => {
      const persons = listConsents(db, { after, limit: ROWS_AT_ONCE });
      const done = persons.reduce((sum, person) => sum + endAged(db, person, beforeMs), 0);
      return { last: persons.at(-1)?.id, done };
    }),
  );
}

/** Returns how many consents of a person were too old. */
function endAged(db: Db, { id, marketingAtMs, newsletterAtMs }: ConsentRow, beforeMs: number): number {
  const marketingOver = marketingAtMs !== null && marketingAtMs < beforeMs;
  const newsletterOver = newsletterAtMs !== null && newsletterAtMs < beforeMs;
  if (marketingOver) endConsent(db, 'marketing', id);
  if (newsletterOver) endConsent(db, 'newsletter', id);
  return Number(marketingOver) + Number(newsletterOver);
}

/** Sums that are being made anew are looked at the next time. */
async function forgetDays(db: Db, watch: Watch): Promise<number> {
  const state = findSumState(db);
  if (!state?.complete || countSummedUp(db) === 0) return 0;
  const spanOf = spansOf(state.timeZone);
  const guests = await walk(watch, { guestId: 0, day: 0 }, (after) =>
    forgetSome(db, () => {
      const days = listGuestDays(db, { after, limit: ROWS_AT_ONCE });
      const gone = days.filter(({ guestId, day }) => !hasGuestSession(db, guestId, spanOf(day)));
      for (const key of gone) removeGuestDay(db, key);
      return { last: days.at(-1), done: gone.length };
    }),
  );
  const devices = await walk(watch, { macAddress: '', day: 0 }, (after) =>
    forgetSome(db, () => {
      const days = listDeviceDays(db, { after, limit: ROWS_AT_ONCE });
      const gone = days.filter(({ macAddress, day }) => !hasDeviceSession(db, macAddress, spanOf(day)));
      for (const key of gone) removeDeviceDay(db, key);
      return { last: days.at(-1), done: gone.length };
    }),
  );
  return guests + devices;
}

/**
 * By the same erasure as an operator's, in Gatehouse's name. Before that, what an operator asked for and the power cut off.
 */
async function erasePersons(
  db: Db,
  dataKey: Uint8Array,
  nowMs: number,
  beforeMs: number | undefined,
  watch: Watch,
): Promise<number> {
  const eraser = { db, dataKey, nowMs, watch };
  await settleErasures(eraser);
  if (beforeMs === undefined) return 0;
  const departed = new Departed(db, nowMs, beforeMs);
  let persons = 0;
  for (let after = 0; ;) {
    const { last, gone } = departed.next(after);
    if (gone.length > 0) persons += await eraseGuests(gone, program, eraser, undefined, (id) => departed.isGone(id));
    await giveWay(watch);
    if (last === undefined) break;
    after = last;
  }
  if (persons > 0) await forgetInFile(eraser);
  return persons;
}

/** Days come again and again: their first and last instant are worked out once each. */
function spansOf(timeZone: string): (day: number) => Span {
  const known = new Map<number, Span>();
  return (day) => {
    const span = known.get(day) ?? {
      fromMs: instantOf(timeZone, day, 0, 'first'),
      tillMs: instantOf(timeZone, day + 1, 0, 'first'),
    };
    known.set(day, span);
    return span;
  };
}

interface Walked<Position> {
  /** The last row that was looked at; undefined: there are no more. */
  readonly last: Position | undefined;
  readonly done: number;
}

/** Goes through a table to its end, part by part; returns how many rows were done something to. */
async function walk<Position>(
  watch: Watch,
  first: Position,
  part: (after: Position) => Walked<Position>,
): Promise<number> {
  let after = first;
  let sum = 0;
  for (;;) {
    const { last, done } = part(after);
    sum += done;
    await giveWay(watch);
    if (last === undefined) return sum;
    after = last;
  }
}
