/** Sessions nobody hears of any more, and tables that stay bounded. */
import { describe, expect, test } from 'vitest';
import { insertLog } from '../../db/queries/radius-log';
import { openBeside } from '../../db/open';
import { MOST_LOG_ROWS, newSweepMemory, sweep, SWEEP_EVERY_MS } from '../../main/aaa/sweep';
import { openTestVenue } from '../fakes/open-venue';
import {
  DAY_MS,
  hotspotFrom,
  HOUR_MS,
  insert,
  macOf,
  MINUTE_MS,
  reportOf,
  sellCode,
  sessionsIn,
  startEngine,
  usageOf,
  type ReportSettings,
  type TestEngine,
} from './support';

const code = 'k7m2pq';

interface OneOnline extends TestEngine {
  readonly entitlementId: number;
  report(status: 'start' | 'interim' | 'stop', more?: ReportSettings): Promise<unknown>;
}

/** One session of a product with an end: it is to report every minute. */
async function oneOnline(): Promise<OneOnline> {
  const here = await startEngine();
  const { entitlementId } = sellCode(here.venue, code, { validForSec: 30 * 86_400 });
  await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
  const report: OneOnline['report'] = (status, more = {}) =>
    here.nas.account(reportOf(status, { username: code, ...more }));
  await report('start');
  return { ...here, entitlementId, report };
}

describe('a session nobody hears of', () => {
  test('is closed after ten minutes, and charged up to its last proof of life', async () => {
    const here = await oneOnline();
    here.pass(MINUTE_MS);
    await here.report('interim', { sessionTimeSec: 60, uploadBytes: 5, downloadBytes: 6 });
    const heardAtMs = here.clock.nowMs;
    here.pass(10 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).toBeNull();
    here.pass(SWEEP_EVERY_MS);
    expect(sessionsIn(here.db)[0]).toMatchObject({ ended_at_ms: heardAtMs, terminate_cause: 'Forced-Closure-2' });
    expect(usageOf(here.db, here.entitlementId)).toMatchObject({ uptime_sec: 60, upload_bytes: 5 });
  });

  test('that reports every five minutes is given three of its intervals', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await here.nas.account(reportOf('start', { username: code }));
    here.pass(15 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).toBeNull();
    here.pass(SWEEP_EVERY_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).not.toBeNull();
  });

  test('of which only the Start was heard is charged nothing', async () => {
    const here = await oneOnline();
    here.pass(HOUR_MS);
    const [session] = sessionsIn(here.db);
    expect(session).toMatchObject({ session_time_sec: 0, ended_at_ms: session!.started_at_ms });
    expect(usageOf(here.db, here.entitlementId)?.uptime_sec).toBe(0);
  });

  test('is opened again when it reports after all, waited for longer then, and counted once', async () => {
    const here = await oneOnline();
    // A router that keeps to an interval of its own: 15 minutes.
    here.pass(15 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).not.toBeNull();
    await here.report('interim', { sessionTimeSec: 900, uploadBytes: 50, downloadBytes: 60 });
    expect(sessionsIn(here.db)).toMatchObject([{ ended_at_ms: null, terminate_cause: null, interim_sec: 900 }]);
    here.pass(15 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).toBeNull();
    await here.report('stop', { sessionTimeSec: 1_800, uploadBytes: 70, downloadBytes: 80, cause: 1 });
    expect(sessionsIn(here.db)).toHaveLength(1);
    expect(usageOf(here.db, here.entitlementId)).toMatchObject({ uptime_sec: 1_800, upload_bytes: 70 });
  });

  test('gets its true end when the Stop comes after all', async () => {
    const here = await oneOnline();
    here.pass(20 * MINUTE_MS);
    await here.report('stop', { sessionTimeSec: 1_200, uploadBytes: 5, downloadBytes: 6, cause: 2 });
    expect(sessionsIn(here.db)).toMatchObject([{ ended_at_ms: here.clock.nowMs, terminate_cause: 'Lost-Carrier' }]);
    expect(usageOf(here.db, here.entitlementId)?.uptime_sec).toBe(1_200);
  });

  test('is not closed because the PC slept: nobody listened meanwhile', async () => {
    const here = await oneOnline();
    here.pass(MINUTE_MS);
    here.clock.nowMs += 8 * HOUR_MS;
    here.engine.sweep();
    expect(sessionsIn(here.db)[0]!.ended_at_ms).toBeNull();
    await here.report('interim', { sessionTimeSec: 8 * 3_600 });
    expect(sessionsIn(here.db)).toHaveLength(1);
    here.pass(11 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).not.toBeNull();
  });

  test('is not closed because Gatehouse was off, until it had the time to report', () => {
    const venue = openTestVenue();
    const startedAtMs = venue.now() - DAY_MS;
    insertOpenSession(venue.db, startedAtMs);
    const db = openBeside(venue.db.file);
    const memory = newSweepMemory(venue.now());
    expect(sweep(db, memory, venue.now() + SWEEP_EVERY_MS).closed).toBe(0);
    let closed = 0;
    for (let at = venue.now(); at <= venue.now() + 11 * MINUTE_MS; at += SWEEP_EVERY_MS)
      closed += sweep(db, memory, at).closed;
    expect(closed).toBe(1);
    db.close();
    venue.close();
  });

  test('heard "in the future" is closed in time although the clock was set back', async () => {
    const here = await oneOnline();
    here.clock.nowMs -= 5 * HOUR_MS;
    here.engine.sweep();
    here.pass(9 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.ended_at_ms).toBeNull();
    here.pass(2 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]).toMatchObject({ terminate_cause: 'Forced-Closure-2' });
  });

  test('of a whole campsite is closed in bounded steps', () => {
    const venue = openTestVenue();
    for (let number = 0; number < 700; number++) insertOpenSession(venue.db, venue.now() - HOUR_MS, number);
    const memory = { listeningSinceMs: venue.now() - DAY_MS, lastSweepAtMs: venue.now() };
    const closed = [1, 2, 3].map((round) => sweep(venue.db, memory, venue.now() + round).closed);
    expect(closed).toEqual([500, 200, 0]);
    venue.close();
  });
});

function insertOpenSession(db: ReturnType<typeof openBeside>, heardAtMs: number, number = 0): void {
  insert(db, 'sessions', {
    router_id: 1,
    acct_session_id: `8010${number}`,
    username: code,
    mac_address: macOf(number % 200),
    started_at_ms: heardAtMs,
    last_heard_at_ms: heardAtMs,
    interim_sec: 60,
  });
}

describe('tables', () => {
  test('the RADIUS log keeps its newest rows and lets go of the oldest a few at a time', () => {
    const venue = openTestVenue();
    const row = {
      atMs: venue.now(),
      kind: 'dropped',
      outcome: 'dropped',
      reason: 'unknown-source',
      detail: 'x',
      sourceAddress: '10.0.0.1',
      routerId: null,
      username: null,
      guestId: null,
      macAddress: null,
      acctSessionId: null,
      count: 1,
      packetNo: null,
    } as const;
    venue.db.sqlite.transaction(() =>
      insertLog(
        venue.db,
        Array.from({ length: MOST_LOG_ROWS + 3_000 }, () => row),
      ),
    )();
    const memory = newSweepMemory(venue.now());
    const count = (): unknown => venue.db.sqlite.prepare('select count(*) as n, max(id) as last from radius_log').get();
    sweep(venue.db, memory, venue.now());
    expect(count()).toEqual({ n: MOST_LOG_ROWS + 1_000, last: MOST_LOG_ROWS + 3_000 });
    sweep(venue.db, memory, venue.now());
    sweep(venue.db, memory, venue.now());
    expect(count()).toEqual({ n: MOST_LOG_ROWS, last: MOST_LOG_ROWS + 3_000 });
    venue.close();
  });

  test('unknown addresses are forgotten after a day, and only the newest are kept', () => {
    const venue = openTestVenue();
    const ask = (address: string, atMs: number): unknown =>
      insert(venue.db, 'unknown_sources', {
        address,
        first_at_ms: atMs,
        last_at_ms: atMs,
        packets: 1,
        dismissed_at_ms: atMs,
      });
    for (let number = 0; number < 600; number++) ask(`10.0.${number >> 8}.${number & 255}`, venue.now() - number);
    ask('192.168.88.1', venue.now() - DAY_MS - 1);
    sweep(venue.db, newSweepMemory(venue.now()), venue.now());
    const left = venue.db.sqlite.prepare<[], { address: string }>('select address from unknown_sources').all();
    expect(left).toHaveLength(500);
    expect(left.map((row) => row.address)).toContain('10.0.0.0');
    expect(left.map((row) => row.address)).not.toContain('192.168.88.1');
    venue.close();
  });
});
