/** The small window while the data of an earlier Gatehouse is brought up to date, before the ordinary one opens. */
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentOf, makeOldVenue } from '../fakes/old-venue';
import { endElectron, launchElectron, ROOT, test, type LaunchedElectron } from './electron';
import { freeUdpPorts } from './service';

/** The file is read four times, which takes a fast computer some seconds: the window can be looked at meanwhile. */
const SESSIONS = 400_000;
const languages = [
  { language: 'en', direction: 'ltr', title: 'Gatehouse is being brought up to date', line: /^Step \d+ of \d+: \w/ },
  { language: 'ar', direction: 'rtl', title: 'يجري تحديث Gatehouse', line: /^الخطوة \d+ من \d+: / },
] as const;

let dataFolder: string;
test.beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  makeOldVenue(join(dataFolder, 'gatehouse.sqlite'), SESSIONS);
});
test.afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

async function launch(language: string): Promise<LaunchedElectron> {
  const [authPort, acctPort] = await freeUdpPorts();
  const ports = ['--auth-port', String(authPort), '--acct-port', String(acctPort), '--bind', '127.0.0.1'];
  return launchElectron(ROOT, {
    args: ['--data', dataFolder, ...ports],
    env: { LANG: `${language}.UTF-8`, LANGUAGE: language, LC_ALL: `${language}.UTF-8` },
  });
}

const isUpdatePage = (page: Page): boolean => page.url().startsWith('data:');

async function updatePageOf(app: ElectronApplication): Promise<Page> {
  await expect.poll(() => app.windows().some(isUpdatePage)).toBe(true);
  return app.windows().find(isUpdatePage)!;
}

/** Windows on the screen, by the beginning of their address. */
const visible = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible())
      .map((window) => window.webContents.getURL().slice(0, 4)),
  );

for (const { language, direction, title, line } of languages) {
  test(`says in the language of the computer (${language}) what happens, and gives way to the ordinary window`, async () => {
    const { app, child } = await launch(language);
    try {
      const page = await updatePageOf(app);
      await expect(page.getByRole('heading')).toHaveText(title);
      await expect(page.getByRole('status')).toHaveText(line);
      const bar = page.getByRole('progressbar', { name: title });
      const position = (): Promise<number> => bar.evaluate((element) => (element as HTMLProgressElement).position);
      const early = await position();
      expect(early).toBeGreaterThan(0);
      await expect.poll(position).toBeGreaterThan(early);
      expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
        language,
        direction,
      ]);
      const fits = () => document.documentElement.scrollHeight <= window.innerHeight;
      expect(await page.evaluate(fits)).toBe(true);
      expect(await visible(app)).toEqual(['data']);
      await page.screenshot({ path: test.info().outputPath(`update-${language}.png`) });
      await expect.poll(() => visible(app), { timeout: 60_000 }).toEqual(['app:']);
      expect(app.windows().some(isUpdatePage)).toBe(false);
      await expect(app.windows()[0]!.getByRole('textbox').first()).toBeVisible();
    } finally {
      await endElectron(child);
    }
  });
}

test('has no rights, goes nowhere, and cannot be closed by mistake', async () => {
  const { app, child } = await launch('en');
  try {
    const page = await updatePageOf(app);
    const settings = await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().startsWith('data:'));
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      window?.close();
      return contents.getLastWebPreferences();
    });
    expect(settings).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(settings['preload']).toBeFalsy();
    const tried = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      location.href = 'https://example.com/';
      return {
        ran: 'ran' in window,
        opened: window.open('https://example.com/') !== null,
        known: ['require', 'process', 'gatehouse'].filter((name) => name in window),
      };
    });
    expect(tried).toEqual({ ran: false, opened: false, known: [] });
    // Asked of the window itself: Playwright waits for the navigation that is refused.
    expect(await visible(app)).toEqual(['data']);
    await expect.poll(() => visible(app), { timeout: 60_000 }).toEqual(['app:']);
  } finally {
    await endElectron(child);
  }
});

test('told by the system to end, ends in order and leaves the data as it was', async () => {
  const file = join(dataFolder, 'gatehouse.sqlite');
  const before = contentOf(file);
  const { app, child } = await launch('en');
  await updatePageOf(app);
  expect(await endElectron(child)).toBe(0);
  expect(contentOf(file)).toEqual(before);
});
