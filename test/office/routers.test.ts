import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '../../db/seal';
import { findRouter } from '../../db/queries/routers';
import { RouterTable } from '../../main/aaa/router-table';
import { addDevice } from '../../main/desk/add-device';
import { chooseOwnAddress, readAddress, readNetwork } from '../../main/office/addresses';
import { quoteRouterOs, routerCommands } from '../../main/office/router-commands';
import {
  addRouter,
  listAsking,
  listRouterCommands,
  listRouters,
  removeRouter,
  updateRouter,
} from '../../main/office/routers';
import { refusalOf } from '../api/refusal';
import { createTestApi, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

const add = (address: string, more: object = {}) =>
  addRouter(venue, venue.owner, { name: 'Gateway', address, services: ['hotspot'], ...more });

describe('adding a router', () => {
  it('makes a strong secret and keeps it sealed', () => {
    const made = add('192.168.88.1');
    if ('kind' in made) throw new Error(made.reason);
    expect(made.secret).toMatch(/^[A-Za-z0-9]{32}$/);
    const row = findRouter(venue.db, made.id)!;
    expect(unseal(venue.dataKey, 'router-secret', row.secretSealed)).toBe(made.secret);
    expect(Buffer.from(row.secretSealed).includes(made.secret)).toBe(false);
    const images = venue.db.sqlite.prepare('select after from change_rows').pluck().all().join();
    expect(images).not.toContain(made.secret);
  });

  it('writes one address in one way, however it was typed', () => {
    expect(readAddress(' 192.168.88.1 ')).toBe('192.168.88.1');
    expect(readAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(readAddress('FE80:0:0::1%eth0')).toBe('fe80::1');
    for (const wrong of ['10.1', '010.0.0.1', '10.0.0.256', 'router', '', '10.0.0.1/24', '::1::']) {
      expect(readAddress(wrong), wrong).toBeUndefined();
    }
  });

  it('refuses what is no address and one that another router has', () => {
    add('192.168.88.1');
    expect(add('192.168.88')).toMatchObject({ reason: 'invalid-input', field: 'address' });
    expect(add('::ffff:192.168.88.1')).toMatchObject({ reason: 'address-taken', params: { name: 'Gateway' } });
  });

  it('shows an address that asks until it is a router', () => {
    venue.db.sqlite
      .prepare('insert into unknown_sources (address, first_at_ms, last_at_ms, packets) values (?, 1, 2, 3)')
      .run('192.168.88.1');
    expect(listAsking(venue)).toEqual([{ address: '192.168.88.1', packets: 3, lastAtMs: 2 }]);
    add('192.168.88.1');
    expect(listAsking(venue)).toEqual([]);
  });
});

describe('the state of a router', () => {
  const state = (): string | undefined => listRouters(venue, true)[0]?.state;
  const learn = (columns: string, ...values: unknown[]): void => {
    venue.db.sqlite.prepare('delete from router_states').run();
    venue.db.sqlite
      .prepare(`insert into router_states (router_id, ${columns}) values (1, ${values.map(() => '?').join()})`)
      .run(...values);
  };

  it('is waiting, ok, silent or wrong-secret', () => {
    add('192.168.88.1');
    expect(state()).toBe('waiting');
    learn('last_authentic_at_ms', venue.now() - 1000);
    expect(state()).toBe('ok');
    learn('last_authentic_at_ms', venue.now() - 16 * 60_000);
    expect(state()).toBe('silent');
    learn('last_authentic_at_ms, wrong_secret_at_ms, wrong_secret_sign', venue.now() - 2000, venue.now() - 1000, 'no');
    expect(state()).toBe('wrong-secret');
    learn('last_authentic_at_ms, wrong_secret_at_ms, wrong_secret_sign', venue.now() - 1000, venue.now() - 2000, 'no');
    expect(state()).toBe('ok');
  });
});

describe('changing and removing a router', () => {
  it('answers a generated secret once, and says nothing of it otherwise', () => {
    add('192.168.88.1', { secret: 'first-secret' });
    const renamed = updateRouter(venue, venue.owner, { id: 1, name: 'Pool' });
    expect(renamed).not.toHaveProperty('secret');
    const changed = updateRouter(venue, venue.owner, { id: 1, secret: 'generate' });
    expect(changed).toHaveProperty('secret', expect.stringMatching(/^[A-Za-z0-9]{32}$/));
    removeRouter(venue, venue.owner, 1);
    expect(listRouters(venue, true)).toEqual([]);
    expect(removeRouter(venue, venue.owner, 1)).toMatchObject({ reason: 'not-found' });
  });
});

describe('the commands to paste', () => {
  const base = {
    ...{ secret: 'S3cret', serverAddress: '192.168.88.10', authPort: 1812, acctPort: 1813 },
    ...{ coaPort: 3799, macLogin: undefined },
  };

  it('name both services and only set what they need', () => {
    const both = routerCommands({ ...base, hotspot: true, pppoe: true }).map((line) => line.command);
    expect(both[0]).toBe('/radius remove [find comment="Gatehouse"]');
    expect(both[1]).toBe(
      '/radius add comment="Gatehouse" service=hotspot,ppp address=192.168.88.10 secret="S3cret" authentication-port=1812 accounting-port=1813 timeout=1100ms',
    );
    expect(both.join('\n')).toContain('login-by=http-chap,http-pap,mac-cookie');
    expect(both.at(-1)).toBe('/ppp aaa set use-radius=yes accounting=yes interim-update=1m');
    const pppoe = routerCommands({ ...base, hotspot: false, pppoe: true }).map((line) => line.command);
    expect(pppoe.join('\n')).not.toContain('hotspot');
  });

  it('quote what RouterOS would read as something else', () => {
    expect(quoteRouterOs('a"b\\c$d?e')).toBe('"a\\"b\\\\c\\$d\\?e"');
  });

  it('propose the own address in the network of the router', () => {
    const own = [
      { address: '10.0.0.5', cidr: '10.0.0.5/8' },
      { address: '192.168.88.10', cidr: '192.168.88.10/24' },
      { address: 'fd00::5', cidr: 'fd00::5/64' },
    ];
    expect(chooseOwnAddress('192.168.88.1', own)).toBe('192.168.88.10');
    expect(chooseOwnAddress('fd00::1', own)).toBe('fd00::5');
    expect(chooseOwnAddress('172.16.0.1', own)).toBe('10.0.0.5');
    expect(chooseOwnAddress('::1', [])).toBe('::1');
  });
});

describe('how a router is spoken with', () => {
  const api = (): TestApi => createTestApi(venue);
  const way = {
    coaPort: 1700,
    useCoa: false,
    messageAuthenticator: 'required',
    direction: 'swapped',
    macPassword: 'shared',
    attributes: [{ name: 'Mikrotik-Address-List', value: 'guests' }],
  } as const;

  it('comes back as it was given, without the secret, and its attributes to managers only', async () => {
    const given = { ...way, attributes: [...way.attributes], macSecret: 'mac secret' };
    const manager = api().as('installer');
    const { id } = await manager.routers.add({ name: 'A', address: '10.0.0.1', services: ['hotspot'], ...given });
    const [shown] = (await manager.routers.list()).rows;
    expect(shown).toMatchObject({ id, ...way });
    expect(JSON.stringify(shown)).not.toContain('mac secret');
    expect((await api().as('desk').routers.list()).rows[0]).not.toHaveProperty('attributes');
    const row = findRouter(venue.db, id)!;
    expect(unseal(venue.dataKey, 'router-secret', row.macPasswordSealed!)).toBe('mac secret');
    expect(venue.db.sqlite.prepare('select after from change_rows').pluck().all().join()).not.toContain('mac secret');
  });

  it('is what a new router does by itself where nothing is given', () => {
    add('10.0.0.1');
    expect(listRouters(venue, true)[0]).toMatchObject({
      ...{ coaPort: 3799, useCoa: true, messageAuthenticator: 'learned', direction: 'learned' },
      ...{ macPassword: 'empty', attributes: [] },
    });
  });

  it('keeps what an update does not name, and forgets the shared MAC password with its use', () => {
    add('10.0.0.1', { ...way, macSecret: 'mac secret' });
    updateRouter(venue, venue.owner, { id: 1, coaPort: 3799 });
    expect(listRouters(venue, true)[0]).toMatchObject({ ...way, coaPort: 3799 });
    updateRouter(venue, venue.owner, { id: 1, macPassword: 'same', attributes: [] });
    expect(listRouters(venue, true)[0]).toMatchObject({ macPassword: 'same', attributes: [] });
    expect(findRouter(venue.db, 1)!.macPasswordSealed).toBeNull();
  });

  it('is undone and redone with its attributes, also after it was removed', async () => {
    venue.allowUndo();
    const manager = api().as('installer');
    add('10.0.0.1', { ...way, macSecret: 'mac secret' });
    const before = listRouters(venue, true);
    const removed = await manager.routers.remove({ id: 1 });
    expect(venue.db.sqlite.prepare('select count(*) from router_attributes').pluck().get()).toBe(0);
    await manager.history.undo({ id: removed.changeId });
    expect(listRouters(venue, true)).toEqual(before);
  });

  it.each([
    [{ macPassword: 'shared' }, 'macSecret'],
    [{ macPassword: 'same', macSecret: 'x' }, 'macSecret'],
    [{ macSecret: 'x' }, 'macSecret'],
    [{ coaPort: 0 }, 'coaPort'],
    [{ attributes: [{ name: 'No-Such', value: 'x' }] }, 'attributes.0.name'],
    [{ attributes: [{ name: 'Session-Timeout', value: 'soon' }] }, 'attributes.0.value'],
    [{ attributes: [{ name: 'Message-Authenticator', value: '0x00' }] }, 'attributes.0.name'],
  ])('refuses %j and adds nothing', async (wrong, field) => {
    const input = { name: 'A', address: '10.0.0.1', services: ['hotspot' as const], ...(wrong as object) };
    expect(await refusalOf(api().as('installer').routers.add(input))).toMatchObject({ reason: 'invalid-input', field });
    expect(listRouters(venue, true)).toEqual([]);
  });
});

describe('a network of routers', () => {
  it('is written in one way, and is not given to two', () => {
    expect(readNetwork('10.5.0.9/24')).toBe('10.5.0.0/24');
    expect(readNetwork('10.5.0.9/32')).toBe('10.5.0.9');
    expect(readNetwork('2001:DB8:0::7/64')).toBe('2001:db8::/64');
    expect(readNetwork('2001:db8::7/128')).toBe('2001:db8::7');
    for (const wrong of [
      '10.5.0.0/33',
      '10.5.0.0/0',
      '10.5.0.0/',
      '10.5/16',
      '::ffff:10.0.0.0/104',
      '::/129',
      '1/2/3',
    ]) {
      expect(readNetwork(wrong), wrong).toBeUndefined();
    }
    expect(add('10.5.0.9/24')).not.toHaveProperty('reason');
    expect(add('10.5.0.200/24')).toMatchObject({ reason: 'address-taken', params: { address: '10.5.0.0/24' } });
    expect(add('10.5.0.0/25')).not.toHaveProperty('reason');
    expect(add('10.5.0.0/33')).toMatchObject({ reason: 'invalid-input', field: 'address' });
  });

  it('holds the addresses that ask from it', () => {
    for (const address of ['10.5.0.7', '10.6.0.7']) {
      venue.db.sqlite
        .prepare('insert into unknown_sources (address, first_at_ms, last_at_ms, packets) values (?, 1, 2, 3)')
        .run(address);
    }
    add('10.5.0.0/24');
    expect(listAsking(venue).map((row) => row.address)).toEqual(['10.6.0.7']);
  });

  it('is asked about by the router with the longest prefix, and by the address before all networks', () => {
    for (const address of ['10.0.0.0/8', '10.5.0.0/24', '10.5.0.7', '2001:db8::/32', '2001:db8:1::/48']) add(address);
    const table = new RouterTable();
    expect(table.load(venue.db, venue.dataKey)).toEqual([]);
    const found = (address: string) => table.find(address)?.id;
    expect(found('10.9.9.9')).toBe(1);
    expect(found('10.5.0.8')).toBe(2);
    expect(found('10.5.0.7')).toBe(3);
    expect(found('2001:db8:2::1')).toBe(4);
    expect(found('2001:db8:1::1')).toBe(5);
    expect(found('192.168.1.1')).toBeUndefined();
    expect(found('2002::1')).toBeUndefined();
    expect(found('nonsense')).toBeUndefined();
  });

  it('is told from a router: where one of it signs, the others need not', () => {
    add('10.5.0.0/24');
    add('10.6.0.1');
    add('10.7.0.0/24', { messageAuthenticator: 'required' });
    const table = new RouterTable();
    table.load(venue.db, venue.dataKey);
    table.heardSigned(1);
    table.heardSigned(2);
    const must = (address: string) => table.find(address)?.requireMessageAuthenticator;
    expect([must('10.5.0.1'), must('10.6.0.1'), must('10.7.0.1')]).toEqual([false, true, true]);
    updateRouter(venue, venue.owner, { id: 3, messageAuthenticator: 'learned' });
    table.load(venue.db, venue.dataKey);
    expect([must('10.6.0.1'), must('10.7.0.1')]).toEqual([true, false]);
  });
});

describe('the commands for what a router is used for', () => {
  const commandsOf = (id: number): string => {
    const found = listRouterCommands(venue, id, undefined);
    if (found.kind === 'refused') throw new Error(found.reason);
    return found.script;
  };

  it('take the port of Disconnect and CoA, or close it', () => {
    add('192.168.88.1', { coaPort: 1700 });
    expect(commandsOf(1)).toContain('/radius incoming set accept=yes port=1700');
    updateRouter(venue, venue.owner, { id: 1, useCoa: false });
    expect(commandsOf(1)).toContain('/radius incoming set accept=no');
  });

  it('switch MAC login on where it is used, with the password the router shall send', () => {
    add('192.168.88.1');
    expect(commandsOf(1)).not.toContain('mac-auth-mode');
    addDevice(venue, venue.owner, { macAddress: '001122334455', name: 'TV' });
    expect(commandsOf(1)).toContain(
      'login-by=mac,http-chap,http-pap,mac-cookie mac-auth-mode=mac-as-username mac-auth-password=""',
    );
    updateRouter(venue, venue.owner, { id: 1, macPassword: 'same' });
    expect(commandsOf(1)).toContain('mac-auth-mode=mac-as-username-and-password');
    updateRouter(venue, venue.owner, { id: 1, macPassword: 'shared', macSecret: 'a "secret"' });
    expect(commandsOf(1)).toContain('mac-auth-mode=mac-as-username mac-auth-password="a \\"secret\\""');
  });

  it('are there for a network of routers too', () => {
    add('10.5.0.0/24', { services: ['pppoe'] });
    expect(commandsOf(1)).toContain('service=ppp');
  });
});

describe('what was learned of a router', () => {
  it('is shown: how its counters are read, and what came of the last request', () => {
    add('192.168.88.1');
    expect(listRouters(venue, false)[0]).toMatchObject({ direction: 'learned', directionInForce: 'normal' });
    expect(listRouters(venue, false)[0]).not.toHaveProperty('lastRequest');
    venue.db.sqlite.exec(
      `insert into router_states (router_id, input_is_download, coa_state, coa_at_ms, coa_error_cause)
      values (1, 1, 'refused', 5, 503)`,
    );
    const lastRequest = { state: 'refused', atMs: 5, errorCause: 503 };
    expect(listRouters(venue, false)[0]).toMatchObject({ directionInForce: 'swapped', lastRequest });
    updateRouter(venue, venue.owner, { id: 1, direction: 'normal' });
    expect(listRouters(venue, false)[0]).toMatchObject({ directionInForce: 'normal' });
  });
});
