/** A venue in service mode, as a process of its own with its own folder and ports: what a person gets from `npm start`. */
import { test as base } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPorts } from '../fakes/ports';

export { freeUdpPorts } from '../fakes/ports';

const ROOT = join(import.meta.dirname, '../..');
const SERVICE = join(ROOT, 'out/main/service.js');
const TERMINAL = join(ROOT, 'out/main/terminal.js');
const READY = /Gatehouse is ready: (http:\/\/\S+)/;
const STARTS_WITHIN_MS = 60_000;

export interface ServiceOptions {
  /** Kept after the end; without one, a fresh folder that is removed. */
  readonly dataFolder?: string;
  /** Further options of the command line, like `--demo`. */
  readonly args?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningService {
  readonly url: string;
  readonly dataFolder: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** All it has printed so far. */
  output(): string;
  /** The terminal command on this venue: `gatehouse('list')`. */
  gatehouse(...words: string[]): Promise<Ended>;
  /** One call as the terminal makes it. @throws with what the terminal said when it is refused */
  call<Output = unknown>(name: string, input?: unknown): Promise<Output>;
  /** Ends it as a service manager does. @returns its exit code */
  stop(): Promise<number | null>;
}

/** Starts a venue and waits until it says that it is ready. */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  if (!existsSync(SERVICE)) throw new Error('Not built: run "npm run build" first.');
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const [authPort, acctPort] = await freeUdpPorts();
  const ports = ['--http-port', '0', '--auth-port', String(authPort), '--acct-port', String(acctPort)];
  const child = spawn(
    process.execPath,
    [SERVICE, '--data', dataFolder, ...ports, '--bind', '127.0.0.1', ...(options.args ?? [])],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said = collect(child);
  const url = await waitForReady(child, said);
  return {
    url,
    dataFolder,
    authPort,
    acctPort,
    output: () => said.stdout + said.stderr,
    gatehouse: (...words) => run(TERMINAL, [...words, '--data', dataFolder]),
    async call<Output>(name: string, input?: unknown): Promise<Output> {
      const { code, stdout, stderr } = await run(TERMINAL, [
        'call',
        name,
        JSON.stringify(input ?? {}),
        '--data',
        dataFolder,
      ]);
      if (code !== 0) throw new Error(stderr.trim());
      return JSON.parse(stdout) as Output;
    },
    async stop() {
      const code = await end(child);
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
      return code;
    },
  };
}

/** `test` with a fresh venue in service mode per test: `async ({ page, service }) => …`. */
export const test = base.extend<{ service: RunningService }>({
  service: async ({}, use) => {
    const service = await startService();
    await use(service);
    await service.stop();
  },
});

/** Runs a built program to its end. */
export async function run(script: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = collect(child);
  await once(child, 'close');
  return { code: child.exitCode, ...said };
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return said;
}

function waitForReady(child: ChildProcess, said: { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`The service ${why}.\n${said.stdout}${said.stderr}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), STARTS_WITHIN_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code ?? 'a signal'}`);
    });
    child.stdout?.on('data', () => {
      const url = READY.exec(said.stdout)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode;
}
