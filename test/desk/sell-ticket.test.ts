import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '../../db/seal';
import { redoChange, undoChange, type Actor } from '../../db/write';
import { findGuest, findGuestByKey } from '../../db/queries/guests';
import { recharge } from '../../main/desk/recharge';
import { sellTicket, type Sold } from '../../main/desk/sell-ticket';
import { addProduct, setRetired, updateProduct, type ProductInput } from '../../main/office/products';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

const oneDay: ProductInput = {
  name: '1 day',
  priceMinor: 500,
  starts: 'first-login',
  validForSec: 86_400,
  limitations: [{ rateDownBps: 10_000_000, devices: 2 }],
};

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

function product(input: Partial<ProductInput> = {}): number {
  const made = addProduct(venue, venue.owner, { ...oneDay, ...input });
  if ('kind' in made) throw new Error(made.reason);
  return made.id;
}

const sell = (productId: number, more: object = {}): Sold => {
  const sold = sellTicket(venue, venue.owner, { productId, quantity: 1, nights: 1, ...more });
  if (sold.kind === 'refused') throw new Error(sold.reason);
  return sold;
};

const count = (table: string): number =>
  venue.db.sqlite.prepare(`select count(*) from ${table}`).pluck().get() as number;

describe('selling a ticket', () => {
  it('makes a guest whose code is name and password, an entitlement, and a sale in the open shift', () => {
    const sold = sell(product(), { room: '12' });
    const [ticket] = sold.tickets;
    expect(ticket!.code).toMatch(/^[2-9bcdfghjkmnpqrstvwxyz]{6}$/);
    const guest = findGuest(venue.db, ticket!.guestId)!;
    expect(guest).toMatchObject({ kind: 'code', username: ticket!.code, room: '12' });
    expect(unseal(venue.dataKey, 'guest-password', guest.passwordSealed)).toBe(ticket!.code);
    expect(venue.db.sqlite.prepare('select * from sales').get()).toMatchObject({
      kind: 'sale',
      amount_minor: 500,
      currency: 'EUR',
      change_id: sold.changeId,
      guest_id: ticket!.guestId,
      operator_name: 'Olivia',
    });
    expect(count('shifts')).toBe(1);
    expect(ticket!.sentence).toContain('24 hours');
  });

  it('sells the second ticket into the same shift', () => {
    const id = product();
    sell(id);
    sell(id);
    expect(count('shifts')).toBe(1);
  });

  it('sells several at once as one change', () => {
    const sold = sell(product(), { quantity: 3 });
    expect(new Set(sold.tickets.map((ticket) => ticket.code)).size).toBe(3);
    expect(sold.totalMinor).toBe(1500);
    expect(count("changes where action = 'sell-ticket'")).toBe(1);
  });

  it('keeps no code in clear in history', () => {
    const [ticket] = sell(product()).tickets;
    const params = venue.db.sqlite.prepare('select params from changes').pluck().all().join();
    expect(params).not.toContain(ticket!.code);
  });

  it('ends a ticket until check-out at the check-out hour of the venue after the nights', () => {
    const id = product({ untilCheckOut: true, starts: 'now', validForSec: undefined });
    expect(sell(id).tickets[0]!.endsAtMs).toBe(Date.UTC(2026, 10, 23, 10, 0));
    expect(sell(id, { nights: 3 }).tickets[0]!.endsAtMs).toBe(Date.UTC(2026, 10, 25, 10, 0));
  });

  it('fixes the end of a product that starts now at the sale', () => {
    const [ticket] = sell(product({ starts: 'now' })).tickets;
    expect(ticket!.endsAtMs).toBe(sundayEvening + 86_400_000);
  });

  it('is refused for a product that does not exist or is no longer sold, and writes nothing', () => {
    const id = product();
    setRetired(venue, venue.owner, { id, retired: true });
    const before = count('guests');
    expect(sellTicket(venue, venue.owner, { productId: 999, quantity: 1, nights: 1 })).toMatchObject({
      reason: 'not-found',
    });
    expect(sellTicket(venue, venue.owner, { productId: id, quantity: 1, nights: 1 })).toMatchObject({
      reason: 'product-retired',
    });
    expect(count('guests')).toBe(before);
  });

  it('is refused, not endless, when all codes of a length are used up', () => {
    const id = product({ codeAlphabet: 'digits', codeLength: 4 });
    const insert = venue.db.sqlite.prepare(
      `insert into guests (domain_id, kind, username, username_key, password_sealed, created_at_ms) values (1, 'code', ?, ?, x'00', 0)`,
    );
    venue.db.sqlite.transaction(() => {
      for (let n = 0; n < 10_000; n++) {
        const code = String(n).padStart(4, '0');
        insert.run(code, code);
      }
    })();
    expect(sellTicket(venue, venue.owner, { productId: id, quantity: 1, nights: 1 })).toMatchObject({
      reason: 'codes-used-up',
    });
  });

  it('undone, takes the guest away and the money back; redone, brings the same code back', () => {
    const sold = sell(product());
    const code = sold.tickets[0]!.code;
    expect(undoChange(venue.db, venue.owner, sold.changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(findGuestByKey(venue.db, code)).toBeUndefined();
    expect(venue.db.sqlite.prepare('select sum(amount_minor) from sales').pluck().get()).toBe(0);
    expect(redoChange(venue.db, venue.owner, sold.changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(findGuestByKey(venue.db, code)?.id).toBe(sold.tickets[0]!.guestId);
    expect(venue.db.sqlite.prepare('select sum(amount_minor) from sales').pluck().get()).toBe(500);
  });
});

describe('a price agreed at the desk', () => {
  const money = () =>
    venue.db.sqlite
      .prepare('select amount_minor, payment, list_price_minor, price_reason from sales order by id')
      .all();

  it('is kept beside the price of the product, with its reason, for every ticket of the press', () => {
    expect(sell(product(), { quantity: 2, priceMinor: 300, priceReason: 'regular guest' }).totalMinor).toBe(600);
    const row = { amount_minor: 300, payment: 'cash', list_price_minor: 500, price_reason: 'regular guest' };
    expect(money()).toEqual([row, row]);
  });

  it('needs a reason, and sells nothing without', () => {
    const id = product();
    for (const more of [{ priceMinor: 300 }, { payment: 'free' as const }])
      expect(sellTicket(venue, venue.owner, { productId: id, quantity: 1, ...more })).toMatchObject({
        reason: 'price-needs-reason',
      });
    expect(money()).toEqual([]);
  });

  it('that is the product’s own needs none and leaves no trace', () => {
    sell(product(), { priceMinor: 500, priceReason: 'none needed' });
    sell(product({ name: 'Lobby', priceMinor: 0 }), { payment: 'free' });
    expect(money()).toEqual([
      { amount_minor: 500, payment: 'cash', list_price_minor: null, price_reason: null },
      { amount_minor: 0, payment: 'free', list_price_minor: null, price_reason: null },
    ]);
  });

  it('is given back as it was taken, and taken again at the same price', () => {
    const { changeId } = sell(product(), { priceMinor: 300, priceReason: 'regular guest' });
    undoChange(venue.db, venue.owner, changeId, venue.now());
    redoChange(venue.db, venue.owner, changeId, venue.now());
    const reason = { payment: 'cash', price_reason: 'regular guest' };
    expect(money()).toEqual([
      { ...reason, amount_minor: 300, list_price_minor: 500 },
      { ...reason, amount_minor: -300, list_price_minor: -500 },
      { ...reason, amount_minor: 300, list_price_minor: 500 },
    ]);
  });
});

describe('a press that is sent again', () => {
  const press = { requestId: 'press-0001', quantity: 2, room: '12' };

  it('is answered by the same tickets and sells nothing more', () => {
    const id = product();
    const first = sell(id, press);
    venue.setNow(sundayEvening + 60_000);
    expect(sell(id, press)).toEqual({ ...first, before: true });
    expect(count('guests')).toBe(2);
    expect(count('sales')).toBe(2);
    expect(count("changes where action = 'sell-ticket'")).toBe(1);
  });

  it('by another operator is another press', () => {
    const id = product();
    sell(id, press);
    const dora: Actor = { operatorId: 77, operatorName: 'Dora', via: 'window' };
    expect(sellTicket(venue, dora, { productId: id, ...press })).toMatchObject({ kind: 'sold', before: false });
    expect(count('guests')).toBe(4);
  });

  it('is refused once its sale has been taken back, and answered again after a redo', () => {
    const id = product();
    const first = sell(id, press);
    undoChange(venue.db, venue.owner, first.changeId, venue.now());
    expect(sellTicket(venue, venue.owner, { productId: id, ...press })).toMatchObject({ reason: 'taken-back-since' });
    expect(count('guests')).toBe(0);
    redoChange(venue.db, venue.owner, first.changeId, venue.now());
    expect(sell(id, press).tickets).toEqual(first.tickets);
  });

  it('of a recharge recharges once', () => {
    const id = product({ starts: 'now' });
    const guestId = sell(id).tickets[0]!.guestId;
    const again = { guestId, productId: id, requestId: 'press-0002' };
    const first = recharge(venue, venue.owner, again);
    expect(first).toMatchObject({ kind: 'recharged', queued: true });
    expect(recharge(venue, venue.owner, again)).toEqual(first);
    expect(count('entitlements')).toBe(2);
    expect(count('sales')).toBe(2);
  });
});

describe('products', () => {
  it('lose their limitation when it is replaced by none', () => {
    const id = product();
    updateProduct(venue, venue.owner, { id, limitations: [] });
    expect(count('limitations')).toBe(0);
    updateProduct(venue, venue.owner, { id, limitations: [{ uptimeSec: 3600 }] });
    expect(venue.db.sqlite.prepare('select uptime_sec, devices from limitations').get()).toEqual({
      uptime_sec: 3600,
      devices: null,
    });
  });
});
