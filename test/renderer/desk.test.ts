/** The rules of the desk that need no screen: which presses count, what is left, what is asked, what is said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentKind } from '../../preload/contract/desk';
import { viewFault } from '../../preload/contract/faults';
import { changeDue } from '../../renderer/desk/change';
import { checkOutDays, dayAfter, nightsUntil } from '../../renderer/desk/check-out';
import { codeGroups, spellOut } from '../../renderer/desk/code-groups';
import { functionKeyOf } from '../../renderer/desk/hot-keys';
import { leftNow } from '../../renderer/desk/left';
import { paperOfSale, worstPaper } from '../../renderer/desk/paper-state';
import type { Product, SaleAnswer, SessionRow, TicketRow } from '../../renderer/desk/rows';
import {
  askedPrice,
  blankOptions,
  isBlank,
  needsReason,
  saleInput,
  topUpInput,
  type AskedPrice,
} from '../../renderer/desk/sale-options';
import { bounceMs, countsAsPress, nextSaleState, noSale, type Press } from '../../renderer/desk/sale-state';
import { questionAbout } from '../../renderer/desk/take-back-question';
import { readableOn, relativeLuminance } from '../../renderer/desk/tile-color';
import { neighbours } from '../../renderer/desk/tile-neighbours';

const product = (more: Partial<Product> = {}): Product => ({
  id: 1,
  name: '1 day',
  priceMinor: 500,
  currency: 'EUR',
  starts: 'first-login',
  untilCheckOut: false,
  limitations: [],
  atSessionLimit: 'refuse',
  atDeviceLimit: 'refuse',
  bindFirstDevice: false,
  pinned: false,
  hidden: false,
  color: '#0b6470',
  codeAlphabet: 'mixed',
  codeLength: 6,
  retired: false,
  sentence: '',
  ...more,
});

const press = (order: number, more: Partial<Press> = {}): Press => ({
  requestId: `request-${order}`,
  product: product(),
  options: blankOptions,
  guest: undefined,
  order,
  ...more,
});

const answer = (changeId: number): SaleAnswer => ({
  tickets: [],
  print: { state: 'printed' },
  changeId,
  productName: '1 day',
  totalMinor: 500,
  currency: 'EUR',
});

const ticket = (more: Partial<TicketRow> = {}): TicketRow => ({
  guestId: 1,
  changeId: 7,
  code: 'k7mn4p',
  productName: '1 day',
  sentence: '',
  priceMinor: 500,
  currency: 'EUR',
  soldAtMs: 0,
  operatorName: 'Olivia',
  soldTogether: 1,
  undone: false,
  used: false,
  online: false,
  locked: false,
  print: { state: 'none' },
  ...more,
});

const session = (more: Partial<SessionRow> = {}): SessionRow => ({
  id: 1,
  username: 'k7mn4p',
  routerId: 1,
  acctSessionId: '80100014',
  macAddress: '02:00:00:00:01:01',
  startedAtMs: 0,
  lastHeardAtMs: 0,
  uploadBytes: 0,
  downloadBytes: 0,
  sessionTimeSec: 0,
  silent: false,
  ...more,
});

describe('a press', () => {
  it('counts once: again only after the bounce, and not while the same product is being sold', () => {
    expect(countsAsPress(1, 1_000, undefined, noSale)).toBe(true);
    expect(countsAsPress(1, 1_000 + bounceMs - 1, 1_000, noSale)).toBe(false);
    expect(countsAsPress(1, 1_000 + bounceMs, 1_000, noSale)).toBe(true);
    const selling = nextSaleState(noSale, { kind: 'pressed', press: press(1) });
    expect(countsAsPress(1, 60_000, 1_000, selling)).toBe(false);
    expect(countsAsPress(2, 60_000, undefined, selling)).toBe(true);
  });

  it('that was refused is no sale: the next one counts at once, and what was said goes', () => {
    const problem = { kind: 'refused', sentence: 'A reason is missing.', params: {} } as const;
    const refused = nextSaleState(noSale, { kind: 'failed', press: press(1), problem });
    expect(countsAsPress(1, 1_050, 1_000, refused)).toBe(true);
    expect(countsAsPress(2, 1_050, 1_000, refused)).toBe(false);
    const again = nextSaleState(refused, { kind: 'pressed', press: press(2) });
    expect(again.notSold).toEqual([]);
    expect(countsAsPress(1, 1_100, 1_050, { ...again, inFlight: [] })).toBe(false);
  });

  it('of a key is one of F1 to F12 without any other key held', () => {
    const key = (name: string, held: object = {}) =>
      functionKeyOf({ key: name, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held });
    expect(['F1', 'F9', 'F10', 'F12'].map((name) => key(name))).toEqual([1, 9, 10, 12]);
    expect(['F13', 'F0', 'F', '1', 'f1'].map((name) => key(name))).toEqual(Array(5).fill(undefined));
    expect(key('F4', { altKey: true })).toBeUndefined();
  });

  it('sends what was filled in, and nothing that was left blank', () => {
    expect(saleInput(product(), { ...blankOptions, room: '  ', checkOutDate: '2026-11-25' }, 'request-1')).toEqual({
      productId: 1,
      quantity: 1,
      requestId: 'request-1',
    });
    expect(saleInput(product(), blankOptions, 'request-1', false)).toMatchObject({ print: false });
    const filled = {
      ...blankOptions,
      room: ' 12 ',
      displayName: 'Ada',
      quantity: 2,
      checkOutDate: '2026-11-25',
      language: 'it',
    } as const;
    expect(saleInput(product({ untilCheckOut: true }), filled, 'request-2')).toEqual({
      productId: 1,
      quantity: 2,
      checkOutDate: '2026-11-25',
      room: '12',
      displayName: 'Ada',
      language: 'it',
      requestId: 'request-2',
    });
    expect(isBlank({ ...blankOptions, payment: 'card' })).toBe(false);
    expect(isBlank({ ...blankOptions, price: '3' })).toBe(false);
    expect(isBlank({ ...blankOptions, checkOutDate: '2026-11-25' })).toBe(false);
    expect(isBlank({ ...blankOptions, room: ' ' })).toBe(true);
    expect(isBlank({ ...blankOptions, language: 'it' })).toBe(false);
  });
});

describe('another price', () => {
  const typed = (price: string, payment: PaymentKind = 'cash'): AskedPrice =>
    askedPrice({ ...blankOptions, price, payment }, 'EUR');

  it('is read as it is typed, and what is no price is never sold for', () => {
    expect(typed('  ')).toEqual({ kind: 'own' });
    expect(typed('3,50')).toEqual({ kind: 'other', priceMinor: 350 });
    expect(typed('0')).toEqual({ kind: 'other', priceMinor: 0 });
    for (const text of ['x', '-1', '3.505', '1000001']) expect(typed(text), text).toEqual({ kind: 'unreadable' });
    expect(askedPrice({ ...blankOptions, price: '3,50' }, 'JPY')).toEqual({ kind: 'unreadable' });
  });

  it('costs nothing where it is free, whatever was typed before', () => {
    expect(typed('3,50', 'free')).toEqual({ kind: 'other', priceMinor: 0 });
    const given = { ...blankOptions, price: '3,50', payment: 'free', reason: ' for the wait ' } as const;
    expect(saleInput(product(), given, 'request-1')).toEqual({
      ...{ productId: 1, quantity: 1, requestId: 'request-1', payment: 'free', priceReason: 'for the wait' },
    });
  });

  it('goes with its reason, which is not sent where the price is the product’s own', () => {
    const cheaper = { ...blankOptions, price: '3', reason: 'regular' };
    expect(saleInput(product(), cheaper, 'request-1')).toMatchObject({ priceMinor: 300, priceReason: 'regular' });
    const own = saleInput(product(), { ...blankOptions, reason: 'regular' }, 'request-1');
    expect(own).toEqual({ productId: 1, quantity: 1, requestId: 'request-1' });
    expect([needsReason(cheaper), needsReason(blankOptions)]).toEqual([true, false]);
  });
});

describe('a press while a guest is open', () => {
  it('gives the product to the guest, who is asked for neither room nor number', () => {
    const options = { ...blankOptions, room: '12', displayName: 'Ada', quantity: 3, language: 'it' } as const;
    expect(topUpInput(product(), { ...options, payment: 'card' }, 'request-1', 7)).toEqual({
      ...{ guestId: 7, productId: 1, requestId: 'request-1', payment: 'card' },
    });
  });

  it('is no ticket on the panel, and no longer under way', () => {
    const toGuest = press(1, { guest: { id: 7, name: 'Ada' } });
    const selling = nextSaleState(noSale, { kind: 'pressed', press: toGuest });
    expect(selling.inFlight).toEqual([toGuest]);
    expect(nextSaleState(selling, { kind: 'topped-up', press: toGuest })).toEqual(noSale);
  });
});

describe('the days of check-out', () => {
  const rome = { timeZone: 'Europe/Rome', checkOutMinute: 660 };
  const dates = (nowMs: number, venue = rome): string[] => checkOutDays(nowMs, venue).map(({ date }) => date);

  it('begin tomorrow once the guests of today have left, and go on for a week', () => {
    const days = checkOutDays(Date.UTC(2026, 10, 22, 14), rome);
    expect(days[0]).toEqual({ date: '2026-11-23', nights: 1 });
    expect(days.at(-1)).toEqual({ date: '2026-11-29', nights: 7 });
  });

  it('begin today for whoever arrives after midnight, by the clock of the venue', () => {
    expect(dates(Date.UTC(2026, 10, 21, 23, 30))[0]).toBe('2026-11-22');
    expect(dates(Date.UTC(2026, 10, 22, 9, 59))[0]).toBe('2026-11-22');
    expect(dates(Date.UTC(2026, 10, 22, 10, 0))[0]).toBe('2026-11-23');
    expect(dates(Date.UTC(2026, 10, 22, 14), { ...rome, timeZone: 'Pacific/Auckland' })[0]).toBe('2026-11-23');
  });

  it('count nights over a change of the clock, and no day that cannot be sold', () => {
    const nowMs = Date.UTC(2026, 9, 24, 14);
    expect(nightsUntil('2026-10-26', nowMs, rome)).toBe(2);
    expect(nightsUntil('2026-10-24', nowMs, rome)).toBe(0);
    for (const date of ['2026-10-23', '2027-10-25', '0202-10-26', '', '2026-13-01']) {
      expect(nightsUntil(date, nowMs, rome), date).toBeUndefined();
    }
    expect(dayAfter(nowMs, rome, 1)).toBe('2026-10-25');
  });
});

describe('the panel', () => {
  it('keeps the ticket of the latest press when answers overtake each other', () => {
    let state = [press(1), press(2)].reduce(
      (now, each) => nextSaleState(now, { kind: 'pressed', press: each }),
      noSale,
    );
    state = nextSaleState(state, { kind: 'answered', press: press(2), answer: answer(22) });
    state = nextSaleState(state, { kind: 'answered', press: press(1), answer: answer(11) });
    expect(state.sold?.answer.changeId).toBe(22);
    expect(state.inFlight).toEqual([]);
  });

  it('shows a failed press until it is dismissed or tried again, and at most three of them', () => {
    const problem = { kind: 'gone', sentence: 'Gatehouse does not answer.', params: {} } as const;
    let state = [1, 2, 3, 4].reduce(
      (now, order) => nextSaleState(now, { kind: 'failed', press: press(order), problem }),
      noSale,
    );
    expect(state.notSold.map((failed) => failed.press.order)).toEqual([2, 3, 4]);
    state = nextSaleState(state, { kind: 'pressed', press: press(3) });
    state = nextSaleState(state, { kind: 'dismissed', requestId: 'request-4' });
    expect(state.notSold.map((failed) => failed.press.order)).toEqual([2]);
  });
});

describe('paper', () => {
  it('is what the tickets say now; before they are listed, what the sale was answered', () => {
    expect(paperOfSale({ state: 'queued' }, [])).toEqual({ kind: 'printing' });
    expect(paperOfSale({ state: 'no-printer' }, [ticket()])).toEqual({ kind: 'no-printer' });
    expect(paperOfSale({ state: 'queued' }, [ticket({ print: { state: 'printed' } })])).toEqual({ kind: 'printed' });
  });

  it('of several tickets is the one that most needs a hand', () => {
    const fault = viewFault('PRINTER_NO_PAPER', { printer: 'Reception' });
    const rows = [ticket({ print: { state: 'printed' } }), ticket({ print: { state: 'failed', fault } })];
    expect(paperOfSale({ state: 'queued' }, rows)).toEqual({ kind: 'failed', fault });
    expect(worstPaper([{ kind: 'printed' }, { kind: 'printing' }])).toEqual({ kind: 'printing' });
    expect(worstPaper([])).toEqual({ kind: 'none' });
  });
});

describe('taking back', () => {
  it('asks nothing about a ticket that nobody has used', () => {
    expect(questionAbout(7, [ticket(), ticket({ changeId: 8, used: true })], true)).toBeUndefined();
  });

  it('asks when it was used, and says how many are online', () => {
    const rows = [ticket({ used: true, online: true }), ticket({ used: true }), ticket()];
    expect(questionAbout(7, rows, false)).toEqual({ changeId: 7, tickets: 3, used: 2, online: 1 });
  });

  it('of one ticket out of several says that all are taken back; of the whole sale it does not ask', () => {
    const rows = [ticket(), ticket()];
    expect(questionAbout(7, rows, true)).toEqual({ changeId: 7, tickets: 2, used: 0, online: 0 });
    expect(questionAbout(7, rows, false)).toBeUndefined();
  });
});

describe('what is left', () => {
  const askedAtMs = 1_000_000;

  it('runs on between two answers, never below nothing, and stands still while nobody hears of the guest', () => {
    const left = (more: Partial<SessionRow>, passedSec: number) =>
      leftNow(session(more), undefined, askedAtMs, askedAtMs + passedSec * 1_000).timeSec;
    expect(left({ timeLeftSec: 100 }, 40)).toBe(60);
    expect(left({ timeLeftSec: 100 }, 140)).toBe(0);
    expect(left({ timeLeftSec: 100 }, -5)).toBe(100);
    expect(left({ timeLeftSec: 100, silent: true }, 40)).toBe(100);
    expect(left({}, 40)).toBeUndefined();
  });

  it('is a share of what the product gives, where it gives a fixed amount', () => {
    const limits = product({ validForSec: 400, limitations: [{ id: 1, totalQuotaBytes: 1_000 }] });
    const given = leftNow(session({ timeLeftSec: 100, bytesLeft: 250 }), limits, askedAtMs, askedAtMs);
    expect(given).toEqual({ timeSec: 100, timeShare: 0.25, bytes: 250, bytesShare: 0.25 });
    // The product was made smaller after the sale.
    expect(leftNow(session({ timeLeftSec: 900 }), limits, askedAtMs, askedAtMs).timeShare).toBe(1);
    expect(leftNow(session({ timeLeftSec: 100 }), product(), askedAtMs, askedAtMs).timeShare).toBeUndefined();
  });
});

describe('a code', () => {
  it('is shown in even groups of three or four that join to the code itself', () => {
    expect(['k7mn4', 'k7mn4p', 'k7mn4px2', '1234567890'].map((code) => codeGroups(code).join(' '))).toEqual([
      'k7mn4',
      'k7m n4p',
      'k7mn 4px2',
      '1234 567 890',
    ]);
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 16, unit: fc.constantFrom('a', 'b', 'c', '2', '3', '4') }),
        (code) => {
          const groups = codeGroups(code);
          expect(groups.join('')).toBe(code);
          expect(groups.every(({ length }) => length === 3 || length === 4)).toBe(true);
        },
      ),
    );
  });

  it('is spelled letter by letter', () => {
    expect(spellOut('k7m')).toBe('k, 7, m');
  });
});

describe('the money of a sale', () => {
  it('is cash unless something else was chosen; a free ticket takes its reason along, nothing else does', () => {
    const input = (payment: 'card' | 'free') =>
      saleInput(product(), { ...blankOptions, payment, reason: ' apology ' }, 'request-1');
    expect(input('card')).toMatchObject({ payment: 'card' });
    expect(input('card')).not.toHaveProperty('priceReason');
    expect(input('free')).toMatchObject({ payment: 'free', priceReason: 'apology' });
  });

  it('gives change on what was handed over, and says what is missing', () => {
    expect(changeDue('20', 1_250, 'EUR')).toBe(750);
    expect(changeDue('12,50', 1_250, 'EUR')).toBe(0);
    expect(changeDue('10', 1_250, 'EUR')).toBe(-250);
    expect(changeDue('', 1_250, 'EUR')).toBeUndefined();
    expect(changeDue('2000', 1_250, 'JPY')).toBe(750);
  });
});

describe('tiles', () => {
  it('move by one place among their kind, and stay where it ends', () => {
    const [star, first, second, third] = [1, 2, 3, 4].map((id) => product({ id, pinned: id === 1 }));
    const products = [star!, first!, second!, third!];
    expect(neighbours(products, star!)).toEqual({ earlier: undefined, later: undefined });
    expect(neighbours(products, first!)).toEqual({
      earlier: undefined,
      later: { kind: 'move', id: 2, beforeId: 4 },
    });
    expect(neighbours(products, second!)).toEqual({
      earlier: { kind: 'move', id: 3, beforeId: 2 },
      later: { kind: 'move', id: 3, beforeId: null },
    });
    expect(neighbours(products, third!)).toEqual({ earlier: { kind: 'move', id: 4, beforeId: 3 }, later: undefined });
  });

  it('can be read in every colour (WCAG 2.2, 1.4.3: at least 4.5 to 1)', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (...channels) => {
        const color = `#${channels.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
        const [dark, light] = [relativeLuminance(color), relativeLuminance(readableOn(color))].toSorted(
          (a, b) => a - b,
        );
        expect((light! + 0.05) / (dark! + 0.05)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});
