/**
 * Stores what routers report about sessions (RFC 2866). Every packet may come late, twice, out of order or not at all,
 * so each one only ever raises what is known: counters never go down, use is charged by the difference to what is
 * stored, an end is counted once, and a session is made from whichever packet is heard first. Only time that was
 * charged wrongly goes back (give-back.ts).
 */
import { findAccessGuest, listOpenSessions, type AccessGuest, type HeldEntitlement } from '../../db/queries/access';
import {
  chargeEntitlement,
  closeSession,
  closeSessionsOfRouter,
  continueSession,
  insertSession,
  listOpenOfDevice,
  refundTime,
  updateSession,
  type StoredSession,
} from '../../db/queries/accounting';
import type { Db } from '../../db/open';
import type { TextParams } from '../../preload/contract/faults';
import { nameKey } from '../names';
import { getInteger, getIpv4, getOctets, getString } from '../radius/attributes';
import type { Packet } from '../radius/packet';
import type { RadiusRequest } from '../radius/server';
import { interimSecOf, PREPAID_INTERIM_SEC, UNLIMITED_INTERIM_SEC } from './allowance';
import type { Boots } from './boots';
import { readClass, type ClassKey, type Ticketed } from './class';
import type { Directions } from './direction';
import { chooseEntitlement, circumstancesOf, endOf } from './entitlement';
import { giveBackOverlap, giveBackReplaced, saysLess } from './give-back';
import { deviceKey, readMac } from './mac';
import type { PeriodCharges } from './period-charges';
import type { ProductTable } from './product-table';
import type { Recollection } from './recollection';
import type { StoredReason } from './reasons';
import { serviceOf, type AskedService } from './service';
import { isGuess, ownCauses, rebootCause, terminateCauseName } from './terminate-causes';

/** RFC 2866 §5.1. */
const statuses = new Map<number, 'Start' | 'Stop' | 'Interim-Update' | 'Accounting-On' | 'Accounting-Off'>([
  [1, 'Start'],
  [2, 'Stop'],
  [3, 'Interim-Update'],
  [7, 'Accounting-On'],
  [8, 'Accounting-Off'],
]);

/** Two Starts of one session id this close together are one: RouterOS gives up after three sends within seconds. */
const SAME_START_MS = 60_000;
/** Clocks of router and PC tick apart, and seconds are rounded; what differs by less says nothing. */
const SLACK_MS = 5_000;
/** A Start this late after the Stop that overtook it: three sends of 3 s, RouterOS's longest timeout. */
const OVERTAKEN_START_MS = 10_000;
/** More is not a delay but nonsense in the attribute. */
const MOST_DELAY_SEC = 86_400;
/** Slowest interim learned from a router that does not keep to ours. */
const MOST_INTERIM_SEC = 3_600;
const UINT32 = 2 ** 32;

/** What one Start, Interim-Update or Stop says. */
export interface Report {
  readonly status: 'Start' | 'Interim-Update' | 'Stop';
  readonly routerId: number;
  readonly acctSessionId: string;
  readonly username: string;
  readonly macAddress: string;
  /** User-Name and Calling-Station-Id as they came, where they differ from the two above. */
  readonly sentUsername: string | null;
  readonly sentCallingStationId: string | null;
  /** Canonical text of the address it came from. */
  readonly nasAddress: string;
  /** How the two counters below were read. */
  readonly inputIsDownload: 0 | 1;
  /** When it happened: receive time minus Acct-Delay-Time. The router's own clock (Event-Timestamp) is not believed. */
  readonly atMs: number;
  readonly receivedAtMs: number;
  /** Absent: not said. */
  readonly sessionTimeSec: number | undefined;
  readonly uploadBytes: number | undefined;
  readonly downloadBytes: number | undefined;
  readonly terminateCause: string | null;
  /** From our own Class, if the router gave it back. */
  readonly ticketed: Ticketed | undefined;
  readonly framedIpAddress: string | null;
  readonly nasPort: number | null;
  readonly nasPortId: string | null;
  readonly calledStationId: string | null;
  readonly service: AskedService | undefined;
}

interface Stored {
  readonly kind: 'stored';
  readonly reason: StoredReason;
  readonly params: TextParams;
  readonly guestId: number | undefined;
  /** Something else that followed from it, worth a line of its own. */
  readonly also?: { readonly reason: StoredReason; readonly params: TextParams };
}

/** What became of a record. */
export type Accounted =
  | Stored
  /** Cannot be stored, so it must not be answered (RFC 2866 §2). */
  | { readonly kind: 'not-recordable' };

/** What is remembered between packets besides the database. */
export interface AccountingMemory {
  readonly classKey: ClassKey;
  readonly products: ProductTable;
  readonly recollection: Recollection;
  /** IANA zone of the venue. */
  timeZone: string;
  /**
   * Sessions made from a Stop, whose Start may only have been overtaken: without this it would open them again. Only
   * the last few seconds matter, so nothing is lost with a restart.
   */
  readonly startMissing: Set<number>;
  readonly directions: Directions;
  readonly boots: Boots;
  readonly periods: PeriodCharges;
  /** Something that runs out was charged to this entitlement. */
  readonly touched: (entitlementId: number) => void;
}

/** Ends of sessions within the time a Start can be overtaken by; a burst of a whole campsite leaving. */
const MOST_START_MISSING = 10_000;

/** Stores one Accounting-Request. Runs inside the transaction of the batch; the answer leaves after its commit. */
export function account(db: Db, memory: AccountingMemory, request: RadiusRequest): Accounted {
  const { packet } = request;
  const number = getInteger(packet, 'Acct-Status-Type');
  if (number === undefined) return { kind: 'not-recordable' };
  const status = statuses.get(number);
  if (status === undefined) return stored('kind-not-kept', undefined, { status: number });
  if (status === 'Accounting-On' || status === 'Accounting-Off') return closeRouter(db, request);
  const acctSessionId = getString(packet, 'Acct-Session-Id');
  if (acctSessionId === undefined) return { kind: 'not-recordable' };
  const accounted = storeReport(db, memory, readReport(request, status, acctSessionId, memory));
  // Whatever was written beyond what the recollection has been told of.
  if (accounted.reason !== 'session-updated') memory.recollection.refresh();
  return accounted;
}

/** RFC 2866 §5.1: the router has forgotten its sessions. Only those of this router, and none that began since. */
function closeRouter(db: Db, request: RadiusRequest): Accounted {
  const closed = closeSessionsOfRouter(db, request.nas.id, happenedAt(request), rebootCause);
  return stored('router-restarted', undefined, { closed });
}

function readReport(
  request: RadiusRequest,
  status: Report['status'],
  acctSessionId: string,
  { classKey, directions }: AccountingMemory,
): Report {
  const { packet, nas } = request;
  const classValue = getOctets(packet, 'Class');
  const cause = getInteger(packet, 'Acct-Terminate-Cause');
  const typedName = getString(packet, 'User-Name') ?? '';
  const username = typedName.trim();
  const callingStationId = getString(packet, 'Calling-Station-Id');
  const macAddress = deviceKey(callingStationId);
  const inputIsDownload = directions.inputIsDownload(nas.id);
  return {
    status,
    routerId: nas.id,
    acctSessionId,
    username,
    macAddress,
    sentUsername: typedName === username ? null : typedName,
    sentCallingStationId: (callingStationId ?? '') === macAddress ? null : (callingStationId ?? null),
    nasAddress: request.sourceAddress,
    inputIsDownload,
    atMs: happenedAt(request),
    receivedAtMs: request.receivedAtMs,
    sessionTimeSec: getInteger(packet, 'Acct-Session-Time'),
    uploadBytes: readCounter(packet, inputIsDownload === 0 ? 'Input' : 'Output'),
    downloadBytes: readCounter(packet, inputIsDownload === 0 ? 'Output' : 'Input'),
    terminateCause: status === 'Stop' && cause !== undefined ? terminateCauseName(cause) : null,
    ticketed: classValue === undefined ? undefined : readClass(classKey, classValue),
    framedIpAddress: getIpv4(packet, 'Framed-IP-Address') ?? null,
    nasPort: getInteger(packet, 'NAS-Port') ?? null,
    nasPortId: getString(packet, 'NAS-Port-Id') ?? null,
    calledStationId: getString(packet, 'Called-Station-Id') ?? null,
    service: serviceOf(packet),
  };
}

function happenedAt({ packet, receivedAtMs }: RadiusRequest): number {
  const delaySec = getInteger(packet, 'Acct-Delay-Time') ?? 0;
  return delaySec > MOST_DELAY_SEC ? receivedAtMs : Math.max(0, receivedAtMs - delaySec * 1000);
}

/** Gigawords × 2^32 + Octets (RFC 2869 §5.1). Undefined: neither sent. */
function readCounter(packet: Packet, direction: 'Input' | 'Output'): number | undefined {
  const octets = getInteger(packet, `Acct-${direction}-Octets`);
  const gigawords = getInteger(packet, `Acct-${direction}-Gigawords`);
  if (octets === undefined && gigawords === undefined) return undefined;
  return Math.min((gigawords ?? 0) * UINT32 + (octets ?? 0), Number.MAX_SAFE_INTEGER);
}

function storeReport(db: Db, memory: AccountingMemory, report: Report): Stored {
  const namesake = memory.recollection.findNamesake(report);
  memory.boots.heard(report.routerId, report.acctSessionId, report.atMs);
  if (namesake === undefined) return openSession(db, memory, report, namesake);
  const told = readLike(namesake, report);
  if (isLaterSession(namesake, told, memory)) return openSession(db, memory, report, namesake);
  return namesake.endedAtMs === null
    ? continueOpen(db, memory, told, namesake)
    : continueClosed(db, memory, told, namesake);
}

/** A session's counters are read as they were at its beginning, or what was charged would be charged again. */
function readLike(row: StoredSession, report: Report): Report {
  if (row.inputIsDownload === report.inputIsDownload) return report;
  const { uploadBytes, downloadBytes } = report;
  return {
    ...report,
    inputIsDownload: row.inputIsDownload,
    uploadBytes: downloadBytes,
    downloadBytes: uploadBytes,
  };
}

/** Whether the report is of another session that only got the same id, after a reboot. */
function isLaterSession(row: StoredSession, report: Report, memory: AccountingMemory): boolean {
  const beganAtMs = beganAt(report);
  if (row.endedAtMs !== null) {
    if (report.status !== 'Start') return beganAtMs > row.endedAtMs + SLACK_MS && !couldBeOfEnded(row, report);
    const overtaken = memory.startMissing.delete(row.id) && beganAtMs <= row.endedAtMs + OVERTAKEN_START_MS;
    return !overtaken && beganAtMs >= row.endedAtMs;
  }
  if (report.status === 'Start') return Math.abs(beganAtMs - row.startedAtMs) > SAME_START_MS;
  // Its time online must have gone back as well: the PC's clock being set forward makes every session look new.
  const wentBack = report.sessionTimeSec !== undefined && report.sessionTimeSec < row.sessionTimeSec;
  return wentBack && beganAtMs > row.lastHeardAtMs + SLACK_MS;
}

/** A report that does not say how long the session lasted, or says what is stored, may be the old one sent again. */
function couldBeOfEnded(row: StoredSession, report: Report): boolean {
  if (report.sessionTimeSec === undefined) return true;
  const sameBytes = report.uploadBytes === row.uploadBytes && report.downloadBytes === row.downloadBytes;
  return report.sessionTimeSec === row.sessionTimeSec && sameBytes;
}

function beganAt({ atMs, sessionTimeSec }: Report): number {
  return Math.max(0, atMs - (sessionTimeSec ?? 0) * 1000);
}

/** The first report heard of a session; `namesake`: an earlier session with the same id, whose Stop may have been lost. */
function openSession(db: Db, memory: AccountingMemory, report: Report, namesake: StoredSession | undefined): Stored {
  const rebooted =
    report.status === 'Start' ? memory.boots.begins(db, report.routerId, report.acctSessionId, report.atMs) : 0;
  const owner = findOwner(db, memory, report);
  const givenBackSec = report.status === 'Stop' ? 0 : closeReplaced(db, report, owner.guestId, namesake);
  const id = insertSession(db, {
    routerId: report.routerId,
    acctSessionId: report.acctSessionId,
    guestId: owner.guestId ?? null,
    entitlementId: owner.entitlementId ?? null,
    username: report.username,
    macAddress: report.macAddress,
    startedAtMs: beganAt(report),
    lastHeardAtMs: report.atMs,
    endedAtMs: report.status === 'Stop' ? report.atMs : null,
    sessionTimeSec: report.sessionTimeSec ?? 0,
    uploadBytes: report.uploadBytes ?? 0,
    downloadBytes: report.downloadBytes ?? 0,
    terminateCause: report.terminateCause,
    framedIpAddress: report.framedIpAddress,
    nasPort: report.nasPort,
    nasPortId: report.nasPortId,
    calledStationId: report.calledStationId,
    service: report.service ?? null,
    interimSec: owner.interimSec,
    nasAddress: report.nasAddress,
    sentUsername: report.sentUsername,
    sentCallingStationId: report.sentCallingStationId,
    inputIsDownload: report.inputIsDownload,
    // The next sweep finds out when it runs out.
    reviewAtMs: owner.guestId === undefined ? null : report.receivedAtMs,
  });
  const rows = 1 + charge(db, memory, owner, nothingYet, report);
  memory.recollection.sessionChanged(report, owner.guestId, rows);
  if (report.status === 'Stop') {
    rememberStartMissing(memory, id);
    compareDirection(memory, report, nothingYet);
  }
  if (owner.guestId === undefined) return stored('unknown-username', undefined);
  const opened = stored(openedReason(report), owner.guestId, causeParams(report));
  return rebooted > 0 ? { ...opened, also: rebootNote(rebooted) } : withGivenBack(opened, givenBackSec);
}

const rebootNote = (closed: number) => ({ reason: 'router-rebooted', params: { closed } }) as const;

function withGivenBack(accounted: Stored, seconds: number): Stored {
  return seconds === 0 ? accounted : { ...accounted, also: { reason: 'time-given-back', params: { seconds } } };
}

type Counted = Pick<StoredSession, 'uploadBytes' | 'downloadBytes' | 'sessionTimeSec'>;

const nothingYet: Counted = { uploadBytes: 0, downloadBytes: 0, sessionTimeSec: 0 };

function openedReason({ status }: Report): StoredReason {
  if (status === 'Start') return 'session-started';
  return status === 'Stop' ? 'session-ended-unseen' : 'session-found-running';
}

function rememberStartMissing({ startMissing }: AccountingMemory, id: number): void {
  startMissing.add(id);
  if (startMissing.size <= MOST_START_MISSING) return;
  for (const oldest of startMissing) {
    startMissing.delete(oldest);
    return;
  }
}

interface Owner {
  readonly guestId: number | undefined;
  readonly entitlementId: number | undefined;
  readonly interimSec: number;
}

/** Whose session it is and what it uses: by our Class, else by the name and what was running when it began. */
function findOwner(db: Db, memory: AccountingMemory, report: Report): Owner {
  const guest = findGuestOf(db, memory.products, report);
  const { ticketed } = report;
  // A Class of ours outlives an undone sale: its use is still counted, and there when the sale is redone.
  const guestId = ticketed?.guestId ?? guest?.id;
  const held = guest?.held ?? [];
  const entitlement = ticketed
    ? held.find((one) => one.id === ticketed.entitlementId)
    : inUse(db, memory.timeZone, report, held, guestId);
  return {
    guestId,
    entitlementId: ticketed?.entitlementId ?? entitlement?.id,
    interimSec: entitlement === undefined ? UNLIMITED_INTERIM_SEC : interimSecOfHeld(entitlement),
  };
}

/** By name; a device that is let in by its address has one name, however the router writes it. */
function findGuestOf(db: Db, products: ProductTable, { username, macAddress }: Report): AccessGuest | undefined {
  const guest = findAccessGuest(db, products, nameKey(username));
  if (guest !== undefined || macAddress === '' || readMac(username) !== macAddress) return guest;
  return findAccessGuest(db, products, nameKey(macAddress));
}

function interimSecOfHeld(held: HeldEntitlement): number {
  return interimSecOf(held.product.limitations, endOf(held));
}

/** What was running when the session began; when that has run out since, what the guest used last. */
function inUse(
  db: Db,
  timeZone: string,
  report: Report,
  held: readonly HeldEntitlement[],
  guestId: number | undefined,
): HeldEntitlement | undefined {
  if (guestId === undefined || held.length === 0) return undefined;
  const choice = chooseEntitlement(
    held,
    circumstancesOf(db, listOpenSessions(db, guestId), { nowMs: beganAt(report), timeZone }),
  );
  return choice.kind === 'none' ? held.findLast((one) => one.startedAtMs !== null) : choice.held;
}

/**
 * The same device of the same guest on the same router is there once: its older session's Stop was lost. Returns the
 * seconds that both would have been charged for.
 */
function closeReplaced(
  db: Db,
  report: Report,
  guestId: number | undefined,
  namesake: StoredSession | undefined,
): number {
  if (namesake?.endedAtMs === null) closeSession(db, namesake.id, ownCauses.replaced);
  if (guestId === undefined || report.macAddress === '') return 0;
  const { routerId, macAddress } = report;
  const startedAtMs = beganAt(report);
  let givenBackSec = 0;
  for (const other of listOpenOfDevice(db, { guestId, routerId, macAddress })) {
    if (other.startedAtMs > startedAtMs) continue;
    closeSession(db, other.id, ownCauses.replaced);
    givenBackSec += giveBackOverlap(db, other, startedAtMs);
  }
  return givenBackSec;
}

function continueOpen(db: Db, memory: AccountingMemory, report: Report, row: StoredSession): Stored {
  if (report.status === 'Start') return stored('repeated-start', row.guestId ?? undefined);
  const ends = report.status === 'Stop';
  const givenBackSec = raise(db, memory, report, row, {
    endedAtMs: ends ? Math.max(report.atMs, row.startedAtMs) : null,
    terminateCause: ends ? report.terminateCause : null,
    interimSec: row.interimSec,
  });
  if (ends) compareDirection(memory, report, row);
  const reason = ends ? 'session-ended' : 'session-updated';
  return withGivenBack(stored(reason, row.guestId ?? undefined, causeParams(report)), givenBackSec);
}

/** What a whole session moved says which counter is the download. */
function compareDirection({ directions }: AccountingMemory, report: Report, known: Counted): void {
  const upload = Math.max(known.uploadBytes, report.uploadBytes ?? 0);
  const download = Math.max(known.downloadBytes, report.downloadBytes ?? 0);
  if (report.inputIsDownload === 0) directions.compare(report.routerId, upload, download);
  else directions.compare(report.routerId, download, upload);
}

/** A closed session: only what we closed ourselves, without hearing its end, can still learn something. */
function continueClosed(db: Db, memory: AccountingMemory, report: Report, row: StoredSession): Stored {
  const guestId = row.guestId ?? undefined;
  memory.startMissing.delete(row.id);
  if (report.status === 'Start') return stored('repeated-start', guestId);
  // The record is closed: it stands in the hash chain.
  if (row.chained === 1) return stored(report.status === 'Stop' ? 'repeated-stop' : 'after-stop', guestId);
  if (report.status === 'Stop') return endAgain(db, memory, report, row);
  if (!goesOn(memory, report, row)) return stored('after-stop', guestId);
  // It was only quiet, so this router reports less often than it was asked to: wait longer from now on.
  const quietSec = Math.ceil((report.atMs - row.lastHeardAtMs) / 1000);
  const interimSec = Math.min(Math.max(row.interimSec, quietSec), MOST_INTERIM_SEC);
  raise(db, memory, report, row, { endedAtMs: null, terminateCause: null, interimSec });
  return stored('session-reopened', guestId);
}

/** Whether an Interim proves that we were wrong to take the session for ended. */
function goesOn({ boots }: AccountingMemory, report: Report, row: StoredSession): boolean {
  if (row.terminateCause === ownCauses.silent || row.terminateCause === ownCauses.notThere) return true;
  if (row.terminateCause !== ownCauses.rebooted) return false;
  return boots.outlives(report.routerId, report.acctSessionId, report.receivedAtMs);
}

/** The real end of a session we had closed ourselves, or an end heard again, which changes nothing. */
function endAgain(db: Db, memory: AccountingMemory, report: Report, row: StoredSession): Stored {
  const guessed = isGuess(row.terminateCause);
  let givenBackSec = raise(db, memory, report, row, {
    endedAtMs: guessed ? Math.max(report.atMs, row.startedAtMs) : row.endedAtMs,
    terminateCause: guessed ? report.terminateCause : row.terminateCause,
    interimSec: row.interimSec,
  });
  if (guessed) compareDirection(memory, report, row);
  if (row.terminateCause === ownCauses.replaced) {
    const sessionTimeSec = Math.max(row.sessionTimeSec, report.sessionTimeSec ?? 0);
    givenBackSec += giveBackReplaced(db, row, report, sessionTimeSec);
  }
  const reason = guessed ? 'session-ended' : 'repeated-stop';
  return withGivenBack(stored(reason, row.guestId ?? undefined, causeParams(report)), givenBackSec);
}

interface Ending {
  readonly endedAtMs: number | null;
  readonly terminateCause: string | null;
  readonly interimSec: number;
}

/**
 * Stores what a further report adds. Counters may arrive as zero on Lost-Carrier, and late ones are smaller. Returns
 * the seconds that go back because the router itself says less than was charged.
 */
function raise(db: Db, memory: AccountingMemory, report: Report, row: StoredSession, ending: Ending): number {
  const { refundSec, ...time } = timeOf(report, row);
  const raised = {
    ...row,
    ...time,
    ...ending,
    lastHeardAtMs: lastHeard(row, report),
    uploadBytes: Math.max(row.uploadBytes, report.uploadBytes ?? 0),
    downloadBytes: Math.max(row.downloadBytes, report.downloadBytes ?? 0),
    framedIpAddress: report.framedIpAddress,
    nasAddress: report.nasAddress,
  };
  const staysOpen = row.endedAtMs === null && ending.endedAtMs === null;
  if (staysOpen) continueSession(db, raised);
  else updateSession(db, raised);
  const rows = 1 + charge(db, memory, row, row, report);
  if (staysOpen) memory.recollection.sessionContinued(report, raised, rows);
  else memory.recollection.sessionChanged(report, row.guestId ?? undefined, rows);
  if (refundSec > 0) {
    refundTime(db, row.entitlementId, refundSec, row.startedAtMs);
    memory.recollection.refresh();
  }
  return refundSec;
}

interface SessionTime {
  readonly sessionTimeSec: number;
  readonly givenBackSec: number;
  readonly refundSec: number;
}

/** Charged is what the session lasted less what was given back; a smaller truth is first taken off the latter. */
function timeOf(report: Report, row: StoredSession): SessionTime {
  const { givenBackSec } = row;
  if (report.sessionTimeSec === undefined || !saysLess(row, report)) {
    const sessionTimeSec = Math.max(row.sessionTimeSec, report.sessionTimeSec ?? 0);
    return { sessionTimeSec, givenBackSec, refundSec: 0 };
  }
  const chargedSec = row.sessionTimeSec - givenBackSec;
  const { sessionTimeSec } = report;
  return {
    sessionTimeSec,
    givenBackSec: Math.max(0, sessionTimeSec - chargedSec),
    refundSec: Math.max(0, chargedSec - sessionTimeSec),
  };
}

/** The latest proof of life; one from the future is from before the PC's clock was set back. */
function lastHeard(row: StoredSession, report: Report): number {
  return row.lastHeardAtMs > report.receivedAtMs ? report.atMs : Math.max(row.lastHeardAtMs, report.atMs);
}

/** What a session is charged to, if anything. */
interface Payer {
  readonly entitlementId: number | null | undefined;
  readonly interimSec: number;
}

/** Charges what the report says beyond what is stored; returns how many rows it wrote. */
function charge(
  db: Db,
  { periods, timeZone, touched }: AccountingMemory,
  { entitlementId, interimSec }: Payer,
  known: Counted,
  report: Report,
): number {
  if (entitlementId === undefined || entitlementId === null) return 0;
  const uploadBytes = Math.max(0, (report.uploadBytes ?? 0) - known.uploadBytes);
  const downloadBytes = Math.max(0, (report.downloadBytes ?? 0) - known.downloadBytes);
  const uptimeSec = Math.max(0, (report.sessionTimeSec ?? 0) - known.sessionTimeSec);
  if (uploadBytes === 0 && downloadBytes === 0 && uptimeSec === 0) return 0;
  const use = { entitlementId, uploadBytes, downloadBytes, uptimeSec, atMs: report.atMs };
  chargeEntitlement(db, use);
  const rows = 1 + periods.charge(db, use, timeZone);
  // Only of what runs out it has to be known at once.
  if (interimSec <= PREPAID_INTERIM_SEC) touched(entitlementId);
  return rows;
}

function causeParams({ status, terminateCause }: Report): TextParams {
  return status === 'Stop' ? { cause: terminateCause ?? 'no cause given' } : {};
}

function stored(reason: StoredReason, guestId: number | undefined, params: TextParams = {}): Stored {
  return { kind: 'stored', reason, params, guestId };
}
