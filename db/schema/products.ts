import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, id, timeMs } from './columns';

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
    /** '#rrggbb' of the desk tile. */
    color: text('color').notNull(),
    /** F-key 1..12 on the desk; null: tile only. */
    hotKey: integer('hot_key').unique(),
    codeAlphabet: text('code_alphabet', { enum: ['digits', 'letters', 'mixed'] })
      .notNull()
      .default('mixed'),
    codeLength: integer('code_length').notNull().default(6),
    /** Null: on sale. */
    retiredAtMs: timeMs('retired_at_ms'),
    sortOrder: integer('sort_order').notNull().default(0),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    check('product_name', sql`length(${t.name}) between 1 and 60`),
    check('product_price', sql`${t.priceMinor} >= 0`),
    check('product_starts', sql`${t.starts} in ('now', 'first-login')`),
    check('product_valid_for', sql`${t.validForSec} is null or ${t.validForSec} > 0`),
    check('product_hot_key', sql`${t.hotKey} is null or ${t.hotKey} between 1 and 12`),
    check('product_code_alphabet', sql`${t.codeAlphabet} in ('digits', 'letters', 'mixed')`),
    check('product_code_length', sql`${t.codeLength} between 4 and 16`),
  ],
);

/** What a product allows. Several on one product must all hold. Null: no limit. */
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
  },
  (t) => [
    index('limitations_by_product').on(t.productId),
    check(
      'limitation_positive',
      sql`coalesce(${t.downloadQuotaBytes}, 1) > 0 and coalesce(${t.uploadQuotaBytes}, 1) > 0 and coalesce(${t.totalQuotaBytes}, 1) > 0
      and coalesce(${t.uptimeSec}, 1) > 0 and coalesce(${t.rateDownBps}, 1) > 0 and coalesce(${t.rateUpBps}, 1) > 0
      and coalesce(${t.idleTimeoutSec}, 1) > 0 and coalesce(${t.simultaneousSessions}, 1) > 0 and coalesce(${t.devices}, 1) > 0`,
    ),
  ],
);
