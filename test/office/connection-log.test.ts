/** The connection log: found by guest, device, address and time, and exported so that nobody can change it unseen. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listConnections } from '../../db/queries/connection-log';
import { newDataKey } from '../../db/seal';
import { appendSettled } from '../../main/aaa/session-chain';
import {
  exportConnectionLog,
  verifyConnectionLog,
  type Exported,
  type ExportFilter,
  type ExportFormat,
  type FileVerdict,
} from '../../main/office/connection-log-export';
import { addGuest, DAY_MS, HOUR_MS, insert, macOf } from '../aaa/support';
import type { Watch } from '../../main/office/watch';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

let venue: TestVenue;
let anna: number;
let bruno: number;
beforeEach(() => {
  venue = openTestVenue();
  anna = addGuest(venue, 'anna');
  bruno = addGuest(venue, 'bruno');
});
afterEach(() => venue.close());

const exportLog = (filter: ExportFilter, nowMs = venue.now(), watch: Watch = unwatched): Promise<Exported> =>
  exportConnectionLog(venue.db, venue.dataKey, filter, nowMs, watch);
const verify = (file: string): Promise<FileVerdict> => verifyConnectionLog(file, venue.dataKey, unwatched);

interface Session {
  readonly guestId?: number;
  readonly hoursAgo: number;
  readonly hours?: number;
  readonly device?: number;
  readonly ip?: string;
  readonly username?: string;
}

function addSession({ guestId = anna, hoursAgo, hours = 1, device = 1, ip = '10.5.88.2', username = 'anna' }: Session) {
  const startedAtMs = venue.now() - hoursAgo * HOUR_MS;
  const endedAtMs = startedAtMs + hours * HOUR_MS;
  return insert(venue.db, 'sessions', {
    ...{ router_id: 1, acct_session_id: '80100001', guest_id: guestId, username, mac_address: macOf(device) },
    ...{ started_at_ms: startedAtMs, last_heard_at_ms: endedAtMs, ended_at_ms: endedAtMs, interim_sec: 60 },
    ...{ session_time_sec: hours * 3_600, upload_bytes: 10, download_bytes: 20, terminate_cause: 'User-Request' },
    ...{ framed_ip_address: ip },
  });
}

describe('the connection log', () => {
  it('has newest first, with everything that is asked of it', () => {
    const older = addSession({ hoursAgo: 50 });
    const newer = addSession({ hoursAgo: 5, guestId: bruno, username: 'bruno' });
    const rows = listConnections(venue.db, { limit: 10 });
    expect(rows.map(({ id }) => id)).toEqual([newer, older]);
    expect(rows[1]).toMatchObject({
      ...{ kind: 'session', username: 'anna', startedAtMs: venue.now() - 50 * HOUR_MS },
      ...{ endedAtMs: venue.now() - 49 * HOUR_MS, sessionTimeSec: 3_600, uploadBytes: 10, downloadBytes: 20 },
      ...{ framedIpAddress: '10.5.88.2', macAddress: macOf(1), terminateCause: 'User-Request', sessions: 1 },
    });
  });

  it('answers who had an address at a time', () => {
    addSession({ hoursAgo: 30, ip: '10.5.88.7' });
    const theirs = addSession({ hoursAgo: 20, hours: 3, guestId: bruno, username: 'bruno', ip: '10.5.88.7' });
    addSession({ hoursAgo: 20, ip: '10.5.88.8' });
    const atMs = venue.now() - 18 * HOUR_MS;
    const rows = listConnections(venue.db, { framedIpAddress: '10.5.88.7', fromMs: atMs, tillMs: atMs, limit: 10 });
    expect(rows.map(({ id }) => id)).toEqual([theirs]);
  });

  it('is read by guest and by device, and page by page', () => {
    const mine = [10, 8, 6, 4].map((hoursAgo) => addSession({ hoursAgo, device: hoursAgo }));
    addSession({ hoursAgo: 7, guestId: bruno, device: 8 });
    const first = listConnections(venue.db, { guestId: anna, limit: 2 });
    const { id, startedAtMs } = first.at(-1)!;
    const second = listConnections(venue.db, { guestId: anna, limit: 10, after: { id, startedAtMs } });
    expect([...first, ...second].map((row) => row.id)).toEqual(mine.toReversed());
    expect(listConnections(venue.db, { macAddress: macOf(8), limit: 10 })).toHaveLength(2);
  });
});

describe('an export', () => {
  async function exported(more: Partial<ExportFilter> = {}): Promise<string> {
    for (let n = 0; n < 6; n++) addSession({ hoursAgo: 60 - n, guestId: n % 2 === 0 ? anna : bruno, device: n });
    appendSettled(venue.db, venue.now());
    const { file } = await exportLog({ format: 'jsonl', ...more });
    return file;
  }

  const formats: readonly ExportFormat[] = ['jsonl', 'csv'];

  it.each(formats)('as %s is whole as it was written', async (format) => {
    const file = await exported({ format });
    expect(await verify(file)).toEqual({ kind: 'whole', rows: 6 });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(6 + 2 + 1);
  });

  it('holds what was asked for', async () => {
    const file = await exported({ guestId: bruno, fromMs: venue.now() - 58 * HOUR_MS });
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1, -1);
    const ids = lines.map((line) => (JSON.parse(line.split('\t')[0]!) as { record: { id: number } }).record.id);
    expect(ids).toEqual([2, 4, 6]);
    expect(await verify(file)).toEqual({ kind: 'whole', rows: 3 });
  });

  it('of more rows than are read at once goes on without a gap', async () => {
    venue.db.sqlite.transaction(() => {
      for (let n = 0; n < 1_100; n++) addSession({ hoursAgo: 2_000 - n });
    })();
    for (let step = 0; step < 5; step++) appendSettled(venue.db, venue.now());
    const { file, rows } = await exportLog({ format: 'csv' });
    expect(rows).toBe(1_100);
    expect(await verify(file)).toEqual({ kind: 'whole', rows: 1_100 });
  });

  it('writes names that are meant for a spreadsheet, or for two lines, as text on one line', async () => {
    const wild = '=1+1,"x"\n\u2028y';
    addSession({ hoursAgo: 40, username: wild });
    appendSettled(venue.db, venue.now());
    for (const format of formats) {
      const { file } = await exportLog({ format }, venue.now() + formats.indexOf(format));
      expect(await verify(file)).toEqual({ kind: 'whole', rows: 1 });
      if (format === 'csv') expect(readFileSync(file, 'utf8')).toContain(`,"'=1+1,""x""  y",`);
      else
        expect(JSON.parse(readFileSync(file, 'utf8').split(/[\n\t]/)[2]!)).toMatchObject({
          record: { username: wild },
        });
    }
  });

  it('leaves out what may still change', async () => {
    addSession({ hoursAgo: 1.5, hours: 1 });
    appendSettled(venue.db, venue.now());
    const { rows } = await exportLog({ format: 'csv' }, venue.now() + DAY_MS);
    expect(rows).toBe(0);
  });

  describe.each(formats)('as %s shows', (format) => {
    let file: string;
    let lines: readonly string[];
    beforeEach(async () => {
      file = await exported({ format });
      lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    });
    const check = (changed: readonly string[]): Promise<FileVerdict> => {
      const copy = join(dirname(file), 'changed');
      writeFileSync(copy, changed.join('\n') + '\n');
      return verify(copy);
    };

    it('a row that is edited anywhere, and names it', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.nat(), fc.constantFrom('0', '7', 'x', ' '), async (nth, at, char) => {
          const index = nth % lines.length;
          const text = lines[index]!;
          const place = at % text.length;
          if (text[place] === char) return;
          const changed = lines.with(index, text.slice(0, place) + char + text.slice(place + 1));
          expect(await check(changed)).toMatchObject({ kind: 'broken', line: index + 1 });
        }),
        { numRuns: 150 },
      );
    });

    it('a row that is removed, from the middle and from the end', async () => {
      for (let index = 1; index < lines.length; index++) {
        const verdict = await check(lines.toSpliced(index, 1));
        const isFooter = index === lines.length - 1;
        expect(verdict).toMatchObject({ kind: 'broken', what: isFooter ? 'cut' : 'altered', line: index + 1 });
      }
      expect(await check(lines.slice(0, 4))).toMatchObject({ what: 'cut', line: 5 });
    });

    it('a row that is put in twice, and rows that changed places', async () => {
      expect(await check(lines.toSpliced(3, 0, lines[2]!))).toMatchObject({ what: 'altered', line: 4 });
      expect(await check(lines.with(2, lines[3]!).with(3, lines[2]!))).toMatchObject({
        what: 'altered',
        line: 3,
        seq: 3,
      });
      expect(await check([...lines, lines.at(-1)!])).toMatchObject({ what: 'altered', line: lines.length + 1 });
    });
  });

  it('of another venue, or no export at all, is not ours', async () => {
    const file = await exported();
    expect(await verifyConnectionLog(file, newDataKey(), unwatched)).toEqual({
      kind: 'broken',
      what: 'not-ours',
      line: 1,
    });
    expect(await verify(join(dirname(file), 'nothing'))).toMatchObject({
      what: 'not-ours',
    });
    expect(await verify(dirname(file))).toMatchObject({ what: 'not-ours' });
    writeFileSync(join(dirname(file), 'empty'), '');
    expect(await verify(join(dirname(file), 'empty'))).toMatchObject({ what: 'not-ours' });
  });
});
