import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copiesKept } from '../../db/copies';
import { openBeside, openDatabase, type Db, type OpenedDb } from '../../db/open';
import { needsUpdate, type UpdateStep } from '../../db/update';
import { assertPartSound, listParts } from '../../db/soundness';
import { Fault, type FaultCode } from '../../preload/contract/faults';
import { damage } from './damage';
import {
  addGuest,
  addProduct,
  emptyVenue,
  migrationsFolder,
  morning,
  sellTicket,
  temporaryFolder,
  valueOf,
} from './support';

const windows = process.platform === 'win32';

function open(file: string, migrations = migrationsFolder, nowMs = morning): Db {
  return openDatabase(file, { migrationsFolder: migrations, copiesFolder: join(file, '../../copies'), nowMs });
}

/** As if it had gigabytes: too large to be read whole before the guests are served. */
function openLarge(file: string, migrations = migrationsFolder): OpenedDb {
  const copiesFolder = join(file, '../../copies');
  return openDatabase(file, { migrationsFolder: migrations, copiesFolder, nowMs: morning, checkedAtOnceBytes: 0 });
}

/** Opens, expects the fault and hands it over; closes again if it does open, so that the file can be removed. */
function faultOf(act: () => Db): Fault {
  try {
    act().close();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('expected a fault, but the database opened');
}

function expectFault(code: FaultCode, act: () => Db): Fault {
  const fault = faultOf(act);
  expect(fault.code).toBe(code);
  // Every place of the sentence and the remedy is filled.
  expect(fault.message).not.toMatch(/[{}]/);
  return fault;
}

describe('a new venue', () => {
  test.skipIf(windows)('is a file only its owner may read, in a folder only its owner may enter', () => {
    const file = join(temporaryFolder(), 'new', 'venue', 'gatehouse.sqlite');
    const db = open(file);
    addGuest(db, 'first');
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777, path).toBe(0o600);
    db.close();
  });

  test.skipIf(windows)('becomes private again when it was restored from a USB drive that knows no such thing', () => {
    const file = fullFile();
    chmodSync(file, 0o644);
    open(file).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('has every setting that durability and safety hang on, on every connection', () => {
    const db = emptyVenue();
    const beside = openBeside(db.file);
    onTestFinished(() => beside.close());
    for (const { sqlite } of [db, beside]) {
      const setting = (name: string): unknown => sqlite.pragma(name, { simple: true });
      expect(setting('journal_mode')).toBe('wal');
      expect(setting('synchronous')).toBe(2);
      expect(setting('foreign_keys')).toBe(1);
      expect(setting('trusted_schema')).toBe(0);
      expect(setting('busy_timeout')).toBe(2_000);
      expect(setting('recursive_triggers')).toBe(1);
      expect(setting('cell_size_check')).toBe(1);
      expect(setting('journal_size_limit')).toBe(64 * 1024 * 1024);
      expect(setting('wal_autocheckpoint')).toBe(16_000);
    }
  });

  test('knows its roles and its domain', () => {
    const db = emptyVenue();
    expect(db.sqlite.prepare('select kind from roles order by id').pluck().all()).toEqual([
      'owner',
      'manager',
      'desk',
      'installer',
    ]);
    expect(db.sqlite.prepare('select name, service from domains').all()).toEqual([
      { name: 'Guests', service: 'hotspot' },
    ]);
  });

  test('makes no copy, for there is nothing to lose', () => {
    const folder = temporaryFolder();
    open(join(folder, 'venue', 'gatehouse.sqlite')).close();
    expect(existsSync(join(folder, 'copies'))).toBe(false);
  });

  test('opens again with everything in it, and still makes no copy', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'venue', 'gatehouse.sqlite');
    const first = open(file);
    addGuest(first, 'k7m2qp');
    first.close();
    const again = open(file);
    expect(valueOf(again, 'select username from guests')).toBe('k7m2qp');
    again.close();
    expect(existsSync(join(folder, 'copies'))).toBe(false);
  });

  test('shows what one connection wrote to the other at once', () => {
    const db = emptyVenue();
    const beside = openBeside(db.file);
    onTestFinished(() => beside.close());
    addGuest(db, 'k7m2qp');
    expect(valueOf(beside, 'select count(*) from guests')).toBe(1);
  });
});

describe('the tables defend themselves', () => {
  test('every table is STRICT, so that no text gets into a column of numbers', () => {
    const db = emptyVenue();
    const tables = db.sqlite
      .prepare<[], { name: string; strict: number }>(
        `select name, strict from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'
           and name <> '__drizzle_migrations'`,
      )
      .all();
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
    expect(() => db.sqlite.exec(`insert into domains (id, name, service) values ('one', 'x', 'hotspot')`)).toThrow();
  });

  test.each(['sales', 'changes', 'change_rows'])('no row of %s can be changed or removed', (table) => {
    const db = emptyVenue();
    const product = addProduct(db, 'Day');
    sellTicket(db, product.id, 'k7m2qp');
    const before = db.sqlite.prepare(`select * from ${table}`).all();
    expect(before.length).toBeGreaterThan(0);
    expect(() => db.sqlite.exec(`update ${table} set id = id`)).toThrow(`${table} is append-only`);
    expect(() => db.sqlite.exec(`delete from ${table}`)).toThrow(`${table} is append-only`);
    // REPLACE deletes without asking delete triggers, unless recursive triggers are on.
    expect(() => db.sqlite.exec(`insert or replace into ${table} select * from ${table}`)).toThrow();
    expect(db.sqlite.prepare(`select * from ${table}`).all()).toEqual(before);
  });

  test('a shift can be closed once, and nothing else', () => {
    const { sqlite } = emptyVenue();
    sqlite.exec(`insert into shifts (id, operator_id, operator_name, opened_at_ms) values (1, 7, 'Anna', 1000)`);
    expect(() => sqlite.exec(`update shifts set opened_at_ms = 2000`)).toThrow('a shift can only be closed');
    expect(() => sqlite.exec(`update shifts set operator_name = 'Bruno'`)).toThrow('a shift can only be closed');
    sqlite.exec(`update shifts set closed_at_ms = 5000`);
    expect(() => sqlite.exec(`update shifts set closed_at_ms = null`)).toThrow('a shift can only be closed');
    expect(() => sqlite.exec(`delete from shifts`)).toThrow('shifts is append-only');
  });

  test('an operator has one open shift', () => {
    const { sqlite } = emptyVenue();
    const openOne = `insert into shifts (operator_id, operator_name, opened_at_ms) values (7, 'Anna', 1000)`;
    sqlite.exec(openOne);
    expect(() => sqlite.exec(openOne)).toThrow();
  });

  test('a sale is reversed at most once', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    const reverse = `insert into sales (kind, reverses_sale_id, at_ms, shift_id, operator_id, operator_name, change_id,
        guest_id, entitlement_id, product_id, product_name, amount_minor, currency, payment)
      select 'reversal', id, at_ms, shift_id, operator_id, operator_name, change_id, guest_id, entitlement_id, product_id,
        product_name, -amount_minor, currency, payment from sales where id = ${sold.saleId}`;
    db.sqlite.exec(reverse);
    expect(() => db.sqlite.exec(reverse)).toThrow();
  });
});

describe('a file that cannot be used is left alone and says why', () => {
  test('not a database', () => {
    const file = join(temporaryFolder(), 'venue', 'gatehouse.sqlite');
    mkdirSync(join(file, '..'));
    writeFileSync(file, 'This is a letter to the hotel, not a database. '.repeat(200));
    const before = readFileSync(file);
    const fault = expectFault('DATABASE_DAMAGED', () => open(file));
    expect(fault.params).toEqual({ file });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('damaged in the middle', () => {
    const file = fullFile();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 8192);
    writeFileSync(file, bytes);
    expectFault('DATABASE_DAMAGED', () => open(file));
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('damaged in a page that nobody reads at the start', () => {
    const file = fullFile();
    const page = eatAtLog(file);
    const fault = expectFault('DATABASE_DAMAGED', () => open(file));
    // What was found is there for the log.
    expect(String(fault.cause)).toContain(`${page}`);
  });

  test('cut short', () => {
    const file = fullFile();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expectFault('DATABASE_DAMAGED', () => open(file));
  });

  test('of another program', () => {
    const file = join(temporaryFolder(), 'venue', 'gatehouse.sqlite');
    mkdirSync(join(file, '..'));
    const other = new Database(file);
    other.exec('create table recipes (name text)');
    other.close();
    expectFault('DATABASE_DAMAGED', () => open(file));
    const still = new Database(file, { readonly: true });
    expect(still.prepare('select name from sqlite_master').pluck().all()).toEqual(['recipes']);
    still.close();
  });

  test('written by a newer Gatehouse', () => {
    const file = fullFile();
    const newer = newerMigrations(`create table loyalty (id integer primary key not null) strict;`);
    open(file, newer).close();
    expectFault('DATABASE_NEWER', () => open(file));
    open(file, newer).close();
  });

  test('held by another program', () => {
    const file = fullFile();
    const holder = new Database(file);
    onTestFinished(() => void holder.close());
    holder.pragma('locking_mode = exclusive');
    holder.exec('begin immediate; commit');
    const fault = expectFault('DATABASE_LOCKED', () => open(file));
    expect((fault.cause as { code: string }).code).toMatch(/^SQLITE_BUSY/);
  });

  test('in a folder that is really a file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'venue'), 'not a folder');
    const fault = expectFault('FOLDER_READ_ONLY', () => open(join(folder, 'venue', 'gatehouse.sqlite')));
    expect(fault.params).toEqual({ folder: join(folder, 'venue') });
  });

  test('a folder where the file should be', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'venue', 'gatehouse.sqlite'), { recursive: true });
    expectFault('FOLDER_READ_ONLY', () => open(join(folder, 'venue', 'gatehouse.sqlite')));
  });

  // Windows has no such bit on folders; who may write there is a matter of access lists, which only an installer sets.
  test.skipIf(windows)('in a folder this operator may not write to', () => {
    const folder = join(temporaryFolder(), 'venue');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    const fault = asNobody(() => expectFault('FOLDER_READ_ONLY', () => open(join(folder, 'gatehouse.sqlite'))));
    expect(fault.params).toEqual({ folder });
  });

  test.skipIf(windows)('a file this operator may not write to', () => {
    const file = fullFile();
    chmodSync(join(file, '..'), 0o777);
    chmodSync(file, 0o444);
    asNobody(() => expectFault('FOLDER_READ_ONLY', () => open(file)));
  });
});

describe('a file too large to be read at once', () => {
  test('is opened, and said not to be checked', () => {
    const file = fullFile();
    const db = openLarge(file);
    expect(db.isChecked).toBe(false);
    expect(valueOf(db, 'select count(*) from guests')).toBe(guestsInFile);
    db.close();
    const small = openDatabase(file, { migrationsFolder, copiesFolder: join(file, '../../copies'), nowMs: morning });
    expect(small.isChecked).toBe(true);
    small.close();
  });

  test('is opened although it is damaged where nobody has looked, and the parts that are whole are found to be', () => {
    const file = fullFile();
    eatAtLog(file);
    const db = openLarge(file);
    onTestFinished(() => db.close());
    const broken = listParts(db.sqlite).filter((part) => !isSound(db, part));
    expect(broken).toEqual(['radius_log']);
  });

  test('is refused when its schema is damaged, when it is cut short, and when it is of another program', () => {
    const schema = fullFile();
    const bytes = readFileSync(schema);
    // Page 1 begins with the header of the file (100 bytes); behind it lie the tables' names.
    bytes.fill(0x5a, 100, 4_096);
    writeFileSync(schema, bytes);
    expectFault('DATABASE_DAMAGED', () => openLarge(schema));
    const cut = fullFile();
    truncateSync(cut, Math.floor(statSync(cut).size / 2));
    expectFault('DATABASE_DAMAGED', () => openLarge(cut));
    const foreign = join(temporaryFolder(), 'recipes.sqlite');
    new Database(foreign).exec('create table recipes (name text)').close();
    expectFault('DATABASE_DAMAGED', () => openLarge(foreign));
  });

  test('is read whole all the same before it is migrated', () => {
    const sound = fullFile();
    const db = openLarge(sound, newerMigrations(`alter table guests add column loyalty text;`));
    expect(db.isChecked).toBe(true);
    db.close();
    const damaged = fullFile();
    eatAtLog(damaged);
    expectFault('DATABASE_DAMAGED', () =>
      openLarge(damaged, newerMigrations(`alter table guests add column loyalty text;`)),
    );
    expect(columnsOfGuests(damaged)).not.toContain('loyalty');
  });
});

describe('an older file is migrated', () => {
  test('after a verified copy of it was put aside', () => {
    const file = fullFile();
    const copies = join(file, '../../copies');
    const db = open(file, newerMigrations(`alter table guests add column loyalty text;`));
    expect(valueOf(db, 'select count(*) from guests where loyalty is null')).toBe(guestsInFile);
    db.close();

    expect(readdirSync(copies)).toEqual(['gatehouse-20260601T090000000Z-before-update.db']);
    const copyFile = join(copies, readdirSync(copies)[0]!);
    if (!windows) expect(statSync(copyFile).mode & 0o777).toBe(0o600);
    const copy = new Database(copyFile, { readonly: true });
    expect(copy.prepare('select count(*) from guests').pluck().get()).toBe(guestsInFile);
    expect(copy.prepare(`select count(*) from pragma_table_info('guests') where name = 'loyalty'`).pluck().get()).toBe(
      0,
    );
    copy.close();
    // The copy is a whole venue: the version before opens it.
    open(copyFile).close();
  });

  test('keeping the newest copies only, and nothing half-written', () => {
    const file = fullFile();
    const copies = join(file, '../../copies');
    mkdirSync(copies);
    writeFileSync(join(copies, 'gatehouse-20200101T000000000Z-before-update.db.part'), 'half');
    writeFileSync(join(copies, 'my own notes.txt'), 'stays');
    const statements: string[] = [];
    for (let version = 1; version <= copiesKept + 2; version++) {
      statements.push(`create table version_${version} (id integer primary key not null) strict;`);
      open(file, newerMigrations(...statements), morning + version).close();
    }
    const names = readdirSync(copies);
    expect(names).toContain('my own notes.txt');
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(names.filter((name) => name.endsWith('.db')).sort()[0]).toBe(
      'gatehouse-20260601T090000003Z-before-update.db',
    );
    expect(names.filter((name) => name.endsWith('.db'))).toHaveLength(copiesKept);
  });

  test('not at all when the copy cannot be written', () => {
    const file = fullFile();
    writeFileSync(join(file, '../../copies'), 'a file where the folder should be');
    expectFault('FOLDER_READ_ONLY', () => open(file, newerMigrations(`alter table guests add column loyalty text;`)));
    expect(columnsOfGuests(file)).not.toContain('loyalty');
  });

  test('as a whole: a migration that fails half-way leaves the file as it was', () => {
    const file = fullFile();
    const broken = newerMigrations(
      `alter table guests add column loyalty text;`,
      `alter table nowhere add column x text;`,
    );
    expect(() => open(file, broken)).toThrow();
    expect(columnsOfGuests(file)).not.toContain('loyalty');
    open(file).close();
  });

  test('telling each step before it begins', () => {
    const file = fullFile();
    const heard: UpdateStep[] = [];
    const copiesFolder = join(file, '../../copies');
    const columns = `alter table guests add column loyalty text;`;
    openDatabase(file, {
      migrationsFolder: newerMigrations(columns, columns.replace('loyalty', 'title')),
      ...{ copiesFolder, nowMs: morning, onStep: (step) => heard.push(step) },
    }).close();
    expect(heard.map(({ name }) => name)).toEqual(['check', 'copy', 'check-copy', 'change', 'change', 'finish']);
    expect(heard.map(({ step, of }) => [step, of])).toEqual([1, 2, 3, 4, 5, 6].map((step) => [step, 6]));
  });

  test('or fails naming the copy, which is a whole venue like the file itself', () => {
    const file = fullFile();
    const fault = expectFault('UPDATE_FAILED', () => open(file, newerMigrations(`alter table nowhere add column x;`)));
    const { copy } = fault.params as { readonly copy: string };
    expect(fault.cause).toBeInstanceOf(Error);
    for (const whole of [file, copy]) {
      const db = open(whole);
      expect(valueOf(db, 'select count(*) from guests')).toBe(guestsInFile);
      db.close();
    }
  });

  test('or is left as it was by a full disk, which is told with the room it takes, and without a copy in the way', () => {
    const file = fullFile();
    // As if the disk had room for what is there and no more.
    const full = newerMigrations(
      `pragma max_page_count = 1; create table more (id integer primary key not null) strict;`,
    );
    const fault = expectFault('UPDATE_DISK_FULL', () => open(file, full));
    const neededMb = Math.ceil((statSync(file).size * 2) / 1_000_000);
    expect(fault.params).toEqual({ folder: join(file, '..'), neededMb });
    expect(readdirSync(join(file, '../../copies'))).toEqual([]);
    const db = open(file);
    expect(valueOf(db, `select count(*) from sqlite_schema where name = 'more'`)).toBe(0);
    expect(valueOf(db, 'select count(*) from guests')).toBe(guestsInFile);
    db.close();
  });

  test('without losing children when a parent table is rebuilt (drop and rename)', () => {
    const file = join(temporaryFolder(), 'venue', 'gatehouse.sqlite');
    const family = [
      `create table parents (id integer primary key not null, name text) strict;
       create table children (id integer primary key not null,
         parent_id integer not null references parents(id) on delete cascade) strict;
       insert into parents values (1, 'Maria'); insert into children values (10, 1), (11, 1);`,
      `create table new_parents (id integer primary key not null, name text not null) strict;
       insert into new_parents select id, name from parents;
       drop table parents;
       alter table new_parents rename to parents;`,
    ] as const;
    open(file, migrationsOf(family[0])).close();
    const db = open(file, migrationsOf(...family));
    expect(db.sqlite.prepare('select id from children order by id').pluck().all()).toEqual([10, 11]);
    expect(db.sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
    // And the trap is real: with foreign keys on, the same statements lose both children.
    db.sqlite.exec(family[1].replaceAll('new_parents', 'newer_parents'));
    expect(valueOf(db, 'select count(*) from children')).toBe(0);
    db.close();
  });

  test('never so that rows point nowhere', () => {
    const file = fullFile();
    const forgetful = newerMigrations(`delete from products;`);
    const fault = expectFault('UPDATE_FAILED', () => open(file, forgetful));
    expect(String(fault.cause)).toContain('point nowhere');
    const db = open(file);
    expect(valueOf(db, 'select count(*) from products')).toBe(1);
    db.close();
  });
});

describe('whether a file needs an update', () => {
  test('is seen without touching it', () => {
    const file = fullFile();
    const before = readFileSync(file);
    const newer = newerMigrations(`alter table guests add column loyalty text;`);
    expect(needsUpdate(file, newer)).toBe(true);
    expect(needsUpdate(file, migrationsFolder)).toBe(false);
    expect(readFileSync(file).equals(before)).toBe(true);
    open(file, newer).close();
    expect(needsUpdate(file, newer)).toBe(false);
    // Of a newer Gatehouse: nothing that waiting would help.
    expect(needsUpdate(file, migrationsFolder)).toBe(false);
  });

  test('is not said of a file that is new, missing, damaged or of another program', () => {
    const folder = temporaryFolder();
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('new'), '');
    writeFileSync(file('letter'), 'This is a letter to the hotel, not a database. '.repeat(200));
    new Database(file('recipes')).exec('create table recipes (name text)').close();
    for (const name of ['new', 'missing', 'letter', 'recipes'])
      expect(needsUpdate(file(name), migrationsFolder), name).toBe(false);
    expect(existsSync(file('missing'))).toBe(false);
  });
});

const guestsInFile = 400;

/** A closed venue file with enough rows to span many pages. */
function fullFile(): string {
  const file = join(temporaryFolder(), 'venue', 'gatehouse.sqlite');
  const db = open(file);
  sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
  db.sqlite.exec(`
    with recursive n(i) as (select 2 union all select i + 1 from n where i < ${guestsInFile})
    insert into guests (domain_id, kind, username, username_key, password_sealed, note, created_at_ms)
    select 1, 'code', 'guest' || i, 'guest' || i, x'00', printf('%.500c', 'x'), 0 from n`);
  db.close();
  return file;
}

/** Fills the log of a closed file and damages a page of it, which is returned. */
function eatAtLog(file: string): number {
  const db = openBeside(file);
  db.sqlite.exec(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)
    insert into radius_log (at_ms, kind, outcome, reason, detail, source_address)
    select i, 'access', 'accept', 'ok', printf('%.200c', 'x'), '::1' from n`);
  db.sqlite.pragma('wal_checkpoint(truncate)');
  const page = damage(db, 'radius_log');
  db.close();
  return page;
}

function isSound(db: Db, part: string): boolean {
  try {
    assertPartSound(db.sqlite, db.file, part);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

function columnsOfGuests(file: string): unknown[] {
  const sqlite = new Database(file, { readonly: true });
  const columns = sqlite.prepare(`select name from pragma_table_info('guests')`).pluck().all();
  sqlite.close();
  return columns;
}

interface Journal {
  readonly entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

/** The real migrations, followed by these. */
function newerMigrations(...statements: readonly string[]): string {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as Journal;
  const real = journal.entries.map(({ tag }) => readFileSync(join(migrationsFolder, `${tag}.sql`), 'utf8'));
  return writeMigrations([...real, ...statements], (index) => journal.entries[index]?.when ?? Date.UTC(2100, 0, index));
}

function migrationsOf(...statements: readonly string[]): string {
  return writeMigrations(statements, (index) => index + 1);
}

function writeMigrations(statements: readonly string[], when: (index: number) => number): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'meta'));
  const entries = statements.map((sql, idx) => {
    writeFileSync(join(folder, `${idx}.sql`), sql);
    return { idx, version: '6', when: when(idx), tag: String(idx), breakpoints: true };
  });
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }));
  return folder;
}

/** Root may write everywhere, so the test stops being root for a moment. */
function asNobody<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid!(65_534);
  try {
    return act();
  } finally {
    process.seteuid!(0);
  }
}
