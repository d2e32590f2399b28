/** One transaction for a batch of requests, begun by the first that has to write. */
import type Database from 'better-sqlite3';

/**
 * Immediate, so that the write lock is taken before anything is decided on: a deferred transaction that has read could
 * be refused the write afterwards (SQLITE_BUSY_SNAPSHOT).
 */
export class GroupCommit {
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #sqlite: Database.Database;

  constructor(sqlite: Database.Database) {
    this.#sqlite = sqlite;
    this.#begin = sqlite.prepare('begin immediate');
    this.#commit = sqlite.prepare('commit');
    this.#rollback = sqlite.prepare('rollback');
  }

  get isOpen(): boolean {
    return this.#sqlite.inTransaction;
  }

  /** Call before every write. */
  open(): void {
    if (!this.#sqlite.inTransaction) this.#begin.run();
  }

  /** Makes everything durable; without an open transaction there is nothing to do. */
  commit(): void {
    if (this.#sqlite.inTransaction) this.#commit.run();
  }

  /** SQLite has rolled back by itself after some errors, a full disk for one. */
  rollback(): void {
    if (this.#sqlite.inTransaction) this.#rollback.run();
  }
}
