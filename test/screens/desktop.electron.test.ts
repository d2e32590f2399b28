/** The desktop application as a program: its window, its locks, its ways out. What is in the window is tested elsewhere. */
import { expect, type ElectronApplication } from '@playwright/test';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ROOT,
  electronProgram,
  electronSwitches,
  launchElectron,
  startDesktop,
  test,
  type RunningDesktop,
} from './electron';
import { startService } from './service';

const setUp = {
  venueName: 'Hotel Test',
  country: 'IT',
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  language: 'en',
  owner: { name: 'Olivia', password: 'a long password' },
};

const isVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));

/** Closes the window as a click on its cross does. */
const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** Answers the next questions as if the button was pressed, and keeps them. */
const answerDialogs = (app: ElectronApplication, button: number): Promise<void> =>
  app.evaluate(({ dialog }, response) => {
    const asked: object[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (...args: object[]) => {
      asked.push(args.at(-1)!);
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, button);
const asked = (app: ElectronApplication): Promise<{ detail: string }[]> =>
  app.evaluate(() => (globalThis as unknown as { asked: { detail: string }[] }).asked);

/** Starts the program again for the same folder and waits for its end. */
async function startAgain(desktop: RunningDesktop): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(electronProgram(), [...electronSwitches(), ROOT, '--data', desktop.dataFolder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  await once(child, 'close');
  return { code: child.exitCode, stdout };
}

test('opens one window on its own page, which has no rights beyond the contract', async ({
  desktop: { app, page },
}) => {
  await expect.poll(() => isVisible(app)).toBe(true);
  expect(page.url()).toMatch(/^app:\/\/gatehouse\/index\.html/);
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
    gatehouse: (window as unknown as { gatehouse: unknown }).gatehouse,
  }));
  expect(seen).toEqual({ node: [], gatehouse: { desktop: true } });
  const settings = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    return { ...contents.getLastWebPreferences(), least: window?.getMinimumSize() };
  });
  expect(settings).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    least: [1024, 700],
  });
});

test('keeps its page from leaving, from opening windows and from asking for devices', async ({
  desktop: { app, page },
}) => {
  await page.waitForLoadState();
  const tried = await page.evaluate(async () => {
    location.href = 'https://example.com/';
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    const said = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'yes',
        () => 'no',
      );
    return {
      opened: window.open('https://example.com/') !== null,
      reading: await said(navigator.clipboard.readText()),
      camera: await said(navigator.mediaDevices.getUserMedia({ video: true })),
      notifications: await Notification.requestPermission(),
      eval: await said(Promise.resolve().then(() => (0, eval)('1') as unknown)),
    };
  });
  expect(tried).toEqual({
    opened: false,
    reading: 'no',
    camera: 'no',
    notifications: 'denied',
    eval: 'no',
  });
  expect(page.url()).toMatch(/^app:\/\/gatehouse\//);
  expect(page.frames().filter((frame) => frame.url().startsWith('https:'))).toEqual([]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('lets a copy button write to the clipboard', async ({ desktop: { app, page } }) => {
  await page.waitForLoadState();
  // A virtual display has no window manager that would give the window the focus.
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.id = 'copy';
    button.style.cssText = 'position: fixed; inset: 0; z-index: 9999';
    button.onclick = () => void navigator.clipboard.writeText('/radius add');
    document.body.append(button);
  });
  await page.click('#copy');
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('/radius add');
});

test('goes on when its window is closed, signed out, and shows it again at a second start', async ({ desktop }) => {
  await expect.poll(() => isVisible(desktop.app)).toBe(true);
  await desktop.call('venue.setUp', setUp);
  const signIn = desktop.page.getByRole('button', { name: 'Sign in' });
  // Until the window hears of it, it shows the wizard, which asks for names too.
  await expect(signIn).toBeVisible();
  await desktop.page.getByLabel('Name', { exact: true }).fill(setUp.owner.name);
  await desktop.page.getByLabel('Password', { exact: true }).fill(setUp.owner.password);
  await signIn.click();
  await expect(signIn).toBeHidden();

  await closeWindow(desktop.app);
  await expect.poll(() => isVisible(desktop.app)).toBe(false);
  expect(await desktop.call('venue.status')).toMatchObject({ phase: 'ready' });

  const second = await startAgain(desktop);
  expect(second.code).toBe(0);
  expect(second.stdout).toContain('runs already');
  await expect.poll(() => isVisible(desktop.app)).toBe(true);
  await expect(signIn).toBeVisible();
});

test('started with --hidden stays in the tray until it is started again', async () => {
  const desktop = await startDesktop({ args: ['--hidden'] });
  await desktop.page.waitForLoadState();
  expect(await desktop.call('venue.status')).toMatchObject({ phase: 'first-run' });
  expect(await isVisible(desktop.app)).toBe(false);
  await startAgain(desktop);
  await expect.poll(() => isVisible(desktop.app)).toBe(true);
  await desktop.stop();
});

test('runs beside the application of another data folder', async ({ desktop }) => {
  const other = await startDesktop();
  expect(await other.call('venue.status')).toMatchObject({ phase: 'first-run' });
  expect(await desktop.call('venue.status')).toMatchObject({ phase: 'first-run' });
  expect(other.dataFolder).not.toBe(desktop.dataFolder);
  await other.stop();
});

test('quits only when the person says so, having read what stops', async ({ desktop }) => {
  const { app, dataFolder } = desktop;
  await desktop.call('venue.setUp', setUp);
  await answerDialogs(app, 0);
  await app.evaluate(({ app: electron }) => electron.quit());
  await expect.poll(() => asked(app)).toHaveLength(1);
  expect((await asked(app))[0]?.detail).toContain('RADIUS stops: new guests cannot log in');
  expect(await desktop.call('venue.status')).toMatchObject({ phase: 'ready' });

  await answerDialogs(app, 1);
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  expect(await ended).toEqual([0, null]);
  // Closed in order: the socket is gone and the database has no write-ahead log left.
  expect(existsSync(join(dataFolder, 'running.json'))).toBe(false);
  expect(existsSync(join(dataFolder, 'gatehouse.sqlite-wal'))).toBe(false);
});

test('closes in order without a question when the system shuts down', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const desktop = await startDesktop({ dataFolder });
  await desktop.call('venue.setUp', setUp);
  expect(await desktop.stop()).toBe(0);
  expect(existsSync(join(dataFolder, 'running.json'))).toBe(false);
  expect(existsSync(join(dataFolder, 'gatehouse.sqlite-wal'))).toBe(false);
  const again = await startDesktop({ dataFolder });
  expect(await again.call('venue.status')).toMatchObject({ phase: 'ready' });
  await again.stop();
  rmSync(dataFolder, { recursive: true });
});

test('opens its window and says so when a RADIUS port is taken', async () => {
  const taken = createSocket('udp4').bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const desktop = await startDesktop({ ports: [taken.address().port, (free.address() as AddressInfo).port] });
  await expect.poll(() => isVisible(desktop.app)).toBe(true);
  const { faults } = await desktop.call<{ faults: object[] }>('venue.status');
  expect(faults).toContainEqual(
    expect.objectContaining({ code: 'PORT_IN_USE', params: expect.objectContaining({ port: taken.address().port }) }),
  );
  await desktop.stop();
  taken.close();
  free.close();
});

test('leaves a venue that runs as a service alone', async () => {
  const service = await startService();
  const { app } = await launchElectron(ROOT, {
    args: ['--data', service.dataFolder, '--auth-port', '1', '--acct-port', '2'],
    // The address of the page goes to the browser of the computer; here a program that does nothing takes it.
    env: { BROWSER: '/bin/true' },
  });
  await once(app.process(), 'exit');
  expect(app.process().exitCode).toBe(0);
  expect(await service.call('venue.status')).toMatchObject({ phase: 'first-run' });
  await service.stop();
});

test('says what is wrong with its command line and ends', async () => {
  const child = spawn(electronProgram(), [...electronSwitches(), ROOT, '--auth-port', 'many'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  expect(child.exitCode).toBe(2);
  expect(stderr).toContain('--auth-port must be a whole number');
});

test('writes a log without secrets into the data folder', async ({ desktop }) => {
  const { recoveryKey } = await desktop.call<{ recoveryKey: string }>('venue.setUp', setUp);
  const { secret } = await desktop.call<{ secret: string }>('routers.add', {
    name: 'Gate',
    address: '192.168.88.1',
    services: ['hotspot'],
  });
  await desktop.call('guests.add', { username: 'anna', password: 'geheim-4711' });
  const log = readFileSync(join(desktop.dataFolder, 'logs', 'gatehouse.log'), 'utf8');
  expect(log).toContain('The terminal is served');
  for (const hidden of [recoveryKey, secret, 'geheim-4711', setUp.owner.password]) expect(log).not.toContain(hidden);
});
