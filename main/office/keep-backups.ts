/** Sees to it that there is a backup of every night, and says when there is none. */
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findLastVerified, listBackups, newestChangeId } from '../../db/queries/backups';
import { getVenue } from '../../db/queries/venue';
import { viewFault, type FaultCode, type FaultView } from '../../preload/contract/faults';
import { isFolderThere } from './backup-places';
import { backUp, nextNightMs } from './backups';
import { freeBytesOf, levelOfBackups, levelOfData, type DiskLevel } from './disk-space';
import type { OpenVenue } from '../open-venue';

const LOOK_EVERY_MS = 60_000;
/** After one that failed: a full disk is not emptier a minute later. */
const RETRY_AFTER_MS = 60 * 60_000;
/** A database of a gigabyte is copied, sealed and checked in some seconds; whoever switches the PC off waits no longer. */
const CLOSING_WITHIN_MS = 5_000;
const MEGABYTE = 1024 ** 2;
const SOURCE = 'backup';

const dataCodes = { low: 'DISK_LOW', 'nearly-full': 'DISK_NEARLY_FULL' } as const;
const backupCodes = { low: 'BACKUP_DISK_LOW', 'nearly-full': 'BACKUP_DISK_NEARLY_FULL' } as const;

/** What is wrong now (main/fault-board.ts). */
export interface Faults {
  report(fault: FaultView, source: string): void;
  clear(code: FaultCode, source: string): void;
}

export interface BackupKeeper {
  /** Reports what became of the last backup, or clears it. */
  look(): void;
  /** Makes a backup if one is due. Resolves when it is made; never rejects. */
  tick(): Promise<void>;
  /** Looks no more, at once. */
  stop(): void;
  /** Stops, and makes a last backup if something was done since the one before. Never rejects. */
  close(): Promise<void>;
}

/**
 * Looks once a minute until it is closed.
 * @param freeBytes what the disk of a folder has left, undefined where nobody knows; the computer's own unless a test
 *   says otherwise
 * @param closingWithinMs for the last backup; less in a test
 */
export function keepBackups(
  open: OpenVenue,
  faults: Faults,
  freeBytes = freeBytesOf,
  closingWithinMs = CLOSING_WITHIN_MS,
): BackupKeeper {
  let busy = false;

  function look(): void {
    const [last] = listBackups(open.db, 1);
    if (last?.state === 'failed') faults.report(viewFault('BACKUP_FAILED'), SOURCE);
    else faults.clear('BACKUP_FAILED', SOURCE);
    const { backupFolder } = getVenue(open.db);
    const isMissing = last?.away === 'missing' || last?.away === 'failed';
    // Another folder has been chosen since, or none: nothing is missed in the old one.
    if (!isMissing || backupFolder === null || backupFolder !== last.awayFolder) {
      faults.clear('BACKUP_DRIVE_MISSING', SOURCE);
    } else faults.report(viewFault('BACKUP_DRIVE_MISSING', { folder: backupFolder }), SOURCE);
  }

  async function tick(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      await watchDisk();
      if (isNightDue()) await backUp(open, 'night');
      else if (await isDriveBack()) await backUp(open, 'drive-back');
    } catch (error) {
      open.log.warn('A backup was not made', error);
    } finally {
      busy = false;
    }
  }

  function isNightDue(): boolean {
    const [last] = listBackups(open.db, 1);
    const triedLately = last?.state === 'failed' && open.now() - last.atMs < RETRY_AFTER_MS;
    return !triedLately && open.now() >= nextNightMs(open);
  }

  async function isDriveBack(): Promise<boolean> {
    const [last] = listBackups(open.db, 1);
    const { backupFolder } = getVenue(open.db);
    return last?.away === 'missing' && backupFolder !== null && (await isFolderThere(backupFolder));
  }

  async function watchDisk(): Promise<void> {
    const folder = dirname(open.db.file);
    const free = await freeBytes(folder);
    report(dataCodes, folder, free, levelOfData);
    const { backupFolder } = getVenue(open.db);
    const awayFree = backupFolder === null ? undefined : await freeBytes(backupFolder);
    const lastBytes = findLastVerified(open.db)?.bytes ?? undefined;
    report(backupCodes, backupFolder ?? '', awayFree, (bytes) => levelOfBackups(bytes, lastBytes));
  }

  /** A disk of which nothing is known is not complained of: what is missing is a drive, and that is said as such. */
  function report(
    codes: Readonly<Record<Exclude<DiskLevel, 'enough'>, FaultCode>>,
    folder: string,
    free: number | undefined,
    judge: (freeBytes: number) => DiskLevel,
  ): void {
    const level = free === undefined ? 'enough' : judge(free);
    for (const each of ['low', 'nearly-full'] as const) {
      if (each !== level) faults.clear(codes[each], SOURCE);
    }
    if (level === 'enough' || free === undefined) return;
    faults.report(viewFault(codes[level], { folder, freeMb: Math.floor(free / MEGABYTE) }), SOURCE);
  }

  function stop(): void {
    clearInterval(timer);
  }

  async function close(): Promise<void> {
    stop();
    if (busy || newestChangeId(open.db) <= (findLastVerified(open.db)?.changes ?? 0)) return;
    const closing = new AbortController();
    const late = wait(closingWithinMs, 'late' as const, { signal: closing.signal }).catch(() => undefined);
    try {
      // A check of gigabytes that it would queue behind cannot be broken off: then there is no time for it.
      if ((await Promise.race([backUp(open, 'closing'), late])) === 'late') stopBackups(open);
    } catch (error) {
      open.log.warn('The backup before the end was not made', error);
    } finally {
      closing.abort();
    }
  }

  const timer = setInterval(() => void tick(), LOOK_EVERY_MS);
  timer.unref();
  look();
  return { look, tick, stop, close };
}

function stopBackups(open: OpenVenue): void {
  for (const { id, name } of open.listJobs()) if (name === 'make-backup') open.stopJob(id);
}
