/**
 * Asks a router to end or to change one session and keeps every attempt. Nothing here is awaited by a login: the
 * requests run beside the batches, and only their results are written, in a transaction of their own.
 */
import {
  insertRouterRequest,
  storeRouterAnswer,
  type AskedSession,
  type RequestKind,
  type RouterAnswer,
} from '../../db/queries/router-requests';
import type { Db } from '../../db/open';
import type { DynamicRequest, DynamicRequestCode, DynamicResult } from '../radius/client';
import type { Attribute } from '../radius/packet';
import { allKeys, fewKeys, type SessionKeys } from './session-keys';

/** Where a router takes requests about its sessions. */
export interface RouterTarget {
  /** Undefined: nothing is sent to it at all. */
  readonly port: number | undefined;
  readonly secret: Buffer;
  /** Undefined where it is known by a network only. */
  readonly address: string | undefined;
}

export interface RouterAskerOptions {
  readonly db: Db;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly targetOf: (routerId: number) => RouterTarget | undefined;
  /** Sends one request; undefined where there is no client. */
  readonly send: ((request: DynamicRequest) => Promise<DynamicResult>) | undefined;
  /** Runs `work` in a transaction; undefined if it could not be written, which is reported elsewhere. */
  readonly write: <T>(work: () => T) => T | undefined;
}

/** What is asked, and why. */
export interface Question {
  readonly kind: RequestKind;
  /** A word of reasons.ts. */
  readonly purpose: string;
  /** Null: the sweep. */
  readonly operatorName: string | null;
  /** What is to change; nothing for a Disconnect. */
  readonly changes: readonly Attribute[];
}

export type Asked =
  | { readonly kind: 'acknowledged' }
  /** `errorCause`: RFC 5176 §3.5, if the router gave one. */
  | { readonly kind: 'refused'; readonly errorCause?: number }
  /** The router has no such session. */
  | { readonly kind: 'not-there' }
  | { readonly kind: 'no-answer' }
  /** Nothing was sent: the router is not to be asked, or is unknown. */
  | { readonly kind: 'off' }
  /** Nothing was sent or nothing could be remembered: this program stops, or its disk is full. */
  | { readonly kind: 'later' };

/** RFC 5176 §3.5: Session Context Not Found. */
const SESSION_NOT_FOUND = 503;

const codes: Readonly<Record<RequestKind, DynamicRequestCode>> = {
  disconnect: 'Disconnect-Request',
  change: 'CoA-Request',
};

export class RouterAsker {
  readonly #options: RouterAskerOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: RouterAskerOptions) {
    this.#options = options;
  }

  /** Resolves with what came of it; never rejects because of the network. */
  ask(session: AskedSession, question: Question): Promise<Asked> {
    const asking = this.#ask(session, question);
    this.#underWay.add(asking);
    const done = (): void => void this.#underWay.delete(asking);
    asking.then(done, done);
    return asking;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #ask(session: AskedSession, question: Question): Promise<Asked> {
    const request = this.#requestFor(session, question);
    if (request === undefined) return { kind: 'off' };
    const first = await this.#attempt(session, question, request, allKeys(session));
    const few = first.kind === 'not-there' ? fewKeys(session) : undefined;
    return few === undefined ? first : this.#attempt(session, question, request, few);
  }

  #requestFor(session: AskedSession, { kind }: Question): Omit<DynamicRequest, 'attributes'> | undefined {
    const target = this.#options.targetOf(session.routerId);
    const address = session.nasAddress ?? target?.address;
    if (this.#options.send === undefined || target?.port === undefined || address === undefined) return undefined;
    return { code: codes[kind], address, port: target.port, secret: target.secret };
  }

  async #attempt(
    session: AskedSession,
    question: Question,
    request: Omit<DynamicRequest, 'attributes'>,
    keys: SessionKeys,
  ): Promise<Asked> {
    const { db, now, send, write } = this.#options;
    const { kind, purpose, operatorName, changes } = question;
    const { id: sessionId, routerId, guestId } = session;
    const row = { atMs: now(), routerId, sessionId, guestId, kind, purpose, operatorName, keys: keys.names };
    const requestId = write(() => insertRouterRequest(db, row));
    if (requestId === undefined || send === undefined) return { kind: 'later' };
    const result = await send({ ...request, attributes: [...keys.attributes, ...changes] });
    if (isOurOwnFault(result)) return { kind: 'later' };
    const tries = result.kind === 'timeout' ? Math.max(1, result.tries) : 1;
    const answer = { ...answerOf(result), atMs: now() };
    const written = write(() => (storeRouterAnswer(db, requestId, routerId, answer, tries), true));
    return written === undefined ? { kind: 'later' } : askedFrom(result);
  }
}

/** The request never reached the network, so that it says nothing about the router. */
function isOurOwnFault(result: DynamicResult): boolean {
  return result.kind === 'timeout' && (result.reason === 'CLOSED' || result.reason === 'QUEUE_FULL');
}

function answerOf(result: DynamicResult): Omit<RouterAnswer, 'atMs'> {
  if (result.kind === 'ack') return { state: 'acknowledged', errorCause: null };
  if (result.kind === 'timeout') return { state: 'no-answer', errorCause: null };
  return { state: 'refused', errorCause: result.errorCause ?? null };
}

function askedFrom(result: DynamicResult): Asked {
  if (result.kind === 'ack') return { kind: 'acknowledged' };
  if (result.kind === 'timeout') return { kind: 'no-answer' };
  if (result.errorCause === SESSION_NOT_FOUND) return { kind: 'not-there' };
  return { kind: 'refused', ...(result.errorCause === undefined ? {} : { errorCause: result.errorCause }) };
}
