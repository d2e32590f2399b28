/** Cards sold at the desk, and vouchers that pay there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCard } from '../../db/queries/cards';
import { findGuest, listHeld } from '../../db/queries/guests';
import { undoChange } from '../../db/write';
import { recharge } from '../../main/desk/recharge';
import { describeCard, sellCard } from '../../main/desk/sell-card';
import { sellTicket } from '../../main/desk/sell-ticket';
import { showVoucher } from '../../main/desk/vouchers';
import { addDomain } from '../../main/office/domains';
import { deleteUnused, suspendBatch } from '../../main/office/cards';
import { updateProduct } from '../../main/office/products';
import { addDay, batchOf } from '../fakes/batches';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

const sales = (): readonly unknown[] =>
  venue.db.sqlite.prepare('select kind, amount_minor, payment, guest_id, price_reason from sales order by id').all();
const heldBy = (guestId: number) => listHeld(venue.db, [guestId]).get(guestId)!;

describe('selling a card', () => {
  it('takes the price it was made with, whatever the product costs now', async () => {
    const productId = addDay(venue);
    const { rows: cards } = await batchOf(venue, productId, { soldAtDesk: true });
    updateProduct(venue, venue.owner, { id: productId, priceMinor: 900 });
    const guestId = cards[0]!.id;
    expect(describeCard(venue, guestId)).toMatchObject({
      priceMinor: 500,
      serial: 1,
      obstacle: 'card-not-sold',
      asksNights: false,
    });
    expect(sellCard(venue, venue.owner, { guestId, room: '12', displayName: 'Anna', payment: 'card' })).toMatchObject({
      totalMinor: 500,
      currency: 'EUR',
      productName: '1 day',
    });
    expect(sales()).toEqual([
      { kind: 'sale', amount_minor: 500, payment: 'card', guest_id: guestId, price_reason: null },
    ]);
    expect(findGuest(venue.db, guestId)).toMatchObject({ room: '12', displayName: 'Anna' });
    expect(describeCard(venue, guestId)).toMatchObject({ soldAtMs: sundayEvening });
    expect(describeCard(venue, guestId)).not.toHaveProperty('obstacle');
  });

  it('until check-out ends at the check-out of the nights given', async () => {
    const productId = addDay(venue, { untilCheckOut: true, starts: 'now', validForSec: undefined });
    const { rows: cards } = await batchOf(venue, productId, { soldAtDesk: true });
    const endsAtMs = Date.UTC(2026, 10, 25, 10);
    expect(sellCard(venue, venue.owner, { guestId: cards[0]!.id, nights: 3 })).toMatchObject({ endsAtMs });
    expect(heldBy(cards[0]!.id)).toMatchObject([{ entitlement: { startsAtMs: sundayEvening, endsAtMs } }]);
  });

  it('twice is refused, and undo gives the money back and makes it sellable again', async () => {
    const { rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true });
    const guestId = cards[0]!.id;
    const sold = sellCard(venue, venue.owner, { guestId, room: '12' });
    if ('kind' in sold) throw new Error(sold.reason);
    expect(sellCard(venue, venue.owner, { guestId })).toMatchObject({ reason: 'card-sold' });
    expect(undoChange(venue.db, venue.owner, sold.changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(sales()).toMatchObject([{ amount_minor: 500 }, { kind: 'reversal', amount_minor: -500 }]);
    expect(findGuest(venue.db, guestId)!.room).toBeNull();
    expect(sellCard(venue, venue.owner, { guestId })).toMatchObject({ totalMinor: 500 });
  });

  it('is refused when it is given another product in the very moment', async () => {
    const { rows: cards } = await batchOf(venue, addDay(venue), { soldAtDesk: true });
    const other = addDay(venue, { name: 'Other', priceMinor: 900 });
    const between = () => {
      venue.db.sqlite.prepare('update entitlements set product_id = ?').run(other);
      return sundayEvening;
    };
    let looks = 0;
    const busy = Object.create(venue, {
      now: { value: () => (++looks === 2 ? between() : sundayEvening) },
    }) as TestVenue;
    expect(sellCard(busy, venue.owner, { guestId: cards[0]!.id })).toMatchObject({ reason: 'card-changed' });
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(sales()).toEqual([]);
  });

  it('is refused for what is suspended, deleted, past its last day, no card, or needs no sale', async () => {
    const productId = addDay(venue);
    const sell = (guestId: number) => sellCard(venue, venue.owner, { guestId });
    const lost = await batchOf(venue, productId, { soldAtDesk: true });
    suspendBatch(venue, venue.owner, { batchId: lost.batchId, from: 1, till: 1 });
    expect(sell(lost.rows[0]!.id)).toMatchObject({ reason: 'card-suspended' });
    deleteUnused(venue, venue.owner, lost.batchId);
    expect(sell(lost.rows[1]!.id)).toMatchObject({ reason: 'card-withdrawn' });
    const free = await batchOf(venue, productId);
    expect(sell(free.rows[0]!.id)).toMatchObject({ reason: 'card-needs-no-sale' });
    const old = await batchOf(venue, productId, { soldAtDesk: true, sellBeforeMs: sundayEvening + 1 });
    venue.setNow(sundayEvening + 1);
    expect(sell(old.rows[0]!.id)).toMatchObject({ reason: 'card-expired' });
    const ticket = sellTicket(venue, venue.owner, { productId, quantity: 1 });
    if (ticket.kind === 'refused') throw new Error(ticket.reason);
    expect(sell(ticket.tickets[0]!.guestId)).toMatchObject({ reason: 'not-found' });
    expect(sales()).toHaveLength(1);
    expect(findCard(venue.db, old.rows[0]!.id)!.soldAtMs).toBeNull();
  });
});

describe('a voucher', () => {
  it('pays for a new ticket in the domain it was made for: nothing is taken', async () => {
    const productId = addDay(venue);
    const domain = addDomain(venue, venue.owner, { name: 'Campsite', service: 'hotspot' });
    if ('kind' in domain) throw new Error(domain.reason);
    const { rows: vouchers } = await batchOf(venue, productId, { kind: 'vouchers', domainId: domain.id });
    const { code } = vouchers[0]!;
    const shown = showVoucher(venue, ` ${code.toUpperCase()} `);
    if (shown.kind === 'refused') throw new Error(shown.reason);
    expect(shown).toMatchObject({
      productId,
      productName: '1 day',
      domainId: domain.id,
      batchName: 'Summer',
      serial: 1,
    });
    const sold = sellTicket(venue, venue.owner, {
      ...{ productId, quantity: 1, payment: 'cash', domainId: shown.domainId, voucherCode: code },
    });
    if (sold.kind === 'refused') throw new Error(sold.reason);
    expect(sold.totalMinor).toBe(0);
    expect(sales()).toMatchObject([{ amount_minor: 0, payment: 'free', price_reason: 'Summer #1' }]);
    expect(findGuest(venue.db, sold.tickets[0]!.guestId)!.domainId).toBe(domain.id);
  });

  it('pays once; undo makes it good again', async () => {
    const productId = addDay(venue);
    const { rows: vouchers } = await batchOf(venue, productId, { kind: 'vouchers' });
    const pay = () => sellTicket(venue, venue.owner, { productId, quantity: 1, voucherCode: vouchers[0]!.code });
    const sold = pay();
    if (sold.kind === 'refused') throw new Error(sold.reason);
    expect(pay()).toMatchObject({ reason: 'voucher-used', field: 'voucherCode' });
    expect(showVoucher(venue, vouchers[0]!.code)).toMatchObject({ reason: 'voucher-used' });
    expect(sales()).toHaveLength(1);
    undoChange(venue.db, venue.owner, sold.changeId, venue.now());
    expect(pay()).toMatchObject({ kind: 'sold' });
  });

  it('pays for a recharge', async () => {
    const productId = addDay(venue);
    const { rows: vouchers } = await batchOf(venue, productId, { kind: 'vouchers' });
    const sold = sellTicket(venue, venue.owner, { productId, quantity: 1 });
    if (sold.kind === 'refused') throw new Error(sold.reason);
    const { guestId } = sold.tickets[0]!;
    const input = { guestId, productId, voucherCode: vouchers[1]!.code };
    expect(recharge(venue, venue.owner, input)).toMatchObject({ kind: 'recharged', totalMinor: 0 });
    expect(heldBy(guestId)).toHaveLength(2);
    expect(recharge(venue, venue.owner, input)).toMatchObject({ reason: 'voucher-used' });
    expect(heldBy(guestId)).toHaveLength(2);
  });

  it('is refused for another product, for several tickets, when it is unknown, suspended, deleted or too old', async () => {
    const productId = addDay(venue);
    const other = addDay(venue, { name: '1 week' });
    const { batchId, rows: vouchers } = await batchOf(venue, productId, {
      ...{ kind: 'vouchers', sellBeforeMs: sundayEvening + 1_000 },
    });
    const pay = (at: number, more: object = {}) =>
      sellTicket(venue, venue.owner, { productId, quantity: 1, voucherCode: vouchers[at]!.code, ...more });
    expect(pay(0, { productId: other })).toMatchObject({ reason: 'voucher-for-other', params: { name: '1 day' } });
    expect(pay(0, { quantity: 2 })).toMatchObject({ reason: 'invalid-input' });
    expect(pay(0, { voucherCode: 'nobody' })).toMatchObject({ reason: 'voucher-unknown' });
    suspendBatch(venue, venue.owner, { batchId, from: 1, till: 1 });
    expect(pay(0)).toMatchObject({ reason: 'voucher-void' });
    expect(pay(1)).toMatchObject({ kind: 'sold' });
    venue.setNow(sundayEvening + 1_000);
    expect(pay(2)).toMatchObject({ reason: 'voucher-void' });
    venue.setNow(sundayEvening);
    deleteUnused(venue, venue.owner, batchId);
    expect(pay(2)).toMatchObject({ reason: 'voucher-void' });
    expect(sales()).toHaveLength(1);
  });
});

describe('selling into a domain', () => {
  it('is into the first one unless another is named, and refused into one that is not there', () => {
    const productId = addDay(venue);
    const domain = addDomain(venue, venue.owner, { name: 'Staff', service: 'hotspot' });
    if ('kind' in domain) throw new Error(domain.reason);
    const sell = (domainId?: number) => sellTicket(venue, venue.owner, { productId, quantity: 1, domainId });
    for (const [asked, got] of [
      [undefined, 1],
      [domain.id, domain.id],
    ] as const) {
      const sold = sell(asked);
      if (sold.kind === 'refused') throw new Error(sold.reason);
      expect(findGuest(venue.db, sold.tickets[0]!.guestId)!.domainId).toBe(got);
    }
    expect(sell(99)).toMatchObject({ reason: 'not-found', field: 'domainId' });
  });
});
