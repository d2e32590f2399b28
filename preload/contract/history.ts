import { z } from 'zod';
import { line, listLimit, procedure, rowId, timeMs } from './base';
import { payments } from './desk';

export const historyRow = z.object({
  id: rowId,
  atMs: timeMs,
  operatorName: z.string(),
  via: z.enum(['window', 'page', 'terminal', 'system']),
  kind: z.enum(['do', 'undo', 'redo']),
  /** Key of the sentence, like sell-ticket. */
  action: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** English sentence made of action and params. */
  label: z.string(),
  /** For kind do: in force or taken back. */
  state: z.enum(['done', 'undone']),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  ofChangeId: rowId.optional(),
  /** Rows touched. */
  subChanges: z.int(),
});

/** What a change is about. */
export const historySubjects = ['sales', 'guests', 'cards', 'products', 'operators', 'venue'] as const;
export type HistorySubject = (typeof historySubjects)[number];

/** `hidden`: a password, a key, a code or a picture; its value is null. */
const fieldValue = z.object({
  kind: z.enum(['plain', 'hidden']),
  value: z.union([z.string(), z.number(), z.null()]),
  /** What a number refers to: the name of the product, the guest … */
  name: z.string().optional(),
});

export const history = {
  /**
   * Newest first. Fewer rows than `limit` and a `nextBeforeId`: go on from there, more may fit. `blocked`: those of the rows
   * that can be neither undone nor repeated now, because something they touched was changed since.
   */
  list: procedure('undo-own')
    .input(
      z
        .object({
          limit: listLimit(500, 100),
          beforeId: rowId.optional(),
          operatorName: line(60).optional(),
          fromMs: timeMs.optional(),
          tillMs: timeMs.optional(),
          subject: z.enum(historySubjects).optional(),
        })
        .default({ limit: 100 }),
    )
    .output(z.object({ rows: z.array(historyRow), blocked: z.array(rowId), nextBeforeId: rowId.optional() })),
  /** Everybody who may have done something, by name; also who no longer works here. */
  authors: procedure('undo-own').output(z.object({ names: z.array(z.string()) })),
  /** What a change did, row by row; column names of the database. `more`: rows that are not told. */
  details: procedure('undo-own')
    .input(z.object({ id: rowId }))
    .output(
      z.object({
        rows: z.array(
          z.object({
            kind: z.enum(['added', 'changed', 'removed']),
            table: z.string(),
            rowId,
            name: z.string().optional(),
            fields: z.array(
              z.object({ column: z.string(), before: fieldValue.optional(), after: fieldValue.optional() }),
            ),
          }),
        ),
        sales: z.array(
          z.object({
            kind: z.enum(['sale', 'reversal']),
            productName: z.string(),
            amountMinor: z.int(),
            currency: z.string(),
            payment: z.enum(payments),
          }),
        ),
        more: z.int().nonnegative(),
      }),
    ),
  /** Takes a change back. Desk operators may undo their own, managers any. Refused when it was changed since, naming by what. */
  undo: procedure('undo-own')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId, label: z.string() })),
  redo: procedure('undo-own')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId, label: z.string() })),
};
