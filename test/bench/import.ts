/** Ten thousand guests from a file, while other guests log in. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startGatehouse, terminal, type Ports } from './gatehouse';
import { measure, type MeasuredOutcome } from './measure';
import { milliseconds } from './table';

const ROWS = 10_000;
const GUESTS = 100;
const WARM_UP = { what: 'logins', load: { kind: 'closed', outstanding: 32 }, seconds: 3, round: 0 } as const;
/** A hotel's evening; long enough for an import on a slow computer. */
const LOGINS = { what: 'logins', load: { kind: 'open', requestsPerSec: 200 }, seconds: 15, round: 1 } as const;
const BEGINS_AFTER_MS = 2_000;
/** One argument of a program holds no more on Linux (MAX_ARG_STRLEN, 128 KiB). */
const PIECE_BYTES = 72_000;
const COLUMNS = ['username', 'displayName', 'room', 'email'] as const;

type Call = (procedure: string, input: unknown) => Promise<unknown>;

/** What was measured, a line each. */
export async function importSentences(
  root: string,
  program: string,
  folder: string,
  ports: Ports,
): Promise<readonly string[]> {
  const target = await startGatehouse(root, folder, ports, GUESTS, { anyCore: true });
  const call = terminal(join(root, 'out/main/terminal.js'), folder);
  try {
    await measure(program, target, WARM_UP);
    const file = await upload(call);
    const loading = measure(program, target, LOGINS);
    await wait(BEGINS_AFTER_MS);
    const importMs = (await timeOf(() => importFile(call, file))) - (await timeOf(() => call('venue.status', {})));
    return sentences(importMs, await loading);
  } finally {
    await target.stop();
  }
}

async function upload(call: Call): Promise<string> {
  const file = crypto.randomUUID();
  const bytes = Buffer.from(csv());
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const base64 = bytes.subarray(at, at + PIECE_BYTES).toString('base64');
    await call('guestFiles.upload', { file, at, base64 });
  }
  return file;
}

function csv(): string {
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `import${i};Anna Rossi ${i};${100 + (i % 400)};guest${i}@example.com`,
  );
  return [COLUMNS.join(';'), ...rows].join('\n');
}

/** @throws Error unless every row has become a guest. */
async function importFile(call: Call, file: string): Promise<void> {
  const { added } = (await call('guestFiles.import', {
    ...{ file, fileName: 'guests.csv', mapping: COLUMNS, key: 'username', duplicates: 'skip', dryRun: false },
  })) as { readonly added: number };
  if (added !== ROWS) throw new Error(`${added} of ${ROWS} guests were imported`);
}

/** With the start of the terminal, milliseconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const beganAtMs = performance.now();
  await work();
  return performance.now() - beganAtMs;
}

function sentences(importMs: number, { p99Ms, longestMs, lost, sent }: MeasuredOutcome): readonly string[] {
  return [
    `Import of ${ROWS.toLocaleString('en')} guests ${(importMs / 1_000).toFixed(1)} s (target 3); 200 logins a second meanwhile:`,
    `p99 ${milliseconds(p99Ms)}, longest ${milliseconds(longestMs)} (target 50 ms), lost ${lost} of ${sent}`,
  ];
}
