/**
 * An Electron application that only prints: what the tests of the system printer drive. It is built by them, because
 * the real application hands out no printer without a venue, a sale and a person.
 */
import { app } from 'electron';
import { createRequire } from 'node:module';
import type * as PosPrinting from 'electron-pos-printer';
import { layOutTestPage, layOutTicket } from '../../main/printing/layout';
import type { Ticket, TicketLayout } from '../../main/printing/ticket';
import { runPrintJob } from '../../main/shell/print-window';
import { drawQrPng } from '../../main/shell/qr-picture';
import { createSystemPrinter } from '../../main/shell/system-printer';
import { Fault } from '../../preload/contract/faults';

const library = createRequire(import.meta.url)('electron-pos-printer') as typeof PosPrinting;
const printer = createSystemPrinter(drawQrPng);

/** What became of a job: 'spooled', or the code of the fault. */
export type Outcome = string;

async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    await work;
    return 'spooled';
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
}

const plain: Ticket = {
  guestId: 1,
  venueName: 'Hotel Bellavista',
  logo: undefined,
  kind: 'code',
  username: 'ABC234',
  password: 'ABC234',
  productName: '24 hours',
  sentence: 'Works 24 hours from first use, 2 devices, 10 Mbit/s',
  price: '€5.00',
  wifiName: undefined,
  loginHost: '10.5.50.1',
  room: undefined,
  displayName: undefined,
  language: 'en',
  soldAt: '22 Nov 2026, 04:40',
  copy: false,
};

const ticketLayout = (more: Partial<Ticket>, paperMm: 58 | 80): TicketLayout =>
  layOutTicket({ ...plain, ...more }, paperMm);

export const printing = {
  list: () => printer.list(),
  tickets: (tickets: readonly Partial<Ticket>[], paperMm: 58 | 80, printerName: string): Promise<Outcome> =>
    outcomeOf(
      printer.print(
        tickets.map((ticket) => ticketLayout(ticket, paperMm)),
        printerName,
        'Ticket',
      ),
    ),
  testPage: (language: string, paperMm: 58 | 80, printerName: string): Promise<Outcome> => {
    const page = { venueName: 'Hotel', logo: undefined, printerName, language, printedAt: '22 Nov 2026' };
    return outcomeOf(printer.print([layOutTestPage(page, paperMm)], printerName, 'Test page'));
  },
  /** Items of the library as they are, past everything that escapes and checks. */
  items: (items: object[], printerName: string, spooledWithinMs?: number): Promise<Outcome> =>
    outcomeOf(
      runPrintJob(
        { items: items as PosPrinting.PosPrintData[], paperMm: 80, language: 'en', printerName, title: 'Items' },
        spooledWithinMs,
      ),
    ),
  /** The library alone, as its manual shows it. */
  unguarded: (items: object[], printerName: string): Promise<Outcome> =>
    outcomeOf(
      library.PosPrinter.print(items as PosPrinting.PosPrintData[], { silent: true, printerName, pageSize: '80mm' }),
    ),
};

// As in main/index.ts: without it, Electron quits when the print window was the last one.
app.on('window-all-closed', () => undefined);
Object.assign(globalThis, { printing });
