/** Where a guest stands, for people to read; the arithmetic is the one the router's answer is made with. */
import { combineLimits, earlier, exhaustedBy, leftOf } from '../../db/queries/allowance';
import type { HeldEntitlement } from '../../db/queries/guests';
import type { LimitationRow } from '../../db/queries/products';

export type Standing = 'waiting' | 'active' | 'ended' | 'used-up' | 'none';

export interface GuestStanding {
  readonly standing: Standing;
  /** The entitlement that counts: the running one, else the next, else the last. */
  readonly held: HeldEntitlement | undefined;
  readonly endsAtMs: number | undefined;
}

/** `held`: oldest first. An active entitlement is used before a waiting one, whatever their order. */
export function standingOf(held: readonly HeldEntitlement[], nowMs: number): GuestStanding {
  const all = held.map((one) => {
    const endsAtMs = earlier(one.entitlement.endsAtMs, one.usage?.endsAtMs ?? null);
    return { held: one, standing: standingOfOne(one, endsAtMs, nowMs), endsAtMs: endsAtMs ?? undefined };
  });
  return (
    all.find((one) => one.standing === 'active') ??
    all.find((one) => one.standing === 'waiting') ??
    all.at(-1) ?? { standing: 'none', held: undefined, endsAtMs: undefined }
  );
}

const unused = { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 } as const;

function standingOfOne(
  { entitlement, usage, limitations }: HeldEntitlement,
  endsAtMs: number | null,
  nowMs: number,
): Standing {
  const limits = combineLimits(limitations.filter(usesUp));
  const exhausted = exhaustedBy(leftOf(limits, endsAtMs, usage ?? unused, 0, nowMs));
  if (exhausted !== undefined) return exhausted === 'ended' ? 'ended' : 'used-up';
  return (entitlement.startsAtMs ?? usage?.startedAtMs ?? null) === null ? 'waiting' : 'active';
}

/** Whether a limitation ends what was sold for good: not one that starts anew, slows down, or holds at some hours only. */
function usesUp(limitation: LimitationRow): boolean {
  return limitation.resetEvery === null && limitation.slowDownBps === null && limitation.windowDays === null;
}
