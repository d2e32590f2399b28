/**
 * Prepared statements by their text, made once per connection: preparing costs more than running on every hot path.
 * For SQL whose table and columns are only known at run time; queries use preparedPer (db/prepared.ts).
 */
import type Database from 'better-sqlite3';

type Statement = Database.Statement;

/** More texts than this would mean that somebody builds SQL from values; then preparing anew beats leaking. */
const statementsKept = 500;
const byConnection = new WeakMap<Database.Database, Map<string, Statement>>();

/** The statement for `sql` on this connection, from memory if it was asked for before. */
export function prepared<Bind extends unknown[] = unknown[], Row = unknown>(
  sqlite: Database.Database,
  sql: string,
): Database.Statement<Bind, Row> {
  return remembered(sqlite, sql, () => sqlite.prepare(sql)) as Database.Statement<Bind, Row>;
}

/** The same for a query of one column: rows are its plain values. */
export function preparedValue<Bind extends unknown[], Value>(
  sqlite: Database.Database,
  sql: string,
): Database.Statement<Bind, Value> {
  return remembered(sqlite, `value: ${sql}`, () => sqlite.prepare(sql).pluck()) as Database.Statement<Bind, Value>;
}

function remembered(sqlite: Database.Database, key: string, prepare: () => Statement): Statement {
  let statements = byConnection.get(sqlite);
  if (!statements) byConnection.set(sqlite, (statements = new Map<string, Statement>()));
  const known = statements.get(key);
  if (known) return known;
  if (statements.size >= statementsKept) statements.clear();
  const statement = prepare();
  statements.set(key, statement);
  return statement;
}
