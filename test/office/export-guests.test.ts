/** A file of guests is read back as it was written: by another venue, and by the same one without changing anything. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeChange } from '../../db/write';
import { seal } from '../../db/seal';
import { plainCell, quotedCell } from '../../main/office/csv-text';
import { readMoment, writeMoment } from '../../main/office/guest-dates';
import { exportGuests, type GuestExportQuestion } from '../../main/office/export-guests';
import { importGuests, inspectTable } from '../../main/office/import-guests';
import { readTable } from '../../main/office/read-table';
import { sellTicket } from '../../main/desk/sell-ticket';
import { nameKey } from '../../main/names';
import { createTestApi } from '../fakes/api';
import { addDay } from '../fakes/batches';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { imported, importLines, importQuestion } from '../fakes/tables';
import { unwatched } from '../fakes/watch';

let venue: TestVenue;
let other: TestVenue;
beforeEach(() => ([venue, other] = [openTestVenue(), openTestVenue()]));
afterEach(() => [venue, other].forEach((each) => each.close()));

const everybody = {
  ...{ format: 'csv', kinds: ['code', 'person', 'device'], withPasswords: true, language: 'en' },
} as const satisfies GuestExportQuestion;

async function exportOf(from: TestVenue, question: Partial<GuestExportQuestion> = {}) {
  const made = await exportGuests(from.db, from.dataKey, { ...everybody, ...question }, unwatched);
  if (made.kind === 'refused') throw new Error(made.reason);
  return made;
}

async function tableOf(bytes: Uint8Array) {
  const table = await readTable(bytes, undefined, unwatched);
  if (table.kind === 'refused') throw new Error(table.reason);
  return table;
}

async function importInto(to: TestVenue, bytes: Uint8Array, duplicates: 'add' | 'update' = 'add') {
  const inspected = await inspectTable(to.db, { bytes }, unwatched);
  if (inspected.kind === 'refused') throw new Error(inspected.reason);
  const question = importQuestion(to, bytes, [], { mapping: inspected.mapping, duplicates });
  return imported(await importGuests(to.db, to.dataKey, question, to.now(), unwatched));
}

/** What a spreadsheet can hold: it has no control characters, and its rows end where a line of a CSV file does. */
const printable = (most: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: most })
    .map((text) => text.replace(/\p{C}/gu, ''))
    .filter((text) => text.trim() !== '' && text.length <= most);
const formula = fc.constantFrom('=1+1', "'=x", '+39', '-7', '@me', "''quoted", "'plain", '"quoted"', 'a,b', 'a;b');
const word = (most: number) => fc.oneof(printable(most), formula).map((text) => text.trim().normalize('NFC'));
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });

const guest = fc.record({
  username: word(40),
  password: fc.oneof(printable(30), formula),
  display_name: maybe(word(60)),
  room: maybe(word(20)),
  note: maybe(word(80)),
  language: maybe(fc.constantFrom('en', 'ar')),
  locked_at_ms: maybe(moment),
  mac: maybe(fc.constantFrom('AA:BB:CC:DD:EE:FF', '02:00:00:00:00:01')),
  endsAtMs: maybe(moment),
});
const person = fc.record({
  first_name: maybe(word(30)),
  gender: maybe(fc.constantFrom('female', 'male', 'other')),
  birth_year: maybe(fc.integer({ min: 1880, max: 2200 })),
  latitude: maybe(fc.double({ min: -90, max: 90, noNaN: true }).map((degrees) => degrees + 0)),
  mobile: maybe(fc.stringMatching(/^\d{3,20}$/)),
  email: maybe(fc.constantFrom('anna@example.com', "o'neil+x@example.org")),
  document_expires: maybe(fc.constant('2028-02-29')),
  sms_sent: fc.integer({ min: 0, max: 1_000 }),
  marketing_consent_at_ms: maybe(moment),
  terms_accepted_at_ms: moment,
  terms_version: maybe(word(20)),
});

const someone = fc.record({ guest, person: maybe(person) });
type Made = typeof someone extends fc.Arbitrary<infer T> ? T : never;

function fill(to: TestVenue, productId: number, all: readonly Made[]): void {
  writeChange(to.db, to.owner, { action: 'add-guest', params: { name: 'x' } }, to.now(), (write) => {
    for (const {
      guest: { password, mac, endsAtMs, ...row },
      person: known,
    } of all) {
      const id = write.insert('guests', {
        ...{ domain_id: 1, kind: 'person', ...row, username_key: nameKey(row.username), created_at_ms: to.now() },
        password_sealed: seal(to.dataKey, 'guest-password', password),
      });
      if (known !== null) write.insert('guest_persons', { guest_id: id, ...known });
      if (mac !== null) {
        write.insert('devices', { guest_id: id, mac_address: mac, first_seen_at_ms: 0, last_seen_at_ms: 0 });
      }
      write.insert('entitlements', {
        ...{ guest_id: id, product_id: productId, ends_at_ms: endsAtMs, end_overridden: endsAtMs !== null },
        created_at_ms: to.now(),
      });
    }
    return {};
  });
}

const clear = (at: TestVenue): void => {
  for (const table of ['devices', 'entitlements', 'guest_persons', 'guests']) at.db.sqlite.exec(`delete from ${table}`);
};

describe('what an export writes, an import reads', () => {
  it.each(['csv', 'xlsx'] as const)(
    '%s: into an empty venue, whatever is known of the guests',
    async (format) => {
      const productId = addDay(venue, { name: "=Day, 'one'" });
      addDay(other, { name: "=Day, 'one'" });
      const people = fc.uniqueArray(someone, {
        ...{ minLength: 1, maxLength: 8, selector: (one) => nameKey(one.guest.username) },
      });
      await fc.assert(
        fc.asyncProperty(people, async (all) => {
          clear(venue);
          clear(other);
          fill(venue, productId, all);
          const { bytes } = await exportOf(venue, { format });
          expect(await importInto(other, bytes)).toMatchObject({ added: all.length, problems: [] });
          const before = await tableOf((await exportOf(venue)).bytes);
          expect(await tableOf((await exportOf(other)).bytes)).toEqual(before);
        }),
        { numRuns: 15 },
      );
    },
    120_000,
  );

  it.each(['csv', 'xlsx'] as const)('%s: into the same venue, where nothing is changed', async (format) => {
    fc.sample(someone, { numRuns: 20, seed: 7 }).forEach((one, at) => {
      const username = `${one.guest.username.slice(0, 30)} ${at}`;
      fill(venue, at === 0 ? addDay(venue) : 1, [{ ...one, guest: { ...one.guest, username } }]);
    });
    const changes = (): unknown => venue.db.sqlite.prepare('select count(*) from changes').pluck().get();
    const before = changes();
    const { bytes, guests } = await exportOf(venue, { format });
    expect(await importInto(venue, bytes, 'update')).toMatchObject({ same: guests, added: 0, changed: 0, wrong: 0 });
    expect(changes()).toBe(before);
  });

  it('codes and devices too, in any language', async () => {
    const productId = addDay(venue);
    addDay(other);
    sellTicket(venue, venue.owner, { productId, quantity: 2, room: '7' });
    await importLines(venue, ['Login name', 'Kind of guest', 'Name'], [['AA:BB:CC:DD:EE:FF', 'device', 'Printer']]);
    for (const language of ['ar', 'de', 'pt'] as const) {
      clear(other);
      expect(await importInto(other, (await exportOf(venue, { language })).bytes)).toMatchObject({
        added: 3,
        wrong: 0,
      });
      expect((await exportOf(other)).bytes).toEqual((await exportOf(venue)).bytes);
    }
  });
});

describe('passwords', () => {
  it('and codes, which are passwords, are left out unless they are asked for', async () => {
    const sold = sellTicket(venue, venue.owner, { productId: addDay(venue), quantity: 1, room: '7' });
    if (sold.kind === 'refused') throw new Error(sold.reason);
    await importLines(venue, ['Login name', 'Password'], [['anna', 'very secret']]);
    const text = Buffer.from((await exportOf(venue, { withPasswords: false })).bytes).toString('utf8');
    expect(text).toContain('anna');
    expect(text).not.toContain('very secret');
    expect(text).not.toContain(sold.tickets[0]!.code);
    expect(text).not.toContain('Password');
    const whole = Buffer.from((await exportOf(venue)).bytes).toString('utf8');
    expect(whole).toContain('very secret');
    expect(whole).toContain(sold.tickets[0]!.code);
  });
});

describe('whom an export has', () => {
  it('is chosen by kind', async () => {
    sellTicket(venue, venue.owner, { productId: addDay(venue), quantity: 3 });
    await importLines(venue, ['Login name'], [['anna']]);
    expect(await exportOf(venue, { kinds: ['person'] })).toMatchObject({ guests: 1 });
    expect(await exportOf(venue, { kinds: ['code', 'person'] })).toMatchObject({ guests: 4 });
  });
});

describe('an erased guest', () => {
  it('is not in the file: nothing is left that could be brought back', async () => {
    const owner = createTestApi(venue).as('owner');
    const { id } = await owner.guests.add({ username: 'zenobia', password: 'x' });
    await owner.guests.add({ username: 'leopold', password: 'x' });
    await owner.guests.erase({ id });
    const { bytes, guests } = await exportOf(venue);
    expect(guests).toBe(1);
    expect(Buffer.from(bytes).toString()).toContain('leopold');
    expect(Buffer.from(bytes).toString()).not.toContain('erased-');
  });
});

describe('text that a spreadsheet would take for a formula', () => {
  it.each(['=1+1', '+39 333', '-7', '@sum', '\tx', '|cmd', "'=x", "''+"])('%j is no formula in the file', (text) => {
    expect(quotedCell(text)).toMatch(/^"?'/);
    expect(plainCell(`'${text}`)).toBe(text);
  });

  it('is the only text that gets an apostrophe, and nobody loses one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@a]/)), (text) => {
        const written = quotedCell(text);
        const read = written.startsWith('"') ? written.slice(1, -1).replace(/""/g, '"') : written;
        expect(plainCell(read)).toBe(text);
        expect(read).toMatch(/^(?![=+\-@\t\r|])/);
      }),
    );
  });
});

describe('a moment in a file', () => {
  it('is read as it was written, also in the hour that comes twice', () => {
    const autumn = Date.UTC(2026, 9, 25, 0, 0);
    fc.assert(
      fc.property(fc.oneof(moment, fc.integer({ min: autumn, max: autumn + 3 * 3_600_000 })), (atMs) => {
        expect(readMoment(writeMoment(atMs, 'Europe/Rome'), 'day-first', 'Europe/Rome')?.atMs).toBe(atMs);
      }),
    );
  });
});
