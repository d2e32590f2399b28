/** Brings a database file of an earlier Gatehouse up to date: checked, copied, then changed as a whole or not at all. */
import { rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../preload/contract/faults';
import { copyBeforeMigrating } from './copies';
import { mapSqliteError } from './faults';
import { applyMigrations, appliedMigrations, readMigrations, type Migration } from './migrate';
import { assertSound } from './soundness';

export type UpdateStepName = 'check' | 'copy' | 'check-copy' | 'change' | 'finish';

/** What begins now. */
export interface UpdateStep {
  readonly name: UpdateStepName;
  /** From 1 to `of`. */
  readonly step: number;
  readonly of: number;
}

export interface UpdateOptions {
  /** Folder with meta/_journal.json and the SQL files. */
  readonly migrationsFolder: string;
  /** Where the copy made before migrating goes. */
  readonly copiesFolder: string;
  /** Names the copy. */
  readonly nowMs: number;
  /** Hears of every step before it begins; each may take minutes. */
  readonly onStep?: (step: UpdateStep) => void;
}

/** Steps beside the migrations themselves: check, copy, check-copy, finish. */
const STEPS_AROUND = 4;
const BYTES_PER_MB = 1_000_000;
/** The copy, and at most as much again in the WAL until the changes are made. */
const NEEDED_TIMES_FILE = 2;

/**
 * Whether opening `file` would migrate rows of an earlier Gatehouse, which takes its time. Only looks. False also for
 * a file that cannot be read or is none of ours: what is wrong with it is said by whoever opens it.
 */
export function needsUpdate(file: string, migrationsFolder: string): boolean {
  const known = readMigrations(migrationsFolder);
  const applied = readApplied(file);
  return applied.length > 0 && applied.length < known.length && applied.every((atMs) => isKnown(known, atMs));
}

function readApplied(file: string): readonly number[] {
  try {
    const sqlite = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const applied = appliedMigrations(sqlite);
      return applied === 'not-ours' ? [] : applied;
    } finally {
      sqlite.close();
    }
  } catch {
    return [];
  }
}

/**
 * Brings the schema of an open file up to date and returns whether the whole file is known to be sound by now.
 * Faults: DATABASE_DAMAGED, DATABASE_NEWER, FOLDER_READ_ONLY, UPDATE_DISK_FULL, UPDATE_FAILED; then the file is as it was.
 */
export function updateSchema(
  sqlite: Database.Database,
  file: string,
  isChecked: boolean,
  options: UpdateOptions,
): boolean {
  const known = readMigrations(options.migrationsFolder);
  const applied = appliedMigrations(sqlite);
  if (applied === 'not-ours') throw new Fault('DATABASE_DAMAGED', { file }, { cause: 'not a Gatehouse database' });
  if (!applied.every((atMs) => isKnown(known, atMs))) throw new Fault('DATABASE_NEWER', { file });
  if (applied.length === known.length) return isChecked;
  const tell = countSteps(known.length - applied.length + STEPS_AROUND, options);
  tell('check');
  // An update happens once and may take its time: a damaged file is never rewritten.
  if (!isChecked) assertSound(sqlite, file);
  if (applied.length === 0) applyMigrations(sqlite, known, tell);
  else changeCopied(sqlite, file, known, options, tell);
  return true;
}

function isKnown(known: readonly Migration[], atMs: number): boolean {
  return known.some((migration) => migration.atMs === atMs);
}

function countSteps(of: number, { onStep }: UpdateOptions): (name: UpdateStepName) => void {
  let step = 0;
  return (name) => onStep?.({ name, step: ++step, of });
}

function changeCopied(
  sqlite: Database.Database,
  file: string,
  known: readonly Migration[],
  { copiesFolder, nowMs }: UpdateOptions,
  tell: (name: UpdateStepName) => void,
): void {
  let copy: string | undefined;
  try {
    copy = copyBeforeMigrating(sqlite, copiesFolder, nowMs, tell);
    applyMigrations(sqlite, known, tell);
  } catch (error) {
    throw faultOfUpdate(error, file, copy);
  }
}

/** @param copy undefined: it did not come so far */
function faultOfUpdate(error: unknown, file: string, copy: string | undefined): unknown {
  const fault = error instanceof Fault ? error : mapSqliteError(error, file);
  if (fault?.code === 'DISK_FULL') {
    // The file is as it was, and on a full disk its copy would only be in the way of the next attempt.
    if (copy !== undefined) rmSync(copy, { force: true });
    const neededMb = Math.ceil((statSync(file).size * NEEDED_TIMES_FILE) / BYTES_PER_MB);
    return new Fault('UPDATE_DISK_FULL', { folder: dirname(file), neededMb }, { cause: error });
  }
  if (fault !== undefined || copy === undefined) return fault ?? error;
  return new Fault('UPDATE_FAILED', { copy }, { cause: error });
}
