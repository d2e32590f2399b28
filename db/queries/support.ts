/**
 * What of the database a file for support may hold. Every column of text is in one of three lists, and a test sees to it
 * that a new one is put into one: `plain` columns hold words of this program and may be shown; the words of `named` ones
 * are looked for in the log and hidden there; `kept` ones are texts, and stay where they are. Bytes are never shown.
 */
import { prepared, preparedValue } from '../statements';
import type { Db } from '../open';

type Columns = Readonly<Record<string, readonly string[]>>;

const plain: Columns = {
  backups: ['reason', 'state', 'fault_code', 'away'],
  batches: ['kind', 'code_alphabet'],
  cash_movements: ['kind', 'currency'],
  change_rows: ['table_name'],
  changes: ['via', 'kind', 'action'],
  device_blocks: ['scope'],
  domains: ['service', 'language', 'registration'],
  guest_attributes: ['kind', 'operator'],
  guest_networks: ['wireless_enc_algo'],
  guest_persons: ['gender', 'document_kind', 'country'],
  guests: ['kind', 'language'],
  legal_texts: ['language'],
  legal_versions: ['kind'],
  limitations: ['reset_every'],
  operators: ['language'],
  print_jobs: ['state', 'fault_code', 'fallback_reason'],
  printers: ['kind'],
  products: ['starts', 'at_session_limit', 'at_device_limit', 'color', 'code_alphabet'],
  radius_log: ['kind', 'outcome', 'reason'],
  report_state: ['time_zone'],
  retention_rules: ['data_class'],
  return_days: ['kind'],
  roles: ['kind', 'rights'],
  router_requests: ['kind', 'purpose', 'state'],
  router_states: ['wrong_secret_sign', 'coa_state', 'boot_digit'],
  routers: ['message_authenticator', 'direction', 'mac_password'],
  sales: ['kind', 'currency', 'payment'],
  sales_days: ['payment', 'currency'],
  sessions: ['service', 'terminate_cause', 'end_reason'],
  shift_closings: ['currency'],
  ticket_templates: ['wifi_security'],
  unfinished_erasures: ['state', 'via'],
  venue: ['country', 'currency', 'time_zone', 'language'],
};

const named: Columns = {
  backups: ['operator_name'],
  batches: ['code_prefix'],
  cash_movements: ['operator_name'],
  changes: ['operator_name'],
  device_blocks: ['mac_address'],
  devices: ['mac_address'],
  guest_networks: ['ip_address', 'routes', 'ipv6_prefix', 'delegated_ipv6_prefix'],
  guest_persons: [
    ...['first_name', 'last_name', 'company', 'tax_code', 'document_number', 'document_issuer', 'address'],
    ...['postal_code', 'city', 'mobile', 'landline', 'fax', 'email', 'pms_code', 'external_username', 'external_id'],
    ...['antenna_address'],
  ],
  guests: ['username', 'username_key', 'display_name', 'room'],
  legal_texts: ['operator_name'],
  legal_versions: ['operator_name'],
  operators: ['name', 'name_key'],
  print_jobs: ['operator_name'],
  radius_log: ['username', 'mac_address'],
  router_requests: ['operator_name'],
  router_states: ['login_host'],
  routers: ['address'],
  sales: ['operator_name'],
  session_history: ['username'],
  sessions: ['username', 'mac_address', 'framed_ip_address', 'nas_address', 'sent_username', 'sent_calling_station_id'],
  shift_closings: ['operator_name'],
  shifts: ['operator_name'],
  unknown_sources: ['address', 'nas_identifier'],
  venue: ['name', 'login_host', 'wifi_name', 'backup_folder'],
  vouchers: ['code', 'code_key'],
  unfinished_erasures: ['operator_name'],
};

const kept: Columns = {
  backups: ['file_name', 'away_folder'],
  batches: ['name', 'note'],
  cash_movements: ['note'],
  change_rows: ['before', 'after'],
  changes: ['params'],
  device_days: ['mac_address'],
  domains: ['name'],
  guest_attributes: ['name', 'value'],
  guest_networks: ['netmask', 'ip_pool', 'group_name', 'address_list'],
  guest_persons: [
    ...['document_expires', 'province', 'calling_code', 'external_kind', 'marketing_version', 'privacy_version'],
    ...['terms_version', 'hardware_type', 'routeros_version'],
  ],
  guests: ['note'],
  import_mappings: ['signature', 'fields'],
  legal_texts: ['body'],
  limitations: ['address_list', 'ip_pool', 'group_name', 'ipv6_pool', 'delegated_ipv6_pool'],
  operators: ['password_hash', 'pin_hash', 'guest_prefix'],
  print_jobs: ['printer_name', 'fallback_printer_name', 'guest_ids', 'batch_serials'],
  printers: ['name', 'target'],
  product_attributes: ['name', 'value'],
  products: ['name'],
  radius_log: ['detail', 'source_address', 'acct_session_id'],
  roles: ['name'],
  router_attributes: ['name', 'value'],
  router_requests: ['keys'],
  routers: ['name'],
  sales: ['product_name', 'price_reason', 'request_id'],
  sales_days: ['product_name', 'operator_name'],
  sessions: ['acct_session_id', 'nas_port_id', 'called_station_id', 'rate_limit', 'end_operator'],
  shift_closings: ['pieces', 'note'],
  ticket_templates: ['name', 'blocks', 'wifi_name'],
};

/** Where each column of text is, for the test that looks for one that is nowhere. */
export const textColumns = { plain, named, kept } as const;

/** A few hundred rows of settings at most; what is beyond them is counted. */
const MOST_ROWS = 300;

export type PlainRow = Readonly<Record<string, string | number | null>>;

/** Numbers and plain words of a table of settings, row by row in the order of its numbers. */
export function listPlain(db: Db, table: string): readonly PlainRow[] {
  const columns = (db.sqlite.pragma(`table_info("${table}")`) as readonly { name: string; type: string }[])
    .filter(({ name, type }) => type === 'INTEGER' || type === 'REAL' || (plain[table] ?? []).includes(name))
    .map(({ name }) => `"${name}"`);
  const sql = `select ${columns.join(', ')} from "${table}" order by rowid limit ${MOST_ROWS}`;
  return prepared<[], PlainRow>(db.sqlite, sql).all();
}

/** The tables of this program, without what SQLite and its search index keep for themselves. */
export function listTables(db: Db): readonly string[] {
  return preparedValue<[], string>(
    db.sqlite,
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite^_%' escape '^'
       and name not like 'guest^_search%' escape '^' and name not like '^_^_%' escape '^' order by name`,
  ).all();
}

export function countRows(db: Db, table: string): number {
  return preparedValue<[], number>(db.sqlite, `select count(*) from "${table}"`).get()!;
}

/** How often each reason stands in the RADIUS log, most first. */
export function countReasons(db: Db): readonly PlainRow[] {
  return prepared<[], PlainRow>(
    db.sqlite,
    `select kind, outcome, reason, sum(count) as count, max(at_ms) as lastAtMs from radius_log
     group by kind, outcome, reason order by 4 desc limit ${MOST_ROWS}`,
  ).all();
}

/** When each migration was made that the file has gone through: its schema's version is the last. */
export function listMigrations(db: Db): readonly number[] {
  const sql = 'select created_at from __drizzle_migrations order by created_at';
  return preparedValue<[], number>(db.sqlite, sql).all().map(Number);
}

export interface NamedTexts {
  /** Undefined: that was the last of the table. */
  readonly lastRow: number | undefined;
  readonly texts: readonly string[];
}

/** Tables with names in them, the images of history among them. */
export const namedTables = [...Object.keys(named), 'change_rows'];

/** What stands in the named columns of the next rows of a table. */
export function listNamed(db: Db, table: string, afterRow: number, limit: number): NamedTexts {
  if (table === 'change_rows') return listNamedOfHistory(db, afterRow, limit);
  const columns = named[table]!.map((column) => `"${column}"`).join(', ');
  const rows = rowsAfter(db, `rowid, ${columns}`, table, afterRow, limit) as readonly Record<string, unknown>[];
  return { lastRow: lastOf(rows, limit), texts: rows.flatMap((row) => Object.values(row).filter(isText)) };
}

/** Who was removed is named in the images of what was done. */
function listNamedOfHistory(db: Db, afterRow: number, limit: number): NamedTexts {
  const rows = rowsAfter(db, 'rowid, table_name, before, after', 'change_rows', afterRow, limit);
  const texts = rows.flatMap(({ table_name, before, after }) =>
    [before, after].filter(isText).flatMap((image) => {
      const values = JSON.parse(image) as Readonly<Record<string, unknown>>;
      return (named[String(table_name)] ?? []).map((column) => values[column]).filter(isText);
    }),
  );
  return { lastRow: lastOf(rows, limit), texts };
}

type Row = Readonly<Record<string, unknown>>;

function rowsAfter(db: Db, columns: string, table: string, afterRow: number, limit: number): readonly Row[] {
  const sql = `select ${columns} from "${table}" where rowid > ? order by rowid limit ?`;
  return prepared<[number, number], Row>(db.sqlite, sql).all(afterRow, limit);
}

function lastOf(rows: readonly Row[], limit: number): number | undefined {
  return rows.length < limit ? undefined : Number(rows.at(-1)!['rowid'] ?? rows.at(-1)!['id']);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
