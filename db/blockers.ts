/** Finds which change stands in the way of an undo or redo, so that the refusal can name it. */
import type Database from 'better-sqlite3';
import { readRow, type RowImage, type SqlValue } from './images';
import { labelChange, type ChangeParams } from './labels';
import type { Db } from './open';
import { prepared, preparedValue } from './statements';
import type { Step } from './undo';

/** The row that is in the way, or has gone. */
export interface Blocker {
  readonly table: string;
  readonly rowId: number;
}

/** The row that holds a unique value which `step` would write. Throws if there is none (then it is a bug). */
export function findUniqueBlock(sqlite: Database.Database, step: Step): Blocker {
  for (const columns of uniqueIndexes(sqlite, step.table)) {
    const values = columns.map((column) => step.to?.[column] ?? null);
    const same = columns.map((column) => `"${column}" = ?`).join(' and ');
    const holder = preparedValue<unknown[], number>(
      sqlite,
      `select id from "${step.table}" where ${same} and id <> ? limit 1`,
    ).get(...values, step.rowId);
    if (holder !== undefined) return { table: step.table, rowId: holder };
  }
  throw new Error(`A unique key of ${step.table} refuses row ${step.rowId}, but no row holds its value`);
}

/** Columns of every unique index; partial ones last, because a row outside their WHERE may hold the value too. */
function uniqueIndexes(sqlite: Database.Database, table: string): readonly (readonly string[])[] {
  return preparedValue<[string], string>(
    sqlite,
    'select name from pragma_index_list(?) where "unique" = 1 order by partial, name',
  )
    .all(table)
    .map((index) =>
      preparedValue<[string], string>(sqlite, 'select name from pragma_index_info(?) order by seqno').all(index),
    );
}

/**
 * The row because of which the steps, all made, would leave a foreign key pointing nowhere. Looks at the touched rows only;
 * the whole file would take seconds on a large venue.
 */
export function findForeignKeyBlock(sqlite: Database.Database, steps: readonly Step[]): Blocker | undefined {
  const references = listReferences(sqlite);
  for (const step of steps) {
    const row = readRow(sqlite, step.table, step.rowId);
    const blocker = row ? missingParent(sqlite, references, step.table, row) : remainingChild(sqlite, references, step);
    if (blocker) return blocker;
  }
  return undefined;
}

interface Reference {
  readonly childTable: string;
  readonly childColumn: string;
  readonly parentTable: string;
  readonly parentColumn: string;
}

function missingParent(
  sqlite: Database.Database,
  references: readonly Reference[],
  table: string,
  row: RowImage,
): Blocker | undefined {
  for (const { childTable, childColumn, parentTable, parentColumn } of references) {
    const value = childTable === table ? (row[childColumn] ?? null) : null;
    if (value !== null && findBy(sqlite, parentTable, parentColumn, value) === undefined)
      return { table: parentTable, rowId: Number(value) };
  }
  return undefined;
}

function remainingChild(sqlite: Database.Database, references: readonly Reference[], gone: Step): Blocker | undefined {
  for (const { childTable, childColumn, parentTable, parentColumn } of references) {
    const value = parentTable === gone.table ? (gone.from?.[parentColumn] ?? null) : null;
    const child = value === null ? undefined : findBy(sqlite, childTable, childColumn, value);
    if (child !== undefined) return { table: childTable, rowId: child };
  }
  return undefined;
}

function findBy(sqlite: Database.Database, table: string, column: string, value: SqlValue): number | undefined {
  return preparedValue<[SqlValue], number>(sqlite, `select rowid from "${table}" where "${column}" = ? limit 1`).get(
    value,
  );
}

function listReferences(sqlite: Database.Database): readonly Reference[] {
  return prepared<[], Reference>(
    sqlite,
    `select t.name as childTable, f."from" as childColumn, f."table" as parentTable, coalesce(f."to", 'id') as parentColumn
     from sqlite_master t join pragma_foreign_key_list(t.name) f where t.type = 'table'`,
  ).all();
}

/**
 * Label, operator and number of the change behind a blocker: the latest entry on that row since `sinceId` (when everything
 * was still as it should be) that does not belong to `changeId`. Entries whose undo is there too come last: they cancel out.
 */
export function nameBlocker(
  db: Db,
  blocker: Blocker,
  changeId: number,
  sinceId: number,
): { readonly label: string; readonly operator: string; readonly changeId: number } {
  const found = prepared<unknown[], StoredBlocker>(db.sqlite, selectBlocker).get({ ...blocker, changeId, sinceId });
  // No entry: the row was written by a migration or by another program.
  if (!found) return { label: 'something outside of the history', operator: '–', changeId: 0 };
  const label = labelChange(found.action, JSON.parse(found.params) as ChangeParams);
  return {
    label: found.kind === 'undo' ? `Undo of: ${label}` : label,
    operator: found.operatorName,
    changeId: found.rootId,
  };
}

interface StoredBlocker {
  readonly rootId: number;
  readonly kind: 'do' | 'undo' | 'redo';
  readonly operatorName: string;
  readonly action: string;
  readonly params: string;
}

const selectBlocker = `
  select touching.rootId, last.kind, last.operator_name as operatorName, last.action, last.params
  from (
    select coalesce(c.of_change_id, c.id) as rootId, max(c.id) as lastId, count(distinct c.id) % 2 as counts
    from change_rows r join changes c on c.id = r.change_id
    where r.table_name = @table and r.row_id = @rowId and r.change_id > @sinceId
    group by rootId
  ) touching join changes last on last.id = touching.lastId
  where touching.rootId <> @changeId
  order by touching.counts desc, touching.lastId desc limit 1`;
