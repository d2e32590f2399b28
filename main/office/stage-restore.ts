/** A backup opened and checked beside the database, so that it can be looked at, and put in place in one step. */
import { copyFile, mkdir, open as openFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapFileError } from '../../db/faults';
import type { Db } from '../../db/open';
import { countSince, type Since } from '../../db/queries/backups';
import { unsealDataKey } from '../../db/seal';
import { checkCopy, readContents, settle, type Contents } from '../../db/snapshot';
import { Fault } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import { isRefusal, refuse } from '../refuse';
import { openBackup, readBackupHead } from './backup-file';
import { listCopies, takenAtOfName } from './backup-places';
import { giveWay, type Watch } from './watch';

export interface StageQuestion {
  /** A backup, a copy of the folder "copies", or a folder: its newest. */
  readonly file: string;
  /** Null: only what this venue's own key opens. */
  readonly recoveryKey: string | null;
  readonly dataFolder: string;
  /** Names of the migrations this program knows. */
  readonly migrations: readonly number[];
}

export interface Staged {
  /** Checked and on the disk; removed by the next one, and at the next start. */
  readonly stagedFile: string;
  /** Of the venue in it. */
  readonly dataKey: Uint8Array;
  readonly file: string;
  readonly takenAtMs: number;
  readonly contents: Contents;
  /** What has been done in the present venue since; undefined: there is none. */
  readonly since: Since | undefined;
}

const FOLDER = 'restore';
const CANDIDATE = 'candidate.db';

/** What an interrupted restore has left; the venue itself is whole either way. */
export async function dropStaged(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, FOLDER), { recursive: true, force: true });
}

/**
 * Opens and checks a backup. Refusals: `not-a-backup`, `backup-damaged`, `recovery-key-needed`, `wrong-recovery-key`.
 * Faults: DATABASE_NEWER, DISK_FULL, FOLDER_READ_ONLY. Rejects with the reason of `watch.signal` when stopped.
 * @param dataKey of the present venue, if there is one
 */
export async function stageRestore(
  db: Db,
  dataKey: Uint8Array | undefined,
  question: StageQuestion,
  watch: Watch,
): Promise<Staged | Refusal> {
  const folder = join(question.dataFolder, FOLDER);
  const stagedFile = join(folder, CANDIDATE);
  try {
    const file = await findFile(question.file);
    if (file === undefined) return refuse('not-a-backup', { file: question.file }, 'file');
    await dropStaged(question.dataFolder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const opened = await openCandidate(db, file, stagedFile, { dataKey, recoveryKey: question.recoveryKey }, watch);
    if (isRefusal(opened)) return opened;
    if (opened.contents.migrations.some((known) => !question.migrations.includes(known))) {
      throw new Fault('DATABASE_NEWER', { file });
    }
    return { ...opened, stagedFile, file, since: countSince(db, opened.takenAtMs) };
  } catch (error) {
    throw mapFileError(error, folder) ?? error;
  }
}

async function findFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return found === undefined ? undefined : path;
  return (await listCopies(path))[0]?.file;
}

interface Keys {
  readonly dataKey: Uint8Array | undefined;
  readonly recoveryKey: string | null;
}

type Opened = Pick<Staged, 'dataKey' | 'takenAtMs' | 'contents'>;

async function openCandidate(
  db: Db,
  file: string,
  stagedFile: string,
  keys: Keys,
  watch: Watch,
): Promise<Opened | Refusal> {
  const head = await readBackupHead(file);
  if (head !== undefined) {
    const dataKey = chooseKey(head.recoverySealed, keys);
    if (isRefusal(dataKey)) return dataKey;
    const outcome = await openBackup(file, stagedFile, dataKey, watch);
    if (outcome === 'wrong-key') return refuse('recovery-key-needed', {}, 'recoveryKey');
    const contents = outcome === 'opened' ? await checkCandidate(stagedFile, watch) : undefined;
    return contents === undefined
      ? refuse('backup-damaged', { file })
      : { dataKey, takenAtMs: head.takenAtMs, contents };
  }
  if (!(await isDatabase(file))) return refuse('not-a-backup', { file }, 'file');
  await copyFile(file, stagedFile);
  const contents = await checkCandidate(stagedFile, watch);
  if (contents?.recoverySealed == null) return refuse('backup-damaged', { file });
  const dataKey = chooseKeyOfCopy(db, contents.recoverySealed, keys);
  return isRefusal(dataKey) ? dataKey : { dataKey, takenAtMs: await takenAt(file), contents };
}

function chooseKey(recoverySealed: Uint8Array, { dataKey, recoveryKey }: Keys): Uint8Array | Refusal {
  if (recoveryKey === null) return dataKey ?? refuse('recovery-key-needed', {}, 'recoveryKey');
  return unsealDataKey(recoverySealed, recoveryKey) ?? refuse('wrong-recovery-key', {}, 'recoveryKey');
}

/** A plain copy is of this venue if it carries the same sealed key; there is no other way to tell. */
function chooseKeyOfCopy(db: Db, recoverySealed: Uint8Array, keys: Keys): Uint8Array | Refusal {
  if (keys.recoveryKey !== null || keys.dataKey === undefined)
    return chooseKey(recoverySealed, { ...keys, dataKey: undefined });
  const present = readContents(db.sqlite, db.file).recoverySealed;
  const isOurs = present !== null && Buffer.compare(present, recoverySealed) === 0;
  return isOurs ? keys.dataKey : refuse('recovery-key-needed', {}, 'recoveryKey');
}

/** Undefined: damaged, or no database of ours. */
async function checkCandidate(stagedFile: string, watch: Watch): Promise<Contents | undefined> {
  try {
    settle(stagedFile);
    return await checkCopy(stagedFile, (done, total) => (watch.progress(done, total), giveWay(watch)));
  } catch (error) {
    if (error instanceof Fault && error.code === 'DATABASE_DAMAGED') return undefined;
    throw error;
  }
}

const DATABASE_HEAD = Buffer.from('SQLite format 3\0', 'latin1');

async function isDatabase(file: string): Promise<boolean> {
  const handle = await openFile(file, 'r');
  try {
    const head = Buffer.alloc(DATABASE_HEAD.length);
    await handle.read(head, 0, head.length, 0);
    return head.equals(DATABASE_HEAD);
  } finally {
    await handle.close();
  }
}

async function takenAt(file: string): Promise<number> {
  return takenAtOfName(file) ?? Math.round((await stat(file)).mtimeMs);
}
