import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillDemo, seededRandom } from '../../db/demo';
import { openDatabase, type Db } from '../../db/open';
import { listChanges } from '../../db/queries/history';
import { newDataKey, unseal } from '../../db/seal';
import { undoChange } from '../../db/write';
import { emptyVenue, migrationsFolder, numberOf, terminal, valueOf } from './support';

/** Wednesday 10 June 2026, 19:20 in Rome: the late shift is on and guests are online. */
const evening = Date.UTC(2026, 5, 10, 17, 20);
const dataKey = newDataKey();
const routerSecret = 'demo-secret-0123456789';

function fill(db: Db, seed: number, nowMs = evening): Db {
  const owner = { ownerName: 'Olivia', ownerPasswordHash: 'scrypt$1$1$1$c2FsdA$aGFzaA' };
  fillDemo(db, dataKey, { ...owner, nowMs, routerSecret, random: seededRandom(seed) });
  return db;
}

const count = (db: Db, from: string): number => numberOf(db, `select count(*) from ${from}`);

describe('the demo hotel', () => {
  let db: Db;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-demo-'));
    const file = join(folder, 'gatehouse.sqlite');
    db = fill(openDatabase(file, { migrationsFolder, copiesFolder: join(folder, 'copies'), nowMs: evening }), 1);
  });

  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  test('is as full as a hotel after six weeks', () => {
    expect(valueOf(db, 'select name from venue')).toBe('Hotel Bellavista');
    expect(count(db, 'operators')).toBe(5);
    expect(count(db, 'products')).toBe(6);
    expect(count(db, 'limitations')).toBe(6);
    expect(count(db, 'guests')).toBeGreaterThan(250);
    expect(count(db, 'sessions')).toBeGreaterThan(3_000);
    expect(count(db, 'sessions')).toBeLessThan(6_000);
    expect(count(db, 'sessions where ended_at_ms is null')).toBeGreaterThan(4);
    expect(count(db, 'radius_log')).toBeGreaterThan(300);
    expect(count(db, 'shifts where closed_at_ms is null')).toBe(1);
    expect(count(db, 'shift_closings')).toBe(count(db, 'shifts where closed_at_ms is not null'));
    expect(count(db, 'shift_closings where counted_minor <> expected_minor')).toBeGreaterThan(0);
    expect(db.sqlite.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
  });

  test('has guests whose names are hard on a layout', () => {
    const names = db.sqlite.prepare<[], string>('select display_name from guests').pluck().all().join('\n');
    expect(names).toMatch(/\p{Script=Arabic}/u);
    expect(names).toMatch(/\p{Script=Cyrillic}/u);
    expect(names).toMatch(/\p{Script=Greek}/u);
    expect(names).toMatch(/\p{Extended_Pictographic}/u);
    expect(names).toContain('<Tagung>');
    expect(Math.max(...names.split('\n').map((name) => name.length))).toBeGreaterThan(60);
  });

  test('opens its secrets with its own data key', () => {
    const secret = valueOf(db, `select secret_sealed from routers where address = '127.0.0.1'`) as Uint8Array;
    expect(unseal(dataKey, 'router-secret', secret)).toBe(routerSecret);
    const guests = db.sqlite
      .prepare<[], { username: string; sealed: Uint8Array }>(
        `select username, password_sealed as sealed from guests where kind = 'code'`,
      )
      .all();
    for (const { username, sealed } of guests) expect(unseal(dataKey, 'guest-password', sealed)).toBe(username);
  });

  test('has books that agree with each other', () => {
    const charged = `select entitlement_id, sum(upload_bytes) as up, sum(download_bytes) as down, sum(session_time_sec) as sec,
      min(started_at_ms) as first from sessions group by entitlement_id`;
    expect(
      count(
        db,
        `(${charged}) c join entitlement_usage u using (entitlement_id) where c.up <> u.upload_bytes
           or c.down <> u.download_bytes or c.sec <> u.uptime_sec or c.first <> u.started_at_ms`,
      ),
    ).toBe(0);
    expect(count(db, `(${charged})`)).toBe(count(db, 'entitlement_usage'));
    expect(
      count(
        db,
        `entitlements e join sales s on s.entitlement_id = e.id and s.kind = 'sale'
           join shifts h on h.id = s.shift_id
         where s.at_ms < h.opened_at_ms or s.at_ms > h.closed_at_ms`,
      ),
    ).toBe(0);
    // What was taken back is worth nothing in the end.
    expect(
      valueOf(
        db,
        `select coalesce(sum(amount_minor), 0) from sales
         where not exists (select 1 from entitlements e where e.id = entitlement_id)`,
      ),
    ).toBe(0);
  });

  test('lets nobody online who could not be', () => {
    const held = `sessions s join entitlements e on e.id = s.entitlement_id join products p on p.id = e.product_id
      join limitations l on l.product_id = p.id join entitlement_usage u on u.entitlement_id = e.id
      join guests g on g.id = e.guest_id`;
    const lastMs = 'coalesce(s.ended_at_ms, s.last_heard_at_ms)';
    expect(count(db, `sessions`)).toBe(count(db, held));
    expect(count(db, `${held} where ${lastMs} > min(coalesce(e.ends_at_ms, u.ends_at_ms, 9e15), ${evening})`)).toBe(0);
    expect(count(db, `${held} where ${lastMs} > g.locked_at_ms`)).toBe(0);
    expect(count(db, `${held} where s.started_at_ms < e.created_at_ms or ${lastMs} < s.started_at_ms`)).toBe(0);
    expect(count(db, `${held} where u.upload_bytes + u.download_bytes > l.total_quota_bytes`)).toBe(0);
    expect(count(db, `${held} where (select count(*) from devices d where d.guest_id = g.id) > l.devices`)).toBe(0);
    // A device is in one session at a time.
    expect(
      count(
        db,
        `sessions a join sessions b on b.mac_address = a.mac_address and b.guest_id = a.guest_id and b.id > a.id
         where b.started_at_ms < coalesce(a.ended_at_ms, 9e15)`,
      ),
    ).toBe(0);
  });

  test('never happens in the future', () => {
    for (const [table, column] of [
      ['changes', 'at_ms'],
      ['sales', 'at_ms'],
      ['guests', 'created_at_ms'],
      ['sessions', 'last_heard_at_ms'],
      ['radius_log', 'at_ms'],
      ['shifts', 'opened_at_ms'],
    ] as const)
      expect(valueOf(db, `select max(${column}) from ${table}`), table).toBeLessThanOrEqual(evening);
  });

  test('comes out the same for the same seed and different for another', () => {
    const fingerprint = ({ sqlite }: Db): unknown => [
      sqlite.prepare('select username, display_name, room, created_at_ms from guests').all(),
      sqlite.prepare('select guest_id, mac_address, started_at_ms, upload_bytes from sessions').all(),
    ];
    expect(fingerprint(fill(emptyVenue(), 1))).toEqual(fingerprint(db));
    expect(fingerprint(fill(emptyVenue(), 2))).not.toEqual(fingerprint(db));
  });

  test.each([
    ['in the middle of the night', Date.UTC(2026, 0, 15, 2, 30)],
    ['on the night the clocks change', Date.UTC(2026, 2, 29, 1, 30)],
    ['before anybody is up', Date.UTC(2026, 10, 23, 4, 30)],
    ['at breakfast', Date.UTC(2026, 10, 23, 6, 45)],
    ['at noon', Date.UTC(2026, 10, 23, 11, 0)],
    ['at midnight', Date.UTC(2026, 10, 22, 23, 0)],
  ])('comes to life %s too', (_, nowMs) => {
    const hotel = fill(emptyVenue(), 1, nowMs);
    expect(count(hotel, 'sessions')).toBeGreaterThan(3_000);
    expect(count(hotel, 'sessions where ended_at_ms is null')).toBeGreaterThan(4);
  });

  test('is not made in a venue that is there already', () => {
    const before = count(db, 'guests');
    expect(() =>
      fillDemo(db, dataKey, { nowMs: evening, ownerName: 'Max', ownerPasswordHash: 'x', routerSecret }),
    ).toThrow();
    expect(count(db, 'guests')).toBe(before);
    expect(db.sqlite.pragma('synchronous', { simple: true })).toBe(2);
  });

  test('has a history one can work with: some of it undone, some repeated, the newest sale free to undo', () => {
    const changes = listChanges(db, { limit: 500 }).rows;
    expect(changes.some(({ kind, state }) => kind === 'do' && state === 'undone')).toBe(true);
    expect(changes.some(({ kind }) => kind === 'redo')).toBe(true);
    expect(changes.every(({ label }) => !/[{}[\]]/.test(label))).toBe(true);
    const newest = changes.find(({ canUndo, action }) => canUndo && action === 'sell-ticket')!;
    expect(undoChange(db, terminal, newest.id, evening)).toMatchObject({ kind: 'done' });
  });
});
