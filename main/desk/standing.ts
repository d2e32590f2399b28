/** Where a guest stands, for people to read; the arithmetic is the one the router's answer is made with. */
import { combineLimits, earlier, exhaustedBy, leftOf, type Left } from '../../db/queries/allowance';
import type { HeldEntitlement } from '../../db/queries/guests';
import type { LimitationRow } from '../../db/queries/products';

export type Standing = 'waiting' | 'active' | 'ended' | 'used-up' | 'none';

export interface GuestStanding {
  readonly standing: Standing;
  /** The entitlement that counts: the running one, else the next, else the last. */
  readonly held: HeldEntitlement | undefined;
  readonly endsAtMs: number | undefined;
}

/** One entitlement as it stands. */
export interface EntitlementStanding {
  readonly standing: Exclude<Standing, 'none'>;
  readonly held: HeldEntitlement;
  /** Undefined: begins later, at a login or when the one before it ends. */
  readonly startedAtMs: number | undefined;
  readonly endsAtMs: number | undefined;
  /** Of what ends it for good; a daily quota is not among it. */
  readonly left: Left;
}

/** `held`: oldest first. An active entitlement is used before a waiting one, whatever their order. */
export function standingOf(held: readonly HeldEntitlement[], nowMs: number): GuestStanding {
  const all = held.map((one) => standingOfOne(one, nowMs));
  return (
    all.find((one) => one.standing === 'active') ??
    all.find((one) => one.standing === 'waiting') ??
    all.at(-1) ?? { standing: 'none', held: undefined, endsAtMs: undefined }
  );
}

const unused = { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 } as const;

export function standingOfOne(held: HeldEntitlement, nowMs: number): EntitlementStanding {
  const { entitlement, usage, limitations } = held;
  const endsAtMs = endOf(held);
  const startedAtMs = entitlement.startsAtMs ?? usage?.startedAtMs ?? undefined;
  const left = leftOf(combineLimits(limitations.filter(usesUp)), endsAtMs, usage ?? unused, 0, nowMs);
  const exhausted = exhaustedBy(left);
  const going = startedAtMs === undefined ? 'waiting' : 'active';
  const over = exhausted === 'ended' ? 'ended' : 'used-up';
  return {
    standing: exhausted === undefined ? going : over,
    held,
    startedAtMs,
    endsAtMs: endsAtMs ?? undefined,
    left,
  };
}

/** The earliest of the ends that hold; one set by hand holds alone, but for the product's own. Null: none yet. */
function endOf({ entitlement, usage, product }: HeldEntitlement): number | null {
  const fixed = entitlement.endOverridden
    ? entitlement.endsAtMs
    : earlier(entitlement.endsAtMs, usage?.endsAtMs ?? null);
  return earlier(fixed, product.validUntilMs);
}

/** Whether a limitation ends what was sold for good: not one that starts anew, slows down, or holds at some hours only. */
function usesUp(limitation: LimitationRow): boolean {
  return limitation.resetEvery === null && limitation.slowDownBps === null && limitation.windowDays === null;
}
