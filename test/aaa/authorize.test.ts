/** Who goes online: real packets to a real server on a real database, with the clock moved by hand. */
import { describe, expect, test } from 'vitest';
import { undoChange } from '../../db/undo';
import { guestMessage } from '../../main/aaa/messages';
import { updateDomain } from '../../main/office/domains';
import { attribute, describeAttributes, getInteger, getOctets, getString } from '../../main/radius/attributes';
import type { Packet } from '../../main/radius/packet';
import type { LoginRequest } from '../fakes/nas';
import { hotspotAttributes, opaque } from '../fakes/nas';
import {
  addGuest,
  addProduct,
  addRouter,
  DAY_MS,
  entitle,
  hotspotFrom,
  HOUR_MS,
  insert,
  logIn,
  macOf,
  MINUTE_MS,
  reportOf,
  SECRET,
  sellCode,
  startEngine,
  usageOf,
  type TestEngine,
} from './support';

const code = 'k7m2pq';
const bothMethods = ['pap', 'chap'] as const;

function loginFrom(device: number, more: Partial<LoginRequest> = {}): LoginRequest {
  return { username: code, password: code, attributes: hotspotFrom(device), ...more };
}

async function expectRefused(here: TestEngine, login: LoginRequest, reason: string): Promise<Packet> {
  const answer = await here.nas.login(login);
  expect(answer.code).toBe('Access-Reject');
  expect(logIn(here).at(-1)).toMatchObject({ kind: 'access', outcome: 'reject', reason });
  return answer;
}

/** What somebody reads who is refused with a code, or with a password that is not the guest's. */
async function refusalOf(here: TestEngine, username: string): Promise<string | undefined> {
  const answer = await here.nas.login(loginFrom(1, { username, password: username }));
  expect(answer.code).toBe('Access-Reject');
  return getString(answer, 'Reply-Message');
}

describe('a guest with a ticket', () => {
  test.each(bothMethods)('is let in with everything the product says (%s)', async (method) => {
    const here = await startEngine();
    sellCode(here.venue, code, {
      validForSec: 86_400,
      limits: {
        download_quota_bytes: 6_000_000_000,
        upload_quota_bytes: 1_000_000_000,
        total_quota_bytes: 6_500_000_000,
        uptime_sec: 7_200,
        rate_down_bps: 10_000_000,
        rate_up_bps: 2_000_000,
        idle_timeout_sec: 600,
        simultaneous_sessions: 2,
        devices: 3,
      },
    });
    const answer = await here.nas.login(loginFrom(1, { method }));
    const lines = describeAttributes(answer).filter((line) => !/^(Class|Message-Authenticator) /.test(line));
    expect(answer.code).toBe('Access-Accept');
    expect(lines).toEqual([
      'Session-Timeout = 7200',
      'Idle-Timeout = 600',
      'Acct-Interim-Interval = 60',
      'Port-Limit = 2',
      'Mikrotik-Rate-Limit = "2M/10M"',
      'Mikrotik-Recv-Limit = 1000000000',
      'Mikrotik-Xmit-Limit = 1705032704',
      'Mikrotik-Xmit-Limit-Gigawords = 1',
      'Mikrotik-Total-Limit = 2205032704',
      'Mikrotik-Total-Limit-Gigawords = 1',
    ]);
    expect(getOctets(answer, 'Class')).toBeDefined();
    expect(logIn(here).at(-1)).toMatchObject({ outcome: 'accept', reason: 'ok', detail: 'Let in with "1 day".' });
  });

  test('has several limitations on one product, and all of them hold', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, {
      limits: [
        { uptime_sec: 7_200, rate_down_bps: 5_000_000, rate_up_bps: 9_000_000 },
        { uptime_sec: 3_600, rate_down_bps: 8_000_000, idle_timeout_sec: 300 },
      ],
    });
    const answer = await here.nas.login(loginFrom(1));
    expect(getInteger(answer, 'Session-Timeout')).toBe(3_600);
    expect(getInteger(answer, 'Idle-Timeout')).toBe(300);
    expect(getString(answer, 'Mikrotik-Rate-Limit')).toBe('9M/5M');
  });

  test.each(bothMethods)('may write the code in any case (%s)', async (method) => {
    const here = await startEngine();
    sellCode(here.venue, 'K7m2Pq');
    for (const typed of ['K7m2Pq', 'k7m2pq', 'K7M2PQ']) {
      const answer = await here.nas.login(loginFrom(1, { username: typed, password: typed, method }));
      expect(answer.code).toBe('Access-Accept');
    }
    const mixed = await here.nas.login(loginFrom(1, { username: 'k7M2pQ', password: 'k7M2pQ', method }));
    expect(mixed.code).toBe('Access-Accept');
  });

  test('may leave the blank a phone adds after the code', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const typed = `${code} `;
    expect((await here.nas.login(loginFrom(1, { username: typed, password: typed }))).code).toBe('Access-Accept');
    expect((await here.nas.login(loginFrom(1, { username: typed, password: typed, method: 'chap' }))).code).toBe(
      'Access-Accept',
    );
  });

  test.each(bothMethods)('is not let in with another password, nor with none (%s)', async (method) => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await expectRefused(here, loginFrom(1, { password: 'k7m2pr', method }), 'wrong-password');
    const empty = method === 'pap' ? 'no-credentials' : 'wrong-password';
    await expectRefused(here, loginFrom(1, { password: '', method }), empty);
  });
});

describe('a person', () => {
  test.each(bothMethods)('has a password that is compared exactly, and a name that is not (%s)', async (method) => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, 'María Núñez', { password: 'Straße 1' });
    entitle(here.db, guestId, addProduct(here.db));
    const login = (username: string, password: string) => here.nas.login(loginFrom(1, { username, password, method }));
    expect((await login('maría núñez', 'Straße 1')).code).toBe('Access-Accept');
    expect((await login('MARI\u0301A NU\u0301N\u0303EZ', 'Straße 1')).code).toBe('Access-Accept');
    for (const wrong of ['straße 1', 'Straße 1 ', 'Strasse 1', 'María Núñez']) {
      expect((await login('María Núñez', wrong)).code).toBe('Access-Reject');
    }
  });

  test('gets in with the longest password User-Password can carry, and not with its beginning (RFC 2865 §5.2)', async () => {
    const here = await startEngine();
    const password = 'p'.repeat(128);
    entitle(here.db, addGuest(here.venue, 'long', { password }), addProduct(here.db));
    expect((await here.nas.login(loginFrom(1, { username: 'long', password }))).code).toBe('Access-Accept');
    await expectRefused(here, loginFrom(1, { username: 'long', password: 'p'.repeat(127) }), 'wrong-password');
  });
});

describe('a stranger', () => {
  test('reads the same as a guest with a wrong password; the operator does not', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const unknown = await expectRefused(here, loginFrom(1, { username: 'nobody' }), 'unknown-guest');
    const wrong = await expectRefused(here, loginFrom(1, { password: 'x' }), 'wrong-password');
    expect(getString(unknown, 'Reply-Message')).toBe(getString(wrong, 'Reply-Message'));
    expect(unknown.raw.length).toBe(wrong.raw.length);
  });

  test('without a name is refused', async () => {
    const here = await startEngine();
    await expectRefused(here, loginFrom(1, { username: ' ' }), 'no-credentials');
  });

  test('whose device asks by its MAC, as RouterOS does before the login page, is told apart in the log', async () => {
    const here = await startEngine();
    const username = '02-00-00-00-01-01';
    await expectRefused(here, loginFrom(1, { username, password: username }), 'unknown-device');
  });
});

describe('a login by a method we do not speak', () => {
  test.each([
    ['EAP', [attribute('EAP-Message', Buffer.from('0200000501', 'hex'))]],
    [
      'MS-CHAP with LAN Manager hashes',
      [attribute('MS-CHAP-Challenge', Buffer.alloc(8, 1)), attribute('MS-CHAP-Response', Buffer.alloc(50))],
    ],
    ['ARAP', [attribute('ARAP-Password', Buffer.alloc(16))]],
  ])('is refused and logged (%s)', async (method, credential) => {
    const here = await startEngine();
    sellCode(here.venue, code);
    await expectRefused(here, loginFrom(1, { attributes: [...hotspotFrom(1), ...credential] }), 'method-not-supported');
    expect(logIn(here).at(-1)?.detail).toContain(`${method} is not spoken here`);
  });
});

describe('a reject', () => {
  test('speaks the language of the guest, else the one of the venue', async () => {
    const here = await startEngine({ language: 'it' });
    sellCode(here.venue, code, {}, { locked: true, language: 'de' });
    sellCode(here.venue, 'italian', {}, { locked: true });
    const german = await expectRefused(here, loginFrom(1), 'guest-locked');
    expect(getString(german, 'Reply-Message')).toBe(guestMessage('locked', ['de']));
    const italian = await expectRefused(
      here,
      loginFrom(1, { username: 'italian', password: 'italian' }),
      'guest-locked',
    );
    expect(getString(italian, 'Reply-Message')).toBe(guestMessage('locked', ['it']));
    const unknown = await expectRefused(here, loginFrom(1, { username: 'nobody' }), 'unknown-guest');
    expect(getString(unknown, 'Reply-Message')).toBe(guestMessage('not-recognised', ['it']));
  });

  test('speaks the language of the guest, else of the domain, else of the venue, in two domains', async () => {
    const here = await startEngine({ language: 'it' });
    const domainId = insert(here.db, 'domains', { name: 'Campsite', service: 'hotspot', language: 'fr' });
    sellCode(here.venue, 'german', {}, { locked: true, language: 'de', domainId });
    sellCode(here.venue, 'french', {}, { locked: true, domainId });
    sellCode(here.venue, 'italian', {}, { locked: true });
    expect(await refusalOf(here, 'german')).toBe(guestMessage('locked', ['de']));
    expect(await refusalOf(here, 'french')).toBe(guestMessage('locked', ['fr']));
    expect(await refusalOf(here, 'italian')).toBe(guestMessage('locked', ['it']));
  });

  test('speaks the new language of a domain from the next login on, and the old one after an undo', async () => {
    const here = await startEngine({ language: 'it' });
    sellCode(here.venue, 'guest', {}, { locked: true });
    expect(await refusalOf(here, 'guest')).toBe(guestMessage('locked', ['it']));
    const changed = updateDomain(here.venue, here.venue.owner, { id: 1, language: 'es' }) as {
      readonly changeId: number;
    };
    expect(await refusalOf(here, 'guest')).toBe(guestMessage('locked', ['es']));
    undoChange(here.db, here.venue.owner, changed.changeId, here.venue.now());
    expect(await refusalOf(here, 'guest')).toBe(guestMessage('locked', ['it']));
  });

  test('does not tell by its language that a name exists', async () => {
    const here = await startEngine({ language: 'it' });
    const domainId = insert(here.db, 'domains', { name: 'Campsite', service: 'hotspot', language: 'fr' });
    addGuest(here.venue, 'anna', { password: 'the right one', language: 'de' });
    addGuest(here.venue, 'bruno', { password: 'the right one', domainId });
    const stranger = guestMessage('not-recognised', ['it']);
    for (const name of ['anna', 'bruno', 'nobody']) expect(await refusalOf(here, name)).toBe(stranger);
  });

  test('speaks the new language once the venue has another', async () => {
    const here = await startEngine();
    here.db.sqlite.prepare("update venue set language = 'ar'").run();
    here.engine.venueChanged();
    const answer = await here.nas.login(loginFrom(1));
    expect(getString(answer, 'Reply-Message')).toBe(guestMessage('not-recognised', ['ar']));
  });

  test('never carries a password or a limit', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { total_quota_bytes: 5 } }, { locked: true });
    const answer = await expectRefused(here, loginFrom(1), 'guest-locked');
    expect(describeAttributes(answer).map((line) => line.split(' ')[0])).toEqual([
      'Message-Authenticator',
      'Reply-Message',
    ]);
  });
});

describe('an entitlement', () => {
  test('begins at the first login, and its end is never moved', async () => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, code, { validForSec: 86_400 });
    here.clock.nowMs += 3 * DAY_MS;
    const startedAtMs = here.clock.nowMs;
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(86_400);
    here.clock.nowMs += 5 * HOUR_MS;
    expect(getInteger(await here.nas.login(loginFrom(2)), 'Session-Timeout')).toBe(19 * 3_600);
    expect(usageOf(here.db, entitlementId)).toMatchObject({
      started_at_ms: startedAtMs,
      ends_at_ms: startedAtMs + DAY_MS,
    });
    here.clock.nowMs = startedAtMs + DAY_MS;
    await expectRefused(here, loginFrom(1), 'ended');
  });

  test('does not begin with a login that is refused', async () => {
    const here = await startEngine();
    const { entitlementId } = sellCode(here.venue, code, { validForSec: 86_400 }, { locked: true });
    await expectRefused(here, loginFrom(1), 'guest-locked');
    await expectRefused(here, loginFrom(1, { password: 'x' }), 'wrong-password');
    expect(usageOf(here.db, entitlementId)).toBeUndefined();
  });

  test('sold until check-out ends at check-out, however late the first login', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const endsAtMs = here.clock.nowMs + 15 * HOUR_MS;
    entitle(here.db, guestId, addProduct(here.db, { starts: 'now' }), { startsAtMs: here.clock.nowMs, endsAtMs });
    here.clock.nowMs += 14 * HOUR_MS;
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(3_600);
    here.clock.nowMs = endsAtMs;
    await expectRefused(here, loginFrom(1), 'ended');
  });

  test('sold to begin now is remembered as used at the first login, and keeps its end', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const startsAtMs = here.clock.nowMs;
    const product = addProduct(here.db, { starts: 'now', validForSec: 3_600 });
    const entitlementId = entitle(here.db, guestId, product, { startsAtMs, endsAtMs: startsAtMs + HOUR_MS });
    here.clock.nowMs += 10 * MINUTE_MS;
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(3_000);
    expect(usageOf(here.db, entitlementId)).toMatchObject({ started_at_ms: here.clock.nowMs, ends_at_ms: null });
  });

  test('with an override ends at the override, also when the product is valid for longer', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const product = addProduct(here.db, { validForSec: 86_400 });
    entitle(here.db, guestId, product, { endsAtMs: here.clock.nowMs + HOUR_MS });
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(3_600);
  });

  test('that lasts longer than RouterOS can count gets the longest Session-Timeout it can', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { validForSec: 2 * 365 * 86_400 });
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(21_474_720);
  });

  test('that waits begins when the running one has ended', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const product = addProduct(here.db, { validForSec: 3_600 });
    const first = entitle(here.db, guestId, product);
    const second = entitle(here.db, guestId, product);
    await here.nas.login(loginFrom(1));
    expect([usageOf(here.db, first)?.started_at_ms, usageOf(here.db, second)]).toEqual([here.clock.nowMs, undefined]);
    here.clock.nowMs += HOUR_MS;
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(3_600);
    expect(usageOf(here.db, second)?.started_at_ms).toBe(here.clock.nowMs);
  });

  test('is needed: a guest without any, or whose sale was undone, is refused', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    await expectRefused(here, loginFrom(1), 'no-entitlement');
    const entitlementId = entitle(here.db, guestId, addProduct(here.db));
    expect((await here.nas.login(loginFrom(1))).code).toBe('Access-Accept');
    here.db.sqlite.prepare('delete from entitlements where id = ?').run(entitlementId);
    await expectRefused(here, loginFrom(1), 'no-entitlement');
    here.db.sqlite.prepare('delete from guests where id = ?').run(guestId);
    await expectRefused(here, loginFrom(1), 'unknown-guest');
  });

  test('paid for a later time is refused until then', async () => {
    const here = await startEngine();
    const startsAtMs = here.clock.nowMs + DAY_MS;
    entitle(here.db, addGuest(here.venue, code), addProduct(here.db, { starts: 'now' }), { startsAtMs });
    await expectRefused(here, loginFrom(1), 'not-begun');
  });
});

describe('what is left', () => {
  test('of a quota is what no session has used yet, shared by all devices', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { total_quota_bytes: 1_000_000 } });
    const first = await here.nas.login(loginFrom(1));
    expect(getInteger(first, 'Mikrotik-Total-Limit')).toBe(1_000_000);
    const classValue = getOctets(first, 'Class')!;
    await here.nas.account(reportOf('start', { username: code, classValue }));
    const used = { username: code, classValue, sessionTimeSec: 60, uploadBytes: 100_000, downloadBytes: 300_000 };
    await here.nas.account(reportOf('interim', used));
    expect(getInteger(await here.nas.login(loginFrom(2)), 'Mikrotik-Total-Limit')).toBe(300_000);
    const review = here.db.sqlite.prepare('select review_at_ms as atMs from sessions').get();
    expect(review).toEqual({ atMs: here.clock.nowMs });
  });

  test('is not shared with a session that is silent, ended, or of the same device', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { total_quota_bytes: 1_000_000 } });
    const started = (mac: string, acctSessionId: string) => reportOf('start', { username: code, mac, acctSessionId });
    await here.nas.login(loginFrom(1));
    await here.nas.account(started(macOf(1), '80100001'));
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Mikrotik-Total-Limit')).toBe(1_000_000);
    expect(getInteger(await here.nas.login(loginFrom(2)), 'Mikrotik-Total-Limit')).toBe(500_000);
    here.clock.nowMs += 151_000;
    expect(getInteger(await here.nas.login(loginFrom(2)), 'Mikrotik-Total-Limit')).toBe(1_000_000);
  });

  test.each([
    ['download_quota_bytes', { downloadBytes: 500 }],
    ['upload_quota_bytes', { uploadBytes: 500 }],
    ['total_quota_bytes', { uploadBytes: 250, downloadBytes: 250 }],
  ])('of a used up %s is a refusal, never a 0', async (column, bytes) => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { [column]: 500 } });
    await here.nas.login(loginFrom(1));
    const almost = { uploadBytes: 0, downloadBytes: 0, ...bytes };
    await here.nas.account(
      reportOf('interim', { username: code, sessionTimeSec: 1, uploadBytes: 0, downloadBytes: 0 }),
    );
    expect((await here.nas.login(loginFrom(1))).code).toBe('Access-Accept');
    await here.nas.account(reportOf('stop', { username: code, sessionTimeSec: 2, ...almost }));
    await expectRefused(here, loginFrom(1), 'quota-used-up');
  });

  test('of online time is what all sessions together have left', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { uptime_sec: 3_600 } });
    await here.nas.login(loginFrom(1));
    await here.nas.account(reportOf('start', { username: code }));
    here.clock.nowMs += MINUTE_MS;
    await here.nas.account(reportOf('interim', { username: code, sessionTimeSec: 60 }));
    here.clock.nowMs += 30_500;
    // 60 s reported, 30.5 s running unreported, rounded down.
    expect(getInteger(await here.nas.login(loginFrom(2)), 'Session-Timeout')).toBe(Math.floor((3_600 - 91) / 2));
    await here.nas.account(reportOf('stop', { username: code, sessionTimeSec: 3_600 }));
    await expectRefused(here, loginFrom(2), 'time-used-up');
  });

  test('of the calendar counts down although nobody is online', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { validForSec: 3_600, limits: { uptime_sec: 1_800 } });
    await here.nas.login(loginFrom(1));
    here.clock.nowMs += 50 * MINUTE_MS;
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(600);
  });
});

describe('opening hours and periods', () => {
  // Sunday; the venue is in Rome, two hours ahead of UTC in summer.
  const sundayAt = (hour: number): number => Date.UTC(2026, 5, 7, hour - 2);
  const morning = { window_days: 127, window_from_min: 480, window_till_min: 720 };

  test('a guest is told when it works again, in the hour of the venue', async () => {
    const here = await startEngine({ nowMs: sundayAt(7) });
    sellCode(here.venue, code, { limits: morning });
    const answer = await expectRefused(here, loginFrom(1), 'outside-opening-hours');
    expect(getString(answer, 'Reply-Message')).toContain('2026-06-07 08:00');
    expect(logIn(here).at(-1)?.detail).toContain('2026-06-07 08:00');
    expect(logIn(here).at(-1)?.detail).not.toMatch(/[{}]/);
  });

  test('a login inside ends with them, and does not begin what cannot be used yet', async () => {
    const here = await startEngine({ nowMs: sundayAt(7) });
    const { entitlementId } = sellCode(here.venue, code, { validForSec: 86_400, limits: morning });
    await expectRefused(here, loginFrom(1), 'outside-opening-hours');
    expect(usageOf(here.db, entitlementId)).toBeUndefined();
    here.clock.nowMs = sundayAt(11);
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(3_600);
  });

  test('a quota of the day is refused until midnight, and whole again then', async () => {
    const here = await startEngine({ nowMs: sundayAt(20) });
    sellCode(here.venue, code, { limits: { total_quota_bytes: 1_000 } });
    here.db.sqlite.prepare("update limitations set reset_every = 'day'").run();
    await here.nas.login(loginFrom(1));
    await here.nas.account(reportOf('start', { username: code }));
    const used = { username: code, sessionTimeSec: 60, uploadBytes: 400, downloadBytes: 600 };
    await here.nas.account(reportOf('stop', used));
    const answer = await expectRefused(here, loginFrom(1), 'quota-used-up');
    expect(getString(answer, 'Reply-Message')).toContain('2026-06-08 00:00');
    here.clock.nowMs = sundayAt(24);
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Mikrotik-Total-Limit')).toBe(1_000);
  });
});

describe('the queue', () => {
  async function withTwo(): Promise<TestEngine> {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    for (const rate of [1_000_000, 9_000_000]) {
      entitle(here.db, guestId, addProduct(here.db, { validForSec: 3_600, limits: { rate_down_bps: rate } }));
    }
    return here;
  }

  test('is told the router as a whole, so that it does not drop the session between two of them', async () => {
    const here = await withTwo();
    const answer = await here.nas.login(loginFrom(1));
    expect(getInteger(answer, 'Session-Timeout')).toBe(7_200);
    expect(getString(answer, 'Mikrotik-Rate-Limit')).toBe('0/1M');
  });

  test('goes on at the next login where the router cannot be told', async () => {
    const here = await withTwo();
    here.db.sqlite.prepare('update routers set use_coa = 0').run();
    here.engine.routersChanged();
    expect(getInteger(await here.nas.login(loginFrom(1)), 'Session-Timeout')).toBe(3_600);
    here.clock.nowMs += 5_000_000;
    const answer = await here.nas.login(loginFrom(1));
    expect(getInteger(answer, 'Session-Timeout')).toBe(3_600);
    expect(getString(answer, 'Mikrotik-Rate-Limit')).toBe('0/9M');
  });
});

describe('sessions at a time', () => {
  async function withOneOnline(limit: number): Promise<TestEngine> {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { simultaneous_sessions: limit } });
    await here.nas.login(loginFrom(1));
    await here.nas.account(reportOf('start', { username: code }));
    return here;
  }

  test('are limited: one more device is refused, and let in when another has left', async () => {
    const here = await withOneOnline(1);
    await expectRefused(here, loginFrom(2), 'too-many-sessions');
    await here.nas.account(reportOf('stop', { username: code, sessionTimeSec: 5 }));
    expect((await here.nas.login(loginFrom(2))).code).toBe('Access-Accept');
  });

  test('do not count the same device against itself', async () => {
    const here = await withOneOnline(1);
    expect((await here.nas.login(loginFrom(1))).code).toBe('Access-Accept');
    const written = hotspotAttributes({ macAddress: '02-00-00-00-01-01' });
    expect((await here.nas.login(loginFrom(1, { attributes: written }))).code).toBe('Access-Accept');
  });

  test('count only while they are heard of: 2.5 interims', async () => {
    const here = await withOneOnline(1);
    // Nothing runs out here, so the interim is 300 s.
    here.clock.nowMs += 750_000;
    await expectRefused(here, loginFrom(2), 'too-many-sessions');
    here.clock.nowMs += 1_000;
    expect((await here.nas.login(loginFrom(2))).code).toBe('Access-Accept');
  });

  test('are counted over all routers', async () => {
    const here = await withOneOnline(1);
    addRouter(here.venue, '127.0.0.2', SECRET);
    here.engine.routersChanged();
    const answer = await here.nasFrom('127.0.0.2').login(loginFrom(2));
    expect(answer.code).toBe('Access-Reject');
  });

  test('without a limit are not counted', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    for (const device of [1, 2, 3]) {
      expect((await here.nas.login(loginFrom(device))).code).toBe('Access-Accept');
      const facts = { username: code, mac: macOf(device), acctSessionId: `8010000${device}` };
      await here.nas.account(reportOf('start', facts));
    }
  });
});

describe('distinct devices', () => {
  test('are limited over the life of the entitlement, also after the first have left', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { devices: 2 } });
    expect((await here.nas.login(loginFrom(1))).code).toBe('Access-Accept');
    expect((await here.nas.login(loginFrom(2))).code).toBe('Access-Accept');
    await expectRefused(here, loginFrom(3), 'too-many-devices');
    here.clock.nowMs += 30 * DAY_MS;
    await expectRefused(here, loginFrom(3), 'too-many-devices');
    expect((await here.nas.login(loginFrom(1))).code).toBe('Access-Accept');
  });

  test('that were refused do not take a place', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { devices: 1 } });
    await expectRefused(here, loginFrom(1, { password: 'x' }), 'wrong-password');
    expect((await here.nas.login(loginFrom(2))).code).toBe('Access-Accept');
  });

  test('of a former entitlement do not count against the next', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, code);
    const product = addProduct(here.db, { validForSec: 3_600, limits: { devices: 1 } });
    entitle(here.db, guestId, product);
    entitle(here.db, guestId, product);
    await here.nas.login(loginFrom(1));
    await expectRefused(here, loginFrom(2), 'too-many-devices');
    here.clock.nowMs += 2 * HOUR_MS;
    expect((await here.nas.login(loginFrom(2))).code).toBe('Access-Accept');
    await expectRefused(here, loginFrom(1), 'too-many-devices');
  });

  test('asking at the same instant cannot both take the last place', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, { limits: { devices: 1 } });
    const answers = await Promise.all([1, 2, 3, 4].map((device) => here.nas.login(loginFrom(device))));
    expect(answers.filter((answer) => answer.code === 'Access-Accept')).toHaveLength(1);
  });

  test('are remembered with their first and last login, whether limited or not', async () => {
    const here = await startEngine();
    const { guestId } = sellCode(here.venue, code);
    const firstAtMs = here.clock.nowMs;
    await here.nas.login(loginFrom(1));
    here.engine.flush();
    here.clock.nowMs += DAY_MS;
    await here.nas.login(loginFrom(1));
    here.engine.flush();
    const devices = here.db.sqlite.prepare(
      'select guest_id, mac_address, first_seen_at_ms, last_seen_at_ms from devices',
    );
    expect(devices.all()).toEqual([
      { guest_id: guestId, mac_address: macOf(1), first_seen_at_ms: firstAtMs, last_seen_at_ms: firstAtMs + DAY_MS },
    ]);
  });
});

describe('services', () => {
  const framedPpp = [opaque(6, Buffer.from([0, 0, 0, 2])), opaque(7, Buffer.from([0, 0, 0, 1]))];

  test('a router added for HotSpot only does not let PPPoE in, and the other way round', async () => {
    const hotspot = await startEngine({ services: { hotspot: true, pppoe: false } });
    sellCode(hotspot.venue, code);
    await expectRefused(hotspot, loginFrom(1, { attributes: framedPpp }), 'wrong-service');
    const pppoe = await startEngine({ services: { hotspot: false, pppoe: true } });
    sellCode(pppoe.venue, code);
    await expectRefused(pppoe, loginFrom(1), 'wrong-service');
    expect((await pppoe.nas.login(loginFrom(1, { attributes: framedPpp }))).code).toBe('Access-Accept');
  });

  test('a venue with a domain for PPPoE lets only its guests use PPPoE', async () => {
    const here = await startEngine();
    const domainId = insert(here.db, 'domains', { name: 'Long stay', service: 'pppoe' });
    sellCode(here.venue, code);
    sellCode(here.venue, 'cable', {}, { domainId });
    here.engine.venueChanged();
    await expectRefused(here, loginFrom(1, { attributes: framedPpp }), 'wrong-service');
    const cable = { username: 'cable', password: 'cable' };
    expect((await here.nas.login(loginFrom(1, { ...cable, attributes: framedPpp }))).code).toBe('Access-Accept');
    await expectRefused(here, loginFrom(1, cable), 'wrong-service');
  });

  test('a request that tells neither is not refused for it (RFC 2865 §7.1)', async () => {
    const here = await startEngine({ services: { hotspot: true, pppoe: false } });
    sellCode(here.venue, code);
    const bare = [attribute('NAS-IP-Address', '192.168.1.16'), attribute('NAS-Port', 3)];
    expect((await here.nas.login(loginFrom(1, { attributes: bare }))).code).toBe('Access-Accept');
  });
});
