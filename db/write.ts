/** The one way to write for operators: one transaction, one change, images of every row, so that it can be taken back. */
import type { Refusal } from '../preload/contract/refusals';
import { withFaults } from './faults';
import type { ChangeAction, ChangeParams } from './labels';
import type { Db } from './open';
import { burnChangeId, startRecord } from './record';
import { immediate } from './transaction';
import { writeInto, type ChangeWriter, type NotAPromise } from './writer';

export { findChange, type Change } from './queries/history';
export { longActions, startLongChange, takeBackUnfinished, toggleLongChange, type LongChange } from './long-change';
export type { ChangeWriter, NotAPromise } from './writer';
export { redoChange, undoChange, type UndoOutcome } from './undo';

export interface Actor {
  /** Null for the terminal and the system. */
  readonly operatorId: number | null;
  readonly operatorName: string;
  readonly via: 'window' | 'page' | 'terminal' | 'system';
}

export interface ChangeWhat {
  /** Kebab-case, a key of `changeLabels` ('sell-ticket'). */
  readonly action: ChangeAction;
  /** What the sentence says; kept for ever and shown to every operator: never a secret, a password or a code. */
  readonly params: ChangeParams;
}

/**
 * Runs `work` as one change of `actor` in one immediate transaction and returns its result.
 *
 * - Throws what `work` throws, with nothing written; the same if `work` returns a promise.
 * - If `work` returns a Refusal, nothing is written and the refusal is returned.
 * - A change that wrote no row leaves no entry in history; its number is never given to another change.
 * - Faults DATABASE_LOCKED (after the bounded wait), DISK_FULL, DATABASE_DAMAGED, FOLDER_READ_ONLY.
 */
export function writeChange<T>(
  db: Db,
  actor: Actor,
  what: ChangeWhat,
  nowMs: number,
  work: (write: ChangeWriter) => NotAPromise<T>,
): T {
  return withFaults(db.file, () =>
    immediate<T>(
      db.sqlite,
      () => {
        const record = startRecord(db, 'do', null, actor, what, nowMs);
        const result = writeInto(db, record, nowMs, work);
        if (!record.begun) burnChangeId(db, record.id);
        return result;
      },
      (result) => !isRefusal(result),
    ),
  );
}

/** Gatehouse itself. */
export const program: Actor = { operatorId: null, operatorName: 'Gatehouse', via: 'system' };

/**
 * Writes an entry of history that tells what was done without changing a row: by the program, or by somebody who took data
 * out of the venue. It has no images: there is nothing to take back. Faults as `writeChange`.
 */
export function writeNote(db: Db, what: ChangeWhat, nowMs: number, actor: Actor = program): void {
  withFaults(db.file, () => immediate(db.sqlite, () => startRecord(db, 'do', null, actor, what, nowMs).begin()));
}

function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'refused';
}
