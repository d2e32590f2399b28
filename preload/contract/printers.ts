import { z } from 'zod';
import { listLimit, line, procedure, rowId, timeMs } from './base';
import { printOutcome } from './desk';
import { faultView } from './venue';

const details = z.object({
  name: line(60),
  kind: z.enum(['system', 'network', 'queue']),
  /** system and queue: the operating system's printer name; network: host or host:port (9100). */
  target: line(200),
  paperMm: z.union([z.literal(58), z.literal(80)]),
  isDefault: z.boolean(),
  /** The printer that prints what this one cannot; null: none. */
  fallbackId: rowId.nullable(),
  /** For so long this one may be in trouble before the fallback takes over. */
  fallbackAfterSec: z.int().min(0).max(300),
});

export const printerView = details.extend({
  id: rowId,
  paperMm: z.int(),
  /** As far as the printer tells: network printers answer DLE EOT, system printers only their queue. */
  state: z.enum(['ready', 'problem', 'unknown']),
  fault: faultView.optional(),
  /** In trouble, and the fallback prints what it is given. */
  takenOver: z.boolean(),
  /** Can be used in this mode (system printers only in the desktop application). */
  usableHere: z.boolean(),
});

export const printJobView = z.object({
  id: rowId,
  createdAtMs: timeMs,
  printerName: z.string(),
  guestIds: z.array(rowId),
  /** Codes of the tickets; empty for a test page and a shift's report. */
  codes: z.array(z.string()),
  /** The shift whose report it is. */
  shiftId: rowId.optional(),
  /** The template of which a ticket for a made-up guest is printed. */
  templateId: rowId.optional(),
  /** A run: cards or vouchers of a batch, one after the other; so many of them have come out, and this serial is next. */
  batch: z
    .object({ id: rowId, name: z.string(), total: z.int(), printed: z.int(), nextSerial: z.int().optional() })
    .optional(),
  copy: z.boolean(),
  operatorName: z.string(),
  state: z.enum(['waiting', 'printing', 'printed', 'failed', 'cancelled']),
  attempts: z.int(),
  fault: faultView.optional(),
  /** What was wrong with the printer asked for; `printerName` is the one that took over. */
  takenOver: faultView.optional(),
  finishedAtMs: timeMs.optional(),
});

export const printers = {
  list: procedure('signed-in').output(z.object({ rows: z.array(printerView) })),
  /** Printers the operating system knows. */
  available: procedure('printers').output(
    z.object({ rows: z.array(z.object({ name: z.string(), displayName: z.string(), isDefault: z.boolean() })) }),
  ),
  add: procedure('printers')
    .input(
      details.extend({
        isDefault: z.boolean().default(true),
        fallbackId: details.shape.fallbackId.default(null),
        fallbackAfterSec: details.shape.fallbackAfterSec.default(0),
      }),
    )
    .output(z.object({ id: rowId, changeId: rowId })),
  update: procedure('printers')
    .input(details.partial().extend({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  remove: procedure('printers')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** A test page with a QR code that was read back before printing. */
  test: procedure('print')
    .input(z.object({ id: rowId }))
    .output(printOutcome),
  jobs: procedure('print')
    .input(z.object({ limit: listLimit(200, 50) }).default({ limit: 50 }))
    .output(z.object({ rows: z.array(printJobView) })),
  retryJob: procedure('print')
    .input(z.object({ id: rowId }))
    .output(printOutcome),
  /** Takes a waiting job out, or stops a run; `retryJob` goes on behind what has come out. */
  cancelJob: procedure('print')
    .input(z.object({ id: rowId }))
    .output(z.object({})),
};

const picture = z.object({ guestId: rowId.optional(), png: z.string(), widthMm: z.number(), heightMm: z.number() });

export const tickets = {
  /**
   * The tickets as they come out of the printer, one PNG (base64) each: for the screen and for printing from a browser.
   * One with a password besides the code needs the right `see-passwords` too, here and on a sheet.
   */
  pictures: procedure('print')
    .input(
      z.object({
        guestIds: z.array(rowId).min(1).max(50),
        paperMm: z.union([z.literal(58), z.literal(80)]).default(80),
        copy: z.boolean().default(false),
      }),
    )
    .output(z.object({ tickets: z.array(picture) })),
  /** A4 sheet of cards to cut, as PDF (base64). */
  sheet: procedure('print')
    .input(z.object({ guestIds: z.array(rowId).min(1).max(200) }))
    .output(z.object({ pdf: z.string(), pages: z.int(), fileName: z.string() })),
};
