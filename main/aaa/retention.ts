/**
 * Sessions older than their domain (the venue, where no guest has them) keeps them are summed up per guest, router and
 * month, and removed; no total changes, and the links of the hash chain stay. A few at a time, so that no login waits for
 * it.
 */
import {
  findShortestKeeping,
  listOldSessions,
  sumUpSession,
  type OldSession,
  type Scan,
} from '../../db/queries/session-chain';
import type { Db } from '../../db/open';
import { firstOfMonth, instantOf, localDay } from './zone';

const DAY_MS = 86_400_000;
/** Looked at in one sweep, and removed at most. */
const MOST_LOOKED_AT = 1_000;
const MOST_REMOVED = 150;
/**
 * Nothing is removed before the clock has gone evenly for so long: one that was set forward by mistake would make
 * everything old, and what is summed up does not come back.
 */
export const STEADY_MS = 3_600_000;
/** After the scan has come to its end it begins anew, for sessions that were chained late and times that were changed. */
const ANEW_MS = DAY_MS;

type Position = Pick<Scan, 'startedAtMs' | 'id'>;

const theOldest: Position = { startedAtMs: -1, id: 0 };

export class Retention {
  #position = theOldest;
  #restAtMs: number | undefined;

  /**
   * One step of the scan; the caller holds the transaction. Returns how many sessions were summed up.
   * @param timeZone IANA zone of the venue, whose months count
   * @param steadySinceMs when the clock was last set, or this program was started
   */
  step(db: Db, timeZone: string, nowMs: number, steadySinceMs: number): number {
    if (nowMs - steadySinceMs < STEADY_MS) return 0;
    const shortestDays = findShortestKeeping(db);
    if (shortestDays === null || this.#rests(nowMs)) return 0;
    const sessions = listOldSessions(db, {
      ...this.#position,
      tillMs: nowMs - shortestDays * DAY_MS,
      limit: MOST_LOOKED_AT,
    });
    let removed = 0;
    for (const session of sessions) {
      if (removed === MOST_REMOVED) return removed;
      if (isOver(session, nowMs)) {
        sumUpSession(db, session, monthOf(session, timeZone));
        removed++;
      }
      this.#position = { startedAtMs: session.startedAtMs, id: session.id };
    }
    if (sessions.length < MOST_LOOKED_AT) this.#restAtMs = nowMs;
    return removed;
  }

  #rests(nowMs: number): boolean {
    if (this.#restAtMs === undefined) return false;
    // A clock that was set back must not make it rest for years.
    if (nowMs >= this.#restAtMs && nowMs < this.#restAtMs + ANEW_MS) return true;
    this.#restAtMs = undefined;
    this.#position = theOldest;
    return false;
  }
}

/**
 * Only what is in the hash chain, or it would leave without a trace. A domain that keeps shorter since today keeps all for
 * a day more: until then whoever mistyped it takes it back, and nothing is lost.
 */
function isOver({ isChained, keepDays, keepLoweredAtMs, endedAtMs }: OldSession, nowMs: number): boolean {
  if (!isChained || keepDays === null) return false;
  const hasGrace = keepLoweredAtMs !== null && keepLoweredAtMs > nowMs - DAY_MS;
  return !hasGrace && endedAtMs <= nowMs - keepDays * DAY_MS;
}

/** The first instant of the month in which it began. */
function monthOf({ startedAtMs }: OldSession, timeZone: string): number {
  return instantOf(timeZone, firstOfMonth(localDay(timeZone, startedAtMs)), 0, 'first');
}
