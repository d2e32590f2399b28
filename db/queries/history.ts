/** History: every change of an operator, every undo and redo. */
import { decodeImage, matches, readRow, type RowImage, type SqlValue } from '../images';
import { changeLabels, fillLabel, labelChange, type ChangeAction, type ChangeParams } from '../labels';
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';
import { changeInScope } from './changes-in-scope';
import { scopeParams, type Scope } from './scope';

export type { ChangeAction, RowImage, SqlValue };
export { fillLabel, labelChange };

/** Every action that this version of Gatehouse records. */
export const changeActions = Object.keys(changeLabels) as readonly ChangeAction[];

/** A busy desk writes some hundred a day. */
const NEWEST_ENTRIES = 5_000;

/** One entry of history. */
export interface Change {
  readonly id: number;
  readonly atMs: number;
  /** Null: the terminal or the system. */
  readonly operatorId: number | null;
  readonly operatorName: string;
  readonly via: 'window' | 'page' | 'terminal' | 'system';
  readonly kind: 'do' | 'undo' | 'redo';
  /** For undo and redo: the change it takes back or repeats. */
  readonly ofChangeId: number | undefined;
  readonly action: string;
  readonly params: ChangeParams;
  /** English sentence of action and params. */
  readonly label: string;
  /** For kind 'do': whether it is in force; otherwise 'done'. */
  readonly state: 'done' | 'undone';
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Rows touched, sales included. */
  readonly subChanges: number;
}

/** The entry `id`, of any kind; undefined if there is none. */
export function findChange(db: Db, id: number): Change | undefined {
  const row = prepared<[number], ChangeRow>(db.sqlite, selectOne).get(id);
  return row && changeOf(row);
}

/**
 * When the newest entry of that action was written, UTC milliseconds; undefined: none of the newest entries is one. Looks
 * at so many only, because there is no index by action.
 */
export function findLastNote(db: Db, action: ChangeAction): number | undefined {
  return preparedValue<[string], number>(
    db.sqlite,
    `select at_ms from (select id, at_ms, action from changes order by id desc limit ${NEWEST_ENTRIES})
     where action = ? order by id desc limit 1`,
  ).get(action);
}

/** What was done with one guest and with whatever belongs to the guest, newest first. */
export function listChangesOfGuest(db: Db, guestId: number, limit: number, scope?: Scope): Change[] {
  return prepared<[object], ChangeRow>(db.sqlite, selectOfGuest(scope))
    .all({ guestId, limit, ...scopeParams(scope) })
    .map(changeOf);
}

export interface ChangeFilter {
  readonly operatorName?: string | undefined;
  /** From that moment on … */
  readonly fromMs?: number | undefined;
  /** … and before that one. */
  readonly tillMs?: number | undefined;
  /** One of these. */
  readonly actions?: readonly string[] | undefined;
  /** Those there are for it; absent: all. */
  readonly scope?: Scope | undefined;
}

export interface ChangePage {
  readonly rows: Change[];
  /** Go on from there: more may fit. Undefined: that was all. */
  readonly nextBeforeId: number | undefined;
}

/** Entries looked through for one page: what fits few is found by going on, not by waiting. */
const MOST_LOOKED_THROUGH = 20_000;
/** The same where of each it is asked whose guests it touches. */
const MOST_LOOKED_INTO = 500;

/** The newest `limit` entries that fit, older than `beforeId` if it is given. */
export function listChanges(
  db: Db,
  filter: ChangeFilter & { readonly limit: number; readonly beforeId?: number | undefined },
): ChangePage {
  const { operatorName = null, fromMs, tillMs, actions, scope, limit, beforeId = Number.MAX_SAFE_INTEGER } = filter;
  const below = tillMs === undefined ? beforeId : Math.min(beforeId, firstIdSince(db, tillMs));
  const firstId = fromMs === undefined ? 0 : firstIdSince(db, fromMs);
  const looked = prepared<[number, number, number], { lowestId: number | null; count: number }>(
    db.sqlite,
    selectLooked,
  );
  const most = scope === undefined ? MOST_LOOKED_THROUGH : MOST_LOOKED_INTO;
  const { lowestId, count } = looked.get(below, firstId, most)!;
  if (lowestId === null) return { rows: [], nextBeforeId: undefined };
  const wanted = { operatorName, actions: actions === undefined ? null : JSON.stringify(actions) };
  const found = prepared<[object], ChangeRow>(db.sqlite, selectPage(scope)).all({
    ...{ ...wanted, below, lowestId, ...scopeParams(scope) },
    limit: limit + 1,
  });
  const rows = found.slice(0, limit).map(changeOf);
  const unseenId = count === most ? lowestId : undefined;
  return { rows, nextBeforeId: found.length > limit ? rows.at(-1)!.id : unseenId };
}

/** The first entry of that moment or later; entries are numbered in the order of their time. */
function firstIdSince(db: Db, atMs: number): number {
  const nextOf = prepared<[number], { id: number; atMs: number }>(db.sqlite, selectNext);
  let [low, high] = [1, (preparedValue<[], number | null>(db.sqlite, 'select max(id) from changes').get() ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const next = nextOf.get(middle);
    if (next === undefined || next.atMs >= atMs) high = middle;
    else low = next.id + 1;
  }
  return low;
}

/** A row of any table that changes write, as it is now; undefined if there is none. */
export function findRow(db: Db, table: string, id: number): RowImage | undefined {
  return readRow(db.sqlite, table, id);
}

/** One row that a change has written. */
export interface SubChange {
  readonly table: string;
  readonly rowId: number;
  /** Undefined: it was not there. */
  readonly before: RowImage | undefined;
  /** Undefined: it is gone since. */
  readonly after: RowImage | undefined;
}

/** What a change has written, in order; the first `limit` rows. */
export function listSubChanges(db: Db, changeId: number, limit: number): readonly SubChange[] {
  const images = prepared<[number, number], StoredSubChange>(db.sqlite, selectSubChanges).all(changeId, limit);
  const read = (json: string | null): RowImage | undefined => (json === null ? undefined : decodeImage(json));
  return images.map(({ table, rowId, before, after }) => ({
    ...{ table, rowId },
    before: read(before),
    after: read(after),
  }));
}

interface StoredSubChange {
  readonly table: string;
  readonly rowId: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** Rows looked at to tell whether a change is as it was left: one made of more shows what stands in the way when asked. */
const MOST_COMPARED = 50;

/** Whether something that the change has touched was changed since, so that it can be neither undone nor repeated now. */
export function isBlocked(db: Db, { id, canUndo, canRedo }: Pick<Change, 'id' | 'canUndo' | 'canRedo'>): boolean {
  if (!canUndo && !canRedo) return false;
  const expected = new Map<string, SubChange>();
  for (const sub of listSubChanges(db, id, MOST_COMPARED)) {
    const key = `${sub.table} ${sub.rowId}`;
    // Undo begins with the last state of a row, redo with its first.
    if (canUndo || !expected.has(key)) expected.set(key, sub);
  }
  return [...expected.values()].some(
    ({ table, rowId, before, after }) => !matches(readRow(db.sqlite, table, rowId), canUndo ? after : before),
  );
}

interface ChangeRow {
  readonly id: number;
  readonly atMs: number;
  readonly operatorId: number | null;
  readonly operatorName: string;
  readonly via: Change['via'];
  readonly kind: Change['kind'];
  readonly ofChangeId: number | null;
  readonly action: string;
  readonly params: string;
  readonly lastToggle: 'undo' | 'redo' | null;
  readonly subChanges: number;
  readonly isCutOff: 0 | 1;
}

function changeOf({ lastToggle, isCutOff, ...row }: ChangeRow): Change {
  const params = JSON.parse(row.params) as ChangeParams;
  const undone = lastToggle === 'undo';
  return {
    ...row,
    params,
    ofChangeId: row.ofChangeId ?? undefined,
    label: labelChange(row.action, params),
    state: undone ? 'undone' : 'done',
    // What has been erased is nowhere any more; what only tells what happened wrote nothing that could be put back.
    canUndo: row.kind === 'do' && !undone && row.action !== 'erase-guest' && row.subChanges > 0,
    canRedo: row.kind === 'do' && undone && isCutOff === 0,
  };
}

const columns = `
  c.id, c.at_ms as atMs, c.operator_id as operatorId, c.operator_name as operatorName, c.via, c.kind,
  c.of_change_id as ofChangeId, c.action, c.params,
  exists (select 1 from unfinished_changes u where u.change_id = c.id) as isCutOff,
  (select t.kind from changes t where t.of_change_id = c.id order by t.id desc limit 1) as lastToggle,
  (select count(*) from change_rows r where r.change_id = c.id)
    + (select count(*) from sales s where s.change_id = c.id) as subChanges`;
const selectOne = `select ${columns} from changes c where c.id = ?`;
/** Exported for the test that pins its query plan. */
export const selectLooked = `
  select min(id) as lowestId, count(*) as count
  from (select id from changes where id < ? and id >= ? order by id desc limit ?)`;
/** Exported for the test that pins its query plan. */
export const selectPage = (scope?: Scope): string => `
  select ${columns} from changes c
  where c.id < @below and c.id >= @lowestId and (@operatorName is null or c.operator_name = @operatorName)
    and (@actions is null or c.action in (select value from json_each(@actions)))
    and ${changeInScope(scope)}
  order by c.id desc limit @limit`;
const selectNext = 'select id, at_ms as atMs from changes where id >= ? order by id limit 1';
const selectSubChanges = `
  select table_name as "table", row_id as rowId, before, after from change_rows where change_id = ? order by id limit ?`;
/** Exported for the test that pins its query plan. */
export const selectOfGuest = (scope?: Scope): string => `select ${columns} from changes c where c.id in (
    select change_id from change_rows where table_name = 'guests' and row_id = @guestId
    union select change_id from change_rows
      where (case when "after" is null then "before" else "after" end) ->> '$.guest_id' is not null
        and (case when "after" is null then "before" else "after" end) ->> '$.guest_id' = @guestId
    union select change_id from sales where guest_id = @guestId) and ${changeInScope(scope)}
  order by c.id desc limit @limit`;
