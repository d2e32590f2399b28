/** An operator who sees the guests of one domain: for every call of the contract, and for sums, history and undo. */
import { ORPCError } from '@orpc/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reaches, type Reach } from '../../main/api/reach';
import { updateSums } from '../../main/office/report-sums';
import { contract } from '../../preload/contract';
import { rights } from '../../preload/contract/rights';
import { callOf, createTestApi, type Client } from '../fakes/api';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { builtInRole } from '../fakes/roles';
import { unwatched } from '../fakes/watch';
import { refusalOf } from './refusal';

type Name = {
  [S in keyof typeof contract]: `${S}.${Extract<keyof (typeof contract)[S], string>}`;
}[keyof typeof contract];

/** Numbers and names that a call may ask for. */
interface Target {
  readonly guestId: number;
  readonly entitlementId: number;
  readonly sessionId: number;
  readonly batchId: number;
  readonly cardId: number;
  readonly domainId: number;
  readonly logId: number;
  readonly jobId: number;
  readonly changeId: number;
  readonly shiftId: number;
  readonly operatorId: number;
  readonly username: string;
  readonly voucherCode: string;
}

/** Nobody and nothing has these. */
const nobody: Target = {
  ...{ guestId: 900_001, entitlementId: 900_002, sessionId: 900_003, batchId: 900_004, cardId: 900_005 },
  ...{ domainId: 900_006, logId: 900_007, jobId: 900_008, changeId: 900_009, shiftId: 900_010, operatorId: 900_011 },
  ...{ username: 'of-nobody-at-all', voucherCode: 'OF-NOBODY' },
};

const mac = '0A:00:00:00:00:01';
const requests = { requestId: 'a press of the test' };
const none = (): undefined => undefined;
const days = { fromDay: '2026-11-01', tillDay: '2026-11-30' };

/** What is asked of each procedure about somebody; a new one fails until it is listed. */
const asked: Readonly<Record<Name, (of: Target) => unknown>> = {
  'venue.status': none,
  'venue.setUp': () => ({ nonsense: true }),
  'venue.unlock': () => ({ recoveryKey: 'none' }),
  'venue.update': () => ({ name: 'Mine' }),
  'venue.setLogo': () => ({ image: null }),
  'venue.logo': none,
  'operators.signIn': () => ({ name: 'Nobody', password: 'wrong' }),
  'operators.signOut': none,
  'operators.me': none,
  'operators.names': none,
  'operators.lock': none,
  'operators.switchTo': () => ({ name: 'Nobody', pin: '9134' }),
  'operators.list': none,
  'operators.add': ({ domainId }) => ({ name: 'Eve', password: 'x'.repeat(9), role: 'desk', domainIds: [domainId] }),
  'operators.update': ({ operatorId }) => ({ id: operatorId, disabled: true }),
  'operators.setLanguage': () => ({ language: 'de' }),
  'operators.changePassword': () => ({ oldPassword: 'wrong', newPassword: 'another wrong one' }),
  'operators.setPin': () => ({ password: 'wrong', pin: null }),
  'operators.roles': none,
  'operators.addRole': () => ({ name: 'Mine', rights: [] }),
  'operators.updateRole': () => ({ id: 1, name: 'Mine' }),
  'operators.removeRole': () => ({ id: 1 }),
  'routers.list': none,
  'routers.add': () => ({ name: 'R', address: '10.0.0.9', services: ['hotspot'] }),
  'routers.update': () => ({ id: 1, name: 'R' }),
  'routers.remove': () => ({ id: 1 }),
  'routers.commands': () => ({ id: 1, serverAddress: '10.0.0.1' }),
  'routers.asking': none,
  'routers.dismissAsking': () => ({ address: '10.0.0.9' }),
  'products.list': () => ({}),
  'products.add': () => ({ name: 'Mine', priceMinor: 1, starts: 'now' }),
  'products.update': () => ({ id: 1, name: 'Mine', priceMinor: 1, starts: 'now' }),
  'products.preview': () => ({ name: 'Mine', priceMinor: 1, starts: 'now' }),
  'products.previewTicket': () => ({ product: { name: 'Mine', priceMinor: 1, starts: 'now' }, paperMm: 80 }),
  'products.impact': () => ({ id: 1, product: { name: 'Mine', priceMinor: 1, starts: 'now' } }),
  'products.setRetired': () => ({ id: 1, retired: true }),
  'products.arrange': () => ({ order: [] }),
  'products.starters': none,
  'products.addStarters': () => ({ choose: [] }),
  'guests.whyNotOnline': ({ username }) => ({ text: username }),
  'guests.add': ({ guestId, domainId }) => ({ username: 'eve', copyFromId: guestId, domainId }),
  'guests.addDevice': ({ domainId }) => ({ macAddress: mac, name: 'TV', domainId }),
  'guests.find': ({ username }) => ({ text: username }),
  'guests.list': ({ username, domainId }) => ({ text: username, domainId }),
  'guests.sales': ({ guestId }) => ({ id: guestId }),
  'guests.history': ({ guestId }) => ({ id: guestId }),
  'guests.person': ({ guestId }) => ({ id: guestId }),
  'guests.setPerson': ({ guestId }) => ({ id: guestId, email: 'eve@example.com' }),
  'guests.photo': ({ guestId }) => ({ id: guestId }),
  'guests.setPhoto': ({ guestId }) => ({ id: guestId, image: null }),
  'guests.setPassword': ({ guestId }) => ({ id: guestId, password: 'mine' }),
  'guests.password': ({ guestId }) => ({ id: guestId }),
  'guests.get': ({ guestId }) => ({ id: guestId }),
  'guests.update': ({ guestId }) => ({ id: guestId, note: 'mine' }),
  'guests.setLocked': ({ guestId }) => ({ id: guestId, locked: true }),
  'guests.setAttributes': ({ guestId }) => ({ id: guestId, check: [], reply: [] }),
  'guests.setNetwork': ({ guestId }) => ({ id: guestId, ipAddress: '10.9.9.9' }),
  'guests.settings': ({ guestId }) => ({ id: guestId }),
  'guests.erase': ({ guestId }) => ({ id: guestId }),
  'guestFiles.upload': () => ({ file: 'a'.repeat(36), at: 0, base64: '' }),
  'guestFiles.inspect': () => ({ file: 'none' }),
  'guestFiles.import': () => ({ file: 'none' }),
  'guestFiles.problemFile': () => ({ file: 'none' }),
  'guestFiles.problemPiece': () => ({ file: 'none', at: 0 }),
  'guestFiles.export': () => ({ format: 'csv', kinds: ['person', 'code'], withPasswords: true, language: 'en' }),
  'guestFiles.ownData': ({ guestId }) => ({ id: guestId, format: 'json', language: 'en' }),
  'guestFiles.exportPiece': () => ({ file: 'none', at: 0 }),
  'marketing.count': ({ domainId }) => ({ domainId }),
  'marketing.export': ({ domainId }) => ({ domainId, format: 'csv' }),
  'marketing.exportPiece': () => ({ file: 'none', at: 0 }),
  'attributes.list': () => ({ use: 'reply' }),
  'desk.sellTicket': ({ domainId, voucherCode }) => ({
    ...{ productId: 1, domainId, voucherCode, print: false, ...requests },
  }),
  'desk.recharge': ({ guestId }) => ({ guestId, productId: 1, ...requests }),
  'desk.extendNight': ({ guestId }) => ({ guestId }),
  'desk.disconnect': ({ sessionId }) => ({ sessionId }),
  'desk.tickets': () => ({ limit: 50 }),
  'desk.reprint': ({ guestId }) => ({ guestIds: [guestId] }),
  'cards.list': () => ({}),
  'cards.listOne': ({ batchId }) => ({ batchId }),
  'cards.leastLength': () => ({ alphabet: 'mixed', count: 3 }),
  'cards.make': ({ domainId }) => ({ kind: 'cards', name: 'Mine', productId: 1, domainId, count: 3, length: 8 }),
  'cards.update': ({ batchId }) => ({ id: batchId, name: 'Mine' }),
  'cards.change': ({ batchId }) => ({ batchId, from: 1, till: 1, productId: 1, sellBeforeMs: null }),
  'cards.suspend': ({ batchId }) => ({ batchId, from: 1, till: 1 }),
  'cards.release': ({ batchId }) => ({ batchId }),
  'cards.deleteUnused': ({ batchId }) => ({ batchId }),
  'cards.sheet': ({ batchId, cardId }) => ({ batchId, ids: [cardId] }),
  'cards.print': ({ batchId }) => ({ batchId }),
  'cards.csv': ({ batchId }) => ({ batchId }),
  'cards.sell': ({ cardId }) => ({ guestId: cardId, ...requests }),
  'cards.voucher': ({ voucherCode }) => ({ code: voucherCode }),
  'devices.dissociate': ({ guestId }) => ({ scope: 'guest', guestId, macAddress: mac }),
  'devices.reassociate': ({ domainId }) => ({ scope: 'domain', domainId, macAddress: mac }),
  'devices.dissociated': ({ guestId }) => ({ guestId }),
  'devices.swap': ({ guestId }) => ({ guestId }),
  'devices.bypassed': () => ({}),
  'domains.list': none,
  'domains.add': () => ({ name: 'Mine', service: 'hotspot' }),
  'domains.update': ({ domainId }) => ({ id: domainId, name: 'Mine' }),
  'domains.remove': ({ domainId }) => ({ id: domainId }),
  'domains.oldSessions': ({ domainId }) => ({ id: domainId, keepSessionsDays: 1 }),
  'entitlements.list': ({ guestId }) => ({ guestId }),
  'entitlements.remove': ({ entitlementId }) => ({ id: entitlementId }),
  'entitlements.setEnd': ({ entitlementId }) => ({ id: entitlementId, endsAtMs: null }),
  'sessions.log': ({ guestId }) => ({ guestId }),
  'sessions.exportLog': () => ({}),
  'sessions.verifyLog': () => ({}),
  'sessions.list': ({ guestId }) => ({ guestId }),
  'shifts.current': none,
  'shifts.open': () => ({ floatMinor: 0 }),
  'shifts.moveCash': () => ({ kind: 'in', amountMinor: 5, note: 'change' }),
  'shifts.close': ({ shiftId }) => ({ id: shiftId, expectedMinor: 0, counted: { kind: 'total', minor: 0 } }),
  'shifts.list': () => ({}),
  'shifts.print': ({ shiftId }) => ({ id: shiftId }),
  'shifts.file': ({ shiftId }) => ({ id: shiftId, kind: 'pdf' }),
  'shifts.get': ({ shiftId }) => ({ id: shiftId }),
  'radius.doctor': none,
  'radius.simulate': ({ username }) => ({ username, routerId: 1, service: 'hotspot' }),
  'radiusLog.packets': ({ logId }) => ({ id: logId }),
  'radiusLog.list': ({ guestId }) => ({ guestId }),
  'reports.dashboard': none,
  'reports.usage': () => days,
  'reports.sales': () => days,
  'reports.batches': none,
  'reports.workbook': () => ({ sheets: [{ name: 'S', columns: [], rows: [] }] }),
  'rehearsal.start': none,
  'rehearsal.stop': none,
  'rehearsal.state': none,
  'rehearsal.set': () => ({}),
  'rehearsal.act': () => ({ phoneId: 1, act: 'arrive' }),
  'rehearsal.reboot': none,
  'rehearsal.papers': none,
  'rehearsal.clearPapers': none,
  'retention.get': none,
  'retention.update': () => ({}),
  'retention.oldPersons': () => ({ keepDays: 365 }),
  'history.list': () => ({ limit: 100 }),
  'history.authors': none,
  'history.details': ({ changeId }) => ({ id: changeId }),
  'history.undo': ({ changeId }) => ({ id: changeId }),
  'history.redo': ({ changeId }) => ({ id: changeId }),
  'legal.list': none,
  'legal.get': () => ({ id: 1 }),
  'legal.current': ({ domainId }) => ({ domainId }),
  'legal.publish': () => ({ kind: 'terms', texts: [] }),
  'legal.addTranslation': () => ({ id: 1 }),
  'printers.list': none,
  'printers.available': none,
  'printers.add': () => ({ nonsense: true }),
  'printers.update': () => ({ id: 900_000 }),
  'printers.remove': () => ({ id: 900_000 }),
  'printers.test': () => ({ id: 900_000 }),
  'printers.jobs': () => ({}),
  'printers.retryJob': ({ jobId }) => ({ id: jobId }),
  'printers.cancelJob': ({ jobId }) => ({ id: jobId }),
  'tickets.pictures': ({ guestId }) => ({ guestIds: [guestId], paperMm: 80 }),
  'tickets.sheet': ({ guestId }) => ({ guestIds: [guestId] }),
  'ticketTemplates.names': none,
  'ticketTemplates.list': none,
  'ticketTemplates.add': () => ({ nonsense: true }),
  'ticketTemplates.update': () => ({ id: 900_000 }),
  'ticketTemplates.setDefault': () => ({ id: 900_000 }),
  'ticketTemplates.remove': () => ({ id: 900_000 }),
  'ticketTemplates.preview': () => ({ nonsense: true }),
  'ticketTemplates.print': () => ({ id: 900_000, printerId: 900_000 }),
  'backup.status': none,
  'backup.make': none,
  'backup.setFolder': () => ({ folder: null }),
  'backup.files': none,
  'backup.inspect': () => ({ file: '/nowhere' }),
  'backup.restore': () => ({ file: '/nowhere' }),
  'backup.inspectAnew': () => ({ file: '/nowhere' }),
  'backup.restoreAnew': () => ({ file: '/nowhere' }),
  'support.make': none,
  'support.piece': () => ({ file: 'none', at: 0 }),
  'work.list': none,
  'work.stop': () => ({ id: 900_000 }),
  'application.changed': none,
  'application.startsWithComputer': none,
  'application.setStartsWithComputer': () => ({ enabled: true }),
};

const names = Object.entries(contract).flatMap(([section, all]) =>
  Object.keys(all).map((name) => `${section}.${name}` as Name),
);
const reachOf = (name: Name): Reach => {
  const [section, procedure] = name.split('.') as [keyof typeof reaches, string];
  return (reaches[section] as Readonly<Record<string, Reach>>)[procedure]!;
};

let venue: TestVenue;
let owner: Client;
/** Sees the guests of the domain Camping, and may do there whatever can be done. */
let carla: Client;
let carlaId: number;
let productId: number;
let camping: number;
let palace: number;

async function openHotel(): Promise<void> {
  venue = openTestVenue();
  owner = createTestApi(venue).as('owner');
  venue.allowUndo();
  await owner.routers.add({ name: 'Gateway', address: '10.0.0.2', services: ['hotspot'] });
  productId = (await owner.products.add({ name: '1 day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 }))
    .id;
  camping = (await owner.domains.add({ name: 'Camping', service: 'hotspot' })).id;
  palace = (await owner.domains.add({ name: 'Palace', service: 'hotspot' })).id;
  const { id: role } = await owner.operators.addRole({ name: 'Everything', rights: [...rights] });
  carla = await signIn('Carla', { role, domainIds: [camping] });
  carlaId = (await carla.operators.me()).operator!.id;
}
const closeHotel = (): void => venue.close();

type Binding = Omit<Parameters<Client['operators']['add']>[0], 'name' | 'password'>;

/** Somebody the owner, or `by`, has added, at a window of their own. */
async function signIn(name: string, binding: Binding, by: Client = owner): Promise<Client> {
  const { id } = await by.operators.add({ name, password: 'correct horse', ...binding });
  return windowOf(id, name);
}

/** A window of their own, as after the password. */
function windowOf(operatorId: number, name: string): Client {
  const { client, caller } = createTestApi(venue);
  caller.signIn({ operatorId, name, role: builtInRole('desk') });
  return client;
}

/** Words that tell of the guests of `addTarget`, whatever else is in an answer. */
const tellTales = (mark: string): readonly string[] => [
  `${mark}-user`,
  `Name of ${mark}`,
  `Room ${mark}`,
  `Batch ${mark}`,
];

/** A guest with everything that a guest may have, in that domain. */
async function addTarget(domainId: number, mark: string): Promise<Target> {
  const username = `${mark}-user`;
  const about = { displayName: `Name of ${mark}`, room: `Room ${mark}` };
  const guest = await owner.guests.add({ username, password: 'guests own', domainId, ...about });
  const { entitlementId } = await owner.desk.recharge({ guestId: guest.id, productId });
  const ofBatch = { name: `Batch ${mark}`, productId, domainId, count: 3, length: 8 };
  const batch = await owner.cards.make({ kind: 'cards', soldAtDesk: true, ...ofBatch });
  const card = (await owner.cards.listOne({ batchId: batch.batchId })).rows[0]!;
  const vouchers = await owner.cards.make({ kind: 'vouchers', ...ofBatch });
  const voucher = (await owner.cards.listOne({ batchId: vouchers.batchId })).rows[0]!;
  const { shift } = await owner.shifts.current();
  return {
    ...{ guestId: guest.id, entitlementId, sessionId: addSession(guest.id, entitlementId, username, mark) },
    ...{ batchId: batch.batchId, cardId: card.id, domainId, logId: addLogRow(guest.id, username) },
    ...{ jobId: addPrintJob(guest.id, batch.batchId), changeId: guest.changeId, shiftId: shift!.id },
    ...{ operatorId: venue.owner.operatorId!, username, voucherCode: voucher.code },
  };
}

const insert = (text: string, ...values: (string | number)[]): number =>
  Number(venue.db.sqlite.prepare(text).run(...values).lastInsertRowid);

function addSession(guestId: number, entitlementId: number, username: string, mark: string): number {
  return insert(
    `insert into sessions (router_id, acct_session_id, guest_id, entitlement_id, username, mac_address, started_at_ms,
       last_heard_at_ms, interim_sec, upload_bytes, download_bytes) values (1, ?, ?, ?, ?, ?, ?, ?, 300, 1000, 9000)`,
    ...[mark, guestId, entitlementId, username, mac, venue.now() - 60_000, venue.now()],
  );
}

function addLogRow(guestId: number, username: string): number {
  return insert(
    `insert into radius_log (at_ms, kind, outcome, reason, detail, source_address, username, guest_id, mac_address)
     values (?, 'access', 'reject', 'wrong-password', 'Wrong.', '10.0.0.2', ?, ?, ?)`,
    ...[venue.now(), username, guestId, mac],
  );
}

function addPrintJob(guestId: number, batchId: number): number {
  insert(
    `insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state, batch_id,
       batch_serials) values (?, 1, 'Desk', '[]', 0, 'Olivia', 'failed', ?, '[1]')`,
    ...[venue.now(), batchId],
  );
  return insert(
    `insert into print_jobs (created_at_ms, printer_id, printer_name, guest_ids, copy, operator_name, state)
     values (?, 1, 'Desk', ?, 0, 'Olivia', 'failed')`,
    ...[venue.now(), `[${guestId}]`],
  );
}

/** As a window gets it: what is answered, or why not. */
async function outcomeOf(client: Client, name: Name, input: unknown): Promise<unknown> {
  try {
    return await callOf(client, name)(input);
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    return error.data;
  }
}

/** What there is of guests and of what belongs to them. */
const contentOf = (domainId: number): unknown => [
  ...[
    'select * from guests where domain_id = @domainId',
    'select * from batches where domain_id = @domainId',
    'select e.* from entitlements e join guests g on g.id = e.guest_id where g.domain_id = @domainId',
    'select s.* from sales s join guests g on g.id = s.guest_id where g.domain_id = @domainId',
    'select p.* from guest_persons p join guests g on g.id = p.guest_id where g.domain_id = @domainId',
    'select b.* from device_blocks b where b.domain_id = @domainId',
  ].map((text) => venue.db.sqlite.prepare(text).all({ domainId })),
];

/** The same answer to the same question about somebody else. */
function withoutNumbers(outcome: unknown, { username, voucherCode, ...numbers }: Target): string {
  const text = JSON.stringify(outcome ?? null)
    .replaceAll(username, 'NAME')
    .replaceAll(voucherCode, 'CODE');
  return Object.values(numbers).reduce(
    (told, number) => told.replaceAll(new RegExp(`\\b${number}\\b`, 'g'), '#'),
    text,
  );
}

describe('every call of somebody who sees one domain', () => {
  let foreign: Target;
  let before: unknown;
  beforeAll(async () => {
    await openHotel();
    foreign = await addTarget(palace, 'strange');
    before = contentOf(palace);
  });
  // A call may have locked or closed the window.
  beforeEach(() => (carla = windowOf(carlaId, 'Carla')));
  afterAll(closeHotel);

  it('is asked something here about a guest of another one', () => {
    expect(Object.keys(asked).toSorted()).toEqual(names.toSorted());
  });

  const spoken = names.filter((name) => name !== 'application.changed' && name !== 'operators.signOut');

  it.each(spoken)('%s says nothing of a guest outside, and changes nothing', async (name) => {
    const input = asked[name](foreign);
    const outcome = await outcomeOf(carla, name, input);
    const told = JSON.stringify(outcome ?? null);
    const given = JSON.stringify(input ?? null);
    expect(tellTales('strange').filter((word) => told.includes(word) && !given.includes(word))).toEqual([]);
    expect(contentOf(palace)).toEqual(before);
  });

  const naming = spoken.filter((name) => typeof reachOf(name) === 'object');

  it.each(naming)('%s answers as if there were no such guest', async (name) => {
    const outcome = await outcomeOf(carla, name, asked[name](foreign));
    expect(outcome).toMatchObject({ reason: 'not-found' });
    expect(withoutNumbers(outcome, foreign)).toBe(
      withoutNumbers(await outcomeOf(carla, name, asked[name](nobody)), nobody),
    );
  });

  it.each(naming)('%s finds a guest within', async (name) => {
    const own = await addTarget(camping, `friend-of-${name.toLowerCase().replace('.', '-')}`);
    const outcome = await outcomeOf(carla, name, asked[name](own));
    expect((outcome as { reason?: string }).reason).not.toBe('not-found');
  });

  it.each(spoken.filter((name) => reachOf(name) === 'whole-venue'))('%s is left to those who see all', async (name) => {
    expect(['whole-venue', 'not-allowed']).toContain(
      ((await outcomeOf(carla, name, asked[name](nobody))) as { reason?: string }).reason,
    );
  });

  it('looking for a name outside is answered like looking for a name that nobody has', async () => {
    const calls: readonly Name[] = [
      'guests.find',
      'guests.list',
      'guests.whyNotOnline',
      'radius.simulate',
      'cards.voucher',
    ];
    for (const name of calls) {
      const about = withoutNumbers(await outcomeOf(carla, name, asked[name](foreign)), foreign);
      expect({ name, about }).toEqual({
        name,
        about: withoutNumbers(await outcomeOf(carla, name, asked[name](nobody)), nobody),
      });
    }
  });
});

describe('lists', () => {
  beforeEach(openHotel);
  afterEach(closeHotel);

  it('have whoever is within, and nobody else', async () => {
    const own = await addTarget(camping, 'friendly');
    await addTarget(palace, 'strange');
    const ids = (rows: readonly { readonly id?: number; readonly guestId?: number | undefined }[]) =>
      [...new Set(rows.map(({ guestId, id }) => guestId ?? id))].filter((id) => id !== own.cardId);
    expect((await carla.guests.find({ text: 'user' })).rows.map(({ id }) => id)).toEqual([own.guestId]);
    expect((await carla.guests.list({ kind: 'person' })).rows.map(({ id }) => id)).toEqual([own.guestId]);
    expect((await carla.guests.find({ text: mac })).rows).toEqual([]);
    expect((await owner.guests.find({ text: 'user' })).rows).toHaveLength(2);
    expect(ids((await carla.desk.tickets({ limit: 50 })).rows)).toEqual([own.guestId]);
    expect(await carla.sessions.list({ online: true })).toMatchObject({ rows: [{ guestId: own.guestId }], total: 1 });
    expect(ids((await carla.sessions.log({})).rows)).toEqual([own.guestId]);
    expect(ids((await carla.radiusLog.list({})).rows)).toEqual([own.guestId]);
    const jobs = (await carla.printers.jobs({})).rows.map(({ guestIds }) => guestIds);
    expect(jobs).toEqual([[own.guestId], []]);
    expect((await carla.cards.list({})).rows.map(({ name }) => name)).toEqual(['Batch friendly', 'Batch friendly']);
    expect((await carla.domains.list()).rows).toMatchObject([{ name: 'Camping', guests: 4 }]);
    expect((await carla.operators.list()).rows.map(({ name }) => name)).toEqual(['Carla']);
    expect((await carla.shifts.list({})).rows).toEqual([]);
  });

  it('as a file are the same', async () => {
    await addTarget(camping, 'friendly');
    await addTarget(palace, 'strange');
    const { file, guests } = await carla.guestFiles.export({
      ...{ format: 'csv', kinds: ['person'], withPasswords: false, language: 'en' },
    });
    const { base64 } = await carla.guestFiles.exportPiece({ file, at: 0 });
    expect(guests).toBe(1);
    expect(Buffer.from(base64, 'base64').toString()).toContain('friendly-user');
    expect(Buffer.from(base64, 'base64').toString()).not.toContain('strange');
  });
});

describe('what is made', () => {
  beforeEach(openHotel);
  afterEach(closeHotel);

  it('is in the domain of whoever makes it, also where none is named', async () => {
    const guest = await carla.guests.add({ username: 'carlas' });
    const { tickets } = await carla.desk.sellTicket({ productId, print: false });
    const found = venue.db.sqlite.prepare('select domain_id from guests where id = ?').pluck();
    expect([found.get(guest.id), found.get(tickets[0]!.guestId)]).toEqual([camping, camping]);
    expect(await refusalOf(carla.guests.add({ username: 'other', domainId: palace }))).toMatchObject({
      reason: 'not-found',
    });
  });

  it('has the prefix of whoever makes it', async () => {
    const petra = await signIn('Petra', { role: 'manager', guestPrefix: 'Tent-' });
    await petra.guests.add({ username: 'anna' });
    await petra.guests.add({ username: 'TENT-bea' });
    const { tickets } = await petra.desk.sellTicket({ productId, print: false });
    const { batchId } = await petra.cards.make({ kind: 'cards', name: 'Mine', productId, count: 2, length: 8 });
    expect(tickets[0]!.code).toMatch(/^tent-/);
    expect((await petra.cards.listOne({ batchId })).rows.map(({ code }) => code.slice(0, 5))).toEqual([
      'tent-',
      'tent-',
    ]);
    await owner.guests.add({ username: 'nobody-of-hers' });
    const seen = (await petra.guests.find({ text: '', limit: 50 })).rows.map(({ username }) => username);
    expect(seen).toEqual(expect.arrayContaining(['tent-anna', 'TENT-bea']));
    expect(seen).toHaveLength(5);
    expect((await petra.guests.list({ text: 'nobody' })).rows).toEqual([]);
    expect(await refusalOf(petra.guests.addDevice({ macAddress: mac, name: 'TV' }))).toMatchObject({
      reason: 'address-without-prefix',
    });
  });

  it('from a file is within, and changes nobody outside', async () => {
    await addTarget(palace, 'strange');
    const before = contentOf(palace);
    const bytes = Buffer.from('Username,Name,Domain\nstrange-user,Taken over,\nnew-one,New,Camping\nother,X,Palace\n');
    const file = crypto.randomUUID();
    await carla.guestFiles.upload({ file, at: 0, base64: bytes.toString('base64') });
    const done = await carla.guestFiles.import({
      ...{ file, fileName: 'guests.csv', mapping: ['username', 'displayName', 'domain'], dryRun: false },
      ...{ key: 'username', duplicates: 'update' },
    });
    expect(done).toMatchObject({ added: 1, changed: 0, wrong: 2 });
    expect(contentOf(palace)).toEqual(before);
  });
});

describe('sums', () => {
  beforeEach(openHotel);
  afterEach(closeHotel);

  it('count what is within only', async () => {
    await addTarget(camping, 'friendly');
    await addTarget(palace, 'strange');
    await addTarget(palace, 'stranger');
    await updateSums(venue.db, unwatched);
    const range = { fromDay: '2026-11-16', tillDay: '2026-11-22' };
    const usage = { sessions: 1, guests: 1, devices: 1, newGuests: 1, downloadBytes: 9000 };
    expect(await carla.reports.usage(range)).toMatchObject({
      ...{ kind: 'usage', total: usage, before: { sessions: 0 }, domains: [{ name: 'Camping', sessions: 1 }] },
      topGuests: [{ name: 'Name of friendly' }],
    });
    expect(await owner.reports.usage(range)).toMatchObject({ total: { sessions: 3, guests: 3 } });
    expect(await carla.reports.sales(range)).toMatchObject({ total: [{ sales: 1, amountMinor: 500 }] });
    expect(await owner.reports.sales(range)).toMatchObject({ total: [{ sales: 3, amountMinor: 1500 }] });
    expect(await carla.reports.dashboard()).toMatchObject({ onlineSessions: 1, onlineGuests: 1 });
  });

  it('are the same as for the whole venue where all guests are within', async () => {
    await addTarget(camping, 'friendly');
    venue.setNow(venue.now() + 86_400_000);
    await addTarget(camping, 'friendlier');
    await updateSums(venue.db, unwatched);
    const range = { fromDay: '2026-11-22', tillDay: '2026-11-23' };
    expect(await carla.reports.usage(range)).toEqual(await owner.reports.usage(range));
    expect(await carla.reports.sales(range)).toEqual(await owner.reports.sales(range));
    expect(await carla.reports.dashboard()).toEqual(await owner.reports.dashboard());
  });
});

describe('history', () => {
  beforeEach(openHotel);
  afterEach(closeHotel);

  it('is of guests within, and of nothing else that others do', async () => {
    const own = await addTarget(camping, 'friendly');
    const foreign = await addTarget(palace, 'strange');
    await carla.guests.update({ id: own.guestId, note: 'Late' });
    const labels = (await carla.history.list({})).rows.map(({ label }) => label).join('; ');
    expect(labels).toContain('friendly');
    expect(labels).not.toContain('strange');
    expect(labels).not.toContain('product');
    expect((await carla.history.authors()).names).toEqual(['Carla']);
    expect(await refusalOf(carla.history.details({ id: foreign.changeId }))).toMatchObject({ reason: 'not-found' });
    expect(await carla.history.details({ id: own.changeId })).toMatchObject({ rows: [{ table: 'guests' }] });
  });

  it('of a guest who is gone is told where the guest was', async () => {
    const sold = await carla.desk.sellTicket({ productId, print: false });
    await carla.history.undo({ id: sold.changeId });
    const there = await owner.desk.sellTicket({ productId, print: false, domainId: palace });
    await owner.history.undo({ id: there.changeId });
    const rows = (await carla.history.list({})).rows;
    expect(rows.map(({ kind, operatorName }) => `${operatorName} ${kind}`)).toEqual(['Carla undo', 'Carla do']);
    expect(await carla.history.redo({ id: sold.changeId })).toHaveProperty('changeId');
  });

  it('is not taken back where a guest outside was touched, also not one’s own', async () => {
    const foreign = await addTarget(palace, 'strange');
    await owner.operators.update({ id: carlaId, domainIds: [camping, palace] });
    const both = await carla.guests.update({ id: foreign.guestId, note: 'Mine' });
    await owner.operators.update({ id: carlaId, domainIds: [camping] });
    const before = contentOf(palace);
    for (const id of [both.changeId, foreign.changeId]) {
      expect(await refusalOf(carla.history.undo({ id }))).toMatchObject({ reason: 'not-found' });
      expect(await refusalOf(carla.history.redo({ id }))).toMatchObject({ reason: 'not-found' });
    }
    expect(contentOf(palace)).toEqual(before);
    expect(await owner.history.undo({ id: both.changeId })).toHaveProperty('changeId');
  });

  it('of an import is taken back by whoever made it, but not once a guest of it is outside', async () => {
    const bytes = Buffer.from('Username\none\ntwo\n');
    const file = crypto.randomUUID();
    await carla.guestFiles.upload({ file, at: 0, base64: bytes.toString('base64') });
    const { changeId } = await carla.guestFiles.import({
      ...{ file, fileName: 'guests.csv', mapping: ['username'], dryRun: false, key: 'username', duplicates: 'skip' },
    });
    venue.db.sqlite.prepare(`update guests set domain_id = ? where username = 'two'`).run(palace);
    expect(await refusalOf(carla.history.undo({ id: changeId! }))).toMatchObject({ reason: 'not-found' });
    venue.db.sqlite.prepare(`update guests set domain_id = ? where username = 'two'`).run(camping);
    expect(await carla.history.undo({ id: changeId! })).toHaveProperty('changeId');
  });

  it('of what everybody shares is not taken back, also not one’s own of earlier', async () => {
    await owner.operators.update({ id: carlaId, domainIds: [] });
    const made = await carla.products.add({ name: 'Carla’s', priceMinor: 1, starts: 'now' });
    await owner.operators.update({ id: carlaId, domainIds: [camping] });
    expect(await refusalOf(carla.history.undo({ id: made.changeId }))).toMatchObject({ reason: 'whole-venue' });
  });
});

describe('operators', () => {
  beforeEach(openHotel);
  afterEach(closeHotel);

  it('add others below themselves, who see no more', async () => {
    const dora = await signIn('Dora', { role: 'desk' }, carla);
    expect((await dora.operators.me()).operator).toMatchObject({ sees: { domains: [{ name: 'Camping' }] } });
    const { rows } = await carla.operators.list();
    expect(rows.map(({ name, parentId }) => [name, parentId])).toEqual([
      ['Carla', venue.owner.operatorId],
      ['Dora', carlaId],
    ]);
    await owner.operators.update({ id: carlaId, domainIds: [palace] });
    expect((await dora.operators.me()).operator).toMatchObject({ sees: { domains: [{ name: 'Palace' }] } });
  });

  it('see and take back what those below do, and their shifts', async () => {
    const dora = await signIn('Dora', { role: 'desk' }, carla);
    const sold = await dora.desk.sellTicket({ productId, print: false });
    expect((await carla.shifts.list({})).rows).toMatchObject([{ operatorName: 'Dora' }]);
    expect((await carla.history.authors()).names).toEqual(['Carla', 'Dora']);
    expect(await carla.history.undo({ id: sold.changeId })).toHaveProperty('changeId');
  });

  it('give no wider view than their own', async () => {
    const given = { name: 'Eve', password: 'correct horse', role: 'desk' } as const;
    expect(await refusalOf(carla.operators.add({ ...given, domainIds: [palace] }))).toMatchObject({
      reason: 'not-found',
    });
    expect(await refusalOf(carla.operators.add({ ...given, parentId: null }))).toMatchObject({
      reason: 'wider-than-own',
      field: 'parentId',
    });
    const ownerId = venue.owner.operatorId!;
    expect(await refusalOf(carla.operators.add({ ...given, parentId: ownerId }))).toMatchObject({
      reason: 'not-found',
    });
    const below = { ...given, parentId: carlaId, domainIds: [palace] };
    expect(await refusalOf(owner.operators.add(below))).toMatchObject({ reason: 'wider-than-own', field: 'domainIds' });
  });

  it('do not widen themselves, and reach nobody who is not below', async () => {
    for (const wider of [{ domainIds: [] }, { parentId: null }, { domainIds: [camping, palace] }]) {
      expect(await refusalOf(carla.operators.update({ id: carlaId, ...wider }))).toMatchObject({ reason: 'own-scope' });
    }
    const { id } = await owner.operators.add({ name: 'Otto', password: 'correct horse', role: 'desk' });
    expect(await refusalOf(carla.operators.update({ id, disabled: true }))).toMatchObject({ reason: 'not-found' });
    expect((await carla.operators.me()).operator).toMatchObject({ sees: { domains: [{ name: 'Camping' }] } });
  });

  it('are below nobody who is below them, and change nobody above', async () => {
    const { id: role } = await owner.operators.addRole({ name: 'Personnel', rights: ['operators', 'venue', 'guests'] });
    const pia = await signIn('Pia', { role });
    const piaId = (await pia.operators.me()).operator!.id;
    const { id } = await pia.operators.add({ name: 'Quin', password: 'correct horse', role });
    expect(await refusalOf(owner.operators.update({ id: piaId, parentId: id }))).toMatchObject({
      reason: 'parent-below',
    });
    const quin = windowOf(id, 'Quin');
    expect(await refusalOf(quin.operators.update({ id: piaId, disabled: true }))).toMatchObject({
      reason: 'above-you',
    });
  });

  it('move up when whoever was above leaves, seeing what they saw; undo brings all of it back', async () => {
    const { id } = await carla.operators.add({ name: 'Dora', password: 'correct horse', role: 'desk' });
    const find = async () => (await owner.operators.list()).rows.find((row) => row.id === id)!;
    const { changeId } = await owner.operators.update({ id: carlaId, disabled: true });
    expect(await find()).toMatchObject({ parentId: venue.owner.operatorId, domainIds: [camping] });
    expect((await find()).sees).toMatchObject({ domains: [{ name: 'Camping' }] });
    await owner.history.undo({ id: changeId });
    expect(await find()).toMatchObject({ parentId: carlaId, domainIds: [] });
  });

  it('who are owners see the whole venue', async () => {
    const otto = { name: 'Otto', password: 'correct horse', role: 'owner' } as const;
    expect(await refusalOf(owner.operators.add({ ...otto, domainIds: [camping] }))).toMatchObject({
      reason: 'owner-sees-all',
    });
    await owner.operators.update({ id: carlaId, role: 'owner' });
    expect((await carla.operators.me()).operator).not.toHaveProperty('sees');
  });

  it('keep a domain from being removed while they are bound to it', async () => {
    expect(await refusalOf(owner.domains.remove({ id: camping }))).toMatchObject({ reason: 'domain-has-operators' });
  });

  it('bound to what contradicts what is above see nobody, and nothing falls over', async () => {
    const petra = await signIn('Petra', { role: 'manager', parentId: carlaId, guestPrefix: 'p-' });
    await owner.operators.update({ id: carlaId, guestPrefix: 'q-' });
    expect((await petra.guests.find({ text: '' })).rows).toEqual([]);
    expect((await petra.guests.list({})).rows).toEqual([]);
    expect(await refusalOf(petra.desk.sellTicket({ productId, print: false }))).toMatchObject({ reason: 'not-found' });
  });
});

describe('a window', () => {
  beforeEach(openHotel);
  afterEach(closeHotel);

  it('is told only of rights that mean something for a part of the venue', async () => {
    const { operator } = await carla.operators.me();
    expect(operator?.role.rights).toEqual(expect.arrayContaining(['sell', 'operators', 'reports']));
    for (const right of ['products', 'domains', 'routers', 'back-up', 'restore']) {
      expect(operator?.role.rights).not.toContain(right);
    }
  });

  it('of the terminal sees the whole venue', async () => {
    await addTarget(palace, 'strange');
    expect((await owner.guests.find({ text: 'strange' })).rows).toHaveLength(1);
  });
});
