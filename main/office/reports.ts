/**
 * Reports over days of the venue's calendar: the sums (report-sums.ts) and, on top, what is not in them yet. A session
 * counts on the day it began. Everything is read from one moment of the database.
 */
import type { Db } from '../../db/open';
import {
  countOnlineGuests,
  countSeen,
  findFirstDay,
  findGuestName,
  findGuestSum,
  findNameOf,
  listFirstByDay,
  listSalesSums,
  listSeenByDay,
  listSalesWithin,
  listTopGuests,
  listUsage,
  listUsageWithin,
  wasDeviceSeen,
  wasGuestSeen,
  type DayCount,
  type CountedWithin,
  type DayRange,
  type GuestSum,
  type SalesSum,
} from '../../db/queries/reports';
import {
  findSumState,
  listChained,
  listSalesAfter,
  listUnsettled,
  type Amounts,
  type CountedSale,
  type CountedSession,
  type SumState,
  type UsageKey,
} from '../../db/queries/report-sums';
import type { Return } from '../../db/queries/report-sums';
import type { Scope } from '../../db/queries/scope';
import { countOpen } from '../../db/queries/sessions';
import { getVenue } from '../../db/queries/venue';
import type { PaymentKind } from '../../preload/contract/desk';
import { instantOf, localDay } from '../aaa/zone';
import { isUsable } from './report-sums';

const DAY_MS = 86_400_000;
const MOST_TOP_GUESTS = 20;
/** As many days as the curve of the dashboard shows: two weeks, so that each day stands over its weekday. */
const DASHBOARD_DAYS = 14;
/** What one page of what is new holds; there are few unless the sums could not be kept for a while. */
const NEWS_AT_ONCE = 10_000;

/** Nothing can be told yet: the sums are being made. */
export interface Making {
  readonly kind: 'making';
}

/** First and last day, 'YYYY-MM-DD', both included. */
export interface ReportRange {
  readonly fromDay: string;
  readonly tillDay: string;
}

export interface ReportQuestion extends ReportRange {
  /** Only what guests within had and paid; absent: everybody. */
  readonly scope?: Scope | undefined;
}

export interface UsageSum extends Amounts {
  readonly guests: number;
  readonly devices: number;
  /** Online for the first time. */
  readonly newGuests: number;
}

export interface UsageDay extends UsageSum {
  readonly day: string;
}

/** `name` is absent where it is gone or never was known (id 0). */
export interface UsageOf extends Amounts {
  readonly id: number;
  readonly name?: string;
}

export interface TopGuest extends Amounts {
  readonly guestId: number;
  readonly name?: string;
  readonly room?: string;
}

export interface UsageReport {
  readonly kind: 'usage';
  readonly total: UsageSum;
  /** As many days before. */
  readonly before: UsageSum;
  readonly beforeRange: ReportRange;
  readonly days: UsageDay[];
  readonly domains: UsageOf[];
  readonly products: UsageOf[];
  readonly routers: UsageOf[];
  readonly topGuests: TopGuest[];
  /** Before that day some sessions were only kept by month, and stand on the day of the first of them. */
  readonly byMonthTillDay?: string;
}

export interface MoneySum {
  readonly currency: string;
  readonly sales: number;
  readonly reversals: number;
  /** Taken less taken back, minor units. */
  readonly amountMinor: number;
}

export interface SalesReport {
  readonly kind: 'sales';
  readonly total: MoneySum[];
  readonly before: MoneySum[];
  readonly beforeRange: ReportRange;
  readonly days: (MoneySum & { readonly day: string })[];
  readonly products: (MoneySum & { readonly id: number; readonly name: string })[];
  readonly operators: (MoneySum & { readonly id: number; readonly name: string })[];
  readonly payments: (MoneySum & { readonly payment: PaymentKind })[];
}

export interface Dashboard {
  readonly kind: 'dashboard';
  readonly onlineSessions: number;
  readonly onlineGuests: number;
  /** The last two weeks and today, which is the last one. */
  readonly days: UsageDay[];
  /** Of the same days, in the venue's currency. */
  readonly sales: (MoneySum & { readonly day: string })[];
}

/** Traffic, time, sessions and guests of some days, compared with as many before. */
export function readUsage(db: Db, { scope, ...range }: ReportQuestion): UsageReport | Making {
  const days = daysOf(range);
  return atOneMoment(db, scope, days, (reader) => {
    const usage = reader.usage(days);
    return {
      kind: 'usage',
      total: reader.total(days, usage),
      before: reader.total(before(days)),
      beforeRange: rangeOf(before(days)),
      days: reader.byDay(days, usage),
      domains: reader.by('domains', usage),
      products: reader.by('products', usage),
      routers: reader.by('routers', usage),
      topGuests: reader.topGuests(days),
      ...(reader.byMonthTillDay === null ? {} : { byMonthTillDay: dayText(reader.byMonthTillDay) }),
    };
  });
}

/** Money taken in some days, compared with as many before. Currencies are never added up. */
export function readSales(db: Db, { scope, ...range }: ReportQuestion): SalesReport | Making {
  const days = daysOf(range);
  return atOneMoment(db, scope, days, (reader) => {
    const sales = reader.sales(days);
    return {
      kind: 'sales',
      total: byAmount(sumMoney(sales, () => ({}))),
      before: byAmount(sumMoney(reader.sales(before(days)), () => ({}))),
      beforeRange: rangeOf(before(days)),
      days: byAmount(sumMoney(sales, ({ day }) => ({ day: dayText(day) }))).sort(byDayFirst),
      products: namedSums(sales, ({ productId, productName }) => ({ id: productId, name: productName })),
      operators: namedSums(sales, ({ operatorId, operatorName }) => ({ id: operatorId, name: operatorName })),
      payments: byAmount(sumMoney(sales, ({ payment }) => ({ payment }))),
    };
  });
}

/**
 * How it goes today, beside the two weeks before.
 * @param scope only what guests within had and paid
 */
export function readDashboard(db: Db, nowMs: number, scope?: Scope): Dashboard | Making {
  const { timeZone, currency } = getVenue(db);
  const today = localDay(timeZone, nowMs);
  const days = { fromDay: today - DASHBOARD_DAYS, tillDay: today };
  return atOneMoment(db, scope, days, (reader) => {
    const inCurrency = reader.sales(days).filter((sale) => sale.currency === currency);
    const byDay = new Map(sumMoney(inCurrency, ({ day }) => ({ day: dayText(day) })).map((sum) => [sum.day, sum]));
    const none = { currency, sales: 0, reversals: 0, amountMinor: 0 };
    return {
      kind: 'dashboard',
      onlineSessions: countOpen(db, scope),
      onlineGuests: countOnlineGuests(db, scope),
      days: reader.byDay(days),
      sales: eachDay(days).map((day) => byDay.get(dayText(day)) ?? { ...none, day: dayText(day) }),
    };
  });
}

function atOneMoment<T>(db: Db, scope: Scope | undefined, days: DayRange, read: (reader: Reader) => T): T | Making {
  return db.sqlite.transaction((): T | Making => {
    const state = findSumState(db);
    if (!isUsable(state, getVenue(db).timeZone)) return { kind: 'making' };
    return read(new Reader(db, scope === undefined ? settledOf(db, state) : nothingSettled(db, scope, state, days)));
  })();
}

/** What the sums know, and what has to be added to them. */
interface Settled {
  readonly timeZone: string;
  readonly byMonthTillDay: number | null;
  readonly news: readonly CountedWithin[];
  readonly salesNews: readonly CountedSale[];
  usage(days: DayRange): Usage;
  countSeen(kind: Return['kind'], days: DayRange): number;
  seenByDay(kind: Return['kind'], days: DayRange): readonly DayCount[];
  firstByDay(days: DayRange): readonly DayCount[];
  topGuests(days: DayRange): readonly GuestSum[];
  guestSum(guestId: number, days: DayRange): GuestSum | undefined;
  wasGuestSeen(guestId: number, days: DayRange): boolean;
  wasDeviceSeen(macAddress: string, days: DayRange): boolean;
  /** The first day the guest was online. */
  firstDay(guestId: number): number | undefined;
  sales(days: DayRange): readonly SalesSum[];
}

function settledOf(db: Db, { timeZone, byMonthTillDay, chainSeq, saleId }: SumState): Settled {
  const sessions = [...listUnsettled(db), ...chainedSince(db, chainSeq)];
  return {
    ...{ timeZone, byMonthTillDay },
    news: sessions.map((session) => ({ ...session, sessions: 1 })),
    salesNews: allPages(
      (after) => listSalesAfter(db, after, NEWS_AT_ONCE),
      saleId,
      ({ id }) => id,
    ),
    usage: (days) => listUsage(db, days),
    countSeen: (kind, days) => countSeen(db, kind, days),
    seenByDay: (kind, days) => listSeenByDay(db, kind, days),
    firstByDay: (days) => listFirstByDay(db, 'guest', days),
    topGuests: (days) => listTopGuests(db, days, MOST_TOP_GUESTS).map((id) => findGuestSum(db, id, days)!),
    guestSum: (guestId, days) => findGuestSum(db, guestId, days),
    wasGuestSeen: (guestId, days) => wasGuestSeen(db, guestId, days),
    wasDeviceSeen: (macAddress, days) => wasDeviceSeen(db, macAddress, days),
    firstDay: (guestId) => findFirstDay(db, guestId),
    sales: (days) => listSalesSums(db, days),
  };
}

/** The sums are of everybody: of a part of the venue all of these days, and of as many before, is counted anew. */
function nothingSettled(db: Db, scope: Scope, { timeZone, byMonthTillDay }: SumState, days: DayRange): Settled {
  const { fromDay } = before(days);
  const startOf = (day: number): number => instantOf(timeZone, day, 0, 'first');
  const range = { fromMs: startOf(fromDay), tillMs: startOf(days.tillDay + 1) };
  return {
    ...{ timeZone, byMonthTillDay },
    news: listUsageWithin(db, scope, range),
    salesNews: listSalesWithin(db, scope, range),
    usage: () => [],
    countSeen: () => 0,
    seenByDay: () => [],
    firstByDay: () => [],
    topGuests: () => [],
    guestSum: () => undefined,
    wasGuestSeen: () => false,
    wasDeviceSeen: () => false,
    firstDay: (guestId) => {
      const day = findFirstDay(db, guestId);
      return day !== undefined && day < fromDay ? day : undefined;
    },
    sales: () => [],
  };
}

function chainedSince(db: Db, chainSeq: number): readonly CountedSession[] {
  return allPages(
    (after) => listChained(db, after, NEWS_AT_ONCE),
    chainSeq,
    ({ seq }) => seq,
  ).filter(
    // Those that are gone already are found, and counted, when the sums are brought up to date.
    ({ id }) => id !== null,
  );
}

interface DatedSession extends CountedWithin {
  readonly day: number;
}

type Usage = readonly (UsageKey & Amounts)[];

/** Reads the sums and adds what is not in them yet; lives as long as one transaction. */
class Reader {
  readonly byMonthTillDay: number | null;
  readonly #db: Db;
  readonly #settled: Settled;
  readonly #news: readonly DatedSession[];

  constructor(db: Db, settled: Settled) {
    this.#db = db;
    this.#settled = settled;
    this.byMonthTillDay = settled.byMonthTillDay;
    this.#news = settled.news.map((session) => ({
      ...session,
      day: localDay(settled.timeZone, session.startedAtMs),
    }));
  }

  usage(days: DayRange): Usage {
    return [...this.#settled.usage(days), ...this.#newsOf(days)];
  }

  total(days: DayRange, usage: Usage = this.usage(days)): UsageSum {
    const news = this.#newsOf(days);
    const guests = new Set(news.map(({ guestId }) => guestId).filter((id) => id !== 0));
    const devices = new Set(news.map(({ macAddress }) => macAddress).filter((mac) => mac !== ''));
    return {
      ...sumAmounts(usage),
      guests: this.#settled.countSeen('guest', days) + count(guests, (id) => !this.#settled.wasGuestSeen(id, days)),
      devices:
        this.#settled.countSeen('device', days) + count(devices, (mac) => !this.#settled.wasDeviceSeen(mac, days)),
      newGuests: [...this.#firstByDay(days).values()].reduce((sum, each) => sum + each, 0),
    };
  }

  byDay(days: DayRange, usage: Usage = this.usage(days)): UsageDay[] {
    const ofDay = Map.groupBy(usage, ({ day }) => day);
    const newsOfDay = Map.groupBy(this.#newsOf(days), ({ day }) => day);
    const guests = countsOf(this.#settled.seenByDay('guest', days));
    const devices = countsOf(this.#settled.seenByDay('device', days));
    const first = this.#firstByDay(days);
    return eachDay(days).map((day) => {
      const news = newsOfDay.get(day) ?? [];
      const only = { fromDay: day, tillDay: day };
      const newGuests = new Set(news.map(({ guestId }) => guestId).filter((id) => id !== 0));
      const newDevices = new Set(news.map(({ macAddress }) => macAddress).filter((mac) => mac !== ''));
      return {
        day: dayText(day),
        ...sumAmounts(ofDay.get(day) ?? []),
        guests: (guests.get(day) ?? 0) + count(newGuests, (id) => !this.#settled.wasGuestSeen(id, only)),
        devices: (devices.get(day) ?? 0) + count(newDevices, (mac) => !this.#settled.wasDeviceSeen(mac, only)),
        newGuests: first.get(day) ?? 0,
      };
    });
  }

  by(what: 'domains' | 'products' | 'routers', usage: Usage): UsageOf[] {
    const column = ({ domains: 'domainId', products: 'productId', routers: 'routerId' } as const)[what];
    return [...Map.groupBy(usage, (row) => row[column])]
      .map(([id, rows]) => ({ id, ...nameIn(findNameOf(this.#db, what, id)), ...sumAmounts(rows) }))
      .sort(byTraffic);
  }

  /** Whoever is not among the news has in the sums all there is: so the first of both are the first of all. */
  topGuests(days: DayRange): TopGuest[] {
    const news = Map.groupBy(this.#newsOf(days), ({ guestId }) => guestId);
    news.delete(0);
    const settled = this.#settled.topGuests(days);
    const changed = [...news].map(([guestId, sessions]): GuestSum => {
      const known = this.#settled.guestSum(guestId, days);
      return { guestId, ...sumAmounts(known ? [known, ...sessions] : sessions) };
    });
    return [...settled.filter(({ guestId }) => !news.has(guestId)), ...changed]
      .sort(byTraffic)
      .slice(0, MOST_TOP_GUESTS)
      .map((guest) => ({ ...guest, ...this.#nameOfGuest(guest.guestId) }));
  }

  /** With the sales since the sums were made. */
  sales(days: DayRange): readonly SalesSum[] {
    const { salesNews, timeZone } = this.#settled;
    const dated = salesNews.map(({ kind, ...sale }) => ({
      ...sale,
      day: localDay(timeZone, sale.atMs),
      sales: kind === 'sale' ? 1 : 0,
      reversals: kind === 'reversal' ? 1 : 0,
    }));
    return [...this.#settled.sales(days), ...dated.filter((sale) => isIn(days, sale.day))];
  }

  #newsOf(days: DayRange): readonly DatedSession[] {
    return this.#news.filter(({ day }) => isIn(days, day));
  }

  /** A guest among the news may be new, or may have been here earlier than the sums know. */
  #firstByDay(days: DayRange): ReadonlyMap<number, number> {
    const first = countsOf(this.#settled.firstByDay(days));
    const move = (day: number, by: number): void => {
      if (isIn(days, day)) first.set(day, (first.get(day) ?? 0) + by);
    };
    for (const [guestId, sessions] of Map.groupBy(this.#news, (session) => session.guestId)) {
      if (guestId === 0) continue;
      const day = Math.min(...sessions.map((session) => session.day));
      const known = this.#settled.firstDay(guestId);
      if (known !== undefined && known <= day) continue;
      if (known !== undefined) move(known, -1);
      move(day, 1);
    }
    return first;
  }

  #nameOfGuest(guestId: number): { readonly name?: string; readonly room?: string } {
    const guest = findGuestName(this.#db, guestId);
    if (!guest) return {};
    return { name: guest.displayName ?? guest.username, ...(guest.room === null ? {} : { room: guest.room }) };
  }
}

function allPages<T>(page: (after: number) => readonly T[], after: number, numberOf: (row: T) => number): readonly T[] {
  const all: T[] = [];
  for (;;) {
    const rows = page(all.length === 0 ? after : numberOf(all.at(-1)!));
    all.push(...rows);
    if (rows.length < NEWS_AT_ONCE) return all;
  }
}

const isIn = ({ fromDay, tillDay }: DayRange, day: number): boolean => day >= fromDay && day <= tillDay;
const count = <T>(all: Iterable<T>, is: (one: T) => boolean): number => [...all].filter(is).length;
const nameIn = (name: string | undefined): { readonly name?: string } => (name === undefined ? {} : { name });
const countsOf = (rows: readonly DayCount[]): Map<number, number> =>
  new Map(rows.map(({ day, count: many }) => [day, many]));
const trafficOf = ({ uploadBytes, downloadBytes }: Amounts): number => uploadBytes + downloadBytes;
const byTraffic = (one: Amounts, other: Amounts): number =>
  trafficOf(other) - trafficOf(one) || other.sessions - one.sessions;
/** Most money first; which of two currencies is more nobody can say, but always the same. */
const byAmount = <T extends MoneySum>(sums: readonly T[]): T[] =>
  [...sums].sort((one, other) => other.amountMinor - one.amountMinor || (one.currency < other.currency ? -1 : 1));
const byDayFirst = (one: { readonly day: string }, other: { readonly day: string }): number =>
  one.day === other.day ? 0 : one.day < other.day ? -1 : 1;

function sumAmounts(rows: readonly Amounts[]): Amounts {
  const sum = (name: keyof Amounts): number =>
    rows.reduce((total, row) => Math.min(Number.MAX_SAFE_INTEGER, total + row[name]), 0);
  return {
    ...{ sessions: sum('sessions'), timeSec: sum('timeSec') },
    ...{ uploadBytes: sum('uploadBytes'), downloadBytes: sum('downloadBytes') },
  };
}

/** One sum per key and currency. */
function sumMoney<K extends object>(sales: readonly SalesSum[], keyOf: (sale: SalesSum) => K): (K & MoneySum)[] {
  const found = new Map<string, K & MoneySum>();
  for (const sale of sales) {
    const { currency } = sale;
    const key = { ...keyOf(sale), currency };
    const name = JSON.stringify(key);
    const known = found.get(name);
    found.set(name, {
      ...key,
      sales: (known?.sales ?? 0) + sale.sales,
      reversals: (known?.reversals ?? 0) + sale.reversals,
      amountMinor: (known?.amountMinor ?? 0) + sale.amountMinor,
    });
  }
  return [...found.values()];
}

/** By id, with the name of the last day; most money first. */
function namedSums(
  sales: readonly SalesSum[],
  namedBy: (sale: SalesSum) => { readonly id: number; readonly name: string },
): (MoneySum & { readonly id: number; readonly name: string })[] {
  const names = new Map(sales.map(namedBy).map(({ id, name }) => [id, name]));
  const sums = sumMoney(sales, (sale) => ({ id: namedBy(sale).id }));
  return byAmount(sums.map((sum) => ({ ...sum, name: names.get(sum.id)! })));
}

function eachDay({ fromDay, tillDay }: DayRange): readonly number[] {
  return Array.from({ length: tillDay - fromDay + 1 }, (_, index) => fromDay + index);
}

function before({ fromDay, tillDay }: DayRange): DayRange {
  return { fromDay: fromDay - (tillDay - fromDay + 1), tillDay: fromDay - 1 };
}

function daysOf({ fromDay, tillDay }: ReportRange): DayRange {
  return { fromDay: Date.parse(fromDay) / DAY_MS, tillDay: Date.parse(tillDay) / DAY_MS };
}

function rangeOf({ fromDay, tillDay }: DayRange): ReportRange {
  return { fromDay: dayText(fromDay), tillDay: dayText(tillDay) };
}

const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
