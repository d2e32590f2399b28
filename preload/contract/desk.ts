import { z } from 'zod';
import { language, line, procedure, rowId, timeMs } from './base';
import { faultView } from './venue';

/** What became of the paper. The sale stands in every case. */
export const printOutcome = z.object({
  state: z.enum(['printed', 'queued', 'failed', 'no-printer', 'not-asked']),
  jobId: rowId.optional(),
  printerName: z.string().optional(),
  fault: faultView.optional(),
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
  }),
});

export const desk = {
  /** One change: guest, entitlement, sale in the open shift; then the ticket is printed. */
  sellTicket: procedure('desk')
    .input(
      z.object({
        productId: rowId,
        room: line(40).optional(),
        displayName: line(80).optional(),
        quantity: z.int().min(1).max(50).default(1),
        /** For products until check-out: nights from today. */
        nights: z.int().min(1).max(365).default(1),
        language: language.optional(),
        print: z.boolean().default(true),
        /** Made by the caller per key press: the same id sells once and answers twice (a key that bounces, a lost answer). */
        requestId: z.string().min(8).max(64).optional(),
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
  /** The last sold tickets, newest first. */
  tickets: procedure('desk')
    .input(z.object({ limit: z.int().min(1).max(200).default(20) }).default({ limit: 20 }))
    .output(z.object({ rows: z.array(ticketRow) })),
  /** Prints the tickets of these guests again, marked as copy. */
  reprint: procedure('desk')
    .input(z.object({ guestIds: z.array(rowId).min(1).max(200), printerId: rowId.optional() }))
    .output(printOutcome),
};
