/**
 * One file for whoever helps from afar: versions, settings, counts, health and the end of the log. Made of what may be
 * shown (db/queries/support.ts), never of everything with something taken out; only the log is text, and is scrubbed.
 * A job of the work thread.
 */
import { open as openFile } from 'node:fs/promises';
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import { strToU8, zipSync } from 'fflate';
import { withFaults } from '../../db/faults';
import type { Db } from '../../db/open';
import { assertPartSound, listParts } from '../../db/soundness';
import {
  countReasons,
  countRows,
  listMigrations,
  listNamed,
  listPlain,
  listTables,
  namedTables,
} from '../../db/queries/support';
import { Fault, type FaultCode } from '../../preload/contract/faults';
import type { ThreadLoad } from '../thread-load';
import type { Measured } from '../aaa/protocol';
import { hideWords, scrubShapes, wordsOf, wordsOfLines } from './scrub-log';
import { giveWay, type Watch } from './watch';

/** What only the main thread knows. */
export interface SupportQuestion {
  readonly version: string;
  readonly mode: 'desktop' | 'service';
  readonly demo: boolean;
  /** What stands now, most severe first. */
  readonly standing: readonly FaultCode[];
  /** How often each has begun since the start. */
  readonly faultCounts: Readonly<Partial<Record<FaultCode, number>>>;
  readonly mainThread: ThreadLoad;
  /** Undefined: the RADIUS thread gave no answer. */
  readonly radius: Measured | undefined;
  /** Bytes that the disks of the data folder and of the backups have left; undefined: unknown. */
  readonly freeBytes: { readonly data: number | undefined; readonly backups: number | undefined };
  /** The older one first; those that are not there are passed over. */
  readonly logFiles: readonly string[];
}

export interface SupportPart {
  readonly name: string;
  readonly text: string;
}

export interface SupportBundle {
  readonly kind: 'made';
  /** A ZIP file of the parts. */
  readonly bytes: Uint8Array;
  readonly parts: readonly SupportPart[];
}

/** Some thousand lines: the last days of a quiet venue, and no more than a window shows at once. */
const MOST_LOG_BYTES = 256 * 1024;
const ROWS_AT_ONCE = 2_000;
/** Tables whose rows are settings; of all others only the rows are counted. */
const settings = [
  ...['venue', 'domains', 'retention_rules', 'products', 'limitations', 'routers', 'router_states', 'printers'],
  ...['roles', 'operators'],
];

/** Rejects with the reason of `watch.signal` when stopped. */
export async function makeSupportBundle(db: Db, question: SupportQuestion, nowMs: number, watch: Watch) {
  const tables = listTables(db);
  const steps = countSteps(tables.length + listParts(db.sqlite).length + namedTables.length, watch);
  const parts: readonly SupportPart[] = [
    { name: 'read-me.txt', text: readMe(nowMs) },
    json('versions', describeVersions(db, question)),
    json('settings', Object.fromEntries(settings.map((table) => [table, listPlain(db, table)]))),
    json('counts', await countAll(db, tables, steps)),
    json('health', { ...describeHealth(question), integrity: await checkParts(db, steps) }),
    json('radius', { counters: question.radius?.counters ?? 'no answer', log: countReasons(db) }),
    json('threads', { main: question.mainThread, radius: question.radius?.load ?? 'no answer', work: ownLoad() }),
    json('backups', listPlain(db, 'backups').slice(-MOST_BACKUPS)),
    { name: 'log.txt', text: (await scrub(db, await readLog(question.logFiles), steps)).join('\n') },
  ];
  const files = Object.fromEntries(parts.map(({ name, text }) => [name, strToU8(text)]));
  return { kind: 'made', bytes: zipSync(files, { mtime: nowMs }), parts } satisfies SupportBundle;
}

/** A month of nights. */
const MOST_BACKUPS = 31;

interface Steps extends Watch {
  /** One more is done; others get their turn. */
  next(): Promise<void>;
}

function countSteps(total: number, watch: Watch): Steps {
  let done = 0;
  return {
    ...watch,
    next: async () => {
      watch.progress(++done, total);
      await giveWay(watch);
    },
  };
}

function json(name: string, content: unknown): SupportPart {
  return { name: `${name}.json`, text: JSON.stringify(content, undefined, 2) };
}

function readMe(nowMs: number): string {
  return [
    'Gatehouse: a file for support',
    `Made ${new Date(nowMs).toISOString()}`,
    '',
    'versions.json   program, system, schema of the database',
    'settings.json   settings as numbers and choices, without names, addresses, texts and secrets',
    'counts.json     how many rows each table has',
    'health.json     what is wrong now, how often it was, disks, whether the database is whole',
    'radius.json     packets by what became of them',
    'threads.json    how busy the threads are',
    'backups.json    what became of the last backups',
    'log.txt         the end of the log; names, addresses, numbers and quotations are hidden',
  ].join('\n');
}

function describeVersions(db: Db, { version, mode, demo }: SupportQuestion) {
  const [sqlite] = db.sqlite.prepare<[], string>('select sqlite_version()').pluck().all();
  const { node, v8, electron } = process.versions as Readonly<Record<string, string | undefined>>;
  return {
    gatehouse: { version, mode, demo },
    runtime: { node, v8, sqlite, ...(electron === undefined ? {} : { electron }) },
    schema: { migrations: listMigrations(db).length, last: listMigrations(db).at(-1) },
    system: {
      ...{ platform: os.platform(), release: os.release(), arch: os.arch(), processors: os.cpus().length },
      ...{ memoryBytes: os.totalmem(), freeMemoryBytes: os.freemem(), upSec: Math.round(os.uptime()) },
    },
  };
}

async function countAll(db: Db, tables: readonly string[], steps: Steps): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    counts[table] = countRows(db, table);
    await steps.next();
  }
  return counts;
}

function describeHealth({ standing, faultCounts, freeBytes }: SupportQuestion) {
  const known = (bytes: number | undefined) => bytes ?? 'unknown';
  return {
    standing,
    sinceTheStart: faultCounts,
    freeBytes: { data: known(freeBytes.data), backups: known(freeBytes.backups) },
  };
}

/** Which parts of the file are damaged; reading goes on, so that support knows how much is lost. */
async function checkParts(db: Db, steps: Steps): Promise<Readonly<Record<string, unknown>>> {
  const damaged: string[] = [];
  const parts = listParts(db.sqlite);
  for (const part of parts) {
    if (!isSound(db, part)) damaged.push(part);
    await steps.next();
  }
  return { checked: parts.length, damaged };
}

function isSound(db: Db, part: string): boolean {
  try {
    withFaults(db.file, () => assertPartSound(db.sqlite, db.file, part));
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'DATABASE_DAMAGED') return false;
    throw error;
  }
}

/** The thread that does this job: it has been at it alone, so how late it came to things says nothing. */
function ownLoad() {
  const { utilization } = performance.eventLoopUtilization();
  return { busy: Number(utilization.toFixed(3)), heapBytes: process.memoryUsage().heapUsed };
}

/** The last lines of the files, whole ones. */
async function readLog(files: readonly string[]): Promise<readonly string[]> {
  let text = '';
  for (const file of files) text += await readEnd(file);
  const cut = text.length > MOST_LOG_BYTES ? text.slice(text.indexOf('\n', text.length - MOST_LOG_BYTES) + 1) : text;
  return cut.split(/\r?\n/);
}

async function readEnd(file: string): Promise<string> {
  try {
    const handle = await openFile(file);
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, MOST_LOG_BYTES);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      const text = buffer.toString('utf8', 0, bytesRead);
      return length === size ? text : text.slice(text.indexOf('\n') + 1);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

async function scrub(db: Db, lines: readonly string[], steps: Steps): Promise<readonly string[]> {
  const shaped = lines.map(scrubShapes);
  const known = await findNames(db, wordsOfLines(shaped), steps);
  return shaped.map((line) => hideWords(line, known));
}

/** Those of the words by which the database calls somebody, each with its mark. */
async function findNames(db: Db, said: ReadonlySet<string>, steps: Steps): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  for (const table of namedTables) {
    let after: number | undefined = 0;
    while (after !== undefined) {
      const { lastRow, texts } = listNamed(db, table, after, ROWS_AT_ONCE);
      for (const word of texts.flatMap(wordsOf)) {
        if (said.has(word) && !known.has(word)) known.set(word, `[name-${known.size + 1}]`);
      }
      after = lastRow;
      await giveWay(steps);
    }
    await steps.next();
  }
  return known;
}

/** With the minute in which it was made, UTC: two of a day are told apart. */
export function supportFileName(nowMs: number): string {
  return `gatehouse-support-${new Date(nowMs).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z.zip`;
}
