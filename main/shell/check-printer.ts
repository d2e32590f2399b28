/** Whether a printer can take a ticket now, as far as the system knows. */
import type { PrinterInfo } from 'electron';
import { Fault } from '../../preload/contract/faults';

/** IPP "printer-state" (RFC 8011 §5.4.11), as CUPS tells it; the other systems tell nothing. */
const PROCESSING = '4';
const STOPPED = '5';

/**
 * Lets a printer pass that is there and not known to be stuck. A job sent to a stuck one would come out later, after
 * the receptionist has printed the ticket elsewhere.
 * @throws {Fault} PRINTER_NOT_FOUND, PRINTER_NO_PAPER, PRINTER_COVER_OPEN, PRINTER_UNREACHABLE
 */
export function checkPrinter(name: string, known: readonly Pick<PrinterInfo, 'name' | 'options'>[]): void {
  const printer = known.find((candidate) => candidate.name === name);
  if (printer === undefined) throw new Fault('PRINTER_NOT_FOUND', { printer: name });
  const options = printer.options as Readonly<Record<string, string | undefined>>;
  const state = options['printer-state'];
  // The reasons of an idle printer are those of its last job: they go away only with the next one.
  if (state !== PROCESSING && state !== STOPPED) return;
  const reasons = options['printer-state-reasons'] ?? '';
  // RFC 8011 §5.4.12: keywords, some with a severity at the end, separated by commas.
  if (/\bmedia-(empty|needed)\b/.test(reasons)) throw new Fault('PRINTER_NO_PAPER', { printer: name });
  if (/\b(cover|door)-open\b/.test(reasons)) throw new Fault('PRINTER_COVER_OPEN', { printer: name });
  if (state === STOPPED) throw new Fault('PRINTER_UNREACHABLE', { printer: name });
}
