/** Prints tickets of guests, and says at once what became of the paper. The sale stands in every case. */
import { listLastJobs } from '../../db/queries/print-jobs';
import { findDefaultPrinter, findPrinter } from '../../db/queries/printers';
import { findTicketTemplate } from '../../db/queries/ticket-templates';
import { isRefusal, refuse } from '../refuse';
import { viewFault, type FaultView } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import type { PrintResult } from '../printing/queue';

export interface PrintOutcome {
  readonly state: 'printed' | 'queued' | 'failed' | 'no-printer' | 'not-asked';
  readonly jobId?: number;
  readonly printerName?: string;
  readonly fault?: FaultView;
}

export interface PrintTicketsInput {
  readonly guestIds: readonly number[];
  /** Marked as copy. */
  readonly copy: boolean;
  readonly operatorName: string;
  /** Absent: the default printer. */
  readonly printerId?: number | undefined;
}

export async function printTickets(open: OpenVenue, input: PrintTicketsInput): Promise<PrintOutcome> {
  const printer = input.printerId === undefined ? findDefaultPrinter(open.db) : findPrinter(open.db, input.printerId);
  if (!printer) return { state: 'no-printer' };
  return open.printing.submit({
    printerId: printer.id,
    printerName: printer.name,
    guestIds: input.guestIds,
    copy: input.copy,
    operatorName: input.operatorName,
  });
}

/** What became of the paper of these guests; undefined: there has been none. */
export function findPaper(open: OpenVenue, guestIds: readonly number[]): PrintOutcome | undefined {
  const job = guestIds[0] === undefined ? undefined : listLastJobs(open.db, guestIds).get(guestIds[0]);
  if (!job) return undefined;
  const state = paperStates[job.state];
  const fault =
    job.faultCode && state !== 'printed' ? viewFault(job.faultCode, { printer: job.printerName }) : undefined;
  return { state, jobId: job.id, printerName: job.printerName, ...(fault && { fault }) };
}

const paperStates = {
  waiting: 'queued',
  printing: 'queued',
  printed: 'printed',
  failed: 'failed',
  cancelled: 'failed',
} as const;

/** A page with a QR code and the letters of several scripts. */
export async function printTestPage(
  open: OpenVenue,
  printerId: number,
  operatorName: string,
): Promise<PrintResult | Refusal> {
  const printer = findPrinter(open.db, printerId);
  if (!printer) return refuse('not-found', { what: 'Printer', id: printerId }, 'id');
  return open.printing.submit({ printerId, printerName: printer.name, guestIds: [], copy: false, operatorName });
}

/** A ticket of a saved template for a made-up guest. Refused: no such template or printer. */
export async function printTemplate(
  open: OpenVenue,
  { id, printerId }: { readonly id: number; readonly printerId: number },
  operatorName: string,
): Promise<PrintResult | Refusal> {
  if (!findTicketTemplate(open.db, id)) return refuse('not-found', { what: 'Ticket', id }, 'id');
  const printer = findPrinter(open.db, printerId);
  if (!printer) return refuse('not-found', { what: 'Printer', id: printerId }, 'printerId');
  const job = { printerId, printerName: printer.name, guestIds: [], templateId: id, copy: false, operatorName };
  return open.printing.submit(job);
}

/** A ticket that is printed again after a failure is no copy: nobody is known to hold the first one. */
export async function retryJob(open: OpenVenue, jobId: number): Promise<PrintResult | Refusal> {
  const result = await open.printing.retry(jobId);
  if (!isRefusal(result)) open.announce(['tickets', 'printers']);
  return result;
}

export function cancelJob(open: OpenVenue, jobId: number): Refusal | undefined {
  return open.printing.cancel(jobId);
}
