/**
 * Looks at open sessions whose time has come: one that has run out is ended, one that has another rate or the next
 * entitlement of its guest's queue is changed without being dropped. Decided like a login, from one read.
 */
import type { Db } from '../../db/open';
import { listTooLong, noteReviewed, reviewAgain, type ReviewedSession } from '../../db/queries/reviews';
import { closeSession } from '../../db/queries/accounting';
import { queueEnd } from '../../db/queries/router-requests';
import { MOST_SESSION_TIMEOUT_SEC } from './allowance';
import type { VenueRules } from './authorize';
import type { ChangePurpose, Told } from './change-session';
import { decideRunning, recordStay, type Due, type Stay } from './running';
import { ownCauses } from './terminate-causes';

export interface ReviewOptions {
  readonly db: Db;
  /** Whether a router is asked about its sessions at all. */
  readonly canAsk: (session: { readonly routerId: number }) => boolean;
  /** Runs `work` in a transaction; undefined if it could not be written. */
  readonly write: <T>(work: () => T) => T | undefined;
  /** Changes a session; resolves with whether the router took it. */
  readonly change: (session: ReviewedSession, stay: Stay, told: Told, purpose: ChangePurpose) => Promise<boolean>;
  /** A bug met on one session; the others are looked at all the same. */
  readonly failed: (error: unknown) => void;
}

/** A session is looked at again after this where nothing can be done about it: its router may be set up meanwhile. */
const CANNOT_AGAIN_MS = 300_000;
/** Reviews are not moved for less: seconds online and reports are rounded. */
const SAME_MOMENT_MS = 2_000;
/** An end that has moved this much later has to be told to the router, which would cut the guest off early. */
const LATER_MS = 60_000;
/** So has a byte limit that is higher by a quarter, once half of the one it knows is used. */
const HIGHER = 1.25;
const USED = 0.5;
/** A session this young was let in with what held at its beginning, whatever window has begun since. */
const JUST_LET_IN_MS = 300_000;
/** What routers were told, remembered; all who are online in a large venue. */
const MOST_REMEMBERED = 20_000;
/** Sessions closed in one go because they lasted too long. */
const MOST_TOO_LONG = 200;

/** What a review comes to; `nothing` writes nothing. */
type Plan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end'; readonly reason: Extract<Due, { kind: 'end' }>['reason'] }
  | { readonly kind: 'cannot' }
  | { readonly kind: 'note'; readonly stay: Stay; readonly rateLimit: string }
  | { readonly kind: 'change'; readonly stay: Stay; readonly rateLimit: string; readonly purpose: ChangePurpose };

export class Reviewer {
  readonly #options: ReviewOptions;
  /** By session: what the router holds it to. After a restart, what held at the first look. */
  readonly #told = new Map<number, Told>();
  readonly #changing = new Set<number>();

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  /** Reviews sessions; returns whether any was changed or is to end. */
  review(sessions: readonly ReviewedSession[], rules: VenueRules, nowMs: number): boolean {
    const planned = sessions
      .filter(({ id }) => !this.#changing.has(id))
      .map((session) => ({ session, plan: this.#planSafely(session, rules, nowMs) }))
      .filter(({ plan }) => plan.kind !== 'nothing');
    if (planned.length === 0) return false;
    const written = this.#options.write(() => {
      for (const { session, plan } of planned) this.#carryOut(session, plan, nowMs);
      return true;
    });
    if (written === undefined) return false;
    for (const { session, plan } of planned) {
      if (plan.kind === 'change') this.#change(session, plan, nowMs).catch(this.#options.failed);
    }
    return planned.some(({ plan }) => plan.kind === 'end' || plan.kind === 'change');
  }

  /** Ends sessions that have lasted longer than their domain lets them (forced closure 1); returns how many. */
  endTooLong(nowMs: number): number {
    const { db, canAsk } = this.#options;
    const tooLong = listTooLong(db, nowMs, MOST_TOO_LONG);
    if (tooLong.length === 0) return 0;
    this.#options.write(() => {
      for (const session of tooLong) {
        if (canAsk(session)) {
          queueEnd(db, { id: session.id, reason: 'too-long', operatorName: null, tryAtMs: nowMs });
        } else {
          closeSession(db, session.id, ownCauses.tooLong);
        }
      }
    });
    return tooLong.length;
  }

  #planSafely(session: ReviewedSession, rules: VenueRules, nowMs: number): Plan {
    try {
      return this.#plan(session, rules, nowMs);
    } catch (error) {
      this.#options.failed(error);
      return { kind: 'cannot' };
    }
  }

  #plan(session: ReviewedSession, rules: VenueRules, nowMs: number): Plan {
    const { db, canAsk } = this.#options;
    if (session.endTryAtMs !== null) return { kind: 'cannot' };
    const due = decideRunning(db, rules, session, nowMs);
    if (due.kind === 'end') return canAsk(session) ? { kind: 'end', reason: due.reason } : { kind: 'cannot' };
    const rateLimit = session.rateLimit ?? this.#givenAtLogin(session, due, rules, nowMs);
    const moved = due.entitlementId !== session.entitlementId;
    const told = this.#toldOf(session, due, nowMs);
    const other = moved || rateLimit !== (due.rateLimit ?? '') || allowsMore(session, due, told, nowMs);
    if (other && canAsk(session)) {
      return { kind: 'change', stay: due, rateLimit, purpose: moved ? 'next-entitlement' : 'limits-changed' };
    }
    const known = session.rateLimit !== null && isSameMoment(session.reviewAtMs, due.reviewAtMs);
    return known && !moved ? { kind: 'nothing' } : { kind: 'note', stay: due, rateLimit };
  }

  /** What the Accept said, as it was not noted: the same decision at the moment the session began. */
  #givenAtLogin(session: ReviewedSession, due: Stay, rules: VenueRules, nowMs: number): string {
    const isYoung = nowMs - session.startedAtMs <= JUST_LET_IN_MS;
    const then = isYoung ? decideRunning(this.#options.db, rules, session, session.startedAtMs) : due;
    return (then.kind === 'stay' ? then.rateLimit : due.rateLimit) ?? '';
  }

  /** At the first look, what holds now is what the Accept said. */
  #toldOf({ id }: ReviewedSession, stay: Stay, nowMs: number): Told {
    const known = this.#told.get(id);
    if (known !== undefined) return known;
    const told = toldBy(stay, nowMs);
    this.#remember(id, told);
    return told;
  }

  #remember(id: number, told: Told): void {
    if (this.#told.size >= MOST_REMEMBERED) this.#told.clear();
    this.#told.set(id, told);
  }

  #carryOut(session: ReviewedSession, plan: Plan, nowMs: number): void {
    const { db } = this.#options;
    const { id } = session;
    switch (plan.kind) {
      case 'nothing':
        break;
      case 'end':
        queueEnd(db, { id, reason: plan.reason, operatorName: null, tryAtMs: nowMs });
        reviewAgain(db, id, nowMs + CANNOT_AGAIN_MS);
        break;
      case 'cannot':
        reviewAgain(db, id, nowMs + CANNOT_AGAIN_MS);
        break;
      case 'note':
      case 'change':
        recordStay(db, session, plan.stay);
        noteReviewed(db, { id, reviewAtMs: plan.stay.reviewAtMs, rateLimit: plan.rateLimit });
        break;
    }
  }

  async #change(session: ReviewedSession, plan: Extract<Plan, { kind: 'change' }>, nowMs: number): Promise<void> {
    this.#changing.add(session.id);
    try {
      const told = this.#toldOf(session, plan.stay, nowMs);
      const taken = await this.#options.change(session, plan.stay, told, plan.purpose);
      if (taken) this.#remember(session.id, toldBy(plan.stay, nowMs));
    } finally {
      this.#changing.delete(session.id);
    }
  }
}

function isSameMoment(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= SAME_MOMENT_MS;
}

/** Whether the router would cut the guest off earlier than is due. */
function allowsMore(session: ReviewedSession, stay: Stay, told: Told, nowMs: number): boolean {
  return (
    endOf(stay, nowMs) > told.endMs + LATER_MS ||
    isHigher(stay.uploadBytes, told.uploadBytes, session.uploadBytes) ||
    isHigher(stay.downloadBytes, told.downloadBytes, session.downloadBytes)
  );
}

function isHigher(now: number | undefined, told: number | undefined, used: number): boolean {
  return told !== undefined && used >= USED * told && (now === undefined || now >= HIGHER * told);
}

function toldBy(stay: Stay, nowMs: number): Told {
  return {
    endMs: endOf(stay, nowMs),
    ...(stay.uploadBytes === undefined ? {} : { uploadBytes: stay.uploadBytes }),
    ...(stay.downloadBytes === undefined ? {} : { downloadBytes: stay.downloadBytes }),
  };
}

/** When the router ends it by itself; the longest Session-Timeout there is says "never". */
function endOf({ sessionTimeoutSec }: Stay, nowMs: number): number {
  if (sessionTimeoutSec === undefined || sessionTimeoutSec >= MOST_SESSION_TIMEOUT_SEC) return Infinity;
  return nowMs + sessionTimeoutSec * 1000;
}
