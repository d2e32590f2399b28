/** What is sold, with what it allows. */
import { asc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { limitations, products } from '../schema';

export type ProductRow = typeof products.$inferSelect;
export type LimitationRow = typeof limitations.$inferSelect;
export interface ProductWithLimitation {
  readonly product: ProductRow;
  /** The first limitation of the product; undefined: no limit. */
  readonly limitation: LimitationRow | undefined;
}

/** Products shown at once; a desk with more than this needs fewer products. */
const MOST_PRODUCTS = 500;

const statements = preparedPer((db) => {
  const all = () =>
    db.orm
      .select({ product: products, limitation: limitations })
      .from(products)
      .leftJoin(limitations, eq(limitations.productId, products.id));
  return {
    onSale: all()
      .where(isNull(products.retiredAtMs))
      .orderBy(asc(products.sortOrder), asc(products.id), asc(limitations.id))
      .limit(MOST_PRODUCTS)
      .prepare(),
    all: all().orderBy(asc(products.sortOrder), asc(products.id), asc(limitations.id)).limit(MOST_PRODUCTS).prepare(),
    byId: all()
      .where(eq(products.id, sql.placeholder('id')))
      .orderBy(asc(limitations.id))
      .limit(1)
      .prepare(),
    byHotKey: db.orm
      .select()
      .from(products)
      .where(eq(products.hotKey, sql.placeholder('hotKey')))
      .prepare(),
    hotKeys: db.orm.select({ hotKey: products.hotKey }).from(products).prepare(),
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

const plain = (row: { product: ProductRow; limitation: LimitationRow | null }): ProductWithLimitation => ({
  product: row.product,
  limitation: row.limitation ?? undefined,
});

/** In desk order. `retired` true: also those no longer sold. */
export function listProducts(db: Db, retired: boolean): readonly ProductWithLimitation[] {
  const rows = retired ? statements(db).all.all() : statements(db).onSale.all();
  const seen = new Set<number>();
  return rows.filter((row) => !seen.has(row.product.id) && seen.add(row.product.id)).map(plain);
}

export function findProduct(db: Db, id: number): ProductWithLimitation | undefined {
  const row = statements(db).byId.get({ id });
  return row && plain(row);
}

export function findProductByHotKey(db: Db, hotKey: number): ProductRow | undefined {
  return statements(db).byHotKey.get({ hotKey });
}

/** The lowest F-key 1..12 no product has. */
export function findFreeHotKey(db: Db): number | undefined {
  const taken = new Set(
    statements(db)
      .hotKeys.all()
      .map((row) => row.hotKey),
  );
  return Array.from({ length: 12 }, (_, index) => index + 1).find((key) => !taken.has(key));
}

export function nextSortOrder(db: Db): number {
  return (statements(db).lastOrder.get()?.n ?? 0) + 1;
}

export function countProducts(db: Db): number {
  return statements(db).count.get()?.n ?? 0;
}
