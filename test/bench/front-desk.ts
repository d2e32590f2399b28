/**
 * The people's side on the big file, in a real Chromium: from the start of the program to its first screen, from the key
 * to the sale that is committed and to the paper that is cut, from a typed letter to the guests that are found.
 */
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { startPrinter, status, type FakePrinter } from '../fakes/printer';
import { copyBigFile, searchedTexts } from './big-file';
import { OWNER, profiling, startService, untilAtRest, untilRadiusListens, type Ports, type Service } from './gatehouse';
import { milliseconds, percentile } from './table';
import { stopProcess } from './target';

const SALES = 60;
/** First sales after a start compile what the others run. */
const WARM_UP_SALES = 5;
/** The desk takes a second press within this for a bounce of the first. */
const BETWEEN_SALES_MS = 500;
const WITHIN_MS = 20_000;
/** The live feed never lets the network be idle for good. */
const SETTLED_WITHIN_MS = 3_000;

/** /proc/stat counts in hundredths of a second. */
const MS_PER_TICK = 10;
/** Where "steal" stands in its first line, behind "cpu". */
const STEAL_AT = 8;

/** How long something took, and for how long of it a virtual computer's host ran something else on its processors. */
interface Timed {
  readonly ms: number;
  readonly stolenMs: number;
}

interface FrontDesk {
  readonly firstScreenMs: number;
  readonly sales: readonly Timed[];
  readonly papers: readonly Timed[];
  readonly searches: readonly Timed[];
  readonly held: Held;
}

/** How long the main thread did nothing else, of the times it was held at all; milliseconds. */
interface Held {
  readonly p99Ms: number;
  readonly longestMs: number;
  /** The longest in processor time of its own: what other programs took meanwhile is not in it. */
  readonly longestOwnMs: number;
}

/** What was measured, or what is missing for it; a line each. */
export async function frontDeskSentences(root: string, folder: string, ports: Ports): Promise<readonly string[]> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return ['Front desk: not measured (that takes Chromium; CHROMIUM_PATH names it).'];
  await copyBigFile(root, folder, ports);
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
  const printer = await startPrinter({ status: status.ready, confirms: true });
  try {
    return sentences(await measureFrontDesk(root, folder, ports, browser, printer));
  } finally {
    await browser.close();
    await printer.close();
  }
}

async function measureFrontDesk(
  root: string,
  folder: string,
  ports: Ports,
  browser: Browser,
  printer: FakePrinter,
): Promise<FrontDesk> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' });
  const inspector = Promise.withResolvers<string>();
  const startedAtMs = performance.now();
  const service = await startService(root, folder, ports, {
    anyCore: true,
    nodeOptions: [...profiling(), '--inspect=127.0.0.1:0'],
    stderr: (text) => {
      const url = /ws:\/\/\S+/.exec(text)?.[0];
      if (url !== undefined) inspector.resolve(url);
    },
  });
  try {
    await page.goto(service.url);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const firstScreenMs = performance.now() - startedAtMs;
    await untilRadiusListens(service.call);
    await untilAtRest(service.call);
    await openDesk(page, service, printer);
    const mainThread = await watchMainThread(await inspector.promise);
    const desk = { page, printer, sales: watchSales(folder) };
    await sell(desk, WARM_UP_SALES);
    await mainThread.begin();
    const { sales, papers } = await sell(desk, SALES);
    const searches = await search(page);
    desk.sales.close();
    return { firstScreenMs, sales, papers, searches, held: await mainThread.end() };
  } finally {
    await stopProcess(service.child);
  }
}

/** Signs in, and makes the browser note when a key went down. */
async function openDesk(page: Page, service: Service, printer: FakePrinter): Promise<void> {
  await service.call('printers.add', { name: 'Bench', kind: 'network', target: printer.target, paperMm: 80 });
  await page.evaluate(() => {
    performance.setResourceTimingBufferSize(10_000);
    window.addEventListener('keydown', (event) => performance.mark('key', { startTime: event.timeStamp }), true);
  });
  await page.getByLabel('Name').fill(OWNER.name);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Products' }).getByRole('button').first().waitFor();
  // A receptionist presses when the desk is there, not while it is being drawn.
  await page.getByText('Online now').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: SETTLED_WITHIN_MS }).catch(() => undefined);
}

interface Desk {
  readonly page: Page;
  readonly printer: FakePrinter;
  readonly sales: SalesWatch;
}

interface SalesWatch {
  /** Committed so far, as another connection to the database sees it. */
  count(): number;
  close(): void;
}

function watchSales(folder: string): SalesWatch {
  const sqlite = new Database(join(folder, 'gatehouse.sqlite'), { readonly: true });
  const last = sqlite.prepare<[], number>('select coalesce(max(id), 0) from sales').pluck();
  return { count: () => last.get()!, close: () => sqlite.close() };
}

/** Each sale begins when the paper of the one before is out. */
async function sell({ page, printer, sales }: Desk, count: number): Promise<Pick<FrontDesk, 'sales' | 'papers'>> {
  const timed: { sales: Timed[]; papers: Timed[] } = { sales: [], papers: [] };
  for (let i = 0; i < count; i++) {
    const [sold, papers] = [sales.count(), cutOff(printer)];
    await forget(page);
    await page.waitForTimeout(BETWEEN_SALES_MS);
    const committed = momentOf('sale', () => sales.count() > sold);
    const cut = momentOf('paper', () => cutOff(printer) > papers);
    const before = stolenSoFarMs();
    await page.keyboard.press('F1');
    const [committedAtMs, cutAtMs] = await Promise.all([committed, cut]);
    const stolenMs = stolenSoFarMs() - before;
    const { keyAtMs } = await lastAnswer(page, 'desk/sellTicket');
    timed.sales.push({ ms: committedAtMs - keyAtMs, stolenMs });
    timed.papers.push({ ms: cutAtMs - keyAtMs, stolenMs });
  }
  return timed;
}

/** From the last letter to the answer: how long somebody who types looks at an old list. */
async function search(page: Page): Promise<readonly Timed[]> {
  const box = page.getByRole('combobox', { name: 'Find a guest' });
  const searches: Timed[] = [];
  for (const text of searchedTexts) {
    await box.fill('');
    await box.focus();
    for (const letter of text) {
      await forget(page);
      const before = stolenSoFarMs();
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      // A blank at the end asks for nothing new.
      if (letter === ' ') continue;
      const { keyAtMs, answeredAtMs } = await lastAnswer(page, 'guests/find');
      searches.push({ ms: answeredAtMs - keyAtMs, stolenMs: stolenSoFarMs() - before });
    }
  }
  return searches;
}

/** Since the computer was started, of all its processors together; 0 where the system does not say. */
function stolenSoFarMs(): number {
  if (process.platform !== 'linux') return 0;
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!;
  return Number(line.split(/ +/)[STEAL_AT] ?? 0) * MS_PER_TICK;
}

function forget(page: Page): Promise<void> {
  return page.evaluate(() => {
    performance.clearResourceTimings();
    performance.clearMarks();
  });
}

interface Answered {
  /** Unix time, milliseconds with fractions, like `answeredAtMs`. */
  readonly keyAtMs: number;
  readonly answeredAtMs: number;
}

/** Waits for the answer to a call since the page last forgot. */
async function lastAnswer(page: Page, call: string): Promise<Answered> {
  const answered = await page.waitForFunction((name) => {
    const [entry] = performance
      .getEntriesByType('resource')
      .filter((one): one is PerformanceResourceTiming => one.name.includes(`/rpc/${name}`));
    const [key] = performance.getEntriesByName('key');
    if (entry === undefined || key === undefined || !('responseEnd' in entry)) return undefined;
    return {
      keyAtMs: performance.timeOrigin + key.startTime,
      answeredAtMs: performance.timeOrigin + entry.responseEnd,
    };
  }, call);
  return (await answered.jsonValue())!;
}

function cutOff({ commands }: FakePrinter): number {
  return commands.filter(({ kind }) => kind === 'cut').length;
}

/** Unix time, milliseconds with fractions. @throws Error when it does not happen. */
async function momentOf(what: string, happened: () => boolean): Promise<number> {
  const deadline = performance.now() + WITHIN_MS;
  while (!happened()) {
    if (performance.now() > deadline) throw new Error(`no ${what} within ${WITHIN_MS / 1000} s of a key`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return performance.timeOrigin + performance.now();
}

interface Watch {
  begin(): Promise<void>;
  end(): Promise<Held>;
}

/** Runs in the service: each turn of the event loop, by the clock and by the thread's own processor time. */
const COUNT_TURNS = `{
  const { performance } = process.getBuiltinModule('node:perf_hooks');
  const turns = { wall: [], longestOwnMs: 0 };
  let [atMs, own] = [performance.now(), process.threadCpuUsage()];
  const turn = () => {
    const used = process.threadCpuUsage(own);
    turns.wall.push(performance.now() - atMs - 1);
    turns.longestOwnMs = Math.max(turns.longestOwnMs, (used.user + used.system) / 1000);
    [atMs, own] = [performance.now(), process.threadCpuUsage()];
  };
  globalThis.turns = { timer: setInterval(turn, 1), read: () => JSON.stringify(turns) };
} ''`;

/** How long the event loop of the service's main thread was held. */
async function watchMainThread(inspectorUrl: string): Promise<Watch> {
  const socket = new WebSocket(inspectorUrl);
  await once(socket as unknown as EventTarget, 'open');
  const evaluate = async (expression: string): Promise<string> => {
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    const [{ data }] = (await once(socket as unknown as EventTarget, 'message')) as [{ readonly data: string }];
    return (JSON.parse(data) as { result: { result: { value: string } } }).result.result.value;
  };
  return {
    async begin() {
      await evaluate(COUNT_TURNS);
    },
    async end() {
      const turns = JSON.parse(await evaluate('clearInterval(turns.timer); turns.read()')) as {
        readonly wall: readonly number[];
        readonly longestOwnMs: number;
      };
      socket.close();
      return {
        p99Ms: percentile(turns.wall, 99),
        longestMs: Math.max(...turns.wall),
        longestOwnMs: turns.longestOwnMs,
      };
    },
  };
}

function sentences({ firstScreenMs, sales, papers, searches, held }: FrontDesk): readonly string[] {
  return [
    'Front desk on the big file, in Chromium:',
    `start of the program to its first screen ${(firstScreenMs / 1000).toFixed(2)} s (target 2.5)`,
    `key to sale committed ${p50and95(sales)} (target 50 ms)`,
    `key to paper cut ${p50and95(papers)} (target 300 ms)`,
    `letter to guests found ${p50and95(searches)} (target 50 ms), ${searches.length} letters`,
    `main thread held meanwhile: p99 ${milliseconds(held.p99Ms)}, longest ${milliseconds(held.longestMs)}, ` +
      `${milliseconds(held.longestOwnMs)} of its own (target 20 ms)`,
  ];
}

/** Of all, and apart of those that a host left alone: what it takes is not the program's, and none of it is a hotel's PC. */
function p50and95(timed: readonly Timed[]): string {
  const of = (some: readonly Timed[]): string => {
    const ms = some.map((one) => one.ms);
    return `p50 ${milliseconds(percentile(ms, 50))}, p95 ${milliseconds(percentile(ms, 95))}`;
  };
  const leftAlone = timed.filter(({ stolenMs }) => stolenMs === 0);
  if (leftAlone.length === timed.length || leftAlone.length === 0) return of(timed);
  return `${of(timed)}; of the ${leftAlone.length} of ${timed.length} that the host left alone ${of(leftAlone)}`;
}
