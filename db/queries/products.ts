/** What is sold, with what it allows. */
import { asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { limitations, productAttributes, products } from '../schema';

export type ProductRow = typeof products.$inferSelect;
export type LimitationRow = typeof limitations.$inferSelect;
export type ProductAttributeRow = typeof productAttributes.$inferSelect;

export interface ProductWithLimitations {
  readonly product: ProductRow;
  /** All must hold, oldest first; empty: no limit. */
  readonly limitations: readonly LimitationRow[];
}

/** Products shown at once; a desk with more than this needs fewer products. */
const MOST_PRODUCTS = 500;

/** What was sold of a product and is not over. */
export interface Holders {
  /** Never logged in with, and not begun at the sale. */
  readonly unused: number;
  /** Begun: whatever end they have is fixed. */
  readonly begun: number;
}

/** Later than any end. */
const NEVER_MS = Number.MAX_SAFE_INTEGER;

export const holdersSql = `
  select count(*) filter (where not begun) as unused, count(*) filter (where begun) as begun from (
    select e.starts_at_ms is not null or u.started_at_ms is not null as begun,
      iif(e.end_overridden, coalesce(e.ends_at_ms, ${NEVER_MS}),
        min(coalesce(e.ends_at_ms, ${NEVER_MS}), coalesce(u.ends_at_ms, ${NEVER_MS}))) as ends_at_ms
    from entitlements e left join entitlement_usage u on u.entitlement_id = e.id where e.product_id = @productId
  ) where ends_at_ms > @nowMs`;

const counts = preparedPer(({ sqlite }) =>
  sqlite.prepare<[{ readonly productId: number; readonly nowMs: number }], Holders>(holdersSql),
);

/** Walks over all that was ever sold of the product: for the work thread. */
export function countHolders(db: Db, productId: number, nowMs: number): Holders {
  return counts(db).get({ productId, nowMs })!;
}

/** Favourites first. */
const deskOrder = [desc(products.pinned), asc(products.sortOrder), asc(products.id)] as const;

const statements = preparedPer((db) => {
  const all = () => db.orm.select().from(products);
  return {
    onSale: all()
      .where(isNull(products.retiredAtMs))
      .orderBy(...deskOrder)
      .limit(MOST_PRODUCTS)
      .prepare(),
    all: all()
      .orderBy(...deskOrder)
      .limit(MOST_PRODUCTS)
      .prepare(),
    byId: all()
      .where(eq(products.id, sql.placeholder('id')))
      .prepare(),
    limitations: db.orm
      .select()
      .from(limitations)
      .where(eq(limitations.productId, sql.placeholder('id')))
      .orderBy(asc(limitations.id))
      .prepare(),
    attributes: db.orm
      .select()
      .from(productAttributes)
      .where(eq(productAttributes.productId, sql.placeholder('id')))
      .orderBy(asc(productAttributes.id))
      .prepare(),
    lastOrder: db.orm
      .select({ n: sql<number | null>`max(${products.sortOrder})` })
      .from(products)
      .prepare(),
    count: db.orm
      .select({ n: sql<number>`count(*)` })
      .from(products)
      .prepare(),
  };
});

/** In desk order. `retired` true: also those no longer sold. */
export function listProducts(db: Db, retired: boolean): readonly ProductWithLimitations[] {
  const rows = retired ? statements(db).all.all() : statements(db).onSale.all();
  const limits = listLimitations(
    db,
    rows.map((product) => product.id),
  );
  return rows.map((product) => ({ product, limitations: limits.get(product.id) ?? [] }));
}

export function findProduct(db: Db, id: number): ProductWithLimitations | undefined {
  const product = statements(db).byId.get({ id });
  return product && { product, limitations: statements(db).limitations.all({ id }) };
}

/** Of each of these products, oldest first. */
export function listLimitations(db: Db, productIds: readonly number[]): ReadonlyMap<number, readonly LimitationRow[]> {
  if (productIds.length === 0) return new Map();
  const rows = db.orm
    .select()
    .from(limitations)
    .where(inArray(limitations.productId, productIds.slice()))
    .orderBy(asc(limitations.id))
    .all();
  return Map.groupBy(rows, (row) => row.productId);
}

/** Added to every answer for holders of the product. */
export function listProductAttributes(db: Db, productId: number): readonly ProductAttributeRow[] {
  return statements(db).attributes.all({ id: productId });
}

export function nextSortOrder(db: Db): number {
  return (statements(db).lastOrder.get()?.n ?? 0) + 1;
}

export function countProducts(db: Db): number {
  return statements(db).count.get()?.n ?? 0;
}
