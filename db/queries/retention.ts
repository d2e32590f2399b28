/**
 * How long each class of data is kept, and the forgetting itself. Written by the work thread a few rows at a time; writers
 * hold the transaction.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { retentionRules } from '../schema';
import { immediate } from '../transaction';

export type RetentionRuleRow = typeof retentionRules.$inferSelect;
export type RetentionClass = RetentionRuleRow['dataClass'];

/** Where a walk through a table goes on, and how many rows it looks at. */
export interface Step<Position> {
  readonly after: Position;
  readonly limit: number;
}

export interface GuestDayKey {
  readonly guestId: number;
  readonly day: number;
}

export interface DeviceDayKey {
  readonly macAddress: string;
  readonly day: number;
}

/** UTC milliseconds; `tillMs` is not part of it. */
export interface Span {
  readonly fromMs: number;
  readonly tillMs: number;
}

/** Rows come in the order of time: what is not among the oldest is not old. */
const oldest = (table: string): string => `
  delete from ${table} where id in (
    select id from (select id, at_ms from ${table} order by id limit @limit) where at_ms < @beforeMs)`;

export const retentionSql = {
  forgetLog: oldest('radius_log'),
  forgetRequests: oldest('router_requests'),
  months: `
    select id, last_ended_at_ms as atMs, guest_id is not null or username <> '' as isNamed
    from session_history where id > @after order by id limit @limit`,
  consents: `
    select id, marketing_consent_at_ms as marketingAtMs, newsletter_consent_at_ms as newsletterAtMs
    from guest_persons where id > @after order by id limit @limit`,
  guestDays: `
    select guest_id as guestId, day from guest_days where (guest_id, day) > (@guestId, @day)
    order by guest_id, day limit @limit`,
  deviceDays: `
    select mac_address as macAddress, day from device_days where (mac_address, day) > (@macAddress, @day)
    order by mac_address, day limit @limit`,
  guestSession: `
    select 1 from sessions where guest_id = @guestId and started_at_ms >= @fromMs and started_at_ms < @tillMs limit 1`,
  deviceSession: `
    select 1 from sessions where mac_address = @macAddress and started_at_ms >= @fromMs and started_at_ms < @tillMs
    limit 1`,
} as const;

interface Month {
  readonly id: number;
  readonly atMs: number;
  readonly isNamed: 0 | 1;
}

export interface ConsentRow {
  readonly id: number;
  readonly marketingAtMs: number | null;
  readonly newsletterAtMs: number | null;
}

type Oldest = { readonly beforeMs: number; readonly limit: number };

const statements = preparedPer((db) => ({
  rules: db.orm.select().from(retentionRules).prepare(),
  forgetLog: db.sqlite.prepare<[Oldest]>(retentionSql.forgetLog),
  forgetRequests: db.sqlite.prepare<[Oldest]>(retentionSql.forgetRequests),
  months: db.sqlite.prepare<[Step<number>], Month>(retentionSql.months),
  unnameMonth: db.sqlite.prepare<[number]>(`update session_history set guest_id = null, username = '' where id = ?`),
  consents: db.sqlite.prepare<[Step<number>], ConsentRow>(retentionSql.consents),
  endMarketing: db.sqlite.prepare<[number]>(
    `update guest_persons set marketing_consent_at_ms = null, marketing_version = null, marketing_version_id = null
     where id = ?`,
  ),
  endNewsletter: db.sqlite.prepare<[number]>(`update guest_persons set newsletter_consent_at_ms = null where id = ?`),
  guestDays: db.sqlite.prepare<[GuestDayKey & { limit: number }], GuestDayKey>(retentionSql.guestDays),
  deviceDays: db.sqlite.prepare<[DeviceDayKey & { limit: number }], DeviceDayKey>(retentionSql.deviceDays),
  guestSession: db.sqlite.prepare<[Span & { guestId: number }], 1>(retentionSql.guestSession).pluck(),
  deviceSession: db.sqlite.prepare<[Span & { macAddress: string }], 1>(retentionSql.deviceSession).pluck(),
  removeGuestDay: db.sqlite.prepare<[GuestDayKey]>('delete from guest_days where guest_id = @guestId and day = @day'),
  removeDeviceDay: db.sqlite.prepare<[DeviceDayKey]>(
    'delete from device_days where mac_address = @macAddress and day = @day',
  ),
}));

/** The transaction of a writer: what is forgotten is in no image, or it would not be forgotten. */
export function forgetSome<T>(db: Db, work: () => T): T {
  return immediate(db.sqlite, work);
}

/** Days the venue keeps connections, where a domain does not say otherwise; undefined: for good. */
export function findVenueKeeping(db: Db): number | undefined {
  return listRetentionRules(db).find(({ dataClass }) => dataClass === 'connections')?.keepDays;
}

/** At most one of each class. */
export function listRetentionRules(db: Db): readonly RetentionRuleRow[] {
  return statements(db).rules.all();
}

/** Removes what is older among the `limit` oldest lines of the RADIUS log; returns how many. */
export function forgetOldLog(db: Db, beforeMs: number, limit: number): number {
  return statements(db).forgetLog.run({ beforeMs, limit }).changes;
}

/** The same for what was asked of routers (Disconnect, CoA). */
export function forgetOldRequests(db: Db, beforeMs: number, limit: number): number {
  return statements(db).forgetRequests.run({ beforeMs, limit }).changes;
}

/** Months of guests, in the order of their numbers. */
export function listMonths(db: Db, step: Step<number>): readonly Month[] {
  return statements(db).months.all(step);
}

/** Leaves the sums of a month, and takes away whose they are. */
export function unnameMonth(db: Db, id: number): void {
  statements(db).unnameMonth.run(id);
}

/** Persons in the order of their numbers, with when they agreed to be sent something. */
export function listConsents(db: Db, step: Step<number>): readonly ConsentRow[] {
  return statements(db).consents.all(step);
}

export function endConsent(db: Db, kind: 'marketing' | 'newsletter', personId: number): void {
  const { endMarketing, endNewsletter } = statements(db);
  (kind === 'marketing' ? endMarketing : endNewsletter).run(personId);
}

export function listGuestDays(db: Db, { after, limit }: Step<GuestDayKey>): readonly GuestDayKey[] {
  return statements(db).guestDays.all({ ...after, limit });
}

export function listDeviceDays(db: Db, { after, limit }: Step<DeviceDayKey>): readonly DeviceDayKey[] {
  return statements(db).deviceDays.all({ ...after, limit });
}

/** Whether a session of the guest that began in that time is still there one by one. */
export function hasGuestSession(db: Db, guestId: number, span: Span): boolean {
  return statements(db).guestSession.get({ guestId, ...span }) !== undefined;
}

export function hasDeviceSession(db: Db, macAddress: string, span: Span): boolean {
  return statements(db).deviceSession.get({ macAddress, ...span }) !== undefined;
}

export function removeGuestDay(db: Db, key: GuestDayKey): void {
  statements(db).removeGuestDay.run(key);
}

export function removeDeviceDay(db: Db, key: DeviceDayKey): void {
  statements(db).removeDeviceDay.run(key);
}
