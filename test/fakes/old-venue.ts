/** The file of a venue of an earlier Gatehouse, with rows in it, and a way to compare what became of it. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDatabase } from '../../db/open';
import { migrationsFolder } from './empty-database';

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

/** Copies the migrations up to and including that number into the new folder `folder`. */
export function copyMigrations(folder: string, number: number): void {
  cpSync(migrationsFolder, folder, { recursive: true });
  const journalFile = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as Journal;
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, number + 1) }));
}

/** How many migrations this Gatehouse knows. */
export function countMigrations(): number {
  return (JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as Journal).entries.length;
}

/** Makes `file` as version 1 wrote it: so many ended sessions, and a guest for every hundred of them. */
export function makeOldVenue(file: string, sessions: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-old-'));
  try {
    const migrations = join(folder, 'migrations');
    copyMigrations(migrations, 1);
    const db = openDatabase(file, { migrationsFolder: migrations, copiesFolder: folder, nowMs: 0 });
    db.sqlite.pragma('synchronous = OFF');
    db.sqlite.exec(`begin;
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${Math.ceil(sessions / 100)})
      insert into guests (domain_id, kind, username, username_key, password_sealed, note, created_at_ms)
      select 1, 'code', 'guest' || i, 'guest' || i, x'00', 'room ' || i, i from n;
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${sessions})
      insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms,
        last_heard_at_ms, ended_at_ms, interim_sec)
      select 1, printf('%08x', i), 1 + i / 100, 'guest' || (1 + i / 100), printf('02:00:00:%06x', i), i, i, i + 1, 60 from n;
      commit`);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The names (times) of the migrations that a file has. */
export function migrationsOf(file: string): readonly number[] {
  return reading(file, (sqlite) =>
    sqlite.prepare<[], number>('select created_at from __drizzle_migrations order by 1').pluck().all(),
  );
}

/** What stands in a file: its schema, and of every table the number of rows and a digest of them. */
export function contentOf(file: string): Readonly<Record<string, unknown>> {
  return reading(file, (sqlite) => {
    const schema = sqlite.prepare('select type, name, tbl_name, sql from sqlite_schema order by type, name').all();
    const tables = sqlite.prepare<[], string>(`select name from sqlite_schema where type = 'table'`).pluck().all();
    return { schema, ...Object.fromEntries(tables.map((table) => [table, rowsOf(sqlite, table)])) };
  });
}

function rowsOf(sqlite: Database.Database, table: string): string {
  const hash = createHash('sha256');
  let count = 0;
  for (const row of sqlite.prepare(`select * from "${table}"`).raw().iterate()) {
    hash.update(JSON.stringify(row));
    count++;
  }
  return `${count} rows, ${hash.digest('hex')}`;
}

function reading<T>(file: string, read: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return read(sqlite);
  } finally {
    sqlite.close();
  }
}
