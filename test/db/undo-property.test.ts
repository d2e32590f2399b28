/**
 * The rule that history is for, on random work: whatever operators do, in whatever tables, undoing all of it finds the
 * starting content and redoing all of it finds the final one, money included, while the engine writes in between.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { undoableTables, type UndoableTable } from '../../db/images';
import { openDatabase, type Db } from '../../db/open';
import { findChange, redoChange, undoChange, writeChange, type Actor, type ChangeWriter } from '../../db/write';
import { openShiftOf } from '../../db/shifts';
import { sqliteErrorOf } from '../../db/faults';
import {
  anna,
  bruno,
  contentOf,
  emptyVenue,
  guestRow,
  migrationsFolder,
  morning,
  numberOf,
  operatorRow,
  productRow,
  saleRow,
  tablesOf,
  temporaryFolder,
  terminal,
} from './support';

/** Hundreds of small databases: seconds on an idle machine, but it need not be idle. */
const timeout = 300_000;

/** What the engine writes: never undone, never in the way. */
const engineTables = ['entitlement_usage', 'sessions', 'router_states', 'radius_log', 'print_jobs', 'unknown_sources'];

/** One write of a change. `pick` chooses among the rows there are; `value` out of few, so that unique keys collide. */
type Write =
  | {
      readonly kind: 'insert' | 'update' | 'remove';
      readonly table: UndoableTable;
      readonly pick: number;
      readonly value: number;
    }
  | { readonly kind: 'sell'; readonly pick: number; readonly value: number };
type Step =
  | { readonly kind: 'change'; readonly actor: Actor; readonly writes: readonly Write[] }
  | { readonly kind: 'engine'; readonly pick: number };

const small = fc.nat({ max: 5 });
const write: fc.Arbitrary<Write> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('insert', 'update', 'remove'),
      table: fc.constantFrom(...undoableTables),
      pick: small,
      value: small,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sell'), pick: small, value: small }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('change'),
      actor: fc.constantFrom(anna, bruno, terminal),
      writes: fc.array(write, { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('engine'), pick: small }) },
);
const work = fc.array(step, { minLength: 1, maxLength: 24 });

/** A new row of each table; `value` decides what may collide. */
const newRow: Readonly<Record<UndoableTable, (value: number, pick: number) => Record<string, unknown>>> = {
  venue: (value) => ({
    ...{ id: 1, name: `Hotel ${value}`, country: 'IT', currency: 'EUR', time_zone: 'Europe/Rome', language: 'it' },
    ...{ recovery_sealed: Buffer.of(value, 0, 255), created_at_ms: morning },
  }),
  venue_logos: (value) => ({ id: 1, png: Buffer.alloc(100 * value, value) }),
  domains: (value) => ({ name: `Domain ${value}`, service: 'pppoe' }),
  roles: (value) => ({ name: `Role ${value}`, kind: 'own', rights: '["sell"]' }),
  operators: (value, pick) => operatorRow(`Operator ${value}`, { role_id: 1 + (pick % 3) }),
  operator_domains: (value, pick) => ({ operator_id: 1 + pick, domain_id: 1 + (value % 2) }),
  routers: (value) => ({
    ...{ name: 'Router', address: `10.0.0.${value}`, hotspot: 1, pppoe: 0 },
    ...{ secret_sealed: Buffer.from(`secret ${value}`), created_at_ms: morning },
  }),
  ticket_templates: (value, pick) => ({
    ...{ name: `Ticket ${value}`, blocks: '[]', cards_per_page: 10, is_default: pick % 2, created_at_ms: morning },
    wifi_security: 'open',
  }),
  products: (value) => productRow(`Product ${value}`, { pinned: value % 2 }),
  limitations: (value, pick) => ({ product_id: 1 + pick, devices: value + 1 }),
  guests: (value, pick) => guestRow(`guest ${value}`, { domain_id: 1 + (pick % 2), room: `${pick}` }),
  product_attributes: (value, pick) => ({ product_id: 1 + pick, name: 'Filter-Id', value: `chain ${value}` }),
  router_attributes: (value, pick) => ({ router_id: 1 + pick, name: 'Filter-Id', value: `chain ${value}` }),
  guest_attributes: (value, pick) => ({
    ...{ guest_id: 1 + pick, name: 'NAS-Port-Id', value: `ether${value}` },
    ...(pick % 2 === 0 ? { kind: 'check', operator: '==' } : { kind: 'reply', operator: '=' }),
  }),
  guest_networks: (value, pick) => ({ guest_id: 1 + pick, ip_address: `10.0.0.${value}` }),
  guest_persons: (value, pick) => ({ guest_id: 1 + pick, last_name: `Name ${value}`, mobile: `333${value}` }),
  guest_photos: (value, pick) => ({ guest_id: 1 + pick, image: Buffer.alloc(10, value) }),
  devices: (value, pick) => ({
    ...{ guest_id: 1 + pick, mac_address: `AA:BB:CC:DD:EE:0${value}`, first_seen_at_ms: morning, last_seen_at_ms: 0 },
  }),
  device_blocks: (value, pick) => ({
    ...{ mac_address: 'AA:BB:CC:DD:EE:FF', created_at_ms: morning },
    ...(value % 2 === 0 ? { scope: 'venue' } : { scope: 'guest', guest_id: 1 + pick }),
  }),
  entitlements: (value, pick) => ({ guest_id: 1 + pick, product_id: 1 + value, created_at_ms: morning }),
  batches: (value, pick) => ({
    ...{ kind: 'cards', name: `Batch ${value}`, product_id: 1 + pick, domain_id: 1, count: 9, sold_at_desk: 0 },
    ...{ code_alphabet: 'mixed', code_length: 8, price_minor: value, price_printed: 0, created_at_ms: morning },
  }),
  cards: (value, pick) => ({ id: 1 + pick, batch_id: 1 + (pick % 3), serial: 1 + value }),
  vouchers: (value, pick) => ({
    ...{ batch_id: 1 + (pick % 3), serial: 1 + value, code: `V${value}`, code_key: `v${value}` },
  }),
  batch_holds: (value, pick) => ({
    ...{ batch_id: 1 + pick, from_serial: 1, till_serial: 1 + value, created_at_ms: morning },
  }),
  legal_versions: (value, pick) => ({
    ...{ kind: 'terms', domain_id: pick % 2 === 0 ? null : 1, number: 1 + value },
    ...{ published_at_ms: morning, operator_name: 'Anna' },
  }),
  legal_texts: (value, pick) => ({
    ...{ version_id: 1 + pick, language: ['en', 'it', 'ar'][value % 3], body: `Text ${value}` },
    ...{ published_at_ms: morning, operator_name: 'Anna' },
  }),
  retention_rules: (value, pick) => ({
    ...{ data_class: ['radius-log', 'guest-months', 'marketing'][pick % 3], keep_days: 1 + value, set_at_ms: morning },
  }),
  printers: (value, pick) => ({
    ...{ name: `Printer ${value}`, kind: 'network', target: '10.0.0.9', paper_mm: 80, created_at_ms: morning },
    is_default: pick % 2,
  }),
};

/** What an update sets. */
const setRow: Readonly<Record<UndoableTable, (value: number) => Record<string, unknown>>> = {
  venue: (value) => ({ name: `Hotel ${value}`, wifi_name: value === 0 ? null : `Wi-Fi ${value}` }),
  venue_logos: (value) => ({ png: Buffer.alloc(10, value) }),
  domains: (value) => ({ name: `Domain ${value}` }),
  roles: (value) => ({ name: `Role ${value}` }),
  operators: (value) => ({
    ...{ role_id: 1 + (value % 3), disabled_at_ms: value === 0 ? morning : null },
    ...{ parent_id: value === 0 ? null : 1, guest_prefix: value === 0 ? null : `p${value}-` },
  }),
  operator_domains: (value) => ({ domain_id: 1 + value }),
  routers: (value) => ({ address: `10.0.0.${value}`, secret_sealed: Buffer.of(value) }),
  ticket_templates: (value) => ({
    is_default: value % 2,
    ...(value === 0
      ? { wifi_security: 'open', wifi_password_sealed: null }
      : { wifi_security: 'wpa', wifi_password_sealed: Buffer.of(value) }),
  }),
  products: (value) => ({ sort_order: value, price_minor: value * 100 }),
  limitations: (value) => ({ product_id: 1 + value, rate_down_bps: null }),
  guests: (value) => ({ username_key: `guest ${value}`, room: value === 0 ? null : `${value}`, note: 'žluťoučký 🐎' }),
  product_attributes: (value) => ({ value: `chain ${value}` }),
  router_attributes: (value) => ({ value: `chain ${value}` }),
  guest_attributes: (value) => ({ guest_id: 1 + value, value: `ether${value}` }),
  guest_persons: (value) => ({ guest_id: 1 + value, email: value === 0 ? null : `g${value}@example.com` }),
  guest_photos: (value) => ({ image: Buffer.of(value) }),
  guest_networks: (value) => ({ guest_id: 1 + value, wireless_psk_sealed: value === 0 ? null : Buffer.of(value) }),
  devices: (value) => ({ last_seen_at_ms: morning + value }),
  device_blocks: (value) => ({ mac_address: `AA:BB:CC:DD:EE:0${value}` }),
  entitlements: (value) => ({ product_id: 1 + value, ends_at_ms: morning + value }),
  batches: (value) => ({ name: `Batch ${value}`, withdrawn_at_ms: value === 0 ? morning : null }),
  cards: (value) => ({ sold_at_ms: value === 0 ? null : morning + value }),
  vouchers: (value) => ({
    ...(value === 0
      ? { redeemed_at_ms: null, entitlement_id: null }
      : { redeemed_at_ms: morning, entitlement_id: value }),
  }),
  batch_holds: (value) => ({ till_serial: 1 + value }),
  // What is published never changes.
  legal_versions: () => ({}),
  legal_texts: () => ({}),
  retention_rules: (value) => ({ keep_days: 10 + value }),
  printers: (value) => ({ is_default: value % 2, name: `Printer ${value}` }),
};

/** Rows that random work leaves alone, so that there always is an owner, a role and a domain. */
const lastFixedRow: Partial<Record<UndoableTable, number>> = { domains: 1, roles: 3, operators: 1 };

function pickRow(db: Db, table: UndoableTable, pick: number): number | undefined {
  const ids = db.sqlite
    .prepare<[number], number>(`select id from ${table} where id > ? order by id`)
    .pluck()
    .all(lastFixedRow[table] ?? 0);
  return ids[pick % Math.max(1, ids.length)];
}

function doWrite(db: Db, writer: ChangeWriter, actor: Actor, one: Write): void {
  if (one.kind === 'sell') return sell(db, writer, actor, one);
  if (one.kind === 'insert') return void writer.insert(one.table, newRow[one.table](one.value, one.pick));
  const id = pickRow(db, one.table, one.pick);
  if (id === undefined) return;
  if (one.kind === 'update') writer.update(one.table, id, setRow[one.table](one.value));
  else writer.remove(one.table, id);
}

function sell(db: Db, writer: ChangeWriter, actor: Actor, { pick, value }: { pick: number; value: number }): void {
  const product = pickRow(db, 'products', pick);
  if (product === undefined) return;
  const guest = writer.insert('guests', guestRow(`code ${writer.changeId}.${pick}.${value}`));
  const entitlement = writer.insert('entitlements', { guest_id: guest, product_id: product, created_at_ms: morning });
  const [operatorId, operatorName] = [actor.operatorId ?? 0, actor.operatorName];
  const shift = openShiftOf(db.sqlite, actor, morning);
  const ids = { guest_id: guest, entitlement_id: entitlement, product_id: product, shift_id: shift };
  writer.append(
    'sales',
    saleRow({ ...ids, operator_id: operatorId, operator_name: operatorName, amount_minor: value * 50 }),
  );
}

/** The change's number; undefined if the tables refused it or it wrote nothing. */
function doChange(db: Db, actor: Actor, writes: readonly Write[]): number | undefined {
  const before = numberOf(db, 'select count(*) from changes');
  try {
    const id = writeChange(db, actor, { action: 'update-venue', params: {} }, morning, (writer) => {
      for (const one of writes) doWrite(db, writer, actor, one);
      return writer.changeId;
    });
    return numberOf(db, 'select count(*) from changes') > before ? id : undefined;
  } catch (error) {
    // Unique keys, foreign keys and checks doing their work: the whole change is as if it had never been tried.
    if (!sqliteErrorOf(error)?.code.startsWith('SQLITE_CONSTRAINT')) throw error;
    return undefined;
  }
}

function doEngine(db: Db, pick: number): void {
  const id = pick + 1;
  db.sqlite.exec(`
    insert into entitlement_usage (entitlement_id, started_at_ms, upload_bytes) values (${id}, 1, 10)
      on conflict do update set upload_bytes = upload_bytes + 10;
    insert into sessions (router_id, acct_session_id, guest_id, entitlement_id, username, mac_address, started_at_ms,
      last_heard_at_ms, interim_sec) values (1, 'a', ${id}, ${id}, 'x', 'AA', 1, 2, 60);
    insert into radius_log (at_ms, kind, outcome, reason, detail, source_address) values (1, 'access', 'accept', 'ok', '', '::1');`);
}

/** A venue with something in it, copied for every run: making one anew would be most of the time. */
function startingPoint(): () => Db {
  const first = emptyVenue();
  first.sqlite
    .prepare('insert into operators (name, name_key, role_id, password_hash, created_at_ms) values (?, ?, 1, ?, 0)')
    .run('Olivia', 'olivia', 'x');
  doChange(first, anna, [
    { kind: 'insert', table: 'venue', pick: 0, value: 1 },
    { kind: 'insert', table: 'products', pick: 0, value: 1 },
    { kind: 'insert', table: 'products', pick: 0, value: 2 },
    { kind: 'insert', table: 'guests', pick: 0, value: 1 },
    { kind: 'insert', table: 'entitlements', pick: 0, value: 0 },
    { kind: 'sell', pick: 0, value: 3 },
  ]);
  first.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  const folder = temporaryFolder();
  let run = 0;
  return () => {
    const file = join(folder, `${run++}.sqlite`);
    copyFileSync(first.file, file);
    const db = openDatabase(file, { migrationsFolder, copiesFolder: join(folder, 'copies'), nowMs: morning });
    // Durability has tests of its own; here the disk would only be in the way.
    db.sqlite.pragma('synchronous = OFF');
    return db;
  };
}

function workThrough(db: Db, steps: readonly Step[]): readonly number[] {
  const done: number[] = [];
  for (const one of steps) {
    if (one.kind === 'engine') {
      doEngine(db, one.pick);
      continue;
    }
    const id = doChange(db, one.actor, one.writes);
    if (id !== undefined) done.push(id);
  }
  return done;
}

/** Whom the search knows: everybody, and nobody who is no more. */
const searchedGuests = (db: Db): unknown[] =>
  db.sqlite.prepare('select rowid from guest_search order by rowid').pluck().all();

const takings = (db: Db): number => numberOf(db, 'select sum(amount_minor) from sales');

test('undoing everything finds the starting content, redoing everything the final one', { timeout }, () => {
  const fresh = startingPoint();
  let changesDone = 0;
  fc.assert(
    fc.property(work, fc.constantFrom(anna, terminal), (steps, undoer) => {
      const db = fresh();
      try {
        const start = contentOf(db, undoableTables);
        const takingsAtStart = takings(db);
        const done = workThrough(db, steps);
        changesDone += done.length;
        const final = contentOf(db, undoableTables);
        const takingsAtEnd = takings(db);
        const engine = contentOf(db, engineTables);

        for (const id of done.toReversed())
          expect(undoChange(db, undoer, id, morning + 1)).toMatchObject({ kind: 'done' });
        expect(contentOf(db, undoableTables)).toEqual(start);
        expect(takings(db)).toBe(takingsAtStart);

        for (const id of done) expect(redoChange(db, undoer, id, morning + 2)).toMatchObject({ kind: 'done' });
        expect(contentOf(db, undoableTables)).toEqual(final);
        expect(takings(db)).toBe(takingsAtEnd);

        expect(contentOf(db, engineTables)).toEqual(engine);
        expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
        expect(searchedGuests(db)).toEqual(db.sqlite.prepare('select id from guests order by id').pluck().all());
      } finally {
        db.close();
      }
    }),
    { numRuns: 100 },
  );
  // The random work was work: not all of it was refused by the tables.
  expect(changesDone).toBeGreaterThan(100);
});

test(
  'in any order an undo or redo is either done or refused by name, and a refused one leaves no trace',
  { timeout },
  () => {
    const fresh = startingPoint();
    const seen = { done: 0, 'changed-since': 0 };
    fc.assert(
      fc.property(work, fc.array(fc.nat(), { minLength: 1, maxLength: 25 }), (steps, order) => {
        const db = fresh();
        try {
          const done = workThrough(db, steps);
          if (done.length === 0) return;
          for (const nth of order) {
            const id = done[nth % done.length]!;
            const act = findChange(db, id)!.state === 'done' ? undoChange : redoChange;
            const before = contentOf(db, tablesOf(db));
            const outcome = act(db, bruno, id, morning + 1);
            if (outcome.kind === 'done') {
              seen.done++;
              expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
              continue;
            }
            expect(contentOf(db, tablesOf(db))).toEqual(before);
            // Nothing but other changes can be in the way here, and the refusal names one that is there.
            expect(outcome.reason).toBe('changed-since');
            seen['changed-since']++;
            const named = findChange(db, Number(outcome.params.changeId));
            expect(named).toMatchObject({ kind: 'do' });
            expect(named!.id).not.toBe(id);
          }
          // What each ticket brought in is what its sale says, or nothing if it is undone.
          expect(takings(db)).toBe(
            numberOf(
              db,
              `select coalesce(sum(amount_minor), 0) from sales s where kind = 'sale'
            and not exists (select 1 from sales r where r.reverses_sale_id = s.id)`,
            ),
          );
        } finally {
          db.close();
        }
      }),
      { numRuns: 100 },
    );
    expect(seen.done).toBeGreaterThan(20);
    expect(seen['changed-since']).toBeGreaterThan(10);
  },
);
