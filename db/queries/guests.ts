/** Guests, what they hold, and finding them by anything. */
import { and, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import {
  cards,
  deviceBlocks,
  devices,
  entitlementUsage,
  entitlements,
  guestAttributes,
  guestNetworks,
  guestPersons,
  guestPhotos,
  guests,
  products,
  routers,
  sessions,
} from '../schema';
import { listLimitations, type ProductWithLimitations } from './products';
import { inScope, scopeParams, type Scope } from './scope';
import { prepared } from '../statements';

export type GuestRow = typeof guests.$inferSelect;
export type EntitlementRow = typeof entitlements.$inferSelect;
export type GuestNetworkRow = typeof guestNetworks.$inferSelect;
export type GuestAttributeRow = typeof guestAttributes.$inferSelect;
export type UsageRow = typeof entitlementUsage.$inferSelect;

/** One entitlement with everything its standing is made of. */
export interface HeldEntitlement extends ProductWithLimitations {
  readonly entitlement: EntitlementRow;
  readonly usage: UsageRow | undefined;
}

/** Entitlements read per guest: a guest with more has lived here for years. */
const MOST_HELD = 50;

/** Open at once; a shared staff login reaches dozens. */
const MOST_OPEN = 500;

export interface OpenSessionRow {
  readonly id: number;
  readonly guestId: number | null;
  /** Null: the router is none of this venue's any more. */
  readonly routerName: string | null;
  /** '': the router did not say. */
  readonly macAddress: string;
}

const openSession = {
  ...{ id: sessions.id, guestId: sessions.guestId, macAddress: sessions.macAddress },
  routerName: routers.name,
};

const statements = preparedPer((db) => ({
  byId: db.orm
    .select()
    .from(guests)
    .where(eq(guests.id, sql.placeholder('id')))
    .prepare(),
  byKey: db.orm
    .select()
    .from(guests)
    .where(eq(guests.usernameKey, sql.placeholder('usernameKey')))
    .prepare(),
  entitlement: db.orm
    .select()
    .from(entitlements)
    .where(eq(entitlements.id, sql.placeholder('id')))
    .prepare(),
  openSessions: db.orm
    .select(openSession)
    .from(sessions)
    .leftJoin(routers, eq(routers.id, sessions.routerId))
    .where(and(eq(sessions.guestId, sql.placeholder('guestId')), isNull(sessions.endedAtMs)))
    .orderBy(desc(sessions.id))
    .limit(MOST_OPEN)
    .prepare(),
  openSession: db.orm
    .select(openSession)
    .from(sessions)
    .leftJoin(routers, eq(routers.id, sessions.routerId))
    .where(and(eq(sessions.id, sql.placeholder('id')), isNull(sessions.endedAtMs)))
    .prepare(),
  newest: db.orm.select().from(guests).orderBy(desc(guests.id)).limit(sql.placeholder('limit')).prepare(),
  byMac: db.orm
    .selectDistinct({ guestId: devices.guestId })
    .from(devices)
    .where(and(gte(devices.macAddress, sql.placeholder('from')), lt(devices.macAddress, sql.placeholder('till'))))
    .orderBy(desc(devices.guestId))
    .limit(sql.placeholder('limit'))
    .prepare(),
  byDeviceName: db.orm
    .select({ id: guests.id })
    .from(guests)
    .where(and(gte(guests.usernameKey, sql.placeholder('from')), lt(guests.usernameKey, sql.placeholder('till'))))
    .limit(sql.placeholder('limit'))
    .prepare(),
  network: db.orm
    .select()
    .from(guestNetworks)
    .where(eq(guestNetworks.guestId, sql.placeholder('guestId')))
    .prepare(),
  attributes: db.orm
    .select()
    .from(guestAttributes)
    .where(eq(guestAttributes.guestId, sql.placeholder('guestId')))
    .orderBy(guestAttributes.id)
    .prepare(),
  devices: db.orm
    .select()
    .from(devices)
    .where(eq(devices.guestId, sql.placeholder('guestId')))
    .orderBy(desc(devices.lastSeenAtMs))
    .limit(100)
    .prepare(),
  traffic: db.orm
    .select({
      uploadBytes: sql<number>`coalesce(sum(${sessions.uploadBytes}), 0)`,
      downloadBytes: sql<number>`coalesce(sum(${sessions.downloadBytes}), 0)`,
    })
    .from(sessions)
    .where(eq(sessions.guestId, sql.placeholder('guestId')))
    .prepare(),
}));

export function findGuest(db: Db, id: number): GuestRow | undefined {
  return statements(db).byId.get({ id });
}

export function findGuestByKey(db: Db, usernameKey: string): GuestRow | undefined {
  return statements(db).byKey.get({ usernameKey });
}

export function listGuestsById(db: Db, ids: readonly number[]): readonly GuestRow[] {
  if (ids.length === 0) return [];
  return db.orm.select().from(guests).where(inArray(guests.id, ids.slice())).all();
}

/** Nobody types more words than this to find a guest. */
const MOST_WORDS = 8;

/**
 * The words of a search as a full-text query: every word must begin a word of the guest. A phone number is also looked
 * for as one word, however its digits are grouped. '': no word in it.
 */
export function fullTextQuery(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 0);
  const all = words
    .slice(0, MOST_WORDS)
    .map((word) => `"${word}"*`)
    .join(' AND ');
  const phone = words.length > 1 && isPhone(text) ? words.join('').replace(/^00/, '') : undefined;
  return phone === undefined ? all : `(${all}) OR "${phone}"*`;
}

/** Digits, grouped as people write them: '+39 333 12-34'. */
function isPhone(text: string): boolean {
  return /^\s*(\+|00)?[\d\s()./-]+$/.test(text) && text.replace(/\D/g, '').length >= LEAST_PHONE_DIGITS;
}

/** Less is a room or a part of a code. */
const LEAST_PHONE_DIGITS = 5;

export const searchStatement = `select rowid as id from guest_search where guest_search match ? order by rowid desc limit ?`;

/** 'AA:BB' from anything that reads as (the beginning of) a MAC address with at least two bytes; else undefined. */
export function readMacPrefix(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[0-9a-fA-F]{2}([:-]?[0-9a-fA-F]{2}){1,5}[:-]?$/.test(trimmed)) return undefined;
  const digits = trimmed.replace(/[^0-9a-fA-F]/g, '').toUpperCase();
  return digits.match(/../g)!.join(':');
}

/**
 * Guests that match `text` by code, name, room, note or MAC, newest first; empty text: the newest guests.
 * @param scope only those within
 */
export function searchGuests(db: Db, text: string, limit: number, scope?: Scope): readonly GuestRow[] {
  return scope === undefined ? searchEverybody(db, text, limit) : searchWithin(db, text, limit, scope);
}

function searchEverybody(db: Db, text: string, limit: number): readonly GuestRow[] {
  if (text.trim() === '') return statements(db).newest.all({ limit });
  const found = new Set<number>();
  const mac = readMacPrefix(text);
  if (mac) {
    // ';' is the character after ':' and every hex digit sorts below it.
    const till = `${mac};`;
    for (const row of statements(db).byMac.all({ from: mac, till, limit })) found.add(row.guestId);
    // A device that is let in by its address has it as its name.
    const name = { from: mac.toLowerCase(), till: till.toLowerCase(), limit };
    for (const row of statements(db).byDeviceName.all(name)) found.add(row.id);
  }
  const query = fullTextQuery(text);
  if (query !== '' && found.size < limit) {
    for (const row of searchByText(db).all(query, limit) as { id: number }[]) found.add(row.id);
  }
  return listGuestsById(db, [...found])
    .slice()
    .sort((a, b) => b.id - a.id)
    .slice(0, limit);
}

/** Looked at for one search of somebody who sees a part of the venue: some milliseconds. */
const MOST_LOOKED_AT = 20_000;

/** Exported for the test that pins the query plans. */
export const searchWithinSql = {
  newest: (scope: Scope): string => `
    select g.id from (select id, domain_id, username_key from guests order by id desc limit ${MOST_LOOKED_AT}) g
    where ${inScope(scope)} order by g.id desc limit @limit`,
  byText: (scope: Scope): string => `
    select g.id from (select rowid as id from guest_search where guest_search match @query
      order by rowid desc limit ${MOST_LOOKED_AT}) found
    cross join guests g on g.id = found.id where ${inScope(scope)} order by found.id desc limit @limit`,
  byMac: (scope: Scope): string => `
    select g.id from (
      select guest_id as id from devices where mac_address >= @from and mac_address < @till
      union select id from guests where username_key >= lower(@from) and username_key < lower(@till)) found
    cross join guests g on g.id = found.id where ${inScope(scope)} order by g.id desc limit @limit`,
} as const;

function searchWithin(db: Db, text: string, limit: number, scope: Scope): readonly GuestRow[] {
  const ask = (statement: string, params: object): readonly number[] =>
    prepared<[object], { id: number }>(db.sqlite, statement)
      .all({ limit, ...scopeParams(scope), ...params })
      .map(({ id }) => id);
  const mac = readMacPrefix(text);
  const query = fullTextQuery(text);
  const found =
    text.trim() === ''
      ? ask(searchWithinSql.newest(scope), {})
      : [
          ...(mac === undefined ? [] : ask(searchWithinSql.byMac(scope), { from: mac, till: `${mac};` })),
          ...(query === '' ? [] : ask(searchWithinSql.byText(scope), { query })),
        ];
  const rows = listGuestsById(db, [...new Set(found)]);
  return rows.toSorted((a, b) => b.id - a.id).slice(0, limit);
}

const textSearches = preparedPer((db) => ({ search: db.sqlite.prepare(searchStatement) }));
const searchByText = (db: Db) => textSearches(db).search;

/** What each of these guests holds, oldest first. */
export function listHeld(db: Db, guestIds: readonly number[]): ReadonlyMap<number, readonly HeldEntitlement[]> {
  const held = new Map<number, HeldEntitlement[]>();
  if (guestIds.length === 0) return held;
  const rows = db.orm
    .select({ entitlement: entitlements, usage: entitlementUsage, product: products })
    .from(entitlements)
    .innerJoin(products, eq(entitlements.productId, products.id))
    .leftJoin(entitlementUsage, eq(entitlementUsage.entitlementId, entitlements.id))
    .where(inArray(entitlements.guestId, guestIds.slice()))
    .orderBy(entitlements.id)
    .limit(guestIds.length * MOST_HELD)
    .all();
  const limits = listLimitations(db, [...new Set(rows.map((row) => row.product.id))]);
  for (const { entitlement, usage, product } of rows) {
    const list = held.get(entitlement.guestId) ?? [];
    list.push({ entitlement, usage: usage ?? undefined, product, limitations: limits.get(product.id) ?? [] });
    held.set(entitlement.guestId, list);
  }
  return held;
}

export function findEntitlement(db: Db, id: number): EntitlementRow | undefined {
  return statements(db).entitlement.get({ id });
}

/** Those of these guests that have an open session. */
export function listOnlineGuests(db: Db, guestIds: readonly number[]): ReadonlySet<number> {
  if (guestIds.length === 0) return new Set();
  const rows = db.orm
    .selectDistinct({ guestId: sessions.guestId })
    .from(sessions)
    .where(and(inArray(sessions.guestId, guestIds.slice()), sql`${sessions.endedAtMs} is null`))
    .all();
  return new Set(rows.map((row) => row.guestId!));
}

/** What the guest has open, newest first; at most 500. */
export function listOpenSessions(db: Db, guestId: number): readonly OpenSessionRow[] {
  return statements(db).openSessions.all({ guestId });
}

export function findOpenSession(db: Db, id: number): OpenSessionRow | undefined {
  return statements(db).openSession.get({ id });
}

/** Newest device first; at most 100. */
export function listDevices(db: Db, guestId: number) {
  return statements(db).devices.all({ guestId });
}

/** Bytes over all sessions of a guest. */
export function sumTraffic(db: Db, guestId: number): { uploadBytes: number; downloadBytes: number } {
  return statements(db).traffic.get({ guestId }) ?? { uploadBytes: 0, downloadBytes: 0 };
}

/** What only this guest has on the network; undefined: nothing. */
export function findGuestNetwork(db: Db, guestId: number): GuestNetworkRow | undefined {
  return statements(db).network.get({ guestId });
}

/** Check and reply attributes, in the order given. */
export function listGuestAttributes(db: Db, guestId: number): readonly GuestAttributeRow[] {
  return statements(db).attributes.all({ guestId });
}

/** Every row an operator has written about a guest and that would keep the guest from being removed, children first. */
export function listRowsOfGuest(db: Db, guestId: number) {
  const numbersIn = (
    name:
      | 'entitlements'
      | 'guest_attributes'
      | 'guest_networks'
      | 'guest_persons'
      | 'guest_photos'
      | 'device_blocks'
      | 'devices',
    table:
      | typeof entitlements
      | typeof guestAttributes
      | typeof guestNetworks
      | typeof guestPersons
      | typeof guestPhotos
      | typeof deviceBlocks
      | typeof devices,
  ) =>
    db.orm
      .select({ id: table.id })
      .from(table)
      .where(eq(table.guestId, guestId))
      .all()
      .map(({ id }) => ({ table: name, id }));
  return [
    ...numbersIn('entitlements', entitlements),
    ...numbersIn('guest_attributes', guestAttributes),
    ...numbersIn('guest_networks', guestNetworks),
    ...numbersIn('guest_persons', guestPersons),
    ...numbersIn('guest_photos', guestPhotos),
    ...numbersIn('device_blocks', deviceBlocks),
    ...numbersIn('devices', devices),
    ...db.orm
      .select({ id: cards.id })
      .from(cards)
      .where(eq(cards.id, guestId))
      .all()
      .map(({ id }) => ({ table: 'cards' as const, id })),
  ];
}
