/** Digests in one call. */
import * as crypto from 'node:crypto';

/** `crypto.hash` saves the hash object, but only came with Node 20.12. */
const hashOnce = (crypto as { readonly hash?: typeof crypto.hash }).hash;

/**
 * A digest as Latin-1 text, a character for each byte ('binary' is Node's other name for it): making a Buffer of it costs
 * more than the digest itself.
 */
export function digestText(algorithm: 'md5' | 'sha256', bytes: Uint8Array): string {
  return hashOnce === undefined
    ? crypto.createHash(algorithm).update(bytes).digest('binary')
    : hashOnce(algorithm, bytes, 'binary');
}

export function md5(bytes: Uint8Array): Buffer {
  return Buffer.from(digestText('md5', bytes), 'latin1');
}

/** The block of MD5 and SHA-256, which HMAC pads its key to. */
const HMAC_BLOCK_BYTES = 64;

/** The two halves of an HMAC key (RFC 2104 §2), to be made once per key. */
export interface HmacKey {
  readonly algorithm: 'md5' | 'sha256';
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

export function hmacKeyFrom(algorithm: 'md5' | 'sha256', key: Uint8Array): HmacKey {
  const block = Buffer.alloc(HMAC_BLOCK_BYTES);
  if (key.length > HMAC_BLOCK_BYTES) block.write(digestText(algorithm, key), 'latin1');
  else block.set(key);
  return { algorithm, inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
}

/** Where a message begins in what `hmacInput` gives. */
export const HMAC_MESSAGE_AT = HMAC_BLOCK_BYTES;

/** Room for a message of that length, with the key in front of it. */
export function hmacInput({ inner }: HmacKey, messageBytes: number): Buffer {
  const input = Buffer.allocUnsafe(HMAC_MESSAGE_AT + messageBytes);
  input.set(inner, 0);
  return input;
}

/**
 * The HMAC of the message written into `input` (see hmacInput), as Latin-1 text. Out of two plain digests, because
 * `createHmac` costs ten times as much in OpenSSL 3.
 */
export function hmacText({ algorithm, outer }: HmacKey, input: Buffer): string {
  const inside = digestText(algorithm, input);
  const last = Buffer.allocUnsafe(HMAC_BLOCK_BYTES + inside.length);
  last.set(outer, 0);
  last.write(inside, HMAC_BLOCK_BYTES, 'latin1');
  return digestText(algorithm, last);
}
