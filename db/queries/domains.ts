/** The sets of guests that share rules. */
import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { preparedValue } from '../statements';
import { deviceBlocks, domains } from '../schema';
import { inScope, scopeParams, seesDomain, type Scope } from './scope';

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

/**
 * With the number of guests of each, the first domain first; at most 200.
 * @param scope only those in which guests within may be, and only these guests are counted
 */
export function listDomains(db: Db, scope?: Scope) {
  const all = statements(db).list.all();
  if (scope === undefined) return all;
  const count = preparedValue<[object], number>(
    db.sqlite,
    `select count(*) from guests g where g.domain_id = @domainId and ${inScope(scope)}`,
  );
  return all
    .filter(({ domain }) => seesDomain(scope, domain.id))
    .map(({ domain }) => ({ domain, guests: count.get({ domainId: domain.id, ...scopeParams(scope) })! }));
}

export function findDomain(db: Db, id: number): DomainRow | undefined {
  return statements(db).byId.get({ id });
}

export function findDomainByName(db: Db, name: string): DomainRow | undefined {
  return statements(db).byName.get({ name });
}

/**
 * The domain guests are added to when none is named: of a scope, its first one.
 * @throws where a scope has none left
 */
export function getFirstDomain(db: Db, scope?: Scope): DomainRow {
  const ids = scope?.domainIds;
  const first = ids === undefined ? statements(db).first.get() : findDomain(db, Math.min(...ids));
  if (!first) throw new Error('a venue has at least one domain');
  return first;
}

/** Numbers of the rows of device_blocks that speak of this domain. */
export function listDomainBlockIds(db: Db, id: number): readonly number[] {
  return statements(db)
    .blocks.all({ id })
    .map((row) => row.id);
}
