import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loginUrl } from '../../main/printing/layout';
import { readQr, type Dots } from '../../main/printing/qr';
import { cardScale, ticketSheet } from '../../main/printing/sheet';
import type { Ticket } from '../../main/printing/ticket';
import { findProgram, lacks } from '../tools';
import { plainPicture } from '../fakes/pictures';
import { hardNames, ticketOf } from '../fakes/tickets';

const codes = [
  'K7XP42',
  'K7XP43',
  'K7XP44',
  'K7XP45',
  'K7XP46',
  'K7XP47',
  'K7XP48',
  'K7XP49',
  'K7XP52',
  'K7XP53',
  'K7XP54',
];
const ticketsOf = (more: Partial<Ticket> = {}): Ticket[] =>
  codes.map((username) => ticketOf({ username, password: username, ...more }));

/** Where the cards are on A4, in millimetres: 2 by 5 cards of 90 by 54 in the middle. */
const cardAt = (at: number) => ({ left: 15 + (at % 2) * 90, top: 13.5 + Math.floor((at % 10) / 2) * 54 });
const RESOLUTION = 150;

function onDisk(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-sheet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'sheet.pdf');
  writeFileSync(file, pdf);
  return file;
}

function textOf(pdf: Uint8Array): string {
  return execFileSync(findProgram('pdftotext')!, [onDisk(pdf), '-'], { encoding: 'utf8' });
}

/** The pages as an office printer would print them. */
async function print(pdf: Uint8Array): Promise<Dots[]> {
  const file = onDisk(pdf);
  execFileSync(findProgram('pdftoppm')!, ['-r', String(RESOLUTION), '-png', file, `${file}-page`]);
  const folder = join(file, '..');
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .sort();
  return Promise.all(pages.map((name) => readPage(readFileSync(join(folder, name)))));
}

async function readPage(png: Buffer): Promise<Dots> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const dots = Uint8Array.from({ length: image.width * image.height }, (_, at) => (data[at * 4]! < 128 ? 1 : 0));
  return { width: image.width, height: image.height, dots };
}

function cutOut(page: Dots, leftMm: number, topMm: number, widthMm: number, heightMm: number): Dots {
  const px = (mm: number): number => Math.round((mm / 25.4) * RESOLUTION);
  const [left, top, width, height] = [px(leftMm), px(topMm), px(widthMm), px(heightMm)];
  const dots = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    dots.set(page.dots.subarray((top + y) * page.width + left, (top + y) * page.width + left + width), y * width);
  return { width, height, dots };
}

/** Wider than any stroke of a letter on a card. */
const NO_LETTER_MM = 9;

/** The longest row of black dots without a gap. */
function longestRunMm({ width, dots }: Dots): number {
  let longest = 0;
  let run = 0;
  for (const [at, dot] of dots.entries()) {
    run = dot === 1 && at % width !== 0 ? run + 1 : dot;
    longest = Math.max(longest, run);
  }
  return (longest / RESOLUTION) * 25.4;
}

/** As large as the venue's logo may be, and with nothing in it that could be packed. */
function photo(): Uint8Array {
  const canvas = createCanvas(384, 160);
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, canvas.height);
  randomFillSync(image.data);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}

const inkOf = ({ dots }: Dots): number => dots.reduce((sum, dot) => sum + dot, 0);

describe('a sheet of cards', () => {
  it('takes ten cards to a page', async () => {
    for (const [count, pages] of [
      [1, 1],
      [10, 1],
      [11, 2],
    ] as const)
      expect((await ticketSheet(ticketsOf().slice(0, count))).pages).toBe(pages);
  });

  it('is drawn whatever the names are', async () => {
    const tickets = hardNames.map((name) =>
      ticketOf({ venueName: name, displayName: name, username: name, password: name, kind: 'person', wifiName: name }),
    );
    expect((await ticketSheet(tickets)).pages).toBe(1);
  });
});

describe.skipIf(lacks('pdftoppm', 'pdftotext'))('a printed sheet of cards (needs pdftoppm and pdftotext)', () => {
  it('holds the words as text', async () => {
    const text = textOf((await ticketSheet(ticketsOf({ wifiName: 'Miramare Guest', room: '12' }))).pdf);
    for (const code of codes) expect(text).toContain(code);
    for (const words of [
      'Hotel Miramare',
      'Wi-Fi: Miramare Guest',
      'Works 24 hours from first use',
      'Room: 12',
      '€5.00',
    ])
      expect(text).toContain(words);
  });

  it('is A4, and the QR code of each card logs in with the code beside it', async () => {
    const pages = await print((await ticketSheet(ticketsOf())).pdf);
    expect(pages).toHaveLength(2);
    for (const { width, height } of pages) {
      // The page is a whole number of points, the picture of pixels.
      expect(Math.abs(width - (210 / 25.4) * RESOLUTION)).toBeLessThan(2);
      expect(Math.abs(height - (297 / 25.4) * RESOLUTION)).toBeLessThan(2);
    }
    const read = codes.map((_, at) => {
      const { left, top } = cardAt(at);
      return readQr(cutOut(pages[Math.floor(at / 10)]!, left + 45, top, 45, 54));
    });
    expect(read).toEqual(codes.map((code) => loginUrl('hotspot.lan', code, code)));
  });

  it('has the logo of the venue on every card, above the words, which keep their size readable', async () => {
    const logo = Buffer.from(plainPicture('#101010'), 'base64');
    const plain = await ticketSheet(ticketsOf());
    const { pdf } = await ticketSheet(ticketsOf({ logo }));
    const [without, pages] = await Promise.all([print(plain.pdf), print(pdf)]);
    for (const [at] of codes.entries()) {
      const { left, top } = cardAt(at);
      const widestOn = (sheet: readonly Dots[]): number =>
        longestRunMm(cutOut(sheet[Math.floor(at / 10)]!, left, top, 55, 27));
      expect(widestOn(without)).toBeLessThan(NO_LETTER_MM);
      // 200 by 100 pixels are 20 by 10 mm at most, and shrink with the words.
      expect(widestOn(pages)).toBeGreaterThan(NO_LETTER_MM);
      expect(widestOn(pages)).toBeLessThan(20.5);
    }
    const read = codes.map((_, at) => {
      const { left, top } = cardAt(at);
      return readQr(cutOut(pages[Math.floor(at / 10)]!, left + 45, top, 45, 54));
    });
    expect(read).toEqual(codes.map((code) => loginUrl('hotspot.lan', code, code)));
    expect(cardScale(ticketOf({ logo, room: '12', displayName: 'Maria Rossi' }))).toBeGreaterThanOrEqual(0.57);
  });

  it('holds a logo once, however many cards have it', async () => {
    const logo = photo();
    const sizeOf = async (count: number): Promise<number> =>
      (await ticketSheet(ticketsOf({ logo }).slice(0, count))).pdf.length -
      (await ticketSheet(ticketsOf().slice(0, count))).pdf.length;
    expect(await sizeOf(10)).toBeLessThan((await sizeOf(1)) * 1.5);
  });

  it('keeps every card inside its marks, however long its words', async () => {
    const long = {
      displayName: 'Donaudampfschifffahrt '.repeat(14),
      username: 'u'.repeat(253),
      kind: 'person',
    } as const;
    const [page] = await print((await ticketSheet([ticketOf(long), ticketOf({ ...long, loginHost: undefined })])).pdf);
    for (const at of [0, 1]) {
      const { left, top } = cardAt(at);
      expect(inkOf(cutOut(page!, left + 4, top + 4, 82, 46))).toBeGreaterThan(500);
      for (const [x, y, width, height] of [
        [0, 0, 90, 3.5],
        [0, 50.5, 90, 3.5],
        [0, 0, 3.5, 54],
        [86.5, 0, 3.5, 54],
      ] as const)
        expect(inkOf(cutOut(page!, left + x, top + y, width, height))).toBe(0);
    }
  });

  it('puts the QR code where an Arabic line ends', async () => {
    const [page] = await print((await ticketSheet([ticketOf({ language: 'ar' })])).pdf);
    const { left, top } = cardAt(0);
    expect(readQr(cutOut(page!, left, top, 45, 54))).toBe(loginUrl('hotspot.lan', 'K7XP42', 'K7XP42'));
  });
});
