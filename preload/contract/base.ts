/** What every procedure shares: who may call it and how it can fail. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { faultCodes } from './faults';
import { refusalReasons } from './refusals';
import type { Needed } from './rights';

export interface ProcedureMeta {
  /** The terminal acts as owner: whoever may open the data folder may do so. */
  readonly needed: Needed;
  /** Also callable while the venue is not set up, locked or its database cannot be opened. */
  readonly withoutVenue: boolean;
  /** Also callable at a door whose operator has left; what anyone may call always is. */
  readonly whileLocked: boolean;
}

const base = oc.$meta<ProcedureMeta>({ needed: 'operators', withoutVenue: false, whileLocked: false }).errors({
  /** The answer is no, for a reason the caller can act on. `sentence` is English; windows translate by `reason`. */
  REFUSED: {
    status: 409,
    data: z.object({
      reason: z.enum(refusalReasons),
      sentence: z.string(),
      /** Input field the refusal is about, dotted path. */
      field: z.string().optional(),
      /** Values for the translated sentence. */
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  },
  /** Something is broken; `remedy` says what to do. */
  FAULT: {
    status: 503,
    data: z.object({
      code: z.enum(faultCodes),
      sentence: z.string(),
      remedy: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  },
});

/** A procedure that holders of the right may call. */
export const procedure = (needed: Needed) => base.meta({ needed, withoutVenue: false, whileLocked: false });

/** A procedure that brings whoever left the desk, or somebody else, back to it. */
export const procedureWhileLocked = (needed: Needed) => base.meta({ needed, withoutVenue: false, whileLocked: true });

/** A procedure that works before set-up and while the database cannot be opened. */
export const procedureWithoutVenue = (needed: Needed) =>
  base.meta({ needed, withoutVenue: true, whileLocked: needed === 'anyone' });

export const rowId = z.int().positive();
/** UTC milliseconds. */
export const timeMs = z.int().nonnegative();
/** A time that somebody sets; beyond the year 9999 neither dates nor calendars go on. */
export const settableMs = timeMs.max(Date.UTC(9999, 11, 31));
export const bytesCount = z.int().nonnegative();
export const listLimit = (most: number, usual: number) => z.int().min(1).max(most).default(usual);

/** Minor units; a million of the main unit, far above what one till holds. */
export const moneyMinor = z.int().min(0).max(100_000_000);

/** One line of text: trimmed, no control characters. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // Control characters are exactly what must not get in.
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

export const languages = ['en', 'it', 'es', 'de', 'fr', 'pt', 'ar'] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;
