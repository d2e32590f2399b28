/** The MikroTik boxes that may ask, what was learned of them, and who asks without being known. */
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { routerAttributes, routerStates, routers, sessions, unknownSources } from '../schema';

export type RouterRow = typeof routers.$inferSelect;
export type RouterAttributeRow = typeof routerAttributes.$inferSelect;

const statements = preparedPer((db) => ({
  list: db.orm
    .select({
      router: routers,
      state: routerStates,
      onlineSessions: sql<number>`(select count(*) from ${sessions} where ${sessions.routerId} = ${routers.id} and ${sessions.endedAtMs} is null)`,
    })
    .from(routers)
    .leftJoin(routerStates, eq(routerStates.routerId, routers.id))
    .orderBy(asc(routers.id))
    .limit(200)
    .prepare(),
  byId: db.orm
    .select()
    .from(routers)
    .where(eq(routers.id, sql.placeholder('id')))
    .prepare(),
  byAddress: db.orm
    .select()
    .from(routers)
    .where(eq(routers.address, sql.placeholder('address')))
    .prepare(),
  attributes: db.orm
    .select()
    .from(routerAttributes)
    .where(eq(routerAttributes.routerId, sql.placeholder('routerId')))
    .orderBy(asc(routerAttributes.id))
    .prepare(),
  hotspot: db.orm
    .select({ address: routers.address, loginHost: routerStates.loginHost })
    .from(routers)
    .leftJoin(routerStates, eq(routerStates.routerId, routers.id))
    .where(eq(routers.hotspot, true))
    .orderBy(asc(routers.id))
    .limit(1)
    .prepare(),
  count: db.orm
    .select({ n: sql<number>`count(*)` })
    .from(routers)
    .prepare(),
  asking: db.orm
    .select()
    .from(unknownSources)
    .where(
      and(
        isNull(unknownSources.dismissedAtMs),
        sql`not exists (select 1 from routers r where r.address = unknown_sources.address)`,
      ),
    )
    .orderBy(desc(unknownSources.lastAtMs))
    .limit(20)
    .prepare(),
}));

/** With state and open sessions; at most 200. */
export function listRouters(db: Db) {
  return statements(db).list.all();
}

export function findRouter(db: Db, id: number): RouterRow | undefined {
  return statements(db).byId.get({ id });
}

export function findRouterByAddress(db: Db, address: string): RouterRow | undefined {
  return statements(db).byAddress.get({ address });
}

/** Added to every answer to the router. */
export function listRouterAttributes(db: Db, routerId: number): readonly RouterAttributeRow[] {
  return statements(db).attributes.all({ routerId });
}

export function countRouters(db: Db): number {
  return statements(db).count.get()?.n ?? 0;
}

/** Unknown addresses that asked and were not dismissed, newest first; at most 20. */
export function listAsking(db: Db) {
  return statements(db).asking.all();
}

/** Hides an address until it is forgotten by the sweep. */
export function dismissAsking(db: Db, address: string, nowMs: number): void {
  db.orm.update(unknownSources).set({ dismissedAtMs: nowMs }).where(eq(unknownSources.address, address)).run();
}

/**
 * Host of the HotSpot's login page where the venue names none: what the router said of itself (WISPr-Logoff-URL), else
 * the router's own address, on which a HotSpot answers. Undefined without a HotSpot.
 */
export function findLoginHost(db: Db): string | undefined {
  const hotspot = statements(db).hotspot.get();
  if (!hotspot) return undefined;
  // A network of routers has no one address that a phone could open.
  if (hotspot.loginHost === null && hotspot.address.includes('/')) return undefined;
  return hotspot.loginHost ?? (hotspot.address.includes(':') ? `[${hotspot.address}]` : hotspot.address);
}
