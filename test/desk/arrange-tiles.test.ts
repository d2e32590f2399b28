/** Where the tiles of the desk stand, and which of them have an F-key. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from '../api/refusal';

let venue: TestVenue;
let manager: Client;
let ids: readonly number[];

const names = ['Hour', 'Day', 'Week', 'Month'] as const;

beforeEach(async () => {
  venue = openTestVenue();
  venue.allowUndo();
  manager = createTestApi(venue).as('manager');
  const added: number[] = [];
  for (const name of names) {
    added.push((await manager.products.add({ name, priceMinor: 500, starts: 'first-login' })).id);
  }
  ids = added;
});
afterEach(() => venue.close());

/** 'F1 Hour', 'Week' … in the order of the desk. */
async function tiles(): Promise<readonly string[]> {
  const { rows } = await manager.products.list();
  return rows.map(({ name, hotKey }) => (hotKey === undefined ? name : `F${hotKey} ${name}`));
}

describe('the tiles of the desk', () => {
  it('stand in the order they were added, with the F-keys in that order', async () => {
    expect(await tiles()).toEqual(['F1 Hour', 'F2 Day', 'F3 Week', 'F4 Month']);
  });

  it('are moved before another or behind all, keys follow, and Undo brings each step back', async () => {
    const [hour, , week, month] = ids;
    const first = await manager.products.arrange({ kind: 'move', id: month!, beforeId: hour! });
    expect(await tiles()).toEqual(['F1 Month', 'F2 Hour', 'F3 Day', 'F4 Week']);
    const second = await manager.products.arrange({ kind: 'move', id: hour!, beforeId: null });
    expect(await tiles()).toEqual(['F1 Month', 'F2 Day', 'F3 Week', 'F4 Hour']);
    await manager.history.undo({ id: second.changeId });
    await manager.history.undo({ id: first.changeId });
    expect(await tiles()).toEqual(['F1 Hour', 'F2 Day', 'F3 Week', 'F4 Month']);
    await manager.products.arrange({ kind: 'move', id: week!, beforeId: week! });
    expect(await tiles()).toEqual(['F1 Hour', 'F2 Day', 'F3 Week', 'F4 Month']);
  });

  it('that are favourites stand before the others, each kind in its own order', async () => {
    const [hour, , week, month] = ids;
    await manager.products.arrange({ kind: 'pin', id: month! });
    await manager.products.arrange({ kind: 'pin', id: week! });
    expect(await tiles()).toEqual(['F1 Week', 'F2 Month', 'F3 Hour', 'F4 Day']);
    await manager.products.arrange({ kind: 'move', id: month!, beforeId: week! });
    expect(await tiles()).toEqual(['F1 Month', 'F2 Week', 'F3 Hour', 'F4 Day']);
    await manager.products.arrange({ kind: 'move', id: hour!, beforeId: month! });
    expect(await tiles()).toEqual(['F1 Month', 'F2 Week', 'F3 Hour', 'F4 Day']);
    await manager.products.arrange({ kind: 'unpin', id: month! });
    expect((await tiles())[0]).toBe('F1 Week');
  });

  it('that are hidden leave their key to the next, and can still be sold by whoever knows them', async () => {
    const [hour] = ids;
    const { changeId } = await manager.products.arrange({ kind: 'hide', id: hour! });
    expect(await tiles()).toEqual(['Hour', 'F1 Day', 'F2 Week', 'F3 Month']);
    const { tickets } = await manager.desk.sellTicket({ productId: hour!, print: false });
    expect(tickets).toHaveLength(1);
    await manager.history.undo({ id: changeId });
    expect((await tiles())[0]).toBe('F1 Hour');
    await manager.products.update({ id: hour!, hidden: true });
    await manager.products.arrange({ kind: 'show', id: hour! });
    expect((await tiles())[0]).toBe('F1 Hour');
  });

  it('beyond the twelfth have no key, and neither has what is no longer sold', async () => {
    for (let more = 5; more <= 13; more++) {
      await manager.products.add({ name: `Product ${more}`, priceMinor: 0, starts: 'now' });
    }
    expect((await tiles()).slice(-2)).toEqual(['F12 Product 12', 'Product 13']);
    await manager.products.setRetired({ id: ids[0]!, retired: true });
    expect((await tiles()).slice(-2)).toEqual(['F11 Product 12', 'F12 Product 13']);
    const { rows } = await manager.products.list({ retired: true });
    expect(rows.find(({ name }) => name === 'Hour')).not.toHaveProperty('hotKey');
  });

  it('stay as they are when one of the two is unknown, and for whoever may not change products', async () => {
    expect(await refusalOf(manager.products.arrange({ kind: 'hide', id: 99 }))).toMatchObject({ reason: 'not-found' });
    const call = manager.products.arrange({ kind: 'move', id: ids[0]!, beforeId: 99 });
    expect(await refusalOf(call)).toMatchObject({ reason: 'not-found', field: 'beforeId' });
    const desk = createTestApi(venue).as('desk');
    expect(await refusalOf(desk.products.arrange({ kind: 'hide', id: ids[0]! }))).toMatchObject({
      reason: 'not-allowed',
    });
    expect(await tiles()).toEqual(['F1 Hour', 'F2 Day', 'F3 Week', 'F4 Month']);
  });

  it('are moved by a change that says which one', async () => {
    await manager.products.arrange({ kind: 'pin', id: ids[1]! });
    const { rows } = await manager.history.list({ subject: 'products', limit: 1 });
    expect(rows[0]).toMatchObject({ action: 'pin-product', label: 'Made Day a favourite of the desk' });
  });
});
