/** Printers and TVs, which are let in by their address, and the devices of guests. */
import { describe, expect, test } from 'vitest';
import { seal } from '../../db/seal';
import { attribute, getInteger, getString, hasAttribute } from '../../main/radius/attributes';
import type { Packet } from '../../main/radius/packet';
import {
  addGuest,
  addProduct,
  entitle,
  hotspotFrom,
  insert,
  logIn,
  macOf,
  MINUTE_MS,
  reportOf,
  sellCode,
  sessionsIn,
  startEngine,
  type ProductSettings,
  type TestEngine,
} from './support';

const code = 'waltz-42';

/** Lets device number 1 in. */
async function withPrinter(): Promise<TestEngine & { guestId: number }> {
  const here = await startEngine();
  const guestId = addGuest(here.venue, macOf(1), { password: 'nobody-types-this' });
  here.db.sqlite.prepare("update guests set kind = 'device'").run();
  return { ...here, guestId };
}

function asks(here: TestEngine, username: string, password: string, number = 1): Promise<Packet> {
  return here.nas.login({ username, password, attributes: hotspotFrom(number) });
}

function setMacPassword(here: TestEngine, kind: 'empty' | 'same' | 'shared', password?: string): void {
  const sealed = password === undefined ? null : seal(here.venue.dataKey, 'router-secret', password);
  here.db.sqlite.prepare('update routers set mac_password = ?, mac_password_sealed = ?').run(kind, sealed);
  here.engine.routersChanged();
}

function lastReason(here: TestEngine): string | undefined {
  return logIn(here).at(-1)?.reason;
}

describe('a device that is let in by its address', () => {
  test.each([
    '02:00:00:00:01:01',
    '02-00-00-00-01-01',
    '020000000101',
    '020000-000101',
    '0200:0000:0101',
    '020000:000101',
    '02 00 00 00 01 01',
    '02:00:00:00:01:01'.toLowerCase(),
  ])('has no limits, however the router writes it: %s', async (username) => {
    const here = await withPrinter();
    const answer = await asks(here, username, '');
    expect(answer.code).toBe('Access-Accept');
    for (const name of ['Session-Timeout', 'Port-Limit', 'Mikrotik-Rate-Limit', 'Mikrotik-Total-Limit'] as const) {
      expect(hasAttribute(answer, name)).toBe(false);
    }
  });

  test('is let in without any User-Password at all, and with CHAP of an empty one', async () => {
    const here = await withPrinter();
    const attributes = hotspotFrom(1);
    const bare = await here.nas.login({ username: macOf(1), password: '', method: 'chap', attributes });
    expect(bare.code).toBe('Access-Accept');
    const wrong = await here.nas.login({ username: macOf(1), password: 'x', method: 'chap', attributes });
    expect(wrong.code).toBe('Access-Reject');
  });

  test('is not let in when another device types its address', async () => {
    const here = await withPrinter();
    for (const password of ['', macOf(1), 'nobody-types-this']) {
      expect((await asks(here, macOf(1), password, 2)).code).toBe('Access-Reject');
    }
    expect((await here.nas.login({ username: macOf(1), password: 'x', attributes: [] })).code).toBe('Access-Reject');
    expect(logIn(here).map(({ reason }) => reason)).toEqual([
      'no-credentials',
      'not-this-device',
      'not-this-device',
      'not-this-device',
    ]);
  });

  test('is let in only with the password that its router is set to send', async () => {
    const here = await withPrinter();
    expect((await asks(here, macOf(1), macOf(1))).code).toBe('Access-Reject');
    setMacPassword(here, 'same');
    expect((await asks(here, macOf(1), macOf(1))).code).toBe('Access-Accept');
    expect((await asks(here, '020000000101', '020000000101')).code).toBe('Access-Accept');
    expect((await asks(here, macOf(1), '')).code).toBe('Access-Reject');
    setMacPassword(here, 'shared', 'for-all-devices');
    expect((await asks(here, macOf(1), 'for-all-devices')).code).toBe('Access-Accept');
    expect((await asks(here, macOf(1), macOf(1))).code).toBe('Access-Reject');
    const attributes = hotspotFrom(1);
    const chap = { username: macOf(1), password: 'for-all-devices', method: 'chap', attributes } as const;
    expect((await here.nas.login(chap)).code).toBe('Access-Accept');
    expect((await here.nas.login({ ...chap, password: 'for-others' })).code).toBe('Access-Reject');
  });

  test('has the limits of its product if it has one, and stays out when that has ended', async () => {
    const here = await withPrinter();
    const productId = addProduct(here.db, { validForSec: 3_600, limits: { rate_down_bps: 1_000_000 } });
    entitle(here.db, here.guestId, productId);
    const answer = await asks(here, macOf(1), '');
    expect(getInteger(answer, 'Session-Timeout')).toBe(3_600);
    expect(getString(answer, 'Mikrotik-Rate-Limit')).toBe('0/1M');
    here.clock.nowMs += 3_600_000;
    expect((await asks(here, macOf(1), '')).code).toBe('Access-Reject');
    expect(lastReason(here)).toBe('ended');
  });

  test('is accounted for without charging anybody', async () => {
    const here = await withPrinter();
    await asks(here, macOf(1), '');
    await here.nas.account(reportOf('start', { username: macOf(1) }));
    expect(sessionsIn(here.db)).toMatchObject([{ guest_id: here.guestId, entitlement_id: null, interim_sec: 300 }]);
  });

  test('is known in accounting however the router writes its name, also without our Class', async () => {
    const here = await withPrinter();
    await here.nas.account(reportOf('start', { username: '02-00-00-00-01-01' }));
    expect(sessionsIn(here.db)).toMatchObject([{ guest_id: here.guestId, entitlement_id: null }]);
    await here.nas.account(
      reportOf('start', { username: '02-00-00-00-01-01', mac: macOf(2), acctSessionId: '80100009' }),
    );
    expect(sessionsIn(here.db)[1]).toMatchObject({ guest_id: null });
  });

  test('stays out when it is locked', async () => {
    const here = await withPrinter();
    here.db.sqlite.prepare('update guests set locked_at_ms = 1').run();
    expect((await asks(here, macOf(1), '')).code).toBe('Access-Reject');
  });

  test('nobody else comes in without a password: neither a stranger nor a guest who is named by an address', async () => {
    const here = await withPrinter();
    addGuest(here.venue, macOf(3), { password: macOf(3) });
    expect((await asks(here, macOf(2), '', 2)).code).toBe('Access-Reject');
    expect((await asks(here, macOf(3), '', 3)).code).toBe('Access-Reject');
    expect(logIn(here).map(({ reason }) => reason)).toEqual(['unknown-device', 'no-credentials']);
  });
});

interface Online extends TestEngine {
  login(number: number): Promise<string>;
  begin(number: number): Promise<void>;
}

async function withProduct(
  product: ProductSettings,
  columns: Readonly<Record<string, string | number>>,
): Promise<Online> {
  const here = await startEngine();
  const { productId } = sellCode(here.venue, code, product);
  for (const [column, value] of Object.entries(columns)) {
    here.db.sqlite.prepare(`update products set ${column} = ? where id = ?`).run(value, productId);
  }
  return {
    ...here,
    async login(number) {
      here.clock.nowMs += 1_000;
      const answer = await here.nas.login({ username: code, password: code, attributes: hotspotFrom(number) });
      here.engine.flush();
      return answer.code;
    },
    async begin(number) {
      const acctSessionId = `8010000${number}`;
      await here.nas.account(reportOf('start', { username: code, mac: macOf(number), acctSessionId }));
    },
  };
}

interface EndRow {
  readonly mac: string;
  readonly reason: string | null;
}

function endsIn({ db }: TestEngine): readonly EndRow[] {
  const sql = 'select mac_address as mac, end_reason as reason from sessions where end_reason is not null order by id';
  return db.sqlite.prepare<[], EndRow>(sql).all();
}

function devicesIn({ db }: TestEngine): readonly string[] {
  const sql = 'select mac_address as mac from devices order by last_seen_at_ms';
  return db.sqlite
    .prepare<[], { mac: string }>(sql)
    .all()
    .map(({ mac }) => mac);
}

describe('beyond the distinct devices', () => {
  test('the device unused for longest is forgotten where the product says so, and its session ends', async () => {
    const here = await withProduct({ limits: { devices: 2 } }, { at_device_limit: 'forget-oldest' });
    for (const number of [1, 2]) {
      expect(await here.login(number)).toBe('Access-Accept');
      await here.begin(number);
    }
    expect(await here.login(1)).toBe('Access-Accept');
    expect(endsIn(here)).toEqual([]);
    expect(await here.login(3)).toBe('Access-Accept');
    expect(devicesIn(here)).toEqual([macOf(1), macOf(3)]);
    expect(endsIn(here)).toEqual([{ mac: macOf(2), reason: 'device-replaced' }]);
  });

  test('the newcomer is refused where it does not', async () => {
    const here = await withProduct({ limits: { devices: 1 } }, {});
    expect(await here.login(1)).toBe('Access-Accept');
    expect(await here.login(2)).toBe('Access-Reject');
    expect(devicesIn(here)).toEqual([macOf(1)]);
    expect(lastReason(here)).toBe('too-many-devices');
  });

  test('distinct devices count although nobody is online, sessions only while they last', async () => {
    const here = await withProduct({ limits: { devices: 2, simultaneous_sessions: 1 } }, {});
    expect(await here.login(1)).toBe('Access-Accept');
    await here.begin(1);
    expect(await here.login(2)).toBe('Access-Reject');
    expect(lastReason(here)).toBe('too-many-sessions');
    here.clock.nowMs += 20 * MINUTE_MS;
    expect(await here.login(2)).toBe('Access-Accept');
    expect(await here.login(3)).toBe('Access-Reject');
    expect(lastReason(here)).toBe('too-many-devices');
  });
});

describe('a product for the first device only', () => {
  test('refuses every other one until the desk frees it', async () => {
    const here = await withProduct({}, { bind_first_device: 1 });
    expect(await here.login(1)).toBe('Access-Accept');
    expect(await here.login(2)).toBe('Access-Reject');
    expect(lastReason(here)).toBe('bound-to-device');
    expect(await here.login(1)).toBe('Access-Accept');
    here.db.sqlite.prepare('delete from devices').run();
    expect(await here.login(2)).toBe('Access-Accept');
    expect(await here.login(1)).toBe('Access-Reject');
  });

  test('refuses a login that does not say which device it is', async () => {
    const here = await withProduct({}, { bind_first_device: 1 });
    expect(await here.login(1)).toBe('Access-Accept');
    expect((await here.nas.login({ username: code, password: code, attributes: [] })).code).toBe('Access-Reject');
  });
});

describe('beyond the sessions at a time', () => {
  test('the oldest ends where the product says so, once', async () => {
    const here = await withProduct({ limits: { simultaneous_sessions: 2 } }, { at_session_limit: 'end-oldest' });
    for (const number of [1, 2]) {
      expect(await here.login(number)).toBe('Access-Accept');
      await here.begin(number);
    }
    expect(await here.login(3)).toBe('Access-Accept');
    expect(endsIn(here)).toEqual([{ mac: macOf(1), reason: 'newer-session' }]);
    await here.begin(3);
    expect(await here.login(4)).toBe('Access-Accept');
    expect(endsIn(here).map(({ mac }) => mac)).toEqual([macOf(1), macOf(2)]);
  });

  test('the newcomer is refused where the router cannot be told to end the oldest', async () => {
    const here = await withProduct({ limits: { simultaneous_sessions: 1 } }, { at_session_limit: 'end-oldest' });
    here.db.sqlite.prepare('update routers set use_coa = 0').run();
    here.engine.routersChanged();
    expect(await here.login(1)).toBe('Access-Accept');
    await here.begin(1);
    expect(await here.login(2)).toBe('Access-Reject');
    expect(endsIn(here)).toEqual([]);
  });
});

describe('a blocked device', () => {
  test.each(['guest', 'domain', 'venue'])('is refused for the %s, and another one is not', async (scope) => {
    const here = await withProduct({ limits: { devices: 1 } }, {});
    const guestId = here.db.sqlite.prepare<[], { id: number }>('select id from guests').get()!.id;
    expect(await here.login(1)).toBe('Access-Accept');
    insert(here.db, 'device_blocks', {
      ...{ mac_address: macOf(1), scope, created_at_ms: 0 },
      guest_id: scope === 'guest' ? guestId : null,
      domain_id: scope === 'domain' ? 1 : null,
    });
    expect(await here.login(1)).toBe('Access-Reject');
    expect(lastReason(here)).toBe('device-blocked');
    // It does not count any more, so there is room for another one.
    expect(await here.login(2)).toBe('Access-Accept');
  });

  test('of another guest is not refused', async () => {
    const here = await withProduct({}, {});
    const other = addGuest(here.venue, 'tango-43');
    insert(here.db, 'device_blocks', { mac_address: macOf(1), scope: 'guest', guest_id: other, created_at_ms: 0 });
    expect(await here.login(1)).toBe('Access-Accept');
  });
});

describe('a static address', () => {
  test('lets one session in at a time, since two cannot have it', async () => {
    const here = await withProduct({ limits: { simultaneous_sessions: 5 } }, {});
    insert(here.db, 'guest_networks', { guest_id: 1, ip_address: '10.9.0.7' });
    expect(await here.login(1)).toBe('Access-Accept');
    await here.begin(1);
    expect(await here.login(2)).toBe('Access-Reject');
    const again = await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
    expect(getInteger(again, 'Port-Limit')).toBe(1);
  });
});

describe('checks of a guest', () => {
  const check = (name: string, operator: string, value: string) => ({ kind: 'check', name, operator, value });

  test.each([
    ['Access-Accept', [check('Called-Station-Id', '=~', 'hs-.*'), check('NAS-Port-Type', '==', '19')]],
    ['Access-Reject', [check('Called-Station-Id', '=~', 'hs-.*'), check('NAS-Port-Type', '==', '15')]],
    ['Access-Reject', [check('Called-Station-Id', '==', 'hs')]],
    ['Access-Reject', [check('Framed-Protocol', '!=', '2')]],
  ])('all have to pass: %s', async (expected, checks) => {
    const here = await withProduct({}, {});
    for (const one of checks) insert(here.db, 'guest_attributes', { guest_id: 1, ...one });
    expect(await here.login(1)).toBe(expected);
    if (expected === 'Access-Reject') {
      expect(logIn(here).at(-1)).toMatchObject({ reason: 'check-failed' });
      expect(logIn(here).at(-1)?.detail).toContain(checks.at(-1)!.name);
    }
  });
});

describe('a login to the router itself', () => {
  test('is refused to every guest without a group of its users', async () => {
    const here = await startEngine();
    const productId = addProduct(here.db, { limits: {} });
    const login = (username: string, password: string) =>
      here.nas.login({ username, password, attributes: [attribute('Calling-Station-Id', '192.0.2.9')] });
    for (const [name, password] of [
      ['waltz-42', undefined],
      ['anna', 'long-enough'],
    ] as const) {
      const guestId = addGuest(here.venue, name, password === undefined ? {} : { password });
      entitle(here.db, guestId, productId);
      expect((await login(name, password ?? name)).code).toBe('Access-Reject');
      expect(lastReason(here)).toBe('no-router-group');
      insert(here.db, 'guest_networks', { guest_id: guestId, group_name: 'read' });
      const answer = await login(name, password ?? name);
      expect(getString(answer, 'Mikrotik-Group')).toBe('read');
    }
  });

  test('is refused to a device that needs no password elsewhere', async () => {
    const here = await withPrinter();
    setMacPassword(here, 'shared', 'for-all-devices');
    const mac = attribute('Calling-Station-Id', macOf(1));
    const login = { username: macOf(1), password: 'for-all-devices', method: 'ms-chap-v2', attributes: [mac] } as const;
    expect((await here.nas.login(login)).code).toBe('Access-Reject');
    expect(lastReason(here)).toBe('no-router-group');
    expect((await here.nas.login({ ...login, attributes: hotspotFrom(1) })).code).toBe('Access-Accept');
  });
});
