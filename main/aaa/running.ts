/**
 * What a session that is online is due now, by the same arithmetic as a login: it stays, perhaps with other limits or
 * with the next entitlement of the queue, or it ends. Decided by the sweep and after every change of what is held.
 */
import {
  findAccessGuestById,
  listOpenSessions,
  startEntitlement,
  switchEntitlement,
  type AccessGuest,
} from '../../db/queries/access';
import type { Db } from '../../db/open';
import { allowanceOf } from './allowance';
import type { FirstLogin, VenueRules } from './authorize';
import { chooseEntitlement, type Choice } from './entitlement';
import type { RejectReason } from './reasons';
import { formatRateLimit } from './reply';

/** An open session as far as it decides what is due. */
export interface RunningSession {
  readonly id: number;
  readonly guestId: number;
  /** What its use is charged to; null: a device that needs no product. */
  readonly entitlementId: number | null;
  readonly macAddress: string;
  /** Moved so far, as last reported. */
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

/** A session goes on. Limits are what a CoA-Request would have to say now. */
export interface Stay {
  readonly kind: 'stay';
  /** Differs from the session's when the next of the queue takes over; null: nothing is charged. */
  readonly entitlementId: number | null;
  /** With this decision the entitlement begins: to be stored by `recordStay`. */
  readonly starts: FirstLogin | undefined;
  /** Mikrotik-Rate-Limit; null: no limit. */
  readonly rateLimit: string | null;
  /** From now; at least 1; absent: no limit. */
  readonly sessionTimeoutSec?: number;
  /** Counted from the session's beginning, as routers count; at least 1; absent: no limit. */
  readonly uploadBytes?: number;
  readonly downloadBytes?: number;
  readonly totalBytes?: number;
  /** The next moment at which something changes by itself; null: never. */
  readonly reviewAtMs: number | null;
}

export type Due = Stay | { readonly kind: 'end'; readonly reason: RejectReason };

/** Decides from the database as it is now; writes nothing (see recordStay). */
export function decideRunning(db: Db, rules: VenueRules, session: RunningSession, nowMs: number): Due {
  const guest = findAccessGuestById(db, rules.products, session.guestId);
  if (guest === undefined) return { kind: 'end', reason: 'no-entitlement' };
  if (guest.locked) return { kind: 'end', reason: 'guest-locked' };
  const choice = chooseFor(db, guest, session, nowMs);
  return choice.kind === 'none' ? { kind: 'end', reason: choice.reason } : stay(session, choice, nowMs);
}

/** What the session uses already, as long as anything of it is left; else what a login would get. */
function chooseFor(db: Db, guest: AccessGuest, session: RunningSession, nowMs: number): Choice {
  const open = listOpenSessions(db, guest.id);
  const own = guest.held.filter((one) => one.id === session.entitlementId);
  const kept = chooseEntitlement(own, open, nowMs);
  return kept.kind === 'none' ? chooseEntitlement(guest.held, open, nowMs) : kept;
}

function stay(session: RunningSession, choice: Exclude<Choice, { readonly kind: 'none' }>, nowMs: number): Due {
  const { held, limits, endsAtMs } = choice;
  const { sessionTimeoutSec, uploadBytes, downloadBytes, totalBytes } = allowanceOf(choice);
  const starts =
    choice.kind === 'next' ? { startedAtMs: choice.startedAtMs, endsAtMs: choice.loginEndsAtMs } : undefined;
  return {
    kind: 'stay',
    entitlementId: held.id,
    starts,
    rateLimit: formatRateLimit(limits.rateUpBps, limits.rateDownBps) ?? null,
    ...(sessionTimeoutSec === undefined ? {} : { sessionTimeoutSec }),
    ...(uploadBytes === undefined ? {} : { uploadBytes: session.uploadBytes + uploadBytes }),
    ...(downloadBytes === undefined ? {} : { downloadBytes: session.downloadBytes + downloadBytes }),
    ...(totalBytes === undefined ? {} : { totalBytes: session.uploadBytes + session.downloadBytes + totalBytes }),
    reviewAtMs: sessionTimeoutSec === undefined ? endsAtMs : nowMs + sessionTimeoutSec * 1000,
  };
}

/** Stores that the session uses another entitlement from now on, and when that one began. Inside a transaction. */
export function recordStay(db: Db, session: RunningSession, { entitlementId, starts }: Stay): void {
  if (entitlementId === null) return;
  if (starts !== undefined) startEntitlement(db, { entitlementId, ...starts });
  if (entitlementId !== session.entitlementId) switchEntitlement(db, session.id, entitlementId);
}
