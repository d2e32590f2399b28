/** History through the contract: found by author, day and subject, told row by row, and never a secret in it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeLabels } from '../../db/labels';
import { writeChange } from '../../db/write';
import { actionsOf } from '../../main/office/history-details';
import { historySubjects } from '../../preload/contract/history';
import { DAY_MS } from '../aaa/support';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from './refusal';

let venue: TestVenue;
let api: TestApi;
let owner: Client;
let dora: Client;
beforeEach(async () => {
  venue = openTestVenue();
  api = createTestApi(venue);
  owner = api.as('owner');
  dora = api.client;
  await owner.operators.add({ name: 'Dora', password: 'correct horse', role: 'desk' });
  await dora.operators.signIn({ name: 'Dora', password: 'correct horse' });
});
afterEach(() => venue.close());

const labelsOf = (page: { readonly rows: readonly { readonly label: string }[] }) =>
  page.rows.map(({ label }) => label);

describe('the list', () => {
  it('is filtered by author, by day and by what the changes are about', async () => {
    await dora.guests.add({ username: 'anna', password: 'secret-of-anna' });
    venue.setNow(venue.now() + DAY_MS);
    const morningMs = venue.now();
    await dora.guests.add({ username: 'bea', password: 'x' });
    await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'now' });
    const list = async (filter: object) => labelsOf(await owner.history.list(filter));
    expect(await list({ operatorName: 'Dora' })).toEqual(['Added the guest bea', 'Added the guest anna']);
    expect(await list({ operatorName: 'Dora', fromMs: morningMs })).toEqual(['Added the guest bea']);
    expect(await list({ tillMs: morningMs })).toEqual(['Added the guest anna', 'Added the operator Dora']);
    expect(await list({ subject: 'products' })).toEqual(['Added the product 1 day']);
    expect(await list({ subject: 'guests', operatorName: 'Olivia' })).toEqual([]);
    expect(await owner.history.authors()).toEqual({ names: ['Olivia', 'Dora'] });
  });

  it('goes on where a page ended, and says when that was all', async () => {
    for (const username of ['anna', 'bea', 'carla']) await dora.guests.add({ username, password: 'x' });
    const first = await owner.history.list({ operatorName: 'Dora', limit: 2 });
    expect(labelsOf(first)).toEqual(['Added the guest carla', 'Added the guest bea']);
    const rest = await owner.history.list({ operatorName: 'Dora', limit: 2, beforeId: first.nextBeforeId });
    expect(labelsOf(rest)).toEqual(['Added the guest anna']);
    expect(rest).not.toHaveProperty('nextBeforeId');
  });

  it('looks through so many entries at once, and goes on from there', async () => {
    await dora.guests.add({ username: 'anna', password: 'x' });
    venue.db.sqlite.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 20005)
      insert into changes (at_ms, operator_id, operator_name, via, kind, action, params)
      select ${venue.now()}, null, 'Import', 'system', 'do', 'update-guest', '{"name":"x"}' from n`);
    const first = await owner.history.list({ operatorName: 'Dora' });
    expect(first.rows).toEqual([]);
    const rest = await owner.history.list({ operatorName: 'Dora', beforeId: first.nextBeforeId! });
    expect(labelsOf(rest)).toEqual(['Added the guest anna']);
  });

  it('knows a subject for every action, and only one', () => {
    const all = historySubjects.flatMap((subject) => actionsOf(subject));
    expect(all.toSorted()).toEqual(Object.keys(changeLabels).toSorted());
  });

  it('says of which changes something stands in the way, until it is gone', async () => {
    const { id, changeId } = await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'now' });
    const later = await owner.products.update({ id, priceMinor: 700 });
    const blocked = async () => (await owner.history.list()).blocked;
    expect(await blocked()).toEqual([changeId]);
    venue.allowUndo();
    expect(await refusalOf(owner.history.undo({ id: changeId }))).toMatchObject({ reason: 'changed-since' });
    await owner.history.undo({ id: later.changeId });
    expect(await blocked()).toEqual([]);
    await owner.history.undo({ id: changeId });
    // The update cannot be repeated on a product that is not there.
    expect(await blocked()).toEqual([later.changeId]);
    expect(await refusalOf(owner.history.redo({ id: later.changeId }))).toMatchObject({ reason: 'changed-since' });
  });
});

describe('the details of a change', () => {
  it('tell what was added, changed and removed, field by field', async () => {
    const { id } = await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'now' });
    const { changeId } = await owner.products.update({ id, name: '24 hours', priceMinor: 700 });
    expect(await owner.history.details({ id: changeId })).toEqual({
      rows: [
        {
          ...{ kind: 'changed', table: 'products', rowId: id, name: '24 hours' },
          fields: [
            {
              column: 'name',
              before: { kind: 'plain', value: '1 day' },
              after: { kind: 'plain', value: '24 hours' },
            },
            { column: 'price_minor', before: { kind: 'plain', value: 500 }, after: { kind: 'plain', value: 700 } },
          ],
        },
      ],
      ...{ sales: [], more: 0 },
    });
  });

  it('tell the money of a sale and what its numbers stand for, but not the code', async () => {
    const { id: productId } = await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'now' });
    const { changeId, tickets } = await dora.desk.sellTicket({ productId, room: '12', print: false });
    const details = await owner.history.details({ id: changeId });
    expect(details.sales).toEqual([
      { kind: 'sale', productName: '1 day', amountMinor: 500, currency: 'EUR', payment: 'cash' },
    ]);
    expect(JSON.stringify(details)).not.toContain(tickets[0]!.code);
    const guest = details.rows.find(({ table }) => table === 'guests')!;
    expect(guest.fields).toContainEqual({ column: 'room', after: { kind: 'plain', value: '12' } });
    expect(guest.fields).toContainEqual({ column: 'username', after: { kind: 'hidden', value: null } });
    const entitlement = details.rows.find(({ table }) => table === 'entitlements')!;
    expect(entitlement.fields).toContainEqual({
      column: 'product_id',
      after: { kind: 'plain', value: productId, name: '1 day' },
    });
  });

  it('never tell a password, a PIN, a key or what they were sealed or hashed to', async () => {
    const { changeId, id } = await dora.guests.add({ username: 'anna', password: 'secret-of-anna' });
    const network = await owner.guests.setNetwork({ id, wirelessPsk: 'secret-of-wifi' });
    const doraId = (await owner.operators.list()).rows.find(({ name }) => name === 'Dora')!.id;
    const pin = await owner.operators.update({ id: doraId, pin: '4071', password: 'another horse' });
    const router = await owner.routers.add({ name: 'Gateway', address: '10.0.0.2', services: ['hotspot'] });
    for (const change of [changeId, network.changeId, pin.changeId, router.changeId]) {
      const told = JSON.stringify(await owner.history.details({ id: change }));
      expect(told).toContain('"hidden"');
      expect(told).not.toMatch(/secret-of|4071|horse|scrypt|"b64"/);
    }
  });

  it('tell what a router is told only to who may see it', async () => {
    const attributes = [{ name: 'Filter-Id', value: 'guests-of-the-hotel' }];
    const { changeId } = await owner.products.add({ name: 'VIP', priceMinor: 0, starts: 'now', attributes });
    const told = async (client: Client) => JSON.stringify(await client.history.details({ id: changeId }));
    expect(await told(owner)).toContain('guests-of-the-hotel');
    expect(await told(dora)).not.toContain('guests-of-the-hotel');
  });

  it('stop after a hundred rows and count the rest', async () => {
    const what = { action: 'add-domain', params: { name: 'Many' } } as const;
    const changeId = writeChange(venue.db, venue.owner, what, venue.now(), (write) => {
      for (let number = 0; number < 103; number++) write.insert('domains', { name: `D${number}`, service: 'hotspot' });
      return write.changeId;
    });
    const { rows, more } = await owner.history.details({ id: changeId });
    expect([rows.length, more]).toEqual([100, 3]);
    expect(await refusalOf(owner.history.details({ id: 9_999 }))).toMatchObject({ reason: 'not-found' });
  });
});
