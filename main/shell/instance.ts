/** One running application per data folder: the second start shows the first, other folders run beside it. */
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';

/** The folder is the owner's alone: it holds the database and, in service mode, the key. */
const OWNER_ONLY = 0o700;

/**
 * Makes this process the one that runs the venue in `dataFolder`, if no other does. Electron's lock is per user-data
 * folder, so that one is put inside the venue's folder first; call before the application is ready.
 * @returns 'taken' when another process runs it: that one has been told and this one should leave
 */
export function claimFolder(
  app: Pick<App, 'setPath' | 'requestSingleInstanceLock'>,
  dataFolder: string,
): 'ours' | 'taken' {
  app.setPath('userData', browserFolder(dataFolder));
  return app.requestSingleInstanceLock() ? 'ours' : 'taken';
}

/**
 * Where Chromium keeps its own things for this venue (created): `<dataFolder>/window`. If the folder cannot be written,
 * a fresh temporary one: without any, Chromium does not start and nobody could be told what is wrong. Two such starts
 * do not know of each other, and need not: no venue runs in either.
 */
export function browserFolder(dataFolder: string): string {
  try {
    const folder = join(dataFolder, 'window');
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
    // Two ways to write the same folder (a link, a capital letter) must meet at the same lock.
    return realpathSync.native(folder);
  } catch {
    return mkdtempSync(join(tmpdir(), 'gatehouse-window-'));
  }
}
