/**
 * Makes the sums behind the reports from all there is: sessions, months of sessions that are gone, sales. Guest by
 * guest and device by device, so that rows are added at the end of their tables: in the order of time five million
 * sessions would take many times as long. Reads from a connection that stands still: meanwhile sessions may go on to be
 * chained or summed up by month, and yet each counts once.
 */
import { openBeside, type Db } from '../../db/open';
import {
  addGuestDay,
  addReturn,
  addSale,
  addUsage,
  clearSums,
  findLastChainSeq,
  insertDeviceDay,
  insertGuestDay,
  listSalesAfter,
  NEVER,
  setSumState,
  walkByDevice,
  walkByGuest,
  walkMonths,
  writeSums,
  type Amounts,
  type CountedMonth,
  type CountedSession,
  type Return,
  type SumState,
  type UsageKey,
} from '../../db/queries/report-sums';
import { firstOfMonth, localDay } from '../aaa/zone';
import { giveWay, type Watch } from './watch';

/** Rows in one transaction: the write lock is held for some milliseconds, and no answer to a router waits longer. */
const ROWS_AT_ONCE = 500;
/** Progress is counted in thousandths: how many days there will be is not known before. */
const WHOLE = 1_000;

/** Makes all sums anew. Rejects with the reason of `watch.signal` when stopped; the sums are incomplete then. */
export async function makeSums(db: Db, timeZone: string, watch: Watch): Promise<void> {
  const still = openBeside(db.file);
  try {
    still.sqlite.exec('begin');
    await new Making(db, still, timeZone, watch).run();
  } finally {
    still.close();
  }
}

/** Sums that are few are kept in memory until the end. */
class Making {
  readonly #db: Db;
  readonly #from: Db;
  readonly #timeZone: string;
  readonly #watch: Watch;
  readonly #usage = new Map<string, UsageKey & { amounts: Amounts }>();
  readonly #returns = new Map<string, Return & { count: number }>();
  #byMonthTillDay: number | null = null;

  constructor(db: Db, from: Db, timeZone: string, watch: Watch) {
    this.#db = db;
    this.#from = from;
    this.#timeZone = timeZone;
    this.#watch = watch;
  }

  async run(): Promise<void> {
    const state: SumState = {
      ...{ timeZone: this.#timeZone, complete: false, byMonthTillDay: null, saleId: 0 },
      chainSeq: findLastChainSeq(this.#from),
    };
    writeSums(this.#db, () => {
      clearSums(this.#db);
      setSumState(this.#db, state);
    });
    const sessions = this.#countSessions();
    await this.#write(this.#guestDays(), sessions, 0);
    await this.#write(this.#deviceDays(), sessions, WHOLE / 2);
    const saleId = await this.#addSales();
    writeSums(this.#db, () => this.#flush());
    await this.#addMonths();
    const complete = { ...state, complete: true, saleId, byMonthTillDay: this.#byMonthTillDay };
    writeSums(this.#db, () => setSumState(this.#db, complete));
  }

  #countSessions(): number {
    return this.#from.sqlite.prepare<[], number>('select count(*) from sessions').pluck().get() ?? 0;
  }

  /** Writes as many at a time as one transaction may; each step says how many sessions it has read. */
  async #write(steps: Iterable<Step>, sessions: number, saidBefore: number): Promise<void> {
    let done = 0;
    for (const part of inParts(steps)) {
      writeSums(this.#db, () => {
        for (const step of part) step.write?.();
      });
      done += part.reduce((sum, step) => sum + step.read, 0);
      this.#watch.progress(Math.min(WHOLE, saidBefore + Math.round((done / sessions) * (WHOLE / 2))), WHOLE);
      await giveWay(this.#watch);
    }
  }

  /** Sessions come guest by guest in the order of time: a day is over when another one, or another guest, begins. */
  *#guestDays(): Generator<Step> {
    let current: GuestDay | undefined;
    for (const session of walkByGuest(this.#from)) {
      const day = localDay(this.#timeZone, session.startedAtMs);
      this.#addUsage(session, day);
      if (current?.guestId === session.guestId && current.day === day) {
        current.amounts = sumOf(current.amounts, amountsOf(session));
        continue;
      }
      if (current) yield this.#guestDay(current);
      const beforeDay = current?.guestId === session.guestId ? current.day : NEVER;
      current = { guestId: session.guestId, day, beforeDay, amounts: amountsOf(session) };
    }
    if (current) yield this.#guestDay(current);
  }

  #guestDay({ guestId, day, beforeDay, amounts }: GuestDay): Step {
    if (guestId === 0) return { read: amounts.sessions };
    this.#addReturn({ kind: 'guest', day, beforeDay });
    return { read: amounts.sessions, write: () => insertGuestDay(this.#db, guestId, day, amounts) };
  }

  *#deviceDays(): Generator<Step> {
    let macAddress: string | undefined;
    let days = new Map<number, number>();
    for (const seen of walkByDevice(this.#from)) {
      if (seen.macAddress !== macAddress) {
        if (macAddress !== undefined) yield* this.#daysOf(macAddress, days);
        macAddress = seen.macAddress;
        days = new Map();
      }
      const day = localDay(this.#timeZone, seen.startedAtMs);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    if (macAddress !== undefined) yield* this.#daysOf(macAddress, days);
  }

  *#daysOf(macAddress: string, days: ReadonlyMap<number, number>): Generator<Step> {
    let beforeDay = NEVER;
    for (const [day, sessions] of [...days].sort(([one], [other]) => one - other)) {
      this.#addReturn({ kind: 'device', day, beforeDay });
      yield { read: sessions, write: () => void insertDeviceDay(this.#db, macAddress, day) };
      beforeDay = day;
    }
  }

  #addUsage({ domainId, productId, routerId, ...session }: CountedSession, day: number): void {
    const key = `${day} ${domainId} ${productId} ${routerId}`;
    const known = this.#usage.get(key);
    const amounts = amountsOf(session);
    if (known) known.amounts = sumOf(known.amounts, amounts);
    else this.#usage.set(key, { day, domainId, productId, routerId, amounts });
  }

  #addReturn({ kind, day, beforeDay }: Return): void {
    const key = `${kind} ${day} ${beforeDay}`;
    const known = this.#returns.get(key);
    if (known) known.count++;
    else this.#returns.set(key, { kind, day, beforeDay, count: 1 });
  }

  /** Returns the last sale that was added. */
  async #addSales(): Promise<number> {
    let saleId = 0;
    for (;;) {
      const sales = listSalesAfter(this.#from, saleId, ROWS_AT_ONCE);
      if (sales.length === 0) return saleId;
      writeSums(this.#db, () => {
        for (const sale of sales) addSale(this.#db, localDay(this.#timeZone, sale.atMs), sale);
      });
      saleId = sales.at(-1)!.id;
      await giveWay(this.#watch);
    }
  }

  #flush(): void {
    for (const { amounts, ...key } of this.#usage.values()) addUsage(this.#db, key, amounts);
    for (const { count, ...of } of this.#returns.values()) addReturn(this.#db, of, count);
  }

  async #addMonths(): Promise<void> {
    for (const months of inParts(walkMonths(this.#from))) {
      writeSums(this.#db, () => {
        for (const month of months) this.#addMonth(month);
      });
      await giveWay(this.#watch);
    }
  }

  /** On the day of its first session: which other days there were is not known any more. */
  #addMonth({ guestId, domainId, routerId, periodStartMs, firstStartedAtMs, ...amounts }: CountedMonth): void {
    const day = localDay(this.#timeZone, firstStartedAtMs);
    addUsage(this.#db, { day, domainId, productId: 0, routerId }, amounts);
    if (guestId !== 0) addGuestDay(this.#db, guestId, day, amounts);
    const till = firstOfMonth(localDay(this.#timeZone, periodStartMs), 1);
    this.#byMonthTillDay = Math.max(till, this.#byMonthTillDay ?? till);
  }
}

/** One row to be written, and how many sessions were read for it. */
interface Step {
  readonly read: number;
  readonly write?: () => void;
}

interface GuestDay {
  readonly guestId: number;
  readonly day: number;
  readonly beforeDay: number;
  amounts: Amounts;
}

function amountsOf({ timeSec, uploadBytes, downloadBytes }: Omit<Amounts, 'sessions'>): Amounts {
  return { sessions: 1, timeSec, uploadBytes, downloadBytes };
}

/** Never more than JavaScript counts exactly: a router that reports nonsense must not make rows unreadable. */
function sumOf(one: Amounts, other: Amounts): Amounts {
  const sum = (name: keyof Amounts): number => Math.min(Number.MAX_SAFE_INTEGER, one[name] + other[name]);
  return {
    ...{ sessions: sum('sessions'), timeSec: sum('timeSec') },
    ...{ uploadBytes: sum('uploadBytes'), downloadBytes: sum('downloadBytes') },
  };
}

function* inParts<T>(rows: Iterable<T>): Generator<readonly T[]> {
  let part: T[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < ROWS_AT_ONCE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
