import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '../../db/seal';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let manager: Client;
let id: number;
beforeEach(async () => {
  venue = openTestVenue();
  venue.allowUndo();
  api = createTestApi(venue);
  manager = api.as('installer');
  ({ id } = await manager.guests.add({ username: 'anna', password: 'x' }));
});
afterEach(() => venue.close());

const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();
const network = async () => (await manager.guests.settings({ id })).network;

const everything = {
  ipAddress: '10.0.0.5',
  netmask: '255.255.255.0',
  routes: ['10.1.0.0/24 10.0.0.1 1', '10.2.0.0/16'],
  ipv6Prefix: '2001:db8:1::/64',
  delegatedIpv6Prefix: '2001:db8:2::/56',
  ipPool: 'pool-1',
  groupName: 'gold',
  addressList: 'vip',
  vlanId: 42,
  wirelessPsk: 'correct horse battery',
  wirelessEncAlgo: 'aes-ccm',
  wirelessEncKey: '00112233445566778899aabbccddeeff',
} as const;

describe("a guest's own place on the network", () => {
  it('comes back as it was given, to managers only', async () => {
    await manager.guests.setNetwork({ id, ...everything, routes: [...everything.routes] });
    expect(await network()).toEqual(everything);
    expect(await refusalOf(api.as('desk').guests.settings({ id }))).toMatchObject({ reason: 'not-allowed' });
    expect(await refusalOf(api.as('desk').guests.setNetwork({ id, vlanId: 1 }))).toMatchObject({
      reason: 'not-allowed',
    });
    expect(JSON.stringify(await api.as('desk').guests.get({ id }))).not.toContain('correct horse');
  });

  it('keeps wireless keys sealed, in the row and in history', async () => {
    await manager.guests.setNetwork({ id, wirelessPsk: everything.wirelessPsk });
    const [row] = rows('guest_networks') as { wireless_psk_sealed: Uint8Array }[];
    expect(unseal(venue.dataKey, 'wireless-key', row!.wireless_psk_sealed)).toBe(everything.wirelessPsk);
    const images = venue.db.sqlite.prepare('select after from change_rows').pluck().all().join();
    expect(images).not.toContain('correct horse');
    expect(images).not.toContain(Buffer.from('correct horse').toString('base64').slice(0, 12));
  });

  it('is changed field by field, and taken away by null', async () => {
    await manager.guests.setNetwork({ id, ...everything, routes: [...everything.routes] });
    await manager.guests.setNetwork({ id, vlanId: null, ipPool: 'other', wirelessPsk: null, routes: [] });
    const { vlanId: _vlan, wirelessPsk: _psk, routes: _routes, ...rest } = everything;
    expect(await network()).toEqual({ ...rest, ipPool: 'other' });
  });

  it('leaves no change when nothing is changed, and is undone and redone', async () => {
    const { changeId } = await manager.guests.setNetwork({ id, wirelessPsk: 'correct horse', vlanId: 7 });
    const entries = rows('changes').length;
    await manager.guests.setNetwork({ id, wirelessPsk: 'correct horse', vlanId: 7 });
    await manager.guests.setNetwork({ id });
    expect(rows('changes')).toHaveLength(entries);
    await manager.history.undo({ id: changeId });
    expect(await network()).toEqual({});
    await manager.history.redo({ id: changeId });
    expect(await network()).toEqual({ wirelessPsk: 'correct horse', vlanId: 7 });
  });

  it('writes a prefix in one way', async () => {
    await manager.guests.setNetwork({ id, ipv6Prefix: '2001:0DB8:0:0::7/64' });
    expect(await network()).toEqual({ ipv6Prefix: '2001:db8::/64' });
  });

  it.each([
    [{ ipAddress: '10.0.0.256' }, 'ipAddress'],
    [{ ipAddress: '2001:db8::1' }, 'ipAddress'],
    [{ ipAddress: '10.0.0.5', netmask: '255.0.255.0' }, 'netmask'],
    [{ netmask: '255.255.255.0' }, 'netmask'],
    [{ routes: ['10.1.0.0/33'] }, 'routes.0'],
    [{ routes: ['10.1.0.0/24 10.0.0.999'] }, 'routes.0'],
    [{ routes: ['10.1.0.0/24; /system reset'] }, 'routes.0'],
    [{ ipv6Prefix: '10.0.0.0/8' }, 'ipv6Prefix'],
    [{ vlanId: 0 }, 'vlanId'],
    [{ wirelessPsk: 'short12' }, 'wirelessPsk'],
    [{ wirelessPsk: 'x'.repeat(64) }, 'wirelessPsk'],
    [{ wirelessPsk: 'pässword1' }, 'wirelessPsk'],
    [{ wirelessEncAlgo: 'tkip' }, 'wirelessEncKey'],
    [{ wirelessEncKey: '0011223344' }, 'wirelessEncKey'],
    [{ wirelessEncAlgo: '104bit-wep', wirelessEncKey: '0011223344' }, 'wirelessEncKey'],
    [{ wirelessEncAlgo: '40bit-wep', wirelessEncKey: '00112233zz' }, 'wirelessEncKey'],
  ] as const)('refuses %j and changes nothing', async (wrong, field) => {
    const refusal = await refusalOf(manager.guests.setNetwork({ id, ...(wrong as object) }));
    expect(refusal).toMatchObject({ reason: 'invalid-input', field });
    expect(JSON.stringify(refusal)).not.toContain('pässword');
    expect(rows('guest_networks')).toEqual([]);
  });

  it('refuses to take away the address of a netmask, or the algorithm of a key', async () => {
    await manager.guests.setNetwork({ id, ...everything, routes: [] });
    expect(await refusalOf(manager.guests.setNetwork({ id, ipAddress: null }))).toMatchObject({ field: 'netmask' });
    expect(await refusalOf(manager.guests.setNetwork({ id, wirelessEncAlgo: null }))).toMatchObject({
      field: 'wirelessEncKey',
    });
    await manager.guests.setNetwork({
      id,
      ipAddress: null,
      netmask: null,
      wirelessEncAlgo: null,
      wirelessEncKey: null,
    });
    expect(await network()).not.toHaveProperty('netmask');
  });
});
