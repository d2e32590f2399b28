import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '../../db/seal';
import { findRouter } from '../../db/queries/routers';
import { chooseOwnAddress, readAddress } from '../../main/office/addresses';
import { quoteRouterOs, routerCommands } from '../../main/office/router-commands';
import { addRouter, listAsking, listRouters, removeRouter, updateRouter } from '../../main/office/routers';
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
  const state = (): string | undefined => listRouters(venue)[0]?.state;
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
    expect(listRouters(venue)).toEqual([]);
    expect(removeRouter(venue, venue.owner, 1)).toMatchObject({ reason: 'not-found' });
  });
});

describe('the commands to paste', () => {
  const base = { secret: 'S3cret', serverAddress: '192.168.88.10', authPort: 1812, acctPort: 1813 };

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
