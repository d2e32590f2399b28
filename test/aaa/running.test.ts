/** What is due to a session that is online. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { openBeside, type Db } from '../../db/open';
import { readVenueRules } from '../../main/aaa/authorize';
import { decideRunning, recordStay, type Due, type RunningSession, type Stay } from '../../main/aaa/running';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { DAY_MS, HOUR_MS, addGuest, addProduct, entitle, insert, macOf, sellCode, usageOf } from './support';

interface Stage {
  readonly venue: TestVenue;
  readonly db: Db;
  readonly nowMs: number;
  due(session: RunningSession, atMs?: number): Due;
}

function openStage(): Stage {
  const venue = openTestVenue();
  const db = openBeside(venue.db.file);
  onTestFinished(() => {
    db.close();
    venue.close();
  });
  const nowMs = venue.now();
  const due = (session: RunningSession, atMs = nowMs): Due =>
    decideRunning(db, readVenueRules(db, venue.dataKey), session, atMs);
  return { venue, db, nowMs, due };
}

/** Online since an hour, and heard of a moment ago. */
function online({ venue, nowMs }: Stage, guestId: number, entitlementId: number | null, number = 1): RunningSession {
  const moved = { upload_bytes: 100, download_bytes: 1_000 };
  const id = insert(venue.db, 'sessions', {
    ...{ router_id: 1, acct_session_id: `8010000${number}`, guest_id: guestId, entitlement_id: entitlementId },
    ...{ username: 'guest', mac_address: macOf(number), started_at_ms: nowMs - HOUR_MS, last_heard_at_ms: nowMs },
    ...{ interim_sec: 60, session_time_sec: 3_600, ...moved },
  });
  return { id, routerId: 1, guestId, entitlementId, macAddress: macOf(number), uploadBytes: 100, downloadBytes: 1_000 };
}

function begun(
  { venue, nowMs }: Stage,
  entitlementId: number,
  use: Readonly<Record<string, number | null>> = {},
): void {
  insert(venue.db, 'entitlement_usage', {
    ...{ entitlement_id: entitlementId, started_at_ms: nowMs - HOUR_MS, ends_at_ms: null, ...use },
  });
}

describe('a session stays', () => {
  test('with what is left, and is looked at again when the time is over', () => {
    const stage = openStage();
    const limits = { uptime_sec: 7_200, rate_down_bps: 2_000_000, rate_up_bps: 512_000, download_quota_bytes: 5_000 };
    const { guestId, entitlementId } = sellCode(stage.venue, 'waltz', { limits });
    begun(stage, entitlementId, { uptime_sec: 3_600, download_bytes: 1_000, upload_bytes: 100 });
    expect(stage.due(online(stage, guestId, entitlementId))).toEqual({
      kind: 'stay',
      entitlementId,
      starts: undefined,
      rateLimit: '512k/2M',
      sessionTimeoutSec: 3_600,
      downloadBytes: 5_000,
      reviewAtMs: stage.nowMs + 3_600_000,
    });
  });

  test('without any end is never looked at again by itself', () => {
    const stage = openStage();
    const { guestId, entitlementId } = sellCode(stage.venue, 'waltz');
    begun(stage, entitlementId);
    const due = stage.due(online(stage, guestId, entitlementId));
    expect(due).toMatchObject({ kind: 'stay', rateLimit: null, reviewAtMs: null });
    expect(due).not.toHaveProperty('sessionTimeoutSec');
  });
});

describe('a session ends', () => {
  test('when its guest is locked, or gone', () => {
    const stage = openStage();
    const { guestId, entitlementId } = sellCode(stage.venue, 'waltz', {}, { locked: true });
    begun(stage, entitlementId);
    const session = online(stage, guestId, entitlementId);
    expect(stage.due(session)).toEqual({ kind: 'end', reason: 'guest-locked' });
    expect(stage.due({ ...session, guestId: 999 })).toEqual({ kind: 'end', reason: 'no-entitlement' });
  });

  test.each([
    ['ended', {}, { ends_at_ms: 1 }],
    ['time-used-up', { uptime_sec: 60 }, { uptime_sec: 60 }],
    ['quota-used-up', { total_quota_bytes: 60 }, { upload_bytes: 30, download_bytes: 30 }],
  ] as const)('%s, when nothing follows', (reason, limits, use) => {
    const stage = openStage();
    const { guestId, entitlementId } = sellCode(stage.venue, 'waltz', { limits });
    begun(stage, entitlementId, use);
    expect(stage.due(online(stage, guestId, entitlementId))).toEqual({ kind: 'end', reason });
  });
});

describe('the queue', () => {
  test('goes on with the next without dropping the session, and its use is charged to it from then on', () => {
    const stage = openStage();
    const { venue, nowMs } = stage;
    const guestId = addGuest(venue, 'waltz');
    const former = entitle(venue.db, guestId, addProduct(venue.db, { limits: { rate_down_bps: 1_000_000 } }));
    const limits = { rate_down_bps: 9_000_000 };
    const next = entitle(venue.db, guestId, addProduct(venue.db, { validForSec: 86_400, limits }));
    begun(stage, former, { ends_at_ms: nowMs + HOUR_MS });
    const session = online(stage, guestId, former);
    expect(stage.due(session)).toMatchObject({ entitlementId: former, rateLimit: '0/1M', starts: undefined });
    const due = stage.due(session, nowMs + HOUR_MS) as Stay;
    expect(due).toMatchObject({ kind: 'stay', entitlementId: next, rateLimit: '0/9M', sessionTimeoutSec: 86_400 });
    recordStay(stage.db, session, due);
    expect(usageOf(venue.db, next)).toMatchObject({
      started_at_ms: nowMs + HOUR_MS,
      ends_at_ms: nowMs + HOUR_MS + DAY_MS,
    });
    const row = venue.db.sqlite.prepare('select entitlement_id as used from sessions').get();
    expect(row).toEqual({ used: next });
  });
});
