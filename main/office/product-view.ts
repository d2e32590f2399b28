/** A product as the contract shows it, and its limitations as the database keeps them. */
import type { LimitationRow, ProductAttributeRow, ProductWithLimitations } from '../../db/queries/products';
import type { Limitation } from '../../db/queries/product-rules';
import { weekdays, type LimitationFields, type Weekday } from '../../preload/contract/limitations';

/** What is absent, or undefined, is no limit. */
export type LimitationInput = { readonly [K in keyof LimitationFields]?: LimitationFields[K] | undefined };
export interface LimitationView extends LimitationFields {
  readonly id: number;
}

/** Columns that are the same in contract and database. */
const limits = [
  ['downloadQuotaBytes', 'download_quota_bytes'],
  ['uploadQuotaBytes', 'upload_quota_bytes'],
  ['totalQuotaBytes', 'total_quota_bytes'],
  ['uptimeSec', 'uptime_sec'],
  ['resetEvery', 'reset_every'],
  ['rateDownBps', 'rate_down_bps'],
  ['rateUpBps', 'rate_up_bps'],
  ['slowDownBps', 'slow_down_bps'],
  ['slowUpBps', 'slow_up_bps'],
  ['burstDownBps', 'burst_down_bps'],
  ['burstUpBps', 'burst_up_bps'],
  ['burstThresholdDownBps', 'burst_threshold_down_bps'],
  ['burstThresholdUpBps', 'burst_threshold_up_bps'],
  ['burstTimeDownSec', 'burst_time_down_sec'],
  ['burstTimeUpSec', 'burst_time_up_sec'],
  ['priority', 'priority'],
  ['minRateDownBps', 'min_rate_down_bps'],
  ['minRateUpBps', 'min_rate_up_bps'],
  ['idleTimeoutSec', 'idle_timeout_sec'],
  ['sessionTimeoutSec', 'session_timeout_sec'],
  ['simultaneousSessions', 'simultaneous_sessions'],
  ['devices', 'devices'],
  ['addressList', 'address_list'],
  ['ipPool', 'ip_pool'],
  ['groupName', 'group_name'],
  ['ipv6Pool', 'ipv6_pool'],
  ['delegatedIpv6Pool', 'delegated_ipv6_pool'],
  ['vlanId', 'vlan_id'],
] as const;

/** Only the limits that are set. */
export function limitationView(row: LimitationRow): LimitationView {
  const set = limits.flatMap(([name]) => (row[name] === null ? [] : [[name, row[name]] as const]));
  return {
    id: row.id,
    ...(Object.fromEntries(set) as LimitationFields),
    ...(row.resetOffsetMin === 0 ? {} : { resetOffsetMin: row.resetOffsetMin }),
    ...(row.windowDays === null
      ? {}
      : {
          window: { days: daysOf(row.windowDays), fromMin: row.windowFromMin ?? 0, tillMin: row.windowTillMin ?? 0 },
        }),
  };
}

/** The columns of a limitation; what is absent is no limit (null). */
export function limitationColumns(given: LimitationInput): Readonly<Record<string, string | number | null>> {
  return {
    ...Object.fromEntries(limits.map(([name, column]) => [column, given[name] ?? null])),
    reset_offset_min: given.resetOffsetMin ?? 0,
    window_days: given.window ? bitsOf(given.window.days) : null,
    window_from_min: given.window?.fromMin ?? null,
    window_till_min: given.window?.tillMin ?? null,
  };
}

/** A limitation as the rules of the RADIUS thread have it; what is absent is no limit (null). */
export function limitationRules(id: number, given: LimitationInput): Limitation {
  const set = Object.fromEntries(limits.map(([name]) => [name, given[name] ?? null])) as LimitsOfRules;
  const { window, resetOffsetMin = 0 } = given;
  return {
    ...{ id, ...set, resetOffsetMin },
    window: window ? { days: bitsOf(window.days), fromMin: window.fromMin, tillMin: window.tillMin } : null,
  };
}

type LimitsOfRules = Omit<Limitation, 'id' | 'resetOffsetMin' | 'window'>;

/** Bit 0 is Monday. */
function bitsOf(days: readonly Weekday[]): number {
  return days.reduce((bits, day) => bits | (1 << weekdays.indexOf(day)), 0);
}

function daysOf(bits: number): Weekday[] {
  return weekdays.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** `attributes`: undefined for those who may not see them. */
export function productView(
  { product, limitations }: ProductWithLimitations,
  attributes: readonly ProductAttributeRow[] | undefined,
  currency: string,
  sentence: string,
) {
  return {
    id: product.id,
    name: product.name,
    priceMinor: product.priceMinor,
    currency,
    starts: product.starts,
    ...(product.validForSec === null ? {} : { validForSec: product.validForSec }),
    untilCheckOut: product.untilCheckOut,
    ...(product.validUntilMs === null ? {} : { validUntilMs: product.validUntilMs }),
    limitations: limitations.map(limitationView),
    atSessionLimit: product.atSessionLimit,
    atDeviceLimit: product.atDeviceLimit,
    bindFirstDevice: product.bindFirstDevice,
    ...(attributes ? { attributes: attributes.map(({ name, value }) => ({ name, value })) } : {}),
    color: product.color,
    pinned: product.pinned,
    hidden: product.hidden,
    codeAlphabet: product.codeAlphabet,
    codeLength: product.codeLength,
    ...(product.ticketTemplateId === null ? {} : { ticketTemplateId: product.ticketTemplateId }),
    retired: product.retiredAtMs !== null,
    sentence,
  };
}
