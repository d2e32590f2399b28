/** One transaction for a batch of requests: a snapshot for those that only read, the write lock from the first write on. */
import type Database from 'better-sqlite3';
import { takeWriteLock } from '../../db/write-turn';

export class GroupCommit {
  readonly #begin: Database.Statement;
  readonly #beginImmediate: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #sqlite: Database.Database;
  /** What is open, as far as we know: SQLite has rolled back by itself after some errors, a full disk for one. */
  #state: 'none' | 'reads' | 'writes' = 'none';

  constructor(sqlite: Database.Database) {
    this.#sqlite = sqlite;
    this.#begin = sqlite.prepare('begin');
    this.#beginImmediate = sqlite.prepare('begin immediate');
    this.#commit = sqlite.prepare('commit');
    this.#rollback = sqlite.prepare('rollback');
  }

  /** Something may have been written that is not durable yet. */
  get isOpen(): boolean {
    return this.#state === 'writes';
  }

  /** Reads from now on see one state of the database, and do not each pay for taking and giving back its lock. */
  read(): void {
    if (this.#state !== 'none') return;
    this.#begin.run();
    this.#state = 'reads';
  }

  /**
   * Call before every write. True if the write lock was taken only now: what was read before may have changed since.
   * Immediate, because a snapshot that has been read from could be refused the write (SQLITE_BUSY_SNAPSHOT).
   */
  open(): boolean {
    if (this.isOpen) return false;
    this.commit();
    takeWriteLock(this.#sqlite, () => this.#beginImmediate.run());
    this.#state = 'writes';
    return true;
  }

  /** Makes everything durable; without an open transaction there is nothing to do. */
  commit(): void {
    if (this.#state === 'none') return;
    this.#commit.run();
    this.#state = 'none';
  }

  /** After any error: whatever is still open. */
  rollback(): void {
    this.#state = 'none';
    if (this.#sqlite.inTransaction) this.#rollback.run();
  }
}
