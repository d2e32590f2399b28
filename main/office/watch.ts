/** Something that takes its time is watched: how far it is, and whether it is still wanted. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Watch {
  /** `done` of `total`, whatever is counted. May be called as often as one likes. */
  progress(done: number, total: number): void;
  /** Aborted: nobody wants it any more. */
  readonly signal: AbortSignal;
}

/** Between two parts of the work: others get their turn. Rejects when it is no longer wanted. */
export async function giveWay({ signal }: Watch): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}
