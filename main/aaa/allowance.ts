/** What one login may use: what is left of its entitlement, in the units and bounds the router takes. */
import { timeLeftSec, type Limits } from '../../db/queries/allowance';
import type { Chosen } from './entitlement';

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
}

/**
 * What this login may use. `chosen` has something left in every respect (chooseEntitlement refuses otherwise), so no
 * value is ever 0, which RouterOS would read as "no limit".
 */
export function allowanceOf(chosen: Chosen): Allowance {
  const { left } = chosen;
  const timeSec = timeLeftSec(left);
  return {
    ...(timeSec === undefined ? {} : { sessionTimeoutSec: Math.min(timeSec, MOST_SESSION_TIMEOUT_SEC) }),
    ...(left.uploadBytes === undefined ? {} : { uploadBytes: left.uploadBytes }),
    ...(left.downloadBytes === undefined ? {} : { downloadBytes: left.downloadBytes }),
    ...(left.totalBytes === undefined ? {} : { totalBytes: left.totalBytes }),
    interimSec: interimSecOf(chosen.limits, chosen.endsAtMs),
  };
}

/** How often the router is asked to report a session of an entitlement with these limits and this end. */
export function interimSecOf(limits: Limits, endsAtMs: number | null): number {
  const runsOut = [
    endsAtMs,
    limits.uptimeSec,
    limits.uploadQuotaBytes,
    limits.downloadQuotaBytes,
    limits.totalQuotaBytes,
  ].some((limit) => limit !== null);
  return runsOut ? PREPAID_INTERIM_SEC : UNLIMITED_INTERIM_SEC;
}
