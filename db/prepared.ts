/** Statements prepared once per connection (a drizzle query built per call costs fifteen times a prepared one). */
import type { Db } from './open';

/** Wraps `make` so that its statements are built at the first use on each connection and forgotten with it. */
export function preparedPer<T extends object>(make: (db: Db) => T): (db: Db) => T {
  const made = new WeakMap<Db, T>();
  return (db) => {
    let statements = made.get(db);
    if (!statements) made.set(db, (statements = make(db)));
    return statements;
  };
}
