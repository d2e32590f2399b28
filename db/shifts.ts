/** Shifts: whose till the money goes into. Book-keeping beside history: opened and closed, never undone. */
import type Database from 'better-sqlite3';
import type { Actor } from './write';
import { prepared, preparedValue } from './statements';

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
