/** One running Gatehouse per data folder: who may run, and where the other one is. */
import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { folderFault, readCard, type RunningCard } from './data-folder';
import { requestSocket } from './socket-client';

/** Holds the lock until it is released or the process ends, however it ends. */
export interface Instance {
  release(): void;
}

export interface RunningInstance {
  readonly pid: number;
  readonly mode: RunningCard['mode'];
  /** The page of the service mode. */
  readonly url?: string;
  /** Brings the windows of the desktop application to the front; does nothing in service mode. */
  show(): Promise<void>;
}

const LOCK_FILE = 'running.lock';
/** A computer that is just starting up may need this long to open the database of a running venue. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 100;
const ANSWER_MS = 2_000;

/**
 * Takes the data folder for this process; undefined when another process has it.
 * The lock is SQLite's own on an empty file: the operating system lets go of it when the process dies, so that no
 * crash leaves a stale lock and no pid has to be guessed about. Node itself offers no file lock.
 * @throws {Fault} FOLDER_READ_ONLY, DISK_FULL
 */
export function takeInstance(folder: string): Instance | undefined {
  const file = join(folder, LOCK_FILE);
  let lock: Database.Database | undefined;
  try {
    lock = new Database(file, { timeout: 0 });
    // Nothing is ever written, so there is nothing to keep a journal on disk for.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return { release: () => lock?.close() };
  } catch (cause) {
    lock?.close();
    const code = cause instanceof Database.SqliteError ? cause.code : '';
    if (code.startsWith('SQLITE_BUSY')) return undefined;
    if (code !== 'SQLITE_NOTADB') throw folderFault(folder, cause);
  }
  // Whatever has been written into the file, nobody can hold a lock on it.
  rmSync(file);
  return takeInstance(folder);
}

/**
 * The Gatehouse that holds this folder, waited for while it is still starting.
 * @returns undefined when it holds the folder but does not answer within `patienceMs`
 */
export async function findRunning(folder: string, patienceMs = PATIENCE_MS): Promise<RunningInstance | undefined> {
  const giveUpAt = performance.now() + patienceMs;
  do {
    const card = readCard(folder);
    if (card !== undefined && (await send(card, 'GET', '/instance'))) return runningInstance(card);
    await wait(RETRY_MS);
  } while (performance.now() < giveUpAt);
  return undefined;
}

function runningInstance(card: RunningCard): RunningInstance {
  return {
    pid: card.pid,
    mode: card.mode,
    ...(card.url !== undefined && { url: card.url }),
    show: async () => {
      await send(card, 'POST', '/show');
    },
  };
}

/** Whether the venue on this card answered as asked. */
async function send(card: RunningCard, method: 'GET' | 'POST', path: string): Promise<boolean> {
  try {
    const answer = await requestSocket(card, { method, path, signal: AbortSignal.timeout(ANSWER_MS) });
    answer.resume();
    return answer.statusCode === 204;
  } catch {
    // A card without a process behind it: what a crash leaves.
    return false;
  }
}
