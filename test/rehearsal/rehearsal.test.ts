/** A rehearsal as a trainer and a trainee see it: the whole venue, with its real RADIUS thread, and nobody outside. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { windowCaller } from '../../main/api/caller';
import { openVenue, type KeyStore, type Venue } from '../../main/venue';
import type { Client } from '../fakes/api';

const root = join(import.meta.dirname, '../..');
const radiusThreadFile = join(root, 'out/main/radius-thread.js');
const workThreadFile = join(root, 'out/main/work-thread.js');
const updateThreadFile = join(root, 'out/main/update-thread.js');
/** Against hanging, not a measurement. */
const SOON = { timeout: 60_000, interval: 20 };

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

async function start(demo: boolean, folder = dataFolder): Promise<{ venue: Venue; client: Client }> {
  expect(existsSync(radiusThreadFile), 'not built: run "npm run build" first').toBe(true);
  const venue = openVenue({
    dataFolder: folder,
    mode: 'service',
    demo,
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
  });
  open.push(venue);
  await venue.started;
  return { venue, client: createRouterClient(venue.api, { context: { caller: windowCaller() } }) };
}

/** A rehearsal in which guests are quick, with its owner at the desk. */
async function rehearse(): Promise<Client> {
  const { venue, client } = await start(true);
  const { ownerName, ownerPassword } = venue.demo!;
  await client.operators.signIn({ name: ownerName, password: ownerPassword });
  await client.rehearsal.set({ pace: 'fast' });
  return client;
}

async function stop(venue: Venue): Promise<void> {
  open = open.filter((one) => one !== venue);
  await venue.close();
}

const sessionOf = async (client: Client, username: string) =>
  (await client.sessions.list({ online: true })).rows.find((row) => row.username === username);

const phoneOf = async (client: Client, username: string) =>
  (await client.rehearsal.state()).phones.find((phone) => phone.username === username);

/** Sells one ticket of a product that lets several devices in. @returns its code and what became of the paper */
async function sell(client: Client, productName = '24 hours') {
  const product = (await client.products.list()).rows.find(({ name }) => name === productName)!;
  const { tickets, print } = await client.desk.sellTicket({ productId: product.id });
  return { code: tickets[0]!.code, print };
}

async function sellAndComeOnline(client: Client): Promise<string> {
  const { code } = await sell(client);
  await vi.waitUntil(() => sessionOf(client, code), SOON);
  return code;
}

describe('the folder of a rehearsal', () => {
  it('is never opened as a venue, not even as a copy of its database alone', async () => {
    const { venue } = await start(true);
    await stop(venue);
    const refused = { phase: 'broken', faults: [{ code: 'FOLDER_HOLDS_REHEARSAL', params: { folder: dataFolder } }] };
    const asVenue = await start(false);
    expect(await asVenue.client.venue.status()).toMatchObject(refused);
    await stop(asVenue.venue);

    const elsewhere = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
    copyFileSync(join(dataFolder, 'gatehouse.sqlite'), join(elsewhere, 'gatehouse.sqlite'));
    const copy = await start(false, elsewhere);
    expect(await copy.client.venue.status()).toMatchObject({
      phase: 'broken',
      faults: [{ code: 'FOLDER_HOLDS_REHEARSAL' }],
    });
    await stop(copy.venue);
    rmSync(elsewhere, { recursive: true });
    // It is none the worse for it.
    expect(await (await start(true)).client.venue.status()).toMatchObject({ phase: 'ready', demo: true, faults: [] });
  });

  it('is never that of a venue, whose every byte stays as it was', async () => {
    const real = await start(false);
    await real.client.venue.setUp({
      ...{ venueName: 'Hotel Test', country: 'IT', currency: 'EUR', timeZone: 'Europe/Rome', language: 'en' },
      owner: { name: 'Olivia', password: 'correct horse' },
    });
    await expect(real.client.rehearsal.state()).rejects.toMatchObject({ data: { reason: 'no-rehearsal' } });
    await stop(real.venue);
    const { client, venue } = await start(true);
    expect(await client.venue.status()).toMatchObject({ phase: 'broken', faults: [{ code: 'FOLDER_HOLDS_VENUE' }] });
    expect(existsSync(join(dataFolder, 'demo-access.json'))).toBe(false);
    await stop(venue);
    expect(await (await start(false)).client.venue.status()).toMatchObject({ phase: 'ready', faults: [] });
  });
});

describe('the pretend router', () => {
  it('lets a sold code come online by itself, and its counters grow', async () => {
    const client = await rehearse();
    const code = await sellAndComeOnline(client);
    const first = (await sessionOf(client, code))!;
    await vi.waitUntil(async () => (await sessionOf(client, code))!.downloadBytes > first.downloadBytes, SOON);
    expect(await phoneOf(client, code)).toMatchObject({ state: 'online', macAddress: first.macAddress });
  });

  it('goes on with the sessions of the demo', async () => {
    const client = await rehearse();
    const online = async () => (await client.sessions.list({ online: true })).rows;
    const before = new Map((await online()).map(({ id, lastHeardAtMs }) => [id, lastHeardAtMs]));
    expect(before.size).toBeGreaterThan(4);
    const isHeardOf = ({ id, lastHeardAtMs }: { id: number; lastHeardAtMs: number }) =>
      lastHeardAtMs > (before.get(id) ?? Infinity);
    await vi.waitUntil(async () => (await online()).filter(isHeardOf).length >= 3, SOON);
  });

  it('ends a session that the desk disconnects', async () => {
    const client = await rehearse();
    const code = await sellAndComeOnline(client);
    const { id } = (await sessionOf(client, code))!;
    const { outcomes } = await client.desk.disconnect({ sessionId: id });
    expect(outcomes).toMatchObject([{ outcome: 'ended' }]);
    expect(await phoneOf(client, code)).toMatchObject({ state: 'gone' });
    await vi.waitUntil(async () => (await sessionOf(client, code)) === undefined, SOON);
  });

  it('shows the doctor that nobody answers once its cable is out, and goes on once it is in again', async () => {
    const client = await rehearse();
    const code = await sellAndComeOnline(client);
    const { id } = (await sessionOf(client, code))!;
    await client.rehearsal.set({ reachable: false });
    expect((await client.desk.disconnect({ sessionId: id })).outcomes).toMatchObject([{ outcome: 'no-answer' }]);
    const { findings } = await client.radius.doctor();
    expect(findings.map(({ sentence }) => sentence)).toContain(
      'Demo router does not answer when a guest is to be disconnected.',
    );
    await client.rehearsal.set({ reachable: true });
    // The Stop may get lost once more with the disconnect that is tried on by itself: who is not there is ended as well.
    const { outcomes } = await client.desk.disconnect({ sessionId: id });
    expect(['ended', 'not-there']).toContain(outcomes[0]!.outcome);
    await vi.waitUntil(async () => (await sessionOf(client, code)) === undefined, SOON);
  });

  it('with a wrong secret is found out by the doctor, and lets nobody in', async () => {
    const client = await rehearse();
    await client.rehearsal.set({ secret: 'wrong' });
    const { code } = await sell(client);
    await vi.waitUntil(
      async () => (await client.radius.doctor()).findings.some(({ symptom }) => symptom === 'wrong-secret-signature'),
      SOON,
    );
    await vi.waitUntil(async () => (await phoneOf(client, code))?.state === 'refused', SOON);
    expect(await sessionOf(client, code)).toBeUndefined();
    await client.rehearsal.set({ secret: 'right' });
    await vi.waitUntil(() => sessionOf(client, code), SOON);
  });

  it('refuses, where it is told to, with a cause that the doctor names', async () => {
    const client = await rehearse();
    const code = await sellAndComeOnline(client);
    await client.rehearsal.set({ dynamic: 'refuses' });
    const { id } = (await sessionOf(client, code))!;
    expect((await client.desk.disconnect({ sessionId: id })).outcomes).toMatchObject([{ outcome: 'refused' }]);
    expect((await client.radius.doctor()).findings).toContainEqual(
      expect.objectContaining({
        symptom: 'disconnect-refused',
        params: expect.objectContaining({ cause: 501 }) as object,
      }),
    );
    expect(await sessionOf(client, code)).toBeDefined();
  });

  it('ends a guest who has used up what was sold, who then is refused with the reason', async () => {
    const client = await rehearse();
    const { code } = await sell(client, '5 GB in 30 days');
    await vi.waitUntil(() => sessionOf(client, code), SOON);
    const { id } = (await phoneOf(client, code))!;
    await client.rehearsal.act({ phoneId: id, act: 'use-up' });
    await vi.waitUntil(async () => (await sessionOf(client, code)) === undefined, SOON);
    await client.rehearsal.act({ phoneId: id, act: 'come-back' });
    await vi.waitUntil(async () => (await phoneOf(client, code))?.state === 'refused', SOON);
    expect((await phoneOf(client, code))!.refusedWith).not.toBe('');
  });

  it('lets a guest mistype a code, which the log says, and move to another device', async () => {
    const client = await rehearse();
    const code = await sellAndComeOnline(client);
    const { id, macAddress } = (await phoneOf(client, code))!;
    await client.rehearsal.act({ phoneId: id, act: 'other-device' });
    await vi.waitUntil(async () => {
      const session = await sessionOf(client, code);
      return session !== undefined && session.macAddress !== macAddress;
    }, SOON);
    await client.rehearsal.act({ phoneId: id, act: 'leave' });
    await client.rehearsal.act({ phoneId: id, act: 'mistype' });
    const isRefused = async () =>
      (await client.radiusLog.list({ limit: 50 })).rows.some(
        (row) => row.username === code && row.reason === 'wrong-password',
      );
    await vi.waitUntil(isRefused, SOON);
    await expect(client.rehearsal.act({ phoneId: 4_711, act: 'leave' })).rejects.toMatchObject({
      data: { reason: 'not-now' },
    });
  });
});

describe('the pretend printer', () => {
  it('shows the ticket as paper', async () => {
    const client = await rehearse();
    const { print } = await sell(client);
    expect(print).toMatchObject({ state: 'printed' });
    const [paper] = (await client.rehearsal.papers()).papers;
    expect(paper).toMatchObject({ widthMm: 80, whole: true });
    expect(Buffer.from(paper!.png, 'base64').subarray(1, 4).toString()).toBe('PNG');
    await client.rehearsal.clearPapers();
    expect((await client.rehearsal.papers()).papers).toEqual([]);
  });

  it('without paper says so at the desk, and prints the same ticket again once it is filled', async () => {
    const client = await rehearse();
    await client.rehearsal.set({ printer: 'no-paper' });
    const { print } = await sell(client);
    expect(print).toMatchObject({ state: 'failed', fault: { code: 'PRINTER_NO_PAPER' } });
    expect((await client.printers.list()).rows).toMatchObject([
      { state: 'problem', fault: { code: 'PRINTER_NO_PAPER' } },
    ]);
    expect((await client.rehearsal.papers()).papers).toEqual([]);
    await client.rehearsal.set({ printer: 'ready' });
    expect((await client.printers.list()).rows).toMatchObject([{ state: 'ready' }]);
    const again = await client.printers.retryJob({ id: (print as { jobId: number }).jobId });
    expect(again).toMatchObject({ state: 'printed' });
    expect((await client.rehearsal.papers()).papers).toHaveLength(1);
  });

  it('stands in for every printer that is set up in the rehearsal, also one on the network', async () => {
    const client = await rehearse();
    // Reserved for documentation (RFC 5737): nobody answers there.
    const { id } = await client.printers.add({
      name: 'Bar',
      kind: 'network',
      target: '192.0.2.1',
      paperMm: 58,
      isDefault: false,
    });
    expect(await client.printers.test({ id })).toMatchObject({ state: 'printed' });
    expect((await client.rehearsal.papers()).papers).toMatchObject([{ widthMm: 58 }]);
    expect((await client.printers.available()).rows.map(({ name }) => name)).toEqual(['Rehearsal printer']);
  });
});
