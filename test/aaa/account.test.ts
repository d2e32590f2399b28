/** Accounting (RFC 2866): whatever comes late, twice, out of order or not at all, nothing is lost or counted twice. */
import { describe, expect, test } from 'vitest';
import { encodeClass, classKeyFrom } from '../../main/aaa/class';
import { attribute, getOctets } from '../../main/radius/attributes';
import { newDataKey } from '../../db/seal';
import { opaque } from '../fakes/nas';
import {
  addGuest,
  addProduct,
  addRouter,
  DAY_MS,
  entitle,
  hotspotFrom,
  HOUR_MS,
  logIn,
  macOf,
  MINUTE_MS,
  reportOf,
  SECRET,
  sellCode,
  sessionsIn,
  startEngine,
  usageOf,
  type ReportSettings,
  type SoldTicket,
  type TestEngine,
} from './support';

const code = 'k7m2pq';
const GIB_4 = 2 ** 32;

interface Online extends TestEngine {
  readonly ticket: SoldTicket;
  start(more?: ReportSettings): Promise<unknown>;
  interim(more?: ReportSettings): Promise<unknown>;
  stop(more?: ReportSettings): Promise<unknown>;
  /** The only session there is. */
  only(): ReturnType<typeof sessionsIn>[number];
  used(): { uploadBytes: number; downloadBytes: number; uptimeSec: number };
}

/** A guest with a ticket who has logged in. */
async function loggedIn(): Promise<Online> {
  const engine = await startEngine();
  const ticket = sellCode(engine.venue, code, { validForSec: 86_400 });
  await engine.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
  const send =
    (status: 'start' | 'interim' | 'stop') =>
    (more: ReportSettings = {}) =>
      engine.nas.account(reportOf(status, { username: code, ...more }));
  return {
    ...engine,
    ticket,
    start: send('start'),
    interim: send('interim'),
    stop: send('stop'),
    only() {
      const all = sessionsIn(engine.db);
      expect(all).toHaveLength(1);
      return all[0]!;
    },
    used() {
      const usage = usageOf(engine.db, ticket.entitlementId);
      return {
        uploadBytes: usage?.upload_bytes ?? 0,
        downloadBytes: usage?.download_bytes ?? 0,
        uptimeSec: usage?.uptime_sec ?? 0,
      };
    },
  };
}

const counters = (sessionTimeSec: number, uploadBytes: number, downloadBytes: number): ReportSettings => ({
  sessionTimeSec,
  uploadBytes,
  downloadBytes,
});

describe('a session', () => {
  test('is stored from Start over Interim to Stop, with what it used', async () => {
    const here = await loggedIn();
    const startedAtMs = here.clock.nowMs;
    await here.start();
    expect(here.only()).toMatchObject({
      router_id: here.routerId,
      acct_session_id: '80100014',
      guest_id: here.ticket.guestId,
      entitlement_id: here.ticket.entitlementId,
      username: code,
      mac_address: macOf(1),
      started_at_ms: startedAtMs,
      ended_at_ms: null,
      framed_ip_address: '10.5.88.2',
      service: 'hotspot',
      interim_sec: 60,
    });
    here.clock.nowMs += MINUTE_MS;
    await here.interim(counters(60, 1_000, 9_000));
    expect(here.only()).toMatchObject({
      last_heard_at_ms: here.clock.nowMs,
      upload_bytes: 1_000,
      download_bytes: 9_000,
    });
    here.clock.nowMs += 5_000;
    await here.stop({ ...counters(65, 1_500, 9_900), cause: 1 });
    expect(here.only()).toMatchObject({
      started_at_ms: startedAtMs,
      ended_at_ms: here.clock.nowMs,
      session_time_sec: 65,
      upload_bytes: 1_500,
      download_bytes: 9_900,
      terminate_cause: 'User-Request',
    });
    expect(here.used()).toEqual({ uploadBytes: 1_500, downloadBytes: 9_900, uptimeSec: 65 });
  });

  test('counts beyond 4 GiB with gigawords (RFC 2869 §5.1)', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, GIB_4 - 1, 3 * GIB_4 + 5));
    await here.stop(counters(120, 2 * GIB_4, 9 * GIB_4 + 7));
    expect(here.only()).toMatchObject({ upload_bytes: 2 * GIB_4, download_bytes: 9 * GIB_4 + 7 });
    expect(here.used()).toEqual({ uploadBytes: 2 * GIB_4, downloadBytes: 9 * GIB_4 + 7, uptimeSec: 120 });
  });

  test('that reports more than can be counted does not break the sums', async () => {
    const here = await loggedIn();
    const most = 0xffff_ffff;
    const nonsense = [
      attribute('Acct-Input-Octets', most),
      attribute('Acct-Input-Gigawords', most),
      attribute('Acct-Session-Time', most),
    ];
    await here.stop({ more: nonsense });
    await here.stop({ acctSessionId: '80100015', more: nonsense });
    expect(sessionsIn(here.db).map((row) => row.upload_bytes)).toEqual([
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    ]);
    expect(sessionsIn(here.db)[0]!.started_at_ms).toBe(0);
    expect(here.used().uploadBytes).toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each([
    [1, 'User-Request'],
    [2, 'Lost-Carrier'],
    [5, 'Session-Timeout'],
    [10, 'NAS-Request'],
    [12, 'Port-Unneeded'],
    [19, 'Supplicant-Restart'],
    [23, 'Lost-Power'],
    [77, 'Cause-77'],
  ])('ended for cause %i says %s', async (cause, name) => {
    const here = await loggedIn();
    await here.start();
    await here.stop({ cause });
    expect(here.only().terminate_cause).toBe(name);
  });
});

describe('what comes twice', () => {
  test('the same Start in a new packet is one session', async () => {
    const here = await loggedIn();
    await here.start();
    here.clock.nowMs += 3_000;
    await here.start();
    expect(here.only().ended_at_ms).toBeNull();
  });

  test('the same Stop in a new packet counts once', async () => {
    const here = await loggedIn();
    await here.start();
    const stop = { ...counters(65, 1_000, 2_000), cause: 1 };
    await here.stop(stop);
    const endedAtMs = here.only().ended_at_ms;
    here.clock.nowMs += 4_000;
    await here.stop(stop);
    here.clock.nowMs += DAY_MS;
    await here.stop(stop);
    expect(here.only().ended_at_ms).toBe(endedAtMs);
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 65 });
  });

  test('a Stop that leaves out name or device belongs to the session of that id', async () => {
    const here = await loggedIn();
    await here.start();
    await here.nas.account([
      attribute('Acct-Status-Type', 2),
      attribute('Acct-Session-Id', '80100014'),
      attribute('Acct-Session-Time', 65),
    ]);
    expect(here.only()).toMatchObject({ session_time_sec: 65, username: code });
    expect(here.used().uptimeSec).toBe(65);
  });

  test('the same Interim in a new packet counts once', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    await here.interim(counters(60, 1_000, 2_000));
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 60 });
  });

  test('identical datagrams get the identical answer and are stored once', async () => {
    const here = await loggedIn();
    const stop = here.nas.accountingRequest(reportOf('stop', { username: code, ...counters(65, 1_000, 2_000) }));
    const port = await here.nas.openPort('accounting');
    port.send(stop);
    const first = await port.next();
    here.clock.nowMs += 2_000;
    port.send(stop);
    expect((await port.next()).equals(first)).toBe(true);
    port.close();
    expect(here.used().uptimeSec).toBe(65);
    here.only();
  });
});

describe('what comes in the wrong order', () => {
  test('an Interim after the Stop does not open the session again, nor count', async () => {
    const here = await loggedIn();
    await here.start();
    await here.stop(counters(65, 1_000, 2_000));
    await here.interim(counters(60, 900, 1_900));
    await here.interim(counters(65, 5_000, 6_000));
    expect(here.only().ended_at_ms).not.toBeNull();
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 65 });
  });

  test('an Interim after the Stop that does not say how long does not open it either', async () => {
    const here = await loggedIn();
    await here.start();
    await here.stop(counters(65, 1_000, 2_000));
    here.clock.nowMs += MINUTE_MS;
    await here.interim({});
    expect(here.only().ended_at_ms).not.toBeNull();
  });

  test('a Start that was overtaken by its Stop does not open the session again', async () => {
    const here = await loggedIn();
    await here.stop(counters(2, 10, 20));
    here.clock.nowMs += 800;
    await here.start();
    expect(here.only().ended_at_ms).not.toBeNull();
  });

  test('a Start that was overtaken by an Interim changes nothing', async () => {
    const here = await loggedIn();
    await here.interim(counters(3, 10, 20));
    await here.start();
    expect(here.only()).toMatchObject({ session_time_sec: 3, ended_at_ms: null });
  });

  test('an older Interim does not take anything back', async () => {
    const here = await loggedIn();
    await here.start();
    here.clock.nowMs += 2 * MINUTE_MS;
    await here.interim(counters(120, 2_000, 4_000));
    await here.interim({ ...counters(60, 1_000, 2_000), delaySec: 60 });
    expect(here.only()).toMatchObject({
      session_time_sec: 120,
      upload_bytes: 2_000,
      last_heard_at_ms: here.clock.nowMs,
    });
    expect(here.used()).toEqual({ uploadBytes: 2_000, downloadBytes: 4_000, uptimeSec: 120 });
  });

  test('a Stop whose counters are all zero, as after a lost carrier, keeps what was reported', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    await here.stop({ ...counters(0, 0, 0), cause: 2 });
    expect(here.only()).toMatchObject({ upload_bytes: 1_000, download_bytes: 2_000, session_time_sec: 60 });
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 60 });
  });

  test('a Stop without counters keeps what was reported', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    await here.stop({ cause: 2 });
    expect(here.only()).toMatchObject({ upload_bytes: 1_000, session_time_sec: 60, terminate_cause: 'Lost-Carrier' });
  });
});

describe('what never comes', () => {
  test('without a Start, the Interim makes the session: it began when it says', async () => {
    const here = await loggedIn();
    await here.interim(counters(600, 1_000, 2_000));
    expect(here.only()).toMatchObject({ started_at_ms: here.clock.nowMs - 600_000, ended_at_ms: null });
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 600 });
  });

  test('without Start and Interim, the Stop makes the session: receive time minus Acct-Session-Time', async () => {
    const here = await loggedIn();
    await here.stop({ ...counters(600, 1_000, 2_000), cause: 4 });
    expect(here.only()).toMatchObject({
      started_at_ms: here.clock.nowMs - 600_000,
      ended_at_ms: here.clock.nowMs,
      terminate_cause: 'Idle-Timeout',
    });
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 600 });
  });

  test('without the Stop, the next Start of the same device on the same router replaces the session', async () => {
    const here = await loggedIn();
    await here.start();
    here.clock.nowMs += MINUTE_MS;
    const heardAtMs = here.clock.nowMs;
    await here.interim(counters(60, 1_000, 2_000));
    here.clock.nowMs += 2 * MINUTE_MS;
    await here.start({ acctSessionId: '80100015' });
    const [old, young] = sessionsIn(here.db);
    // Charged up to the last proof of life.
    expect(old).toMatchObject({ terminate_cause: 'Forced-Closure-3', ended_at_ms: heardAtMs, session_time_sec: 60 });
    expect(young).toMatchObject({ acct_session_id: '80100015', ended_at_ms: null });
    expect(here.used().uptimeSec).toBe(60);
  });

  test('another device, another router and another guest replace nothing', async () => {
    const here = await loggedIn();
    addRouter(here.venue, '127.0.0.2', SECRET);
    sellCode(here.venue, 'other');
    here.engine.routersChanged();
    await here.start();
    await here.start({ acctSessionId: '80100015', mac: macOf(2) });
    await here.nasFrom('127.0.0.2').account(reportOf('start', { username: code, acctSessionId: '80100016' }));
    await here.start({ acctSessionId: '80100017', username: 'other' });
    expect(sessionsIn(here.db).map((row) => row.ended_at_ms)).toEqual([null, null, null, null]);
  });

  test('an older session that is heard of for the first time does not replace the newer one', async () => {
    const here = await loggedIn();
    await here.start({ acctSessionId: '80100015' });
    await here.interim(counters(3_600, 1_000, 2_000));
    expect(sessionsIn(here.db).map((row) => row.terminate_cause)).toEqual([null, null]);
  });

  test('the Stop of a replaced session that comes after all is its true end, and charged by the difference', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    here.clock.nowMs += MINUTE_MS;
    await here.start({ acctSessionId: '80100015' });
    await here.stop({ ...counters(62, 1_500, 2_500), cause: 3 });
    expect(sessionsIn(here.db)[0]).toMatchObject({ terminate_cause: 'Lost-Service', session_time_sec: 62 });
    expect(sessionsIn(here.db)[1]).toMatchObject({ ended_at_ms: null });
    expect(here.used()).toEqual({ uploadBytes: 1_500, downloadBytes: 2_500, uptimeSec: 62 });
  });
});

describe('session ids repeat after reboots', () => {
  test('a Start with a known id long after is another session, and the old one ended', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    here.clock.nowMs += HOUR_MS;
    await here.start();
    await here.interim(counters(10, 100, 200));
    const [old, young] = sessionsIn(here.db);
    expect(old).toMatchObject({ terminate_cause: 'Forced-Closure-3', upload_bytes: 1_000 });
    expect(young).toMatchObject({ ended_at_ms: null, upload_bytes: 100, started_at_ms: here.clock.nowMs });
    expect(here.used()).toEqual({ uploadBytes: 1_100, downloadBytes: 2_200, uptimeSec: 70 });
  });

  test('a Start with the id of an ended session is another session', async () => {
    const here = await loggedIn();
    await here.start();
    await here.stop(counters(65, 1_000, 2_000));
    here.clock.nowMs += 1_000;
    await here.start();
    await here.stop(counters(30, 500, 600));
    expect(sessionsIn(here.db)).toHaveLength(2);
    expect(here.used()).toEqual({ uploadBytes: 1_500, downloadBytes: 2_600, uptimeSec: 95 });
  });

  test('an Interim with the id of an ended session is another session if it began after the end', async () => {
    const here = await loggedIn();
    await here.start();
    await here.stop(counters(65, 1_000, 2_000));
    here.clock.nowMs += 10 * MINUTE_MS;
    await here.interim(counters(60, 500, 600));
    expect(sessionsIn(here.db)).toHaveLength(2);
    expect(here.used().uploadBytes).toBe(1_500);
  });

  test('an Interim of an open session whose time has gone back is another session', async () => {
    const here = await loggedIn();
    await here.start();
    here.clock.nowMs += 30 * MINUTE_MS;
    await here.interim(counters(1_800, 1_000, 2_000));
    here.clock.nowMs += 5 * MINUTE_MS;
    await here.interim(counters(60, 500, 600));
    const [old, young] = sessionsIn(here.db);
    expect(old).toMatchObject({ terminate_cause: 'Forced-Closure-3' });
    expect(young).toMatchObject({ upload_bytes: 500, started_at_ms: here.clock.nowMs - MINUTE_MS });
  });

  test('the same id with another name or device is another session', async () => {
    const here = await loggedIn();
    sellCode(here.venue, 'other');
    await here.start();
    await here.start({ username: 'other' });
    await here.start({ username: 'other', mac: macOf(2) });
    expect(sessionsIn(here.db)).toHaveLength(3);
    await here.stop({ username: 'other', mac: macOf(2), ...counters(5, 7, 8) });
    expect(sessionsIn(here.db).map((row) => row.upload_bytes)).toEqual([0, 0, 7]);
  });

  test('a router that calls all its sessions the same still has each of them stored once', async () => {
    const here = await loggedIn();
    for (let guest = 0; guest < 40; guest++) sellCode(here.venue, `guest-${guest}`);
    for (const sessionTimeSec of [60, 120, 180]) {
      for (let guest = 0; guest < 40; guest++) {
        await here.interim({ username: `guest-${guest}`, ...counters(sessionTimeSec, 10, 20) });
      }
    }
    expect(sessionsIn(here.db)).toHaveLength(40);
  });

  test('the same id on another router is another session', async () => {
    const here = await loggedIn();
    addRouter(here.venue, '127.0.0.2', SECRET);
    here.engine.routersChanged();
    await here.start();
    await here.nasFrom('127.0.0.2').account(reportOf('stop', { username: code, ...counters(9, 9, 9) }));
    expect(sessionsIn(here.db).map((row) => row.ended_at_ms === null)).toEqual([true, false]);
  });
});

describe('the clock of the PC', () => {
  test('set forward during a session does not charge it again', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    here.clock.nowMs += 3 * HOUR_MS;
    await here.interim(counters(120, 1_500, 2_500));
    await here.stop(counters(130, 1_600, 2_600));
    here.only();
    expect(here.used()).toEqual({ uploadBytes: 1_600, downloadBytes: 2_600, uptimeSec: 130 });
  });

  test('set back during a session does not charge it again, and the session stays live', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    here.clock.nowMs -= 3 * HOUR_MS;
    await here.interim(counters(120, 1_500, 2_500));
    expect(here.only().last_heard_at_ms).toBe(here.clock.nowMs);
    await here.stop(counters(130, 1_600, 2_600));
    const session = here.only();
    expect(session.ended_at_ms).toBeGreaterThanOrEqual(session.started_at_ms);
    expect(here.used()).toEqual({ uploadBytes: 1_600, downloadBytes: 2_600, uptimeSec: 130 });
  });

  test('is believed, the one of the router is not', async () => {
    const here = await loggedIn();
    // 1 January 1970: a router without a battery.
    await here.start({ more: [attribute('Event-Timestamp', 12)] });
    expect(here.only().started_at_ms).toBe(here.clock.nowMs);
  });

  test('is taken back by Acct-Delay-Time, but not by nonsense in it', async () => {
    const here = await loggedIn();
    await here.start({ delaySec: 20 });
    await here.start({ acctSessionId: '80100099', mac: macOf(2), delaySec: 0xffff_ffff });
    expect(sessionsIn(here.db).map((row) => row.started_at_ms)).toEqual([here.clock.nowMs - 20_000, here.clock.nowMs]);
  });
});

describe('Accounting-On and -Off', () => {
  test.each(['on', 'off'] as const)('(%s) close the sessions of that router only', async (status) => {
    const here = await loggedIn();
    addRouter(here.venue, '127.0.0.2', SECRET);
    here.engine.routersChanged();
    await here.start();
    await here.nasFrom('127.0.0.2').account(reportOf('start', { username: code, mac: macOf(2) }));
    here.clock.nowMs += MINUTE_MS;
    await here.interim(counters(60, 1_000, 2_000));
    const heardAtMs = here.clock.nowMs;
    here.clock.nowMs += MINUTE_MS;
    await here.nas.account([attribute('Acct-Status-Type', status === 'on' ? 7 : 8)]);
    const [gone, kept] = sessionsIn(here.db);
    expect(gone).toMatchObject({ terminate_cause: 'NAS-Reboot', ended_at_ms: heardAtMs, upload_bytes: 1_000 });
    expect(kept).toMatchObject({ terminate_cause: null, ended_at_ms: null });
    expect(logIn(here).at(-1)?.detail).toContain('1 open sessions');
  });

  test('that was delayed does not close what began since', async () => {
    const here = await loggedIn();
    here.clock.nowMs += HOUR_MS;
    await here.start();
    await here.nas.account([attribute('Acct-Status-Type', 7), attribute('Acct-Delay-Time', 600)]);
    expect(here.only().ended_at_ms).toBeNull();
  });

  test('is followed by a session with the same id: another one', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1_000, 2_000));
    await here.nas.account([attribute('Acct-Status-Type', 7)]);
    here.clock.nowMs += 5_000;
    await here.start();
    await here.stop(counters(4, 10, 20));
    expect(sessionsIn(here.db).map((row) => row.upload_bytes)).toEqual([1_000, 10]);
    expect(here.used().uploadBytes).toBe(1_010);
  });
});

describe('whose use it is', () => {
  test('a session of a name nobody has is stored, and belongs to nobody', async () => {
    const here = await loggedIn();
    await here.start({ username: 'nobody', mac: macOf(9) });
    await here.stop({ username: 'nobody', mac: macOf(9), ...counters(9, 9, 9) });
    expect(here.only()).toMatchObject({ guest_id: null, entitlement_id: null, upload_bytes: 9, username: 'nobody' });
    expect(logIn(here).map((row) => row.reason)).toContain('unknown-username');
    expect(here.used().uptimeSec).toBe(0);
  });

  test('the Class of the login says which entitlement is used, also when another runs by now', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const product = addProduct(here.db, { validForSec: 3_600 });
    const first = entitle(here.db, guestId, product);
    const second = entitle(here.db, guestId, product);
    const login = { username: code, password: code, attributes: hotspotFrom(1) };
    const firstClass = getOctets(await here.nas.login(login), 'Class')!;
    await here.nas.account(reportOf('start', { username: code, classValue: firstClass }));
    here.clock.nowMs += HOUR_MS;
    const secondClass = getOctets(await here.nas.login(login), 'Class')!;
    await here.nas.account(reportOf('stop', { username: code, classValue: firstClass, ...counters(3_600, 111, 0) }));
    const next = { username: code, acctSessionId: '80100015', classValue: secondClass };
    await here.nas.account(reportOf('stop', { ...next, ...counters(60, 222, 0) }));
    expect([usageOf(here.db, first)?.upload_bytes, usageOf(here.db, second)?.upload_bytes]).toEqual([111, 222]);
  });

  test('without a Class it is what was running when the session began', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const product = addProduct(here.db, { validForSec: 3_600 });
    const first = entitle(here.db, guestId, product);
    entitle(here.db, guestId, product);
    await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
    here.clock.nowMs += HOUR_MS + MINUTE_MS;
    await here.nas.account(reportOf('stop', { username: code, ...counters(3_600, 111, 0) }));
    expect(sessionsIn(here.db)[0]!.entitlement_id).toBe(first);
  });

  test('a Class of somebody else is not believed', async () => {
    const here = await loggedIn();
    const forged = encodeClass(classKeyFrom(newDataKey()), { entitlementId: 999, guestId: 999 });
    await here.start({ classValue: forged });
    expect(here.only()).toMatchObject({ guest_id: here.ticket.guestId, entitlement_id: here.ticket.entitlementId });
  });

  test('use of an undone sale is kept for the day it is redone', async () => {
    const here = await loggedIn();
    const { guestId, entitlementId } = here.ticket;
    const answer = await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
    const classValue = getOctets(answer, 'Class')!;
    here.db.sqlite.prepare('delete from entitlements where id = ?').run(entitlementId);
    here.db.sqlite.prepare('delete from guests where id = ?').run(guestId);
    await here.stop({ classValue, ...counters(60, 1_000, 2_000) });
    expect(here.only()).toMatchObject({ guest_id: guestId, entitlement_id: entitlementId });
    expect(here.used()).toEqual({ uploadBytes: 1_000, downloadBytes: 2_000, uptimeSec: 60 });
  });
});

describe('what cannot be stored', () => {
  test('gets no answer: neither session id nor status may be missing', async () => {
    const here = await loggedIn();
    const noId = [attribute('Acct-Status-Type', 1), attribute('User-Name', code)];
    const noStatus = [attribute('Acct-Session-Id', '80100014'), attribute('User-Name', code)];
    const oddStatus = [opaque(40, Buffer.of(1)), attribute('Acct-Session-Id', '80100014')];
    for (const attributes of [noId, noStatus, oddStatus]) {
      await here.nas.expectSilence('accounting', here.nas.accountingRequest(attributes));
    }
    expect(sessionsIn(here.db)).toHaveLength(0);
    expect(logIn(here).filter((row) => row.reason === 'not-recordable')).toHaveLength(3);
  });

  test('but is a record of a kind we do not keep gets an answer, so that the router does not repeat it', async () => {
    const here = await loggedIn();
    const tunnel = [attribute('Acct-Status-Type', 9), attribute('Acct-Session-Id', '80100014')];
    expect((await here.nas.account(tunnel)).code).toBe('Accounting-Response');
    expect(sessionsIn(here.db)).toHaveLength(0);
    expect(logIn(here).at(-1)).toMatchObject({ reason: 'kind-not-kept' });
  });
});

describe('the log', () => {
  test('says when a session began and ended and why, but not every report', async () => {
    const here = await loggedIn();
    await here.start();
    await here.interim(counters(60, 1, 1));
    await here.stop({ ...counters(65, 1, 1), cause: 1 });
    const rows = logIn(here).filter((row) => row.kind === 'accounting');
    expect(rows.map((row) => [row.outcome, row.reason, row.detail])).toEqual([
      ['stored', 'session-started', 'A session began.'],
      ['stored', 'session-ended', 'A session ended: User-Request.'],
    ]);
    expect(rows.every((row) => row.username === code && row.guest_id === here.ticket.guestId)).toBe(true);
  });
});
