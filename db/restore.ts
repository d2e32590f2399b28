/** Puts a copy in the place of the database, so that a pulled plug leaves the one or the other, each of them whole. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../preload/contract/faults';
import { mapFileError, mapSqliteError } from './faults';

/** Restores that can be taken back; each copy is as large as the database. */
const COPIES_KEPT = 3;
const copyName = /^gatehouse-\d{8}T\d{9}Z-before-restore\.db$/;

/**
 * `staged` (checked, on the disk, in one file, on the same disk) becomes the database `file`, which nobody may have open.
 * What was there stays in `copiesFolder`; returns its path, or undefined where nothing was. Faults: DATABASE_LOCKED,
 * DISK_FULL, FOLDER_READ_ONLY; then the database is as it was.
 */
export function putInPlace(file: string, staged: string, copiesFolder: string, nowMs: number): string | undefined {
  try {
    const aside = existsSync(file) ? keepAside(file, copiesFolder, nowMs) : undefined;
    // The one step that counts, and the file system does it whole or not at all.
    renameSync(staged, file);
    syncFolder(dirname(file));
    dropOldest(copiesFolder);
    return aside;
  } catch (error) {
    throw mapFileError(error, dirname(file)) ?? error;
  }
}

function keepAside(file: string, copiesFolder: string, nowMs: number): string {
  const aside = join(
    copiesFolder,
    `gatehouse-${new Date(nowMs).toISOString().replace(/[-:.]/g, '')}-before-restore.db`,
  );
  mkdirSync(copiesFolder, { recursive: true, mode: 0o700 });
  const isWhole = moveWalIn(file);
  linkOrCopy(file, aside);
  // Left where it is, it would be read as if it belonged to the database that takes this one's place.
  if (!isWhole && existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-wal`, { force: true });
  rmSync(`${file}-shm`, { force: true });
  syncFolder(copiesFolder);
  return aside;
}

/** From the WAL into the file; false where the file is damaged, which is why it is to be replaced. */
function moveWalIn(file: string): boolean {
  let sqlite: Database.Database | undefined;
  try {
    sqlite = new Database(file, { fileMustExist: true });
    const [state] = sqlite.pragma('wal_checkpoint(truncate)') as readonly [{ readonly busy: number }];
    if (state.busy !== 0) throw new Fault('DATABASE_LOCKED', { file });
    return true;
  } catch (error) {
    if (error instanceof Fault) throw error;
    const fault = mapSqliteError(error, file);
    if (fault?.code === 'DATABASE_DAMAGED') return false;
    throw fault ?? error;
  } finally {
    sqlite?.close();
  }
}

/** A second name costs nothing; some file systems (USB drives) have none. */
function linkOrCopy(file: string, aside: string): void {
  try {
    linkSync(file, aside);
  } catch {
    copyFileSync(file, aside);
    const handle = openSync(aside, 'r+');
    fsyncSync(handle);
    closeSync(handle);
  }
}

/** Windows has no such thing for folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function dropOldest(copiesFolder: string): void {
  if (!existsSync(copiesFolder)) return;
  const copies = readdirSync(copiesFolder)
    .filter((name) => copyName.test(name))
    .sort();
  for (const name of copies.slice(0, -COPIES_KEPT)) {
    for (const suffix of ['', '-wal']) rmSync(join(copiesFolder, `${name}${suffix}`), { force: true });
  }
}
