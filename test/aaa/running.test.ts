/** What is due to a session that is online. */
import fc from 'fast-check';
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
  const reported = { uploadBytes: 100, downloadBytes: 1_000 };
  const moved = { upload_bytes: 100, download_bytes: 1_000 };
  const id = insert(venue.db, 'sessions', {
    ...{ router_id: 1, acct_session_id: `8010000${number}`, guest_id: guestId, entitlement_id: entitlementId },
    ...{ username: 'guest', mac_address: macOf(number), started_at_ms: nowMs - HOUR_MS, last_heard_at_ms: nowMs },
    ...{ interim_sec: 60, session_time_sec: 3_600, ...moved },
  });
  return {
    id,
    routerId: 1,
    guestId,
    entitlementId,
    macAddress: macOf(number),
    startedAtMs: nowMs - HOUR_MS,
    ...reported,
  };
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

  test('began where the former ended, also when nobody looked until later', () => {
    const stage = openStage();
    const { venue, nowMs } = stage;
    const guestId = addGuest(venue, 'waltz');
    const former = entitle(venue.db, guestId, addProduct(venue.db));
    const product = { starts: 'now', validForSec: 86_400 } as const;
    const next = entitle(venue.db, guestId, addProduct(venue.db, product));
    begun(stage, former, { ends_at_ms: nowMs - HOUR_MS / 2 });
    expect(stage.due(online(stage, guestId, former))).toMatchObject({
      entitlementId: next,
      starts: { startedAtMs: nowMs - HOUR_MS / 2, endsAtMs: nowMs - HOUR_MS / 2 + DAY_MS },
    });
  });

  test('of one that was never used up does not move on', () => {
    const stage = openStage();
    const guestId = addGuest(stage.venue, 'waltz');
    const [first, second] = [1, 2].map(() => entitle(stage.venue.db, guestId, addProduct(stage.venue.db)));
    begun(stage, first!);
    begun(stage, second!);
    expect(stage.due(online(stage, guestId, second!))).toMatchObject({ entitlementId: second });
  });
});

describe('a device', () => {
  test('that is blocked meanwhile goes, and another one of the guest stays', () => {
    const stage = openStage();
    const { guestId, entitlementId } = sellCode(stage.venue, 'waltz');
    begun(stage, entitlementId);
    insert(stage.venue.db, 'device_blocks', { mac_address: macOf(1), scope: 'venue', created_at_ms: 0 });
    expect(stage.due(online(stage, guestId, entitlementId, 1))).toEqual({ kind: 'end', reason: 'device-blocked' });
    expect(stage.due(online(stage, guestId, entitlementId, 2))).toMatchObject({ kind: 'stay' });
  });

  test('that needs no product stays without limits', () => {
    const stage = openStage();
    const guestId = addGuest(stage.venue, macOf(1), { password: 'none' });
    stage.venue.db.sqlite.prepare("update guests set kind = 'device'").run();
    expect(stage.due(online(stage, guestId, null))).toEqual({
      ...{ kind: 'stay', entitlementId: null, starts: undefined, rateLimit: null, reviewAtMs: null },
    });
  });
});

describe('a soft cap', () => {
  test('slows a session down when its quota is used up, and does not end it', () => {
    const stage = openStage();
    const limits = { total_quota_bytes: 2_000, rate_down_bps: 9_000_000, rate_up_bps: 9_000_000 };
    const slow = { slow_down_bps: 1_000_000, slow_up_bps: 512_000 };
    const { guestId, entitlementId } = sellCode(stage.venue, 'waltz', { limits: { ...limits, ...slow } });
    begun(stage, entitlementId, { download_bytes: 1_000 });
    const session = online(stage, guestId, entitlementId);
    expect(stage.due(session)).toMatchObject({ rateLimit: '9M/9M', reviewAtMs: stage.nowMs + 60_000 });
    stage.venue.db.sqlite.prepare('update entitlement_usage set download_bytes = 2000').run();
    const due = stage.due(session);
    expect(due).toMatchObject({ kind: 'stay', rateLimit: '512k/1M' });
    expect(due).not.toHaveProperty('totalBytes');
  });
});

test('What the devices of a guest may still use together is never more than what is left', () => {
  const stage = openStage();
  const { guestId, entitlementId } = sellCode(stage.venue, 'waltz', { limits: { download_quota_bytes: 1_000_000 } });
  begun(stage, entitlementId);
  const sessions = [1, 2, 3, 4].map((number) => online(stage, guestId, entitlementId, number));
  const use = stage.venue.db.sqlite.prepare('update entitlement_usage set download_bytes = ?');
  const open = stage.venue.db.sqlite.prepare('update sessions set ended_at_ms = ? where id = ?');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 1, max: 4 }), (used, live) => {
      use.run(used);
      for (const [at, { id }] of sessions.entries()) open.run(at < live ? null : stage.nowMs, id);
      const granted = sessions.slice(0, live).map((session) => {
        const due = stage.due(session) as Stay;
        return due.downloadBytes! - session.downloadBytes;
      });
      for (const one of granted) expect(one).toBeGreaterThanOrEqual(1);
      // Nobody is told 0, which is "no limit": each may get one byte too much.
      expect(granted.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(Math.max(1_000_000 - used, live));
    }),
    { numRuns: 60 },
  );
});

test('However the devices of a guest use it, a quota is exceeded by one interim at most', () => {
  const quota = 1_000_000;
  const perInterim = 50_000;
  const moves = fc.array(fc.array(fc.integer({ min: 0, max: perInterim }), { minLength: 3, maxLength: 3 }), {
    minLength: 20,
    maxLength: 60,
  });
  const stage = openStage();
  const { guestId, entitlementId } = sellCode(stage.venue, 'waltz', { limits: { download_quota_bytes: quota } });
  begun(stage, entitlementId);
  const rows = [1, 2, 3].map((number) => online(stage, guestId, entitlementId, number));
  const use = stage.venue.db.sqlite.prepare('update entitlement_usage set download_bytes = ?');
  fc.assert(
    fc.property(moves, (interims) => {
      const moved = [0, 0, 0];
      const sum = (): number => moved.reduce((all, one) => all + one, 0);
      for (const wished of interims) {
        use.run(sum());
        const dues = rows.map((row, at) => stage.due({ ...row, downloadBytes: moved[at]! }));
        if (dues.some(({ kind }) => kind === 'end')) break;
        for (const [at, due] of dues.entries()) {
          // The router stops the session at its limit.
          moved[at] = Math.min(moved[at]! + wished[at]!, (due as Stay).downloadBytes!);
        }
      }
      expect(sum()).toBeLessThanOrEqual(quota + rows.length);
    }),
    { numRuns: 20 },
  );
});
