import { backupFolderOf } from '../office/backup-places';
import { backUp, setBackupFolder, showBackups } from '../office/backups';
import type { BackupRow } from '../../db/queries/backups';
import { faultCodes, viewFault } from '../../preload/contract/faults';
import { answer, type Access } from './access';
import type { Services } from './services';
import { refuse } from '../refuse';
import { listOwnCopies, type RestoreInput } from '../office/restore';
import { withoutNulls } from './shape';

export function backupProcedures(access: Access, services: Services) {
  const { backup } = access;
  return backup.router({
    status: backup.status.handler(async ({ context }) => {
      const { rows, lastVerified, away, disk, ...rest } = await showBackups(context.open());
      return {
        ...rest,
        ...(away === undefined ? {} : { away }),
        ...(disk === undefined ? {} : { disk }),
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
    files: backup.files.handler(async ({ context }) => ({ rows: (await listOwnCopies(context.open())).slice() })),
    inspect: backup.inspect.handler(async ({ input }) => answer(await services.inspectBackup(input))),
    restore: backup.restore.handler(({ input }) => restore(services, input)),
    inspectAnew: backup.inspectAnew.handler(async ({ input }) => {
      refuseWhileReady(services);
      return answer(await services.inspectBackup(input));
    }),
    restoreAnew: backup.restoreAnew.handler(({ input }) => {
      refuseWhileReady(services);
      return restore(services, input);
    }),
  });
}

async function restore(services: Services, input: RestoreInput): Promise<Record<string, never>> {
  const refusal = await services.restoreBackup(input);
  return refusal === undefined ? {} : answer<Record<string, never>>(refusal);
}

/** Anyone may reach these calls: where there is a venue to lose, its owner decides. */
function refuseWhileReady(services: Services): void {
  const phase = services.phase();
  if (phase !== 'first-run' && phase !== 'broken') answer(refuse('not-while-ready'));
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
