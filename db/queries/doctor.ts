/** What the doctor reads: the newest part of the RADIUS log counted by reason, and what was learned of each router. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

/** Rows of the log looked at, also four times a second while its screen is open: some milliseconds. */
const MOST_LOG_ROWS = 5_000;
const MOST_ROUTERS = 200;
/** Addresses shown of those that ask without being known. */
const MOST_ADDRESSES = 20;

/** How often a reason occurred for one router; null: of no router. */
export interface ReasonCount {
  readonly reason: string;
  readonly routerId: number | null;
  /** Of packets of no router. */
  readonly sourceAddress: string | null;
  readonly count: number;
  readonly lastAtMs: number;
}

export interface ExaminedRouter {
  readonly routerId: number;
  readonly routerName: string;
  readonly address: string;
  readonly useCoa: boolean;
  readonly coaPort: number;
  readonly createdAtMs: number;
  readonly lastAuthenticAtMs: number | null;
  readonly lastAcceptAtMs: number | null;
  readonly lastAccountingAtMs: number | null;
  readonly acceptsWithoutStart: number;
  readonly repeatedAtMs: number | null;
  readonly repeats: number;
  readonly clockOffsetSec: number | null;
  readonly coaState: 'acknowledged' | 'refused' | 'no-answer' | null;
  readonly coaAtMs: number | null;
  readonly coaErrorCause: number | null;
  /** Open sessions, and those of them that have missed three of their interims. */
  readonly open: number;
  readonly silent: number;
}

const statements = preparedPer(({ sqlite }) => ({
  reasons: sqlite.prepare<[{ readonly sinceMs: number }], ReasonCount>(`
    select reason, router_id as routerId, case when router_id is null then source_address end as sourceAddress,
      sum(count) as count, max(at_ms) as lastAtMs
    from radius_log
    where id > coalesce((select max(id) from radius_log), 0) - ${MOST_LOG_ROWS} and at_ms >= @sinceMs
      and outcome in ('reject', 'dropped')
    group by reason, router_id, case when router_id is null then source_address end
    order by lastAtMs desc limit ${MOST_ROUTERS + MOST_ADDRESSES}`),
  routers: sqlite.prepare<[{ readonly nowMs: number }], Omit<ExaminedRouter, 'useCoa'> & { readonly useCoa: number }>(`
    select r.id as routerId, r.name as routerName, r.address, r.use_coa as useCoa, r.coa_port as coaPort, r.created_at_ms as createdAtMs,
      s.last_authentic_at_ms as lastAuthenticAtMs, s.last_accept_at_ms as lastAcceptAtMs,
      s.last_accounting_at_ms as lastAccountingAtMs, coalesce(s.accepts_without_start, 0) as acceptsWithoutStart,
      s.repeated_at_ms as repeatedAtMs, coalesce(s.repeats, 0) as repeats, s.clock_offset_sec as clockOffsetSec,
      s.coa_state as coaState, s.coa_at_ms as coaAtMs, s.coa_error_cause as coaErrorCause,
      (select count(*) from sessions o where o.router_id = r.id and o.ended_at_ms is null) as open,
      (select count(*) from sessions o where o.router_id = r.id and o.ended_at_ms is null
        and o.last_heard_at_ms < @nowMs - 3000 * o.interim_sec) as silent
    from routers r left join router_states s on s.router_id = r.id
    order by r.id limit ${MOST_ROUTERS}`),
}));

/** Refused and dropped packets since then, counted; newest first. Looks at the newest 5,000 rows of the log. */
export function countLogReasons(db: Db, sinceMs: number): readonly ReasonCount[] {
  return statements(db).reasons.all({ sinceMs });
}

/** Every router with what its packets tell; at most 200. */
export function listExaminedRouters(db: Db, nowMs: number): readonly ExaminedRouter[] {
  return statements(db)
    .routers.all({ nowMs })
    .map((row) => ({ ...row, useCoa: row.useCoa === 1 }));
}
