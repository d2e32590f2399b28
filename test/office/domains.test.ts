import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeTickets } from '../../main/desk/describe-tickets';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

const DAY_MS = 86_400_000;

let venue: TestVenue;
let api: TestApi;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  api = createTestApi(venue);
  manager = api.as('manager');
});
afterEach(() => venue.close());

const list = async () => (await manager.domains.list()).rows;
function addEndedSession(guestId: number, startedAtMs: number): void {
  venue.db.sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms,
         last_heard_at_ms, ended_at_ms, interim_sec) values (1, '80100001', ?, 'x', 'AA:BB:CC:DD:EE:01', ?, ?, ?, 60)`,
    )
    .run(guestId, startedAtMs, startedAtMs, startedAtMs + 60_000);
}

const guestsDomain = { id: 1, name: 'Guests', service: 'hotspot', registration: 'open', guests: 0 } as const;

describe('domains', () => {
  it('are added, changed and removed, and the RADIUS thread hears of it each time', async () => {
    const { id } = await manager.domains.add({ name: 'Neighbours', service: 'pppoe', keepSessionsDays: 365 });
    expect(await list()).toEqual([
      guestsDomain,
      { id, name: 'Neighbours', service: 'pppoe', keepSessionsDays: 365, registration: 'open', guests: 0 },
    ]);
    await manager.domains.update({ id, keepSessionsDays: null, closeSessionsAfterSec: 86_400 });
    expect((await list())[1]).toEqual({
      ...{ id, name: 'Neighbours', service: 'pppoe' },
      ...{ closeSessionsAfterSec: 86_400, registration: 'open', guests: 0 },
    });
    const removed = await manager.domains.remove({ id });
    expect(await list()).toEqual([guestsDomain]);
    expect(venue.calls).toEqual(['venueChanged', 'venueChanged', 'venueChanged']);
    await manager.history.undo({ id: removed.changeId });
    expect(await list()).toHaveLength(2);
  });

  it('hold the guests that are added to them, and the first one all others', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.guests.add({ username: 'anna', password: 'x', domainId: id });
    await manager.guests.add({ username: 'bruno', password: 'x' });
    expect((await list()).map((domain) => domain.guests)).toEqual([1, 1]);
    expect((await manager.guests.find({ text: 'anna' })).rows[0]?.domainId).toBe(id);
    expect(await refusalOf(manager.guests.add({ username: 'carla', password: 'x', domainId: 77 }))).toMatchObject({
      reason: 'not-found',
      field: 'domainId',
    });
  });

  it('are not removed with guests in them, nor the last one', async () => {
    expect(await refusalOf(manager.domains.remove({ id: 1 }))).toMatchObject({ reason: 'last-domain' });
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.guests.add({ username: 'anna', password: 'x', domainId: id });
    const refusal = await refusalOf(manager.domains.remove({ id }));
    expect(refusal).toMatchObject({
      reason: 'domain-in-use',
      sentence: 'The domain "Staff" still has guests (1).',
    });
    expect(await list()).toHaveLength(2);
  });

  it('take what was dissociated in them with them', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    await manager.devices.dissociate({ scope: 'domain', domainId: id, macAddress: 'AA:BB:CC:DD:EE:01' });
    const removed = await manager.domains.remove({ id });
    expect((await manager.devices.dissociated()).rows).toEqual([]);
    await manager.history.undo({ id: removed.changeId });
    expect((await manager.devices.dissociated()).rows).toHaveLength(1);
  });

  it('have a name of their own, a length of keeping that makes sense, and managers who change them', async () => {
    const { id } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    expect(await refusalOf(manager.domains.add({ name: 'Guests', service: 'pppoe' }))).toMatchObject({
      reason: 'name-taken',
      field: 'name',
    });
    expect(await refusalOf(manager.domains.update({ id, name: 'Guests' }))).toMatchObject({ field: 'name' });
    expect(await refusalOf(manager.domains.update({ id, keepSessionsDays: 0 }))).toMatchObject({
      reason: 'invalid-input',
      field: 'keepSessionsDays',
    });
    expect(await refusalOf(manager.domains.update({ id: 9, name: 'x' }))).toMatchObject({ reason: 'not-found' });
    expect(await refusalOf(api.as('desk').domains.remove({ id }))).toMatchObject({ reason: 'not-allowed' });
    expect((await list())[1]).toEqual({ id, name: 'Staff', service: 'hotspot', registration: 'open', guests: 0 });
  });

  it('that keep connections shorter say how many go, and leave a day to take it back', async () => {
    const lowered = () => venue.db.sqlite.prepare('select keep_lowered_at_ms from domains where id = 1').pluck().get();
    const { id: guestId } = await manager.guests.add({ username: 'anna', password: 'x' });
    const { id: other } = await manager.domains.add({ name: 'Staff', service: 'hotspot' });
    const staff = await manager.guests.add({ username: 'bruno', password: 'x', domainId: other });
    for (const [guest, ageDays] of [
      [guestId, 40],
      [guestId, 31],
      [guestId, 5],
      [staff.id, 40],
    ] as const) {
      addEndedSession(guest, venue.now() - ageDays * DAY_MS);
    }
    expect(await manager.domains.oldSessions({ id: 1, keepSessionsDays: 30 })).toEqual({ sessions: 2, more: false });
    expect(await manager.domains.oldSessions({ id: 1, keepSessionsDays: 365 })).toEqual({ sessions: 0, more: false });
    expect(await refusalOf(manager.domains.oldSessions({ id: 9, keepSessionsDays: 1 }))).toMatchObject({
      reason: 'not-found',
    });
    const { changeId } = await manager.domains.update({ id: 1, keepSessionsDays: 30 });
    expect(lowered()).toBe(venue.now());
    await manager.history.undo({ id: changeId });
    expect(lowered()).toBeNull();
    await manager.domains.update({ id: 1, keepSessionsDays: 30 });
    await manager.domains.update({ id: 1, name: 'Guests of the house' });
    expect(lowered()).toBe(venue.now());
    await manager.domains.update({ id: 1, keepSessionsDays: 60 });
    expect(lowered()).toBeNull();
    await manager.retention.update({ domains: [{ domainId: 1, keepDays: 7 }] });
    expect(lowered()).toBe(venue.now());
  });
});

describe('what a sale asks for, domain by domain', () => {
  const sale = { print: false, quantity: 1 } as const;
  const addProduct = async () => (await manager.products.add({ name: 'Day', priceMinor: 500, starts: 'now' })).id;

  it('is a name where guests are persons, for a card too', async () => {
    const productId = await addProduct();
    await manager.domains.update({ id: 1, registration: 'person' });
    const refusal = await refusalOf(manager.desk.sellTicket({ ...sale, productId, room: '12' }));
    expect(refusal).toMatchObject({ reason: 'person-needed', field: 'displayName', params: { name: 'Guests' } });
    expect(venue.db.sqlite.prepare('select count(*) from guests').pluck().get()).toBe(0);
    const sold = await manager.desk.sellTicket({ ...sale, productId, displayName: 'Anna Rossi' });
    const guestId = sold.tickets[0]!.guestId;
    expect(await manager.desk.recharge({ guestId, productId })).toMatchObject({ productName: 'Day' });

    const codes = { alphabet: 'mixed', length: 8, count: 1 } as const;
    await manager.cards.make({ ...codes, kind: 'cards', name: 'Bar', productId, soldAtDesk: true });
    const cardId = venue.db.sqlite.prepare('select id from cards').pluck().get() as number;
    expect(await refusalOf(manager.cards.sell({ guestId: cardId }))).toMatchObject({ reason: 'person-needed' });
    expect(await manager.cards.sell({ guestId: cardId, displayName: 'Bo' })).toMatchObject({ productName: 'Day' });
  });

  it('is a voucher where nothing else lets guests in, for more of a product too', async () => {
    const productId = await addProduct();
    const before = await manager.desk.sellTicket({ ...sale, productId });
    await manager.domains.update({ id: 1, registration: 'voucher' });
    expect(await refusalOf(manager.desk.sellTicket({ ...sale, productId }))).toMatchObject({
      reason: 'voucher-needed',
      field: 'voucherCode',
    });
    const guestId = before.tickets[0]!.guestId;
    expect(await refusalOf(manager.desk.recharge({ guestId, productId }))).toMatchObject({ reason: 'voucher-needed' });
    const { id } = await manager.domains.add({ name: 'Bar', service: 'hotspot' });
    expect((await manager.desk.sellTicket({ ...sale, productId, domainId: id })).tickets).toHaveLength(1);
  });
});

describe('the language of a domain', () => {
  it("is that of its tickets, unless the guest speaks another, and the venue's where it has none", async () => {
    const { id: productId } = await manager.products.add({
      ...{ name: 'Day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 },
    });
    const sold = async (more: { readonly language?: 'de' } = {}) =>
      (await manager.desk.sellTicket({ productId, quantity: 1, print: false, ...more })).tickets[0]!;
    const inEnglish = await sold();
    await manager.domains.update({ id: 1, language: 'it' });
    const inItalian = await sold();
    const inGerman = await sold({ language: 'de' });
    expect(new Set([inEnglish, inItalian, inGerman].map(({ sentence }) => sentence)).size).toBe(3);
    const printed = describeTickets(
      venue,
      [inEnglish, inItalian, inGerman].map(({ guestId }) => guestId),
      false,
    );
    expect(printed.map(({ language }) => language)).toEqual(['it', 'it', 'de']);
    expect(printed[1]!.sentence).toBe(inItalian.sentence);
    await manager.domains.update({ id: 1, language: null });
    expect(describeTickets(venue, [inItalian.guestId], false)[0]!.language).toBe('en');
  });
});
