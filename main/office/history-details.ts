/** What a change did, row by row and field by field, as far as it may be told: secrets and codes never are. */
import { isChangeSeen } from '../../db/queries/changes-in-scope';
import {
  changeActions,
  findChange,
  findRow,
  listSubChanges,
  type ChangeAction,
  type RowImage,
  type SqlValue,
  type SubChange,
} from '../../db/queries/history';
import { listSalesOfChange, type SaleOfChange } from '../../db/queries/sales';
import type { HistorySubject } from '../../preload/contract/history';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

/** Rows of one change that are told; a batch of cards writes thousands that are all alike. */
const MOST_ROWS = 100;

export interface FieldValue {
  readonly kind: 'plain' | 'hidden';
  /** Of a hidden one: null. */
  readonly value: string | number | null;
  /** What a number refers to: the name of the product, the guest … */
  readonly name?: string;
}

export interface RowChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly table: string;
  readonly rowId: number;
  readonly name?: string;
  /** Columns of the table; of a row that was added or removed those that hold something. */
  readonly fields: { readonly column: string; readonly before?: FieldValue; readonly after?: FieldValue }[];
}

export interface ChangeDetails {
  readonly kind: 'details';
  readonly rows: RowChange[];
  readonly sales: SaleOfChange[];
  /** Rows that are not told. */
  readonly more: number;
}

/** @param withAttributes false: for operators who may not see what routers are told. Refused: unknown */
export function describeChange(open: OpenVenue, id: number, withAttributes: boolean): ChangeDetails | Refusal {
  const change = findChange(open.db, id);
  if (!change || !isChangeSeen(open.db, open.scope, id)) return refuse('not-found', { what: 'Change', id }, 'id');
  const rows = listSubChanges(open.db, id, MOST_ROWS).map((sub) => describeRow(open, sub, withAttributes));
  const sales = [...listSalesOfChange(open.db, id, MOST_ROWS)];
  return { kind: 'details', rows, sales, more: Math.max(0, change.subChanges - rows.length - sales.length) };
}

function describeRow(open: OpenVenue, sub: SubChange, withAttributes: boolean): RowChange {
  const { table, rowId, before, after } = sub;
  const name = nameOf(after ?? before!);
  const isHidden = (column: string): boolean => hides(sub, column) || (!withAttributes && isAttribute(table, column));
  const columns = Object.keys(after ?? before!).filter((column) => !isInternal(column) && differs(sub, column));
  return {
    ...{ kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed', table, rowId },
    ...(name === undefined ? {} : { name }),
    fields: columns.map((column) => ({
      column,
      ...(before && { before: valueOf(open, column, before[column] ?? null, isHidden(column)) }),
      ...(after && { after: valueOf(open, column, after[column] ?? null, isHidden(column)) }),
    })),
  };
}

function differs({ before, after }: SubChange, column: string): boolean {
  const [was, is] = [before?.[column] ?? null, after?.[column] ?? null];
  if (was instanceof Uint8Array && is instanceof Uint8Array) return Buffer.compare(was, is) !== 0;
  return was !== is;
}

/** Of use to the database only. */
function isInternal(column: string): boolean {
  return column === 'id' || column === 'sort_order' || column.endsWith('_key') || column === 'created_at_ms';
}

/** Passwords, keys, pictures, and codes, which are as good as money. */
function hides({ table, before, after }: SubChange, column: string): boolean {
  const row = after ?? before!;
  if (/_sealed$|_hash$|secret|password/.test(column)) return true;
  if ([before?.[column], after?.[column]].some((value) => value instanceof Uint8Array)) return true;
  return (table === 'vouchers' && column === 'code') || (isCode(row) && column === 'username');
}

const isCode = (row: RowImage): boolean => row['kind'] === 'code' && 'username' in row;

function isAttribute(table: string, column: string): boolean {
  return table.endsWith('_attributes') && column === 'value';
}

function valueOf(open: OpenVenue, column: string, value: SqlValue, isHidden: boolean): FieldValue {
  if (value === null) return { kind: 'plain', value };
  if (isHidden || value instanceof Uint8Array) return { kind: 'hidden', value: null };
  const table = referred[column];
  const row = table === undefined ? undefined : findRow(open.db, table, Number(value));
  const name = row && nameOf(row);
  return { kind: 'plain', value, ...(name === undefined ? {} : { name }) };
}

/** Where a number leads, by its column. */
const referred: Readonly<Record<string, string>> = {
  product_id: 'products',
  domain_id: 'domains',
  role_id: 'roles',
  guest_id: 'guests',
  batch_id: 'batches',
  router_id: 'routers',
  operator_id: 'operators',
  parent_id: 'operators',
};

/** What a row is called; a code is nobody's name here. */
function nameOf(row: RowImage): string | undefined {
  const columns = ['name', 'display_name', ...(isCode(row) ? [] : ['username']), 'mac_address'];
  const value = columns.map((column) => row[column]).find((one) => typeof one === 'string' && one !== '');
  return typeof value === 'string' ? value : undefined;
}

/** Actions by what they are about; whatever is in no list is about the venue. */
const subjectActions: Readonly<Record<Exclude<HistorySubject, 'venue'>, readonly ChangeAction[]>> = {
  sales: ['sell-ticket', 'sell-card', 'recharge', 'extend-nights', 'remove-entitlement', 'set-end'],
  guests: [
    ...(['add-guest', 'update-guest', 'lock-guest', 'unlock-guest', 'remove-guest'] as const),
    ...(['set-guest-attributes', 'set-guest-network', 'set-guest-person', 'set-guest-photo'] as const),
    ...(['set-guest-password', 'add-device', 'dissociate-device', 'reassociate-device', 'swap-device'] as const),
  ],
  cards: [
    ...(['make-cards', 'make-vouchers', 'update-batch', 'change-cards'] as const),
    ...(['suspend-batch', 'release-batch', 'delete-unused'] as const),
  ],
  products: [
    ...(['add-product', 'update-product', 'retire-product', 'put-product-back', 'add-starter-products'] as const),
    ...(['move-product', 'pin-product', 'unpin-product', 'hide-product', 'show-product'] as const),
  ],
  operators: [
    ...(['add-operator', 'update-operator', 'add-role', 'update-role', 'remove-role', 'change-password'] as const),
    ...(['set-language', 'set-pin', 'remove-pin'] as const),
  ],
};

export function actionsOf(subject: HistorySubject): readonly string[] {
  if (subject !== 'venue') return subjectActions[subject];
  const others = new Set<string>(Object.values(subjectActions).flat());
  return changeActions.filter((action) => !others.has(action));
}
