/** A file that a failing disk has eaten at. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Db } from '../../db/open';

/** Overwrites the last page of a table in the file, not in the WAL, and returns its number. */
export function damage(db: Db, table: string): number {
  const pageBytes = db.sqlite.pragma('page_size', { simple: true }) as number;
  const pages = db.sqlite
    .prepare<[string], number>("select max(pageno) from dbstat where name = ? and pagetype = 'leaf'")
    .pluck();
  const page = pages.get(table)!;
  const handle = openSync(db.file, 'r+');
  writeSync(handle, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(handle);
  return page;
}
