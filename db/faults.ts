/** What SQLite and the file system report, as the faults an operator can act on. Only codes are looked at, never texts. */
import { closeSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../preload/contract/faults';

/** The fault behind an error of SQLite about the database `file`; undefined for anything else (a bug of ours). */
export function mapSqliteError(error: unknown, file: string): Fault | undefined {
  const found = sqliteErrorOf(error);
  if (!found) return undefined;
  const options = { cause: error };
  // A full disk shows as SHMSIZE when it is the shared memory file beside the WAL that cannot grow.
  if (is(found, 'SQLITE_FULL') || is(found, 'SQLITE_IOERR_SHMSIZE'))
    return new Fault('DISK_FULL', { folder: dirname(file) }, options);
  if (is(found, 'SQLITE_READONLY') || is(found, 'SQLITE_CANTOPEN') || is(found, 'SQLITE_PERM'))
    return new Fault('FOLDER_READ_ONLY', { folder: dirname(file) }, options);
  if (is(found, 'SQLITE_BUSY') || is(found, 'SQLITE_LOCKED') || is(found, 'SQLITE_PROTOCOL'))
    return new Fault('DATABASE_LOCKED', { file }, options);
  // A disk that was full or closed to us in the middle of a write says no more than that: the folder is asked.
  if (is(found, 'SQLITE_IOERR'))
    return findFolderFault(dirname(file), options) ?? new Fault('DATABASE_DAMAGED', { file }, options);
  if (is(found, 'SQLITE_CORRUPT') || is(found, 'SQLITE_NOTADB'))
    return new Fault('DATABASE_DAMAGED', { file }, options);
  return undefined;
}

/** The fault behind an error of node:fs in `folder`; undefined for anything else. */
export function mapFileError(error: unknown, folder: string): Fault | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Fault('DISK_FULL', { folder }, { cause: error });
  const closed = ['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT'];
  return closed.includes(String(code)) ? new Fault('FOLDER_READ_ONLY', { folder }, { cause: error }) : undefined;
}

const folderMode = 0o700;
const fileMode = 0o600;

/** Makes the folder if there is none, and writes and removes a file in it. Faults FOLDER_READ_ONLY, DISK_FULL. */
export function proveWritable(folder: string): void {
  const probe = join(folder, `.gatehouse-probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: folderMode });
    closeSync(openSync(probe, 'w', fileMode));
    unlinkSync(probe);
  } catch (error) {
    throw mapFileError(error, folder) ?? error;
  }
}

function findFolderFault(folder: string, options: { readonly cause: unknown }): Fault | undefined {
  try {
    proveWritable(folder);
    return undefined;
  } catch (error) {
    return error instanceof Fault ? new Fault(error.code, error.params, options) : undefined;
  }
}

/** Runs `work` on the database `file`; what SQLite reports comes out as a Fault. */
export function withFaults<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // A fault may carry SQLite's error as its cause, and says more than that.
    if (error instanceof Fault) throw error;
    throw mapSqliteError(error, file) ?? error;
  }
}

/** Also looks one level down: drizzle wraps some errors. */
export function sqliteErrorOf(error: unknown): InstanceType<typeof Database.SqliteError> | undefined {
  if (error instanceof Database.SqliteError) return error;
  return error instanceof Error && error.cause instanceof Database.SqliteError ? error.cause : undefined;
}

/** True for the primary code and its extensions (SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT). */
function is(error: { readonly code: string }, code: string): boolean {
  return error.code === code || error.code.startsWith(`${code}_`);
}
