/** Money taken, and the tickets it was taken for. */
import { and, asc, desc, eq, getTableColumns, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { guestsInScope, type Scope } from './scope';
import { changes, guests, sales } from '../schema';

export type SaleRow = typeof sales.$inferSelect;

const isNewestOfTicket = sql`not exists (
  select 1 from sales newer where newer.guest_id = ${sales.guestId} and newer.entitlement_id = ${sales.entitlementId}
    and newer.kind = 'sale' and newer.id > ${sales.id})`;

const statements = preparedPer((db) => ({
  // A redone sale is a new row for the same guest: the newest row of kind 'sale' per guest is the ticket.
  newest: db.orm
    .select()
    .from(sales)
    .where(and(eq(sales.kind, 'sale'), isNewestOfTicket))
    .orderBy(desc(sales.id))
    .limit(sql.placeholder('limit'))
    .prepare(),
  inForce: db.orm
    .select()
    .from(sales)
    .where(
      and(
        eq(sales.guestId, sql.placeholder('guestId')),
        eq(sales.entitlementId, sql.placeholder('entitlementId')),
        eq(sales.kind, 'sale'),
        sql`not exists (select 1 from sales reversal where reversal.reverses_sale_id = sales.id)`,
      ),
    )
    .orderBy(desc(sales.id))
    .limit(1)
    .prepare(),
  ofPress: db.orm
    .select({ sale: sales, action: changes.action })
    .from(sales)
    .innerJoin(changes, eq(changes.id, sales.changeId))
    .where(
      and(
        isNotNull(sales.requestId),
        eq(sales.requestId, sql.placeholder('requestId')),
        eq(sales.operatorId, sql.placeholder('operatorId')),
      ),
    )
    .orderBy(asc(sales.id))
    .prepare(),
  lastOfGuest: db.orm
    .select()
    .from(sales)
    .where(and(eq(sales.guestId, sql.placeholder('guestId')), eq(sales.kind, 'sale')))
    .orderBy(desc(sales.id))
    .limit(1)
    .prepare(),
}));

/**
 * The last sales, newest first, each ticket once.
 * @param scope only of guests within; a ticket that was taken back has no guest any more
 */
export function listNewestSales(db: Db, limit: number, scope?: Scope): readonly SaleRow[] {
  if (scope !== undefined) return listNewestWithin(db, limit, scope);
  return statements(db).newest.all({ limit });
}

function listNewestWithin(db: Db, limit: number, scope: Scope): readonly SaleRow[] {
  return db.orm
    .select(getTableColumns(sales))
    .from(sales)
    .innerJoin(guests, eq(guests.id, sales.guestId))
    .where(and(eq(sales.kind, 'sale'), isNewestOfTicket, guestsInScope(scope)))
    .orderBy(desc(sales.id))
    .limit(limit)
    .all();
}

export function findLastSale(db: Db, guestId: number): SaleRow | undefined {
  return statements(db).lastOfGuest.get({ guestId });
}

/** What a press of this operator has sold, in order, with the action it did; empty: nothing yet. */
export function listSalesOfPress(
  db: Db,
  operatorId: number,
  requestId: string,
): readonly { readonly sale: SaleRow; readonly action: string }[] {
  return statements(db).ofPress.all({ operatorId, requestId });
}

/** The sale of an entitlement that nothing has taken back; undefined: given away, or taken back. */
export function findSaleInForce(db: Db, guestId: number, entitlementId: number): SaleRow | undefined {
  return statements(db).inForce.get({ guestId, entitlementId });
}

/** Of these sales, those that a reversal took back. */
export function listReversed(db: Db, saleIds: readonly number[]): ReadonlySet<number> {
  if (saleIds.length === 0) return new Set();
  const rows = db.orm
    .select({ id: sales.reversesSaleId })
    .from(sales)
    .where(inArray(sales.reversesSaleId, saleIds.slice()))
    .all();
  return new Set(rows.map((row) => row.id!));
}

/** A redone sale carries the id of the redo; this is the change that was repeated, which is the one that is undone. */
export function listRepeatedChanges(db: Db, changeIds: readonly number[]): ReadonlyMap<number, number> {
  if (changeIds.length === 0) return new Map();
  const rows = db.orm
    .select({ id: changes.id, ofChangeId: changes.ofChangeId })
    .from(changes)
    .where(and(inArray(changes.id, changeIds.slice()), eq(changes.kind, 'redo')))
    .all();
  return new Map(rows.map((row) => [row.id, row.ofChangeId!]));
}

/** How many sales each of these changes wrote. */
export function countPerChange(db: Db, changeIds: readonly number[]): ReadonlyMap<number, number> {
  if (changeIds.length === 0) return new Map();
  const rows = db.orm
    .select({ changeId: sales.changeId, n: sql<number>`count(*)` })
    .from(sales)
    .where(and(inArray(sales.changeId, changeIds.slice()), eq(sales.kind, 'sale')))
    .groupBy(sales.changeId)
    .all();
  return new Map(rows.map((row) => [row.changeId, row.n]));
}

/** What one product came to for one guest. */
export interface ProductSales {
  readonly productName: string;
  readonly currency: string;
  /** Sold and not taken back. */
  readonly count: number;
  /** Taken, less what was given back. */
  readonly totalMinor: number;
  readonly lastSoldAtMs: number;
}

/** More products than a desk has. */
const MOST_PRODUCTS_SOLD = 200;

/** By product as it was called at the sale and by currency, the last sold first; products that came to nothing are left out. */
export function listSalesOfGuest(db: Db, guestId: number): readonly ProductSales[] {
  return salesOfGuest(db).all(guestId);
}

export const salesOfGuestSql = `
  select product_name as productName, currency, total(amount_minor) as totalMinor,
    sum(case when kind = 'sale' then 1 else -1 end) as count,
    max(case when kind = 'sale' then at_ms end) as lastSoldAtMs
  from sales where guest_id = ? group by product_name, currency
  having count > 0 or totalMinor <> 0
  order by lastSoldAtMs desc limit ${MOST_PRODUCTS_SOLD}`;

const guestStatements = preparedPer(({ sqlite }) => ({
  sales: sqlite.prepare<[number], ProductSales>(salesOfGuestSql),
}));
const salesOfGuest = (db: Db) => guestStatements(db).sales;

export type SaleOfChange = Pick<SaleRow, 'kind' | 'productName' | 'amountMinor' | 'currency' | 'payment'>;

/** The money of one change, as it was written; the first `limit` rows. */
export function listSalesOfChange(db: Db, changeId: number, limit: number): readonly SaleOfChange[] {
  const { kind, productName, amountMinor, currency, payment } = sales;
  return db.orm
    .select({ kind, productName, amountMinor, currency, payment })
    .from(sales)
    .where(eq(sales.changeId, changeId))
    .orderBy(asc(sales.id))
    .limit(limit)
    .all();
}
