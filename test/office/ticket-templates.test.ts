import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoChange } from '../../db/write';
import { describeCard } from '../../main/desk/describe-cards';
import { describeTickets } from '../../main/desk/describe-tickets';
import { builtInTemplate } from '../../main/printing/built-in-template';
import { layOutTicket } from '../../main/printing/layout';
import { readQr } from '../../main/printing/qr';
import type { Ticket } from '../../main/printing/ticket';
import type { TemplateBlock } from '../../preload/contract/ticket-templates';
import { createTestApi, type Client } from '../fakes/api';
import { batchOf } from '../fakes/batches';
import { sectionsOf } from '../fakes/escpos';
import { openTestVenue, type TestVenue } from '../fakes/open-venue';
import { pictureOf, plainPicture } from '../fakes/pictures';

let venue: TestVenue;
let manager: Client;
beforeEach(() => {
  venue = openTestVenue();
  venue.allowUndo();
  manager = createTestApi(venue).as('manager');
});
afterEach(() => venue.close());

const hello = (text: string): Extract<TemplateBlock, { kind: 'text' }> => ({
  kind: 'text',
  text,
  size: 'medium',
  bold: false,
  align: 'center',
});
const code: TemplateBlock = { kind: 'code', size: 'large', bold: true, align: 'center' };
const wifiQr: TemplateBlock = { kind: 'wifi-qr', size: 'medium', align: 'center' };
const openWifi = { name: null, security: 'open' } as const;
const template = (name: string, blocks: readonly TemplateBlock[]) => ({
  ...{ name, blocks: blocks.slice(), cardsPerPage: 10 as const, wifi: openWifi },
});

async function sell(productId: number, domainId?: number): Promise<number> {
  const { tickets } = await manager.desk.sellTicket({ productId, print: false, room: '12', domainId });
  return tickets[0]!.guestId;
}

const day = { name: '1 day', priceMinor: 500, starts: 'first-login', validForSec: 86_400 } as const;

/** The words on the ticket of a guest, top to bottom. */
function wordsOn(guestId: number, copy = false): string[] {
  return wordsOf(describeTickets(venue, [guestId], copy)[0]!);
}

function wordsOf(ticket: Ticket): string[] {
  return layOutTicket(ticket, 80).blocks.flatMap((block) =>
    block.kind === 'text' ? [block.text.replace(/[\u2066-\u2069]/g, '')] : [],
  );
}

/** The words on the first card or voucher of a batch of one. */
async function firstOfBatch(kind: 'cards' | 'vouchers', productId: number, domainId: number): Promise<string[]> {
  const { batchId } = await batchOf(venue, productId, { kind, domainId, count: 1, name: `${kind} of ${domainId}` });
  return wordsOf(describeCard(venue, batchId, 1)!);
}

async function reasonOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { data?: unknown } | undefined)?.data;
}

describe('the tickets of a venue', () => {
  it('are those of the program until another is the default, and a product may have its own', async () => {
    const { id: productId } = await manager.products.add(day);
    const guestId = await sell(productId);
    expect(describeTickets(venue, [guestId], false)[0]!.template).toEqual(builtInTemplate);

    const pool = await manager.ticketTemplates.add(template('Pool', [hello('Enjoy the pool'), code]));
    expect(wordsOn(guestId)).not.toContain('Enjoy the pool');
    await manager.ticketTemplates.setDefault({ id: pool.id });
    expect(wordsOn(guestId)[0]).toBe('Enjoy the pool');

    const bar = await manager.ticketTemplates.add(template('Bar', [hello('Cheers'), code]));
    await manager.products.update({ id: productId, ticketTemplateId: bar.id });
    expect(wordsOn(guestId)[0]).toBe('Cheers');
    await manager.products.update({ id: productId, ticketTemplateId: null });
    expect(wordsOn(guestId)[0]).toBe('Enjoy the pool');
    await manager.ticketTemplates.setDefault({ id: null });
    expect(describeTickets(venue, [guestId], false)[0]!.template).toEqual(builtInTemplate);
  });

  it('are those of the domain where the product has none of its own: sold, printed again, as cards and as vouchers', async () => {
    const { id: productId } = await manager.products.add(day);
    const { id: familyId } = await manager.products.add({ ...day, name: 'Family' });
    const all = await manager.ticketTemplates.add(template('All', [hello('Welcome'), code]));
    await manager.ticketTemplates.setDefault({ id: all.id });
    const camp = await manager.ticketTemplates.add(template('Camp', [hello('Mind the tents'), code]));
    const family = await manager.ticketTemplates.add(template('Family', [hello('Have fun'), code]));
    await manager.products.update({ id: familyId, ticketTemplateId: family.id });
    const { id: domainId } = await manager.domains.add({
      name: 'Campsite',
      service: 'hotspot',
      ticketTemplateId: camp.id,
    });
    expect((await manager.domains.list()).rows[1]).toMatchObject({ id: domainId, ticketTemplateId: camp.id });

    const camper = await sell(productId, domainId);
    expect(wordsOn(camper)[0]).toBe('Mind the tents');
    expect(wordsOn(camper, true)[1]).toBe('Mind the tents');
    expect(wordsOn(await sell(familyId, domainId))[0]).toBe('Have fun');
    expect(wordsOn(await sell(productId, 1))[0]).toBe('Welcome');
    for (const kind of ['cards', 'vouchers'] as const) {
      expect(await firstOfBatch(kind, productId, domainId)).toContain('Mind the tents');
      expect(await firstOfBatch(kind, productId, 1)).toContain('Welcome');
    }

    const { changeId } = await manager.domains.update({ id: domainId, ticketTemplateId: null });
    expect(wordsOn(camper)[0]).toBe('Welcome');
    undoChange(venue.db, venue.owner, changeId, venue.now());
    expect(wordsOn(camper)[0]).toBe('Mind the tents');
  });

  it('are taken away with one undo, domains that followed them included', async () => {
    const { id: productId } = await manager.products.add(day);
    const { id } = await manager.ticketTemplates.add(template('Camp', [hello('Mind the tents'), code]));
    await manager.domains.update({ id: 1, ticketTemplateId: id });
    const guestId = await sell(productId);
    expect((await manager.ticketTemplates.list()).rows).toMatchObject([{ id, products: [], domains: ['Guests'] }]);

    const { changeId } = await manager.ticketTemplates.remove({ id });
    expect((await manager.domains.list()).rows[0]).not.toHaveProperty('ticketTemplateId');
    expect(describeTickets(venue, [guestId], false)[0]!.template).toEqual(builtInTemplate);
    expect(undoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect((await manager.domains.list()).rows[0]!.ticketTemplateId).toBe(id);
    expect(wordsOn(guestId)[0]).toBe('Mind the tents');
  });

  it('are not taken for a domain that names one which is not there', async () => {
    const unknown = { reason: 'not-found', field: 'ticketTemplateId' };
    expect(await reasonOf(manager.domains.update({ id: 1, ticketTemplateId: 7 }))).toMatchObject(unknown);
    const added = manager.domains.add({ name: 'Campsite', service: 'hotspot', ticketTemplateId: 7 });
    expect(await reasonOf(added)).toMatchObject(unknown);
    expect((await manager.domains.list()).rows).toHaveLength(1);
  });

  it('say who sold them, the room and the end where the template asks for it', async () => {
    const { id: productId } = await manager.products.add({ ...day, starts: 'now' });
    const blocks = [hello('{operator:} · {room:} · {guest}\n{validUntil:}\n{guest:}'), code];
    const { id } = await manager.ticketTemplates.add(template('All', blocks));
    await manager.ticketTemplates.setDefault({ id });
    const [who, until, ...rest] = wordsOn(await sell(productId));
    expect(who).toMatch(/^Served by: \S+ · Room: 12$/);
    expect(until).toMatch(/^Valid until: .*23/);
    // Nobody has a name: its line is not there.
    expect(rest[0]).toBe('Code');
  });

  it('are taken away with one undo, products that followed them included', async () => {
    const { id: productId } = await manager.products.add(day);
    const { id } = await manager.ticketTemplates.add(template('Pool', [code]));
    await manager.products.update({ id: productId, ticketTemplateId: id });
    expect((await manager.ticketTemplates.list()).rows).toMatchObject([{ id, products: ['1 day'] }]);

    const { changeId } = await manager.ticketTemplates.remove({ id });
    expect((await manager.ticketTemplates.list()).rows).toEqual([]);
    expect((await manager.products.list()).rows[0]).not.toHaveProperty('ticketTemplateId');
    expect(undoChange(venue.db, venue.owner, changeId, venue.now())).toMatchObject({ kind: 'done' });
    expect((await manager.products.list()).rows[0]!.ticketTemplateId).toBe(id);
    expect((await manager.ticketTemplates.list()).rows).toMatchObject([{ id, blocks: [code], products: ['1 day'] }]);
  });

  it('have names of their own, and a product follows none that is not there', async () => {
    const { id } = await manager.ticketTemplates.add(template('Pool', [code]));
    expect(await reasonOf(manager.ticketTemplates.add(template('Pool', [code])))).toMatchObject({
      ...{ reason: 'name-taken', field: 'name' },
    });
    await manager.ticketTemplates.update({ id, name: 'Pool' });
    const gone = await reasonOf(manager.products.add({ ...day, ticketTemplateId: id + 1 }));
    expect(gone).toMatchObject({ reason: 'not-found', field: 'ticketTemplateId' });
  });

  it.each([
    ['{gust}', 'a placeholder that nobody knows'],
    ['{venue:}', 'a word that a placeholder has not'],
    ['a\u001b@', 'a control character'],
  ])('are refused with %j', async (text) => {
    const refused = await reasonOf(manager.ticketTemplates.add(template('Odd', [hello(text)])));
    expect(refused).toMatchObject({ reason: 'invalid-input', field: 'blocks.0.text' });
    expect((await manager.ticketTemplates.list()).rows).toEqual([]);
  });

  it('may say {, } and braces without a partner', async () => {
    const { id } = await manager.ticketTemplates.add(template('Braces', [hello(':-} {'), code]));
    await manager.ticketTemplates.setDefault({ id });
    expect(wordsOn(await sell((await manager.products.add(day)).id))[0]).toBe(':-} {');
  });
});

describe('the terms on a ticket', () => {
  const terms: TemplateBlock = { kind: 'terms', size: 'small', bold: false, align: 'start' };
  const publish = (body: string) => manager.legal.publish({ kind: 'terms', texts: [{ language: 'en', body }] });

  it('are those that hold now, a paragraph each, and nothing where none are published', async () => {
    const { id } = await manager.ticketTemplates.add(template('Terms', [code, terms]));
    await manager.ticketTemplates.setDefault({ id });
    const guestId = await sell((await manager.products.add(day)).id);
    expect(wordsOn(guestId)).toHaveLength(2);
    await publish('Be kind.\n\nNo torrents.');
    expect(wordsOn(guestId).slice(2)).toEqual(['Be kind.', 'No torrents.']);
    await publish('Be kinder.');
    expect(wordsOn(guestId).slice(2)).toEqual(['Be kinder.']);
  });

  it('are cut where they would be longer than a ticket, and the preview says so', async () => {
    await publish('All guests agree to this. '.repeat(200));
    const asked = { language: 'en' as const, guest: 'usual' as const, paper: 80 as const };
    const picture = await manager.ticketTemplates.preview({ ...template('x', [code, terms]), ...asked });
    expect(picture.warnings).toEqual([{ kind: 'terms-cut', block: 1 }]);
    expect(picture.heightMm).toBeLessThan(600);
  });
});

describe('the Wi-Fi of a template', () => {
  const wpa = { name: 'Pool; "fast"', security: 'wpa', password: 'pa:ss\\word,1' } as const;

  it('is joined with its password, which is sealed in the file and never shown', async () => {
    const added = await manager.ticketTemplates.add({ ...template('Pool', [code, wifiQr]), wifi: wpa });
    await manager.ticketTemplates.setDefault({ id: added.id });
    const guestId = await sell((await manager.products.add(day)).id);
    const [ticket] = describeTickets(venue, [guestId], false);
    const qr = layOutTicket(ticket!, 80).blocks.find((block) => block.kind === 'qr');
    expect(qr).toMatchObject({ value: 'WIFI:T:WPA;S:Pool\\; \\"fast\\";P:pa\\:ss\\\\word\\,1;;' });

    const list = await manager.ticketTemplates.list();
    expect(list.rows[0]!.wifi).toEqual({ name: wpa.name, security: 'wpa' });
    expect(JSON.stringify(list)).not.toContain('ss\\\\word');
    const stored = venue.db.sqlite.prepare('select * from ticket_templates').get() as Record<string, unknown>;
    expect(Buffer.from(stored.wifi_password_sealed as Uint8Array).includes('word')).toBe(false);
    expect(JSON.stringify(venue.db.sqlite.prepare('select * from change_rows').all())).not.toContain('word,1');
  });

  it('keeps its password where none is typed, needs one at first, and forgets it when it is open', async () => {
    const without = { ...template('Pool', [code, wifiQr]), wifi: { name: null, security: 'wpa' as const } };
    expect(await reasonOf(manager.ticketTemplates.add(without))).toMatchObject({ field: 'wifi.password' });
    const { id } = await manager.ticketTemplates.add({ ...without, wifi: wpa });
    const sealed = () => venue.db.sqlite.prepare('select wifi_password_sealed from ticket_templates').pluck().get();
    const before = sealed();
    await manager.ticketTemplates.update({ id, wifi: { name: 'Garden', security: 'wpa' } });
    expect(sealed()).toEqual(before);
    await manager.ticketTemplates.update({ id, wifi: openWifi });
    expect(sealed()).toBeNull();
    expect(await reasonOf(manager.ticketTemplates.update({ id, wifi: without.wifi }))).toMatchObject({
      field: 'wifi.password',
    });
  });
});

describe('the preview', () => {
  const asked = { language: 'en' as const, guest: 'usual' as const, paper: 80 as const };

  it('is the ticket as it prints, with a QR code that a phone reads', async () => {
    const wifi = { name: 'Garden', security: 'wpa', password: 'correct horse' } as const;
    const picture = await manager.ticketTemplates.preview({ ...template('x', [code, wifiQr]), wifi, ...asked });
    expect(picture.widthMm).toBe(80);
    expect(picture.warnings).toEqual([]);
    const read = sectionsOf(await pictureOf(picture.png)).flatMap((section) => readQr(section) ?? []);
    expect(read).toEqual(['WIFI:T:WPA;S:Garden;P:correct horse;;']);
  });

  it('of a saved template joins with the password that is kept', async () => {
    const wifi = { name: 'Garden', security: 'wpa', password: 'correct horse' } as const;
    const { id } = await manager.ticketTemplates.add({ ...template('x', [code, wifiQr]), wifi });
    const picture = await manager.ticketTemplates.preview({
      ...{ ...template('x', [wifiQr]), ...asked, id },
      wifi: { name: 'Garden', security: 'wpa' },
    });
    const read = sectionsOf(await pictureOf(picture.png)).flatMap((section) => readQr(section) ?? []);
    expect(read).toEqual(['WIFI:T:WPA;S:Garden;P:correct horse;;']);
    expect(picture.warnings).toEqual([{ kind: 'no-code' }]);
  });

  it.each([58, 80, 'a4'] as const)(
    'on %s is drawn in every language, for long names and for persons',
    async (paper) => {
      for (const language of ['en', 'de', 'ar'] as const)
        for (const guest of ['usual', 'long', 'person'] as const) {
          const input = { ...template('x', builtInTemplate.blocks), language, guest, paper };
          const { widthMm, heightMm } = await manager.ticketTemplates.preview(input);
          expect(widthMm).toBe(paper === 'a4' ? 210 : paper);
          expect(heightMm).toBeGreaterThan(50);
        }
    },
  );

  it('says which block is broken on this paper, and which is not', async () => {
    const long = hello('Donaudampfschifffahrtsgesellschaft');
    const blocks: TemplateBlock[] = [{ ...long, size: 'large', bold: true }, code];
    const warnings = async (paper: 58 | 80) =>
      (await manager.ticketTemplates.preview({ ...template('x', blocks), ...asked, paper })).warnings;
    expect(await warnings(58)).toEqual([{ kind: 'word-broken', block: 0, word: 'Donaudampfschifffahrtsgesellschaft' }]);
    const narrow = [{ ...long, size: 'small' as const }, code];
    const fits = await manager.ticketTemplates.preview({ ...template('x', narrow), ...asked, paper: 80 });
    expect(fits.warnings).toEqual([]);
  });

  it('warns of a logo that prints as a blot', async () => {
    const dark = plainPicture('#101010');
    const light = plainPicture('#e8e8e8');
    const logo: TemplateBlock = { kind: 'logo', size: 'large', align: 'center' };
    const warnings = async () =>
      (await manager.ticketTemplates.preview({ ...template('x', [logo, code]), ...asked })).warnings;
    await manager.venue.setLogo({ image: dark });
    expect(await warnings()).toEqual([{ kind: 'logo-dark', block: 0 }]);
    await manager.venue.setLogo({ image: light });
    expect(await warnings()).toEqual([]);
  });

  it('writes nothing', async () => {
    const before = venue.db.sqlite.prepare('select count(*) from changes').pluck().get();
    await manager.ticketTemplates.preview({ ...template('x', [code]), ...asked });
    expect(venue.db.sqlite.prepare('select count(*) from changes').pluck().get()).toBe(before);
    expect((await manager.ticketTemplates.list()).rows).toEqual([]);
  });
});
