import { z } from 'zod';
import { line, listLimit, moneyMinor, procedure, rowId, timeMs } from './base';
import { payments, printOutcome } from './desk';

const sums = {
  currency: z.string(),
  sold: z.int(),
  soldMinor: z.int(),
  takenBack: z.int(),
  /** Never positive. */
  takenBackMinor: z.int(),
};

/** Value of a coin or note in minor units, and how many of it. */
const piece = z.object({ valueMinor: moneyMinor, count: z.int().min(0).max(100_000) });

/** A shift as it stands; a closed one never changes again. Money in minor units. */
export const shiftReport = z.object({
  id: rowId,
  operatorId: z.int(),
  operatorName: z.string(),
  openedAtMs: timeMs,
  closedAtMs: timeMs.optional(),
  /** The drawer's. */
  currency: z.string(),
  /** False: it began with a sale, and nobody has said what the drawer held. */
  hasFloat: z.boolean(),
  drawer: z.object({
    floatMinor: z.int(),
    inMinor: z.int(),
    outMinor: z.int(),
    salesMinor: z.int(),
    takenBackMinor: z.int(),
    /** What the drawer should hold. */
    expectedMinor: z.int(),
  }),
  movements: z.array(
    z.object({
      id: rowId,
      atMs: timeMs,
      operatorName: z.string(),
      kind: z.enum(['float', 'in', 'out']),
      amountMinor: z.int(),
      currency: z.string(),
      note: z.string().nullable(),
    }),
  ),
  payments: z.array(z.object({ payment: z.enum(payments), ...sums })),
  products: z.array(z.object({ productName: z.string(), ...sums })),
  /** Sold at another price, free tickets among them. */
  otherPrices: z.array(
    z.object({
      atMs: timeMs,
      productName: z.string(),
      listPriceMinor: z.int(),
      amountMinor: z.int(),
      currency: z.string(),
      reason: z.string(),
    }),
  ),
  /** Tickets printed again. */
  reprints: z.int(),
  closing: z
    .object({
      operatorName: z.string(),
      countedMinor: z.int(),
      /** Counted less expected: negative is missing. */
      differenceMinor: z.int(),
      pieces: z.array(piece).optional(),
      note: z.string().optional(),
    })
    .optional(),
});

/** A work period and its drawer. A shift is the operator's own: another operator's goes on meanwhile. */
export const shifts = {
  /** The caller's open shift, if there is one, and what their drawer held when it was last counted. */
  current: procedure('sell').output(z.object({ shift: shiftReport.optional(), lastCountedMinor: z.int().optional() })),
  /** Opens the caller's shift, or says the float of one that began with a sale. */
  open: procedure('sell')
    .input(z.object({ floatMinor: moneyMinor }))
    .output(z.object({ id: rowId })),
  /** Cash into the caller's drawer or out of it, beside the sales; a mistake is put right by its opposite. */
  moveCash: procedure('sell')
    .input(z.object({ kind: z.enum(['in', 'out']), amountMinor: moneyMinor.min(1), note: line(120) }))
    .output(z.object({ id: rowId })),
  /** Counts the drawer and closes; somebody else's shift needs the right `shifts`. It cannot be opened again. */
  close: procedure('sell')
    .input(
      z.object({
        id: rowId,
        /** What the drawer was shown to hold: refused if something was sold since. */
        expectedMinor: z.int(),
        counted: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('total'), minor: moneyMinor }),
          z.object({ kind: z.literal('pieces'), pieces: z.array(piece).max(40) }),
        ]),
        /** Needed where the count differs. */
        note: line(400).optional(),
      }),
    )
    .output(shiftReport),
  /** All shifts, newest first. */
  list: procedure('shifts')
    .input(z.object({ limit: listLimit(200, 50), beforeId: rowId.optional() }).default({ limit: 50 }))
    .output(
      z.object({
        rows: z.array(
          z.object({
            id: rowId,
            operatorName: z.string(),
            openedAtMs: timeMs,
            closedAtMs: timeMs.optional(),
            currency: z.string(),
            /** Cash, card and room together, less what was taken back. */
            takenMinor: z.int(),
            /** What the drawer should hold, or should have held. */
            expectedMinor: z.int(),
            countedMinor: z.int().optional(),
            note: z.string().optional(),
          }),
        ),
      }),
    ),
  /** Prints the report on the ticket printer; somebody else's needs the right `shifts`. */
  print: procedure('sell')
    .input(z.object({ id: rowId, printerId: rowId.optional() }))
    .output(printOutcome),
  /** The report as a file (base64); somebody else's needs the right `shifts`. */
  file: procedure('sell')
    .input(z.object({ id: rowId, kind: z.enum(['pdf', 'xlsx']) }))
    .output(z.object({ content: z.string(), fileName: z.string() })),
  /** One shift; somebody else's needs the right `shifts`. */
  get: procedure('sell')
    .input(z.object({ id: rowId }))
    .output(shiftReport),
};
