/** The venue as the doors open it: with its real RADIUS thread, on a folder of its own. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBeside } from '../db/open';
import { windowCaller } from '../main/api/caller';
import { openVenue, type KeyStore, type Venue, type VenueOptions } from '../main/venue';
import { damage } from './db/damage';
import type { Client } from './fakes/api';

const root = join(import.meta.dirname, '..');
const radiusThreadFile = join(root, 'out/main/radius-thread.js');
const workThreadFile = join(root, 'out/main/work-thread.js');
const updateThreadFile = join(root, 'out/main/update-thread.js');

let dataFolder: string;
let key: Uint8Array | 'missing' | 'locked';
let open: Venue[];

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  key = 'missing';
  open = [];
});
afterEach(async () => {
  for (const venue of open) await venue.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const keyStore: KeyStore = { load: () => key, save: (saved) => (key = saved) };

async function start(more: Partial<VenueOptions> = {}): Promise<{ venue: Venue; client: Client }> {
  for (const file of [radiusThreadFile, workThreadFile])
    expect(existsSync(file), 'not built: run "npm run build" first').toBe(true);
  const venue = openVenue({
    dataFolder,
    mode: 'service',
    demo: false,
    version: '0.0.0',
    authPort: 0,
    acctPort: 0,
    bind: ['127.0.0.1'],
    migrationsFolder: join(root, 'db/migrations'),
    radiusThreadFile,
    workThreadFile,
    updateThreadFile,
    keyStore,
    systemPrinter: undefined,
    loginItem: undefined,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ...more,
  });
  open.push(venue);
  await venue.started;
  return { venue, client: createRouterClient(venue.api, { context: { caller: windowCaller() } }) };
}

async function stop(venue: Venue): Promise<void> {
  open = open.filter((one) => one !== venue);
  await venue.close();
}

const hotel = {
  venueName: 'Hotel Test',
  country: 'IT',
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  language: 'en',
  owner: { name: 'Olivia', password: 'correct horse' },
} as const;

describe('first run', () => {
  it('sets the venue up once, signs the owner in, and answers the recovery key', async () => {
    const { client, venue } = await start();
    expect(await client.venue.status()).toMatchObject({ phase: 'first-run', faults: [] });
    const [one, two] = await Promise.allSettled([client.venue.setUp(hotel), client.venue.setUp(hotel)]);
    expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await client.venue.status()).toMatchObject({ phase: 'ready', venue: { venueName: 'Hotel Test' } });
    expect(await client.operators.me()).toMatchObject({ operator: { name: 'Olivia', role: { kind: 'owner' } } });
    expect(venue.firstOwner()).toMatchObject({ name: 'Olivia' });
    await expect(client.venue.setUp(hotel)).rejects.toMatchObject({ data: { reason: 'already-set-up' } });
  });

  it('has no operator and no password before', async () => {
    const { client } = await start();
    expect(await client.operators.names()).toEqual({ names: [], withPin: [] });
    await expect(client.operators.signIn({ name: 'admin', password: 'admin' })).rejects.toMatchObject({
      data: { reason: 'not-set-up' },
    });
  });
});

describe('the key', () => {
  it.each(['missing', 'locked'] as const)(
    'that is %s keeps the venue locked until the recovery key opens it',
    async (state) => {
      const first = await start();
      const { recoveryKey } = await first.client.venue.setUp(hotel);
      const made = await first.client.routers.add({ name: 'Gateway', address: '10.0.0.1', services: ['hotspot'] });
      await stop(first.venue);

      key = state;
      const { client } = await start();
      const status = await client.venue.status();
      expect(status).toMatchObject({
        phase: 'locked',
        faults: [{ code: state === 'missing' ? 'KEY_MISSING' : 'KEY_LOCKED' }],
      });
      expect(status).not.toHaveProperty('venue');
      await expect(client.venue.setUp(hotel)).rejects.toMatchObject({ data: { reason: 'already-set-up' } });
      await expect(client.venue.unlock({ recoveryKey: 'AAAAA-AAAAA-AAAAA' })).rejects.toMatchObject({
        data: { reason: 'wrong-recovery-key' },
      });
      await client.venue.unlock({ recoveryKey: recoveryKey.toLowerCase() });
      expect(await client.venue.status()).toMatchObject({ phase: 'ready', faults: [] });
      await client.operators.signIn({ name: 'Olivia', password: 'correct horse' });
      const { script } = await client.routers.commands({ id: made.id });
      expect(script).toContain(made.secret);
    },
  );
});

describe('what is broken', () => {
  it('a damaged database leaves the windows open with the fault and its remedy', async () => {
    writeFileSync(
      join(dataFolder, 'gatehouse.sqlite'),
      'this is not a database, although it is long enough to be one'.repeat(99),
    );
    const { client } = await start();
    const status = await client.venue.status();
    expect(status).toMatchObject({ phase: 'broken', faults: [{ code: 'DATABASE_DAMAGED' }] });
    expect(status.faults[0]?.remedy).toContain('copies');
    await expect(client.desk.tickets({ limit: 1 })).rejects.toMatchObject({ data: { code: 'DATABASE_DAMAGED' } });
  });

  it('a large database is opened at once, and damage in it is found beside the work', async () => {
    const first = await start();
    await first.client.venue.setUp(hotel);
    await stop(first.venue);
    const db = openBeside(join(dataFolder, 'gatehouse.sqlite'));
    damage(db, 'sessions');
    db.close();
    const { client } = await start({ checkedAtOnceBytes: 0 });
    expect(await client.venue.status()).toMatchObject({ phase: 'ready' });
    await expect
      .poll(async () => (await client.venue.status()).faults, { timeout: 60_000 })
      .toMatchObject([{ code: 'DATABASE_DAMAGED' }]);
    expect(await client.venue.status()).toMatchObject({ phase: 'ready' });
  });

  it('a large database that is whole is no fault', async () => {
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (text: string) => void warnings.push(text), error: () => undefined };
    const { client } = await start({ checkedAtOnceBytes: 0, log });
    await client.venue.setUp(hotel);
    await client.operators.signIn({ name: 'Olivia', password: 'correct horse' });
    // One job after the other: this one is answered after the check.
    expect(await client.sessions.verifyLog({})).toEqual({ kind: 'whole', rows: 0 });
    expect((await client.work.list()).rows).toEqual([]);
    expect((await client.venue.status()).faults).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('a taken RADIUS port is said by number and remedy, and selling goes on', async () => {
    const taken = createSocket('udp4').bind(0, '127.0.0.1');
    await once(taken, 'listening');
    const authPort = taken.address().port;
    const { client } = await start({ authPort });
    await client.venue.setUp(hotel);
    await expect
      .poll(async () => (await client.venue.status()).faults, { timeout: 60_000 })
      .toMatchObject([{ code: 'PORT_IN_USE', params: { port: authPort } }]);
    const { id } = await client.products.add({ name: 'Free', priceMinor: 0, starts: 'first-login' });
    expect((await client.desk.sellTicket({ productId: id })).tickets).toHaveLength(1);
    taken.close();
    await expect
      .poll(async () => (await client.venue.status()).radius, { timeout: 60_000 })
      .toMatchObject({ listening: true, authPort });
    await expect.poll(async () => (await client.venue.status()).faults).toEqual([]);
  });
});

describe('the feed', () => {
  it('names everything first and then what changed, and ends with the venue', async () => {
    const { client, venue } = await start();
    await client.venue.setUp(hotel);
    const events = await client.application.changed();
    const next = async (): Promise<readonly string[] | 'ended'> => {
      const event = await events.next();
      return event.done ? 'ended' : event.value.topics;
    };
    expect(await next()).toContain('products');
    await client.products.add({ name: 'Free', priceMinor: 0, starts: 'first-login' });
    const seen = new Set<string>();
    while (!seen.has('products')) for (const topic of await next()) seen.add(topic);
    await stop(venue);
    for (let more = 0; more < 10; more++) if ((await next()) === 'ended') return;
    expect.fail('the feed did not end');
  });
});

describe('the demo', () => {
  it('is there at once, and the same at the second start', async () => {
    const first = await start({ demo: true });
    const access = first.venue.demo!;
    expect(access.routerSecret).toMatch(/^\w{32}$/);
    await first.client.operators.signIn({ name: access.ownerName, password: access.ownerPassword });
    expect((await first.client.products.list()).rows.length).toBeGreaterThan(3);
    expect((await first.client.guests.find({ text: '', limit: 50 })).rows).toHaveLength(50);
    await stop(first.venue);
    const second = await start({ demo: true });
    expect(second.venue.demo).toEqual(access);
  });
});

describe('a copy of the data folder', () => {
  it('opens on another computer with the recovery key alone', async () => {
    const first = await start();
    const { recoveryKey } = await first.client.venue.setUp(hotel);
    const { id } = await first.client.guests.add({ username: 'anna', password: 'geheim-4711' });
    await stop(first.venue);
    const elsewhere = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
    copyFileSync(join(dataFolder, 'gatehouse.sqlite'), join(elsewhere, 'gatehouse.sqlite'));
    key = 'missing';
    const { client, venue } = await start({ dataFolder: elsewhere });
    await client.venue.unlock({ recoveryKey });
    await client.operators.signIn({ name: 'Olivia', password: 'correct horse' });
    const { tickets } = await client.tickets.pictures({ guestIds: [id] });
    expect(tickets).toHaveLength(1);
    await stop(venue);
    rmSync(elsewhere, { recursive: true, force: true });
  });
});
