/** Copies of the venue: made by themselves, checked, brought to another drive. */
import { z } from 'zod';
import { line, procedure, rowId, timeMs } from './base';
import { faultView } from './venue';

/** Why a backup is made: every night, because somebody asked, before Gatehouse ends, because the drive is back. */
export const backupReasons = ['night', 'asked', 'closing', 'drive-back'] as const;
export type BackupReason = (typeof backupReasons)[number];

export const backupView = z.object({
  id: rowId,
  atMs: timeMs,
  reason: z.enum(backupReasons),
  /** Absent: Gatehouse itself. */
  operatorName: z.string().optional(),
  /** `verified`: opened again, read from end to end, and it held what was copied. */
  state: z.enum(['verified', 'failed']),
  /** Why it failed. */
  fault: faultView.optional(),
  fileName: z.string().optional(),
  bytes: z.int().optional(),
  guests: z.int().optional(),
  sales: z.int().optional(),
  /** What became of the copy for the chosen folder; `none`: there was no such folder. */
  away: z.enum(['none', 'verified', 'missing', 'failed']),
  awayFolder: z.string().optional(),
});

export const backup = {
  /** What there is, what comes next, and the last tries, newest first. */
  status: procedure('manager').output(
    z.object({
      lastVerified: backupView.optional(),
      nextAtMs: timeMs,
      /** Beside the database. */
      folder: z.string(),
      /** Where backups also go, and whether it is there now. */
      away: z.object({ folder: z.string(), isThere: z.boolean() }).optional(),
      /** Bytes that the disk of the data folder has left. */
      freeBytes: z.int(),
      rows: z.array(backupView),
    }),
  ),
  /** Makes one now; answers when it has been checked. Refusals: `work-busy`, `work-stopped`. */
  make: procedure('manager').output(backupView),
  /** Another folder of this computer that backups also go to; null: none. Refusals: `no-such-folder`, `folder-of-data`. */
  setFolder: procedure('manager')
    .input(z.object({ folder: line(1_000).nullable() }))
    .output(z.object({ changeId: rowId.optional() })),
};
