/** What the actions of desk and office work on: an open venue. */
import type { Db } from '../db/open';
import type { Topic } from '../preload/contract/application';
import type { QuestionName, Questions } from './aaa/protocol';
import type { PrintQueue } from './printing/queue';
import type { SystemPrinter } from './printing/ticket';
import type { Log } from './log';

export interface OpenVenue {
  readonly db: Db;
  /** Seals guests' passwords and router secrets. */
  readonly dataKey: Uint8Array;
  /** UTC milliseconds. */
  now(): number;
  /** Tells the windows what may have changed. */
  announce(topics: readonly Topic[]): void;
  /** Tells the RADIUS thread to read the routers, or the venue, again. */
  routersChanged(): void;
  venueChanged(): void;
  /** Asks the RADIUS thread; undefined when it does not run or gave no answer in time. */
  askRadius<N extends QuestionName>(
    name: N,
    question: Questions[N]['question'],
  ): Promise<Questions[N]['answer'] | undefined>;
  readonly printing: PrintQueue;
  readonly systemPrinter: SystemPrinter | undefined;
  readonly ports: { readonly authPort: number; readonly acctPort: number };
  readonly log: Log;
}
