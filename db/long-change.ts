/**
 * A change of thousands of rows, written in portions: between two of them others get the write lock, a login first of all.
 * Until its last portion it is marked as unfinished; what is unfinished is taken back as a whole, by whoever stopped it or
 * at the next start. Its undo and redo are written in the same way, after every portion of them has been tried.
 */
import { findForeignKeyBlock, nameBlocker, type Blocker } from './blockers';
import { withFaults } from './faults';
import type { RowImage } from './images';
import type { Db } from './open';
import { findChange, type Change } from './queries/history';
import {
  findUnfinished,
  listUnfinished,
  markCutOff,
  markFinished,
  markUnfinished,
  noteTakenBackBy,
} from './queries/unfinished';
import { continueRecord, startRecord, type ChangeRecord, type WriteImages } from './record';
import { immediate, withoutFlush } from './transaction';
import { lastToggleOf, refused, refuseState, replayRows, stepsOf, type Step, type UndoOutcome } from './undo';
import type { Actor, ChangeWhat } from './write';
import { writeInto, type ChangeWriter, type NotAPromise } from './writer';

/** Awaited between two portions; what it rejects with ends the work. */
export type Turn = (done: number, total: number) => Promise<void>;

/** Actions whose changes are written by this file, and so undone and redone by it. */
export const longActions: readonly string[] = ['import-guests', 'change-cards'];

/** The rows of so many guests are written in some milliseconds. */
const UNITS_AT_ONCE = 25;

export interface LongChange {
  readonly changeId: number;
  /** One more portion, in a transaction of its own. Throws what `work` throws, with nothing of this portion written. */
  write<T>(work: (write: ChangeWriter) => NotAPromise<T>): T;
  /** From now on it is a change like any other. */
  finish(): void;
}

/** Begins the entry of `actor`. Whoever does not come to `finish` calls `takeBackUnfinished`. Faults as writeChange. */
export function startLongChange(db: Db, actor: Actor, what: ChangeWhat, nowMs: number): LongChange {
  const changeId = begin(db, () => startRecord(db, 'do', null, actor, what, nowMs));
  return {
    changeId,
    write: (work) => portion(db, () => writeInto(db, continueRecord(db, changeId), nowMs, work)),
    finish: () => whole(db, () => markFinished(db, changeId)),
  };
}

/** The number of the new entry, which has its header and its mark. */
function begin(db: Db, start: () => ChangeRecord): number {
  return portion(db, () => {
    const record = start();
    record.begin();
    markUnfinished(db, record.id);
    return record.id;
  });
}

/** Waits for no disk: until the last one, nobody is told that anything is done. */
function portion<T>(db: Db, work: () => T, keep?: (result: T) => boolean): T {
  return withoutFlush(db.sqlite, () => whole(db, work, keep));
}

/** With all portions before it, it is on the disk when it returns. */
function whole<T>(db: Db, work: () => T, keep?: (result: T) => boolean): T {
  return withFaults(db.file, () =>
    immediate(
      db.sqlite,
      () => {
        // Rows are put back one by one; whether each points somewhere counts at the end only.
        db.sqlite.pragma('defer_foreign_keys = ON');
        return work();
      },
      keep,
    ),
  );
}

/** As undoChange and redoChange, with the same refusals, `change-unfinished` and `cut-off`; a change with money is none of these. */
export async function toggleLongChange(
  db: Db,
  actor: Actor,
  changeId: number,
  nowMs: number,
  kind: 'undo' | 'redo',
  turn: Turn,
): Promise<UndoOutcome> {
  const change = findChange(db, changeId);
  if (change === undefined) return refused('not-found', { what: 'Change', id: changeId });
  const unfinished = findUnfinished(db, changeId);
  if (unfinished === 'running') return refused('change-unfinished', {});
  if (unfinished === 'cut-off' && kind === 'redo') return refused('cut-off', {});
  const no = refuseState(db, change, kind);
  if (no !== undefined) return no;
  const portions = portionsOf(stepsOf(db, changeId, kind));
  const blocker = await tryAll(db, portions, turn);
  if (blocker !== undefined) return refuseFor(db, blocker, changeId);
  return writeAll(db, actor, change, nowMs, kind, portions, turn);
}

/** Nothing is written. What stands in the way of one guest's rows does so whatever becomes of the others'. */
async function tryAll(db: Db, portions: readonly (readonly Step[])[], turn: Turn): Promise<Blocker | undefined> {
  for (const [done, steps] of portions.entries()) {
    const blocker = portion(
      db,
      () => replay(db, steps, () => undefined),
      () => false,
    );
    if (blocker !== undefined) return blocker;
    await turn(done + 1, 2 * portions.length);
  }
  return undefined;
}

async function writeAll(
  db: Db,
  actor: Actor,
  change: Change,
  nowMs: number,
  kind: 'undo' | 'redo',
  portions: readonly (readonly Step[])[],
  turn: Turn,
): Promise<UndoOutcome> {
  // Only names of actions this program knew were ever written.
  const what = { action: change.action, params: change.params } as ChangeWhat;
  const id = begin(db, () => startRecord(db, kind, change.id, actor, what, nowMs));
  try {
    for (const [done, steps] of portions.entries()) {
      const blocker = portion(
        db,
        () => replay(db, steps, continueRecord(db, id).row),
        (found) => found === undefined,
      );
      if (blocker !== undefined) {
        await takeBackUnfinished(db, nowMs);
        return refuseFor(db, blocker, change.id);
      }
      await turn(portions.length + done + 1, 2 * portions.length);
    }
  } catch (error) {
    await takeBackUnfinished(db, nowMs);
    throw error;
  }
  whole(db, () => markFinished(db, id));
  return { kind: 'done', changeId: id, label: change.label };
}

function replay(db: Db, steps: readonly Step[], written: WriteImages): Blocker | undefined {
  return replayRows(db, steps, written) ?? findForeignKeyBlock(db.sqlite, steps);
}

function refuseFor(db: Db, blocker: Blocker, changeId: number): UndoOutcome {
  return refused('changed-since', nameBlocker(db, blocker, changeId, lastToggleOf(db, changeId)));
}

/**
 * Takes back whatever is unfinished, as entries of history of their own. Guests that somebody has changed or sold to in the
 * meantime are left as they are: what others did is never taken back with it.
 */
export async function takeBackUnfinished(db: Db, nowMs: number, turn: Turn = () => Promise.resolve()): Promise<void> {
  for (const { changeId, takenBackBy } of listUnfinished(db)) {
    const entry = findChange(db, changeId)!;
    const recordId = takenBackBy ?? beginTakingBack(db, entry, nowMs);
    const portions = portionsOf(stepsOf(db, changeId, 'undo'));
    for (const [done, steps] of portions.entries()) {
      portion(db, () => putBack(db, steps, continueRecord(db, recordId).row));
      await turn(done + 1, portions.length);
    }
    // An undo or redo that was taken back is over; of a change it is to be known that there never was a whole.
    whole(db, () => (entry.kind === 'do' ? markCutOff(db, changeId) : markFinished(db, changeId)));
  }
}

function beginTakingBack(db: Db, entry: Change, nowMs: number): number {
  const { id, operatorId, operatorName, via, action, params } = entry;
  const kind = entry.kind === 'undo' ? 'redo' : 'undo';
  return portion(db, () => {
    const what = { action, params } as ChangeWhat;
    const actor = { operatorId, operatorName, via };
    const record = startRecord(db, kind, entry.ofChangeId ?? id, actor, what, nowMs);
    record.begin();
    noteTakenBackBy(db, id, record.id);
    return record.id;
  });
}

/** Each unit as a whole or not at all; one that is back already is left as it is. */
function putBack(db: Db, steps: readonly Step[], written: WriteImages): void {
  for (const unit of unitsOf(steps)) {
    db.sqlite.exec('savepoint unit');
    if (replay(db, unit, written) !== undefined) db.sqlite.exec('rollback to unit');
    db.sqlite.exec('release unit');
  }
}

function portionsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const units = unitsOf(steps);
  const count = Math.ceil(units.length / UNITS_AT_ONCE);
  return Array.from({ length: count }, (_, at) => units.slice(at * UNITS_AT_ONCE, (at + 1) * UNITS_AT_ONCE).flat());
}

/** Rows that only make sense together: those of one guest, which stand one after the other. */
function unitsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const units: Step[][] = [];
  let last: unknown;
  for (const step of steps) {
    const guest = guestOf(step);
    if (guest !== undefined && guest === last) units.at(-1)!.push(step);
    else units.push([step]);
    last = guest;
  }
  return units;
}

function guestOf({ table, rowId, from, to }: Step): unknown {
  // A card has the number of its guest.
  if (table === 'guests' || table === 'cards') return rowId;
  const image: RowImage | undefined = to ?? from;
  return image?.guest_id ?? undefined;
}
