/** Entry of the work thread: what takes its time, one job after the other, and the checkpoints of the database. */
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { checkpoint } from '../../db/checkpoint';
import { mapSqliteError } from '../../db/faults';
import { openBeside, type Db } from '../../db/open';
import { joinWriteTurns } from '../../db/write-turn';
import { Fault } from '../../preload/contract/faults';
import { runJob } from './jobs';
import type { AskedJob, FromWorkThread, ToWorkThread, WorkThreadData } from './protocol';

/** Under full load some thousand pages come together in a second. */
const CHECKPOINT_EVERY_MS = 1_000;
/** Windows are told of a change no more often (main/feed.ts). */
const PROGRESS_EVERY_MS = 250;
/** Of pages that a job needs again soon; the rest comes from the system's own cache. */
const CACHE_MIB = 8;
/** V8 gives back little of what a large job made it take; a fresh thread needs half of this. */
const GROWN_HEAP_BYTES = 48 * 1024 * 1024;

class WorkThread {
  readonly #port: MessagePort;
  readonly #db: Db;
  readonly #checkpoints: NodeJS.Timeout | undefined;
  /** What runs or waits, by number. */
  readonly #stoppers = new Map<number, AbortController>();
  /** The job that was asked for last. */
  #lastJob: Promise<void> = Promise.resolve();
  /** A checkpoint that fails is written down once, until one succeeds. */
  #checkpointFails = false;

  constructor(data: WorkThreadData, port: MessagePort) {
    this.#port = port;
    this.#db = openBeside(data.databaseFile, CACHE_MIB);
    if (data.writeTurns !== undefined) joinWriteTurns(this.#db.sqlite, data.writeTurns, 'work');
    if (data.makesCheckpoints) this.#checkpoints = setInterval(() => this.#checkpoint(), CHECKPOINT_EVERY_MS);
    port.on('message', (message: ToWorkThread) => this.#onMessage(message));
  }

  #onMessage(message: ToWorkThread): void {
    if (message.kind === 'run') this.#enqueue(message);
    else if (message.kind === 'stop-job') this.#stoppers.get(message.jobId)?.abort();
    else void this.#stop();
  }

  #enqueue(asked: AskedJob): void {
    const stopper = new AbortController();
    this.#stoppers.set(asked.jobId, stopper);
    this.#lastJob = this.#lastJob.then(() => this.#run(asked, stopper.signal));
  }

  /** Never rejects. */
  async #run(asked: AskedJob, signal: AbortSignal): Promise<void> {
    const { jobId, name, question, dataKey, nowMs } = asked;
    try {
      signal.throwIfAborted();
      const progress = this.#progressOf(jobId);
      const answer = await runJob(name, question, { db: this.#db, dataKey, nowMs, progress, signal });
      this.#send({ kind: 'done', jobId, answer });
    } catch (error) {
      if (signal.aborted) this.#send({ kind: 'job-stopped', jobId });
      else this.#fail(asked, error);
    } finally {
      this.#stoppers.delete(jobId);
      // A walk through the whole file has filled the cache with what nobody asks for again.
      this.#db.sqlite.pragma('shrink_memory');
      if (this.#stoppers.size === 0 && getHeapStatistics().total_heap_size > GROWN_HEAP_BYTES) {
        this.#send({ kind: 'grown' });
      }
    }
  }

  #progressOf(jobId: number): (done: number, total: number) => void {
    let saidAtMs = -Infinity;
    return (done, total) => {
      if (performance.now() - saidAtMs < PROGRESS_EVERY_MS) return;
      saidAtMs = performance.now();
      this.#send({ kind: 'progress', jobId, done, total });
    };
  }

  #fail({ jobId, name }: AskedJob, error: unknown): void {
    const fault = error instanceof Fault ? error : mapSqliteError(error, this.#db.file);
    this.#log('error', `"${name}" failed${fault === undefined ? '' : `: ${fault.code}`}`, fault?.cause ?? error);
    const { code, params } = fault ?? new Fault('INTERNAL');
    this.#send({ kind: 'failed', jobId, code, params });
  }

  #checkpoint(): void {
    try {
      checkpoint(this.#db);
      this.#checkpointFails = false;
    } catch (error) {
      if (!this.#checkpointFails) this.#log('warn', 'a checkpoint failed and is tried again', error);
      this.#checkpointFails = true;
    }
  }

  async #stop(): Promise<void> {
    clearInterval(this.#checkpoints);
    for (const stopper of this.#stoppers.values()) stopper.abort();
    await this.#lastJob;
    this.#db.close();
    // Nothing keeps the thread alive any more.
    this.#port.close();
  }

  #log(level: 'warn' | 'error', text: string, cause: unknown): void {
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    this.#send({ kind: 'log', level, text: `Work: ${text}: ${why}` });
  }

  #send(message: FromWorkThread): void {
    this.#port.postMessage(message);
  }
}

if (parentPort !== null) new WorkThread(workerData as WorkThreadData, parentPort);
