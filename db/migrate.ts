/**
 * Applies the SQL of db/migrations. Keeps drizzle's book-keeping table, but not its migrate(): that one commits before
 * foreign keys can be checked, believes a file that is newer, and skips a migration dated before the last one.
 */
import type Database from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { immediate } from './transaction';

export interface Migration {
  /** `when` of the journal: the migration's name in the book-keeping table. Not the hash: line endings change it. */
  readonly atMs: number;
  readonly hash: string;
  readonly statements: readonly string[];
}

const book = '__drizzle_migrations';

/** The migrations this program knows, in order. Throws if the folder is not one of migrations. */
export function readMigrations(migrationsFolder: string): readonly Migration[] {
  return readMigrationFiles({ migrationsFolder }).map((file) => ({
    atMs: file.folderMillis,
    hash: file.hash,
    statements: file.sql,
  }));
}

/** What has been applied, oldest first; empty for an empty file; 'not-ours' for a database of some other program. */
export function appliedMigrations(sqlite: Database.Database): readonly number[] | 'not-ours' {
  const tables = sqlite.prepare<[], string>(`select name from sqlite_master where type = 'table'`).pluck().all();
  if (tables.length === 0) return [];
  if (!tables.includes(book)) return 'not-ours';
  return sqlite.prepare<[], number>(`select created_at from ${book} order by created_at`).pluck().all().map(Number);
}

/**
 * Applies what is missing, all or nothing. Foreign keys are off meanwhile: a table rebuilt by drop and rename would
 * otherwise delete the rows that point at it. Throws, with the file as it was, if a row then points nowhere. `tell` hears
 * what begins: one change after the other, then what follows the last.
 */
export function applyMigrations(
  sqlite: Database.Database,
  known: readonly Migration[],
  tell: (step: 'change' | 'finish') => void,
): void {
  // Outside the transaction: inside one this pragma does nothing.
  sqlite.pragma('foreign_keys = OFF');
  immediate(sqlite, () => {
    sqlite.exec(`create table if not exists ${book} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`);
    // Read again under the write lock: another program start may have been quicker.
    const applied = appliedMigrations(sqlite);
    const pending = known.filter(({ atMs }) => applied === 'not-ours' || !applied.includes(atMs));
    for (const migration of pending) {
      tell('change');
      apply(sqlite, migration);
    }
    tell('finish');
    const orphans = sqlite.pragma('foreign_key_check');
    if (!Array.isArray(orphans) || orphans.length > 0)
      throw new Error(`Migrating would leave rows that point nowhere: ${JSON.stringify(orphans)}`);
  });
  sqlite.pragma('foreign_keys = ON');
}

function apply(sqlite: Database.Database, migration: Migration): void {
  for (const statement of migration.statements) sqlite.exec(statement);
  sqlite.prepare(`insert into ${book} (hash, created_at) values (?, ?)`).run(migration.hash, migration.atMs);
}
