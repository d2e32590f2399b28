/** The pretend printer: draws what it is given as paper on screen, and fails as a real one does when the trainer says so. */
import { setTimeout as wait } from 'node:timers/promises';
import { Fault, type FaultCode } from '../../preload/contract/faults';
import { ticketPng } from '../printing/raster';
import type { SystemPrinter, TicketLayout } from '../printing/ticket';
import type { PretendWay } from '../printing/ways';

export const printerStates = ['ready', 'slow', 'no-paper', 'cover-open', 'breaks-off', 'off'] as const;
export type PrinterState = (typeof printerStates)[number];

/** What has come out. */
export interface Paper {
  readonly id: number;
  readonly printedAtMs: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** False: the printer broke off in the middle. */
  readonly whole: boolean;
  readonly png: Uint8Array;
}

export interface PretendPrinter extends PretendWay {
  readonly state: PrinterState;
  become(state: PrinterState): void;
  /** Newest first; as many as fit on the trainer's table. */
  papers(): readonly Paper[];
  /** Takes the paper off the table. */
  clear(): void;
  /** As the operating system would list it. */
  readonly asSystemPrinter: SystemPrinter;
  /** What it is in the middle of ends as if it had been unplugged. */
  close(): void;
}

export interface PretendPrinterOptions {
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Paper came out, or the printer changed. */
  readonly onChange: () => void;
  /** How long the slow printer takes over one ticket. */
  readonly slowMs?: number;
  /** Which printers the trainer's troubles are those of; absent: all. A printer that takes over has none. */
  readonly isTroubled?: (printerName: string) => boolean;
}

/** Also the name of the printer in the demo hotel (db/demo/hotel.ts). */
const NAME = 'Rehearsal printer';
/** Longer than the desk waits for paper (1.5 s), shorter than a job may take. */
const SLOW_MS = 6_000;
const MOST_PAPERS = 12;

const troubles: Readonly<Partial<Record<PrinterState, FaultCode>>> = {
  'no-paper': 'PRINTER_NO_PAPER',
  'cover-open': 'PRINTER_COVER_OPEN',
  off: 'PRINTER_UNREACHABLE',
};

/** A printer with paper in it, switched on. */
export function createPretendPrinter({
  now,
  onChange,
  slowMs = SLOW_MS,
  isTroubled = () => true,
}: PretendPrinterOptions): PretendPrinter {
  const closing = new AbortController();
  let state: PrinterState = 'ready';
  let papers: readonly Paper[] = [];
  let made = 0;

  function stateOf(printer: string): PrinterState {
    return isTroubled(printer) ? state : 'ready';
  }

  function assertFit(printer: string): void {
    const code = closing.signal.aborted ? 'PRINTER_UNREACHABLE' : troubles[stateOf(printer)];
    if (code !== undefined) throw new Fault(code, { printer });
  }

  async function print(
    layouts: readonly TicketLayout[],
    printer: string,
    onHandedOver: () => void = () => undefined,
  ): Promise<void> {
    for (const layout of layouts) {
      assertFit(printer);
      onHandedOver();
      await takeTime(printer);
      const breaksOff = stateOf(printer) === 'breaks-off';
      await putOut(layout, !breaksOff);
      if (breaksOff) throw new Fault('PRINTER_INTERRUPTED', { printer });
    }
  }

  async function takeTime(printer: string): Promise<void> {
    if (stateOf(printer) !== 'slow') return;
    await wait(slowMs, undefined, { signal: closing.signal }).catch((cause: unknown) => {
      throw new Fault('PRINTER_INTERRUPTED', { printer }, { cause });
    });
    // Meanwhile the paper may have been taken out.
    assertFit(printer);
  }

  async function putOut(layout: TicketLayout, whole: boolean): Promise<void> {
    const picture = await ticketPng(layout);
    made += 1;
    papers = [{ id: made, printedAtMs: now(), whole, ...picture }, ...papers].slice(0, MOST_PAPERS);
    onChange();
  }

  return {
    get state() {
      return state;
    },
    become(next) {
      state = next;
      onChange();
    },
    papers: () => papers,
    clear() {
      papers = [];
      onChange();
    },
    print,
    ask: (printer) => Promise.resolve().then(() => assertFit(printer)),
    asSystemPrinter: {
      list: () => Promise.resolve([{ name: NAME, displayName: NAME, isDefault: true }]),
      print: (layouts, printer, _title, onHandedOver) => print(layouts, printer, onHandedOver),
    },
    close: () => closing.abort(),
  };
}
