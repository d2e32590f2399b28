/** Undo and redo of what was written in portions, and taking back what was cut off, without keeping any login waiting. */
import type { Db } from '../../db/open';
import { isChangeWithin } from '../../db/queries/changes-in-scope';
import type { Scope } from '../../db/queries/scope';
import { takeBackUnfinished, toggleLongChange, type Actor, type UndoOutcome } from '../../db/write';
import { refuse } from '../refuse';
import { giveWay, type Watch } from './watch';

export interface ToggleQuestion {
  readonly actor: Actor;
  readonly changeId: number;
  readonly kind: 'undo' | 'redo';
  /** Whose guests there are for whoever takes it back; absent: all. */
  readonly scope?: Scope | undefined;
}

/** Refusals of undoChange and redoChange. Stopped, everything is as before. */
export function toggleChange(
  db: Db,
  { actor, changeId, kind, scope }: ToggleQuestion,
  nowMs: number,
  watch: Watch,
): Promise<UndoOutcome> {
  if (!isChangeWithin(db, scope, changeId)) {
    return Promise.resolve(refuse('not-found', { what: 'Change', id: changeId }, 'id'));
  }
  return toggleLongChange(db, actor, changeId, nowMs, kind, turnOf(watch));
}

/** What a computer that was switched off in the middle has left. */
export function settleChanges(db: Db, nowMs: number, watch: Watch): Promise<void> {
  return takeBackUnfinished(db, nowMs, turnOf(watch));
}

function turnOf(watch: Watch): (done: number, total: number) => Promise<void> {
  return (done, total) => {
    watch.progress(done, total);
    return giveWay(watch);
  };
}
