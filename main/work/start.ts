/** Starts the work thread, keeps it running, and keeps the list of what it does. */
import { Fault } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import { jobNames } from '../../preload/contract/work';
import { KeptWorker } from '../kept-worker';
import type { Log } from '../log';
import { refuse } from '../refuse';
import type { JobName, Jobs } from './jobs';
import type { AskedJob, FromWorkThread, ToWorkThread, WorkThreadData } from './protocol';

export type { JobName, Jobs, QuestionName } from './jobs';
export type { WorkThreadData } from './protocol';

export interface WorkThreadOptions {
  /** The list of jobs, or how far one is, is no longer what it was. */
  onChange(): void;
  readonly log: Log;
  /** It is started with the first job, and ended when there was none for so long, until the next. Absent: it always runs. */
  readonly restsAfterMs?: number;
  /** See MOST_SILENT_MS; shorter in a test. */
  readonly mostSilentMs?: number;
}

/** On whose behalf, and with what. */
export interface Asking {
  /** Undefined while the venue is not set up or locked. */
  readonly dataKey: Uint8Array | undefined;
  /** UTC milliseconds. */
  readonly nowMs: number;
  /** Absent: Gatehouse itself. */
  readonly operatorName?: string | undefined;
}

export interface JobInHand {
  readonly id: number;
  readonly name: JobName;
  readonly operatorName: string | undefined;
  readonly askedAtMs: number;
  /** Absent until it has begun to count. */
  readonly progress: { readonly done: number; readonly total: number } | undefined;
}

export interface WorkThread {
  /**
   * Does a job after those that were asked for before it. Refusals: `work-stopped`, `work-busy`. Rejects with the Fault
   * that the job met; INTERNAL also where the thread ended or was silent for half an hour.
   */
  run<N extends keyof Jobs>(
    name: N,
    question: Jobs[N]['question'],
    asking: Asking,
  ): Promise<Jobs[N]['answer'] | Refusal>;
  /** What runs (the first) and what waits. */
  list(): readonly JobInHand[];
  /** Asks a job to stop; false: there is no such job. */
  stopJob(id: number): boolean;
  /** Stops all jobs; resolves when the thread has ended. Does nothing the second time. */
  stop(): Promise<void>;
}

const YOUNG_GENERATION_MB = 8;
/** More than the people of one venue ever ask for at a time. */
const MOST_JOBS = 16;
/** One table of a file of many gigabytes on an old disk is checked in one go. */
const MOST_SILENT_MS = 30 * 60_000;

/** Starts `threadFile` (the built work-thread.js) in a worker thread. */
export function startWorkThread(threadFile: string, data: WorkThreadData, options: WorkThreadOptions): WorkThread {
  return new WorkThreadKeeper(threadFile, data, options);
}

/** What a window waits for is no job that anybody would look at, or stop. */
function isListed(job: Pending['job']): job is JobInHand {
  return (jobNames as readonly string[]).includes(job.name);
}

interface Pending {
  job: Omit<JobInHand, 'name'> & { readonly name: keyof Jobs };
  resolve(answer: unknown): void;
  reject(fault: Fault): void;
}

class WorkThreadKeeper implements WorkThread {
  readonly #options: WorkThreadOptions;
  readonly #worker: KeptWorker<ToWorkThread, FromWorkThread>;
  /** In the order they were asked for. */
  readonly #pending = new Map<number, Pending>();
  #lastJobId = 0;
  #silence: NodeJS.Timeout | undefined;
  #rest: NodeJS.Timeout | undefined;

  constructor(threadFile: string, data: WorkThreadData, options: WorkThreadOptions) {
    this.#options = options;
    this.#worker = new KeptWorker<ToWorkThread, FromWorkThread>({
      name: 'work thread',
      file: threadFile,
      data,
      resting: options.restsAfterMs !== undefined,
      youngGenerationMb: YOUNG_GENERATION_MB,
      log: options.log,
      onMessage: (message) => this.#onMessage(message),
      onEnded: () => this.#onEnded(),
    });
  }

  run<N extends keyof Jobs>(
    name: N,
    question: Jobs[N]['question'],
    asking: Asking,
  ): Promise<Jobs[N]['answer'] | Refusal> {
    this.#worker.wake();
    if (!this.#worker.isRunning) return Promise.reject(new Fault('INTERNAL', {}, { cause: 'no work thread' }));
    if (this.#pending.size >= MOST_JOBS) return Promise.resolve(refuse('work-busy', { count: MOST_JOBS }));
    const { dataKey, nowMs, operatorName } = asking;
    const id = ++this.#lastJobId;
    return new Promise((resolve, reject) => {
      const job: Pending['job'] = { id, name, operatorName, askedAtMs: nowMs, progress: undefined };
      this.#pending.set(id, { job, resolve: (answer) => resolve(answer as Jobs[N]['answer'] | Refusal), reject });
      this.#worker.tell({ kind: 'run', jobId: id, name, question, dataKey, nowMs } as AskedJob);
      this.#listen();
      this.#options.onChange();
    });
  }

  list(): readonly JobInHand[] {
    return [...this.#pending.values()].map(({ job }) => job).filter(isListed);
  }

  stopJob(id: number): boolean {
    if (!this.#pending.has(id)) return false;
    this.#worker.tell({ kind: 'stop-job', jobId: id });
    return true;
  }

  stop(): Promise<void> {
    clearTimeout(this.#rest);
    return this.#worker.stop({ kind: 'stop' });
  }

  #onMessage(message: FromWorkThread): void {
    if (message.kind === 'log') {
      this.#options.log[message.level](message.text);
      return;
    }
    if (message.kind === 'grown') {
      this.#renew();
      return;
    }
    const pending = this.#pending.get(message.jobId);
    if (pending === undefined) return;
    if (message.kind === 'progress') {
      pending.job = { ...pending.job, progress: { done: message.done, total: message.total } };
    } else {
      this.#pending.delete(message.jobId);
      if (message.kind === 'done') pending.resolve(message.answer);
      else if (message.kind === 'job-stopped') pending.resolve(refuse('work-stopped'));
      else pending.reject(new Fault(message.code, message.params));
    }
    this.#listen();
    this.#options.onChange();
  }

  /** A fresh thread in its place, unless it has been given something to do meanwhile. */
  #renew(): void {
    if (this.#pending.size > 0) return;
    this.#worker.rest({ kind: 'stop' });
    if (this.#options.restsAfterMs === undefined) this.#worker.wake();
  }

  /** A thread that says nothing for so long although it has work is ended, and another one started. */
  #listen(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#rest);
    if (this.#pending.size === 0) {
      const { restsAfterMs } = this.#options;
      if (restsAfterMs !== undefined) {
        this.#rest = setTimeout(() => this.#worker.rest({ kind: 'stop' }), restsAfterMs).unref();
      }
      return;
    }
    this.#silence = setTimeout(() => {
      this.#options.log.error('The work thread has been silent for too long and is ended');
      void this.#worker.kill();
    }, this.#options.mostSilentMs ?? MOST_SILENT_MS);
  }

  #onEnded(): void {
    clearTimeout(this.#silence);
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of lost) pending.reject(new Fault('INTERNAL', {}, { cause: 'the work thread ended' }));
    if (lost.length > 0) this.#options.onChange();
  }
}
