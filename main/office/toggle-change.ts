/** Undo and redo of what was written in portions, and taking back what was cut off, without keeping any login waiting. */
import { setTimeout as rest } from 'node:timers/promises';
import type { Db } from '../../db/open';
import { takeBackUnfinished, toggleLongChange, type Actor, type UndoOutcome } from '../../db/write';
import { giveWay, type Watch } from './watch';

export interface ToggleQuestion {
  readonly actor: Actor;
  readonly changeId: number;
  readonly kind: 'undo' | 'redo';
}

/** Long enough for a login that waits for the write lock to get it. */
const REST_MS = 3;

/** Refusals of undoChange and redoChange. Stopped, everything is as before. */
export function toggleChange(
  db: Db,
  { actor, changeId, kind }: ToggleQuestion,
  nowMs: number,
  watch: Watch,
): Promise<UndoOutcome> {
  return toggleLongChange(db, actor, changeId, nowMs, kind, turnOf(watch));
}

/** What a computer that was switched off in the middle has left. */
export function settleChanges(db: Db, nowMs: number, watch: Watch): Promise<void> {
  return takeBackUnfinished(db, nowMs, turnOf(watch));
}

function turnOf(watch: Watch): (done: number, total: number) => Promise<void> {
  return async (done, total) => {
    watch.progress(done, total);
    await rest(REST_MS);
    await giveWay(watch);
  };
}
