/** Sessions as the windows list them, with what is left of the entitlement each one uses. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { prepared } from '../statements';
import { inScope, scopeParams, type Scope } from './scope';
import {
  bytesLeft,
  combineLimits,
  earlier,
  isLive,
  leftOf,
  timeLeftSec,
  unreportedSec,
  type Heard,
  type Left,
  type Limits,
} from './allowance';

export interface SessionFilter {
  /** True: open ones only; false: closed ones only; absent: both. */
  readonly online?: boolean | undefined;
  readonly guestId?: number | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** Only of guests within. */
  readonly scope?: Scope | undefined;
}

/** One session; what is absent is not known or, for what is left, not limited. */
export interface SessionListRow {
  readonly id: number;
  readonly guestId?: number;
  readonly entitlementId?: number;
  readonly username: string;
  readonly displayName?: string;
  readonly room?: string;
  readonly productName?: string;
  readonly routerId: number;
  readonly routerName?: string;
  readonly acctSessionId: string;
  readonly macAddress: string;
  readonly framedIpAddress?: string;
  readonly startedAtMs: number;
  readonly lastHeardAtMs: number;
  readonly endedAtMs?: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly sessionTimeSec: number;
  readonly terminateCause?: string;
  /** Open, but not heard of for 2.5 interims. */
  readonly silent: boolean;
  /** Of the entitlement, for open sessions: what this and its other sessions have used is taken off. */
  readonly timeLeftSec?: number;
  readonly bytesLeft?: number;
}

/** Counting stops here: nobody reads further, and counting millions of rows would take a window's patience. */
const MOST_COUNTED = 10_000;

const columns = `s.id, s.guest_id as guestId, s.username, g.display_name as displayName, g.room, p.name as productName,
  s.router_id as routerId, r.name as routerName, s.acct_session_id as acctSessionId, s.mac_address as macAddress,
  s.framed_ip_address as framedIpAddress, s.started_at_ms as startedAtMs, s.last_heard_at_ms as lastHeardAtMs,
  s.ended_at_ms as endedAtMs, s.upload_bytes as uploadBytes, s.download_bytes as downloadBytes,
  s.session_time_sec as sessionTimeSec, s.terminate_cause as terminateCause, s.interim_sec as interimSec,
  s.entitlement_id as entitlementId, e.product_id as productId, e.ends_at_ms as saleEndsAtMs,
  case when e.end_overridden then null else u.ends_at_ms end as loginEndsAtMs, coalesce(u.upload_bytes, 0) as usedUploadBytes,
  coalesce(u.download_bytes, 0) as usedDownloadBytes, coalesce(u.uptime_sec, 0) as usedSec`;

const joins = `left join guests g on g.id = s.guest_id left join routers r on r.id = s.router_id
  left join entitlements e on e.id = s.entitlement_id left join products p on p.id = e.product_id
  left join entitlement_usage u on u.entitlement_id = s.entitlement_id`;

const newest = `order by s.started_at_ms desc, s.id desc limit @limit`;

/**
 * Without the hint the few open ones would be looked for among millions of closed ones, because those are in order.
 */
const open = `indexed by sessions_open`;

const select = (hint: string, where: string): string =>
  `select ${columns} from sessions s ${hint} ${joins} where ${where} ${newest}`;
const count = (hint: string, where: string): string =>
  `select count(*) as n from (select 1 from sessions s ${hint} where ${where} limit ${MOST_COUNTED})`;

const filters = {
  all: ['', 'true'],
  online: [open, 's.ended_at_ms is null'],
  ended: ['', 's.ended_at_ms is not null'],
  guest: ['', 's.guest_id = @guestId'],
  guestOnline: ['', 's.guest_id = @guestId and s.ended_at_ms is null'],
  guestEnded: ['', 's.guest_id = @guestId and s.ended_at_ms is not null'],
} as const;
type FilterName = keyof typeof filters;

/** For whoever sees a part of the guests: sessions of nobody are of nobody within. */
const listWithin = (name: FilterName, scope: Scope): string =>
  select(filters[name][0], `${filters[name][1]} and g.id is not null and ${inScope(scope)}`);
const countWithin = (name: FilterName, scope: Scope): string => `
  select count(*) as n from (select 1 from sessions s ${filters[name][0]} join guests g on g.id = s.guest_id
    where ${filters[name][1]} and ${inScope(scope)} limit ${MOST_COUNTED})`;

function eachFilter<T>(make: (hint: string, where: string) => T): Readonly<Record<FilterName, T>> {
  const entries = Object.entries(filters).map(([name, [hint, where]]) => [name, make(hint, where)]);
  return Object.fromEntries(entries) as Readonly<Record<FilterName, T>>;
}

export const sessionsSql = {
  list: eachFilter(select),
  count: eachFilter(count),
  /** Those that end what was sold for good, as in main/desk/standing.ts. */
  limitations: `
    select download_quota_bytes as downloadQuotaBytes, upload_quota_bytes as uploadQuotaBytes,
      total_quota_bytes as totalQuotaBytes, uptime_sec as uptimeSec, rate_down_bps as rateDownBps,
      rate_up_bps as rateUpBps, idle_timeout_sec as idleTimeoutSec, simultaneous_sessions as simultaneousSessions, devices
    from limitations
    where product_id = ? and reset_every is null and window_days is null and slow_down_bps is null and slow_up_bps is null`,
  using: `
    select last_heard_at_ms as lastHeardAtMs, interim_sec as interimSec
    from sessions where entitlement_id = ? and ended_at_ms is null limit 500`,
} as const;

interface Row {
  readonly id: number;
  readonly guestId: number | null;
  readonly username: string;
  readonly displayName: string | null;
  readonly room: string | null;
  readonly productName: string | null;
  readonly routerId: number;
  readonly routerName: string | null;
  readonly acctSessionId: string;
  readonly macAddress: string;
  readonly framedIpAddress: string | null;
  readonly startedAtMs: number;
  readonly lastHeardAtMs: number;
  readonly endedAtMs: number | null;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly sessionTimeSec: number;
  readonly terminateCause: string | null;
  readonly interimSec: number;
  readonly entitlementId: number | null;
  readonly productId: number | null;
  readonly saleEndsAtMs: number | null;
  readonly loginEndsAtMs: number | null;
  readonly usedUploadBytes: number;
  readonly usedDownloadBytes: number;
  readonly usedSec: number;
}

interface Params {
  readonly limit: number;
  readonly guestId: number;
}

const statements = preparedPer(({ sqlite }) => ({
  list: eachFilter((hint, where) => sqlite.prepare<[Params], Row>(select(hint, where))),
  count: eachFilter((hint, where) => sqlite.prepare<[Params], { n: number }>(count(hint, where))),
  limitations: sqlite.prepare<[number], Limits>(sessionsSql.limitations),
  using: sqlite.prepare<[number], Heard>(sessionsSql.using),
}));

/** Newest first. */
export function listSessions(db: Db, filter: SessionFilter, nowMs: number): readonly SessionListRow[] {
  const rows = rowsOf(db, filter);
  const limitsOf = remembered((productId: number) => combineLimits(statements(db).limitations.all(productId)));
  const unreportedOf = remembered((id: number) => unreportedSec(statements(db).using.all(id), nowMs));
  return rows.map((row) => viewOf(row, leftOfRow(row, limitsOf, unreportedOf, nowMs), nowMs));
}

function rowsOf(db: Db, filter: SessionFilter): readonly Row[] {
  const { scope } = filter;
  if (scope === undefined) return statements(db).list[nameOf(filter)].all(paramsOf(filter));
  const statement = prepared<[object], Row>(db.sqlite, listWithin(nameOf(filter), scope));
  return statement.all({ ...paramsOf(filter), ...scopeParams(scope) });
}

/** How many there are, counted up to 10,000. */
export function countSessions(db: Db, filter: SessionFilter): number {
  const { scope } = filter;
  if (scope !== undefined) {
    const statement = prepared<[object], { n: number }>(db.sqlite, countWithin(nameOf(filter), scope));
    return statement.get({ ...paramsOf(filter), ...scopeParams(scope) })?.n ?? 0;
  }
  return statements(db).count[nameOf(filter)].get(paramsOf(filter))?.n ?? 0;
}

/** Open sessions, counted up to 10,000. */
export function countOpen(db: Db, scope?: Scope): number {
  return countSessions(db, { online: true, limit: 1, scope });
}

function nameOf({ online, guestId }: SessionFilter): FilterName {
  if (guestId === undefined) return online === undefined ? 'all' : online ? 'online' : 'ended';
  return online === undefined ? 'guest' : online ? 'guestOnline' : 'guestEnded';
}

function paramsOf({ limit, guestId }: SessionFilter): Params {
  return { limit, guestId: guestId ?? 0 };
}

/** What is left of the entitlement of an open session; nothing to say of a closed one, or of one that uses none. */
function leftOfRow(
  row: Row,
  limitsOf: (productId: number) => Limits,
  unreportedOf: (entitlementId: number) => number,
  nowMs: number,
): Left {
  if (row.endedAtMs !== null || row.productId === null || row.entitlementId === null) return {};
  const limits = limitsOf(row.productId);
  const use = { uploadBytes: row.usedUploadBytes, downloadBytes: row.usedDownloadBytes, uptimeSec: row.usedSec };
  const endsAtMs = earlier(row.saleEndsAtMs, row.loginEndsAtMs);
  return leftOf(limits, endsAtMs, use, limits.uptimeSec === null ? 0 : unreportedOf(row.entitlementId), nowMs);
}

function viewOf(row: Row, left: Left, nowMs: number): SessionListRow {
  return {
    id: row.id,
    username: row.username,
    routerId: row.routerId,
    acctSessionId: row.acctSessionId,
    macAddress: row.macAddress,
    startedAtMs: row.startedAtMs,
    lastHeardAtMs: row.lastHeardAtMs,
    uploadBytes: row.uploadBytes,
    downloadBytes: row.downloadBytes,
    sessionTimeSec: row.sessionTimeSec,
    silent: row.endedAtMs === null && !isLive(row, nowMs),
    ...known('guestId', row.guestId),
    ...known('entitlementId', row.entitlementId),
    ...known('displayName', row.displayName),
    ...known('room', row.room),
    ...known('productName', row.productName),
    ...known('routerName', row.routerName),
    ...known('framedIpAddress', row.framedIpAddress),
    ...known('endedAtMs', row.endedAtMs),
    ...known('terminateCause', row.terminateCause),
    ...known('timeLeftSec', timeLeftSec(left)),
    ...known('bytesLeft', bytesLeft(left)),
  };
}

function known<K extends string, T>(name: K, value: T | null | undefined): { readonly [P in K]?: T } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: T });
}

/** Each answer is looked up once per list: most rows share a few products. */
function remembered<T>(look: (id: number) => T): (id: number) => T {
  const answers = new Map<number, T>();
  return (id) => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const answer = look(id);
    answers.set(id, answer);
    return answer;
  };
}
