/**
 * The mark of a rehearsal in the database file itself, so that it stays with every copy of the file. It is SQLite's
 * application id, which stands in the header and can be read before anything of the file is opened or migrated.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Db } from './open';

/** 'GHRe'. A venue's file has 0 there. */
const REHEARSAL_ID = 0x47_48_52_65;
/** SQLite file format §1.3: the application id is the big-endian number at offset 68 of the first page. */
const APPLICATION_ID_AT = 68;
const APPLICATION_ID_BYTES = 4;

/** Marks an open file for good. Does nothing the second time. */
export function markAsRehearsal({ sqlite }: Db): void {
  if (sqlite.pragma('application_id', { simple: true }) === REHEARSAL_ID) return;
  sqlite.pragma(`application_id = ${REHEARSAL_ID}`);
  // Until then the mark stands in the WAL alone, where a look at the header does not find it.
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
}

/** Whether a database file carries the mark; false where there is no file, or one too short to be a database. */
export function isRehearsalFile(file: string): boolean {
  const id = Buffer.alloc(APPLICATION_ID_BYTES);
  try {
    const handle = openSync(file, 'r');
    try {
      readSync(handle, id, 0, APPLICATION_ID_BYTES, APPLICATION_ID_AT);
    } finally {
      closeSync(handle);
    }
  } catch {
    // What cannot be read is said by whoever opens it.
    return false;
  }
  return id.readUInt32BE() === REHEARSAL_ID;
}
