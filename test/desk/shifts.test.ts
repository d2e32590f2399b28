import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoChange, type Actor } from '../../db/write';
import { addJob, updateJob } from '../../db/queries/print-jobs';
import { sellTicket, type SellTicketInput, type Sold } from '../../main/desk/sell-ticket';
import {
  closeShift,
  currentShift,
  listShifts,
  moveCash,
  openShift,
  readShift,
  type CloseShiftInput,
  type ShiftReport,
} from '../../main/desk/shifts';
import { addProduct } from '../../main/office/products';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let dayId: number;
beforeEach(() => {
  venue = openTestVenue();
  const made = addProduct(venue, venue.owner, { name: '1 day', priceMinor: 500, starts: 'now', validForSec: 86_400 });
  if ('kind' in made) throw new Error(made.reason);
  dayId = made.id;
});
afterEach(() => venue.close());

const dora: Actor = { operatorId: 77, operatorName: 'Dora', via: 'window' };

function sell(more: Partial<SellTicketInput> = {}, actor: Actor = venue.owner): Sold {
  const sold = sellTicket(venue, actor, { productId: dayId, quantity: 1, ...more });
  if (sold.kind === 'refused') throw new Error(sold.reason);
  return sold;
}

function current(actor: Actor = venue.owner): ShiftReport {
  const { shift } = currentShift(venue, actor);
  if (!shift) throw new Error('no shift is open');
  return shift;
}

function close(countedMinor: number, more: Partial<CloseShiftInput> = {}, actor: Actor = venue.owner) {
  const { id, drawer } = current(actor);
  const counted = { kind: 'total', minor: countedMinor } as const;
  return closeShift(venue, actor, { id, expectedMinor: drawer.expectedMinor, counted, ...more });
}

describe('the drawer of a shift', () => {
  it('should hold its float, cash sales, what was put in, less what was taken out and given back', () => {
    openShift(venue, venue.owner, 10_000);
    sell({ quantity: 3 });
    undoChange(venue.db, venue.owner, sell().changeId, venue.now());
    moveCash(venue, venue.owner, { kind: 'in', amountMinor: 2_000, note: 'change from the bank' });
    moveCash(venue, venue.owner, { kind: 'out', amountMinor: 700, note: 'stamps' });
    expect(current().drawer).toEqual({
      floatMinor: 10_000,
      inMinor: 2_000,
      outMinor: 700,
      salesMinor: 2_000,
      takenBackMinor: -500,
      expectedMinor: 12_800,
    });
  });

  it('holds nothing of what was paid by card, put on the room or given away', () => {
    openShift(venue, venue.owner, 10_000);
    sell({ payment: 'card' });
    sell({ payment: 'room' });
    sell({ payment: 'free', priceReason: 'apology' });
    expect(current().drawer.expectedMinor).toBe(10_000);
    expect(current().payments.map(({ payment, sold, soldMinor }) => [payment, sold, soldMinor])).toEqual([
      ['card', 1, 500],
      ['room', 1, 500],
      ['free', 1, 0],
    ]);
  });

  it('lets no more cash out than it holds', () => {
    openShift(venue, venue.owner, 100);
    expect(moveCash(venue, venue.owner, { kind: 'out', amountMinor: 101, note: 'bank' })).toMatchObject({
      reason: 'drawer-too-small',
    });
    expect(moveCash(venue, venue.owner, { kind: 'out', amountMinor: 100, note: 'bank' })).toMatchObject({ id: 1 });
    expect(current().drawer.expectedMinor).toBe(0);
  });

  it('counts in the currency it began with, also after the venue has changed its own', () => {
    openShift(venue, venue.owner, 1_000);
    sell();
    venue.db.sqlite.prepare("update venue set currency = 'CHF'").run();
    sell();
    expect(current()).toMatchObject({ currency: 'EUR', drawer: { expectedMinor: 1_500 } });
    expect(current().payments.map(({ currency, soldMinor }) => [currency, soldMinor])).toEqual([
      ['CHF', 500],
      ['EUR', 500],
    ]);
  });
});

describe('opening a shift', () => {
  it('is not needed to sell: the first sale opens one, and its float may be said later', () => {
    sell();
    expect(current().hasFloat).toBe(false);
    expect(openShift(venue, venue.owner, 5_000)).toEqual({ id: current().id });
    expect(current()).toMatchObject({ hasFloat: true, drawer: { expectedMinor: 5_500 } });
  });

  it('with a float happens once', () => {
    openShift(venue, venue.owner, 5_000);
    expect(openShift(venue, venue.owner, 6_000)).toMatchObject({ reason: 'shift-open' });
    expect(current().drawer.floatMinor).toBe(5_000);
  });

  it('remembers what the drawer of this operator held last, and not that of another', () => {
    openShift(venue, venue.owner, 5_000);
    close(5_000);
    expect(currentShift(venue, venue.owner)).toEqual({ lastCountedMinor: 5_000 });
    expect(currentShift(venue, dora)).toEqual({});
  });
});

describe('closing a shift', () => {
  it('keeps what was counted, piece by piece, beside what was expected', () => {
    openShift(venue, venue.owner, 5_000);
    sell();
    const pieces = [
      { valueMinor: 2_000, count: 2 },
      { valueMinor: 1_000, count: 0 },
      { valueMinor: 500, count: 3 },
    ];
    const closed = close(0, { counted: { kind: 'pieces', pieces } });
    expect(closed).toMatchObject({
      drawer: { expectedMinor: 5_500 },
      closing: {
        operatorName: 'Olivia',
        countedMinor: 5_500,
        differenceMinor: 0,
        pieces: [
          { valueMinor: 2_000, count: 2 },
          { valueMinor: 500, count: 3 },
        ],
      },
      closedAtMs: sundayEvening,
    });
    expect(currentShift(venue, venue.owner).shift).toBeUndefined();
  });

  it('asks for a word about a difference, and closes nothing without', () => {
    openShift(venue, venue.owner, 5_000);
    expect(close(4_900)).toMatchObject({ reason: 'difference-needs-note' });
    expect(current().closedAtMs).toBeUndefined();
    expect(close(4_900, { note: 'gave wrong change' })).toMatchObject({
      closing: { differenceMinor: -100, note: 'gave wrong change' },
    });
  });

  it('is refused when something was sold while the drawer was being counted', () => {
    openShift(venue, venue.owner, 5_000);
    const counted = current().drawer.expectedMinor;
    sell();
    expect(close(5_000, { expectedMinor: counted })).toMatchObject({ reason: 'shift-moved-on' });
    expect(current().closedAtMs).toBeUndefined();
  });

  it('happens once', () => {
    const { id } = (sell(), current());
    close(500);
    const again = { id, expectedMinor: 500, counted: { kind: 'total', minor: 500 } } as const;
    expect(closeShift(venue, venue.owner, again)).toMatchObject({ reason: 'shift-closed' });
    expect(closeShift(venue, venue.owner, { ...again, id: 999 })).toMatchObject({ reason: 'not-found' });
  });

  it('leaves what comes after to the next shift: a sale taken back later is the later shift’s money', () => {
    const { changeId } = sell();
    const { id } = current();
    close(500);
    const before = readShift(venue, id);
    undoChange(venue.db, venue.owner, changeId, venue.now());
    expect(readShift(venue, id)).toEqual(before);
    expect(current().id).not.toBe(id);
    expect(current().drawer).toMatchObject({ takenBackMinor: -500, expectedMinor: -500 });
  });

  it('of one operator leaves the shift of another open, also one left open overnight', () => {
    sell({}, dora);
    venue.setNow(sundayEvening + 14 * 3_600_000);
    sell();
    close(500);
    expect(current(dora)).toMatchObject({ operatorName: 'Dora', openedAtMs: sundayEvening });
    const byManager = closeShift(venue, venue.owner, {
      id: current(dora).id,
      expectedMinor: 500,
      counted: { kind: 'total', minor: 500 },
    });
    expect(byManager).toMatchObject({ operatorName: 'Dora', closing: { operatorName: 'Olivia' } });
  });
});

describe('the report of a shift', () => {
  it('says what was sold by product and what was taken back', () => {
    sell({ quantity: 2 });
    undoChange(venue.db, venue.owner, sell().changeId, venue.now());
    expect(current().products).toEqual([
      { productName: '1 day', currency: 'EUR', sold: 3, soldMinor: 1_500, takenBack: 1, takenBackMinor: -500 },
    ]);
  });

  it('lists other prices with their reasons, but not those taken back', () => {
    sell({ priceMinor: 300, priceReason: 'regular guest' });
    sell({ payment: 'free', priceReason: 'apology' });
    undoChange(venue.db, venue.owner, sell({ priceMinor: 1, priceReason: 'typing error' }).changeId, venue.now());
    expect(
      current().otherPrices.map(({ listPriceMinor, amountMinor, reason }) => [listPriceMinor, amountMinor, reason]),
    ).toEqual([
      [500, 300, 'regular guest'],
      [500, 0, 'apology'],
    ]);
  });

  it('counts tickets printed again by this operator in this shift, and only those that came out', () => {
    sell();
    const job = { printerId: 1, printerName: 'Reception', guestIds: [1, 2], copy: true, operatorName: 'Olivia' };
    const print = (more: Partial<typeof job>, state: 'printed' | 'failed'): void => {
      const id = addJob(venue.db, { ...job, ...more }, venue.now());
      updateJob(venue.db, id, { state, attempts: 1, faultCode: null, finishedAtMs: venue.now(), fallback: null });
    };
    print({}, 'printed');
    print({}, 'failed');
    print({ copy: false }, 'printed');
    print({ operatorName: 'Dora' }, 'printed');
    expect(current().reprints).toBe(2);
    const closed = close(500) as ShiftReport;
    venue.setNow(sundayEvening + 60_000);
    print({}, 'printed');
    expect(readShift(venue, closed.id)).toMatchObject({ reprints: 2 });
  });

  it('stands in the list, newest first, page by page', () => {
    for (const counted of [500, 400, 500]) {
      sell();
      close(counted, { note: counted === 500 ? undefined : 'lost a coin' });
    }
    sell({ payment: 'card' });
    const rows = listShifts(venue, 2);
    expect(
      rows.map(({ takenMinor, expectedMinor, countedMinor }) => [takenMinor, expectedMinor, countedMinor]),
    ).toEqual([
      [500, 0, undefined],
      [500, 500, 500],
    ]);
    expect(listShifts(venue, 2, rows.at(-1)!.id).map(({ countedMinor, note }) => [countedMinor, note])).toEqual([
      [400, 'lost a coin'],
      [500, undefined],
    ]);
  });
});
