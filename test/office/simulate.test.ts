import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { simulate, type SimulateInput } from '../../main/office/simulate';
import { addGuest, addRouter, insert, macOf, sellCode, SECRET } from '../aaa/support';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let routerId: number;
beforeEach(() => {
  venue = openTestVenue();
  routerId = addRouter(venue, '192.168.88.1', SECRET, { hotspot: true, pppoe: false });
});
afterEach(() => venue.close());

const ask = (more: Partial<SimulateInput> = {}) =>
  simulate(venue, { username: 'K7MPX3', routerId, service: 'hotspot', ...more });
const contentOf = (): unknown =>
  venue.db.sqlite.prepare('select count(*) from entitlement_usage union all select count(*) from devices').all();

describe('a simulated login', () => {
  test('is let in with the attributes the router would get, and leaves nothing behind', () => {
    const { guestId, productId } = sellCode(venue, 'K7MPX3', {
      validForSec: 3_600,
      limits: { rate_down_bps: 10_000_000, devices: 2 },
    });
    insert(venue.db, 'product_attributes', { product_id: productId, name: 'Filter-Id', value: 'guests-out' });
    const before = contentOf();
    const answer = ask();
    expect(answer).toMatchObject({ decision: 'accept', rule: 'ok', guestId });
    expect('attributes' in answer && answer.attributes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Session-Timeout', value: '3600' }),
        expect.objectContaining({ name: 'Mikrotik-Rate-Limit', value: '0/10M', source: 'gatehouse' }),
        expect.objectContaining({ name: 'Filter-Id', value: 'guests-out', source: 'product' }),
      ]),
    );
    expect(contentOf()).toEqual(before);
  });

  test('is refused by the rule that decides, in words for operator and guest', () => {
    addGuest(venue, 'K7MPX3', { locked: true, language: 'de' });
    expect(ask()).toMatchObject({ decision: 'reject', rule: 'guest-locked', attributes: [] });
    expect(ask()).toMatchObject({ sentence: expect.stringContaining('locked'), guestMessage: expect.any(String) });
  });

  test('can be of another time, another service, another password', () => {
    sellCode(venue, 'K7MPX3', { starts: 'first-login', validForSec: 3_600 });
    venue.db.sqlite
      .prepare('insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms) values (1, ?, ?)')
      .run(venue.now(), venue.now() + 3_600_000);
    expect(ask({ atMs: venue.now() + 3_599_000 })).toMatchObject({ decision: 'accept' });
    expect(ask({ atMs: venue.now() + 3_600_000 })).toMatchObject({ rule: 'ended' });
    expect(ask({ service: 'pppoe' })).toMatchObject({ rule: 'wrong-service' });
    expect(ask({ password: 'wrong' })).toMatchObject({ rule: 'wrong-password' });
    expect(ask({ username: 'nobody' })).toMatchObject({ decision: 'reject' });
  });

  test('takes a MAC address in any writing, and refuses what is none', () => {
    sellCode(venue, 'K7MPX3');
    expect(ask({ macAddress: macOf(1).replaceAll(':', '').toLowerCase() })).toMatchObject({ decision: 'accept' });
    expect(ask({ macAddress: 'kitchen' })).toMatchObject({ reason: 'invalid-input', field: 'macAddress' });
    expect(ask({ routerId: 99 })).toMatchObject({ reason: 'not-found', field: 'routerId' });
  });
});
