/** What a manager sees and does of backups; `backup.ts` makes them. */
import { dirname } from 'node:path';
import { findLastVerified, listBackups, type BackupRow } from '../../db/queries/backups';
import { getVenue } from '../../db/queries/venue';
import { writeChange, type Actor } from '../../db/write';
import type { BackupReason } from '../../preload/contract/backup';
import type { Refusal } from '../../preload/contract/refusals';
import { instantOf, localDay } from '../aaa/zone';
import type { OpenVenue } from '../open-venue';
import { backupFolderOf, claimFolder, isFolderThere } from './backup-places';
import { freeBytesOf, levelOfBackups, levelOfData, type DiskLevel } from './disk-space';

/** Most of a month of nights, with what was asked for besides. */
const MOST_SHOWN = 40;
/** 03:00: the bar is closed, and breakfast has not begun. */
const NIGHT_MINUTE = 180;

export interface DiskRoom {
  readonly freeBytes: number;
  readonly level: DiskLevel;
}

/** The chosen folder of another drive. */
export interface Away {
  readonly folder: string;
  readonly isThere: boolean;
  /** Absent: the drive is missing, or tells nobody. */
  readonly disk?: DiskRoom;
}

export interface BackupStatus {
  readonly lastVerified: BackupRow | undefined;
  readonly nextAtMs: number;
  readonly folder: string;
  readonly away: Away | undefined;
  /** Undefined: the system does not tell. */
  readonly disk: DiskRoom | undefined;
  readonly rows: readonly BackupRow[];
}

export async function showBackups(open: OpenVenue): Promise<BackupStatus> {
  const { backupFolder } = getVenue(open.db);
  const lastVerified = findLastVerified(open.db);
  return {
    lastVerified,
    nextAtMs: nextNightMs(open),
    folder: backupFolderOf(open.db.file),
    away: backupFolder === null ? undefined : await showAway(backupFolder, lastVerified?.bytes ?? undefined),
    disk: await roomIn(dirname(open.db.file), levelOfData),
    rows: listBackups(open.db, MOST_SHOWN),
  };
}

async function showAway(folder: string, lastBytes: number | undefined): Promise<Away> {
  const isThere = await isFolderThere(folder);
  const disk = isThere ? await roomIn(folder, (bytes) => levelOfBackups(bytes, lastBytes)) : undefined;
  return { folder, isThere, ...(disk === undefined ? {} : { disk }) };
}

async function roomIn(folder: string, judge: (freeBytes: number) => DiskLevel): Promise<DiskRoom | undefined> {
  const freeBytes = await freeBytesOf(folder);
  return freeBytes === undefined ? undefined : { freeBytes, level: judge(freeBytes) };
}

/** The first night after the last good backup; in the past: one is due. UTC milliseconds. */
export function nextNightMs({ db }: Pick<OpenVenue, 'db'>): number {
  const { timeZone, createdAtMs } = getVenue(db);
  const lastMs = findLastVerified(db)?.atMs ?? createdAtMs;
  const day = localDay(timeZone, lastMs);
  const thatDay = instantOf(timeZone, day, NIGHT_MINUTE, 'first');
  return thatDay > lastMs ? thatDay : instantOf(timeZone, day + 1, NIGHT_MINUTE, 'first');
}

/** Makes a backup in the work thread; windows and the board of faults hear of it, also where it fails. */
export async function backUp(
  open: OpenVenue,
  reason: BackupReason,
  operatorName?: string,
): Promise<BackupRow | Refusal> {
  try {
    return await open.runJob('make-backup', { reason, operatorName: operatorName ?? null }, operatorName);
  } finally {
    open.backupsChanged();
    open.announce(['backup']);
  }
}

/** `folder`: absolute, or null for none. Refusals and faults as `claimFolder`; answers without a change if it is the same. */
export async function setBackupFolder(
  open: OpenVenue,
  actor: Actor,
  folder: string | null,
): Promise<{ changeId?: number } | Refusal> {
  const refusal = folder === null ? undefined : await claimFolder(folder, dirname(open.db.file));
  if (refusal !== undefined) return refusal;
  if (getVenue(open.db).backupFolder === folder) return {};
  return writeChange(open.db, actor, { action: 'set-backup-folder', params: {} }, open.now(), (write) => {
    write.update('venue', 1, { backup_folder: folder });
    return { changeId: write.changeId };
  });
}
