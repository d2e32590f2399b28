/**
 * What is asked of routers about sessions that are open (Disconnect and CoA), and the queue of sessions that are being
 * ended. Written by the RADIUS thread; callers hold the transaction. The queue is in the sessions' own rows, so that a
 * restart goes on with it.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

/** An open session as far as a router has to be told which one is meant. */
export interface AskedSession {
  readonly id: number;
  readonly routerId: number;
  readonly acctSessionId: string;
  readonly guestId: number | null;
  readonly username: string;
  readonly macAddress: string;
  /** As the router writes them; null: as above. */
  readonly sentUsername: string | null;
  readonly sentCallingStationId: string | null;
  readonly framedIpAddress: string | null;
  readonly nasPort: number | null;
  /** Where its last packet came from; null: not known. */
  readonly nasAddress: string | null;
  readonly interimSec: number;
  readonly startedAtMs: number;
  readonly lastHeardAtMs: number;
  /** Next try of its end; null: it is not being ended. */
  readonly endTryAtMs: number | null;
  readonly endTries: number;
  readonly endAcknowledgedAtMs: number | null;
  readonly endReason: string | null;
  readonly endOperator: string | null;
}

export type RequestKind = 'disconnect' | 'change';
export type RequestState = 'sent' | 'acknowledged' | 'refused' | 'no-answer';

export interface NewRouterRequest {
  readonly atMs: number;
  readonly routerId: number;
  readonly sessionId: number;
  readonly guestId: number | null;
  readonly kind: RequestKind;
  readonly purpose: string;
  /** Null: the sweep. */
  readonly operatorName: string | null;
  /** Names of the attributes that name the session, comma-separated. */
  readonly keys: string;
}

export interface RouterAnswer {
  readonly state: Exclude<RequestState, 'sent'>;
  /** RFC 5176 §3.5; null: none came. */
  readonly errorCause: number | null;
  readonly atMs: number;
}

/** A month of a busy venue; older rows go first. */
const MOST_REQUESTS = 50_000;
/** Deleted in one go. */
const MOST_PRUNED = 1_000;

export const askedColumns = `id, router_id as routerId, acct_session_id as acctSessionId, guest_id as guestId, username,
  mac_address as macAddress, sent_username as sentUsername, sent_calling_station_id as sentCallingStationId,
  framed_ip_address as framedIpAddress, nas_port as nasPort, nas_address as nasAddress, interim_sec as interimSec,
  started_at_ms as startedAtMs, last_heard_at_ms as lastHeardAtMs, end_try_at_ms as endTryAtMs, end_tries as endTries,
  end_acknowledged_at_ms as endAcknowledgedAtMs, end_reason as endReason, end_operator as endOperator`;

export const routerRequestsSql = {
  asked: `select ${askedColumns} from sessions where id = ? and ended_at_ms is null`,
  toEnd: `
    select ${askedColumns} from sessions
    where ended_at_ms is null and end_try_at_ms is not null and end_try_at_ms <= @nowMs
    order by end_try_at_ms limit @limit`,
  ending: `
    update sessions set end_reason = @reason, end_operator = @operatorName, end_try_at_ms = @tryAtMs, end_tries = 0,
      end_acknowledged_at_ms = null
    where id = @id and ended_at_ms is null`,
  retryEnd: `
    update sessions set end_try_at_ms = @tryAtMs, end_tries = @tries, end_acknowledged_at_ms = null
    where id = @id and ended_at_ms is null`,
  acknowledgedEnd: `
    update sessions set end_try_at_ms = @tryAtMs, end_tries = 0, end_acknowledged_at_ms = @atMs
    where id = @id and ended_at_ms is null`,
  insert: `
    insert into router_requests (at_ms, router_id, session_id, guest_id, kind, purpose, operator_name, keys, state)
    values (@atMs, @routerId, @sessionId, @guestId, @kind, @purpose, @operatorName, @keys, 'sent')`,
  answer: `
    update router_requests set state = @state, error_cause = @errorCause, tries = @tries, answered_at_ms = @atMs
    where id = @id`,
  coaState: `
    insert into router_states (router_id, coa_state, coa_at_ms, coa_error_cause) values (@routerId, @state, @atMs, @errorCause)
    on conflict (router_id) do update set coa_state = excluded.coa_state, coa_at_ms = excluded.coa_at_ms,
      coa_error_cause = excluded.coa_error_cause`,
  prune: `
    delete from router_requests where id in (
      select id from router_requests where id <= (select max(id) from router_requests) - ${MOST_REQUESTS}
      order by id limit ${MOST_PRUNED})`,
} as const;

const statements = preparedPer(({ sqlite }) => ({
  asked: sqlite.prepare<[number], AskedSession>(routerRequestsSql.asked),
  toEnd: sqlite.prepare<[{ nowMs: number; limit: number }], AskedSession>(routerRequestsSql.toEnd),
  ending: sqlite.prepare(routerRequestsSql.ending),
  retryEnd: sqlite.prepare(routerRequestsSql.retryEnd),
  acknowledgedEnd: sqlite.prepare(routerRequestsSql.acknowledgedEnd),
  insert: sqlite.prepare(routerRequestsSql.insert),
  answer: sqlite.prepare(routerRequestsSql.answer),
  coaState: sqlite.prepare(routerRequestsSql.coaState),
  prune: sqlite.prepare(routerRequestsSql.prune),
}));

/** Undefined: there is no such session, or it has ended. */
export function findAskedSession(db: Db, id: number): AskedSession | undefined {
  return statements(db).asked.get(id);
}

/** Sessions whose next try is due, longest due first. */
export function listSessionsToEnd(db: Db, nowMs: number, limit: number): readonly AskedSession[] {
  return statements(db).toEnd.all({ nowMs, limit });
}

export interface Ending {
  readonly id: number;
  /** A word of main/aaa/reasons.ts. */
  readonly reason: string;
  /** Null: the sweep. */
  readonly operatorName: string | null;
  readonly tryAtMs: number;
}

/** Puts an open session into the queue of those that are to end. */
export function queueEnd(db: Db, ending: Ending): void {
  statements(db).ending.run(ending);
}

/** When it is tried again; null gives up. */
export function retryEnd(db: Db, id: number, tries: number, tryAtMs: number | null): void {
  statements(db).retryEnd.run({ id, tries, tryAtMs });
}

/** The router ends it: its Stop is awaited until `waitTillMs`. */
export function noteEndAcknowledged(db: Db, id: number, atMs: number, waitTillMs: number): void {
  statements(db).acknowledgedEnd.run({ id, atMs, tryAtMs: waitTillMs });
}

/** Returns the row's id. */
export function insertRouterRequest(db: Db, request: NewRouterRequest): number {
  return Number(statements(db).insert.run(request).lastInsertRowid);
}

/** What became of a request, also in what is known of the router. */
export function storeRouterAnswer(db: Db, id: number, routerId: number, answer: RouterAnswer, tries: number): void {
  statements(db).answer.run({ id, tries, ...answer });
  statements(db).coaState.run({ routerId, ...answer });
}

/** Keeps the newest 50,000 rows, letting go of a thousand at a time. */
export function pruneRouterRequests(db: Db): void {
  statements(db).prune.run();
}
