/** Batches of cards (guests made beforehand) and of vouchers (codes that pay for a product). */
import { z } from 'zod';
import { line, listLimit, procedure, rowId, settableMs, timeMs } from './base';
import { money, printOutcome, requestId, span } from './desk';

/** More are made as several batches: one roll of tickets is a few hundred. */
export const mostInBatch = 10_000;
/** Cards in one file of A4 sheets: a hundred pages or more, drawn in half a minute. */
export const mostOnSheet = 1_000;
export const longestPrefix = 12;

const counts = z.object({
  made: z.int(),
  printed: z.int(),
  sold: z.int(),
  /** Somebody has logged in with it; of vouchers: redeemed. */
  used: z.int(),
  /** Neither sold nor used. */
  unused: z.int(),
  /** What was sold or used, and is over. */
  ended: z.int(),
});

export const batchView = z.object({
  id: rowId,
  kind: z.enum(['cards', 'vouchers']),
  name: z.string(),
  note: z.string().optional(),
  productId: rowId,
  productName: z.string(),
  domainId: rowId,
  domainName: z.string(),
  count: z.int(),
  prefix: z.string(),
  soldAtDesk: z.boolean(),
  priceMinor: z.int(),
  currency: z.string(),
  pricePrinted: z.boolean(),
  sellBeforeMs: timeMs.optional(),
  /** The last day is over: the unsold and unused are worth nothing. */
  expired: z.boolean(),
  createdAtMs: timeMs,
  /** The unused are deleted. */
  withdrawn: z.boolean(),
  counts,
  /** Ranges of serials that are refused until they are released. */
  suspended: z.array(z.object({ from: z.int(), till: z.int() })),
});

export const cardStates = [
  'ready',
  'to-sell',
  'sold',
  'used',
  'ended',
  'redeemed',
  'suspended',
  'expired',
  'withdrawn',
] as const;

/** Why a card may not be used (main/aaa/reasons.ts has the same words). */
export const cardObstacles = ['card-withdrawn', 'card-suspended', 'card-expired', 'card-not-sold'] as const;

/** Cards or vouchers of a batch to look at. `ended`: also those that expired unsold. */
export const cardFilters = ['all', 'unprinted', 'printed', 'unused', 'sold', 'used', 'ended', 'suspended'] as const;

const cardRow = z.object({
  /** The guest's number, or the voucher's. */
  id: rowId,
  serial: z.int(),
  code: z.string(),
  displayName: z.string().optional(),
  room: z.string().optional(),
  state: z.enum(cardStates),
  printedAtMs: timeMs.optional(),
  soldAtMs: timeMs.optional(),
  usedAtMs: timeMs.optional(),
});

export const cards = {
  /** Newest first, with what became of each. */
  list: procedure('cards')
    .input(z.object({ withdrawn: z.boolean().default(false), limit: listLimit(200, 50) }).prefault({}))
    .output(z.object({ rows: z.array(batchView) })),
  /** In the order of serials, a page at a time: `after` is the last serial of the page before. */
  listOne: procedure('cards')
    .input(
      z.object({
        batchId: rowId,
        show: z.enum(cardFilters).default('all'),
        after: z.int().nonnegative().default(0),
        limit: listLimit(500, 100),
      }),
    )
    .output(z.object({ rows: z.array(cardRow), more: z.boolean() })),
  /** The shortest codes that cannot be guessed, for that many. */
  leastLength: procedure('cards')
    .input(z.object({ alphabet: z.enum(['digits', 'letters', 'mixed']), count: z.int().min(1).max(mostInBatch) }))
    .output(z.object({ length: z.int() })),
  /** One change, made beside the windows: answers when all are made, or with `work-stopped`. */
  make: procedure('cards')
    .input(
      z.object({
        kind: z.enum(['cards', 'vouchers']),
        name: line(60),
        note: line(500).optional(),
        productId: rowId,
        /** Absent: the first domain. */
        domainId: rowId.optional(),
        count: z.int().min(1).max(mostInBatch),
        prefix: z
          .string()
          .trim()
          .max(longestPrefix)
          .regex(/^[A-Za-z0-9-]*$/, 'may have letters, digits and hyphens only')
          .default(''),
        alphabet: z.enum(['digits', 'letters', 'mixed']).default('mixed'),
        length: z.int().min(4).max(16),
        /** Cards only: worth nothing until the desk has sold them. */
        soldAtDesk: z.boolean().default(false),
        pricePrinted: z.boolean().default(true),
        sellBeforeMs: settableMs.optional(),
      }),
    )
    .output(z.object({ batchId: rowId, changeId: rowId })),
  update: procedure('cards')
    .input(
      z.object({
        id: rowId,
        name: line(60).optional(),
        note: line(500).nullable().optional(),
        sellBeforeMs: settableMs.nullable().optional(),
      }),
    )
    .output(z.object({ changeId: rowId })),
  /**
   * One change: what is unsold in that range is of another product from now on, at its price, with this last day, as a batch
   * of its own, `batchId`. What was sold, used or deleted stays as it is.
   * Refusals: none-unsold, batch-printing, and those of `make` about product and last day.
   */
  change: procedure('cards')
    .input(
      z.object({
        batchId: rowId,
        from: z.int().min(1),
        till: z.int().min(1),
        productId: rowId,
        /** Null: no last day. */
        sellBeforeMs: settableMs.nullable(),
      }),
    )
    .output(z.object({ batchId: rowId, changeId: rowId, changed: z.int() })),
  /** What is unsold in that range is refused until it is released. `online`: guests who are online with one of them. */
  suspend: procedure('cards')
    .input(z.object({ batchId: rowId, from: z.int().min(1), till: z.int().min(1) }))
    .output(z.object({ changeId: rowId, online: z.int() })),
  release: procedure('cards')
    .input(z.object({ batchId: rowId }))
    .output(z.object({ changeId: rowId })),
  /** What is neither sold nor used is worth nothing any more. */
  deleteUnused: procedure('cards')
    .input(z.object({ batchId: rowId }))
    .output(z.object({ changeId: rowId })),
  /**
   * A4 sheets to cut, as PDF (base64): these, or what `show` lets through behind the serial `after`, as many as a file
   * holds; `more`: there are others behind `till`. From then on they are printed. Needs the right `print` too.
   * Refusal: nothing-to-print.
   */
  sheet: procedure('cards')
    .input(
      z.object({
        batchId: rowId,
        ids: z.array(rowId).min(1).max(mostOnSheet).optional(),
        show: z.enum(cardFilters).default('all'),
        after: z.int().nonnegative().default(0),
      }),
    )
    .output(
      z.object({
        pdf: z.string(),
        pages: z.int(),
        fileName: z.string(),
        cards: z.int(),
        till: z.int(),
        more: z.boolean(),
      }),
    ),
  /**
   * Cards or vouchers on the ticket printer, one after the other, not as copies: these, or all that `show` lets through.
   * How far it is stands in `printers.jobs`; it is stopped by `printers.cancelJob` and goes on by `printers.retryJob`.
   * Needs the right `print` too. Refusal: nothing-to-print.
   */
  print: procedure('cards')
    .input(
      z.object({
        batchId: rowId,
        ids: z.array(rowId).min(1).max(mostInBatch).optional(),
        show: z.enum(cardFilters).default('all'),
      }),
    )
    .output(printOutcome),
  /** Everything of a batch, codes included, for a spreadsheet. */
  csv: procedure('export')
    .input(z.object({ batchId: rowId, show: z.enum(cardFilters).default('all') }))
    .output(z.object({ csv: z.string(), rows: z.int(), fileName: z.string() })),
  /** Sells a card that waits for it, at the price it was made with. */
  sell: procedure('sell')
    .input(
      z.object({
        guestId: rowId,
        room: line(40).optional(),
        displayName: line(80).optional(),
        ...span,
        ...money,
        requestId,
      }),
    )
    .output(
      z.object({
        changeId: rowId,
        saleId: rowId,
        productName: z.string(),
        totalMinor: z.int(),
        currency: z.string(),
        sentence: z.string(),
        endsAtMs: timeMs.optional(),
      }),
    ),
  /** What a voucher would pay for. Refusals: voucher-unknown, voucher-used, voucher-void. */
  voucher: procedure('sell')
    .input(z.object({ code: line(64) }))
    .output(
      z.object({
        productId: rowId,
        productName: z.string(),
        untilCheckOut: z.boolean(),
        domainId: rowId,
        batchName: z.string(),
        serial: z.int(),
        sentence: z.string(),
      }),
    ),
};
