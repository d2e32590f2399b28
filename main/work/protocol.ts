/** What the main thread and the threads beside it say to each other. They share nothing else but the file and its turns. */
import type { UpdateOptions, UpdateStep } from '../../db/update';
import type { FaultCode, TextParams } from '../../preload/contract/faults';
import type { Jobs } from './jobs';

/** What the thread is started with. */
export interface WorkThreadData {
  readonly databaseFile: string;
  /** What the connections of this process share (db/write-turn.ts); absent: the thread writes as SQLite lets it. */
  readonly writeTurns?: SharedArrayBuffer;
  /** One thread makes the checkpoints. */
  readonly makesCheckpoints: boolean;
}

export type AskedJob = {
  [N in keyof Jobs]: {
    readonly kind: 'run';
    readonly jobId: number;
    readonly name: N;
    readonly question: Jobs[N]['question'];
    readonly dataKey: Uint8Array | undefined;
    readonly nowMs: number;
  };
}[keyof Jobs];

export type ToWorkThread =
  | AskedJob
  | { readonly kind: 'stop-job'; readonly jobId: number }
  /** All that runs is stopped, and the thread ends. */
  | { readonly kind: 'stop' };

export type FromWorkThread =
  /** At most four a second of one job. */
  | { readonly kind: 'progress'; readonly jobId: number; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly jobId: number; readonly answer: unknown }
  | { readonly kind: 'job-stopped'; readonly jobId: number }
  /** The cause is in the log already. */
  | { readonly kind: 'failed'; readonly jobId: number; readonly code: FaultCode; readonly params: TextParams }
  /** It has nothing to do, and holds much more memory than a fresh one. */
  | { readonly kind: 'grown' }
  /** For the log file; never a secret. */
  | { readonly kind: 'log'; readonly level: 'warn' | 'error'; readonly text: string };

/** What the update thread is started with; it is told nothing afterwards. */
export interface UpdateThreadData extends Omit<UpdateOptions, 'onStep'> {
  readonly databaseFile: string;
}

export type FromUpdateThread =
  | { readonly kind: 'step'; readonly step: UpdateStep }
  | { readonly kind: 'done' }
  /** `why` is for the log file. */
  | { readonly kind: 'failed'; readonly code: FaultCode; readonly params: TextParams; readonly why: string };
