import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unseal } from '../../db/seal';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

const phone = 'AA:BB:CC:DD:EE:01';
const tv = '00:11:22:33:44:55';

let venue: TestVenue;
let api: TestApi;
let desk: Client;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  api = createTestApi(venue);
  desk = api.as('desk');
  manager = api.as('manager');
});
afterEach(() => venue.close());

const addAnna = async (): Promise<number> => (await desk.guests.add({ username: 'anna', password: 'x' })).id;
const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();
const uses = (guestId: number, macAddress: string, seenAtMs: number): void => {
  venue.db.sqlite
    .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, ?)')
    .run(guestId, macAddress, seenAtMs);
};
let sessionsMade = 0;
const isOnline = (guestId: number, macAddress: string): void => {
  sessionsMade += 1;
  venue.db.sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms,
         last_heard_at_ms, interim_sec) values (1, ?, ?, 'anybody', ?, 1, 1, 60)`,
    )
    .run(`8120000${sessionsMade}`, guestId, macAddress);
};
const used = (): unknown[] => venue.db.sqlite.prepare('select mac_address from devices order by id').pluck().all();

describe('a device that is let in by its address', () => {
  it.each([
    '00:11:22:33:44:55',
    '00-11-22-33-44-55',
    '0011.2233.4455',
    '001122-334455',
    '001122334455',
    '1:00:11:22:33:44:55',
  ])('may be written as %s', async (macAddress) => {
    const made = await desk.guests.addDevice({ macAddress, name: 'TV lobby' });
    expect(made.macAddress).toBe(tv);
    expect((await desk.devices.bypassed()).rows).toEqual([
      { guestId: made.id, name: 'TV lobby', macAddress: tv, domainName: 'Guests', locked: false, online: false },
    ]);
  });

  it('is a guest that is found by name and by any part of its address', async () => {
    const { id } = await desk.guests.addDevice({ macAddress: tv, name: 'TV lobby' });
    for (const text of ['lobby', '00:11:22', '001122', '00-11-22-33-44-55']) {
      const found = (await desk.guests.find({ text })).rows;
      expect(found, text).toMatchObject([{ id, kind: 'device', username: tv, displayName: 'TV lobby' }]);
    }
    expect((await desk.guests.find({ text: '00:11:23' })).rows).toEqual([]);
  });

  it('has a password that nobody knows, and its product if one was named', async () => {
    const product = await manager.products.add({ name: 'Devices', priceMinor: 0, starts: 'now' });
    const { id } = await desk.guests.addDevice({ macAddress: tv, name: 'TV', productId: product.id });
    const [one, other] = [id, (await desk.guests.addDevice({ macAddress: phone, name: 'Printer' })).id].map(
      (guestId) => {
        const sealed = venue.db.sqlite.prepare('select password_sealed from guests where id = ?').pluck().get(guestId);
        return unseal(venue.dataKey, 'guest-password', sealed as Uint8Array);
      },
    );
    expect(one).not.toBe(other);
    expect((await desk.devices.bypassed()).rows.map((row) => row.productName)).toEqual([undefined, 'Devices']);
  });

  it('is refused twice, and without an address that is one, and then nothing is written', async () => {
    await desk.guests.addDevice({ macAddress: tv, name: 'TV' });
    const before = rows('guests');
    expect(await refusalOf(desk.guests.addDevice({ macAddress: '001122334455', name: 'Again' }))).toMatchObject({
      reason: 'name-taken',
      field: 'macAddress',
    });
    expect(await refusalOf(desk.guests.addDevice({ macAddress: '00:11:22:33:44:5G', name: 'x' }))).toMatchObject({
      reason: 'invalid-input',
      field: 'macAddress',
    });
    expect(await refusalOf(desk.guests.addDevice({ macAddress: phone, name: 'x', domainId: 9 }))).toMatchObject({
      reason: 'not-found',
      field: 'domainId',
    });
    expect(rows('guests')).toEqual(before);
  });

  it('goes, with all that was written about it, when it is dissociated from itself; undo brings it back whole', async () => {
    const product = await manager.products.add({ name: 'Devices', priceMinor: 0, starts: 'now' });
    const { id } = await desk.guests.addDevice({ macAddress: tv, name: 'TV lobby', productId: product.id });
    await api.as('installer').guests.setNetwork({ id, vlanId: 30 });
    uses(id, tv, 5);
    const before = ['guests', 'entitlements', 'guest_networks', 'devices'].map(rows);
    const done = await desk.devices.dissociate({ scope: 'guest', guestId: id, macAddress: tv });
    expect(done).toMatchObject({ outcome: 'guest-removed' });
    expect(done.sentence).toContain('TV lobby');
    expect((await desk.devices.bypassed()).rows).toEqual([]);
    expect(rows('guest_networks')).toEqual([]);
    await manager.history.undo({ id: done.changeId });
    expect(['guests', 'entitlements', 'guest_networks', 'devices'].map(rows)).toEqual(before);
  });
});

describe('dissociating a device', () => {
  it('from a guest keeps it from that guest, and takes it off the devices used', async () => {
    const anna = await addAnna();
    uses(anna, phone, 5);
    const done = await desk.devices.dissociate({ scope: 'guest', guestId: anna, macAddress: 'aabbccddee01' });
    expect(done).toMatchObject({
      outcome: 'dissociated',
      sentence: `The device ${phone} cannot be used by anna any more.`,
    });
    expect((await desk.guests.get({ id: anna })).devices).toEqual([]);
    expect((await desk.devices.dissociated({ guestId: anna })).rows).toEqual([
      { macAddress: phone, scope: 'guest', guestId: anna, sinceMs: venue.now() },
    ]);
    await manager.history.undo({ id: done.changeId });
    expect((await desk.devices.dissociated({ guestId: anna })).rows).toEqual([]);
    expect(used()).toEqual([phone]);
  });

  it('from a domain shows with every guest of it who has used the device, and with nobody else', async () => {
    const anna = await addAnna();
    const { id: bruno } = await desk.guests.add({ username: 'bruno', password: 'x' });
    uses(anna, phone, 5);
    await desk.devices.dissociate({ scope: 'domain', domainId: 1, macAddress: phone });
    expect((await desk.devices.dissociated({ guestId: anna })).rows).toMatchObject([
      { scope: 'domain', domainId: 1, domainName: 'Guests' },
    ]);
    expect((await desk.devices.dissociated({ guestId: bruno })).rows).toEqual([]);
    expect((await desk.devices.dissociated()).rows).toHaveLength(1);
  });

  it('from the venue, and back, is for managers', async () => {
    const everywhere = { scope: 'venue', macAddress: phone } as const;
    expect(await refusalOf(desk.devices.dissociate(everywhere))).toMatchObject({ reason: 'not-allowed' });
    expect(rows('device_blocks')).toEqual([]);
    await manager.devices.dissociate(everywhere);
    expect(await refusalOf(desk.devices.reassociate(everywhere))).toMatchObject({ reason: 'not-allowed' });
    expect(rows('device_blocks')).toHaveLength(1);
    await manager.devices.reassociate(everywhere);
    expect(rows('device_blocks')).toEqual([]);
  });

  it('has the sessions ended that are open with it there, and no others', async () => {
    const anna = await addAnna();
    const { id: bruno } = await desk.guests.add({ username: 'bruno', password: 'x' });
    const { id: staff } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    const { id: carla } = await desk.guests.add({ username: 'carla', password: 'x', domainId: staff });
    isOnline(anna, phone);
    isOnline(bruno, 'AA:BB:CC:DD:EE:02');
    isOnline(carla, phone);
    const { calls } = venue;
    calls.length = 0;
    await desk.devices.dissociate({ scope: 'guest', guestId: bruno, macAddress: phone });
    expect(calls).toEqual([`guestsChanged ${bruno}`]);
    calls.length = 0;
    await desk.devices.dissociate({ scope: 'domain', domainId: 1, macAddress: phone });
    expect(calls).toEqual([`guestsChanged ${anna}`]);
    calls.length = 0;
    await manager.devices.dissociate({ scope: 'venue', macAddress: phone });
    expect(calls).toEqual([`guestsChanged ${anna},${carla}`]);
  });

  it('says nothing to anybody of sessions that have ended', async () => {
    isOnline(await addAnna(), phone);
    venue.db.sqlite.prepare('update sessions set ended_at_ms = 2').run();
    await manager.devices.dissociate({ scope: 'venue', macAddress: phone });
    expect(venue.calls).toEqual(['guestsChanged ']);
  });

  it('is refused twice, for nobody, and taken back only where it holds', async () => {
    const anna = await addAnna();
    const forAnna = { scope: 'guest', guestId: anna, macAddress: phone } as const;
    expect(await refusalOf(desk.devices.reassociate(forAnna))).toMatchObject({ reason: 'not-dissociated' });
    await desk.devices.dissociate(forAnna);
    expect(await refusalOf(desk.devices.dissociate(forAnna))).toMatchObject({ reason: 'already-dissociated' });
    const inDomain = { scope: 'domain', domainId: 1, macAddress: phone } as const;
    expect(await refusalOf(desk.devices.reassociate(inDomain))).toMatchObject({ reason: 'not-dissociated' });
    expect(await refusalOf(desk.devices.dissociate({ ...forAnna, guestId: 99 }))).toMatchObject({ field: 'guestId' });
    expect(await refusalOf(desk.devices.dissociate({ ...inDomain, domainId: 9 }))).toMatchObject({ field: 'domainId' });
    expect(await refusalOf(desk.devices.dissociate({ ...forAnna, macAddress: 'a phone of Anna' }))).toMatchObject({
      field: 'macAddress',
    });
    expect(rows('device_blocks')).toHaveLength(1);
    await desk.devices.reassociate(forAnna);
    expect(rows('device_blocks')).toEqual([]);
  });
});

describe('a new phone', () => {
  it('gets the place of the device unused for longest', async () => {
    const anna = await addAnna();
    uses(anna, phone, 50);
    uses(anna, tv, 20);
    const done = await desk.devices.swap({ guestId: anna });
    expect(done.forgottenMacAddress).toBe(tv);
    expect(used()).toEqual([phone]);
    await manager.history.undo({ id: done.changeId });
    expect(used()).toEqual([phone, tv]);
  });

  it('gets the place of the one that is named', async () => {
    const anna = await addAnna();
    uses(anna, phone, 50);
    uses(anna, tv, 20);
    expect(await desk.devices.swap({ guestId: anna, macAddress: 'aa-bb-cc-dd-ee-01' })).toMatchObject({
      forgottenMacAddress: phone,
    });
    expect(await refusalOf(desk.devices.swap({ guestId: anna, macAddress: phone }))).toMatchObject({
      reason: 'no-such-device',
    });
    expect(used()).toEqual([tv]);
  });

  it('ends what the old device has open, and nothing of the others', async () => {
    const anna = await addAnna();
    uses(anna, phone, 50);
    uses(anna, tv, 20);
    isOnline(anna, phone);
    isOnline(anna, tv);
    const ofTv = venue.db.sqlite.prepare('select id from sessions where mac_address = ?').pluck().get(tv);
    const ended: (readonly number[])[] = [];
    vi.spyOn(venue, 'endSessions').mockImplementation((ids) => {
      ended.push(ids);
      return Promise.resolve([]);
    });
    await desk.devices.swap({ guestId: anna });
    expect(ended).toEqual([[ofTv]]);
    ended.length = 0;
    await refusalOf(desk.devices.swap({ guestId: anna, macAddress: tv }));
    expect(ended).toEqual([]);
  });

  it('of a guest without devices needs no room made', async () => {
    expect(await refusalOf(desk.devices.swap({ guestId: await addAnna() }))).toMatchObject({
      reason: 'no-such-device',
    });
    expect(await refusalOf(desk.devices.swap({ guestId: 99 }))).toMatchObject({ reason: 'not-found' });
  });

  it('is not undone over a device that has logged in again meanwhile', async () => {
    const anna = await addAnna();
    uses(anna, tv, 20);
    const done = await desk.devices.swap({ guestId: anna });
    uses(anna, tv, 60);
    expect(await refusalOf(manager.history.undo({ id: done.changeId }))).toMatchObject({ reason: 'changed-since' });
    expect(used()).toEqual([tv]);
  });
});
