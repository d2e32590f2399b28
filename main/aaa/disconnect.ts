/**
 * Ends sessions on their routers. The queue is in the database, so that a restart goes on with it; a row is never
 * closed before the router has answered: then its Stop is awaited, and only if none comes the row is closed by us.
 */
import { closeSession } from '../../db/queries/accounting';
import {
  findAskedSession,
  listSessionsToEnd,
  noteEndAcknowledged,
  queueEnd,
  retryEnd,
  type AskedSession,
} from '../../db/queries/router-requests';
import type { Db } from '../../db/open';
import type { EndReason } from './reasons';
import type { Asked, RouterAsker } from './router-asker';
import { causeOfEnd, ownCauses } from './terminate-causes';

/** What became of one session that was to end. */
export interface EndOutcome {
  readonly sessionId: number;
  /**
   * `ended`: the router has ended it. `not-there`: it had ended already. `refused`: the router will not, see
   * `errorCause`. `no-answer`: it did not answer in time and is asked again. `off`: this router is not asked.
   */
  readonly kind: 'ended' | 'refused' | 'no-answer' | 'not-there' | 'off';
  /** RFC 5176 §3.5. */
  readonly errorCause?: number;
}

export interface EndRequest {
  readonly reason: EndReason;
  /** Null: the sweep. */
  readonly operatorName: string | null;
  /** Whoever waits for the outcomes does so until then; the sessions are ended all the same. */
  readonly until?: Promise<unknown>;
}

export interface DisconnectorOptions {
  readonly db: Db;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly asker: RouterAsker;
  /** Runs `work` in a transaction; undefined if it could not be written. */
  readonly write: <T>(work: () => T) => T | undefined;
  /** Something about sessions has changed. */
  readonly changed: () => void;
  /** A bug met on one session. */
  readonly failed: (error: unknown) => void;
}

/** Between tries of a router that does not answer or refuses; then every hour, as long as the session is open. */
export const END_BACK_OFF_MS = [30_000, 60_000, 300_000, 900_000, 3_600_000] as const;
/** While a try is under way it is not begun again; after a crash this is when it is. Longer than all its sends. */
const TRY_TAKES_MS = 30_000;
/** After the ACK, the Stop may be that many reports late: its router sends it like any other record. */
const STOP_WITHIN_INTERIMS = 2;
/** A report this long after the ACK shows that the session goes on; a sooner one was under way. */
const STILL_REPORTS_MS = 5_000;
/** After a try that could not even be sent or remembered. */
const LATER_MS = 5_000;
/** Begun at a time; a whole campsite is worked off in a few seconds. */
const MOST_AT_ONCE = 200;

export class Disconnector {
  readonly #options: DisconnectorOptions;
  readonly #underWay = new Set<number>();

  constructor(options: DisconnectorOptions) {
    this.#options = options;
  }

  /**
   * Ends sessions and resolves when every router has answered or kept silent, or at `until`. What was not heard of
   * stays in the queue and is tried again by `due`.
   */
  async end(ids: readonly number[], { reason, operatorName, until }: EndRequest): Promise<readonly EndOutcome[]> {
    const { db, now, write } = this.#options;
    const tryAtMs = now() + TRY_TAKES_MS;
    const queued = write(() => {
      for (const id of ids) queueEnd(db, { id, reason, operatorName, tryAtMs });
      return true;
    });
    if (queued === undefined) return ids.map(unheard);
    return Promise.all(
      ids.map((id) => {
        const ending = this.#endOne(id);
        return until === undefined ? ending : Promise.race([ending, until.then(() => unheard(id))]);
      }),
    );
  }

  /** Works on what is due: further tries, and sessions whose Stop never came. Returns at once. */
  due(): void {
    const { db, now, write } = this.#options;
    const nowMs = now();
    const sessions = listSessionsToEnd(db, nowMs, MOST_AT_ONCE).filter(({ id }) => !this.#underWay.has(id));
    if (sessions.length === 0) return;
    const toAsk = sessions.filter((session) => !isOver(session));
    const prepared = write(() => {
      for (const session of sessions) {
        if (isOver(session)) this.#close(session, causeOfEnd(session.endReason));
        else retryEnd(db, session.id, session.endTries, nowMs + TRY_TAKES_MS);
      }
      return true;
    });
    if (prepared === undefined) return;
    this.#options.changed();
    for (const session of toAsk) this.#ask(session).catch(this.#options.failed);
  }

  async #endOne(sessionId: number): Promise<EndOutcome> {
    const session = findAskedSession(this.#options.db, sessionId);
    if (session === undefined) return { sessionId, kind: 'not-there' };
    return this.#ask(session);
  }

  async #ask(session: AskedSession): Promise<EndOutcome> {
    const { asker, write, changed } = this.#options;
    this.#underWay.add(session.id);
    try {
      const purpose = session.endReason ?? '';
      const question = { kind: 'disconnect', purpose, operatorName: session.endOperator, changes: [] } as const;
      const asked = await asker.ask(session, question);
      write(() => this.#store(session, asked));
      changed();
      return outcomeOf(session.id, asked);
    } finally {
      this.#underWay.delete(session.id);
    }
  }

  #store(session: AskedSession, asked: Asked): void {
    const { db, now } = this.#options;
    const { id, endTries, interimSec } = session;
    const nowMs = now();
    switch (asked.kind) {
      case 'acknowledged':
        noteEndAcknowledged(db, id, nowMs, nowMs + STOP_WITHIN_INTERIMS * interimSec * 1000);
        break;
      case 'not-there':
        this.#close(session, ownCauses.notThere);
        break;
      case 'refused':
      case 'no-answer':
        this.#failed(session, nowMs);
        break;
      case 'off':
        if (isTooLong(session)) this.#close(session, ownCauses.tooLong);
        else retryEnd(db, id, endTries, null);
        break;
      case 'later':
        retryEnd(db, id, endTries, nowMs + LATER_MS);
        break;
    }
  }

  /** "Considered ended after" its domain's time holds whatever the router says; anything else waits for it. */
  #failed(session: AskedSession, nowMs: number): void {
    if (isTooLong(session)) return this.#close(session, ownCauses.tooLong);
    const waitMs = END_BACK_OFF_MS[Math.min(session.endTries, END_BACK_OFF_MS.length - 1)] ?? 0;
    retryEnd(this.#options.db, session.id, session.endTries + 1, nowMs + waitMs);
  }

  #close({ id }: AskedSession, cause: string): void {
    closeSession(this.#options.db, id, cause);
  }
}

const unheard = (sessionId: number): EndOutcome => ({ sessionId, kind: 'no-answer' });

/** The router said that it ends it, and was not heard to report it since. */
function isOver({ endAcknowledgedAtMs, lastHeardAtMs }: AskedSession): boolean {
  return endAcknowledgedAtMs !== null && lastHeardAtMs <= endAcknowledgedAtMs + STILL_REPORTS_MS;
}

const isTooLong = ({ endReason }: AskedSession): boolean => causeOfEnd(endReason) === ownCauses.tooLong;

function outcomeOf(sessionId: number, asked: Asked): EndOutcome {
  switch (asked.kind) {
    case 'acknowledged':
      return { sessionId, kind: 'ended' };
    case 'later':
      return unheard(sessionId);
    case 'refused':
      return {
        sessionId,
        kind: 'refused',
        ...(asked.errorCause === undefined ? {} : { errorCause: asked.errorCause }),
      };
    default:
      return { sessionId, kind: asked.kind };
  }
}
