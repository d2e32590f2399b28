/** Who sees to the backups: when one is made, and what the windows are told when one is not. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listBackups } from '../../db/queries/backups';
import { createFaultBoard, type FaultBoard } from '../../main/fault-board';
import { keepBackups, type BackupKeeper } from '../../main/office/keep-backups';
import { addGuest } from '../../main/desk/add-guest';
import { backupFolderOf } from '../../main/office/backup-places';
import { setBackupFolder } from '../../main/office/backups';
import { freeBytesOf, levelOfBackups } from '../../main/office/disk-space';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

const HOUR_MS = 3_600_000;
const GIGABYTE = 1024 ** 3;
const MEGABYTE = 1024 ** 2;
const DAY_MS = 24 * HOUR_MS;
/** 04:00 on Monday in Rome. */
const afterTheNight = Date.UTC(2026, 10, 23, 3);

let venue: TestVenue;
let faults: FaultBoard;
let keeper: BackupKeeper;
let freeBytes: number | undefined;
/** Of other folders than the rest. */
let freeOf: Map<string, number>;
beforeEach(() => {
  freeBytes = 50 * GIGABYTE;
  freeOf = new Map();
  venue = openTestVenue();
  faults = createFaultBoard(() => undefined);
  keeper = keepBackups(Object.assign(venue, { backupsChanged: () => keeper.look() }), faults, (folder) =>
    Promise.resolve(freeOf.get(folder) ?? freeBytes),
  );
  onTestFinished(async () => {
    await keeper.close();
    venue.close();
  });
});

const reasons = (): readonly string[] => listBackups(venue.db, 50).map(({ reason }) => reason);
const codes = (): readonly string[] => faults.list().map(({ code }) => code);

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('every night', () => {
  it('has one backup, also where the computer was off at three', async () => {
    await keeper.tick();
    expect(reasons()).toEqual([]);
    venue.setNow(afterTheNight);
    await keeper.tick();
    await keeper.tick();
    expect(reasons()).toEqual(['night']);
    venue.setNow(afterTheNight + 3 * DAY_MS);
    await keeper.tick();
    expect(reasons()).toEqual(['night', 'night']);
  });

  it('that brought none is red until one succeeds, and is tried again an hour later', async () => {
    const inTheWay = backupFolderOf(venue.db.file);
    writeFileSync(inTheWay, 'in the way');
    venue.setNow(afterTheNight);
    await keeper.tick();
    expect(codes()).toEqual(['BACKUP_FAILED']);
    rmSync(inTheWay);
    venue.setNow(afterTheNight + HOUR_MS / 2);
    await keeper.tick();
    expect(codes()).toEqual(['BACKUP_FAILED']);
    venue.setNow(afterTheNight + HOUR_MS);
    await keeper.tick();
    expect(codes()).toEqual([]);
    expect(listBackups(venue.db, 50).map(({ state }) => state)).toEqual(['verified', 'failed']);
  });

  it('that brought none is red again after a restart', async () => {
    writeFileSync(backupFolderOf(venue.db.file), 'in the way');
    venue.setNow(afterTheNight);
    await keeper.tick();
    const anew = createFaultBoard(() => undefined);
    const second = keepBackups(venue, anew);
    expect(anew.list().map(({ code }) => code)).toEqual(['BACKUP_FAILED']);
    await second.close();
  });
});

describe('a drive that is missing', () => {
  it('is said by its folder, and gets its backup by itself when it is back', async () => {
    const drive = temporaryFolder();
    await setBackupFolder(venue, venue.owner, drive);
    const [marker] = readdirSync(drive);
    rmSync(join(drive, marker!));
    venue.setNow(afterTheNight);
    await keeper.tick();
    expect(faults.list()).toMatchObject([{ code: 'BACKUP_DRIVE_MISSING', params: { folder: drive } }]);
    await keeper.tick();
    expect(reasons()).toEqual(['night']);
    writeFileSync(join(drive, marker!), '');
    venue.setNow(afterTheNight + HOUR_MS);
    await keeper.tick();
    expect(reasons()).toEqual(['drive-back', 'night']);
    expect(codes()).toEqual([]);
    expect(readdirSync(drive)).toHaveLength(2);
  });

  it('is missed no more when another folder is chosen, or none', async () => {
    const drive = temporaryFolder();
    await setBackupFolder(venue, venue.owner, drive);
    rmSync(drive, { recursive: true });
    venue.setNow(afterTheNight);
    await keeper.tick();
    expect(codes()).toEqual(['BACKUP_DRIVE_MISSING']);
    await setBackupFolder(venue, venue.owner, null);
    keeper.look();
    expect(codes()).toEqual([]);
  });
});

describe('before the end', () => {
  it('what was done since the last backup is saved, and nothing is done twice', async () => {
    addGuest(venue, venue.owner, { username: 'anna', password: 'geheim-4711' });
    await keeper.close();
    expect(reasons()).toEqual(['closing']);
    await keeper.close();
    expect(reasons()).toEqual(['closing']);
  });

  it('a backup that does not get its turn is not waited for', async () => {
    addGuest(venue, venue.owner, { username: 'anna', password: 'geheim-4711' });
    const never = vi.spyOn(venue, 'runJob').mockReturnValue(new Promise(() => undefined));
    const closing = keepBackups(venue, faults, () => Promise.resolve(freeBytes), 1);
    await closing.close();
    never.mockRestore();
    expect(reasons()).toEqual([]);
  });

  it('nothing is done where nothing was done', async () => {
    venue.setNow(sundayEvening + HOUR_MS);
    await keeper.close();
    expect(reasons()).toEqual([]);
  });
});

describe('the disk', () => {
  it('is said to be nearly full while there is still something to be done about it', async () => {
    await keeper.tick();
    expect(codes()).toEqual([]);
    freeBytes = GIGABYTE / 4;
    await keeper.tick();
    expect(faults.list()).toMatchObject([{ code: 'DISK_NEARLY_FULL', params: { freeMb: 256 } }]);
    freeBytes = 2 * GIGABYTE;
    await keeper.tick();
    expect(faults.list()).toMatchObject([{ code: 'DISK_LOW', params: { freeMb: 2_048 } }]);
    freeBytes = 20 * GIGABYTE;
    await keeper.tick();
    expect(codes()).toEqual([]);
  });

  it('of which nothing is known is not complained of', async () => {
    freeBytes = undefined;
    await keeper.tick();
    expect(codes()).toEqual([]);
  });

  it('that holds the second copies is judged by the size of a backup, and only while it is the chosen one', async () => {
    const drive = temporaryFolder();
    await setBackupFolder(venue, venue.owner, drive);
    freeOf.set(drive, 200 * MEGABYTE);
    await keeper.tick();
    expect(faults.list()).toMatchObject([{ code: 'BACKUP_DISK_LOW', params: { folder: drive, freeMb: 200 } }]);
    freeOf.set(drive, 40 * MEGABYTE);
    await keeper.tick();
    expect(codes()).toEqual(['BACKUP_DISK_NEARLY_FULL']);
    await setBackupFolder(venue, venue.owner, null);
    await keeper.tick();
    expect(codes()).toEqual([]);
  });

  it('needs room for backups as large as those of the venue', () => {
    expect(levelOfBackups(50 * GIGABYTE, 6 * GIGABYTE)).toBe('low');
    expect(levelOfBackups(50 * GIGABYTE, 26 * GIGABYTE)).toBe('nearly-full');
    expect(levelOfBackups(50 * GIGABYTE, undefined)).toBe('enough');
  });

  it('is read where there is a folder, and unknown where there is none', async () => {
    expect(await freeBytesOf(tmpdir())).toBeGreaterThan(0);
    expect(await freeBytesOf(join(tmpdir(), 'gatehouse-no-such-folder'))).toBeUndefined();
  });
});
