/** What the owner sees of a backup before it takes the venue's place; `main/venue.ts` puts it there. */
import { getVenue } from '../../db/queries/venue';
import type { Since } from '../../db/queries/backups';
import type { OpenVenue } from '../open-venue';
import { backupFolderOf, copiesFolderOf, listCopies, type FoundCopy } from './backup-places';
import type { Staged } from './stage-restore';

export interface RestoreInput {
  readonly file: string;
  readonly recoveryKey?: string | undefined;
}

export interface RestorePreview {
  readonly file: string;
  readonly venueName: string;
  readonly takenAtMs: number;
  readonly guests: number;
  readonly sales: number;
  readonly sessions: number;
  readonly newestSaleAtMs?: number;
  readonly lost?: Since;
}

export function previewOf({ file, takenAtMs, contents, since }: Staged): RestorePreview {
  const { venueName, guests, sales, sessions, newestSaleAtMs } = contents;
  return {
    ...{ file, venueName: venueName ?? '', takenAtMs, guests, sales, sessions },
    ...(newestSaleAtMs === null ? {} : { newestSaleAtMs }),
    ...(since === undefined ? {} : { lost: since }),
  };
}

/** Newest first of each place: the chosen folder, the backups beside the database, the copies before updates and restores. */
export async function listOwnCopies({ db }: OpenVenue): Promise<readonly FoundCopy[]> {
  const { backupFolder } = getVenue(db);
  const folders = [backupFolderOf(db.file), copiesFolderOf(db.file), ...(backupFolder === null ? [] : [backupFolder])];
  const found = await Promise.all(folders.map(listCopies));
  return found.flat();
}
