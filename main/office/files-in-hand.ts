/** Files on their way between a window and the work thread, in memory: they hold passwords, so they never touch the disk. */
import { randomUUID } from 'node:crypto';
import { MOST_FILE_BYTES, PIECE_BYTES } from '../../preload/contract/files';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';

/** More windows than work at the same time; then the oldest file goes. */
const MOST_FILES = 3;

interface FileInHand {
  readonly ownerId: number;
  readonly pieces: Uint8Array[];
  bytes: number;
}

/** Whoever brought a file, or had it made, is the only one who gets at it: `ownerId` is the operator, 0 the terminal. */
export class FilesInHand {
  readonly #files = new Map<string, FileInHand>();

  /** Bytes that are here now. Refused: a piece that does not go on where the last one ended, or more than a file may have. */
  add(ownerId: number, id: string, at: number, piece: Uint8Array): number | Refusal {
    if (at === 0) this.#keep(id, { ownerId, pieces: [], bytes: 0 });
    const file = this.#find(ownerId, id);
    if (file?.bytes !== at) return refuse('upload-gone');
    if (at + piece.length > MOST_FILE_BYTES) {
      this.#files.delete(id);
      return refuse('file-too-large', { most: MOST_FILE_BYTES / (1024 * 1024) });
    }
    file.pieces.push(piece);
    file.bytes += piece.length;
    return file.bytes;
  }

  /** The whole file. Refused: it is not here, or is somebody else's. */
  get(ownerId: number, id: string): Uint8Array | Refusal {
    const file = this.#find(ownerId, id);
    if (file === undefined) return refuse('upload-gone');
    if (file.pieces.length > 1) file.pieces.splice(0, file.pieces.length, Buffer.concat(file.pieces));
    return file.pieces[0] ?? new Uint8Array();
  }

  /** Keeps what the venue has made for somebody; the name it is fetched by. */
  keep(ownerId: number, bytes: Uint8Array): string {
    const id = randomUUID();
    this.#keep(id, { ownerId, pieces: [bytes], bytes: bytes.length });
    return id;
  }

  /** A piece of it; the file is forgotten with the last one. Refused as `get`. */
  piece(ownerId: number, id: string, at: number): { readonly base64: string; readonly isLast: boolean } | Refusal {
    const bytes = this.get(ownerId, id);
    if (!(bytes instanceof Uint8Array)) return bytes;
    const isLast = at + PIECE_BYTES >= bytes.length;
    const part = bytes.subarray(at, at + PIECE_BYTES);
    if (isLast) this.#files.delete(id);
    return { base64: Buffer.from(part.buffer, part.byteOffset, part.length).toString('base64'), isLast };
  }

  #find(ownerId: number, id: string): FileInHand | undefined {
    const file = this.#files.get(id);
    return file?.ownerId === ownerId ? file : undefined;
  }

  #keep(id: string, file: FileInHand): void {
    this.#files.delete(id);
    for (const oldest of this.#files.keys()) {
      if (this.#files.size < MOST_FILES) break;
      this.#files.delete(oldest);
    }
    this.#files.set(id, file);
  }
}
