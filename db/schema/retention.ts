import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';

/**
 * How long a class of data is kept; no row: until somebody says otherwise. `connections` is the venue's rule, which holds in
 * every domain that has none of its own (`domains.keep_sessions_days`).
 */
export const retentionRules = sqliteTable(
  'retention_rules',
  {
    id: id(),
    dataClass: text('data_class', { enum: ['connections', 'radius-log', 'guest-months', 'marketing', 'persons'] })
      .notNull()
      .unique(),
    keepDays: integer('keep_days').notNull(),
    /** A rule is applied a day after it was set at the earliest: until then an undo finds everything as it was. */
    setAtMs: timeMs('set_at_ms').notNull(),
  },
  (t) => [
    check(
      'retention_rule_class',
      sql`${t.dataClass} in ('connections', 'radius-log', 'guest-months', 'marketing', 'persons')`,
    ),
    check('retention_rule_keep', sql`${t.keepDays} between 1 and 36500`),
  ],
);
