/** Charges limitations that count their own use: those that start anew with each period, and those with a window. */
import { chargePeriod, findProductOf, type Charge } from '../../db/queries/accounting';
import type { Db } from '../../db/open';
import { countsOwnUse, periodStartOf } from './limits';
import type { ProductTable } from './product-table';
import { isInside } from './windows';

/** Entitlements whose product is remembered; everybody who is online in a large venue. */
const MOST_REMEMBERED = 10_000;

export class PeriodCharges {
  readonly #products: ProductTable;
  /** Of entitlements; a sale's product never changes. */
  readonly #productOf = new Map<number, number>();

  constructor(products: ProductTable) {
    this.#products = products;
  }

  /**
   * The caller holds the transaction. Nothing to do, and nothing read, where no product has such a limitation. Returns
   * how many rows it wrote.
   * @param timeZone IANA zone of the venue
   */
  charge(db: Db, use: Charge, timeZone: string): number {
    if (!this.#products.anyOwnUse) return 0;
    const productId = this.#findProduct(db, use.entitlementId);
    if (productId === undefined) return 0;
    const { atMs, ...charge } = use;
    const moment = { nowMs: atMs, timeZone };
    let rows = 0;
    for (const limitation of this.#products.get(productId).limitations) {
      const { id, window } = limitation;
      const holds = window === null || isInside(window, timeZone, atMs);
      if (!holds || !countsOwnUse(limitation)) continue;
      rows += chargePeriod(db, { ...charge, limitationId: id, periodStartMs: periodStartOf(limitation, moment) });
    }
    return rows;
  }

  #findProduct(db: Db, entitlementId: number): number | undefined {
    const known = this.#productOf.get(entitlementId);
    if (known !== undefined) return known;
    const productId = findProductOf(db, entitlementId);
    if (productId === undefined) return undefined;
    if (this.#productOf.size >= MOST_REMEMBERED) this.#productOf.clear();
    this.#productOf.set(entitlementId, productId);
    return productId;
  }
}
