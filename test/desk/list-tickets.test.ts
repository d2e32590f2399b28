import { afterEach, beforeEach, expect, it } from 'vitest';
import { redoChange, undoChange } from '../../db/write';
import { listTickets } from '../../main/desk/list-tickets';
import { sellTicket } from '../../main/desk/sell-ticket';
import { addProduct } from '../../main/office/products';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

function sellTwo() {
  const product = addProduct(venue, venue.owner, { name: '1 day', priceMinor: 500, starts: 'first-login' });
  if ('kind' in product) throw new Error(product.reason);
  const sold = sellTicket(venue, venue.owner, { productId: product.id, quantity: 2, nights: 1 });
  if (sold.kind === 'refused') throw new Error(sold.reason);
  return sold;
}

it('a ticket that was taken back and brought back is undone by the change that sold it, however often', () => {
  const { changeId, tickets } = sellTwo();
  for (let round = 0; round < 2; round++) {
    expect(undoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect(listTickets(venue, 10)).toEqual([
      expect.objectContaining({ changeId, undone: true }),
      expect.objectContaining({ changeId, undone: true }),
    ]);
    expect(redoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ kind: 'done' });
    const rows = listTickets(venue, 10);
    expect(rows.map(({ code }) => code).toSorted()).toEqual(tickets.map(({ code }) => code).toSorted());
    for (const row of rows) expect(row).toMatchObject({ changeId, soldTogether: 2, undone: false });
  }
});
