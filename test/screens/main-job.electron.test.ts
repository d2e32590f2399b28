/** The main job in the desktop application: a system printer behind a real print server, radclient as the router. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test as base } from '@playwright/test';
import { readQr, type Dots } from '../../main/printing/qr';
import { cupsPrograms, startCups, type Cups } from '../fakes/cups';
import { findProgram, lacks } from '../tools';
import { accessibilityFaults } from './accessibility';
import { startDesktop, type RunningDesktop } from './electron';
import { liveThroughTheDay, readRadiusLog, sellWithF1, undoTheSale, walkThroughWizard } from './guest-day';

const needed = ['radclient', 'pdfinfo', 'pdftoppm', 'pdftotext', ...cupsPrograms] as const;
/** Millimetres as PDF points. */
const POINTS_PER_MM = 72 / 25.4;
/** A printer with 203 dots per inch, drawn at a multiple so that the modules of the QR are whole pixels. */
const RESOLUTION = 203;

const test = base.extend<{ cups: Cups; desktop: RunningDesktop }>({
  cups: async ({}, use) => {
    const cups = await startCups();
    cups.addPdfQueue('TICKET');
    await use(cups);
    await cups.close();
  },
  desktop: async ({ cups }, use) => {
    const desktop = await startDesktop({ env: { CUPS_SERVER: cups.server } });
    await use(desktop);
    await desktop.stop();
  },
});

test.skip(lacks(...needed), `needs ${needed.join(', ')}`);

test('F1 is pressed, one page comes out whose QR logs in, the guest is online, the sale is taken back', async ({
  cups,
  desktop,
}) => {
  const { page } = desktop;
  await walkThroughWizard(page, desktop, async () => {
    await page.getByRole('radio', { name: /Printer of this computer/ }).check();
    await page.getByRole('combobox', { name: 'Printer' }).click();
    await page.getByRole('option', { name: 'TICKET' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reception');
    await page.getByRole('button', { name: 'Add and print a test page' }).click();
    await expect.poll(() => cups.pdfFiles().length, { timeout: 60_000 }).toBe(1);
    await page.getByRole('button', { name: 'Continue' }).click();
  });

  const before = new Set(cups.pdfFiles());
  const code = await sellWithF1(page);
  await expect.poll(() => cups.pdfFiles().length, { timeout: 60_000 }).toBe(2);
  const [pdf] = cups.pdfFiles().filter((file) => !before.has(file));
  await expect.poll(() => waiting(cups)).toEqual([]);
  const { pages, widthMm, heightMm } = sizeOf(pdf!);
  expect(pages).toBe(1);
  expect(widthMm).toBeCloseTo(80, 0);
  expect(heightMm).toBeGreaterThan(60);
  expect(heightMm).toBeLessThan(200);
  expect(textOf(pdf!)).toContain('Hotel Bellavista');
  expect(readQr(await draw(pdf!))).toBe(`http://10.5.88.1/login?username=${code}&password=${code}`);

  await liveThroughTheDay(page, desktop, code);
  expect(await accessibilityFaults(page)).toEqual([]);
  await readRadiusLog(page);
  await undoTheSale(page, desktop, code);
});

const waiting = (cups: Cups): string[] => cups.waitingJobs('TICKET');

function sizeOf(pdf: string): { pages: number; widthMm: number; heightMm: number } {
  const info = execFileSync(findProgram('pdfinfo')!, [pdf], { encoding: 'utf8' });
  const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(info) ?? [];
  return {
    pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]),
    widthMm: Number(width) / POINTS_PER_MM,
    heightMm: Number(height) / POINTS_PER_MM,
  };
}

const textOf = (pdf: string): string => execFileSync(findProgram('pdftotext')!, [pdf, '-'], { encoding: 'utf8' });

/** The paper in black and white, as a thermal printer burns it. */
async function draw(pdf: string): Promise<Dots> {
  execFileSync(findProgram('pdftoppm')!, ['-r', String(RESOLUTION * 2), '-png', '-singlefile', pdf, `${pdf}-page`]);
  const image = await loadImage(readFileSync(`${pdf}-page.png`));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, dots: Uint8Array.from({ length: width * height }, (_, at) => (data[at * 4]! < 128 ? 1 : 0)) };
}
