/** The one way to write for operators: one transaction, one change, images of every row, so that it can be taken back. */
import type { Refusal } from '../preload/contract/refusals';
import {
  deleteRow,
  insertRow,
  isUndoableTable,
  plainValues,
  readRow,
  sameValue,
  updateRow,
  type RowImage,
  type UndoableTable,
} from './images';
import { withFaults } from './faults';
import type { ChangeAction, ChangeParams } from './labels';
import type { Db } from './open';
import { burnChangeId, startRecord, type ChangeRecord } from './record';
import { immediate } from './transaction';

export { findChange, type Change } from './queries/history';
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

/** Writes rows of one change. Values are column names of the database (snake_case) with plain SQLite values. */
export interface ChangeWriter {
  readonly changeId: number;
  readonly atMs: number;
  /** Returns the new row's id. Undefined values are left to the column's default. */
  insert(table: UndoableTable, values: Readonly<Record<string, unknown>>): number;
  /** Undefined values and values that are so already are left alone. Throws if there is no such row. */
  update(table: UndoableTable, id: number, set: Readonly<Record<string, unknown>>): void;
  /** Throws if there is no such row. */
  remove(table: UndoableTable, id: number): void;
  /**
   * Into an append-only money table; returns the new row's id. A sale gets this change's id; undo adds the opposite sale
   * instead of deleting. A shift is not undone at all (see openShiftOf in db/shifts.ts).
   */
  append(table: 'sales' | 'shifts', values: Readonly<Record<string, unknown>>): number;
}

/** A promise is not a result: an async callback would write after the commit. Checked again at run time. */
export type NotAPromise<T> = T & (T extends PromiseLike<unknown> ? never : unknown);

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

/** Runs `work` with a writer into `record`, closed afterwards. Inside a write transaction only. */
export function writeInto<T>(
  db: Db,
  record: ChangeRecord,
  atMs: number,
  work: (write: ChangeWriter) => NotAPromise<T>,
): T {
  const { writer, close } = changeWriter(db, record, atMs);
  try {
    return work(writer);
  } finally {
    close();
  }
}

function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'refused';
}

function changeWriter(db: Db, record: ChangeRecord, atMs: number): { writer: ChangeWriter; close: () => void } {
  const { sqlite } = db;
  let open = true;
  const checked = (table: string, allowed: boolean): void => {
    if (!open) throw new Error('This change is finished: nothing can be written to it any more');
    if (!allowed) throw new Error(`A change may not write the table ${JSON.stringify(table)}`);
  };
  const writer: ChangeWriter = {
    changeId: record.id,
    atMs,
    insert: (table, values) => {
      checked(table, isUndoableTable(table));
      const id = insertRow(sqlite, table, plainValues(values));
      record.row(table, id, undefined, existing(db, table, id));
      return id;
    },
    update: (table, id, set) => {
      checked(table, isUndoableTable(table));
      const before = existing(db, table, id);
      const different = differences(before, plainValues(set));
      if (Object.keys(different).length === 0) return;
      updateRow(sqlite, table, id, different);
      record.row(table, id, before, existing(db, table, id));
    },
    remove: (table, id) => {
      checked(table, isUndoableTable(table));
      const before = existing(db, table, id);
      deleteRow(sqlite, table, id);
      record.row(table, id, before, undefined);
    },
    append: (table, values) => {
      checked(table, isMoneyTable(table));
      record.begin();
      const row = plainValues(values);
      return insertRow(sqlite, table, table === 'sales' ? { ...row, change_id: record.id } : row);
    },
  };
  return { writer, close: () => (open = false) };
}

function isMoneyTable(table: string): boolean {
  return table === 'sales' || table === 'shifts';
}

function existing(db: Db, table: UndoableTable, id: number): RowImage {
  const row = readRow(db.sqlite, table, id);
  if (!row) throw new Error(`There is no row ${id} in ${table}`);
  return row;
}

function differences(row: RowImage, set: RowImage): RowImage {
  if ('id' in set) throw new Error('The id of a row cannot be changed');
  // A column the row does not have stays in, so that updateRow refuses its name.
  return Object.fromEntries(
    Object.entries(set).filter(([column, value]) => !(column in row) || !sameValue(row[column]!, value)),
  );
}
