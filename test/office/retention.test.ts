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
const forget = () => forgetOldData(venue.db, venue.dataKey, sundayEvening + 2 * DAY_MS, unwatched);
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

/** What the RADIUS thread goes by for a guest of each domain; null: for good. */
async function heldDays(): Promise<readonly (number | null)[]> {
  const { rows } = await manager.domains.list();
  return rows.map(({ id }) => {
    const { lastInsertRowid } = venue.db.sqlite
      .prepare(
        `insert into guests (domain_id, kind, username, username_key, password_sealed, created_at_ms)
         values (?, 'person', ?, ?, x'00', 1)`,
      )
      .run(id, `guest ${++sessions}`, `guest ${sessions}`);
    addSession(venue.db, Number(lastInsertRowid), daysAgo(1));
    const [held] = listOldSessions(venue.db, { startedAtMs: -1, id: 0, tillMs: sundayEvening, limit: 1_000 }).slice(-1);
    return held!.keepDays;
  });
}

/** As the RADIUS thread does with what a domain keeps no longer. */
function sumUp(db: Db, tillMs: number): void {
  for (const session of listOldSessions(db, { startedAtMs: -1, id: 0, tillMs, limit: 1_000 })) {
    sumUpSession(db, session, session.startedAtMs);
  }
}

describe('how long data is kept', () => {
  it('is for good until somebody says otherwise, and taken back like any change', async () => {
    expect(await manager.retention.get()).toEqual({ rules: {}, domains: [{ domainId: 1, name: 'Guests' }] });
    const { changeId } = await manager.retention.update({ connections: 365, 'radius-log': 90, marketing: 730 });
    expect(await manager.retention.get()).toEqual({
      rules: { connections: 365, 'radius-log': 90, marketing: 730 },
      domains: [{ domainId: 1, name: 'Guests' }],
    });
    await manager.retention.update({ marketing: null });
    expect((await manager.retention.get()).rules).toEqual({ connections: 365, 'radius-log': 90 });
    const [last] = (await manager.history.list({ limit: 1 })).rows;
    await manager.history.undo({ id: last!.id });
    await manager.history.undo({ id: changeId });
    expect(await manager.retention.get()).toEqual({ rules: {}, domains: [{ domainId: 1, name: 'Guests' }] });
  });

  it('is the venue’s in every domain without a rule of its own, also when the venue’s changes later', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot', keepSessionsDays: 10 });
    const { id: camping } = await manager.domains.add({ name: 'Camping', service: 'hotspot' });
    for (const days of [30, 60]) {
      await manager.retention.update({ connections: days });
      expect(await manager.retention.get()).toEqual({
        rules: { connections: days },
        domains: [
          { domainId: 1, name: 'Guests' },
          { domainId: id, name: 'Staff', keepDays: 10 },
          { domainId: camping, name: 'Camping' },
        ],
      });
      expect(await heldDays()).toEqual([days, 10, days]);
    }
    expect((await manager.domains.list()).rows.map(({ venueKeepsDays }) => venueKeepsDays)).toEqual([60, 60, 60]);
  });

  it('of a domain’s own goes as one change, from where the domain follows the venue, and comes back', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot', keepSessionsDays: 10 });
    await manager.retention.update({ connections: 90 });
    const { changeId } = await manager.retention.update({ domains: [{ domainId: id, keepDays: null }] });
    expect(await heldDays()).toEqual([90, 90]);
    await manager.history.undo({ id: changeId });
    expect(await heldDays()).toEqual([90, 10]);
    await manager.retention.update({ connections: null, domains: [{ domainId: id, keepDays: null }] });
    expect(await heldDays()).toEqual([null, null]);
    const unknown = manager.retention.update({ marketing: 5, domains: [{ domainId: 77, keepDays: 7 }] });
    expect(await refusalOf(unknown)).toMatchObject({ reason: 'not-found', field: 'domains' });
    expect((await manager.retention.get()).rules).toEqual({});
  });

  it('that is shorter because the domain follows the venue leaves a day to take it back', async () => {
    const lowered = () => all('select keep_lowered_at_ms as atMs from domains order by id');
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot', keepSessionsDays: 100 });
    venue.setNow(sundayEvening - 9 * DAY_MS);
    await manager.retention.update({ connections: 90 });
    expect(lowered()).toEqual([{ atMs: null }, { atMs: null }]);
    venue.setNow(sundayEvening);
    await manager.domains.update({ id, keepSessionsDays: null });
    expect(lowered()).toEqual([{ atMs: null }, { atMs: sundayEvening }]);
    const { id: guestId } = await manager.guests.add({ username: 'anna', password: 'x' });
    addSession(venue.db, guestId, daysAgo(100));
    const loweredOf = () => listOldSessions(venue.db, { startedAtMs: -1, id: 0, tillMs: sundayEvening, limit: 9 });
    expect(loweredOf()).toMatchObject([{ keepDays: 90, keepLoweredAtMs: sundayEvening - 9 * DAY_MS }]);
    await manager.retention.update({ connections: 30 });
    expect(loweredOf()).toMatchObject([{ keepDays: 30, keepLoweredAtMs: sundayEvening }]);
  });

  it('of a domain is applied a day after it was made shorter, and only there', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.retention.update({ domains: [{ domainId: id, keepDays: 7 }] });
    expect(all('select keep_lowered_at_ms as atMs from domains order by id')).toEqual([
      { atMs: null },
      { atMs: sundayEvening },
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
    expect(await forgetOldData(venue.db, venue.dataKey, sundayEvening + DAY_MS - 1, unwatched)).toMatchObject({
      lines: 0,
    });
    expect(count('radius_log')).toBe(1);
    expect(await forgetOldData(venue.db, venue.dataKey, sundayEvening + DAY_MS, unwatched)).toMatchObject({ lines: 1 });
  });

  it('leaves the RADIUS log and the requests to routers, however many lines there are', async () => {
    for (let line = 0; line < 600; line++) addLogLine(venue.db, daysAgo(100) + line);
    addLogLine(venue.db, daysAgo(10));
    for (const days of [100, 10]) addRequest(venue.db, daysAgo(days));
    await manager.retention.update({ 'radius-log': 90 });
    expect(await forget()).toEqual({ lines: 601, months: 0, consents: 0, days: 0, persons: 0 });
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
    await forgetOldData(venue.db, venue.dataKey, sundayEvening + 4_000 * DAY_MS, unwatched);
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
    await expect(forgetOldData(venue.db, venue.dataKey, sundayEvening + 2 * DAY_MS, watch)).rejects.toThrow();
    expect(count('radius_log')).toBeGreaterThan(0);
    expect((await manager.history.list({ limit: 5 })).rows).toHaveLength(1);
  });
});

describe('persons who have been gone for long', () => {
  const LONG_AGO = daysAgo(500);
  let productId: number;
  let names = 0;
  beforeEach(async () => {
    venue.setNow(LONG_AGO);
    ({ id: productId } = await manager.products.add({
      ...{ name: 'Day', priceMinor: 500, starts: 'now', validForSec: 86_400 },
    }));
  });

  /** Came, was known by name and photo, and left 500 days ago. */
  async function stay(of: { productId?: number; keep?: number } = {}): Promise<number> {
    venue.setNow(LONG_AGO);
    const name = `hyacinth.${++names}`;
    const guest = { username: name, password: 'x', displayName: 'Hyacinth', productId: of.productId ?? productId };
    const { id } = await manager.guests.add(guest);
    await manager.guests.setPerson({ id, lastName: 'Bucket', email: `${name}@example.com` });
    return id;
  }
  const personalWords = (): unknown[] =>
    all(`select id from guests where display_name = 'Hyacinth' order by id`).map((row) => (row as { id: number }).id);
  const insertSession = (guestId: number, endedAtMs: number | null): void => {
    venue.db.sqlite
      .prepare(
        `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms, last_heard_at_ms,
           ended_at_ms, interim_sec) values (1, 'P1', ?, 'x', '${MAC}', ?, ?, ?, 60)`,
      )
      .run(guestId, LONG_AGO, LONG_AGO, endedAtMs);
  };
  async function ruleOf(days: number): Promise<void> {
    venue.setNow(sundayEvening);
    await manager.retention.update({ persons: days });
  }

  it('are erased by the program itself, each in an entry of its own, like an operator does it', async () => {
    const [first, second] = [await stay(), await stay()];
    addLogLine(venue.db, daysAgo(1));
    venue.db.sqlite.exec(`update radius_log set username = 'hyacinth.1', detail = 'hyacinth.1 was told no'`);
    await ruleOf(365);
    expect(await manager.retention.oldPersons({ keepDays: 365 })).toEqual({ guests: 2, more: false });
    expect(await forget()).toMatchObject({ persons: 2 });
    expect(personalWords()).toEqual([]);
    expect(count('guest_persons')).toBe(0);
    expect(all('select username, detail from radius_log')).toEqual([{ username: `erased-${first}`, detail: 'ok' }]);
    const { rows } = await manager.history.list({ limit: 3 });
    expect(rows).toMatchObject([
      { action: 'forget-old-data', params: { persons: 2 } },
      ...[second, first].map((id) => ({
        ...{ action: 'erase-guest', operatorName: 'Gatehouse', params: { name: `erased-${id}` }, canUndo: false },
      })),
    ]);
    expect(await manager.retention.oldPersons({ keepDays: 365 })).toEqual({ guests: 0, more: false });
    expect(await forget()).toMatchObject({ persons: 0 });
    expect((await manager.history.list({ limit: 1 })).rows[0]!.id).toBe(rows[0]!.id);
  });

  it('stay without a rule, within a day of it, with a longer one, and after it was taken back', async () => {
    const id = await stay();
    venue.setNow(sundayEvening);
    expect(await forget()).toMatchObject({ persons: 0 });
    const { changeId } = await manager.retention.update({ persons: 365 });
    const within = sundayEvening + DAY_MS - 1;
    expect(await forgetOldData(venue.db, venue.dataKey, within, unwatched)).toMatchObject({ persons: 0 });
    await manager.history.undo({ id: changeId });
    expect(await forget()).toMatchObject({ persons: 0 });
    await manager.retention.update({ persons: 600 });
    expect(await manager.retention.oldPersons({ keepDays: 600 })).toEqual({ guests: 0, more: false });
    expect(await forget()).toMatchObject({ persons: 0 });
    expect(personalWords()).toEqual([id]);
  });

  it('are erased on the day on which the time since their last trace is over, and not a day before', async () => {
    const id = await stay();
    insertSession(id, daysAgo(100));
    await ruleOf(365);
    const run = (days: number) => forgetOldData(venue.db, venue.dataKey, daysAgo(100) + days * DAY_MS, unwatched);
    expect(await run(365)).toMatchObject({ persons: 0 });
    expect(personalWords()).toEqual([id]);
    expect(await run(366)).toMatchObject({ persons: 1 });
  });

  const stillThere: Readonly<Record<string, (id: number) => unknown>> = {
    'are online, for however long': (id) => insertSession(id, null),
    'were online since': (id) => insertSession(id, daysAgo(10)),
    'are in the sums of a month since': (id) =>
      void venue.db.sqlite
        .prepare(
          `insert into session_history (guest_id, username, router_id, period_start_ms, sessions, session_time_sec, upload_bytes,
             download_bytes, first_started_at_ms, last_ended_at_ms) values (?, 'x', 1, 0, 1, 1, 1, 1, 0, ?)`,
        )
        .run(id, daysAgo(10)),
    'bought something since': async (id) => {
      venue.setNow(daysAgo(10));
      await manager.desk.recharge({ guestId: id, productId });
    },
    'hold something that has not begun': async (id) => {
      const { id: open } = await manager.products.add({ name: 'Open', priceMinor: 5, starts: 'first-login' });
      await manager.desk.recharge({ guestId: id, productId: open });
    },
    'hold something that waits for its turn': async (id) => {
      await manager.products.add({ name: 'Two', priceMinor: 5, starts: 'first-login', validForSec: 86_400 });
      const two = (await manager.products.list()).rows.find(({ name }) => name === 'Two')!;
      await manager.desk.recharge({ guestId: id, productId: two.id });
    },
    'hold something without an end': async (id) => {
      const { id: open } = await manager.products.add({ name: 'Staff', priceMinor: 0, starts: 'now' });
      await manager.desk.recharge({ guestId: id, productId: open });
    },
    'hold something until a day to come': async (id) => {
      const [held] = (await manager.entitlements.list({ guestId: id })).rows;
      await manager.entitlements.setEnd({ id: held!.id, endsAtMs: sundayEvening + 30 * DAY_MS });
    },
    'have agreed to something since': async (id) => {
      venue.setNow(daysAgo(10));
      await manager.guests.setPerson({ id, newsletter: {} });
    },
    'wait for paper': (id) =>
      void venue.db.sqlite
        .prepare(
          `insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state, attempts)
           values (?, 1, 'Reception', ?, 0, 'Olivia', 'waiting', 2)`,
        )
        .run(LONG_AGO, JSON.stringify([id])),
  };
  it.each(Object.keys(stillThere))('are not those who %s', async (what) => {
    const [here, gone] = [await stay(), await stay()];
    venue.setNow(LONG_AGO);
    await stillThere[what]!(here);
    await ruleOf(365);
    expect(await manager.retention.oldPersons({ keepDays: 365 })).toEqual({ guests: 1, more: false });
    expect(await forget()).toMatchObject({ persons: 1 });
    expect(personalWords()).toEqual([here]);
    expect((await manager.guests.person({ id: here })).person).toMatchObject({ lastName: 'Bucket' });
    expect(await manager.guests.get({ id: gone })).toMatchObject({ username: `erased-${gone}` });
  });

  it('are those who have used up what they held, also without an end', async () => {
    const { id: quota } = await manager.products.add({
      ...{ name: 'Gigabyte', priceMinor: 5, starts: 'first-login', limitations: [{ totalQuotaBytes: 1_000 }] },
    });
    const id = await stay({ productId: quota });
    await ruleOf(365);
    expect(await manager.retention.oldPersons({ keepDays: 365 })).toMatchObject({ guests: 0 });
    venue.db.sqlite
      .prepare(
        `insert into entitlement_usage (entitlement_id, started_at_ms, download_bytes, last_used_at_ms)
         select id, @at, 1000, @at from entitlements where guest_id = @id`,
      )
      .run({ id, at: LONG_AGO });
    expect(await manager.retention.oldPersons({ keepDays: 365 })).toMatchObject({ guests: 1 });
    expect(await forget()).toMatchObject({ persons: 1 });
  });

  it('are not codes without a name, nor printers', async () => {
    const { code } = (await manager.desk.sellTicket({ productId, print: false })).tickets[0]!;
    const device = await manager.guests.addDevice({ macAddress: MAC, name: 'Printer' });
    await ruleOf(365);
    expect(await forget()).toMatchObject({ persons: 0 });
    const guests = venue.db.sqlite.prepare('select username from guests order by id').pluck().all();
    expect(guests).toHaveLength(2);
    expect(guests[0]).toBe(code);
    expect(await manager.guests.get({ id: device.id })).toMatchObject({ displayName: 'Printer' });
  });

  it('come back in time if they come back while the night is at work', async () => {
    const [first, second] = [await stay(), await stay()];
    await ruleOf(365);
    // Between the counting and the change of the first, the second goes online.
    const watch = {
      ...unwatched,
      get signal() {
        if (personalWords().length === 1 && count('sessions') === 0) insertSession(second, null);
        return unwatched.signal;
      },
    };
    const nowMs = sundayEvening + 2 * DAY_MS;
    expect(await forgetOldData(venue.db, venue.dataKey, nowMs, watch)).toMatchObject({ persons: 1 });
    expect(personalWords()).toEqual([second]);
    expect(await manager.guests.get({ id: first })).toMatchObject({ locked: true });
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
