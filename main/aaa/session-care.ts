/**
 * Looks after the sessions that are open, between the packets: ends what ran out or what an operator ends, changes what
 * has other limits now, and goes round over all of them after somebody else has written to the database.
 */
import { dataVersion } from '../../db/queries/versions';
import {
  listSessionsAfter,
  listSessionsOf,
  listSessionsToReview,
  listSessionsUsing,
  type Cursor,
  type ReviewedSession,
} from '../../db/queries/reviews';
import type { Db } from '../../db/open';
import type { VenueRules } from './authorize';
import { SessionChanger } from './change-session';
import { Disconnector, type EndOutcome, type EndRequest } from './disconnect';
import { Reviewer } from './review';
import { RouterAsker, type RouterAskerOptions } from './router-asker';

export interface SessionCareOptions extends RouterAskerOptions {
  /** What the venue decides by, with products as they are now; undefined while it is locked. */
  readonly rules: () => VenueRules | undefined;
  /** Something about sessions has changed. */
  readonly changed: () => void;
  /** A bug met on one session. */
  readonly failed: (error: unknown) => void;
}

/** Looked at in one go, four times a second: 5,000 sessions take a minute, and no login waits for more than these. */
const MOST_AT_ONCE = 25;
/** Remembered; more are found by the sweep. */
const MOST_TOUCHED = 10_000;

const fromTheStart: Cursor = { guestId: 0, id: 0 };

export class SessionCare {
  readonly #db: Db;
  readonly #now: () => number;
  readonly #rules: () => VenueRules | undefined;
  readonly #changed: () => void;
  readonly #asker: RouterAsker;
  readonly #disconnector: Disconnector;
  readonly #reviewer: Reviewer;
  /** Entitlements of which something was used up since they were last looked at. */
  readonly #touched = new Set<number>();
  /** The round under way; undefined: none. */
  #round: Cursor | undefined;
  /** Something has changed since it began: another one follows. */
  #roundAgain = false;
  /** There may be more whose time has come than were looked at. */
  #moreDue = false;
  #dataVersion: number;

  constructor(options: SessionCareOptions) {
    const { db, now, write, targetOf, changed, failed } = options;
    this.#db = db;
    this.#now = now;
    this.#rules = options.rules;
    this.#changed = changed;
    this.#asker = new RouterAsker(options);
    this.#disconnector = new Disconnector({ db, now, write, changed, failed, asker: this.#asker });
    const changer = new SessionChanger({ db, now, write, asker: this.#asker });
    this.#reviewer = new Reviewer({
      db,
      write,
      canAsk: ({ routerId }) => options.send !== undefined && targetOf(routerId)?.port !== undefined,
      change: (session, stay, told, purpose) => changer.change(session, stay, told, purpose),
      failed,
    });
    this.#dataVersion = dataVersion(db);
  }

  /** Ends sessions; resolves when every router has answered or kept silent. */
  end(ids: readonly number[], request: EndRequest): Promise<readonly EndOutcome[]> {
    return this.#disconnector.end(ids, request);
  }

  /** Something of this entitlement was charged: a quota may be reached. */
  touched(entitlementId: number): void {
    if (this.#touched.size < MOST_TOUCHED) this.#touched.add(entitlementId);
  }

  /** What these guests hold has changed: their sessions are looked at now. */
  guestsChanged(guestIds: readonly number[]): void {
    this.#review(guestIds.flatMap((id) => listSessionsOf(this.#db, id)));
    this.#disconnector.due();
  }

  /** Products, or who knows what, have changed: all sessions are looked at within the next minute. */
  everythingChanged(): void {
    if (this.#round === undefined) this.#round = fromTheStart;
    else this.#roundAgain = true;
  }

  /** To be called four times a second. */
  tick(): void {
    if (this.#moreDue) this.#reviewDue();
    this.#reviewTouched();
    this.#goRound();
    this.#disconnector.due();
  }

  /** To be called every SWEEP_EVERY_MS. */
  sweep(): void {
    const version = dataVersion(this.#db);
    // An operator has sold, recharged, locked, edited or undone something: whatever it was, it counts within a minute.
    if (version !== this.#dataVersion) this.everythingChanged();
    this.#dataVersion = version;
    if (this.#reviewer.endTooLong(this.#now()) > 0) this.#changed();
    this.#reviewDue();
    this.#disconnector.due();
  }

  /** Resolves when no router is being asked any more. */
  idle(): Promise<void> {
    return this.#asker.idle();
  }

  #reviewDue(): void {
    const sessions = listSessionsToReview(this.#db, this.#now(), MOST_AT_ONCE);
    this.#moreDue = sessions.length === MOST_AT_ONCE;
    this.#review(sessions);
  }

  #reviewTouched(): void {
    let left = MOST_AT_ONCE;
    for (const entitlementId of this.#touched) {
      if (left <= 0) return;
      this.#touched.delete(entitlementId);
      const sessions = listSessionsUsing(this.#db, entitlementId);
      left -= Math.max(1, sessions.length);
      this.#review(sessions);
    }
  }

  #goRound(): void {
    if (this.#round === undefined) return;
    const sessions = listSessionsAfter(this.#db, this.#round, MOST_AT_ONCE);
    this.#review(sessions);
    const last = sessions.at(-1);
    if (last !== undefined && sessions.length === MOST_AT_ONCE) {
      this.#round = { guestId: last.guestId, id: last.id };
    } else {
      this.#round = this.#roundAgain ? fromTheStart : undefined;
      this.#roundAgain = false;
    }
  }

  #review(sessions: readonly ReviewedSession[]): void {
    const rules = sessions.length === 0 ? undefined : this.#rules();
    if (rules === undefined) return;
    if (this.#reviewer.review(sessions, rules, this.#now())) this.#changed();
  }
}
