/** Shifts: whose till the money goes into. Book-keeping beside history: opened and closed, never undone. */
import type Database from 'better-sqlite3';
import { withFaults } from './faults';
import type { Db } from './open';
import type { Actor } from './write';
import { prepared, preparedValue } from './statements';
import { immediate } from './transaction';
import type { Refusal } from '../preload/contract/refusals';

/** Who acts without being an operator: the terminal, the system. */
const nobodyId = 0;

/** The actor's number in money tables, which know no null. */
export function moneyOperatorId(actor: Actor): number {
  return actor.operatorId ?? nobodyId;
}

/** Id of the actor's open shift; opens one if there is none. To be called inside a write. */
export function openShiftOf(sqlite: Database.Database, actor: Actor, nowMs: number): number {
  const operatorId = moneyOperatorId(actor);
  const open = preparedValue<[number], number>(
    sqlite,
    'select id from shifts where operator_id = ? and closed_at_ms is null',
  ).get(operatorId);
  if (open !== undefined) return open;
  const opened = prepared<[number, string, number]>(
    sqlite,
    'insert into shifts (operator_id, operator_name, opened_at_ms) values (?, ?, ?)',
  ).run(operatorId, actor.operatorName, nowMs);
  return Number(opened.lastInsertRowid);
}

export interface CashMovement {
  readonly kind: 'float' | 'in' | 'out';
  /** Never negative: the kind says which way it went. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly note?: string | undefined;
}

export interface Closing {
  readonly currency: string;
  readonly expectedMinor: number;
  readonly countedMinor: number;
  /** Value in minor units and how many of it. */
  readonly pieces?: readonly (readonly [number, number])[] | undefined;
  readonly note?: string | undefined;
  readonly reprints: number;
}

/** Writes of one shift; inside `writeShift` only. */
export interface ShiftWriter {
  /** Id of the actor's open shift; opens one if there is none. */
  openShift(): number;
  /** A second float of the same shift throws. */
  moveCash(shiftId: number, movement: CashMovement): void;
  /** Nothing can be written into the shift afterwards. */
  close(shiftId: number, closing: Closing): void;
}

/**
 * Runs `work` in one immediate transaction. A Refusal it returns leaves nothing written. Beside history: what was counted
 * was counted, and a mistake is put right by its opposite. Faults as `writeChange`.
 */
export function writeShift<T>(
  db: Db,
  actor: Actor,
  nowMs: number,
  work: (write: ShiftWriter) => T | Refusal,
): T | Refusal {
  const writer = shiftWriter(db.sqlite, actor, nowMs);
  return withFaults(db.file, () => immediate(db.sqlite, () => work(writer), isKept));
}

function isKept(result: unknown): boolean {
  return !(typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'refused');
}

function shiftWriter(sqlite: Database.Database, actor: Actor, nowMs: number): ShiftWriter {
  const by = { atMs: nowMs, operatorId: moneyOperatorId(actor), operatorName: actor.operatorName };
  return {
    openShift: () => openShiftOf(sqlite, actor, nowMs),
    moveCash: (shiftId, { note = null, ...movement }) =>
      void prepared(sqlite, insertMovement).run({ ...by, ...movement, shiftId, note }),
    close(shiftId, { pieces, note = null, ...closing }) {
      const counted = pieces === undefined ? null : JSON.stringify(pieces);
      prepared(sqlite, insertClosing).run({ ...by, ...closing, shiftId, note, pieces: counted });
      prepared(sqlite, 'update shifts set closed_at_ms = ? where id = ?').run(nowMs, shiftId);
    },
  };
}

const insertMovement = `
  insert into cash_movements (shift_id, at_ms, operator_id, operator_name, kind, amount_minor, currency, note)
  values (@shiftId, @atMs, @operatorId, @operatorName, @kind, @amountMinor, @currency, @note)`;
const insertClosing = `
  insert into shift_closings (shift_id, at_ms, operator_id, operator_name, currency, expected_minor, counted_minor,
    pieces, note, reprints)
  values (@shiftId, @atMs, @operatorId, @operatorName, @currency, @expectedMinor, @countedMinor, @pieces, @note,
    @reprints)`;
