/** A guest's own data as a file: everything of that guest, nothing of anybody else, and no secret. */
import { unzipSync } from 'fflate';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownDataColumns, ownDataSections } from '../../preload/contract/own-data';
import { writeChange } from '../../db/write';
import { refusalOf } from '../api/refusal';
import { createTestApi, type Client } from '../fakes/api';
import { builtInRole } from '../fakes/roles';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';

let venue: TestVenue;
let owner: Client;
beforeEach(() => {
  venue = openTestVenue();
  owner = createTestApi(venue).as('owner');
});
afterEach(() => venue.close());

const words: Omit<Parameters<Client['guestFiles']['ownData']>[0], 'id'> = {
  language: 'en',
  // Excel keeps the name History to itself.
  sections: { ...Object.fromEntries(ownDataSections.map((name) => [name, `S ${name}`])), history: 'History' } as never,
  columns: Object.fromEntries(ownDataColumns.map((name) => [name, `C ${name}`])) as never,
  changes: { sentences: {}, undone: 'Undone: {what}', redone: 'Redone: {what}' },
};
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const MAC = '02:00:00:00:00:01';

async function makeGuest(name: string): Promise<number> {
  const { id: productId } = await owner.products.add({ name: `Day of ${name}`, priceMinor: 500, starts: 'now' });
  const { id } = await owner.guests.add({
    username: name,
    password: 'geheim-4711',
    displayName: name,
    room: `R-${name}`,
  });
  await owner.guests.setPerson({
    id,
    city: `City of ${name}`,
    email: `${name}@mail.example`,
    marketing: { version: '3' },
  });
  await owner.guests.setPhoto({ id, image: png.toString('base64') });
  await owner.guests.setAttributes({ id, reply: [{ name: 'Reply-Message', value: `Hello ${name}` }] });
  await owner.desk.recharge({ guestId: id, productId, payment: 'cash' });
  const { sqlite } = venue.db;
  sqlite
    .prepare('insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms) values (?, ?, 1, 2)')
    .run(id, MAC);
  sqlite
    .prepare(
      `insert into sessions (router_id, acct_session_id, guest_id, username, mac_address, started_at_ms, last_heard_at_ms,
         session_time_sec, interim_sec, nas_address) values (1, ?, ?, ?, ?, 1000, 2000, 77, 300, '10.0.0.1')`,
    )
    .run(`80${id}`, id, name, MAC);
  sqlite
    .prepare(
      `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username, guest_id)
       values (1, 'access', 'reject', 'wrong-password', ?, '10.0.0.1', ?, ?)`,
    )
    .run(`${name} gave a wrong password`, name, id);
  return id;
}

async function filesOf(id: number, client: Client = owner, said: typeof words = words) {
  const made = await client.guestFiles.ownData({ id, ...said });
  const { base64, isLast } = await client.guestFiles.exportPiece({ file: made.file, at: 0 });
  expect(isLast).toBe(true);
  return { made, files: unzipSync(Buffer.from(base64, 'base64')) };
}

function historyOf(files: Record<string, Uint8Array>): string[] {
  const held = JSON.parse(Buffer.from(files['data.json']!).toString()) as { history: { what: string }[] };
  return held.history.map(({ what }) => what);
}

describe('a guest’s own data', () => {
  it('is everything that is held of that guest, as a workbook, as JSON, and the photo', async () => {
    const id = await makeGuest('zenobia');
    const { made, files } = await filesOf(id);
    expect(made.fileName).toBe(`guest-${id}-2026-11-22.zip`);
    expect(Object.keys(files)).toEqual(['data.xlsx', 'data.json', 'photo.png']);
    expect(Buffer.from(files['photo.png']!)).toEqual(png);
    const held = JSON.parse(Buffer.from(files['data.json']!).toString()) as Record<string, Record<string, unknown>[]>;
    expect(held).toMatchObject({
      guest: [{ username: 'zenobia', room: 'R-zenobia' }],
      products: [{ product: 'Day of zenobia' }],
      sales: [{ product: 'Day of zenobia', price: 500, currency: 'EUR', payment: 'cash' }],
      sessions: [{ mac: MAC, duration: 77 }],
      devices: [{ mac: MAC }],
      settings: [{ field: 'Reply-Message', value: 'Hello zenobia' }],
      log: [{ what: 'zenobia gave a wrong password' }],
    });
    expect(held['person']).toContainEqual({ field: 'E-mail', value: 'zenobia@mail.example' });
    expect(held['person']).toContainEqual(expect.objectContaining({ when: venue.now() }));
    expect(held['history']!.length).toBeGreaterThan(4);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(files['data.xlsx']!).buffer);
    const sheets = ['guest', 'person', 'products', 'sales', 'sessions', 'devices', 'settings', 'log'];
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([...sheets.map((name) => `S ${name}`), 'History 1']);
    expect(workbook.getWorksheet('S sales')!.getRow(1).values).toContain('C product');
    expect(workbook.getWorksheet('S sales')!.getRow(2).values).toContain(5);
  });

  it('has nothing of another guest and no password', async () => {
    const id = await makeGuest('zenobia');
    await makeGuest('leopold');
    const { files } = await filesOf(id);
    const text = Buffer.from(files['data.json']!).toString();
    expect(text).not.toMatch(/leopold/i);
    expect(text).not.toContain('geheim-4711');
    expect(text).not.toContain('sealed');
  });

  it('stands in history with who made it, by the guest’s number, which outlives an erasure', async () => {
    venue.allowUndo();
    const id = await makeGuest('zenobia');
    await filesOf(id, createTestApi(venue).as(['export']));
    const [entry] = (await owner.history.list({ limit: 1 })).rows;
    expect(entry).toMatchObject({
      operatorName: 'Olivia',
      label: `Exported all that is held of guest ${id}`,
      canUndo: false,
    });
    await owner.guests.erase({ id });
    const { files } = await filesOf(id);
    expect(Object.keys(files)).not.toContain('photo.png');
    const held = JSON.parse(Buffer.from(files['data.json']!).toString()) as Record<string, unknown[]>;
    const called = `Erased guest ${id}`;
    expect(held).toMatchObject({ guest: [{ username: called }], person: [], devices: [], settings: [] });
    expect(JSON.stringify({ ...held, sessions: [] })).not.toContain('zenobia@');
  });

  it('calls an erased guest by the words of the file’s language everywhere', async () => {
    venue.allowUndo();
    const id = await makeGuest('zenobia');
    const { id: productId } = await owner.products.add({ name: 'Gift', priceMinor: 500, starts: 'now' });
    await owner.desk.recharge({ guestId: id, productId, payment: 'free', priceReason: 'birthday of zenobia' });
    await owner.guests.erase({ id });
    const called = `Ospite cancellato ${id}`;
    const changes = { ...words.changes, sentences: { 'erase-guest': 'Dati cancellati: {name}' } };
    const { files } = await filesOf(id, owner, { ...words, language: 'it', changes });
    const held = JSON.parse(Buffer.from(files['data.json']!).toString()) as Record<string, { reason?: string }[]>;
    expect(held['guest']).toMatchObject([{ username: called }]);
    expect(held['sales']!.map(({ reason }) => reason)).toContain(called);
    expect(historyOf(files)).toEqual(
      expect.arrayContaining([`Dati cancellati: ${called}`, `Added the guest ${called}`]),
    );
    expect(JSON.stringify({ ...held, log: [] })).not.toContain(`erased-${id}`);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(files['data.xlsx']!).buffer);
    expect(workbook.getWorksheet('S guest')!.getRow(2).values).toContain(called);
  });

  it('tells History in the language of the file, English where that lacks a sentence, and what was taken back as that', async () => {
    venue.allowUndo();
    const { id } = await owner.guests.add({ username: 'zenobia', password: 'x', displayName: 'zenobia' });
    const { changeId } = await owner.guests.update({ id, note: 'x' });
    await owner.history.undo({ id: changeId });
    await owner.history.redo({ id: changeId });
    const sentences = { 'update-guest': 'Ospite modificato: {name}[ ({nothing})]' };
    const changes = { sentences, undone: 'Annullato: {what}', redone: 'Ripetuto: {what}' };
    const { files } = await filesOf(id, owner, { ...words, language: 'it', changes });
    const changed = 'Ospite modificato: zenobia';
    const said = ['Added the guest zenobia', changed, `Annullato: ${changed}`, `Ripetuto: ${changed}`].toReversed();
    expect(historyOf(files)).toEqual(said);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(files['data.xlsx']!).buffer);
    expect(workbook.getWorksheet('History 1')!.getRow(2).values).toContain(`Ripetuto: ${changed}`);
  });

  it('tells nobody of a change that touches guests whom they do not see', async () => {
    const { id: domainId } = await owner.domains.add({ name: 'Camping', service: 'hotspot' });
    const { id } = await owner.guests.add({ username: 'zenobia', password: 'x', domainId });
    const { id: stranger } = await owner.guests.add({ username: 'leopold', password: 'x' });
    writeChange(
      venue.db,
      venue.owner,
      { action: 'update-guest', params: { name: 'leopold' } },
      venue.now(),
      (write) => {
        for (const guestId of [id, stranger]) write.update('guests', guestId, { note: 'both' });
      },
    );
    const carla = { name: 'Carla', password: 'correct horse', role: 'manager' as const, domainIds: [domainId] };
    const { id: operatorId } = await owner.operators.add(carla);
    const api = createTestApi(venue);
    api.caller.signIn({ operatorId, name: 'Carla', role: builtInRole('manager') });
    expect(historyOf((await filesOf(id)).files)).toEqual(['Changed the guest leopold', 'Added the guest zenobia']);
    expect(historyOf((await filesOf(id, api.client)).files)).toEqual(['Added the guest zenobia']);
  });

  it('is refused of a guest who is none', async () => {
    expect(await refusalOf(owner.guestFiles.ownData({ id: 99, ...words }))).toMatchObject({ reason: 'not-found' });
  });
});
