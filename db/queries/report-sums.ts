/** The sums behind the reports, written by the work thread. Writers hold the transaction. */
import type { PaymentKind } from '../../preload/contract/desk';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { immediate, withoutFlush } from '../transaction';

/** `day_before` of somebody who had never been here. */
export const NEVER = -1;

export interface SumState {
  readonly timeZone: string;
  readonly complete: boolean;
  readonly chainSeq: number;
  readonly saleId: number;
  readonly byMonthTillDay: number | null;
}

/** A session as the sums see it; 0 is "unknown". */
export interface CountedSession {
  readonly startedAtMs: number;
  readonly guestId: number;
  readonly domainId: number;
  readonly productId: number;
  readonly routerId: number;
  /** '' where the router did not say. */
  readonly macAddress: string;
  readonly timeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

/** A device, and when a session of it began. */
export interface DeviceSeen {
  readonly macAddress: string;
  readonly startedAtMs: number;
}

export interface ChainedCount extends CountedSession {
  readonly seq: number;
  /** Null: summed up by month since, only the link is left. */
  readonly id: number | null;
}

export interface CountedSale {
  readonly id: number;
  readonly kind: 'sale' | 'reversal';
  readonly atMs: number;
  readonly productId: number;
  readonly productName: string;
  readonly operatorId: number;
  readonly operatorName: string;
  readonly payment: PaymentKind;
  readonly currency: string;
  readonly amountMinor: number;
}

/** A month of a guest, of which the sessions are gone. */
export interface CountedMonth {
  readonly guestId: number;
  readonly domainId: number;
  readonly routerId: number;
  readonly periodStartMs: number;
  readonly firstStartedAtMs: number;
  readonly sessions: number;
  readonly timeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

export interface Amounts {
  readonly sessions: number;
  readonly timeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

export interface UsageKey {
  readonly day: number;
  readonly domainId: number;
  readonly productId: number;
  readonly routerId: number;
}

/** A sum never leaves what JavaScript counts exactly: a router that reports nonsense must not make rows unreadable. */
const add = (column: string): string => `${column} = min(${column} + excluded.${column}, ${Number.MAX_SAFE_INTEGER})`;
const addAmounts = ['sessions', 'time_sec', 'upload_bytes', 'download_bytes'].map(add).join(', ');

const countedColumns = `s.started_at_ms as startedAtMs, coalesce(s.guest_id, 0) as guestId,
  coalesce(g.domain_id, 0) as domainId, coalesce(e.product_id, 0) as productId, s.router_id as routerId,
  s.mac_address as macAddress, s.session_time_sec as timeSec, s.upload_bytes as uploadBytes,
  s.download_bytes as downloadBytes`;
const countedJoins = `left join guests g on g.id = s.guest_id left join entitlements e on e.id = s.entitlement_id`;

const saleColumns = `id, kind, at_ms as atMs, product_id as productId, product_name as productName,
  operator_id as operatorId, operator_name as operatorName, payment, currency, amount_minor as amountMinor`;

/** For statements that count the same of a part of the venue. */
export const countedSql = { columns: countedColumns, joins: countedJoins, saleColumns } as const;

export const reportSumsSql = {
  chained: `
    select c.id as seq, s.id, ${countedColumns}
    from session_chain c left join sessions s on s.id = c.session_id ${countedJoins}
    where c.id > @after order by c.id limit @limit`,
  /** Of one guest after the other, and of each in the order of time. */
  byGuest: `
    select ${countedColumns} from sessions s indexed by sessions_by_guest ${countedJoins} where s.chained = 1
    order by s.guest_id, s.started_at_ms`,
  byDevice: `
    select s.mac_address as macAddress, s.started_at_ms as startedAtMs from sessions s indexed by sessions_by_mac
    where s.mac_address > '' and s.chained = 1 order by s.mac_address`,
  openOnes: `
    select ${countedColumns} from sessions s indexed by sessions_open ${countedJoins} where s.ended_at_ms is null`,
  endedOnes: `
    select ${countedColumns} from sessions s indexed by sessions_to_chain ${countedJoins}
    where s.ended_at_ms is not null and s.chained = 0`,
  sales: `
    select ${saleColumns}
    from sales where id > @after order by id limit @limit`,
} as const;

const statements = preparedPer(({ sqlite }) => ({
  state: sqlite.prepare<[], Omit<SumState, 'complete'> & { readonly complete: 0 | 1 }>(`
    select time_zone as timeZone, complete, chain_seq as chainSeq, sale_id as saleId,
      by_month_till_day as byMonthTillDay from report_state`),
  setState: sqlite.prepare(`
    insert into report_state (id, time_zone, complete, chain_seq, sale_id, by_month_till_day)
    values (1, @timeZone, @complete, @chainSeq, @saleId, @byMonthTillDay)
    on conflict (id) do update set time_zone = excluded.time_zone, complete = excluded.complete,
      chain_seq = excluded.chain_seq, sale_id = excluded.sale_id, by_month_till_day = excluded.by_month_till_day`),
  chained: sqlite.prepare<[Page], ChainedCount>(reportSumsSql.chained),
  byGuest: sqlite.prepare<[], CountedSession>(reportSumsSql.byGuest),
  byDevice: sqlite.prepare<[], DeviceSeen>(reportSumsSql.byDevice),
  openOnes: sqlite.prepare<[], CountedSession>(reportSumsSql.openOnes),
  endedOnes: sqlite.prepare<[], CountedSession>(reportSumsSql.endedOnes),
  sales: sqlite.prepare<[Page], CountedSale>(reportSumsSql.sales),
  months: sqlite.prepare<[], CountedMonth>(`
    select coalesce(guest_id, 0) as guestId, coalesce(domain_id, 0) as domainId, router_id as routerId,
      period_start_ms as periodStartMs, first_started_at_ms as firstStartedAtMs, sessions,
      session_time_sec as timeSec, upload_bytes as uploadBytes, download_bytes as downloadBytes
    from session_history order by id`),
  lastLink: sqlite.prepare<[], number>('select coalesce(max(id), 0) from session_chain').pluck(),
  addUsage: sqlite.prepare(`
    insert into usage_days (day, domain_id, product_id, router_id, sessions, time_sec, upload_bytes, download_bytes)
    values (@day, @domainId, @productId, @routerId, @sessions, @timeSec, @uploadBytes, @downloadBytes)
    on conflict do update set ${addAmounts}`),
  addToGuest: sqlite.prepare(`
    update guest_days set ${['sessions', 'time_sec', 'upload_bytes', 'download_bytes']
      .map((column) => `${column} = min(${column} + ?, ${Number.MAX_SAFE_INTEGER})`)
      .join(', ')} where guest_id = ? and day = ?`),
  insertGuest: sqlite.prepare(`
    insert into guest_days (sessions, time_sec, upload_bytes, download_bytes, guest_id, day) values (?, ?, ?, ?, ?, ?)`),
  guestBefore: sqlite
    .prepare<[number, number], number | null>('select max(day) from guest_days where guest_id = ? and day < ?')
    .pluck(),
  guestAfter: sqlite
    .prepare<[number, number], number | null>('select min(day) from guest_days where guest_id = ? and day > ?')
    .pluck(),
  insertDevice: sqlite.prepare('insert into device_days (mac_address, day) values (?, ?) on conflict do nothing'),
  deviceBefore: sqlite
    .prepare<[string, number], number | null>('select max(day) from device_days where mac_address = ? and day < ?')
    .pluck(),
  deviceAfter: sqlite
    .prepare<[string, number], number | null>('select min(day) from device_days where mac_address = ? and day > ?')
    .pluck(),
  addReturn: sqlite.prepare(`
    insert into return_days (kind, day, before_day, count) values (?, ?, ?, ?)
    on conflict do update set count = count + excluded.count`),
  addSale: sqlite.prepare(`
    insert into sales_days (day, product_id, operator_id, payment, currency, product_name, operator_name, sales,
      reversals, amount_minor)
    values (@day, @productId, @operatorId, @payment, @currency, @productName, @operatorName, @sales, @reversals,
      @amountMinor)
    on conflict do update set sales = sales + excluded.sales, reversals = reversals + excluded.reversals,
      amount_minor = amount_minor + excluded.amount_minor, product_name = excluded.product_name,
      operator_name = excluded.operator_name`),
}));

interface Page {
  readonly after: number;
  readonly limit: number;
}

/**
 * The transaction of a writer: sums are no change of an operator, and in no history. What can be made anew waits for no
 * disk: logins would wait with it, for the write lock.
 */
export function writeSums<T>(db: Db, work: () => T): T {
  return withoutFlush(db.sqlite, () => immediate(db.sqlite, work));
}

/** How far the sums have come; undefined: there are none. */
export function findSumState(db: Db): SumState | undefined {
  const row = statements(db).state.get();
  return row && { ...row, complete: row.complete === 1 };
}

export function setSumState(db: Db, { complete, ...state }: SumState): void {
  statements(db).setState.run({ ...state, complete: complete ? 1 : 0 });
}

export function clearSums(db: Db): void {
  for (const table of ['report_state', 'usage_days', 'guest_days', 'device_days', 'return_days', 'sales_days']) {
    // Without a condition SQLite drops the pages whole, however many rows there are.
    db.sqlite.exec(`delete from ${table}`);
  }
}

/** Sessions in the chain after `after`, in its order. */
export function listChained(db: Db, after: number, limit: number): readonly ChainedCount[] {
  return statements(db).chained.all({ after, limit });
}

/** What may still change, and so is in no sum: open sessions, and those that ended lately. */
export function listUnsettled(db: Db): readonly CountedSession[] {
  return [...statements(db).openOnes.all(), ...statements(db).endedOnes.all()];
}

export function listSalesAfter(db: Db, after: number, limit: number): readonly CountedSale[] {
  return statements(db).sales.all({ after, limit });
}

/** Chained sessions, guest after guest. The connection can do nothing else until the walk is over. */
export function walkByGuest(db: Db): IterableIterator<CountedSession> {
  return statements(db).byGuest.iterate();
}

/** Devices of chained sessions, one after the other. The connection can do nothing else until the walk is over. */
export function walkByDevice(db: Db): IterableIterator<DeviceSeen> {
  return statements(db).byDevice.iterate();
}

/** Months of guests whose sessions are gone, one after the other. */
export function walkMonths(db: Db): IterableIterator<CountedMonth> {
  return statements(db).months.iterate();
}

export function findLastChainSeq(db: Db): number {
  return statements(db).lastLink.get() ?? 0;
}

export function addUsage(db: Db, key: UsageKey, amounts: Amounts): void {
  statements(db).addUsage.run({ ...key, ...amounts });
}

/** Adds to a guest's day; where it is a new one, the days of returning change with it. */
export function addGuestDay(db: Db, guestId: number, day: number, amounts: Amounts): void {
  const { addToGuest, guestBefore, guestAfter } = statements(db);
  if (addToGuest.run(...guestValues(guestId, day, amounts)).changes > 0) return;
  insertGuestDay(db, guestId, day, amounts);
  addReturns(db, 'guest', day, guestBefore.get(guestId, day) ?? NEVER, guestAfter.get(guestId, day) ?? undefined);
}

/** A day that is not there yet; the days of returning are the caller's business. */
export function insertGuestDay(db: Db, guestId: number, day: number, amounts: Amounts): void {
  statements(db).insertGuest.run(...guestValues(guestId, day, amounts));
}

function guestValues(guestId: number, day: number, amounts: Amounts): readonly number[] {
  return [amounts.sessions, amounts.timeSec, amounts.uploadBytes, amounts.downloadBytes, guestId, day];
}

/** Notes that a device was online on a day; the second time changes nothing. */
export function addDeviceDay(db: Db, macAddress: string, day: number): void {
  const { deviceBefore, deviceAfter } = statements(db);
  if (!insertDeviceDay(db, macAddress, day)) return;
  const after = deviceAfter.get(macAddress, day) ?? undefined;
  addReturns(db, 'device', day, deviceBefore.get(macAddress, day) ?? NEVER, after);
}

/** False: it was there. The days of returning are the caller's business. */
export function insertDeviceDay(db: Db, macAddress: string, day: number): boolean {
  return statements(db).insertDevice.run(macAddress, day).changes > 0;
}

export interface Return {
  readonly kind: 'guest' | 'device';
  readonly day: number;
  /** NEVER: the first time. */
  readonly beforeDay: number;
}

export function addReturn(db: Db, { kind, day, beforeDay }: Return, count: number): void {
  statements(db).addReturn.run(kind, day, beforeDay, count);
}

/** A day between two others: the later one now returns from it. */
function addReturns(db: Db, kind: Return['kind'], day: number, before: number, after: number | undefined): void {
  addReturn(db, { kind, day, beforeDay: before }, 1);
  if (after === undefined) return;
  addReturn(db, { kind, day: after, beforeDay: before }, -1);
  addReturn(db, { kind, day: after, beforeDay: day }, 1);
}

export function addSale(db: Db, day: number, sale: CountedSale): void {
  const { productId, productName, operatorId, operatorName, payment, currency, amountMinor, kind } = sale;
  statements(db).addSale.run({
    ...{ day, productId, productName, operatorId, operatorName, payment, currency, amountMinor },
    ...{ sales: kind === 'sale' ? 1 : 0, reversals: kind === 'reversal' ? 1 : 0 },
  });
}
