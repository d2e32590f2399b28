/** The print queue of an open venue: its jobs in the database, its tickets from the desk. */
import { noteSerialPrint } from '../db/queries/cards';
import { addJob, advanceJob, findJob, forgetOldJobs, listOpenJobs, updateJob } from '../db/queries/print-jobs';
import { findPrinter, listPrinters } from '../db/queries/printers';
import { findTicketTemplate } from '../db/queries/ticket-templates';
import { findLogo, getVenue } from '../db/queries/venue';
import { formatDateTime } from '../preload/contract/units';
import { describeCard } from './desk/describe-cards';
import { describeTickets } from './desk/describe-tickets';
import { shiftPaper } from './desk/shift-paper';
import { readShift } from './desk/shifts';
import { partsOf, termsFor } from './desk/ticket-template';
import { notePrinted } from './office/cards';
import { printerOf } from './office/printers';
import { sampleTicket } from './office/sample-ticket';
import type { OpenVenue } from './open-venue';
import type { PaperMaker } from './printing/papers';
import { createPrintQueue, type PrintQueue } from './printing/queue';
import type { Ticket } from './printing/ticket';
import { printWays, type PretendWay } from './printing/ways';
import { isRefusal } from './refuse';

/** Longer than an answer of a printer holds (printing/queue.ts), and soon enough to change the roll before the next guest. */
const LOOK_EVERY_MS = 15_000;

/**
 * Takes up the jobs the last run left.
 * @param maker draws what is printed
 * @param pretend in a rehearsal: what prints instead of any printer
 */
export function openPrinting(open: OpenVenue, maker: PaperMaker, pretend?: PretendWay): PrintQueue {
  const { db } = open;
  forgetOldJobs(db, open.now());
  const queue = createPrintQueue({
    store: {
      add: (job, nowMs) => addJob(db, job, nowMs),
      find: (jobId) => findJob(db, jobId),
      update(jobId, progress) {
        updateJob(db, jobId, progress);
        if (progress.state === 'printed') notePrinted(open, 'cards', findJob(db, jobId)?.guestIds ?? []);
      },
      advance(jobId, printedCount) {
        const batch = findJob(db, jobId)?.batch;
        if (batch) noteSerialPrint(db, batch.id, batch.serials[printedCount - 1]!, open.now());
        advanceJob(db, jobId, printedCount);
        open.announce(['cards']);
      },
      listOpen: (limit) => listOpenJobs(db, limit),
      findPrinter(printerId) {
        const row = findPrinter(db, printerId);
        return row && printerOf(row);
      },
    },
    ways: printWays(open.systemPrinter, pretend),
    maker,
    drawTickets: (guestIds, copy) => describeTickets(open, guestIds, copy),
    drawTestPage(printer) {
      const venue = getVenue(db);
      return {
        venueName: venue.name,
        logo: findLogo(db),
        printerName: printer.name,
        language: venue.language,
        printedAt: formatDateTime(open.now(), venue.language, venue.timeZone),
      };
    },
    drawSample: (templateId) => sampleOf(open, templateId),
    drawCard: (batchId, serial) => describeCard(open, batchId, serial),
    drawShift(shiftId) {
      const shift = readShift(open, shiftId);
      return isRefusal(shift) ? undefined : shiftPaper(open, shift);
    },
    now: () => open.now(),
    onChange: () => open.announce(['printers', 'tickets']),
    log: open.log,
  });
  const look = setInterval(() => void askPrinters(open, queue), LOOK_EVERY_MS).unref();
  return {
    ...queue,
    close() {
      clearInterval(look);
      return queue.close();
    },
  };
}

/** A printer that runs out of paper while nobody prints says so to whoever asks only; the queue tells what has changed. */
async function askPrinters(open: OpenVenue, queue: PrintQueue): Promise<void> {
  try {
    await Promise.all(listPrinters(open.db).map((row) => queue.health(printerOf(row))));
  } catch (error) {
    open.log.warn('The printers could not be asked how they are', error);
  }
}

/** In the venue's language: who looks at it works here. */
function sampleOf(open: OpenVenue, templateId: number): Ticket | undefined {
  const row = findTicketTemplate(open.db, templateId);
  if (!row) return undefined;
  const venue = getVenue(open.db);
  const sample = sampleTicket(open.db, { language: venue.language, guest: 'usual' }, open.now());
  const parts = partsOf(open, venue, row);
  return { ...sample, ...parts, ...termsFor(open.db, parts, null, venue.language) };
}
