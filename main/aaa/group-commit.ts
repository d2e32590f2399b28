/** One transaction for a batch of requests: a snapshot for those that only read, the write lock from the first write on. */
import type Database from 'better-sqlite3';

export class GroupCommit {
  readonly #begin: Database.Statement;
  readonly #beginImmediate: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #sqlite: Database.Database;
  /** The transaction that is open, if any, is a snapshot and takes no write. */
  #onlyReads = false;

  constructor(sqlite: Database.Database) {
    this.#sqlite = sqlite;
    this.#begin = sqlite.prepare('begin');
    this.#beginImmediate = sqlite.prepare('begin immediate');
    this.#commit = sqlite.prepare('commit');
    this.#rollback = sqlite.prepare('rollback');
  }

  /** Something may have been written that is not durable yet. */
  get isOpen(): boolean {
    return this.#sqlite.inTransaction && !this.#onlyReads;
  }

  /** Reads from now on see one state of the database, and do not each pay for taking and giving back its lock. */
  read(): void {
    if (this.#sqlite.inTransaction) return;
    this.#begin.run();
    this.#onlyReads = true;
  }

  /**
   * Call before every write. True if the write lock was taken only now: what was read before may have changed since.
   * Immediate, because a snapshot that has been read from could be refused the write (SQLITE_BUSY_SNAPSHOT).
   */
  open(): boolean {
    if (this.isOpen) return false;
    this.commit();
    this.#beginImmediate.run();
    return true;
  }

  /** Makes everything durable; without an open transaction there is nothing to do. */
  commit(): void {
    if (this.#sqlite.inTransaction) this.#commit.run();
    this.#onlyReads = false;
  }

  /** SQLite has rolled back by itself after some errors, a full disk for one. */
  rollback(): void {
    if (this.#sqlite.inTransaction) this.#rollback.run();
    this.#onlyReads = false;
  }
}
