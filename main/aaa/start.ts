/** Starts the RADIUS thread, keeps it running, and passes on what it says. */
import { Worker } from 'node:worker_threads';
import type { FaultCode } from '../../preload/contract/faults';
import type { Log } from '../log';
import type { EndOutcome } from './disconnect';
import type { FromRadiusThread, QuestionName, Questions, RadiusThreadData, ToRadiusThread } from './protocol';

export type { RadiusThreadData } from './protocol';
/** What the venue hears of the thread; log lines go to the log instead, answers to who asked. */
export type RadiusThreadMessage = Exclude<FromRadiusThread, { readonly kind: 'log' | 'answer' }>;

export interface RadiusThreadOptions {
  onMessage(message: RadiusThreadMessage): void;
  readonly log: Log;
}

export interface RadiusThread {
  /** Routers were added, changed or removed: they are read again. */
  routersChanged(): void;
  /** The venue row or the domains were changed: they are read again. */
  venueChanged(): void;
  /** What these guests hold, or whether they may be online, has changed: their sessions are looked at now. */
  guestsChanged(guestIds: readonly number[]): void;
  /** Products have changed: all sessions are looked at within a minute. */
  productsChanged(): void;
  /**
   * Ends sessions on their routers; resolves within ten seconds with one outcome per id, in order. What was not
   * answered by then is tried on.
   */
  endSessions(ids: readonly number[], operatorName: string): Promise<readonly EndOutcome[]>;
  /** The thread's answer; undefined when it gave none in time, or ended meanwhile. */
  ask<N extends QuestionName>(name: N, question: Questions[N]['question']): Promise<Questions[N]['answer'] | undefined>;
  /** Resolves when the ports are free and everything is on disk. Does nothing the second time. */
  stop(): Promise<void>;
}

/** The first restart comes at once for the guests, later ones leave the machine in peace. */
const FIRST_RESTART_MS = 500;
const SLOWEST_RESTART_MS = 30_000;
/** A thread that lived this long was healthy: its next death counts as the first. */
const HEALTHY_AFTER_MS = 60_000;
/** Left to itself V8 takes three times this at the start, gives nothing of it back, and is not faster for it. */
const YOUNG_GENERATION_MB = 32;
/** Longer than a commit on a slow disk; then the thread is ended by force. */
const STOP_WITHIN_MS = 5_000;
/** A router that does not answer a Disconnect-Request is waited for up to five seconds. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Starts `threadFile` (the built radius-thread.js) in a worker thread. If it dies it is started again, slower each
 * time, and the fault RADIUS_STOPPED stands until it listens.
 */
export function startRadiusThread(
  threadFile: string,
  data: RadiusThreadData,
  options: RadiusThreadOptions,
): RadiusThread {
  return new RadiusThreadKeeper(threadFile, data, options);
}

class RadiusThreadKeeper implements RadiusThread {
  readonly #threadFile: string;
  readonly #data: RadiusThreadData;
  readonly #options: RadiusThreadOptions;
  #worker: Worker | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #restartMs = FIRST_RESTART_MS;
  #startedAtMs = 0;
  /** Faults a thread that died has left standing. */
  readonly #leftStanding = new Set<FaultCode>();
  /** Faults of the running thread that stand. */
  readonly #standing = new Set<FaultCode>();
  #stopped: Promise<void> | undefined;
  /** Who waits for an answer, by number. */
  readonly #asked = new Map<number, (answer: unknown) => void>();
  #lastAskId = 0;

  constructor(threadFile: string, data: RadiusThreadData, options: RadiusThreadOptions) {
    this.#threadFile = threadFile;
    this.#data = data;
    this.#options = options;
    this.#start();
  }

  routersChanged(): void {
    this.#tell({ kind: 'routers-changed' });
  }

  venueChanged(): void {
    this.#tell({ kind: 'venue-changed' });
  }

  guestsChanged(guestIds: readonly number[]): void {
    this.#tell({ kind: 'guests-changed', guestIds });
  }

  productsChanged(): void {
    this.#tell({ kind: 'products-changed' });
  }

  async endSessions(ids: readonly number[], operatorName: string): Promise<readonly EndOutcome[]> {
    const answer = await this.ask('end-sessions', { ids, reason: 'by-operator', operatorName });
    return answer ?? ids.map((sessionId) => ({ sessionId, kind: 'no-answer' }));
  }

  ask<N extends QuestionName>(
    name: N,
    question: Questions[N]['question'],
  ): Promise<Questions[N]['answer'] | undefined> {
    if (this.#worker === undefined) return Promise.resolve(undefined);
    const askId = ++this.#lastAskId;
    return new Promise((resolve) => {
      const settle = (answer: unknown): void => {
        clearTimeout(timer);
        this.#asked.delete(askId);
        resolve(answer as Questions[N]['answer']);
      };
      const timer = setTimeout(() => settle(undefined), ANSWER_WITHIN_MS);
      this.#asked.set(askId, settle);
      this.#tell({ kind: 'ask', askId, name, question } as ToRadiusThread);
    });
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  #start(): void {
    this.#startedAtMs = performance.now();
    const worker = new Worker(this.#threadFile, {
      workerData: this.#data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker = worker;
    worker.on('message', (message: FromRadiusThread) => this.#onMessage(message));
    worker.on('error', (error) => this.#options.log.error('The RADIUS thread failed', error));
    worker.on('exit', (exitCode) => this.#onExit(worker, exitCode));
  }

  #onMessage(message: FromRadiusThread): void {
    if (message.kind === 'log') {
      this.#options.log[message.level](message.text);
      return;
    }
    if (message.kind === 'answer') {
      this.#asked.get(message.askId)?.(message.answer);
      return;
    }
    if (message.kind === 'fault') this.#standing.add(message.code);
    if (message.kind === 'cleared') this.#standing.delete(message.code);
    if (message.kind === 'listening') this.#clearLeft();
    this.#options.onMessage(message);
  }

  /** The new thread listens; what it also suffers from it has said, or will say, itself. */
  #clearLeft(): void {
    for (const code of this.#leftStanding) {
      if (!this.#standing.has(code)) this.#options.onMessage({ kind: 'cleared', code });
    }
    this.#leftStanding.clear();
  }

  #onExit(worker: Worker, exitCode: number): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const settle of [...this.#asked.values()]) settle(undefined);
    if (this.#stopped !== undefined) return;
    this.#options.log.error(`The RADIUS thread ended with code ${exitCode} and is started again`);
    for (const code of this.#standing) this.#leftStanding.add(code);
    this.#standing.clear();
    this.#leftStanding.add('RADIUS_STOPPED');
    this.#options.onMessage({ kind: 'fault', code: 'RADIUS_STOPPED', params: {} });
    if (performance.now() - this.#startedAtMs >= HEALTHY_AFTER_MS) this.#restartMs = FIRST_RESTART_MS;
    this.#restartTimer = setTimeout(() => this.#start(), this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, SLOWEST_RESTART_MS);
  }

  #tell(message: ToRadiusThread): void {
    this.#worker?.postMessage(message);
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#restartTimer);
    const worker = this.#worker;
    if (worker === undefined) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#tell({ kind: 'stop' });
    const force = setTimeout(() => {
      this.#options.log.warn('The RADIUS thread did not stop in time and is ended');
      void worker.terminate();
    }, STOP_WITHIN_MS);
    await exited;
    clearTimeout(force);
  }
}
