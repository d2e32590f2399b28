/**
 * The connection log: who was online when, with which device and address, and why it ended. Sessions newest first, and
 * the sums of those that are no longer kept singly after them.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { prepared } from '../statements';
import { inScope, scopeParams, type Scope } from './scope';

export interface ConnectionFilter {
  readonly guestId?: number | undefined;
  readonly domainId?: number | undefined;
  readonly routerId?: number | undefined;
  /** 'AA:BB:CC:DD:EE:FF'. */
  readonly macAddress?: string | undefined;
  readonly framedIpAddress?: string | undefined;
  /** Online at some moment from then on … */
  readonly fromMs?: number | undefined;
  /** … until then. */
  readonly tillMs?: number | undefined;
  /** Goes on after this row of the page before. */
  readonly after?: { readonly startedAtMs: number; readonly id: number } | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** Only of guests within. */
  readonly scope?: Scope | undefined;
}

export interface ConnectionRow {
  /** `history`: the sum of a guest's sessions of a month on a router. */
  readonly kind: 'session' | 'history';
  readonly id: number;
  readonly guestId: number | null;
  readonly username: string;
  readonly displayName: string | null;
  readonly room: string | null;
  readonly domainName: string | null;
  readonly routerId: number;
  readonly routerName: string | null;
  readonly startedAtMs: number;
  /** Null: online. */
  readonly endedAtMs: number | null;
  readonly sessionTimeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly framedIpAddress: string | null;
  /** '' where the router named none. */
  readonly macAddress: string;
  readonly terminateCause: string | null;
  readonly endReason: string | null;
  readonly endOperator: string | null;
  /** 1 of a session. */
  readonly sessions: number;
  /** Its place in the hash chain; null: not there yet. */
  readonly seq: number | null;
}

/** Sessions that lasted longer than this before a time asked for are found by their beginning only. */
const LONGEST_MS = 31 * 86_400_000;

const columns = `'session' as kind, s.id, s.guest_id as guestId, s.username, g.display_name as displayName, g.room,
  d.name as domainName, s.router_id as routerId, r.name as routerName, s.started_at_ms as startedAtMs,
  s.ended_at_ms as endedAtMs, s.session_time_sec as sessionTimeSec, s.upload_bytes as uploadBytes,
  s.download_bytes as downloadBytes, s.framed_ip_address as framedIpAddress, s.mac_address as macAddress,
  s.terminate_cause as terminateCause, s.end_reason as endReason, s.end_operator as endOperator, 1 as sessions,
  c.id as seq`;

const joins = `left join guests g on g.id = s.guest_id left join domains d on d.id = g.domain_id
  left join routers r on r.id = s.router_id`;

/** What every list filters by besides the column its index begins with. */
const fits = `(@guestId is null or s.guest_id = @guestId) and (@domainId is null or g.domain_id = @domainId)
  and (@routerId is null or s.router_id = @routerId) and (@macAddress is null or s.mac_address = @macAddress)
  and (@framedIpAddress is null or s.framed_ip_address = @framedIpAddress)
  and (@fromMs is null or s.ended_at_ms is null or s.ended_at_ms >= @fromMs)
  and (@afterId is null or (s.started_at_ms, s.id) < (@afterStartedAtMs, @afterId))`;

const between = `s.started_at_ms between @earliestMs and @latestMs`;

const list = (index: string, where: string): string => `
  select ${columns} from sessions s indexed by ${index} ${joins}
  left join session_chain c on c.session_id = s.id
  where ${where} and ${between} and ${fits} order by s.started_at_ms desc, s.id desc limit @limit`;

export const connectionLogSql = {
  all: list('sessions_by_start', 'true'),
  ofGuest: list('sessions_by_guest', 's.guest_id = @guestId'),
  ofDevice: list('sessions_by_mac', 's.mac_address = @macAddress'),
  history: `
    select 'history' as kind, s.id, s.guest_id as guestId, s.username, g.display_name as displayName, g.room,
      d.name as domainName, s.router_id as routerId, r.name as routerName, s.first_started_at_ms as startedAtMs,
      s.last_ended_at_ms as endedAtMs, s.session_time_sec as sessionTimeSec, s.upload_bytes as uploadBytes,
      s.download_bytes as downloadBytes, null as framedIpAddress, '' as macAddress, 'History' as terminateCause,
      null as endReason, null as endOperator, s.sessions, null as seq
    from session_history s left join guests g on g.id = s.guest_id left join domains d on d.id = s.domain_id
      left join routers r on r.id = s.router_id
    where (@guestId is null or s.guest_id = @guestId) and (@domainId is null or s.domain_id = @domainId)
      and (@routerId is null or s.router_id = @routerId) and s.first_started_at_ms <= @latestMs
      and (@fromMs is null or s.last_ended_at_ms >= @fromMs)
    order by s.period_start_ms desc, s.id desc limit @limit`,
} as const;

type Params = Readonly<Record<string, string | number | null>>;

const statements = preparedPer(({ sqlite }) => ({
  all: sqlite.prepare<[Params], ConnectionRow>(connectionLogSql.all),
  ofGuest: sqlite.prepare<[Params], ConnectionRow>(connectionLogSql.ofGuest),
  ofDevice: sqlite.prepare<[Params], ConnectionRow>(connectionLogSql.ofDevice),
  history: sqlite.prepare<[Params], ConnectionRow>(connectionLogSql.history),
  who: sqlite.prepare<[number], Who>(
    'select display_name as displayName, room, domain_id as domainId from guests where id = ?',
  ),
}));

/** Sessions newest first; sums of earlier ones where the page has room and no device or address was asked for. */
export function listConnections(db: Db, filter: ConnectionFilter): readonly ConnectionRow[] {
  const params = { ...paramsOf(filter), ...scopeParams(filter.scope) };
  const rows = statementOf(db, nameOf(filter), filter.scope).all(params);
  const room = filter.limit - rows.length;
  const bySession = filter.macAddress !== undefined || filter.framedIpAddress !== undefined;
  if (room === 0 || bySession) return rows;
  return [...rows, ...statementOf(db, 'history', filter.scope).all({ ...params, limit: room })];
}

type ListName = keyof typeof connectionLogSql;

/** Rows of guests who are gone are of nobody within a scope. */
function statementOf(db: Db, name: ListName, scope: Scope | undefined) {
  if (scope === undefined) return statements(db)[name];
  const text = connectionLogSql[name].replace('where ', `where g.id is not null and ${inScope(scope)} and `);
  return prepared<[Params], ConnectionRow>(db.sqlite, text);
}

function nameOf({ guestId, macAddress }: ConnectionFilter): 'all' | 'ofGuest' | 'ofDevice' {
  if (guestId !== undefined) return 'ofGuest';
  return macAddress === undefined ? 'all' : 'ofDevice';
}

function paramsOf(filter: ConnectionFilter): Params {
  const { guestId, domainId, routerId, macAddress, framedIpAddress, fromMs, tillMs, after, limit } = filter;
  return {
    guestId: guestId ?? null,
    domainId: domainId ?? null,
    routerId: routerId ?? null,
    macAddress: macAddress ?? null,
    framedIpAddress: framedIpAddress ?? null,
    fromMs: fromMs ?? null,
    earliestMs: fromMs === undefined ? 0 : Math.max(0, fromMs - LONGEST_MS),
    latestMs: tillMs ?? Number.MAX_SAFE_INTEGER,
    afterId: after?.id ?? null,
    afterStartedAtMs: after?.startedAtMs ?? null,
    limit,
  };
}

/** What a guest is called now. */
export interface Who {
  readonly displayName: string | null;
  readonly room: string | null;
  readonly domainId: number;
}

/** Undefined: there is no such guest any more. */
export function findWho(db: Db, guestId: number): Who | undefined {
  return statements(db).who.get(guestId);
}
