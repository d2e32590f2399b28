/** Files to the venue and back, in pieces: no call carries more than a moment's worth. */
import { client } from '../api';
import { MOST_FILE_BYTES, PIECE_BYTES } from '../../preload/contract/files';

/** The name under which the venue has it. Rejects with its refusals; of a file that is too large before it is all sent. */
export async function sendFile(content: Blob): Promise<string> {
  const file = crypto.randomUUID();
  const size = Math.min(content.size, MOST_FILE_BYTES + 1);
  for (let at = 0; at === 0 || at < size; at += PIECE_BYTES) {
    const bytes = new Uint8Array(await content.slice(at, Math.min(at + PIECE_BYTES, size)).arrayBuffer());
    await client.guestFiles.upload({ file, at, base64: toBase64(bytes) });
  }
  return file;
}

export type Fetch = (input: { readonly file: string; readonly at: number }) => Promise<{
  readonly base64: string;
  readonly isLast: boolean;
}>;

/** What the venue has made, whole. */
export async function fetchFile(fetch: Fetch, file: string): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; ; at += PIECE_BYTES) {
    const { base64, isLast } = await fetch({ file, at });
    pieces.push(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    if (isLast) return new Blob(pieces);
  }
}

function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}
