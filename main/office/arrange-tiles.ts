/** Where the tiles of the desk stand. F1…F12 follow their order. */
import { findProduct, listProducts, type ProductRow } from '../../db/queries/products';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export type Arrangement =
  /** Before that product; null: behind all. */
  | { readonly kind: 'move'; readonly id: number; readonly beforeId: number | null }
  | { readonly kind: 'pin' | 'unpin' | 'hide' | 'show'; readonly id: number };

/** One change, of that product and of those it passes. Refused: no such product. */
export function arrangeTiles(open: OpenVenue, actor: Actor, input: Arrangement): { changeId: number } | Refusal {
  const found = findProduct(open.db, input.id);
  if (!found) return refuse('not-found', { what: 'Product', id: input.id }, 'id');
  if (input.kind === 'move' && input.beforeId !== null && !findProduct(open.db, input.beforeId)) {
    return refuse('not-found', { what: 'Product', id: input.beforeId }, 'beforeId');
  }
  const action = `${input.kind}-product` as const;
  const rows = listProducts(open.db, true).map(({ product }) => product);
  return writeChange(open.db, actor, { action, params: { name: found.product.name } }, open.now(), (write) => {
    if (input.kind !== 'move') write.update('products', input.id, marks[input.kind]);
    else {
      for (const [id, sortOrder] of movedPlaces(rows, input.id, input.beforeId)) {
        write.update('products', id, { sort_order: sortOrder });
      }
    }
    return { changeId: write.changeId };
  });
}

const marks = {
  pin: { pinned: true },
  unpin: { pinned: false },
  hide: { hidden: true },
  show: { hidden: false },
} as const;

/** The new places of those that get another one, by their number. */
function movedPlaces(
  rows: readonly ProductRow[],
  id: number,
  beforeId: number | null,
): readonly (readonly [number, number])[] {
  if (beforeId === id) return [];
  const moved = rows.find((row) => row.id === id)!;
  const others = rows.filter((row) => row.id !== id);
  const at = beforeId === null ? -1 : others.findIndex((row) => row.id === beforeId);
  const ordered = others.toSpliced(at < 0 ? others.length : at, 0, moved);
  return ordered.flatMap((row, index) => (row.sortOrder === index + 1 ? [] : [[row.id, index + 1] as const]));
}
