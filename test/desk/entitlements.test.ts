import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

const dayMs = 86_400_000;
const day = { name: '1 day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 } as const;
const stay = { name: 'Stay', priceMinor: 0, starts: 'now', untilCheckOut: true } as const;

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

const addProduct = async (product: Parameters<Client['products']['add']>[0]): Promise<number> =>
  (await manager.products.add(product)).id;
const sell = async (productId: number, more: object = {}) => {
  const sold = await desk.desk.sellTicket({ productId, print: false, ...more });
  return { ...sold.tickets[0]!, changeId: sold.changeId };
};
const list = async (guestId: number) => (await desk.entitlements.list({ guestId })).rows;
const takings = (): unknown => venue.db.sqlite.prepare('select sum(amount_minor) from sales').pluck().get();
const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();

/** As the RADIUS thread writes it down at the first login. */
function login(entitlementId: number, more: { endsAtMs?: number; downloadBytes?: number } = {}): void {
  venue.db.sqlite
    .prepare(
      `insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms, download_bytes, last_used_at_ms)
       values (?, ?, ?, ?, ?)`,
    )
    .run(entitlementId, venue.now(), more.endsAtMs ?? null, more.downloadBytes ?? 0, venue.now());
}

describe('recharging', () => {
  it('queues behind what is running, which loses neither time nor traffic', async () => {
    const id = await addProduct({ ...day, limitations: [{ totalQuotaBytes: 1_000 }] });
    const ticket = await sell(id, { room: '12' });
    login(ticket.entitlementId, { endsAtMs: sundayEvening + dayMs, downloadBytes: 400 });
    const done = await desk.desk.recharge({ guestId: ticket.guestId, productId: id });
    expect(done).toMatchObject({ queued: true, totalMinor: 500, currency: 'EUR', productName: '1 day' });
    expect(await list(ticket.guestId)).toMatchObject([
      { order: 1, state: 'active', endsAtMs: sundayEvening + dayMs, left: { totalBytes: 600 }, canRemove: false },
      { order: 2, id: done.entitlementId, state: 'waiting', left: { totalBytes: 1_000 }, canRemove: true },
    ]);
    expect(takings()).toBe(1_000);
  });

  it('begins at once with what starts now only if nothing is running', async () => {
    const now = await addProduct({ ...day, starts: 'now' });
    const ticket = await sell(now);
    const queued = await desk.desk.recharge({ guestId: ticket.guestId, productId: now });
    expect(queued).toMatchObject({ queued: true });
    expect(queued).not.toHaveProperty('endsAtMs');
    venue.setNow(sundayEvening + 3 * dayMs);
    const { id: nobody } = await desk.guests.add({ username: 'anna', password: 'x' });
    const atOnce = await desk.desk.recharge({ guestId: nobody, productId: now });
    expect(atOnce).toMatchObject({ queued: false, endsAtMs: venue.now() + dayMs });
    expect((await list(nobody))[0]).toMatchObject({ state: 'active', startedAtMs: venue.now() });
  });

  it('is one change: undone, the money is back and the entitlement gone; redone, it has its number again', async () => {
    const ticket = await sell(await addProduct(day));
    const done = await desk.desk.recharge({ guestId: ticket.guestId, productId: 1, payment: 'card' });
    expect(rows('sales')).toMatchObject([{ payment: 'cash' }, { payment: 'card', amount_minor: 500 }]);
    await manager.history.undo({ id: done.changeId });
    expect(await list(ticket.guestId)).toHaveLength(1);
    expect(takings()).toBe(500);
    await manager.history.redo({ id: done.changeId });
    expect((await list(ticket.guestId))[1]?.id).toBe(done.entitlementId);
    expect(takings()).toBe(1_000);
  });

  it('sells once for a key that bounces', async () => {
    const ticket = await sell(await addProduct(day));
    const press = { guestId: ticket.guestId, productId: 1, requestId: 'press-0001' };
    const [one, two] = await Promise.all([desk.desk.recharge(press), desk.desk.recharge(press)]);
    expect(two).toEqual(one);
    expect(await list(ticket.guestId)).toHaveLength(2);
  });

  it('is refused for nobody and for what is not on sale, and then sells nothing', async () => {
    const ticket = await sell(await addProduct(day));
    const retired = await addProduct({ ...day, name: 'Old' });
    await manager.products.setRetired({ id: retired, retired: true });
    const { guestId } = ticket;
    const before = [rows('sales'), rows('entitlements')];
    expect(await refusalOf(desk.desk.recharge({ guestId: 99, productId: 1 }))).toMatchObject({ field: 'guestId' });
    expect(await refusalOf(desk.desk.recharge({ guestId, productId: 99 }))).toMatchObject({ field: 'productId' });
    expect(await refusalOf(desk.desk.recharge({ guestId, productId: retired }))).toMatchObject({
      reason: 'product-retired',
    });
    expect([rows('sales'), rows('entitlements')]).toEqual(before);
  });
});

describe('until check-out', () => {
  it('is sold to a date in the venue’s zone', async () => {
    const ticket = await sell(await addProduct(stay), { checkOutDate: '2026-11-30' });
    expect(ticket.endsAtMs).toBe(Date.parse('2026-11-30T11:00:00+01:00'));
    expect(ticket.sentence).toContain('Mon 30 November 11:00');
  });

  it('is not sold to a day that is over, to no day at all, or for what does not end at check-out', async () => {
    const productId = await addProduct(stay);
    const other = await addProduct(day);
    const attempt = (input: object) => refusalOf(desk.desk.sellTicket({ productId, print: false, ...input }));
    expect(await attempt({ checkOutDate: '2026-11-22' })).toMatchObject({
      reason: 'check-out-past',
      field: 'checkOutDate',
    });
    expect(await attempt({ checkOutDate: '2026-02-30' })).toMatchObject({ reason: 'invalid-input' });
    expect(await attempt({ checkOutDate: 'tomorrow' })).toMatchObject({ field: 'checkOutDate' });
    expect(await attempt({ productId: other, checkOutDate: '2026-11-30' })).toMatchObject({
      reason: 'not-until-check-out',
    });
    expect(rows('guests')).toEqual([]);
  });

  it('is extended by a night to the same hour of the next day, also over the end of summer time', async () => {
    venue.setNow(Date.parse('2026-10-23T20:00:00+02:00'));
    const ticket = await sell(await addProduct(stay));
    expect(ticket.endsAtMs).toBe(Date.parse('2026-10-24T11:00:00+02:00'));
    const done = await desk.desk.extendNight({ guestId: ticket.guestId });
    expect(done).toMatchObject({
      entitlementId: ticket.entitlementId,
      endsAtMs: Date.parse('2026-10-25T11:00:00+01:00'),
    });
    await manager.history.undo({ id: done.changeId });
    expect((await list(ticket.guestId))[0]?.endsAtMs).toBe(ticket.endsAtMs);
  });

  it('is extended over the beginning of summer time, by several nights, and after it is over', async () => {
    venue.setNow(Date.parse('2027-03-26T20:00:00+01:00'));
    const ticket = await sell(await addProduct(stay));
    venue.setNow(Date.parse('2027-03-27T12:00:00+01:00'));
    expect((await list(ticket.guestId))[0]?.state).toBe('ended');
    const done = await desk.desk.extendNight({ guestId: ticket.guestId, nights: 2 });
    expect(done.endsAtMs).toBe(Date.parse('2027-03-29T11:00:00+02:00'));
    expect((await list(ticket.guestId))[0]?.state).toBe('active');
  });

  it('is not extended into the past, nor what is no stay, nor nothing', async () => {
    const ticket = await sell(await addProduct(stay));
    const other = await sell(await addProduct(day));
    const { id: nobody } = await desk.guests.add({ username: 'anna', password: 'x' });
    venue.setNow(sundayEvening + 10 * dayMs);
    const before = rows('entitlements');
    const attempt = (guestId: number) => refusalOf(desk.desk.extendNight({ guestId }));
    expect(await attempt(ticket.guestId)).toMatchObject({ reason: 'check-out-past' });
    expect(await attempt(other.guestId)).toMatchObject({ reason: 'not-until-check-out' });
    expect(await attempt(nobody)).toMatchObject({ reason: 'holds-nothing' });
    expect(await attempt(99)).toMatchObject({ reason: 'not-found' });
    expect(rows('entitlements')).toEqual(before);
  });
});

describe('what a guest holds', () => {
  it('is shown as waiting, active, used up and ended', async () => {
    const productId = await addProduct({ ...day, limitations: [{ totalQuotaBytes: 1_000 }] });
    const { guestId, entitlementId: first } = await sell(productId);
    const [second, third] = [
      await desk.desk.recharge({ guestId, productId }),
      await desk.desk.recharge({ guestId, productId }),
    ].map((done) => done.entitlementId);
    await desk.desk.recharge({ guestId, productId });
    login(first, { endsAtMs: sundayEvening });
    login(second!, { downloadBytes: 1_000 });
    login(third!, { endsAtMs: sundayEvening + dayMs });
    expect((await list(guestId)).map((row) => row.state)).toEqual(['ended', 'used-up', 'active', 'waiting']);
  });

  it('is not used up by a quota that starts anew, slows down, or holds at some hours only', async () => {
    const week = { totalQuotaBytes: 5, resetEvery: 'week' as const };
    const slow = { totalQuotaBytes: 5, slowDownBps: 1_000_000, slowUpBps: 1_000_000 };
    const office = { totalQuotaBytes: 5, window: { days: ['mon' as const], fromMin: 0, tillMin: 60 } };
    const ticket = await sell(await addProduct({ ...day, limitations: [week, slow, office] }));
    login(ticket.entitlementId, { downloadBytes: 1_000 });
    expect(await list(ticket.guestId)).toMatchObject([{ state: 'active', left: {} }]);
  });

  it('can be taken away while nobody has used it, and its money goes back', async () => {
    const { guestId } = await sell(await addProduct(day));
    const { entitlementId } = await desk.desk.recharge({ guestId, productId: 1 });
    const done = await desk.entitlements.remove({ id: entitlementId });
    expect(await list(guestId)).toHaveLength(1);
    expect(takings()).toBe(500);
    await manager.history.undo({ id: done.changeId });
    expect(await list(guestId)).toHaveLength(2);
    expect(takings()).toBe(1_000);
    await manager.history.redo({ id: done.changeId });
    expect(takings()).toBe(500);
    expect(rows('sales')).toHaveLength(5);
  });

  it('gives its money back once, whichever way and in whatever order it is taken back', async () => {
    const ticket = await sell(await addProduct(day));
    const recharged = await desk.desk.recharge({ guestId: ticket.guestId, productId: 1 });
    const removed = await desk.entitlements.remove({ id: recharged.entitlementId });
    expect(await refusalOf(manager.history.undo({ id: recharged.changeId }))).toMatchObject({
      reason: 'changed-since',
    });
    await manager.history.undo({ id: removed.changeId });
    await manager.history.undo({ id: recharged.changeId });
    expect(takings()).toBe(500);
    await manager.history.redo({ id: recharged.changeId });
    expect(takings()).toBe(1_000);
  });

  it('stays if it has been used, or if another was sold after it', async () => {
    const ticket = await sell(await addProduct(day));
    const { entitlementId } = await desk.desk.recharge({ guestId: ticket.guestId, productId: 1 });
    const before = rows('sales');
    expect(await refusalOf(desk.entitlements.remove({ id: ticket.entitlementId }))).toMatchObject({
      reason: 'not-last-entitlement',
    });
    login(entitlementId);
    expect(await refusalOf(desk.entitlements.remove({ id: entitlementId }))).toMatchObject({
      reason: 'entitlement-used',
    });
    expect(await refusalOf(desk.entitlements.remove({ id: 99 }))).toMatchObject({ reason: 'not-found' });
    expect(rows('sales')).toEqual(before);
    expect(await list(ticket.guestId)).toHaveLength(2);
  });
});

describe('an end set by hand', () => {
  it('holds instead of the product’s own, earlier or later, and can be taken away', async () => {
    const ticket = await sell(await addProduct(day));
    const { guestId, entitlementId: id } = ticket;
    login(id, { endsAtMs: sundayEvening + dayMs });
    const later = sundayEvening + 30 * dayMs;
    const done = await manager.entitlements.setEnd({ id, endsAtMs: later });
    expect((await list(guestId))[0]).toMatchObject({ endsAtMs: later, endOverridden: true });
    expect((await desk.guests.get({ id: guestId })).endsAtMs).toBe(later);
    await manager.entitlements.setEnd({ id, endsAtMs: null });
    expect((await list(guestId))[0]).not.toHaveProperty('endsAtMs');
    venue.setNow(sundayEvening + 2 * dayMs);
    expect((await list(guestId))[0]?.state).toBe('active');
    expect(await refusalOf(manager.history.undo({ id: done.changeId }))).toMatchObject({ reason: 'changed-since' });
  });

  it('can be given at the sale and at a recharge, by managers', async () => {
    const productId = await addProduct({ ...day, starts: 'now' });
    const endsAtMs = sundayEvening + 5 * dayMs;
    const input = { productId, endsAtMs, print: false };
    expect(await refusalOf(desk.desk.sellTicket(input))).toMatchObject({ reason: 'not-allowed', field: 'endsAtMs' });
    expect(rows('guests')).toEqual([]);
    const sold = (await manager.desk.sellTicket(input)).tickets[0]!;
    expect(sold).toMatchObject({ endsAtMs, sentence: expect.stringContaining('Valid until') as string });
    const { guestId } = sold;
    expect(await refusalOf(desk.desk.recharge({ guestId, productId, endsAtMs }))).toMatchObject({
      reason: 'not-allowed',
    });
    await manager.desk.recharge({ guestId, productId, endsAtMs: endsAtMs + 1 });
    expect(await list(guestId)).toMatchObject([
      { endsAtMs, endOverridden: true },
      { endsAtMs: endsAtMs + 1, endOverridden: true, state: 'waiting' },
    ]);
  });

  it('is not in the past, not after the end for everybody, and no business of the desk', async () => {
    const ticket = await sell(await addProduct({ ...day, validUntilMs: sundayEvening + dayMs }));
    const { entitlementId: id } = ticket;
    const before = rows('entitlements');
    const attempt = (client: Client, endsAtMs: number | null) =>
      refusalOf(client.entitlements.setEnd({ id, endsAtMs }));
    expect(await attempt(manager, sundayEvening)).toMatchObject({ reason: 'end-past', field: 'endsAtMs' });
    expect(await attempt(manager, sundayEvening + dayMs + 1)).toMatchObject({ field: 'endsAtMs' });
    expect(await attempt(manager, null)).toMatchObject({ field: 'endsAtMs' });
    expect(await attempt(desk, sundayEvening + 1)).toMatchObject({ reason: 'not-allowed' });
    expect(rows('entitlements')).toEqual(before);
  });
});
