/** Copies of the database in the "copies" folder: what remedies send the operator to. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../preload/contract/faults';
import { mapFileError } from './faults';

/** Five versions back is further than anybody goes; each copy is as large as the database. */
export const copiesKept = 5;
const copyName = /^gatehouse-\d{8}T\d{9}Z-before-update\.db$/;
const unfinishedName = /-before-update\.db\.part$/;

/**
 * Writes a verified copy of the open database into `copiesFolder`, keeps the newest `copiesKept`, and returns its path.
 * `tell` hears what begins.
 * Faults: DISK_FULL, FOLDER_READ_ONLY, DATABASE_DAMAGED.
 */
export function copyBeforeMigrating(
  sqlite: Database.Database,
  copiesFolder: string,
  nowMs: number,
  tell: (step: 'copy' | 'check-copy') => void,
): string {
  const copy = join(copiesFolder, nameAt(nowMs));
  try {
    mkdirSync(copiesFolder, { recursive: true, mode: 0o700 });
    dropUnfinished(copiesFolder);
    writeCopy(sqlite, copy, tell);
    dropOldest(copiesFolder);
  } catch (error) {
    throw mapFileError(error, copiesFolder) ?? error;
  }
  return copy;
}

/** Under another name until it is whole, so that nobody ever restores half a copy. */
function writeCopy(sqlite: Database.Database, copy: string, tell: (step: 'copy' | 'check-copy') => void): void {
  const part = `${copy}.part`;
  // Empty and private first: VACUUM INTO accepts an empty file and keeps its mode.
  closeSync(openSync(part, 'w', 0o600));
  try {
    tell('copy');
    sqlite.prepare('vacuum into ?').run(part);
    tell('check-copy');
    verify(part);
    // VACUUM INTO does not wait for the disk (SQLite documentation, "VACUUM with an INTO clause").
    syncToDisk(part);
    renameSync(part, copy);
  } finally {
    rmSync(part, { force: true });
  }
}

/** UTC and without separators, so that the order of names is the order of time and every file system takes it. */
function nameAt(nowMs: number): string {
  return `gatehouse-${new Date(nowMs).toISOString().replace(/[-:.]/g, '')}-before-update.db`;
}

function verify(file: string): void {
  const copy = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const findings = copy.pragma('integrity_check(1)', { simple: true });
    if (findings !== 'ok') throw new Fault('DATABASE_DAMAGED', { file }, { cause: findings });
  } finally {
    copy.close();
  }
}

function syncToDisk(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What a power cut in the middle of a copy has left. */
function dropUnfinished(copiesFolder: string): void {
  for (const name of readdirSync(copiesFolder)) if (unfinishedName.test(name)) rmSync(join(copiesFolder, name));
}

function dropOldest(copiesFolder: string): void {
  const copies = readdirSync(copiesFolder)
    .filter((name) => copyName.test(name))
    .sort();
  for (const name of copies.slice(0, -copiesKept)) rmSync(join(copiesFolder, name));
}
