import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../../main/api/caller';
import { prepareDataFolder, readCard, writeCard } from '../../main/doors/data-folder';
import { findRunning, takeInstance } from '../../main/doors/instance';
import { openSocket, type Socket } from '../../main/doors/socket';
import { requestSocket } from '../../main/doors/socket-client';
import { Fault } from '../../preload/contract/faults';
import { quietLog, rosa, smallContract, type Behind } from './support';

const require = createRequire(import.meta.url);
const onUnix = process.platform !== 'win32';

let parent: string;
let folder: string;
let behind: Behind;
let shown: number;
const sockets: Socket[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'gatehouse-socket-'));
  folder = join(parent, 'venue');
  prepareDataFolder(folder);
  behind = smallContract();
  shown = 0;
});

afterEach(async () => {
  behind.endFeeds();
  for (const socket of sockets.splice(0)) await socket.close();
  rmSync(parent, { recursive: true, force: true });
});

async function open(dataFolder = folder, firstOwner: () => SignedIn | undefined = () => rosa): Promise<Socket> {
  const socket = await openSocket({
    dataFolder,
    api: behind.api,
    firstOwner,
    mode: 'service',
    url: 'http://127.0.0.1:8812',
    show: () => (shown += 1),
    log: quietLog,
  });
  sockets.push(socket);
  return socket;
}

const modeOf = (...parts: string[]): number => statSync(join(folder, ...parts)).mode & 0o777;

async function me(): Promise<{ status: number; body: unknown }> {
  const card = readCard(folder)!;
  const headers = { 'content-type': 'application/json' };
  const answer = await requestSocket(card, {
    method: 'POST',
    path: '/rpc/operators/me',
    headers,
    body: Buffer.from('{}'),
  });
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) body += chunk as string;
  return { status: answer.statusCode!, body: JSON.parse(body) };
}

describe.runIf(onUnix)('the rights of the data folder', () => {
  it('are its owner’s alone when we made it, whatever the umask', () => {
    const umask = process.umask(0);
    try {
      prepareDataFolder(join(folder, 'inner'));
    } finally {
      process.umask(umask);
    }
    expect(modeOf('inner')).toBe(0o700);
  });

  it('stay as they are when the folder was there before', () => {
    mkdirSync(join(folder, 'shared'), { mode: 0o755 });
    prepareDataFolder(join(folder, 'shared'));
    expect(modeOf('shared')).toBe(0o755);
  });

  it('let only the owner open the socket and read the card, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      await open();
    } finally {
      process.umask(umask);
    }
    expect(modeOf('gatehouse.sock')).toBe(0o600);
    expect(modeOf('running.json')).toBe(0o600);
  });

  it('are a fault with a remedy where a file stands in the way', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => prepareDataFolder(join(folder, 'file', 'venue'))).toThrow(Fault);
  });
});

describe('a call over the socket', () => {
  it('is made by the terminal as the first owner', async () => {
    await open();
    expect(await me()).toEqual({
      status: 200,
      body: { json: { operator: { id: 7, name: 'Rosa', role: rosa.role }, locked: false } },
    });
    expect(behind.via).toEqual(['terminal']);
  });

  it('is made by nobody in particular before there is an owner', async () => {
    const owners: SignedIn[] = [];
    await open(folder, () => owners[0]);
    expect((await me()).body).toEqual({ json: { locked: false } });
    owners.push(rosa);
    expect((await me()).body).toMatchObject({ json: { operator: { name: 'Rosa' } } });
  });

  it.each(['', 'wrong', 'x'.repeat(43)])('is not made with another token (%j)', async (token) => {
    await open();
    const card = { ...readCard(folder)!, token };
    for (const path of ['/instance', '/show', '/rpc/operators/me']) {
      const answer = await requestSocket(card, { method: 'POST', path });
      answer.resume();
      expect(answer.statusCode).toBe(401);
    }
    expect(behind.via).toEqual([]);
    expect(shown).toBe(0);
  });
});

describe('the place of the socket', () => {
  it('is written down, and cleared at the end', async () => {
    const socket = await open();
    expect(readCard(folder)).toMatchObject({ pid: process.pid, mode: 'service', url: 'http://127.0.0.1:8812' });
    await socket.close();
    expect(readCard(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(onUnix)('is free again after a crash left a dead socket there', async () => {
    const dead = spawn(process.execPath, [
      '-e',
      `require('node:http').createServer().listen(${JSON.stringify(join(folder, 'gatehouse.sock'))}, () => console.log('listening'))`,
    ]);
    await once(dead.stdout, 'data');
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    expect(existsSync(join(folder, 'gatehouse.sock'))).toBe(true);
    await open();
    expect((await me()).status).toBe(200);
  });

  it.runIf(onUnix)('is a private folder elsewhere when the data folder’s path is too long for a socket', async () => {
    folder = join(parent, 'a-very-long-name'.repeat(7));
    prepareDataFolder(folder);
    const socket = await open();
    const place = readCard(folder)!.socket;
    expect(place.startsWith(folder)).toBe(false);
    expect(statSync(join(place, '..')).mode & 0o777).toBe(0o700);
    expect((await me()).status).toBe(200);
    await socket.close();
    expect(existsSync(join(place, '..'))).toBe(false);
  });
});

describe('one running Gatehouse per data folder', () => {
  it('holds it until it lets go', () => {
    const first = takeInstance(folder);
    expect(first).toBeDefined();
    expect(takeInstance(folder)).toBeUndefined();
    first!.release();
    const second = takeInstance(folder);
    expect(second).toBeDefined();
    second!.release();
  });

  it('is held against another process, and is free as soon as that process is dead, however it died', async () => {
    const lock = join(folder, 'running.lock');
    const program = `const db = new (require(${JSON.stringify(require.resolve('better-sqlite3'))}))(${JSON.stringify(lock)});
      db.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    expect(takeInstance(folder)).toBeUndefined();
    other.kill('SIGKILL');
    await once(other, 'exit');
    const ours = takeInstance(folder);
    expect(ours).toBeDefined();
    ours!.release();
  });

  it('is not confused by a lock file that somebody wrote into', () => {
    writeFileSync(join(folder, 'running.lock'), 'not a database at all, but long enough to look like one');
    const instance = takeInstance(folder);
    expect(instance).toBeDefined();
    instance!.release();
  });

  it('tells a second start where it is, and shows itself when asked', async () => {
    await open();
    const running = await findRunning(folder);
    expect(running).toMatchObject({ pid: process.pid, mode: 'service', url: 'http://127.0.0.1:8812' });
    await running!.show();
    expect(shown).toBe(1);
  });

  it('is waited for while it is still starting', async () => {
    const found = findRunning(folder);
    await open();
    expect(await found).toMatchObject({ pid: process.pid });
  });

  it('is not believed when only its card is left', async () => {
    writeCard(folder, { pid: 1, mode: 'desktop', socket: join(folder, 'gone.sock'), token: 'x' });
    expect(await findRunning(folder, 0)).toBeUndefined();
  });
});

it('SQLite’s lock is what we think it is: it needs no content and leaves no journal', () => {
  const instance = takeInstance(folder)!;
  expect(readdirSync(folder)).toEqual(['running.lock']);
  expect(statSync(join(folder, 'running.lock')).size).toBe(0);
  expect(() => new Database(join(folder, 'running.lock'), { timeout: 0 }).exec('BEGIN EXCLUSIVE')).toThrow(/locked/);
  instance.release();
});
