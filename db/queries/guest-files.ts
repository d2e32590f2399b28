/** Guests as files know them: what an export writes of each, and by what an import finds them again. */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';
import { devices, domains, guestPersons, guests } from '../schema';
import type { GuestRow } from './guests';
import type { PersonRow } from './persons';
import { guestsInScope, inScope, scopeParams, type Scope } from './scope';

export const guestKeys = ['username', 'displayName', 'email', 'mobile', 'room', 'pmsCode'] as const;
/** What a guest in a file is recognised by. */
export type GuestKey = (typeof guestKeys)[number];

/** Compared as the database does it for names; other texts without case. */
const keyColumns: Readonly<Record<GuestKey, string>> = {
  username: 'g.username_key',
  displayName: 'lower(g.display_name)',
  room: 'lower(g.room)',
  email: 'lower(p.email)',
  mobile: 'p.mobile',
  pmsCode: 'lower(p.pms_code)',
};

/** Every guest who has such a value, one after the other: of a hundred thousand in a fraction of a second. */
export function eachGuestKey(
  db: Db,
  key: GuestKey,
  scope?: Scope,
): IterableIterator<{ readonly id: number; readonly value: string }> {
  const column = keyColumns[key];
  const join = column.includes('p.') ? 'join guest_persons p on p.guest_id = g.id' : '';
  return prepared<[object], { readonly id: number; readonly value: string }>(
    db.sqlite,
    `select g.id, ${column} as value from guests g ${join} where ${column} is not null and ${inScope(scope)}`,
  ).iterate(scopeParams(scope));
}

export interface GuestFilter {
  readonly kinds: readonly GuestRow['kind'][];
  readonly domainId?: number | undefined;
  /** Only those within. */
  readonly scope?: Scope | undefined;
}

export function countGuestsForFile(db: Db, filter: GuestFilter): number {
  const row = db.orm
    .select({ n: sql<number>`count(*)` })
    .from(guests)
    .where(whereOf(filter, 0))
    .get();
  return row?.n ?? 0;
}

export interface GuestForFile {
  readonly guest: GuestRow;
  readonly person: PersonRow | null;
  readonly domainName: string;
}

/** Oldest first, a page at a time. */
export function listGuestsForFile(
  db: Db,
  filter: GuestFilter,
  page: { readonly afterId: number; readonly limit: number },
): readonly GuestForFile[] {
  return db.orm
    .select({ guest: guests, person: guestPersons, domainName: domains.name })
    .from(guests)
    .innerJoin(domains, eq(domains.id, guests.domainId))
    .leftJoin(guestPersons, eq(guestPersons.guestId, guests.id))
    .where(whereOf(filter, page.afterId))
    .orderBy(asc(guests.id))
    .limit(page.limit)
    .all();
}

function whereOf({ kinds, domainId, scope }: GuestFilter, afterId: number) {
  return and(
    gt(guests.id, afterId),
    inArray(guests.kind, kinds.slice()),
    domainId === undefined ? undefined : eq(guests.domainId, domainId),
    guestsInScope(scope),
    // There is nothing left of them that an import could bring back.
    sql`not exists (select 1 from erased_guests x where x.guest_id = ${guests.id})`,
  );
}

/** MAC addresses of each of these guests, in order. */
export function listMacs(db: Db, guestIds: readonly number[]): ReadonlyMap<number, readonly string[]> {
  if (guestIds.length === 0) return new Map();
  const rows = db.orm
    .select({ guestId: devices.guestId, mac: devices.macAddress })
    .from(devices)
    .where(inArray(devices.guestId, guestIds.slice()))
    .orderBy(asc(devices.guestId), asc(devices.macAddress))
    .all();
  const byGuest = Map.groupBy(rows, ({ guestId }) => guestId);
  return new Map([...byGuest].map(([guestId, own]) => [guestId, own.map(({ mac }) => mac)]));
}

/** The highest number a guest ever had; 0: nobody yet. Also who was removed keeps it. */
export function newestGuestId(db: Db): number {
  return preparedValue<[], number>(db.sqlite, `select seq from sqlite_sequence where name = 'guests'`).get() ?? 0;
}

export function isGuest(db: Db, id: number): boolean {
  return preparedValue<[number], number>(db.sqlite, 'select 1 from guests where id = ?').get(id) !== undefined;
}
