import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { layOutTestPage, layOutTicket, loginUrl } from '../../main/printing/layout';
import { readQr, type Dots } from '../../main/printing/qr';
import { drawTicket, qrPng, ticketPng } from '../../main/printing/raster';
import type { TicketBlock, TicketLayout } from '../../main/printing/ticket';
import { sectionsOf } from '../fakes/escpos';
import { hardNames, ticketOf } from '../fakes/tickets';

const papers = [58, 80] as const;
const dotsAcross = { 58: 384, 80: 576 } as const;

const readAll = (ticket: Dots): string[] => sectionsOf(ticket).flatMap((section) => readQr(section) ?? []);
const inkOf = ({ dots }: Dots): number => dots.reduce((sum, dot) => sum + dot, 0);

const draw = (blocks: readonly TicketBlock[], more: Partial<TicketLayout> = {}): Promise<Dots> =>
  drawTicket({ paperMm: 80, rightToLeft: false, language: 'en', blocks, ...more });
const words = (text: string, size: 'code' | 'normal' = 'normal'): TicketBlock => ({
  kind: 'text',
  text,
  size,
  bold: false,
  align: 'center',
});

describe.each(papers)('a ticket on %i mm paper', (paperMm) => {
  it('is as wide as the head prints, and its QR code logs in', async () => {
    const ticket = await drawTicket(layOutTicket(ticketOf(), paperMm));
    expect(ticket.width).toBe(dotsAcross[paperMm]);
    expect(readAll(ticket)).toEqual(['http://hotspot.lan/login?username=K7XP42&password=K7XP42']);
  });

  it('holds both QR codes, each readable on its own', async () => {
    const ticket = await drawTicket(layOutTicket(ticketOf({ wifiName: 'Miramare "Guest"; 5 GHz' }), paperMm));
    expect(readAll(ticket)).toEqual([
      'WIFI:T:nopass;S:Miramare \\"Guest\\"\\; 5 GHz;;',
      'http://hotspot.lan/login?username=K7XP42&password=K7XP42',
    ]);
  });

  it('keeps the QR code readable at the longest values it prints', async () => {
    const person = { kind: 'person', username: 'u'.repeat(253), password: 'p&'.repeat(128) } as const;
    const ticket = await drawTicket(layOutTicket(ticketOf(person), paperMm));
    expect(readAll(ticket)).toEqual([loginUrl('hotspot.lan', person.username, person.password)]);
  });

  it.each(hardNames)('prints %j', async (name) => {
    const more = { venueName: name, displayName: name, room: name, productName: name };
    const ticket = await drawTicket(layOutTicket(ticketOf(more), paperMm));
    expect(readAll(ticket)).toHaveLength(1);
  });

  it.each(['en', 'it', 'es', 'de', 'fr', 'pt', 'ar'])('prints in %s', async (language) => {
    const ticket = await drawTicket(layOutTicket(ticketOf({ language, copy: true }), paperMm));
    expect(readAll(ticket)).toHaveLength(1);
  });

  it('prints the test page with its QR code', async () => {
    const page = { venueName: 'Hotel', logo: undefined, printerName: 'Reception', language: 'de', printedAt: '20:04' };
    const ticket = await drawTicket(layOutTestPage(page, paperMm));
    expect(readAll(ticket)).toEqual(['GATEHOUSE TEST 20:04']);
  });
});

describe('words on paper', () => {
  it.each([
    ['Latin', 'Zürich'],
    ['Greek', 'Ελληνικά'],
    ['Cyrillic', 'Кириллица'],
    ['Arabic', 'العربية'],
    ['emoji', '😀🏖'],
    ['the euro', '€'],
    ['a script without a typeface', '\u{10ffff}'],
  ])('leave ink in %s, and not the same ink as other words', async (_script, text) => {
    const drawn = await draw([words(text)]);
    const other = await draw([words(`${text}.`)]);
    expect(inkOf(drawn)).toBeGreaterThan(40);
    expect(drawn.dots).not.toEqual(other.dots);
  });

  it('wrap at spaces and lose nothing at the edge', async () => {
    const oneLine = await draw([words('word')]);
    const wrapped = await draw([words('word '.repeat(60))]);
    expect(wrapped.height).toBeGreaterThan(4 * oneLine.height);
    expect(Math.abs(inkOf(wrapped) - 60 * inkOf(oneLine))).toBeLessThan(60 * inkOf(oneLine) * 0.1);
  });

  it('break a word that is wider than the paper', async () => {
    const drawn = await draw([words('x'.repeat(300))]);
    const one = await draw([words('x')]);
    expect(Math.abs(inkOf(drawn) - 300 * inkOf(one))).toBeLessThan(300 * inkOf(one) * 0.1);
  });

  it('take their letters joined in Arabic, not one by one', async () => {
    const joined = await draw([words('العربية')], { rightToLeft: true });
    const apart = await draw([words(Array.from('العربية', (letter) => `${letter}\u200c`).join(''))], {
      rightToLeft: true,
    });
    expect(joined.dots).not.toEqual(apart.dots);
  });

  it('keep a credential from left to right on a ticket from right to left', async () => {
    const arabic = await draw([words('\u206612!ab-KX\u2069', 'code')], { rightToLeft: true });
    const english = await draw([words('12!ab-KX', 'code')]);
    expect(arabic.dots).toEqual(english.dots);
  });

  it('make a short code as large as fits and a long one still whole', async () => {
    const short = await draw([words('K7XP42', 'code')]);
    const long = await draw([words('a-very-long-username@example-hotel.com-and-more', 'code')]);
    expect(short.height).toBeGreaterThan(100);
    expect(long.height).toBeGreaterThan(60);
    expect(inkOf(long)).toBeGreaterThan(2_000);
  });

  it('tell characters apart that look alike', async () => {
    const glyphs = await Promise.all(['0', 'O', '1', 'l', 'I', '|'].map((one) => draw([words(one, 'code')])));
    for (const [at, glyph] of glyphs.entries())
      for (const other of glyphs.slice(at + 1)) {
        const differing = glyph.dots.filter((dot, place) => dot !== other.dots[place]).length;
        expect(differing).toBeGreaterThan(80);
      }
  });
});

describe('a logo', () => {
  it('comes out in shades of dots', async () => {
    const canvas = createCanvas(80, 80);
    const context = canvas.getContext('2d');
    context.fillStyle = '#808080';
    context.fillRect(0, 0, 80, 80);
    const drawn = await draw([{ kind: 'picture', png: canvas.toBuffer('image/png'), widthMm: 10, heightMm: 10 }]);
    expect(inkOf(drawn) / (80 * 80)).toBeCloseTo(0.5, 1);
  });
});

describe('the picture of a ticket', () => {
  it.each(papers)('is %i mm wide, margins included, and its QR code is readable', async (paperMm) => {
    const { png, widthMm, heightMm } = await ticketPng(layOutTicket(ticketOf(), paperMm));
    expect(widthMm).toBe(paperMm);
    const image = await loadImage(Buffer.from(png));
    expect([image.width, image.height]).toEqual([paperMm * 8, heightMm * 8]);
    expect(await readPng(png)).toBe('http://hotspot.lan/login?username=K7XP42&password=K7XP42');
  });

  it('of a QR code alone is readable, and a fault where there can be none', async () => {
    expect(await readPng(qrPng('K7XP42'))).toBe('K7XP42');
    expect(() => qrPng('x'.repeat(3_000))).toThrow(expect.objectContaining({ code: 'TICKET_QR_UNREADABLE' }));
  });
});

async function readPng(png: Uint8Array): Promise<string | undefined> {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const dots = Uint8Array.from({ length: image.width * image.height }, (_, at) => (data[at * 4]! < 128 ? 1 : 0));
  return readQr({ width: image.width, height: image.height, dots });
}
