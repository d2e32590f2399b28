/**
 * Ended sessions as records: the hash chain over them, and the sums of those that are older than their domain keeps
 * them. Written by the RADIUS thread; writers hold the transaction.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

/** What a link of the chain covers: everything that is told about an ended session. */
export interface SessionRecord {
  readonly id: number;
  readonly routerId: number;
  readonly acctSessionId: string;
  readonly guestId: number | null;
  readonly entitlementId: number | null;
  readonly username: string;
  readonly macAddress: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly sessionTimeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly terminateCause: string | null;
  readonly framedIpAddress: string | null;
  readonly nasPort: number | null;
  readonly nasPortId: string | null;
  readonly calledStationId: string | null;
  readonly service: string | null;
  readonly nasAddress: string | null;
  readonly endReason: string | null;
  readonly endOperator: string | null;
}

export interface Link {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** A link with its session; null: summed up since, only the link is left. */
export interface ChainedSession extends Link {
  readonly sessionId: number;
  readonly record: SessionRecord | null;
}

const recordColumns = (
  s: string,
): string => `${s}.id, ${s}.router_id as routerId, ${s}.acct_session_id as acctSessionId,
  ${s}.guest_id as guestId, ${s}.entitlement_id as entitlementId, ${s}.username, ${s}.mac_address as macAddress,
  ${s}.started_at_ms as startedAtMs, ${s}.ended_at_ms as endedAtMs, ${s}.session_time_sec as sessionTimeSec,
  ${s}.upload_bytes as uploadBytes, ${s}.download_bytes as downloadBytes, ${s}.terminate_cause as terminateCause,
  ${s}.framed_ip_address as framedIpAddress, ${s}.nas_port as nasPort, ${s}.nas_port_id as nasPortId,
  ${s}.called_station_id as calledStationId, ${s}.service, ${s}.nas_address as nasAddress,
  ${s}.end_reason as endReason, ${s}.end_operator as endOperator`;

/** The connection log keeps the name a guest logged in with for its time, and no longer: of an erased one it is the pseudonym. */
const nameInSums = `coalesce((select g.username from erased_guests e join guests g on g.id = e.guest_id
      where e.guest_id = @guestId), @username)`;

/** How the venue keeps connections, for domains without a rule of their own and for sessions that belong to no guest. */
const venueRule = (column: 'keep_days' | 'set_at_ms'): string =>
  `select ${column} from retention_rules where data_class = 'connections'`;

export const sessionChainSql = {
  /** A guessed end may still be corrected, so it waits longer; the causes are bound as JSON. */
  settled: `
    select ${recordColumns('s')} from sessions s
    where s.ended_at_ms is not null and s.chained = 0 and s.ended_at_ms <= @heardByMs
      and (s.ended_at_ms <= @guessedByMs
        or coalesce(s.terminate_cause, '') not in (select value from json_each(@guesses)))
    order by s.ended_at_ms limit @limit`,
  last: `select id as seq, hash from session_chain order by id desc limit 1`,
  append: `insert into session_chain (session_id, hash) values (@sessionId, @hash)`,
  close: `update sessions set chained = 1 where id = ?`,
  walk: `
    select c.id as seq, c.hash, c.session_id as sessionId, ${recordColumns('s')}
    from session_chain c left join sessions s on s.id = c.session_id
    where c.id > @after order by c.id limit @limit`,
  /** Records that claim to be in the chain and are not. */
  stray: `
    select s.id from sessions s
    where s.id > @after and s.id <= @till and s.chained = 1
      and not exists (select 1 from session_chain c where c.session_id = s.id)
    order by s.id limit 1`,
  lastSession: `select coalesce(max(id), 0) as id from sessions`,
  summedUp: `select coalesce(sum(sessions), 0) as sessions from session_history`,
  keeping: `
    select min(days) as days from (
      select keep_sessions_days as days from domains union all ${venueRule('keep_days')})`,
  old: `
    select ${recordColumns('s')}, s.chained, d.id as domainId,
      coalesce(d.keep_sessions_days, (${venueRule('keep_days')})) as keepDays,
      iif(d.keep_sessions_days is null, max(coalesce(d.keep_lowered_at_ms, 0), coalesce((${venueRule('set_at_ms')}), 0)),
        d.keep_lowered_at_ms) as keepLoweredAtMs
    from sessions s left join guests g on g.id = s.guest_id left join domains d on d.id = g.domain_id
    where (s.started_at_ms, s.id) > (@startedAtMs, @id) and s.started_at_ms <= @tillMs
    order by s.started_at_ms, s.id limit @limit`,
  countOld: `
    select count(*) as sessions from (
      select 1 from sessions s join guests g on g.id = s.guest_id
      where g.domain_id = @domainId and s.started_at_ms <= @beforeMs and s.ended_at_ms <= @beforeMs limit @limit)`,
  /** Not an upsert: for its index, no guest is never the same as no guest. */
  addToSums: `
    update session_history set sessions = sessions + 1, session_time_sec = session_time_sec + @sessionTimeSec,
      upload_bytes = min(upload_bytes + @uploadBytes, ${Number.MAX_SAFE_INTEGER}),
      download_bytes = min(download_bytes + @downloadBytes, ${Number.MAX_SAFE_INTEGER}),
      first_started_at_ms = min(first_started_at_ms, @startedAtMs),
      last_ended_at_ms = max(last_ended_at_ms, @endedAtMs)
    where username = ${nameInSums} and guest_id is @guestId and router_id = @routerId
      and period_start_ms = @periodStartMs`,
  beginSums: `
    insert into session_history (guest_id, username, domain_id, router_id, period_start_ms, sessions, session_time_sec,
      upload_bytes, download_bytes, first_started_at_ms, last_ended_at_ms)
    values (@guestId, ${nameInSums}, @domainId, @routerId, @periodStartMs, 1, @sessionTimeSec, @uploadBytes,
      @downloadBytes, @startedAtMs, @endedAtMs)`,
  remove: `delete from sessions where id = ? and chained = 1`,
} as const;

interface OldRow extends SessionRecord {
  readonly chained: 0 | 1;
  readonly domainId: number | null;
  readonly keepDays: number | null;
  readonly keepLoweredAtMs: number | null;
}

type WalkRow = Link & { readonly sessionId: number } & (SessionRecord | { readonly id: null });

const statements = preparedPer(({ sqlite }) => ({
  settled: sqlite.prepare<[SettledBy & { guesses: string }], SessionRecord>(sessionChainSql.settled),
  last: sqlite.prepare<[], Link>(sessionChainSql.last),
  append: sqlite.prepare(sessionChainSql.append),
  close: sqlite.prepare(sessionChainSql.close),
  walk: sqlite.prepare<[{ after: number; limit: number }], WalkRow>(sessionChainSql.walk),
  stray: sqlite.prepare<[{ after: number; till: number }], { id: number }>(sessionChainSql.stray),
  lastSession: sqlite.prepare<[], { id: number }>(sessionChainSql.lastSession),
  summedUp: sqlite.prepare<[], { sessions: number }>(sessionChainSql.summedUp),
  keeping: sqlite.prepare<[], { days: number | null }>(sessionChainSql.keeping),
  old: sqlite.prepare<[Scan], OldRow>(sessionChainSql.old),
  countOld: sqlite.prepare<[{ domainId: number; beforeMs: number; limit: number }], { sessions: number }>(
    sessionChainSql.countOld,
  ),
  addToSums: sqlite.prepare(sessionChainSql.addToSums),
  beginSums: sqlite.prepare(sessionChainSql.beginSums),
  remove: sqlite.prepare(sessionChainSql.remove),
}));

export interface SettledBy {
  /** Sessions whose end was heard are settled if it was by then. */
  readonly heardByMs: number;
  /** Those whose end was concluded. */
  readonly guessedByMs: number;
  readonly limit: number;
}

/** Ended sessions that can no longer change and are not in the chain, longest ended first. */
export function listSettled(db: Db, settledBy: SettledBy, guesses: readonly string[]): readonly SessionRecord[] {
  return statements(db).settled.all({ ...settledBy, guesses: JSON.stringify(guesses) });
}

/** The newest link; undefined: the chain is empty. */
export function findLastLink(db: Db): Link | undefined {
  return statements(db).last.get();
}

/** Adds a link; from then on the session's row must not change. */
export function appendLink(db: Db, sessionId: number, hash: Uint8Array): void {
  statements(db).append.run({ sessionId, hash });
  statements(db).close.run(sessionId);
}

/** Links after `after` in order, with their sessions. */
export function walkChain(db: Db, after: number, limit: number): readonly ChainedSession[] {
  return statements(db)
    .walk.all({ after, limit })
    .map(({ seq, hash, sessionId, ...record }) => ({
      seq,
      hash,
      sessionId,
      record: record.id === null ? null : record,
    }));
}

/** The first session with an id in (after, till] that claims to be chained and is not; undefined: none. */
export function findStray(db: Db, after: number, till: number): number | undefined {
  return statements(db).stray.get({ after, till })?.id;
}

export function findLastSessionId(db: Db): number {
  return statements(db).lastSession.get()?.id ?? 0;
}

/** Sessions that stand in the sums. */
export function countSummedUp(db: Db): number {
  return statements(db).summedUp.get()?.sessions ?? 0;
}

/** The shortest time any domain, or the venue, keeps sessions; null: all keep them for good. */
export function findShortestKeeping(db: Db): number | null {
  return statements(db).keeping.get()?.days ?? null;
}

/** Where a scan over sessions by their start goes on. */
export interface Scan {
  readonly startedAtMs: number;
  readonly id: number;
  readonly tillMs: number;
  readonly limit: number;
}

export interface OldSession extends SessionRecord {
  readonly isChained: boolean;
  /** Of the guest, if there still is one. */
  readonly domainId: number | null;
  /** Null: for good. */
  readonly keepDays: number | null;
  /** When it was last set to a shorter time, or by the venue to another one; null or 0: never. */
  readonly keepLoweredAtMs: number | null;
}

/** Sessions that began by `tillMs`, after the last one of the scan. */
export function listOldSessions(db: Db, scan: Scan): readonly OldSession[] {
  return statements(db)
    .old.all(scan)
    .map(({ chained, ...row }) => ({ ...row, isChained: chained === 1 }));
}

export interface OldSessions {
  readonly sessions: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/** Beyond this the exact number changes nobody's mind, and the count goes on for seconds. */
const MOST_COUNTED = 100_000;

/** Sessions of a domain's guests that had ended by then. */
export function countOldSessions(db: Db, domainId: number, beforeMs: number): OldSessions {
  const { sessions } = statements(db).countOld.get({ domainId, beforeMs, limit: MOST_COUNTED + 1 })!;
  return { sessions: Math.min(sessions, MOST_COUNTED), more: sessions > MOST_COUNTED };
}

/** Adds a session to the sums of its month and removes its row; the link of the chain stays. */
export function sumUpSession(db: Db, session: OldSession, periodStartMs: number): void {
  const { id, guestId, username, domainId, routerId, sessionTimeSec, uploadBytes, downloadBytes } = session;
  const { startedAtMs, endedAtMs } = session;
  const { addToSums, beginSums, remove } = statements(db);
  const sums = { guestId, username, routerId, periodStartMs, sessionTimeSec, uploadBytes, downloadBytes };
  const times = { startedAtMs, endedAtMs };
  if (addToSums.run({ ...sums, ...times }).changes === 0) beginSums.run({ ...sums, ...times, domainId });
  remove.run(id);
}
