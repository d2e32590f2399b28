/** Where tickets come out. The queue of paper is in print-jobs.ts. */
import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { printers } from '../schema';

export type PrinterRow = typeof printers.$inferSelect;

const statements = preparedPer((db) => ({
  list: db.orm.select().from(printers).orderBy(asc(printers.id)).limit(50).prepare(),
  byId: db.orm
    .select()
    .from(printers)
    .where(eq(printers.id, sql.placeholder('id')))
    .prepare(),
  byDefault: db.orm.select().from(printers).where(eq(printers.isDefault, true)).prepare(),
}));

/** Oldest first; at most 50. */
export function listPrinters(db: Db): readonly PrinterRow[] {
  return statements(db).list.all();
}

export function findPrinter(db: Db, id: number): PrinterRow | undefined {
  return statements(db).byId.get({ id });
}

export function findDefaultPrinter(db: Db): PrinterRow | undefined {
  return statements(db).byDefault.get();
}
