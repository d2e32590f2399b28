/** Periodic tidying of the RADIUS thread: sessions nobody hears of any more, and tables that must stay bounded. */
import { closeSession, listSilentSessions, pullBackFromFuture } from '../../db/queries/accounting';
import { pruneRadiusLog } from '../../db/queries/radius-log';
import { pruneRouterRequests } from '../../db/queries/router-requests';
import { pruneUnknownSources } from '../../db/queries/router-states';
import type { Db } from '../../db/open';
import { ownCauses } from './terminate-causes';

/** How often the sweep runs. */
export const SWEEP_EVERY_MS = 30_000;
/** A session is closed after max(3 intervals, 10 minutes) of silence; it is suspect from 2.5 intervals on. */
const SILENT_INTERVALS = 3;
const LEAST_SILENCE_MS = 600_000;
/** Sessions closed in one go: a router that lost its power had fewer guests or waits for the next sweep. */
const MOST_CLOSED = 500;
/** A sweep this late means that the PC slept or its clock was set: nobody listened meanwhile. */
const SLEPT_MS = 4 * SWEEP_EVERY_MS;
const CLOCK_SLACK_MS = 60_000;
/** About a month of a hotel, and 60 MB. */
export const MOST_LOG_ROWS = 200_000;
/** An address that has not asked for a day is forgotten, also that it was dismissed. */
const UNKNOWN_KEPT_MS = 86_400_000;
const MOST_UNKNOWN_ROWS = 500;

/** Remembered from one sweep to the next. */
export interface SweepMemory {
  listeningSinceMs: number;
  lastSweepAtMs: number;
}

export function newSweepMemory(nowMs: number): SweepMemory {
  return { listeningSinceMs: nowMs, lastSweepAtMs: nowMs };
}

export interface Swept {
  readonly closed: number;
}

/** One sweep; the caller holds the transaction. Time of a closed session counts up to its last proof of life. */
export function sweep(db: Db, memory: SweepMemory, nowMs: number): Swept {
  const gapMs = nowMs - memory.lastSweepAtMs;
  memory.lastSweepAtMs = nowMs;
  if (gapMs < 0 || gapMs > SLEPT_MS) memory.listeningSinceMs = nowMs;
  pullBackFromFuture(db, nowMs, CLOCK_SLACK_MS);
  const silent = listSilentSessions(db, {
    nowMs,
    listeningSinceMs: memory.listeningSinceMs,
    leastSilenceMs: LEAST_SILENCE_MS,
    intervals: SILENT_INTERVALS,
    limit: MOST_CLOSED,
  });
  for (const id of silent) closeSession(db, id, ownCauses.silent);
  pruneRadiusLog(db, MOST_LOG_ROWS);
  pruneRouterRequests(db);
  pruneUnknownSources(db, nowMs - UNKNOWN_KEPT_MS, MOST_UNKNOWN_ROWS);
  return { closed: silent.length };
}
