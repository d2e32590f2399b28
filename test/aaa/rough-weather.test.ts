/** What happens around a venue's PC: routers move, clocks jump. Nobody is charged for it, and nothing gets lost. */
import { describe, expect, test } from 'vitest';
import { DAY_MS, hotspotFrom, reportOf, sellCode, sessionsIn, startEngine, usageOf, type TestEngine } from './support';

const code = 'k7m2pq';
const OLD = '127.0.0.1';
const NEW = '127.0.0.77';
const login = { username: code, password: code, attributes: hotspotFrom(1) };

function moveRouter(here: TestEngine, from: string, to: string): void {
  here.db.sqlite.prepare('update routers set address = ? where address = ?').run(to, from);
  here.engine.routersChanged();
}

describe('a router that got another address', () => {
  test('is served at the new one and not at the old one', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    moveRouter(here, OLD, NEW);
    const [moved, stranger] = [here.nasFrom(NEW), here.nasFrom(OLD)];
    expect(await here.send(moved, 'authentication', moved.accessRequest(login))).toHaveLength(1);
    expect(await here.send(stranger, 'authentication', stranger.accessRequest(login))).toEqual([]);
  });

  test('goes on with the sessions it had, which are charged once', async () => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, code);
    const report = { username: code, sessionTimeSec: 60, uploadBytes: 1_000 };
    await here.nas.account(reportOf('interim', report));
    moveRouter(here, OLD, NEW);
    const moved = here.nasFrom(NEW);
    const later = { ...report, sessionTimeSec: 120, uploadBytes: 3_000 };
    expect(await here.send(moved, 'accounting', moved.accountingRequest(reportOf('stop', later)))).toHaveLength(1);
    expect(sessionsIn(here.db)).toMatchObject([{ upload_bytes: 3_000, session_time_sec: 120 }]);
    expect(usageOf(here.db, entitlementId)).toMatchObject({ upload_bytes: 3_000, uptime_sec: 120 });
  });
});

describe('a clock that jumps', () => {
  test.each([
    ['forward by a day', DAY_MS],
    ['back by a day', -DAY_MS],
  ])('%s charges a running session for what it used and nothing else', async (_name, jumpMs) => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, code);
    const report = { username: code, sessionTimeSec: 60, uploadBytes: 1_000 };
    await here.nas.account(reportOf('interim', report));
    here.clock.nowMs += jumpMs;
    await here.nas.account(reportOf('interim', { ...report, sessionTimeSec: 120, uploadBytes: 2_000 }));
    here.clock.nowMs -= jumpMs;
    await here.nas.account(reportOf('stop', { ...report, sessionTimeSec: 180, uploadBytes: 3_000 }));
    expect(sessionsIn(here.db)).toMatchObject([{ upload_bytes: 3_000, session_time_sec: 180 }]);
    expect(usageOf(here.db, entitlementId)).toMatchObject({ upload_bytes: 3_000, uptime_sec: 180 });
  });

  test('back does not make a guest wait who was online a moment ago', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { validForSec: 3_600 });
    expect((await here.nas.login(login)).code).toBe('Access-Accept');
    here.clock.nowMs -= DAY_MS;
    expect((await here.nas.login(login)).code).toBe('Access-Accept');
  });
});
