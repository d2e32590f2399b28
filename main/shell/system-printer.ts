/** The computer's own printers: what it has, and tickets on them without a dialog. */
import { BrowserWindow, type PrinterInfo } from 'electron';
import { Fault } from '../../preload/contract/faults';
import type { SystemPrinter, TicketLayout } from '../printing/ticket';
import { findDefaultPrinter } from './default-printer';
import { runPrintJob } from './print-window';
import { ticketItems, type DrawQr } from './ticket-items';

/**
 * The printers of the operating system, for the print queue.
 * `print` makes one page per ticket, as long as the ticket, and resolves when all are in the system's queue.
 */
export function createSystemPrinter(drawQr: DrawQr): SystemPrinter {
  return {
    async list() {
      const [printers, usual] = await Promise.all([askPrinters(), findDefaultPrinter(process.platform)]);
      return printers.map(({ name, displayName }) => ({
        name,
        displayName: displayName || name,
        isDefault: name === usual,
      }));
    },
    async print(layouts, printerName, title) {
      // Chromium prints on the default printer where it does not know the name, and reports a success.
      checkPrinter(printerName, await askPrinters());
      for (const layout of layouts) await printTicket(layout, printerName, title, drawQr);
    },
  };
}

function printTicket(layout: TicketLayout, printerName: string, title: string, drawQr: DrawQr): Promise<void> {
  const { paperMm, language } = layout;
  return runPrintJob({ items: ticketItems(layout, drawQr), paperMm, language, printerName, title });
}

/** Only a page can ask for the printers; one of its own is there even while the application has no window. */
async function askPrinters(): Promise<readonly PrinterInfo[]> {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } });
  try {
    return await window.webContents.getPrintersAsync();
  } finally {
    window.destroy();
  }
}

/** IPP "stopped" (RFC 8011 §5.4.11): the queue takes jobs and keeps them, until somebody looks. */
const STOPPED = '5';

/** @throws {Fault} PRINTER_NOT_FOUND; and what CUPS tells of a printer that will not print: paper, cover, stopped */
export function checkPrinter(name: string, known: readonly Pick<PrinterInfo, 'name' | 'options'>[]): void {
  const printer = known.find((candidate) => candidate.name === name);
  if (printer === undefined) throw new Fault('PRINTER_NOT_FOUND', { printer: name });
  const options = printer.options as Readonly<Record<string, string | undefined>>;
  const reasons = options['printer-state-reasons'] ?? '';
  // RFC 8011 §5.4.12: keywords with a suffix of severity, separated by commas.
  if (/\bmedia-(empty|needed)\b/.test(reasons)) throw new Fault('PRINTER_NO_PAPER', { printer: name });
  if (/\b(cover|door)-open\b/.test(reasons)) throw new Fault('PRINTER_COVER_OPEN', { printer: name });
  if (options['printer-state'] === STOPPED) throw new Fault('PRINTER_UNREACHABLE', { printer: name });
}
