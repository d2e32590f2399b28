/** What the tests of the database share: files in folders of their own, an operator at work, rows that are allowed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Db } from '../../db/open';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import { openEmptyDatabase } from '../fakes/empty-database';

export { migrationsFolder } from '../fakes/empty-database';

/** Monday 1 June 2026, 09:00 UTC. */
export const morning = Date.UTC(2026, 5, 1, 9);

export const anna: Actor = { operatorId: 7, operatorName: 'Anna', via: 'window' };
export const bruno: Actor = { operatorId: 8, operatorName: 'Bruno', via: 'page' };
export const terminal: Actor = { operatorId: null, operatorName: 'Terminal', via: 'terminal' };

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty venue file in a folder of its own, closed with the test. */
export function emptyVenue(folder = temporaryFolder()): Db {
  const db = openEmptyDatabase(join(folder, 'venue', 'gatehouse.sqlite'), join(folder, 'copies'), morning);
  onTestFinished(() => db.close());
  return db;
}

export function guestRow(username: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    domain_id: 1,
    kind: 'code',
    username,
    username_key: username.toLowerCase(),
    password_sealed: Buffer.from(`sealed ${username}`),
    created_at_ms: morning,
    ...more,
  };
}

export function productRow(name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { name, price_minor: 500, starts: 'first-login', color: '#00695c', created_at_ms: morning, ...more };
}

export function operatorRow(name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name,
    name_key: name.toLowerCase(),
    role_id: 3,
    password_hash: 'scrypt$1$1$1$c2FsdA$aGFzaA',
    created_at_ms: morning,
    ...more,
  };
}

export function saleRow(more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    kind: 'sale',
    at_ms: morning,
    operator_id: 7,
    operator_name: 'Anna',
    product_id: 1,
    product_name: 'Day',
    amount_minor: 500,
    currency: 'EUR',
    payment: 'cash',
    ...more,
  };
}

/** One product, made by a change of its own. */
export function addProduct(db: Db, name: string, more: Readonly<Record<string, unknown>> = {}) {
  return writeChange(db, anna, { action: 'add-product', params: { name } }, morning, (write) => ({
    id: write.insert('products', productRow(name, more)),
    changeId: write.changeId,
  }));
}

export function addGuest(db: Db, username: string, more: Readonly<Record<string, unknown>> = {}, actor = anna) {
  return writeChange(db, actor, { action: 'add-guest', params: { name: username } }, morning, (write) => ({
    id: write.insert('guests', guestRow(username, more)),
    changeId: write.changeId,
  }));
}

export function updateGuest(db: Db, id: number, set: Readonly<Record<string, unknown>>, actor = anna): number {
  return writeChange(db, actor, { action: 'update-guest', params: { name: `guest ${id}` } }, morning, (write) => {
    write.update('guests', id, set);
    return write.changeId;
  });
}

/** What the desk's button does: guest, entitlement and sale in the operator's shift. */
export function sellTicket(db: Db, productId: number, code: string, actor = anna, amountMinor = 500) {
  const what = { action: 'sell-ticket', params: { product: 'Day', quantity: 1 } } as const;
  return writeChange(db, actor, what, morning, (write) => ({
    ...sellInto(db, write, productId, code, actor, amountMinor),
    changeId: write.changeId,
  }));
}

export function sellInto(
  db: Db,
  write: ChangeWriter,
  productId: number,
  code: string,
  actor: Actor,
  amountMinor: number,
): { guestId: number; entitlementId: number; saleId: number } {
  const guestId = write.insert('guests', guestRow(code));
  const entitlementId = write.insert('entitlements', {
    guest_id: guestId,
    product_id: productId,
    created_at_ms: write.atMs,
  });
  const operatorId = actor.operatorId ?? 0;
  const shift = db.sqlite
    .prepare<[number], number>('select id from shifts where operator_id = ? and closed_at_ms is null')
    .pluck()
    .get(operatorId);
  const shiftId =
    shift ??
    write.append('shifts', {
      operator_id: operatorId,
      operator_name: actor.operatorName,
      opened_at_ms: write.atMs,
    });
  const saleId = write.append(
    'sales',
    saleRow({
      shift_id: shiftId,
      operator_id: operatorId,
      operator_name: actor.operatorName,
      guest_id: guestId,
      entitlement_id: entitlementId,
      product_id: productId,
      amount_minor: amountMinor,
    }),
  );
  return { guestId, entitlementId, saleId };
}

/** Every row of the given tables, as plain values, by their first column: some have no rowid. */
export function contentOf(db: Db, tables: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(
    tables.map((table) => [table, db.sqlite.prepare(`select * from "${table}" order by 1`).all()]),
  );
}

/** Names of all ordinary tables of the file, without SQLite's own and the search index's shadows. */
export function tablesOf(db: Db): string[] {
  return db.sqlite
    .prepare<[], string>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
         and name not like 'guest_search%' order by name`,
    )
    .pluck()
    .all();
}

/** The first column of the first row. */
export function valueOf(db: Db, sql: string, ...values: unknown[]): unknown {
  return db.sqlite
    .prepare(sql)
    .pluck()
    .get(...values);
}

export function numberOf(db: Db, sql: string, ...values: unknown[]): number {
  return Number(valueOf(db, sql, ...values));
}
