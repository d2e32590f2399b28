import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../db/open';
import { appendLink, listOldSessions, sumUpSession } from '../../db/queries/session-chain';
import { forgetOldData } from '../../main/office/forget-old-data';
import { keepRetention } from '../../main/office/keep-retention';
import { updateSums } from '../../main/office/report-sums';
import { readUsage } from '../../main/office/reports';
import { retentionPresets } from '../../preload/contract/retention';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MAC = 'AA:BB:CC:DD:EE:01';

let venue: TestVenue;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  manager = createTestApi(venue).as('manager');
});
afterEach(() => venue.close());

const all = (sql: string): unknown[] => venue.db.sqlite.prepare(sql).all();
const count = (table: string): number =>
  venue.db.sqlite.prepare<[], number>(`select count(*) from ${table}`).pluck().get()!;
/** What the program does of itself, two days after the rules were set. */
const forget = () => forgetOldData(venue.db, sundayEvening + 2 * DAY_MS, unwatched);
const daysAgo = (days: number): number => sundayEvening - days * DAY_MS;

function addLogLine(db: Db, atMs: number): void {
  db.sqlite
    .prepare(
      `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address)
       values (?, 'access', 'accept', 'ok', '', '10.0.0.1')`,
    )
    .run(atMs);
}

function addRequest(db: Db, atMs: number): void {
  db.sqlite
    .prepare(
      `insert into router_requests (at_ms, router_id, session_id, kind, purpose, keys, state)
       values (?, 1, 1, 'disconnect', 'asked', '', 'acknowledged')`,
    )
    .run(atMs);
}

let sessions = 0;

/** An ended session in the hash chain. */
function addSession(db: Db, guestId: number, startedAtMs: number): void {
  const { lastInsertRowid } = db.sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms, last_heard_at_ms,
         ended_at_ms, session_time_sec, upload_bytes, interim_sec) values (1, ?, ?, 'anna', '${MAC}', ?, ?, ?, 60, 5, 60)`,
    )
    .run(`session-${++sessions}`, guestId, startedAtMs, startedAtMs, startedAtMs + 60_000);
  appendLink(db, Number(lastInsertRowid), Buffer.alloc(32, sessions));
}

/** As the RADIUS thread does with what a domain keeps no longer. */
function sumUp(db: Db, tillMs: number): void {
  for (const session of listOldSessions(db, { startedAtMs: -1, id: 0, tillMs, limit: 1_000 })) {
    sumUpSession(db, session, session.startedAtMs);
  }
}

describe('how long data is kept', () => {
  it('is for good until somebody says otherwise, and taken back like any change', async () => {
    expect(await manager.retention.get()).toEqual({ rules: {}, connections: [{ domainId: 1, name: 'Guests' }] });
    const { changeId } = await manager.retention.update({ connections: 365, 'radius-log': 90, marketing: 730 });
    expect(await manager.retention.get()).toEqual({
      rules: { 'radius-log': 90, marketing: 730 },
      connections: [{ domainId: 1, name: 'Guests', keepDays: 365 }],
    });
    await manager.retention.update({ marketing: null });
    expect((await manager.retention.get()).rules).toEqual({ 'radius-log': 90 });
    const [last] = (await manager.history.list({ limit: 1 })).rows;
    await manager.history.undo({ id: last!.id });
    await manager.history.undo({ id: changeId });
    expect(await manager.retention.get()).toEqual({ rules: {}, connections: [{ domainId: 1, name: 'Guests' }] });
  });

  it('is set for all domains at once, and left alone where nothing is said', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot', keepSessionsDays: 10 });
    await manager.retention.update({ 'guest-months': 700 });
    expect((await manager.retention.get()).connections.map(({ keepDays }) => keepDays)).toEqual([undefined, 10]);
    await manager.retention.update({ connections: 30 });
    expect((await manager.retention.get()).connections).toEqual([
      { domainId: 1, name: 'Guests', keepDays: 30 },
      { domainId: id, name: 'Staff', keepDays: 30 },
    ]);
  });

  it('is between a day and a hundred years, and for the manager to say', async () => {
    expect(await refusalOf(manager.retention.update({ marketing: 0 }))).toMatchObject({ field: 'marketing' });
    expect(await refusalOf(manager.retention.update({ connections: 36_501 }))).toMatchObject({ field: 'connections' });
    const desk = createTestApi(venue).as('desk');
    expect(await refusalOf(desk.retention.update({ marketing: 1 }))).toMatchObject({ reason: 'not-allowed' });
    expect(count('changes')).toBe(0);
  });

  it('is proposed for eight countries with a source each, and no proposal applies by itself', async () => {
    expect(retentionPresets.map(({ country }) => country)).toEqual(['IT', 'ES', 'DE', 'FR', 'PT', 'AT', 'CH', 'GB']);
    expect(retentionPresets.every(({ connections, source }) => connections >= 1 && source !== '')).toBe(true);
    expect((await manager.retention.get()).rules).toEqual({});
  });
});

describe('what is over', () => {
  it('is not forgotten within a day of the rule, so that it can be taken back', async () => {
    addLogLine(venue.db, daysAgo(400));
    await manager.retention.update({ 'radius-log': 90 });
    expect(await forgetOldData(venue.db, sundayEvening + DAY_MS - 1, unwatched)).toMatchObject({ lines: 0 });
    expect(count('radius_log')).toBe(1);
    expect(await forgetOldData(venue.db, sundayEvening + DAY_MS, unwatched)).toMatchObject({ lines: 1 });
  });

  it('leaves the RADIUS log and the requests to routers, however many lines there are', async () => {
    for (let line = 0; line < 600; line++) addLogLine(venue.db, daysAgo(100) + line);
    addLogLine(venue.db, daysAgo(10));
    for (const days of [100, 10]) addRequest(venue.db, daysAgo(days));
    await manager.retention.update({ 'radius-log': 90 });
    expect(await forget()).toEqual({ lines: 601, months: 0, consents: 0, days: 0 });
    expect(all('select at_ms as atMs from radius_log')).toEqual([{ atMs: daysAgo(10) }]);
    expect(all('select at_ms as atMs from router_requests')).toEqual([{ atMs: daysAgo(10) }]);
  });

  it('is an old consent, and not a newer one, nor what was accepted in the terms', async () => {
    const guests = [];
    for (const name of ['anna', 'bruno']) guests.push(await manager.guests.add({ username: name, password: 'x' }));
    const [old, fresh] = guests.map(({ id }) => id);
    venue.setNow(daysAgo(800));
    await manager.guests.setPerson({ id: old!, marketing: { version: '1' }, newsletter: {}, terms: { version: '1' } });
    venue.setNow(daysAgo(10));
    await manager.guests.setPerson({ id: fresh!, marketing: {}, city: 'Roma' });
    venue.setNow(sundayEvening);
    await manager.retention.update({ marketing: 730 });
    expect(await forget()).toMatchObject({ consents: 2 });
    expect((await manager.guests.person({ id: old! })).person).toEqual({
      ...{ smsSent: 0, hasPhoto: false, terms: { atMs: daysAgo(800), version: '1' } },
    });
    expect((await manager.guests.person({ id: fresh! })).person).toMatchObject({ marketing: { atMs: daysAgo(10) } });
  });

  it('takes the guest from the sums of a month, and leaves the sums', async () => {
    const { id } = await manager.guests.add({ username: 'anna', password: 'x' });
    for (const days of [800, 100]) addSession(venue.db, id, daysAgo(days));
    sumUp(venue.db, sundayEvening);
    await manager.retention.update({ 'guest-months': 730 });
    expect(await forget()).toMatchObject({ months: 1 });
    expect(all('select guest_id as id, username, sessions, upload_bytes as bytes from session_history')).toEqual([
      { id: null, username: '', sessions: 1, bytes: 5 },
      { id, username: 'anna', sessions: 1, bytes: 5 },
    ]);
    expect(await forget()).toMatchObject({ months: 0 });
  });

  it('leaves guests and devices out of the sums of the reports once their sessions are gone; totals stay', async () => {
    const { id } = await manager.guests.add({ username: 'anna', password: 'x' });
    for (const days of [100, 100, 5]) addSession(venue.db, id, daysAgo(days));
    await updateSums(venue.db, unwatched);
    const range = { fromDay: '2026-08-01', tillDay: '2026-09-01' };
    const before = readUsage(venue.db, range);
    expect(await forget()).toMatchObject({ days: 0 });
    sumUp(venue.db, daysAgo(50));
    expect(await forget()).toMatchObject({ days: 2 });
    const fresh = Math.floor((daysAgo(5) + HOUR_MS) / DAY_MS);
    expect(all('select guest_id as id, day from guest_days')).toEqual([{ id, day: fresh }]);
    expect(all('select mac_address as mac, day from device_days')).toEqual([{ mac: MAC, day: fresh }]);
    const after = readUsage(venue.db, range);
    if (before.kind === 'making' || after.kind === 'making') throw new Error('there are sums');
    expect(after.total).toEqual(before.total);
    expect(after.total).toMatchObject({ sessions: 2, guests: 1 });
  });

  it('is never money, history, the hash chain or a guest', async () => {
    const { id: productId } = await manager.products.add({ name: 'Day', priceMinor: 500, starts: 'now' });
    await manager.desk.sellTicket({ productId, print: false });
    addSession(venue.db, 1, daysAgo(800));
    sumUp(venue.db, sundayEvening);
    await manager.retention.update({ 'radius-log': 1, 'guest-months': 1, marketing: 1 });
    const kept = ['sales', 'guests', 'entitlements', 'session_chain', 'change_rows', 'shifts'];
    const before = kept.map((table) => all(`select * from ${table}`));
    await forgetOldData(venue.db, sundayEvening + 4_000 * DAY_MS, unwatched);
    expect(kept.map((table) => all(`select * from ${table}`))).toEqual(before);
  });
});

describe('what was forgotten', () => {
  it('is told in one entry of the program, which cannot be taken back', async () => {
    addLogLine(venue.db, daysAgo(400));
    await manager.retention.update({ 'radius-log': 90 });
    await forget();
    const [entry, before] = (await manager.history.list({ limit: 5 })).rows;
    expect(entry).toMatchObject({
      action: 'forget-old-data',
      operatorName: 'Gatehouse',
      params: { lines: 1, months: 0, consents: 0, days: 0 },
      canUndo: false,
    });
    expect(before).toMatchObject({ action: 'update-retention' });
    expect(await refusalOf(manager.history.undo({ id: entry!.id }))).toMatchObject({ reason: 'only-told' });
    expect((await manager.retention.get()).lastForgottenAtMs).toBe(sundayEvening + 2 * DAY_MS);
  });

  it('is no entry when it was nothing', async () => {
    await manager.retention.update({ 'radius-log': 90 });
    await forget();
    expect((await manager.history.list({ limit: 5 })).rows).toHaveLength(1);
    expect(await manager.retention.get()).not.toHaveProperty('lastForgottenAtMs');
  });

  it('stops where it is told to, with no entry', async () => {
    for (let line = 0; line < 600; line++) addLogLine(venue.db, daysAgo(100));
    await manager.retention.update({ 'radius-log': 90 });
    const stopper = new AbortController();
    stopper.abort();
    const watch = { ...unwatched, signal: stopper.signal };
    await expect(forgetOldData(venue.db, sundayEvening + 2 * DAY_MS, watch)).rejects.toThrow();
    expect(count('radius_log')).toBeGreaterThan(0);
    expect((await manager.history.list({ limit: 5 })).rows).toHaveLength(1);
  });
});

describe('the keeper', () => {
  let monotonicMs: number;
  let runs: number;
  const keeper = () => {
    const open = {
      ...venue,
      now: venue.now,
      get printing(): never {
        throw new Error('nothing is printed');
      },
      runJob: (() => {
        runs++;
        return Promise.resolve({});
      }) as unknown as TestVenue['runJob'],
    };
    return keepRetention(open, () => monotonicMs);
  };
  const pass = (ms: number): void => {
    monotonicMs += ms;
    venue.setNow(venue.now() + ms);
  };
  beforeEach(() => {
    monotonicMs = 1_000;
    runs = 0;
  });

  it('begins an hour after the start, and then once a day', async () => {
    const kept = keeper();
    await kept.tick();
    expect(runs).toBe(0);
    pass(HOUR_MS);
    await kept.tick();
    await kept.tick();
    expect(runs).toBe(1);
    pass(DAY_MS - 1);
    await kept.tick();
    expect(runs).toBe(1);
    pass(1);
    await kept.tick();
    expect(runs).toBe(2);
    kept.stop();
  });

  it('waits another hour after the clock was set', async () => {
    const kept = keeper();
    pass(HOUR_MS - 1);
    venue.setNow(venue.now() + 3_650 * DAY_MS);
    await kept.tick();
    pass(60_000);
    await kept.tick();
    expect(runs).toBe(0);
    pass(HOUR_MS);
    await kept.tick();
    expect(runs).toBe(1);
    kept.stop();
  });
});
