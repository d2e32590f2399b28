/** Opens the database file: checked, never newer than this program, copied before it is migrated. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { mapFileError, proveWritable, withFaults } from './faults';
import { assertPartSound, assertSound, SCHEMA_TABLE } from './soundness';
import * as schema from './schema';
import { updateSchema, type UpdateOptions } from './update';

export { mapSqliteError } from './faults';

export interface Db {
  readonly file: string;
  readonly sqlite: Database.Database;
  readonly orm: BetterSQLite3Database<typeof schema>;
  close(): void;
}

export interface OpenOptions extends UpdateOptions {
  /** A larger file is opened after a look at its schema; see `OpenedDb.isChecked`. */
  readonly checkedAtOnceBytes?: number;
}

export interface OpenedDb extends Db {
  /** False: the file is too large to be read whole while the guests wait; `db/soundness.ts` is to go through it later. */
  readonly isChecked: boolean;
}

/** Reading so much takes a slow disk a second; a venue writes it in some months. */
const CHECKED_AT_ONCE_BYTES = 64 * 1024 * 1024;
/**
 * Pages in the WAL (64 MiB) at which a commit copies them into the file itself, and whoever committed waits for it.
 * Before that the work thread does it (db/checkpoint.ts), beside the answers to routers and the windows.
 */
const CHECKPOINT_AT_LAST_PAGES = 16_000;

/**
 * How long a statement waits for another connection's write before DATABASE_LOCKED. Our own writers hold the lock for
 * milliseconds; two seconds is also about as long as a window may stand still before the operator presses again.
 */
export const busyTimeoutMs = 2_000;
const fileMode = 0o600;
/** Guests, entitlements and open sessions of a large campsite stay in memory. */
const USUAL_CACHE_MIB = 16;

/**
 * Opens or creates the venue's database and brings it to this program's schema.
 * Faults: FOLDER_READ_ONLY, DISK_FULL, DATABASE_LOCKED, DATABASE_DAMAGED, DATABASE_NEWER, UPDATE_DISK_FULL, UPDATE_FAILED.
 * After a fault the file is as it was.
 */
export function openDatabase(file: string, options: OpenOptions): OpenedDb {
  // SQLite itself only says "cannot open"; writing a file of our own tells a closed folder from a full disk.
  proveWritable(dirname(file));
  prepareFile(file);
  return withFaults(file, () => {
    const sqlite = connect(file);
    try {
      // Nothing is written before the file has proved to be sound and ours: even journal_mode = WAL writes the header.
      let isChecked = statSync(file).size <= (options.checkedAtOnceBytes ?? CHECKED_AT_ONCE_BYTES);
      if (isChecked) assertSound(sqlite, file);
      else assertPartSound(sqlite, file, SCHEMA_TABLE);
      isChecked = updateSchema(sqlite, file, isChecked, options);
      setPragmas(sqlite, USUAL_CACHE_MIB);
      return { ...wrap(file, sqlite), isChecked };
    } catch (error) {
      sqlite.close();
      throw error;
    }
  });
}

/**
 * A further connection to an open database, for a thread of its own. Does not create, check or migrate.
 * `cacheMib` is how many pages it keeps at most, MiB.
 * A write waits `busyTimeoutMs` for the other connection's; readers never wait (WAL). Faults as openDatabase.
 */
export function openBeside(file: string, cacheMib = USUAL_CACHE_MIB): Db {
  return withFaults(file, () => {
    const sqlite = connect(file);
    try {
      setPragmas(sqlite, cacheMib);
      return wrap(file, sqlite);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  });
}

function connect(file: string): Database.Database {
  const sqlite = new Database(file, { fileMustExist: true, timeout: busyTimeoutMs });
  // What is deleted or changed is overwritten, also by a migration: an erased guest must not be left in free pages
  // (db/queries/erase.ts). Writes nothing by itself.
  sqlite.pragma('secure_delete = ON');
  return sqlite;
}

function wrap(file: string, sqlite: Database.Database): Db {
  return { file, sqlite, orm: drizzle(sqlite, { schema }), close: () => void sqlite.close() };
}

/** Made by us and not by SQLite so that the first byte is already private; -wal and -shm take the mode of the file. */
function prepareFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', fileMode));
    chmodSync(file, fileMode);
  } catch (error) {
    throw mapFileError(error, dirname(file)) ?? error;
  }
}

function setPragmas(sqlite: Database.Database, cacheMib: number): void {
  // Readers (windows, reports) and the RADIUS thread's commits do not wait for each other.
  sqlite.pragma('journal_mode = WAL');
  // A sold ticket and an answered Accounting-Request survive a pulled plug; NORMAL would lose the last commits in WAL mode.
  sqlite.pragma('synchronous = FULL');
  // On macOS a plain fsync stops at the drive's cache; elsewhere this has no effect.
  sqlite.pragma('fullfsync = ON');
  // Per connection and off by default in SQLite.
  sqlite.pragma('foreign_keys = ON');
  // Otherwise INSERT OR REPLACE would remove an append-only row without asking its trigger.
  sqlite.pragma('recursive_triggers = ON');
  // A crafted file must not run functions through its schema.
  sqlite.pragma('trusted_schema = OFF');
  // A damaged page is noticed when it is read, not after it has been believed.
  sqlite.pragma('cell_size_check = ON');
  // An answer to a router, or a window, does not wait for a checkpoint, unless nobody else makes any.
  sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_AT_LAST_PAGES}`);
  // After an import that made the WAL grow beyond that, it shrinks back to this.
  sqlite.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
  sqlite.pragma(`cache_size = ${-cacheMib * 1024}`);
  // Sorting guests' names must not leave them in a temporary file.
  sqlite.pragma('temp_store = MEMORY');
}
