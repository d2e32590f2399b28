/**
 * The queue of paper: what becomes of every print job, visibly, also over a restart. One job at a time per printer, in
 * the order of sale; printers do not wait for each other. A job that may have come out is never tried again by itself; one
 * of which nothing came out goes to the printer's fallback, where it has one.
 */
import { Fault, viewFault, type FaultCode, type FaultView } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import { paperOfJob } from './paper-of-job';
import type { Paper, PaperMaker } from './papers';
import type { Printer } from './printer';
import type { Report } from './report';
import type { TestPage, Ticket } from './ticket';
import { createTurns } from './turns';
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
  /** A run: cards or vouchers of a batch, printed one after the other. */
  readonly batch?: Run | undefined;
  readonly copy: boolean;
  readonly operatorName: string;
}

export interface Run {
  readonly id: number;
  /** Which of the batch, in the order they come out. */
  readonly serials: readonly number[];
}

export interface PrintJob extends NewPrintJob {
  readonly id: number;
  readonly createdAtMs: number;
  readonly state: PrintJobState;
  readonly attempts: number;
  /** What went wrong at the last attempt, on the fallback where there is one. */
  readonly faultCode: FaultCode | null;
  readonly finishedAtMs: number | null;
  /** The printer that took over; written down before it is given anything. */
  readonly fallback: Fallback | null;
  /** Of a run: so many have come out; it goes on behind them. */
  readonly printedCount: number;
}

export type PrintJobProgress = Pick<PrintJob, 'state' | 'attempts' | 'faultCode' | 'finishedAtMs' | 'fallback'>;

/** Another printer than the one asked for. */
export interface Fallback {
  readonly printerId: number;
  readonly printerName: string;
  /** What was wrong with the printer asked for; nothing of the job had come out of it. */
  readonly reason: FaultCode;
}

/** Where the jobs are kept; implemented over the database by db/queries/print-jobs. */
export interface PrintStore {
  add(job: NewPrintJob, nowMs: number): number;
  find(jobId: number): PrintJob | undefined;
  update(jobId: number, progress: PrintJobProgress): void;
  /** Of a run: the card before this count has come out. */
  advance(jobId: number, printedCount: number): void;
  /** Jobs in state waiting or printing, oldest first, at most `limit`. */
  listOpen(limit: number): readonly PrintJob[];
  findPrinter(printerId: number): Printer | undefined;
}

export interface PrintQueueOptions {
  readonly store: PrintStore;
  readonly ways: PrintWays;
  readonly maker: PaperMaker;
  /** Tickets of these guests, in this order; guests that are no more (an undone sale) are left out. */
  drawTickets(guestIds: readonly number[], copy: boolean): readonly Ticket[];
  drawTestPage(printer: Printer): TestPage;
  /** Undefined: there is no such template any more. */
  drawSample(templateId: number): Ticket | undefined;
  /** Undefined: there is no such card or voucher any more. */
  drawCard(batchId: number, serial: number): Ticket | undefined;
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
  /** That printed, or should have. */
  readonly printerName: string;
  readonly fault?: FaultView;
  /** What was wrong with the printer asked for, where another one took over. */
  readonly takenOver?: FaultView;
}

export interface PrintQueue {
  /** Queues a job and waits for its outcome, but not longer than a receptionist would (1.5 s). Never rejects. */
  submit(job: NewPrintJob): Promise<PrintResult>;
  /** Tries a failed, cancelled or waiting job now. Refusals: not-found, job-not-waiting. */
  retry(jobId: number): Promise<PrintResult | Refusal>;
  /** Takes a waiting job out; stops a run behind the card that is being printed. Refusals: not-found, job-not-waiting. */
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

/** What became of a job on one printer. */
type Outcome =
  | { readonly kind: 'printed' }
  /** There was nothing left to print. */
  | { readonly kind: 'cancelled' }
  /** `nothingOut`: it is known that no paper came out, so that it may come out of another printer. */
  | { readonly kind: 'failed'; readonly fault: FaultCode; readonly nothingOut: boolean };

/** Takes up what the last run left: waiting jobs go on, a job it died in is failed, since it may have come out. */
export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  const { store, ways, maker, log } = options;
  const now = (): number => options.now();
  const after = options.after ?? afterMs;
  const lanes = new Map<number, Lane>();
  const listeners = new Map<number, Set<() => void>>();
  const healths = new Map<number, { readonly atMs: number; readonly health: PrinterHealth }>();
  const asking = new Map<number, Promise<PrinterHealth>>();
  const turns = createTurns();
  /** Runs, which let other jobs of their printer go first, and those of them that somebody has stopped. */
  const runs = new Set<number>();
  const stopped = new Set<number>();
  /** Since when a printer takes nothing. */
  const troubledSinceMs = new Map<number, number>();
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
      const jobId = nextOf(lane);
      const next = await attempt(jobId);
      if (next === 'more') continue;
      if (next === undefined) {
        // Whoever heard of its end may have asked for it again already.
        if (store.find(jobId)?.state !== 'waiting') removeFrom(lane, jobId);
        continue;
      }
      backOff(lane, next);
      return;
    }
  }

  /** A guest at the desk does not wait for a roll of cards. */
  function nextOf({ jobIds }: Lane): number {
    return jobIds.find((jobId) => !runs.has(jobId)) ?? jobIds[0]!;
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
  async function attempt(jobId: number): Promise<number | 'more' | undefined> {
    const job = store.find(jobId);
    if (job?.batch) return printNext(job, job.batch);
    if (job?.state !== 'waiting') return undefined;
    const attempts = job.attempts + 1;
    change(jobId, { state: 'printing', attempts, faultCode: null, finishedAtMs: null, fallback: null });
    const own = knownTrouble(job) ?? (await tryOn(job, job));
    const other = own.kind === 'failed' && own.nothingOut ? fallbackOf(job, own.fault) : undefined;
    if (own.kind !== 'failed' || !other) return conclude(jobId, attempts, own, null);
    if (other.inMs > 0) return wait(jobId, attempts, own.fault, other.inMs);
    return takeOver(job, attempts, own, other.fallback);
  }

  /**
   * The next card of a run. What has come out is noted card by card: after a fault, a stop or a power cut the run goes on
   * behind it. A run stays on its printer: half a roll elsewhere helps nobody.
   */
  async function printNext(job: PrintJob, { serials }: Run): Promise<number | 'more' | undefined> {
    if (job.state !== 'waiting' && job.state !== 'printing') return undefined;
    if (stopped.delete(job.id)) {
      finish(job, 'cancelled', null);
      return undefined;
    }
    const attempts = job.state === 'waiting' ? job.attempts + 1 : job.attempts;
    const printing = { state: 'printing', attempts, faultCode: null, finishedAtMs: null, fallback: null } as const;
    if (job.state === 'waiting') change(job.id, printing);
    const outcome = await tryOn(job, job);
    if (phase === 'closed') return undefined;
    if (outcome.kind === 'failed') return conclude(job.id, attempts, outcome, null);
    store.advance(job.id, job.printedCount + 1);
    if (job.printedCount + 1 >= serials.length) return conclude(job.id, attempts, { kind: 'printed' }, null);
    // In order: it goes on by itself at the next start.
    if (phase === 'closing') change(job.id, { ...printing, state: 'waiting' });
    else options.onChange();
    return 'more';
  }

  /** Nothing of the job has come out of its own printer. */
  async function takeOver(
    job: PrintJob,
    attempts: number,
    own: Outcome,
    fallback: Fallback,
  ): Promise<number | undefined> {
    if (phase !== 'open') return conclude(job.id, attempts, own, null);
    // Before it is tried: if the program dies now, the operator is told where to look for the paper.
    change(job.id, { state: 'printing', attempts, faultCode: null, finishedAtMs: null, fallback });
    const outcome = await tryOn(job, fallback);
    const bothRefused = outcome.kind === 'failed' && outcome.nothingOut;
    return bothRefused ? conclude(job.id, attempts, own, null) : conclude(job.id, attempts, outcome, fallback);
  }

  function conclude(jobId: number, attempts: number, outcome: Outcome, fallback: Fallback | null): number | undefined {
    const faultCode = outcome.kind === 'failed' ? outcome.fault : null;
    const retryMs = faultCode === 'PRINTER_UNREACHABLE' ? RETRY_AFTER_MS[attempts - 1] : undefined;
    if (faultCode !== null && retryMs !== undefined) return wait(jobId, attempts, faultCode, retryMs);
    change(jobId, { state: outcome.kind, attempts, faultCode, finishedAtMs: now(), fallback });
    return undefined;
  }

  function wait(jobId: number, attempts: number, faultCode: FaultCode, mostMs: number): number {
    change(jobId, { state: 'waiting', attempts, faultCode, finishedAtMs: null, fallback: null });
    return Math.min(mostMs, RETRY_AFTER_MS[attempts - 1] ?? mostMs);
  }

  /** Which printer may print the job instead, and in how many milliseconds. */
  function fallbackOf(
    job: PrintJob,
    reason: FaultCode,
  ): { readonly fallback: Fallback; readonly inMs: number } | undefined {
    const { fallback } = store.findPrinter(job.printerId) ?? {};
    const other = fallback && store.findPrinter(fallback.printerId);
    if (!fallback || !other) return undefined;
    const sinceMs = troubledSinceMs.get(job.printerId) ?? now();
    const inMs = sinceMs + fallback.afterSec * 1_000 - now();
    return { fallback: { printerId: other.id, printerName: other.name, reason }, inMs };
  }

  /** A printer whose fallback has taken over is tried every ten seconds, not with every ticket: a dead one takes its time. */
  function knownTrouble(job: PrintJob): Outcome | undefined {
    const known = healths.get(job.printerId);
    const fault = known?.health.fault?.code;
    if (!known || fault === undefined || now() - known.atMs >= HEALTH_FOR_MS) return undefined;
    if (!troubledSinceMs.has(job.printerId)) return undefined;
    const other = fallbackOf(job, fault);
    return other && other.inMs <= 0 ? { kind: 'failed', fault, nothingOut: true } : undefined;
  }

  function finish(job: PrintJob, state: 'failed' | 'cancelled', faultCode: FaultCode | null): void {
    change(job.id, { ...job, state, faultCode, finishedAtMs: now() });
  }

  function change(jobId: number, progress: PrintJobProgress): void {
    if (phase === 'closed') return; // so is the database; the next start finds the job as interrupted
    const { state, attempts, faultCode, finishedAtMs, fallback } = progress;
    store.update(jobId, { state, attempts, faultCode, finishedAtMs, fallback });
    options.onChange();
    if (progress.state !== 'printing') announce(jobId);
  }

  function announce(jobId: number): void {
    for (const heard of listeners.get(jobId) ?? []) heard();
  }

  /** Gives a job to a printer, which does one at a time. Never rejects. */
  async function tryOn(job: PrintJob, on: Pick<Fallback, 'printerId' | 'printerName'>): Promise<Outcome> {
    const paper = { mayBeOut: false };
    try {
      return { kind: await turns.take(on.printerId, () => print(job, on, () => (paper.mayBeOut = true))) };
    } catch (error) {
      const fault = faultOf(error, job, on);
      // A mistake in the ticket, or in the program, would be one on any printer.
      const nothingOut = fault.startsWith('PRINTER_') && (!paper.mayBeOut || fault === 'PRINTER_UNREACHABLE');
      if (fault.startsWith('PRINTER_')) learn(on.printerId, { state: 'problem', fault: view(fault, on) }, nothingOut);
      return { kind: 'failed', fault, nothingOut };
    }
  }

  async function print(
    job: PrintJob,
    on: Pick<Fallback, 'printerId' | 'printerName'>,
    onHandedOver: () => void,
  ): Promise<'printed' | 'cancelled'> {
    const printer = store.findPrinter(on.printerId);
    if (!printer) throw new Fault('PRINTER_NOT_FOUND', { printer: on.printerName });
    const papers = papersOf(job, printer);
    if (papers.length === 0) return 'cancelled';
    const timeoutMs = ATTEMPT_MS + papers.length * ATTEMPT_PER_TICKET_MS;
    const printing = printOn(printer, papers, { title: `Gatehouse ${job.id}`, timeoutMs, ways, maker, onHandedOver });
    await withinTime(printing, timeoutMs + HANG_MS, printer.name);
    learn(printer.id, { state: 'ready' });
    return 'printed';
  }

  function papersOf(job: PrintJob, printer: Printer): readonly Paper[] {
    if (job.shiftId !== undefined) {
      const report = options.drawShift(job.shiftId);
      return report ? [{ kind: 'report', report }] : [];
    }
    if (job.templateId !== undefined) {
      const sample = options.drawSample(job.templateId);
      return sample ? [{ kind: 'ticket', ticket: sample }] : [];
    }
    if (job.batch) {
      const card = options.drawCard(job.batch.id, job.batch.serials[job.printedCount]!);
      return card ? [{ kind: 'ticket', ticket: card }] : [];
    }
    if (job.guestIds.length === 0) return [{ kind: 'test-page', page: options.drawTestPage(printer) }];
    return options.drawTickets(job.guestIds, job.copy).map((ticket) => ({ kind: 'ticket', ticket }));
  }

  function faultOf(error: unknown, job: PrintJob, { printerName }: Pick<Fallback, 'printerName'>): FaultCode {
    const code = error instanceof Fault ? error.code : 'INTERNAL';
    if (error instanceof Fault) log.warn(`print job ${job.id} on "${printerName}": ${code}`, error.cause);
    else log.error(`print job ${job.id} on "${printerName}" failed`, error);
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
    if (!current) return { state, jobId: job.id, printerName: job.printerName };
    const { printerName, fault = state === 'queued' ? waitedFor(job) : undefined, takenOver } = paperOfJob(current);
    return { state, jobId: job.id, printerName, ...(fault && { fault }), ...(takenOver && { takenOver }) };
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
  function start(job: Pick<PrintJob, 'id' | 'printerId' | 'batch'>): Promise<void> {
    const heard = heardOf(job.id);
    const lane = enqueue(job);
    wake(lane);
    return heard;
  }

  function enqueue({ id, printerId, batch }: Pick<PrintJob, 'id' | 'printerId' | 'batch'>): Lane {
    const lane = laneOf(printerId);
    if (!lane.jobIds.includes(id)) lane.jobIds.push(id);
    if (batch) runs.add(id);
    return lane;
  }

  async function retry(jobId: number): Promise<PrintResult | Refusal> {
    const job = store.find(jobId);
    if (!job) return refuse('not-found', { what: 'Print job', id: jobId });
    if (job.state === 'printed') return refuse('job-not-waiting', { state: job.state });
    if (job.state === 'printing') return outcomeOf(job, heardOf(jobId));
    stopped.delete(jobId);
    // Whoever presses has seen to the printer.
    healths.delete(job.printerId);
    change(jobId, { state: 'waiting', attempts: 0, faultCode: job.faultCode, finishedAtMs: null, fallback: null });
    return outcomeOf(job, start(job));
  }

  function cancel(jobId: number): Refusal | undefined {
    const job = store.find(jobId);
    if (!job) return refuse('not-found', { what: 'Print job', id: jobId });
    if (job.state === 'printing' && job.batch) {
      stopped.add(jobId);
      return undefined;
    }
    if (job.state !== 'waiting') return refuse('job-not-waiting', { state: job.state });
    const lane = laneOf(job.printerId);
    removeFrom(lane, jobId);
    finish(job, 'cancelled', job.faultCode);
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

  /** @param takesNothing it is in trouble, and known to have taken nothing of what it was given */
  function learn(printerId: number, health: PrinterHealth, takesNothing = health.state === 'problem'): void {
    healths.set(printerId, { atMs: now(), health });
    if (health.state === 'ready') troubledSinceMs.delete(printerId);
    else if (takesNothing && !troubledSinceMs.has(printerId)) troubledSinceMs.set(printerId, now());
  }

  async function health(printer: Printer): Promise<PrinterHealth> {
    const known = healths.get(printer.id);
    if (known && now() - known.atMs < HEALTH_FOR_MS) return known.health;
    // Most network printers take one connection at a time: asking now would disturb the job.
    if (turns.isTaken(printer.id)) return known?.health ?? { state: 'unknown' };
    const asked = asking.get(printer.id) ?? askPrinter(printer, ways).finally(() => asking.delete(printer.id));
    asking.set(printer.id, asked);
    const found = await asked;
    learn(printer.id, found);
    if (known && !isSameHealth(known.health, found)) options.onChange();
    return found;
  }

  function recover(): void {
    for (const job of store.listOpen(MOST_OPEN_JOBS)) {
      if (job.state === 'printing') finish(job, 'failed', 'PRINTER_INTERRUPTED');
      else if (now() - job.createdAtMs > STALE_AFTER_MS) finish(job, 'failed', 'PRINTER_TIMEOUT');
      else enqueue(job);
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

function isSameHealth(a: PrinterHealth, b: PrinterHealth): boolean {
  return a.state === b.state && a.fault?.code === b.fault?.code;
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
