/** Sessions and RADIUS log as the windows list them. */
import { describe, expect, test } from 'vitest';
import { sessionView } from '../../preload/contract/sessions';
import { countOpen, countSessions, listSessions } from '../../db/queries/sessions';
import { listRadiusLog, pageRadiusLog } from '../../db/queries/radius-log';
import { getInteger } from '../../main/radius/attributes';
import { hotspotFrom, logIn, macOf, MINUTE_MS, reportOf, sellCode, startEngine, type TestEngine } from './support';

const code = 'k7m2pq';
const anna = 'anna22';

/** Two devices of one guest online, one of another; one session has ended. */
async function busyEvening(): Promise<TestEngine & { readonly guestId: number }> {
  const here = await startEngine();
  const { guestId } = sellCode(here.venue, code, {
    name: '2 hours',
    validForSec: 7_200,
    limits: { total_quota_bytes: 1_000_000, uptime_sec: 3_600 },
  });
  here.db.sqlite.prepare("update guests set room = '12', display_name = 'Rossi' where id = ?").run(guestId);
  sellCode(here.venue, anna, { name: 'Staff' });
  for (const [number, username] of [code, code, anna].entries()) {
    await here.nas.login({ username, password: username, attributes: hotspotFrom(number + 1) });
    const report = { username, mac: macOf(number + 1), acctSessionId: `8010000${number + 1}` };
    await here.nas.account(reportOf('start', report));
    here.clock.nowMs += 1_000;
  }
  const ended = { username: anna, mac: macOf(9), acctSessionId: '80100009', sessionTimeSec: 9_000, cause: 1 };
  await here.nas.account(reportOf('stop', ended));
  return { ...here, guestId };
}

describe('the list of sessions', () => {
  test('has the newest first, with names, room, product and router, and fits the contract', async () => {
    const here = await busyEvening();
    const rows = listSessions(here.db, { limit: 10 }, here.clock.nowMs);
    for (const row of rows) expect(row).toMatchObject(sessionView.parse(row));
    expect(rows.map((row) => row.acctSessionId)).toEqual(['80100003', '80100002', '80100001', '80100009']);
    expect(rows[1]).toMatchObject({
      guestId: here.guestId,
      username: code,
      displayName: 'Rossi',
      room: '12',
      productName: '2 hours',
      routerName: 'Router 127.0.0.1',
      framedIpAddress: '10.5.88.2',
      silent: false,
    });
    expect(rows[1]).not.toHaveProperty('endedAtMs');
    expect(rows[3]).toMatchObject({ terminateCause: 'User-Request', endedAtMs: here.clock.nowMs });
  });

  test('can be asked for open or ended ones, or one guest, and counts them', async () => {
    const here = await busyEvening();
    const idsOf = (filter: { online?: boolean; guestId?: number }): readonly string[] =>
      listSessions(here.db, { limit: 10, ...filter }, here.clock.nowMs).map((row) => row.acctSessionId);
    expect(idsOf({ online: true })).toEqual(['80100003', '80100002', '80100001']);
    expect(idsOf({ online: false })).toEqual(['80100009']);
    expect(idsOf({ guestId: here.guestId })).toEqual(['80100002', '80100001']);
    expect(idsOf({ guestId: here.guestId, online: false })).toEqual([]);
    expect(idsOf({ guestId: here.guestId, online: true })).toHaveLength(2);
    expect(countOpen(here.db)).toBe(3);
    expect(countSessions(here.db, { limit: 1 })).toBe(4);
    expect(listSessions(here.db, { limit: 2 }, here.clock.nowMs)).toHaveLength(2);
  });

  test('says what is left in all, of which the next login is told its part', async () => {
    const here = await busyEvening();
    const used = {
      username: code,
      acctSessionId: '80100001',
      sessionTimeSec: 60,
      uploadBytes: 100,
      downloadBytes: 900,
    };
    here.clock.nowMs += MINUTE_MS;
    await here.nas.account(reportOf('interim', used));
    here.clock.nowMs += 10_000;
    const rows = listSessions(here.db, { guestId: here.guestId, limit: 10 }, here.clock.nowMs);
    const answer = await here.nas.login({ username: code, password: code, attributes: hotspotFrom(7) });
    for (const row of rows) {
      expect(Math.floor(row.timeLeftSec! / 3)).toBe(getInteger(answer, 'Session-Timeout'));
      expect(Math.floor(row.bytesLeft! / 3)).toBe(getInteger(answer, 'Mikrotik-Total-Limit'));
    }
    expect(rows).toHaveLength(2);
    expect(rows[0]!.bytesLeft).toBe(999_000);
  });

  test('leaves out what starts anew every day: it does not end what was sold', async () => {
    const here = await busyEvening();
    here.db.sqlite.prepare("update limitations set reset_every = 'day' where total_quota_bytes is not null").run();
    const rows = listSessions(here.db, { guestId: here.guestId, limit: 10 }, here.clock.nowMs);
    for (const row of rows) expect(row).not.toHaveProperty('bytesLeft');
    expect(rows[0]).toHaveProperty('timeLeftSec');
  });

  test('leaves out what is not limited', async () => {
    const here = await busyEvening();
    const [staff] = listSessions(here.db, { online: true, limit: 1 }, here.clock.nowMs);
    expect(staff).toMatchObject({ username: anna });
    expect(staff).not.toHaveProperty('timeLeftSec');
    expect(staff).not.toHaveProperty('bytesLeft');
  });

  test('marks an open session as silent after 2.5 of its interims', async () => {
    const here = await busyEvening();
    const silent = (): readonly boolean[] =>
      listSessions(here.db, { limit: 10 }, here.clock.nowMs).map((row) => row.silent);
    here.clock.nowMs += 151_000;
    expect(silent()).toEqual([false, true, true, false]);
  });
});

describe('the RADIUS log', () => {
  test('has the newest first, page by page', async () => {
    const here = await busyEvening();
    logIn(here);
    const all = listRadiusLog(here.db, { limit: 100 });
    expect(all.map((row) => row.reason).slice(0, 2)).toEqual(['session-ended-unseen', 'session-started']);
    expect(all[0]).toMatchObject({ routerName: 'Router 127.0.0.1', routerId: here.routerId, username: anna });
    const first = listRadiusLog(here.db, { limit: 3 });
    const second = listRadiusLog(here.db, { limit: 3, beforeId: first.at(-1)!.id });
    expect([...first, ...second]).toEqual(all.slice(0, 6));
  });

  test('can be searched by guest, outcome and any part of a name, device, session or address', async () => {
    const here = await busyEvening();
    await here.nas.login({ username: 'Nobody', password: 'x', attributes: hotspotFrom(8) });
    logIn(here);
    const found = (filter: Omit<Parameters<typeof listRadiusLog>[1], 'limit'>): readonly (string | null)[] =>
      listRadiusLog(here.db, { limit: 100, ...filter }).map((row) => row.username);
    expect(found({ outcome: 'reject' })).toEqual(['Nobody']);
    expect(found({ text: 'NOBO' })).toEqual(['Nobody']);
    expect(found({ text: '01:08' })).toEqual(['Nobody']);
    expect(new Set(found({ text: '80100002' }))).toEqual(new Set([code]));
    expect(found({ text: '127.0.0.1', outcome: 'reject' })).toHaveLength(1);
    expect(new Set(found({ guestId: here.guestId }))).toEqual(new Set([code]));
    expect(found({ text: '%' })).toEqual([]);
  });

  /** Rows of nobody, among them one of anna every `every` rows. */
  function fillLog({ db }: TestEngine, rows: number, every: number): void {
    db.sqlite
      .prepare(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < @rows)
         insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username)
         select i * 1000, 'access', 'accept', 'ok', '', '::1', iif(i % @every = 0, 'anna', 'nobody') from n`,
      )
      .run({ rows, every });
  }

  test('is searched a part at a time, which together are the whole log and nothing twice', async () => {
    const here = await startEngine();
    fillLog(here, 23_000, 2_500);
    const found: number[] = [];
    let beforeId: number | undefined;
    let pages = 0;
    do {
      const { rows, more } = pageRadiusLog(here.db, { limit: 100, text: 'anna', beforeId });
      found.push(...rows.map(({ id }) => id));
      const from: number = beforeId ?? 23_001;
      if (more !== undefined) {
        expect(from - more.beforeId).toBeLessThanOrEqual(10_000);
        expect(more.backToMs).toBe(more.beforeId * 1_000);
      }
      beforeId = more?.beforeId;
      pages++;
    } while (beforeId !== undefined);
    expect(found).toEqual([22_500, 20_000, 17_500, 15_000, 12_500, 10_000, 7_500, 5_000, 2_500]);
    expect(pages).toBeGreaterThan(2);
  });

  test('goes on behind the last row of a page that is full, and says nothing of more at its beginning', async () => {
    const here = await startEngine();
    fillLog(here, 5, 1);
    const first = pageRadiusLog(here.db, { limit: 3 });
    expect(first.more).toEqual({ beforeId: 3, backToMs: 3_000 });
    const second = pageRadiusLog(here.db, { limit: 3, beforeId: 3 });
    expect(second.rows.map(({ id }) => id)).toEqual([2, 1]);
    expect(second.more).toBeUndefined();
    expect(pageRadiusLog(here.db, { limit: 3, text: 'nobody' })).toEqual({ rows: [] });
  });

  test('ends its newest part at the same row while new rows come in', async () => {
    const here = await startEngine();
    fillLog(here, 12_000, 20_000);
    const endOf = () => pageRadiusLog(here.db, { limit: 100, text: 'anna' }).more?.beforeId;
    const before = endOf();
    expect(before).toBe(5_000);
    await here.nas.login({ username: 'carla', password: 'x', attributes: hotspotFrom(8) });
    logIn(here);
    expect(endOf()).toBe(before);
  });

  test('is listed of one guest to its beginning, however long ago that was', async () => {
    const here = await startEngine();
    const { guestId } = sellCode(here.venue, code);
    await here.nas.login({ username: code, password: code, attributes: hotspotFrom(1) });
    logIn(here);
    fillLog(here, 23_000, 23_001);
    expect(pageRadiusLog(here.db, { limit: 100, guestId })).toMatchObject({ rows: [{ username: code }] });
    expect(pageRadiusLog(here.db, { limit: 100, guestId }).more).toBeUndefined();
  });
});
