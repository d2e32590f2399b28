/** A shift's report out of the ticket printer, and as a file. */
import { DateTime } from 'luxon';
import { findDefaultPrinter, findPrinter } from '../../db/queries/printers';
import { getVenue } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal } from '../refuse';
import type { PrintOutcome } from './print-tickets';
import { shiftPaper } from './shift-paper';
import type { ShiftReport } from './shifts';

/** `printerId` absent: the default printer. */
export async function printShift(
  open: OpenVenue,
  shift: ShiftReport,
  operatorName: string,
  printerId?: number,
): Promise<PrintOutcome> {
  const printer = printerId === undefined ? findDefaultPrinter(open.db) : findPrinter(open.db, printerId);
  if (!printer) return { state: 'no-printer' };
  const paper = { guestIds: [], copy: false, shiftId: shift.id, operatorName };
  return open.printing.submit({ printerId: printer.id, printerName: printer.name, ...paper });
}

export type ShiftFileKind = 'pdf' | 'xlsx';

/** Base64; the name carries operator and local day. Refusals and faults as `OpenVenue.runJob`. */
export async function makeShiftFile(
  open: OpenVenue,
  shift: ShiftReport,
  kind: ShiftFileKind,
  operatorName: string,
): Promise<{ readonly content: string; readonly fileName: string } | Refusal> {
  const made = await open.runJob('draw-report', { kind, report: shiftPaper(open, shift) }, operatorName);
  if (isRefusal(made)) return made;
  const day = DateTime.fromMillis(shift.openedAtMs, { zone: getVenue(open.db).timeZone }).toISODate();
  return { content: made.content, fileName: `shift-${shift.id}-${day}.${kind}` };
}
