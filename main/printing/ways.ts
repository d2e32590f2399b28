/** The ways from a layout to paper, and what a printer says of itself, by kind of printer. */
import { Fault, viewFault, type FaultView } from '../../preload/contract/faults';
import { askNetworkPrinter, printToNetwork } from './network-printer';
import type { Paper, PaperMaker } from './papers';
import type { Printer } from './printer';
import { askRawQueue, printToRawQueue } from './raw-queue';
import type { SystemPrinter, TicketLayout } from './ticket';

/** The senders of each kind; tests hand in their own. */
export interface PrintWays {
  /** Undefined in service mode. */
  readonly system: SystemPrinter | undefined;
  readonly network: { readonly print: typeof printToNetwork; readonly ask: typeof askNetworkPrinter };
  readonly queue: { readonly print: typeof printToRawQueue; readonly ask: typeof askRawQueue };
  /** In a rehearsal: takes what any printer is given, so that nothing comes out of a real one. */
  readonly pretend?: PretendWay | undefined;
}

/** A printer that is played. Faults as of the real ways. */
export interface PretendWay {
  print(layouts: readonly TicketLayout[], printerName: string, onHandedOver: () => void): Promise<void>;
  /** Resolves when it is ready. */
  ask(printerName: string): Promise<void>;
}

export interface PrinterHealth {
  readonly state: 'ready' | 'problem' | 'unknown';
  readonly fault?: FaultView;
}

/** The real ways of this computer, or the one way of a rehearsal. */
export function printWays(system: SystemPrinter | undefined, pretend?: PretendWay): PrintWays {
  return {
    system,
    network: { print: printToNetwork, ask: askNetworkPrinter },
    queue: { print: printToRawQueue, ask: askRawQueue },
    pretend,
  };
}

/** How a job is printed. */
export interface Printing {
  /** What the system's own queue shows. */
  readonly title: string;
  readonly timeoutMs: number;
  readonly ways: PrintWays;
  readonly maker: PaperMaker;
  /** From here on paper may have come out, whatever the fault (but PRINTER_UNREACHABLE, which always means: none). */
  readonly onHandedOver: () => void;
}

/**
 * Prints papers on a printer, one after the other. Faults: those of the way, PRINTER_NOT_HERE, TICKET_QR_UNREADABLE.
 */
export async function printOn(
  printer: Printer,
  papers: readonly Paper[],
  { title, timeoutMs, ways, maker, onHandedOver }: Printing,
): Promise<void> {
  const { name: printerName, target, paperMm } = printer;
  const question = { papers, paperMm };
  if (ways.pretend) return ways.pretend.print(await maker.layOut(question), printerName, onHandedOver);
  switch (printer.kind) {
    case 'system':
      if (!ways.system) throw new Fault('PRINTER_NOT_HERE', { printer: printerName });
      return printOnSystem(ways.system, await maker.layOut(question), printer, title, onHandedOver);
    case 'network':
      await ways.network.print(await maker.encode(question), target, { printerName, timeoutMs, onHandedOver });
      return;
    case 'queue':
      return ways.queue.print(await maker.encode(question), target, { printerName, timeoutMs, onHandedOver });
  }
}

/** One ticket at a time: what goes wrong after the first must not bring that one out again. */
async function printOnSystem(
  system: SystemPrinter,
  layouts: readonly TicketLayout[],
  printer: Printer,
  title: string,
  onHandedOver: () => void,
): Promise<void> {
  for (const [index, layout] of layouts.entries()) {
    await system.print([layout], printer.target, title, onHandedOver).catch((error: unknown) => {
      const nothingPrinted = error instanceof Fault && error.code === 'PRINTER_UNREACHABLE';
      if (!nothingPrinted || index === 0) throw error;
      throw new Fault('PRINTER_INTERRUPTED', { printer: printer.name }, { cause: error });
    });
  }
}

/** What the printer says of itself. Never rejects. */
export async function askPrinter(printer: Printer, ways: PrintWays): Promise<PrinterHealth> {
  try {
    return { state: await askState(printer, ways) };
  } catch (error) {
    const code = error instanceof Fault ? error.code : 'INTERNAL';
    return { state: 'problem', fault: viewFault(code, { printer: printer.name }) };
  }
}

async function askState(printer: Printer, ways: PrintWays): Promise<'ready' | 'unknown'> {
  const { name: printerName, target } = printer;
  if (ways.pretend) {
    await ways.pretend.ask(printerName);
    return 'ready';
  }
  switch (printer.kind) {
    case 'network':
      return (await ways.network.ask(target, { printerName })).kind === 'ready' ? 'ready' : 'unknown';
    case 'queue':
      await ways.queue.ask(target, { printerName });
      return 'ready';
    case 'system': {
      const known = await ways.system?.list();
      if (known?.every((candidate) => candidate.name !== target)) {
        throw new Fault('PRINTER_NOT_FOUND', { printer: printerName });
      }
      // The system knows its queue, not whether there is paper.
      return 'unknown';
    }
  }
}
