/** One backup: copied while the venue works, sealed, opened again and checked, also brought to the chosen folder. */
import { copyFile, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mapFileError } from '../../db/faults';
import type { Db } from '../../db/open';
import { addBackup, type BackupRow } from '../../db/queries/backups';
import { getVenue } from '../../db/queries/venue';
import { checkCopy, takeSnapshot, type Contents } from '../../db/snapshot';
import type { BackupReason } from '../../preload/contract/backup';
import { Fault } from '../../preload/contract/faults';
import {
  backupFileName,
  backupFolderOf,
  dropOld,
  dropUnfinished,
  hashFile,
  isFolderThere,
  venueMark,
} from './backup-places';
import { openBackup, sealBackup } from './backup-file';
import { giveWay, type Watch } from './watch';

export interface BackupQuestion {
  readonly reason: BackupReason;
  /** Null: Gatehouse itself. */
  readonly operatorName: string | null;
}

/** The copy, the sealed file and the one opened again lie side by side for a while. */
const ROOM_TIMES_SIZE = 3;

/**
 * Makes a backup and writes down what became of it. A chosen folder that is missing or full is a result, not a fault:
 * the backup beside the database stands. Faults: DISK_FULL, FOLDER_READ_ONLY, DATABASE_DAMAGED, BACKUP_FAILED (the file
 * does not hold what was copied), each written down as well; rejects with the reason of `watch.signal` when stopped.
 * Nothing half done is left.
 */
export async function makeBackup(
  db: Db,
  dataKey: Uint8Array,
  { reason, operatorName }: BackupQuestion,
  nowMs: number,
  watch: Watch,
): Promise<BackupRow> {
  const beganAt = performance.now();
  const asked = { atMs: nowMs, reason, operatorName };
  const tookMs = (): number => Math.round(performance.now() - beganAt);
  try {
    const made = await makeFile(db, dataKey, nowMs, watch);
    const away = await bringAway(db, dataKey, made.file, nowMs);
    return addBackup(db, { ...asked, ...made.facts, ...away, state: 'verified', tookMs: tookMs() });
  } catch (error) {
    watch.signal.throwIfAborted();
    const fault = mapFileError(error, backupFolderOf(db.file)) ?? error;
    const faultCode = fault instanceof Fault ? fault.code : 'INTERNAL';
    addBackup(db, { ...asked, state: 'failed', faultCode, tookMs: tookMs() });
    throw fault;
  }
}

interface MadeFile {
  readonly file: string;
  readonly facts: {
    readonly fileName: string;
    readonly bytes: number;
    readonly guests: number;
    readonly sales: number;
    readonly changes: number;
    readonly newestSaleAtMs: number | null;
  };
}

async function makeFile(db: Db, dataKey: Uint8Array, nowMs: number, watch: Watch): Promise<MadeFile> {
  const { recoverySealed, timeZone } = getVenue(db);
  const folder = backupFolderOf(db.file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await dropUnfinished(folder);
  await assertRoom(db.file, folder);
  const mark = venueMark(dataKey);
  const fileName = backupFileName(mark, nowMs);
  const file = join(folder, fileName);
  const [copy, sealed, opened] = [`${file}.copy.part`, `${file}.part`, `${file}.opened.part`];
  const turn = (done: number, total: number): Promise<void> => (watch.progress(done, total), giveWay(watch));
  try {
    await takeSnapshot(db.file, copy, turn);
    const copied = await checkCopy(copy, turn);
    await sealBackup(copy, sealed, { dataKey, recoverySealed }, nowMs, watch);
    await assertOpens(sealed, opened, dataKey, copied, watch);
    await rename(sealed, file);
    await syncFolder(folder);
    await dropOld(folder, mark, timeZone, nowMs);
    const { guests, sales, changes, newestSaleAtMs } = copied;
    return { file, facts: { fileName, bytes: (await stat(file)).size, guests, sales, changes, newestSaleAtMs } };
  } finally {
    for (const part of [copy, sealed, opened]) await removeWithCompanions(part);
  }
}

/** As on the day it is needed: opened with the key, read from end to end, and it holds what was copied. */
async function assertOpens(
  sealed: string,
  opened: string,
  dataKey: Uint8Array,
  copied: Contents,
  watch: Watch,
): Promise<void> {
  const outcome = await openBackup(sealed, opened, dataKey, watch);
  if (outcome !== 'opened') throw new Fault('BACKUP_FAILED', {}, { cause: `the file is ${outcome}` });
  const found = await checkCopy(opened, () => giveWay(watch));
  if (JSON.stringify(found) !== JSON.stringify(copied)) {
    throw new Fault('BACKUP_FAILED', {}, { cause: 'the file does not hold what was copied' });
  }
}

async function assertRoom(databaseFile: string, folder: string): Promise<void> {
  const [{ size }, disk] = await Promise.all([stat(databaseFile), statfs(folder)]);
  if (disk.bavail * disk.bsize < size * ROOM_TIMES_SIZE) throw new Fault('DISK_FULL', { folder });
}

async function removeWithCompanions(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    await rm(`${file}${suffix}`, { force: true }).catch(() => undefined);
}

/** The new name itself survives a pulled plug. Windows has no such thing for folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

type Away = Pick<BackupRow, 'away' | 'awayFolder'>;

/** To the folder that was chosen, if one was. */
async function bringAway(db: Db, dataKey: Uint8Array, file: string, nowMs: number): Promise<Away> {
  const { backupFolder, timeZone } = getVenue(db);
  if (backupFolder === null) return { away: 'none', awayFolder: null };
  if (!(await isFolderThere(backupFolder))) return { away: 'missing', awayFolder: backupFolder };
  const mark = venueMark(dataKey);
  const target = join(backupFolder, backupFileName(mark, nowMs));
  try {
    await dropUnfinished(backupFolder);
    await copyVerified(file, `${target}.part`);
    await rename(`${target}.part`, target);
    await syncFolder(dirname(target));
    await dropOld(backupFolder, mark, timeZone, nowMs);
    return { away: 'verified', awayFolder: backupFolder };
  } catch {
    // Full, pulled out, no longer ours to write: whatever it is, the copy is not there.
    await rm(`${target}.part`, { force: true }).catch(() => undefined);
    return { away: 'failed', awayFolder: backupFolder };
  }
}

/** The same bytes as the file that has been opened and checked. */
async function copyVerified(file: string, copy: string): Promise<void> {
  await copyFile(file, copy);
  const handle = await open(copy, 'r+');
  await handle.sync().finally(() => handle.close());
  if ((await hashFile(file)) !== (await hashFile(copy))) throw new Error('the copy is not what was copied');
}
