/** What became of every backup. */
import { desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { backups } from '../schema';

export type BackupRow = typeof backups.$inferSelect;

/** What has been done since a moment. */
export interface Since {
  readonly sales: number;
  /** Money taken and given back, minor units of the venue's currency. */
  readonly amountMinor: number;
  readonly guests: number;
  readonly changes: number;
}

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

/** Undefined: the file holds no venue. */
export function countSince(db: Db, sinceMs: number): Since | undefined {
  const isVenue = db.sqlite.prepare(`select 1 from sqlite_schema where name = 'venue'`).get() !== undefined;
  if (!isVenue || db.sqlite.prepare('select 1 from venue').get() === undefined) return undefined;
  return db.sqlite
    .prepare<[number, number, number, number], Since>(
      `select (select count(*) from sales where at_ms > ? and kind = 'sale') sales,
         (select coalesce(sum(amount_minor), 0) from sales where at_ms > ?) amountMinor,
         (select count(*) from guests where created_at_ms > ?) guests,
         (select count(*) from changes where at_ms > ?) changes`,
    )
    .get(sinceMs, sinceMs, sinceMs, sinceMs);
}

/** Number of the newest change: what has been done since a backup is what has a greater one. */
export function newestChangeId(db: Db): number {
  return statements(db).changes.get()!;
}
