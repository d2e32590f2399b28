/** What products allow, in memory: a login reads its guest only. */
import { listProductRules, type ProductRules } from '../../db/queries/product-rules';
import { dataVersion } from '../../db/queries/versions';
import type { Db } from '../../db/open';
import { countsOwnUse } from './limits';

export class ProductTable {
  readonly #db: Db;
  #byId: ReadonlyMap<number, ProductRules>;
  #version: number;
  #anyOwnUse = false;
  readonly #instead: ProductRules | undefined;

  /**
   * Reads the products. Throws what SQLite reports.
   * @param instead what one of them would be, if it were changed so
   */
  constructor(db: Db, instead?: ProductRules) {
    this.#db = db;
    this.#instead = instead;
    this.#version = dataVersion(db);
    this.#byId = this.#read();
  }

  /**
   * Reads them again if anybody else has written to the file since. To be called once per batch.
   * @param version what `dataVersion` says now
   */
  refresh(version: number): void {
    if (version === this.#version) return;
    this.#byId = this.#read();
    this.#version = version;
  }

  /**
   * The product of an entitlement. One that is not there yet was added after the last refresh, or on this connection.
   * @throws Error when there is no such product, which a foreign key excludes
   */
  get(id: number): ProductRules {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    this.#byId = this.#read();
    const added = this.#byId.get(id);
    if (added === undefined) throw new Error(`an entitlement names product ${id}, which does not exist`);
    return added;
  }

  /** Whether any product has a limitation that counts its own use. */
  get anyOwnUse(): boolean {
    return this.#anyOwnUse;
  }

  #read(): ReadonlyMap<number, ProductRules> {
    const instead = this.#instead;
    const products = listProductRules(this.#db).map((one) => (one.id === instead?.id ? instead : one));
    this.#anyOwnUse = products.some(({ limitations }) => limitations.some(countsOwnUse));
    return new Map(products.map((product) => [product.id, product]));
  }
}
