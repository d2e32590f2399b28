/**
 * What the RADIUS thread reads and writes to decide an Access-Request. SQL as text and prepared once: this is the
 * hottest path of the program, and test/aaa/query-plans.test.ts pins that none of it scans a table.
 *
 * `+?` instead of `?` where a statement has a join or several conditions: SQLite built with STAT4 looks at the value of
 * a plain parameter while planning, and then plans again for every new value, which costs thirty times the search.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import type { Use } from './allowance';
import type { ProductRules } from './product-rules';

/** One entitlement of a guest with its product, what it has used and what it allows. */
export interface HeldEntitlement {
  readonly id: number;
  readonly product: ProductRules;
  readonly createdAtMs: number;
  /** Fixed at the sale; null: begins at the first login, or when its turn comes. */
  readonly saleStartsAtMs: number | null;
  /** Fixed at the sale (`now`, until check-out, an override); null: none. */
  readonly saleEndsAtMs: number | null;
  /** `saleEndsAtMs` was set by hand: the end computed at the start does not count. Absent: no. */
  readonly endOverridden?: boolean;
  /** First login; null: never logged in. */
  readonly startedAtMs: number | null;
  /** End computed at the first login; null: none. */
  readonly loginEndsAtMs: number | null;
  readonly use: Use;
}

/** What has been used of one limitation that counts its own use. */
export interface LimitationUse extends Use {
  readonly limitationId: number;
  /** When the period began that this is of. */
  readonly periodStartMs: number;
}

/** Where products are looked up: main/aaa/product-table.ts. */
export interface Products {
  get(id: number): ProductRules;
}

export type Service = 'hotspot' | 'pppoe';

/** A guest as a login finds one. */
export interface AccessGuest {
  readonly id: number;
  readonly kind: 'code' | 'person' | 'device';
  readonly domainId: number;
  readonly passwordSealed: Uint8Array;
  /** Their own, else their domain's; null: the venue's. */
  readonly language: string | null;
  readonly locked: boolean;
  /** Whether there is more to read of it: guest_networks, guest_attributes. */
  readonly hasNetwork: boolean;
  readonly hasAttributes: boolean;
  /** Made in a batch: what decides whether it is worth anything is in cards and batches. */
  readonly isCard: boolean;
  /** Of the guest's domain. */
  readonly service: Service;
  /** Oldest first. */
  readonly held: readonly HeldEntitlement[];
}

/** An open session, as far as another login of the same guest has to know it. */
export interface OpenSession {
  readonly id: number;
  readonly routerId: number;
  readonly entitlementId: number | null;
  readonly macAddress: string;
  readonly startedAtMs: number;
  readonly lastHeardAtMs: number;
  readonly interimSec: number;
  /** A Disconnect-Request for it is on its way. */
  readonly isEnding: boolean;
}

/**
 * Entitlements of one guest, newest first. A guest who has bought weekly for five years has 260; what is older can no
 * longer be running.
 */
const MOST_HELD_ROWS = 300;
/** Devices of one guest; no product allows more. */
const MOST_DEVICES = 1_000;
/** Open sessions looked at per guest; a shared staff login reaches dozens. */
const MOST_OPEN = 500;

const guestColumns = `
    select g.id as guestId, g.kind, g.domain_id as domainId, g.password_sealed as passwordSealed, g.locked_at_ms as lockedAtMs,
      coalesce(g.language, d.language) as language,
      exists (select 1 from guest_networks n where n.guest_id = g.id) as hasNetwork,
      exists (select 1 from guest_attributes a where a.guest_id = g.id) as hasAttributes,
      exists (select 1 from cards c where c.id = g.id) as isCard,
      d.service, e.id as entitlementId, e.product_id as productId, e.starts_at_ms as saleStartsAtMs,
      e.ends_at_ms as saleEndsAtMs, e.end_overridden as endOverridden, e.created_at_ms as createdAtMs, u.started_at_ms as startedAtMs,
      u.ends_at_ms as loginEndsAtMs, coalesce(u.upload_bytes, 0) as uploadBytes,
      coalesce(u.download_bytes, 0) as downloadBytes, coalesce(u.uptime_sec, 0) as usedSec
    from guests g
    join domains d on d.id = g.domain_id
    left join entitlements e on e.guest_id = g.id
    left join entitlement_usage u on u.entitlement_id = e.id`;

export const accessSql = {
  guest: `${guestColumns}
    where g.username_key = +?
    order by e.id desc limit ${MOST_HELD_ROWS}`,
  guestById: `${guestColumns}
    where g.id = +?
    order by e.id desc limit ${MOST_HELD_ROWS}`,
  openSessions: `
    select id, router_id as routerId, entitlement_id as entitlementId, mac_address as macAddress,
      started_at_ms as startedAtMs, last_heard_at_ms as lastHeardAtMs, interim_sec as interimSec,
      end_try_at_ms is not null as isEnding
    from sessions where guest_id = +? and ended_at_ms is null limit ${MOST_OPEN}`,
  limitationUse: `
    select limitation_id as limitationId, period_start_ms as periodStartMs, upload_bytes as uploadBytes,
      download_bytes as downloadBytes, uptime_sec as uptimeSec from limitation_usage where entitlement_id = +?`,
  deviceSeen: `select last_seen_at_ms as lastSeenAtMs from devices where guest_id = +? and mac_address = +?`,
  otherDevices: `
    select mac_address as macAddress, last_seen_at_ms as lastSeenAtMs from devices d
    where d.guest_id = +@guestId and d.mac_address <> +@macAddress and d.last_seen_at_ms >= +@sinceMs and not exists (
      select 1 from device_blocks b where b.mac_address = d.mac_address
        and (b.scope = 'venue' or b.guest_id = +@guestId or b.domain_id = +@domainId))
    limit ${MOST_DEVICES}`,
  blockScope: `
    select scope from device_blocks
    where mac_address = +@macAddress and (scope = 'venue' or guest_id = +@guestId or domain_id = +@domainId) limit 1`,
  blockedMacs: `select distinct mac_address as macAddress from device_blocks limit ?`,
  forgetDevice: `delete from devices where guest_id = @guestId and mac_address = @macAddress`,
  startEntitlement: `
    insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms, last_used_at_ms)
    values (@entitlementId, @startedAtMs, @endsAtMs, @startedAtMs)
    on conflict (entitlement_id) do update set started_at_ms = excluded.started_at_ms,
      ends_at_ms = excluded.ends_at_ms, last_used_at_ms = excluded.last_used_at_ms
    where started_at_ms is null`,
  reviewSession: `update sessions set review_at_ms = @atMs where id = @id and ended_at_ms is null`,
  switchEntitlement: `update sessions set entitlement_id = @entitlementId where id = @sessionId`,
  noteDevice: `
    insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (@guestId, @macAddress, @atMs, @atMs)
    on conflict (guest_id, mac_address) do update set last_seen_at_ms = max(last_seen_at_ms, excluded.last_seen_at_ms)`,
  domainServices: `select distinct service from domains`,
  venue: `select language, time_zone as timeZone from venue where id = 1`,
} as const;

interface GuestRow {
  readonly guestId: number;
  readonly kind: 'code' | 'person' | 'device';
  readonly domainId: number;
  readonly passwordSealed: Uint8Array;
  readonly language: string | null;
  readonly lockedAtMs: number | null;
  readonly hasNetwork: number;
  readonly hasAttributes: number;
  readonly isCard: number;
  readonly service: Service;
  readonly entitlementId: number | null;
  readonly productId: number;
  readonly saleStartsAtMs: number | null;
  readonly saleEndsAtMs: number | null;
  readonly endOverridden: number;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly loginEndsAtMs: number | null;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly usedSec: number;
}

const statements = preparedPer(({ sqlite }) => ({
  guest: sqlite.prepare<[string], GuestRow>(accessSql.guest),
  guestById: sqlite.prepare<[number], GuestRow>(accessSql.guestById),
  openSessions: sqlite.prepare<[number], Omit<OpenSession, 'isEnding'> & { readonly isEnding: number }>(
    accessSql.openSessions,
  ),
  limitationUse: sqlite.prepare<[number], LimitationUse>(accessSql.limitationUse),
  deviceSeen: sqlite.prepare<[number, string], { lastSeenAtMs: number }>(accessSql.deviceSeen),
  otherDevices: sqlite.prepare<[DeviceOf & { sinceMs: number }], { macAddress: string; lastSeenAtMs: number }>(
    accessSql.otherDevices,
  ),
  blockScope: sqlite.prepare<[DeviceOf], { scope: 'guest' | 'domain' | 'venue' }>(accessSql.blockScope),
  blockedMacs: sqlite.prepare<[number], { macAddress: string }>(accessSql.blockedMacs),
  forgetDevice: sqlite.prepare(accessSql.forgetDevice),
  startEntitlement: sqlite.prepare(accessSql.startEntitlement),
  reviewSession: sqlite.prepare(accessSql.reviewSession),
  switchEntitlement: sqlite.prepare(accessSql.switchEntitlement),
  noteDevice: sqlite.prepare(accessSql.noteDevice),
  domainServices: sqlite.prepare<[], { service: Service }>(accessSql.domainServices),
  venue: sqlite.prepare<[], VenueForAccess>(accessSql.venue),
}));

/** The guest of that name key (main/names.ts) with everything held, in one statement. */
export function findAccessGuest(db: Db, products: Products, usernameKey: string): AccessGuest | undefined {
  return guestFrom(statements(db).guest.all(usernameKey), products);
}

/** The guest of that id, as findAccessGuest finds one by name. */
export function findAccessGuestById(db: Db, products: Products, guestId: number): AccessGuest | undefined {
  return guestFrom(statements(db).guestById.all(guestId), products);
}

function guestFrom(rows: readonly GuestRow[], products: Products): AccessGuest | undefined {
  const first = rows[0];
  if (first === undefined) return undefined;
  return {
    id: first.guestId,
    kind: first.kind,
    domainId: first.domainId,
    passwordSealed: first.passwordSealed,
    language: first.language,
    locked: first.lockedAtMs !== null,
    hasNetwork: first.hasNetwork === 1,
    hasAttributes: first.hasAttributes === 1,
    isCard: first.isCard === 1,
    service: first.service,
    held: heldFrom(rows, products),
  };
}

/** Rows come newest first; out come entitlements, oldest first. */
function heldFrom(rows: readonly GuestRow[], products: Products): readonly HeldEntitlement[] {
  const held: HeldEntitlement[] = [];
  for (const row of rows) {
    if (row.entitlementId !== null) held.push(entitlementFrom(row, row.entitlementId, products));
  }
  return held.reverse();
}

function entitlementFrom(row: GuestRow, id: number, products: Products): HeldEntitlement {
  return {
    id,
    product: products.get(row.productId),
    createdAtMs: row.createdAtMs,
    saleStartsAtMs: row.saleStartsAtMs,
    saleEndsAtMs: row.saleEndsAtMs,
    endOverridden: row.endOverridden === 1,
    startedAtMs: row.startedAtMs,
    loginEndsAtMs: row.loginEndsAtMs,
    use: { uploadBytes: row.uploadBytes, downloadBytes: row.downloadBytes, uptimeSec: row.usedSec },
  };
}

/** Of those limitations of an entitlement that count their own use; bounded by the limitations of its product. */
export function listLimitationUse(db: Db, entitlementId: number): readonly LimitationUse[] {
  return statements(db).limitationUse.all(entitlementId);
}

/** At most 500. */
export function listOpenSessions(db: Db, guestId: number): readonly OpenSession[] {
  return statements(db)
    .openSessions.all(guestId)
    .map((row) => ({ ...row, isEnding: row.isEnding === 1 }));
}

/** When the guest last logged in with this device; undefined: never. */
export function findDeviceSeen(db: Db, guestId: number, macAddress: string): number | undefined {
  return statements(db).deviceSeen.get(guestId, macAddress)?.lastSeenAtMs;
}

interface DeviceOf {
  readonly guestId: number;
  readonly domainId: number;
  readonly macAddress: string;
}

/** MACs of the guest's other devices that have logged in since `sinceMs` and are not blocked, unused for longest first. */
export function listOtherDevices(db: Db, guest: AccessGuest, macAddress: string, sinceMs: number): readonly string[] {
  const { id: guestId, domainId } = guest;
  return statements(db)
    .otherDevices.all({ guestId, domainId, macAddress, sinceMs })
    .sort((a, b) => a.lastSeenAtMs - b.lastSeenAtMs)
    .map((row) => row.macAddress);
}

/** For whom a device is blocked that this guest uses; undefined: it is not. */
export function findBlockScope(
  db: Db,
  { id: guestId, domainId }: AccessGuest,
  macAddress: string,
): 'guest' | 'domain' | 'venue' | undefined {
  return statements(db).blockScope.get({ guestId, domainId, macAddress })?.scope;
}

/** Every device that is blocked for anybody. */
export function listBlockedMacs(db: Db, limit: number): readonly string[] {
  return statements(db)
    .blockedMacs.all(limit)
    .map((row) => row.macAddress);
}

/** The device is no longer one of the guest's. */
export function forgetDevice(db: Db, guestId: number, macAddress: string): void {
  statements(db).forgetDevice.run({ guestId, macAddress });
}

export interface EntitlementStart {
  readonly entitlementId: number;
  readonly startedAtMs: number;
  readonly endsAtMs: number | null;
}

/** Fixes start and end at the first login. What is fixed already stays as it is. */
export function startEntitlement(db: Db, start: EntitlementStart): void {
  statements(db).startEntitlement.run(start);
}

/** Has the sweep look at an open session again at that time. */
export function reviewSession(db: Db, id: number, atMs: number): void {
  statements(db).reviewSession.run({ id, atMs });
}

/** From now on the session's use is charged to that entitlement. */
export function switchEntitlement(db: Db, sessionId: number, entitlementId: number): void {
  statements(db).switchEntitlement.run({ sessionId, entitlementId });
}

export interface DeviceNote {
  readonly guestId: number;
  readonly macAddress: string;
  readonly atMs: number;
}

/** Notes that the guest logged in with this device. */
export function noteDevice(db: Db, note: DeviceNote): void {
  statements(db).noteDevice.run(note);
}

/** Services some domain of the venue is for. */
export function listDomainServices(db: Db): readonly Service[] {
  return statements(db)
    .domainServices.all()
    .map((row) => row.service);
}

/** What the engine has to know of the venue. */
export interface VenueForAccess {
  readonly language: string;
  /** IANA. */
  readonly timeZone: string;
}

/** Undefined before the venue is set up. */
export function findVenueForAccess(db: Db): VenueForAccess | undefined {
  return statements(db).venue.get();
}
