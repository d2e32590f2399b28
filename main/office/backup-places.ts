/** Where backups lie, what they are called, and which of them are kept. */
import { createHash, hkdfSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { mapFileError, proveWritable } from '../../db/faults';
import type { Refusal } from '../../preload/contract/refusals';
import { firstOfMonth, localDay, weekdayOf } from '../aaa/zone';
import { refuse } from '../refuse';

/** Beside the database. */
const FOLDER = 'backups';
/** Copies of `db/copies.ts` and of a restore: whole databases as they are. */
const COPIES_FOLDER = 'copies';
/** Says that this folder is the one that was chosen: where a drive is missing, an empty folder may stand in its place. */
const MARKER = 'gatehouse-backups.txt';
const MARKER_TEXT = 'Gatehouse keeps backups of its venue in this folder.\n';

const backupName = /^gatehouse-([0-9a-f]{8})-(\d{8}T\d{9}Z)\.backup$/;
const copyName = /^gatehouse-(\d{8}T\d{9}Z)-before-(update|restore)\.db$/;
const unfinishedName = /^gatehouse-.*\.part$/;

const KEPT_DAYS = 7;
const KEPT_WEEKS = 4;
const KEPT_MONTHS = 12;
/** Of the last day every one is kept, up to so many: what was spoilt this morning is still whole in an earlier one. */
const KEPT_OF_LAST_DAY = 8;
const DAY_MS = 86_400_000;

export type CopyKind = 'backup' | 'before-update' | 'before-restore';

export interface FoundCopy {
  /** Full path. */
  readonly file: string;
  readonly kind: CopyKind;
  /** UTC milliseconds. */
  readonly takenAtMs: number;
  readonly bytes: number;
}

/** The folder of backups beside the database. */
export const backupFolderOf = (databaseFile: string): string => join(dirname(databaseFile), FOLDER);
export const copiesFolderOf = (databaseFile: string): string => join(dirname(databaseFile), COPIES_FOLDER);

/** Eight digits that are this venue's in the names of its files, so that two venues may share a drive. */
export function venueMark(dataKey: Uint8Array): string {
  return Buffer.from(hkdfSync('sha256', dataKey, '', 'gatehouse backup name', 4)).toString('hex');
}

/** UTC and without separators: the order of names is the order of time. */
export function backupFileName(mark: string, atMs: number): string {
  return `gatehouse-${mark}-${stampOf(atMs)}.backup`;
}

const stampOf = (atMs: number): string => new Date(atMs).toISOString().replace(/[-:.]/g, '');

/** Inverse of `stampOf`: '20261122T020000000Z'. */
function timeOf(stamp: string): number {
  const [, year, month, day, hour, minute, second, ms] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(stamp) ?? [];
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(ms),
  );
}

/** Backups and copies in a folder, newest first; none where it cannot be read. */
export async function listCopies(folder: string): Promise<readonly FoundCopy[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.map((name) => describeCopy(folder, name)));
  return found.filter((copy) => copy !== undefined).sort((a, b) => b.takenAtMs - a.takenAtMs);
}

/** When a copy of ours was taken, by its name; undefined: it has another name. */
export function takenAtOfName(file: string): number | undefined {
  const name = basename(file);
  const stamp = backupName.exec(name)?.[2] ?? copyName.exec(name)?.[1];
  return stamp === undefined ? undefined : timeOf(stamp);
}

async function describeCopy(folder: string, name: string): Promise<FoundCopy | undefined> {
  const copy = copyName.exec(name);
  const takenAtMs = takenAtOfName(name);
  if (takenAtMs === undefined) return undefined;
  const file = join(folder, name);
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  const kind = copy === null ? 'backup' : copy[2] === 'update' ? 'before-update' : 'before-restore';
  return { file, kind, takenAtMs, bytes: found.size };
}

/** Removes what a power cut in the middle of a backup has left. Rejects with the file system's error. */
export async function dropUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (unfinishedName.test(name)) await rm(join(folder, name), { force: true });
}

/** Removes this venue's backups in `folder` that are no longer kept. Rejects with the file system's error. */
export async function dropOld(folder: string, mark: string, zone: string, nowMs: number): Promise<void> {
  const own = new Map<number, string>();
  for (const name of await readdir(folder)) {
    const [, ofVenue, stamp] = backupName.exec(name) ?? [];
    if (ofVenue === mark && stamp !== undefined) own.set(timeOf(stamp), name);
  }
  const kept = chooseKept([...own.keys()], zone, nowMs);
  for (const [atMs, name] of own) if (!kept.has(atMs)) await rm(join(folder, name), { force: true });
}

/**
 * Which backups are kept, by when they were taken: the newest of each of seven days, of four weeks and of twelve months
 * of the zone's calendar that have one, and those of the last 24 hours. The newest of all is always among them.
 */
export function chooseKept(takenAtMs: readonly number[], zone: string, nowMs: number): ReadonlySet<number> {
  const newestFirst = [...takenAtMs].sort((a, b) => b - a);
  const day = (atMs: number): number => localDay(zone, atMs);
  return new Set([
    ...newestFirst.filter((atMs) => atMs > nowMs - DAY_MS).slice(0, KEPT_OF_LAST_DAY),
    ...newestPer(newestFirst, KEPT_DAYS, day),
    ...newestPer(newestFirst, KEPT_WEEKS, (atMs) => day(atMs) - weekdayOf(day(atMs))),
    ...newestPer(newestFirst, KEPT_MONTHS, (atMs) => firstOfMonth(day(atMs))),
  ]);
}

function newestPer(
  newestFirst: readonly number[],
  most: number,
  periodOf: (atMs: number) => number,
): readonly number[] {
  const newest = new Map<number, number>();
  for (const atMs of newestFirst) if (!newest.has(periodOf(atMs))) newest.set(periodOf(atMs), atMs);
  return [...newest.values()].slice(0, most);
}

/**
 * Makes `folder` the one that backups also go to. Refusals: `no-such-folder`, `folder-of-data`. Faults: FOLDER_READ_ONLY,
 * DISK_FULL.
 */
export async function claimFolder(folder: string, dataFolder: string): Promise<Refusal | undefined> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isAbsolute(folder) || !isFolder) return refuse('no-such-folder', { folder }, 'folder');
  const inside = relative(resolve(dataFolder), resolve(folder));
  // On the same disk in the same folder it would be lost together with what it is to save.
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) {
    return refuse('folder-of-data', { folder }, 'folder');
  }
  proveWritable(folder);
  try {
    await writeFile(join(folder, MARKER), MARKER_TEXT);
  } catch (error) {
    throw mapFileError(error, folder) ?? error;
  }
  return undefined;
}

/** Whether the chosen folder is there: the drive is plugged in, the share is connected. */
export async function isFolderThere(folder: string): Promise<boolean> {
  return access(join(folder, MARKER)).then(
    () => true,
    () => false,
  );
}

/** SHA-256 of a file. Rejects with the file system's error. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
