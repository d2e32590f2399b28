/** Prints tickets of guests, and says at once what became of the paper. The sale stands in every case. */
import { findBatch } from '../../db/queries/cards';
import { findOpenRun, listLastJobs } from '../../db/queries/print-jobs';
import { findDefaultPrinter, findPrinter } from '../../db/queries/printers';
import { findTicketTemplate } from '../../db/queries/ticket-templates';
import { isErasedName } from '../../preload/contract/erased-names';
import { mostInBatch } from '../../preload/contract/cards';
import { findMissingLetters } from './missing-letters';
import { listCards, type CardFilter } from '../office/cards';
import { isRefusal, refuse } from '../refuse';
import type { FaultView } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { paperOfJob } from '../printing/paper-of-job';
import type { PrintResult } from '../printing/queue';

export interface PrintOutcome {
  readonly state: 'printed' | 'queued' | 'failed' | 'no-printer' | 'not-asked';
  readonly jobId?: number;
  readonly printerName?: string;
  readonly fault?: FaultView;
  /** What was wrong with the printer asked for, where another one took over. */
  readonly takenOver?: FaultView;
  /** Letters that no typeface of this computer has, and that are boxes on the paper. */
  readonly missingLetters?: string;
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
  const printing: Promise<PrintOutcome> | undefined =
    printer &&
    open.printing.submit({
      printerId: printer.id,
      printerName: printer.name,
      guestIds: input.guestIds,
      copy: input.copy,
      operatorName: input.operatorName,
    });
  // Looked for once the paper is on its way; also without a printer, since the ticket is then printed from the screen.
  const looking = findMissingLetters(open, input.guestIds);
  const outcome: PrintOutcome = (await printing) ?? { state: 'no-printer' };
  const missingLetters = await looking;
  return missingLetters === undefined ? outcome : { ...outcome, missingLetters };
}

/** What became of the paper of these guests; undefined: there has been none. */
export function findPaper(open: OpenVenue, guestIds: readonly number[]): PrintOutcome | undefined {
  const job = guestIds[0] === undefined ? undefined : listLastJobs(open.db, guestIds).get(guestIds[0]);
  if (!job) return undefined;
  return { state: paperStates[job.state], jobId: job.id, ...paperOfJob(job) };
}

const paperStates = {
  waiting: 'queued',
  printing: 'queued',
  printed: 'printed',
  failed: 'failed',
  cancelled: 'failed',
} as const;

export interface PrintCardsInput {
  readonly batchId: number;
  /** The numbers of cards or vouchers; absent: all that `show` lets through. */
  readonly ids?: readonly number[] | undefined;
  readonly show: CardFilter;
}

/**
 * Cards or vouchers of a batch on the ticket printer, one after the other in the order of serials: a run, which goes on
 * behind what has come out. Refused: no such batch, nothing to print, or a run of the batch that has not ended: no card may
 * come out twice.
 */
export async function printCards(
  open: OpenVenue,
  { batchId, ids, show }: PrintCardsInput,
  operatorName: string,
): Promise<PrintOutcome | Refusal> {
  const running = findOpenRun(open.db, batchId);
  if (running) return refuse('batch-printing', { name: findBatch(open.db, batchId)?.name ?? '' });
  const listed = await listCards(open, { batchId, show: ids ? 'all' : show, after: 0, limit: mostInBatch });
  if (isRefusal(listed)) return listed;
  const wanted = ids && new Set(ids);
  const chosen = listed.rows.filter(({ id, code }) => (!wanted || wanted.has(id)) && !isErasedName(code));
  const serials = chosen.map(({ serial }) => serial);
  if (serials.length === 0) return refuse('nothing-to-print', {});
  const printer = findDefaultPrinter(open.db);
  if (!printer) return { state: 'no-printer' };
  const batch = { id: batchId, serials };
  return open.printing.submit({
    ...{ printerId: printer.id, printerName: printer.name, guestIds: [], batch, copy: false, operatorName },
  });
}

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
