/**
 * Salt encryption of keys and passwords in answers (RFC 2548 §2.4.2, RFC 2868 §3.5):
 *
 * | Offset | Bytes | Field                                                                       |
 * |--------|-------|-----------------------------------------------------------------------------|
 * | 0      | 2     | Salt, its highest bit set; no two in one packet are the same                |
 * | 2      | 16·n  | Encrypted: length of the secret value (1), the value, zeros to whole blocks |
 */
import { randomInt } from 'node:crypto';
import { attribute } from './attributes';
import { md5 } from './digest';
import { MAX_VALUE_BYTES, type Attribute } from './packet';

const SALT_BYTES = 2;
const BLOCK_BYTES = 16;
const HIGHEST_BIT = 0x8000;
/** Whole blocks in an attribute that also has a tag and a salt, less the length byte. */
export const MAX_SALTED_BYTES = Math.floor((MAX_VALUE_BYTES - 1 - SALT_BYTES) / BLOCK_BYTES) * BLOCK_BYTES - 1;

/** The salts of one packet: random where they begin, never the same twice. */
export class Salts {
  #next = randomInt(HIGHEST_BIT);

  next(): Buffer {
    const salt = Buffer.allocUnsafe(SALT_BYTES);
    salt.writeUInt16BE(HIGHEST_BIT | this.#next);
    this.#next = (this.#next + 1) % HIGHEST_BIT;
    return salt;
  }
}

/**
 * Salt and encrypted value, as they stand in an answer to the request with this authenticator.
 * @throws RangeError over MAX_SALTED_BYTES.
 */
export function saltEncrypt(clear: Buffer, salt: Buffer, requestAuthenticator: Buffer, secret: Buffer): Buffer {
  if (clear.length > MAX_SALTED_BYTES) throw new RangeError(`salt encryption of over ${MAX_SALTED_BYTES} bytes`);
  const padded = Buffer.alloc(Math.ceil((clear.length + 1) / BLOCK_BYTES) * BLOCK_BYTES);
  padded[0] = clear.length;
  padded.set(clear, 1);
  const result = Buffer.allocUnsafe(SALT_BYTES + padded.length);
  result.set(salt);
  const encrypted = result.subarray(SALT_BYTES);
  let key = md5(Buffer.concat([secret, requestAuthenticator, salt]));
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) {
    for (let i = 0; i < BLOCK_BYTES; i++) encrypted[at + i] = padded[at + i]! ^ key[i]!;
    key = md5(Buffer.concat([secret, encrypted.subarray(at, at + BLOCK_BYTES)]));
  }
  return result;
}

/** RFC 2868 §3.1: 1 to 31 put the attributes of one tunnel together, 0 is for one that stands alone. */
const MAX_TAG = 0x1f;

/**
 * A Tunnel-Password (RFC 2868 §3.5): tag, salt, encrypted password.
 * @throws RangeError for a tag over 31, or a password of over MAX_SALTED_BYTES.
 */
export function tunnelPassword(
  password: string,
  salts: Salts,
  requestAuthenticator: Buffer,
  secret: Buffer,
  tag = 0,
): Attribute {
  if (!(tag >= 0 && tag <= MAX_TAG)) throw new RangeError(`${tag} is no tag`);
  const value = saltEncrypt(Buffer.from(password, 'utf8'), salts.next(), requestAuthenticator, secret);
  return attribute('Tunnel-Password', Buffer.concat([Buffer.of(tag), value]));
}

/** The value in clear; undefined for what no holder of the secret made: wrong size, no salt, a length beyond it. */
export function saltDecrypt(value: Buffer, requestAuthenticator: Buffer, secret: Buffer): Buffer | undefined {
  const encrypted = value.subarray(SALT_BYTES);
  if (encrypted.length === 0 || encrypted.length % BLOCK_BYTES !== 0 || (value[0]! & 0x80) === 0) return undefined;
  const clear = Buffer.allocUnsafe(encrypted.length);
  let key = md5(Buffer.concat([secret, requestAuthenticator, value.subarray(0, SALT_BYTES)]));
  for (let at = 0; at < encrypted.length; at += BLOCK_BYTES) {
    for (let i = 0; i < BLOCK_BYTES; i++) clear[at + i] = encrypted[at + i]! ^ key[i]!;
    key = md5(Buffer.concat([secret, encrypted.subarray(at, at + BLOCK_BYTES)]));
  }
  const length = clear[0]!;
  return length < clear.length ? clear.subarray(1, 1 + length) : undefined;
}
