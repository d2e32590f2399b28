/**
 * What one product allows at a moment. Of its limitations those hold that have no window, or are inside it; all that
 * hold must be kept, so the strictest of each number counts. A limitation that starts anew, or has a window, counts its
 * own use: that of the running period, and only what was used while it held. One with slow rates (a soft cap) never
 * cuts anybody off for traffic; from its quota on it slows down.
 */
import {
  combineLimits,
  exhaustedBy,
  leftOf,
  type Exhausted,
  type Left,
  type Limits,
  type Use,
} from '../../db/queries/allowance';
import type { LimitationUse } from '../../db/queries/access';
import type { Limitation, ProductRules, Window } from '../../db/queries/product-rules';
import { periodAt } from './periods';
import { combineRates, type RateLimit, type Rates } from './rate-limit';
import { isInside, nextEdge, openingAt } from './windows';

/** A time at the venue. */
export interface Moment {
  readonly nowMs: number;
  /** IANA zone of windows and periods. */
  readonly timeZone: string;
}

/** What has been used of one entitlement. */
export interface Used {
  readonly use: Use;
  /** Of the limitations that count their own. */
  readonly ofLimitations: readonly LimitationUse[];
  /** Seconds online of open sessions that are not in `use` yet. */
  readonly unreportedSec: number;
}

export type Allowed =
  | {
      readonly kind: 'open';
      /** Limitations in force, all of which hold. */
      readonly inForce: readonly Limitation[];
      /** The strictest of them. */
      readonly limits: Limits;
      /** Until somebody is cut off: without the traffic of soft caps. */
      readonly left: Left;
      /** Undefined: no rate is limited. */
      readonly rates: RateLimit | undefined;
      /** From then on nothing is allowed, because every window is over; null: never. */
      readonly closesAtMs: number | null;
    }
  /** Outside all windows. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'exhausted'; readonly reason: Exhausted };

/** What a product allows now. Without any limitation nothing is limited. */
export function allowedAt(product: ProductRules, endsAtMs: number | null, used: Used, moment: Moment): Allowed {
  const steady = steadyOf(product.limitations);
  if (steady !== undefined) return allowedSteadily(steady, endsAtMs, used, moment);
  const left = leftOf(noLimits, endsAtMs, used.use, 0, moment.nowMs);
  if (left.untilEndSec === 0) return { kind: 'exhausted', reason: 'ended' };
  const all = product.limitations;
  const inForce = all.filter(({ window }) => window === null || isInside(window, moment.timeZone, moment.nowMs));
  if (inForce.length === 0 && all.length > 0) return { kind: 'closed' };
  const standings = inForce.map((limitation) => standingOf(limitation, used, moment));
  const leftOfAll = standings.reduce((rest, { left }) => lessOf(rest, left), left);
  const reason = exhaustedBy(leftOfAll);
  if (reason !== undefined) return { kind: 'exhausted', reason };
  return {
    kind: 'open',
    inForce,
    limits: combineLimits(inForce),
    left: leftOfAll,
    rates: combineRates(standings.map(({ rates }) => rates)),
    closesAtMs: closesAtMs(all, moment),
  };
}

const noLimits = combineLimits([]);

/** What limitations come to that hold always, and of which all count the same use: most products have no others. */
interface Steady {
  readonly inForce: readonly Limitation[];
  readonly limits: Limits;
  readonly rates: RateLimit | undefined;
}

/** Undefined: they depend on the moment, or slow down. By the array, which a product keeps until it is read again. */
const steadies = new WeakMap<readonly Limitation[], { readonly steady: Steady | undefined }>();

function steadyOf(limitations: readonly Limitation[]): Steady | undefined {
  let known = steadies.get(limitations);
  if (known === undefined) {
    const isSteady = !limitations.some((one) => countsOwnUse(one) || isSoftCap(one));
    const limits = combineLimits(limitations);
    const steady = { inForce: limitations, limits, rates: combineRates(limitations) };
    steadies.set(limitations, (known = { steady: isSteady ? steady : undefined }));
  }
  return known.steady;
}

function allowedSteadily(steady: Steady, endsAtMs: number | null, used: Used, { nowMs }: Moment): Allowed {
  const left = leftOf(steady.limits, endsAtMs, used.use, used.unreportedSec, nowMs);
  const reason = exhaustedBy(left);
  if (reason !== undefined) return { kind: 'exhausted', reason };
  const { inForce, limits, rates } = steady;
  return { kind: 'open', inForce, limits, rates, left, closesAtMs: null };
}

interface LimitationStanding {
  readonly left: Left;
  readonly rates: Rates;
}

function standingOf(limitation: Limitation, used: Used, moment: Moment): LimitationStanding {
  const use = useOf(limitation, used, moment);
  const left = leftOf(limitation, null, use, used.unreportedSec, moment.nowMs);
  if (!isSoftCap(limitation)) return { left, rates: limitation };
  const { uploadBytes, downloadBytes, totalBytes, ...time } = left;
  const isUsedUp = [uploadBytes, downloadBytes, totalBytes].includes(0);
  return { left: time, rates: isUsedUp ? slowed(limitation) : limitation };
}

/** Whether it slows down at its quota instead of ending. */
export function isSoftCap({ slowDownBps, slowUpBps }: Limitation): boolean {
  return slowDownBps !== null || slowUpBps !== null;
}

/** The slow rates, and no burst above them. */
function slowed({ slowDownBps, slowUpBps, rateDownBps, rateUpBps, priority }: Limitation): Rates {
  return { ...noBursts, priority, rateDownBps: slowDownBps ?? rateDownBps, rateUpBps: slowUpBps ?? rateUpBps };
}

const noBursts = {
  burstDownBps: null,
  burstUpBps: null,
  burstThresholdDownBps: null,
  burstThresholdUpBps: null,
  burstTimeDownSec: null,
  burstTimeUpSec: null,
  minRateDownBps: null,
  minRateUpBps: null,
} as const;

/** Whether its use is counted apart from the entitlement's (table limitation_usage). */
export function countsOwnUse({ resetEvery, window }: Limitation): boolean {
  return resetEvery !== null || window !== null;
}

/** When the running period of a limitation that counts its own use began; 0 for one that never starts anew. */
export function periodStartOf({ resetEvery, resetOffsetMin }: Limitation, { nowMs, timeZone }: Moment): number {
  return resetEvery === null ? 0 : periodAt(resetEvery, resetOffsetMin, timeZone, nowMs).startMs;
}

/** What is stored is of the running period, or of an older one that is over, or, after the clock was set back, newer. */
function useOf(limitation: Limitation, used: Used, moment: Moment): Use {
  if (!countsOwnUse(limitation)) return used.use;
  const stored = used.ofLimitations.find(({ limitationId }) => limitationId === limitation.id);
  return stored !== undefined && stored.periodStartMs >= periodStartOf(limitation, moment) ? stored : unused;
}

const unused: Use = { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 };

/** Of two rests the smaller in every respect. */
function lessOf(a: Left, b: Left): Left {
  const less: { -readonly [K in keyof Left]: Left[K] } = { ...a };
  for (const key of leftKeys) {
    const value = b[key];
    if (value !== undefined) less[key] = Math.min(value, a[key] ?? Infinity);
  }
  return less;
}

const leftKeys = ['untilEndSec', 'uptimeSec', 'uploadBytes', 'downloadBytes', 'totalBytes'] as const;

/** Null: a limitation holds always, or there is none. */
function closesAtMs(limitations: readonly Limitation[], { nowMs, timeZone }: Moment): number | null {
  const windows = windowsOf(limitations);
  if (windows === undefined) return null;
  const opening = openingAt(windows, timeZone, nowMs);
  return opening.kind === 'open' ? opening.tillMs : null;
}

/** Undefined if something is allowed outside of them. */
function windowsOf(limitations: readonly Limitation[]): readonly Window[] | undefined {
  const windows = limitations.map(({ window }) => window);
  return windows.length === 0 || windows.includes(null) ? undefined : windows.filter((window) => window !== null);
}

/** The next moment at which a window begins or ends, or a quota starts anew; null: never. */
export function nextChange({ limitations }: ProductRules, { nowMs, timeZone }: Moment): number | null {
  const changes: number[] = [];
  for (const { window, resetEvery, resetOffsetMin } of limitations) {
    if (resetEvery !== null) changes.push(periodAt(resetEvery, resetOffsetMin, timeZone, nowMs).endMs);
    const edgeMs = window === null ? null : nextEdge(window, timeZone, nowMs);
    if (edgeMs !== null) changes.push(edgeMs);
  }
  return changes.length === 0 ? null : Math.min(...changes);
}

/** A month of hourly changes. */
const MOST_CHANGES = 750;

/**
 * When somebody who is refused now for windows or quotas is let in again, if nothing is used or sold meanwhile; null:
 * not with this product.
 */
export function resumesAt(product: ProductRules, endsAtMs: number | null, used: Used, moment: Moment): number | null {
  let at: Moment = moment;
  for (let changes = 0; changes < MOST_CHANGES; changes++) {
    const nowMs = nextChange(product, at);
    if (nowMs === null) return null;
    at = { ...moment, nowMs };
    const allowed = allowedAt(product, endsAtMs, { ...used, unreportedSec: 0 }, at);
    if (allowed.kind === 'open') return nowMs;
    if (allowed.kind === 'exhausted' && allowed.reason === 'ended') return null;
  }
  return null;
}
