/** The work thread as it is shipped: jobs that can be watched and stopped, faults, restarts, and checkpoints. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { CHECKPOINT_FROM_PAGES } from '../../db/checkpoint';
import { openBeside } from '../../db/open';
import { appendSettled } from '../../main/aaa/session-chain';
import type { Log } from '../../main/log';
import type { WorkbookInput } from '../../main/office/workbook';
import {
  startWorkThread,
  type Asking,
  type JobInHand,
  type WorkThread,
  type WorkThreadOptions,
} from '../../main/work/start';
import { buildThread, type BuiltThread } from '../aaa/built-thread';
import { HOUR_MS, insert, macOf } from '../aaa/support';
import { damage } from '../db/damage';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

const WITHIN = { timeout: 60_000, interval: 10 } as const;
let built: BuiltThread;
beforeAll(async () => {
  built = await buildThread('main/work/thread.ts', 'work-thread');
});
afterAll(() => built.remove());

interface Running {
  readonly work: WorkThread;
  readonly asking: Asking;
  readonly logged: string[];
  /** The list of jobs after each change. */
  readonly seen: (readonly JobInHand[])[];
}

function start(
  venue: TestVenue,
  threadFile = built.file,
  limits: Pick<WorkThreadOptions, 'mostSilentMs' | 'restsAfterMs'> = {},
): Running {
  const logged: string[] = [];
  const seen: (readonly JobInHand[])[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (message) => void logged.push(message),
    error: (message) => void logged.push(message),
  };
  const work: WorkThread = startWorkThread(
    threadFile,
    { databaseFile: venue.db.file, makesCheckpoints: true },
    {
      onChange: () => void seen.push(work.list()),
      log,
      ...limits,
    },
  );
  onTestFinished(() => work.stop());
  return { work, asking: { dataKey: venue.dataKey, nowMs: venue.now(), operatorName: 'Olivia' }, logged, seen };
}

/** A venue with so many ended sessions in its chain. */
function hotel(sessions = 0): TestVenue {
  const venue = openTestVenue();
  onTestFinished(() => venue.close());
  venue.db.sqlite.transaction(() => {
    for (let n = 0; n < sessions; n++) {
      const startedAtMs = venue.now() - (sessions + 2 - n) * HOUR_MS;
      insert(venue.db, 'sessions', {
        ...{ router_id: 1, acct_session_id: `8010${n}`, username: 'k7m2pq', mac_address: macOf(n % 200) },
        ...{ started_at_ms: startedAtMs, last_heard_at_ms: startedAtMs + 1_000, ended_at_ms: startedAtMs + 1_000 },
        ...{ interim_sec: 60, terminate_cause: 'User-Request' },
      });
    }
    while (appendSettled(venue.db, venue.now()) > 0);
  })();
  return venue;
}

const exportsOf = (venue: TestVenue): string[] => {
  const folder = join(dirname(venue.db.file), 'exports');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** A thread of its own in the place of the real one. */
function threadOf(name: string, source: string): string {
  const file = join(dirname(built.file), `${name}.mjs`);
  writeFileSync(file, source);
  return file;
}

const STOPPED = { kind: 'refused', reason: 'work-stopped' };

describe('a job', () => {
  test('is done beside the main thread and answered to who asked for it', async () => {
    const venue = hotel(3);
    const { work, asking, seen } = start(venue);
    const exported = await work.run('export-connection-log', { format: 'jsonl' }, asking);
    if ('kind' in exported) throw new Error(exported.reason);
    expect(exported.rows).toBe(3);
    expect(readFileSync(exported.file, 'utf8')).toContain('k7m2pq');
    const { file } = exported;
    expect(await work.run('verify-connection-log', { file }, asking)).toEqual({ kind: 'whole', rows: 3 });
    expect(await work.run('verify-connections', null, asking)).toEqual({ kind: 'whole', rows: 3 });
    expect(await work.run('check-database', null, asking)).toBeNull();
    expect(seen[0]).toMatchObject([{ name: 'export-connection-log', operatorName: 'Olivia', progress: undefined }]);
    expect(work.list()).toEqual([]);
  });

  test('says how far it is, and leaves nothing behind when it is stopped', async () => {
    const venue = hotel(5_000);
    const { work, asking, seen } = start(venue);
    const exporting = work.run('export-connection-log', { format: 'jsonl' }, asking);
    const job = await vi.waitUntil(() => seen.flat().find(({ progress }) => progress !== undefined), WITHIN);
    expect(job.progress).toMatchObject({ total: 5_000 });
    expect(job.progress!.done).toBeLessThan(5_000);
    expect(work.stopJob(job.id)).toBe(true);
    expect(await exporting).toMatchObject(STOPPED);
    expect(exportsOf(venue)).toEqual([]);
    expect(work.stopJob(job.id)).toBe(false);
  });

  test('that waits for another one can be stopped before it has begun', async () => {
    const venue = hotel(5_000);
    const { work, asking } = start(venue);
    const first = work.run('verify-connections', null, asking);
    const second = work.run('export-connection-log', { format: 'csv' }, asking);
    expect(work.list().map(({ name }) => name)).toEqual(['verify-connections', 'export-connection-log']);
    work.stopJob(work.list()[1]!.id);
    expect(await second).toMatchObject(STOPPED);
    expect(await first).toEqual({ kind: 'whole', rows: 5_000 });
    expect(exportsOf(venue)).toEqual([]);
  });

  test.each([
    ['verify-connections', null],
    ['check-database', null],
  ] as const)('%s is stopped, too, when the venue closes', async (name, question) => {
    const { work, asking } = start(hotel(5_000));
    // A thread that a busy computer has not even started by then would be ended by force.
    await work.run(name, question, asking);
    const running = work.run(name, question, asking);
    await work.stop();
    expect(await running).toMatchObject(STOPPED);
  });

  test('that meets a fault ends in the words of the fault table, and the next one goes on', async () => {
    const venue = hotel(1);
    const { work, asking, logged } = start(venue);
    writeFileSync(join(dirname(venue.db.file), 'exports'), 'a file where the folder should be');
    const exporting = work.run('export-connection-log', { format: 'jsonl' }, asking);
    await expect(exporting).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
    expect(logged[0]).toContain('FOLDER_READ_ONLY');
    expect(await work.run('verify-connections', null, asking)).toEqual({ kind: 'whole', rows: 1 });
  });

  test('that needs the key of a locked venue says so', async () => {
    const { work, asking } = start(hotel(1));
    const exporting = work.run('export-connection-log', { format: 'csv' }, { ...asking, dataKey: undefined });
    await expect(exporting).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  test('finds damage anywhere in the file', async () => {
    const venue = hotel(2_000);
    venue.db.sqlite.pragma('wal_checkpoint(truncate)');
    damage(venue.db, 'sessions');
    const { work, asking } = start(venue);
    const { file } = venue.db;
    await expect(work.run('check-database', null, asking)).rejects.toMatchObject({
      code: 'DATABASE_DAMAGED',
      params: { file },
    });
  });
});

/** The threads that this process has started since, in their order. */
function watchThreads(): readonly Worker[] {
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));
  return started;
}

describe('the memory of a thread', () => {
  /** Far more than a fresh thread holds. */
  const large: WorkbookInput = {
    kind: 'csv',
    sheets: [
      {
        name: 'Guests',
        columns: Array.from({ length: 10 }, (_, at) => ({ title: `Column ${at}`, kind: 'text' })),
        rows: Array.from({ length: 60_000 }, (_, row) => Array.from({ length: 10 }, (_, at) => `${row} ${at}`)),
      },
    ],
    rightToLeft: false,
  };

  test('is given back after a large job, by a fresh thread in its place', async () => {
    const started = watchThreads();
    const { work, asking, logged } = start(hotel(1));
    const small = () => work.run('verify-connections', null, asking);
    expect(await small()).toEqual({ kind: 'whole', rows: 1 });
    expect(await small()).toEqual({ kind: 'whole', rows: 1 });
    expect(started).toHaveLength(1);
    await work.run('make-workbook', large, asking);
    await vi.waitUntil(() => started.length === 2, WITHIN);
    expect(await small()).toEqual({ kind: 'whole', rows: 1 });
    expect(started).toHaveLength(2);
    expect(logged).toEqual([]);
  });

  test('is kept while there is more to do: no job is lost to it', async () => {
    const { work, asking } = start(hotel(1));
    const jobs = [large, large].map((input) => work.run('make-workbook', input, asking));
    const last = work.run('verify-connections', null, asking);
    expect(await Promise.all(jobs)).toHaveLength(2);
    expect(await last).toEqual({ kind: 'whole', rows: 1 });
  });

  test('is none before the first question and some time after the last, where a thread may rest', async () => {
    const started = watchThreads();
    const { work, asking, logged } = start(hotel(1), built.file, { restsAfterMs: 20 });
    const ask = () => work.run('verify-connections', null, asking);
    expect(started).toHaveLength(0);
    expect(await ask()).toEqual({ kind: 'whole', rows: 1 });
    await vi.waitUntil(() => started[0]!.threadId === ENDED, WITHIN);
    expect(await ask()).toEqual({ kind: 'whole', rows: 1 });
    expect(started).toHaveLength(2);
    await work.stop();
    expect(started[1]!.threadId).toBe(ENDED);
    await expect(ask()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(logged).toEqual([]);
  });
});

/** What a `Worker` that has ended says its number is. */
const ENDED = -1;

describe('the list of jobs', () => {
  const silent = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ kind }) => kind === 'stop' && parentPort.close());`;

  test('has an end', async () => {
    const { work, asking } = start(hotel(), threadOf('silent', silent));
    const lost = Array.from({ length: 16 }, () => work.run('check-database', null, asking).catch(() => 'lost'));
    expect(await work.run('check-database', null, asking)).toMatchObject({ kind: 'refused', reason: 'work-busy' });
    expect(work.list()).toHaveLength(16);
    expect(lost).toHaveLength(16);
  });

  test('is given up when the thread says nothing any more, and another thread is started', async () => {
    const venue = hotel(1);
    const marker = join(dirname(venue.db.file), 'was-silent');
    const file = threadOf(
      'silent-once',
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       const isSilent = !existsSync(${JSON.stringify(marker)});
       if (isSilent) writeFileSync(${JSON.stringify(marker)}, '');
       parentPort.on('message', ({ kind, jobId }) => {
         if (kind === 'stop') parentPort.close();
         else if (!isSilent) parentPort.postMessage({ kind: 'done', jobId, answer: { kind: 'whole', rows: 7 } });
       });`,
    );
    // A thread takes a busy machine more than a second to start; each that is given up makes the next one come later.
    const { work, asking, logged } = start(venue, file, { mostSilentMs: 4_000 });
    const verify = () => work.run('verify-connections', null, asking);
    await expect(verify()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(work.list()).toEqual([]);
    expect(logged[0]).toContain('silent');
    const again = (): Promise<unknown> => verify().catch(() => undefined);
    expect(await vi.waitUntil(again, WITHIN)).toEqual({ kind: 'whole', rows: 7 });
  });

  test('is empty after the thread died, and whoever waited is told', async () => {
    const { work, asking } = start(
      hotel(),
      threadOf('dies', `${silent} parentPort.once('message', () => { throw 1; });`),
    );
    await expect(work.run('check-database', null, asking)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(work.list()).toEqual([]);
    await expect(work.run('check-database', null, asking)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

/** Pages the WAL may hold when commits come without a pause: what SQLite does itself at last, and then some. */
const MOST_WAL_BYTES = 80 * 1024 * 1024;
/** More than twice of that. */
const FLOOD_BYTES = 200 * 1024 * 1024;
const ROW_BYTES = 16 * 1024;

interface Waiting {
  readonly log: number;
  readonly checkpointed: number;
}

describe('the WAL', () => {
  const waitingIn = (venue: TestVenue): number => {
    const [state] = venue.db.sqlite.pragma('wal_checkpoint(noop)') as [Waiting];
    return state.log - state.checkpointed;
  };

  test('is moved into the file by the work thread, and a little of it is left alone', async () => {
    const venue = hotel();
    venue.db.sqlite.exec('create table flood (bytes blob)');
    const write = venue.db.sqlite.prepare(`insert into flood values (randomblob(${ROW_BYTES}))`);
    while (waitingIn(venue) < CHECKPOINT_FROM_PAGES) write.run();
    start(venue);
    await vi.waitUntil(() => waitingIn(venue) === 0, WITHIN);
    write.run();
    const little = waitingIn(venue);
    const before = statSync(venue.db.file).mtimeMs;
    const { work, asking } = start(venue);
    await work.run('verify-connections', null, asking);
    expect(waitingIn(venue)).toBe(little);
    expect(statSync(venue.db.file).mtimeMs).toBe(before);
  });

  test('stays bounded under a flood of writes', async () => {
    const venue = hotel();
    start(venue);
    venue.db.sqlite.exec('create table flood (bytes blob)');
    const write = venue.db.sqlite.prepare(`insert into flood values (randomblob(${ROW_BYTES}))`);
    const flood = venue.db.sqlite.transaction(() => {
      for (let row = 0; row < 16; row++) write.run();
    });
    let most = 0;
    for (let bytes = 0; bytes < FLOOD_BYTES; bytes += 16 * ROW_BYTES) {
      flood();
      most = Math.max(most, statSync(`${venue.db.file}-wal`).size);
    }
    expect(most).toBeLessThan(MOST_WAL_BYTES);
    await vi.waitUntil(() => waitingIn(venue) < CHECKPOINT_FROM_PAGES, WITHIN);
  });

  test('is whole again after the process was killed in the middle of writes and checkpoints', async () => {
    const venue = hotel();
    venue.db.sqlite.exec('create table flood (id integer primary key, bytes blob)');
    const child = spawn(process.execPath, [floodingProcess(), built.file, venue.db.file]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    let complained = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
    // It grows when pages are copied into it, and at no other time.
    const before = statSync(venue.db.file).size;
    const isBeingCopied = (): boolean => statSync(venue.db.file).size > before;
    await vi.waitUntil(() => isBeingCopied() || child.exitCode !== null, { timeout: 60_000, interval: 1 });
    expect({ complained, exitCode: child.exitCode }).toEqual({ complained: '', exitCode: null });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lastSaid = Number(said.trimEnd().split('\n').at(-1));
    const db = openBeside(venue.db.file);
    onTestFinished(() => db.close());
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.sqlite.prepare('select count(*) from flood').pluck().get()).toBeGreaterThanOrEqual(lastSaid);
  });
});

/** Writes without a pause beside a work thread, and says which rows are committed. */
function floodingProcess(): string {
  return threadOf(
    'flood',
    `import { writeSync } from 'node:fs';
     import { Worker } from 'node:worker_threads';
     import Database from 'better-sqlite3';
     const [threadFile, databaseFile] = process.argv.slice(2);
     new Worker(threadFile, { workerData: { databaseFile, makesCheckpoints: true } });
     const sqlite = new Database(databaseFile);
     sqlite.pragma('synchronous = FULL');
     sqlite.pragma('wal_autocheckpoint = 16000');
     const write = sqlite.prepare('insert into flood (bytes) values (randomblob(${ROW_BYTES}))');
     const writeSome = sqlite.transaction(() => {
       for (let row = 0; row < 19; row++) write.run();
       return write.run().lastInsertRowid;
     });
     const go = () => {
       writeSync(1, writeSome() + '\\n');
       setImmediate(go);
     };
     go();`,
  );
}
