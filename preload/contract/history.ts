import { z } from 'zod';
import { listLimit, procedure, rowId, timeMs } from './base';

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

export const history = {
  list: procedure('undo-own')
    .input(z.object({ limit: listLimit(500, 100), beforeId: rowId.optional() }).default({ limit: 100 }))
    .output(z.object({ rows: z.array(historyRow) })),
  /** Takes a change back. Desk operators may undo their own, managers any. Refused when it was changed since, naming by what. */
  undo: procedure('undo-own')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId, label: z.string() })),
  redo: procedure('undo-own')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId, label: z.string() })),
};
