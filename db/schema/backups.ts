import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';

/** Every backup that was tried, and what became of it. Written by the work thread, outside changes. */
export const backups = sqliteTable(
  'backups',
  {
    id: id(),
    atMs: timeMs('at_ms').notNull(),
    reason: text('reason', { enum: ['night', 'asked', 'closing', 'drive-back'] }).notNull(),
    /** Null: Gatehouse itself. */
    operatorName: text('operator_name'),
    /** `verified`: opened again and found to hold what was copied. */
    state: text('state', { enum: ['verified', 'failed'] }).notNull(),
    /** Of the fault table, where it failed. */
    faultCode: text('fault_code'),
    fileName: text('file_name'),
    bytes: integer('bytes'),
    guests: integer('guests'),
    sales: integer('sales'),
    /** Changes of operators up to then. */
    changes: integer('changes'),
    newestSaleAtMs: timeMs('newest_sale_at_ms'),
    tookMs: integer('took_ms').notNull(),
    /** The chosen folder: none was chosen, its drive was missing, or the copy could not be written there. */
    away: text('away', { enum: ['none', 'verified', 'missing', 'failed'] })
      .notNull()
      .default('none'),
    awayFolder: text('away_folder'),
  },
  (t) => [
    index('backups_by_state').on(t.state, t.id),
    check('backup_state', sql`(${t.state} = 'failed') = (${t.faultCode} is not null)`),
    check('backup_file', sql`(${t.state} = 'verified') = (${t.fileName} is not null)`),
    check('backup_away', sql`(${t.away} = 'none') = (${t.awayFolder} is null)`),
  ],
);
