/** Ending sessions on their routers (RFC 5176): no row is closed before the router has answered. */
import { describe, expect, test } from 'vitest';
import { openBeside } from '../../db/open';
import { createAccessEngine } from '../../main/aaa/engine';
import { END_BACK_OFF_MS } from '../../main/aaa/disconnect';
import { attribute } from '../../main/radius/attributes';
import { askedVenue, code, DISCONNECT, macOf, until, type AskedVenue } from './coa';
import { hotspotFrom, HOUR_MS, MINUTE_MS, sessionsIn } from './support';

const byAnna = { reason: 'by-operator', operatorName: 'Anna' } as const;
const all = 'User-Name,Acct-Session-Id,Framed-IP-Address,Calling-Station-Id,NAS-Port';
const few = 'User-Name,Framed-IP-Address';

async function online(): Promise<AskedVenue & { id: number }> {
  const here = await askedVenue({ validForSec: 86_400 });
  await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
  await here.report('start');
  return { ...here, id: sessionsIn(here.db)[0]!.id };
}

const rowOf = (here: AskedVenue) =>
  sessionsIn(here.db)[0] as unknown as Readonly<Record<string, string | number | null>>;
const coaStateOf = (here: AskedVenue): unknown =>
  here.db.sqlite.prepare('select coa_state, coa_error_cause from router_states where router_id = ?').get(here.routerId);

describe('a session that an operator ends', () => {
  test('is named to the router by everything it was reported with', async () => {
    const here = await online();
    expect(await here.engine.endSessions([here.id], byAnna)).toEqual([{ sessionId: here.id, kind: 'ended' }]);
    expect(here.heard(0)).toEqual({
      code: DISCONNECT,
      'User-Name': code,
      'Acct-Session-Id': '80100014',
      'Framed-IP-Address': '10.5.88.2',
      'Calling-Station-Id': macOf(1),
      'NAS-Port': 0x80100014,
    });
    expect(here.router.heard[0]!.authentic).toBe(true);
    expect(here.requests()).toMatchObject([
      { kind: 'disconnect', purpose: 'by-operator', operator_name: 'Anna', keys: all, state: 'acknowledged', tries: 1 },
    ]);
    expect(coaStateOf(here)).toEqual({ coa_state: 'acknowledged', coa_error_cause: null });
  });

  test('is named as the router wrote it, where we write it otherwise', async () => {
    const here = await askedVenue();
    const spelled = [attribute('User-Name', ' K7M2pq '), attribute('Calling-Station-Id', '02-00-00-00-01-01')];
    await here.nas.account([
      attribute('Acct-Status-Type', 1),
      attribute('Acct-Session-Id', '81d0009b'),
      ...spelled,
      attribute('NAS-Port', 15_728_641),
    ]);
    const [session] = sessionsIn(here.db);
    expect(session).toMatchObject({ username: 'K7M2pq', mac_address: '02:00:00:00:01:01' });
    await here.engine.endSessions([session!.id], byAnna);
    expect(here.heard(0)).toMatchObject({
      'User-Name': ' K7M2pq ',
      'Calling-Station-Id': '02-00-00-00-01-01',
      'NAS-Port': 15_728_641,
    });
  });

  test('stays open until its Stop comes, which keeps who ended it', async () => {
    const here = await online();
    await here.engine.endSessions([here.id], byAnna);
    expect(rowOf(here)).toMatchObject({ ended_at_ms: null, end_reason: 'by-operator', end_operator: 'Anna' });
    await here.report('stop', { cause: 6, sessionTimeSec: 1 });
    expect(rowOf(here)).toMatchObject({ terminate_cause: 'Admin-Reset', end_operator: 'Anna' });
    here.pass(10 * MINUTE_MS);
    await here.settled();
    expect(here.router.heard).toHaveLength(1);
  });

  test('whose Stop does not come within two reports is closed at its last one', async () => {
    const here = await online();
    const heardAtMs = here.clock.nowMs;
    await here.engine.endSessions([here.id], byAnna);
    here.pass(110_000);
    expect(rowOf(here).ended_at_ms).toBeNull();
    here.pass(MINUTE_MS);
    expect(rowOf(here)).toMatchObject({ ended_at_ms: heardAtMs, terminate_cause: 'Admin-Reset' });
    expect(here.router.heard).toHaveLength(1);
  });

  test('that reports on although the router said yes is ended again', async () => {
    const here = await online();
    await here.engine.endSessions([here.id], byAnna);
    here.clock.nowMs += MINUTE_MS;
    await here.report('interim', { sessionTimeSec: 60 });
    here.pass(2 * MINUTE_MS);
    await here.settled();
    expect(here.router.heard).toHaveLength(2);
    expect(rowOf(here).ended_at_ms).toBeNull();
  });

  test('and that is not there any more, or never was, is not asked for', async () => {
    const here = await online();
    await here.report('stop');
    expect(await here.engine.endSessions([here.id, 999], byAnna)).toEqual([
      { sessionId: here.id, kind: 'not-there' },
      { sessionId: 999, kind: 'not-there' },
    ]);
    expect(here.router.heard).toHaveLength(0);
    expect(rowOf(here).end_reason).toBeNull();
  });
});

describe('a router that does not find it (503)', () => {
  test('is asked by name and address alone', async () => {
    const here = await online();
    here.answer({ nak: 503 }, 'ack');
    expect(await here.engine.endSessions([here.id], byAnna)).toEqual([{ sessionId: here.id, kind: 'ended' }]);
    expect(here.heard(1)).toEqual({ code: DISCONNECT, 'User-Name': code, 'Framed-IP-Address': '10.5.88.2' });
    expect(here.requests()).toMatchObject([
      { keys: all, state: 'refused', error_cause: 503 },
      { keys: few, state: 'acknowledged', error_cause: null },
    ]);
  });

  test('and not that way either does not have it: the row is closed, its Stop was lost', async () => {
    const here = await online();
    here.answer({ nak: 503 });
    expect(await here.engine.endSessions([here.id], byAnna)).toEqual([{ sessionId: here.id, kind: 'not-there' }]);
    expect(rowOf(here)).toMatchObject({ terminate_cause: 'Not-On-Router' });
    expect(rowOf(here).ended_at_ms).not.toBeNull();
    expect(here.router.heard).toHaveLength(2);
  });

  test('was wrong if it reports the session later: it goes on', async () => {
    const here = await online();
    here.answer({ nak: 503 });
    await here.engine.endSessions([here.id], byAnna);
    here.clock.nowMs += MINUTE_MS;
    await here.report('interim', { sessionTimeSec: 60 });
    expect(rowOf(here).ended_at_ms).toBeNull();
  });
});

describe('a router that will not', () => {
  test('is asked again later, and its reason is kept', async () => {
    const here = await online();
    here.answer({ nak: 501 });
    expect(await here.engine.endSessions([here.id], byAnna)).toEqual([
      { sessionId: here.id, kind: 'refused', errorCause: 501 },
    ]);
    expect(rowOf(here).ended_at_ms).toBeNull();
    expect(here.requests()).toMatchObject([{ state: 'refused', error_cause: 501 }]);
    expect(coaStateOf(here)).toEqual({ coa_state: 'refused', coa_error_cause: 501 });
    here.answer('ack');
    here.pass(END_BACK_OFF_MS[0]);
    await here.settled();
    expect(here.requests().at(-1)).toMatchObject({ state: 'acknowledged', operator_name: 'Anna' });
  });
});

describe('a router that does not answer', () => {
  test('leaves the session open, and is asked again ever more rarely', async () => {
    const here = await online();
    here.answer('silent');
    expect(await here.engine.endSessions([here.id], byAnna)).toEqual([{ sessionId: here.id, kind: 'no-answer' }]);
    expect(here.requests()).toMatchObject([{ state: 'no-answer', tries: 2 }]);
    expect(rowOf(here)).toMatchObject({ ended_at_ms: null, end_tries: 1 });
    for (const [nth, waitMs] of END_BACK_OFF_MS.slice(0, 3).entries()) {
      // It is on, and reports meanwhile.
      here.clock.nowMs += waitMs - 1_000;
      await here.report('interim', { sessionTimeSec: nth + 1 });
      await here.settled();
      expect(here.requests()).toHaveLength(nth + 1);
      here.clock.nowMs += 1_000;
      await here.settled();
      expect(here.requests()).toHaveLength(nth + 2);
    }
    expect(rowOf(here).ended_at_ms).toBeNull();
    expect(coaStateOf(here)).toEqual({ coa_state: 'no-answer', coa_error_cause: null });
  });

  test('does not keep whoever asked waiting beyond the time given', async () => {
    const here = await online();
    here.answer('silent');
    const outcomes = await here.engine.endSessions([here.id], { ...byAnna, until: Promise.resolve() });
    expect(outcomes).toEqual([{ sessionId: here.id, kind: 'no-answer' }]);
    await here.engine.idle();
    expect(rowOf(here).end_tries).toBe(1);
  });

  test('does not hold up a login', async () => {
    const here = await online();
    here.answer('silent');
    const ending = here.engine.endSessions([here.id], byAnna);
    expect((await here.nas.login({ username: code, password: code })).code).toBe('Access-Accept');
    expect(rowOf(here).end_tries).toBe(0);
    await ending;
  });
});

describe('a router that is not to be asked', () => {
  test('is sent nothing, and says so', async () => {
    const here = await online();
    here.db.sqlite.prepare('update routers set use_coa = 0 where id = ?').run(here.routerId);
    here.engine.routersChanged();
    expect(await here.engine.endSessions([here.id], byAnna)).toEqual([{ sessionId: here.id, kind: 'off' }]);
    here.pass(HOUR_MS / 12);
    await here.settled();
    expect(here.router.heard).toHaveLength(0);
    expect(here.requests()).toEqual([]);
  });
});

describe('a restart', () => {
  test('goes on with what was being ended, and asks nothing twice at once', async () => {
    const here = await online();
    here.answer('silent');
    await here.engine.endSessions([here.id], byAnna);
    here.clock.nowMs += END_BACK_OFF_MS[0];
    const own = openBeside(here.venue.db.file);
    const sent: string[] = [];
    const second = createAccessEngine({
      db: own,
      dataKey: here.venue.dataKey,
      now: () => here.clock.nowMs,
      report: () => undefined,
      send(request) {
        sent.push(request.code);
        return Promise.resolve({ kind: 'ack' });
      },
    });
    second.flush();
    second.flush();
    await second.idle();
    expect(sent).toEqual(['Disconnect-Request']);
    expect(rowOf(here).end_acknowledged_at_ms).toBe(here.clock.nowMs);
    own.close();
  });

  test('in the middle of a try, of which nothing was heard, tries again', async () => {
    const here = await online();
    here.db.sqlite
      .prepare(`update sessions set end_reason = 'by-operator', end_operator = 'Anna', end_try_at_ms = ?`)
      .run(here.clock.nowMs + 30_000);
    here.engine.flush();
    expect(here.requests()).toHaveLength(0);
    here.clock.nowMs += 30_000;
    here.engine.flush();
    await until(() => here.requests().at(-1)?.state === 'acknowledged');
  });
});
