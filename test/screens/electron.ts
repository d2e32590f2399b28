/** The desktop application, as a process of its own with its own folder and ports: what a person gets from `npm start`. */
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPorts, run, type Ended } from './service';

export const ROOT = join(import.meta.dirname, '../..');
const TERMINAL = join(ROOT, 'out/main/terminal.js');

export interface DesktopOptions {
  /** Kept after the end; without one, a fresh folder that is removed. */
  readonly dataFolder?: string;
  /** Further options of the command line, like `--demo`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Other ports than free ones, for a test in which they are taken. */
  readonly ports?: readonly [authPort: number, acctPort: number];
}

export interface RunningDesktop {
  readonly app: ElectronApplication;
  /** The page of the main window, also while the window is hidden. */
  readonly page: Page;
  readonly dataFolder: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** All it has printed so far. */
  readonly output: () => string;
  /** The terminal command on this venue: `gatehouse('list')`. */
  gatehouse(...words: string[]): Promise<Ended>;
  /** One call as the terminal makes it. @throws with what the terminal said when it is refused */
  call<Output = unknown>(name: string, input?: unknown): Promise<Output>;
  /** Ends it as the system does when it shuts down. @returns its exit code */
  stop(): Promise<number | null>;
}

/** So long may a slow computer take to open database, RADIUS and window. */
const STARTS_WITHIN_MS = 60_000;

/** Starts the application and waits until its window has a page and its venue answers the terminal. */
export async function startDesktop(options: DesktopOptions = {}): Promise<RunningDesktop> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const [authPort, acctPort] = options.ports ?? (await freeUdpPorts());
  const ports = ['--auth-port', String(authPort), '--acct-port', String(acctPort)];
  const { app, child, output } = await launchElectron(ROOT, {
    args: ['--data', dataFolder, ...ports, '--bind', '127.0.0.1', ...(options.args ?? [])],
    env: options.env ?? {},
  });
  const page = await app.firstWindow();
  const card = join(dataFolder, 'running.json');
  await expect.poll(() => existsSync(card), { message: output(), timeout: STARTS_WITHIN_MS }).toBe(true);
  const gatehouse = (...words: string[]): Promise<Ended> => run(TERMINAL, [...words, '--data', dataFolder]);
  return {
    app,
    page,
    dataFolder,
    authPort,
    acctPort,
    output,
    gatehouse,
    async call<Output>(name: string, input?: unknown): Promise<Output> {
      const { code, stdout, stderr } = await gatehouse('call', name, JSON.stringify(input ?? {}));
      if (code !== 0) throw new Error(stderr.trim());
      return JSON.parse(stdout) as Output;
    },
    async stop() {
      const code = await endElectron(child);
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
      return code;
    },
  };
}

/** `test` with a fresh desktop application per test: `async ({ desktop }) => …`. */
export const test = base.extend<{ desktop: RunningDesktop }>({
  desktop: async ({}, use) => {
    const desktop = await startDesktop();
    await use(desktop);
    await desktop.stop();
  },
});

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface LaunchedElectron {
  readonly app: ElectronApplication;
  /** Its process, also after its end. */
  readonly child: ChildProcess;
  /** All it has printed so far. */
  readonly output: () => string;
}

/**
 * Starts Electron on an application: this one, or a small one made for a test.
 * @param application folder with a package.json, or a main file
 */
export async function launchElectron(application: string, options: LaunchOptions = {}): Promise<LaunchedElectron> {
  // Playwright finds Electron through its package, which honours the override. Naming the program here would make it
  // leave out the script that holds the application until it is connected, and it would miss windows made before.
  const app = await _electron.launch({
    args: [...electronSwitches(), application, ...(options.args ?? [])],
    env: { ...definedOnly(process.env), ...options.env },
    cwd: ROOT,
  });
  const child = app.process();
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { app, child, output: () => said };
}

/** Asks the process to end, as the system does at shut-down, and waits for it. @returns its exit code */
export async function endElectron(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

/** Electron's program: named by the launcher of the tests, or the override, or the one of the package. */
export function electronProgram(): string {
  const program = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string];
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ROOT, 'node_modules/electron/dist');
  const path = process.env['ELECTRON_PATH'] ?? join(folder, program ?? 'electron');
  if (!existsSync(path)) throw new Error(`There is no Electron at ${path}: run "npm run electron" first.`);
  return path;
}

/** A virtual display has no graphics card, and Chromium refuses to run its sandbox for root. */
export function electronSwitches(): readonly string[] {
  const isRoot = process.env['ELECTRON_NO_SANDBOX'] === '1' || process.getuid?.() === 0;
  return [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu'];
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
