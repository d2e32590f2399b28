/** Tickets on a printer of the computer, through Electron and a real print server; every trap of the library included. */
import { expect, test as base, type ElectronApplication } from '@playwright/test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { readQr, type Dots } from '../../main/printing/qr';
import { cupsPrograms, startCups, type Cups } from '../fakes/cups';
import { findProgram, lacks } from '../tools';
import { endElectron, launchElectron, ROOT, startDesktop } from './electron';
import type { Outcome, printing as Printing } from './print-main';

const needed = ['pdfinfo', 'pdftoppm', 'pdftotext', ...cupsPrograms] as const;
const POINTS_PER_MM = 72 / 25.4;
const PRINTS_WITHIN_MS = 60_000;

interface PrintApplication {
  readonly app: ElectronApplication;
  readonly cups: Cups;
  /** Lets the application print, and says what became of it. */
  tickets(...input: Parameters<typeof Printing.tickets>): Promise<Outcome>;
  items(...input: Parameters<typeof Printing.items>): Promise<Outcome>;
  /** Waits until so many pages in all have come out. @returns the files */
  papers(count: number): Promise<string[]>;
}

const test = base.extend<object, { printer: PrintApplication }>({
  printer: [
    async ({}, use) => {
      const folder = await buildPrintApplication();
      const cups = await startCups();
      cups.addPdfQueue('TICKET');
      const { app, child } = await launchElectron(folder, { env: { CUPS_SERVER: cups.server } });
      await use({
        app,
        cups,
        tickets: (...input) => app.evaluate((_, args) => printing.tickets(...args), input),
        items: (...input) => app.evaluate((_, args) => printing.items(...args), input),
        async papers(count) {
          await expect.poll(() => cups.pdfFiles().length, { timeout: PRINTS_WITHIN_MS }).toBe(count);
          await expect.poll(() => cups.waitingJobs('TICKET')).toEqual([]);
          return cups.pdfFiles();
        },
      });
      await endElectron(child);
      await cups.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

declare const printing: typeof Printing;

test.skip(lacks(...needed), `needs ${needed.join(', ')}`);

/** Runs a job and gives the papers it has added. */
async function newPapers(printer: PrintApplication, count: number, job: () => Promise<Outcome>): Promise<string[]> {
  const before = printer.cups.pdfFiles();
  expect(await job()).toBe('spooled');
  const after = await printer.papers(before.length + count);
  return after.filter((file) => !before.includes(file));
}

for (const paperMm of [58, 80] as const) {
  test(`a ticket on ${paperMm} mm paper is one page, as wide as the paper and as high as the ticket`, async ({
    printer,
  }) => {
    const [short, long] = [
      await newPapers(printer, 1, () => printer.tickets([{ loginHost: undefined }], paperMm, 'TICKET')),
      await newPapers(printer, 1, () => printer.tickets([{}], paperMm, 'TICKET')),
    ].map(([paper]) => sizeOf(paper!));
    for (const { pages, widthMm } of [short!, long!]) {
      expect(pages).toBe(1);
      expect(widthMm).toBeCloseTo(paperMm, 0);
    }
    // The QR code alone is 31 mm high.
    expect(long!.heightMm).toBeGreaterThan(short!.heightMm + 25);
    expect(short!.heightMm).toBeGreaterThan(30);
  });
}

test('a page that begins and ends with a line and turns right to left has no second, blank page', async ({
  printer,
}) => {
  for (const [language, paperMm] of [
    ['ar', 58],
    ['en', 80],
  ] as const) {
    const [paper] = await newPapers(printer, 1, () =>
      printer.app.evaluate((_, args) => printing.testPage(...args), [language, paperMm, 'TICKET'] as const),
    );
    expect(sizeOf(paper!).pages).toBe(1);
  }
});

test('the QR code on paper logs in with the code of the ticket', async ({ printer }) => {
  const [paper] = await newPapers(printer, 1, () =>
    printer.tickets([{ username: 'K7M3XQ', password: 'K7M3XQ' }], 80, 'TICKET'),
  );
  expect(readQr(await draw(paper!))).toBe('http://10.5.50.1/login?username=K7M3XQ&password=K7M3XQ');
});

test('tickets sold at once come out one by one, each with its own code', async ({ printer }) => {
  const codes = ['AAA222', 'BBB333', 'CCC444', 'DDD555'];
  const [first, second, ...rest] = codes.map((code) => ({ username: code, password: code }));
  const papers = await newPapers(printer, codes.length, async () => {
    const outcomes = await Promise.all([
      printer.tickets([first!, second!], 80, 'TICKET'),
      ...rest.map((ticket) => printer.tickets([ticket], 80, 'TICKET')),
    ]);
    return outcomes.find((outcome) => outcome !== 'spooled') ?? 'spooled';
  });
  const values = await Promise.all(papers.map(async (paper) => readQr(await draw(paper))));
  expect(values.sort()).toEqual(codes.map((code) => `http://10.5.50.1/login?username=${code}&password=${code}`));
});

test.describe('a guest whose name is a program', () => {
  let folder: string;
  test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'attack'))));
  test.afterEach(() => rmSync(folder, { recursive: true }));
  const attack = (file: string): string =>
    `<img src="x" onerror="require('fs').writeFileSync('${file}','')"><b onclick="1">&amp;</b>`;

  test('runs in the library as its manual shows it: that is what the rest is for', async ({ printer }) => {
    const file = join(folder, 'ran');
    await newPapers(printer, 1, () =>
      printer.app.evaluate((_, args) => printing.unguarded(...args), [
        [{ type: 'text', value: attack(file) }],
        'TICKET',
      ] as [object[], string]),
    );
    await expect.poll(() => existsSync(file)).toBe(true);
  });

  test('is printed as it is written, and runs nothing', async ({ printer }) => {
    const file = join(folder, 'ran');
    const [paper] = await newPapers(printer, 1, () =>
      printer.tickets([{ displayName: attack(file), venueName: attack(file), wifiName: attack(file) }], 80, 'TICKET'),
    );
    expect(existsSync(file)).toBe(false);
    // Three times as it is written, over several lines; the path has no hyphen, which pdftotext drops at their ends.
    const text = textOf(paper!).replaceAll(/\s/g, '');
    // pdftotext moves the first bracket away from the isolate before it, which is drawn as nothing.
    for (const part of attack(file)
      .replaceAll(/\s/g, '')
      .split(/(?=onerror)/)) {
      expect(text.split(part.replace(/^</, ''))).toHaveLength(4);
    }
    expect(sizeOf(paper!).pages).toBe(1);
  });

  test('would run nothing even if it came past the escaping: the page lets no foreign script in', async ({
    printer,
  }) => {
    const file = join(folder, 'ran');
    const script = `<script>require('fs').writeFileSync('${file}','')</script>`;
    const frame = `<iframe srcdoc="${script.replaceAll('"', '&quot;')}"></iframe>`;
    await newPapers(printer, 1, () =>
      printer.items(
        [attack(file), script, frame].map((value) => ({ type: 'text', value })),
        'TICKET',
      ),
    );
    expect(existsSync(file)).toBe(false);
  });
});

test('names in every script are on the paper', async ({ printer }) => {
  const written = ['Ελένη', 'Иванова', 'Łukasz & <Ömür>', 'ΑΒ"\'γ'];
  const [paper] = await newPapers(printer, 1, () =>
    printer.tickets([{ displayName: written.join(' ') }], 80, 'TICKET'),
  );
  const text = textOf(paper!);
  for (const name of written) expect(text).toContain(name);
  // Joined letters and pictures have no plain text in a PDF: there, only the ink can be counted.
  const without = inkOf(await draw(await onePaper(printer, 'i')));
  for (const name of ['محمد', '😀'])
    expect(inkOf(await draw(await onePaper(printer, name))), name).toBeGreaterThan(without + 100);
});

const onePaper = async (printer: PrintApplication, displayName: string): Promise<string> =>
  (await newPapers(printer, 1, () => printer.tickets([{ displayName }], 80, 'TICKET')))[0]!;

test.describe('a job that cannot be printed', () => {
  test('on a printer the computer does not know is refused, not sent to the default one', async ({ printer }) => {
    printer.cups.setDefault('TICKET');
    const before = printer.cups.pdfFiles().length;
    expect(await printer.tickets([{}], 80, 'OLD-PRINTER')).toBe('PRINTER_NOT_FOUND');
    // The next one is through, so the refused one would be, too.
    expect(await printer.tickets([{}], 80, 'TICKET')).toBe('spooled');
    expect(await printer.papers(before + 1)).toHaveLength(before + 1);
  });

  test('because the library waits for ever is given up, leaves no window, and the next one prints', async ({
    printer,
  }) => {
    const unknown = [{ type: 'hologram', value: 'x' }];
    expect(await printer.items(unknown, 'TICKET', 3_000)).toBe('PRINTER_TIMEOUT');
    expect(await openWindows(printer.app)).toBe(0);
    const listeners = ['body-init-reply', 'render-line-reply'];
    const left = await printer.app.evaluate(
      ({ ipcMain }, channels) => channels.map((channel) => ipcMain.listenerCount(channel)),
      listeners,
    );
    expect(left).toEqual([0, 0]);
    const [paper] = await newPapers(printer, 1, () => printer.tickets([{}], 80, 'TICKET'));
    expect(sizeOf(paper!).pages).toBe(1);
  });

  test('on a queue that is stopped is refused, so that it does not come out later', async ({ printer }) => {
    printer.cups.addPdfQueue('STOPPED');
    printer.cups.stopQueue('STOPPED');
    expect(await printer.tickets([{}], 80, 'STOPPED')).toBe('PRINTER_UNREACHABLE');
    expect(printer.cups.waitingJobs('STOPPED')).toEqual([]);
  });

  test('because an item is broken is a fault, and leaves no window', async ({ printer }) => {
    expect(await printer.items([{ type: 'image' }], 'TICKET')).toBe('PRINTER_UNREACHABLE');
    expect(await openWindows(printer.app)).toBe(0);
  });
});

test('"spooled" says that the print server has the job, not that paper came out', async ({ printer }) => {
  // A port on which nobody listens: a printer that is switched off.
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');
  printer.cups.addRawQueue('OFF', `socket://127.0.0.1:${port}`);
  expect(await printer.tickets([{}], 80, 'OFF')).toBe('spooled');
  await expect.poll(() => printer.cups.waitingJobs('OFF')).toHaveLength(1);
});

test('the printers of the computer are listed with the one it prints on by default', async ({ printer }) => {
  printer.cups.setDefault('TICKET');
  const list = await printer.app.evaluate(() => printing.list());
  expect(list).toContainEqual({ name: 'TICKET', displayName: 'TICKET', isDefault: true });
  expect(list.filter(({ isDefault }) => isDefault)).toHaveLength(1);
});

test('the application prints, and goes on, without any window of its own', async ({ printer }) => {
  const desktop = await startDesktop({ args: ['--hidden'], env: { CUPS_SERVER: printer.cups.server } });
  await desktop.call('venue.setUp', {
    venueName: 'Hotel Bellavista',
    country: 'IT',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    language: 'en',
    owner: { name: 'Olivia', password: 'a long password' },
  });
  const { id } = await desktop.call<{ id: number }>('printers.add', {
    name: 'Reception',
    kind: 'system',
    target: 'TICKET',
    paperMm: 80,
  });
  await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
  );
  await newPapers(printer, 1, async () => {
    await desktop.call('printers.test', { id });
    return 'spooled';
  });
  expect(await desktop.call('venue.status')).toMatchObject({ phase: 'ready' });
  expect(await desktop.stop()).toBe(0);
});

const openWindows = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Bundles print-main.ts; it must lie below the root, where its modules are found. @returns its folder */
async function buildPrintApplication(): Promise<string> {
  const folder = join(ROOT, 'test-results/print-test');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'print-test', type: 'module', main: 'main.js' }));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { external: true },
    build: {
      ssr: join(ROOT, 'test/screens/print-main.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { external: ['electron'], output: { entryFileNames: 'main.js' } },
    },
  });
  return folder;
}

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

/** The paper in black and white at twice the 203 dots per inch of a thermal head. */
async function draw(pdf: string): Promise<Dots> {
  execFileSync(findProgram('pdftoppm')!, ['-r', '406', '-png', '-singlefile', pdf, `${pdf}-page`], { stdio: 'ignore' });
  const image = await loadImage(readFileSync(`${pdf}-page.png`));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, dots: Uint8Array.from({ length: width * height }, (_, at) => (data[at * 4]! < 128 ? 1 : 0)) };
}

const inkOf = ({ dots }: Dots): number => dots.reduce((sum, dot) => sum + dot, 0);
