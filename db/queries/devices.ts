/** Devices of guests, where they may not be used, and those let in by their address. */
import { and, asc, desc, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../open';
import { guestsInScope, type Scope } from './scope';
import { deviceBlocks, devices, domains, guests, sessions } from '../schema';

export type DeviceRow = typeof devices.$inferSelect;
export type DeviceBlockRow = typeof deviceBlocks.$inferSelect;

/** One device is with a guest or two at a time; a copied address with a few more. */
const mostOnlineWith = 100;

/** Where a device may not be used. */
export type Where =
  | { readonly scope: 'guest'; readonly guestId: number }
  | { readonly scope: 'domain'; readonly domainId: number }
  | { readonly scope: 'venue' };

function blockedAt(where: Where): SQL | undefined {
  if (where.scope === 'guest') return and(eq(deviceBlocks.scope, 'guest'), eq(deviceBlocks.guestId, where.guestId));
  if (where.scope === 'domain') return and(eq(deviceBlocks.scope, 'domain'), eq(deviceBlocks.domainId, where.domainId));
  return eq(deviceBlocks.scope, 'venue');
}

/** The block of exactly this scope. */
export function findBlock(db: Db, macAddress: string, where: Where): DeviceBlockRow | undefined {
  return db.orm
    .select()
    .from(deviceBlocks)
    .where(and(eq(deviceBlocks.macAddress, macAddress), blockedAt(where)))
    .get();
}

/** Guests who are online with this device where it may not be used any more; also those who have been removed since. */
export function listGuestsOnlineWith(db: Db, macAddress: string, where: Where): readonly number[] {
  if (where.scope === 'guest') return [where.guestId];
  const inDomain = where.scope === 'domain' ? eq(guests.domainId, where.domainId) : undefined;
  return db.orm
    .selectDistinct({ guestId: sessions.guestId })
    .from(sessions)
    .leftJoin(guests, eq(guests.id, sessions.guestId))
    .where(and(eq(sessions.macAddress, macAddress), isNull(sessions.endedAtMs), isNotNull(sessions.guestId), inDomain))
    .orderBy(sessions.guestId)
    .limit(mostOnlineWith)
    .all()
    .map(({ guestId }) => guestId!);
}

/** The device of this address, or the one unused for longest. */
export function findDevice(db: Db, guestId: number, macAddress: string | undefined): DeviceRow | undefined {
  return db.orm
    .select()
    .from(devices)
    .where(and(eq(devices.guestId, guestId), macAddress === undefined ? undefined : eq(devices.macAddress, macAddress)))
    .orderBy(asc(devices.lastSeenAtMs), asc(devices.id))
    .limit(1)
    .get();
}

/** With the name of the domain, newest first; with a guest: those that keep this guest's devices out. */
export function listBlocks(
  db: Db,
  guest: { readonly id: number; readonly domainId: number } | undefined,
  limit: number,
  scope?: Scope,
): readonly { readonly block: DeviceBlockRow; readonly domainName: string | null }[] {
  const ofGuest =
    guest &&
    or(
      eq(deviceBlocks.guestId, guest.id),
      and(
        or(eq(deviceBlocks.domainId, guest.domainId), eq(deviceBlocks.scope, 'venue')),
        // Of the devices kept out of domain or venue only those this guest has used.
        sql`exists (select 1 from ${devices} where ${devices.guestId} = ${guest.id} and ${devices.macAddress} = ${deviceBlocks.macAddress})`,
      ),
    );
  return db.orm
    .select({ block: deviceBlocks, domainName: domains.name })
    .from(deviceBlocks)
    .leftJoin(domains, eq(domains.id, deviceBlocks.domainId))
    .where(and(ofGuest, blockInScope(scope)))
    .orderBy(desc(deviceBlocks.id))
    .limit(limit)
    .all();
}

/** What keeps a guest within out, or everybody. */
function blockInScope(scope: Scope | undefined): SQL | undefined {
  if (scope === undefined) return undefined;
  const within = sql`exists (
    select 1 from ${guests} where ${guests.id} = ${deviceBlocks.guestId} and ${guestsInScope(scope) ?? sql`true`})`;
  const inDomains =
    scope.domainIds === undefined
      ? eq(deviceBlocks.scope, 'domain')
      : sql`${deviceBlocks.domainId} in (select value from json_each(${JSON.stringify(scope.domainIds)}))`;
  return or(eq(deviceBlocks.scope, 'venue'), within, inDomains);
}

/** Guests that are let in by their address, newest first, with the name of their domain. */
export function listBypassed(db: Db, limit: number, scope?: Scope) {
  return db.orm
    .select({ guest: guests, domainName: domains.name })
    .from(guests)
    .innerJoin(domains, eq(domains.id, guests.domainId))
    .where(and(eq(guests.kind, 'device'), guestsInScope(scope)))
    .orderBy(desc(guests.id))
    .limit(limit)
    .all();
}
