/** A shared PC: locking it, and going on with a PIN as somebody else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeed } from '../../main/feed';
import { contract } from '../../preload/contract';
import { isEasyPin } from '../../preload/contract/pins';
import { createTestApi, knockAt, type Client, type TestApi } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { refusalOf } from './refusal';

const PASSWORD = 'correct horse';
const DORA_PIN = '4071';
const MARIO_PIN = '902517';

let venue: TestVenue;
let api: TestApi;
/** The window of the reception. */
let desk: Client;
let owner: Client;
let doraId: number;
beforeEach(async () => {
  venue = openTestVenue();
  api = createTestApi(venue);
  desk = api.client;
  owner = api.as('owner');
  doraId = (await owner.operators.add({ name: 'Dora', password: PASSWORD, role: 'desk' })).id;
  const mario = await owner.operators.add({ name: 'Mario', password: PASSWORD, role: 'desk' });
  await owner.operators.update({ id: doraId, pin: DORA_PIN });
  await owner.operators.update({ id: mario.id, pin: MARIO_PIN });
  await desk.operators.signIn({ name: 'Dora', password: PASSWORD });
});
afterEach(() => venue.close());

const procedures = Object.entries(contract).flatMap(([section, all]) =>
  Object.entries(all).map(([name, procedure]) => ({ name: `${section}.${name}`, meta: procedure['~orpc'].meta })),
);

describe('a locked window', () => {
  it('answers nothing but what brings somebody back to it', async () => {
    await desk.operators.lock();
    const open = procedures.filter(({ meta }) => meta.whileLocked && meta.needed !== 'anyone').map(({ name }) => name);
    expect(open).toEqual(['operators.lock', 'operators.switchTo']);
    for (const { name } of procedures.filter(({ meta }) => !meta.whileLocked)) {
      const { reason } = await refusalOf(knockAt(desk, name));
      // What a receptionist may not do is refused for that; everything else because the window is locked.
      expect({ name, reason }).toEqual({ name, reason: expect.stringMatching(/^(locked|not-allowed)$/) as string });
    }
    expect(await refusalOf(desk.guests.find({ text: '' }))).toMatchObject({ reason: 'locked' });
    expect(await desk.operators.me()).toMatchObject({ operator: { name: 'Dora' }, locked: true });
  });

  it('is opened again by the PIN of who left, and by the password', async () => {
    await desk.operators.lock();
    expect(await desk.operators.switchTo({ name: 'Dora', pin: DORA_PIN })).toMatchObject({ name: 'Dora' });
    expect(await desk.operators.me()).toMatchObject({ locked: false });
    await desk.operators.lock();
    await desk.operators.signIn({ name: 'Dora', password: PASSWORD });
    expect((await desk.desk.tickets()).rows).toEqual([]);
  });

  it('is left by signing out, and then takes no PIN: a day begins with a password', async () => {
    await desk.operators.lock();
    await desk.operators.signOut();
    expect(await desk.operators.me()).toEqual({ locked: false });
    expect(await refusalOf(desk.operators.switchTo({ name: 'Dora', pin: DORA_PIN }))).toMatchObject({
      reason: 'not-signed-in',
    });
  });

  it('hears who works there and nothing of what is sold elsewhere', async () => {
    const feed = createFeed();
    const quiet = createTestApi(venue, { services: { feed } });
    await quiet.client.operators.signIn({ name: 'Dora', password: PASSWORD });
    await quiet.client.operators.lock();
    const news = await quiet.client.application.changed();
    expect((await news.next()).value).toEqual({ topics: ['status', 'operators'] });
    feed.announce(['tickets', 'guests']);
    const next = news.next();
    feed.announce(['operators']);
    expect((await next).value).toEqual({ topics: ['operators'] });
    feed.close();
  });

  it('locks nothing at the terminal, which nobody leaves unattended but the owner of the folder', async () => {
    await owner.operators.lock();
    const terminal = api.as('owner');
    expect((await terminal.operators.list()).rows).toHaveLength(3);
  });
});

describe('switching by PIN', () => {
  it('gives every sale and every change to whoever works there at that moment', async () => {
    const { id: productId } = await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'now' });
    const press = { productId, print: false } as const;
    await desk.desk.sellTicket(press);
    await desk.operators.switchTo({ name: 'mario', pin: MARIO_PIN });
    await desk.desk.sellTicket(press);
    const rows = (await desk.desk.tickets()).rows;
    expect(rows.map(({ operatorName }) => operatorName)).toEqual(['Mario', 'Dora']);
    const sold = (await desk.history.list()).rows.filter(({ action }) => action === 'sell-ticket');
    expect(sold.map(({ operatorName }) => operatorName)).toEqual(['Mario', 'Dora']);
    // Mario takes back his own sale, not Dora's.
    expect(await refusalOf(desk.history.undo({ id: rows[1]!.changeId }))).toMatchObject({ reason: 'not-allowed' });
    const shifts = venue.db.sqlite.prepare('select operator_name from shifts order by id').pluck().all();
    expect(shifts).toEqual(['Dora', 'Mario']);
  });

  it('offers those who have a PIN and may sign in', async () => {
    expect(await desk.operators.names()).toEqual({ names: ['Olivia', 'Dora', 'Mario'], withPin: ['Dora', 'Mario'] });
    await owner.operators.update({ id: doraId, disabled: true });
    expect((await owner.operators.names()).withPin).toEqual(['Mario']);
  });

  it('is refused to who has none, to the disabled and to strangers, all alike', async () => {
    const reasons = async (...names: string[]) =>
      Promise.all(names.map(async (name) => (await refusalOf(desk.operators.switchTo({ name, pin: '4071' }))).reason));
    await owner.operators.add({ name: 'Gone', password: PASSWORD, role: 'desk' });
    const gone = (await owner.operators.list()).rows.find(({ name }) => name === 'Gone')!;
    await owner.operators.update({ id: gone.id, pin: DORA_PIN, disabled: true });
    expect(await reasons('Olivia', 'Gone', 'Nobody')).toEqual(['no-pin', 'no-pin', 'no-pin']);
    expect(await desk.operators.me()).toMatchObject({ operator: { name: 'Dora' } });
  });
});

describe('guessing a PIN', () => {
  const tryPin = async (name: string, pin: string) => refusalOf(desk.operators.switchTo({ name, pin }));

  it('is slowed down after two wrong ones, longer each time, and ends at the password after five', async () => {
    const said: (string | undefined)[] = [];
    for (let tries = 0; tries < 6; tries++) {
      const { reason, params } = await tryPin('Mario', '1357');
      said.push(reason);
      if (reason === 'pin-slow-down') {
        venue.setNow(venue.now() + Number(params!.seconds) * 1_000);
        said.push((await tryPin('Mario', '1357')).reason);
      }
    }
    const slow = ['pin-slow-down', 'wrong-pin'];
    expect(said).toEqual(['wrong-pin', 'wrong-pin', ...slow, ...slow, ...slow, 'pin-needs-password']);
    venue.setNow(venue.now() + 24 * 3_600_000);
    expect(await tryPin('Mario', MARIO_PIN)).toMatchObject({ reason: 'pin-needs-password' });
    await desk.operators.signIn({ name: 'Mario', password: PASSWORD });
    expect(await tryPin('Mario', MARIO_PIN)).toEqual({});
  });

  it('of one operator leaves the PIN of another as it was', async () => {
    for (let tries = 0; tries < 2; tries++) await tryPin('Mario', '1357');
    expect(await tryPin('Mario', MARIO_PIN)).toMatchObject({ reason: 'pin-slow-down' });
    expect(await tryPin('Dora', DORA_PIN)).toEqual({});
  });

  it('in turn of everybody is slowed down at the door', async () => {
    for (const name of ['Anna', 'Bea', 'Carl']) {
      const { id } = await owner.operators.add({ name, password: PASSWORD, role: 'desk' });
      await owner.operators.update({ id, pin: '2580' });
    }
    for (const name of ['Dora', 'Mario', 'Anna', 'Bea', 'Carl']) await tryPin(name, '1357');
    expect(await tryPin('Bea', '2580')).toMatchObject({ reason: 'pin-slow-down' });
  });

  it('counts tries that are sent side by side', async () => {
    const reasons = await Promise.all(Array.from({ length: 5 }, () => tryPin('Mario', '1357')));
    expect(reasons.filter(({ reason }) => reason === 'wrong-pin')).toHaveLength(2);
  });
});

describe('a PIN', () => {
  it('is kept as a salted hash, and neither it nor the hash is in what history tells', async () => {
    const hash = venue.db.sqlite.prepare('select pin_hash from operators where id = ?').pluck().get(doraId);
    expect(hash).toMatch(/^scrypt\$32768\$8\$1\$/);
    const told = JSON.stringify((await owner.history.list()).rows);
    expect(told).not.toContain(DORA_PIN);
    expect(told).not.toContain('scrypt');
    expect(api.logged.join()).not.toContain(DORA_PIN);
  });

  it('is set for oneself with the password, and taken away with it', async () => {
    const wrong = desk.operators.setPin({ password: 'wrong', pin: '7613' });
    expect(await refusalOf(wrong)).toMatchObject({ reason: 'wrong-password' });
    await desk.operators.setPin({ password: PASSWORD, pin: '7613' });
    await desk.operators.lock();
    expect(await refusalOf(desk.operators.switchTo({ name: 'Dora', pin: DORA_PIN }))).toMatchObject({
      reason: 'wrong-pin',
      field: 'pin',
    });
    await desk.operators.switchTo({ name: 'Dora', pin: '7613' });
    await desk.operators.setPin({ password: PASSWORD, pin: null });
    expect((await desk.operators.names()).withPin).toEqual(['Mario']);
  });

  it('of somebody else is set by who manages operators, and by nobody else', async () => {
    expect(await refusalOf(desk.operators.update({ id: doraId, pin: '7613' }))).toMatchObject({
      reason: 'not-allowed',
    });
    await owner.operators.update({ id: doraId, pin: null });
    expect((await owner.operators.list()).rows.find(({ id }) => id === doraId)).toMatchObject({ hasPin: false });
  });

  it('that a guesser tries first is refused', async () => {
    for (const pin of ['0000', '1234', '87654321', '012', '123456789', '12a4']) {
      const refused = await refusalOf(desk.operators.setPin({ password: PASSWORD, pin }));
      expect({ pin, reason: refused.reason }).toEqual({ pin, reason: 'invalid-input' });
      expect(refused.sentence).not.toContain(pin);
    }
    expect(['1243', '1357', '0001', '2580'].map(isEasyPin)).toEqual([false, false, false, false]);
  });

  it('comes back when its change is undone', async () => {
    const { changeId } = await owner.operators.update({ id: doraId, pin: null });
    venue.allowUndo();
    await owner.history.undo({ id: changeId });
    await desk.operators.lock();
    expect(await desk.operators.switchTo({ name: 'Dora', pin: DORA_PIN })).toMatchObject({ name: 'Dora' });
  });
});

describe('the time after which windows lock themselves', () => {
  it('is five minutes until the venue says otherwise, or never', async () => {
    const minutes = async () => (await owner.venue.status()).venue?.lockAfterMin;
    expect(await minutes()).toBe(5);
    await owner.venue.update({ lockAfterMin: 0 });
    expect(await minutes()).toBe(0);
    expect(await refusalOf(owner.venue.update({ lockAfterMin: 721 }))).toMatchObject({ field: 'lockAfterMin' });
  });
});
