/** What the venue's network and its sales come to, by day of the venue's calendar. A session counts on the day it began. */
import { z } from 'zod';
import { bytesCount, procedure, rowId, timeMs } from './base';
import { payments } from './desk';

/** 'YYYY-MM-DD'. */
export const isoDay = z.iso.date();
/** Ten years and some days: nobody prints more. */
const MOST_DAYS = 3_700;
const DAY_MS = 86_400_000;

/** First and last day, both included. */
export const reportRange = z
  .object({ fromDay: isoDay, tillDay: isoDay })
  .refine(({ fromDay, tillDay }) => fromDay <= tillDay, { path: ['tillDay'], message: 'must not be before the first' })
  .refine(({ fromDay, tillDay }) => (Date.parse(tillDay) - Date.parse(fromDay)) / DAY_MS < MOST_DAYS, {
    path: ['fromDay'],
    message: `must not be more than ${MOST_DAYS} days before the last`,
  });

const count = z.int().nonnegative();

const amounts = z.object({ sessions: count, timeSec: count, uploadBytes: bytesCount, downloadBytes: bytesCount });
const usageSum = amounts.extend({
  /** Each counted once. */
  guests: count,
  devices: count,
  /** Online for the first time ever. */
  newGuests: count,
});
const usageDay = usageSum.extend({ day: isoDay });
/** `name` is absent where it is gone; `id` 0: it never was known. */
const usageOf = amounts.extend({ id: count, name: z.string().optional() });

const moneySum = z.object({
  currency: z.string(),
  sales: count,
  reversals: count,
  /** Taken less taken back, minor units. */
  amountMinor: z.int(),
});
const namedSum = moneySum.extend({ id: count, name: z.string() });
const salesDay = moneySum.extend({ day: isoDay });

/** The sums are being made: a large venue takes minutes, once. The job is in `work.list`. */
const making = z.object({
  kind: z.literal('making'),
  /** So many of `total`, whatever is counted; absent before it has begun. */
  done: count.optional(),
  total: count.optional(),
});

/** Batches in one report, the newest. */
export const mostBatchesInReport = 200;

const batchLine = z.object({
  id: rowId,
  kind: z.enum(['cards', 'vouchers']),
  name: z.string(),
  productName: z.string(),
  createdAtMs: timeMs,
  made: count,
  printed: count,
  sold: count,
  /** Somebody has logged in with it; of vouchers: redeemed. */
  activated: count,
  /** The last day was over before anybody bought or used it. */
  expired: count,
  suspended: count,
  /** May still be sold, used or redeemed. */
  left: count,
  /** What was taken for the cards themselves, a line for each currency. */
  revenue: z.array(z.object({ currency: z.string(), amountMinor: z.int() })),
});

const cell = z.union([z.string().max(1_000), z.number(), z.null()]);
const MOST_COLUMNS = 40;

export const reports = {
  /** Today beside the two weeks before it; the last day is today. */
  dashboard: procedure('reports').output(
    z.discriminatedUnion('kind', [
      making,
      z.object({
        kind: z.literal('dashboard'),
        onlineSessions: count,
        onlineGuests: count,
        days: z.array(usageDay),
        /** Of the same days, in the venue's currency. */
        sales: z.array(salesDay),
      }),
    ]),
  ),
  usage: procedure('reports')
    .input(reportRange)
    .output(
      z.discriminatedUnion('kind', [
        making,
        z.object({
          kind: z.literal('usage'),
          total: usageSum,
          /** Of as many days before. */
          before: usageSum,
          beforeRange: z.object({ fromDay: isoDay, tillDay: isoDay }),
          days: z.array(usageDay),
          domains: z.array(usageOf),
          products: z.array(usageOf),
          routers: z.array(usageOf),
          /** Most traffic first. */
          topGuests: z.array(
            amounts.extend({ guestId: rowId, name: z.string().optional(), room: z.string().optional() }),
          ),
          /** Before that day some sessions were only kept by month, and stand on the day of the first of them. */
          byMonthTillDay: isoDay.optional(),
        }),
      ]),
    ),
  /** Currencies are never added up: there is a line for each. */
  sales: procedure('reports')
    .input(reportRange)
    .output(
      z.discriminatedUnion('kind', [
        making,
        z.object({
          kind: z.literal('sales'),
          total: z.array(moneySum),
          before: z.array(moneySum),
          beforeRange: z.object({ fromDay: isoDay, tillDay: isoDay }),
          days: z.array(salesDay),
          products: z.array(namedSum),
          operators: z.array(namedSum),
          payments: z.array(moneySum.extend({ payment: z.enum(payments) })),
        }),
      ]),
    ),
  /** What became of each batch of cards and vouchers, as it stands now; newest first. */
  batches: procedure('reports').output(z.object({ rows: z.array(batchLine) })),
  /** Tables as a file, with the words of whoever asks; `csv` with more than one: a ZIP file with a CSV file for each. */
  workbook: procedure('export')
    .input(
      z.object({
        kind: z.enum(['xlsx', 'csv']).default('xlsx'),
        rightToLeft: z.boolean().default(false),
        sheets: z
          .array(
            z.object({
              name: z.string().min(1).max(100),
              columns: z
                .array(
                  z.object({
                    title: z.string().max(200),
                    /** `money` in whole units of its currency. */
                    kind: z.enum(['text', 'number', 'money', 'day']),
                    digits: z.int().min(0).max(4).optional(),
                  }),
                )
                .min(1)
                .max(MOST_COLUMNS),
              rows: z.array(z.array(cell).max(MOST_COLUMNS)).max(5_000),
            }),
          )
          .min(1)
          .max(20),
      }),
    )
    .output(z.object({ base64: z.string() })),
};
