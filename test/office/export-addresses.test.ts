/** Addresses for mailing: only of those who agreed, and History says who took them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportAddresses, readAddresses } from '../../main/office/export-addresses';
import { readTable } from '../../main/office/read-table';
import type { AddressFilterInput } from '../../preload/contract/marketing';
import { createTestApi, type Client } from '../fakes/api';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';
import { unwatched } from '../fakes/watch';

const DAY_MS = 86_400_000;

let venue: TestVenue;
let owner: Client;
let textId: number;
beforeEach(async () => {
  venue = openTestVenue();
  venue.allowUndo();
  owner = createTestApi(venue).as('owner');
  textId = (await owner.legal.publish({ kind: 'marketing', texts: [{ language: 'en', body: 'We may write to you.' }] }))
    .id;
});
afterEach(() => venue.close());

type PersonInput = Parameters<Client['guests']['setPerson']>[0];

/** With the consent to the published text unless the test says otherwise. */
async function addPerson(username: string, person: Omit<PersonInput, 'id'> = {}): Promise<number> {
  const { id } = await owner.guests.add({ username, password: 'geheim-4711' });
  await owner.guests.setPerson({ id, email: `${username}@mail.example`, marketing: { versionId: textId }, ...person });
  return id;
}

function exportOf(filter: AddressFilterInput = {}, format: 'csv' | 'xlsx' = 'csv') {
  const question = { ...filter, format, titles: 'en', actor: venue.owner } as const;
  return exportAddresses(venue.db, question, venue.now(), unwatched);
}

async function tableOf(filter: AddressFilterInput = {}, format: 'csv' | 'xlsx' = 'csv') {
  const made = await exportOf(filter, format);
  const table = await readTable(made.bytes, undefined, unwatched);
  if (table.kind === 'refused') throw new Error(table.reason);
  return { made, titles: table.titles, rows: table.rows.map(({ cells }) => cells) };
}

/** Login names, in the order of the file. */
const namesOf = async (filter: AddressFilterInput = {}): Promise<readonly string[]> => {
  const { titles, rows } = await tableOf(filter);
  const at = titles.indexOf('Login name');
  return rows.map((cells) => cells[at] ?? '');
};

describe('addresses for mailing', () => {
  it('are of guests who agreed to a text that is known, and of nobody else', async () => {
    await addPerson('agreed');
    await addPerson('paper', { marketing: { version: '2024, on paper' } });
    await addPerson('never', { marketing: null });
    await addPerson('newsletter-only', { marketing: null, newsletter: {} });
    await addPerson('no-text', { marketing: {} });
    await addPerson('no-address', { email: null });
    expect(await namesOf()).toEqual(['agreed', 'paper']);
  });

  it('never name somebody who took the consent back, whose consent aged, or who was erased', async () => {
    const withdrawn = await addPerson('withdrawn');
    const erased = await addPerson('erased');
    await addPerson('stays');
    await owner.guests.setPerson({ id: withdrawn, marketing: null });
    await owner.guests.erase({ id: erased });
    const { made, rows } = await tableOf();
    expect(made.guests).toBe(1);
    expect(rows.flat().join(' ')).not.toMatch(/withdrawn|erased/);
    await owner.retention.update({ marketing: 30 });
    venue.setNow(sundayEvening + 40 * DAY_MS);
    await venue.runJob('forget-old-data', null, undefined);
    expect((await exportOf()).guests).toBe(0);
    expect(readAddresses(venue.db, {})).toMatchObject({ guests: 0, choices: { domains: [], cities: [] } });
  });

  it('stand with what a program for mailing asks for, the day of the consent and its text', async () => {
    await addPerson('anna', {
      firstName: 'Anna',
      lastName: 'Rossi',
      callingCode: '39',
      mobile: '3331234567',
      birthYear: 1980,
    });
    const { titles, rows } = await tableOf();
    const row = Object.fromEntries(titles.map((title, at) => [title, rows[0]![at]]));
    expect(row).toMatchObject({
      ...{ 'E-mail': 'anna@mail.example', 'Login name': 'anna', 'First name': 'Anna', 'Last name': 'Rossi' },
      'Year of birth': '1980',
    });
    expect(Object.values(row)).toContain('+393331234567');
    expect(Object.values(row).join(' ')).toContain('2026-11-22');
    expect((await tableOf({}, 'xlsx')).rows).toEqual(rows);
  });

  it('never hold a code or a password, also where a code has agreed', async () => {
    const { id: productId } = await owner.products.add({ name: 'Day', priceMinor: 500, starts: 'now' });
    const { tickets } = await owner.desk.sellTicket({ productId, print: false });
    const [ticket] = tickets;
    await owner.guests.setPerson({ id: ticket!.guestId, email: 'c@mail.example', marketing: { versionId: textId } });
    const { rows } = await tableOf();
    expect(rows.flat()).toContain('c@mail.example');
    expect(rows.flat().join(' ')).not.toContain(ticket!.code);
  });

  it('are narrowed by every filter there is', async () => {
    const { id: campingId } = await owner.domains.add({ name: 'Camping', service: 'hotspot' });
    const { id: productId } = await owner.products.add({ name: 'Day', priceMinor: 500, starts: 'now' });
    const anna = await addPerson('anna', {
      ...{ city: 'Roma', country: 'IT', gender: 'female', birthYear: 1980, newsletter: {}, email: null, mobile: '333' },
    });
    const bert = await addPerson('bert', { city: 'Köln', country: 'DE', gender: 'male', birthYear: 2001 });
    await owner.guests.update({ id: anna, language: 'it' });
    venue.db.sqlite.prepare('update guests set domain_id = ? where id = ?').run(campingId, bert);
    await owner.desk.recharge({ guestId: bert, productId });
    await owner.guests.setLocked({ id: anna, locked: true });
    see(anna, sundayEvening - 10 * DAY_MS);
    see(bert, sundayEvening - 400 * DAY_MS);
    venue.db.sqlite
      .prepare('update guest_persons set marketing_consent_at_ms = ? where guest_id = ?')
      .run(Date.UTC(2025, 0, 1, 12), bert);
    const onlyAnna: readonly AddressFilterInput[] = [
      ...([
        { channel: 'mobile' },
        { language: 'it' },
        { country: 'IT' },
        { city: 'ROMA' },
        { gender: 'female' },
      ] as const),
      ...[{ bornTill: 1980 }, { newsletter: true }, { agreedFromDay: '2026-11-22' }, { seenFromDay: '2026-11-01' }],
    ];
    const onlyBert: readonly AddressFilterInput[] = [
      ...[
        { channel: 'email' as const },
        { domainId: campingId },
        { productId },
        { bornFrom: 1981 },
        { notLocked: true },
      ],
      ...[{ agreedTillDay: '2025-01-01' }, { seenTillDay: '2025-12-31' }],
    ];
    for (const filter of onlyAnna) expect([filter, await namesOf(filter)]).toEqual([filter, ['anna']]);
    for (const filter of onlyBert) expect([filter, await namesOf(filter)]).toEqual([filter, ['bert']]);
    expect(readAddresses(venue.db, { country: 'DE' })).toMatchObject({ guests: 1, withEmail: 1, withMobile: 0 });
    expect(readAddresses(venue.db, {}).choices).toMatchObject({
      ...{ languages: ['it'], countries: ['DE', 'IT'], cities: ['Köln', 'Roma'] },
      products: [{ id: productId, name: 'Day' }],
    });
  });

  function see(guestId: number, atMs: number): void {
    venue.db.sqlite
      .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, ?)')
      .run(guestId, `02:00:00:00:00:${String(guestId).padStart(2, '0')}`, atMs);
  }
});

describe('History', () => {
  it('says who took how many addresses by which filter, and no name; nothing can be undone in it', async () => {
    await addPerson('anna', { country: 'IT' });
    const manager = createTestApi(venue).as('manager');
    const made = await manager.marketing.export({ country: 'IT', agreedFromDay: '2026-01-01', format: 'csv' });
    expect(made).toMatchObject({ guests: 1, fileName: 'addresses-2026-11-22.csv' });
    const [entry] = (await manager.history.list({ limit: 1 })).rows;
    expect(entry).toMatchObject({
      ...{ action: 'export-addresses', operatorName: 'Olivia', canUndo: false },
      label: 'Exported 1 addresses for mailing (country=IT, agreed=2026-01-01..)',
    });
  });

  it('says nothing where nothing was taken: what was stopped, and what was only counted', async () => {
    await addPerson('anna');
    const stopper = new AbortController();
    const watch = { progress: () => stopper.abort(), signal: stopper.signal };
    const question = { format: 'csv', titles: 'en', actor: venue.owner } as const;
    await expect(exportAddresses(venue.db, question, venue.now(), watch)).rejects.toThrow();
    await owner.marketing.count({});
    const { rows } = await owner.history.list({ limit: 10 });
    expect(rows.map(({ action }) => action)).not.toContain('export-addresses');
  });
});
