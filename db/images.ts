/** Rows as history sees them: what a row of an undoable table looks like, kept as JSON, compared and put back. */
import type Database from 'better-sqlite3';
import { prepared, preparedValue } from './statements';

/**
 * Tables an operator's change may write. Everything else is written by the engine (RADIUS, printing) or append-only.
 * `devices` is written by both: the engine notes them, the desk may make a guest's device forgotten.
 */
export const undoableTables = [
  'venue',
  'venue_logos',
  'domains',
  'roles',
  'operators',
  'operator_domains',
  'routers',
  'ticket_templates',
  'products',
  'limitations',
  'product_attributes',
  'router_attributes',
  'guests',
  'guest_attributes',
  'guest_networks',
  'guest_persons',
  'guest_photos',
  'devices',
  'device_blocks',
  'entitlements',
  'printers',
  'batches',
  'cards',
  'vouchers',
  'batch_holds',
  'legal_versions',
  'legal_texts',
  'retention_rules',
] as const;
export type UndoableTable = (typeof undoableTables)[number];

export type SqlValue = string | number | Uint8Array | null;
/** One row: database column names and plain SQLite values. */
export type RowImage = Readonly<Record<string, SqlValue>>;

export function isUndoableTable(table: string): table is UndoableTable {
  return (undoableTables as readonly string[]).includes(table);
}

/** The row as it is now; undefined if there is none. */
export function readRow(sqlite: Database.Database, table: string, id: number): RowImage | undefined {
  return prepared<[number], RowImage>(sqlite, `select * from "${table}" where id = ?`).get(id);
}

/** Inserts and returns the new row's id. Throws on a column the table does not have. */
export function insertRow(sqlite: Database.Database, table: string, values: RowImage): number {
  const columns = checkedColumns(sqlite, table, values);
  if (columns.length === 0) throw new Error(`No values for a new row in ${table}`);
  const names = columns.join('", "');
  const places = columns.join(', @');
  const written = prepared<[RowImage]>(sqlite, `insert into "${table}" ("${names}") values (@${places})`).run(values);
  return Number(written.lastInsertRowid);
}

/** Sets the given columns of the row `id`. Throws on a column the table does not have. */
export function updateRow(sqlite: Database.Database, table: string, id: number, set: RowImage): void {
  const assignments = checkedColumns(sqlite, table, set).map((column) => `"${column}" = @${column}`);
  prepared<[RowImage]>(sqlite, `update "${table}" set ${assignments.join(', ')} where id = @id`).run({ ...set, id });
}

export function deleteRow(sqlite: Database.Database, table: string, id: number): void {
  prepared<[number]>(sqlite, `delete from "${table}" where id = ?`).run(id);
}

/** Drops undefined values and turns booleans into 0 and 1. Throws on anything SQLite cannot hold. */
export function plainValues(values: Readonly<Record<string, unknown>>): RowImage {
  const plain: Record<string, SqlValue> = {};
  for (const [column, value] of Object.entries(values)) if (value !== undefined) plain[column] = plainValue(value);
  return plain;
}

function plainValue(value: unknown): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || value instanceof Uint8Array) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`SQLite cannot hold a value of type ${typeof value}`);
}

/** The row as JSON, bytes as {"b64": …}. */
export function encodeImage(row: RowImage): string {
  const image: Record<string, unknown> = {};
  for (const column in row) image[column] = encodeValue(row[column]!);
  return JSON.stringify(image);
}

/** Inverse of encodeImage. */
export function decodeImage(json: string): RowImage {
  const stored = JSON.parse(json) as Record<string, string | number | null | { readonly b64: string }>;
  return Object.fromEntries(
    Object.entries(stored).map(([column, value]) => [
      column,
      typeof value === 'object' && value !== null ? Buffer.from(value.b64, 'base64') : value,
    ]),
  );
}

function encodeValue(value: SqlValue): unknown {
  return value instanceof Uint8Array ? { b64: Buffer.from(value).toString('base64') } : value;
}

/**
 * Whether the row still is as `image` has it. Only columns both know are compared, so that history written before a
 * migration that added or dropped a column stays usable.
 */
export function matches(row: RowImage | undefined, image: RowImage | undefined): boolean {
  if (!row || !image) return row === image;
  return Object.keys(image).every((column) => !(column in row) || sameValue(row[column]!, image[column]!));
}

export function sameValue(one: SqlValue, other: SqlValue): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  return one === other;
}

/** The part of an image that the table still has columns for. */
export function knownColumns(sqlite: Database.Database, table: string, image: RowImage): RowImage {
  const known = columnsOf(sqlite, table);
  return Object.fromEntries(Object.entries(image).filter(([column]) => known.has(column)));
}

/** Names from a caller become SQL text only if the table really has a column of that name. */
function checkedColumns(sqlite: Database.Database, table: string, values: RowImage): readonly string[] {
  const known = columnsOf(sqlite, table);
  const columns = Object.keys(values);
  const unknown = columns.find((column) => !known.has(column));
  if (unknown !== undefined) throw new Error(`Table ${table} has no column ${JSON.stringify(unknown)}`);
  return columns;
}

interface KnownTables {
  /** Of SQLite: another one with every change of a table. */
  readonly schemaVersion: number;
  readonly columns: Map<string, ReadonlySet<string>>;
}

/** Asking SQLite for the columns costs as much as writing the row. */
const knownTables = new WeakMap<Database.Database, KnownTables>();

function columnsOf(sqlite: Database.Database, table: string): ReadonlySet<string> {
  const schemaVersion = preparedValue<[], number>(sqlite, 'pragma schema_version').get()!;
  let known = knownTables.get(sqlite);
  if (known?.schemaVersion !== schemaVersion) knownTables.set(sqlite, (known = { schemaVersion, columns: new Map() }));
  let columns = known.columns.get(table);
  if (columns === undefined) known.columns.set(table, (columns = readColumns(sqlite, table)));
  return columns;
}

function readColumns(sqlite: Database.Database, table: string): ReadonlySet<string> {
  return new Set(preparedValue<[string], string>(sqlite, 'select name from pragma_table_info(?)').all(table));
}
