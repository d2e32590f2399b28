/**
 * The queue of paper: what becomes of every print job, visibly, also over a restart. One job at a time per printer, in
 * the order of sale; printers do not wait for each other. A job that may have come out is never tried again by itself.
 */
import { Fault, viewFault, type FaultCode, type FaultView } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import { layOutTestPage, layOutTicket } from './layout';
import type { Printer } from './printer';
import { layOutReport, type Report } from './report';
import type { TestPage, Ticket, TicketLayout } from './ticket';
import { askPrinter, printOn, type PrinterHealth, type PrintWays } from './ways';

export { printWays } from './ways';

export type PrintJobState = 'waiting' | 'printing' | 'printed' | 'failed' | 'cancelled';

export interface NewPrintJob {
  readonly printerId: number;
  readonly printerName: string;
  /** The guests whose tickets are printed, drawn when the job runs; empty: a test page, a shift's report, or a sample. */
  readonly guestIds: readonly number[];
  /** The shift whose report is printed. */
  readonly shiftId?: number | undefined;
  /** The template of which a ticket is printed for a made-up guest. */
  readonly templateId?: number | undefined;
  readonly copy: boolean;
  readonly operatorName: string;
}

export interface PrintJob extends NewPrintJob {
  readonly id: number;
  readonly createdAtMs: number;
  readonly state: PrintJobState;
  readonly attempts: number;
  /** What went wrong at the last attempt. */
  readonly faultCode: FaultCode | null;
  readonly finishedAtMs: number | null;
}

export type PrintJobProgress = Pick<PrintJob, 'state' | 'attempts' | 'faultCode' | 'finishedAtMs'>;

/** Where the jobs are kept; implemented over the database by db/queries/print-jobs. */
export interface PrintStore {
  add(job: NewPrintJob, nowMs: number): number;
  find(jobId: number): PrintJob | undefined;
  update(jobId: number, progress: PrintJobProgress): void;
  /** Jobs in state waiting or printing, oldest first, at most `limit`. */
  listOpen(limit: number): readonly PrintJob[];
  findPrinter(printerId: number): Printer | undefined;
}

export interface PrintQueueOptions {
  readonly store: PrintStore;
  readonly ways: PrintWays;
  /** Tickets of these guests, in this order; guests that are no more (an undone sale) are left out. */
  drawTickets(guestIds: readonly number[], copy: boolean): readonly Ticket[];
  drawTestPage(printer: Printer): TestPage;
  /** Undefined: there is no such template any more. */
  drawSample(templateId: number): Ticket | undefined;
  /** Undefined: there is no such shift. */
  drawShift(shiftId: number): Report | undefined;
  /** UTC milliseconds. */
  now(): number;
  /** Runs `act` once after `ms`; the returned function takes it back. */
  readonly after?: (ms: number, act: () => void) => () => void;
  /** A job's state changed. */
  onChange(): void;
  readonly log: { warn(message: string, cause?: unknown): void; error(message: string, cause?: unknown): void };
}

/** What became of the paper so far; the shape of the contract's `printOutcome`. */
export interface PrintResult {
  readonly state: 'printed' | 'queued' | 'failed';
  /** Absent where the job could not even be written down. */
  readonly jobId?: number;
  readonly printerName: string;
  readonly fault?: FaultView;
}

export interface PrintQueue {
  /** Queues a job and waits for its outcome, but not longer than a receptionist would (1.5 s). Never rejects. */
  submit(job: NewPrintJob): Promise<PrintResult>;
  /** Tries a failed, cancelled or waiting job now. Refusals: not-found, job-not-waiting. */
  retry(jobId: number): Promise<PrintResult | Refusal>;
  /** Takes a waiting job out. Refusals: not-found, job-not-waiting. */
  cancel(jobId: number): Refusal | undefined;
  /** After an undo: waiting jobs whose guests are all gone are cancelled. */
  guestsChanged(): void;
  /** Jobs that are not finished. */
  countWaiting(): number;
  /** What the printer says of itself now, or said within the last seconds. Never rejects. */
  health(printer: Printer): Promise<PrinterHealth>;
  /** What printers said of themselves no longer holds: they are asked anew. */
  forgetHealth(): void;
  /** Stops; a job in the middle of printing gets a moment to finish, the others are waiting again at the next start. */
  close(): Promise<void>;
}

/** How long the screen waits before it says "queued". */
const OUTCOME_WAIT_MS = 1_500;
/** Waits between attempts at a printer that is not there: a switch to press, a cable to find; then the operator decides. */
const RETRY_AFTER_MS = [2_000, 5_000, 15_000, 30_000, 60_000] as const;
/** For what a printer does with one job; a ticket takes it a second or two. */
const ATTEMPT_MS = 30_000;
const ATTEMPT_PER_TICKET_MS = 3_000;
/** Every way keeps its time by itself; one that does not is given up this much later. */
const HANG_MS = 15_000;
/** A ticket from yesterday must not come out by itself: its guest has long been given another. */
const STALE_AFTER_MS = 12 * 3_600_000;
/** More than a day of a busy campsite; the rest waits in the database for the next start. */
const MOST_OPEN_JOBS = 1_000;
const HEALTH_FOR_MS = 10_000;
const CLOSE_WAIT_MS = 3_000;

/** The jobs of one printer, in order. `stopWaiting` is there while it waits for a printer that did not answer. */
interface Lane {
  readonly jobIds: number[];
  running: Promise<void> | undefined;
  stopWaiting: (() => void) | undefined;
}

/** Takes up what the last run left: waiting jobs go on, a job it died in is failed, since it may have come out. */
export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  const { store, ways, log } = options;
  const now = (): number => options.now();
  const after = options.after ?? afterMs;
  const lanes = new Map<number, Lane>();
  const listeners = new Map<number, Set<() => void>>();
  const healths = new Map<number, { readonly atMs: number; readonly health: PrinterHealth }>();
  const asking = new Map<number, Promise<PrinterHealth>>();
  let phase: 'open' | 'closing' | 'closed' = 'open';

  function laneOf(printerId: number): Lane {
    const lane = lanes.get(printerId) ?? { jobIds: [], running: undefined, stopWaiting: undefined };
    lanes.set(printerId, lane);
    return lane;
  }

  /** Starts the lane unless it runs, or waits for its printer. */
  function run(lane: Lane): void {
    if (phase !== 'open' || lane.running || lane.stopWaiting || lane.jobIds.length === 0) return;
    lane.running = work(lane)
      .catch((error: unknown) => log.error('the print queue could not write down what it did', error))
      .finally(() => (lane.running = undefined));
  }

  async function work(lane: Lane): Promise<void> {
    while (phase === 'open' && lane.jobIds.length > 0) {
      const jobId = lane.jobIds[0]!;
      const retryMs = await attempt(jobId);
      if (retryMs === undefined) {
        removeFrom(lane, jobId);
        continue;
      }
      backOff(lane, retryMs);
      return;
    }
  }

  function backOff(lane: Lane, ms: number): void {
    if (phase !== 'open') return;
    lane.stopWaiting = after(ms, () => wake(lane));
    // Those behind wait for the same printer: their desks need not be kept.
    for (const jobId of lane.jobIds) announce(jobId);
  }

  /** Tries now what waits for its printer. */
  function wake(lane: Lane): void {
    lane.stopWaiting?.();
    lane.stopWaiting = undefined;
    // A lane that has just backed off is still ending its last round.
    void Promise.resolve(lane.running).then(() => run(lane));
  }

  /** Tries a job once. Returns after how long to try again, or undefined where the job is finished. */
  async function attempt(jobId: number): Promise<number | undefined> {
    const job = store.find(jobId);
    if (job?.state !== 'waiting') return undefined;
    const attempts = job.attempts + 1;
    change(jobId, { state: 'printing', attempts, faultCode: null, finishedAtMs: null });
    const outcome = await print(job).catch((error: unknown) => faultOf(error, job));
    const retryMs = outcome === 'PRINTER_UNREACHABLE' ? RETRY_AFTER_MS[attempts - 1] : undefined;
    if (outcome === 'printed' || outcome === 'cancelled') finish(jobId, outcome, attempts, null);
    else if (retryMs === undefined) finish(jobId, 'failed', attempts, outcome);
    else change(jobId, { state: 'waiting', attempts, faultCode: outcome, finishedAtMs: null });
    return retryMs;
  }

  function finish(jobId: number, state: PrintJobState, attempts: number, faultCode: FaultCode | null): void {
    change(jobId, { state, attempts, faultCode, finishedAtMs: now() });
  }

  function change(jobId: number, progress: PrintJobProgress): void {
    if (phase === 'closed') return; // so is the database; the next start finds the job as interrupted
    store.update(jobId, progress);
    options.onChange();
    if (progress.state !== 'printing') announce(jobId);
  }

  function announce(jobId: number): void {
    for (const heard of listeners.get(jobId) ?? []) heard();
  }

  /** `cancelled`: there is nothing left to print. */
  async function print(job: PrintJob): Promise<'printed' | 'cancelled'> {
    const printer = store.findPrinter(job.printerId);
    if (!printer) throw new Fault('PRINTER_NOT_FOUND', { printer: job.printerName });
    const layouts = layOut(job, printer);
    if (layouts.length === 0) return 'cancelled';
    const timeoutMs = ATTEMPT_MS + layouts.length * ATTEMPT_PER_TICKET_MS;
    const printing = printOn(printer, layouts, { title: `Gatehouse ${job.id}`, timeoutMs, ways });
    await withinTime(printing, timeoutMs + HANG_MS, printer.name);
    learn(printer.id, { state: 'ready' });
    return 'printed';
  }

  function layOut(job: PrintJob, printer: Printer): readonly TicketLayout[] {
    if (job.shiftId !== undefined) {
      const report = options.drawShift(job.shiftId);
      return report ? [layOutReport(report, printer.paperMm)] : [];
    }
    if (job.templateId !== undefined) {
      const sample = options.drawSample(job.templateId);
      return sample ? [layOutTicket(sample, printer.paperMm)] : [];
    }
    if (job.guestIds.length === 0) return [layOutTestPage(options.drawTestPage(printer), printer.paperMm)];
    return options.drawTickets(job.guestIds, job.copy).map((ticket) => layOutTicket(ticket, printer.paperMm));
  }

  function faultOf(error: unknown, job: PrintJob): FaultCode {
    const code = error instanceof Fault ? error.code : 'INTERNAL';
    if (error instanceof Fault) log.warn(`print job ${job.id} on "${job.printerName}": ${code}`, error.cause);
    else log.error(`print job ${job.id} on "${job.printerName}" failed`, error);
    // A mistake in a ticket says nothing about the printer.
    if (code.startsWith('PRINTER_')) learn(job.printerId, { state: 'problem', fault: view(code, job) });
    return code;
  }

  async function withinTime<T>(work: Promise<T>, ms: number, printer: string): Promise<T> {
    let takeBack = (): void => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      takeBack = after(ms, () => reject(new Fault('PRINTER_TIMEOUT', { printer })));
    });
    return Promise.race([work, late]).finally(() => takeBack());
  }

  /** Resolves when the job changes to anything but printing, or after OUTCOME_WAIT_MS. */
  function heardOf(jobId: number): Promise<void> {
    return new Promise((resolve) => {
      const heard = (): void => {
        takeBack();
        const others = listeners.get(jobId);
        others?.delete(heard);
        if (others?.size === 0) listeners.delete(jobId);
        resolve();
      };
      const takeBack = after(OUTCOME_WAIT_MS, heard);
      listeners.set(jobId, (listeners.get(jobId) ?? new Set()).add(heard));
    });
  }

  async function outcomeOf(
    job: Pick<PrintJob, 'id' | 'printerId' | 'printerName'>,
    heard: Promise<void>,
  ): Promise<PrintResult> {
    await heard;
    const current = phase === 'closed' ? undefined : store.find(job.id);
    const state = resultStates[current?.state ?? 'waiting'];
    const fault = current?.faultCode ? view(current.faultCode, job) : state === 'queued' ? waitedFor(job) : undefined;
    return { state, jobId: job.id, printerName: job.printerName, ...(fault && { fault }) };
  }

  /** Why a job waits that has not been tried: its printer does not answer the one before it. */
  function waitedFor({ printerId }: Pick<PrintJob, 'printerId'>): FaultView | undefined {
    return lanes.get(printerId)?.stopWaiting && healths.get(printerId)?.health.fault;
  }

  async function submit(job: NewPrintJob): Promise<PrintResult> {
    try {
      const id = store.add(job, now());
      options.onChange();
      return await outcomeOf({ ...job, id }, start({ ...job, id }));
    } catch (error) {
      // The sale is committed; that its paper could not be queued must not make it look failed.
      log.error('a print job could not be queued', error);
      const fault = view(error instanceof Fault ? error.code : 'INTERNAL', job);
      return { state: 'failed', printerName: job.printerName, fault };
    }
  }

  /** Puts a waiting job in its lane and tries at once, also a printer that did not answer a moment ago. */
  function start(job: Pick<PrintJob, 'id' | 'printerId'>): Promise<void> {
    const heard = heardOf(job.id);
    const lane = laneOf(job.printerId);
    if (!lane.jobIds.includes(job.id)) lane.jobIds.push(job.id);
    wake(lane);
    return heard;
  }

  async function retry(jobId: number): Promise<PrintResult | Refusal> {
    const job = store.find(jobId);
    if (!job) return refuse('not-found', { what: 'Print job', id: jobId });
    if (job.state === 'printed') return refuse('job-not-waiting', { state: job.state });
    if (job.state === 'printing') return outcomeOf(job, heardOf(jobId));
    change(jobId, { state: 'waiting', attempts: 0, faultCode: job.faultCode, finishedAtMs: null });
    return outcomeOf(job, start(job));
  }

  function cancel(jobId: number): Refusal | undefined {
    const job = store.find(jobId);
    if (!job) return refuse('not-found', { what: 'Print job', id: jobId });
    if (job.state !== 'waiting') return refuse('job-not-waiting', { state: job.state });
    const lane = laneOf(job.printerId);
    removeFrom(lane, jobId);
    finish(jobId, 'cancelled', job.attempts, job.faultCode);
    // The next job need not sit out the pause of the one that is gone.
    wake(lane);
    return undefined;
  }

  function guestsChanged(): void {
    for (const jobId of [...lanes.values()].flatMap((lane) => lane.jobIds)) {
      const job = store.find(jobId);
      if (job?.state !== 'waiting' || job.guestIds.length === 0) continue;
      if (options.drawTickets(job.guestIds, job.copy).length === 0) cancel(jobId);
    }
  }

  function learn(printerId: number, health: PrinterHealth): void {
    healths.set(printerId, { atMs: now(), health });
  }

  async function health(printer: Printer): Promise<PrinterHealth> {
    const known = healths.get(printer.id);
    if (known && now() - known.atMs < HEALTH_FOR_MS) return known.health;
    // Most network printers take one connection at a time: asking now would disturb the job.
    if (lanes.get(printer.id)?.running) return known?.health ?? { state: 'unknown' };
    const asked = asking.get(printer.id) ?? askPrinter(printer, ways).finally(() => asking.delete(printer.id));
    asking.set(printer.id, asked);
    learn(printer.id, await asked);
    return asked;
  }

  function recover(): void {
    for (const job of store.listOpen(MOST_OPEN_JOBS)) {
      if (job.state === 'printing') finish(job.id, 'failed', job.attempts, 'PRINTER_INTERRUPTED');
      else if (now() - job.createdAtMs > STALE_AFTER_MS) finish(job.id, 'failed', job.attempts, 'PRINTER_TIMEOUT');
      else laneOf(job.printerId).jobIds.push(job.id);
    }
    for (const lane of lanes.values()) run(lane);
  }

  async function close(): Promise<void> {
    phase = 'closing';
    for (const lane of lanes.values()) lane.stopWaiting?.();
    const running = Promise.all([...lanes.values()].flatMap((lane) => lane.running ?? []));
    let takeBack = (): void => undefined;
    const late = new Promise<void>((resolve) => (takeBack = after(CLOSE_WAIT_MS, resolve)));
    await Promise.race([running, late]);
    takeBack();
    phase = 'closed';
  }

  recover();
  return {
    submit,
    retry,
    cancel,
    guestsChanged,
    countWaiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.jobIds.length, 0),
    health,
    forgetHealth: () => healths.clear(),
    close,
  };
}

const resultStates = {
  waiting: 'queued',
  printing: 'queued',
  printed: 'printed',
  failed: 'failed',
  // Nothing was left to print: an undo came first.
  cancelled: 'failed',
} as const satisfies Record<PrintJobState, PrintResult['state']>;

function view(code: FaultCode, job: Pick<PrintJob, 'printerName'>): FaultView {
  return viewFault(code, { printer: job.printerName });
}

function removeFrom(lane: Lane, jobId: number): void {
  const at = lane.jobIds.indexOf(jobId);
  if (at >= 0) lane.jobIds.splice(at, 1);
}

function refuse(reason: Refusal['reason'], params: Refusal['params']): Refusal {
  return { kind: 'refused', reason, params };
}

function afterMs(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}
