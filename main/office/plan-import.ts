/** What importing a table would do, row by row: who is new, who is changed, and what is wrong. Writes nothing. */
import { findGuest, findGuestByKey, listHeld } from '../../db/queries/guests';
import { eachGuestKey, type GuestKey } from '../../db/queries/guest-files';
import { listDomains } from '../../db/queries/domains';
import { withPrefix, type Scope } from '../../db/queries/scope';
import { listProducts, type ProductWithLimitations } from '../../db/queries/products';
import { getVenue } from '../../db/queries/venue';
import type { Db } from '../../db/open';
import { guestColumns, type GuestColumn } from '../../preload/contract/guest-columns';
import type { ImportProblem } from '../../preload/contract/import-words';
import { nameKey } from '../names';
import { findDifference, type Difference } from './guest-difference';
import { guessDateOrder } from './guest-dates';
import { readGuestRow, type GuestDraft, type ReadingContext } from './read-guest-row';
import type { Table, TableRow } from './read-table';
import { giveWay, type Watch } from './watch';

/** A column of guests, or null for one that is not taken, by position. */
export type Mapping = readonly (GuestColumn | null)[];

export interface ImportRules {
  /** What a guest who is there already is recognised by. */
  readonly key: GuestKey;
  /** What becomes of a row whose guest is there already; `add`: nobody is looked for. */
  readonly duplicates: 'skip' | 'update' | 'add';
  /** Whose guests there are for whoever imports; absent: all. */
  readonly scope?: Scope | undefined;
}

export type PlannedRow =
  | {
      readonly kind: 'add';
      readonly row: number;
      readonly draft: GuestDraft;
      readonly product: ProductWithLimitations | undefined;
    }
  | { readonly kind: 'update'; readonly row: number; readonly difference: Difference }
  /** The guest is there already and is left alone: by the rules, or because nothing is different. */
  | { readonly kind: 'skip' | 'same'; readonly row: number }
  | { readonly kind: 'wrong'; readonly row: number; readonly problems: readonly ImportProblem[] };

const ROWS_BETWEEN_TURNS = 200;
/** As long as a name may be that is typed. */
const MOST_NAME_CHARS = 80;
const dateColumns: readonly GuestColumn[] = [
  ...(['validUntil', 'lockedAt', 'documentExpires', 'emailValidatedAt', 'smsConfirmedAt'] as const),
  ...(['marketingAt', 'newsletterAt', 'privacyAt', 'termsAt'] as const),
];

/** In the order of the table. */
export async function planImport(
  db: Db,
  dataKey: Uint8Array,
  table: Table,
  { mapping, ...rules }: ImportRules & { readonly mapping: Mapping },
  watch: Watch,
): Promise<readonly PlannedRow[]> {
  const planner = new Planner(
    db,
    dataKey,
    rules,
    contextOf(db, table, mapping, rules.scope),
    mapping.includes('displayName'),
  );
  const planned: PlannedRow[] = [];
  for (const [done, row] of table.rows.entries()) {
    planned.push(planner.plan(row, cellsOf(row, mapping)));
    if (done % ROWS_BETWEEN_TURNS === 0) {
      watch.progress(done, table.rows.length);
      await giveWay(watch);
    }
  }
  return planned;
}

/** The first column of each kind counts; passwords are taken as they stand. */
function cellsOf({ cells }: TableRow, mapping: Mapping): Map<GuestColumn, string> {
  const found = new Map<GuestColumn, string>();
  for (const [at, column] of mapping.entries()) {
    const text = cells[at];
    if (column !== null && text !== undefined && text.trim() !== '' && !found.has(column)) found.set(column, text);
  }
  return found;
}

function contextOf(db: Db, table: Table, mapping: Mapping, scope: Scope | undefined): PlanningContext {
  const venue = getVenue(db);
  // On sale before retired ones of the same name.
  const products = [...listProducts(db, false), ...listProducts(db, true)];
  const byName = new Map<string, ProductWithLimitations>();
  for (const each of products) {
    const key = nameKey(each.product.name);
    if (!byName.has(key)) byName.set(key, each);
  }
  return {
    products: new Map([...byName].map(([name, { product }]) => [name, product])),
    productById: new Map([...byName.values()].map((each) => [each.product.id, each])),
    domains: new Map(listDomains(db, scope).map(({ domain }) => [nameKey(domain.name), domain.id])),
    timeZone: venue.timeZone,
    dateOrder: guessDateOrder(datesOf(table, mapping)),
  };
}

interface PlanningContext extends ReadingContext {
  readonly productById: ReadonlyMap<number, ProductWithLimitations>;
}

function* datesOf({ rows }: Table, mapping: Mapping): Iterable<string> {
  const places = mapping.flatMap((column, at) => (column !== null && dateColumns.includes(column) ? [at] : []));
  for (const { cells } of rows) for (const at of places) yield cells[at] ?? '';
}

class Planner {
  readonly #db: Db;
  readonly #dataKey: Uint8Array;
  readonly #rules: ImportRules;
  /** The file says how guests are called; otherwise they are called by their first and last name. */
  readonly #hasNames: boolean;
  readonly #context: PlanningContext;
  /** Guests by key; 'several' where it tells none of them. */
  readonly #known: ReadonlyMap<string, number | 'several'>;
  /** First row of the file with that key, or that login name. */
  readonly #rowOfKey = new Map<string, number>();
  readonly #rowOfName = new Map<string, number>();

  constructor(db: Db, dataKey: Uint8Array, rules: ImportRules, context: PlanningContext, hasNames: boolean) {
    this.#db = db;
    this.#dataKey = dataKey;
    this.#hasNames = hasNames;
    this.#rules = rules;
    this.#context = context;
    this.#known = rules.duplicates === 'add' ? new Map() : guestsByKey(db, rules.key, rules.scope);
  }

  plan({ number }: TableRow, cells: ReadonlyMap<GuestColumn, string>): PlannedRow {
    const { draft: read, problems } = readGuestRow(number, cells, this.#context);
    if (problems.length > 0) return { kind: 'wrong', row: number, problems };
    const { key, duplicates, scope } = this.#rules;
    // Their names begin with a prefix; that of a device is its address.
    if (read.kind === 'device' && scope !== undefined && scope.prefix !== '') {
      return wrong(number, { kind: 'invalid', column: 'kind', value: cells.get('kind') });
    }
    const draft = read.username === undefined ? read : { ...read, username: withPrefix(scope, read.username) };
    const value = keyOf(draft, key);
    const before = value === undefined || duplicates === 'add' ? undefined : this.#rowOfKey.get(value);
    if (value !== undefined) this.#rowOfKey.set(value, number);
    const known = value === undefined ? undefined : this.#known.get(value);
    if (before !== undefined) return wrong(number, { kind: 'twice', column: key, row: before });
    if (known === undefined) return this.#planNew(draft, cells);
    if (known === 'several') return wrong(number, { kind: 'several', column: key, value: cells.get(key) });
    if (duplicates === 'skip') return { kind: 'skip', row: number };
    return this.#planUpdate(known, draft, cells);
  }

  #planNew(draft: GuestDraft, cells: ReadonlyMap<GuestColumn, string>): PlannedRow {
    const { row, username, productId, endsAtMs } = draft;
    if (username !== undefined) {
      const name = nameKey(username);
      const before = this.#rowOfName.get(name);
      if (before !== undefined) return wrong(row, { kind: 'twice', column: 'username', row: before });
      this.#rowOfName.set(name, row);
      if (findGuestByKey(this.#db, name)) {
        return wrong(row, { kind: 'name-taken', column: 'username', value: cells.get('username') });
      }
    }
    if (draft.kind === 'device' && username === undefined) return wrong(row, { kind: 'invalid', column: 'username' });
    if (draft.kind === 'code' && draft.password !== undefined && draft.password !== username) {
      return wrong(row, { kind: 'invalid', column: 'password', value: '…' });
    }
    const product = productId === undefined ? undefined : this.#context.productById.get(productId);
    const value = cells.get('product');
    if (product !== undefined && product.product.retiredAtMs !== null) {
      return wrong(row, { kind: 'retired', column: 'product', value });
    }
    if (product?.product.untilCheckOut && endsAtMs === undefined) {
      return wrong(row, { kind: 'needs-end', column: 'validUntil' });
    }
    if (product === undefined && endsAtMs !== undefined) {
      return wrong(row, { kind: 'needs-product', column: 'validUntil' });
    }
    return { kind: 'add', row, draft: this.#hasNames ? draft : named(draft), product };
  }

  /** Login name and kind stay what they are: tickets, devices and history know the guest by them. */
  #planUpdate(guestId: number, draft: GuestDraft, cells: ReadonlyMap<GuestColumn, string>): PlannedRow {
    const { row, username, kind, productId, endsAtMs } = draft;
    const fixed = (column: GuestColumn): PlannedRow =>
      wrong(row, { kind: 'fixed', column, value: column === 'password' ? '…' : cells.get(column) });
    const guest = findGuest(this.#db, guestId)!;
    if (username !== undefined && nameKey(username) !== guest.usernameKey) return fixed('username');
    if (kind !== undefined && kind !== guest.kind) return fixed('kind');
    const held = listHeld(this.#db, [guestId]).get(guestId)?.at(-1);
    const isSame = productId !== undefined && held?.product.id === productId;
    if (productId !== undefined && !isSame && this.#isRetired(productId)) {
      return wrong(row, { kind: 'retired', column: 'product', value: cells.get('product') });
    }
    const added = productId === undefined || isSame ? undefined : this.#context.productById.get(productId);
    if (added?.product.untilCheckOut && endsAtMs === undefined) {
      return wrong(row, { kind: 'needs-end', column: 'validUntil' });
    }
    if (productId === undefined && endsAtMs !== undefined && held === undefined) {
      return wrong(row, { kind: 'needs-product', column: 'validUntil' });
    }
    const difference = findDifference(this.#db, this.#dataKey, guest, held, draft, !this.#hasNames);
    if (difference === 'no-own-password') return fixed('password');
    return difference === undefined ? { kind: 'same', row } : { kind: 'update', row, difference };
  }

  #isRetired(productId: number): boolean {
    return this.#context.productById.get(productId)?.product.retiredAtMs !== null;
  }
}

/** Called by first and last name. */
function named(draft: GuestDraft): GuestDraft {
  const name = [draft.person.first_name, draft.person.last_name].filter((part) => part !== undefined).join(' ');
  return name === '' ? draft : { ...draft, guest: { ...draft.guest, display_name: name.slice(0, MOST_NAME_CHARS) } };
}

function wrong(row: number, problem: ImportProblem): PlannedRow {
  return { kind: 'wrong', row, problems: [problem] };
}

function guestsByKey(db: Db, key: GuestKey, scope: Scope | undefined): ReadonlyMap<string, number | 'several'> {
  const known = new Map<string, number | 'several'>();
  for (const { id, value } of eachGuestKey(db, key, scope)) known.set(value, known.has(value) ? 'several' : id);
  return known;
}

/** As `eachGuestKey` has it. */
function keyOf({ username, guest, person }: GuestDraft, key: GuestKey): string | undefined {
  if (key === 'username') return username === undefined ? undefined : nameKey(username);
  const values = { displayName: guest.display_name, room: guest.room, email: person.email };
  const value = { ...values, mobile: person.mobile, pmsCode: person.pms_code }[key];
  return value === undefined ? undefined : lowerAscii(String(value));
}

/** SQLite's lower() knows ASCII only; both sides must agree. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A mapping as it was remembered, or came from a window: of a file with so many columns. */
export function readMapping(json: string, columns: number): Mapping | undefined {
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed) || parsed.length !== columns) return undefined;
  return parsed.map((field) => guestColumns.find((column) => column === field) ?? null);
}
