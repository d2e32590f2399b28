/** Six weeks at the demo hotel's desk: shifts, sales, and what goes wrong and is taken back. */
import { DateTime } from 'luxon';
import type { Db } from '../open';
import { seal } from '../seal';
import { findOpenShift, sumPayments } from '../queries/shifts';
import { openShiftOf, writeShift } from '../shifts';
import { preparedValue } from '../statements';
import { redoChange, undoChange, writeChange, type Actor } from '../write';
import { checkOutHour, currency, zone, type DemoHotel, type DemoProduct } from './hotel';
import { nextPerson, nextRoom } from './people';
import { pick, pickWeighted, whole, type Random } from './random';

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Early shift, late shift: local hours. */
const shiftHours = [7, 15] as const;
const shiftLengthHours = 8;
/** What a drawer begins with. */
const floatMinor = 10_000;

/** A sale, its undo and its redo: nothing happens in the demo's future. */
const longestHappeningMs = 10 * minuteMs;

/** One guest and what they hold, as far as their sessions follow from it. */
export interface DemoStay {
  readonly guestId: number;
  readonly entitlementId: number;
  readonly username: string;
  readonly product: DemoProduct;
  readonly soldAtMs: number;
  /** Fixed at the sale; undefined: by the first login, or never. */
  readonly endsAtMs: number | undefined;
  readonly lockedAtMs: number | undefined;
}

/** What happens at the desk, and when; done in the order of time. */
interface Happening {
  readonly atMs: number;
  readonly happen: () => void;
}

/** Works `days` days at the desk up to `nowMs`; the stays whose sale stands. */
export function workAtDesk(
  db: Db,
  dataKey: Uint8Array,
  hotel: DemoHotel,
  days: number,
  nowMs: number,
  random: Random,
): readonly DemoStay[] {
  const stays: DemoStay[] = [];
  const desk = new Desk(db, dataKey, hotel, random, stays);
  const happenings = listShifts(hotel, days, nowMs).flatMap((shift) => desk.planShift(shift));
  happenings.push(...desk.planStaff(nowMs - days * 24 * hourMs), ...desk.planOffice(nowMs));
  happenings.sort((one, other) => one.atMs - other.atMs);
  for (const { atMs, happen } of happenings) if (atMs < nowMs - longestHappeningMs) happen();
  return stays;
}

interface PlannedShift {
  readonly operator: Actor;
  readonly fromMs: number;
  readonly tillMs: number;
}

function listShifts(hotel: DemoHotel, days: number, nowMs: number): readonly PlannedShift[] {
  const today = DateTime.fromMillis(nowMs, { zone }).startOf('day');
  const shifts: PlannedShift[] = [];
  for (let ago = days; ago >= 0; ago--) {
    shiftHours.forEach((hour, index) => {
      const fromMs = today.minus({ days: ago }).set({ hour }).toMillis();
      const operator = hotel.desk[(ago + index) % hotel.desk.length]!;
      shifts.push({ operator, fromMs, tillMs: fromMs + shiftLengthHours * hourMs });
    });
  }
  return shifts;
}

class Desk {
  #people = 0;
  readonly #codes = new Set<string>();
  readonly #products: ReadonlyMap<string, DemoProduct>;

  constructor(
    private readonly db: Db,
    private readonly dataKey: Uint8Array,
    private readonly hotel: DemoHotel,
    private readonly random: Random,
    private readonly stays: DemoStay[],
  ) {
    this.#products = new Map(hotel.products.map((product) => [product.name, product]));
  }

  planShift(shift: PlannedShift): readonly Happening[] {
    const { random } = this;
    const sales = Array.from({ length: whole(random, 2, 5) }, () => this.#planSale(shift));
    return [
      { atMs: shift.fromMs, happen: () => this.#openShift(shift) },
      ...sales.flat(),
      { atMs: shift.tillMs, happen: () => this.#closeShift(shift) },
    ];
  }

  #openShift({ operator, fromMs }: PlannedShift): void {
    writeShift(this.db, operator, fromMs, (write) => {
      write.moveCash(write.openShift(), { kind: 'float', amountMinor: floatMinor, currency });
    });
  }

  /** Most drawers hold what they should. */
  #closeShift({ operator, tillMs }: PlannedShift): void {
    const { id } = findOpenShift(this.db, operator.operatorId!)!;
    const cash = sumPayments(this.db, id).find(({ payment }) => payment === 'cash');
    const expectedMinor = floatMinor + (cash ? cash.soldMinor + cash.takenBackMinor : 0);
    const [differenceMinor, note] = pickWeighted<readonly [number, string?]>(this.random, [
      [[0], 9],
      [[-100, 'Wrong change, I think'], 1],
      [[50, 'A guest did not want the coins'], 1],
    ]);
    writeShift(this.db, operator, tillMs, (write) => {
      const countedMinor = expectedMinor + differenceMinor;
      write.close(id, { currency, expectedMinor, countedMinor, note, reprints: whole(this.random, 0, 2) });
    });
  }

  #planSale(shift: PlannedShift): readonly Happening[] {
    const { random } = this;
    // Not in the last quarter of an hour, so that what is taken back is so within the same shift.
    const atMs = shift.fromMs + Math.floor(random() * (shift.tillMs - shift.fromMs - 15 * minuteMs));
    const product = this.#product(
      pickWeighted(random, [
        ['Until check-out', 46],
        ['24 hours', 26],
        ['30 minutes', 12],
        ['1 week', 8],
        ['5 GB in 30 days', 8],
      ]),
    );
    const fate = pickWeighted(random, [
      ['stands', 93],
      ['taken back', 4],
      ['taken back and repeated', 3],
    ]);
    return fate === 'stands'
      ? [{ atMs, happen: () => this.stays.push(this.#sell(shift.operator, product, atMs).stay) }]
      : [{ atMs, happen: () => this.#sellAndTakeBack(shift.operator, product, atMs, fate) }];
  }

  /** The wrong key was pressed; sometimes it turns out to have been the right one. */
  #sellAndTakeBack(operator: Actor, product: DemoProduct, atMs: number, fate: string): void {
    const { stay, changeId } = this.#sell(operator, product, atMs);
    mustBeDone(undoChange(this.db, operator, changeId, atMs + minuteMs));
    if (fate === 'taken back') return;
    mustBeDone(redoChange(this.db, operator, changeId, atMs + 2 * minuteMs));
    this.stays.push(stay);
  }

  #sell(operator: Actor, product: DemoProduct, atMs: number): { stay: DemoStay; changeId: number } {
    const { random } = this;
    const walkIn = product.name === '30 minutes' || random() < 0.1;
    const person = walkIn ? undefined : nextPerson(random, this.#people++);
    const room = walkIn ? undefined : nextRoom(random);
    const nights = pickWeighted(
      random,
      [1, 2, 3, 4, 7].map((count) => [count, 8 - count] as const),
    );
    const endsAtMs = product.untilCheckOut ? checkOutAt(atMs, nights) : undefined;
    const priceMinor = this.#priceOf(product);
    const params = { product: product.name, quantity: 1, ...(room === undefined ? {} : { room }) };
    return writeChange(this.db, operator, { action: 'sell-ticket', params }, atMs, (write) => {
      const code = this.#nextCode(product.codeLength);
      const guestId = write.insert('guests', {
        domain_id: 1,
        kind: 'code',
        username: code,
        username_key: code,
        password_sealed: seal(this.dataKey, 'guest-password', code),
        display_name: person?.name ?? null,
        room: room ?? null,
        language: person?.language ?? null,
        created_at_ms: atMs,
      });
      const entitlementId = write.insert('entitlements', {
        guest_id: guestId,
        product_id: product.id,
        starts_at_ms: product.untilCheckOut ? atMs : null,
        ends_at_ms: endsAtMs ?? null,
        created_at_ms: atMs,
      });
      write.append('sales', {
        kind: 'sale',
        at_ms: atMs,
        shift_id: openShiftOf(this.db.sqlite, operator, atMs),
        operator_id: operator.operatorId,
        operator_name: operator.operatorName,
        guest_id: guestId,
        entitlement_id: entitlementId,
        product_id: product.id,
        product_name: product.name,
        amount_minor: priceMinor,
        currency,
        payment: priceMinor === 0 ? 'free' : pick(random, ['cash', 'cash', 'card', 'room']),
      });
      const stay = { guestId, entitlementId, username: code, product, soldAtMs: atMs, endsAtMs, lockedAtMs: undefined };
      return { stay, changeId: write.changeId };
    });
  }

  /** Those who work at the hotel, with a name and a password of their own. */
  planStaff(fromMs: number): readonly Happening[] {
    const staff = ['anna', 'tomás', 'yusuf', 'marta.ferri', 'chef', 'front-desk-tablet'];
    return staff.map((username, index) => {
      const atMs = fromMs + (index + 1) * 5 * minuteMs;
      return { atMs, happen: () => this.stays.push(this.#addStaff(username, atMs)) };
    });
  }

  #addStaff(username: string, atMs: number): DemoStay {
    const product = this.#product('Staff');
    const what = { action: 'add-guest', params: { name: username } } as const;
    return writeChange(this.db, this.hotel.manager, what, atMs, (write) => {
      const guestId = write.insert('guests', {
        domain_id: 1,
        kind: 'person',
        username,
        username_key: username,
        password_sealed: seal(this.dataKey, 'guest-password', this.#nextCode(10)),
        note: 'Works here',
        created_at_ms: atMs,
      });
      const entitlementId = write.insert('entitlements', {
        guest_id: guestId,
        product_id: product.id,
        created_at_ms: atMs,
      });
      return { guestId, entitlementId, username, product, soldAtMs: atMs, endsAtMs: undefined, lockedAtMs: undefined };
    });
  }

  /** What the manager changed meanwhile, among it a price that did not last. */
  planOffice(nowMs: number): readonly Happening[] {
    const dayMs = 24 * hourMs;
    return [
      { atMs: nowMs - 20 * dayMs, happen: () => void this.#setPrice('1 week', 2_200, nowMs - 20 * dayMs) },
      { atMs: nowMs - 3 * dayMs, happen: () => this.#tryPrice('24 hours', 900, nowMs - 3 * dayMs) },
      { atMs: nowMs - 2 * dayMs, happen: () => this.#lockSomebody(nowMs - 2 * dayMs) },
    ];
  }

  #setPrice(name: string, priceMinor: number, atMs: number): number {
    const { id } = this.#product(name);
    return writeChange(this.db, this.hotel.manager, { action: 'update-product', params: { name } }, atMs, (write) => {
      write.update('products', id, { price_minor: priceMinor });
      return write.changeId;
    });
  }

  #tryPrice(name: string, priceMinor: number, atMs: number): void {
    const changeId = this.#setPrice(name, priceMinor, atMs);
    mustBeDone(undoChange(this.db, this.hotel.owner, changeId, atMs + 7 * minuteMs));
  }

  #lockSomebody(atMs: number): void {
    const index = this.stays.length - 3;
    const stay = this.stays[index]!;
    this.stays[index] = { ...stay, lockedAtMs: atMs };
    const what = { action: 'lock-guest', params: { name: stay.username } } as const;
    writeChange(this.db, this.hotel.manager, what, atMs, (write) => {
      write.update('guests', stay.guestId, {
        locked_at_ms: atMs,
        note: 'Torrents at night; asked to come by the desk',
      });
    });
  }

  /** What it costs on that day: prices change meanwhile. */
  #priceOf({ id }: DemoProduct): number {
    return preparedValue<[number], number>(this.db.sqlite, 'select price_minor from products where id = ?').get(id)!;
  }

  #product(name: string): DemoProduct {
    const product = this.#products.get(name);
    if (!product) throw new Error(`The demo hotel does not sell "${name}"`);
    return product;
  }

  #nextCode(length: number): string {
    const code = Array.from({ length }, () => codeSymbols.charAt(whole(this.random, 0, codeSymbols.length - 1))).join(
      '',
    );
    if (this.#codes.has(code)) return this.#nextCode(length);
    this.#codes.add(code);
    return code;
  }
}

/** As the desk makes them: no look-alikes, no vowels. From the seeded source: the demo's codes open a demo only. */
const codeSymbols = '23456789bcdfghjkmnpqrstvwxyz';

function checkOutAt(soldAtMs: number, nights: number): number {
  return DateTime.fromMillis(soldAtMs, { zone })
    .startOf('day')
    .plus({ days: nights })
    .set({ hour: checkOutHour })
    .toMillis();
}

function mustBeDone(outcome: { readonly kind: string }): void {
  if (outcome.kind !== 'done') throw new Error(`The demo's history was refused: ${JSON.stringify(outcome)}`);
}
