/** Shifts: opened with a float, closed with the drawer counted, and read as a report at any time in between. */
import {
  countReprints,
  findLastCounted,
  findOpenShift,
  findShift,
  findShiftCurrency,
  listMovements,
  listOtherPrices,
  listShifts as listShiftRows,
  sumPayments,
  sumProducts,
  type CashMovementRow,
  type OtherPrice,
  type PaymentSum,
  type ProductSum,
  type ShiftClosingRow,
  type ShiftRow,
  type ShiftWithClosing,
} from '../../db/queries/shifts';
import { getVenue } from '../../db/queries/venue';
import { moneyOperatorId, writeShift } from '../../db/shifts';
import type { Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';

/** Prices agreed by hand in one report; a shift with more has a product missing. */
const MOST_OTHER_PRICES = 200;

/** Cash of one shift in its currency, minor units. */
export interface Drawer {
  readonly floatMinor: number;
  readonly inMinor: number;
  readonly outMinor: number;
  readonly salesMinor: number;
  /** Never positive. */
  readonly takenBackMinor: number;
  /** What the drawer should hold: the sum of all of it. */
  readonly expectedMinor: number;
}

export interface ShiftReport {
  readonly id: number;
  readonly operatorId: number;
  readonly operatorName: string;
  readonly openedAtMs: number;
  readonly closedAtMs?: number;
  /** The drawer's; sales in another one stand in their own lines. */
  readonly currency: string;
  /** False: it began with a sale, and nobody has said what the drawer held. */
  readonly hasFloat: boolean;
  readonly drawer: Drawer;
  readonly movements: readonly Omit<CashMovementRow, 'shiftId' | 'operatorId'>[];
  readonly payments: readonly PaymentSum[];
  readonly products: readonly ProductSum[];
  readonly otherPrices: readonly OtherPrice[];
  readonly reprints: number;
  readonly closing?: ShiftClosing;
}

export interface ShiftClosing {
  readonly operatorName: string;
  readonly countedMinor: number;
  /** Counted less expected: negative is missing. */
  readonly differenceMinor: number;
  readonly pieces?: readonly Piece[];
  readonly note?: string;
}

export interface Piece {
  readonly valueMinor: number;
  readonly count: number;
}

/** The report of a shift as it stands now; a closed one never changes again. Refused: not-found. */
export function readShift(open: OpenVenue, id: number): ShiftReport | Refusal {
  const found = findShift(open.db, id);
  const isSeen = found && (open.scope?.operatorIds.includes(found.shift.operatorId) ?? true);
  return isSeen ? reportOf(open, found) : refuse('not-found', { what: 'Shift', id }, 'id');
}

function reportOf(open: OpenVenue, { shift, closing }: ShiftWithClosing): ShiftReport {
  const { db } = open;
  const currency = closing?.currency ?? findShiftCurrency(db, shift.id) ?? getVenue(db).currency;
  const movements = listMovements(db, shift.id);
  const payments = sumPayments(db, shift.id);
  return {
    id: shift.id,
    operatorId: shift.operatorId,
    operatorName: shift.operatorName,
    openedAtMs: shift.openedAtMs,
    ...(shift.closedAtMs === null ? {} : { closedAtMs: shift.closedAtMs }),
    currency,
    hasFloat: movements.some(({ kind }) => kind === 'float'),
    drawer: drawerOf(movements, payments, currency),
    movements,
    payments,
    products: sumProducts(db, shift.id),
    otherPrices: listOtherPrices(db, shift.id, MOST_OTHER_PRICES),
    reprints: closing?.reprints ?? reprintsSince(open, shift),
    ...(closing ? { closing: closingOf(closing) } : {}),
  };
}

function drawerOf(movements: readonly CashMovementRow[], payments: readonly PaymentSum[], currency: string): Drawer {
  const moved = (kind: CashMovementRow['kind']): number =>
    sum(movements.filter((one) => one.kind === kind && one.currency === currency).map((one) => one.amountMinor));
  const cash = payments.filter((one) => one.payment === 'cash' && one.currency === currency);
  const [floatMinor, inMinor, outMinor] = [moved('float'), moved('in'), moved('out')];
  const salesMinor = sum(cash.map((one) => one.soldMinor));
  const takenBackMinor = sum(cash.map((one) => one.takenBackMinor));
  const expectedMinor = floatMinor + inMinor - outMinor + salesMinor + takenBackMinor;
  return { floatMinor, inMinor, outMinor, salesMinor, takenBackMinor, expectedMinor };
}

function closingOf({ operatorName, countedMinor, expectedMinor, pieces, note }: ShiftClosingRow): ShiftClosing {
  const counted = pieces === null ? undefined : (JSON.parse(pieces) as readonly (readonly [number, number])[]);
  return {
    operatorName,
    countedMinor,
    differenceMinor: countedMinor - expectedMinor,
    ...(counted ? { pieces: counted.map(([valueMinor, count]) => ({ valueMinor, count })) } : {}),
    ...(note === null ? {} : { note }),
  };
}

function reprintsSince(open: OpenVenue, { operatorName, openedAtMs }: ShiftRow): number {
  return countReprints(open.db, operatorName, openedAtMs, open.now());
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** The actor's open shift, if there is one, and what their drawer held when it was last counted. */
export function currentShift(
  open: OpenVenue,
  actor: Actor,
): { readonly shift?: ShiftReport; readonly lastCountedMinor?: number } {
  const operatorId = moneyOperatorId(actor);
  const shift = findOpenShift(open.db, operatorId);
  const last = findLastCounted(open.db, operatorId);
  return {
    ...(shift ? { shift: reportOf(open, { shift, closing: null }) } : {}),
    ...(last ? { lastCountedMinor: last.countedMinor } : {}),
  };
}

/** Opens the actor's shift, or says the float of one that began with a sale. Refused: it has its float already. */
export function openShift(open: OpenVenue, actor: Actor, floatMinor: number): { readonly id: number } | Refusal {
  const { currency } = getVenue(open.db);
  return writeShift(open.db, actor, open.now(), (write) => {
    const id = write.openShift();
    if (listMovements(open.db, id).some(({ kind }) => kind === 'float')) return refuse('shift-open', {}, 'floatMinor');
    write.moveCash(id, {
      kind: 'float',
      amountMinor: floatMinor,
      currency: findShiftCurrency(open.db, id) ?? currency,
    });
    return { id };
  });
}

export interface MoveCashInput {
  readonly kind: 'in' | 'out';
  readonly amountMinor: number;
  readonly note: string;
}

/** Cash into the actor's drawer or out of it, beside the sales. Refused: more out than there is. */
export function moveCash(open: OpenVenue, actor: Actor, input: MoveCashInput): { readonly id: number } | Refusal {
  return writeShift(open.db, actor, open.now(), (write) => {
    const id = write.openShift();
    const { currency, drawer } = reportOf(open, findShift(open.db, id)!);
    if (input.kind === 'out' && input.amountMinor > drawer.expectedMinor)
      return refuse('drawer-too-small', {}, 'amountMinor');
    write.moveCash(id, { ...input, currency });
    return { id };
  });
}

export interface CloseShiftInput {
  readonly id: number;
  /** What the drawer was said to hold when it was counted: what happened since would be missing in the count. */
  readonly expectedMinor: number;
  readonly counted:
    { readonly kind: 'total'; readonly minor: number } | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] };
  readonly note?: string | undefined;
}

/** Refused: unknown, closed already, something was sold since the count began, a difference without a note. */
export function closeShift(open: OpenVenue, actor: Actor, input: CloseShiftInput): ShiftReport | Refusal {
  const closed = writeShift(open.db, actor, open.now(), (write) => {
    const report = readShift(open, input.id);
    if (isRefusal(report)) return report;
    if (report.closedAtMs !== undefined) return refuse('shift-closed', {}, 'id');
    const { expectedMinor } = report.drawer;
    if (expectedMinor !== input.expectedMinor) return refuse('shift-moved-on', {}, 'expectedMinor');
    const countedMinor = countOf(input.counted);
    if (countedMinor !== expectedMinor && input.note === undefined) return refuse('difference-needs-note', {}, 'note');
    const { currency, reprints } = report;
    write.close(input.id, {
      currency,
      expectedMinor,
      countedMinor,
      pieces: piecesOf(input.counted),
      note: input.note,
      reprints,
    });
    return report.id;
  });
  return isRefusal(closed) ? closed : readShift(open, closed);
}

function countOf(counted: CloseShiftInput['counted']): number {
  return counted.kind === 'total'
    ? counted.minor
    : sum(counted.pieces.map(({ valueMinor, count }) => valueMinor * count));
}

function piecesOf(counted: CloseShiftInput['counted']): readonly (readonly [number, number])[] | undefined {
  if (counted.kind === 'total') return undefined;
  return counted.pieces.filter(({ count }) => count > 0).map(({ valueMinor, count }) => [valueMinor, count]);
}

export interface ShiftLine {
  readonly id: number;
  readonly operatorName: string;
  readonly openedAtMs: number;
  readonly closedAtMs?: number;
  readonly currency: string;
  /** Cash, card and room together, less what was taken back. */
  readonly takenMinor: number;
  readonly expectedMinor: number;
  readonly countedMinor?: number;
  readonly note?: string;
}

/** Newest first; `beforeId` goes on from a page's last. */
export function listShifts(open: OpenVenue, limit: number, beforeId = Number.MAX_SAFE_INTEGER): readonly ShiftLine[] {
  return listShiftRows(open.db, limit, beforeId, open.scope?.operatorIds).map((row) => lineOf(open, row));
}

function lineOf(open: OpenVenue, { shift, closing }: ShiftWithClosing): ShiftLine {
  const currency = closing?.currency ?? findShiftCurrency(open.db, shift.id) ?? getVenue(open.db).currency;
  const payments = sumPayments(open.db, shift.id);
  const ofCurrency = payments.filter((one) => one.currency === currency);
  return {
    id: shift.id,
    operatorName: shift.operatorName,
    openedAtMs: shift.openedAtMs,
    ...(shift.closedAtMs === null ? {} : { closedAtMs: shift.closedAtMs }),
    currency,
    takenMinor: sum(ofCurrency.map((one) => one.soldMinor + one.takenBackMinor)),
    expectedMinor:
      closing?.expectedMinor ?? drawerOf(listMovements(open.db, shift.id), payments, currency).expectedMinor,
    ...(closing ? { countedMinor: closing.countedMinor } : {}),
    ...(closing?.note == null ? {} : { note: closing.note }),
  };
}
