/** Another product and another last day for what is unsold of a batch: one change, and nothing that was sold is touched. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBatch, findCard, findVoucherByKey } from '../../db/queries/cards';
import { listHeld } from '../../db/queries/guests';
import { listUnfinished } from '../../db/queries/unfinished';
import { toggleLongChange } from '../../db/write';
import { describeCard as drawCard } from '../../main/desk/describe-cards';
import { recharge } from '../../main/desk/recharge';
import { describeCard, sellCard } from '../../main/desk/sell-card';
import { sellTicket } from '../../main/desk/sell-ticket';
import { showVoucher } from '../../main/desk/vouchers';
import { deleteUnused, listBatches, listCards, notePrinted, suspendBatch } from '../../main/office/cards';
import { changeCards, moveCards, type CardsChanged, type ChangeCardsInput } from '../../main/office/change-cards';
import { setRetired } from '../../main/office/products';
import { addDay, batchOf, type TestBatch } from '../fakes/batches';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

const DAY_MS = 86_400_000;

let venue: TestVenue;
let day: number;
let week: number;
beforeEach(() => {
  venue = openTestVenue();
  day = addDay(venue);
  week = addDay(venue, { name: '1 week', priceMinor: 2_000, validForSec: 7 * 86_400 });
});
afterEach(() => venue.close());

const read = (sql: string): readonly unknown[] => venue.db.sqlite.prepare(sql).all();
const heldBy = (guestId: number) =>
  listHeld(venue.db, [guestId])
    .get(guestId)!
    .map(({ product }) => product.name);
const change = (batchId: number, more: Partial<ChangeCardsInput> = {}) =>
  changeCards(venue, venue.owner, { batchId, from: 1, till: 3, productId: week, sellBeforeMs: null, ...more });

async function changed(batchId: number, more: Partial<ChangeCardsInput> = {}): Promise<CardsChanged> {
  const done = await change(batchId, more);
  if (done.kind === 'refused') throw new Error(done.reason);
  return done;
}

const toggle = (changeId: number, kind: 'undo' | 'redo') =>
  toggleLongChange(venue.db, venue.owner, changeId, venue.now(), kind, () => Promise.resolve());

async function statesOf(batchId: number): Promise<readonly string[]> {
  const listed = await listCards(venue, { batchId, show: 'all', after: 0, limit: 100 });
  if ('kind' in listed) throw new Error(listed.reason);
  return listed.rows.map(({ serial, state }) => `${serial} ${state}`);
}

const names = async (): Promise<readonly string[]> =>
  (await listBatches(venue, { withdrawn: true, limit: 10 })).map(({ batch }) => batch.name);

/** The first login of that card, as the RADIUS thread writes it down. */
function use(guestId: number): void {
  venue.db.sqlite
    .prepare(
      'insert into entitlement_usage (entitlement_id, started_at_ms) select id, ? from entitlements where guest_id = ?',
    )
    .run(venue.now(), guestId);
}

/** Everything of a card that was not to change. */
const rowsOf = (id: number): readonly unknown[] => [
  ...read(`select * from guests where id = ${id}`),
  ...read(`select * from cards where id = ${id}`),
  ...read(`select * from entitlements where guest_id = ${id}`),
  ...read(`select * from sales where guest_id = ${id}`),
];

describe('another product', () => {
  it('is sold at its price, with its last day, under the same code and number', async () => {
    const { batchId, rows } = await batchOf(venue, day, { soldAtDesk: true });
    const sellBeforeMs = sundayEvening + DAY_MS;
    const { batchId: toId, changed: count } = await changed(batchId, { sellBeforeMs });
    expect(count).toBe(3);
    expect(findBatch(venue.db, toId)).toMatchObject({
      name: 'Summer',
      productId: week,
      priceMinor: 2_000,
      sellBeforeMs,
    });
    expect(await statesOf(toId)).toEqual(['1 to-sell', '2 to-sell', '3 to-sell']);
    expect(drawCard(venue, toId, 2)).toMatchObject({ username: rows[1]!.code, productName: '1 week' });
    expect(sellCard(venue, venue.owner, { guestId: rows[1]!.id })).toMatchObject({
      ...{ productName: '1 week', totalMinor: 2_000 },
    });
    venue.setNow(sellBeforeMs);
    expect(describeCard(venue, rows[0]!.id)).toMatchObject({ obstacle: 'card-expired' });
  });

  it('leaves no empty batch behind in the list when the whole of it goes', async () => {
    const { batchId } = await batchOf(venue, day);
    await changed(batchId);
    expect(await names()).toEqual(['Summer']);
  });

  it('goes to a part by its numbers; a part of that part has its own in its name', async () => {
    const { batchId, rows } = await batchOf(venue, day, { count: 6 });
    const { batchId: toId } = await changed(batchId, { from: 3, till: 5 });
    expect(await names()).toEqual(['Summer 3–5', 'Summer']);
    expect(await statesOf(batchId)).toEqual(['1 ready', '2 ready', '6 ready']);
    expect(rows.map(({ id }) => heldBy(id)[0])).toEqual(['1 day', '1 day', '1 week', '1 week', '1 week', '1 day']);
    await changed(toId, { from: 4, till: 6, productId: day });
    expect(await names()).toEqual(['Summer 4–5', 'Summer 3–5', 'Summer']);
  });

  it('is what a voucher pays for', async () => {
    const { batchId, rows } = await batchOf(venue, day, { kind: 'vouchers' });
    const [first, second] = rows;
    sellTicket(venue, venue.owner, { productId: day, quantity: 1, voucherCode: first!.code });
    const redeemed = findVoucherByKey(venue.db, first!.code);
    expect((await changed(batchId)).changed).toBe(2);
    expect(findVoucherByKey(venue.db, first!.code)).toEqual(redeemed);
    expect(showVoucher(venue, second!.code)).toMatchObject({ productName: '1 week' });
  });

  it('keeps suspended what was, and printed what was on paper', async () => {
    const { batchId, rows } = await batchOf(venue, day);
    suspendBatch(venue, venue.owner, { batchId, from: 2, till: 2 });
    notePrinted(venue, 'cards', [rows[0]!.id]);
    const { batchId: toId } = await changed(batchId);
    expect(await statesOf(toId)).toEqual(['1 ready', '2 suspended', '3 ready']);
    expect((await listBatches(venue, { withdrawn: false, limit: 1 }))[0]!.counts).toMatchObject({
      made: 3,
      printed: 1,
    });
  });
});

describe('what was sold, used, topped up or deleted', () => {
  let batch: TestBatch;
  beforeEach(async () => {
    batch = await batchOf(venue, day, { count: 6, soldAtDesk: true });
    sellCard(venue, venue.owner, { guestId: batch.rows[0]!.id, room: '12' });
    use(batch.rows[1]!.id);
    recharge(venue, venue.owner, { guestId: batch.rows[2]!.id, productId: day });
  });

  it('stays as it is, and so does every row of money', async () => {
    const kept = batch.rows.slice(0, 3).map(({ id }) => rowsOf(id));
    const old = findBatch(venue.db, batch.batchId);
    const money = read('select * from sales order by id');
    expect(await changed(batch.batchId, { till: 6 })).toMatchObject({ changed: 3 });
    expect(batch.rows.slice(0, 3).map(({ id }) => rowsOf(id))).toEqual(kept);
    expect(findBatch(venue.db, batch.batchId)).toEqual(old);
    expect(read('select * from sales order by id')).toEqual(money);
    expect(await names()).toEqual(['Summer 4–6', 'Summer']);
  });

  it('is nothing to change: a range of nothing else is refused, and writes nothing', async () => {
    expect(await change(batch.batchId, { till: 3 })).toMatchObject({ reason: 'none-unsold' });
    deleteUnused(venue, venue.owner, batch.batchId);
    const written = read('select * from changes');
    expect(await change(batch.batchId, { till: 6 })).toMatchObject({ reason: 'none-unsold' });
    expect(read('select * from changes')).toEqual(written);
    expect(await names()).toEqual(['Summer']);
  });
});

describe('as one change', () => {
  it('is undone and redone over more cards than are written at once', async () => {
    const { batchId, rows } = await batchOf(venue, day, { count: 60 });
    const before = read('select * from cards');
    const entitlements = read('select * from entitlements');
    const { batchId: toId, changeId } = await changed(batchId, { till: 60 });
    expect(
      read("select action, json_extract(params, '$.count') as count from changes order by id desc limit 1"),
    ).toEqual([{ action: 'change-cards', count: 60 }]);
    expect(await toggle(changeId, 'undo')).toMatchObject({ kind: 'done' });
    expect(read('select * from cards')).toEqual(before);
    expect(read('select * from entitlements')).toEqual(entitlements);
    expect(await names()).toEqual(['Summer']);
    expect(await toggle(changeId, 'redo')).toMatchObject({ kind: 'done' });
    expect(rows.every(({ id }) => findCard(venue.db, id)!.batchId === toId)).toBe(true);
    expect(heldBy(rows[59]!.id)).toEqual(['1 week']);
  });

  it('is not undone once one of them was sold at the new price', async () => {
    const { batchId, rows } = await batchOf(venue, day, { soldAtDesk: true });
    const { batchId: toId, changeId } = await changed(batchId);
    sellCard(venue, venue.owner, { guestId: rows[0]!.id });
    expect(await toggle(changeId, 'undo')).toMatchObject({ reason: 'changed-since' });
    expect(await statesOf(toId)).toEqual(['1 sold', '2 to-sell', '3 to-sell']);
  });

  it('stopped, leaves every card where it was, but for one that was sold in between', async () => {
    const { batchId, rows } = await batchOf(venue, day, { count: 60, soldAtDesk: true });
    const stop = new AbortController();
    const stopAfterSale = (done: number): void => {
      if (done < 50) return;
      sellCard(venue, venue.owner, { guestId: rows[0]!.id });
      stop.abort(new Error('stopped'));
    };
    const stretch = { batchId, from: 1, till: 60 };
    const question = {
      ...{ actor: venue.owner, stretch, productName: '1 week' },
      to: { productId: week, priceMinor: 2_000, sellBeforeMs: null },
    };
    const moving = moveCards(venue.db, question, venue.now(), { progress: stopAfterSale, signal: stop.signal });
    await expect(moving).rejects.toThrow('stopped');
    expect(listUnfinished(venue.db)).toEqual([]);
    expect((await statesOf(batchId)).length).toBe(59);
    expect(rows.slice(1).map(({ id }) => heldBy(id)[0])).toEqual(Array.from({ length: 59 }, () => '1 day'));
    expect(heldBy(rows[0]!.id)).toEqual(['1 week']);
    expect(read('select amount_minor from sales')).toEqual([{ amount_minor: 2_000 }]);
  });

  it('says how far it is', async () => {
    const { batchId } = await batchOf(venue, day, { count: 60 });
    const seen: number[] = [];
    const question = {
      ...{ actor: venue.owner, stretch: { batchId, from: 1, till: 60 }, productName: '1 week' },
      to: { productId: week, priceMinor: 2_000, sellBeforeMs: null },
    };
    await moveCards(venue.db, question, venue.now(), { ...unwatched, progress: (done) => seen.push(done) });
    expect(seen).toEqual([25, 50, 60]);
  });
});

describe('is refused', () => {
  it.each([
    ['for a batch nobody made', { batchId: 99 }, 'not-found'],
    ['for a product nobody made', { productId: 99 }, 'not-found'],
    ['for numbers it does not have', { till: 4 }, 'invalid-input'],
    ['for a range that runs backwards', { from: 3, till: 2 }, 'invalid-input'],
    ['for a last day in the past', { sellBeforeMs: sundayEvening }, 'end-past'],
  ])('%s', async (_what, more, reason) => {
    const { batchId } = await batchOf(venue, day);
    expect(await change(batchId, more)).toMatchObject({ kind: 'refused', reason });
    expect(await names()).toEqual(['Summer']);
  });

  it('for a product that is no longer sold, and for one until check-out that nobody would sell', async () => {
    const { batchId } = await batchOf(venue, day);
    setRetired(venue, venue.owner, { id: week, retired: true });
    expect(await change(batchId)).toMatchObject({ reason: 'product-retired' });
    const stay = addDay(venue, { name: 'Stay', untilCheckOut: true, starts: 'now', validForSec: undefined });
    expect(await change(batchId, { productId: stay })).toMatchObject({ reason: 'needs-selling' });
  });
});
