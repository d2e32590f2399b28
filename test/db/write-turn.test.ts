import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { immediate } from '../../db/transaction';
import { joinWriteTurns, newWriteTurns } from '../../db/write-turn';
import { temporaryFolder } from './support';

const ROOT = join(import.meta.dirname, '../..');
const SALES = 20;
/** A computer that stands still must not look like a lock that is never given back. */
const STANDSTILL_MS = 60_000;

/** An import at its worst: one portion of some milliseconds after the other, without a rest. Counts them in `begun`. */
const BUSY_WORK = `
  const { workerData, parentPort } = require('node:worker_threads');
  const Database = require(workerData.betterSqlite3);
  const PORTION_MS = 8;
  import(workerData.writeTurn).then(({ joinWriteTurns, takeWriteLock, giveWriteLockBack }) => {
    const begun = new Int32Array(workerData.begun);
    const sqlite = new Database(workerData.file, { timeout: 60000 });
    joinWriteTurns(sqlite, workerData.turns, 'work');
    const isWanted = () => Atomics.load(begun, 1) === 0;
    parentPort.postMessage('begins');
    while (isWanted()) {
      takeWriteLock(sqlite, () => sqlite.exec('begin immediate'));
      Atomics.add(begun, 0, 1);
      for (const untilMs = performance.now() + PORTION_MS; performance.now() < untilMs; );
      sqlite.exec('commit');
      giveWriteLockBack(sqlite);
    }
    sqlite.close();
  });
`;

function openVenue(): {
  readonly sqlite: Database.Database;
  readonly turns: SharedArrayBuffer;
  readonly file: string;
} {
  const file = join(temporaryFolder(), 'venue.sqlite');
  const sqlite = new Database(file, { timeout: STANDSTILL_MS });
  sqlite.pragma('journal_mode = WAL');
  onTestFinished(() => void sqlite.close());
  return { sqlite, turns: newWriteTurns(), file };
}

async function startBusyWork(file: string, turns: SharedArrayBuffer): Promise<() => number> {
  const begun = new SharedArrayBuffer(8);
  const cells = new Int32Array(begun);
  const worker = new Worker(BUSY_WORK, {
    eval: true,
    workerData: {
      ...{ file, turns, begun },
      betterSqlite3: join(ROOT, 'node_modules/better-sqlite3'),
      writeTurn: pathToFileURL(join(ROOT, 'db/write-turn.ts')).href,
    },
  });
  const ended = once(worker, 'exit');
  onTestFinished(async () => {
    Atomics.store(cells, 1, 1);
    await ended;
  });
  await once(worker, 'message');
  return () => Atomics.load(cells, 0);
}

test('whoever somebody waits for writes after the portion that is being written, not after dozens', async () => {
  const { sqlite, turns, file } = openVenue();
  joinWriteTurns(sqlite, turns, 'windows');
  const portions = await startBusyWork(file, turns);
  let waitedFor = 0;
  for (let sale = 0; sale < SALES; sale++) {
    const before = portions();
    immediate(sqlite, () => (waitedFor += portions() - before));
    // The work goes on before the next sale.
    const after = portions();
    await expect.poll(portions, { timeout: STANDSTILL_MS, interval: 1 }).toBeGreaterThan(after);
  }
  expect(waitedFor).toBeLessThanOrEqual(2 * SALES);
});

test('a thread that died in the middle keeps nobody for ever', async () => {
  const { sqlite, turns, file } = openVenue();
  // Each said that it waits, or writes, and was never heard of again.
  new Int32Array(turns).fill(1);
  joinWriteTurns(sqlite, turns, 'windows');
  immediate(sqlite, () => undefined);
  const portions = await startBusyWork(file, turns);
  await expect.poll(portions, { timeout: STANDSTILL_MS, interval: 5 }).toBeGreaterThan(1);
});
