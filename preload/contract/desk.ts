import { z } from 'zod';
import { language, line, moneyMinor, procedure, rowId, settableMs, timeMs } from './base';
import { faultView } from './venue';

/** What became of the paper. The sale stands in every case. */
export const printOutcome = z.object({
  state: z.enum(['printed', 'queued', 'failed', 'no-printer', 'not-asked']),
  jobId: rowId.optional(),
  /** That printed, or should have. */
  printerName: z.string().optional(),
  fault: faultView.optional(),
  /** What was wrong with the printer asked for, where another one took over. */
  takenOver: faultView.optional(),
  /** Letters on the tickets that no typeface of this computer has: boxes stand for them. Each once. */
  missingLetters: z.string().optional(),
});

export const soldTicket = z.object({
  code: z.string(),
  guestId: rowId,
  entitlementId: rowId,
  saleId: rowId,
  /** "Works 24 hours from first use, 2 devices, 10 Mbit/s", in the guest's language. */
  sentence: z.string(),
  endsAtMs: timeMs.optional(),
});

export const ticketRow = z.object({
  guestId: rowId,
  changeId: rowId,
  code: z.string(),
  productName: z.string(),
  sentence: z.string(),
  room: z.string().optional(),
  displayName: z.string().optional(),
  priceMinor: z.int(),
  currency: z.string(),
  soldAtMs: timeMs,
  operatorName: z.string(),
  /** Tickets sold by the same press; undo takes all of them back. */
  soldTogether: z.int(),
  undone: z.boolean(),
  /** Has logged in at least once. */
  used: z.boolean(),
  online: z.boolean(),
  locked: z.boolean(),
  print: z.object({
    state: z.enum(['none', 'waiting', 'printing', 'printed', 'failed', 'cancelled']),
    jobId: rowId.optional(),
    fault: faultView.optional(),
    /** The printer that has the paper, where it took over from another one, and why. */
    printerName: z.string().optional(),
    takenOver: faultView.optional(),
    /** Letters of its words that no typeface of this computer has: boxes stand for them. Each once. */
    missingLetters: z.string().optional(),
  }),
});

export const payments = ['cash', 'card', 'room', 'free'] as const;
export type PaymentKind = (typeof payments)[number];

export const money = {
  /** How it is paid; what costs nothing is free in any case. `free` of what has a price: managers only, with a reason. */
  payment: z.enum(payments).default('cash'),
  /** Another price than the product's, per ticket; managers only, with a reason. */
  priceMinor: moneyMinor.optional(),
  priceReason: line(120).optional(),
};

/** When what is sold ends, as far as the product leaves it open. */
export const span = {
  /** For products until check-out: nights from today. */
  nights: z.int().min(1).max(365).default(1),
  /** Instead of nights: the day of check-out, YYYY-MM-DD in the venue's zone. */
  checkOutDate: z.iso.date().optional(),
  /** Another end than the product's own; managers only. */
  endsAtMs: settableMs.optional(),
};

/**
 * Made by the caller per key press: the same id sells once and answers twice (a key that bounces, a lost answer), also
 * after a restart of the program.
 */
export const requestId = z.string().min(8).max(64).optional();

/** Pays for one of this product; then nothing is taken, however it is paid. */
const voucherCode = line(64).optional();

export const desk = {
  /** One change: guest, entitlement, sale in the open shift; then the ticket is printed. */
  sellTicket: procedure('sell')
    .input(
      z.object({
        productId: rowId,
        room: line(40).optional(),
        displayName: line(80).optional(),
        quantity: z.int().min(1).max(50).default(1),
        ...span,
        ...money,
        language: language.optional(),
        /** Absent: the first domain. */
        domainId: rowId.optional(),
        voucherCode,
        print: z.boolean().default(true),
        requestId,
      }),
    )
    .output(
      z.object({
        tickets: z.array(soldTicket),
        print: printOutcome,
        changeId: rowId,
        productName: z.string(),
        totalMinor: z.int(),
        currency: z.string(),
      }),
    ),
  /** One change: another product for a guest who is here already, and its sale. It waits behind what is running. */
  recharge: procedure('recharge')
    .input(z.object({ guestId: rowId, productId: rowId, ...span, ...money, voucherCode, requestId }))
    .output(
      z.object({
        changeId: rowId,
        entitlementId: rowId,
        saleId: rowId,
        productName: z.string(),
        totalMinor: z.int(),
        currency: z.string(),
        /** It begins when what is running ends; false: at once, or at the first login. */
        queued: z.boolean(),
        endsAtMs: timeMs.optional(),
        /** What was sold, in the guest's language. */
        sentence: z.string(),
      }),
    ),
  /** "One night more": moves the end of what lasts until check-out to the check-out hour of a later day. */
  extendNight: procedure('extend')
    .input(z.object({ guestId: rowId, nights: z.int().min(1).max(365).default(1) }))
    .output(z.object({ changeId: rowId, entitlementId: rowId, endsAtMs: timeMs })),
  /**
   * Ends what a guest has open, or one session, on the routers; answers within ten seconds with what became of each.
   * `ended`; `not-there`: it had ended already; `refused`, with the router's reason; `no-answer`: the router is asked
   * again until it has ended; `off`: this router is not to be asked.
   */
  disconnect: procedure('disconnect')
    .input(
      z
        .object({ guestId: rowId.optional(), sessionId: rowId.optional() })
        .refine(({ guestId, sessionId }) => (guestId === undefined) !== (sessionId === undefined), {
          message: 'either a guest or a session is needed',
          path: ['guestId'],
        }),
    )
    .output(
      z.object({
        outcomes: z.array(
          z.object({
            sessionId: rowId,
            outcome: z.enum(['ended', 'refused', 'no-answer', 'not-there', 'off']),
            routerName: z.string(),
            /** Error-Cause of RFC 5176 §3.5, number and name. */
            errorCause: z.string().optional(),
            /** The guest is locked and cannot log in again. */
            locked: z.boolean(),
            /** English. */
            sentence: z.string(),
          }),
        ),
      }),
    ),
  /** The last sold tickets, newest first. */
  tickets: procedure('guests')
    .input(z.object({ limit: z.int().min(1).max(200).default(20) }).default({ limit: 20 }))
    .output(z.object({ rows: z.array(ticketRow) })),
  /** Prints the tickets of these guests again, marked as copy. */
  reprint: procedure('reprint')
    .input(z.object({ guestIds: z.array(rowId).min(1).max(200), printerId: rowId.optional() }))
    .output(printOutcome),
};
