/** How much room the disks of the venue have left, and from when on somebody has to be told. */
import { statfs } from 'node:fs/promises';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** A venue writes some hundred megabytes a year; a system that updates itself takes gigabytes in one night. */
const DATA_LOW_BYTES = 5 * GIB;
/** A backup needs room for three copies of the database, and SQLite for its log: less, and the next night may stop sales. */
const DATA_NEARLY_FULL_BYTES = GIB;
/** More than a week of nights, until somebody is at the office who can bring another drive. */
const BACKUPS_LOW = 10;
/** The next one, and one that grew meanwhile. */
const BACKUPS_NEARLY_FULL = 2;
/** Of a venue that has no backup yet, or a small one: also a share counts its blocks in megabytes. */
const LEAST_BACKUP_BYTES = 32 * MIB;

/** `low` is amber: it works, and goes on working for a while. */
export type DiskLevel = 'enough' | 'low' | 'nearly-full';

/** What a program of this user may still write there, bytes; undefined: the folder is not there, or tells nobody. */
export async function freeBytesOf(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Of the disk that holds the database. */
export function levelOfData(freeBytes: number): DiskLevel {
  return levelOf(freeBytes, DATA_LOW_BYTES, DATA_NEARLY_FULL_BYTES);
}

/**
 * Of another disk that holds backups only.
 * @param lastBytes of the last good backup; undefined: there is none yet
 */
export function levelOfBackups(freeBytes: number, lastBytes: number | undefined): DiskLevel {
  const bytes = Math.max(LEAST_BACKUP_BYTES, lastBytes ?? 0);
  return levelOf(freeBytes, BACKUPS_LOW * bytes, BACKUPS_NEARLY_FULL * bytes);
}

function levelOf(freeBytes: number, low: number, nearlyFull: number): DiskLevel {
  if (freeBytes < nearlyFull) return 'nearly-full';
  return freeBytes < low ? 'low' : 'enough';
}
