/** The computer's own printers: what it has, and tickets on them without a dialog. */
import { BrowserWindow, type PrinterInfo } from 'electron';
import type { SystemPrinter, TicketLayout } from '../printing/ticket';
import { checkPrinter } from './check-printer';
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
    async print(layouts, printerName, title, onHandedOver) {
      // Chromium prints on the default printer where it does not know the name, and reports a success.
      checkPrinter(printerName, await askPrinters());
      onHandedOver?.();
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
