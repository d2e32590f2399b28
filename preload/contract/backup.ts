/** Copies of the venue: made by themselves, checked, brought to another drive. */
import { z } from 'zod';
import { line, procedure, procedureWithoutVenue, rowId, timeMs } from './base';
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

const restoring = z.object({
  /** Full path on this computer of a backup or a copy, or of a folder: its newest. */
  file: line(1_000),
  /** Needed where the backup was made with another key than this venue's. */
  recoveryKey: z.string().trim().min(10).max(200).optional(),
});
const restoringAnew = restoring.required();

/** What one would get, and what one would lose. */
export const restorePreview = z.object({
  file: z.string(),
  venueName: z.string(),
  takenAtMs: timeMs,
  guests: z.int(),
  sales: z.int(),
  sessions: z.int(),
  newestSaleAtMs: timeMs.optional(),
  /** Done in the present venue since; absent: there is none. */
  lost: z.object({ sales: z.int(), amountMinor: z.int(), guests: z.int(), changes: z.int() }).optional(),
});

/** What a disk has left; `low` is amber, `nearly-full` red. */
const diskRoom = z.object({ freeBytes: z.int(), level: z.enum(['enough', 'low', 'nearly-full']) });

export const foundCopy = z.object({
  file: z.string(),
  kind: z.enum(['backup', 'before-update', 'before-restore']),
  takenAtMs: timeMs,
  bytes: z.int(),
});

export const backup = {
  /** What there is, what comes next, and the last tries, newest first. */
  status: procedure('back-up').output(
    z.object({
      lastVerified: backupView.optional(),
      nextAtMs: timeMs,
      /** Beside the database. */
      folder: z.string(),
      /** Where backups also go, and whether it is there now. */
      away: z.object({ folder: z.string(), isThere: z.boolean(), disk: diskRoom.optional() }).optional(),
      /** Of the data folder; absent: the system does not tell. */
      disk: diskRoom.optional(),
      rows: z.array(backupView),
    }),
  ),
  /** Makes one now; answers when it has been checked. Refusals: `work-busy`, `work-stopped`. */
  make: procedure('back-up').output(backupView),
  /** Another folder of this computer that backups also go to; null: none. Refusals: `no-such-folder`, `folder-of-data`. */
  setFolder: procedure('back-up')
    .input(z.object({ folder: line(1_000).nullable() }))
    .output(z.object({ changeId: rowId.optional() })),
  /** The backups and copies that this computer has, beside the database and in the chosen folder. */
  files: procedure('restore').output(z.object({ rows: z.array(foundCopy) })),
  /** Opens and checks a backup, and changes nothing. Refusals: `not-a-backup`, `backup-damaged`, `recovery-key-needed`. */
  inspect: procedure('restore').input(restoring).output(restorePreview),
  /**
   * Puts a backup in the place of the venue; what was there is kept as a copy. Everybody signs in anew. Refusals as
   * `inspect`, and `other-venue`.
   */
  restore: procedure('restore').input(restoring).output(z.object({})),
  /** The same without a venue: on a new computer, or where the database is damaged. Refused while the venue is open. */
  inspectAnew: procedureWithoutVenue('anyone').input(restoringAnew).output(restorePreview),
  restoreAnew: procedureWithoutVenue('anyone').input(restoringAnew).output(z.object({})),
};
