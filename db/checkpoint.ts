/** Moves what the WAL holds into the database file, so that no answer to a router and no window waits for that. */
import { preparedPer } from './prepared';
import type { Db } from './open';

/** Pages (4 MiB) worth two waits for the disk; also SQLite's own usual number. */
export const CHECKPOINT_FROM_PAGES = 1_000;

/** What SQLite answers (PRAGMA wal_checkpoint): pages in the WAL, and those of them that are in the file already. */
interface WalState {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

const statements = preparedPer(({ sqlite }) => ({
  look: sqlite.prepare<[], WalState>('pragma wal_checkpoint(noop)'),
  passive: sqlite.prepare<[], WalState>('pragma wal_checkpoint(passive)'),
}));

/**
 * Copies the pages if there are enough of them; otherwise the disk is left alone. Readers and writers are not kept
 * waiting: what they still use is left for the next time. Returns how many pages wait now.
 * Faults DISK_FULL, FOLDER_READ_ONLY, DATABASE_DAMAGED come as errors of SQLite.
 */
export function checkpoint(db: Db): number {
  const { look, passive } = statements(db);
  const waiting = pagesWaiting(look.get());
  return waiting < CHECKPOINT_FROM_PAGES ? waiting : pagesWaiting(passive.get());
}

/** Both are -1 where there is no WAL. */
function pagesWaiting(state: WalState | undefined): number {
  return state === undefined ? 0 : state.log - state.checkpointed;
}
