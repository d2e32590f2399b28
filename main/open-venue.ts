/** What the actions of desk and office work on: an open venue. */
import type { Db } from '../db/open';
import type { Scope } from '../db/queries/scope';
import type { EndOutcome } from './aaa/disconnect';
import type { Topic } from '../preload/contract/application';
import type { QuestionName, Questions } from './aaa/protocol';
import type { PrintQueue } from './printing/queue';
import type { SystemPrinter } from './printing/ticket';
import type { Log } from './log';
import type { Refusal } from '../preload/contract/refusals';
import type { JobInHand, JobName, Jobs, QuestionName as ReportQuestion } from './work/start';

export interface OpenVenue {
  readonly db: Db;
  /** Whose guests there are for whoever asks; absent: all of the venue. */
  readonly scope?: Scope | undefined;
  /** Seals guests' passwords and router secrets. */
  readonly dataKey: Uint8Array;
  /** UTC milliseconds. */
  now(): number;
  /** Tells the windows what may have changed. */
  announce(topics: readonly Topic[]): void;
  /** Tells the RADIUS thread to read the routers, or the venue, again. */
  routersChanged(): void;
  venueChanged(): void;
  /** Tells it that these guests' sessions may be due for something else now, or that of all guests. */
  guestsChanged(guestIds: readonly number[]): void;
  productsChanged(): void;
  /** Has the board of faults say what became of the last backup. */
  backupsChanged(): void;
  /** Ends sessions on their routers; one outcome per id, in order, within ten seconds. */
  endSessions(ids: readonly number[], operatorName: string): Promise<readonly EndOutcome[]>;
  /** Asks the RADIUS thread; undefined when it does not run or gave no answer in time. */
  askRadius<N extends QuestionName>(
    name: N,
    question: Questions[N]['question'],
  ): Promise<Questions[N]['answer'] | undefined>;
  /**
   * Has the work thread do what takes its time. Refusals: `work-stopped`, `work-busy`; rejects with the job's fault.
   * @param operatorName undefined: Gatehouse itself
   */
  runJob<N extends JobName>(
    name: N,
    question: Jobs[N]['question'],
    operatorName: string | undefined,
  ): Promise<Jobs[N]['answer'] | Refusal>;
  /**
   * Has the report thread answer what a window waits for. Refusal: `work-busy`; rejects with the question's fault.
   */
  askReports<N extends ReportQuestion>(name: N, question: Jobs[N]['question']): Promise<Jobs[N]['answer'] | Refusal>;
  /** What runs (the first) and what waits. */
  listJobs(): readonly JobInHand[];
  /** False: there is no such job. */
  stopJob(id: number): boolean;
  readonly printing: PrintQueue;
  readonly systemPrinter: SystemPrinter | undefined;
  readonly ports: { readonly authPort: number; readonly acctPort: number };
  readonly log: Log;
}

/** The same venue as somebody sees it who sees a part of its guests only. */
export function seenBy(open: OpenVenue, scope: Scope | undefined): OpenVenue {
  if (scope === undefined) return open;
  return Object.create(open, { scope: { value: scope, enumerable: true } }) as OpenVenue;
}
