/**
 * Changes a session on its router without ending it (CoA, RFC 5176). RouterOS takes another rate, Session-Timeout and
 * the low 32 bits of the byte limits; gigawords, addresses and pools it does not take.
 */
import { closeSession } from '../../db/queries/accounting';
import { noteRateLimit, reviewAgain, type ReviewedSession } from '../../db/queries/reviews';
import type { Db } from '../../db/open';
import { attribute } from '../radius/attributes';
import type { Attribute } from '../radius/packet';
import { MOST_SESSION_TIMEOUT_SEC } from './allowance';
import type { Asked, RouterAsker } from './router-asker';
import type { Stay } from './running';
import { ownCauses } from './terminate-causes';

export interface SessionChangerOptions {
  readonly db: Db;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly asker: RouterAsker;
  /** Runs `work` in a transaction; undefined if it could not be written. */
  readonly write: <T>(work: () => T) => T | undefined;
}

/** What a router is known to hold a session to, besides its rate. */
export interface Told {
  /** When it ends it by itself; Infinity: never. */
  readonly endMs: number;
  /** Counted from the session's beginning; absent: no limit. */
  readonly uploadBytes?: number;
  readonly downloadBytes?: number;
}

/** Why sessions are changed: the words of router_requests.purpose. */
export type ChangePurpose = 'limits-changed' | 'next-entitlement';

/** Until a change that got no answer is tried again, and one that was refused: the router may be set up meanwhile. */
const NO_ANSWER_AGAIN_MS = 60_000;
const REFUSED_AGAIN_MS = 900_000;
/** RouterOS: no rate limit at all; the attribute cannot be taken back. */
const NO_RATE_LIMIT = '0/0';
/** RouterOS: no byte limit. */
const NO_BYTE_LIMIT = 0;
const UINT32 = 2 ** 32;

export class SessionChanger {
  readonly #options: SessionChangerOptions;

  constructor(options: SessionChangerOptions) {
    this.#options = options;
  }

  /** Resolves with true once the router applies what `stay` says; what it did not take is tried again by the sweep. */
  async change(session: ReviewedSession, stay: Stay, told: Told, purpose: ChangePurpose): Promise<boolean> {
    const { asker, now, write } = this.#options;
    const changes = changesFor(session, stay, told, now());
    const asked = await asker.ask(session, { kind: 'change', purpose, operatorName: null, changes });
    write(() => this.#store(session, stay, asked));
    return asked.kind === 'acknowledged';
  }

  #store({ id }: ReviewedSession, stay: Stay, asked: Asked): void {
    const { db, now } = this.#options;
    if (asked.kind === 'acknowledged') noteRateLimit(db, id, stay.rateLimit ?? '');
    else if (asked.kind === 'not-there') closeSession(db, id, ownCauses.notThere);
    else reviewAgain(db, id, againAt(stay, now() + (asked.kind === 'refused' ? REFUSED_AGAIN_MS : NO_ANSWER_AGAIN_MS)));
  }
}

const againAt = ({ reviewAtMs }: Stay, atMs: number): number => Math.min(reviewAtMs ?? atMs, atMs);

/** What a CoA-Request says so that the session goes on as `stay` wants; nothing of what is not limited and never was. */
export function changesFor(
  session: Pick<ReviewedSession, 'startedAtMs' | 'rateLimit'>,
  stay: Stay,
  told: Told,
  nowMs: number,
): readonly Attribute[] {
  const hasRate = stay.rateLimit !== null || (session.rateLimit ?? '') !== '';
  const hasEnd = stay.sessionTimeoutSec !== undefined || told.endMs !== Infinity;
  return [
    ...(hasRate ? [attribute('Mikrotik-Rate-Limit', stay.rateLimit ?? NO_RATE_LIMIT)] : []),
    ...(hasEnd ? [attribute('Session-Timeout', timeoutOf(session, stay, nowMs))] : []),
    ...byteLimit('Mikrotik-Recv-Limit', stay.uploadBytes, told.uploadBytes),
    ...byteLimit('Mikrotik-Xmit-Limit', stay.downloadBytes, told.downloadBytes),
  ];
}

/**
 * Counted from the session's beginning, as RouterOS does: a router that counts from now lets it go on for too long, and
 * then the sweep ends it; the other way round guests would be cut off early.
 */
function timeoutOf({ startedAtMs }: Pick<ReviewedSession, 'startedAtMs'>, stay: Stay, nowMs: number): number {
  if (stay.sessionTimeoutSec === undefined) return MOST_SESSION_TIMEOUT_SEC;
  const elapsedSec = Math.max(0, Math.floor((nowMs - startedAtMs) / 1000));
  return Math.min(elapsedSec + stay.sessionTimeoutSec, MOST_SESSION_TIMEOUT_SEC);
}

/** What does not fit into 32 bits is left to the sweep. */
function byteLimit(
  name: 'Mikrotik-Recv-Limit' | 'Mikrotik-Xmit-Limit',
  bytes: number | undefined,
  told: number | undefined,
): readonly Attribute[] {
  if (bytes === undefined && told === undefined) return [];
  return [attribute(name, bytes === undefined || bytes >= UINT32 ? NO_BYTE_LIMIT : bytes)];
}
