/**
 * Erases the person behind a guest: one change of a few milliseconds, then the RADIUS log, the search index and the WAL in
 * steps as short, with rests in between, so that neither a window nor a login waits. The guest stays as a number with a
 * pseudonym, locked, because money and the connection log point at it.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';
import {
  emptyWal,
  forgetInHistory,
  forgetInLog,
  forgetInSums,
  listNames,
  listPersonalRows,
  mergeSearch,
  pseudonymOf,
} from '../../db/queries/erase';
import type { Db } from '../../db/open';
import { findGuest } from '../../db/queries/guests';
import { seal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface Erased {
  readonly kind: 'erased';
  /** The pseudonym. */
  readonly name: string;
}

/** Long enough for a login that waits for the write lock to get it: SQLite looks again after 1, 2 and 5 ms. */
const REST_MS = 10;
/** A million entries are merged in some hundred steps; the next erasure goes on where this one stopped. */
const MOST_MERGES = 2_000;
/** A window that reads meanwhile keeps the WAL for some milliseconds; a report for a second. */
const WAL_TRIES = 100;

/** Refused: unknown. Repeating it is harmless, and finishes what a switched-off computer has left. */
export async function forgetPerson(open: OpenVenue, actor: Actor, guestId: number): Promise<Erased | Refusal> {
  const { db, dataKey } = open;
  const guest = findGuest(db, guestId);
  if (!guest) return refuse('not-found', { what: 'Guest', id: guestId }, 'id');
  const nowMs = open.now();
  const names = listNames(db, guestId);
  const name = pseudonymOf(guestId);
  // First, as long as the names are known: whoever is interrupted here does it all again.
  await forgetInWholeLog(db, guestId, names);
  writeChange(db, actor, { action: 'erase-guest', params: { name } }, nowMs, (write) => {
    for (const { table, id } of listPersonalRows(db, guestId)) write.remove(table, id);
    write.update('guests', guestId, {
      ...{ username: name, username_key: name, display_name: null, room: null, note: null, language: null },
      password_sealed: seal(dataKey, 'guest-password', randomBytes(32)),
      locked_at_ms: guest.lockedAtMs ?? nowMs,
    });
    forgetInSums(db, guestId);
    forgetInHistory(db, guestId, names, nowMs);
  });
  await forgetInFile(db);
  return { kind: 'erased', name };
}

async function forgetInWholeLog(db: Db, guestId: number, names: ReadonlySet<string>): Promise<void> {
  let fromId: number | undefined = 0;
  while (fromId !== undefined) {
    fromId = forgetInLog(db, guestId, names, fromId);
    await rest(REST_MS);
  }
}

/** What SQLite keeps of what is gone: words in parts of the search index, and old frames of the WAL. */
async function forgetInFile(db: Db): Promise<void> {
  for (let step = 0; step < MOST_MERGES && mergeSearch(db, step === 0); step++) await rest(REST_MS);
  for (let tries = 0; tries < WAL_TRIES && !emptyWal(db); tries++) await rest(REST_MS);
}
