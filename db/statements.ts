/** Prepared statements, made once per connection: preparing costs more than running on every hot path. */
import type Database from 'better-sqlite3';

/** More texts than this would mean that somebody builds SQL from values; then preparing anew beats leaking. */
const statementsKept = 500;
const byConnection = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** The statement for `sql` on this connection, from memory if it was asked for before. `pluck`: first column only. */
export function prepared<Bind extends unknown[] | object = unknown[], Row = unknown>(
  sqlite: Database.Database,
  sql: string,
  options: { readonly pluck?: boolean } = {},
): Database.Statement<Bind extends unknown[] ? Bind : [Bind], Row> {
  let statements = byConnection.get(sqlite);
  if (!statements) byConnection.set(sqlite, (statements = new Map()));
  const key = options.pluck ? `pluck ${sql}` : sql;
  let statement = statements.get(key);
  if (!statement) {
    if (statements.size >= statementsKept) statements.clear();
    statement = sqlite.prepare(sql);
    if (options.pluck) statement.pluck();
    statements.set(key, statement);
  }
  return statement as unknown as Database.Statement<Bind extends unknown[] ? Bind : [Bind], Row>;
}
