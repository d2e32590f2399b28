/** Starts the RADIUS thread, keeps it running, and passes on what it says. */
import type { FaultCode } from '../../preload/contract/faults';
import { KeptWorker } from '../kept-worker';
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

const YOUNG_GENERATION_MB = 16;
/** A venue of 100,000 guests holds 20; without a limit what nobody holds any more would grow to four times that. */
const OLD_GENERATION_MB = 512;
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
  readonly #options: RadiusThreadOptions;
  readonly #worker: KeptWorker<ToRadiusThread, FromRadiusThread>;
  /** Faults a thread that died has left standing. */
  readonly #leftStanding = new Set<FaultCode>();
  /** Faults of the running thread that stand. */
  readonly #standing = new Set<FaultCode>();
  /** Who waits for an answer, by number. */
  readonly #asked = new Map<number, (answer: unknown) => void>();
  #lastAskId = 0;

  constructor(threadFile: string, data: RadiusThreadData, options: RadiusThreadOptions) {
    this.#options = options;
    this.#worker = new KeptWorker<ToRadiusThread, FromRadiusThread>({
      name: 'RADIUS thread',
      file: threadFile,
      data,
      youngGenerationMb: YOUNG_GENERATION_MB,
      oldGenerationMb: OLD_GENERATION_MB,
      log: options.log,
      onMessage: (message) => this.#onMessage(message),
      onEnded: (again) => this.#onEnded(again),
    });
  }

  routersChanged(): void {
    this.#worker.tell({ kind: 'routers-changed' });
  }

  venueChanged(): void {
    this.#worker.tell({ kind: 'venue-changed' });
  }

  guestsChanged(guestIds: readonly number[]): void {
    this.#worker.tell({ kind: 'guests-changed', guestIds });
  }

  productsChanged(): void {
    this.#worker.tell({ kind: 'products-changed' });
  }

  async endSessions(ids: readonly number[], operatorName: string): Promise<readonly EndOutcome[]> {
    const answer = await this.ask('end-sessions', { ids, reason: 'by-operator', operatorName });
    return answer ?? ids.map((sessionId) => ({ sessionId, kind: 'no-answer' }));
  }

  ask<N extends QuestionName>(
    name: N,
    question: Questions[N]['question'],
  ): Promise<Questions[N]['answer'] | undefined> {
    if (!this.#worker.isRunning) return Promise.resolve(undefined);
    const askId = ++this.#lastAskId;
    return new Promise((resolve) => {
      const settle = (answer: unknown): void => {
        clearTimeout(timer);
        this.#asked.delete(askId);
        resolve(answer as Questions[N]['answer']);
      };
      const timer = setTimeout(() => settle(undefined), ANSWER_WITHIN_MS);
      this.#asked.set(askId, settle);
      this.#worker.tell({ kind: 'ask', askId, name, question } as ToRadiusThread);
    });
  }

  stop(): Promise<void> {
    return this.#worker.stop({ kind: 'stop' });
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

  #onEnded(again: boolean): void {
    for (const settle of [...this.#asked.values()]) settle(undefined);
    if (!again) return;
    for (const code of this.#standing) this.#leftStanding.add(code);
    this.#standing.clear();
    this.#leftStanding.add('RADIUS_STOPPED');
    this.#options.onMessage({ kind: 'fault', code: 'RADIUS_STOPPED', params: {} });
  }
}
