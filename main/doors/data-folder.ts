/** The folder of one venue, and the card in it that says where the running venue is found. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../preload/contract/faults';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
const CARD_FILE = 'running.json';

const runningCard = z.object({
  pid: z.int().positive(),
  mode: z.enum(['desktop', 'service']),
  /** Path of the Unix socket or name of the Windows pipe. */
  socket: z.string(),
  /** Proves that the caller may read this folder; a Windows pipe has no rights of its own that say so. */
  token: z.string(),
  /** The page of the service mode. */
  url: z.string().optional(),
});
export type RunningCard = z.infer<typeof runningCard>;

/**
 * Makes the folder, for its owner only. A folder that exists keeps its rights: it may hold more than this venue.
 * @throws {Fault} FOLDER_READ_ONLY, DISK_FULL
 */
export function prepareDataFolder(folder: string): void {
  try {
    if (mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER }) === undefined) return;
    // The umask may have taken from the mode, and recursive parents are made with it too; the folder itself counts.
    if (process.platform !== 'win32') chmodSync(folder, OWNER_ONLY_FOLDER);
  } catch (cause) {
    throw folderFault(folder, cause);
  }
}

/** The fault behind a failed write into the data folder. */
export function folderFault(folder: string, cause: unknown): Fault {
  const code = (cause as NodeJS.ErrnoException).code;
  return new Fault(code === 'ENOSPC' ? 'DISK_FULL' : 'FOLDER_READ_ONLY', { folder }, { cause });
}

/** Replaces the card in one step, so that a reader never sees half of it. */
export function writeCard(folder: string, card: RunningCard): void {
  const fresh = join(folder, `${CARD_FILE}.new`);
  rmSync(fresh, { force: true });
  writeFileSync(fresh, JSON.stringify(card), { mode: OWNER_ONLY_FILE });
  renameSync(fresh, join(folder, CARD_FILE));
}

/** The card of the running venue; after a crash it may be the card of one that runs no more. */
export function readCard(folder: string): RunningCard | undefined {
  try {
    return runningCard.parse(JSON.parse(readFileSync(join(folder, CARD_FILE), 'utf8')));
  } catch {
    // Missing, being replaced, or of another version: in each case there is nobody to be found.
    return undefined;
  }
}

export function removeCard(folder: string): void {
  rmSync(join(folder, CARD_FILE), { force: true });
}
