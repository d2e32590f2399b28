/**
 * What products allow, all of them at once: a venue has a few dozen, and a login must not read their wide rows again.
 * Kept in memory by main/aaa/product-table.ts.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import type { Limits } from './allowance';

/** Weekdays and hours of the venue's zone. */
export interface Window {
  /** Days on which it begins; bit 0 is Monday. */
  readonly days: number;
  /** Minutes after local midnight. */
  readonly fromMin: number;
  /** Minutes after local midnight; at or before `fromMin` it is on the next day. */
  readonly tillMin: number;
}

export type ResetEvery = 'hour' | 'day' | 'week' | 'month';

/** Mikrotik-Rate-Limit beyond the rate itself; null: not given. */
export interface Bursts {
  readonly burstDownBps: number | null;
  readonly burstUpBps: number | null;
  readonly burstThresholdDownBps: number | null;
  readonly burstThresholdUpBps: number | null;
  readonly burstTimeDownSec: number | null;
  readonly burstTimeUpSec: number | null;
  /** 1 (first) to 8. */
  readonly priority: number | null;
  readonly minRateDownBps: number | null;
  readonly minRateUpBps: number | null;
}

/** Where on the network a guest is put; null: as the router does by itself. */
export interface Placement {
  readonly addressList: string | null;
  readonly ipPool: string | null;
  readonly groupName: string | null;
  readonly ipv6Pool: string | null;
  readonly delegatedIpv6Pool: string | null;
  readonly vlanId: number | null;
}

/** One limitation of a product; the column meanings are in schema/products.ts. */
export interface Limitation extends Limits, Bursts, Placement {
  readonly id: number;
  readonly sessionTimeoutSec: number | null;
  /** Quotas and online time start anew with each period; null: they hold for good. */
  readonly resetEvery: ResetEvery | null;
  readonly resetOffsetMin: number;
  /** Rates from the quota on, instead of being cut off; both null: cut off. */
  readonly slowDownBps: number | null;
  readonly slowUpBps: number | null;
  /** Null: holds always. */
  readonly window: Window | null;
}

/** An attribute as a manager wrote it. */
export interface WrittenAttribute {
  readonly name: string;
  readonly value: string;
}

export interface ProductRules {
  readonly id: number;
  readonly name: string;
  readonly starts: 'now' | 'first-login';
  /** Calendar seconds from the start; null: no end of its own. */
  readonly validForSec: number | null;
  /** Ends for everybody; null: never. */
  readonly validUntilMs: number | null;
  readonly atSessionLimit: 'refuse' | 'end-oldest';
  readonly atDeviceLimit: 'refuse' | 'forget-oldest';
  readonly bindFirstDevice: boolean;
  /** All that are in force must hold; none: no limit. */
  readonly limitations: readonly Limitation[];
  /** Added to every answer for holders. */
  readonly attributes: readonly WrittenAttribute[];
}

/** Far more than a desk can show; what is sold stays in the table when it is retired. */
const MOST_PRODUCTS = 5_000;
const MOST_LIMITATIONS = 20_000;
const MOST_ATTRIBUTES = 20_000;

export const productRulesSql = {
  products: `
    select id, name, starts, valid_for_sec as validForSec, valid_until_ms as validUntilMs,
      at_session_limit as atSessionLimit, at_device_limit as atDeviceLimit, bind_first_device as bindFirstDevice
    from products order by id desc limit ${MOST_PRODUCTS}`,
  limitations: `
    select id, product_id as productId, download_quota_bytes as downloadQuotaBytes,
      upload_quota_bytes as uploadQuotaBytes, total_quota_bytes as totalQuotaBytes, uptime_sec as uptimeSec,
      rate_down_bps as rateDownBps, rate_up_bps as rateUpBps, idle_timeout_sec as idleTimeoutSec,
      simultaneous_sessions as simultaneousSessions, devices, session_timeout_sec as sessionTimeoutSec,
      reset_every as resetEvery, reset_offset_min as resetOffsetMin, slow_down_bps as slowDownBps,
      slow_up_bps as slowUpBps, burst_down_bps as burstDownBps, burst_up_bps as burstUpBps,
      burst_threshold_down_bps as burstThresholdDownBps, burst_threshold_up_bps as burstThresholdUpBps,
      burst_time_down_sec as burstTimeDownSec, burst_time_up_sec as burstTimeUpSec, priority,
      min_rate_down_bps as minRateDownBps, min_rate_up_bps as minRateUpBps, window_days as days,
      window_from_min as fromMin, window_till_min as tillMin, address_list as addressList, ip_pool as ipPool,
      group_name as groupName, ipv6_pool as ipv6Pool, delegated_ipv6_pool as delegatedIpv6Pool, vlan_id as vlanId
    from limitations order by id desc limit ${MOST_LIMITATIONS}`,
  attributes: `
    select product_id as productId, name, value from product_attributes order by id desc limit ${MOST_ATTRIBUTES}`,
} as const;

type ProductRow = Omit<ProductRules, 'bindFirstDevice' | 'limitations' | 'attributes'> & {
  readonly bindFirstDevice: number;
};
type LimitationRow = Omit<Limitation, 'window'> & {
  readonly productId: number;
  readonly days: number | null;
  readonly fromMin: number | null;
  readonly tillMin: number | null;
};
type AttributeRow = WrittenAttribute & { readonly productId: number };

const statements = preparedPer(({ sqlite }) => ({
  products: sqlite.prepare<[], ProductRow>(productRulesSql.products),
  limitations: sqlite.prepare<[], LimitationRow>(productRulesSql.limitations),
  attributes: sqlite.prepare<[], AttributeRow>(productRulesSql.attributes),
}));

/** Every product with what it allows, retired ones too: they may still be held. */
export function listProductRules(db: Db): readonly ProductRules[] {
  const { products, limitations, attributes } = statements(db);
  const limitationsOf = groupByProduct(limitations.all());
  const attributesOf = groupByProduct(attributes.all());
  return products.all().map((row) => ({
    ...row,
    bindFirstDevice: row.bindFirstDevice === 1,
    limitations: (limitationsOf.get(row.id) ?? []).map(limitationFrom),
    attributes: (attributesOf.get(row.id) ?? []).map(({ name, value }) => ({ name, value })),
  }));
}

function limitationFrom({ productId: _known, days, fromMin, tillMin, ...rest }: LimitationRow): Limitation {
  const window = days === null || fromMin === null || tillMin === null ? null : { days, fromMin, tillMin };
  return { ...rest, window };
}

/** Rows come newest first; out they come oldest first. */
function groupByProduct<T extends { readonly productId: number }>(
  rows: readonly T[],
): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.productId);
    if (group === undefined) groups.set(row.productId, [row]);
    else group.unshift(row);
  }
  return groups;
}
