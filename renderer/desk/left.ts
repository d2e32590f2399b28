/** What a session has left, as of now, and as a share of what its product gives. */
import type { Product, SessionRow } from './rows';

export interface Left {
  readonly timeSec: number | undefined;
  readonly bytes: number | undefined;
  /** 0…1 of what the product gives; undefined where it gives no fixed amount. */
  readonly timeShare: number | undefined;
  readonly bytesShare: number | undefined;
}

/** Below this share a bar warns. */
export const scarceShare = 0.1;

/**
 * `askedAtMs`: when the venue said so. Time runs on between two answers, except in a silent session, of which nobody
 * knows whether it still runs.
 */
export function leftNow(session: SessionRow, product: Product | undefined, askedAtMs: number, nowMs: number): Left {
  const passedSec = session.silent ? 0 : Math.max(0, Math.floor((nowMs - askedAtMs) / 1000));
  const timeSec = session.timeLeftSec === undefined ? undefined : Math.max(0, session.timeLeftSec - passedSec);
  return {
    timeSec,
    bytes: session.bytesLeft,
    timeShare: share(timeSec, least(product?.validForSec, ...lasting(product).map((one) => one.uptimeSec))),
    bytesShare: share(session.bytesLeft, quotaOf(product)),
  };
}

/** The quota that `bytesLeft` counts down; with several the smallest ends first. */
function quotaOf(product: Product | undefined): number | undefined {
  return least(
    ...lasting(product).flatMap((one) => [one.totalQuotaBytes, one.downloadQuotaBytes, one.uploadQuotaBytes]),
  );
}

/** Limitations that hold at all hours. */
function lasting(product: Product | undefined): Product['limitations'] {
  return (product?.limitations ?? []).filter((one) => one.window === undefined);
}

function least(...amounts: readonly (number | undefined)[]): number | undefined {
  const given = amounts.filter((amount) => amount !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

function share(left: number | undefined, whole: number | undefined): number | undefined {
  if (left === undefined || whole === undefined) return undefined;
  return Math.min(1, left / whole);
}
