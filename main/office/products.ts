/** What the manager does with products. */
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import {
  countProducts,
  findFreeHotKey,
  findProduct,
  findProductByHotKey,
  listProducts as listProductRows,
  nextSortOrder,
} from '../../db/queries/products';
import { getVenue } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import { sentenceOf } from '../desk/sentence-of';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { limitationColumns, productView, type LimitationView } from './product-view';

/** Tile colours: dark enough for white text (WCAG 4.5:1), told apart by people who see colours differently. */
export const tileColors = [
  '#00695c',
  '#1a5fb4',
  '#8a3ffc',
  '#a2410e',
  '#b0115c',
  '#2f6b1f',
  '#5b5f66',
  '#7a5200',
] as const;

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };
type Limitation = Optional<LimitationView>;

export interface ProductInput {
  readonly name: string;
  readonly priceMinor: number;
  readonly starts: 'now' | 'first-login';
  readonly validForSec?: number | undefined;
  readonly untilCheckOut?: boolean | undefined;
  readonly limitation?: Limitation | undefined;
  readonly color?: string | undefined;
  readonly hotKey?: number | null | undefined;
  readonly codeAlphabet?: 'digits' | 'letters' | 'mixed' | undefined;
  readonly codeLength?: number | undefined;
}

export function listProducts(open: OpenVenue, retired: boolean) {
  const venue = getVenue(open.db);
  return listProductRows(open.db, retired).map((found) =>
    productView(found, venue.currency, sentenceOf(found, venue.language, venue.timeZone)),
  );
}

export function addProduct(
  open: OpenVenue,
  actor: Actor,
  input: ProductInput,
): { id: number; changeId: number } | Refusal {
  const taken = input.hotKey == null ? undefined : findProductByHotKey(open.db, input.hotKey);
  if (taken) return refuse('hot-key-taken', { key: input.hotKey!, name: taken.name }, 'hotKey');
  return writeChange(open.db, actor, { action: 'add-product', params: { name: input.name } }, open.now(), (write) => ({
    id: insertProduct(open, write, input),
    changeId: write.changeId,
  }));
}

/** Writes one product and its limitation; the first free F-key unless told otherwise. */
export function insertProduct(open: OpenVenue, write: ChangeWriter, input: ProductInput): number {
  const hotKey = input.hotKey === undefined ? (findFreeHotKey(open.db) ?? null) : input.hotKey;
  const id = write.insert('products', {
    name: input.name,
    price_minor: input.priceMinor,
    starts: input.starts,
    valid_for_sec: input.validForSec ?? null,
    until_check_out: input.untilCheckOut ? 1 : 0,
    color: input.color ?? tileColors[countProducts(open.db) % tileColors.length]!,
    hot_key: hotKey,
    code_alphabet: input.codeAlphabet ?? 'mixed',
    code_length: input.codeLength ?? 6,
    sort_order: nextSortOrder(open.db),
    created_at_ms: write.atMs,
  });
  const columns = limitationColumns(input.limitation);
  if (columns) write.insert('limitations', { product_id: id, ...columns });
  return id;
}

export interface ProductUpdate extends Omit<Optional<ProductInput>, 'limitation' | 'validForSec'> {
  readonly id: number;
  readonly limitation?: Limitation | null | undefined;
  readonly validForSec?: number | null | undefined;
}

/** Changes the given fields for everybody who holds the product; ends that are fixed already stay. */
export function updateProduct(open: OpenVenue, actor: Actor, input: ProductUpdate): { changeId: number } | Refusal {
  const found = findProduct(open.db, input.id);
  if (!found) return refuse('not-found', { what: 'Product', id: input.id }, 'id');
  const taken = input.hotKey == null ? undefined : findProductByHotKey(open.db, input.hotKey);
  if (taken && taken.id !== input.id)
    return refuse('hot-key-taken', { key: input.hotKey!, name: taken.name }, 'hotKey');

  const what = { action: 'update-product', params: { name: input.name ?? found.product.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const set = productColumns(input);
    if (Object.keys(set).length > 0) write.update('products', input.id, set);
    if (input.limitation !== undefined) {
      const columns = limitationColumns(input.limitation);
      if (!columns && found.limitation) write.remove('limitations', found.limitation.id);
      else if (columns && found.limitation) write.update('limitations', found.limitation.id, columns);
      else if (columns) write.insert('limitations', { product_id: input.id, ...columns });
    }
    return { changeId: write.changeId };
  });
}

function productColumns(input: ProductUpdate): Record<string, unknown> {
  const columns = {
    name: input.name,
    price_minor: input.priceMinor,
    starts: input.starts,
    valid_for_sec: input.validForSec,
    until_check_out: input.untilCheckOut === undefined ? undefined : input.untilCheckOut ? 1 : 0,
    color: input.color,
    hot_key: input.hotKey,
    code_alphabet: input.codeAlphabet,
    code_length: input.codeLength,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

export function setRetired(
  open: OpenVenue,
  actor: Actor,
  input: { readonly id: number; readonly retired: boolean },
): { changeId: number } | Refusal {
  const found = findProduct(open.db, input.id);
  if (!found) return refuse('not-found', { what: 'Product', id: input.id }, 'id');
  const action = input.retired ? 'retire-product' : 'put-product-back';
  return writeChange(open.db, actor, { action, params: { name: found.product.name } }, open.now(), (write) => {
    write.update('products', input.id, { retired_at_ms: input.retired ? write.atMs : null });
    return { changeId: write.changeId };
  });
}
