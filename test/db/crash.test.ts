import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../db/open';
import { undoChange } from '../../db/write';
import { migrationsFolder, morning, numberOf, temporaryFolder, terminal } from './support';

/** Killed after so many sales: early, in the middle of growth, and past the first checkpoint (1,000 pages of WAL). */
const salesBeforeTheKill = [1, 7, 40, 300];

/** Every sale waits for the disk, and the disk may be slow. */
const timeout = 300_000;

let built: string;

beforeAll(async () => {
  // Inside node_modules, where the built program finds better-sqlite3.
  const root = fileURLToPath(new URL('../../node_modules/', import.meta.url));
  built = mkdtempSync(join(root, '.gatehouse-seller-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: fileURLToPath(new URL('./seller.ts', import.meta.url)),
      outDir: built,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'seller.mjs' } },
    },
  });
}, timeout);

afterAll(() => rmSync(built, { recursive: true, force: true }));

test(
  'a venue killed in the middle of its work has every sale it said it made, each of them whole',
  { timeout },
  async () => {
    const file = join(temporaryFolder(), 'venue', 'gatehouse.sqlite');
    const said = new Set<number>();
    for (const sales of salesBeforeTheKill) {
      for (const id of await sellUntilKilled(file, sales)) said.add(id);
      expectAllThere(file, said);
    }
    expect(said.size).toBeGreaterThanOrEqual(salesBeforeTheKill.reduce((sum, sales) => sum + sales));
  },
);

/** Numbers of the changes that the program said were made before it was killed without warning. */
async function sellUntilKilled(file: string, sales: number): Promise<readonly number[]> {
  const copies = join(dirname(file), 'copies');
  const seller = spawn(process.execPath, [join(built, 'seller.mjs'), file, migrationsFolder, copies], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: number[] = [];
  for await (const line of createInterface({ input: seller.stdout })) {
    said.push(Number(line));
    // SIGKILL: no handler, no finally, no goodbye. Lines already in the pipe are still read: they were said.
    if (said.length === sales) seller.kill('SIGKILL');
  }
  return said;
}

function expectAllThere(file: string, said: ReadonlySet<number>): void {
  const db = openDatabase(file, { migrationsFolder, copiesFolder: join(dirname(file), 'copies'), nowMs: morning });
  try {
    const stored = db.sqlite.prepare<[], number>('select id from changes').pluck().all();
    expect([...said].filter((id) => !stored.includes(id))).toEqual([]);
    // Each change has its guest and its sale, and there is no guest and no sale without a change.
    const whole = numberOf(
      db,
      `select count(*) from changes c join change_rows r on r.change_id = c.id
         join guests g on g.id = r.row_id and g.username = 'code ' || c.id
         join sales s on s.change_id = c.id and s.guest_id = g.id`,
    );
    for (const table of ['changes', 'change_rows', 'guests', 'sales'])
      expect(numberOf(db, `select count(*) from ${table}`), table).toBe(whole);
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  } finally {
    db.close();
  }
}

test('the last sale before the power went can still be taken back', { timeout }, async () => {
  const file = join(temporaryFolder(), 'venue', 'gatehouse.sqlite');
  const last = (await sellUntilKilled(file, 3)).at(-1)!;
  const db = openDatabase(file, { migrationsFolder, copiesFolder: join(dirname(file), 'copies'), nowMs: morning });
  expect(undoChange(db, terminal, last, morning)).toMatchObject({ kind: 'done' });
  db.close();
});
