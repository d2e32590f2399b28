/**
 * `npm run bench`: logins a second, durable accounting a second and latency under a steady load of the built service,
 * and beside it FreeRADIUS with SQLite where it is installed. One run of under three minutes; rounds alternate between
 * the servers, medians are printed. Absolute figures of a shared machine swing by two: read the ratios.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSocket } from 'node:dgram';
import { pinningSentence } from './cores';
import { BIG_GUESTS, BIG_SESSIONS, startOnBigFile } from './big-file';
import { frontDeskSentences } from './front-desk';
import { findFreeRadius, startFreeRadius, type LoginLog } from './freeradius';
import { ACTIVE_GUESTS } from './datagrams';
import { startGatehouse, type Ports } from './gatehouse';
import { importSentences } from './import';
import type { Job } from './job';
import { runLoad } from './load';
import { measure, type MeasuredOutcome } from './measure';
import { runReport, slowDiskSentences } from './slow-disk';
import { median, megabytes, microseconds, milliseconds, perSecond, percent, table, times } from './table';
import type { Target } from './target';

/** `--quick`: one round, to see that everything works. */
const ROUNDS = process.argv.includes('--quick') ? 1 : 3;
const SECONDS = 3;
/** As many as a busy router has on its way; more only measures the queue. */
const OUTSTANDING = 64;
/** Logins and accounting together, far above any venue: what matters is how long the slow ones take. */
const STEADY_PER_SEC = 1_000;
/** A server runs for years; the JIT compilers take some 100,000 requests until they leave its code alone. */
const WARM_UP_SECONDS = 8;
/** No round is begun later than this after the first one, so that a slow machine comes to an end as well. */
const LAST_ROUND_BEGINS_MS = 180_000;

const file = fileURLToPath(import.meta.url);
const root = resolve(dirname(file), '../..');

const measures = {
  logins: { what: 'logins', load: { kind: 'closed', outstanding: OUTSTANDING } },
  accounting: { what: 'accounting', load: { kind: 'closed', outstanding: OUTSTANDING } },
  steady: { what: 'mixed', load: { kind: 'open', requestsPerSec: STEADY_PER_SEC } },
} as const satisfies Record<string, Pick<Job, 'what' | 'load'>>;
type MeasureName = keyof typeof measures;
const measureNames = Object.keys(measures) as MeasureName[];

const BIG = 'big file';

interface Measured {
  readonly target: Target;
  readonly outcomes: Record<MeasureName, MeasuredOutcome[]>;
}

if (process.argv[2] === 'load') runLoad();
else if (process.argv[2] === 'report') runReport(process.argv[3] ?? '');
else if (process.argv.includes('--front-desk')) await alone((folder, ports) => frontDeskSentences(root, folder, ports));
else if (process.argv.includes('--import')) await alone((folder, ports) => importSentences(root, file, folder, ports));
else process.exitCode = await bench();

/** @returns the exit code: 1 when a server lost or refused what it should not have, or has not stored what it answered */
async function bench(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const targets: Target[] = [];
  try {
    console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}. ${pinningSentence()}`);
    targets.push(await startGatehouse(root, join(folder, 'gatehouse'), await freePorts(), ACTIVE_GUESTS));
    targets.push(...(await startOthers(folder)));
    targets.push(await startBig(join(folder, 'big')));
    const measured = await measureAll(targets);
    console.log(`\n${resultTable(measured)}\n\n${footnotes(measured)}`);
    const complaints = (await Promise.all(measured.map(complaintsAbout))).flat();
    await Promise.all(targets.splice(0).map((target) => target.stop()));
    console.log(`\n${(await slowDiskSentences(root, file, join(folder, 'slow'), await freePorts())).join('\n')}`);
    console.log(`\n${(await importSentences(root, file, join(folder, 'import'), await freePorts())).join('\n')}`);
    console.log(`\n${(await frontDeskSentences(root, join(folder, 'desk'), await freePorts())).join('\n')}`);
    for (const complaint of complaints) console.log(complaint);
    return complaints.length === 0 ? 0 : 1;
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of the measurements, without the others. */
async function alone(sentences: (folder: string, ports: Ports) => Promise<readonly string[]>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    console.log((await sentences(join(folder, 'data'), await freePorts())).join('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startBig(folder: string): Promise<Target> {
  return { ...(await startOnBigFile(root, folder, await freePorts())), name: BIG };
}

/** FreeRADIUS as its makers ship it with SQL, and relieved of what Gatehouse does as well. None where it is not installed. */
async function startOthers(folder: string): Promise<readonly Target[]> {
  const installation = findFreeRadius();
  if (typeof installation === 'string') {
    console.log(installation);
    return [];
  }
  try {
    const start = async (name: string, log: LoginLog): Promise<Target> =>
      startFreeRadius(installation, join(folder, name), await freePorts(), ACTIVE_GUESTS, log);
    return [await start('freeradius', 'writes logins down'), await start('freeradius-mute', 'forgets logins')];
  } catch (error) {
    console.log(`No comparison: ${String(error)}`);
    return [];
  }
}

/** Round by round and server by server, so that a disturbance of the machine meets all of them. */
async function measureAll(targets: readonly Target[]): Promise<readonly Measured[]> {
  const measured = targets.map((target): Measured => ({
    target,
    outcomes: { logins: [], accounting: [], steady: [] },
  }));
  let round = 0;
  for (const { target } of measured) {
    await measure(file, target, { ...measures.logins, seconds: WARM_UP_SECONDS, round: round++ });
    await measure(file, target, { ...measures.accounting, seconds: WARM_UP_SECONDS, round: round++ });
  }
  const startedAtMs = performance.now();
  for (let i = 1; i <= ROUNDS; i++) {
    if (i > 1 && performance.now() - startedAtMs > LAST_ROUND_BEGINS_MS) {
      console.log('This machine is slow: no further rounds.');
      break;
    }
    console.log(`Round ${i} of ${ROUNDS} …`);
    for (const name of measureNames) {
      for (const { target, outcomes } of measured) {
        outcomes[name].push(await measure(file, target, { ...measures[name], seconds: SECONDS, round }));
      }
      round++;
    }
  }
  return measured;
}

function resultTable(measured: readonly Measured[]): string {
  const rows: [string, (outcomes: Measured['outcomes']) => number, (value: number) => string][] = [
    ['logins (PAP, Message-Authenticator)', ({ logins }) => median(logins.map((o) => o.goodPerSec)), perSecond],
    ['durable accounting (interims)', ({ accounting }) => median(accounting.map((o) => o.goodPerSec)), perSecond],
    ['processor time per login', ({ logins }) => median(logins.map((o) => o.cpuUs)), microseconds],
    ['processor time per record', ({ accounting }) => median(accounting.map((o) => o.cpuUs)), microseconds],
    [`p50 at ${perSecond(STEADY_PER_SEC)}`, ({ steady }) => median(steady.map((o) => o.p50Ms)), milliseconds],
    [`p99 at ${perSecond(STEADY_PER_SEC)}`, ({ steady }) => median(steady.map((o) => o.p99Ms)), milliseconds],
  ];
  const ours = measured[0]!;
  const others = measured.filter(({ target }) => target !== ours.target && target.name !== BIG);
  const big = measured.find(({ target }) => target.name === BIG);
  const head = ['', ...measured.map(({ target }) => target.name)];
  const lines = rows.map(([label, value, text]) => [label, ...measured.map(({ outcomes }) => text(value(outcomes)))]);
  const memory = measured.map(({ target }) => megabytes(target.residentBytes() ?? NaN));
  for (const theirs of others) {
    head.push('ratio');
    lines.forEach((line, i) => line.push(times(rows[i]![1](ours.outcomes) / rows[i]![1](theirs.outcomes))));
    memory.push('');
  }
  if (big !== undefined) {
    head.push('big/small');
    lines.forEach((line, i) => line.push(percent(rows[i]![1](big.outcomes) / rows[i]![1](ours.outcomes))));
    memory.push('');
  }
  return table([head, ...lines, ['resident memory', ...memory]]);
}

function footnotes(measured: readonly Measured[]): string {
  const lost = measured.map(({ target, outcomes }) => `${target.name} ${sum(outcomes.steady.map((o) => o.lost))}`);
  const sent = sum(measured[0]!.outcomes.steady.map((outcome) => outcome.sent));
  return [
    `Medians of ${measured[0]!.outcomes.steady.length} rounds of ${SECONDS} s; ${OUTSTANDING} requests outstanding for the first two lines.`,
    `p50 and p99 over an open load of logins and interims half and half; lost of ${sent}: ${lost.join(', ')}.`,
    `${ACTIVE_GUESTS.toLocaleString('en')} guests log in and are online. Big file: ${BIG_GUESTS.toLocaleString('en')} guests, ${BIG_SESSIONS.toLocaleString('en')} sessions.`,
    'SQLite, WAL, synchronous=FULL. FreeRADIUS writes a row per login (its default site with SQL), as Gatehouse does;',
    'beside it the same without that. The ratios are to the one and to the other.',
  ].join('\n');
}

async function complaintsAbout({ target, outcomes }: Measured): Promise<readonly string[]> {
  const all = Object.values(outcomes).flat();
  const complaints: string[] = [];
  const rejected = sum(all.map((outcome) => outcome.rejected));
  if (rejected > 0) complaints.push(`${target.name} refused ${rejected} requests that were right.`);
  if (all.some((outcome) => outcome.good === 0)) complaints.push(`${target.name} answered nothing in some round.`);
  const stored = await target.storedOctets();
  const behind = highestAnswered(all).filter(([session, octets]) => (stored[session] ?? 0) < octets).length;
  if (behind > 0)
    complaints.push(`${target.name} has answered accounting of ${behind} sessions that it has not stored.`);
  return complaints;
}

function highestAnswered(outcomes: readonly MeasuredOutcome[]): readonly (readonly [string, number])[] {
  const highest = new Map<string, number>();
  for (const { answeredOctets } of outcomes) {
    for (const [session, octets] of Object.entries(answeredOctets)) {
      highest.set(session, Math.max(highest.get(session) ?? 0, octets));
    }
  }
  return [...highest];
}

async function freePorts(): Promise<Ports> {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  await Promise.all(sockets.map((socket) => once(socket.bind(0, '127.0.0.1'), 'listening')));
  const [authPort, acctPort] = [sockets[0].address().port, sockets[1].address().port];
  await Promise.all(sockets.map((socket) => once(socket.close(), 'close')));
  return { authPort, acctPort };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
