/** Files that the venue has for somebody, or has from them: kept in memory, given away piece by piece. */
import { FilesInHand } from '../office/files-in-hand';
import type { OpenVenue } from '../open-venue';
import { answer, type SignedContext } from './access';

/** Files go with the venue they are of. */
const inHand = new WeakMap<OpenVenue['db'], FilesInHand>();

export function filesOf({ db }: OpenVenue): FilesInHand {
  const known = inHand.get(db);
  if (known !== undefined) return known;
  const files = new FilesInHand();
  inHand.set(db, files);
  return files;
}

/** Whoever made a file, or had it made; 0: the terminal. */
export function ownerOf(context: SignedContext): number {
  return context.operator?.operatorId ?? 0;
}

/** Keeps what was made for the caller until it is fetched; how it is fetched, and how large it is. */
export function keepFor(context: SignedContext, bytes: Uint8Array): { readonly file: string; readonly bytes: number } {
  return { file: filesOf(context.open()).keep(ownerOf(context), bytes), bytes: bytes.length };
}

export function pieceOf(context: SignedContext, { file, at }: { readonly file: string; readonly at: number }) {
  return answer(filesOf(context.open()).piece(ownerOf(context), file, at));
}
