import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '../../db/seal';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let api: TestApi;
let manager: Client;
let technician: Client;
let desk: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  api = createTestApi(venue);
  [manager, technician, desk] = [api.as('manager'), api.as('installer'), api.as('desk')];
});
afterEach(() => venue.close());

const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();
const everyText = (): string =>
  venue.db.sqlite.prepare('select params from changes').pluck().all().join() +
  venue.db.sqlite.prepare("select coalesce(before, '') || coalesce(after, '') from change_rows").pluck().all().join();
const passwordOf = (id: number): string => {
  const sealed = venue.db.sqlite.prepare('select password_sealed from guests where id = ?').pluck().get(id);
  return unseal(venue.dataKey, 'guest-password', sealed as Uint8Array);
};
const dayMs = 86_400_000;

describe('a password', () => {
  it('that nobody types is made at random and said once', async () => {
    const first = await desk.guests.add({ username: 'anna' });
    const second = await desk.guests.add({ username: 'bert' });
    expect(first.password).toMatch(/^[2-9b-df-hjkmnp-tv-z]{10}$/);
    expect(second.password).not.toBe(first.password);
    expect(passwordOf(first.id)).toBe(first.password);
    expect(everyText()).not.toContain(first.password);
  });

  it('that is typed is not said again', async () => {
    expect(await desk.guests.add({ username: 'anna', password: 'typed' })).not.toHaveProperty('password');
    const { id } = await desk.guests.add({ username: 'bert' });
    expect(await manager.guests.setPassword({ id, password: 'typed' })).not.toHaveProperty('password');
  });

  it('is typed by those who may see passwords, made at random by the desk, and taken back', async () => {
    const { id } = await desk.guests.add({ username: 'anna', password: 'first' });
    expect(await refusalOf(desk.guests.setPassword({ id, password: 'typed' }))).toMatchObject({
      reason: 'not-allowed',
      field: 'password',
    });
    const { password, changeId } = await manager.guests.setPassword({ id });
    expect(passwordOf(id)).toBe(password);
    await manager.history.undo({ id: changeId });
    expect(passwordOf(id)).toBe('first');
    const made = await desk.guests.setPassword({ id });
    expect(passwordOf(id)).toBe(made.password);
  });
});

describe('an end of its own for a new guest', () => {
  it('is set by those who may set ends, and only for a product', async () => {
    const { id: productId } = await manager.products.add({ name: 'Staff', priceMinor: 0, starts: 'now' });
    const endsAtMs = venue.now() + 30 * dayMs;
    const named = { username: 'anna', endsAtMs };
    expect(await refusalOf(desk.guests.add({ ...named, productId }))).toMatchObject({
      ...{ reason: 'not-allowed', field: 'endsAtMs' },
    });
    expect(await refusalOf(manager.guests.add(named))).toMatchObject({ field: 'endsAtMs' });
    expect(await refusalOf(manager.guests.add({ ...named, productId, endsAtMs: venue.now() }))).toMatchObject({
      ...{ reason: 'end-past', field: 'endsAtMs' },
    });
    expect(rows('guests')).toEqual([]);
    await manager.guests.add({ ...named, productId });
    expect(rows('entitlements')).toMatchObject([{ ends_at_ms: endsAtMs, end_overridden: 1 }]);
  });
});

describe('a guest like another one', () => {
  let fromId: number;
  let productId: number;
  beforeEach(async () => {
    ({ id: productId } = await manager.products.add({ name: 'Staff', priceMinor: 0, starts: 'now' }));
    const { id: domainId } = await manager.domains.add({ name: 'Staff', service: 'pppoe' });
    ({ id: fromId } = await manager.guests.add({
      ...{ username: 'anna', password: 'x', productId, domainId, displayName: 'Anna Rossi', language: 'it' },
    }));
    await manager.guests.setPerson({
      ...{ id: fromId, firstName: 'Anna', lastName: 'Rossi', city: 'Roma', email: 'anna@example.org' },
      ...{ mobile: '3331234567', documentNumber: 'AX1', marketing: {}, privacy: { version: '2' } },
    });
    await technician.guests.setAttributes({
      id: fromId,
      check: [{ name: 'NAS-Port-Type', operator: '!=', value: 'Virtual' }],
      reply: [{ name: 'Mikrotik-Group', value: 'gold' }],
    });
    await technician.guests.setNetwork({
      ...{ id: fromId, ipAddress: '10.0.0.5', ipPool: 'staff', vlanId: 7, wirelessPsk: 'correct horse' },
    });
  });

  it('begins with domain, product, language and what a family shares', async () => {
    const { id } = await manager.guests.add({ username: 'bert', copyFromId: fromId });
    const [anna, bert] = rows('guests') as Record<string, unknown>[];
    expect(bert).toMatchObject({ domain_id: anna!.domain_id, language: 'it', display_name: null });
    expect(passwordOf(id)).not.toBe('x');
    expect(rows('entitlements')).toMatchObject([{ guest_id: fromId }, { guest_id: id, product_id: productId }]);
    const { person } = await manager.guests.person({ id });
    expect(person).toEqual({ lastName: 'Rossi', city: 'Roma', smsSent: 0, hasPhoto: false });
  });

  it('has attributes and network where a technician makes it, but no address and no key of the other', async () => {
    const { id } = await technician.guests.add({ username: 'bert', copyFromId: fromId });
    expect(await technician.guests.settings({ id })).toMatchObject({
      check: [{ name: 'NAS-Port-Type', operator: '!=', value: 'Virtual' }],
      reply: [{ name: 'Mikrotik-Group', value: 'gold' }],
      network: { ipPool: 'staff', vlanId: 7 },
    });
    expect((await technician.guests.settings({ id })).network).not.toHaveProperty('ipAddress');
    expect((await technician.guests.settings({ id })).network).not.toHaveProperty('wirelessPsk');
    const { id: byManager } = await manager.guests.add({ username: 'carl', copyFromId: fromId });
    expect(await technician.guests.settings({ id: byManager })).toMatchObject({ check: [], reply: [], network: {} });
  });

  it('takes nothing that was chosen otherwise, nor a product that is no longer sold', async () => {
    await manager.guests.add({ username: 'bert', copyFromId: fromId, productId: null, domainId: 1 });
    expect(rows('guests')).toMatchObject([{}, { domain_id: 1 }]);
    await manager.products.setRetired({ id: productId, retired: true });
    await manager.guests.add({ username: 'carl', copyFromId: fromId });
    expect(rows('entitlements')).toHaveLength(1);
    expect(await refusalOf(manager.guests.add({ username: 'dora', copyFromId: 99 }))).toMatchObject({
      ...{ reason: 'not-found', field: 'copyFromId' },
    });
  });

  it('is one change, taken back as one', async () => {
    const before = ['guests', 'entitlements', 'guest_persons', 'guest_attributes', 'guest_networks'].map(rows);
    const { changeId } = await technician.guests.add({ username: 'bert', copyFromId: fromId });
    await technician.history.undo({ id: changeId });
    expect(['guests', 'entitlements', 'guest_persons', 'guest_attributes', 'guest_networks'].map(rows)).toEqual(before);
  });
});
