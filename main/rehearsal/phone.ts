/** One guest's phone at the pretend router: what it says of itself in RADIUS, and the limits it was let in with. */
import { attribute, getInteger, getOctets, getString } from '../radius/attributes';
import type { Attribute, Packet } from '../radius/packet';

/** What an Access-Accept, or later a CoA-Request, allows. Undefined: no limit. */
export interface Limits {
  readonly sessionTimeoutSec: number | undefined;
  readonly totalBytes: number | undefined;
  /** Received by the router: upload. */
  readonly uploadBytes: number | undefined;
  readonly downloadBytes: number | undefined;
  readonly rateLimit: string | undefined;
  readonly interimSec: number | undefined;
}

export interface Session {
  readonly acctSessionId: string;
  readonly startedAtMs: number;
  /** Comes back in accounting as it was given (RFC 2865 §5.25). */
  readonly classValue: Buffer | undefined;
  limits: Limits;
  uploadBytes: number;
  downloadBytes: number;
  reportedAtMs: number;
}

export interface Phone {
  readonly id: number;
  readonly guestId: number | undefined;
  readonly username: string;
  readonly password: string;
  macAddress: string;
  readonly framedIpAddress: string;
  state: 'waiting' | 'online' | 'refused' | 'gone';
  /** When it tries next, unless it is online; Infinity: not by itself. UTC milliseconds. */
  dueAtMs: number;
  /** How often a refused guest still tries. */
  patience: number;
  /** What the login page showed. */
  refusedWith: string | undefined;
  /** The next login is with a slip of the finger. */
  mistypes: boolean;
  session: Session | undefined;
  /** A question of this phone is on its way. */
  busy: boolean;
}

export const noLimits: Limits = {
  sessionTimeoutSec: undefined,
  totalBytes: undefined,
  uploadBytes: undefined,
  downloadBytes: undefined,
  rateLimit: undefined,
  interimSec: undefined,
};

const UINT32 = 2 ** 32;
/** RFC 2866 §5.1, §5.10; RouterOS ends a session at its byte limit with NAS-Request. */
const STATUS = { Start: 1, Stop: 2, 'Interim-Update': 3 } as const;
const CAUSE = { 'User-Request': 1, 'Session-Timeout': 5, 'Admin-Reset': 6, 'NAS-Request': 10 } as const;

export type Status = keyof typeof STATUS;
export type Cause = keyof typeof CAUSE;

/** The limits in a packet; what it does not name stays as it was. */
export function readLimits(packet: Packet, before: Limits): Limits {
  return {
    sessionTimeoutSec: getInteger(packet, 'Session-Timeout') ?? before.sessionTimeoutSec,
    totalBytes: pair(packet, 'Mikrotik-Total-Limit', 'Mikrotik-Total-Limit-Gigawords') ?? before.totalBytes,
    uploadBytes: pair(packet, 'Mikrotik-Recv-Limit', 'Mikrotik-Recv-Limit-Gigawords') ?? before.uploadBytes,
    downloadBytes: pair(packet, 'Mikrotik-Xmit-Limit', 'Mikrotik-Xmit-Limit-Gigawords') ?? before.downloadBytes,
    rateLimit: getString(packet, 'Mikrotik-Rate-Limit') ?? before.rateLimit,
    interimSec: getInteger(packet, 'Acct-Interim-Interval') ?? before.interimSec,
  };
}

type LowWord = 'Mikrotik-Total-Limit' | 'Mikrotik-Recv-Limit' | 'Mikrotik-Xmit-Limit';

function pair(packet: Packet, low: LowWord, gigawords: `${LowWord}-Gigawords`): number | undefined {
  const bytes = getInteger(packet, low);
  return bytes === undefined ? undefined : bytes + (getInteger(packet, gigawords) ?? 0) * UINT32;
}

/** Why the router itself ends the session now; undefined: it goes on. */
export function endedBy(
  { limits, uploadBytes, downloadBytes, startedAtMs }: Session,
  nowMs: number,
): Cause | undefined {
  if (nowMs - startedAtMs >= (limits.sessionTimeoutSec ?? Infinity) * 1_000) return 'Session-Timeout';
  const over =
    uploadBytes + downloadBytes >= (limits.totalBytes ?? Infinity) ||
    uploadBytes >= (limits.uploadBytes ?? Infinity) ||
    downloadBytes >= (limits.downloadBytes ?? Infinity);
  return over ? 'NAS-Request' : undefined;
}

/** What an Accept starts. */
export function startSession(accept: Packet, acctSessionId: string, nowMs: number): Session {
  return {
    acctSessionId,
    startedAtMs: nowMs,
    classValue: getOctets(accept, 'Class'),
    limits: readLimits(accept, noLimits),
    uploadBytes: 0,
    downloadBytes: 0,
    reportedAtMs: nowMs,
  };
}

const NAS_PORT_TYPE_WIRELESS = 19;

/** Whom a request is about, in the words and the order of a RouterOS HotSpot. */
export function describePhone(
  { username, macAddress, framedIpAddress }: Phone,
  acctSessionId: string,
): readonly Attribute[] {
  return [
    attribute('NAS-Port-Type', NAS_PORT_TYPE_WIRELESS),
    attribute('Calling-Station-Id', macAddress),
    attribute('Called-Station-Id', 'hotspot1'),
    attribute('NAS-Port-Id', 'bridge-guests'),
    attribute('NAS-Port', Number.parseInt(acctSessionId, 16)),
    attribute('Acct-Session-Id', acctSessionId),
    attribute('User-Name', username),
    attribute('Framed-IP-Address', framedIpAddress),
    attribute('Mikrotik-Host-IP', framedIpAddress),
    attribute('NAS-Identifier', 'rehearsal'),
    attribute('NAS-IP-Address', '127.0.0.1'),
  ];
}

/** How far a session has come. `clockMs`: the router's clock, right or wrong. */
export function describeUse(
  { classValue, startedAtMs, uploadBytes, downloadBytes }: Session,
  status: Status,
  nowMs: number,
  clockMs: number,
): readonly Attribute[] {
  return [
    attribute('Acct-Status-Type', STATUS[status]),
    attribute('Event-Timestamp', Math.floor(clockMs / 1_000)),
    attribute('Acct-Session-Time', Math.floor((nowMs - startedAtMs) / 1_000)),
    attribute('Acct-Input-Octets', uploadBytes % UINT32),
    attribute('Acct-Input-Gigawords', Math.floor(uploadBytes / UINT32)),
    attribute('Acct-Output-Octets', downloadBytes % UINT32),
    attribute('Acct-Output-Gigawords', Math.floor(downloadBytes / UINT32)),
    ...(classValue === undefined ? [] : [attribute('Class', classValue)]),
  ];
}

/** Why it ended. */
export const describeCause = (cause: Cause): Attribute => attribute('Acct-Terminate-Cause', CAUSE[cause]);
