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
  type HeldEntitlement,
} from '../../db/queries/access';
import { listAttributesOfRouter, listGuestAttributes } from '../../db/queries/guest-extras';
import type { Db } from '../../db/open';
import {
  grantOf,
  grantWithout,
  needsNoProduct,
  readExtras,
  type Extras,
  type FirstLogin,
  type VenueRules,
} from './authorize';
import { refuseCard } from './cards';
import { refuseBlocked, sharesWith } from './devices';
import {
  chooseEntitlement,
  circumstancesOf,
  endOf,
  findNext,
  type Choice,
  type Circumstances,
  type Usable,
} from './entitlement';
import type { RejectReason } from './reasons';
import { rateLimitOf, type Grant } from './reply';

/** An open session as far as it decides what is due. */
export interface RunningSession {
  readonly id: number;
  readonly routerId: number;
  readonly guestId: number;
  /** What its use is charged to; null: a device that needs no product. */
  readonly entitlementId: number | null;
  readonly macAddress: string;
  readonly startedAtMs: number;
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
  const obstacle = refuseCard(db, guest, nowMs);
  if (obstacle !== undefined) return { kind: 'end', reason: obstacle };
  if (refuseBlocked(db, rules.blocked, guest, session.macAddress) !== undefined)
    return { kind: 'end', reason: 'device-blocked' };
  const extras = extrasOf(db, rules, guest, session);
  if (needsNoProduct(guest)) return { ...unlimited, rateLimit: rateLimitOf(grantWithout(guest, extras)) };
  const open = listOpenSessions(db, guest.id);
  const by = circumstancesOf(db, open, { nowMs, timeZone: rules.timeZone });
  const choice = chooseFor(guest.held, session, by);
  if (choice.kind === 'none') return { kind: 'end', reason: choice.reason };
  const { id } = choice.held;
  const others = open.filter((one) => one.id !== session.id && sharesWith(one, id, session.macAddress, nowMs));
  const next = findNext(guest.held, choice, by);
  const sharing = { sessions: others.length + 1, next, beganAtMs: session.startedAtMs };
  return stay(session, choice, grantOf(guest, choice, { extras, sharing }, by));
}

function extrasOf(db: Db, rules: VenueRules, guest: AccessGuest, { routerId }: RunningSession): Extras {
  const router = { attributes: listAttributesOfRouter(db, routerId) };
  const attributes = guest.hasAttributes ? listGuestAttributes(db, guest.id) : [];
  return readExtras(db, rules, guest, { service: undefined, router, attributes });
}

/** A device without a product. */
const unlimited: Stay = { kind: 'stay', entitlementId: null, starts: undefined, rateLimit: null, reviewAtMs: null };

/** What the session uses already, as long as anything of it is left; else what a login would get. */
function chooseFor(held: readonly HeldEntitlement[], { entitlementId }: RunningSession, by: Circumstances): Choice {
  const own = held.filter((one) => one.id === entitlementId);
  const kept = chooseEntitlement(own, by);
  return kept.kind === 'none' ? chooseEntitlement(held, { ...by, beginsAtMs: endOfFormer(own[0], by) }) : kept;
}

/** The next begins where the former ended, if that was in its calendar: the session has been online ever since. */
function endOfFormer(own: HeldEntitlement | undefined, { nowMs }: Circumstances): number {
  const endsAtMs = own === undefined ? null : endOf(own);
  return endsAtMs === null ? nowMs : Math.min(endsAtMs, nowMs);
}

function stay(session: RunningSession, choice: Usable, grant: Grant): Stay {
  const { entitlementId, allowance } = grant;
  const { sessionTimeoutSec, uploadBytes, downloadBytes, totalBytes, reviewAtMs } = allowance;
  return {
    kind: 'stay',
    entitlementId,
    starts: choice.kind === 'next' ? { startedAtMs: choice.startedAtMs, endsAtMs: choice.loginEndsAtMs } : undefined,
    rateLimit: rateLimitOf(grant),
    ...(sessionTimeoutSec === undefined ? {} : { sessionTimeoutSec }),
    ...(uploadBytes === undefined ? {} : { uploadBytes: session.uploadBytes + uploadBytes }),
    ...(downloadBytes === undefined ? {} : { downloadBytes: session.downloadBytes + downloadBytes }),
    ...(totalBytes === undefined ? {} : { totalBytes: session.uploadBytes + session.downloadBytes + totalBytes }),
    reviewAtMs,
  };
}

/** Stores that the session uses another entitlement from now on, and when that one began. Inside a transaction. */
export function recordStay(db: Db, session: RunningSession, { entitlementId, starts }: Stay): void {
  if (entitlementId === null) return;
  if (starts !== undefined) startEntitlement(db, { entitlementId, ...starts });
  if (entitlementId !== session.entitlementId) switchEntitlement(db, session.id, entitlementId);
}
