/** Whether a database file is whole: read with SQLite's own check, at once or part by part. */
import type Database from 'better-sqlite3';
import { Fault } from '../preload/contract/faults';

/** The part that every other hangs on: what tables there are, and which pages are free. */
export const SCHEMA_TABLE = 'sqlite_schema';

/** Reads the whole file. Fault DATABASE_DAMAGED. */
export function assertSound(sqlite: Database.Database, file: string): void {
  check(sqlite, file, 'quick_check(1)');
}

/** Reads one table with its indexes (SQLite, "PRAGMA quick_check(TABLENAME)"). Fault DATABASE_DAMAGED. */
export function assertPartSound(sqlite: Database.Database, file: string, table: string): void {
  check(sqlite, file, `quick_check("${table}")`);
}

/** Every part a whole check goes through, the schema first. */
export function listParts(sqlite: Database.Database): readonly string[] {
  const tables = sqlite.prepare<[], string>(`select name from sqlite_schema where type = 'table'`);
  return [SCHEMA_TABLE, ...tables.pluck().all()];
}

function check(sqlite: Database.Database, file: string, pragma: string): void {
  const findings = sqlite.pragma(pragma, { simple: true });
  // The check reads through the cache, which would keep as much of it as it may for nothing.
  sqlite.pragma('shrink_memory');
  if (findings !== 'ok') throw new Fault('DATABASE_DAMAGED', { file }, { cause: findings });
}
