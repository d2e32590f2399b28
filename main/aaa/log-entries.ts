/** Decisions and drops as rows of the RADIUS log. */
import type { LogEntry, LogKind, LogOutcome } from '../../db/queries/radius-log';
import { getString } from '../radius/attributes';
import type { Packet } from '../radius/packet';
import type { Drop, RadiusRequest, StatusRequest } from '../radius/server';
import type { Accounted } from './account';
import type { AccessAsk, Decision } from './authorize';
import { deviceKey } from './mac';
import { dropDetails, rejectDetail, silentReasons, storedDetail, type SilentReason } from './reasons';

interface Words {
  readonly kind: LogKind;
  readonly outcome: LogOutcome;
  readonly reason: string;
  readonly detail: string;
}

/** Longer texts are cut: they come from the wire, and the log has to stay small. */
const MOST_TEXT_CHARS = 253;

export function decisionEntry(request: RadiusRequest, ask: AccessAsk, decision: Decision): LogEntry {
  const caller: Caller = { username: orNull(ask.typedName), macAddress: orNull(ask.macAddress) };
  if (decision.kind === 'reject') {
    const { reason, params, guestId } = decision;
    const words: Words = { kind: 'access', outcome: 'reject', reason, detail: rejectDetail(reason, params) };
    return entryFrom(request, request.packet, words, guestId, caller);
  }
  const { productName, guestId } = decision.grant;
  return entryFrom(request, request.packet, letIn(productName), guestId, caller);
}

/** By product; of the busiest row of the log, so that its sentence is not filled in for every guest. */
const letInWords = new Map<string, Words>();
/** A venue has dozens of products. */
const MOST_LET_IN_WORDS = 1_000;

function letIn(product: string): Words {
  const known = letInWords.get(product);
  if (known !== undefined) return known;
  if (letInWords.size >= MOST_LET_IN_WORDS) letInWords.clear();
  const words: Words = { kind: 'access', outcome: 'accept', reason: 'ok', detail: storedDetail('ok', { product }) };
  letInWords.set(product, words);
  return words;
}

/** Undefined for the routine report of a running session: the session's own row says it, and there are thousands. */
export function accountedEntry(request: RadiusRequest, accounted: Accounted): LogEntry | undefined {
  if (accounted.kind === 'not-recordable') return silentEntry(request, 'not-recordable');
  const { reason, params, guestId } = accounted;
  if (reason === 'session-updated') return undefined;
  const words: Words = { kind: 'accounting', outcome: 'stored', reason, detail: storedDetail(reason, params) };
  return entryFrom(request, request.packet, words, guestId);
}

/** The second line of a record from which something else followed. */
export function alsoEntry(request: RadiusRequest, accounted: Accounted): LogEntry | undefined {
  if (accounted.kind === 'not-recordable' || accounted.also === undefined) return undefined;
  const { reason, params } = accounted.also;
  const words: Words = { kind: 'accounting', outcome: 'stored', reason, detail: storedDetail(reason, params) };
  return entryFrom(request, request.packet, words, accounted.guestId);
}

/** An authentic request that gets no answer. */
export function silentEntry(request: RadiusRequest, reason: SilentReason): LogEntry {
  const detail = silentReasons[reason];
  return entryFrom(request, request.packet, { kind: request.kind, outcome: 'dropped', reason, detail });
}

export function statusEntry(request: StatusRequest): LogEntry {
  const detail = storedDetail('status-answered');
  return entryFrom(request, request.packet, { kind: 'status', outcome: 'answered', reason: 'status-answered', detail });
}

export function dropEntry(drop: Drop): LogEntry {
  const words: Words = { kind: 'dropped', outcome: 'dropped', reason: drop.reason, detail: dropDetails[drop.reason] };
  return entryFrom(drop, drop.packet, words);
}

/** Who asks, as the log has it. */
interface Caller {
  readonly username: string | null;
  readonly macAddress: string | null;
}

function callerOf(packet: Packet | undefined): Caller {
  if (packet === undefined) return { username: null, macAddress: null };
  return {
    username: getString(packet, 'User-Name') ?? null,
    macAddress: orNull(deviceKey(getString(packet, 'Calling-Station-Id'))),
  };
}

function entryFrom(
  from: Pick<Drop, 'sourceAddress' | 'nas' | 'receivedAtMs'>,
  packet: Packet | undefined,
  { kind, outcome, reason, detail }: Words,
  guestId?: number,
  { username, macAddress } = callerOf(packet),
): LogEntry {
  return {
    atMs: from.receivedAtMs,
    kind,
    outcome,
    reason,
    detail,
    sourceAddress: from.sourceAddress,
    routerId: from.nas?.id ?? null,
    username: cut(username),
    guestId: guestId ?? null,
    macAddress,
    acctSessionId: cut(packet === undefined ? null : (getString(packet, 'Acct-Session-Id') ?? null)),
    count: 1,
    packetNo: null,
  };
}

const cut = (text: string | null): string | null => text?.slice(0, MOST_TEXT_CHARS) ?? null;

const orNull = (text: string): string | null => (text === '' ? null : text);
