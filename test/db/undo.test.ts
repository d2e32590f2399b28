import { describe, expect, test } from 'vitest';
import { undoableTables } from '../../db/images';
import type { Db } from '../../db/open';
import { findChange, redoChange, undoChange, writeChange } from '../../db/write';
import {
  addGuest,
  addProduct,
  anna,
  bruno,
  contentOf,
  emptyVenue,
  guestRow,
  morning,
  numberOf,
  operatorRow,
  productRow,
  sellTicket,
  tablesOf,
  terminal,
  updateGuest,
  valueOf,
} from './support';

const minute = 60_000;
const engineTables = [
  'entitlement_usage',
  'devices',
  'sessions',
  'router_states',
  'radius_log',
  'print_jobs',
  'unknown_sources',
];

function undo(db: Db, changeId: number, actor = anna, atMs = morning + minute) {
  return undoChange(db, actor, changeId, atMs);
}

function redo(db: Db, changeId: number, actor = anna, atMs = morning + 2 * minute) {
  return redoChange(db, actor, changeId, atMs);
}

/** Expects a refusal and that it left no trace. */
function expectRefused(db: Db, act: () => unknown, refusal: Readonly<Record<string, unknown>>): void {
  const before = contentOf(db, tablesOf(db));
  expect(act()).toEqual({ kind: 'refused', ...refusal });
  expect(contentOf(db, tablesOf(db))).toEqual(before);
}

describe('undo', () => {
  test('removes what a change added, and redo brings it back with the same number', () => {
    const db = emptyVenue();
    const { id, changeId } = addGuest(db, 'k7m2qp', { password_sealed: Buffer.from([0, 1, 254, 255]) });
    const after = contentOf(db, undoableTables);
    expect(undo(db, changeId)).toEqual({ kind: 'done', changeId: changeId + 1, label: 'Added the guest k7m2qp' });
    expect(numberOf(db, 'select count(*) from guests')).toBe(0);
    expect(redo(db, changeId)).toMatchObject({ kind: 'done', changeId: changeId + 2 });
    expect(contentOf(db, undoableTables)).toEqual(after);
    expect(valueOf(db, 'select id from guests')).toBe(id);
  });

  test('puts back what a change altered, and what it removed', () => {
    const db = emptyVenue();
    const { id } = addGuest(db, 'k7m2qp', { room: '101', note: 'quiet room' });
    const start = contentOf(db, undoableTables);
    const altered = updateGuest(db, id, { room: null, locked_at_ms: morning });
    undo(db, altered);
    expect(contentOf(db, undoableTables)).toEqual(start);
    const removed = writeChange(db, anna, { action: 'remove-router', params: { name: 'x' } }, morning, (write) => {
      write.remove('guests', id);
      return write.changeId;
    });
    undo(db, removed);
    expect(contentOf(db, undoableTables)).toEqual(start);
  });

  test('is itself history: who took what back, when', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp');
    const undone = undo(db, changeId, bruno);
    expect(findChange(db, changeId)).toMatchObject({ state: 'undone', canUndo: false, canRedo: true });
    expect(findChange(db, undone.kind === 'done' ? undone.changeId : 0)).toMatchObject({
      kind: 'undo',
      ofChangeId: changeId,
      atMs: morning + minute,
      operatorName: 'Bruno',
      via: 'page',
      label: 'Added the guest k7m2qp',
      subChanges: 1,
      canUndo: false,
      canRedo: false,
    });
  });

  test('can go on for ever: undo, redo, undo, redo', () => {
    const db = emptyVenue();
    const { changeId } = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    const after = contentOf(db, undoableTables);
    for (let round = 0; round < 5; round++) {
      expect(undo(db, changeId).kind).toBe('done');
      expect(numberOf(db, 'select sum(amount_minor) from sales')).toBe(0);
      expect(redo(db, changeId).kind).toBe('done');
      expect(numberOf(db, 'select sum(amount_minor) from sales')).toBe(500);
    }
    expect(contentOf(db, undoableTables)).toEqual(after);
  });

  test('walks back through values that exclude each other: two guests that swapped their names', () => {
    const db = emptyVenue();
    const one = addGuest(db, 'anna').id;
    const two = addGuest(db, 'berta').id;
    const changeId = writeChange(db, anna, { action: 'update-guest', params: { name: 'anna' } }, morning, (write) => {
      write.update('guests', one, { username_key: 'nobody' });
      write.update('guests', two, { username_key: 'anna' });
      write.update('guests', one, { username_key: 'berta' });
      return write.changeId;
    });
    const keys = (): unknown[] => db.sqlite.prepare('select username_key from guests order by id').pluck().all();
    expect(undo(db, changeId).kind).toBe('done');
    expect(keys()).toEqual(['anna', 'berta']);
    expect(redo(db, changeId).kind).toBe('done');
    expect(keys()).toEqual(['berta', 'anna']);
  });

  test('removes parent and child of one change, whatever the order they were written in', () => {
    const db = emptyVenue();
    const changeId = writeChange(db, anna, { action: 'add-product', params: { name: 'Day' } }, morning, (write) => {
      db.sqlite.pragma('defer_foreign_keys = on');
      write.insert('limitations', { id: 5, product_id: 9, devices: 2 });
      write.insert('products', productRow('Day', { id: 9 }));
      return write.changeId;
    });
    expect(undo(db, changeId).kind).toBe('done');
    expect(redo(db, changeId).kind).toBe('done');
    expect(valueOf(db, 'select product_id from limitations')).toBe(9);
  });

  test('never touches what the engine wrote: use, devices and sessions stay, and are there again after redo', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    db.sqlite.exec(`
      insert into entitlement_usage (entitlement_id, started_at_ms, download_bytes) values (${sold.entitlementId}, 1000, 77);
      insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms)
        values (${sold.guestId}, 'AA:BB:CC:00:11:22', 1000, 2000);
      insert into sessions (router_id, acct_session_id, guest_id, entitlement_id, username, mac_address, started_at_ms,
        last_heard_at_ms, interim_sec) values (1, '80600001', ${sold.guestId}, ${sold.entitlementId}, 'k7m2qp', 'AA', 1000, 2000, 60)`);
    const engine = contentOf(db, engineTables);
    expect(undo(db, sold.changeId).kind).toBe('done');
    expect(contentOf(db, engineTables)).toEqual(engine);
    expect(redo(db, sold.changeId).kind).toBe('done');
    expect(contentOf(db, engineTables)).toEqual(engine);
    expect(
      valueOf(db, 'select download_bytes from entitlement_usage join entitlements e on e.id = entitlement_id'),
    ).toBe(77);
  });

  test('keeps the search index in step', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp', { display_name: 'Žofie Dvořáková' });
    const found = (): unknown[] =>
      db.sqlite.prepare(`select rowid from guest_search where guest_search match 'dvor*'`).pluck().all();
    undo(db, changeId);
    expect(found()).toEqual([]);
    redo(db, changeId);
    expect(found()).toEqual([1]);
  });

  test('works on history that was written before a column was added', () => {
    const db = emptyVenue();
    const { id, changeId } = addGuest(db, 'k7m2qp', { room: '101' });
    const moved = updateGuest(db, id, { room: '102' });
    db.sqlite.exec(`alter table guests add column loyalty text not null default 'none'`);
    expect(undo(db, moved).kind).toBe('done');
    expect(undo(db, changeId).kind).toBe('done');
    expect(redo(db, changeId).kind).toBe('done');
    expect(db.sqlite.prepare('select room, loyalty from guests').get()).toEqual({ room: '101', loyalty: 'none' });
  });

  test('works on history that was written before a column was dropped', () => {
    const db = emptyVenue();
    const { changeId } = addProduct(db, 'Day', { sort_order: 3 });
    db.sqlite.exec('alter table products drop column sort_order');
    expect(undo(db, changeId).kind).toBe('done');
    expect(redo(db, changeId).kind).toBe('done');
    expect(valueOf(db, 'select name from products')).toBe('Day');
  });
});

describe('money', () => {
  const sales = (db: Db): unknown[] =>
    db.sqlite
      .prepare('select kind, amount_minor, operator_name, at_ms, change_id, shift_id, reverses_sale_id from sales')
      .all();

  test('is never erased: an undone sale gets its opposite, now, by whoever takes it back, in their shift', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    undo(db, sold.changeId, bruno);
    redo(db, sold.changeId, anna);
    const common = { amount_minor: 500, kind: 'sale', operator_name: 'Anna', reverses_sale_id: null, shift_id: 1 };
    expect(sales(db)).toEqual([
      { ...common, at_ms: morning, change_id: sold.changeId },
      {
        kind: 'reversal',
        amount_minor: -500,
        operator_name: 'Bruno',
        at_ms: morning + minute,
        change_id: sold.changeId + 1,
        shift_id: 2,
        reverses_sale_id: sold.saleId,
      },
      { ...common, at_ms: morning + 2 * minute, change_id: sold.changeId + 2 },
    ]);
    expect(db.sqlite.prepare('select operator_id, operator_name, opened_at_ms from shifts where id = 2').get()).toEqual(
      {
        operator_id: 8,
        operator_name: 'Bruno',
        opened_at_ms: morning + minute,
      },
    );
  });

  test('goes into the open shift of whoever takes it back', () => {
    const db = emptyVenue();
    const product = addProduct(db, 'Day').id;
    const sold = sellTicket(db, product, 'k7m2qp');
    sellTicket(db, product, 'bbbbbb', bruno);
    undo(db, sold.changeId, bruno);
    expect(numberOf(db, 'select count(*) from shifts')).toBe(2);
    expect(valueOf(db, `select shift_id from sales where kind = 'reversal'`)).toBe(2);
  });

  test('goes into a shift of the terminal (operator 0) when nobody in particular takes it back', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    undo(db, sold.changeId, terminal);
    expect(
      db.sqlite
        .prepare(`select operator_id, operator_name from shifts where operator_id = 0 and closed_at_ms is null`)
        .all(),
    ).toEqual([{ operator_id: 0, operator_name: 'Terminal' }]);
    expect(valueOf(db, `select operator_id from sales where kind = 'reversal'`)).toBe(0);
  });

  test('of twenty tickets sold with one press comes back twenty times', () => {
    const db = emptyVenue();
    const product = addProduct(db, 'Day').id;
    const what = { action: 'sell-ticket', params: { product: 'Day', quantity: 20 } } as const;
    const changeId = writeChange(db, anna, what, morning, (write) => {
      const shift = write.append('shifts', { operator_id: 7, operator_name: 'Anna', opened_at_ms: morning });
      for (let ticket = 1; ticket <= 20; ticket++) {
        const guest = write.insert('guests', guestRow(`code${ticket}`));
        const entitlement = write.insert('entitlements', {
          guest_id: guest,
          product_id: product,
          created_at_ms: morning,
        });
        write.append('sales', {
          ...{ kind: 'sale', at_ms: morning, shift_id: shift, operator_id: 7, operator_name: 'Anna', guest_id: guest },
          ...{ entitlement_id: entitlement, product_id: product, product_name: 'Day', amount_minor: ticket * 100 },
          ...{ currency: 'EUR', payment: 'cash' },
        });
      }
      return write.changeId;
    });
    expect(findChange(db, changeId)!.subChanges).toBe(60);
    undo(db, changeId);
    expect(
      db.sqlite
        .prepare('select kind, count(*) as n, sum(amount_minor) as sum from sales group by kind order by kind')
        .all(),
    ).toEqual([
      { kind: 'reversal', n: 20, sum: -21_000 },
      { kind: 'sale', n: 20, sum: 21_000 },
    ]);
    expect(numberOf(db, 'select count(*) from guests')).toBe(0);
    redo(db, changeId);
    expect(numberOf(db, 'select sum(amount_minor) from sales')).toBe(21_000);
    expect(
      numberOf(
        db,
        `select count(*) from sales s join guests g on g.id = s.guest_id where s.change_id = ${changeId + 2}`,
      ),
    ).toBe(20);
  });

  test('of a free ticket comes back as nothing, but it is written down', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Staff').id, 'k7m2qp', anna, 0);
    undo(db, sold.changeId);
    expect(db.sqlite.prepare(`select amount_minor from sales where kind = 'reversal'`).pluck().all()).toEqual([0]);
  });

  test('a shift that a change opened stays open when the change is taken back', () => {
    const db = emptyVenue();
    const sold = sellTicket(db, addProduct(db, 'Day').id, 'k7m2qp');
    undo(db, sold.changeId);
    expect(numberOf(db, 'select count(*) from shifts where closed_at_ms is null')).toBe(1);
  });
});

describe('undo and redo are refused, without a trace,', () => {
  test('for a change that does not exist', () => {
    const db = emptyVenue();
    const refusal = { reason: 'not-found', params: { what: 'Change', id: 4711 } };
    expectRefused(db, () => undo(db, 4711), refusal);
    expectRefused(db, () => redo(db, 4711), refusal);
  });

  test('for a change that is undone, or not undone, already', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp');
    expectRefused(db, () => redo(db, changeId), { reason: 'not-undone', params: {} });
    undo(db, changeId);
    expectRefused(db, () => undo(db, changeId), { reason: 'already-undone', params: {} });
    redo(db, changeId);
    expectRefused(db, () => redo(db, changeId), { reason: 'not-undone', params: {} });
  });

  test('for an undo and a redo themselves, naming the change to turn to', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp');
    undo(db, changeId);
    redo(db, changeId);
    for (const entry of [changeId + 1, changeId + 2])
      for (const act of [undo, redo])
        expectRefused(db, () => act(db, entry), { reason: 'not-undoable', params: { changeId } });
  });

  const changedSince = (label: string, operator: string, changeId: number) => ({
    reason: 'changed-since',
    params: { label, operator, changeId },
  });

  test('when another has changed the row since, naming the latest who did', () => {
    const db = emptyVenue();
    const { id, changeId } = addGuest(db, 'k7m2qp', { room: '101' });
    const second = updateGuest(db, id, { room: '102' }, bruno);
    const third = updateGuest(db, id, { room: '103' }, terminal);
    expectRefused(db, () => undo(db, changeId), changedSince('Changed the guest guest 1', 'Terminal', third));
    expectRefused(db, () => undo(db, second), changedSince('Changed the guest guest 1', 'Terminal', third));
    undo(db, third);
    expectRefused(db, () => undo(db, changeId), changedSince('Changed the guest guest 1', 'Bruno', second));
    undo(db, second);
    expect(undo(db, changeId).kind).toBe('done');
  });

  test('when a change that was redone holds the row, naming that change and who redid it', () => {
    const db = emptyVenue();
    const { id, changeId } = addGuest(db, 'k7m2qp', { room: '101' });
    const second = updateGuest(db, id, { room: '102' }, anna);
    undo(db, second, bruno);
    redo(db, second, bruno);
    expectRefused(db, () => undo(db, changeId), changedSince('Changed the guest guest 1', 'Bruno', second));
  });

  test('but not when the row is as the change left it again', () => {
    const db = emptyVenue();
    const { id, changeId } = addGuest(db, 'k7m2qp', { room: '101' });
    updateGuest(db, id, { room: '102' }, bruno);
    updateGuest(db, id, { room: '101' }, bruno);
    expect(undo(db, changeId).kind).toBe('done');
  });

  test('when what a redo would alter has gone, naming the undo that took it away', () => {
    const db = emptyVenue();
    const { id, changeId } = addGuest(db, 'k7m2qp', { room: '101' });
    const moved = updateGuest(db, id, { room: '102' });
    undo(db, moved);
    undo(db, changeId, bruno);
    expectRefused(db, () => redo(db, moved), changedSince('Undo of: Added the guest k7m2qp', 'Bruno', changeId));
    redo(db, changeId);
    expect(redo(db, moved).kind).toBe('done');
  });

  test('naming what was undone after it, not what has been there all along', () => {
    const db = emptyVenue();
    const { id } = addGuest(db, 'k7m2qp', { room: '101' });
    const first = updateGuest(db, id, { room: '102' });
    const second = updateGuest(db, id, { room: '103' });
    undo(db, second);
    undo(db, first, bruno);
    expectRefused(db, () => redo(db, second), changedSince('Undo of: Changed the guest guest 1', 'Bruno', first));
  });

  test('when what a change added is used by a later one (foreign key), naming the sale', () => {
    const db = emptyVenue();
    const product = addProduct(db, 'Day');
    const sold = sellTicket(db, product.id, 'k7m2qp', bruno);
    expectRefused(db, () => undo(db, product.changeId), changedSince('Sold 1 × Day', 'Bruno', sold.changeId));
    undo(db, sold.changeId);
    expect(undo(db, product.changeId).kind).toBe('done');
  });

  test('when what a change needs has gone (foreign key), naming who took it away', () => {
    const db = emptyVenue();
    const product = addProduct(db, 'Day');
    const sold = sellTicket(db, product.id, 'k7m2qp');
    undo(db, sold.changeId);
    undo(db, product.changeId, bruno);
    expectRefused(
      db,
      () => redo(db, sold.changeId),
      changedSince('Undo of: Added the product Day', 'Bruno', product.changeId),
    );
  });

  test('when a value that must be unique has been given to another, naming that change', () => {
    const db = emptyVenue();
    const first = addGuest(db, 'k7m2qp');
    undo(db, first.changeId);
    const second = addGuest(db, 'k7m2qp', {}, bruno);
    expectRefused(db, () => redo(db, first.changeId), changedSince('Added the guest k7m2qp', 'Bruno', second.changeId));

    const carla = addGuest(db, 'carla');
    const freed = writeChange(db, anna, { action: 'update-guest', params: { name: 'carla' } }, morning, (write) => {
      write.update('guests', carla.id, { username_key: 'karla' });
      return write.changeId;
    });
    const next = addGuest(db, 'carla');
    expectRefused(db, () => undo(db, freed), changedSince('Added the guest carla', 'Anna', next.changeId));
  });

  test('when two printers would be the default (unique for some rows only), naming the other', () => {
    const db = emptyVenue();
    const addPrinter = (name: string) =>
      writeChange(db, anna, { action: 'add-printer', params: { name } }, morning, (write) => {
        write.insert('printers', {
          ...{ name, kind: 'network', target: '10.0.0.9', paper_mm: 80, is_default: 1, created_at_ms: morning },
        });
        return write.changeId;
      });
    const first = addPrinter('Bar');
    undo(db, first);
    const second = addPrinter('Desk');
    expectRefused(db, () => redo(db, first), changedSince('Added the printer Desk', 'Anna', second));
  });

  test('naming the row that really holds the value, not one outside of a partial unique key', () => {
    const db = emptyVenue();
    db.sqlite.exec('create unique index a_locked_room on guests (room) where locked_at_ms is not null');
    const first = addGuest(db, 'k7m2qp', { room: '101' });
    undo(db, first.changeId);
    addGuest(db, 'same-room', { room: '101' });
    const second = addGuest(db, 'k7m2qp', { room: '102' }, bruno);
    expectRefused(db, () => redo(db, first.changeId), changedSince('Added the guest k7m2qp', 'Bruno', second.changeId));
  });

  test('when something outside of history has written the row', () => {
    const db = emptyVenue();
    const { changeId } = addGuest(db, 'k7m2qp');
    db.sqlite.exec(`update guests set room = 'by hand'`);
    expectRefused(db, () => undo(db, changeId), changedSince('something outside of the history', '–', 0));
  });

  test('when the venue would be left without an owner', () => {
    const db = emptyVenue();
    db.sqlite.exec(`insert into venue (id, name, country, currency, time_zone, language, recovery_sealed, created_at_ms)
      values (1, 'Bellavista', 'IT', 'EUR', 'Europe/Rome', 'en', x'00', 0)`);
    const addOwner = (name: string) =>
      writeChange(db, anna, { action: 'add-operator', params: { name } }, morning, (write) => {
        write.insert('operators', operatorRow(name, { role_id: 1 }));
        return write.changeId;
      });
    const [olivia, max] = [addOwner('Olivia'), addOwner('Max')];
    expect(undo(db, olivia).kind).toBe('done');
    expectRefused(db, () => undo(db, max), { reason: 'last-owner', params: {} });
  });

  test('as a whole, even if only the last of many rows stands in the way', () => {
    const db = emptyVenue();
    const changeId = writeChange(db, anna, { action: 'add-guest', params: { name: 'many' } }, morning, (write) => {
      for (let i = 0; i < 50; i++) write.insert('guests', guestRow(`guest${i}`));
      return write.changeId;
    });
    // Undo walks backwards, so the first row comes last.
    const blocker = updateGuest(db, 1, { room: '101' }, bruno);
    expectRefused(db, () => undo(db, changeId), changedSince('Changed the guest guest 1', 'Bruno', blocker));
  });
});
