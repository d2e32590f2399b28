import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, id, timeMs } from './columns';
import { ticketTemplates } from './tickets';

/** What is sold. */
export const products = sqliteTable(
  'products',
  {
    id: id(),
    name: text('name').notNull(),
    /** Minor units of the venue's currency; 0 is free. */
    priceMinor: integer('price_minor').notNull(),
    starts: text('starts', { enum: ['now', 'first-login'] }).notNull(),
    /** Calendar seconds from the start; null: no end of its own. */
    validForSec: integer('valid_for_sec'),
    /** Ends at the venue's check-out hour after the nights given at the sale. */
    untilCheckOut: flag('until_check_out').notNull().default(false),
    /** A date and time at which it ends for everybody; null: none. */
    validUntilMs: timeMs('valid_until_ms'),
    /** Beyond the simultaneous sessions: refuse the newcomer, or end the oldest session. */
    atSessionLimit: text('at_session_limit', { enum: ['refuse', 'end-oldest'] })
      .notNull()
      .default('refuse'),
    /** Beyond the distinct devices: refuse the newcomer, or forget the device unused for longest. */
    atDeviceLimit: text('at_device_limit', { enum: ['refuse', 'forget-oldest'] })
      .notNull()
      .default('refuse'),
    /** Only the device of the first login may use it, until the desk frees it. */
    bindFirstDevice: flag('bind_first_device').notNull().default(false),
    /** '#rrggbb' of the desk tile. */
    color: text('color').notNull(),
    /** A favourite: stands before the others on the desk. */
    pinned: flag('pinned').notNull().default(false),
    /** On sale, and no tile on the desk. */
    hidden: flag('hidden').notNull().default(false),
    codeAlphabet: text('code_alphabet', { enum: ['digits', 'letters', 'mixed'] })
      .notNull()
      .default('mixed'),
    codeLength: integer('code_length').notNull().default(6),
    /** Null: on sale. */
    retiredAtMs: timeMs('retired_at_ms'),
    /** Place among the pinned, or among the others; the first twelve tiles have the F-keys. */
    sortOrder: integer('sort_order').notNull().default(0),
    createdAtMs: timeMs('created_at_ms').notNull(),
    /** What its tickets look like; null: as the venue's default. */
    ticketTemplateId: integer('ticket_template_id').references(() => ticketTemplates.id),
  },
  (t) => [
    check('product_name', sql`length(${t.name}) between 1 and 60`),
    check('product_price', sql`${t.priceMinor} >= 0`),
    check('product_starts', sql`${t.starts} in ('now', 'first-login')`),
    check(
      'product_at_limit',
      sql`${t.atSessionLimit} in ('refuse', 'end-oldest') and ${t.atDeviceLimit} in ('refuse', 'forget-oldest')`,
    ),
    check('product_valid_for', sql`${t.validForSec} is null or ${t.validForSec} > 0`),
    check('product_code_alphabet', sql`${t.codeAlphabet} in ('digits', 'letters', 'mixed')`),
    check('product_code_length', sql`${t.codeLength} between 4 and 16`),
  ],
);

/**
 * What a product allows. Several on one product must all hold; one with a window holds inside it only. Null: no limit.
 */
export const limitations = sqliteTable(
  'limitations',
  {
    id: id(),
    productId: integer('product_id')
      .notNull()
      .references(() => products.id),
    downloadQuotaBytes: integer('download_quota_bytes'),
    uploadQuotaBytes: integer('upload_quota_bytes'),
    totalQuotaBytes: integer('total_quota_bytes'),
    /** Seconds online, summed over sessions. */
    uptimeSec: integer('uptime_sec'),
    /** Bits per second towards the guest. */
    rateDownBps: integer('rate_down_bps'),
    rateUpBps: integer('rate_up_bps'),
    idleTimeoutSec: integer('idle_timeout_sec'),
    simultaneousSessions: integer('simultaneous_sessions'),
    /** Distinct devices over the entitlement's life. */
    devices: integer('devices'),
    sessionTimeoutSec: integer('session_timeout_sec'),
    /** Quotas and uptime start anew with each of these periods of the venue's zone; null: they hold for good. */
    resetEvery: text('reset_every', { enum: ['hour', 'day', 'week', 'month'] }),
    /** When the period begins: minutes after the full hour, midnight, Monday 0:00 or the first of the month 0:00. */
    resetOffsetMin: integer('reset_offset_min').notNull().default(0),
    /** Rates from the quota on instead of being cut off; both null: cut off. */
    slowDownBps: integer('slow_down_bps'),
    slowUpBps: integer('slow_up_bps'),
    burstDownBps: integer('burst_down_bps'),
    burstUpBps: integer('burst_up_bps'),
    burstThresholdDownBps: integer('burst_threshold_down_bps'),
    burstThresholdUpBps: integer('burst_threshold_up_bps'),
    burstTimeDownSec: integer('burst_time_down_sec'),
    burstTimeUpSec: integer('burst_time_up_sec'),
    /** 1 (first) to 8. */
    priority: integer('priority'),
    minRateDownBps: integer('min_rate_down_bps'),
    minRateUpBps: integer('min_rate_up_bps'),
    /** Bit 0 is Monday; null: no window, holds always. */
    windowDays: integer('window_days'),
    /** Minutes after local midnight. A till at or before the from is on the next day; equal: a whole day. */
    windowFromMin: integer('window_from_min'),
    windowTillMin: integer('window_till_min'),
    addressList: text('address_list'),
    ipPool: text('ip_pool'),
    groupName: text('group_name'),
    ipv6Pool: text('ipv6_pool'),
    delegatedIpv6Pool: text('delegated_ipv6_pool'),
    vlanId: integer('vlan_id'),
  },
  (t) => [
    index('limitations_by_product').on(t.productId),
    check(
      'limitation_positive',
      sql`coalesce(${t.downloadQuotaBytes}, 1) > 0 and coalesce(${t.uploadQuotaBytes}, 1) > 0 and coalesce(${t.totalQuotaBytes}, 1) > 0
      and coalesce(${t.uptimeSec}, 1) > 0 and coalesce(${t.rateDownBps}, 1) > 0 and coalesce(${t.rateUpBps}, 1) > 0
      and coalesce(${t.idleTimeoutSec}, 1) > 0 and coalesce(${t.simultaneousSessions}, 1) > 0 and coalesce(${t.devices}, 1) > 0
      and coalesce(${t.sessionTimeoutSec}, 1) > 0 and coalesce(${t.slowDownBps}, 1) > 0 and coalesce(${t.slowUpBps}, 1) > 0`,
    ),
    check('limitation_reset', sql`${t.resetEvery} is null or ${t.resetEvery} in ('hour', 'day', 'week', 'month')`),
    check('limitation_priority', sql`coalesce(${t.priority}, 1) between 1 and 8`),
    check(
      'limitation_window',
      sql`(${t.windowDays} is null and ${t.windowFromMin} is null and ${t.windowTillMin} is null)
      or (${t.windowDays} between 1 and 127 and ${t.windowFromMin} between 0 and 1439 and ${t.windowTillMin} between 0 and 1440)`,
    ),
    check('limitation_vlan', sql`coalesce(${t.vlanId}, 1) between 1 and 4094`),
  ],
);

/** RADIUS attributes added to every answer for holders of a product. Typed text as in preload/contract/attributes.ts. */
export const productAttributes = sqliteTable(
  'product_attributes',
  {
    id: id(),
    productId: integer('product_id')
      .notNull()
      .references(() => products.id),
    name: text('name').notNull(),
    value: text('value').notNull(),
  },
  (t) => [index('product_attributes_by_product').on(t.productId)],
);
