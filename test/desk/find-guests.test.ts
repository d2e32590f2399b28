import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMacPrefix, searchStatement } from '../../db/queries/guests';
import { addGuest, type AddGuestInput } from '../../main/desk/add-guest';
import { findGuests, showGuest } from '../../main/desk/find-guests';
import { setLocked } from '../../main/desk/lock-guest';
import { updateGuest } from '../../main/desk/update-guest';
import { addProduct } from '../../main/office/products';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

function guest(username: string, more: Partial<AddGuestInput> = {}): number {
  const made = addGuest(venue, venue.owner, { username, password: 'secret-enough', ...more });
  if ('kind' in made) throw new Error(made.reason);
  return made.id;
}

const found = (text: string): string[] => findGuests(venue, text, 20).map((row) => row.username);

describe('finding a guest', () => {
  it('works by the beginning of the code, a word of the name without accents, the room and the note', () => {
    guest('anna', { displayName: 'José García', room: '12-B', note: 'late arrival' });
    guest('berta', { displayName: 'Мария', room: '112' });
    expect(found('ann')).toEqual(['anna']);
    expect(found('garcia')).toEqual(['anna']);
    expect(found('мар')).toEqual(['berta']);
    expect(found('12')).toEqual(['anna']);
    expect(found('late')).toEqual(['anna']);
    expect(found('nobody')).toEqual([]);
  });

  it('lists the newest first, and all of them for empty text', () => {
    guest('anna', { room: '7' });
    guest('berta', { room: '7' });
    expect(found('7')).toEqual(['berta', 'anna']);
    expect(found('  ')).toEqual(['berta', 'anna']);
  });

  it('works by MAC in any spelling', () => {
    const id = guest('anna');
    venue.db.sqlite
      .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, 2)')
      .run(id, '02:00:5E:10:00:01');
    for (const text of ['02:00:5E:10:00:01', '02-00-5e-10', '02005e', '0200']) expect(found(text)).toEqual(['anna']);
    expect(found('02:00:5F')).toEqual([]);
    expect(showGuest(venue, id)).toMatchObject({
      devices: [{ macAddress: '02:00:5E:10:00:01', privateAddress: true }],
    });
  });

  it('survives every text an operator can type', () => {
    guest('anna');
    for (const text of ['"', "'", '*', 'a"b', 'NEAR(a', 'a AND', '-', '(', '%', '_', '\u0000', '😀']) {
      expect(() => findGuests(venue, text, 20)).not.toThrow();
    }
  });

  it('follows a renaming and an undone guest', () => {
    const id = guest('anna', { displayName: 'Old Name' });
    updateGuest(venue, venue.owner, { id, displayName: 'New Name' });
    expect(found('old')).toEqual([]);
    expect(found('new')).toEqual(['anna']);
  });

  it('reads an index and not the whole table', () => {
    const plan = venue.db.sqlite.prepare(`explain query plan ${searchStatement}`).all('x', 5) as { detail: string }[];
    expect(plan.map((step) => step.detail).join()).toMatch(/VIRTUAL TABLE INDEX \d+:M/);
  });

  it('reads no MAC where there is none', () => {
    expect(readMacPrefix('12')).toBeUndefined();
    expect(readMacPrefix('room 12')).toBeUndefined();
    expect(readMacPrefix('aabbccddeeff00')).toBeUndefined();
    expect(readMacPrefix('aabb.ccdd')).toBeUndefined();
  });
});

describe('a guest', () => {
  it('with a product stands as waiting, and locked shows as locked', () => {
    const product = addProduct(venue, venue.owner, { name: 'Staff', priceMinor: 0, starts: 'first-login' });
    if ('kind' in product) throw new Error(product.reason);
    const id = guest('anna', { productId: product.id });
    expect(showGuest(venue, id)).toMatchObject({ standing: 'waiting', productName: 'Staff', locked: false });
    setLocked(venue, venue.owner, { id, locked: true });
    expect(showGuest(venue, id)).toMatchObject({ locked: true });
  });

  it('whose name differs in case only is refused', () => {
    guest('Anna');
    expect(addGuest(venue, venue.owner, { username: 'ANNA', password: 'x' })).toMatchObject({ reason: 'name-taken' });
  });
});
