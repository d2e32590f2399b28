/** What a file for support holds, and that nothing in it is a secret or somebody's. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { textColumns } from '../../db/queries/support';
import { addOperator } from '../../main/office/operators';
import { scrubShapes } from '../../main/office/scrub-log';
import { makeSupportBundle, type SupportQuestion } from '../../main/office/support-bundle';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { ownerRole } from '../fakes/roles';
import { plainSupport } from '../fakes/support';
import { unwatched } from '../fakes/watch';

let venue: TestVenue;
let owner: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  owner = createTestApi(venue).as('owner');
});
afterEach(() => venue.close());

const MAC = '3C:22:FB:0A:0B:0C';
/** None of them is a word of the program, so that each is found wherever it is. */
const secrets = [
  ...['Zenobia', 'Tarquinio', 'zt@palatino.example', 'palatino', '3339876543', 'QX88123', 'Quirinale'],
  ...['TRQZNB80A41H501X', 'R4711', 'PMS90210', 'Vespasiana', 'wlanpalatine', MAC],
  ...['10.77.66.55', '10.88.0.1', 'hotspot.palatine.example', 'Leopoldina', 'Ciao Zenobia'],
  ...['Domitilla', 'usbPalatine', 'Trastevere'],
];
/** The program cannot recognise these where they stand free in a sentence; it quotes what somebody has typed. */
const typed = ['Wisteria', 'geheim-4711', 'korrekt-pferd', 'router-geheimnis'];

async function fillWithSecrets(): Promise<readonly string[]> {
  const { id: productId } = await owner.products.add({ name: 'Day', priceMinor: 500, starts: 'now' });
  const { id } = await owner.guests.add({
    ...{ username: 'zenobia.tarquinio', password: 'geheim-4711', productId, displayName: 'Zenobia Tarquinio' },
    ...{ room: 'R4711', note: 'Allergic to Wisteria' },
  });
  await owner.guests.setPerson({
    ...{ id, firstName: 'Zenobia', lastName: 'Tarquinio', email: 'zt@palatino.example', mobile: '3339876543' },
    ...{ documentNumber: 'QX88123', address: 'Via Quirinale 7', taxCode: 'TRQZNB80A41H501X', pmsCode: 'PMS90210' },
    city: 'Trastevere',
  });
  await owner.guests.setNetwork({ id, ipAddress: '10.77.66.55' });
  await owner.guests.setAttributes({ id, reply: [{ name: 'Reply-Message', value: 'Ciao Zenobia' }] });
  // Who was removed again is still in the images of history.
  const gone = await owner.guests.add({ username: 'leopoldina', password: 'x', displayName: 'Leopoldina' });
  await owner.history.undo({ id: gone.changeId });
  await owner.routers.add({
    ...{ name: 'Gateway', address: '10.88.0.1', services: ['hotspot'], secret: 'router-geheimnis' },
  });
  await owner.venue.update({
    venueName: 'Villa Vespasiana',
    wifiName: 'wlanpalatine',
    loginHost: 'hotspot.palatine.example',
  });
  await addOperator(venue, venue.owner, ownerRole, { name: 'Domitilla', password: 'korrekt-pferd', role: 'desk' });
  venue.db.sqlite
    .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, 2)')
    .run(id, MAC);
  venue.db.sqlite.prepare('update venue set backup_folder = ?').run('/media/usbPalatine');
  const { tickets } = await owner.desk.sellTicket({ productId, print: false });
  return tickets.map(({ code }) => code);
}

/** An error may quote what it was about: the worst that could stand in a log. */
const worstLog = (codes: readonly string[]): string =>
  [
    ...secrets.map((secret) => `[2026-11-22 19:00:00.000] [error]  Work: it failed for ${secret}, twice: ${secret}`),
    ...codes.map((code) => `[2026-11-22 19:00:01.000] [warn]  no ticket for ${code.toUpperCase()}`),
    `[2026-11-22 19:00:02.000] [error]  RADIUS: "import-guests" failed: UNIQUE constraint failed: guests.username_key`,
    `    at Statement.run (file:///home/domitilla/gatehouse/out/main/work-thread.js:120:15)`,
    `[2026-11-22 19:00:03.000] [error]  key ${Buffer.from(venue.dataKey).toString('hex')}`,
    `[2026-11-22 19:00:03.000] [error]  key ${Buffer.from(venue.dataKey).toString('base64')}`,
    ...typed.map((word) => `[2026-11-22 19:00:04.000] [warn]  given "${word}", and '${word}', and \`${word}\``),
  ].join('\n');

function writeLog(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'gatehouse.log');
  writeFileSync(file, text);
  return [join(folder, 'gatehouse.old.log'), file];
}

async function bundle(more: Partial<SupportQuestion> = {}): Promise<Readonly<Record<string, string>>> {
  const { bytes } = await makeSupportBundle(venue.db, { ...plainSupport, ...more }, venue.now(), unwatched);
  const files = unzipSync(bytes);
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString()]));
}

describe('a file for support', () => {
  it('has no byte of a password, code, key, name, address or number of anybody, wherever it stood', async () => {
    const codes = await fillWithSecrets();
    const files = await bundle({ logFiles: writeLog(worstLog(codes)) });
    const everything = Object.entries(files).flat().join('\n').toLowerCase();
    const hashes = venue.db.sqlite.prepare('select password_hash from operators').pluck().all() as string[];
    for (const secret of [...secrets, ...typed, ...codes, ...hashes, Buffer.from(venue.dataKey).toString('hex')]) {
      expect({ secret, isThere: everything.includes(secret.toLowerCase()) }).toEqual({ secret, isThere: false });
    }
  });

  it('says what runs, what is set, how much there is, what is wrong and how busy the threads are', async () => {
    await fillWithSecrets();
    const counters = { received: 7, answered: 6, replayed: 0, copies: 0, silent: 0, sendFailures: 0, dropped: {} };
    const files = await bundle({
      ...{ version: '1.2.3', standing: ['DISK_LOW'], faultCounts: { DISK_LOW: 1, PRINTER_NO_PAPER: 4 } },
      radius: { load: plainSupport.mainThread, counters: counters as never },
    });
    const read = (name: string): unknown => JSON.parse(files[`${name}.json`]!);
    expect(read('versions')).toMatchObject({
      gatehouse: { version: '1.2.3' },
      schema: { migrations: expect.any(Number) },
    });
    expect(read('settings')).toMatchObject({
      venue: [{ country: 'IT', time_zone: 'Europe/Rome', check_out_minute: 660 }],
      routers: [{ hotspot: 1, coa_port: 3799, mac_password: 'empty' }],
      products: [{ price_minor: 500, starts: 'now' }],
    });
    expect(read('counts')).toMatchObject({ guests: 2, sales: 1, operators: 2 });
    expect(read('health')).toMatchObject({
      ...{ standing: ['DISK_LOW'], sinceTheStart: { PRINTER_NO_PAPER: 4 }, integrity: { damaged: [] } },
    });
    expect(read('radius')).toMatchObject({ counters: { received: 7 } });
    expect(read('threads')).toMatchObject({ main: { upSec: 60 }, radius: { busy: 0.01 } });
    expect(files['read-me.txt']).toContain('2026-11-22T19:00:00.000Z');
  });

  it('keeps of the log what helps: times, names of jobs, codes of errors, places in the program', async () => {
    await fillWithSecrets();
    const log = (await bundle({ logFiles: writeLog(worstLog([])) }))['log.txt'];
    expect(log).toContain(
      `[2026-11-22 19:00:02.000] [error]  RADIUS: "import-guests" failed: UNIQUE constraint failed`,
    );
    expect(log).toContain('    at Statement.run (work-thread.js:120:15)');
    expect(log).toMatch(/it failed for (\[name-\d+\]), twice: \1/);
    expect(log).toContain('given "…", and \'…\'');
  });

  it('takes no more than the end of a long log, whole lines of it, and the older file only for what is missing', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, at) => `[2026-11-22 19:00:00.000] [info]  line number ${at % 1_000}`,
    );
    const log = (await bundle({ logFiles: writeLog(lines.join('\n')) }))['log.txt']!.split('\n');
    expect(log.length).toBeLessThan(6_000);
    expect(log[0]).toMatch(/^\[2026/);
    expect(log.at(-1)).toContain('line number 999');
  });

  it('is made without a log, and stopped when nobody wants it any more', async () => {
    expect((await bundle())['log.txt']).toBe('');
    const stopper = new AbortController();
    const watch = { progress: () => stopper.abort(), signal: stopper.signal };
    await expect(makeSupportBundle(venue.db, plainSupport, venue.now(), watch)).rejects.toThrow();
  });

  it('is for whoever may take copies of the venue, read before it is saved, and fetched by nobody else', async () => {
    const api = createTestApi(venue);
    const made = await api.as(['back-up']).support.make();
    expect(made.fileName).toBe('gatehouse-support-20261122T1900Z.zip');
    expect(made.parts.map(({ name }) => name)).toContain('log.txt');
    const { base64, isLast } = await api.as(['back-up']).support.piece({ file: made.file, at: 0 });
    const files = unzipSync(Buffer.from(base64, 'base64'));
    expect(isLast).toBe(true);
    expect(Object.keys(files)).toEqual(made.parts.map(({ name }) => name));
    expect(await refusalOf(api.as(['back-up']).support.piece({ file: made.file, at: 0 }))).toMatchObject({
      reason: 'upload-gone',
    });
  });
});

describe('columns of text', () => {
  it('are each in one list: shown, hidden in the log, or left where they are', () => {
    const tables = venue.db.sqlite
      .prepare<[], string>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'guest_search%'
           and name not like '\\_\\_%' escape '\\'`,
      )
      .pluck()
      .all();
    const there = tables.flatMap((table) =>
      (venue.db.sqlite.pragma(`table_info("${table}")`) as { name: string; type: string }[])
        .filter(({ type }) => type === 'TEXT')
        .map(({ name }) => `${table}.${name}`),
    );
    const listed = Object.values(textColumns).flatMap((list) =>
      Object.entries(list).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
    );
    expect(listed.toSorted()).toEqual(there.toSorted());
  });
});

describe('a line of the log', () => {
  it.each([
    ['from AA:BB:CC:00:11:22 and aa-bb-cc-00-11-22', 'from [mac] and [mac]'],
    ['mail to anna.rossi+wifi@hotel.example failed', 'mail to [e-mail] failed'],
    ['router 192.168.88.1 and fe80::1ff:fe23:4567:890a', 'router [address] and [address]'],
    ['cannot open C:\\Users\\anna\\file.xlsx', 'cannot open [path]'],
    ['cannot open /home/anna/file.xlsx', 'cannot open [path]'],
    ['calls +39 333 987 6543 today', 'calls [number] today'],
    ['sealed Zm9vYmFyYmF6MTIzNDU2Nzg5MA==', 'sealed [value]'],
    ['Lock for ‘Anna Rossi’', 'Lock for ‘…’'],
    ['at 19:00:05, for ::1', 'at 19:00:05, for [address]'],
    ['a name like "Anna Rossi"', 'a name like "…"'],
  ])('%s', (line, shown) => {
    expect(scrubShapes(line)).toBe(shown);
  });
});
