/** Guests from a file: mapped, checked, written as one change, stopped, undone, and given back with what to correct. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChange } from '../../db/queries/history';
import { findGuestByKey, listHeld } from '../../db/queries/guests';
import { findPerson } from '../../db/queries/persons';
import { listUnfinished } from '../../db/queries/unfinished';
import { unseal } from '../../db/seal';
import { setRetired } from '../../main/office/products';
import { importGuests, inspectTable, makeProblemFile } from '../../main/office/import-guests';
import { readTable } from '../../main/office/read-table';
import { columnTitle, guessColumn, guestColumns } from '../../preload/contract/guest-columns';
import { languages } from '../../preload/contract/base';
import { sellTicket } from '../../main/desk/sell-ticket';
import { addDay } from '../fakes/batches';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { csv, imported, importLines, importQuestion, xlsx } from '../fakes/tables';
import { unwatched } from '../fakes/watch';

let venue: TestVenue;
beforeEach(() => (venue = openTestVenue()));
afterEach(() => venue.close());

const count = (table: string): number =>
  venue.db.sqlite.prepare(`select count(*) from ${table}`).pluck().get() as number;
const guestOf = (name: string) => findGuestByKey(venue.db, name)!;
const passwordOf = (name: string) => unseal(venue.dataKey, 'guest-password', guestOf(name).passwordSealed);

describe('the columns', () => {
  it.each(languages)('of a file in %s are recognised', (language) => {
    for (const column of guestColumns)
      expect([column, guessColumn(columnTitle(column, language))]).toEqual([column, column]);
  });

  it('of other programs are recognised without case, accents and punctuation', () => {
    expect(
      ['E-MAIL:', 'Città', 'Utente', 'MAC-Address', 'Zimmernummer', 'Código postal', 'Shoe size'].map(guessColumn),
    ).toEqual([...['email', 'city', 'username', 'devices', 'room', 'postalCode', undefined]]);
  });

  it('that look the same are taken once', async () => {
    const table = await inspectTable(
      venue.db,
      { bytes: csv(['Room', 'Camera', 'Name'], ['1', '2', 'Anna']) },
      unwatched,
    );
    expect(table).toMatchObject({ mapping: ['room', null, 'displayName'], isRemembered: false, rows: 1 });
  });

  it('are remembered for the next file with the same headings, and only after an import', async () => {
    const titles = ['Who', 'Where'];
    const lines = [['Anna', '12']];
    await importLines(venue, titles, lines, { mapping: ['displayName', 'room'], dryRun: true });
    const bytes = csv(titles, ...lines);
    expect(await inspectTable(venue.db, { bytes }, unwatched)).toMatchObject({ mapping: [null, null] });
    await importLines(venue, titles, lines, { mapping: ['displayName', 'room'] });
    expect(await inspectTable(venue.db, { bytes }, unwatched)).toMatchObject({
      ...{ mapping: ['displayName', 'room'], isRemembered: true },
    });
    const other = await inspectTable(venue.db, { bytes: csv(['Who', 'Where', 'Why'], ['a', 'b', 'c']) }, unwatched);
    expect(other).toMatchObject({ isRemembered: false });
  });
});

describe('an import', () => {
  it('adds guests with everything the file says of them', async () => {
    addDay(venue);
    const titles = [
      ...['Login name', 'Password', 'First name', 'Last name', 'E-mail', 'Mobile', 'Room', 'Language', 'Product'],
      ...['Valid until', 'Devices (MAC)', 'Marketing consent on', 'Marketing text version', 'Country', 'Note'],
    ];
    const line = [
      ...['anna', 'secret 1', 'Anna', 'Rossi', 'anna@example.com', '+39 333-1234567', '12', 'IT', '1 day'],
      ...['2026-12-01', 'aabb.ccdd.eeff 00-11-22-33-44-55', '2026-05-01 10:00', 'v2', 'it', 'late'],
    ];
    expect(imported(await importLines(venue, titles, [line]))).toMatchObject({ added: 1, wrong: 0, problems: [] });
    const guest = guestOf('anna');
    expect(guest).toMatchObject({
      kind: 'person',
      displayName: 'Anna Rossi',
      room: '12',
      note: 'late',
      language: 'it',
    });
    expect(passwordOf('anna')).toBe('secret 1');
    expect(findPerson(venue.db, guest.id)).toMatchObject({
      ...{
        firstName: 'Anna',
        email: 'anna@example.com',
        mobile: '393331234567',
        country: 'IT',
        marketingVersion: 'v2',
      },
      marketingConsentAtMs: Date.UTC(2026, 4, 1, 8),
    });
    const [held] = listHeld(venue.db, [guest.id]).get(guest.id)!;
    // To the end of the day in Rome.
    expect(held).toMatchObject({ product: { name: '1 day' }, entitlement: { endsAtMs: Date.UTC(2026, 11, 1, 23) } });
    expect(venue.db.sqlite.prepare('select mac_address from devices order by 1').pluck().all()).toEqual([
      ...['00:11:22:33:44:55', 'AA:BB:CC:DD:EE:FF'],
    ]);
    expect(count('sales')).toBe(0);
    const found = venue.db.sqlite.prepare(`select rowid from guest_search where guest_search match 'anna AND rossi'`);
    expect(found.pluck().all()).toEqual([guest.id]);
  });

  it('makes a code for whoever has no login name, and a password for whoever has none', async () => {
    await importLines(
      venue,
      ['Name', 'Login name'],
      [
        ['Anna', ''],
        ['Bruno', 'bruno'],
      ],
    );
    const rows = venue.db.sqlite.prepare('select username, kind from guests order by id').all();
    expect(rows).toMatchObject([{ kind: 'code' }, { username: 'bruno', kind: 'person' }]);
    expect(passwordOf('bruno')).toMatch(/^[2-9a-z]{8}$/);
    expect(passwordOf('bruno')).not.toBe('bruno');
  });

  it('is one entry of history that undo takes back, and the same file can be imported again', async () => {
    const lines = Array.from({ length: 120 }, (_, at) => [`guest${at}`, `Room ${at}`]);
    const { changeId } = imported(await importLines(venue, ['Login name', 'Room'], lines));
    expect(findChange(venue.db, changeId!)).toMatchObject({
      label: 'Imported 120 new and 0 changed guests from guests.csv',
    });
    expect(count('changes')).toBe(1);
    const undone = await venue.runJob(
      'toggle-change',
      { actor: venue.owner, changeId: changeId!, kind: 'undo' },
      'Olivia',
    );
    expect(undone).toMatchObject({ kind: 'done' });
    expect(count('guests')).toBe(0);
    expect(imported(await importLines(venue, ['Login name', 'Room'], lines))).toMatchObject({ added: 120 });
  });

  it('keeps neither passwords nor codes in the sentence of history', async () => {
    await importLines(venue, ['Login name', 'Password'], [['anna', 'very secret']]);
    const params = venue.db.sqlite.prepare('select group_concat(params) from changes').pluck().get();
    expect(params).not.toContain('secret');
  });

  it('tried out writes nothing and says the same', async () => {
    const lines = [
      ['anna', 'anna@example.com'],
      ['bruno', 'no address'],
    ];
    const tried = imported(await importLines(venue, ['Login name', 'E-mail'], lines, { dryRun: true }));
    expect(tried).toMatchObject({ added: 1, wrong: 1 });
    expect(tried.changeId).toBeUndefined();
    for (const table of ['guests', 'guest_persons', 'changes', 'import_mappings']) expect(count(table)).toBe(0);
    const { changeId: _, ...done } = imported(await importLines(venue, ['Login name', 'E-mail'], lines));
    const { changeId: __, ...expected } = tried;
    expect(done).toEqual(expected);
  });

  it('stopped, leaves nothing of it', async () => {
    await importLines(venue, ['Login name', 'Room'], [['before', '1']]);
    const lines = Array.from({ length: 400 }, (_, at) => [`guest${at}`, 'x']);
    const stop = new AbortController();
    let written = 0;
    const watch = {
      signal: stop.signal,
      progress: () => {
        written = count('guests');
        if (written > 1) stop.abort(new Error('stopped'));
      },
    };
    await expect(importLines(venue, ['Login name', 'Room'], lines, {}, watch)).rejects.toThrow('stopped');
    expect(written).toBeGreaterThan(1);
    expect(venue.db.sqlite.prepare('select username from guests').pluck().all()).toEqual(['before']);
    expect(listUnfinished(venue.db)).toEqual([]);
  });

  it('is refused as a whole when a name is taken while it is written', async () => {
    // More than any computer writes before others have their turn.
    const lines = Array.from({ length: 5_000 }, (_, at) => [`guest${at}`, 'x']);
    let isFirst = true;
    const watch = {
      signal: unwatched.signal,
      progress: () => {
        if (count('guests') === 0 || !isFirst) return;
        isFirst = false;
        venue.db.sqlite
          .exec(`insert into guests (domain_id, kind, username, username_key, password_sealed, created_at_ms)
          values (1, 'code', 'guest4999', 'guest4999', x'00', 0)`);
      },
    };
    expect(await importLines(venue, ['Login name', 'Room'], lines, {}, watch)).toMatchObject({
      reason: 'guests-changed',
    });
    expect(venue.db.sqlite.prepare('select username from guests').pluck().all()).toEqual(['guest4999']);
  });

  it('takes a sheet of a spreadsheet', async () => {
    const bytes = await xlsx({
      Notes: [['x'], ['y']],
      Guests: [
        ['Name', 'Room'],
        ['Anna', 12],
      ],
    });
    const question = importQuestion(venue, bytes, ['Name', 'Room'], { sheet: 'Guests' });
    expect(await importGuests(venue.db, venue.dataKey, question, venue.now(), unwatched)).toMatchObject({ added: 1 });
    expect(venue.db.sqlite.prepare('select display_name, room from guests').get()).toEqual({
      display_name: 'Anna',
      room: '12',
    });
  });

  it('without any column is refused', async () => {
    expect(await importLines(venue, ['x'], [['y']])).toMatchObject({ reason: 'no-columns' });
  });
});

describe('a guest who is there already', () => {
  const titles = ['Login name', 'Room', 'E-mail'];
  beforeEach(async () => {
    await importLines(venue, titles, [['anna', '12', 'anna@example.com']]);
  });

  it('is left alone', async () => {
    expect(imported(await importLines(venue, titles, [['ANNA', '99', '']]))).toMatchObject({ skipped: 1, added: 0 });
    expect(guestOf('anna').room).toBe('12');
  });

  it('is changed where the file says something else, and only there', async () => {
    const outcome = imported(await importLines(venue, titles, [['anna', '99', '']], { duplicates: 'update' }));
    expect(outcome).toMatchObject({ changed: 1 });
    expect(guestOf('anna').room).toBe('99');
    expect(findPerson(venue.db, guestOf('anna').id)!.email).toBe('anna@example.com');
    await venue.runJob('toggle-change', { actor: venue.owner, changeId: outcome.changeId!, kind: 'undo' }, 'Olivia');
    expect(guestOf('anna').room).toBe('12');
  });

  it('of whom nothing is different is no change', async () => {
    const before = count('changes');
    const line = ['anna', '12', 'anna@example.com'];
    const outcome = imported(await importLines(venue, titles, [line], { duplicates: 'update' }));
    expect(outcome).toMatchObject({ same: 1, changed: 0, changeId: undefined });
    expect(count('changes')).toBe(before);
  });

  it.each([
    ['email', ['', '99', 'Anna@Example.com']],
    ['room', ['', '12', 'other@example.com']],
  ] as const)('is found by %s', async (key, line) => {
    const outcome = imported(await importLines(venue, titles, [line], { duplicates: 'update', key }));
    expect(outcome).toMatchObject({ changed: 1, added: 0 });
    expect(count('guests')).toBe(1);
  });

  it('is not looked for when all are to be added, and a taken name is refused', async () => {
    const lines = [
      ['', '12', 'anna@example.com'],
      ['anna', '12', ''],
    ];
    const outcome = imported(await importLines(venue, titles, lines, { duplicates: 'add' }));
    expect(outcome).toMatchObject({ added: 1, wrong: 1, problems: [{ row: 3, problems: [{ kind: 'name-taken' }] }] });
  });

  it('gets a new product beside what they hold, and a new end for what they hold', async () => {
    addDay(venue);
    addDay(venue, { name: '1 week' });
    const give = (product: string, until: string) =>
      importLines(venue, ['Login name', 'Product', 'Valid until'], [['anna', product, until]], {
        duplicates: 'update',
      });
    await give('1 day', '');
    await give('1 day', '2026-12-01 10:00');
    await give('1 week', '');
    const held = listHeld(venue.db, [guestOf('anna').id]).get(guestOf('anna').id)!;
    expect(held.map(({ product, entitlement }) => [product.name, entitlement.endsAtMs])).toEqual([
      ['1 day', Date.UTC(2026, 11, 1, 9)],
      ['1 week', null],
    ]);
    expect(imported(await give('1 week', ''))).toMatchObject({ same: 1 });
  });

  it('keeps code and kind: they cannot be changed by a file', async () => {
    const sold = sellTicket(venue, venue.owner, { productId: addDay(venue), quantity: 1, room: '7' });
    if (sold.kind === 'refused') throw new Error(sold.reason);
    const { code } = sold.tickets[0]!;
    const rules = { duplicates: 'update' } as const;
    const fixed = await importLines(venue, ['Login name', 'Password'], [[code, 'other']], rules);
    expect(imported(fixed).problems[0]!.problems).toMatchObject([{ kind: 'fixed', column: 'password', value: '…' }]);
    const kind = await importLines(venue, ['Login name', 'Kind of guest'], [[code, 'person']], rules);
    expect(imported(kind).problems[0]!.problems).toMatchObject([{ kind: 'fixed', column: 'kind' }]);
    expect(passwordOf(code)).toBe(code);
  });

  it('whom the key does not tell from another is refused', async () => {
    await importLines(venue, titles, [['bruno', '12', '']]);
    const outcome = imported(await importLines(venue, titles, [['', '12', '']], { key: 'room', duplicates: 'update' }));
    expect(outcome).toMatchObject({ wrong: 1, problems: [{ problems: [{ kind: 'several', column: 'room' }] }] });
  });
});

describe('a row that is wrong', () => {
  it.each([
    ['E-mail', 'nobody', 'invalid', 'email'],
    ['Room', 'x'.repeat(41), 'invalid', 'room'],
    ['Login name', 'a\u0007b', 'invalid', 'username'],
    ['Password', 'x'.repeat(129), 'invalid', 'password'],
    ['Devices (MAC)', 'AA:BB', 'invalid', 'devices'],
    ['Language', 'klingon', 'invalid', 'language'],
    ['Kind of guest', 'king', 'invalid', 'kind'],
    ['Kind of guest', 'device', 'invalid', 'username'],
    ['Year of birth', '12', 'invalid', 'birthYear'],
    ['Latitude', 'north', 'invalid', 'latitude'],
    ['Country', 'Italy', 'invalid', 'country'],
    ['Product', 'Nobody sells it', 'unknown', 'product'],
    ['Domain', 'Elsewhere', 'unknown', 'domain'],
    ['Valid until', 'tomorrow', 'invalid', 'validUntil'],
    ['Valid until', '2026-12-01', 'needs-product', 'validUntil'],
    ['Document valid until', '31/02/2026', 'invalid', 'documentExpires'],
    ['Marketing consent on', 'yes', 'needs-date', 'marketingAt'],
    ['Marketing text version', 'v1', 'needs-date', 'marketingAt'],
  ])('%s "%s" is %s at %s, and is left out', async (title, value, kind, column) => {
    const outcome = imported(
      await importLines(
        venue,
        [title, 'Note'],
        [
          [value, 'n'],
          ['', 'good'],
        ],
      ),
    );
    expect(outcome).toMatchObject({ added: 1, wrong: 1 });
    expect(outcome.problems).toMatchObject([{ row: 2, problems: [{ kind, column }] }]);
    expect(count('guests')).toBe(1);
  });

  it('is one whose product is no longer sold, or needs an end', async () => {
    const retired = addDay(venue, { name: 'Old' });
    setRetired(venue, venue.owner, { id: retired, retired: true });
    addDay(venue, { name: 'Stay', untilCheckOut: true, starts: 'now', validForSec: undefined });
    const lines = [
      ['a', 'Old'],
      ['b', 'stay'],
    ];
    const outcome = imported(await importLines(venue, ['Login name', 'Product'], lines));
    expect(outcome.problems.flatMap(({ problems }) => problems.map(({ kind }) => kind))).toEqual([
      'retired',
      'needs-end',
    ]);
  });

  it('is the second one with the same key', async () => {
    const outcome = imported(
      await importLines(
        venue,
        ['Login name', 'Room'],
        [
          ['anna', '1'],
          ['Anna', '2'],
        ],
      ),
    );
    expect(outcome.problems).toEqual([{ row: 3, problems: [{ kind: 'twice', column: 'username', row: 2 }] }]);
    expect(guestOf('anna').room).toBe('1');
  });

  it('never repeats a password', async () => {
    const outcome = imported(await importLines(venue, ['Login name', 'Password'], [['anna', 's3cret'.repeat(40)]]));
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });

  it.each([
    ['31/12/2026', '1/2/2026', Date.UTC(2026, 11, 31, 23), Date.UTC(2026, 1, 1, 23)],
    ['12/31/2026', '1/2/2026', Date.UTC(2026, 11, 31, 23), Date.UTC(2026, 0, 2, 23)],
  ])('is not %s: the file says whether days or months come first', async (one, other, oneMs, otherMs) => {
    addDay(venue);
    const lines = [
      ['a', '1 day', one],
      ['b', '1 day', other],
    ];
    imported(await importLines(venue, ['Login name', 'Product', 'Valid until'], lines));
    expect(venue.db.sqlite.prepare('select ends_at_ms from entitlements order by id').pluck().all()).toEqual([
      oneMs,
      otherMs,
    ]);
  });
});

describe('the file given back', () => {
  const titles = ['Login name', 'E-mail', 'Shoe size'];
  const lines = [
    ['anna', 'anna@example.com', '38'],
    ['bruno', 'nobody', '42'],
  ];

  it('is the same file with one column more, in the language of whoever asks', async () => {
    const question = { ...importQuestion(venue, csv(titles, ...lines), titles), language: 'it' as const };
    const made = await makeProblemFile(venue.db, venue.dataKey, question, unwatched);
    if (made.kind === 'refused') throw new Error(made.reason);
    expect(made.fileName).toBe('guests-2.csv');
    expect(await readTable(made.bytes, undefined, unwatched)).toMatchObject({
      titles: [...titles, 'Da correggere'],
      rows: [{ cells: [...lines[0]!, ''] }, { cells: [...lines[1]!, 'E-mail: «nobody» non è valido'] }],
    });
    expect(count('guests')).toBe(0);
  });

  it('is a spreadsheet where one came', async () => {
    const bytes = await xlsx({ People: [titles, ...lines] });
    const question = { ...importQuestion(venue, bytes, titles), language: 'en' as const, fileName: 'people.xlsx' };
    const made = await makeProblemFile(venue.db, venue.dataKey, question, unwatched);
    if (made.kind === 'refused') throw new Error(made.reason);
    expect(await readTable(made.bytes, undefined, unwatched)).toMatchObject({ format: 'xlsx', sheet: 'People' });
  });
});
