/** A copy in the place of the database: whole, also where the plug is pulled, and what was there is kept. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBeside, openDatabase, type Db } from '../../db/open';
import { putInPlace } from '../../db/restore';
import { settle } from '../../db/snapshot';
import { buildThread, type BuiltThread } from '../aaa/built-thread';
import { damage } from './damage';
import { addGuest, migrationsFolder, morning, temporaryFolder } from './support';

let restorer: BuiltThread;
beforeAll(async () => {
  restorer = await buildThread('test/db/restorer.ts', 'restorer');
});
afterAll(() => restorer.remove());

interface Place {
  readonly file: string;
  readonly staged: string;
  readonly copies: string;
}

function open(file: string): Db {
  return openDatabase(file, { migrationsFolder, copiesFolder: join(dirname(file), 'copies'), nowMs: morning });
}

function namesIn(file: string): readonly unknown[] {
  const db = open(file);
  try {
    expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    return db.sqlite.prepare('select username from guests order by id').pluck().all();
  } finally {
    db.close();
  }
}

/** A venue with the guest "now", of which the last write is still in the WAL, and a copy of it with the guest "then". */
function place(): Place {
  const folder = temporaryFolder();
  const file = join(folder, 'gatehouse.sqlite');
  const staged = join(folder, 'staged.db');
  for (const [name, at] of [
    ['then', staged],
    ['now', file],
  ] as const) {
    const db = open(at);
    addGuest(db, name);
    db.close();
  }
  settle(staged);
  return { file, staged, copies: join(folder, 'copies') };
}

describe('a copy that is put in place', () => {
  it('is the database from then on, and the one before is kept whole', () => {
    const { file, staged, copies } = place();
    const aside = putInPlace(file, staged, copies, morning);
    expect(namesIn(file)).toEqual(['then']);
    expect(existsSync(staged)).toBe(false);
    expect(namesIn(aside!)).toEqual(['now']);
  });

  it('leaves nothing of the WAL of the one before to be mistaken for its own', () => {
    const { file, staged, copies } = place();
    const writer = openBeside(file);
    addGuest(writer, 'later');
    // What a killed process leaves: a WAL beside the file, and nobody who has it open.
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, join(dirname(file), `left${suffix}`));
    writer.close();
    for (const suffix of ['', '-wal']) copyFileSync(join(dirname(file), `left${suffix}`), `${file}${suffix}`);
    const aside = putInPlace(file, staged, copies, morning);
    expect(namesIn(file)).toEqual(['then']);
    expect(namesIn(aside!)).toEqual(['now', 'later']);
  });

  it('needs nothing to have been there before', () => {
    const { staged, copies } = place();
    const file = join(temporaryFolder(), 'gatehouse.sqlite');
    expect(putInPlace(file, staged, copies, morning)).toBeUndefined();
    expect(namesIn(file)).toEqual(['then']);
  });

  it('takes the place of a damaged one, which is kept as it is', () => {
    const { file, staged, copies } = place();
    writeFileSync(file, 'this was a database once'.repeat(500));
    const aside = putInPlace(file, staged, copies, morning);
    expect(namesIn(file)).toEqual(['then']);
    expect(() => open(aside!)).toThrow(/DATABASE_DAMAGED/);
  });

  it('takes the place of one that is damaged somewhere inside', () => {
    const { file, staged, copies } = place();
    const db = openBeside(file);
    damage(db, 'guests');
    db.close();
    putInPlace(file, staged, copies, morning);
    expect(namesIn(file)).toEqual(['then']);
  });

  it('waits for nobody: while another program reads the database, it stays', () => {
    const { file, staged, copies } = place();
    const writer = openBeside(file);
    addGuest(writer, 'later');
    const reader = openBeside(file);
    reader.sqlite.exec('begin');
    reader.sqlite.prepare('select count(*) from guests').get();
    addGuest(writer, 'latest');
    expect(() => putInPlace(file, staged, copies, morning)).toThrow(/DATABASE_LOCKED/);
    reader.close();
    writer.close();
    expect(namesIn(file)).toEqual(['now', 'later', 'latest']);
  });

  it('keeps the last three that were there', () => {
    const { file, staged, copies } = place();
    for (let n = 0; n < 5; n++) {
      const again = join(dirname(file), `staged-${n}.db`);
      copyFileSync(staged, again);
      putInPlace(file, again, copies, morning + n);
    }
    expect(readdirSync(copies).filter((name) => name.endsWith('.db'))).toHaveLength(3);
  });

  it('that cannot be kept aside is not put in place', () => {
    const { file, staged, copies } = place();
    mkdirSync(dirname(copies), { recursive: true });
    writeFileSync(copies, 'a file where the folder should be');
    expect(() => putInPlace(file, staged, copies, morning)).toThrow(/FOLDER_READ_ONLY/);
    expect(namesIn(file)).toEqual(['now']);
  });
});

describe('a plug that is pulled', () => {
  function restoreKilledAt(touch: number): { readonly place: Place; readonly touches: number | undefined } {
    const made = place();
    const { file, staged, copies } = made;
    const done = spawnSync(process.execPath, [restorer.file, file, staged, copies, String(touch)], {
      encoding: 'utf8',
    });
    return { place: made, touches: done.status === 0 ? Number(done.stdout) : undefined };
  }

  it('leaves the old venue or the new one, whole, whichever moment it is', () => {
    const { touches } = restoreKilledAt(0);
    expect(touches).toBeGreaterThan(5);
    const seen = new Set<string>();
    for (let touch = 1; touch <= touches!; touch++) {
      const killed = restoreKilledAt(touch);
      expect(killed.touches, `killed at ${touch}`).toBeUndefined();
      const names = namesIn(killed.place.file);
      expect(['now', 'then'], `killed at ${touch}`).toContain(names.join());
      seen.add(names.join());
    }
    expect([...seen].sort()).toEqual(['now', 'then']);
  });
});
