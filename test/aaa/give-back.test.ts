/** Time that was charged wrongly goes back to the guest: once, and only time. */
import { describe, expect, test } from 'vitest';
import { logIn, MINUTE_MS, reportOf, sellCode, sessionsIn, startEngine, usageOf, type ReportSettings } from './support';

const code = 'k7m2pq';

async function online() {
  const here = await startEngine();
  const { entitlementId } = sellCode(here.venue, code, { limits: { uptime_sec: 36_000 } });
  const report = (status: 'start' | 'interim' | 'stop', more: ReportSettings = {}) =>
    here.nas.account(reportOf(status, { username: code, ...more }));
  const given = (): readonly string[] =>
    logIn(here).flatMap((row) => (row.reason === 'time-given-back' ? [row.detail] : []));
  return { ...here, report, given, used: () => usageOf(here.db, entitlementId)! };
}

const time = (sessionTimeSec: number): ReportSettings => ({ sessionTimeSec, uploadBytes: 10 * sessionTimeSec });

describe('a device whose old session was still counted when the new one ran', () => {
  test('is charged for the time once: the overlap goes back', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += 10 * MINUTE_MS;
    await here.report('interim', time(600));
    // The new session is first heard of by an Interim: it has been running for four minutes.
    await here.report('interim', { acctSessionId: '80100015', ...time(240) });
    expect(here.used().uptime_sec).toBe(600);
    expect(sessionsIn(here.db)[0]).toMatchObject({ terminate_cause: 'Forced-Closure-3', given_back_sec: 240 });
    expect(here.given()).toEqual(['Time that had been charged twice was given back: 240 seconds.']);
  });

  test('gets the overlap of a late Stop back as well, and no second time', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += 10 * MINUTE_MS;
    await here.report('start', { acctSessionId: '80100015' });
    here.clock.nowMs += 5 * MINUTE_MS;
    await here.report('interim', { acctSessionId: '80100015', ...time(300) });
    await here.report('stop', { ...time(900), cause: 3 });
    expect(here.used().uptime_sec).toBe(900);
    await here.report('stop', { ...time(900), cause: 3 });
    await here.report('stop', { acctSessionId: '80100015', ...time(300), cause: 1 });
    expect(here.used()).toMatchObject({ uptime_sec: 900, upload_bytes: 12_000 });
    expect(here.given()).toHaveLength(1);
  });

  test('gets nothing back for a few seconds of rounding', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += MINUTE_MS;
    await here.report('start', { acctSessionId: '80100015' });
    await here.report('stop', { ...time(63), cause: 3 });
    expect(here.used().uptime_sec).toBe(63);
    expect(here.given()).toEqual([]);
  });
});

describe('a router that says less than was charged', () => {
  test('at the end is believed: the rest goes back, the traffic stays', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += 10 * MINUTE_MS;
    await here.report('interim', time(600));
    here.clock.nowMs += MINUTE_MS;
    await here.report('stop', { ...time(400), cause: 4 });
    await here.report('stop', { ...time(400), cause: 4 });
    expect(here.used()).toMatchObject({ uptime_sec: 400, upload_bytes: 6_000 });
    expect(sessionsIn(here.db)[0]).toMatchObject({ session_time_sec: 400 });
    expect(here.given()).toEqual(['Time that had been charged twice was given back: 200 seconds.']);
  });

  test('in a later report is believed, but not in an old one that comes late', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += 10 * MINUTE_MS;
    await here.report('interim', time(600));
    here.clock.nowMs += 5_000;
    await here.report('interim', time(540));
    expect(here.used().uptime_sec).toBe(600);
    here.clock.nowMs += MINUTE_MS;
    await here.report('interim', time(590));
    expect(here.used().uptime_sec).toBe(590);
    here.clock.nowMs += MINUTE_MS;
    await here.report('interim', time(650));
    expect(here.used().uptime_sec).toBe(650);
  });

  test('that has lost count altogether is not', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += MINUTE_MS;
    await here.report('interim', time(60));
    await here.report('stop', { sessionTimeSec: 0, uploadBytes: 0, cause: 2 });
    expect(here.used().uptime_sec).toBe(60);
    expect(here.given()).toEqual([]);
  });
});

describe('time goes up to the last sign of life', () => {
  test('of a session that is closed for silence, not to the closing', async () => {
    const here = await online();
    await here.report('start');
    here.pass(MINUTE_MS);
    await here.report('interim', time(60));
    here.pass(60 * MINUTE_MS);
    expect(sessionsIn(here.db)[0]!.terminate_cause).toBe('Forced-Closure-2');
    expect(here.used().uptime_sec).toBe(60);
  });

  test('and an undone sale that used nothing is given nothing', async () => {
    const here = await online();
    await here.report('start');
    here.clock.nowMs += 10 * MINUTE_MS;
    await here.report('interim', time(600));
    here.db.sqlite.exec('update entitlement_usage set uptime_sec = 10');
    here.clock.nowMs += MINUTE_MS;
    await here.report('stop', { ...time(400), cause: 4 });
    expect(here.used().uptime_sec).toBe(0);
  });
});
