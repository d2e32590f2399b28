/**
 * The evening when everything comes together: a disk that takes 10 ms for a durable write, a report being made, the
 * window standing still, and everybody at once after a power cut.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startGatehouse, type Ports } from './gatehouse';
import { measure, type MeasuredOutcome } from './measure';
import { milliseconds } from './table';
import type { Target } from './target';

const COMPILERS = ['cc', 'gcc', 'clang'];
const GUESTS = 100;
/** 500 logins and 500 accounting records. */
const STEADY = { what: 'mixed', load: { kind: 'open', requestsPerSec: 1_000 }, seconds: 8 } as const;
/** The default timeout of RouterOS's API, and its three sends. */
const BURST = {
  what: 'mixed',
  load: { kind: 'burst', requests: 3_000, tries: 3, timeoutMs: 300 },
  seconds: 2,
} as const;
const WARM_UP = { what: 'mixed', load: { kind: 'closed', outstanding: 32 }, seconds: 3 } as const;
const STILL_MS = 2_000;
/** Into the steady load. */
const STANDS_STILL_AFTER_MS = 3_000;

/** What was measured, or what is missing for it; a line each. */
export async function slowDiskSentences(
  root: string,
  program: string,
  folder: string,
  ports: Ports,
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const shim = compileShim(root, folder);
  if (shim === undefined) return ['Slow disk: not measured (that takes Linux and a C compiler, cc).'];
  const inspector = Promise.withResolvers<string>();
  const target = await startGatehouse(root, join(folder, 'data'), ports, GUESTS, {
    env: { LD_PRELOAD: shim },
    nodeOptions: ['--inspect=127.0.0.1:0'],
    stderr: (text) => {
      const url = /ws:\/\/\S+/.exec(text)?.[0];
      if (url !== undefined) inspector.resolve(url);
    },
  });
  try {
    await measure(program, target, { ...WARM_UP, round: 0 });
    const steady = await underStrain(program, target, join(folder, 'data'), await inspector.promise);
    const burst = await measure(program, target, { ...BURST, round: 2 });
    return sentences(steady, burst);
  } finally {
    await target.stop();
  }
}

function compileShim(root: string, folder: string): string | undefined {
  const compiler = COMPILERS.find((name) => spawnSync(name, ['--version']).status === 0);
  const source = join(root, 'test/bench/slow-disk.c');
  if (process.platform !== 'linux' || compiler === undefined || !existsSync(source)) return undefined;
  const shim = join(folder, 'slow-disk.so');
  return spawnSync(compiler, ['-shared', '-fPIC', '-o', shim, source, '-ldl']).status === 0 ? shim : undefined;
}

/** The steady load, while a report reads the file and the main thread does nothing for two seconds. */
async function underStrain(
  program: string,
  target: Target,
  dataFolder: string,
  inspectorUrl: string,
): Promise<MeasuredOutcome> {
  const report = spawn(process.execPath, [program, 'report', join(dataFolder, 'gatehouse.sqlite')], {
    stdio: 'inherit',
  });
  const timer = setTimeout(() => void standStill(inspectorUrl), STANDS_STILL_AFTER_MS);
  try {
    return await measure(program, target, { ...STEADY, round: 1 });
  } finally {
    clearTimeout(timer);
    await end(report);
  }
}

/** A loop in the main thread of the service, as a window that is being dragged or an import would be. */
async function standStill(inspectorUrl: string): Promise<void> {
  const socket = new WebSocket(inspectorUrl);
  await once(socket as unknown as EventTarget, 'open');
  const expression = `{ const end = Date.now() + ${STILL_MS}; while (Date.now() < end); }`;
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  await once(socket as unknown as EventTarget, 'message');
  socket.close();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/** Sums of everything, over and over, on a connection of its own. Ends with its parent's signal. */
export function runReport(file: string): void {
  const db = new Database(file, { readonly: true });
  const sums = db.prepare(`select username, reason, count(*), sum(length(detail)) from radius_log
    group by username, reason order by 3 desc`);
  const sessions = db.prepare('select username, sum(upload_bytes + download_bytes) from sessions group by username');
  const again = (): void => {
    sums.all();
    sessions.all();
    setImmediate(again);
  };
  again();
}

function sentences(steady: MeasuredOutcome, burst: MeasuredOutcome): readonly string[] {
  const { load } = BURST;
  return [
    'Slow disk (10 ms for each durable write), 500 logins and 500 records a second while a report is made and the main',
    `thread stands still for ${STILL_MS / 1000} s: p99 of logins ${milliseconds(steady.loginP99Ms)}, lost ${steady.lost} of ${steady.sent}.`,
    `Burst of ${load.requests} at one instant, ${load.tries} tries of ${load.timeoutMs} ms: ${burst.good} answered, ${burst.lost} lost, p99 ${milliseconds(burst.p99Ms)}.`,
  ];
}
