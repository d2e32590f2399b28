/** Whether what was read before still holds: cheaper to ask than to read again. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

const statements = preparedPer(({ sqlite }) => ({
  dataVersion: sqlite.prepare<[], number>('pragma data_version').pluck(),
  rowsWritten: sqlite.prepare<[], number>('select total_changes()').pluck(),
}));

/** Changes when, and only when, another connection has written to the file. */
export function dataVersion(db: Db): number {
  return statements(db).dataVersion.get()!;
}

/** Rows this connection has inserted, changed or deleted since it was opened, also those that were rolled back. */
export function rowsWritten(db: Db): number {
  return statements(db).rowsWritten.get()!;
}
