/** The built service on a fresh data folder, set up through its own terminal as a venue would be. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinned, SERVER_CORE } from './cores';
import type { Credentials } from './job';
import { cpuMsOf, residentBytesOf, stopProcess, untilReady, type Target } from './target';

const run = promisify(execFile);
const SECRET = 'bench-secret-of-the-router';
export const OWNER = { name: 'Bench', password: 'bench-password-of-the-owner' } as const;
/** Tickets a single sale can have. */
const TICKETS_PER_SALE = 50;
/** The sums of five million sessions take a slow machine some minutes. */
const AT_REST_WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 1_000;
/** Each takes the start of a terminal process. */
const LISTENING_TRIES = 50;

export interface Ports {
  readonly authPort: number;
  readonly acctPort: number;
}

/**
 * Starts `out/main/service.js` on a fresh folder and sells the tickets that will log in.
 * @throws Error when the service is not built, or does not start or answer.
 */
export async function startGatehouse(
  root: string,
  dataFolder: string,
  ports: Ports,
  guests: number,
  surroundings: Surroundings = {},
): Promise<Target> {
  const { child, call } = await startService(root, dataFolder, ports, surroundings);
  const credentials = await setUp(call, guests);
  return targetOf(child, ports, credentials, () => storedOctets(call));
}

/** Starts it on a folder that is set up, whose guests and sessions are known from elsewhere. */
export async function startGatehouseOn(
  root: string,
  dataFolder: string,
  ports: Ports,
  guests: readonly Credentials[],
  storedOctets: Target['storedOctets'],
): Promise<Target> {
  const { child, call } = await startService(root, dataFolder, ports);
  await untilRadiusListens(call);
  await untilAtRest(call);
  return targetOf(child, ports, guests, storedOctets);
}

/** Sets a folder up and leaves it to somebody else. */
export async function setUpGatehouse(root: string, dataFolder: string, ports: Ports, guests: number): Promise<void> {
  const { child, call } = await startService(root, dataFolder, ports);
  await setUp(call, guests);
  await stopProcess(child);
}

/** Lets a service do on a folder what it does by itself at a start, and leaves the folder to somebody else. */
export async function runOnce(root: string, dataFolder: string, ports: Ports): Promise<void> {
  const { child, call } = await startService(root, dataFolder, ports);
  await untilAtRest(call);
  await stopProcess(child);
}

function targetOf(
  child: ChildProcess,
  ports: Ports,
  guests: readonly Credentials[],
  storedOctets: Target['storedOctets'],
): Target {
  return {
    name: 'Gatehouse',
    ...ports,
    secret: SECRET,
    guests,
    storedOctets,
    cpuMs: () => cpuMsOf(child),
    residentBytes: () => residentBytesOf(child),
    stop: () => stopProcess(child),
  };
}

/** What the service runs under, besides its core. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  /** Not on the servers' core alone. */
  readonly anyCore?: boolean;
  /** Gets what the service writes to stderr. */
  readonly stderr?: (text: string) => void;
}

export interface Service {
  readonly child: ChildProcess;
  /** Where its page is. */
  readonly url: string;
  readonly call: Call;
}

/** Starts the built service and waits until it says that it is ready. */
export async function startService(
  root: string,
  dataFolder: string,
  { authPort, acctPort }: Ports,
  { env = {}, nodeOptions = profiling(), anyCore = false, stderr = () => undefined }: Surroundings = {},
): Promise<Service> {
  const service = join(root, 'out/main/service.js');
  if (!existsSync(service)) throw new Error(`${service} is not there: build first.`);
  const options = ['--service', '--data', dataFolder, '--bind', '127.0.0.1', '--http-port', '0'];
  const numbers = ['--auth-port', String(authPort), '--acct-port', String(acctPort)];
  const words = [...nodeOptions, service, ...options, ...numbers];
  const [command, args] = anyCore ? [process.execPath, words] : pinned(SERVER_CORE, process.execPath, words);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  child.stderr.on('data', (text: Buffer) => stderr(text.toString()));
  let url: string | undefined;
  child.stdout.on('data', (text: Buffer) => (url ??= /Gatehouse is ready: (http:\/\/\S+)/.exec(text.toString())?.[1]));
  await untilReady(child, 'Gatehouse', () => Promise.resolve(url !== undefined));
  return { child, url: url!, call: terminal(join(root, 'out/main/terminal.js'), dataFolder) };
}

/** With BENCH_PROFILE=<folder> every thread leaves a CPU profile there, for the developer tools of a browser. */
export function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

type Call = (procedure: string, input: unknown) => Promise<unknown>;

/** Calls the running service as `gatehouse call` does: each takes the start of a process. */
export function terminal(program: string, dataFolder: string): Call {
  return async (procedure, input) => {
    const args = [program, 'call', procedure, JSON.stringify(input), '--data', dataFolder];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout) as unknown;
  };
}

async function setUp(call: Call, guests: number): Promise<readonly Credentials[]> {
  await call('venue.setUp', {
    venueName: 'Bench',
    country: 'IT',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    language: 'en',
    owner: OWNER,
  });
  await untilRadiusListens(call);
  await call('routers.add', { name: 'bench', address: '127.0.0.1', services: ['hotspot'], secret: SECRET });
  const product = (await call('products.add', {
    name: 'One week',
    priceMinor: 1000,
    starts: 'first-login',
    validForSec: 7 * 24 * 3600,
    limitations: [{ rateDownBps: 10_000_000, rateUpBps: 2_000_000 }],
  })) as { readonly id: number };
  return sellTickets(call, product.id, guests);
}

/** The set-up starts the RADIUS thread anew, which warms up before it opens its ports. */
export async function untilRadiusListens(call: Call): Promise<void> {
  for (let tries = 0; tries < LISTENING_TRIES; tries++) {
    const status = (await call('venue.status', {})) as { readonly radius?: { readonly listening: boolean } };
    if (status.radius?.listening === true) return;
  }
  throw new Error('Gatehouse does not listen for RADIUS.');
}

/** A start on a large file checks it and brings its sums up to date, on one of the cores that are to be measured. */
export async function untilAtRest(call: Call): Promise<void> {
  const deadline = performance.now() + AT_REST_WITHIN_MS;
  while (performance.now() < deadline) {
    const { rows } = (await call('work.list', {})) as { readonly rows: readonly unknown[] };
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('Gatehouse was busy with itself for too long.');
}

async function sellTickets(call: Call, productId: number, guests: number): Promise<readonly Credentials[]> {
  const codes: string[] = [];
  while (codes.length < guests) {
    const quantity = Math.min(TICKETS_PER_SALE, guests - codes.length);
    const sale = (await call('desk.sellTicket', { productId, quantity, print: false })) as {
      readonly tickets: readonly { readonly code: string }[];
    };
    codes.push(...sale.tickets.map((ticket) => ticket.code));
  }
  return codes.map((code) => ({ username: code, password: code }));
}

async function storedOctets(call: Call): Promise<Readonly<Record<string, number>>> {
  const { rows } = (await call('sessions.list', { limit: 1_000 })) as {
    readonly rows: readonly { readonly acctSessionId: string; readonly uploadBytes: number }[];
  };
  return Object.fromEntries(rows.map((row) => [row.acctSessionId, row.uploadBytes]));
}
