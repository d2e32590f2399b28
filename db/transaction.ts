/** The one shape of a write transaction. */
import type Database from 'better-sqlite3';

/**
 * Runs `work` in one immediate transaction and commits. Rolls back and rethrows what it throws; rolls back and throws if it
 * returns a promise (its writes would happen after the commit); rolls back and returns its result if `keep` says no.
 */
export function immediate<T>(sqlite: Database.Database, work: () => T, keep: (result: T) => boolean = () => true): T {
  if (sqlite.inTransaction) throw new Error('A write inside a write: finish the outer change first');
  // Immediate: two connections that both began reading could otherwise not both go on to write (SQLITE_BUSY_SNAPSHOT).
  sqlite.exec('begin immediate');
  try {
    const result = work();
    if (isThenable(result)) throw new Error('A write must be synchronous, but its callback returned a promise');
    sqlite.exec(keep(result) ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    rollBack(sqlite);
    throw error;
  }
}

function rollBack(sqlite: Database.Database): void {
  // SQLite has rolled back by itself after some errors, a full disk for one.
  if (sqlite.inTransaction) sqlite.exec('rollback');
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
