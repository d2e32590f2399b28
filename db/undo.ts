/** Takes changes back and repeats them. Undo and redo are entries of history themselves; nothing in it is ever rewritten. */
import type { Refusal } from '../preload/contract/refusals';
import { touchesErased } from './queries/erase';
import { findForeignKeyBlock, findUniqueBlock, nameBlocker, type Blocker } from './blockers';
import { sqliteErrorOf, withFaults } from './faults';
import { decodeImage, deleteRow, insertRow, knownColumns, matches, readRow, updateRow, type RowImage } from './images';
import type { Db } from './open';
import { findChange, type Change } from './queries/history';
import { startRecord, type WriteImages } from './record';
import { moneyOperatorId, openShiftOf } from './shifts';
import { prepared, preparedValue } from './statements';
import { immediate } from './transaction';
import type { Actor, ChangeWhat } from './write';

export type UndoOutcome = { readonly kind: 'done'; readonly changeId: number; readonly label: string } | Refusal;

/**
 * Takes the change `changeId` back: rows as before it, one reversal for every sale (and one sale for what it gave back), in
 * the actor's open shift (opened if there is none). `changeId` of the outcome is the entry that records the undo.
 * Refusals, with nothing written: not-found, not-undoable, already-undone, guest-erased, changed-since, last-owner.
 */
export function undoChange(db: Db, actor: Actor, changeId: number, nowMs: number): UndoOutcome {
  return toggle(db, actor, changeId, nowMs, 'undo');
}

/**
 * Repeats an undone change: rows as it left them, its money once more, now and in the actor's shift.
 * Refusals, with nothing written: not-found, not-undoable, not-undone, guest-erased, changed-since, last-owner.
 */
export function redoChange(db: Db, actor: Actor, changeId: number, nowMs: number): UndoOutcome {
  return toggle(db, actor, changeId, nowMs, 'redo');
}

function toggle(db: Db, actor: Actor, changeId: number, nowMs: number, kind: 'undo' | 'redo'): UndoOutcome {
  return withFaults(db.file, () =>
    immediate<UndoOutcome>(
      db.sqlite,
      () => {
        const change = findChange(db, changeId);
        const no = change ? refuseState(db, change, kind) : refused('not-found', { what: 'Change', id: changeId });
        return no ?? replay(db, actor, change!, nowMs, kind);
      },
      (outcome) => outcome.kind === 'done',
    ),
  );
}

/** Why that change is not undone, or redone, now; undefined: it may be. */
export function refuseState(db: Db, change: Change, kind: 'undo' | 'redo'): Refusal | undefined {
  if (change.ofChangeId !== undefined) return refused('not-undoable', { changeId: change.ofChangeId });
  if (change.subChanges === 0) return refused('only-told', {});
  if (kind === 'undo' && change.state === 'undone') return refused('already-undone', {});
  if (kind === 'redo' && change.state === 'done') return refused('not-undone', {});
  if (touchesErased(db, change.id)) return refused('guest-erased', {});
  return undefined;
}

function replay(db: Db, actor: Actor, change: Change, nowMs: number, kind: 'undo' | 'redo'): UndoOutcome {
  // Rows are put back one by one; whether each points somewhere counts at the end only.
  db.sqlite.pragma('defer_foreign_keys = ON');
  const sinceId = lastToggleOf(db, change.id);
  // Only names of actions this program knew were ever written.
  const what = { action: change.action, params: change.params } as ChangeWhat;
  const record = startRecord(db, kind, change.id, actor, what, nowMs);
  record.begin();
  const steps = stepsOf(db, change.id, kind);
  const blocker = replayRows(db, steps, record.row) ?? findForeignKeyBlock(db.sqlite, steps);
  if (blocker) return refused('changed-since', nameBlocker(db, blocker, change.id, sinceId));
  if (!hasOwner(db)) return refused('last-owner', {});
  turnMoney(db, actor, sinceId, record.id, nowMs);
  return { kind: 'done', changeId: record.id, label: change.label };
}

/** One row write to make: from what the row must be now to what it shall be. */
export interface Step {
  readonly table: string;
  readonly rowId: number;
  readonly from: RowImage | undefined;
  readonly to: RowImage | undefined;
}

/** Undo walks the images backwards, redo forwards: every state in between has been valid once. */
export function stepsOf(db: Db, changeId: number, kind: 'undo' | 'redo'): readonly Step[] {
  const images = prepared<[number], StoredImages>(
    db.sqlite,
    'select table_name as "table", row_id as rowId, before, after from change_rows where change_id = ? order by id',
  ).all(changeId);
  const steps = images.map(({ table, rowId, before, after }) => {
    const [was, is] = [before, after].map((json) => (json === null ? undefined : decodeImage(json)));
    return kind === 'undo' ? { table, rowId, from: is, to: was } : { table, rowId, from: was, to: is };
  });
  return kind === 'undo' ? steps.reverse() : steps;
}

interface StoredImages {
  readonly table: string;
  readonly rowId: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** Makes the steps and reports each to `written`; stops at the first row that something else stands in the way of. */
export function replayRows(db: Db, steps: readonly Step[], written: WriteImages): Blocker | undefined {
  for (const step of steps) {
    const before = readRow(db.sqlite, step.table, step.rowId);
    if (!matches(before, step.from)) return { table: step.table, rowId: step.rowId };
    try {
      putRow(db, step);
    } catch (error) {
      if (sqliteErrorOf(error)?.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      return findUniqueBlock(db.sqlite, step);
    }
    written(step.table, step.rowId, before, readRow(db.sqlite, step.table, step.rowId));
  }
  return undefined;
}

function putRow(db: Db, { table, rowId, from, to }: Step): void {
  if (!to) return deleteRow(db.sqlite, table, rowId);
  const row = knownColumns(db.sqlite, table, to);
  if (from) updateRow(db.sqlite, table, rowId, row);
  else insertRow(db.sqlite, table, row);
}

/** The entry that brought the change into its present state. */
export function lastToggleOf(db: Db, changeId: number): number {
  return preparedValue<[number, number], number>(
    db.sqlite,
    'select max(id) from changes where id = ? or of_change_id = ?',
  ).get(changeId, changeId)!;
}

/** A venue that is set up must keep somebody who may do everything: undoing "added the owner" must not lock all out. */
function hasOwner(db: Db): boolean {
  const answer = preparedValue<[], number>(
    db.sqlite,
    `select not exists (select 1 from venue) or exists (
       select 1 from operators join roles on roles.id = operators.role_id
       where roles.kind = 'owner' and operators.disabled_at_ms is null)`,
  ).get();
  return answer === 1;
}

/**
 * The opposite of the money that the entry `fromId` (the do, or the last undo or redo) wrote: what was sold is taken back,
 * what was given back is sold again.
 */
function turnMoney(db: Db, actor: Actor, fromId: number, changeId: number, nowMs: number): void {
  const any = prepared<[number]>(db.sqlite, `select 1 from sales where change_id = ? limit 1`).get(fromId);
  if (any === undefined) return;
  const row = moneyRow(db, actor, fromId, changeId, nowMs);
  prepared(db.sqlite, insertReversals).run(row);
  prepared(db.sqlite, insertRepeats).run(row);
}

function moneyRow(db: Db, actor: Actor, fromId: number, changeId: number, nowMs: number): Record<string, unknown> {
  return {
    fromId,
    changeId,
    nowMs,
    shiftId: openShiftOf(db.sqlite, actor, nowMs),
    operatorId: moneyOperatorId(actor),
    operatorName: actor.operatorName,
  };
}

const saleColumns = `kind, reverses_sale_id, at_ms, shift_id, operator_id, operator_name, change_id,
  guest_id, entitlement_id, product_id, product_name, amount_minor, currency, payment, list_price_minor, price_reason`;
const newSale = `@nowMs, @shiftId, @operatorId, @operatorName, @changeId,
  guest_id, entitlement_id, product_id, product_name`;
/**
 * A sale that another change has given back, and whose undo has sold it again, is taken back as it was sold last: no sale
 * is taken back twice.
 */
const insertReversals = `
  insert into sales (${saleColumns})
  select 'reversal', id, ${newSale}, 0 - amount_minor, currency, payment, 0 - list_price_minor, price_reason
  from sales where id in (
    select case when not exists (select 1 from sales r where r.reverses_sale_id = s.id) then s.id else (
      select max(again.id) from sales again
      where again.guest_id = s.guest_id and again.entitlement_id = s.entitlement_id and again.kind = 'sale'
        and not exists (select 1 from sales r where r.reverses_sale_id = again.id)) end
    from sales s where s.change_id = @fromId and s.kind = 'sale') order by id`;
const insertRepeats = `
  insert into sales (${saleColumns})
  select 'sale', null, ${newSale}, 0 - amount_minor, currency, payment, 0 - list_price_minor, price_reason
  from sales where change_id = @fromId and kind = 'reversal' order by id`;

export function refused(reason: Refusal['reason'], params: Refusal['params']): Refusal {
  return { kind: 'refused', reason, params };
}
