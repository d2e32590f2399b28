import { backupFolderOf } from '../office/backup-places';
import { backUp, setBackupFolder, showBackups } from '../office/backups';
import type { BackupRow } from '../../db/queries/backups';
import { faultCodes, viewFault } from '../../preload/contract/faults';
import { answer, type Access } from './access';
import { withoutNulls } from './shape';

export function backupProcedures(access: Access) {
  const { backup } = access;
  return backup.router({
    status: backup.status.handler(async ({ context }) => {
      const { rows, lastVerified, away, ...rest } = await showBackups(context.open());
      return {
        ...rest,
        ...(away === undefined ? {} : { away }),
        ...(lastVerified === undefined ? {} : { lastVerified: viewBackup(lastVerified, rest.folder) }),
        rows: rows.map((row) => viewBackup(row, rest.folder)),
      };
    }),
    make: backup.make.handler(async ({ context }) => {
      const open = context.open();
      const { actor } = context;
      return viewBackup(answer(await backUp(open, 'asked', actor.operatorName)), backupFolderOf(open.db.file));
    }),
    setFolder: backup.setFolder.handler(async ({ input, context }) => {
      const open = context.open();
      const done = answer(await setBackupFolder(open, context.actor, input.folder));
      open.backupsChanged();
      open.announce(['venue', 'backup', 'history']);
      return done;
    }),
  });
}

/** A fault keeps only its code in the database; every one a backup can meet is about `folder`. */
function viewBackup(row: BackupRow, folder: string) {
  const { id, atMs, reason, state, away, operatorName, fileName, bytes, guests, sales, awayFolder } = row;
  const shown = { id, atMs, reason, state, away, operatorName, fileName, bytes, guests, sales, awayFolder };
  if (state === 'verified') return withoutNulls(shown);
  const code = faultCodes.find((known) => known === row.faultCode) ?? 'INTERNAL';
  const params = { folder, file: folder };
  return { ...withoutNulls(shown), fault: { ...viewFault(code, params), params } };
}
