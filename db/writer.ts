/** What a change writes its rows with: into the tables it may write, with images of every row for its record. */
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
import type { Db } from './open';
import type { ChangeRecord } from './record';

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
