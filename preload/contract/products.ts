import { z } from 'zod';
import { bytesCount, line, procedure, rowId } from './base';

const positive = z.int().positive().max(Number.MAX_SAFE_INTEGER);
/** Bits per second up to 100 Gbit/s. */
const rate = z.int().min(1_000).max(100_000_000_000);
/** Ten years: longer is a typing error. */
const seconds = z.int().min(60).max(315_360_000);

export const limitation = z.object({
  downloadQuotaBytes: positive.optional(),
  uploadQuotaBytes: positive.optional(),
  totalQuotaBytes: positive.optional(),
  uptimeSec: seconds.optional(),
  rateDownBps: rate.optional(),
  rateUpBps: rate.optional(),
  idleTimeoutSec: z.int().min(30).max(86_400).optional(),
  simultaneousSessions: z.int().min(1).max(1_000).optional(),
  devices: z.int().min(1).max(1_000).optional(),
});

const details = z.object({
  name: line(60),
  /** Minor units of the venue's currency; 0 is free. */
  priceMinor: z.int().min(0).max(100_000_000),
  starts: z.enum(['first-login', 'now']),
  /** Calendar seconds from the start; absent: no end of its own. */
  validForSec: seconds.optional(),
  /** Ends at the venue's check-out hour after the nights given at the sale. */
  untilCheckOut: z.boolean().optional(),
  limitation: limitation.optional(),
  /** '#rrggbb' of the tile; absent: the next of the palette. */
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1565c0')
    .optional(),
  /** F-key 1..12; absent on add: the first free one; null: none. */
  hotKey: z.int().min(1).max(12).nullable().optional(),
  codeAlphabet: z.enum(['digits', 'letters', 'mixed']).optional(),
  codeLength: z.int().min(4).max(16).optional(),
});

export const productView = z.object({
  id: rowId,
  name: z.string(),
  priceMinor: bytesCount,
  currency: z.string(),
  starts: z.enum(['first-login', 'now']),
  validForSec: z.int().optional(),
  untilCheckOut: z.boolean(),
  limitation: limitation.optional(),
  color: z.string(),
  hotKey: z.int().optional(),
  codeAlphabet: z.enum(['digits', 'letters', 'mixed']),
  codeLength: z.int(),
  retired: z.boolean(),
  /** What it allows, in the venue's language (or the asked one). */
  sentence: z.string(),
});

export const starterKeys = ['half-hour', 'day', 'week', 'check-out', 'staff'] as const;

export const products = {
  list: procedure('desk')
    .input(z.object({ retired: z.boolean().default(false) }).default({ retired: false }))
    .output(z.object({ rows: z.array(productView) })),
  add: procedure('manager')
    .input(details)
    .output(z.object({ id: rowId, changeId: rowId })),
  /** Replaces the given fields; `limitation` is replaced as a whole (null removes it). */
  update: procedure('manager')
    .input(
      details.omit({ limitation: true, validForSec: true }).partial().extend({
        id: rowId,
        limitation: limitation.nullable().optional(),
        validForSec: seconds.nullable().optional(),
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** Takes a product off the desk (or puts it back); those who hold it keep it. */
  setRetired: procedure('manager')
    .input(z.object({ id: rowId, retired: z.boolean() }))
    .output(z.object({ changeId: rowId })),
  /** Proposals for the wizard, named and priced for the venue's country. */
  starters: procedure('manager').output(
    z.object({
      rows: z.array(
        z.object({ key: z.enum(starterKeys), name: z.string(), priceMinor: z.int(), sentence: z.string() }),
      ),
    }),
  ),
  addStarters: procedure('manager')
    .input(
      z.object({
        choose: z
          .array(z.object({ key: z.enum(starterKeys), priceMinor: z.int().min(0).max(100_000_000).optional() }))
          .min(1)
          .max(5),
      }),
    )
    .output(z.object({ ids: z.array(rowId), changeId: rowId })),
};
