/**
 * How much a ZIP file holds when it is unpacked, found out by unpacking it part by part: what its list of contents says
 * could be a lie. Layout (APPNOTE.TXT 4.3), little endian, in bytes:
 *
 *   | part            | signature  | fields used                                                            |
 *   |-----------------|------------|------------------------------------------------------------------------|
 *   | end of contents | 0x06054b50 | 10 entries (2), 16 offset of the contents (4)                          |
 *   | entry           | 0x02014b50 | 10 method (2), 20 packed size (4), 28/30/32 lengths (2), 42 offset (4) |
 *   | local header    | 0x04034b50 | 26 name length (2), 28 extra length (2), then the packed bytes         |
 */
import { inflateRawSync } from 'node:zlib';

const END_BYTES = 22;
/** The comment behind the end has 16 bits for its length. */
const MOST_COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Bytes of all parts together; `damaged` also for what no spreadsheet program writes (encrypted, ZIP64). */
export function inflatedBytes(file: Buffer, most: number): number | 'damaged' | 'too-large' {
  try {
    return addUp(file, most);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged';
  }
}

function addUp(file: Buffer, most: number): number | 'damaged' | 'too-large' {
  const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end < file.length - END_BYTES - MOST_COMMENT_BYTES) return 'damaged';
  let entry = file.readUInt32LE(end + 16);
  let sum = 0;
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.readUInt32LE(entry) !== 0x02014b50) return 'damaged';
    sum += partBytes(file, entry, most - sum);
    if (sum > most) return 'too-large';
    const lengths = [28, 30, 32].map((at) => file.readUInt16LE(entry + at));
    entry += 46 + lengths.reduce((all, length) => all + length, 0);
  }
  return sum;
}

/** Throws ERR_BUFFER_TOO_LARGE, and other errors for what cannot be unpacked. */
function partBytes(file: Buffer, entry: number, most: number): number {
  const method = file.readUInt16LE(entry + 10);
  const size = file.readUInt32LE(entry + 20);
  const local = file.readUInt32LE(entry + 42);
  const begin = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (begin + size > file.length) throw new Error('A part ends after the file');
  if (method === STORED) return size;
  if (method !== DEFLATED) throw new Error(`Packed with method ${method}`);
  return inflateRawSync(file.subarray(begin, begin + size), { maxOutputLength: Math.max(1, most) }).length;
}
