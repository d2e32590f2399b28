import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let desk: Client;
let manager: Client;
let id: number;
beforeEach(async () => {
  venue = openTestVenue();
  venue.allowUndo();
  const api = createTestApi(venue);
  desk = api.as('desk');
  manager = api.as('manager');
  ({ id } = await desk.guests.add({ username: 'anna', password: 'secret-enough' }));
});
afterEach(() => venue.close());

const person = async () => (await desk.guests.person({ id })).person;
const rows = (table: string): unknown[] => venue.db.sqlite.prepare(`select * from ${table} order by id`).all();

const everything = {
  ...{
    firstName: 'Anna',
    lastName: 'Groß',
    gender: 'female' as const,
    company: 'Acme',
    taxCode: 'IT123',
    birthYear: 1980,
  },
  ...{
    documentKind: 'passport' as const,
    documentNumber: 'AA1',
    documentIssuer: 'Roma',
    documentExpires: '2030-02-28',
  },
  ...{ address: 'Via Roma 1', postalCode: '00100', city: 'Roma', province: 'RM', country: 'IT' },
  ...{
    latitude: 41.9,
    longitude: 12.5,
    callingCode: '39',
    mobile: '3331234567',
    landline: '06123456',
    fax: '06123457',
  },
  ...{
    email: 'anna@example.com',
    pmsCode: 'R-1',
    externalKind: 'google' as const,
    externalUsername: 'anna',
    externalId: '7',
  },
  ...{ antennaAddress: '10.0.0.2', hardwareType: 'LHG 5', routerosVersion: '7.16', smsSent: 2 },
} as const;

describe('the person behind a guest', () => {
  it('keeps every field, and gives each of them up again', async () => {
    await desk.guests.setPerson({ id, ...everything });
    expect(await person()).toEqual({ ...everything, hasPhoto: false });
    const nothing = Object.fromEntries(Object.keys(everything).map((name) => [name, null]));
    await desk.guests.setPerson({ id, ...nothing, smsSent: 0 });
    expect(await person()).toEqual({ smsSent: 0, hasPhoto: false });
  });

  it('leaves what is not given as it is', async () => {
    await desk.guests.setPerson({ id, ...everything });
    await desk.guests.setPerson({ id, city: 'Milano' });
    expect(await person()).toEqual({ ...everything, city: 'Milano', hasPhoto: false });
  });

  it('writes phone numbers as digits, however they are typed', async () => {
    await desk.guests.setPerson({ id, callingCode: '+39', mobile: '333 12-34 (567)' });
    expect(await person()).toMatchObject({ callingCode: '39', mobile: '3331234567' });
  });

  it('is one undoable change with its author', async () => {
    const { changeId } = await desk.guests.setPerson({ id, ...everything });
    expect((await desk.guests.history({ id })).rows[0]).toMatchObject({
      id: changeId,
      action: 'set-guest-person',
      operatorName: 'Olivia',
    });
    await manager.history.undo({ id: changeId });
    expect(await person()).toEqual({ smsSent: 0, hasPhoto: false });
    expect(await desk.guests.get({ id })).not.toHaveProperty('displayName');
    await manager.history.redo({ id: changeId });
    expect(await person()).toMatchObject({ lastName: 'Groß' });
  });

  it('gives the guest its name, unless the guest is called something else', async () => {
    await desk.guests.setPerson({ id, firstName: 'Anna', lastName: 'Groß' });
    expect(await desk.guests.get({ id })).toMatchObject({ displayName: 'Anna Groß' });
    await desk.guests.setPerson({ id, firstName: null });
    expect(await desk.guests.get({ id })).toMatchObject({ displayName: 'Groß' });
    await desk.guests.update({ id, displayName: 'The boss' });
    await desk.guests.setPerson({ id, lastName: 'Klein' });
    expect(await desk.guests.get({ id })).toMatchObject({ displayName: 'The boss' });
  });

  it('is refused what cannot be so, by field, and then changes nothing', async () => {
    const before = rows('guest_persons');
    const wrong = [
      ['email', 'anna@'],
      ['mobile', 'call me'],
      ['callingCode', '+0'],
      ['country', 'Italy'],
      ['latitude', 91],
      ['birthYear', 80],
      ['documentExpires', '30.02.2030'],
      ['antennaAddress', '10.0.0'],
      ['firstName', 'An\u0000na'],
    ] as const;
    for (const [field, value] of wrong) {
      expect(await refusalOf(desk.guests.setPerson({ id, [field]: value }))).toMatchObject({ field });
    }
    expect(await refusalOf(desk.guests.setPerson({ id: 99, city: 'Roma' }))).toMatchObject({ reason: 'not-found' });
    expect(rows('guest_persons')).toEqual(before);
  });
});

describe('consents', () => {
  it('carry the moment and the version of the text, and a new version a new moment', async () => {
    await desk.guests.setPerson({
      id,
      terms: { version: '1' },
      privacy: { version: '3' },
      marketing: {},
      newsletter: {},
    });
    const given = { atMs: sundayEvening };
    expect(await person()).toMatchObject({
      terms: { ...given, version: '1' },
      privacy: { ...given, version: '3' },
      marketing: given,
      newsletter: given,
    });
    venue.setNow(sundayEvening + 60_000);
    await desk.guests.setPerson({
      id,
      terms: { version: '1' },
      privacy: { version: '4' },
      marketing: {},
      newsletter: {},
    });
    expect(await person()).toMatchObject({
      terms: { ...given, version: '1' },
      privacy: { atMs: sundayEvening + 60_000, version: '4' },
      marketing: given,
      newsletter: given,
    });
  });

  it('are not there before they are given, nor after they are withdrawn', async () => {
    await desk.guests.setPerson({ id, city: 'Roma' });
    expect(Object.keys(await person())).not.toEqual(expect.arrayContaining(['marketing']));
    await desk.guests.setPerson({ id, marketing: { version: '2' }, newsletter: {} });
    await desk.guests.setPerson({ id, marketing: null, newsletter: null });
    expect(await person()).toEqual({ city: 'Roma', smsSent: 0, hasPhoto: false });
  });
});

describe('an e-mail address', () => {
  it('is confirmed by an operator, and another one is not any more', async () => {
    await desk.guests.setPerson({ id, email: 'a@example.com', emailValidated: true });
    expect(await person()).toMatchObject({ emailValidatedAtMs: sundayEvening });
    await desk.guests.setPerson({ id, email: 'a@example.com', city: 'Roma' });
    expect(await person()).toMatchObject({ emailValidatedAtMs: sundayEvening });
    await desk.guests.setPerson({ id, email: 'b@example.com' });
    expect(await person()).not.toHaveProperty('emailValidatedAtMs');
  });
});

describe('a photo', () => {
  const jpeg = Buffer.of(0xff, 0xd8, 0xff, 0xe0, 1, 2).toString('base64');
  const png = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1).toString('base64');

  it('is kept, replaced and taken away, each undoable', async () => {
    await desk.guests.setPhoto({ id, image: jpeg });
    expect(await desk.guests.photo({ id })).toEqual({ image: jpeg, type: 'image/jpeg' });
    const { changeId } = await desk.guests.setPhoto({ id, image: png });
    expect(await desk.guests.photo({ id })).toEqual({ image: png, type: 'image/png' });
    await manager.history.undo({ id: changeId });
    expect(await desk.guests.photo({ id })).toEqual({ image: jpeg, type: 'image/jpeg' });
    expect(await person()).toMatchObject({ hasPhoto: true });
    await desk.guests.setPhoto({ id, image: null });
    expect(await desk.guests.photo({ id })).toEqual({});
  });

  it('is a picture and not too large', async () => {
    const text = Buffer.from('<script>').toString('base64');
    expect(await refusalOf(desk.guests.setPhoto({ id, image: text }))).toMatchObject({ field: 'image' });
    const large = Buffer.alloc(200_000, 0xff).toString('base64');
    expect(await refusalOf(desk.guests.setPhoto({ id, image: large }))).toMatchObject({ field: 'image' });
    expect(rows('guest_photos')).toEqual([]);
  });
});

describe('another password', () => {
  it('is for guests who have one of their own', async () => {
    const { changeId } = await manager.guests.setPassword({ id, password: 'another-secret' });
    const [guest] = rows('guests') as { password_sealed: Uint8Array }[];
    await manager.history.undo({ id: changeId });
    expect((rows('guests')[0] as typeof guest)?.password_sealed).not.toEqual(guest?.password_sealed);
    const { id: productId } = await manager.products.add({ name: 'Day', priceMinor: 0, starts: 'now' });
    const [ticket] = (await desk.desk.sellTicket({ productId, print: false })).tickets;
    expect(await refusalOf(manager.guests.setPassword({ id: ticket!.guestId, password: 'x' }))).toMatchObject({
      reason: 'no-own-password',
    });
  });
});
