import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listOldSessions, sumUpSession } from '../../db/queries/session-chain';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

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
  ...['3339876543', 'QX88123', 'Quirinale', 'TRQZNB80A41H501X', '10.77.66.55', MAC],
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
    const sales = venue.db.sqlite.prepare('select * from sales').all();
    const { name } = await manager.guests.erase({ id });
    expect(venue.db.sqlite.prepare('select * from sales').all()).toEqual(sales);
    expect(await manager.guests.sales({ id })).toMatchObject({ rows: [{ productName: 'Day' }] });
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

  it('is the only way in which history is ever rewritten', async () => {
    const { sqlite } = venue.db;
    const writes = ["update changes set params = '{}'", "update change_rows set after = '{}' where after is not null"];
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
