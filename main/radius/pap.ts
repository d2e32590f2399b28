/** User-Password (RFC 2865 §5.2): hidden by an MD5 stream of the secret and the Request Authenticator. */
import { isUtf8 } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { findAttribute } from './attributes';
import { digestText } from './digest';
import type { Packet } from './packet';

const BLOCK_BYTES = 16;
/** RFC 2865 §5.2: at most 128 bytes. */
export const MAX_PASSWORD_BYTES = 128;

/**
 * - `password`: what the guest typed; may be empty (MAC login), which some clients send as an empty attribute.
 * - `unreadable`: not UTF-8 or with NULs inside, which is what a wrong secret makes of it.
 * - `wrong-size`: over 128 bytes, or not whole blocks of 16.
 * - `absent`: the request carries no User-Password.
 */
export type RevealedPassword =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'wrong-size' }
  | { readonly kind: 'absent' };

/** The password of an Access-Request in clear. */
export function revealPassword(packet: Packet, secret: Buffer): RevealedPassword {
  const hidden = findAttribute(packet, 'User-Password')?.value;
  if (hidden === undefined) return { kind: 'absent' };
  if (hidden.length > MAX_PASSWORD_BYTES || hidden.length % BLOCK_BYTES !== 0) {
    return { kind: 'wrong-size' };
  }
  const clear = withoutPadding(unhide(hidden, secret, packet.authenticator));
  if (clear.includes(0) || !isUtf8(clear)) return { kind: 'unreadable' };
  return { kind: 'password', password: clear.toString('utf8') };
}

function unhide(hidden: Buffer, secret: Buffer, authenticator: Buffer): Buffer {
  const clear = Buffer.allocUnsafe(hidden.length);
  let previous = authenticator;
  for (let at = 0; at < hidden.length; at += BLOCK_BYTES) {
    xorBlock(clear, at, hidden, keyOf(secret, previous));
    previous = hidden.subarray(at, at + BLOCK_BYTES);
  }
  return clear;
}

function withoutPadding(clear: Buffer): Buffer {
  let end = clear.length;
  while (end > 0 && clear[end - 1] === 0) end--;
  return clear.subarray(0, end);
}

/**
 * The value of User-Password for a request with this authenticator.
 * @throws RangeError over 128 bytes.
 */
export function hidePassword(password: Buffer, secret: Buffer, authenticator: Buffer): Buffer {
  if (password.length > MAX_PASSWORD_BYTES) throw new RangeError(`password over ${MAX_PASSWORD_BYTES} bytes`);
  const blocks = Math.max(1, Math.ceil(password.length / BLOCK_BYTES));
  const clear = Buffer.alloc(blocks * BLOCK_BYTES);
  clear.set(password);
  const hidden = Buffer.allocUnsafe(clear.length);
  let previous = authenticator;
  for (let at = 0; at < clear.length; at += BLOCK_BYTES) {
    xorBlock(hidden, at, clear, keyOf(secret, previous));
    previous = hidden.subarray(at, at + BLOCK_BYTES);
  }
  return hidden;
}

function keyOf(secret: Buffer, previous: Buffer): string {
  const input = Buffer.allocUnsafe(secret.length + BLOCK_BYTES);
  input.set(secret, 0);
  input.set(previous, secret.length);
  return digestText('md5', input);
}

function xorBlock(target: Buffer, at: number, source: Buffer, key: string): void {
  for (let i = 0; i < BLOCK_BYTES; i++) target[at + i] = source[at + i]! ^ key.charCodeAt(i);
}

/** Whether two passwords are the same, in a time that does not tell how much of them is. */
export function samePassword(given: string, known: string): boolean {
  const a = Buffer.from(given, 'utf8');
  const b = Buffer.from(known, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
