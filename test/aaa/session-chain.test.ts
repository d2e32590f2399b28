/** Ended sessions as records that show when they were touched, and that are summed up without losing a byte. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listConnections } from '../../db/queries/connection-log';
import type { Db } from '../../db/open';
import {
  appendSettled,
  GUESSED_SETTLES_MS,
  HEARD_SETTLES_MS,
  verifyChain,
  type ChainVerdict,
} from '../../main/aaa/session-chain';
import { Retention, STEADY_MS } from '../../main/aaa/retention';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import {
  addGuest,
  DAY_MS,
  HOUR_MS,
  insert,
  macOf,
  MINUTE_MS,
  reportOf,
  sellCode,
  sessionsIn,
  startEngine,
} from './support';

const verify = (db: Db): Promise<ChainVerdict> => verifyChain(db, () => Promise.resolve());
const chainOf = (db: Db): readonly number[] =>
  db.sqlite.prepare<[], number>('select session_id from session_chain order by id').pluck().all();

function venueOf(): TestVenue {
  const venue = openTestVenue();
  onTestFinished(() => venue.close());
  return venue;
}

interface Past {
  readonly guestId?: number | null;
  readonly routerId?: number;
  readonly startedAtMs: number;
  readonly seconds?: number;
  readonly bytes?: number;
  readonly cause?: string;
}

function addEnded(db: Db, past: Past): number {
  const { guestId = null, routerId = 1, startedAtMs, seconds = 60, bytes = 1_000, cause = 'User-Request' } = past;
  const endedAtMs = startedAtMs + seconds * 1000;
  return insert(db, 'sessions', {
    ...{ router_id: routerId, acct_session_id: '80100001', guest_id: guestId, username: `guest ${guestId}` },
    ...{ mac_address: macOf(1), started_at_ms: startedAtMs, last_heard_at_ms: endedAtMs, ended_at_ms: endedAtMs },
    ...{ session_time_sec: seconds, upload_bytes: bytes, download_bytes: 2 * bytes, terminate_cause: cause },
    ...{ interim_sec: 60 },
  });
}

/** As somebody who opens the file with another program. */
function withoutGuards(db: Db): void {
  db.sqlite.exec('drop trigger session_chain_no_update; drop trigger session_chain_no_delete');
  db.sqlite.exec('drop trigger sessions_chained_no_update');
}

/** A venue with a chain of five. */
async function chained(): Promise<Db> {
  const { db, now } = venueOf();
  for (let n = 0; n < 5; n++) addEnded(db, { startedAtMs: now() - 2 * DAY_MS + n * HOUR_MS });
  expect(appendSettled(db, now())).toBe(5);
  expect(await verify(db)).toEqual({ kind: 'whole', links: 5 });
  return db;
}

describe('an ended session', () => {
  test('joins the chain when nothing can change it any more', () => {
    const { db, now } = venueOf();
    const heard = addEnded(db, { startedAtMs: now(), seconds: 0 });
    const guessed = addEnded(db, { startedAtMs: now(), seconds: 0, cause: 'Forced-Closure-2' });
    expect(appendSettled(db, now() + HEARD_SETTLES_MS - 1)).toBe(0);
    expect(appendSettled(db, now() + HEARD_SETTLES_MS)).toBe(1);
    expect(appendSettled(db, now() + GUESSED_SETTLES_MS - 1)).toBe(0);
    expect(appendSettled(db, now() + GUESSED_SETTLES_MS)).toBe(1);
    expect(chainOf(db)).toEqual([heard, guessed]);
  });

  test('that still runs does not', () => {
    const { db, now } = venueOf();
    addEnded(db, { startedAtMs: now() });
    db.sqlite.exec('update sessions set ended_at_ms = null');
    expect(appendSettled(db, now() + 10 * DAY_MS)).toBe(0);
  });

  test('that is in it cannot be changed by any statement of ours', async () => {
    const db = await chained();
    expect(() => db.sqlite.exec('update sessions set upload_bytes = 7 where id = 2')).toThrow('never changes');
    expect(() => db.sqlite.exec('delete from session_chain where id = 2')).toThrow('append-only');
  });

  test('that is in it is not changed by what a router sends afterwards', async () => {
    const here = await startEngine();
    sellCode(here.venue, 'k7m2pq');
    const report = (status: 'start' | 'interim' | 'stop', sessionTimeSec: number) =>
      here.nas.account(reportOf(status, { username: 'k7m2pq', sessionTimeSec, uploadBytes: sessionTimeSec }));
    await report('start', 0);
    here.clock.nowMs += MINUTE_MS;
    await report('stop', 60);
    here.clock.nowMs += HEARD_SETTLES_MS;
    here.engine.sweep();
    expect(chainOf(here.db)).toHaveLength(1);
    const before = sessionsIn(here.db);
    await report('stop', 3_700);
    await report('interim', 3_710);
    expect(sessionsIn(here.db)).toEqual(before);
    expect(await verify(here.db)).toEqual({ kind: 'whole', links: 1 });
  });
});

describe('a chain', () => {
  const edits: readonly [string, string, object][] = [
    [
      'an edited number',
      'update sessions set download_bytes = 1 where id = 3',
      { what: 'altered', seq: 3, sessionId: 3 },
    ],
    ['an edited name', `update sessions set username = 'x' where id = 2`, { what: 'altered', seq: 2, sessionId: 2 }],
    ['an edited time', 'update sessions set ended_at_ms = 5 where id = 5', { what: 'altered', seq: 5, sessionId: 5 }],
    ['a removed session', 'delete from sessions where id = 4', { what: 'removed' }],
    ['the last session removed', 'delete from sessions where id = 5', { what: 'removed' }],
    ['a removed link', 'delete from session_chain where id = 2', { what: 'removed', seq: 2 }],
    [
      'two links that changed places',
      `update session_chain set session_id = -session_id where id in (2, 3);
      update session_chain set session_id = iif(session_id = -2, 3, 2) where id in (2, 3)`,
      { what: 'altered', seq: 2, sessionId: 3 },
    ],
    [
      'a session pushed in',
      `insert into sessions (id, router_id, acct_session_id, username, mac_address, started_at_ms, last_heard_at_ms,
      ended_at_ms, interim_sec, chained) values (99, 1, 'a', 'x', '', 1, 2, 2, 60, 1)`,
      { what: 'inserted', sessionId: 99 },
    ],
  ];
  test.each(edits)('shows %s', async (_what, sql, verdict) => {
    const db = await chained();
    withoutGuards(db);
    db.sqlite.exec(sql);
    expect(await verify(db)).toEqual({ kind: 'broken', ...verdict });
  });

  test('of more than one part is checked to its end', async () => {
    const { db, now } = venueOf();
    db.sqlite.transaction(() => {
      for (let n = 0; n < 1_300; n++) addEnded(db, { startedAtMs: now() - DAY_MS + n });
    })();
    let appended = 0;
    for (let step = 0; step < 6; step++) appended += appendSettled(db, now());
    expect(appended).toBe(1_300);
    let pauses = 0;
    expect(
      await verifyChain(db, () => {
        pauses++;
        return Promise.resolve();
      }),
    ).toEqual({ kind: 'whole', links: 1_300 });
    expect(pauses).toBeGreaterThan(0);
    withoutGuards(db);
    db.sqlite.exec('update sessions set upload_bytes = 7 where id = 1250');
    expect(await verify(db)).toMatchObject({ what: 'altered', sessionId: 1_250 });
  });
});

describe('a domain that keeps sessions for a time', () => {
  const totals = (db: Db): unknown =>
    db.sqlite
      .prepare(
        `select guest_id, router_id, sum(n) as sessions, sum(sec) as sec, sum(up) as up, sum(down) as down from (
        select guest_id, router_id, 1 as n, session_time_sec as sec, upload_bytes as up, download_bytes as down from sessions
        union all select guest_id, router_id, sessions, session_time_sec, upload_bytes, download_bytes from session_history
      ) group by guest_id, router_id order by guest_id, router_id`,
      )
      .all();

  test('has older ones summed up by guest, router and month of the venue, and the chain stays whole', async () => {
    const venue = venueOf();
    const { db, now } = venue;
    const guestId = addGuest(venue, 'anna');
    db.sqlite.exec('update domains set keep_sessions_days = 30');
    // Rome: the first is still in September there, the second is October by half an hour.
    const september = Date.UTC(2026, 8, 30, 20);
    const october = Date.UTC(2026, 8, 30, 22, 30);
    for (const startedAtMs of [september, october, october + HOUR_MS, now() - 5 * DAY_MS]) {
      addEnded(db, { guestId, startedAtMs, bytes: 100 });
    }
    appendSettled(db, now());
    expect(new Retention().step(db, 'Europe/Rome', now(), 0)).toBe(3);
    expect(listConnections(db, { guestId, limit: 10 })).toMatchObject([
      { kind: 'session', startedAtMs: now() - 5 * DAY_MS, sessions: 1, seq: 4 },
      { kind: 'history', startedAtMs: october, terminateCause: 'History', sessions: 2, uploadBytes: 200, seq: null },
      { kind: 'history', startedAtMs: september, sessions: 1, downloadBytes: 200 },
    ]);
    expect(await verify(db)).toEqual({ kind: 'whole', links: 4 });
    db.sqlite.exec('delete from sessions');
    expect(await verify(db)).toEqual({ kind: 'broken', what: 'removed' });
  });

  test('loses nothing that is not in the chain yet, nor what another domain keeps', () => {
    const venue = venueOf();
    const { db, now } = venue;
    const keeping = insert(db, 'domains', { name: 'Staff', service: 'hotspot', keep_sessions_days: null });
    db.sqlite.exec('update domains set keep_sessions_days = 1 where id = 1');
    addEnded(db, { guestId: addGuest(venue, 'staff', { domainId: keeping }), startedAtMs: now() - 90 * DAY_MS });
    addEnded(db, { guestId: null, startedAtMs: now() - 90 * DAY_MS });
    appendSettled(db, now());
    addEnded(db, { guestId: addGuest(venue, 'anna'), startedAtMs: now() - 90 * DAY_MS });
    expect(new Retention().step(db, 'Europe/Rome', now(), 0)).toBe(0);
    expect(sessionsIn(db)).toHaveLength(3);
  });

  test('leaves what belongs to no guest to the venue, which has it summed up by name as well', async () => {
    const { db, now } = venueOf();
    const october = Date.UTC(2026, 9, 1);
    for (let n = 0; n < 3; n++) addEnded(db, { guestId: null, startedAtMs: october + n * HOUR_MS, bytes: 100 });
    addEnded(db, { guestId: null, startedAtMs: now() - 5 * DAY_MS });
    appendSettled(db, now());
    expect(new Retention().step(db, 'UTC', now(), 0)).toBe(0);
    insert(db, 'retention_rules', { data_class: 'connections', keep_days: 30, set_at_ms: 0 });
    db.sqlite.exec('update domains set keep_sessions_days = 90');
    const before = totals(db);
    expect(new Retention().step(db, 'UTC', now(), 0)).toBe(3);
    expect(totals(db)).toEqual(before);
    expect(sessionsIn(db)).toHaveLength(1);
    expect(db.sqlite.prepare('select guest_id as guestId, sessions from session_history').all()).toEqual([
      { guestId: null, sessions: 3 },
    ]);
    expect(await verify(db)).toEqual({ kind: 'whole', links: 4 });
  });

  test('keeps all for a day more after it was set to keep shorter', () => {
    const venue = venueOf();
    const { db, now } = venue;
    addEnded(db, { guestId: addGuest(venue, 'anna'), startedAtMs: now() - 40 * DAY_MS });
    appendSettled(db, now());
    db.sqlite.prepare('update domains set keep_sessions_days = 30, keep_lowered_at_ms = ?').run(now());
    const retention = new Retention();
    expect(retention.step(db, 'UTC', now() + DAY_MS - 1, 0)).toBe(0);
    expect(sessionsIn(db)).toHaveLength(1);
    expect(retention.step(db, 'UTC', now() + 2 * DAY_MS, 0)).toBe(1);
    expect(sessionsIn(db)).toEqual([]);
  });

  test('loses nothing because the clock of the PC was set forward by a year', async () => {
    const here = await startEngine();
    const guestId = addGuest(here.venue, 'anna');
    here.db.sqlite.exec('update domains set keep_sessions_days = 30');
    addEnded(here.db, { guestId, startedAtMs: here.clock.nowMs - 5 * DAY_MS });
    here.pass(2 * HOUR_MS);
    expect(chainOf(here.db)).toHaveLength(1);
    here.clock.nowMs += 365 * DAY_MS;
    here.pass(STEADY_MS / 2);
    expect(sessionsIn(here.db)).toHaveLength(1);
    here.clock.nowMs -= 365 * DAY_MS;
    here.pass(2 * STEADY_MS);
    expect(sessionsIn(here.db)).toHaveLength(1);
    here.clock.nowMs += 30 * DAY_MS;
    here.pass(2 * STEADY_MS);
    expect(sessionsIn(here.db)).toEqual([]);
  });

  test('works in bounded steps and comes round again', () => {
    const venue = venueOf();
    const { db, now } = venue;
    const guestId = addGuest(venue, 'anna');
    db.sqlite.exec('update domains set keep_sessions_days = 30');
    db.sqlite.transaction(() => {
      for (let n = 0; n < 400; n++) addEnded(db, { guestId, startedAtMs: now() - 60 * DAY_MS + n });
    })();
    appendSettled(db, now());
    appendSettled(db, now());
    const retention = new Retention();
    expect([1, 2, 3, 4].map(() => retention.step(db, 'UTC', now(), 0))).toEqual([150, 150, 100, 0]);
    addEnded(db, { guestId, startedAtMs: now() - 60 * DAY_MS });
    appendSettled(db, now());
    expect(retention.step(db, 'UTC', now(), 0)).toBe(0);
    expect(retention.step(db, 'UTC', now() + DAY_MS, 0)).toBe(1);
  });

  test('changes no total, whatever the sessions were', () => {
    const past = fc.record({
      guest: fc.nat({ max: 2 }),
      routerId: fc.integer({ min: 1, max: 2 }),
      ageDays: fc.integer({ min: 0, max: 400 }),
      seconds: fc.nat({ max: 100_000 }),
      bytes: fc.nat({ max: 2 ** 40 }),
    });
    const venue = venueOf();
    const { db, now } = venue;
    withoutGuards(db);
    const guests = ['a', 'b', 'c'].map((name) => addGuest(venue, name));
    fc.assert(
      fc.property(fc.array(past, { maxLength: 60 }), fc.integer({ min: 1, max: 200 }), (pasts, keepDays) => {
        db.sqlite.exec('delete from sessions; delete from session_history; delete from session_chain;');
        db.sqlite.prepare('update domains set keep_sessions_days = ?').run(keepDays);
        for (const { guest, ageDays, ...rest } of pasts) {
          addEnded(db, { guestId: guests[guest]!, startedAtMs: now() - ageDays * DAY_MS, ...rest });
        }
        const before = totals(db);
        appendSettled(db, now());
        const retention = new Retention();
        retention.step(db, 'Europe/Rome', now(), 0);
        expect(totals(db)).toEqual(before);
        const kept = sessionsIn(db).filter(
          (row) => row.ended_at_ms! <= now() - Math.max(keepDays * DAY_MS, GUESSED_SETTLES_MS),
        );
        expect(kept).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
