import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { flag, id, timeMs } from './columns';
import { products } from './products';
import { domains } from './venue';

/** Cards, or vouchers, that were made together. */
export const batches = sqliteTable(
  'batches',
  {
    id: id(),
    kind: text('kind', { enum: ['cards', 'vouchers'] }).notNull(),
    name: text('name').notNull(),
    note: text('note'),
    productId: integer('product_id')
      .notNull()
      .references(() => products.id),
    domainId: integer('domain_id')
      .notNull()
      .references(() => domains.id),
    /** Serials run from 1 to this. */
    count: integer('count').notNull(),
    codePrefix: text('code_prefix').notNull().default(''),
    codeAlphabet: text('code_alphabet', { enum: ['digits', 'letters', 'mixed'] }).notNull(),
    /** Without the prefix. */
    codeLength: integer('code_length').notNull(),
    /** Cards only: worth nothing until the desk has sold them. */
    soldAtDesk: flag('sold_at_desk').notNull(),
    /** What the desk takes for a card, in minor units of the venue's currency: it may be printed on it. */
    priceMinor: integer('price_minor').notNull(),
    pricePrinted: flag('price_printed').notNull(),
    /** From then on whatever has not been sold, used or redeemed is worth nothing; null: never. */
    sellBeforeMs: timeMs('sell_before_ms'),
    /** Null: they are being made, or the computer was switched off meanwhile. */
    madeAtMs: timeMs('made_at_ms'),
    /** The unsold and unused are deleted: worth nothing any more. */
    withdrawnAtMs: timeMs('withdrawn_at_ms'),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    index('batches_by_product').on(t.productId),
    index('batches_by_domain').on(t.domainId),
    check('batch_kind', sql`${t.kind} in ('cards', 'vouchers')`),
    check('batch_name', sql`length(${t.name}) between 1 and 60`),
    check('batch_count', sql`${t.count} between 1 and 10000`),
    check('batch_code', sql`${t.codeAlphabet} in ('digits', 'letters', 'mixed') and ${t.codeLength} between 4 and 16`),
    check('batch_price', sql`${t.priceMinor} >= 0`),
  ],
);

/** A guest that was made in a batch, to be handed out; the row has the guest's number. */
export const cards = sqliteTable(
  'cards',
  {
    id: integer('id').primaryKey(),
    batchId: integer('batch_id')
      .notNull()
      .references(() => batches.id),
    serial: integer('serial').notNull(),
    /** When the desk sold it; null: it has not. */
    soldAtMs: timeMs('sold_at_ms'),
  },
  (t) => [uniqueIndex('cards_by_batch').on(t.batchId, t.serial)],
);

/** A code that pays for a product once. */
export const vouchers = sqliteTable(
  'vouchers',
  {
    id: id(),
    batchId: integer('batch_id')
      .notNull()
      .references(() => batches.id),
    serial: integer('serial').notNull(),
    code: text('code').notNull(),
    /** NFKC lower case of the code. */
    codeKey: text('code_key').notNull(),
    redeemedAtMs: timeMs('redeemed_at_ms'),
    /** What it paid for; a plain number, as money has. */
    entitlementId: integer('entitlement_id'),
  },
  (t) => [
    uniqueIndex('vouchers_by_batch').on(t.batchId, t.serial),
    uniqueIndex('vouchers_by_code').on(t.codeKey),
    check('voucher_redeemed', sql`(${t.redeemedAtMs} is null) = (${t.entitlementId} is null)`),
  ],
);

/** A part of a batch that is worth nothing until it is released: a stolen roll. */
export const batchHolds = sqliteTable(
  'batch_holds',
  {
    id: id(),
    batchId: integer('batch_id')
      .notNull()
      .references(() => batches.id),
    fromSerial: integer('from_serial').notNull(),
    tillSerial: integer('till_serial').notNull(),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    index('batch_holds_by_batch').on(t.batchId),
    check('batch_hold_range', sql`${t.fromSerial} between 1 and ${t.tillSerial}`),
  ],
);

/** Which of a batch have been on paper, and when last. Written by what prints, outside changes: paper is not undone. */
export const batchPrints = sqliteTable(
  'batch_prints',
  {
    batchId: integer('batch_id').notNull(),
    serial: integer('serial').notNull(),
    printedAtMs: timeMs('printed_at_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.serial] })],
);
