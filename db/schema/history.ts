import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';

/** Every operator write, and every undo and redo of one. Append-only (triggers in migration 0000). */
export const changes = sqliteTable(
  'changes',
  {
    id: id(),
    atMs: timeMs('at_ms').notNull(),
    operatorId: integer('operator_id'),
    operatorName: text('operator_name').notNull(),
    via: text('via', { enum: ['window', 'page', 'terminal', 'system'] }).notNull(),
    kind: text('kind', { enum: ['do', 'undo', 'redo'] }).notNull(),
    /** For undo and redo: the change of kind 'do' that it takes back or repeats. */
    ofChangeId: integer('of_change_id').references((): never => changes.id as never),
    /** Kebab-case action name, the key of the sentence in renderer/text ('sell-ticket'). */
    action: text('action').notNull(),
    /** JSON object of the sentence's parameters; never a secret. */
    params: text('params').notNull(),
  },
  (t) => [
    index('changes_of').on(t.ofChangeId),
    check('change_kind', sql`${t.kind} in ('do', 'undo', 'redo')`),
    check('change_of', sql`(${t.kind} = 'do') = (${t.ofChangeId} is null)`),
  ],
);

/** Before and after image of one row touched by a change, in the order of writing. */
export const changeRows = sqliteTable(
  'change_rows',
  {
    id: id(),
    changeId: integer('change_id')
      .notNull()
      .references(() => changes.id),
    tableName: text('table_name').notNull(),
    rowId: integer('row_id').notNull(),
    /** JSON of the row's columns (bytes as {"b64":…}); null: the row was not there. */
    before: text('before'),
    after: text('after'),
  },
  (t) => [
    index('change_rows_by_change').on(t.changeId),
    index('change_rows_by_row').on(t.tableName, t.rowId),
    // Whatever belongs to a guest, also what is no more.
    index('change_rows_by_guest')
      .on(sql`(case when "after" is null then "before" else "after" end) ->> '$.guest_id'`)
      .where(sql`(case when "after" is null then "before" else "after" end) ->> '$.guest_id' is not null`),
  ],
);
