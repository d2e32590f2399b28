/** Sees to it that there is a backup of every night, and says when there is none. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findLastVerified, listBackups, newestChangeId } from '../../db/queries/backups';
import { getVenue } from '../../db/queries/venue';
import { viewFault, type FaultCode, type FaultView } from '../../preload/contract/faults';
import { isFolderThere } from './backup-places';
import { backUp, nextNightMs } from './backups';
import type { OpenVenue } from '../open-venue';

const LOOK_EVERY_MS = 60_000;
/** After one that failed: a full disk is not emptier a minute later. */
const RETRY_AFTER_MS = 60 * 60_000;
/** A database of a gigabyte is copied, sealed and checked in some seconds; whoever switches the PC off waits no longer. */
const CLOSING_WITHIN_MS = 5_000;
/** A venue writes some hundred megabytes a year; a backup needs room for three copies. */
const NEARLY_FULL_BYTES = 1024 ** 3;
const MEGABYTE = 1024 ** 2;
const SOURCE = 'backup';

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
 * @param freeBytes what the disk of a folder has left; the computer's own unless a test says otherwise
 */
export function keepBackups(open: OpenVenue, faults: Faults, freeBytes = freeBytesOf): BackupKeeper {
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
    if (free >= NEARLY_FULL_BYTES) faults.clear('DISK_NEARLY_FULL', SOURCE);
    else faults.report(viewFault('DISK_NEARLY_FULL', { folder, freeMb: Math.floor(free / MEGABYTE) }), SOURCE);
  }

  function stop(): void {
    clearInterval(timer);
  }

  async function close(): Promise<void> {
    stop();
    if (busy || newestChangeId(open.db) <= (findLastVerified(open.db)?.changes ?? 0)) return;
    const late = setTimeout(() => stopBackups(open), CLOSING_WITHIN_MS);
    try {
      await backUp(open, 'closing');
    } catch (error) {
      open.log.warn('The backup before the end was not made', error);
    } finally {
      clearTimeout(late);
    }
  }

  const timer = setInterval(() => void tick(), LOOK_EVERY_MS);
  timer.unref();
  look();
  return { look, tick, stop, close };
}

async function freeBytesOf(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

function stopBackups(open: OpenVenue): void {
  for (const { id, name } of open.listJobs()) if (name === 'make-backup') open.stopJob(id);
}
