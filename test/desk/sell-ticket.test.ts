import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '../../db/seal';
import { redoChange, undoChange } from '../../db/write';
import { findGuest, findGuestByKey } from '../../db/queries/guests';
import { sellTicket, type Sold } from '../../main/desk/sell-ticket';
import { addProduct, setRetired, updateProduct, type ProductInput } from '../../main/office/products';
import type { Refusal } from '../../preload/contract/refusals';
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

describe('products', () => {
  it('get the first free F-key, and refuse one that is taken', () => {
    product();
    expect(venue.db.sqlite.prepare('select hot_key from products').pluck().all()).toEqual([1]);
    const refused = addProduct(venue, venue.owner, { ...oneDay, hotKey: 1 }) as Refusal;
    expect(refused).toMatchObject({ reason: 'hot-key-taken', field: 'hotKey' });
  });

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
