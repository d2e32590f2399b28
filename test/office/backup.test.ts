/** Backups: whole, sealed, checked, kept by age, brought to another drive, and never half of one under a final name. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listBackups } from '../../db/queries/backups';
import { newDataKey } from '../../db/seal';
import { checkCopy } from '../../db/snapshot';
import { openBeside } from '../../db/open';
import { addGuest } from '../../main/desk/add-guest';
import { backUp, nextNightMs, setBackupFolder, showBackups } from '../../main/office/backups';
import { makeBackup } from '../../main/office/backup';
import { openBackup, readBackupHead, sealBackup } from '../../main/office/backup-file';
import {
  backupFileName,
  backupFolderOf,
  chooseKept,
  dropOld,
  listCopies,
  venueMark,
} from '../../main/office/backup-places';
import { undoChange } from '../../db/write';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

const DAY_MS = 86_400_000;
const noTurn = (): Promise<void> => Promise.resolve();

let venue: TestVenue;
beforeEach(() => {
  venue = openTestVenue();
  onTestFinished(() => venue.close());
  const made = addGuest(venue, venue.owner, {
    username: 'anna-k7m2pq',
    password: 'geheim-4711',
    displayName: 'Anna Rossi',
  });
  expect(made).toHaveProperty('id');
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const folder = (): string => backupFolderOf(venue.db.file);
const onlyFile = (): string => join(folder(), readdirSync(folder())[0]!);

async function backedUp() {
  const row = await backUp(venue, 'asked', 'Olivia');
  if ('kind' in row) throw new Error(row.reason);
  return row;
}

async function opened(file: string, key = venue.dataKey) {
  const to = join(temporaryFolder(), 'opened.db');
  const outcome = await openBackup(file, to, key, unwatched);
  return { outcome, to };
}

describe('a backup', () => {
  it('holds the whole venue, and is written down with what is in it', async () => {
    const row = await backedUp();
    expect(row).toMatchObject({ state: 'verified', away: 'none', guests: 1, reason: 'asked', operatorName: 'Olivia' });
    expect(readdirSync(folder())).toEqual([row.fileName]);
    expect(row.bytes).toBe(statSync(onlyFile()).size);
    const { outcome, to } = await opened(onlyFile());
    expect(outcome).toBe('opened');
    expect(await checkCopy(to, noTurn)).toMatchObject({ venueName: 'Hotel Test', guests: 1, changes: 1 });
    expect(venue.announced).toContain('backup');
    expect(venue.calls).toContain('backupsChanged');
  });

  it('is what the venue was at one moment, although others write meanwhile', async () => {
    const other = openBeside(venue.db.file);
    const turns: number[] = [];
    const write = other.sqlite.prepare(`insert into radius_log (at_ms, kind, outcome, reason, detail, source_address)
      values (1, 'access', 'accept', 'ok', hex(zeroblob(?)), '127.0.0.1')`);
    for (let n = 0; n < 3_000; n++) write.run(2_000);
    const before = other.sqlite.prepare('select count(*) from radius_log').pluck().get();
    const row = await makeBackup(venue.db, venue.dataKey, { reason: 'night', operatorName: null }, venue.now(), {
      ...unwatched,
      progress: (done) => (turns.push(done), void write.run(10)),
    });
    other.close();
    expect(row.state).toBe('verified');
    expect(turns.length).toBeGreaterThan(2);
    const { to } = await opened(join(folder(), row.fileName!));
    const copy = openBeside(to);
    expect(copy.sqlite.prepare('select count(*) from radius_log').pluck().get()).toBe(before);
    copy.close();
  });

  it('alone opens nothing: no name, no code, no password and no key stands in it in clear', async () => {
    await backedUp();
    const bytes = readFileSync(onlyFile());
    for (const secret of ['anna-k7m2pq', 'geheim-4711', 'Anna Rossi', 'Hotel Test', 'SQLite format', 'Olivia'])
      expect(bytes.includes(secret), secret).toBe(false);
    expect(bytes.includes(Buffer.from(venue.dataKey))).toBe(false);
    expect((await opened(onlyFile(), newDataKey())).outcome).toBe('wrong-key');
    const head = await readBackupHead(onlyFile());
    expect(head?.takenAtMs).toBe(sundayEvening);
  });

  it('is for its owner only', async () => {
    await backedUp();
    expect(statSync(onlyFile()).mode & 0o077).toBe(0);
    expect(statSync(folder()).mode & 0o077).toBe(0);
  });

  it('that is stopped leaves nothing behind, and is not written down as made or failed', async () => {
    const stopper = new AbortController();
    const watch = { progress: () => stopper.abort(), signal: stopper.signal };
    const making = makeBackup(venue.db, venue.dataKey, { reason: 'asked', operatorName: null }, venue.now(), watch);
    await expect(making).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder())).toEqual([]);
    expect(listBackups(venue.db, 10)).toEqual([]);
  });

  it('that cannot be written is written down with its reason, and leaves the older ones', async () => {
    writeFileSync(folder(), 'a file where the folder should be');
    await expect(backedUp()).rejects.toMatchObject({ code: 'FOLDER_READ_ONLY' });
    expect(listBackups(venue.db, 10)).toMatchObject([
      { state: 'failed', faultCode: 'FOLDER_READ_ONLY', fileName: null },
    ]);
  });

  it('clears away what a power cut has left of an earlier one', async () => {
    mkdirSync(folder());
    writeFileSync(join(folder(), 'gatehouse-0a0a0a0a-20261121T020000000Z.backup.part'), 'half');
    const row = await backedUp();
    expect(readdirSync(folder())).toEqual([row.fileName]);
  });
});

describe('a file that is not as it was written', () => {
  const small = async (): Promise<string> => {
    const at = temporaryFolder();
    writeFileSync(join(at, 'clear'), Buffer.alloc(2_500_000, 'gatehouse '));
    const keys = { dataKey: venue.dataKey, recoverySealed: Buffer.from('sealed') };
    await sealBackup(join(at, 'clear'), join(at, 'sealed'), keys, 7, unwatched);
    const { outcome, to } = await opened(join(at, 'sealed'));
    expect(outcome).toBe('opened');
    expect(readFileSync(to).equals(readFileSync(join(at, 'clear')))).toBe(true);
    return join(at, 'sealed');
  };

  it('is damaged where one byte is another, anywhere behind the head', async () => {
    const file = await small();
    const whole = readFileSync(file);
    for (const at of [80, 1_000, 1_100_000, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1;
      writeFileSync(file, bytes);
      expect((await opened(file)).outcome, `byte ${at}`).toBe('damaged');
    }
  });

  it('is damaged where its end is missing or something follows it', async () => {
    const file = await small();
    const { size } = statSync(file);
    appendFileSync(file, 'more');
    expect((await opened(file)).outcome).toBe('damaged');
    for (const length of [size - 1, size - 500_000, 1_100_000, 200, 30, 0]) {
      truncateSync(file, Math.min(length, statSync(file).size));
      expect((await opened(file)).outcome, `${length} bytes`).toBe('damaged');
    }
    expect(await readBackupHead(file)).toBeUndefined();
  });

  it('is damaged where whole parts are missing or have changed places', async () => {
    const file = await small();
    const whole = readFileSync(file);
    const part = 4 + 1024 * 1024 + 16;
    const head = 18 + 8 + 16 + 16 + 2 + 'sealed'.length;
    const pieces = [
      whole.subarray(head, head + part),
      whole.subarray(head + part, head + 2 * part),
      whole.subarray(head + 2 * part),
    ];
    for (const order of [[1, 0, 2], [0, 2], [0, 1], [2]]) {
      writeFileSync(file, Buffer.concat([whole.subarray(0, head), ...order.map((at) => pieces[at]!)]));
      expect((await opened(file)).outcome, order.join()).toBe('damaged');
    }
  });
});

describe('what is kept', () => {
  const zone = 'Europe/Rome';
  const night = (daysAgo: number): number => sundayEvening - daysAgo * DAY_MS;

  it('is seven days, four weeks and twelve months, and the newest of each', () => {
    const nights = Array.from({ length: 800 }, (_, daysAgo) => night(daysAgo));
    const kept = [...chooseKept(nights, zone, sundayEvening)].map((atMs) =>
      Math.round((sundayEvening - atMs) / DAY_MS),
    );
    // A Sunday ends its week: 0, 7, 14, 21; months end 22, 53, 83 … days before the 22nd of November.
    expect(kept.filter((daysAgo) => daysAgo < 30).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 22]);
    expect(kept.filter((daysAgo) => daysAgo >= 30)).toHaveLength(10);
  });

  it('is also every one of the last day, but not without end', () => {
    const today = Array.from({ length: 20 }, (_, n) => sundayEvening - n * 60_000);
    const kept = chooseKept(today, zone, sundayEvening);
    expect(kept.size).toBe(8);
    expect(kept.has(sundayEvening)).toBe(true);
  });

  it('is the one there is, however old', () => {
    expect(chooseKept([night(5_000)], zone, sundayEvening)).toEqual(new Set([night(5_000)]));
  });

  it('never depends on, and never touches, what is not this venue’s', async () => {
    const at = temporaryFolder();
    const mark = venueMark(venue.dataKey);
    const others = [backupFileName('0a0a0a0a', night(3_000)), backupFileName('0a0a0a0a', night(3_001)), 'holiday.jpg'];
    const own = [0, 1, 2, 3, 4, 5, 6, 7, 8, 400, 401, 402].map((daysAgo) => backupFileName(mark, night(daysAgo)));
    for (const name of [...own, ...others]) writeFileSync(join(at, name), '');
    await dropOld(at, mark, zone, sundayEvening);
    // The 8th is of the week of the 7th, and 401 and 402 are of the week of the 400th.
    const kept = own.filter((_, n) => ![8, 10, 11].includes(n));
    expect(readdirSync(at).sort()).toEqual([...kept, ...others].sort());
    expect((await listCopies(at)).map(({ takenAtMs }) => takenAtMs).slice(0, 2)).toEqual([night(0), night(1)]);
  });
});

describe('the chosen folder', () => {
  it('gets the same file, and it is remembered as one undoable change', async () => {
    const drive = temporaryFolder();
    const change = await setBackupFolder(venue, venue.owner, drive);
    expect(change).toHaveProperty('changeId');
    expect(await setBackupFolder(venue, venue.owner, drive)).toEqual({});
    const row = await backedUp();
    expect(row).toMatchObject({ away: 'verified', awayFolder: drive });
    expect(readFileSync(join(drive, row.fileName!)).equals(readFileSync(onlyFile()))).toBe(true);
    undoChange(venue.db, venue.owner, (change as { changeId: number }).changeId, venue.now());
    expect((await showBackups(venue)).away).toBeUndefined();
  });

  it('whose drive is not there leaves the backup beside the database, and nothing in the empty place', async () => {
    const drive = temporaryFolder();
    await setBackupFolder(venue, venue.owner, drive);
    // What a mount point looks like without its drive.
    for (const name of readdirSync(drive)) rmSync(join(drive, name));
    const row = await backedUp();
    expect(row).toMatchObject({ state: 'verified', away: 'missing' });
    expect(readdirSync(drive)).toEqual([]);
    expect((await showBackups(venue)).away).toEqual({ folder: drive, isThere: false });
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'that may not be written is no fault of the backup',
    async () => {
      const drive = temporaryFolder();
      await setBackupFolder(venue, venue.owner, drive);
      chmodSync(drive, 0o500);
      expect(await backedUp()).toMatchObject({ state: 'verified', away: 'failed' });
      chmodSync(drive, 0o700);
    },
  );

  it('is refused where it is no folder, not absolute, or the venue’s own', async () => {
    const inside = dirname(venue.db.file);
    for (const [wrong, reason] of [
      ['/no/such/folder', 'no-such-folder'],
      ['relative', 'no-such-folder'],
      [venue.db.file, 'no-such-folder'],
      [inside, 'folder-of-data'],
      [`${inside}/../${inside.split('/').at(-1)}`, 'folder-of-data'],
    ] as const)
      expect(await setBackupFolder(venue, venue.owner, wrong), wrong).toMatchObject({ kind: 'refused', reason });
    expect(readdirSync(inside).filter((name) => name.endsWith('.txt'))).toEqual([]);
  });
});

describe('the next backup', () => {
  it('is at three in the morning of the venue’s clock, after the last good one', async () => {
    // Set up at 20:00 on a Sunday in Rome, where it is one hour later than UTC.
    const monday = Date.UTC(2026, 10, 23, 2);
    expect(nextNightMs(venue)).toBe(monday);
    venue.setNow(monday);
    await backedUp();
    expect(nextNightMs(venue)).toBe(monday + DAY_MS);
  });

  it('is still due after one that failed', async () => {
    writeFileSync(folder(), 'in the way');
    venue.setNow(sundayEvening + 3 * DAY_MS);
    await expect(backedUp()).rejects.toThrow();
    expect(nextNightMs(venue)).toBeLessThan(venue.now());
  });
});
