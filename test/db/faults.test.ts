import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { mapFileError, mapSqliteError } from '../../db/faults';
import type { FaultCode } from '../../preload/contract/faults';
import { temporaryFolder } from './support';

const file = join(import.meta.filename, 'gatehouse.sqlite');

describe('what SQLite reports', () => {
  test.each<[string, FaultCode]>([
    ['SQLITE_FULL', 'DISK_FULL'],
    ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL'],
    ['SQLITE_READONLY', 'FOLDER_READ_ONLY'],
    ['SQLITE_READONLY_DIRECTORY', 'FOLDER_READ_ONLY'],
    ['SQLITE_CANTOPEN', 'FOLDER_READ_ONLY'],
    ['SQLITE_BUSY', 'DATABASE_LOCKED'],
    ['SQLITE_BUSY_SNAPSHOT', 'DATABASE_LOCKED'],
    ['SQLITE_CORRUPT', 'DATABASE_DAMAGED'],
    ['SQLITE_CORRUPT_VTAB', 'DATABASE_DAMAGED'],
    ['SQLITE_NOTADB', 'DATABASE_DAMAGED'],
    // The folder of this file cannot even be made: it is below a file.
    ['SQLITE_IOERR_WRITE', 'FOLDER_READ_ONLY'],
  ])('%s is the fault %s, with the cause kept for the log', (code, expected) => {
    const error = new Database.SqliteError('any text at all', code);
    const fault = mapSqliteError(error, file);
    expect(fault?.code).toBe(expected);
    expect(fault?.cause).toBe(error);
    expect(fault?.message).not.toMatch(/[{}]/);
    // As drizzle passes it on.
    expect(mapSqliteError(new Error('Failed query', { cause: error }), file)?.code).toBe(expected);
  });

  test('of a folder that can be written is about the file in it', () => {
    const folder = temporaryFolder();
    const error = new Database.SqliteError('any text at all', 'SQLITE_IOERR_READ');
    expect(mapSqliteError(error, join(folder, 'gatehouse.sqlite'))?.code).toBe('DATABASE_DAMAGED');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is a mistake of ours where a constraint or a statement is broken', () => {
    for (const code of ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_ERROR', 'SQLITE_MISUSE'])
      expect(mapSqliteError(new Database.SqliteError('database disk image is malformed', code), file)).toBeUndefined();
    expect(mapSqliteError(new Error('database is locked'), file)).toBeUndefined();
    expect(mapSqliteError('SQLITE_BUSY', file)).toBeUndefined();
  });
});

test('what the file system reports is told apart by its code', () => {
  const failure = (code: string): Error => Object.assign(new Error('some text'), { code });
  expect(mapFileError(failure('ENOSPC'), '/x')?.code).toBe('DISK_FULL');
  expect(mapFileError(failure('EROFS'), '/x')?.code).toBe('FOLDER_READ_ONLY');
  expect(mapFileError(failure('EMFILE'), '/x')).toBeUndefined();
  expect(mapFileError(new Error('ENOSPC'), '/x')).toBeUndefined();
});
