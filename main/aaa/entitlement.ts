/**
 * Which of a guest's entitlements counts now: the running one first, else the next one in the order they were sold.
 * An entitlement that begins at the first login gets its start and its end there, once; nothing moves them afterwards.
 */
import {
  combineLimits,
  earlier,
  exhaustedBy,
  leftOf,
  unreportedSec,
  type Exhausted,
  type Heard,
  type Left,
  type Limits,
} from '../../db/queries/allowance';
import type { HeldEntitlement } from '../../db/queries/access';

/** An open session, as far as it uses an entitlement. */
export interface OpenUse extends Heard {
  readonly entitlementId: number | null;
}

/** The entitlement that answers a login. */
export interface Chosen {
  readonly held: HeldEntitlement;
  readonly limits: Limits;
  readonly left: Left;
  readonly startedAtMs: number;
  /** The earlier of the end fixed at the sale and the one fixed at the first login; null: none. */
  readonly endsAtMs: number | null;
}

export type Choice =
  /** Running already: nothing to write. */
  | ({ readonly kind: 'active' } & Chosen)
  /** Begins with this login: `startedAtMs` is to be stored, and `loginEndsAtMs` with it. */
  | ({ readonly kind: 'next'; readonly loginEndsAtMs: number | null } & Chosen)
  | { readonly kind: 'none'; readonly reason: Exhausted | 'no-entitlement' | 'not-begun' };

/**
 * Chooses from what a guest holds, oldest first. One that is running is used up before the next begins; without any,
 * the reason is that of the newest one, which is what the guest holds a ticket for.
 * @param open open sessions of the guest, for the time they have been online without having reported it
 */
export function chooseEntitlement(held: readonly HeldEntitlement[], open: readonly OpenUse[], nowMs: number): Choice {
  let next: Choice | undefined;
  let last: Choice = { kind: 'none', reason: 'no-entitlement' };
  for (const one of held) {
    const standing = standingOf(one, open, nowMs);
    if (standing.kind === 'active') return standing;
    if (standing.kind === 'next') next ??= standing;
    else last = standing;
  }
  return next ?? last;
}

/** Where one entitlement stands. */
function standingOf(held: HeldEntitlement, open: readonly OpenUse[], nowMs: number): Choice {
  const startedAtMs = held.saleStartsAtMs ?? held.startedAtMs;
  if (startedAtMs !== null && !hasBegun(held, startedAtMs, nowMs)) return { kind: 'none', reason: 'not-begun' };
  const loginEndsAtMs = startedAtMs === null ? endFromFirstLogin(held, nowMs) : held.loginEndsAtMs;
  const endsAtMs = earlier(held.saleEndsAtMs, loginEndsAtMs);
  const limits = combineLimits(held.product.limitations);
  const unreported = limits.uptimeSec === null ? 0 : unreportedSec(usesOf(held, open), nowMs);
  const left = leftOf(limits, endsAtMs, held.use, unreported, nowMs);
  const exhausted = exhaustedBy(left);
  if (exhausted !== undefined) return { kind: 'none', reason: exhausted };
  return startedAtMs === null
    ? { kind: 'next', held, limits, left, startedAtMs: nowMs, endsAtMs, loginEndsAtMs }
    : { kind: 'active', held, limits, left, startedAtMs, endsAtMs };
}

/**
 * An entitlement sold to begin at once has begun, and so has one that was logged in with, whatever the PC's clock says
 * now: after it is set back, nobody who was online an hour ago may be told to wait.
 */
function hasBegun(held: HeldEntitlement, startedAtMs: number, nowMs: number): boolean {
  return startedAtMs <= nowMs || startedAtMs <= held.createdAtMs || held.startedAtMs !== null;
}

/** Validity is a length of time, not a wall-clock time: 24 hours stay 86,400 s across a change of summer time. */
function endFromFirstLogin(held: HeldEntitlement, nowMs: number): number | null {
  return held.product.starts === 'first-login' && held.product.validForSec !== null
    ? nowMs + held.product.validForSec * 1000
    : null;
}

function usesOf(held: HeldEntitlement, open: readonly OpenUse[]): readonly OpenUse[] {
  return open.filter((session) => session.entitlementId === held.id);
}
