/** The RADIUS thread as it is shipped: ports, faults, restarts, and records that survive a kill. */
import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openBeside } from '../../db/open';
import {
  startRadiusThread,
  type RadiusThread,
  type RadiusThreadData,
  type RadiusThreadMessage,
} from '../../main/aaa/start';
import type { Log } from '../../main/log';
import { openCoaListener } from '../fakes/coa-listener';
import { FakeNas } from '../fakes/nas';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { buildThread, type BuiltThread } from './built-thread';
import { addRouter, hotspotFrom, macOf, reportOf, SECRET, sellCode, sessionsIn } from './support';

const code = 'k7m2pq';
const login = { username: code, password: code, attributes: hotspotFrom(1) };
let built: BuiltThread;
beforeAll(async () => {
  built = await buildThread();
});
afterAll(() => built.remove());

interface Running {
  readonly thread: RadiusThread;
  readonly messages: RadiusThreadMessage[];
  readonly logged: string[];
  /** The first message that fits, waited for. */
  heard<K extends RadiusThreadMessage['kind']>(
    kind: K,
    from?: number,
  ): Promise<Extract<RadiusThreadMessage, { kind: K }>>;
}

function start(data: RadiusThreadData, threadFile = built.file): Running {
  const messages: RadiusThreadMessage[] = [];
  const logged: string[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (message) => void logged.push(message),
    error: (message) => void logged.push(message),
  };
  const thread = startRadiusThread(threadFile, data, { onMessage: (message) => void messages.push(message), log });
  onTestFinished(() => thread.stop());
  return {
    thread,
    messages,
    logged,
    async heard(kind, from = 0) {
      const find = () => messages.slice(from).find((message) => message.kind === kind);
      const found = await vi.waitUntil(find, { timeout: 60_000, interval: 10 });
      return found as Extract<RadiusThreadMessage, { kind: typeof kind }>;
    },
  };
}

function dataOf(venue: TestVenue, more: Partial<RadiusThreadData> = {}): RadiusThreadData {
  return {
    databaseFile: venue.db.file,
    dataKey: venue.dataKey,
    authPort: 0,
    acctPort: 0,
    bind: ['127.0.0.1'],
    ...more,
  };
}

function hotel(): TestVenue {
  const venue = openTestVenue(Date.now());
  onTestFinished(() => venue.close());
  addRouter(venue, '127.0.0.1', SECRET);
  sellCode(venue, code, { validForSec: 3_600 });
  return venue;
}

async function nasOf(running: Running): Promise<FakeNas> {
  const { authPort, acctPort } = await running.heard('listening');
  return new FakeNas({ secret: SECRET, authPort, acctPort });
}

describe('the RADIUS thread', () => {
  test('says where it listens, decides, stores, and says what changed', async () => {
    const venue = hotel();
    const running = start(dataOf(venue));
    const nas = await nasOf(running);
    expect((await nas.login(login)).code).toBe('Access-Accept');
    await nas.account(reportOf('start', { username: code }));
    expect(sessionsIn(venue.db)).toHaveLength(1);
    expect((await running.heard('listening')).bind).toEqual(['127.0.0.1']);
    expect((await running.heard('packet')).atMs).toBeGreaterThan(venue.now() - 60_000);
    await running.heard('changed');
    const topics = (): ReadonlySet<string> =>
      new Set(running.messages.flatMap((message) => (message.kind === 'changed' ? message.topics : [])));
    await vi.waitUntil(() => topics().has('sessions') && topics().has('routers'), { timeout: 60_000, interval: 10 });
    const log = venue.db.sqlite.prepare<[], { reason: string }>('select reason from radius_log order by id').all();
    expect(log.map((row) => row.reason)).toEqual(['ok', 'session-started']);
  });

  test('tells how busy it is and what became of the packets since it listens', async () => {
    const running = start(dataOf(hotel()));
    const nas = await nasOf(running);
    await nas.login(login);
    const measured = await running.thread.ask('measure', null);
    expect(measured?.counters).toMatchObject({ received: 1, answered: 1, dropped: { 'unknown-source': 0 } });
    expect(measured?.load.heapBytes).toBeGreaterThan(0);
    expect(measured?.load.busy).toBeLessThanOrEqual(1);
  });

  test('ends sessions on their router for the main thread, and finishes that before it stops', async () => {
    const venue = hotel();
    const router = await openCoaListener(SECRET, (request) => request.answer(41));
    onTestFinished(() => router.close());
    venue.db.sqlite.prepare('update routers set coa_port = ?').run(router.port);
    const running = start(dataOf(venue));
    const nas = await nasOf(running);
    await nas.login(login);
    await nas.account(reportOf('start', { username: code }));
    const [session] = sessionsIn(venue.db);
    expect(await running.thread.endSessions([session!.id, 999], 'Anna')).toEqual([
      { sessionId: session!.id, kind: 'ended' },
      { sessionId: 999, kind: 'not-there' },
    ]);
    const asked = running.thread.endSessions([session!.id], 'Anna');
    await running.thread.stop();
    expect(await asked).toEqual([{ sessionId: session!.id, kind: expect.stringMatching(/ended|no-answer/) as string }]);
    const requests = venue.db.sqlite.prepare(`select operator_name from router_requests where state = 'acknowledged'`);
    expect(requests.all()[0]).toEqual({ operator_name: 'Anna' });
  });

  test('looks at the sessions of guests it is told of', async () => {
    const venue = hotel();
    const router = await openCoaListener(SECRET, (request) => request.answer(41));
    onTestFinished(() => router.close());
    venue.db.sqlite.prepare('update routers set coa_port = ?').run(router.port);
    const running = start(dataOf(venue));
    const nas = await nasOf(running);
    await nas.login(login);
    await nas.account(reportOf('start', { username: code }));
    venue.db.sqlite.prepare('update guests set locked_at_ms = 1').run();
    running.thread.guestsChanged([1]);
    await vi.waitUntil(() => router.heard.length > 0, { timeout: 60_000, interval: 10 });
    const ending = (): unknown => venue.db.sqlite.prepare('select end_reason from sessions').pluck().get();
    await vi.waitUntil(() => ending() === 'guest-locked', { timeout: 60_000, interval: 10 });
  });

  test('leaves nothing behind from warming up', async () => {
    const venue = hotel();
    const running = start(dataOf(venue));
    await running.heard('listening');
    await running.thread.stop();
    const count = (table: string): unknown => venue.db.sqlite.prepare(`select count(*) from ${table}`).pluck().get();
    expect(['guests', 'products', 'entitlements', 'limitations'].map(count)).toEqual([1, 1, 1, 0]);
    expect(['sessions', 'entitlement_usage', 'devices', 'radius_log', 'router_states'].map(count)).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(running.logged).toEqual([]);
  });

  test('serves a router from the moment it is told of it', async () => {
    const venue = openTestVenue(Date.now());
    onTestFinished(() => venue.close());
    sellCode(venue, code);
    const running = start(dataOf(venue));
    const nas = await nasOf(running);
    addRouter(venue, '127.0.0.1', SECRET);
    running.thread.routersChanged();
    const answered = async (): Promise<boolean> => {
      const port = await nas.openPort('authentication');
      port.send(nas.accessRequest(login));
      const got = await vi.waitUntil(() => port.received.length > 0, { timeout: 300, interval: 5 }).catch(() => false);
      port.close();
      return got;
    };
    await vi.waitUntil(answered, { timeout: 60_000, interval: 10 });
  });

  test('opens its ports before the venue is set up, and knows nobody', async () => {
    const venue = hotel();
    const running = start(dataOf(venue, { dataKey: undefined }));
    const nas = await nasOf(running);
    const port = await nas.openPort('authentication');
    port.send(nas.accessRequest(login));
    await running.heard('packet');
    port.close();
    expect(port.received).toEqual([]);
  });

  test('when it is stopped frees its ports and writes what is in memory', async () => {
    const venue = hotel();
    const running = start(dataOf(venue));
    const nas = await nasOf(running);
    await nas.login({ ...login, password: 'x' });
    await running.thread.stop();
    expect(running.messages.at(-1)).toEqual({ kind: 'stopped' });
    const { authPort } = await running.heard('listening');
    const socket = await taken(authPort);
    socket.close();
    const log = venue.db.sqlite.prepare<[], { reason: string }>('select reason from radius_log').all();
    expect(log).toEqual([{ reason: 'wrong-password' }]);
  });
});

/** A program that holds a port. */
async function taken(port = 0): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  await once(socket, 'listening');
  return socket;
}

describe('a port', () => {
  test('that is taken is named with its remedy, and had as soon as it is free', async () => {
    const venue = hotel();
    const other = await taken();
    const { port } = other.address();
    const running = start(dataOf(venue, { authPort: port }));
    const fault = await running.heard('fault');
    expect(fault).toEqual({
      kind: 'fault',
      code: 'PORT_IN_USE',
      params: { role: 'authentication', port, protocol: 'UDP', option: '--auth-port' },
    });
    other.close();
    expect(await running.heard('listening')).toMatchObject({ authPort: port });
    expect(running.messages.filter((message) => message.kind === 'fault')).toHaveLength(1);
    expect(await running.heard('cleared')).toEqual({ kind: 'cleared', code: 'PORT_IN_USE' });
    expect((await (await nasOf(running)).login(login)).code).toBe('Access-Accept');
  });

  test('for accounting that is taken is named by its own option, and stopping does not wait for it', async () => {
    const venue = hotel();
    const other = await taken();
    onTestFinished(() => void other.close());
    const running = start(dataOf(venue, { acctPort: other.address().port }));
    expect((await running.heard('fault')).params).toMatchObject({ role: 'accounting', option: '--acct-port' });
    await running.thread.stop();
    expect(running.messages.at(-1)).toEqual({ kind: 'stopped' });
  });

  test('on an address this computer does not have is a fault of its own', async () => {
    const venue = hotel();
    const running = start(dataOf(venue, { bind: ['192.0.2.77'] }));
    expect(await running.heard('fault')).toMatchObject({ code: 'PORT_NOT_ALLOWED', params: { address: '192.0.2.77' } });
  });
});

describe('a thread that dies', () => {
  test('is a fault until it listens again, and is started again by itself', async () => {
    const venue = hotel();
    // Dies at its first start, after that it is the real thread.
    const threadFile = join(dirname(built.file), 'dies-once.mjs');
    const marker = join(dirname(venue.db.file), 'died');
    writeFileSync(
      threadFile,
      `import { existsSync, writeFileSync } from 'node:fs';
       if (!existsSync(${JSON.stringify(marker)})) {
         writeFileSync(${JSON.stringify(marker)}, '');
         throw new Error('a bug in the thread');
       }
       await import('./radius-thread.js');`,
    );
    const running = start(dataOf(venue), threadFile);
    expect(await running.heard('fault')).toEqual({ kind: 'fault', code: 'RADIUS_STOPPED', params: {} });
    expect(await running.heard('cleared')).toEqual({ kind: 'cleared', code: 'RADIUS_STOPPED' });
    expect((await (await nasOf(running)).login(login)).code).toBe('Access-Accept');
    expect(running.logged[0]).toBe('The RADIUS thread failed');
  });

  test('takes the faults it had with it, once another one listens', async () => {
    const venue = hotel();
    const threadFile = join(dirname(built.file), 'fails-once.mjs');
    const marker = join(dirname(venue.db.file), 'failed');
    writeFileSync(
      threadFile,
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       if (!existsSync(${JSON.stringify(marker)})) {
         writeFileSync(${JSON.stringify(marker)}, '');
         parentPort.postMessage({ kind: 'fault', code: 'DATABASE_LOCKED', params: { file: 'x' } });
         throw new Error('the database could not be opened');
       }
       await import('./radius-thread.js');`,
    );
    const running = start(dataOf(venue), threadFile);
    await running.heard('listening');
    const told = running.messages.flatMap((message) => ('code' in message ? [`${message.kind} ${message.code}`] : []));
    expect(told).toEqual([
      'fault DATABASE_LOCKED',
      'fault RADIUS_STOPPED',
      'cleared DATABASE_LOCKED',
      'cleared RADIUS_STOPPED',
    ]);
  });

  test('is not started again once it was told to stop', async () => {
    const venue = hotel();
    const threadFile = join(dirname(built.file), 'dies.mjs');
    writeFileSync(threadFile, `throw new Error('a bug in the thread');`);
    const running = start(dataOf(venue), threadFile);
    await running.heard('fault');
    const stopped = running.thread.stop();
    expect(running.thread.stop()).toBe(stopped);
    await stopped;
    expect(running.messages).toHaveLength(1);
  });
});

describe('kill -9', () => {
  test('loses no record that was acknowledged', async () => {
    const venue = hotel();
    const runner = join(dirname(built.file), 'runner.mjs');
    writeFileSync(
      runner,
      `import { Worker } from 'node:worker_threads';
       const workerData = { ...JSON.parse(process.argv[2]), dataKey: Buffer.from(process.argv[3], 'hex') };
       const worker = new Worker(new URL('./radius-thread.js', import.meta.url), { workerData });
       worker.on('message', (message) => {
         if (message.kind === 'listening') process.stdout.write(JSON.stringify(message) + '\\n');
       });`,
    );
    const { dataKey, ...data } = dataOf(venue);
    const child = spawn(process.execPath, [runner, JSON.stringify(data), Buffer.from(dataKey!).toString('hex')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { authPort, acctPort } = JSON.parse(line.toString()) as { authPort: number; acctPort: number };
    const nas = new FakeNas({ secret: SECRET, authPort, acctPort });
    const acknowledged: string[] = [];
    const port = await nas.openPort('accounting');
    for (let number = 0; number < 250; number++) {
      const acctSessionId = (0x80100000 + number).toString(16);
      const report = { username: code, acctSessionId, mac: macOf(number % 200), sessionTimeSec: 60, uploadBytes: 1 };
      port.send(nas.accountingRequest(reportOf('stop', report)));
    }
    // In the middle of it: some are answered, some are not.
    for (let answers = 0; answers < 60; answers++) {
      const answer = await port.next();
      // The first request has Identifier 1, and 250 of them do not wrap.
      acknowledged.push((0x80100000 + answer[1]! - 1).toString(16));
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    port.close();
    const db = openBeside(venue.db.file);
    const stored = sessionsIn(db);
    db.close();
    const ids = new Set(stored.map((row) => row.acct_session_id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(stored.length).toBeGreaterThanOrEqual(60);
    const usage = venue.db.sqlite.prepare('select upload_bytes, uptime_sec from entitlement_usage').get();
    expect(usage).toEqual({ upload_bytes: stored.length, uptime_sec: 60 * stored.length });
  });
});
