/**
 * "Why can't this guest get online?" in one search: the login is decided as the router would ask for it, and where it
 * would be let in, the log, the sessions and the routers say what else happened.
 */
import { listDevices, listHeld, searchGuests, type GuestRow } from '../../db/queries/guests';
import { listRadiusLog, type LogRow } from '../../db/queries/radius-log';
import { listRouters, type RouterRow } from '../../db/queries/routers';
import { getVenue } from '../../db/queries/venue';
import { listSessions, type SessionListRow } from '../../db/queries/sessions';
import type { Decision } from '../aaa/authorize';
import { readMac } from '../aaa/mac';
import { decidePretended, NEW_DEVICE } from '../aaa/pretend';
import { rejectDetail } from '../aaa/reasons';
import { nameKey } from '../names';
import { fillText } from '../../preload/contract/faults';
import { formatDateTime } from '../../preload/contract/units';
import type { ownVerdicts } from '../../preload/contract/why-not-online';
import type { OpenVenue } from '../open-venue';

type Params = Readonly<Record<string, string | number>>;

interface Evidence {
  readonly kind: 'login' | 'session' | 'device';
  readonly atMs: number;
  readonly reason: string;
  readonly sentence: string;
  readonly macAddress?: string;
}

interface GuestName {
  readonly id: number;
  readonly username: string;
  readonly displayName?: string;
  readonly room?: string;
}

interface Fix {
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly verdict: string;
  readonly sentence: string;
  readonly params: Params;
  readonly guest?: GuestName;
  readonly others: GuestName[];
  readonly evidence: Evidence[];
  readonly fix?: Fix;
}

interface Verdict {
  readonly verdict: string;
  readonly sentence: string;
  readonly params: Params;
  readonly fix?: Fix | undefined;
}

/** Everything known that bears on one guest. */
interface Case {
  readonly open: OpenVenue;
  readonly guest: GuestRow;
  readonly nowMs: number;
  /** Newest first. */
  readonly log: readonly LogRow[];
  readonly sessions: readonly SessionListRow[];
  /** The device in question: the one searched for, else the last that asked. */
  readonly macAddress: string;
}

/** Guests a text may fit besides the one that is answered for. */
const MOST_OTHERS = 20;
const MOST_EVIDENCE = 10;
/** Rows of the log a text is looked for in: the last hours, in some milliseconds. */
const MOST_LOOKED_THROUGH = 10_000;
/** A wrong password this long ago is not what keeps the guest offline now. */
const RECENT_MS = 2 * 3_600_000;
/** RouterOS sends the Start within seconds of the answer. */
const START_OVERDUE_MS = 60_000;
/** As long as a router counts as silent in its list (office/routers). */
const SILENT_AFTER_MS = 15 * 60_000;

const words: Readonly<Record<(typeof ownVerdicts)[number], string>> = {
  online: '{guest} is online since {since} through {router}.',
  nobody: 'Nobody is known by "{text}". Look for a typing error, or sell a ticket.',
  'radius-not-listening': 'Gatehouse does not hear the routers: {fault}',
  'no-router': 'No router is set up, so nobody can get online.',
  'routers-silent': 'No router has asked for a while: look at the router and its cable.',
  'typed-wrong': '{guest} typed a wrong password ({count} times, last at {last}). Print the ticket again.',
  'let-in-not-reported':
    '{guest} was let in at {last}, but the router never reported a session: its secret may be wrong, or our answers do not reach it.',
  'not-asked':
    '{guest} would be let in, but has not tried: the router never asked. Is the device in the right Wi-Fi, and does the login page open?',
  'went-offline': '{guest} would be let in. The last session ended at {last}: {cause}. Open the login page again.',
};

/** @param radiusFault what keeps the RADIUS server from listening, in words; undefined: it listens */
export function whyNotOnline(open: OpenVenue, text: string, radiusFault: string | undefined): Answer {
  const [guest, ...others] = rank(open, text);
  const named = others.slice(0, MOST_OTHERS).map(nameOf);
  if (guest === undefined) return aboutNobody(open, text);
  const facts = gather(open, guest, readMac(text));
  const verdict = judge(facts, radiusFault);
  return { ...answerOf(verdict), guest: nameOf(guest), others: named, evidence: evidenceOf(facts) };
}

/** Exact name or code first, then exact room, then the newest. */
function rank(open: OpenVenue, text: string): readonly GuestRow[] {
  const key = nameKey(text);
  const weight = (guest: GuestRow): number =>
    guest.usernameKey === key ? 2 : guest.room !== null && nameKey(guest.room) === key ? 1 : 0;
  return [...searchGuests(open.db, text, MOST_OTHERS + 1, open.scope)].sort((a, b) => weight(b) - weight(a));
}

function gather(open: OpenVenue, guest: GuestRow, searchedMac: string | undefined): Case {
  const nowMs = open.now();
  const log = listRadiusLog(open.db, { guestId: guest.id, limit: 50 });
  const sessions = listSessions(open.db, { guestId: guest.id, limit: 10 }, nowMs);
  const lastMac = log.find((row) => row.kind === 'access' && row.macAddress !== null)?.macAddress ?? undefined;
  const macAddress = searchedMac ?? lastMac ?? sessions[0]?.macAddress ?? NEW_DEVICE;
  return { open, guest, nowMs, log, sessions, macAddress };
}

/** The first thing that explains it; what keeps everybody offline comes before what concerns one guest. */
function judge(facts: Case, radiusFault: string | undefined): Verdict {
  const { open, guest, sessions } = facts;
  const session = sessions.find((one) => one.endedAtMs === undefined && !one.silent);
  if (session !== undefined) return online(facts, session);
  if (radiusFault !== undefined) return own('radius-not-listening', { fault: radiusFault });
  const routers = listRouters(open.db);
  const router = routerFor(
    facts,
    routers.map((one) => one.router),
  );
  if (router === undefined) return own('no-router', {}, { call: 'routers.list', input: {} });
  const decision = decidePretended(open.db, open.dataKey, router, {
    username: guest.kind === 'device' ? facts.macAddress : guest.username,
    password: undefined,
    macAddress: guest.kind === 'device' ? guest.username : facts.macAddress,
    service: router.hotspot ? 'hotspot' : 'pppoe',
    atMs: facts.nowMs,
  });
  if (decision.kind === 'reject') return refused(facts, decision);
  const heardMs = Math.max(0, ...routers.map(({ state }) => state?.lastAuthenticAtMs ?? 0));
  return letIn(facts, facts.nowMs - heardMs > SILENT_AFTER_MS);
}

function online({ open, guest }: Case, session: SessionListRow): Verdict {
  const params = {
    guest: callOf(guest),
    since: timeOf(open, session.startedAtMs),
    router: session.routerName ?? '–',
  };
  return own('online', params);
}

/** The router that asked for this guest last, else the first. */
function routerFor({ log }: Case, routers: readonly RouterRow[]): RouterRow | undefined {
  const last = log.find((row) => row.kind === 'access')?.routerId;
  return routers.find(({ id }) => id === last) ?? routers[0];
}

function refused(facts: Case, { reason, params }: Extract<Decision, { readonly kind: 'reject' }>): Verdict {
  return { verdict: reason, sentence: rejectDetail(reason, params), params, fix: fixOf(facts, reason) };
}

/** What an operator can do about a refusal. */
function fixOf({ open, guest, sessions, macAddress }: Case, reason: string): Fix | undefined {
  switch (reason) {
    case 'guest-locked':
      return { call: 'guests.setLocked', input: { id: guest.id, locked: false } };
    case 'card-not-sold':
      return { call: 'cards.sell', input: { guestId: guest.id } };
    case 'ended':
    case 'time-used-up':
    case 'quota-used-up':
    case 'no-entitlement':
      return rechargeOf(open, guest);
    case 'too-many-devices':
    case 'bound-to-other-device':
      return { call: 'devices.swap', input: { guestId: guest.id } };
    case 'device-blocked':
      return { call: 'devices.reassociate', input: { scope: 'guest', guestId: guest.id, macAddress } };
    case 'too-many-sessions': {
      const oldest = sessions.findLast((one) => one.endedAtMs === undefined);
      return oldest && { call: 'desk.disconnect', input: { sessionId: oldest.id } };
    }
    default:
      return undefined;
  }
}

/** The same product again, as long as it is sold. */
function rechargeOf(open: OpenVenue, guest: GuestRow): Fix | undefined {
  const held = listHeld(open.db, [guest.id]).get(guest.id) ?? [];
  const product = held.map((one) => one.product).findLast((one) => one.retiredAtMs === null);
  return product && { call: 'desk.recharge', input: { guestId: guest.id, productId: product.id } };
}

/** The next login would succeed: what happened to the last ones? */
function letIn(facts: Case, routersSilent: boolean): Verdict {
  const { open, guest, log, sessions, nowMs } = facts;
  const guestWord = callOf(guest);
  const logins = log.filter((row) => row.kind === 'access' && nowMs - row.atMs <= RECENT_MS);
  const last = logins[0];
  const print = { call: 'desk.reprint', input: { guestIds: [guest.id] } };
  if (last?.reason === 'wrong-password') {
    const count = logins.filter((row) => row.reason === 'wrong-password').reduce((sum, row) => sum + row.count, 0);
    return own('typed-wrong', { guest: guestWord, count, last: timeOf(open, last.atMs) }, print);
  }
  const doctor = { call: 'radius.doctor', input: {} };
  const lastSession = sessions[0];
  if (last?.outcome === 'accept' && nowMs - last.atMs >= START_OVERDUE_MS) {
    const reported = lastSession !== undefined && lastSession.lastHeardAtMs >= last.atMs - START_OVERDUE_MS;
    if (!reported) return own('let-in-not-reported', { guest: guestWord, last: timeOf(open, last.atMs) }, doctor);
  }
  if (routersSilent) return own('routers-silent', {}, doctor);
  if (lastSession?.endedAtMs === undefined) return own('not-asked', { guest: guestWord });
  const cause = lastSession.terminateCause ?? 'no cause given';
  return own('went-offline', { guest: guestWord, last: timeOf(open, lastSession.endedAtMs), cause });
}

/** Nobody has this name; but perhaps somebody typed it, and was refused. */
function aboutNobody(open: OpenVenue, text: string): Answer {
  const log = listRadiusLog(open.db, {
    ...{ text: readMac(text) ?? text, outcome: 'reject', limit: MOST_EVIDENCE, among: MOST_LOOKED_THROUGH },
    scope: open.scope,
  });
  const verdict = own('nobody', { text }, { call: 'desk.sellTicket', input: {} });
  return { ...answerOf(verdict), others: [], evidence: log.filter((row) => row.kind === 'access').map(loginEvidence) };
}

function own(verdict: (typeof ownVerdicts)[number], params: Params, fix?: Fix): Verdict {
  return { verdict, sentence: fillText(words[verdict], params), params, fix };
}

function answerOf({ verdict, sentence, params, fix }: Verdict) {
  return { verdict, sentence, params, ...(fix && { fix }) };
}

function evidenceOf({ open, guest, log, sessions }: Case): Evidence[] {
  const devices = listDevices(open.db, guest.id).map((device): Evidence => ({
    ...{ kind: 'device', atMs: device.lastSeenAtMs, reason: 'last-login' },
    ...{ sentence: `Last login with ${device.macAddress}.`, macAddress: device.macAddress },
  }));
  return [
    ...log.filter((row) => row.kind === 'access').map(loginEvidence),
    ...sessions.map(sessionEvidence),
    ...devices,
  ]
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, MOST_EVIDENCE);
}

function loginEvidence({ atMs, reason, detail, macAddress }: LogRow): Evidence {
  return { kind: 'login', atMs, reason, sentence: detail, ...(macAddress === null ? {} : { macAddress }) };
}

function sessionEvidence(session: SessionListRow): Evidence {
  const { endedAtMs, startedAtMs, terminateCause, macAddress } = session;
  if (endedAtMs === undefined) {
    return { kind: 'session', atMs: startedAtMs, reason: 'open', sentence: 'A session began.', macAddress };
  }
  const cause = terminateCause ?? 'no cause given';
  return { kind: 'session', atMs: endedAtMs, reason: cause, sentence: `A session ended: ${cause}.`, macAddress };
}

function nameOf({ id, username, displayName, room }: GuestRow): GuestName {
  return { id, username, ...(displayName === null ? {} : { displayName }), ...(room === null ? {} : { room }) };
}

const callOf = (guest: GuestRow): string => guest.displayName ?? guest.username;

/** As the venue writes it. */
function timeOf(open: OpenVenue, atMs: number): string {
  const { language, timeZone } = getVenue(open.db);
  return formatDateTime(atMs, language, timeZone);
}
