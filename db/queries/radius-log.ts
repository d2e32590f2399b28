/** The RADIUS log: every decision and every dropped packet, bounded in rows. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { prepared } from '../statements';
import { inScope, scopeParams, type Scope } from './scope';

export type LogKind = 'access' | 'accounting' | 'status' | 'dropped';
export type LogOutcome = 'accept' | 'reject' | 'stored' | 'answered' | 'dropped';

/** One row to be written; never a password. */
export interface LogEntry {
  readonly atMs: number;
  readonly kind: LogKind;
  readonly outcome: LogOutcome;
  readonly reason: string;
  readonly detail: string;
  readonly sourceAddress: string;
  readonly routerId: number | null;
  readonly username: string | null;
  readonly guestId: number | null;
  readonly macAddress: string | null;
  readonly acctSessionId: string | null;
  /** Identical drops within a second are counted in one row. */
  readonly count: number;
  /** Set once the packet is kept: main/aaa/packet-memory.ts. */
  packetNo: number | null;
}

export interface LogRow extends LogEntry {
  readonly id: number;
  readonly routerName: string | null;
}

export interface LogFilter {
  /** 1 to 1,000. */
  readonly limit: number;
  readonly outcome?: LogOutcome | undefined;
  /** Part of a username, MAC, session id or address; case does not matter. */
  readonly text?: string | undefined;
  readonly guestId?: number | undefined;
  /** Only rows older than this one: the next page. */
  readonly beforeId?: number | undefined;
  /** Only among so many of the newest rows: a text is looked for in every one of them. */
  readonly among?: number | undefined;
  /** Only of guests within; rows of nobody are not. */
  readonly scope?: Scope | undefined;
}

export interface LogPage {
  readonly rows: readonly LogRow[];
  /** Where the search goes on; absent: everything has been looked through. */
  readonly more?: {
    readonly beforeId: number;
    /** Everything since then has been looked through. */
    readonly backToMs: number;
  };
}

/**
 * A page looks through one to two times as many rows, so that no call takes more than some milliseconds. It ends at a
 * multiple, so that it ends at the same row while new ones come in.
 */
const LOOKED_THROUGH_ROWS = 5_000;

/** Rows deleted in one go, so that no login waits for it. */
const PRUNE_ROWS = 2_000;

const columns = `r.id, r.at_ms as atMs, r.kind, r.outcome, r.reason, r.detail, r.source_address as sourceAddress,
  r.router_id as routerId, routers.name as routerName, r.username, r.guest_id as guestId, r.mac_address as macAddress,
  r.acct_session_id as acctSessionId, r.count, r.packet_no as packetNo`;

const conditions = `r.id < @beforeId and r.id >= @fromId and (@outcome is null or r.outcome = @outcome) and (@text is null
  or instr(lower(coalesce(r.username, '')), @text) > 0 or instr(lower(coalesce(r.mac_address, '')), @text) > 0
  or instr(r.source_address, @text) > 0 or instr(lower(coalesce(r.acct_session_id, '')), @text) > 0)`;

/** Rows of one statement: half the cost of as many statements, and far from the most parameters SQLite takes. */
const ROWS_AT_ONCE = 25;

const insertedColumns = `at_ms, kind, outcome, reason, detail, source_address, router_id, username, guest_id,
  mac_address, acct_session_id, count, packet_no`;
const COLUMNS = insertedColumns.split(',').length;

function insertOf(rows: number): string {
  const row = `(${new Array(COLUMNS).fill('?').join(', ')})`;
  return `insert into radius_log (${insertedColumns}) values ${new Array(rows).fill(row).join(', ')}`;
}

export const radiusLogSql = {
  list: `
    select ${columns} from radius_log r left join routers on routers.id = r.router_id
    where ${conditions} order by r.id desc limit @limit`,
  listOfGuest: `
    select ${columns} from radius_log r left join routers on routers.id = r.router_id
    where r.guest_id = @guestId and ${conditions} order by r.id desc limit @limit`,
  insert: insertOf(1),
  insertMany: insertOf(ROWS_AT_ONCE),
  packetNo: `select packet_no as packetNo from radius_log where id = ?`,
  at: `select at_ms as atMs from radius_log where id >= ? order by id limit 1`,
  oldest: `select min(id) as id from radius_log`,
  newest: `select max(id) as id from radius_log`,
  prune: `delete from radius_log where id < ?`,
} as const;

interface ListParams {
  readonly limit: number;
  readonly outcome: LogOutcome | null;
  readonly text: string | null;
  readonly guestId: number | null;
  readonly beforeId: number;
  readonly fromId: number;
}

const statements = preparedPer(({ sqlite }) => ({
  list: sqlite.prepare<[ListParams], LogRow>(radiusLogSql.list),
  listOfGuest: sqlite.prepare<[ListParams], LogRow>(radiusLogSql.listOfGuest),
  insert: sqlite.prepare(radiusLogSql.insert),
  insertMany: sqlite.prepare(radiusLogSql.insertMany),
  packetNo: sqlite.prepare<[number], { packetNo: number | null }>(radiusLogSql.packetNo),
  at: sqlite.prepare<[number], { atMs: number }>(radiusLogSql.at),
  oldest: sqlite.prepare<[], { id: number | null }>(radiusLogSql.oldest),
  newest: sqlite.prepare<[], { id: number | null }>(radiusLogSql.newest),
  prune: sqlite.prepare(radiusLogSql.prune),
}));

/** Newest first. */
export function listRadiusLog(db: Db, filter: LogFilter): readonly LogRow[] {
  return listFrom(db, filter, filter.among === undefined ? 0 : findNewestId(db) - filter.among + 1);
}

/** Newest first, as far back as can be looked through in some milliseconds; of one guest: to the beginning. */
export function pageRadiusLog(db: Db, filter: LogFilter): LogPage {
  const fromId = filter.guestId === undefined ? endOfPage(db, filter.beforeId) : 0;
  const rows = listFrom(db, filter, fromId);
  const last = rows.at(-1);
  if (last !== undefined && rows.length === filter.limit)
    return { rows, more: { beforeId: last.id, backToMs: last.atMs } };
  const { oldest, at } = statements(db);
  if (fromId <= (oldest.get()?.id ?? 0)) return { rows };
  const backToMs = at.get(fromId)?.atMs;
  return backToMs === undefined ? { rows } : { rows, more: { beforeId: fromId, backToMs } };
}

/** The last row that a page before `beforeId` looks at. */
function endOfPage(db: Db, beforeId: number | undefined): number {
  const newestId = findNewestId(db);
  const firstId = Math.min(newestId, (beforeId ?? Infinity) - 1);
  return (Math.floor(firstId / LOOKED_THROUGH_ROWS) - 1) * LOOKED_THROUGH_ROWS;
}

function findNewestId(db: Db): number {
  return statements(db).newest.get()?.id ?? 0;
}

function listFrom(db: Db, filter: LogFilter, fromId: number): readonly LogRow[] {
  const text = filter.text?.trim().toLowerCase();
  const params: ListParams = {
    limit: filter.limit,
    outcome: filter.outcome ?? null,
    text: text === undefined || text === '' ? null : text,
    guestId: filter.guestId ?? null,
    beforeId: filter.beforeId ?? Number.MAX_SAFE_INTEGER,
    fromId,
  };
  if (filter.scope !== undefined) return listWithin(db, filter.scope, params);
  const { list, listOfGuest } = statements(db);
  return filter.guestId === undefined ? list.all(params) : listOfGuest.all(params);
}

function listWithin(db: Db, scope: Scope, params: ListParams): readonly LogRow[] {
  const text = `
    select ${columns} from radius_log r join guests g on g.id = r.guest_id
      left join routers on routers.id = r.router_id
    where (@guestId is null or r.guest_id = @guestId) and ${inScope(scope)} and ${conditions}
    order by r.id desc limit @limit`;
  return prepared<[object], LogRow>(db.sqlite, text).all({ ...params, ...scopeParams(scope) });
}

/** The number of the packet behind a row, null if none was kept; undefined: there is no such row. */
export function findPacketNo(db: Db, id: number): number | null | undefined {
  return statements(db).packetNo.get(id)?.packetNo;
}

/** Writes rows; the caller holds the transaction. */
export function insertLog(db: Db, entries: readonly LogEntry[]): void {
  const { insert, insertMany } = statements(db);
  const whole = entries.length - (entries.length % ROWS_AT_ONCE);
  for (let from = 0; from < whole; from += ROWS_AT_ONCE) {
    insertMany.run(entries.slice(from, from + ROWS_AT_ONCE).flatMap(valuesOf));
  }
  for (const entry of entries.slice(whole)) insert.run(valuesOf(entry));
}

/** In the order of `insertedColumns`. */
function valuesOf(entry: LogEntry): readonly (string | number | null)[] {
  return [
    ...[entry.atMs, entry.kind, entry.outcome, entry.reason, entry.detail, entry.sourceAddress, entry.routerId],
    ...[entry.username, entry.guestId, entry.macAddress, entry.acctSessionId, entry.count, entry.packetNo],
  ];
}

/** Deletes the oldest rows beyond `keep`, at most 2,000 at a time; returns how many. */
export function pruneRadiusLog(db: Db, keep: number): number {
  const { oldest, newest, prune } = statements(db);
  const first = oldest.get()?.id;
  const last = newest.get()?.id;
  if (first === undefined || first === null || last === undefined || last === null) return 0;
  const firstKept = Math.min(last - keep + 1, first + PRUNE_ROWS);
  return firstKept <= first ? 0 : prune.run(firstKept).changes;
}
