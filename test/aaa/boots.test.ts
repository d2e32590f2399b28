/** RouterOS sends no Accounting-On: that it was restarted is read from the third digit of its session ids. */
import { describe, expect, test } from 'vitest';
import { Boots } from '../../main/aaa/boots';
import { attribute } from '../../main/radius/attributes';
import {
  addRouter,
  hotspotFrom,
  logIn,
  macOf,
  MINUTE_MS,
  reportOf,
  SECRET,
  sellCode,
  sessionsIn,
  startEngine,
  usageOf,
  type TestEngine,
} from './support';

const code = 'k7m2pq';

/** A guest with several devices whose session ids are given by hand. */
async function hotel() {
  const here = await startEngine();
  const ticket = sellCode(here.venue, code, { validForSec: 86_400 });
  const report = (status: 'start' | 'interim' | 'stop', acctSessionId: string, device = 1, sessionTimeSec = 0) =>
    here.nas.account(
      reportOf(status, {
        username: code,
        acctSessionId,
        mac: macOf(device),
        sessionTimeSec,
        uploadBytes: sessionTimeSec,
      }),
    );
  return { ...here, ticket, report };
}

const causesIn = ({ db }: TestEngine): readonly (string | null)[] => sessionsIn(db).map((row) => row.terminate_cause);

describe('a new third digit', () => {
  test('closes the sessions of before at their last report', async () => {
    const here = await hotel();
    await here.report('start', '80100001', 1);
    await here.report('start', '80100002', 2);
    here.clock.nowMs += MINUTE_MS;
    const heardAtMs = here.clock.nowMs;
    await here.report('interim', '80100001', 1, 60);
    await here.report('interim', '80100002', 2, 60);
    here.clock.nowMs += MINUTE_MS;
    await here.report('start', '80200001', 3);
    expect(sessionsIn(here.db)).toMatchObject([
      { terminate_cause: 'NAS-Reboot-Inferred', ended_at_ms: heardAtMs },
      { terminate_cause: 'NAS-Reboot-Inferred', ended_at_ms: heardAtMs },
      { terminate_cause: null, ended_at_ms: null },
    ]);
    expect(usageOf(here.db, here.ticket.entitlementId)?.uptime_sec).toBe(120);
    expect(logIn(here).at(-1)).toMatchObject({ reason: 'router-rebooted' });
    expect(
      here.db.sqlite.prepare('select boot_digit from router_states where router_id = ?').pluck().get(here.routerId),
    ).toBe('2');
  });

  test('wraps at sixteen', async () => {
    const here = await hotel();
    await here.report('start', '80f00001', 1);
    here.clock.nowMs += MINUTE_MS;
    await here.report('start', '80000001', 2);
    expect(causesIn(here)).toEqual(['NAS-Reboot-Inferred', null]);
  });

  test('is believed of a signed login as well, so that sessions of before keep nobody out', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { simultaneous_sessions: 1 } });
    const login = (device: number, acctSessionId: string) =>
      here.nas.login({
        username: code,
        password: code,
        attributes: hotspotFrom(device, { acctSessionId }),
      });
    await login(1, '80100001');
    await here.nas.account(reportOf('start', { username: code, acctSessionId: '80100001' }));
    here.clock.nowMs += 20_000;
    expect((await login(2, '80100002')).code).toBe('Access-Reject');
    expect((await login(2, '80200001')).code).toBe('Access-Accept');
    expect(causesIn(here)).toEqual(['NAS-Reboot-Inferred']);
  });

  test('is known after a restart of Gatehouse from the sessions that are open', async () => {
    const here = await hotel();
    await here.report('start', '80100001', 1);
    here.clock.nowMs += MINUTE_MS;
    const restarted = new Boots();
    expect(restarted.isNews(here.db, here.routerId, '80100002', here.clock.nowMs)).toBe(false);
    expect(restarted.begins(here.db, here.routerId, '80200001', here.clock.nowMs)).toBe(1);
    expect(causesIn(here)).toEqual(['NAS-Reboot-Inferred']);
  });
});

describe('what is no reboot', () => {
  test('a late packet of an old boot closes nothing and does not turn back what is known', async () => {
    const here = await hotel();
    await here.report('start', '80100001', 1);
    here.clock.nowMs += MINUTE_MS;
    await here.report('start', '80200001', 2);
    here.clock.nowMs += 20_000;
    await here.report('start', '80100009', 3);
    expect(sessionsIn(here.db)[1]).toMatchObject({ acct_session_id: '80200001', ended_at_ms: null });
    here.clock.nowMs += 20_000;
    await here.report('start', '80200002', 4);
    expect(sessionsIn(here.db).at(-1)).toMatchObject({ acct_session_id: '80200002', ended_at_ms: null });
    expect(sessionsIn(here.db)[1]!.ended_at_ms).toBeNull();
  });

  test('a late report of a closed session is counted out, and one from long after the reboot proves us wrong', async () => {
    const here = await hotel();
    await here.report('start', '80100001', 1);
    here.clock.nowMs += MINUTE_MS;
    await here.report('start', '80200001', 2);
    here.clock.nowMs += 5_000;
    await here.report('interim', '80100001', 1, 65);
    expect(causesIn(here)).toEqual(['NAS-Reboot-Inferred', null]);
    here.clock.nowMs += MINUTE_MS;
    await here.report('interim', '80100001', 1, 125);
    expect(causesIn(here)).toEqual([null, null]);
    expect(usageOf(here.db, here.ticket.entitlementId)?.uptime_sec).toBe(125);
  });

  test('a session of which something was heard just now lives: nothing is back within ten seconds', async () => {
    const here = await hotel();
    await here.report('start', '80100001', 1);
    here.clock.nowMs += 5_000;
    await here.report('start', '80200001', 2);
    expect(causesIn(here)).toEqual([null, null]);
  });

  test('another service, another router, and ids of another shape', async () => {
    const here = await hotel();
    addRouter(here.venue, '127.0.0.2', SECRET);
    here.engine.routersChanged();
    await here.report('start', '80100001', 1);
    await here.report('start', '81500001', 2);
    await here.report('start', 'a-session', 3);
    here.clock.nowMs += MINUTE_MS;
    await here.report('start', '81600001', 4);
    await here.report('start', 'b-session', 5);
    await here
      .nasFrom('127.0.0.2')
      .account(reportOf('start', { username: code, acctSessionId: '80900001', mac: macOf(6) }));
    expect(causesIn(here)).toEqual([null, 'NAS-Reboot-Inferred', null, null, null, null]);
  });

  test('an unsigned login, which anybody can send', async () => {
    const here = await hotel();
    await here.report('start', '80100001', 1);
    here.clock.nowMs += MINUTE_MS;
    await here.nas.login({
      username: code,
      password: code,
      messageAuthenticator: 'none',
      attributes: [...hotspotFrom(2, { acctSessionId: '80200001' }), attribute('NAS-Port-Type', 19)],
    });
    expect(causesIn(here)).toEqual([null]);
  });
});
