/**
 * Which changes there are for whoever sees a part of the venue: those that touch nobody outside, and that are about
 * somebody within or the work of whoever asks and of those below.
 */
import type { Db } from '../open';
import { prepared } from '../statements';
import { batchInScope, fits, inScope, scopeParams, type Scope } from './scope';

/** Rows looked at to list a change: of a larger one these, if it is one's own work, and never of another's. */
const MOST_ROWS = 2_000;
/** SQLite's word for all of them. */
const EVERY_ROW = -1;

/** Tables whose rows a change may touch that is taken back by somebody who sees a part of the venue. */
const partTables = [
  ...['guests', 'guest_attributes', 'guest_networks', 'guest_persons', 'guest_photos', 'devices', 'device_blocks'],
  ...['entitlements', 'batches', 'cards', 'vouchers', 'batch_holds', 'operators', 'operator_domains', 'printers'],
];

/** Whether a guest is within: as the guest is now, or, of one who is gone, as history last saw them. */
export const guestFits = (scope: Scope, id: string): string => `coalesce(
  (select ${inScope(scope)} from guests g where g.id = ${id}),
  (select ${imageFits(scope, 'coalesce(i."after", i."before")', 'username_key')}
    from change_rows i where i.table_name = 'guests' and i.row_id = ${id} order by i.id desc limit 1), 0)`;

const imageFits = (scope: Scope, image: string, name: string): string =>
  fits(scope, `${image} ->> '$.domain_id'`, `lower(${image} ->> '$.${name}')`);

/** Of every row of change `c` and every sale whether it is of somebody within; null: of nobody in particular. */
const rowsOf = (scope: Scope): string => `
  select case
      when r.table_name in ('guests', 'cards') then ${guestFits(scope, 'r.row_id')}
      when r.table_name = 'batches' then ${imageFits(scope, 'coalesce(r."after", r."before")', 'code_prefix')}
      when r.table_name in ('vouchers', 'batch_holds') then exists (
        select 1 from batches b where b.id = coalesce(r."after", r."before") ->> '$.batch_id' and ${batchInScope(scope)})
      when coalesce(r."after", r."before") ->> '$.guest_id' is not null
        then ${guestFits(scope, `(coalesce(r."after", r."before") ->> '$.guest_id')`)}
    end as isWithin
  from change_rows r where r.change_id = c.id
  union all select ${guestFits(scope, 's.guest_id')} from sales s where s.change_id = c.id`;

/** A condition on changes `c`, with the parameters of `scopeParams`; 'true': all of them. */
export function changeInScope(scope: Scope | undefined, rows = MOST_ROWS): string {
  if (scope === undefined) return 'true';
  const isOwn = `coalesce(c.operator_id in (select value from json_each(@scopeOperatorIds)), 0)`;
  return `(select coalesce(min(isWithin), 1) = 1
      and (${isOwn} or (count(isWithin) > 0 and count(*) <= ${MOST_ROWS}))
    from (select isWithin from (${rowsOf(scope)}) limit ${rows === EVERY_ROW ? EVERY_ROW : rows + 1}))`;
}

/** Whether there is such a change for this scope. */
export function isChangeSeen(db: Db, scope: Scope | undefined, id: number): boolean {
  return scope === undefined || isIn(db, scope, id, MOST_ROWS);
}

/** The same with every row of it, however many there are: for taking it back. */
export function isChangeWithin(db: Db, scope: Scope | undefined, id: number): boolean {
  return scope === undefined || isIn(db, scope, id, EVERY_ROW);
}

function isIn(db: Db, scope: Scope, id: number, rows: number): boolean {
  const text = `select 1 as yes from changes c where c.id = @id and ${changeInScope(scope, rows)}`;
  return prepared<[object], object>(db.sqlite, text).get({ id, ...scopeParams(scope) }) !== undefined;
}

/** Whether a change is about something that everybody in the venue shares. */
export function concernsWholeVenue(db: Db, id: number): boolean {
  const text = `select 1 as yes from change_rows where change_id = ?
    and table_name not in (${partTables.map((table) => `'${table}'`).join(', ')}) limit 1`;
  return prepared<[number], object>(db.sqlite, text).get(id) !== undefined;
}
