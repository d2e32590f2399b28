/** The one way to write for operators. (Types; the body follows.) */
import type { Refusal } from '../preload/contract/refusals';
import type { Db } from './open';

export interface Actor {
  readonly operatorId: number | null;
  readonly operatorName: string;
  readonly via: 'window' | 'page' | 'terminal' | 'system';
}

export interface ChangeWhat {
  /** Kebab-case, a key of `changeLabels` ('sell-ticket'). */
  readonly action: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Writes rows of one change. Values are column names of the database (snake_case) with plain SQLite values. */
export interface ChangeWriter {
  readonly changeId: number;
  readonly atMs: number;
  /** Returns the new row's id. */
  insert(table: string, values: Readonly<Record<string, unknown>>): number;
  update(table: string, id: number, set: Readonly<Record<string, unknown>>): void;
  remove(table: string, id: number): void;
  /** Into an append-only money table (sales, shifts); undo adds the opposite sale instead of deleting. */
  append(table: 'sales' | 'shifts', values: Readonly<Record<string, unknown>>): number;
}

export type WriteChange = <T>(
  db: Db,
  actor: Actor,
  what: ChangeWhat,
  nowMs: number,
  work: (write: ChangeWriter) => T,
) => T;
export type UndoChange = (
  db: Db,
  actor: Actor,
  changeId: number,
  nowMs: number,
) => { readonly kind: 'done'; readonly changeId: number } | Refusal;
