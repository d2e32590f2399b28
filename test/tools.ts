/** Programs of this computer that some tests need: `describe.skipIf(lacks('radclient'))('…')`. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps the programs of administrators out of everybody's PATH. */
const MORE_FOLDERS = ['/usr/sbin', '/sbin'];

/** Where a program is, on the PATH or where Debian keeps it; undefined if it is not here. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...MORE_FOLDERS];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Whether tests that need these programs are to be skipped. Never on the machine that decides about a change (CI=true):
 * there a missing program has to fail.
 */
export function lacks(...names: readonly string[]): boolean {
  return process.env['CI'] !== 'true' && names.some((name) => findProgram(name) === undefined);
}
