/**
 * What is left of an entitlement: pure arithmetic, shared by the decision (main/aaa) and the lists on screen, so that
 * the desk never shows another figure than the one the router was given.
 */

/** What a product allows; null: no limit. The column meanings are in schema/products.ts. */
export interface Limits {
  readonly downloadQuotaBytes: number | null;
  readonly uploadQuotaBytes: number | null;
  readonly totalQuotaBytes: number | null;
  readonly uptimeSec: number | null;
  readonly rateDownBps: number | null;
  readonly rateUpBps: number | null;
  readonly idleTimeoutSec: number | null;
  readonly simultaneousSessions: number | null;
  readonly devices: number | null;
}

/** What has been charged to an entitlement. */
export interface Use {
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly uptimeSec: number;
}

/** What is left: whole units rounded down, never negative; absent: no limit. */
export interface Left {
  /** To the calendar end. */
  readonly untilEndSec?: number;
  /** Of the seconds online. */
  readonly uptimeSec?: number;
  readonly uploadBytes?: number;
  readonly downloadBytes?: number;
  readonly totalBytes?: number;
}

/** Why nothing is left. */
export type Exhausted = 'ended' | 'time-used-up' | 'quota-used-up';

/** What liveness is judged by. */
export interface Heard {
  readonly lastHeardAtMs: number;
  readonly interimSec: number;
}

/** A session that has missed this many of its interims is suspect: one lost packet is not a lost guest, two may be. */
export const SUSPECT_INTERIMS = 2.5;

const noLimits: Limits = {
  downloadQuotaBytes: null,
  uploadQuotaBytes: null,
  totalQuotaBytes: null,
  uptimeSec: null,
  rateDownBps: null,
  rateUpBps: null,
  idleTimeoutSec: null,
  simultaneousSessions: null,
  devices: null,
};

/** Several limitations on one product must all hold, so the strictest of each counts. None: no limit at all. */
export function combineLimits(limitations: readonly Limits[]): Limits {
  const only = limitations[0];
  if (only === undefined) return noLimits;
  return limitations.length === 1 ? only : limitations.reduce(stricter);
}

function stricter(a: Limits, b: Limits): Limits {
  return {
    downloadQuotaBytes: earlier(a.downloadQuotaBytes, b.downloadQuotaBytes),
    uploadQuotaBytes: earlier(a.uploadQuotaBytes, b.uploadQuotaBytes),
    totalQuotaBytes: earlier(a.totalQuotaBytes, b.totalQuotaBytes),
    uptimeSec: earlier(a.uptimeSec, b.uptimeSec),
    rateDownBps: earlier(a.rateDownBps, b.rateDownBps),
    rateUpBps: earlier(a.rateUpBps, b.rateUpBps),
    idleTimeoutSec: earlier(a.idleTimeoutSec, b.idleTimeoutSec),
    simultaneousSessions: earlier(a.simultaneousSessions, b.simultaneousSessions),
    devices: earlier(a.devices, b.devices),
  };
}

/** The earlier or smaller of two limits; null means "none" and never wins. */
export function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

/** Heard of within 2.5 of its interims. A time in the future (the PC's clock was set back) counts as just now. */
export function isLive(session: Heard, nowMs: number): boolean {
  return nowMs - session.lastHeardAtMs <= SUSPECT_INTERIMS * session.interimSec * 1000;
}

/**
 * Seconds that open sessions have been online since they last reported, so that a login between two interims is not
 * given time which another device is just using up. Silent sessions count up to their last proof of life only.
 */
export function unreportedSec(open: readonly Heard[], nowMs: number): number {
  let ms = 0;
  for (const session of open) {
    if (isLive(session, nowMs)) ms += Math.max(0, nowMs - session.lastHeardAtMs);
  }
  return ms / 1000;
}

/**
 * What is left at `nowMs`.
 * @param endsAtMs calendar end, null: none
 * @param unreported seconds online of open sessions that are not in `use` yet (unreportedSec)
 */
export function leftOf(limits: Limits, endsAtMs: number | null, use: Use, unreported: number, nowMs: number): Left {
  const left: { -readonly [K in keyof Left]: Left[K] } = {};
  if (endsAtMs !== null) left.untilEndSec = wholeRest((endsAtMs - nowMs) / 1000);
  if (limits.uptimeSec !== null) left.uptimeSec = wholeRest(limits.uptimeSec - use.uptimeSec - unreported);
  if (limits.uploadQuotaBytes !== null) left.uploadBytes = wholeRest(limits.uploadQuotaBytes - use.uploadBytes);
  if (limits.downloadQuotaBytes !== null) left.downloadBytes = wholeRest(limits.downloadQuotaBytes - use.downloadBytes);
  if (limits.totalQuotaBytes !== null)
    left.totalBytes = wholeRest(limits.totalQuotaBytes - use.uploadBytes - use.downloadBytes);
  return left;
}

const wholeRest = (rest: number): number => Math.max(0, Math.floor(rest));

/** Which limit is reached, the calendar first: that is what a guest expects to hear. Undefined: something is left. */
export function exhaustedBy(left: Left): Exhausted | undefined {
  if (left.untilEndSec === 0) return 'ended';
  if (left.uptimeSec === 0) return 'time-used-up';
  if (left.uploadBytes === 0 || left.downloadBytes === 0 || left.totalBytes === 0) return 'quota-used-up';
  return undefined;
}

/** Seconds until the first time limit; undefined: none. */
export function timeLeftSec(left: Left): number | undefined {
  return least([left.untilEndSec, left.uptimeSec]);
}

/** Bytes until the first traffic limit in any direction; undefined: none. */
export function bytesLeft(left: Left): number | undefined {
  return least([left.uploadBytes, left.downloadBytes, left.totalBytes]);
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const limits = values.filter((value) => value !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
