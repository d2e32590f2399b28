/** Where each product stands on the desk. */
import type { Product } from './rows';

/** Those with an F-key first and in its order, the rest by name. */
export function inTileOrder(products: readonly Product[], language: string): readonly Product[] {
  const names = new Intl.Collator(language, { numeric: true });
  const keyOf = (product: Product): number => product.hotKey ?? Number.POSITIVE_INFINITY;
  return products.toSorted((a, b) =>
    keyOf(a) === keyOf(b) ? names.compare(a.name, b.name) : keyOf(a) < keyOf(b) ? -1 : 1,
  );
}
