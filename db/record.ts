/** Writes one entry of history: its header in `changes`, its row images in `change_rows`. */
import type { Db } from './open';
import type { Actor, ChangeWhat } from './write';
import { encodeImage, type RowImage } from './images';
import { prepared, preparedValue } from './statements';

export type ChangeKind = 'do' | 'undo' | 'redo';

export type WriteImages = (
  table: string,
  rowId: number,
  before: RowImage | undefined,
  after: RowImage | undefined,
) => void;

export interface ChangeRecord {
  readonly id: number;
  /** Writes the header if it is not there yet; money rows carry its id. */
  readonly begin: () => void;
  /** Writes the images of one row write, in order. */
  readonly row: WriteImages;
  /** True once the header is written. */
  readonly begun: boolean;
}

/**
 * Starts an entry with the next change number. The header is written with the first row, so a change that writes nothing
 * leaves none. Inside a write transaction only.
 */
export function startRecord(
  db: Db,
  kind: ChangeKind,
  ofChangeId: number | null,
  actor: Actor,
  what: ChangeWhat,
  atMs: number,
): ChangeRecord {
  const id = nextChangeId(db);
  return recordOf(db, id, false, () => {
    prepared(db.sqlite, insertHeader).run({
      id,
      atMs,
      operatorId: actor.operatorId,
      operatorName: actor.operatorName,
      via: actor.via,
      kind,
      ofChangeId,
      action: what.action,
      params: JSON.stringify(what.params),
    });
  });
}

/** Goes on with an entry whose header is written (db/long-change.ts). Inside a write transaction only. */
export function continueRecord(db: Db, id: number): ChangeRecord {
  return recordOf(db, id, true, () => undefined);
}

function recordOf(db: Db, id: number, isBegun: boolean, writeHeader: () => void): ChangeRecord {
  let begun = isBegun;
  const begin = (): void => {
    if (begun) return;
    writeHeader();
    begun = true;
  };
  return {
    id,
    begin,
    row: (table, rowId, before, after) => {
      begin();
      prepared(db.sqlite, insertImages).run(
        id,
        table,
        rowId,
        before && encodeImage(before),
        after && encodeImage(after),
      );
    },
    get begun() {
      return begun;
    },
  };
}

const insertHeader = `
  insert into changes (id, at_ms, operator_id, operator_name, via, kind, of_change_id, action, params)
  values (@id, @atMs, @operatorId, @operatorName, @via, @kind, @ofChangeId, @action, @params)`;
const insertImages = `
  insert into change_rows (change_id, table_name, row_id, before, after) values (?, ?, ?, ?, ?)`;

function nextChangeId(db: Db): number {
  const last = preparedValue<[], number>(db.sqlite, `select seq from sqlite_sequence where name = 'changes'`).get();
  return (last ?? 0) + 1;
}

/**
 * Makes sure that no later change gets the number `id`: the caller of a change that wrote nothing may have been told it,
 * and undoing it must find nothing instead of somebody else's work.
 */
export function burnChangeId(db: Db, id: number): void {
  const moved = prepared<[number]>(db.sqlite, `update sqlite_sequence set seq = ? where name = 'changes'`).run(id);
  if (moved.changes === 0)
    prepared<[number]>(db.sqlite, `insert into sqlite_sequence (name, seq) values ('changes', ?)`).run(id);
}
