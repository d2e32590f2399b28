/** Opens the database file: checked, never newer than this program, copied before it is migrated. */
import { chmodSync, closeSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { Fault } from '../preload/contract/faults';
import { mapFileError, withFaults } from './faults';
import { applyMigrations, appliedMigrations, readMigrations } from './migrate';
import { copyBeforeMigrating } from './copies';
import * as schema from './schema';

export { mapSqliteError } from './faults';

export interface Db {
  readonly file: string;
  readonly sqlite: Database.Database;
  readonly orm: BetterSQLite3Database<typeof schema>;
  close(): void;
}

export interface OpenOptions {
  /** Folder with meta/_journal.json and the SQL files. */
  readonly migrationsFolder: string;
  /** Where the copy made before migrating goes. */
  readonly copiesFolder: string;
  /** Names the copy. */
  readonly nowMs: number;
}

/**
 * How long a statement waits for another connection's write before DATABASE_LOCKED. Our own writers hold the lock for
 * milliseconds; two seconds is also about as long as a window may stand still before the operator presses again.
 */
export const busyTimeoutMs = 2_000;
const folderMode = 0o700;
const fileMode = 0o600;

/**
 * Opens or creates the venue's database and brings it to this program's schema.
 * Faults: FOLDER_READ_ONLY, DISK_FULL, DATABASE_LOCKED, DATABASE_DAMAGED, DATABASE_NEWER. After a fault the file is as it was.
 */
export function openDatabase(file: string, options: OpenOptions): Db {
  prepareFolder(dirname(file));
  prepareFile(file);
  return withFaults(file, () => {
    const sqlite = connect(file);
    try {
      // Nothing is written before the file has proved to be sound and ours: even journal_mode = WAL writes the header.
      assertSound(sqlite, file);
      // The check has read the whole file through the cache, which would keep as much of it as it may for nothing.
      sqlite.pragma('shrink_memory');
      upgrade(sqlite, file, options);
      setPragmas(sqlite);
      return wrap(file, sqlite);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  });
}

/**
 * A further connection to an open database, for a thread of its own. Does not create, check or migrate.
 * A write waits `busyTimeoutMs` for the other connection's; readers never wait (WAL). Faults as openDatabase.
 */
export function openBeside(file: string): Db {
  return withFaults(file, () => {
    const sqlite = connect(file);
    try {
      setPragmas(sqlite);
      return wrap(file, sqlite);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  });
}

function connect(file: string): Database.Database {
  return new Database(file, { fileMustExist: true, timeout: busyTimeoutMs });
}

function wrap(file: string, sqlite: Database.Database): Db {
  return { file, sqlite, orm: drizzle(sqlite, { schema }), close: () => void sqlite.close() };
}

/** SQLite itself only says "cannot open"; writing a file of our own tells a closed folder from a full disk. */
function prepareFolder(folder: string): void {
  const probe = join(folder, `.gatehouse-probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: folderMode });
    closeSync(openSync(probe, 'w', fileMode));
    unlinkSync(probe);
  } catch (error) {
    throw mapFileError(error, folder) ?? error;
  }
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

function assertSound(sqlite: Database.Database, file: string): void {
  const findings = sqlite.pragma('quick_check(1)', { simple: true });
  if (findings !== 'ok') throw new Fault('DATABASE_DAMAGED', { file }, { cause: findings });
}

function upgrade(sqlite: Database.Database, file: string, options: OpenOptions): void {
  const known = readMigrations(options.migrationsFolder);
  const applied = appliedMigrations(sqlite);
  if (applied === 'not-ours') throw new Fault('DATABASE_DAMAGED', { file }, { cause: 'not a Gatehouse database' });
  if (applied.some((atMs) => !known.some((migration) => migration.atMs === atMs)))
    throw new Fault('DATABASE_NEWER', { file });
  if (applied.length === known.length) return;
  if (applied.length > 0) copyBeforeMigrating(sqlite, options.copiesFolder, options.nowMs);
  applyMigrations(sqlite, known);
}

function setPragmas(sqlite: Database.Database): void {
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
  // Checkpoints keep the WAL near 4 MiB; after an import that made it grow, it shrinks back to this.
  sqlite.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
  // 32 MiB: guests, entitlements and open sessions of a large campsite stay in memory.
  sqlite.pragma('cache_size = -32768');
  // Sorting guests' names must not leave them in a temporary file.
  sqlite.pragma('temp_store = MEMORY');
}
