import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openBeside, type Db } from '../../db/open';
import { listOldSessions, sumUpSession } from '../../db/queries/session-chain';
import { eraseGuest, settleErasures, type EraseQuestion, type Eraser } from '../../main/office/erase-guest';
import type { Watch } from '../../main/office/watch';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

let venue: TestVenue;
let manager: Client;
let technician: Client;
let desk: Client;
let id: number;
beforeEach(async () => {
  venue = openTestVenue();
  venue.allowUndo();
  const api = createTestApi(venue);
  [manager, technician, desk] = [api.as('manager'), api.as('installer'), api.as('desk')];
  ({ id } = await makeGuest());
});
afterEach(() => venue.close());

const MAC = '3C:22:FB:0A:0B:0C';
const pixel = Buffer.from([0xff, 0xd8, 0xff, ...Buffer.from('Quirinalepicture'.repeat(400))]);

/** A guest of whom everything there is a place for is known, changed several times. */
async function makeGuest(): Promise<{ id: number; changeId: number }> {
  const { id: productId } = await manager.products.add({ name: 'Day', priceMinor: 500, starts: 'now' });
  const made = await desk.guests.add({
    ...{ username: 'zenobia.tarquinio', password: 'x', productId, displayName: 'Zenobia Tarquinio', room: 'R4711' },
    note: 'Allergic to Wisteria',
  });
  await desk.guests.setPerson({
    ...{ id: made.id, firstName: 'Zenobia', lastName: 'Tarquinio', email: 'zt@palatino.example', mobile: '3339876543' },
    ...{ documentNumber: 'QX88123', address: 'Via Quirinale 7', taxCode: 'TRQZNB80A41H501X', marketing: {} },
  });
  await desk.guests.setPerson({ id: made.id, email: 'zenobia@aventino.example' });
  await desk.guests.setPhoto({ id: made.id, image: pixel.toString('base64') });
  await desk.guests.update({ id: made.id, note: 'Moved from Esquilino' });
  const { changeId } = await desk.guests.update({ id: made.id, displayName: 'Tarquinio Z.' });
  await desk.history.undo({ id: changeId });
  await technician.guests.setNetwork({ id: made.id, ipAddress: '10.77.66.55' });
  await technician.guests.setAttributes({ id: made.id, reply: [{ name: 'Reply-Message', value: 'Ciao Zenobia' }] });
  await desk.desk.recharge({ guestId: made.id, productId, payment: 'cash' });
  const gift = { productId, payment: 'free', priceReason: 'Birthday of Hypatia' } as const;
  const { changeId: given } = await manager.desk.recharge({ ...gift, guestId: made.id });
  await manager.history.undo({ id: given });
  const { sqlite } = venue.db;
  sqlite
    .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, 2)')
    .run(made.id, MAC);
  const log = sqlite.prepare(
    `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username, guest_id, mac_address)
     values (1, 'access', 'reject', 'wrong-password', ?, '10.0.0.1', ?, ?, ?)`,
  );
  log.run('Zenobia.Tarquinio gave a wrong password', 'Zenobia.Tarquinio', null, MAC);
  log.run('wrong password', 'zenobia.tarquinio', made.id, MAC);
  log.run('somebody else', 'bystander', null, '3C:22:FB:00:00:01');
  return made;
}

/** Every byte of the database file and its WAL. */
const file = (): Buffer =>
  Buffer.concat(['', '-wal'].map((suffix) => readFileSync(`${venue.db.sqlite.name}${suffix}`)));
const personal = [
  ...['Zenobia', 'zenobia', 'Tarquinio', 'tarquinio', 'R4711', 'Wisteria', 'Esquilino', 'palatino', 'aventino'],
  ...['3339876543', 'QX88123', 'Quirinale', 'TRQZNB80A41H501X', '10.77.66.55', 'Hypatia', MAC],
];
const left = (): string[] => {
  const bytes = file();
  return personal.filter(
    (word) => bytes.includes(word) || bytes.includes(Buffer.from(word).toString('base64').slice(1, -4)),
  );
};
const wordsOfSearch = (): unknown[] => {
  venue.db.sqlite.exec(`create virtual table if not exists temp.words using fts5vocab(main, guest_search, row)`);
  return venue.db.sqlite.prepare('select term from temp.words').pluck().all();
};

const allSales = (): { price_reason: string | null }[] =>
  venue.db.sqlite.prepare<[], { price_reason: string | null }>('select * from sales order by id').all();

/** All but the one that an erasure may write. */
const columnsOfSales = (): string[] =>
  venue.db.sqlite
    .prepare<[], string>(`select name from pragma_table_info('sales') where name <> 'price_reason'`)
    .pluck()
    .all();

describe('erasing a guest', () => {
  it('leaves nothing of the person in any byte of the database', async () => {
    expect(left().length).toBeGreaterThan(10);
    await manager.guests.erase({ id });
    expect(left()).toEqual([]);
    expect(wordsOfSearch().filter((word) => /zenob|tarq|wist|esqu|aventin|r4711/.test(String(word)))).toEqual([]);
    for (const text of ['Zenobia', 'R4711', '3339876543', 'aventino', MAC]) {
      expect((await manager.guests.list({ text })).rows).toEqual([]);
    }
  });

  it('keeps money and what it belongs to, under a pseudonym nobody can log in with', async () => {
    const sales = allSales();
    const { name } = await manager.guests.erase({ id });
    expect(allSales()).toEqual(
      sales.map((sale) => (sale.price_reason === null ? sale : { ...sale, price_reason: name })),
    );
    expect(sales.map(({ price_reason: reason }) => reason)).toEqual([
      null,
      'Birthday of Hypatia',
      'Birthday of Hypatia',
    ]);
    expect((await manager.guests.sales({ id })).rows).toMatchObject([{ productName: 'Day' }]);
    expect(await manager.guests.get({ id })).toMatchObject({ username: name, locked: true });
    expect(await manager.guests.get({ id })).not.toHaveProperty('displayName');
    expect(venue.calls).toContain(`guestsChanged ${id}`);
  });

  it('is one line of history with its author; older lines say what was done and not with whom', async () => {
    const before = (await manager.history.list({ limit: 100 })).rows;
    const { name } = await manager.guests.erase({ id });
    const { rows } = await manager.history.list({ limit: 100 });
    expect(rows[0]).toMatchObject({ action: 'erase-guest', params: { name }, canUndo: false });
    expect(
      rows.slice(1).map(({ id: changeId, action, operatorName, atMs }) => ({ changeId, action, operatorName, atMs })),
    ).toEqual(before.map(({ id: changeId, action, operatorName, atMs }) => ({ changeId, action, operatorName, atMs })));
    expect(rows.find(({ action }) => action === 'add-guest')).toMatchObject({ params: { name } });
    expect((await manager.guests.history({ id })).rows.length).toBeGreaterThan(5);
  });

  it('is not undone, nor is anything that would bring the person back; others’ changes still are', async () => {
    const other = await desk.guests.add({ username: 'bert', displayName: 'Zenobia' });
    const { changeId } = await desk.guests.update({ id: other.id, note: 'stays' });
    await manager.guests.erase({ id });
    const { rows } = await manager.history.list({ limit: 100 });
    const ofGuest = (await manager.guests.history({ id })).rows.filter(({ kind }) => kind === 'do');
    for (const row of ofGuest) {
      const reason = (await refusalOf(manager.history[row.canRedo ? 'redo' : 'undo']({ id: row.id }))) as {
        reason: string;
      };
      expect({ action: row.action, ...reason }).toMatchObject({ action: row.action, reason: 'guest-erased' });
    }
    await desk.history.undo({ id: changeId });
    expect(await desk.guests.get({ id: other.id })).toMatchObject({ displayName: 'Zenobia' });
    expect(rows.find((row) => row.id === other.changeId)).toMatchObject({ params: { name: 'bert' } });
  });

  it('leaves the log of others alone', async () => {
    await manager.guests.erase({ id });
    const log = venue.db.sqlite.prepare('select username, detail, reason from radius_log order by id').all();
    expect(log).toEqual([
      { username: `erased-${id}`, detail: 'wrong-password', reason: 'wrong-password' },
      { username: `erased-${id}`, detail: 'wrong-password', reason: 'wrong-password' },
      { username: 'bystander', detail: 'somebody else', reason: 'wrong-password' },
    ]);
  });

  it('keeps the connection log as it is until its time is over, and only the pseudonym afterwards', async () => {
    const { sqlite } = venue.db;
    sqlite
      .prepare(
        `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms, last_heard_at_ms,
           ended_at_ms, interim_sec, chained) values (1, 'S1', ?, 'zenobia.tarquinio', ?, 1, 2, 2, 60, 1)`,
      )
      .run(id, MAC);
    sqlite.exec('update domains set keep_sessions_days = 30');
    const session = sqlite.prepare('select * from sessions').all();
    await manager.guests.erase({ id });
    expect(sqlite.prepare('select * from sessions').all()).toEqual(session);
    expect(left()).toEqual(['zenobia', 'tarquinio', MAC]);
    const [old] = listOldSessions(venue.db, { startedAtMs: -1, id: 0, tillMs: sundayEvening, limit: 10 });
    sqlite.transaction(() => sumUpSession(venue.db, old!, 0))();
    expect(sqlite.prepare('select username from session_history').pluck().all()).toEqual([`erased-${id}`]);
    sqlite.pragma('wal_checkpoint(truncate)');
    expect(left()).toEqual([]);
  });

  it('may be done again, needs its right, and is refused for nobody', async () => {
    expect(await refusalOf(desk.guests.erase({ id }))).toMatchObject({ reason: 'not-allowed' });
    const first = await manager.guests.erase({ id });
    expect(await manager.guests.erase({ id })).toEqual(first);
    expect(await refusalOf(manager.guests.erase({ id: 999 }))).toMatchObject({ reason: 'not-found' });
  });

  it('is given another pseudonym where somebody is called so', async () => {
    await desk.guests.add({ username: `Erased-${id}`, password: 'x' });
    expect(await manager.guests.erase({ id })).toEqual({ name: `erased-${id}-2` });
    expect(left()).toEqual([]);
  });

  it('leaves a line of the log to whoever has the name, or the room, today', async () => {
    const other = await desk.guests.add({ username: 'R4711', password: 'x' });
    const { sqlite } = venue.db;
    const log = sqlite.prepare(
      `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username, guest_id)
       values (1, 'access', 'reject', 'wrong-password', 'told no', '10.0.0.1', 'R4711', ?)`,
    );
    log.run(other.id);
    await manager.guests.erase({ id });
    const last = sqlite.prepare('select username, detail from radius_log order by id desc limit 1').get();
    expect(last).toEqual({ username: 'R4711', detail: 'told no' });
  });

  it('takes the words out of no sale of anybody else, and changes nothing else of a sale', async () => {
    const other = await desk.guests.add({ username: 'bert' });
    const [product] = (await desk.products.list()).rows;
    const productId = product!.id;
    await manager.desk.recharge({ guestId: other.id, productId, priceMinor: 100, priceReason: 'regular' });
    const { sqlite } = venue.db;
    await manager.guests.erase({ id });
    expect(allSales().at(-1)).toMatchObject({ guest_id: other.id, price_reason: 'regular' });
    sqlite.prepare('update erased_guests set in_hand = 1').run();
    sqlite.prepare(`update sales set price_reason = 'x' where guest_id = ? and price_reason is not null`).run(id);
    for (const sql of [
      `update sales set price_reason = 'x' where guest_id = ${other.id}`,
      `update sales set price_reason = null where guest_id = ${id} and price_reason is not null`,
      ...columnsOfSales().map((column) => `update sales set ${column} = 7 where guest_id = ${id}`),
      'delete from sales',
    ]) {
      expect(() => sqlite.exec(sql), sql).toThrow('append-only');
    }
  });

  it('is the only way in which history is ever rewritten', async () => {
    const { sqlite } = venue.db;
    const writes = [
      "update changes set params = '{}'",
      "update change_rows set after = '{}' where after is not null",
      "update sales set price_reason = ''",
    ];
    for (const sql of writes) expect(() => sqlite.exec(sql)).toThrow('append-only');
    await manager.guests.erase({ id });
    for (const sql of writes) expect(() => sqlite.exec(sql)).toThrow('append-only');
    sqlite.exec('update erased_guests set in_hand = 1');
    for (const sql of [
      "update changes set operator_name = 'x'",
      'update change_rows set row_id = 7',
      'delete from changes',
    ]) {
      expect(() => sqlite.exec(sql)).toThrow('append-only');
    }
  });
});

describe('an erasure that is cut short', () => {
  const question = (): EraseQuestion => ({ guestId: id, actor: venue.owner });
  const eraser = (db: Db, watch: Watch = unwatched): Eraser => {
    return { db, dataKey: venue.dataKey, nowMs: sundayEvening, watch };
  };

  /** More than is looked at in one go. */
  function fillLog(): void {
    const { sqlite } = venue.db;
    const line = sqlite.prepare(
      `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username)
       values (1, 'access', 'reject', 'unknown-guest', 'Zenobia was told no', '10.0.0.1', 'ZENOBIA.Tarquinio')`,
    );
    sqlite.transaction(() => {
      for (let n = 0; n < 5_000; n++) line.run();
    })();
  }

  /** Copies of what the disk has at every step of an erasure. */
  async function eraseCopying(): Promise<readonly string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cut-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const copies: string[] = [];
    const look = (): void => {
      const copy = join(folder, `${copies.length}.sqlite`);
      for (const suffix of ['', '-wal']) copyFileSync(`${venue.db.file}${suffix}`, `${copy}${suffix}`);
      copies.push(copy);
    };
    const watch: Watch = {
      progress: look,
      get signal() {
        look();
        return unwatched.signal;
      },
    };
    await eraseGuest(question(), eraser(venue.db, watch));
    return copies;
  }

  it('by the power is finished at the next start, wherever that was', async () => {
    fillLog();
    const before: unknown[] = [];
    for (const file of await eraseCopying()) {
      const db = openBeside(file);
      onTestFinished(() => db.close());
      const one = (sql: string): unknown => db.sqlite.prepare(sql).pluck().get();
      before.push(one('select state from unfinished_erasures'));
      await settleErasures(eraser(db));
      expect(one('select count(*) from unfinished_erasures')).toBe(0);
      expect(one(`select username from guests where id = ${id}`)).toBe(`erased-${id}`);
      expect(one(`select operator_name from changes where action = 'erase-guest'`)).toBe('Olivia');
      expect(one(`select count(*) from changes where action = 'erase-guest'`)).toBe(1);
      const bytes = Buffer.concat(['', '-wal'].map((suffix) => readFileSync(`${file}${suffix}`)));
      expect(personal.filter((word) => bytes.includes(word))).toEqual([]);
    }
    expect(before).toContain('asked');
    expect(before).toContain('erased');
    expect(venue.db.sqlite.prepare('select count(*) from unfinished_erasures').pluck().get()).toBe(0);
  });

  it('by the operator leaves the guest as they were', async () => {
    fillLog();
    const stopper = new AbortController();
    stopper.abort();
    const stopped = eraseGuest(question(), eraser(venue.db, { ...unwatched, signal: stopper.signal }));
    await expect(stopped).rejects.toThrow();
    expect(await manager.guests.get({ id })).toMatchObject({ displayName: 'Zenobia Tarquinio', locked: false });
    await settleErasures(eraser(venue.db));
    expect(await manager.guests.get({ id })).toMatchObject({ displayName: 'Zenobia Tarquinio' });
  });
});
