/** The sums behind the reports are the sums over the rows, at every moment, whatever comes late. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../db/open';
import { findSumState, writeSums } from '../../db/queries/report-sums';
import { appendSettled } from '../../main/aaa/session-chain';
import { Retention, STEADY_MS } from '../../main/aaa/retention';
import { localDay } from '../../main/aaa/zone';
import { updateSums } from '../../main/office/report-sums';
import {
  readDashboard,
  readSales,
  readUsage,
  type Making,
  type ReportRange,
  type SalesReport,
  type UsageReport,
} from '../../main/office/reports';
import { DAY_MS, HOUR_MS, insert, macOf } from '../aaa/support';
import { saleRow } from '../db/support';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

const ROME = 'Europe/Rome';

function openHotel(nowMs = sundayEvening): TestVenue {
  const venue = openTestVenue(nowMs);
  onTestFinished(() => venue.close());
  return venue;
}

interface Session {
  readonly guest: number | null;
  readonly device: number;
  readonly startedAtMs: number;
  readonly seconds: number;
  readonly bytes: number;
}

let lastSessionId = 0;

function addSession(db: Db, { guest, device, startedAtMs, seconds, bytes }: Session, isOpen = false): number {
  const endedAtMs = isOpen ? null : startedAtMs + seconds * 1_000;
  return insert(db, 'sessions', {
    ...{
      router_id: 1 + (device % 2),
      acct_session_id: `81${++lastSessionId}`,
      guest_id: guest,
      username: `guest ${guest}`,
    },
    ...{ mac_address: device === 0 ? '' : macOf(device), started_at_ms: startedAtMs, ended_at_ms: endedAtMs },
    ...{ last_heard_at_ms: startedAtMs + seconds * 1_000, session_time_sec: seconds, interim_sec: 60 },
    ...{ upload_bytes: bytes, download_bytes: 9 * bytes, terminate_cause: isOpen ? null : 'User-Request' },
  });
}

/** The chain takes what has settled; the sums follow it. */
function settle(venue: TestVenue): void {
  venue.db.sqlite.transaction(() => {
    while (appendSettled(venue.db, venue.now()) > 0);
  })();
}

function addGuests(db: Db, many: number): readonly number[] {
  return db.sqlite.transaction(() => Array.from({ length: many }, (_, n) => addGuestNo(db, n)))();
}

function addGuestNo(db: Db, n: number): number {
  return insert(db, 'guests', {
    ...{ domain_id: 1, kind: 'code', username: `guest ${n}`, username_key: `guest ${n}` },
    ...{ password_sealed: Buffer.alloc(1), created_at_ms: 0 },
  });
}

interface RawRow {
  readonly guest: number | null;
  readonly mac: string;
  readonly startedAtMs: number;
  readonly timeSec: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

/** The same report, the slow way: every session looked at. */
function recount(db: Db, timeZone: string, { fromDay, tillDay }: ReportRange) {
  const rows = db.sqlite
    .prepare<[], RawRow>(
      `select guest_id as guest, mac_address as mac, started_at_ms as startedAtMs, session_time_sec as timeSec,
         upload_bytes as uploadBytes, download_bytes as downloadBytes from sessions`,
    )
    .all()
    .map((row) => ({ ...row, day: dayTextOf(timeZone, row.startedAtMs) }));
  const first = new Map<number, string>();
  for (const { guest, day } of rows) {
    if (guest !== null && day < (first.get(guest) ?? '9')) first.set(guest, day);
  }
  const sumOver = (from: string, till: string) => {
    const wanted = rows.filter(({ day }) => day >= from && day <= till);
    const sum = (name: 'timeSec' | 'uploadBytes' | 'downloadBytes') =>
      wanted.reduce((total, row) => total + row[name], 0);
    return {
      sessions: wanted.length,
      ...{ timeSec: sum('timeSec'), uploadBytes: sum('uploadBytes'), downloadBytes: sum('downloadBytes') },
      guests: new Set(wanted.map(({ guest }) => guest).filter((guest) => guest !== null)).size,
      devices: new Set(wanted.map(({ mac }) => mac).filter((mac) => mac !== '')).size,
      newGuests: [...first.values()].filter((day) => day >= from && day <= till).length,
    };
  };
  return { total: sumOver(fromDay, tillDay), ofDay: (day: string) => ({ day, ...sumOver(day, day) }) };
}

const dayTextOf = (timeZone: string, atMs: number): string =>
  new Date(localDay(timeZone, atMs) * DAY_MS).toISOString().slice(0, 10);

function made<T extends { readonly kind: string }>(report: T | Making): T {
  if (report.kind === 'making') throw new Error('the sums are not made');
  return report as T;
}

function expectTrue(venue: TestVenue, range: ReportRange, timeZone = ROME): UsageReport {
  const report = made<UsageReport>(readUsage(venue.db, range));
  const truth = recount(venue.db, timeZone, range);
  expect(report.total).toEqual(truth.total);
  expect(report.before).toEqual(recount(venue.db, timeZone, report.beforeRange).total);
  expect(report.days).toEqual(report.days.map(({ day }) => truth.ofDay(day)));
  return report;
}

/** The clocks go back in Rome in the night before 25 October 2026. */
const autumn: ReportRange = { fromDay: '2026-10-23', tillDay: '2026-10-27' };
const autumnMs = Date.UTC(2026, 9, 22);

const anySession = fc.record({
  guest: fc.constantFrom(0, 1, 2, 3, undefined),
  device: fc.integer({ min: 0, max: 3 }),
  atMin: fc.integer({ min: 0, max: 7 * 24 * 60 }),
  seconds: fc.integer({ min: 0, max: 7_200 }),
  bytes: fc.integer({ min: 0, max: 1_000_000 }),
  isOpen: fc.boolean(),
});
const anyStep = fc.oneof(
  { weight: 5, arbitrary: anySession.map((session) => ({ kind: 'session' as const, session })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'settle' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'update' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'late' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lost' as const }) },
);

describe('the sums', () => {
  test('are the sums over the sessions, in whatever order these come, settle and are counted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
        const venue = openTestVenue();
        try {
          const guests = addGuests(venue.db, 4);
          await updateSums(venue.db, unwatched);
          for (const step of steps) {
            if (step.kind === 'session') {
              const { guest, atMin, isOpen, ...rest } = step.session;
              const of = { guest: guest === undefined ? null : guests[guest]!, startedAtMs: autumnMs + atMin * 60_000 };
              addSession(venue.db, { ...rest, ...of }, isOpen);
            } else if (step.kind === 'settle') settle(venue);
            else if (step.kind === 'update') await updateSums(venue.db, unwatched);
            // Accounting of a session that is not closed for good yet.
            else if (step.kind === 'late')
              venue.db.sqlite.exec('update sessions set upload_bytes = upload_bytes + 77 where chained = 0');
            else venue.db.sqlite.exec('delete from report_state');
            if (findSumState(venue.db)?.complete === true) expectTrue(venue, autumn);
          }
          await updateSums(venue.db, unwatched);
          expectTrue(venue, autumn);
        } finally {
          venue.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  test('are the same made anew as kept up to date', async () => {
    const venue = openHotel();
    const guests = addGuests(venue.db, 5);
    await updateSums(venue.db, unwatched);
    for (let part = 0; part < 13; part++) {
      venue.db.sqlite.transaction(() => {
        for (let n = part * 100; n < (part + 1) * 100; n++) {
          // Backwards in time, so that every new day of a guest comes before those that are known.
          const startedAtMs = autumnMs + ((1_300 - n) % 170) * HOUR_MS;
          addSession(venue.db, { guest: guests[n % 5]!, device: n % 7, startedAtMs, seconds: 60, bytes: n });
        }
      })();
      settle(venue);
      await updateSums(venue.db, unwatched);
    }
    const kept = contentOfSums(venue.db);
    venue.db.sqlite.exec('delete from report_state');
    await updateSums(venue.db, unwatched);
    expect(contentOfSums(venue.db)).toEqual(kept);
    await updateSums(venue.db, unwatched);
    expect(contentOfSums(venue.db)).toEqual(kept);
  });

  test('put a session on the day of the venue, also in the night the clocks change, and after the zone was changed', async () => {
    const venue = openHotel();
    const [guest] = addGuests(venue.db, 1);
    // 24 October 23:59 and 25 October 00:00 in Rome, and both half past two of the night that has two of them.
    for (const at of ['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      addSession(venue.db, { guest: guest!, device: 1, startedAtMs: Date.parse(at), seconds: 10, bytes: 1 });
    // The last quarter of an hour of a day that has 25 hours.
    addSession(venue.db, {
      guest: guest!,
      device: 1,
      startedAtMs: Date.parse('2026-10-25T22:59:00Z'),
      seconds: 1,
      bytes: 1,
    });
    settle(venue);
    await updateSums(venue.db, unwatched);
    const perDay = (report: UsageReport) => report.days.map(({ sessions }) => sessions);
    expect(perDay(expectTrue(venue, autumn))).toEqual([0, 1, 4, 0, 0]);
    venue.db.sqlite.exec(`update venue set time_zone = 'Pacific/Auckland'`);
    expect(readUsage(venue.db, autumn)).toEqual({ kind: 'making' });
    await updateSums(venue.db, unwatched);
    expect(perDay(expectTrue(venue, autumn, 'Pacific/Auckland'))).toEqual([0, 0, 4, 1, 0]);
  });

  test('keep what was counted when the sessions are summed up by month, and say so when they are made anew after it', async () => {
    const venue = openHotel();
    const [guest] = addGuests(venue.db, 1);
    for (const day of [3, 4, 9])
      addSession(venue.db, {
        guest: guest!,
        device: 1,
        startedAtMs: Date.UTC(2026, 9, day, 12),
        seconds: 60,
        bytes: 5,
      });
    settle(venue);
    await updateSums(venue.db, unwatched);
    const october: ReportRange = { fromDay: '2026-10-01', tillDay: '2026-10-31' };
    const before = expectTrue(venue, october);
    sumUpByMonth(venue);
    await updateSums(venue.db, unwatched);
    expect(readUsage(venue.db, october)).toEqual(before);
    venue.db.sqlite.exec('delete from report_state');
    await updateSums(venue.db, unwatched);
    const after = made<UsageReport>(readUsage(venue.db, october));
    expect(after).toMatchObject({
      byMonthTillDay: '2026-11-01',
      total: { sessions: 3, timeSec: 180, uploadBytes: 15 },
    });
    expect(after.days.find(({ day }) => day === '2026-10-03')).toMatchObject({ sessions: 3, guests: 1, newGuests: 1 });
    expect(before.byMonthTillDay).toBeUndefined();
  });

  test('count sessions that were summed up by month before they were counted', async () => {
    const venue = openHotel();
    const [guest] = addGuests(venue.db, 1);
    await updateSums(venue.db, unwatched);
    addSession(venue.db, { guest: guest!, device: 1, startedAtMs: Date.UTC(2026, 9, 3), seconds: 60, bytes: 5 });
    settle(venue);
    sumUpByMonth(venue);
    await updateSums(venue.db, unwatched);
    const range: ReportRange = { fromDay: '2026-10-01', tillDay: '2026-10-31' };
    expect(made<UsageReport>(readUsage(venue.db, range)).total).toMatchObject({ sessions: 1, timeSec: 60, guests: 1 });
  });

  test('wait for no disk, and leave everything else waiting for it', () => {
    const { db } = openHotel();
    const waits = (): unknown => db.sqlite.pragma('synchronous', { simple: true });
    const [normal, full] = [1, 2];
    expect(writeSums(db, waits)).toBe(normal);
    expect(waits()).toBe(full);
    const broken = (): never => {
      throw new Error('broken');
    };
    expect(() => writeSums(db, broken)).toThrow('broken');
    expect(waits()).toBe(full);
  });

  test('that were interrupted are never shown, and are made anew', async () => {
    const venue = openHotel();
    const guests = addGuests(venue.db, 700);
    venue.db.sqlite.transaction(() => {
      for (const guest of guests)
        addSession(venue.db, { guest, device: 1, startedAtMs: Date.UTC(2026, 9, 24), seconds: 1, bytes: 1 });
    })();
    settle(venue);
    const stopper = new AbortController();
    const stopped = updateSums(venue.db, { signal: stopper.signal, progress: () => stopper.abort() });
    await expect(stopped).rejects.toThrow();
    expect(numberOfRows(venue.db, 'guest_days')).toBeGreaterThan(0);
    expect(readUsage(venue.db, autumn)).toEqual({ kind: 'making' });
    await updateSums(venue.db, unwatched);
    expect(expectTrue(venue, autumn).total.sessions).toBe(700);
  });
});

describe('a usage report', () => {
  test('names the guests with the most traffic, domains, products and routers, and what is gone has no name', async () => {
    const venue = openHotel();
    const guests = addGuests(venue.db, 30);
    for (const [n, guest] of guests.entries())
      addSession(venue.db, { guest, device: 2, startedAtMs: autumnMs + DAY_MS * 2, seconds: 60, bytes: n * 100 });
    settle(venue);
    await updateSums(venue.db, unwatched);
    // Online now, and so in no sum: it moves this guest from the last place to the first.
    addSession(
      venue.db,
      { guest: guests[0]!, device: 2, startedAtMs: autumnMs + DAY_MS * 3, seconds: 5, bytes: 9_999 },
      true,
    );
    venue.db.sqlite.prepare('delete from guests where id = ?').run(guests[29]);
    const report = expectTrue(venue, autumn);
    expect(report.topGuests).toHaveLength(20);
    expect(report.topGuests[0]).toMatchObject({ guestId: guests[0], name: 'guest 0', sessions: 2, uploadBytes: 9_999 });
    expect(report.topGuests[1]).toMatchObject({ guestId: guests[29], uploadBytes: 2_900 });
    expect(report.topGuests[1]).not.toHaveProperty('name');
    expect(report.domains).toMatchObject([{ id: 1, name: 'Guests', sessions: 31 }]);
    expect(report.products).toMatchObject([{ id: 0, sessions: 31 }]);
  });

  test('of a new venue is all zeros, a day for each day', async () => {
    const venue = openHotel();
    await updateSums(venue.db, unwatched);
    const report = expectTrue(venue, autumn);
    expect(report.days).toHaveLength(5);
    expect(report).toMatchObject({ total: { sessions: 0, guests: 0 }, topGuests: [], domains: [] });
    expect(made<SalesReport>(readSales(venue.db, autumn))).toMatchObject({ total: [], days: [], products: [] });
  });
});

describe('a sales report', () => {
  test('sums by day, product, operator and payment, takes back what was taken back, and never adds currencies', async () => {
    const venue = openHotel();
    const { db } = venue;
    const shift = insert(db, 'shifts', { operator_id: 7, operator_name: 'Anna', opened_at_ms: 0 });
    const sell = (at: string, more: object): number =>
      insert(db, 'sales', {
        ...saleRow({ shift_id: shift, change_id: 1, guest_id: 1, entitlement_id: 1, ...more }),
        at_ms: Date.parse(at),
      });
    sell('2026-10-24T21:59:00Z', { amount_minor: 500 });
    const second = sell('2026-10-24T22:01:00Z', {
      amount_minor: 700,
      payment: 'card',
      product_id: 2,
      product_name: 'Week',
    });
    await updateSums(db, unwatched);
    // What came after the sums were made counts as well.
    sell('2026-10-26T10:00:00Z', {
      kind: 'reversal',
      reverses_sale_id: second,
      amount_minor: -700,
      payment: 'card',
      product_id: 2,
      product_name: 'Week',
    });
    sell('2026-10-26T10:00:00Z', {
      amount_minor: 900,
      currency: 'CHF',
      operator_id: 8,
      operator_name: 'Bea',
      product_name: 'Day pass',
    });
    const report = made<SalesReport>(readSales(db, autumn));
    expect(report.total).toEqual([
      { currency: 'CHF', sales: 1, reversals: 0, amountMinor: 900 },
      { currency: 'EUR', sales: 2, reversals: 1, amountMinor: 500 },
    ]);
    expect(report.days.map(({ day, amountMinor }) => [day, amountMinor])).toEqual([
      ['2026-10-24', 500],
      ['2026-10-25', 700],
      ['2026-10-26', 900],
      ['2026-10-26', -700],
    ]);
    expect(report.products).toEqual([
      { id: 1, name: 'Day pass', currency: 'CHF', sales: 1, reversals: 0, amountMinor: 900 },
      { id: 1, name: 'Day pass', currency: 'EUR', sales: 1, reversals: 0, amountMinor: 500 },
      { id: 2, name: 'Week', currency: 'EUR', sales: 1, reversals: 1, amountMinor: 0 },
    ]);
    expect(report.operators.map(({ name, currency, amountMinor }) => [name, currency, amountMinor])).toEqual([
      ['Bea', 'CHF', 900],
      ['Anna', 'EUR', 500],
    ]);
    expect(report.payments.map(({ payment, amountMinor }) => [payment, amountMinor])).toEqual([
      ['cash', 900],
      ['cash', 500],
      ['card', 0],
    ]);
    await updateSums(db, unwatched);
    expect(readSales(db, autumn)).toEqual(report);
    const next: ReportRange = { fromDay: '2026-10-28', tillDay: '2026-11-01' };
    expect(readSales(db, next)).toMatchObject({ beforeRange: autumn, before: report.total, total: [] });
  });
});

test('the dashboard shows who is online, and today beside the two weeks before', async () => {
  const venue = openHotel();
  const guests = addGuests(venue.db, 2);
  await updateSums(venue.db, unwatched);
  for (const guest of [...guests, guests[0]!])
    addSession(venue.db, { guest, device: 1, startedAtMs: sundayEvening - HOUR_MS, seconds: 60, bytes: 10 }, true);
  addSession(venue.db, { guest: guests[1]!, device: 1, startedAtMs: sundayEvening - DAY_MS, seconds: 60, bytes: 10 });
  const dashboard = made(readDashboard(venue.db, sundayEvening));
  expect(dashboard).toMatchObject({ onlineSessions: 3, onlineGuests: 2 });
  expect(dashboard.days).toHaveLength(15);
  expect(dashboard.days.at(-1)).toMatchObject({ day: '2026-11-22', sessions: 3, guests: 2, newGuests: 1 });
  expect(dashboard.days.at(-2)).toMatchObject({ day: '2026-11-21', sessions: 1, guests: 1, newGuests: 1 });
  expect(dashboard.sales.map(({ amountMinor }) => amountMinor)).toEqual(Array.from({ length: 15 }, () => 0));
});

const numberOfRows = (db: Db, table: string): number =>
  Number(db.sqlite.prepare(`select count(*) from ${table}`).pluck().get());

function contentOfSums(db: Db): unknown {
  return ['usage_days', 'guest_days', 'device_days', 'sales_days', 'report_state']
    .map((table) => db.sqlite.prepare(`select * from ${table}`).all())
    .concat([db.sqlite.prepare('select * from return_days where count <> 0').all()]);
}

function sumUpByMonth(venue: TestVenue): void {
  venue.db.sqlite.exec('update domains set keep_sessions_days = 1');
  const retention = new Retention();
  const nowMs = venue.now();
  venue.db.sqlite.transaction(() => {
    while (retention.step(venue.db, ROME, nowMs, nowMs - STEADY_MS) > 0);
  })();
  expect(numberOfRows(venue.db, 'sessions')).toBe(0);
}
