/** What became of every backup. */
import { desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { backups } from '../schema';

export type BackupRow = typeof backups.$inferSelect;

const statements = preparedPer((db) => ({
  newest: db.orm.select().from(backups).orderBy(desc(backups.id)).limit(sql.placeholder('limit')).prepare(),
  lastVerified: db.orm
    .select()
    .from(backups)
    .where(eq(backups.state, 'verified'))
    .orderBy(desc(backups.id))
    .limit(1)
    .prepare(),
  changes: db.sqlite.prepare<[], number>('select coalesce(max(id), 0) from changes').pluck(),
}));

/** Not a change of an operator: nothing of the venue is altered, and there is nothing to take back. */
export function addBackup(db: Db, row: typeof backups.$inferInsert): BackupRow {
  return db.orm.insert(backups).values(row).returning().get();
}

/** Newest first. */
export function listBackups(db: Db, limit: number): readonly BackupRow[] {
  return statements(db).newest.all({ limit });
}

export function findLastVerified(db: Db): BackupRow | undefined {
  return statements(db).lastVerified.get();
}

/** Number of the newest change: what has been done since a backup is what has a greater one. */
export function newestChangeId(db: Db): number {
  return statements(db).changes.get()!;
}
