import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selectOfGuest } from '../../db/queries/history';
import { salesOfGuestSql } from '../../db/queries/sales';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let desk: Client;
let manager: Client;
let installer: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  const api = createTestApi(venue);
  desk = api.as('desk');
  manager = api.as('manager');
  installer = api.as('installer');
});
afterEach(() => venue.close());

const addProduct = async (name: string, priceMinor: number): Promise<number> =>
  (await manager.products.add({ name, priceMinor, starts: 'first-login', validForSec: 3_600 })).id;
const sell = async (productId: number) => (await desk.desk.sellTicket({ productId, print: false })).tickets[0]!;

describe('what was sold to a guest', () => {
  it('is summed up by product, the last sold first', async () => {
    const day = await addProduct('Day', 500);
    const week = await addProduct('Week', 2_000);
    const { guestId } = await sell(day);
    await sell(day);
    venue.setNow(sundayEvening + 1_000);
    await desk.desk.recharge({ guestId, productId: week });
    venue.setNow(sundayEvening + 2_000);
    await desk.desk.recharge({ guestId, productId: day });
    expect((await desk.guests.sales({ id: guestId })).rows).toEqual([
      { productName: 'Day', currency: 'EUR', count: 2, totalMinor: 1_000, lastSoldAtMs: sundayEvening + 2_000 },
      { productName: 'Week', currency: 'EUR', count: 1, totalMinor: 2_000, lastSoldAtMs: sundayEvening + 1_000 },
    ]);
  });

  it('does not count what was taken back, and counts it once when it is done again', async () => {
    const { guestId } = await sell(await addProduct('Day', 500));
    const { changeId } = await desk.desk.recharge({ guestId, productId: 1 });
    await manager.history.undo({ id: changeId });
    expect((await desk.guests.sales({ id: guestId })).rows).toMatchObject([{ count: 1, totalMinor: 500 }]);
    await manager.history.redo({ id: changeId });
    expect((await desk.guests.sales({ id: guestId })).rows).toMatchObject([{ count: 2, totalMinor: 1_000 }]);
  });

  it('is shown where it was free, and is nothing for who was sold nothing', async () => {
    const { guestId } = await sell(await addProduct('Free', 0));
    const { id: nobody } = await desk.guests.add({ username: 'anna', password: 'x' });
    expect((await desk.guests.sales({ id: guestId })).rows).toMatchObject([{ count: 1, totalMinor: 0 }]);
    expect((await desk.guests.sales({ id: nobody })).rows).toEqual([]);
    expect(await refusalOf(desk.guests.sales({ id: 99 }))).toMatchObject({ reason: 'not-found' });
  });
});

describe('the history of a guest', () => {
  it('has what was done with the guest and all that belongs to the guest, and nothing of others', async () => {
    const productId = await addProduct('Day', 500);
    const { guestId: id } = await sell(productId);
    const other = await sell(productId);
    const { entitlementId } = await desk.desk.recharge({ guestId: id, productId });
    await desk.guests.setLocked({ id: other.guestId, locked: true });
    await desk.guests.setLocked({ id, locked: true });
    await installer.guests.setNetwork({ id, addressList: 'vip' });
    await installer.guests.setAttributes({ id, reply: [{ name: 'Filter-Id', value: 'x' }] });
    await desk.guests.setPerson({ id, city: 'Roma' });
    await desk.devices.dissociate({ scope: 'guest', guestId: id, macAddress: '00:11:22:33:44:55' });
    await desk.devices.reassociate({ scope: 'guest', guestId: id, macAddress: '00:11:22:33:44:55' });
    const removed = await desk.entitlements.remove({ id: entitlementId });
    await manager.history.undo({ id: removed.changeId });
    const { rows } = await desk.guests.history({ id });
    expect(rows.map(({ kind, action }) => (kind === 'do' ? action : `${kind} ${action}`))).toEqual([
      ...['undo remove-entitlement', 'remove-entitlement', 'reassociate-device', 'dissociate-device'],
      ...['set-guest-person', 'set-guest-attributes', 'set-guest-network', 'lock-guest', 'recharge', 'sell-ticket'],
    ]);
    expect((await desk.guests.history({ id, limit: 2 })).rows).toHaveLength(2);
    expect(await refusalOf(desk.guests.history({ id: 99 }))).toMatchObject({ reason: 'not-found' });
  });

  it('is found by indexes, however long the history of the venue is', () => {
    const plan = (sql: string, ...values: unknown[]): string =>
      (venue.db.sqlite.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[])
        .map(({ detail }) => detail)
        .join('\n');
    const ofHistory = plan(selectOfGuest(), { guestId: 1, limit: 1 });
    expect(ofHistory).toContain('change_rows USING INDEX change_rows_by_guest');
    expect(ofHistory).not.toMatch(/SCAN (c|change_rows|sales|changes)\b/);
    expect(plan(salesOfGuestSql, 1)).toContain('SEARCH sales USING INDEX sales_by_guest');
  });
});
