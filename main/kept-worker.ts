/** A worker thread that is kept running: when it dies it is started again, slower each time. */
import { Worker } from 'node:worker_threads';
import type { Log } from './log';

export interface KeptWorkerOptions<From> {
  /** For the log file: 'RADIUS thread'. */
  readonly name: string;
  /** The built entry of the thread. */
  readonly file: string;
  /** What it is started with, each time. */
  readonly data: unknown;
  /** It is not started before `wake`. */
  readonly resting?: boolean;
  /** Left to itself V8 takes three times 32 at the start, gives nothing of it back, and is not faster for it. */
  readonly youngGenerationMb: number;
  /** The most it may ever hold. The closer this is, the sooner V8 looks for what nobody holds any more. */
  readonly oldGenerationMb?: number;
  readonly log: Log;
  onMessage(message: From): void;
  /** It has ended: nobody answers what it was asked. `again`: without being told to, so that it is started again. */
  onEnded(again: boolean): void;
}

/** The first restart comes at once, for somebody is waiting; later ones leave the machine in peace. */
const FIRST_RESTART_MS = 500;
const SLOWEST_RESTART_MS = 30_000;
/** A thread that lived this long was healthy: its next death counts as the first. */
const HEALTHY_AFTER_MS = 60_000;
/** Longer than a commit on a slow disk; then the thread is ended by force. */
const STOP_WITHIN_MS = 5_000;

export class KeptWorker<To extends { readonly kind: string }, From> {
  readonly #options: KeptWorkerOptions<From>;
  #worker: Worker | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #restartMs = FIRST_RESTART_MS;
  #startedAtMs = 0;
  #stopped: Promise<void> | undefined;
  #resting: boolean;
  /** Those that were sent to rest and have not ended yet. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: KeptWorkerOptions<From>) {
    this.#options = options;
    this.#resting = options.resting ?? false;
    if (!this.#resting) this.#start();
  }

  /** Between its death and its next start nobody hears a message. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  tell(message: To): void {
    this.#worker?.postMessage(message);
  }

  /** Ends a thread that no longer listens; it is started again as after any other death. */
  async kill(): Promise<void> {
    await this.#worker?.terminate();
  }

  /**
   * Ends it until `wake`, by `farewell`: a thread holds what it has grown by as long as it lives. It must have nothing to
   * do, for `onEnded` is not called. Does nothing while it does not run.
   */
  rest(farewell: To): void {
    const worker = this.#worker;
    if (worker === undefined || this.#stopped !== undefined) return;
    this.#worker = undefined;
    this.#resting = true;
    const gone = this.#end(worker, farewell).finally(() => this.#leaving.delete(gone));
    this.#leaving.add(gone);
  }

  /** Starts it if it rests. */
  wake(): void {
    if (!this.#resting || this.#stopped !== undefined) return;
    this.#resting = false;
    this.#start();
  }

  /** Sends `farewell`, which the thread is to end by; resolves when it has ended. Does nothing the second time. */
  stop(farewell: To): Promise<void> {
    return (this.#stopped ??= this.#stop(farewell));
  }

  #start(): void {
    const { file, data, youngGenerationMb, oldGenerationMb, log, name } = this.#options;
    this.#startedAtMs = performance.now();
    const worker = new Worker(file, {
      workerData: data,
      resourceLimits: {
        maxYoungGenerationSizeMb: youngGenerationMb,
        ...(oldGenerationMb === undefined ? {} : { maxOldGenerationSizeMb: oldGenerationMb }),
      },
    });
    this.#worker = worker;
    worker.on('message', (message: From) => this.#options.onMessage(message));
    worker.on('error', (error) => log.error(`The ${name} failed`, error));
    worker.on('exit', (exitCode) => this.#onExit(worker, exitCode));
  }

  #onExit(worker: Worker, exitCode: number): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const again = this.#stopped === undefined;
    this.#options.onEnded(again);
    if (!again) return;
    this.#options.log.error(`The ${this.#options.name} ended with code ${exitCode} and is started again`);
    if (performance.now() - this.#startedAtMs >= HEALTHY_AFTER_MS) this.#restartMs = FIRST_RESTART_MS;
    this.#restartTimer = setTimeout(() => this.#start(), this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, SLOWEST_RESTART_MS);
  }

  async #stop(farewell: To): Promise<void> {
    clearTimeout(this.#restartTimer);
    if (this.#worker !== undefined) await this.#end(this.#worker, farewell);
    await Promise.all(this.#leaving);
  }

  async #end(worker: Worker, farewell: To): Promise<void> {
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage(farewell);
    const force = setTimeout(() => {
      this.#options.log.warn(`The ${this.#options.name} did not stop in time and is ended`);
      void worker.terminate();
    }, STOP_WITHIN_MS);
    await exited;
    clearTimeout(force);
  }
}
