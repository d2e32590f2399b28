/**
 * Which of a guest's entitlements counts now: the running one first, else the next one in the order they were sold.
 * One that has no start of its own gets it with the first login, or when the one before it ends, and its end with it,
 * once; nothing moves them afterwards. A running one that only pauses (outside its hours, or until its quota starts
 * anew) keeps its turn: the next would burn its days beside it.
 */
import { earlier, unreportedSec, type Exhausted, type Heard, type Left, type Limits } from '../../db/queries/allowance';
import { listLimitationUse, type HeldEntitlement, type LimitationUse } from '../../db/queries/access';
import type { Limitation } from '../../db/queries/product-rules';
import type { Db } from '../../db/open';
import { allowedAt, countsOwnUse, resumesAt, type Moment, type Used } from './limits';
import type { RateLimit } from './rate-limit';

/** An open session, as far as it uses an entitlement. */
export interface OpenUse extends Heard {
  readonly entitlementId: number | null;
}

/** What is decided by besides what is held. */
export interface Circumstances extends Moment {
  /** Open sessions of the guest, for the time they have been online without having reported it. */
  readonly open: readonly OpenUse[];
  /** What was used of limitations that count their own use. */
  readonly usedOf: (entitlementId: number) => readonly LimitationUse[];
  /** When an entitlement that begins now began: earlier where the former ended while nobody looked. Default: now. */
  readonly beginsAtMs?: number;
}

export function circumstancesOf(db: Db, open: readonly OpenUse[], moment: Moment): Circumstances {
  return { ...moment, open, usedOf: (entitlementId) => listLimitationUse(db, entitlementId) };
}

/** The entitlement that answers a login. */
export interface Chosen {
  readonly held: HeldEntitlement;
  /** In force now. */
  readonly inForce: readonly Limitation[];
  readonly limits: Limits;
  readonly left: Left;
  readonly rates: RateLimit | undefined;
  readonly startedAtMs: number;
  /** The earliest of the end fixed at the sale, the one fixed at the start, and the product's own; null: none. */
  readonly endsAtMs: number | null;
  /** The end of the opening hours; null: none. */
  readonly closesAtMs: number | null;
}

export type Choice =
  /** Running already: nothing to write. */
  | ({ readonly kind: 'active' } & Chosen)
  /** Begins with this login: `startedAtMs` is to be stored, and `loginEndsAtMs` with it. */
  | ({ readonly kind: 'next'; readonly loginEndsAtMs: number | null } & Chosen)
  | None;

export interface None {
  readonly kind: 'none';
  readonly reason: Exhausted | 'no-entitlement' | 'not-begun' | 'outside-opening-hours';
  /** Only a pause: it goes on then. */
  readonly resumesAtMs?: number;
}

export type Usable = Exclude<Choice, None>;

/**
 * Chooses from what a guest holds, oldest first. One that is running is used up before the next begins; without any,
 * the reason is that of the newest one, which is what the guest holds a ticket for.
 */
export function chooseEntitlement(held: readonly HeldEntitlement[], by: Circumstances): Choice {
  let next: Choice | undefined;
  let paused: None | undefined;
  let last: None = { kind: 'none', reason: 'no-entitlement' };
  for (const one of held) {
    const standing = standingOf(one, by);
    if (standing.kind === 'active') return standing;
    if (standing.kind === 'next') next ??= standing;
    else {
      last = standing;
      if (standing.resumesAtMs !== undefined && startOf(one) !== null) paused ??= standing;
    }
  }
  return paused ?? next ?? last;
}

/** The one that follows when the chosen one is over; undefined: none. */
export function findNext(held: readonly HeldEntitlement[], chosen: Usable, by: Circumstances): Usable | undefined {
  const others = held.filter((one) => one.id !== chosen.held.id);
  const choice = others.length === 0 ? undefined : chooseEntitlement(others, by);
  return choice === undefined || choice.kind === 'none' ? undefined : choice;
}

/** Where one entitlement stands, whatever else is held. */
export function standingOf(held: HeldEntitlement, by: Circumstances): Choice {
  const { nowMs, beginsAtMs = nowMs } = by;
  const startedAtMs = startOf(held);
  if (startedAtMs !== null && !hasBegun(held, startedAtMs, nowMs)) return { kind: 'none', reason: 'not-begun' };
  const loginEndsAtMs = startedAtMs === null ? endFromStart(held, beginsAtMs) : held.loginEndsAtMs;
  const { product } = held;
  const endsAtMs = endWith(held, loginEndsAtMs);
  const used = usedOf(held, by);
  const allowed = allowedAt(product, endsAtMs, used, by);
  if (allowed.kind !== 'open') {
    const reason = allowed.kind === 'closed' ? 'outside-opening-hours' : allowed.reason;
    const resumesAtMs = reason === 'ended' ? null : resumesAt(product, endsAtMs, used, by);
    return { kind: 'none', reason, ...(resumesAtMs === null ? {} : { resumesAtMs }) };
  }
  const { inForce, limits, left, rates, closesAtMs } = allowed;
  // Written out: copying them over costs more than the decision.
  return startedAtMs === null
    ? { kind: 'next', held, inForce, limits, left, rates, closesAtMs, startedAtMs: beginsAtMs, endsAtMs, loginEndsAtMs }
    : { kind: 'active', held, inForce, limits, left, rates, closesAtMs, startedAtMs, endsAtMs };
}

/** The earliest of the ends that are fixed; one set by hand counts instead of that of the start. Null: none. */
export function endOf(held: HeldEntitlement): number | null {
  return endWith(held, held.loginEndsAtMs);
}

function endWith(held: HeldEntitlement, loginEndsAtMs: number | null): number | null {
  const { saleEndsAtMs, endOverridden, product } = held;
  return earlier(endOverridden === true ? saleEndsAtMs : earlier(saleEndsAtMs, loginEndsAtMs), product.validUntilMs);
}

/** Null: not yet. */
function startOf(held: HeldEntitlement): number | null {
  return held.saleStartsAtMs ?? held.startedAtMs;
}

function usedOf(held: HeldEntitlement, { open, usedOf: readUse, nowMs }: Circumstances): Used {
  const { limitations } = held.product;
  const counts = limitations.some((one) => one.uptimeSec !== null);
  return {
    use: held.use,
    ofLimitations: limitations.some(countsOwnUse) ? readUse(held.id) : [],
    unreportedSec: counts
      ? unreportedSec(
          open.filter((session) => session.entitlementId === held.id),
          nowMs,
        )
      : 0,
  };
}

/**
 * An entitlement sold to begin at once has begun, and so has one that was logged in with, whatever the PC's clock says
 * now: after it is set back, nobody who was online an hour ago may be told to wait.
 */
function hasBegun(held: HeldEntitlement, startedAtMs: number, nowMs: number): boolean {
  return startedAtMs <= nowMs || startedAtMs <= held.createdAtMs || held.startedAtMs !== null;
}

/** Validity is a length of time, not a wall-clock time: 24 hours stay 86,400 s across a change of summer time. */
function endFromStart({ product }: HeldEntitlement, startedAtMs: number): number | null {
  return product.validForSec === null ? null : startedAtMs + product.validForSec * 1000;
}
