/** History as the manager reads it: every change, newest first. */
import type { Change } from '../undo';
import { labelChange, type ChangeParams } from '../labels';
import type { Db } from '../open';
import { prepared } from '../statements';

/** One entry, as the contract's history.list shows it. */
export interface ChangeListed extends Change {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Rows touched, sales included. */
  readonly subChanges: number;
}

/** The newest `limit` entries, older than `beforeId` if it is given. Walks the primary key; a page costs the same anywhere. */
export function listChanges(
  db: Db,
  options: { readonly limit: number; readonly beforeId?: number | undefined },
): ChangeListed[] {
  return prepared<unknown[], StoredListing>(db.sqlite, selectPage)
    .all({ limit: options.limit, beforeId: options.beforeId ?? Number.MAX_SAFE_INTEGER })
    .map(listed);
}

function listed({ lastToggle, ...row }: StoredListing): ChangeListed {
  const params = JSON.parse(row.params) as ChangeParams;
  const undone = lastToggle === 'undo';
  return {
    ...row,
    params,
    ofChangeId: row.ofChangeId ?? undefined,
    label: labelChange(row.action, params),
    state: undone ? 'undone' : 'done',
    canUndo: row.kind === 'do' && !undone,
    canRedo: row.kind === 'do' && undone,
  };
}

type StoredListing = Omit<ChangeListed, 'params' | 'ofChangeId' | 'label' | 'state' | 'canUndo' | 'canRedo'> & {
  readonly params: string;
  readonly ofChangeId: number | null;
  readonly lastToggle: 'undo' | 'redo' | null;
};

const selectPage = `
  select c.id, c.at_ms as atMs, c.operator_id as operatorId, c.operator_name as operatorName, c.via, c.kind,
         c.of_change_id as ofChangeId, c.action, c.params,
         (select t.kind from changes t where t.of_change_id = c.id order by t.id desc limit 1) as lastToggle,
         (select count(*) from change_rows r where r.change_id = c.id)
           + (select count(*) from sales s where s.change_id = c.id) as subChanges
  from changes c where c.id < @beforeId order by c.id desc limit @limit`;
