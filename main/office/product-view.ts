/** A product as the contract shows it. */
import type { LimitationRow, ProductWithLimitation } from '../../db/queries/products';

export interface LimitationView {
  downloadQuotaBytes?: number;
  uploadQuotaBytes?: number;
  totalQuotaBytes?: number;
  uptimeSec?: number;
  rateDownBps?: number;
  rateUpBps?: number;
  idleTimeoutSec?: number;
  simultaneousSessions?: number;
  devices?: number;
}

const limits = [
  ['downloadQuotaBytes', 'download_quota_bytes'],
  ['uploadQuotaBytes', 'upload_quota_bytes'],
  ['totalQuotaBytes', 'total_quota_bytes'],
  ['uptimeSec', 'uptime_sec'],
  ['rateDownBps', 'rate_down_bps'],
  ['rateUpBps', 'rate_up_bps'],
  ['idleTimeoutSec', 'idle_timeout_sec'],
  ['simultaneousSessions', 'simultaneous_sessions'],
  ['devices', 'devices'],
] as const;

/** Only the limits that are set. */
export function limitationView(row: LimitationRow): LimitationView {
  const view: LimitationView = {};
  for (const [name] of limits) {
    const value = row[name];
    if (value !== null) view[name] = value;
  }
  return view;
}

/** The columns of a limitation; what is absent is no limit (null). Undefined when nothing at all is limited. */
export function limitationColumns(
  view: { readonly [K in keyof LimitationView]: LimitationView[K] | undefined } | null | undefined,
): Record<string, number | null> | undefined {
  if (!view || limits.every(([name]) => view[name] === undefined)) return undefined;
  return Object.fromEntries(limits.map(([name, column]) => [column, view[name] ?? null]));
}

export function productView(found: ProductWithLimitation, currency: string, sentence: string) {
  const { product, limitation } = found;
  return {
    id: product.id,
    name: product.name,
    priceMinor: product.priceMinor,
    currency,
    starts: product.starts,
    ...(product.validForSec === null ? {} : { validForSec: product.validForSec }),
    untilCheckOut: product.untilCheckOut,
    ...(limitation ? { limitation: limitationView(limitation) } : {}),
    color: product.color,
    ...(product.hotKey === null ? {} : { hotKey: product.hotKey }),
    codeAlphabet: product.codeAlphabet,
    codeLength: product.codeLength,
    retired: product.retiredAtMs !== null,
    sentence,
  };
}
