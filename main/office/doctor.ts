/**
 * The RADIUS doctor: what packets alone tell about routers, in words, with the call that leads to the remedy. It looks
 * at one day; what has been put right since (an authentic packet after a wrong secret) is not shown any more.
 */
import { countLogReasons, listExaminedRouters, type ExaminedRouter, type ReasonCount } from '../../db/queries/doctor';
import type { Db } from '../../db/open';
import { fillText, radiusFaultCodes, type FaultView } from '../../preload/contract/faults';
import type { symptoms } from '../../preload/contract/radius';

export type Symptom = (typeof symptoms)[number];

type Params = Readonly<Record<string, string | number>>;

export interface Finding {
  readonly symptom: Symptom;
  readonly certainty: 'certain' | 'likely';
  readonly routerId?: number;
  readonly routerName?: string;
  readonly sentence: string;
  readonly remedy: string;
  readonly params: Params;
  readonly seenAtMs?: number;
  readonly count: number;
  readonly fix?: { readonly call: string; readonly input: Readonly<Record<string, unknown>> };
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly healthy: readonly {
    readonly routerId: number;
    readonly routerName: string;
    readonly lastPacketAtMs?: number;
  }[];
  readonly sinceMs: number;
}

/** Looked back. */
const DAY_MS = 86_400_000;
/** A new router is given so long to be set up before its silence is a finding. */
const SET_UP_MS = 10 * 60_000;
/** Accepts in a row without any accounting: two guests may walk away from the login page, three do not. */
const MANY_ACCEPTS = 3;
/** RouterOS sends the Start within seconds; more than this after the last accept it will not come. */
const START_OVERDUE_MS = 60_000;
/** Repetitions that one lost packet does not explain. */
const MANY_REPEATS = 3;
/** The status page and the log of the router show times this far off. */
const CLOCK_OFF_SEC = 60;

/** English; windows translate `doctor.<symptom>` and `doctor.<symptom>.remedy`. */
const words: Readonly<Record<Exclude<Symptom, 'port-closed'>, { readonly sentence: string; readonly remedy: string }>> =
  {
    'unknown-source': {
      sentence: '{address} asks to be served, but is not a router of this venue.',
      remedy: 'If it is yours, add it. If a router of yours has a new address, change it there.',
    },
    'never-heard': {
      sentence: '{router} has never asked.',
      remedy:
        'Paste the commands into the router. If they are there, a firewall is in between, or the router knows another address of this PC.',
    },
    'wrong-secret-accounting': {
      sentence: '{router} signs its accounting with another secret.',
      remedy: 'Set the secret again on the router: paste the commands.',
    },
    'wrong-secret-signature': {
      sentence: '{router} signs its logins with another secret.',
      remedy: 'Set the secret again on the router: paste the commands.',
    },
    'wrong-secret-password': {
      sentence: 'Passwords from {router} come out as unreadable bytes: its secret is another one.',
      remedy: 'Set the secret again on the router: paste the commands.',
    },
    'signature-missing': {
      sentence: '{router} used to sign its logins and now some are not signed: they may be forged.',
      remedy: 'If the router was changed or reset, give it a new secret here and there.',
    },
    'ports-swapped': {
      sentence: '{router} sends logins to the accounting port, or the other way round.',
      remedy: 'Set authentication-port and accounting-port on the router: paste the commands.',
    },
    'accepted-without-start': {
      sentence: '{count} guests were let in through {router}, but it reports no session since.',
      remedy:
        'Its secret may be another one (with CHAP only the router notices: see bad-replies in /radius monitor), or the answers do not reach it. Set the secret again.',
    },
    'no-accounting': {
      sentence: '{router} asks for logins but never reports sessions: time and data are not counted.',
      remedy: 'Switch accounting on in the HotSpot server profile (radius-accounting=yes) or in /ppp aaa.',
    },
    'answers-lost': {
      sentence: '{router} asks again although it was answered ({count} times): answers come late or get lost.',
      remedy:
        'Check the way back: the firewall of this PC and of the router, the cable, and the timeout of the /radius entry (1100 ms or more).',
    },
    'no-interims': {
      sentence: '{count} of {open} sessions of {router} have not reported for three periods.',
      remedy:
        'Set radius-interim-update=received in the HotSpot server profile. If it is, packets get lost or the router is off.',
    },
    'clock-wrong': {
      sentence: 'The clock of {router} is {seconds} seconds off.',
      remedy: 'Switch on its NTP client (/system ntp client), else its status page and log show wrong times.',
    },
    'disconnect-unanswered': {
      sentence: '{router} does not answer when a guest is to be disconnected.',
      remedy: 'Set /radius incoming accept=yes with port {port} on the router and let this PC through its firewall.',
    },
    'disconnect-refused': {
      sentence: '{router} refused to disconnect a guest (Error-Cause {cause}).',
      remedy: 'Look for the guest in the router (/ip hotspot active) and remove them there.',
    },
  };

/** Worst first: nobody gets in, then some do not, then counting is wrong, then comfort. */
const order: readonly Symptom[] = [
  'port-closed',
  'wrong-secret-signature',
  'wrong-secret-accounting',
  'wrong-secret-password',
  'signature-missing',
  'ports-swapped',
  'unknown-source',
  'never-heard',
  'accepted-without-start',
  'no-accounting',
  'answers-lost',
  'no-interims',
  'disconnect-unanswered',
  'disconnect-refused',
  'clock-wrong',
];

/** Reasons of the RADIUS log that show a symptom of a known router. */
const symptomOfReason: Readonly<Record<string, Exclude<Symptom, 'port-closed'>>> = {
  'bad-authenticator': 'wrong-secret-accounting',
  'bad-message-authenticator': 'wrong-secret-signature',
  'garbled-password': 'wrong-secret-password',
  'missing-message-authenticator': 'signature-missing',
  'unexpected-code': 'ports-swapped',
};

/** Symptoms that an authentic packet since then has put right. */
const curedByPacket = new Set<Symptom>([
  'wrong-secret-accounting',
  'wrong-secret-signature',
  'wrong-secret-password',
  'ports-swapped',
]);

/** @param standing faults that stand now (a port that is taken) */
export function examine(db: Db, standing: readonly FaultView[], nowMs: number): Diagnosis {
  const sinceMs = Math.max(0, nowMs - DAY_MS);
  const routers = listExaminedRouters(db, nowMs);
  const reasons = countLogReasons(db, sinceMs);
  const findings = [
    ...standing.flatMap(fromFault),
    ...reasons.flatMap(fromStranger),
    ...routers.flatMap((router) => examineRouter(router, reasons, nowMs)),
  ].sort((a, b) => order.indexOf(a.symptom) - order.indexOf(b.symptom) || (b.seenAtMs ?? 0) - (a.seenAtMs ?? 0));
  const ill = new Set(findings.map((finding) => finding.routerId));
  const healthy = routers
    .filter(({ routerId }) => !ill.has(routerId))
    .map(({ routerId, routerName, lastAuthenticAtMs }) => ({
      ...{ routerId, routerName },
      ...(lastAuthenticAtMs === null ? {} : { lastPacketAtMs: lastAuthenticAtMs }),
    }));
  return { findings, healthy, sinceMs };
}

function fromFault(fault: FaultView): readonly Finding[] {
  if (!radiusFaultCodes.includes(fault.code)) return [];
  const { code, sentence, remedy, params } = fault;
  return [{ symptom: 'port-closed', certainty: 'certain', sentence, remedy, params: { ...params, code }, count: 1 }];
}

/** Addresses that ask without being known. */
function fromStranger({ reason, sourceAddress, count, lastAtMs }: ReasonCount): readonly Finding[] {
  if (reason !== 'unknown-source' || sourceAddress === null) return [];
  const fix = { call: 'routers.add', input: { address: sourceAddress } };
  return [finding('unknown-source', 'certain', { address: sourceAddress }, { count, seenAtMs: lastAtMs, fix })];
}

function examineRouter(router: ExaminedRouter, reasons: readonly ReasonCount[], nowMs: number): readonly Finding[] {
  const own = reasons.filter((one) => one.routerId === router.routerId);
  return [
    ...own.flatMap((one) => fromReason(router, one)),
    ...fromSilence(router, own, nowMs),
    ...fromAccounting(router, nowMs),
    ...fromRepeats(router, nowMs),
    ...fromClock(router),
    ...fromCoa(router, nowMs),
  ].map((one) => ({ ...one, routerId: router.routerId, routerName: router.routerName }));
}

const commandsOf = (router: ExaminedRouter) => ({ call: 'routers.commands', input: { id: router.routerId } });

function fromReason(router: ExaminedRouter, { reason, count, lastAtMs }: ReasonCount): readonly Finding[] {
  const symptom = Object.hasOwn(symptomOfReason, reason) ? symptomOfReason[reason] : undefined;
  if (symptom === undefined) return [];
  if (curedByPacket.has(symptom) && (router.lastAuthenticAtMs ?? 0) > lastAtMs) return [];
  // An unreadable password may also be a guest's cat on the keyboard; a wrong digest cannot be anything else.
  const certainty = symptom === 'wrong-secret-password' || symptom === 'signature-missing' ? 'likely' : 'certain';
  return [
    finding(symptom, certainty, { router: router.routerName }, { count, seenAtMs: lastAtMs, fix: commandsOf(router) }),
  ];
}

function fromSilence(router: ExaminedRouter, own: readonly ReasonCount[], nowMs: number): readonly Finding[] {
  if (router.lastAuthenticAtMs !== null || own.length > 0) return [];
  if (nowMs - router.createdAtMs < SET_UP_MS) return [];
  return [finding('never-heard', 'certain', { router: router.routerName }, { count: 0, fix: commandsOf(router) })];
}

function fromAccounting(router: ExaminedRouter, nowMs: number): readonly Finding[] {
  const { routerName, lastAcceptAtMs, lastAccountingAtMs, acceptsWithoutStart, open, silent } = router;
  const fix = commandsOf(router);
  const found: Finding[] = [];
  const overdue = lastAcceptAtMs !== null && nowMs - lastAcceptAtMs >= START_OVERDUE_MS;
  if (acceptsWithoutStart >= MANY_ACCEPTS && overdue) {
    const symptom = lastAccountingAtMs === null ? 'no-accounting' : 'accepted-without-start';
    const params = { router: routerName, count: acceptsWithoutStart };
    found.push(finding(symptom, 'likely', params, { count: acceptsWithoutStart, seenAtMs: lastAcceptAtMs, fix }));
  }
  if (silent > 0) {
    const seen = lastAccountingAtMs === null ? {} : { seenAtMs: lastAccountingAtMs };
    found.push(
      finding('no-interims', 'likely', { router: routerName, count: silent, open }, { count: silent, ...seen, fix }),
    );
  }
  return found;
}

function fromRepeats({ routerName, repeats, repeatedAtMs }: ExaminedRouter, nowMs: number): readonly Finding[] {
  if (repeatedAtMs === null || nowMs - repeatedAtMs > DAY_MS || repeats < MANY_REPEATS) return [];
  const params = { router: routerName, count: repeats };
  return [finding('answers-lost', 'likely', params, { count: repeats, seenAtMs: repeatedAtMs })];
}

function fromClock({ routerName, clockOffsetSec, lastAccountingAtMs }: ExaminedRouter): readonly Finding[] {
  if (clockOffsetSec === null || Math.abs(clockOffsetSec) <= CLOCK_OFF_SEC) return [];
  const params = { router: routerName, seconds: Math.abs(clockOffsetSec) };
  const seen = lastAccountingAtMs === null ? {} : { seenAtMs: lastAccountingAtMs };
  return [finding('clock-wrong', 'certain', params, { count: 1, ...seen })];
}

function fromCoa(router: ExaminedRouter, nowMs: number): readonly Finding[] {
  const { routerName, useCoa, coaPort, coaState, coaAtMs, coaErrorCause } = router;
  if (!useCoa || coaAtMs === null || nowMs - coaAtMs > DAY_MS) return [];
  const seen = { count: 1, seenAtMs: coaAtMs, fix: commandsOf(router) };
  if (coaState === 'no-answer') {
    return [finding('disconnect-unanswered', 'likely', { router: routerName, port: coaPort }, seen)];
  }
  if (coaState !== 'refused') return [];
  return [finding('disconnect-refused', 'certain', { router: routerName, cause: coaErrorCause ?? '–' }, seen)];
}

function finding(
  symptom: Exclude<Symptom, 'port-closed'>,
  certainty: Finding['certainty'],
  params: Params,
  seen: Pick<Finding, 'count' | 'seenAtMs' | 'fix'>,
): Finding {
  const { sentence, remedy } = words[symptom];
  return {
    ...{ symptom, certainty, params },
    sentence: fillText(sentence, params),
    remedy: fillText(remedy, params),
    ...seen,
  };
}
