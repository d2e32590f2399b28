/** A database of this program's schema with nothing in it, as openDatabase makes it; only sooner. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase, type Db } from '../../db/open';

export const migrationsFolder = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** Made once: the migrations take longer than most tests, and what they do has tests of its own. */
let migrated: Buffer | undefined;

/** @param file its folder is made; there is no such file yet */
export function openEmptyDatabase(file: string, copiesFolder: string, nowMs: number): Db {
  migrated ??= migrate();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, migrated, { flag: 'wx' });
  return openDatabase(file, { migrationsFolder, copiesFolder, nowMs });
}

function migrate(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-empty-'));
  try {
    const file = join(folder, 'gatehouse.sqlite');
    // Closing copies the whole WAL into it.
    openDatabase(file, { migrationsFolder, copiesFolder: folder, nowMs: 0 }).close();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
