/** The one shape of a write transaction. */
import type Database from 'better-sqlite3';
import { giveWriteLockBack, takeWriteLock } from './write-turn';

/**
 * Runs `work` in one immediate transaction and commits. Rolls back and rethrows what it throws; rolls back and throws if it
 * returns a promise (its writes would happen after the commit); rolls back and returns its result if `keep` says no.
 */
export function immediate<T>(sqlite: Database.Database, work: () => T, keep: (result: T) => boolean = () => true): T {
  if (sqlite.inTransaction) throw new Error('A write inside a write: finish the outer change first');
  // Immediate: two connections that both began reading could otherwise not both go on to write (SQLITE_BUSY_SNAPSHOT).
  takeWriteLock(sqlite, () => sqlite.exec('begin immediate'));
  try {
    const result = work();
    if (isThenable(result)) throw new Error('A write must be synchronous, but its callback returned a promise');
    sqlite.exec(keep(result) ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    rollBack(sqlite);
    throw error;
  } finally {
    giveWriteLockBack(sqlite);
  }
}

/**
 * Commits of `work` wait for no disk: they reach it with the next commit that does, of any connection, or with a checkpoint.
 * For what nobody has been told is done. After a power cut the last of them may be missing, never one from among others
 * (SQLite, "PRAGMA synchronous": NORMAL in WAL mode).
 */
export function withoutFlush<T>(sqlite: Database.Database, work: () => T): T {
  const usual = Number(sqlite.pragma('synchronous', { simple: true }));
  sqlite.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    sqlite.pragma(`synchronous = ${usual}`);
  }
}

function rollBack(sqlite: Database.Database): void {
  // SQLite has rolled back by itself after some errors, a full disk for one.
  if (sqlite.inTransaction) sqlite.exec('rollback');
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
