/**
 * Time online that was charged wrongly goes back to the entitlement, once: where a device's new session runs while the
 * one it replaced is still being charged, and where the router itself later says less.
 */
import { findSuccessorStart, giveBackTime, type StoredSession } from '../../db/queries/accounting';
import type { Db } from '../../db/open';
import type { Report } from './account';

/** Seconds are rounded on both sides; less than this is no overlap. */
const LEAST_OVERLAP_SEC = 5;
/** A packet that comes this long after the last one is not an old one that was sent again (RouterOS: 3 sends of 3 s). */
const NOT_A_REPEAT_MS = 30_000;

type Charged = Pick<StoredSession, 'id' | 'entitlementId' | 'startedAtMs' | 'sessionTimeSec' | 'givenBackSec'>;

/** Gives back what `older` was charged for after its device's next session began. Returns the seconds. */
export function giveBackOverlap(db: Db, older: Charged, nextStartedAtMs: number): number {
  const seconds = overlapSec(older, nextStartedAtMs);
  if (seconds > 0) {
    giveBackTime(db, {
      sessionId: older.id,
      entitlementId: older.entitlementId,
      seconds,
      fromMs: nextStartedAtMs,
    });
  }
  return seconds;
}

/** Of a replaced session whose end was heard of late: what overlaps with the one that took its place. */
export function giveBackReplaced(db: Db, row: StoredSession, report: Report, sessionTimeSec: number): number {
  if (row.guestId === null || row.macAddress === '') return 0;
  const { guestId, macAddress } = row;
  const next = findSuccessorStart(db, { ...row, guestId, macAddress, routerId: report.routerId });
  return next === undefined ? 0 : giveBackOverlap(db, { ...row, sessionTimeSec }, next);
}

/** Seconds that both sessions were charged for and that were not given back before. */
function overlapSec(older: Charged, nextStartedAtMs: number): number {
  const chargedToMs = older.startedAtMs + older.sessionTimeSec * 1000;
  const overlap = Math.min(Math.floor((chargedToMs - nextStartedAtMs) / 1000), older.sessionTimeSec);
  return overlap < LEAST_OVERLAP_SEC ? 0 : Math.max(0, overlap - older.givenBackSec);
}

/**
 * Whether a report that says less time online than is stored is the router's later word, and not an older packet that
 * came late. A Stop is sent once; a zero is what RouterOS writes when it has lost count.
 */
export function saysLess(row: StoredSession, report: Report): boolean {
  const { sessionTimeSec, status } = report;
  if (sessionTimeSec === undefined || sessionTimeSec === 0 || sessionTimeSec >= row.sessionTimeSec) return false;
  return report.atMs >= row.lastHeardAtMs + (status === 'Stop' ? 0 : NOT_A_REPEAT_MS);
}
