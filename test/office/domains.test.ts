import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  api = createTestApi(venue);
  manager = api.as('manager');
});
afterEach(() => venue.close());

const list = async () => (await manager.domains.list()).rows;
const guestsDomain = { id: 1, name: 'Guests', service: 'hotspot', guests: 0 } as const;

describe('domains', () => {
  it('are added, changed and removed, and the RADIUS thread hears of it each time', async () => {
    const { id } = await manager.domains.add({ name: 'Neighbours', service: 'pppoe', keepSessionsDays: 365 });
    expect(await list()).toEqual([
      guestsDomain,
      { id, name: 'Neighbours', service: 'pppoe', keepSessionsDays: 365, guests: 0 },
    ]);
    await manager.domains.update({ id, keepSessionsDays: null, closeSessionsAfterSec: 86_400 });
    expect((await list())[1]).toEqual({
      ...{ id, name: 'Neighbours', service: 'pppoe' },
      ...{ closeSessionsAfterSec: 86_400, guests: 0 },
    });
    const removed = await manager.domains.remove({ id });
    expect(await list()).toEqual([guestsDomain]);
    expect(venue.calls).toEqual(['venueChanged', 'venueChanged', 'venueChanged']);
    await manager.history.undo({ id: removed.changeId });
    expect(await list()).toHaveLength(2);
  });

  it('hold the guests that are added to them, and the first one all others', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.guests.add({ username: 'anna', password: 'x', domainId: id });
    await manager.guests.add({ username: 'bruno', password: 'x' });
    expect((await list()).map((domain) => domain.guests)).toEqual([1, 1]);
    expect((await manager.guests.find({ text: 'anna' })).rows[0]?.domainId).toBe(id);
    expect(await refusalOf(manager.guests.add({ username: 'carla', password: 'x', domainId: 77 }))).toMatchObject({
      reason: 'not-found',
      field: 'domainId',
    });
  });

  it('are not removed with guests in them, nor the last one', async () => {
    expect(await refusalOf(manager.domains.remove({ id: 1 }))).toMatchObject({ reason: 'last-domain' });
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.guests.add({ username: 'anna', password: 'x', domainId: id });
    const refusal = await refusalOf(manager.domains.remove({ id }));
    expect(refusal).toMatchObject({
      reason: 'domain-in-use',
      sentence: 'The domain "Staff" still has guests (1).',
    });
    expect(await list()).toHaveLength(2);
  });

  it('take what was dissociated in them with them', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.devices.dissociate({ scope: 'domain', domainId: id, macAddress: 'AA:BB:CC:DD:EE:01' });
    const removed = await manager.domains.remove({ id });
    expect((await manager.devices.dissociated()).rows).toEqual([]);
    await manager.history.undo({ id: removed.changeId });
    expect((await manager.devices.dissociated()).rows).toHaveLength(1);
  });

  it('have a name of their own, a length of keeping that makes sense, and managers who change them', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    expect(await refusalOf(manager.domains.add({ name: 'Guests', service: 'pppoe' }))).toMatchObject({
      reason: 'name-taken',
      field: 'name',
    });
    expect(await refusalOf(manager.domains.update({ id, name: 'Guests' }))).toMatchObject({ field: 'name' });
    expect(await refusalOf(manager.domains.update({ id, keepSessionsDays: 0 }))).toMatchObject({
      reason: 'invalid-input',
      field: 'keepSessionsDays',
    });
    expect(await refusalOf(manager.domains.update({ id: 9, name: 'x' }))).toMatchObject({ reason: 'not-found' });
    expect(await refusalOf(api.as('desk').domains.remove({ id }))).toMatchObject({ reason: 'not-allowed' });
    expect((await list())[1]).toEqual({ id, name: 'Staff', service: 'hotspot', guests: 0 });
  });
});
