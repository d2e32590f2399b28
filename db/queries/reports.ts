/** What the reports read: the sums (report-sums.ts), and the names of what they are about. Days are inclusive. */
import type { PaymentKind } from '../../preload/contract/desk';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { prepared, preparedValue } from '../statements';
import { guestFits } from './changes-in-scope';
import {
  countedSql,
  NEVER,
  type Amounts,
  type CountedSale,
  type CountedSession,
  type Return,
  type UsageKey,
} from './report-sums';
import { inScope, scopeParams, type Scope } from './scope';

export interface DayRange {
  readonly fromDay: number;
  readonly tillDay: number;
}

export interface DayCount {
  readonly day: number;
  readonly count: number;
}

export interface GuestSum extends Amounts {
  readonly guestId: number;
}

export interface SalesSum {
  readonly day: number;
  readonly productId: number;
  readonly productName: string;
  readonly operatorId: number;
  readonly operatorName: string;
  readonly payment: PaymentKind;
  readonly currency: string;
  readonly sales: number;
  readonly reversals: number;
  readonly amountMinor: number;
}

export interface GuestName {
  readonly username: string;
  readonly displayName: string | null;
  readonly room: string | null;
}

const sums = `sum(sessions) as sessions, sum(time_sec) as timeSec, sum(upload_bytes) as uploadBytes,
  sum(download_bytes) as downloadBytes`;

export const reportsSql = {
  usage: `
    select day, domain_id as domainId, product_id as productId, router_id as routerId, sessions, time_sec as timeSec,
      upload_bytes as uploadBytes, download_bytes as downloadBytes
    from usage_days where day between @fromDay and @tillDay`,
  returning: `
    select coalesce(sum(count), 0) from return_days
    where kind = @kind and day between @fromDay and @tillDay and before_day < @fromDay`,
  byDay: `
    select day, sum(count) as count from return_days
    where kind = @kind and day between @fromDay and @tillDay group by day`,
  firstByDay: `
    select day, sum(count) as count from return_days
    where kind = @kind and day between @fromDay and @tillDay and before_day = ${NEVER} group by day`,
  topGuests: `
    select guest_id from guest_days where day between @fromDay and @tillDay
    group by guest_id order by sum(upload_bytes + download_bytes) desc, guest_id limit @limit`,
  guest: `
    select guest_id as guestId, ${sums} from guest_days
    where guest_id = @guestId and day between @fromDay and @tillDay group by guest_id`,
  sales: `
    select day, product_id as productId, product_name as productName, operator_id as operatorId,
      operator_name as operatorName, payment, currency, sales, reversals, amount_minor as amountMinor
    from sales_days where day between @fromDay and @tillDay order by day`,
} as const;

type Kind = Return['kind'];

const statements = preparedPer(({ sqlite }) => ({
  usage: sqlite.prepare<[DayRange], UsageKey & Amounts>(reportsSql.usage),
  returning: sqlite.prepare<[DayRange & { kind: Kind }], number>(reportsSql.returning).pluck(),
  byDay: sqlite.prepare<[DayRange & { kind: Kind }], DayCount>(reportsSql.byDay),
  firstByDay: sqlite.prepare<[DayRange & { kind: Kind }], DayCount>(reportsSql.firstByDay),
  topGuests: sqlite.prepare<[DayRange & { limit: number }], number>(reportsSql.topGuests).pluck(),
  guest: sqlite.prepare<[DayRange & { guestId: number }], GuestSum>(reportsSql.guest),
  guestDay: sqlite
    .prepare<[DayRange & { guestId: number }], number>(
      'select day from guest_days where guest_id = @guestId and day between @fromDay and @tillDay limit 1',
    )
    .pluck(),
  deviceDay: sqlite
    .prepare<[DayRange & { macAddress: string }], number>(
      'select day from device_days where mac_address = @macAddress and day between @fromDay and @tillDay limit 1',
    )
    .pluck(),
  firstDay: sqlite.prepare<[number], number | null>('select min(day) from guest_days where guest_id = ?').pluck(),
  sales: sqlite.prepare<[DayRange], SalesSum>(reportsSql.sales),
  guestName: sqlite.prepare<[number], GuestName>(
    'select username, display_name as displayName, room from guests where id = ?',
  ),
  names: {
    domains: sqlite.prepare<[number], string>('select name from domains where id = ?').pluck(),
    routers: sqlite.prepare<[number], string>('select name from routers where id = ?').pluck(),
    products: sqlite.prepare<[number], string>('select name from products where id = ?').pluck(),
  },
  onlineGuests: sqlite
    .prepare<[], number>('select count(distinct guest_id) from sessions where ended_at_ms is null')
    .pluck(),
}));

/** Every combination of day, domain, product and router there was. */
export function listUsage(db: Db, range: DayRange): readonly (UsageKey & Amounts)[] {
  return statements(db).usage.all(range);
}

/** How many were online in these days, each counted once. */
export function countSeen(db: Db, kind: Kind, { fromDay, tillDay }: DayRange): number {
  return statements(db).returning.get({ kind, fromDay, tillDay }) ?? 0;
}

/** How many were online on each day. */
export function listSeenByDay(db: Db, kind: Kind, { fromDay, tillDay }: DayRange): readonly DayCount[] {
  return statements(db).byDay.all({ kind, fromDay, tillDay });
}

/** For how many each day was the first. */
export function listFirstByDay(db: Db, kind: Kind, { fromDay, tillDay }: DayRange): readonly DayCount[] {
  return statements(db).firstByDay.all({ kind, fromDay, tillDay });
}

/** Ids of those with the most traffic, most first. One sum per guest only: this looks at every guest there is. */
export function listTopGuests(db: Db, { fromDay, tillDay }: DayRange, limit: number): readonly number[] {
  return statements(db).topGuests.all({ fromDay, tillDay, limit });
}

export function findGuestSum(db: Db, guestId: number, { fromDay, tillDay }: DayRange): GuestSum | undefined {
  return statements(db).guest.get({ guestId, fromDay, tillDay });
}

export function wasGuestSeen(db: Db, guestId: number, { fromDay, tillDay }: DayRange): boolean {
  return statements(db).guestDay.get({ guestId, fromDay, tillDay }) !== undefined;
}

export function wasDeviceSeen(db: Db, macAddress: string, { fromDay, tillDay }: DayRange): boolean {
  return statements(db).deviceDay.get({ macAddress, fromDay, tillDay }) !== undefined;
}

/** The first day a guest was online, as far as the sums know. */
export function findFirstDay(db: Db, guestId: number): number | undefined {
  return statements(db).firstDay.get(guestId) ?? undefined;
}

/** By day. */
export function listSalesSums(db: Db, range: DayRange): readonly SalesSum[] {
  return statements(db).sales.all(range);
}

/** Undefined: the guest is gone. */
export function findGuestName(db: Db, guestId: number): GuestName | undefined {
  return statements(db).guestName.get(guestId);
}

/** Undefined: it is gone. */
export function findNameOf(db: Db, what: 'domains' | 'routers' | 'products', id: number): string | undefined {
  return statements(db).names[what].get(id);
}

/** @param scope only those within */
export function countOnlineGuests(db: Db, scope?: Scope): number {
  if (scope === undefined) return statements(db).onlineGuests.get() ?? 0;
  const text = `select count(distinct s.guest_id) from sessions s indexed by sessions_open
    join guests g on g.id = s.guest_id where s.ended_at_ms is null and ${inScope(scope)}`;
  return preparedValue<[object], number>(db.sqlite, text).get(scopeParams(scope)) ?? 0;
}

/** From then on, and before that, UTC milliseconds. */
export interface TimeRange {
  readonly fromMs: number;
  readonly tillMs: number;
}

/** Sessions, or the sum of some of one guest. */
export interface CountedWithin extends CountedSession {
  readonly sessions: number;
}

/** What guests within had that began in that time, session by session; of what is only kept by month, the sums. */
export function listUsageWithin(db: Db, scope: Scope, range: TimeRange): readonly CountedWithin[] {
  const singly = `select ${countedSql.columns}, 1 as sessions from sessions s indexed by sessions_by_start
    ${countedSql.joins} where s.started_at_ms >= @fromMs and s.started_at_ms < @tillMs
      and g.id is not null and ${inScope(scope)}`;
  const byMonth = `select s.first_started_at_ms as startedAtMs, s.guest_id as guestId, g.domain_id as domainId,
      0 as productId, s.router_id as routerId, '' as macAddress, s.session_time_sec as timeSec,
      s.upload_bytes as uploadBytes, s.download_bytes as downloadBytes, s.sessions
    from session_history s join guests g on g.id = s.guest_id
    where s.first_started_at_ms >= @fromMs and s.first_started_at_ms < @tillMs and ${inScope(scope)}`;
  const text = `${singly} union all ${byMonth}`;
  return prepared<[object], CountedWithin>(db.sqlite, text).all({ ...range, ...scopeParams(scope) });
}

/** What was sold to guests within in that time, and taken back from them; also to those who are gone since. */
export function listSalesWithin(db: Db, scope: Scope, range: TimeRange): readonly CountedSale[] {
  const text = `select ${countedSql.saleColumns} from sales s
    where s.at_ms >= @fromMs and s.at_ms < @tillMs and ${guestFits(scope, 's.guest_id')} order by s.id`;
  return prepared<[object], CountedSale>(db.sqlite, text).all({ ...range, ...scopeParams(scope) });
}
