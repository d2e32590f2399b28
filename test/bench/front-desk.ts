/**
 * The people's side on the big file, in a real Chromium: from the start of the program to its first screen, from the key
 * to the sale that is committed and to the paper that is cut, from a typed letter to the guests that are found.
 */
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { chromium, type Browser, type Page } from '@playwright/test';
import { startPrinter, status, type FakePrinter } from '../fakes/printer';
import { copyBigFile, searchedTexts } from './big-file';
import { OWNER, profiling, startService, untilRadiusListens, type Ports, type Service } from './gatehouse';
import { milliseconds, percentile } from './table';
import { stopProcess } from './target';

const SALES = 60;
/** First sales after a start compile what the others run. */
const WARM_UP_SALES = 5;
/** The desk takes a second press within this for a bounce of the first. */
const BETWEEN_SALES_MS = 500;
const PAPER_WITHIN_MS = 20_000;

interface FrontDesk {
  readonly firstScreenMs: number;
  readonly saleMs: readonly number[];
  readonly paperMs: readonly number[];
  readonly searchMs: readonly number[];
  /** Longest time in which the main thread did nothing else. */
  readonly stillMs: { readonly p99: number; readonly max: number };
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
    await openDesk(page, service, printer);
    const mainThread = await watchMainThread(await inspector.promise);
    await sell(page, printer, WARM_UP_SALES);
    await mainThread.begin();
    const { saleMs, paperMs } = await sell(page, printer, SALES);
    const searchMs = await search(page);
    return { firstScreenMs, saleMs, paperMs, searchMs, stillMs: await mainThread.end() };
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
}

/** Each sale begins when the paper of the one before is out. */
async function sell(page: Page, printer: FakePrinter, count: number): Promise<Pick<FrontDesk, 'saleMs' | 'paperMs'>> {
  const saleMs: number[] = [];
  const paperMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const papers = cutOff(printer);
    await forget(page);
    await page.waitForTimeout(BETWEEN_SALES_MS);
    await page.keyboard.press('F1');
    await until(() => cutOff(printer) > papers);
    const cutAtMs = performance.timeOrigin + performance.now();
    const { keyAtMs, answeredAtMs } = await lastAnswer(page, 'desk/sellTicket');
    saleMs.push(answeredAtMs - keyAtMs);
    paperMs.push(cutAtMs - keyAtMs);
  }
  return { saleMs, paperMs };
}

/** From the last letter to the answer: how long somebody who types looks at an old list. */
async function search(page: Page): Promise<readonly number[]> {
  const box = page.getByRole('combobox', { name: 'Find a guest' });
  const searchMs: number[] = [];
  for (const text of searchedTexts) {
    await box.fill('');
    await box.focus();
    for (const letter of text) {
      await forget(page);
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      // A blank at the end asks for nothing new.
      if (letter === ' ') continue;
      const { keyAtMs, answeredAtMs } = await lastAnswer(page, 'guests/find');
      searchMs.push(answeredAtMs - keyAtMs);
    }
  }
  return searchMs;
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

async function until(done: () => boolean): Promise<void> {
  const deadline = performance.now() + PAPER_WITHIN_MS;
  while (!done()) {
    if (performance.now() > deadline) throw new Error('the printer got no paper');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

interface Watch {
  begin(): Promise<void>;
  end(): Promise<FrontDesk['stillMs']>;
}

/** How long the event loop of the service's main thread was held (perf_hooks.monitorEventLoopDelay). */
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
      await evaluate(`globalThis.loopDelay = process.getBuiltinModule('node:perf_hooks')
        .monitorEventLoopDelay({ resolution: 1 }); loopDelay.enable(); ''`);
    },
    async end() {
      const value = await evaluate('loopDelay.disable(); `${loopDelay.percentile(99)} ${loopDelay.max}`');
      socket.close();
      const [p99, max] = value.split(' ').map((nanoseconds) => Number(nanoseconds) / 1e6);
      return { p99: p99!, max: max! };
    },
  };
}

function sentences({ firstScreenMs, saleMs, paperMs, searchMs, stillMs }: FrontDesk): readonly string[] {
  const p50and95 = (values: readonly number[]): string =>
    `p50 ${milliseconds(percentile(values, 50))}, p95 ${milliseconds(percentile(values, 95))}`;
  return [
    'Front desk on the big file, in Chromium:',
    `start of the program to its first screen ${(firstScreenMs / 1000).toFixed(2)} s (target 2.5)`,
    `key to sale committed ${p50and95(saleMs)} (target 50 ms)`,
    `key to paper cut ${p50and95(paperMs)} (target 300 ms)`,
    `letter to guests found ${p50and95(searchMs)} (target 50 ms), ${searchMs.length} letters`,
    `main thread held meanwhile: p99 ${milliseconds(stillMs.p99)}, longest ${milliseconds(stillMs.max)} (target 20 ms)`,
  ];
}
