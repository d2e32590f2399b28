import { z } from 'zod';
import { procedure, rowId, timeMs } from './base';

/** What takes its time, and so is done beside the windows and the logins. */
export const jobNames = [
  'export-connection-log',
  'verify-connection-log',
  'verify-connections',
  'make-batch',
  'change-cards',
  'check-database',
  'product-impact',
  'draw-product-ticket',
  'draw-report',
  'draw-sheet',
  'make-backup',
  'make-support-bundle',
  'update-report-sums',
  'stage-restore',
  'import-guests',
  'make-problem-file',
  'export-guests',
  'export-addresses',
  'export-own-data',
  'erase-guest',
  'toggle-change',
  'settle-changes',
  'forget-old-data',
] as const;

export const jobView = z.object({
  id: rowId,
  name: z.enum(jobNames),
  /** Absent: Gatehouse itself. */
  operatorName: z.string().optional(),
  askedAtMs: timeMs,
  /** So many of `total` are done, whatever it counts; both are absent until it has begun to count. */
  done: z.int().nonnegative().optional(),
  total: z.int().nonnegative().optional(),
});

export const work = {
  /** What runs (the first) and what waits for it: of the caller, and with the right `venue` of everybody. */
  list: procedure('signed-in').output(z.object({ rows: z.array(jobView) })),
  /** What it has written so far is removed; whoever has asked for it gets the refusal `work-stopped`. One of `list`. */
  stop: procedure('signed-in')
    .input(z.object({ id: rowId }))
    .output(z.object({})),
};
