/** The sets of guests that share rules. */
import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { deviceBlocks, domains } from '../schema';

export type DomainRow = typeof domains.$inferSelect;

/** A venue has a handful: guests, staff, the neighbours' PPPoE. */
const MOST_DOMAINS = 200;

const statements = preparedPer((db) => ({
  list: db.orm
    .select({
      domain: domains,
      guests: sql<number>`(select count(*) from guests g where g.domain_id = domains.id)`,
    })
    .from(domains)
    .orderBy(asc(domains.id))
    .limit(MOST_DOMAINS)
    .prepare(),
  byId: db.orm
    .select()
    .from(domains)
    .where(eq(domains.id, sql.placeholder('id')))
    .prepare(),
  byName: db.orm
    .select()
    .from(domains)
    .where(eq(domains.name, sql.placeholder('name')))
    .prepare(),
  first: db.orm.select().from(domains).orderBy(asc(domains.id)).limit(1).prepare(),
  blocks: db.orm
    .select({ id: deviceBlocks.id })
    .from(deviceBlocks)
    .where(eq(deviceBlocks.domainId, sql.placeholder('id')))
    .prepare(),
}));

/** With the number of guests of each, the first domain first; at most 200. */
export function listDomains(db: Db) {
  return statements(db).list.all();
}

export function findDomain(db: Db, id: number): DomainRow | undefined {
  return statements(db).byId.get({ id });
}

export function findDomainByName(db: Db, name: string): DomainRow | undefined {
  return statements(db).byName.get({ name });
}

/** The domain guests are added to when none is named. */
export function getFirstDomain(db: Db): DomainRow {
  const first = statements(db).first.get();
  if (!first) throw new Error('a venue has at least one domain');
  return first;
}

/** Numbers of the rows of device_blocks that speak of this domain. */
export function listDomainBlockIds(db: Db, id: number): readonly number[] {
  return statements(db)
    .blocks.all({ id })
    .map((row) => row.id);
}
