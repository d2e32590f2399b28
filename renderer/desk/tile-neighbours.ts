/** Where a tile goes when it is moved by one place. */
import type { Input } from '../api';
import type { Product } from './rows';

type Move = Input<'products.arrange'>;

export interface Neighbours {
  /** Undefined: it is the first of its kind, favourites or others. */
  readonly earlier: Move | undefined;
  readonly later: Move | undefined;
}

/** @param products in the order of the desk: favourites first */
export function neighbours(products: readonly Product[], { id, pinned }: Product): Neighbours {
  const kind = products.filter((product) => product.pinned === pinned);
  const at = kind.findIndex((product) => product.id === id);
  const before = kind[at - 1];
  const move = (beforeId: number | null): Move => ({ kind: 'move', id, beforeId });
  return {
    earlier: before && move(before.id),
    later: at < kind.length - 1 ? move(kind[at + 2]?.id ?? null) : undefined,
  };
}
