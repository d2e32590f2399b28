/** History: every change of an operator, every undo and redo. */
import { labelChange, type ChangeParams } from '../labels';
import type { Db } from '../open';
import { prepared } from '../statements';

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

/** The newest `limit` entries, older than `beforeId` if it is given. Walks the primary key: a page costs the same anywhere. */
export function listChanges(
  db: Db,
  options: { readonly limit: number; readonly beforeId?: number | undefined },
): Change[] {
  const page = { limit: options.limit, beforeId: options.beforeId ?? Number.MAX_SAFE_INTEGER };
  return prepared<[typeof page], ChangeRow>(db.sqlite, selectPage).all(page).map(changeOf);
}

/** What was done with one guest and with whatever belongs to the guest, newest first. */
export function listChangesOfGuest(db: Db, guestId: number, limit: number): Change[] {
  return prepared<[{ guestId: number; limit: number }], ChangeRow>(db.sqlite, selectOfGuest)
    .all({ guestId, limit })
    .map(changeOf);
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
    // What has been erased is nowhere any more.
    canUndo: row.kind === 'do' && !undone && row.action !== 'erase-guest',
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
export const selectPage = `select ${columns} from changes c where c.id < @beforeId order by c.id desc limit @limit`;
/** Exported for the test that pins its query plan. */
export const selectOfGuest = `select ${columns} from changes c where c.id in (
    select change_id from change_rows where table_name = 'guests' and row_id = @guestId
    union select change_id from change_rows
      where (case when "after" is null then "before" else "after" end) ->> '$.guest_id' is not null
        and (case when "after" is null then "before" else "after" end) ->> '$.guest_id' = @guestId
    union select change_id from sales where guest_id = @guestId)
  order by c.id desc limit @limit`;
