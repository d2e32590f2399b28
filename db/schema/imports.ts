import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, id, timeMs } from './columns';

/**
 * Entries of history that are written in portions (db/long-change.ts) and not finished: while one is being written, or what
 * a computer that was switched off in the middle has left. Written outside changes.
 */
export const unfinishedChanges = sqliteTable('unfinished_changes', {
  changeId: integer('change_id').primaryKey(),
  /** The entry that takes it back, once that has begun. */
  takenBackBy: integer('taken_back_by'),
  /** It has been taken back for good: there never was a whole that could be redone. */
  cutOff: flag('cut_off').notNull().default(false),
});

/** Which column of a file means what, as it was chosen last for files with the same headings. */
export const importMappings = sqliteTable('import_mappings', {
  id: id(),
  /** The headings, compared without case and accents. */
  signature: text('signature').notNull().unique(),
  /** JSON array: a field or null per column. */
  fields: text('fields').notNull(),
  usedAtMs: timeMs('used_at_ms').notNull(),
});
