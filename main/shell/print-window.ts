/** One job through electron-pos-printer, with what the library leaves out: a queue, a time limit, and an end. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BrowserWindow, ipcMain } from 'electron';
import type * as PosPrinting from 'electron-pos-printer';
import { Fault } from '../../preload/contract/faults';
import { findTypefaces } from '../printing/fonts';
import type { PaperMm } from '../printing/ticket';
import { printPageHtml } from './print-page';

export interface PrintJob {
  readonly items: readonly PosPrinting.PosPrintData[];
  readonly paperMm: PaperMm;
  readonly language: string;
  readonly printerName: string;
  /** Name of the job in the printer's queue; it is shown there to anyone, so no codes. */
  readonly title: string;
}

/** Drawing and spooling a ticket takes a second, on a busy old PC ten; what takes longer is stuck. */
const SPOOLED_WITHIN_MS = 30_000;

/** Names of the library's replies. They are the same for every window, which is why jobs go one by one. */
const REPLY_CHANNELS = ['body-init-reply', 'render-line-reply'] as const;

// The library is CommonJS of a shape from which an ES module cannot import by name.
const modules = createRequire(import.meta.url);
const { PosPrinter } = modules('electron-pos-printer') as typeof PosPrinting;
const libraryFile = modules.resolve('electron-pos-printer');
const librarySources = {
  script: join(dirname(libraryFile), 'renderer', 'renderer.js'),
  modulePaths: createRequire(libraryFile).resolve.paths('qrcode') ?? [],
} as const;

let before: Promise<unknown> = Promise.resolve();

/**
 * Prints one page as high as its content, silently. Jobs wait for each other.
 * @returns when the job is in the system's queue; whether paper came out, no printing system of a desktop tells
 * @throws {Fault} PRINTER_TIMEOUT, PRINTER_UNREACHABLE
 */
export function runPrintJob(job: PrintJob, spooledWithinMs = SPOOLED_WITHIN_MS): Promise<void> {
  const run = before.then(() => printOnOwnPage(job, spooledWithinMs));
  before = run.catch(() => undefined);
  return run;
}

async function printOnOwnPage(job: PrintJob, spooledWithinMs: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-print-'));
  try {
    const page = join(folder, 'ticket.html');
    const nonce = randomBytes(16).toString('base64');
    await writeFile(page, printPageHtml({ ...job, ...librarySources, typefaces: findTypefaces(), nonce }));
    await printInWindow(job, page, spooledWithinMs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function printInWindow(job: PrintJob, page: string, spooledWithinMs: number): Promise<void> {
  const { spooled, window } = startLibrary(job, page);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Fault('PRINTER_TIMEOUT', { printer: job.printerName })), spooledWithinMs);
  });
  try {
    await Promise.race([spooled, late, ...(window ? [whenPageFails(window)] : [])]);
  } finally {
    clearTimeout(timer);
    // The library closes its window only after a success, and leaves its listeners to the next job after a failure.
    if (window?.isDestroyed() === false) window.destroy();
    for (const channel of REPLY_CHANNELS) ipcMain.removeAllListeners(channel);
  }
}

/** Starts the library and finds the window it has opened, which it does before it returns. */
function startLibrary(job: PrintJob, page: string) {
  const others = new Set(BrowserWindow.getAllWindows().map((window) => window.id));
  const printing: Promise<unknown> = PosPrinter.print([...job.items], {
    pathTemplate: page,
    printerName: job.printerName,
    silent: true,
    // The library measures the drawn page for a named size, so that the paper ends where the ticket ends.
    pageSize: `${job.paperMm}mm`,
    width: `${job.paperMm}mm`,
    margins: { marginType: 'none' },
    copies: 1,
  });
  const spooled = printing.then(
    () => undefined,
    (cause: unknown) => {
      throw new Fault('PRINTER_UNREACHABLE', { printer: job.printerName }, { cause });
    },
  );
  // After a timeout nobody waits for the library any more.
  spooled.catch(() => undefined);
  const window = BrowserWindow.getAllWindows().find(({ id }) => !others.has(id));
  return { spooled, window };
}

/** Rejects when the page cannot be drawn: that is our fault, not the printer's, and waiting would not help. */
function whenPageFails(window: Electron.BrowserWindow): Promise<never> {
  const failed = new Promise<never>((_resolve, reject) => {
    window.webContents.once('did-fail-load', (_event, code, description) =>
      reject(new Error(`The print page did not load: ${description} (${code}).`)),
    );
    window.webContents.once('render-process-gone', (_event, { reason }) =>
      reject(new Error(`The print page ended: ${reason}.`)),
    );
  });
  failed.catch(() => undefined);
  return failed;
}
