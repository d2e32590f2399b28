/** What the manager does with products. */
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import {
  countProducts,
  findProduct,
  listProductAttributes,
  listProducts as listProductRows,
  nextSortOrder,
  type LimitationRow,
  type ProductRow,
} from '../../db/queries/products';
import { findTicketTemplate } from '../../db/queries/ticket-templates';
import { getVenue } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import { sentenceOf } from '../desk/sentence-of';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { checkReplies, replaceAttributes, type NamedValue } from './attributes';
import type { ProductImpact } from './product-impact';
import { limitationColumns, productView, type LimitationInput } from './product-view';
import { rulesOf } from './unsaved-product';

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

/** Keyboards have F1 to F12. */
const HOT_KEYS = 12;

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** With an id: changes that one, so that what was used of it stays; without: a new one. */
type LimitationUpdate = LimitationInput & { readonly id?: number | undefined };

export interface ProductInput {
  readonly name: string;
  readonly priceMinor: number;
  readonly starts: 'now' | 'first-login';
  readonly validForSec?: number | undefined;
  readonly untilCheckOut?: boolean | undefined;
  readonly validUntilMs?: number | undefined;
  readonly limitations?: readonly LimitationUpdate[] | undefined;
  readonly atSessionLimit?: ProductRow['atSessionLimit'] | undefined;
  readonly atDeviceLimit?: ProductRow['atDeviceLimit'] | undefined;
  readonly bindFirstDevice?: boolean | undefined;
  readonly attributes?: readonly NamedValue[] | undefined;
  readonly color?: string | undefined;
  readonly pinned?: boolean | undefined;
  readonly hidden?: boolean | undefined;
  readonly codeAlphabet?: 'digits' | 'letters' | 'mixed' | undefined;
  readonly codeLength?: number | undefined;
  readonly ticketTemplateId?: number | null | undefined;
}

/** `withAttributes` false: for operators who may not see what the router is told. */
export function listProducts(open: OpenVenue, retired: boolean, withAttributes: boolean) {
  const venue = getVenue(open.db);
  const rows = listProductRows(open.db, retired);
  const keys = hotKeysOf(rows.map(({ product }) => product));
  return rows.map((found) => ({
    ...productView(
      found,
      withAttributes ? listProductAttributes(open.db, found.product.id) : undefined,
      venue.currency,
      sentenceOf(found, venue.language, venue.timeZone),
    ),
    ...(keys.has(found.product.id) && { hotKey: keys.get(found.product.id)! }),
  }));
}

/** F1…F12 go to the first tiles of the desk, in their order. */
function hotKeysOf(rows: readonly ProductRow[]): ReadonlyMap<number, number> {
  const tiles = rows.filter(({ retiredAtMs, hidden }) => retiredAtMs === null && !hidden);
  return new Map(tiles.slice(0, HOT_KEYS).map(({ id }, index) => [id, index + 1]));
}

/** Refused: an attribute not in the dictionary or not of its type. */
export function addProduct(
  open: OpenVenue,
  actor: Actor,
  input: ProductInput,
): { id: number; changeId: number } | Refusal {
  const no =
    checkTemplate(open, input.ticketTemplateId) ??
    checkOwn(input.limitations ?? [], []) ??
    checkReplies(input.attributes ?? [], 'attributes');
  if (no) return no;
  return writeChange(open.db, actor, { action: 'add-product', params: { name: input.name } }, open.now(), (write) => ({
    id: insertProduct(open, write, input),
    changeId: write.changeId,
  }));
}

function checkTemplate(open: OpenVenue, id: number | null | undefined): Refusal | undefined {
  return id == null || findTicketTemplate(open.db, id)
    ? undefined
    : refuse('not-found', { what: 'Ticket', id }, 'ticketTemplateId');
}

/** Writes one product with its limitations and attributes; its tile stands behind the others. */
export function insertProduct(open: OpenVenue, write: ChangeWriter, input: ProductInput): number {
  const id = write.insert('products', {
    ...productColumns(input),
    color: input.color ?? tileColors[countProducts(open.db) % tileColors.length]!,
    sort_order: nextSortOrder(open.db),
    created_at_ms: write.atMs,
  });
  replaceLimitations(write, id, [], input.limitations ?? []);
  replaceAttributes(write, 'product_attributes', { product_id: id }, [], input.attributes ?? []);
  return id;
}

export interface ProductUpdate extends Omit<Optional<ProductInput>, 'validForSec' | 'validUntilMs'> {
  readonly id: number;
  readonly validForSec?: number | null | undefined;
  readonly validUntilMs?: number | null | undefined;
}

/** Changes the given fields for everybody who holds the product; ends that are fixed already stay. */
export function updateProduct(open: OpenVenue, actor: Actor, input: ProductUpdate): { changeId: number } | Refusal {
  const found = findProduct(open.db, input.id);
  if (!found) return refuse('not-found', { what: 'Product', id: input.id }, 'id');
  const no =
    checkTemplate(open, input.ticketTemplateId) ??
    checkOwn(input.limitations ?? [], found.limitations) ??
    checkReplies(input.attributes ?? [], 'attributes');
  if (no) return no;

  const what = { action: 'update-product', params: { name: input.name ?? found.product.name } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const set = productColumns(input);
    if (Object.keys(set).length > 0) write.update('products', input.id, set);
    if (input.limitations) replaceLimitations(write, input.id, found.limitations, input.limitations);
    if (input.attributes) {
      const before = listProductAttributes(open.db, input.id);
      replaceAttributes(write, 'product_attributes', { product_id: input.id }, before, input.attributes);
    }
    return { changeId: write.changeId };
  });
}

/** What would become of those who hold it. Refused: no such product; `work-busy`, `work-stopped`. */
export async function askImpact(
  open: OpenVenue,
  id: number,
  input: ProductInput,
  operatorName: string,
): Promise<ProductImpact | Refusal> {
  if (!findProduct(open.db, id)) return refuse('not-found', { what: 'Product', id }, 'id');
  // Who may not see the attributes does not send them, and leaves them as they are.
  const attributes = input.attributes ?? listProductAttributes(open.db, id);
  return open.runJob('product-impact', rulesOf(id, { ...input, attributes }), operatorName);
}

/** A limitation of another product, or one named twice, is a mistake of the caller. */
function checkOwn(given: readonly LimitationUpdate[], own: readonly LimitationRow[]): Refusal | undefined {
  const free = new Set(own.map((row) => row.id));
  const wrong = given.findIndex(({ id }) => id !== undefined && !free.delete(id));
  return wrong < 0
    ? undefined
    : refuse('not-found', { what: 'Limitation', id: given[wrong]!.id! }, `limitations.${wrong}.id`);
}

function replaceLimitations(
  write: ChangeWriter,
  productId: number,
  before: readonly LimitationRow[],
  after: readonly LimitationUpdate[],
): void {
  const kept = new Set(after.map((one) => one.id));
  for (const row of before) if (!kept.has(row.id)) write.remove('limitations', row.id);
  for (const { id, ...limits } of after) {
    if (id === undefined) write.insert('limitations', { product_id: productId, ...limitationColumns(limits) });
    else write.update('limitations', id, limitationColumns(limits));
  }
}

/** The given fields as columns; what is undefined is left to the row, or to its default. */
function productColumns(input: Omit<ProductUpdate, 'id'>): Record<string, unknown> {
  const columns = {
    name: input.name,
    price_minor: input.priceMinor,
    starts: input.starts,
    valid_for_sec: input.validForSec,
    until_check_out: input.untilCheckOut,
    valid_until_ms: input.validUntilMs,
    at_session_limit: input.atSessionLimit,
    at_device_limit: input.atDeviceLimit,
    bind_first_device: input.bindFirstDevice,
    color: input.color,
    pinned: input.pinned,
    hidden: input.hidden,
    code_alphabet: input.codeAlphabet,
    code_length: input.codeLength,
    ticket_template_id: input.ticketTemplateId,
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
