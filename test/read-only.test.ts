/** A data folder that may not be written: at the start, and from one moment to the next while guests are online. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { viewFault } from '../preload/contract/faults';
import { hotspotFrom, reportOf } from './aaa/support';
import { FakeNas } from './fakes/nas';
import { startService, type ServiceProcess } from './fakes/service';
import { lacks } from './tools';

const TERMINAL = join(import.meta.dirname, '../out/main/terminal.js');
const SHIM = join(import.meta.dirname, 'fakes/closed-disk.c');
const SECRET = 'a-secret-of-the-router';
const WITHIN = { timeout: 60_000, interval: 50 } as const;
/** Rights do not bind the superuser, so then the service is somebody who may do nothing. */
const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;
const somebody = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};

/** Somebody who may do nothing may not even read a checkout in the superuser's home. */
function mayNobodyRead(): boolean {
  return spawnSync(process.execPath, ['--check', TERMINAL], { ...somebody, stdio: 'ignore' }).status === 0;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One call of the contract, as the terminal makes it. */
async function call<Output = unknown>(dataFolder: string, name: string, input: unknown = {}): Promise<Output> {
  const child = spawn(process.execPath, [TERMINAL, 'call', name, JSON.stringify(input), '--data', dataFolder]);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Output;
}

async function stop({ child }: ServiceProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Names and contents of the files in the folder itself. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(folder, name), 'base64')]));
}

const hotel = {
  ...{ venueName: 'Hotel Test', country: 'IT', currency: 'EUR', timeZone: 'Europe/Rome', language: 'en' },
  owner: { name: 'Olivia', password: 'correct horse' },
};

describe.skipIf(process.platform === 'win32' || !mayNobodyRead())('a folder that may not be written', () => {
  test('is named with its remedy by a service that starts on it, and nothing in it is changed', async () => {
    const dataFolder = temporaryFolder();
    if (IS_ROOT) chownSync(dataFolder, NOBODY, NOBODY);
    const first = await startService(dataFolder, somebody);
    expect(first.url, first.output()).toBeDefined();
    await call(dataFolder, 'venue.setUp', hotel);
    await stop(first);
    const before = contentOf(dataFolder);
    chmodSync(dataFolder, 0o500);
    onTestFinished(() => chmodSync(dataFolder, 0o700));
    const second = await startService(dataFolder, somebody);
    // As for a database that cannot be opened, the page is there to say so.
    expect(second.url, second.output()).toBeDefined();
    const { sentence, remedy } = viewFault('FOLDER_READ_ONLY', { folder: dataFolder });
    expect(second.output()).toContain(`${sentence} ${remedy}`);
    await stop(second);
    expect(contentOf(dataFolder)).toEqual(before);
    chmodSync(dataFolder, 0o700);
    const third = await startService(dataFolder, somebody);
    expect(await call(dataFolder, 'venue.status')).toMatchObject({ phase: 'ready', faults: [] });
    await stop(third);
  });
});

describe.skipIf(process.platform !== 'linux' || lacks('cc'))('a disk that the system closes to writing', () => {
  interface Status {
    readonly radius: { readonly listening: boolean };
    readonly faults: readonly { readonly code: string }[];
  }

  test('keeps no login waiting, acknowledges nothing it has not stored, and loses nothing', async () => {
    const folder = temporaryFolder();
    const dataFolder = join(folder, 'data');
    const mark = join(folder, 'closed');
    const shim = join(folder, 'closed-disk.so');
    expect(spawnSync('cc', ['-shared', '-fPIC', '-o', shim, SHIM, '-ldl']).status).toBe(0);
    const env = { ...process.env, LD_PRELOAD: shim, CLOSED_DISK_FOLDER: `${dataFolder}/`, CLOSED_DISK_MARK: mark };
    const service = await startService(dataFolder, { env });
    expect(service.url, service.output()).toBeDefined();
    const guest = await openHotel(dataFolder);
    const nas = new FakeNas({ secret: SECRET, authPort: service.authPort, acctPort: service.acctPort });
    const login = { username: guest, password: guest, attributes: hotspotFrom(1) };
    expect((await nas.login(login)).code).toBe('Access-Accept');
    await nas.account(reportOf('start', { username: guest }));

    writeFileSync(mark, '');
    const report = nas.accountingRequest(
      reportOf('interim', { username: guest, sessionTimeSec: 60, uploadBytes: 1_000 }),
    );
    const port = await nas.openPort('accounting');
    port.send(report);
    const faults = async (): Promise<readonly string[]> =>
      (await call<Status>(dataFolder, 'venue.status')).faults.map(({ code }) => code);
    await vi.waitUntil(async () => (await faults()).includes('FOLDER_READ_ONLY'), WITHIN);
    expect(await faults()).not.toContain('DATABASE_DAMAGED');
    expect((await nas.login(login)).code).toBe('Access-Accept');
    expect((await nas.login({ ...login, password: 'wrong' })).code).toBe('Access-Reject');
    expect(port.received).toEqual([]);
    port.close();

    rmSync(mark);
    expect((await nas.exchange('accounting', report)).code).toBe('Accounting-Response');
    await vi.waitUntil(async () => (await faults()).length === 0, WITHIN);
    const { rows } = await call<{ rows: unknown[] }>(dataFolder, 'sessions.list');
    expect(rows).toMatchObject([{ username: guest, uploadBytes: 1_000, sessionTimeSec: 60 }]);
    await stop(service);
  });

  /** Sets the venue up with one router and one sold ticket, whose code is returned. */
  async function openHotel(dataFolder: string): Promise<string> {
    await call(dataFolder, 'venue.setUp', hotel);
    await call(dataFolder, 'routers.add', {
      ...{ name: 'Gateway', address: '127.0.0.1', services: ['hotspot'], secret: SECRET },
    });
    const { id } = await call<{ id: number }>(dataFolder, 'products.add', {
      ...{ name: 'Day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 },
    });
    const sale = await call<{ tickets: { code: string }[] }>(dataFolder, 'desk.sellTicket', {
      ...{ productId: id, quantity: 1, print: false },
    });
    const listens = async (): Promise<boolean> => (await call<Status>(dataFolder, 'venue.status')).radius.listening;
    await vi.waitUntil(listens, WITHIN);
    return sale.tickets[0]!.code;
  }
});
