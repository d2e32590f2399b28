/**
 * Erases the person behind a guest, in the work thread: one change of a few milliseconds, and before and after it the RADIUS
 * log, the search index and the WAL in steps as short, with rests in between, so that neither a window nor a login waits. The
 * guest stays as a number with a pseudonym, locked, because money and the connection log point at it.
 */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import {
  dropAskedErasure,
  emptyWal,
  finishErasures,
  forgetInHistory,
  forgetInLog,
  forgetInSums,
  freePseudonymOf,
  isErasureUnfinished,
  listAskedErasures,
  listNames,
  listPersonalRows,
  mergeSearch,
  noteErased,
  noteErasure,
  type NamesByGuest,
} from '../../db/queries/erase';
import type { Db } from '../../db/open';
import { findGuest } from '../../db/queries/guests';
import { seal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';
import { giveWay, type Watch } from './watch';

export interface EraseQuestion {
  readonly guestId: number;
  readonly actor: Actor;
}

export interface Erased {
  readonly kind: 'erased';
  /** The pseudonym. */
  readonly name: string;
}

/** What an erasure works on. */
export interface Eraser {
  readonly db: Db;
  readonly dataKey: Uint8Array;
  /** UTC milliseconds. */
  readonly nowMs: number;
  readonly watch: Watch;
}

/** A million entries are merged in some hundred steps; the next erasure goes on where this one stopped. */
const MOST_MERGES = 2_000;
/** A window that reads meanwhile keeps the WAL for some milliseconds; a report for a second. */
const WAL_TRIES = 100;
const WAL_TRY_EVERY_MS = 10;
/** Progress of one erasure: the log, the guest, the file. */
const PARTS = 3;

/**
 * Refused: unknown. Stopped before the guest is erased, the guest stays; cut off by the power, it is finished at the next
 * start. Repeating it is harmless.
 */
export async function eraseGuest({ guestId, actor }: EraseQuestion, eraser: Eraser): Promise<Erased | Refusal> {
  const { db, watch } = eraser;
  if (!findGuest(db, guestId)) return refuse('not-found', { what: 'Guest', id: guestId }, 'id');
  noteErasure(db, { guestId, ...actor });
  try {
    await eraseGuests([guestId], actor, eraser, (done) => watch.progress(done, PARTS));
  } catch (error) {
    dropAskedErasure(db, guestId);
    throw error;
  }
  await forgetInFile(eraser);
  watch.progress(PARTS, PARTS);
  return { kind: 'erased', name: findGuest(db, guestId)!.username };
}

/**
 * Each in a change of its own; how many they were. `forgetInFile` comes after it, once for all.
 * @param isWanted asked once more inside the change: whoever has come back in the meantime stays
 * @param told how many parts of the work, the log and the guests, are done
 */
export async function eraseGuests(
  guestIds: readonly number[],
  actor: Actor,
  eraser: Eraser,
  told: (parts: number) => void = () => undefined,
  isWanted: (guestId: number) => boolean = () => true,
): Promise<number> {
  const { db, watch } = eraser;
  const names: NamesByGuest = new Map(guestIds.map((guestId) => [guestId, listNames(db, guestId)]));
  // First, as long as the names are known: whoever is cut off here does it all again.
  const tailId = await forgetInWholeLog(db, names, 0, watch);
  told(1);
  let erased = 0;
  for (const [guestId, words] of names) {
    if (eraseOne(eraser, actor, guestId, words, isWanted)) erased++;
    if (guestIds.length > 1) await giveWay(watch);
  }
  // What was written meanwhile.
  forgetInLog(db, names, tailId);
  told(2);
  return erased;
}

function eraseOne(
  { db, dataKey, nowMs }: Eraser,
  actor: Actor,
  guestId: number,
  names: ReadonlySet<string>,
  isWanted: (guestId: number) => boolean,
): boolean {
  const name = freePseudonymOf(db, guestId);
  const outcome = writeChange(db, actor, { action: 'erase-guest', params: { name } }, nowMs, (write) => {
    const guest = findGuest(db, guestId);
    if (!guest || !isWanted(guestId)) return refuse('not-found', { what: 'Guest', id: guestId });
    for (const { table, id } of listPersonalRows(db, guestId)) write.remove(table, id);
    write.update('guests', guestId, {
      ...{ username: name, username_key: name, display_name: null, room: null, note: null, language: null },
      password_sealed: seal(dataKey, 'guest-password', randomBytes(32)),
      locked_at_ms: guest.lockedAtMs ?? nowMs,
    });
    forgetInSums(db, guestId);
    forgetInHistory(db, guestId, names, nowMs);
    noteErased(db, { guestId, ...actor });
    return undefined;
  });
  return outcome === undefined;
}

/** What a computer that was switched off in the middle has left, on behalf of whoever asked for it. */
export async function settleErasures(eraser: Eraser): Promise<void> {
  const { db } = eraser;
  if (!isErasureUnfinished(db)) return;
  for (const { guestId, ...actor } of listAskedErasures(db)) await eraseGuests([guestId], actor, eraser);
  await forgetInFile(eraser);
}

async function forgetInWholeLog(db: Db, names: NamesByGuest, fromId: number, watch: Watch): Promise<number> {
  for (let next = fromId; ;) {
    const { nextId, isEnd } = forgetInLog(db, names, next);
    if (isEnd) return nextId;
    next = nextId;
    await giveWay(watch);
  }
}

/**
 * What SQLite keeps of what is gone: words in parts of the search index, and old frames of the WAL. Whoever is stopped in
 * here is erased: the rest is done at the next start, or with the next one.
 */
export async function forgetInFile({ db, watch: { signal } }: Eraser): Promise<void> {
  for (let step = 0; step < MOST_MERGES && mergeSearch(db, step === 0); step++) {
    if (signal.aborted) return;
    await nextTurn();
  }
  for (let tries = 0; tries < WAL_TRIES && !emptyWal(db); tries++) {
    if (signal.aborted) return;
    await wait(WAL_TRY_EVERY_MS);
  }
  finishErasures(db);
}
