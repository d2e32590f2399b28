/** Sessions for the windows, with what is left and how fast as the engine reckons it. */
import { bytesLeft, timeLeftSec } from '../../db/queries/allowance';
import { listHeld } from '../../db/queries/guests';
import { listSessions, type SessionFilter, type SessionListRow } from '../../db/queries/sessions';
import type { OpenVenue } from '../open-venue';
import { standingsOf, type EntitlementStanding } from './standing';

export interface SessionView extends Omit<SessionListRow, 'timeLeftSec' | 'bytesLeft'> {
  /** Seconds until the guest is cut off, by the calendar or the time online; absent: no limit. */
  readonly timeLeftSec?: number;
  /** Until the first quota that cuts off, one of the day included; absent: no limit. */
  readonly bytesLeft?: number;
  /** Bits per second the guest may have now; absent: no limit. */
  readonly rateDownBps?: number;
  readonly rateUpBps?: number;
}

/** Newest first. */
export function listSessionsNow(open: OpenVenue, filter: SessionFilter): SessionView[] {
  const rows = listSessions(open.db, filter, open.now());
  const standings = standingsInUse(open, rows);
  return rows.map((row) => {
    const standing = row.endedAtMs === undefined ? standings.get(row.entitlementId ?? 0) : undefined;
    return standing ? withStanding(row, standing) : row;
  });
}

/** By entitlement, of what open sessions use. */
function standingsInUse(open: OpenVenue, rows: readonly SessionListRow[]): ReadonlyMap<number, EntitlementStanding> {
  const guestIds = new Set<number>();
  for (const { endedAtMs, guestId } of rows)
    if (endedAtMs === undefined && guestId !== undefined) guestIds.add(guestId);
  const held = listHeld(open.db, [...guestIds]);
  const standings = [...held.values()].flatMap((all) => standingsOf(open, all));
  return new Map(standings.map((one) => [one.held.entitlement.id, one]));
}

function withStanding(
  { timeLeftSec: _time, bytesLeft: _bytes, ...row }: SessionListRow,
  { left, rates }: EntitlementStanding,
): SessionView {
  const timeLeft = timeLeftSec(left);
  const bytes = bytesLeft(left);
  const { down = 0, up = 0 } = rates?.rate ?? {};
  return {
    ...row,
    ...(timeLeft === undefined ? {} : { timeLeftSec: timeLeft }),
    ...(bytes === undefined ? {} : { bytesLeft: bytes }),
    ...(down > 0 ? { rateDownBps: down } : {}),
    ...(up > 0 ? { rateUpBps: up } : {}),
  };
}
