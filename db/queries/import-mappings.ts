/** Which column of a file means what, as it was chosen last for files with the same headings. */
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';
import { immediate } from '../transaction';

/** Other programs a venue ever imports from. */
const MOST_MAPPINGS = 50;

/** JSON as it was remembered; undefined: such a file was never imported. */
export function findMapping(db: Db, signature: string): string | undefined {
  return preparedValue<[string], string>(db.sqlite, 'select fields from import_mappings where signature = ?').get(
    signature,
  );
}

/** In a transaction of its own, outside changes; the longest unused ones are forgotten. */
export function rememberMapping(db: Db, signature: string, fields: string, nowMs: number): void {
  immediate(db.sqlite, () => {
    prepared<[string, string, number]>(
      db.sqlite,
      `insert into import_mappings (signature, fields, used_at_ms) values (?, ?, ?)
       on conflict (signature) do update set fields = excluded.fields, used_at_ms = excluded.used_at_ms`,
    ).run(signature, fields, nowMs);
    prepared<[number]>(
      db.sqlite,
      `delete from import_mappings where id not in (
         select id from import_mappings order by used_at_ms desc, id desc limit ?)`,
    ).run(MOST_MAPPINGS);
  });
}
