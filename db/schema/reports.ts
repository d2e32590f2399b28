/**
 * Sums for the reports: what five million sessions come to, by day. Written by the work thread only (main/office/
 * report-sums.ts), from the chained sessions and the sales, and made anew from them whenever they are missing or were
 * made for another time zone. Days are days since 1970 of the venue's calendar; a session counts on the day it began.
 * Numbers stand for rows that may be gone (0: unknown), so there are no foreign keys.
 */
import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag } from './columns';

/** How far the sums have come. One row; none: there are no sums yet. */
export const reportState = sqliteTable(
  'report_state',
  {
    id: integer('id').primaryKey(),
    /** IANA zone whose days these are. */
    timeZone: text('time_zone').notNull(),
    /** False while they are made: nothing may be read from them. */
    complete: flag('complete').notNull(),
    /** Last link of session_chain that is in the sums. */
    chainSeq: integer('chain_seq').notNull(),
    /** Last sale that is in them. */
    saleId: integer('sale_id').notNull(),
    /** Before this day some sums were only kept by month, and stand on the day of the first session; null: none. */
    byMonthTillDay: integer('by_month_till_day'),
  },
  (t) => [check('report_state_only_one', sql`${t.id} = 1`)],
);

/** Sessions by what they were on. */
export const usageDays = sqliteTable(
  'usage_days',
  {
    day: integer('day').notNull(),
    domainId: integer('domain_id').notNull(),
    productId: integer('product_id').notNull(),
    routerId: integer('router_id').notNull(),
    sessions: integer('sessions').notNull(),
    timeSec: integer('time_sec').notNull(),
    uploadBytes: integer('upload_bytes').notNull(),
    downloadBytes: integer('download_bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.domainId, t.productId, t.routerId] })],
);

/** Sessions by guest: the top guests, and who had been here before. */
export const guestDays = sqliteTable(
  'guest_days',
  {
    guestId: integer('guest_id').notNull(),
    day: integer('day').notNull(),
    sessions: integer('sessions').notNull(),
    timeSec: integer('time_sec').notNull(),
    uploadBytes: integer('upload_bytes').notNull(),
    downloadBytes: integer('download_bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.guestId, t.day] })],
);

/** Which device was online on which day. */
export const deviceDays = sqliteTable(
  'device_days',
  { macAddress: text('mac_address').notNull(), day: integer('day').notNull() },
  (t) => [primaryKey({ columns: [t.macAddress, t.day] })],
);

/**
 * How many guests (devices) were online on `day` and before that last on `beforeDay` (-1: never). Whoever was online
 * between two days is counted exactly once by asking for those whose day before lies outside: a few thousand rows
 * instead of millions.
 */
export const returnDays = sqliteTable(
  'return_days',
  {
    kind: text('kind', { enum: ['guest', 'device'] }).notNull(),
    day: integer('day').notNull(),
    beforeDay: integer('before_day').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.day, t.beforeDay] })],
);

/** Sales by day, what was sold, by whom, and how it was paid. */
export const salesDays = sqliteTable(
  'sales_days',
  {
    day: integer('day').notNull(),
    productId: integer('product_id').notNull(),
    operatorId: integer('operator_id').notNull(),
    payment: text('payment').notNull(),
    currency: text('currency').notNull(),
    /** As the last of these sales names them. */
    productName: text('product_name').notNull(),
    operatorName: text('operator_name').notNull(),
    sales: integer('sales').notNull(),
    reversals: integer('reversals').notNull(),
    /** Minor units: what was taken less what was taken back. */
    amountMinor: integer('amount_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.productId, t.operatorId, t.payment, t.currency] })],
);
