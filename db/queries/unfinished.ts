/** Entries of history that are being written in portions, or were cut off (db/long-change.ts). */
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';

export interface UnfinishedRow {
  readonly changeId: number;
  /** Null: nothing of it has been taken back. */
  readonly takenBackBy: number | null;
}

/** Newest first: what was begun last is taken back first. */
export function listUnfinished(db: Db): readonly UnfinishedRow[] {
  return prepared<[], UnfinishedRow>(
    db.sqlite,
    'select change_id as changeId, taken_back_by as takenBackBy from unfinished_changes where cut_off = 0 order by change_id desc',
  ).all();
}

/** Whether that change, or an undo or redo of it, is being written; or has been cut off and is nothing to redo. */
export function findUnfinished(db: Db, changeId: number): 'running' | 'cut-off' | undefined {
  const cutOff = preparedValue<[number, number], number>(
    db.sqlite,
    `select u.cut_off from unfinished_changes u join changes c on c.id = u.change_id
     where c.id = ? or c.of_change_id = ? order by u.cut_off limit 1`,
  ).get(changeId, changeId);
  if (cutOff === undefined) return undefined;
  return cutOff === 1 ? 'cut-off' : 'running';
}

export function markUnfinished(db: Db, changeId: number): void {
  prepared<[number]>(db.sqlite, 'insert into unfinished_changes (change_id) values (?)').run(changeId);
}

export function noteTakenBackBy(db: Db, changeId: number, takenBackBy: number): void {
  prepared<[number, number]>(db.sqlite, 'update unfinished_changes set taken_back_by = ? where change_id = ?').run(
    takenBackBy,
    changeId,
  );
}

export function markFinished(db: Db, changeId: number): void {
  prepared<[number]>(db.sqlite, 'delete from unfinished_changes where change_id = ?').run(changeId);
}

/** The change `changeId` has been taken back and never was whole. */
export function markCutOff(db: Db, changeId: number): void {
  prepared<[number]>(db.sqlite, 'update unfinished_changes set cut_off = 1 where change_id = ?').run(changeId);
}
