/** Shifts and what went through their drawers. */
import { desc, eq, inArray, lt, and, isNull, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { preparedValue, prepared } from '../statements';
import { cashMovements, shiftClosings, shifts } from '../schema';

export type ShiftRow = typeof shifts.$inferSelect;
export type CashMovementRow = typeof cashMovements.$inferSelect;
export type ShiftClosingRow = typeof shiftClosings.$inferSelect;

export interface ShiftWithClosing {
  readonly shift: ShiftRow;
  /** Null: still open, or closed before drawers were counted. */
  readonly closing: ShiftClosingRow | null;
}

/** Cash put in and taken out in one shift; nobody opens a drawer more often. */
const MOST_MOVEMENTS = 500;
/** Kinds of products sold in one shift. */
const MOST_PRODUCTS = 500;

const statements = preparedPer((db) => ({
  byId: db.orm
    .select({ shift: shifts, closing: shiftClosings })
    .from(shifts)
    .leftJoin(shiftClosings, eq(shiftClosings.shiftId, shifts.id))
    .where(eq(shifts.id, sql.placeholder('id')))
    .prepare(),
  open: db.orm
    .select()
    .from(shifts)
    .where(and(eq(shifts.operatorId, sql.placeholder('operatorId')), isNull(shifts.closedAtMs)))
    .prepare(),
  before: db.orm
    .select({ shift: shifts, closing: shiftClosings })
    .from(shifts)
    .leftJoin(shiftClosings, eq(shiftClosings.shiftId, shifts.id))
    .where(lt(shifts.id, sql.placeholder('beforeId')))
    .orderBy(desc(shifts.id))
    .limit(sql.placeholder('limit'))
    .prepare(),
  movements: db.orm
    .select()
    .from(cashMovements)
    .where(eq(cashMovements.shiftId, sql.placeholder('shiftId')))
    .orderBy(cashMovements.id)
    .limit(MOST_MOVEMENTS)
    .prepare(),
}));

export function findShift(db: Db, id: number): ShiftWithClosing | undefined {
  return statements(db).byId.get({ id });
}

/** `operatorId` 0: the terminal and the system. */
export function findOpenShift(db: Db, operatorId: number): ShiftRow | undefined {
  return statements(db).open.get({ operatorId });
}

/**
 * Newest first, those before shift `beforeId`.
 * @param operatorIds only of these
 */
export function listShifts(
  db: Db,
  limit: number,
  beforeId: number,
  operatorIds?: readonly number[],
): readonly ShiftWithClosing[] {
  if (operatorIds !== undefined) {
    return db.orm
      .select({ shift: shifts, closing: shiftClosings })
      .from(shifts)
      .leftJoin(shiftClosings, eq(shiftClosings.shiftId, shifts.id))
      .where(and(lt(shifts.id, beforeId), inArray(shifts.operatorId, operatorIds.slice())))
      .orderBy(desc(shifts.id))
      .limit(limit)
      .all();
  }
  return statements(db).before.all({ limit, beforeId });
}

/** Oldest first. */
export function listMovements(db: Db, shiftId: number): readonly CashMovementRow[] {
  return statements(db).movements.all({ shiftId });
}

/** What the drawer of this operator held when it was last counted; undefined: it never was. */
export function findLastCounted(db: Db, operatorId: number): { readonly countedMinor: number } | undefined {
  return prepared<[number], { readonly countedMinor: number }>(
    db.sqlite,
    `select closing.counted_minor as countedMinor from shift_closings closing join shifts on shifts.id = closing.shift_id
     where shifts.operator_id = ? order by closing.id desc limit 1`,
  ).get(operatorId);
}

/** Minor units; what was taken back is negative. */
export interface PaymentSum {
  readonly payment: 'cash' | 'card' | 'room' | 'free';
  readonly currency: string;
  readonly sold: number;
  readonly soldMinor: number;
  readonly takenBack: number;
  readonly takenBackMinor: number;
}

/** What was sold and taken back in a shift, by the way it was paid. */
export function sumPayments(db: Db, shiftId: number): readonly PaymentSum[] {
  return prepared<[number], PaymentSum>(
    db.sqlite,
    `select payment, currency, ${soldAndTakenBack} from sales where shift_id = ? group by payment, currency
     order by currency, case payment when 'cash' then 1 when 'card' then 2 when 'room' then 3 else 4 end`,
  ).all(shiftId);
}

export interface ProductSum extends Omit<PaymentSum, 'payment'> {
  readonly productName: string;
}

/** The same by product, as it was called when it was sold. */
export function sumProducts(db: Db, shiftId: number): readonly ProductSum[] {
  return prepared<[number, number], ProductSum>(
    db.sqlite,
    `select product_name as productName, currency, ${soldAndTakenBack} from sales where shift_id = ?
     group by product_name, currency order by soldMinor desc, productName limit ?`,
  ).all(shiftId, MOST_PRODUCTS);
}

const soldAndTakenBack = `
  sum(kind = 'sale') as sold, coalesce(sum(amount_minor) filter (where kind = 'sale'), 0) as soldMinor,
  sum(kind = 'reversal') as takenBack, coalesce(sum(amount_minor) filter (where kind = 'reversal'), 0) as takenBackMinor`;

/** Another price than the product's, free tickets among them. */
export interface OtherPrice {
  readonly atMs: number;
  readonly productName: string;
  readonly listPriceMinor: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
}

/** Sales of a shift at another price that nothing has taken back, oldest first. */
export function listOtherPrices(db: Db, shiftId: number, limit: number): readonly OtherPrice[] {
  return prepared<[number, number], OtherPrice>(
    db.sqlite,
    `select at_ms as atMs, product_name as productName, list_price_minor as listPriceMinor, amount_minor as amountMinor,
       currency, price_reason as reason
     from sales where shift_id = ? and kind = 'sale' and list_price_minor is not null
       and not exists (select 1 from sales reversal where reversal.reverses_sale_id = sales.id)
     order by id limit ?`,
  ).all(shiftId, limit);
}

/** The currency the drawer of this shift is counted in; undefined: nothing has gone through it. */
export function findShiftCurrency(db: Db, shiftId: number): string | undefined {
  return (
    preparedValue<[{ readonly shiftId: number }], string | null>(
      db.sqlite,
      `select coalesce(
       (select currency from cash_movements where shift_id = @shiftId order by id limit 1),
       (select currency from sales where shift_id = @shiftId order by id limit 1))`,
    ).get({ shiftId }) ?? undefined
  );
}

/** Tickets that came out of a printer once more, for this operator between two times. */
export function countReprints(db: Db, operatorName: string, fromMs: number, tillMs: number): number {
  return preparedValue<[number, number, string], number>(
    db.sqlite,
    `select coalesce(sum(json_array_length(guest_ids)), 0) from print_jobs
     where created_at_ms between ? and ? and copy = 1 and state = 'printed' and operator_name = ?`,
  ).get(fromMs, tillMs, operatorName)!;
}
