/**
 * What one session may use: what is left of its entitlement, in the units and bounds the router takes.
 *
 * Devices that are online with the same entitlement share what is left: each gets an equal part of it, and the others
 * are looked at again at once, so that the parts together are never more than what is left. What a part leaves over
 * goes back into the whole with every interim. Where the next of the queue follows without a break, the router is told
 * of both, or it would drop the session between them.
 */
import { timeLeftSec, type Left } from '../../db/queries/allowance';
import type { Limitation } from '../../db/queries/product-rules';
import type { Chosen, Usable } from './entitlement';
import { isSoftCap, nextChange, type Moment } from './limits';

/**
 * RouterOS takes no longer Session-Timeout: 2^31 hundredths of a second. What lasts longer is ended by the sweep or
 * asked for again at the next login.
 */
export const MOST_SESSION_TIMEOUT_SEC = 21_474_720;
/** Prepaid time or traffic: a limit is overshot by at most this long. */
export const PREPAID_INTERIM_SEC = 60;
/** Nothing runs out: only the liveness of the session is watched. */
export const UNLIMITED_INTERIM_SEC = 300;

export interface Allowance {
  /** Seconds; at least 1; absent: no limit. */
  readonly sessionTimeoutSec?: number;
  /** From the guest; at least 1; absent: no limit. */
  readonly uploadBytes?: number;
  /** To the guest; at least 1; absent: no limit. */
  readonly downloadBytes?: number;
  /** Both directions; at least 1; absent: no limit. */
  readonly totalBytes?: number;
  readonly interimSec: number;
  /** The next moment at which something changes by itself; null: never. */
  readonly reviewAtMs: number | null;
}

/** Whom the entitlement is shared with, and what follows it. */
export interface Sharing {
  /** Sessions that live on it, this one included; at least 1. */
  readonly sessions: number;
  /** Takes over without a break; undefined: nothing does, or the router cannot be told. */
  readonly next: Usable | undefined;
  /** When the session began that goes on; absent: it begins now. */
  readonly beganAtMs?: number;
}

/**
 * What this session may use. `chosen` has something left in every respect (chooseEntitlement refuses otherwise), so no
 * value is ever 0, which RouterOS would read as "no limit".
 */
export function allowanceOf(chosen: Chosen, sharing: Sharing, moment: Moment): Allowance {
  const { left } = chosen;
  const { sessions, next, beganAtMs = moment.nowMs } = sharing;
  const after = next?.left;
  const timeSec = sum(shareOfTime(left, sessions), next, after && timeLeftSec(after));
  const closesSec = secondsUntil(chosen.closesAtMs, moment);
  const lastsSec = shortestSession(chosen.inForce);
  const endsSec = lastsSec === undefined ? undefined : secondsUntil(beganAtMs + lastsSec * 1000, moment);
  const sessionTimeoutSec = leastOf([timeSec, closesSec, endsSec]);
  const uploadBytes = sum(share(left.uploadBytes, sessions), next, after?.uploadBytes);
  const downloadBytes = sum(share(left.downloadBytes, sessions), next, after?.downloadBytes);
  const totalBytes = sum(share(left.totalBytes, sessions), next, after?.totalBytes);
  const allowance: { -readonly [K in keyof Allowance]: Allowance[K] } = {
    interimSec: interimSecOf(chosen.held.product.limitations, chosen.endsAtMs),
    reviewAtMs: reviewAtMs(chosen, sharing, moment),
  };
  if (sessionTimeoutSec !== undefined)
    allowance.sessionTimeoutSec = Math.min(sessionTimeoutSec, MOST_SESSION_TIMEOUT_SEC);
  if (uploadBytes !== undefined) allowance.uploadBytes = uploadBytes;
  if (downloadBytes !== undefined) allowance.downloadBytes = downloadBytes;
  if (totalBytes !== undefined) allowance.totalBytes = totalBytes;
  return allowance;
}

/** An equal part; at least 1, since 0 would be "no limit". */
function share(left: number | undefined, sessions: number): number | undefined {
  return left === undefined ? undefined : Math.max(1, Math.floor(left / sessions));
}

/** The calendar runs for all of them alike; online time is shared. */
function shareOfTime(left: Left, sessions: number): number | undefined {
  return leastOf([left.untilEndSec, share(left.uptimeSec, sessions)]);
}

/** With what follows on top; what follows without a limit has none at all. */
function sum(own: number | undefined, next: Usable | undefined, after: number | undefined): number | undefined {
  if (next === undefined) return own;
  return own === undefined || after === undefined ? undefined : own + after;
}

function leastOf(values: readonly (number | null | undefined)[]): number | undefined {
  let least: number | undefined;
  for (const value of values) {
    if (value !== undefined && value !== null && (least === undefined || value < least)) least = value;
  }
  return least;
}

function shortestSession(inForce: readonly Limitation[]): number | undefined {
  let least: number | undefined;
  for (const { sessionTimeoutSec } of inForce) least = leastOf([least, sessionTimeoutSec]);
  return least;
}

/** At least 1. */
function secondsUntil(atMs: number | null, { nowMs }: Moment): number | undefined {
  return atMs === null ? undefined : Math.max(1, Math.floor((atMs - nowMs) / 1000));
}

/**
 * When the session has to be looked at again although nothing happens: its time is over, its hours begin or end, its
 * quota starts anew. Traffic that the router does not watch for us (a soft cap, a part of what is shared, what the next
 * of the queue follows) is looked at after every interim.
 */
function reviewAtMs(chosen: Chosen, { sessions, next }: Sharing, moment: Moment): number | null {
  const { left, inForce, endsAtMs, held } = chosen;
  const timeSec = shareOfTime(left, sessions);
  const watched = inForce.some((one) => hasQuota(one) && (isSoftCap(one) || sessions > 1 || next !== undefined));
  return (
    leastOf([
      endsAtMs,
      timeSec === undefined ? null : moment.nowMs + timeSec * 1000,
      nextChange(held.product, moment),
      watched ? moment.nowMs + PREPAID_INTERIM_SEC * 1000 : null,
    ]) ?? null
  );
}

/** Whether two of them on one entitlement have to share anything. */
export function isShared({ inForce }: Chosen): boolean {
  return inForce.some((one) => hasQuota(one) || one.uptimeSec !== null);
}

type Quotas = Pick<Limitation, 'uploadQuotaBytes' | 'downloadQuotaBytes' | 'totalQuotaBytes'>;

function hasQuota({ uploadQuotaBytes, downloadQuotaBytes, totalQuotaBytes }: Quotas): boolean {
  return uploadQuotaBytes !== null || downloadQuotaBytes !== null || totalQuotaBytes !== null;
}

/**
 * How often the router is asked to report a session of an entitlement with these limitations and this end. Of all
 * limitations, because a router keeps the interval when another window begins.
 */
export function interimSecOf(
  limitations: readonly (Quotas & Pick<Limitation, 'uptimeSec'>)[],
  endsAtMs: number | null,
): number {
  const runsOut = endsAtMs !== null || limitations.some((one) => hasQuota(one) || one.uptimeSec !== null);
  return runsOut ? PREPAID_INTERIM_SEC : UNLIMITED_INTERIM_SEC;
}
