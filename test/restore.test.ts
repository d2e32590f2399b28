/** A backup that takes the venue's place, as the doors see it: with its threads, on a folder of its own. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { windowCaller } from '../main/api/caller';
import { openVenue, type KeyStore, type Venue } from '../main/venue';
import { refusalOf } from './api/refusal';
import type { Client } from './fakes/api';

const root = join(import.meta.dirname, '..');
const threadFile = (name: string): string => join(root, `out/main/${name}.js`);

interface Computer {
  readonly folder: string;
  readonly keyStore: KeyStore;
  readonly key: () => Uint8Array | 'missing' | 'locked';
}

let computers: Computer[];
let venues: Venue[];
beforeEach(() => {
  computers = [];
  venues = [];
});
afterEach(async () => {
  for (const venue of venues) await venue.close();
  for (const { folder } of computers) rmSync(folder, { recursive: true, force: true });
});

function computer(): Computer {
  let key: Uint8Array | 'missing' | 'locked' = 'missing';
  const keyStore: KeyStore = { load: () => key, save: (saved) => (key = saved) };
  const made = { folder: mkdtempSync(join(tmpdir(), 'gatehouse-test-')), keyStore, key: () => key };
  computers.push(made);
  return made;
}

interface Started {
  readonly venue: Venue;
  readonly client: Client;
  /** Another window of the same venue. */
  window(): Client;
}

async function start({ folder, keyStore }: Computer): Promise<Started> {
  const venue = openVenue({
    ...{ dataFolder: folder, mode: 'service', demo: false, version: '0.0.0', authPort: 0, acctPort: 0 },
    ...{ bind: ['127.0.0.1'], migrationsFolder: join(root, 'db/migrations'), keyStore },
    ...{ radiusThreadFile: threadFile('radius-thread'), workThreadFile: threadFile('work-thread') },
    updateThreadFile: threadFile('update-thread'),
    ...{ systemPrinter: undefined, loginItem: undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  venues.push(venue);
  await venue.started;
  const window = (): Client => createRouterClient(venue.api, { context: { caller: windowCaller() } });
  return { venue, client: window(), window };
}

async function stop(venue: Venue): Promise<void> {
  venues = venues.filter((one) => one !== venue);
  await venue.close();
}

const hotel = {
  ...({ venueName: 'Hotel Test', country: 'IT', currency: 'EUR', timeZone: 'Europe/Rome', language: 'en' } as const),
  owner: { name: 'Olivia', password: 'correct horse' },
} as const;
const signIn = (client: Client) => client.operators.signIn({ name: 'Olivia', password: 'correct horse' });

/** A venue with one guest, backed up; then a sale and a second guest that the backup does not know. */
async function hotelWithBackup(at: Computer) {
  const started = await start(at);
  const { client } = started;
  const { recoveryKey } = await client.venue.setUp(hotel);
  await client.guests.add({ username: 'anna', password: 'geheim-4711' });
  const { fileName } = await client.backup.make();
  const backupFile = join(at.folder, 'backups', fileName!);
  const { id } = await client.products.add({ name: '1 day', priceMinor: 500, starts: 'first-login' });
  await client.desk.sellTicket({ productId: id, print: false });
  return { ...started, recoveryKey, backupFile };
}

const namesOf = async (client: Client) =>
  (await client.guests.find({ text: '', limit: 50 })).rows.map(({ username }) => username);

describe('a venue that was destroyed', () => {
  it('is there again on a new computer, from the file and the recovery key alone', async () => {
    const old = computer();
    const { venue, recoveryKey, backupFile } = await hotelWithBackup(old);
    const drive = computer().folder;
    copyFileSync(backupFile, join(drive, 'gatehouse-0a0a0a0a-20261122T020000000Z.backup'));
    await stop(venue);
    rmSync(old.folder, { recursive: true });

    const fresh = computer();
    const { client } = await start(fresh);
    expect(await client.venue.status()).toMatchObject({ phase: 'first-run' });
    const preview = await client.backup.inspectAnew({ file: drive, recoveryKey: recoveryKey.toLowerCase() });
    expect(preview).toMatchObject({ venueName: 'Hotel Test', guests: 1, sales: 0 });
    expect(preview).not.toHaveProperty('lost');
    expect(await client.venue.status()).toMatchObject({ phase: 'first-run' });
    await client.backup.restoreAnew({ file: drive, recoveryKey });
    expect(await client.venue.status()).toMatchObject({ phase: 'ready', faults: [], radius: { listening: true } });
    await signIn(client);
    expect(await namesOf(client)).toEqual(['anna']);
    const { tickets } = await client.tickets.pictures({ guestIds: [1] });
    expect(tickets).toHaveLength(1);
  });

  it('is not there for whoever has the file alone', async () => {
    const { recoveryKey, backupFile } = await hotelWithBackup(computer());
    const fresh = computer();
    const { client } = await start(fresh);
    const wrong = `${recoveryKey.startsWith('A') ? 'B' : 'A'}${recoveryKey.slice(1)}`;
    for (const call of [client.backup.inspectAnew, client.backup.restoreAnew])
      expect(await refusalOf(call({ file: backupFile, recoveryKey: wrong }))).toMatchObject({
        reason: 'wrong-recovery-key',
        field: 'recoveryKey',
      });
    expect(await client.venue.status()).toMatchObject({ phase: 'first-run' });
    expect(fresh.key()).toBe('missing');
  });

  it('is there again where only its database was damaged, and the damaged one is kept', async () => {
    const at = computer();
    const { venue, recoveryKey, backupFile } = await hotelWithBackup(at);
    await stop(venue);
    writeFileSync(join(at.folder, 'gatehouse.sqlite'), 'this was a database once'.repeat(500));
    const { client } = await start(at);
    expect(await client.venue.status()).toMatchObject({ phase: 'broken' });
    await client.backup.restoreAnew({ file: backupFile, recoveryKey });
    expect(await client.venue.status()).toMatchObject({ phase: 'ready', faults: [] });
    expect(readdirSync(join(at.folder, 'copies'))).toHaveLength(1);
  });
});

describe('a venue that is taken back to an earlier day', () => {
  it('is shown what would be lost, signs everybody out, and can be taken forward again', async () => {
    const at = computer();
    const { client, window, backupFile } = await hotelWithBackup(at);
    const colleague = window();
    await signIn(colleague);
    expect(await client.backup.inspect({ file: backupFile })).toMatchObject({
      ...{ venueName: 'Hotel Test', guests: 1, sales: 0 },
      lost: { sales: 1, amountMinor: 500, guests: 1 },
    });
    expect(await namesOf(client)).toHaveLength(2);

    await client.backup.restore({ file: backupFile });
    for (const one of [client, colleague])
      expect(await refusalOf(one.guests.find({ text: '', limit: 1 }))).toMatchObject({ reason: 'not-signed-in' });
    await signIn(client);
    expect(await namesOf(client)).toEqual(['anna']);
    expect(await client.venue.status()).toMatchObject({ faults: [], radius: { listening: true } });
    expect(existsSync(join(at.folder, 'restore'))).toBe(false);

    const { rows } = await client.backup.files();
    const before = rows.find(({ kind }) => kind === 'before-restore')!;
    await client.backup.restore({ file: before.file });
    await signIn(client);
    expect(await namesOf(client)).toHaveLength(2);
    expect((await client.desk.tickets({ limit: 10 })).rows).toHaveLength(1);
  });

  it('is left alone by what is no backup, damaged, or of another venue', async () => {
    const at = computer();
    const { client, backupFile } = await hotelWithBackup(at);
    const other = await hotelWithBackup(computer());
    const picture = join(at.folder, 'holiday.jpg');
    writeFileSync(picture, 'not a backup');
    const half = join(at.folder, 'half.backup');
    copyFileSync(backupFile, half);
    truncateSync(half, 5_000);
    for (const [input, reason] of [
      [{ file: picture }, 'not-a-backup'],
      [{ file: join(at.folder, 'nothing-here') }, 'not-a-backup'],
      [{ file: half }, 'backup-damaged'],
      [{ file: other.backupFile }, 'recovery-key-needed'],
      [{ file: other.backupFile, recoveryKey: other.recoveryKey }, 'other-venue'],
    ] as const) {
      expect(await refusalOf(client.backup.inspect(input)), input.file).toMatchObject({ reason });
      expect(await refusalOf(client.backup.restore(input)), input.file).toMatchObject({ reason });
    }
    expect(await namesOf(client)).toHaveLength(2);
  });

  it('is never replaced by whoever is not its owner', async () => {
    const { window, backupFile, recoveryKey, client } = await hotelWithBackup(computer());
    const stranger = window();
    const input = { file: backupFile, recoveryKey };
    for (const call of [stranger.backup.restoreAnew, stranger.backup.inspectAnew])
      expect(await refusalOf(call(input))).toMatchObject({ reason: 'not-while-ready' });
    expect(await refusalOf(stranger.backup.restore(input))).toMatchObject({ reason: 'not-signed-in' });
    expect(await namesOf(client)).toHaveLength(2);
  });
});
