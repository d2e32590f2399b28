/** A copy of the database as it is at one moment, while others go on writing; and what stands in such a copy. */
import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { appliedMigrations } from './migrate';
import { withFaults } from './faults';
import { assertPartSound, listParts } from './soundness';
import { openBeside } from './open';
import { Fault } from '../preload/contract/faults';

/** Pages (4 MiB) copied between two turns of the thread. */
const PAGES_AT_ONCE = 1_000;

/** What a copy is recognised and compared by. */
export interface Contents {
  /** Null before the venue is set up. */
  readonly venueName: string | null;
  readonly recoverySealed: Uint8Array | null;
  readonly guests: number;
  readonly sessions: number;
  readonly sales: number;
  readonly changes: number;
  /** UTC milliseconds; null: nothing was ever sold. */
  readonly newestSaleAtMs: number | null;
  /** Names (times) of the migrations applied, oldest first. */
  readonly migrations: readonly number[];
}

/**
 * Copies the database `file` to the new file `copy` (0600), as it was when this began. `turn` is awaited between two
 * portions; what it rejects with ends the copying. Faults as `openDatabase`; then `copy` may be there in part.
 */
export async function takeSnapshot(
  file: string,
  copy: string,
  turn: (done: number, total: number) => Promise<void>,
): Promise<void> {
  // Made by us so that the first byte is already private.
  closeSync(openSync(copy, 'w', 0o600));
  const source = openBeside(file);
  try {
    // In a read transaction others may write: SQLite would otherwise begin anew at every commit of theirs, for ever.
    source.sqlite.exec('begin');
    source.sqlite.prepare('select count(*) from sqlite_schema').get();
    await copyPages(source.sqlite, copy, turn);
  } finally {
    source.close();
  }
  settle(copy);
}

async function copyPages(
  source: Database.Database,
  copy: string,
  turn: (done: number, total: number) => Promise<void>,
): Promise<void> {
  let stopped: Error | undefined;
  let turns = Promise.resolve();
  const backup = source.backup(copy, {
    progress({ totalPages, remainingPages }) {
      turns = turns.then(() => turn(totalPages - remainingPages, totalPages));
      turns.catch((reason: unknown) => (stopped ??= reason instanceof Error ? reason : new Error(String(reason))));
      // An error is the one way to end it from here.
      if (stopped !== undefined) throw stopped;
      return PAGES_AT_ONCE;
    },
  });
  await backup;
  await turns;
}

/** One file and nothing beside it: the copy says of itself that it has a WAL, as the database has. Fault DATABASE_DAMAGED. */
export function settle(copy: string): void {
  withFaults(copy, () => {
    const sqlite = new Database(copy, { fileMustExist: true });
    try {
      sqlite.pragma('journal_mode = delete');
    } finally {
      sqlite.close();
    }
  });
}

/**
 * Reads a copy from end to end and says what is in it. `turn` is awaited between two parts. Fault DATABASE_DAMAGED, also
 * for a database of another program.
 */
export async function checkCopy(copy: string, turn: (done: number, total: number) => Promise<void>): Promise<Contents> {
  const sqlite = withFaults(copy, () => new Database(copy, { readonly: true, fileMustExist: true }));
  try {
    const parts = withFaults(copy, () => listParts(sqlite));
    for (const [done, part] of parts.entries()) {
      withFaults(copy, () => assertPartSound(sqlite, copy, part));
      await turn(done + 1, parts.length);
    }
    return withFaults(copy, () => readContents(sqlite, copy));
  } finally {
    sqlite.close();
  }
}

/** Of an open database or copy. Fault DATABASE_DAMAGED where it is not one of ours. */
export function readContents(sqlite: Database.Database, file: string): Contents {
  const migrations = appliedMigrations(sqlite);
  if (migrations === 'not-ours' || migrations.length === 0) {
    throw new Fault('DATABASE_DAMAGED', { file }, { cause: 'not a Gatehouse database' });
  }
  const count = (table: string): number => sqlite.prepare<[], number>(`select count(*) from ${table}`).pluck().get()!;
  const venue = sqlite
    .prepare<[], { name: string; recovery_sealed: Uint8Array }>('select name, recovery_sealed from venue where id = 1')
    .get();
  return {
    venueName: venue?.name ?? null,
    recoverySealed: venue?.recovery_sealed ?? null,
    guests: count('guests'),
    sessions: count('sessions'),
    sales: count('sales'),
    changes: count('changes'),
    newestSaleAtMs: sqlite.prepare<[], number | null>('select max(at_ms) from sales').pluck().get() ?? null,
    migrations,
  };
}
