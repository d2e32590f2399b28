/** Guests who cannot get online, each for one reason, made by real packets where packets are the reason. */
import { describe, expect, test } from 'vitest';
import { whyNotOnline } from '../../main/desk/why-not-online';
import { contract } from '../../preload/contract';
import {
  DAY_MS,
  MINUTE_MS,
  hotspotFrom,
  insert,
  logIn,
  macOf,
  reportOf,
  sellCode,
  startEngine,
  type GuestSettings,
  type ProductSettings,
  type TestEngine,
} from '../aaa/support';

const CODE = 'K7MPX3';

async function startWith(product: ProductSettings = {}, guest: GuestSettings = {}): Promise<TestEngine> {
  const engine = await startEngine();
  sellCode(engine.venue, CODE, product, guest);
  return engine;
}

function why(engine: TestEngine, text = CODE, radiusFault?: string) {
  logIn(engine);
  engine.venue.setNow(engine.clock.nowMs);
  const answer = whyNotOnline(engine.venue, text, radiusFault);
  if (answer.fix) expectCallable(answer.fix);
  return answer;
}

/** The fix is a call of the contract, and what it fills in is taken by it as far as it goes. */
function expectCallable({ call, input }: { call: string; input: object }): void {
  const [section, name] = call.split('.') as [string, string];
  const procedures = contract as unknown as Record<
    string,
    Record<string, { '~orpc': { inputSchema?: { shape?: object } } }>
  >;
  const procedure = procedures[section]?.[name];
  expect(procedure, call).toBeDefined();
  const known = procedure!['~orpc'].inputSchema?.shape;
  if (known) for (const key of Object.keys(input)) expect(Object.keys(known), call).toContain(key);
}

const login = { username: CODE, password: CODE, attributes: hotspotFrom(1) };

describe('why a guest is not online', () => {
  test('because they are', async () => {
    const engine = await startWith();
    await engine.nas.login(login);
    await engine.nas.account(reportOf('start', { username: CODE }));
    expect(why(engine)).toMatchObject({ verdict: 'online', params: { guest: CODE } });
  });

  test('because nobody has this code, with what was typed and refused', async () => {
    const engine = await startWith();
    await engine.nas.login({ ...login, username: 'K7MPX8', password: 'K7MPX8' });
    const answer = why(engine, 'k7mpx8');
    expect(answer).toMatchObject({ verdict: 'nobody', others: [], fix: { call: 'desk.sellTicket' } });
    expect(answer.evidence).toMatchObject([{ kind: 'login', reason: 'unknown-guest', macAddress: macOf(1) }]);
    expect(answer.guest).toBeUndefined();
    // What was let in is no evidence, whatever its MAC or session id has in common with the text.
    await engine.nas.login(login);
    expect(why(engine, '8010').evidence.map(({ reason }) => reason)).toEqual(['unknown-guest']);
  });

  test('because they are locked, what they hold is over, or used up', async () => {
    const locked = await startWith({}, { locked: true });
    expect(why(locked)).toMatchObject({ verdict: 'guest-locked', fix: { call: 'guests.setLocked' } });

    const ended = await startWith({ validForSec: 3_600 });
    await ended.nas.login(login);
    ended.clock.nowMs += DAY_MS;
    expect(why(ended)).toMatchObject({ verdict: 'ended', fix: { call: 'desk.recharge' } });

    const used = await startWith({ limits: { total_quota_bytes: 1_000 } });
    await used.nas.account(reportOf('start', { username: CODE }));
    await used.nas.account(reportOf('stop', { username: CODE, sessionTimeSec: 5, downloadBytes: 2_000 }));
    expect(why(used)).toMatchObject({ verdict: 'quota-used-up', fix: { call: 'desk.recharge' } });
  });

  test('because their devices are used up', async () => {
    const engine = await startWith({ limits: { devices: 1 } });
    await engine.nas.login(login);
    await engine.nas.login({ ...login, attributes: hotspotFrom(2) });
    const answer = why(engine);
    expect(answer).toMatchObject({ verdict: 'too-many-devices', fix: { call: 'devices.swap' } });
    expect(answer.evidence).toContainEqual(expect.objectContaining({ kind: 'device', macAddress: macOf(1) }));
  });

  test('because they typed a wrong password, until they type it right', async () => {
    const engine = await startWith();
    await engine.nas.login({ ...login, password: 'wrong' });
    await engine.nas.login({ ...login, password: 'wronger' });
    expect(why(engine)).toMatchObject({ verdict: 'typed-wrong', params: { count: 2 }, fix: { call: 'desk.reprint' } });
    await engine.nas.login(login);
    expect(why(engine).verdict).not.toBe('typed-wrong');
  });

  test('because the router does not act on the answer', async () => {
    const engine = await startWith();
    await engine.nas.login(login);
    engine.clock.nowMs += 2 * MINUTE_MS;
    expect(why(engine)).toMatchObject({ verdict: 'let-in-not-reported', fix: { call: 'radius.doctor' } });
  });

  test('because no router asks', async () => {
    const engine = await startWith();
    expect(why(engine)).toMatchObject({ verdict: 'routers-silent' });
    engine.db.sqlite.prepare('delete from routers').run();
    expect(why(engine)).toMatchObject({ verdict: 'no-router' });
    expect(why(engine, CODE, 'Port 1812 is taken.')).toMatchObject({
      verdict: 'radius-not-listening',
      params: { fault: 'Port 1812 is taken.' },
    });
  });

  test('because they have not tried, or went offline', async () => {
    const engine = await startWith();
    await engine.nas.exchange('authentication', engine.nas.statusServer());
    expect(why(engine)).toMatchObject({ verdict: 'not-asked' });
    await engine.nas.login(login);
    await engine.nas.account(reportOf('start', { username: CODE }));
    await engine.nas.account(reportOf('stop', { username: CODE, sessionTimeSec: 60, cause: 4 }));
    expect(why(engine)).toMatchObject({ verdict: 'went-offline', params: { cause: 'Idle-Timeout' } });
  });
});

describe('the guest is found', () => {
  test('by room, name, code or MAC; the exact one first, the others named', async () => {
    const engine = await startWith();
    const { guestId } = sellCode(engine.venue, 'ANNA12');
    const other = sellCode(engine.venue, 'BEN123');
    const set = engine.db.sqlite.prepare('update guests set room = ?, display_name = ? where id = ?');
    set.run('12', 'Anna Rossi', guestId);
    set.run('121', 'Ben Rossi', other.guestId);
    insert(engine.db, 'devices', {
      ...{ guest_id: guestId, mac_address: macOf(7), first_seen_at_ms: 1, last_seen_at_ms: 2 },
    });
    for (const text of ['12', 'anna', 'ANNA12', macOf(7), macOf(7).replaceAll(':', '-').toLowerCase()]) {
      expect(why(engine, text).guest, text).toMatchObject({ id: guestId, room: '12' });
    }
    expect(why(engine, 'rossi').others).toHaveLength(1);
  });
});
