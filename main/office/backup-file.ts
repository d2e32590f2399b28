/**
 * A backup as one file that opens with the venue's data key only, or with its recovery key: a lost USB drive tells
 * nobody a guest's name or a code.
 *
 *   | length | what                                                                              |
 *   |--------|-----------------------------------------------------------------------------------|
 *   | 18     | 'gatehouse backup 1'                                                              |
 *   | 8      | when it was taken, UTC milliseconds                                               |
 *   | 16     | salt                                                                              |
 *   | 16     | check of the data key: tells a wrong key from a damaged file                      |
 *   | 2      | length of the next field                                                          |
 *   | n      | data key, sealed under the recovery key (db/seal.ts)                              |
 *   | 4 + m + 16, again and again | a part: length m, cipher text (AES-256-GCM), tag             |
 *
 * The number of a part is its nonce (the key is of this file alone), and head and "is it the last?" are authenticated
 * with it: a part that is missing, moved or of another file shows, and so does an end that is missing.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { giveWay, type Watch } from './watch';

const MAGIC = Buffer.from('gatehouse backup 1', 'latin1');
const CIPHER = 'aes-256-gcm';
const SALT_BYTES = 16;
const CHECK_BYTES = 16;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
/** A power of two that keeps the work thread some milliseconds busy. */
const PART_BYTES = 1024 * 1024;
/** A sealed key has 61 bytes; whatever is longer than this is none. */
const MOST_SEALED_BYTES = 512;
const FIXED_HEAD_BYTES = MAGIC.length + 8 + SALT_BYTES + CHECK_BYTES + 2;
const OWNER_ONLY = 0o600;

export interface BackupHead {
  /** UTC milliseconds. */
  readonly takenAtMs: number;
  /** The data key under the recovery key: `unsealDataKey`. */
  readonly recoverySealed: Uint8Array;
}

interface WholeHead extends BackupHead {
  readonly salt: Uint8Array;
  readonly check: Uint8Array;
  /** As it stands in the file. */
  readonly bytes: Buffer;
}

export interface BackupKeys {
  readonly dataKey: Uint8Array;
  readonly recoverySealed: Uint8Array;
}

/**
 * Writes `from` sealed to the new file `to`; resolves when it is on the disk. Rejects with the file system's error, or
 * the reason of `watch.signal`; then `to` may be there in part.
 */
export async function sealBackup(
  from: string,
  to: string,
  keys: BackupKeys,
  takenAtMs: number,
  watch: Watch,
): Promise<void> {
  const head = makeHead(keys, takenAtMs);
  await withFiles(from, to, async (source, target) => {
    await target.write(head.bytes);
    const { size } = await source.stat();
    const key = keyOf(keys.dataKey, head.salt);
    const clear = Buffer.alloc(PART_BYTES);
    for (let part = 0, done = 0; ; part++) {
      const length = await readFully(source, clear);
      done += length;
      const isLast = done >= size;
      await target.write(sealPart(key, part, isLast, head.bytes, clear.subarray(0, length)));
      watch.progress(done, Math.max(size, done));
      await giveWay(watch);
      if (isLast) return;
    }
  });
}

/**
 * Writes the clear content of the backup `from` to the new file `to`. Answers, instead of writing all of it, that the key
 * is not the one it was sealed with, or that the file is damaged or cut. Rejects as `sealBackup`.
 */
export async function openBackup(
  from: string,
  to: string,
  dataKey: Uint8Array,
  watch: Watch,
): Promise<'opened' | 'wrong-key' | 'damaged'> {
  return withFiles(from, to, async (source, target) => {
    const head = await readWholeHead(source);
    if (head === undefined) return 'damaged';
    if (!timingSafeEqual(head.check, checkOf(dataKey, head.salt))) return 'wrong-key';
    const key = keyOf(dataKey, head.salt);
    const { size } = await source.stat();
    for (let part = 0, done = head.bytes.length; done < size; part++) {
      const sealed = await readPart(source);
      if (sealed === undefined) return 'damaged';
      done += sealed.length + 4;
      const isLast = done >= size;
      const clear = openPart(key, part, isLast, head.bytes, sealed);
      if (clear === undefined) return 'damaged';
      await target.write(clear);
      watch.progress(done, size);
      await giveWay(watch);
      if (isLast) return 'opened';
    }
    return 'damaged';
  });
}

/** When a backup was taken, and the key to it; undefined for any other file. Rejects with the file system's error. */
export async function readBackupHead(file: string): Promise<BackupHead | undefined> {
  const handle = await open(file, 'r');
  try {
    return await readWholeHead(handle);
  } finally {
    await handle.close();
  }
}

function makeHead({ dataKey, recoverySealed }: BackupKeys, takenAtMs: number): WholeHead {
  const salt = randomBytes(SALT_BYTES);
  const check = checkOf(dataKey, salt);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(takenAtMs));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(recoverySealed.length);
  return {
    takenAtMs,
    recoverySealed,
    salt,
    check,
    bytes: Buffer.concat([MAGIC, time, salt, check, length, recoverySealed]),
  };
}

async function readWholeHead(source: FileHandle): Promise<WholeHead | undefined> {
  const fixed = Buffer.alloc(FIXED_HEAD_BYTES);
  if ((await readFully(source, fixed)) < fixed.length || !fixed.subarray(0, MAGIC.length).equals(MAGIC))
    return undefined;
  const length = fixed.readUInt16BE(fixed.length - 2);
  if (length > MOST_SEALED_BYTES) return undefined;
  const recoverySealed = Buffer.alloc(length);
  if ((await readFully(source, recoverySealed)) < length) return undefined;
  const saltAt = MAGIC.length + 8;
  return {
    takenAtMs: Number(fixed.readBigUInt64BE(MAGIC.length)),
    recoverySealed,
    salt: fixed.subarray(saltAt, saltAt + SALT_BYTES),
    check: fixed.subarray(saltAt + SALT_BYTES, saltAt + SALT_BYTES + CHECK_BYTES),
    bytes: Buffer.concat([fixed, recoverySealed]),
  };
}

function keyOf(dataKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataKey, salt, 'gatehouse backup', 32));
}

function checkOf(dataKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return createHmac('sha256', keyOf(dataKey, salt)).update('gatehouse backup key').digest().subarray(0, CHECK_BYTES);
}

function nonceOf(part: number): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(BigInt(part), NONCE_BYTES - 8);
  return nonce;
}

const LAST = Buffer.from([1]);
const NOT_LAST = Buffer.from([0]);

function sealPart(key: Uint8Array, part: number, isLast: boolean, head: Buffer, clear: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonceOf(part), { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.concat([isLast ? LAST : NOT_LAST, head]));
  const text = Buffer.concat([cipher.update(clear), cipher.final()]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, cipher.getAuthTag()]);
}

/** Undefined: not as it was written. */
function openPart(key: Uint8Array, part: number, isLast: boolean, head: Buffer, sealed: Buffer): Buffer | undefined {
  const decipher = createDecipheriv(CIPHER, key, nonceOf(part), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.concat([isLast ? LAST : NOT_LAST, head]));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const clear = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return clear;
  } catch {
    // The one error there is here: the tag does not fit.
    return undefined;
  }
}

/** Cipher text and tag; undefined where the file ends too early or is none of ours. */
async function readPart(source: FileHandle): Promise<Buffer | undefined> {
  const length = Buffer.alloc(4);
  if ((await readFully(source, length)) < length.length) return undefined;
  const bytes = length.readUInt32BE();
  if (bytes > PART_BYTES) return undefined;
  const sealed = Buffer.alloc(bytes + TAG_BYTES);
  return (await readFully(source, sealed)) < sealed.length ? undefined : sealed;
}

/** Fills `into` as far as the file goes on; returns how far. */
async function readFully(source: FileHandle, into: Buffer): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await source.read(into, done, into.length - done, null);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

async function withFiles<T>(
  from: string,
  to: string,
  work: (source: FileHandle, target: FileHandle) => Promise<T>,
): Promise<T> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w', OWNER_ONLY);
    try {
      const result = await work(source, target);
      await target.sync();
      return result;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
