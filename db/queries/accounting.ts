/**
 * What the RADIUS thread reads and writes to store accounting. SQL as text and prepared once; the plans are pinned by
 * test/aaa/query-plans.test.ts (`+?` is explained in access.ts). Callers hold the transaction.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

/** A stored session, as far as a further report of it has to know it. */
export interface StoredSession {
  readonly id: number;
  readonly guestId: number | null;
  readonly entitlementId: number | null;
  readonly username: string;
  readonly macAddress: string;
  readonly startedAtMs: number;
  readonly lastHeardAtMs: number;
  /** Null: open. */
  readonly endedAtMs: number | null;
  readonly sessionTimeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly terminateCause: string | null;
  readonly interimSec: number;
  /** 1: its Acct-Input is what the guest downloads. */
  readonly inputIsDownload: 0 | 1;
  /** Of sessionTimeSec: not charged. */
  readonly givenBackSec: number;
  /** 1: in the hash chain, must not change any more. */
  readonly chained: 0 | 1;
}

export interface NewSession extends Omit<StoredSession, 'id' | 'chained' | 'givenBackSec'> {
  readonly routerId: number;
  readonly acctSessionId: string;
  readonly nasAddress: string;
  /** Null: as in username. */
  readonly sentUsername: string | null;
  /** Null: as in macAddress. */
  readonly sentCallingStationId: string | null;
  /** When the sweep has to look at it; null: never, as it is nobody's. */
  readonly reviewAtMs: number | null;
  readonly framedIpAddress: string | null;
  readonly nasPort: number | null;
  readonly nasPortId: string | null;
  readonly calledStationId: string | null;
  /** A word of main/aaa/service.ts; null: not known. */
  readonly service: string | null;
}

/** What a further report changes. */
export interface SessionUpdate {
  readonly id: number;
  readonly lastHeardAtMs: number;
  readonly endedAtMs: number | null;
  readonly sessionTimeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly terminateCause: string | null;
  readonly interimSec: number;
  /** Null keeps what is known: some routers give the address a moment after the start. */
  readonly framedIpAddress: string | null;
  readonly nasAddress: string;
  readonly givenBackSec: number;
}

/** What a further report of a session that stays open changes: nothing that any index of open sessions depends on. */
export type SessionContinued = Omit<SessionUpdate, 'endedAtMs' | 'terminateCause' | 'interimSec'>;

/** Use to be added to an entitlement; nothing here is negative. */
export interface Charge {
  readonly entitlementId: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly uptimeSec: number;
  readonly atMs: number;
}

/** Open sessions of one device on one router: one, or a few whose Stops were lost. */
const MOST_OF_DEVICE = 50;

const SAME_PERIOD = 'excluded.period_start_ms = period_start_ms';

/** As `addUpTo`, for a row that is there. */
const addParam = (column: string): string => `${column} = min(${column} + ?, ${Number.MAX_SAFE_INTEGER})`;

const updateColumns = `last_heard_at_ms = @lastHeardAtMs, ended_at_ms = @endedAtMs, session_time_sec = @sessionTimeSec,
  upload_bytes = @uploadBytes, download_bytes = @downloadBytes, terminate_cause = @terminateCause,
  interim_sec = @interimSec, framed_ip_address = coalesce(@framedIpAddress, framed_ip_address),
  nas_address = @nasAddress, given_back_sec = @givenBackSec`;

const storedColumns = `id, guest_id as guestId, entitlement_id as entitlementId, username, mac_address as macAddress,
  started_at_ms as startedAtMs, last_heard_at_ms as lastHeardAtMs, ended_at_ms as endedAtMs,
  session_time_sec as sessionTimeSec, upload_bytes as uploadBytes, download_bytes as downloadBytes,
  terminate_cause as terminateCause, interim_sec as interimSec, input_is_download as inputIsDownload,
  given_back_sec as givenBackSec, chained`;

/** A sum never leaves what JavaScript counts exactly: a router that reports nonsense must not make rows unreadable. */
const addUpTo = (column: string): string =>
  `${column} = min(${column} + excluded.${column}, ${Number.MAX_SAFE_INTEGER})`;

export const accountingSql = {
  /** A router writes name and device the same way all through a session; what one packet leaves out fits anything. */
  namesake: `
    select ${storedColumns}
    from sessions
    where router_id = +@routerId and acct_session_id = +@acctSessionId
      and (username = +@username or +@username = '')
      and (mac_address = +@macAddress or mac_address = '' or +@macAddress = '')
    order by id desc limit 1`,
  insert: `
    insert into sessions (router_id, acct_session_id, guest_id, entitlement_id, username, mac_address, started_at_ms,
      last_heard_at_ms, ended_at_ms, session_time_sec, upload_bytes, download_bytes, terminate_cause, framed_ip_address,
      nas_port, nas_port_id, called_station_id, service, interim_sec, nas_address, sent_username,
      sent_calling_station_id, input_is_download, review_at_ms)
    values (@routerId, @acctSessionId, @guestId, @entitlementId, @username, @macAddress, @startedAtMs, @lastHeardAtMs,
      @endedAtMs, @sessionTimeSec, @uploadBytes, @downloadBytes, @terminateCause, @framedIpAddress, @nasPort,
      @nasPortId, @calledStationId, @service, @interimSec, @nasAddress, @sentUsername, @sentCallingStationId,
      @inputIsDownload, @reviewAtMs)`,
  openOfDevice: `
    select ${storedColumns}
    from sessions where guest_id = @guestId and ended_at_ms is null and router_id = +@routerId
      and mac_address = +@macAddress
    limit ${MOST_OF_DEVICE}`,
  /** When the session began that took the place of another one of the device. */
  successor: `
    select started_at_ms as startedAtMs from sessions
    where guest_id = @guestId and started_at_ms >= @startedAtMs and id <> +@id and router_id = +@routerId
      and mac_address = +@macAddress
    order by started_at_ms limit 1`,
  /** The open session heard of last whose id begins so; its id is of the row that max() found. */
  bootOf: `
    select acct_session_id as acctSessionId, max(last_heard_at_ms) as lastHeardAtMs from sessions
    where router_id = +@routerId and ended_at_ms is null and length(acct_session_id) = 8
      and substr(acct_session_id, 1, 2) = +@prefix`,
  /** Sessions whose id says that they began before the router's last reboot. */
  closeOfBoot: `
    update sessions set ended_at_ms = max(started_at_ms, last_heard_at_ms), terminate_cause = @cause
    where router_id = @routerId and ended_at_ms is null and length(acct_session_id) = 8
      and acct_session_id glob @prefix || '*' and not acct_session_id glob @prefix || @digit || '*'
      and last_heard_at_ms <= @quietByMs`,
  update: `update sessions set ${updateColumns} where id = @id`,
  /** Every column named here costs: one that a partial index asks for makes all eight of them be written again. */
  continue: `
    update sessions set last_heard_at_ms = ?, session_time_sec = ?, upload_bytes = ?, download_bytes = ?,
      framed_ip_address = coalesce(?, framed_ip_address), nas_address = ?, given_back_sec = ? where id = ?`,
  /** Up to the last proof of life: what came after it was never seen. */
  close: `
    update sessions set ended_at_ms = max(started_at_ms, last_heard_at_ms), terminate_cause = @cause
    where id = @id and ended_at_ms is null`,
  closeOfRouter: `
    update sessions set ended_at_ms = max(started_at_ms, last_heard_at_ms), terminate_cause = @cause
    where router_id = @routerId and ended_at_ms is null and started_at_ms <= @beganByMs`,
  charge: `
    insert into entitlement_usage (entitlement_id, upload_bytes, download_bytes, uptime_sec, last_used_at_ms)
    values (@entitlementId, @uploadBytes, @downloadBytes, @uptimeSec, @atMs)
    on conflict (entitlement_id) do update set ${addUpTo('upload_bytes')}, ${addUpTo('download_bytes')},
      ${addUpTo('uptime_sec')}, last_used_at_ms = max(coalesce(last_used_at_ms, 0), excluded.last_used_at_ms)`,
  /** Most have been used before: without the insert there is no foreign key to be looked up. */
  chargeAgain: `
    update entitlement_usage set ${addParam('upload_bytes')}, ${addParam('download_bytes')}, ${addParam('uptime_sec')},
      last_used_at_ms = max(coalesce(last_used_at_ms, 0), ?) where entitlement_id = ?`,
  productOf: `select product_id as productId from entitlements where id = ?`,
  /** A charge of a newer period forgets the older one; one of an older period, which comes late, changes nothing. */
  chargePeriod: `
    insert into limitation_usage (entitlement_id, limitation_id, period_start_ms, upload_bytes, download_bytes, uptime_sec)
    values (@entitlementId, @limitationId, @periodStartMs, @uploadBytes, @downloadBytes, @uptimeSec)
    on conflict (entitlement_id, limitation_id) do update set
      upload_bytes = min(excluded.upload_bytes + iif(${SAME_PERIOD}, upload_bytes, 0), ${Number.MAX_SAFE_INTEGER}),
      download_bytes = min(excluded.download_bytes + iif(${SAME_PERIOD}, download_bytes, 0), ${Number.MAX_SAFE_INTEGER}),
      uptime_sec = min(excluded.uptime_sec + iif(${SAME_PERIOD}, uptime_sec, 0), ${Number.MAX_SAFE_INTEGER}),
      period_start_ms = excluded.period_start_ms
    where excluded.period_start_ms >= period_start_ms`,
  /** Never below zero: what an undone sale had used may be gone. */
  giveBack: `
    update entitlement_usage set uptime_sec = max(0, uptime_sec - @seconds) where entitlement_id = @entitlementId`,
  giveBackPeriod: `
    update limitation_usage set uptime_sec = max(0, uptime_sec - @seconds)
    where entitlement_id = @entitlementId and period_start_ms <= @fromMs`,
  noteGivenBack: `update sessions set given_back_sec = given_back_sec + @seconds where id = @id`,
  silent: `
    select id from sessions indexed by sessions_open
    where ended_at_ms is null and last_heard_at_ms < @nowMs - @leastSilenceMs
      and max(last_heard_at_ms, @listeningSinceMs) + max(@leastSilenceMs, @intervals * 1000 * interim_sec) < @nowMs
    order by last_heard_at_ms limit @limit`,
  notInFuture: `
    update sessions indexed by sessions_open set last_heard_at_ms = @nowMs where ended_at_ms is null and last_heard_at_ms > @nowMs + @slackMs`,
} as const;

const statements = preparedPer(({ sqlite }) => ({
  namesake: sqlite.prepare<[SessionName], StoredSession>(accountingSql.namesake),
  insert: sqlite.prepare(accountingSql.insert),
  update: sqlite.prepare(accountingSql.update),
  continue: sqlite.prepare(accountingSql.continue),
  close: sqlite.prepare(accountingSql.close),
  closeOfRouter: sqlite.prepare(accountingSql.closeOfRouter),
  openOfDevice: sqlite.prepare<[DeviceOnRouter], StoredSession>(accountingSql.openOfDevice),
  successor: sqlite.prepare<[DeviceOnRouter & { id: number; startedAtMs: number }], { startedAtMs: number }>(
    accountingSql.successor,
  ),
  bootOf: sqlite.prepare<[BootName], BootSign | { acctSessionId: null }>(accountingSql.bootOf),
  closeOfBoot: sqlite.prepare(accountingSql.closeOfBoot),
  charge: sqlite.prepare(accountingSql.charge),
  chargeAgain: sqlite.prepare(accountingSql.chargeAgain),
  productOf: sqlite.prepare<[number], { productId: number }>(accountingSql.productOf),
  chargePeriod: sqlite.prepare(accountingSql.chargePeriod),
  giveBack: sqlite.prepare(accountingSql.giveBack),
  giveBackPeriod: sqlite.prepare(accountingSql.giveBackPeriod),
  noteGivenBack: sqlite.prepare(accountingSql.noteGivenBack),
  silent: sqlite.prepare<[SilentSince], { id: number }>(accountingSql.silent),
  notInFuture: sqlite.prepare(accountingSql.notInFuture),
}));

/** What a router calls a session. Ids repeat after reboots, so this may name several, one after the other. */
export interface SessionName {
  readonly routerId: number;
  readonly acctSessionId: string;
  /** '' fits any. */
  readonly username: string;
  /** '' fits any. */
  readonly macAddress: string;
}

/** The newest session of that name; undefined: never heard of. */
export function findNamesake(
  db: Db,
  { routerId, acctSessionId, username, macAddress }: SessionName,
): StoredSession | undefined {
  return statements(db).namesake.get({ routerId, acctSessionId, username, macAddress });
}

/** Returns the new session's id. */
export function insertSession(db: Db, session: NewSession): number {
  return Number(statements(db).insert.run(session).lastInsertRowid);
}

export function updateSession(db: Db, update: SessionUpdate): void {
  statements(db).update.run(update);
}

/** Stores a further report of a session that is open and stays so. */
export function continueSession(db: Db, to: SessionContinued): void {
  const { lastHeardAtMs, sessionTimeSec, uploadBytes, downloadBytes, framedIpAddress, nasAddress, givenBackSec } = to;
  statements(db).continue.run(
    ...[lastHeardAtMs, sessionTimeSec, uploadBytes, downloadBytes, framedIpAddress, nasAddress, givenBackSec],
    to.id,
  );
}

/** Ends an open session at its last proof of life; a closed one stays as it is. */
export function closeSession(db: Db, id: number, cause: string): void {
  statements(db).close.run({ id, cause });
}

/** Ends a router's open sessions that began by then; returns how many. */
export function closeSessionsOfRouter(db: Db, routerId: number, beganByMs: number, cause: string): number {
  return statements(db).closeOfRouter.run({ routerId, beganByMs, cause }).changes;
}

export interface DeviceOnRouter {
  readonly guestId: number;
  readonly routerId: number;
  readonly macAddress: string;
}

/** Open sessions of a guest's device on a router; more than one where a Stop was lost. */
export function listOpenOfDevice(db: Db, device: DeviceOnRouter): readonly StoredSession[] {
  return statements(db).openOfDevice.all(device);
}

/** When the next session of the same device began; undefined: there was none. */
export function findSuccessorStart(
  db: Db,
  session: DeviceOnRouter & { readonly id: number; readonly startedAtMs: number },
): number | undefined {
  const { id, guestId, routerId, macAddress, startedAtMs } = session;
  return statements(db).successor.get({ id, guestId, routerId, macAddress, startedAtMs })?.startedAtMs;
}

/** Ids of one router that begin with the same two symbols, which name the service. */
export interface BootName {
  readonly routerId: number;
  readonly prefix: string;
}

export interface BootSign {
  readonly acctSessionId: string;
  readonly lastHeardAtMs: number;
}

/** The open session of that service heard of last; undefined: none is open. */
export function findBootSign(db: Db, boot: BootName): BootSign | undefined {
  const found = statements(db).bootOf.get(boot);
  return found === undefined || found.acctSessionId === null ? undefined : found;
}

/** Ends the open sessions of other boots, as far as nothing has been heard of them since; returns how many. */
export function closeOtherBoots(
  db: Db,
  boot: BootName & { readonly digit: string; readonly quietByMs: number; readonly cause: string },
): number {
  return statements(db).closeOfBoot.run(boot).changes;
}

export interface GivenBack {
  readonly sessionId: number;
  /** Null: it was charged to nobody. */
  readonly entitlementId: number | null;
  readonly seconds: number;
  /** Since when the time was charged twice: periods that began later keep what was used in them. */
  readonly fromMs: number;
}

/** Takes seconds online off what an entitlement has used, and notes them with the session. */
export function giveBackTime(db: Db, { sessionId, entitlementId, seconds, fromMs }: GivenBack): void {
  statements(db).noteGivenBack.run({ id: sessionId, seconds });
  refundTime(db, entitlementId, seconds, fromMs);
}

/** Takes seconds online off what an entitlement has used; the session's own row says the right time already. */
export function refundTime(db: Db, entitlementId: number | null, seconds: number, fromMs: number): void {
  if (entitlementId === null) return;
  statements(db).giveBack.run({ entitlementId, seconds });
  statements(db).giveBackPeriod.run({ entitlementId, seconds, fromMs });
}

/** Adds use to an entitlement: one row. */
export function chargeEntitlement(db: Db, charge: Charge): void {
  const { chargeAgain, charge: chargeFirst } = statements(db);
  const { entitlementId, uploadBytes, downloadBytes, uptimeSec, atMs } = charge;
  const { changes } = chargeAgain.run(uploadBytes, downloadBytes, uptimeSec, atMs, entitlementId);
  if (changes === 0) chargeFirst.run(charge);
}

/** The product an entitlement is of; undefined: the sale was undone. */
export function findProductOf(db: Db, entitlementId: number): number | undefined {
  return statements(db).productOf.get(entitlementId)?.productId;
}

export interface PeriodCharge extends Omit<Charge, 'atMs'> {
  readonly limitationId: number;
  readonly periodStartMs: number;
}

/** Adds use to the running period of a limitation that starts anew; returns 0 for an older period, else 1. */
export function chargePeriod(db: Db, charge: PeriodCharge): number {
  return statements(db).chargePeriod.run(charge).changes;
}

export interface SilentSince {
  readonly nowMs: number;
  /** Silence only counts while somebody listens: since the start, or since the PC woke up. */
  readonly listeningSinceMs: number;
  /** Silence of less than this never counts. */
  readonly leastSilenceMs: number;
  /** Of its own interims a session may miss. */
  readonly intervals: number;
  readonly limit: number;
}

/** Open sessions not heard of for that long, longest silent first. */
export function listSilentSessions(db: Db, since: SilentSince): readonly number[] {
  return statements(db)
    .silent.all(since)
    .map((row) => row.id);
}

/** After the PC's clock was set back: what was heard "in the future" counts as heard now. Returns how many. */
export function pullBackFromFuture(db: Db, nowMs: number, slackMs: number): number {
  return statements(db).notInFuture.run({ nowMs, slackMs }).changes;
}
