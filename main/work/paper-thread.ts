/** A thread for what is printed: never behind a report or a job, and no window waits while a ticket is drawn. */
import { Fault } from '../../preload/contract/faults';
import type { Log } from '../log';
import type { PaperMaker, PapersQuestion } from '../printing/papers';
import { isRefusal } from '../refuse';
import { startWorkThread, type Jobs, type WorkThread } from './start';

export interface PaperThread extends PaperMaker {
  /** Loads what drawing takes, so that the first ticket comes as fast as the others. */
  warmUp(): void;
  /** Resolves when the thread has ended. */
  stop(): Promise<void>;
}

/** It knows everything it draws by the question. */
const NO_DATABASE = ':memory:';

/** Starts nothing before the first paper, or `warmUp`. `threadFile` is the built work-thread.js. */
export function keepPaperThread(threadFile: string, log: Log, now: () => number): PaperThread {
  let thread: WorkThread | undefined;

  async function ask<N extends 'lay-out-papers' | 'encode-papers'>(
    name: N,
    question: PapersQuestion,
  ): Promise<Jobs[N]['answer']> {
    thread ??= startWorkThread(
      threadFile,
      { databaseFile: NO_DATABASE, makesCheckpoints: false },
      { onChange: () => undefined, log },
    );
    const answer = await thread.run(name, question, { dataKey: undefined, nowMs: now() });
    // One job at a time and printer: sixteen at once are no venue's.
    if (isRefusal(answer)) throw new Fault('INTERNAL', {}, { cause: answer.reason });
    return answer;
  }

  return {
    layOut: (question) => ask('lay-out-papers', question),
    encode: (question) => ask('encode-papers', question),
    warmUp() {
      const page = { venueName: '', logo: undefined, printerName: '', language: 'en', printedAt: '' };
      ask('encode-papers', { papers: [{ kind: 'test-page', page }], paperMm: 80 }).catch((error: unknown) =>
        log.warn('The first ticket will take a little longer', error),
      );
    },
    async stop() {
      await thread?.stop();
      thread = undefined;
    },
  };
}
