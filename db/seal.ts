/**
 * Sealing of secrets at rest: guests' passwords and routers' secrets under the data key, the data key under the recovery key.
 *
 * A sealed value, bytes in order (AES-256-GCM, NIST SP 800-38D):
 *
 *   | offset | length | what                                   |
 *   |--------|--------|----------------------------------------|
 *   | 0      | 1      | layout version, 1                      |
 *   | 1      | 12     | nonce, random for every seal           |
 *   | 13     | n      | cipher text, as long as the clear text |
 *   | 13 + n | 16     | authentication tag                     |
 *
 * The purpose and the version are authenticated with it, so a sealed router secret cannot be passed off as a password.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

export type SealPurpose = 'guest-password' | 'router-secret' | 'wireless-key';

const cipher = 'aes-256-gcm';
const version = 1;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes;

/** The value was sealed with another key or for another purpose, or its bytes have been altered. */
export class SealBrokenError extends Error {
  constructor(options?: { readonly cause?: unknown }) {
    super('A sealed value cannot be opened with this key and purpose', options);
    this.name = 'SealBrokenError';
  }
}

/** A fresh random data key of 32 bytes. */
export function newDataKey(): Uint8Array {
  return randomBytes(keyBytes);
}

/** Seals `clear` (text is taken as UTF-8). The same text gives other bytes every time. */
export function seal(dataKey: Uint8Array, purpose: SealPurpose, clear: string | Uint8Array): Uint8Array {
  return sealFor(dataKey, purpose, typeof clear === 'string' ? Buffer.from(clear, 'utf8') : clear);
}

/** The clear text of `sealed`. Throws SealBrokenError. */
export function unseal(dataKey: Uint8Array, purpose: SealPurpose, sealed: Uint8Array): string {
  return unsealFor(dataKey, purpose, sealed).toString('utf8');
}

/** The clear bytes of `sealed`. Throws SealBrokenError. */
export function unsealBytes(dataKey: Uint8Array, purpose: SealPurpose, sealed: Uint8Array): Uint8Array {
  return unsealFor(dataKey, purpose, sealed);
}

function sealFor(key: Uint8Array, purpose: string, clear: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const encrypt = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  encrypt.setAAD(authenticated(purpose));
  const body = encrypt.update(clear);
  encrypt.final();
  return Buffer.concat([Uint8Array.of(version), nonce, body, encrypt.getAuthTag()]);
}

function unsealFor(key: Uint8Array, purpose: string, sealed: Uint8Array): Buffer {
  if (sealed.length < headBytes + tagBytes || sealed[0] !== version) throw new SealBrokenError();
  const tagAt = sealed.length - tagBytes;
  const nonce = sealed.subarray(1, headBytes);
  const decrypt = createDecipheriv(cipher, keyObjectOf(key), nonce, { authTagLength: tagBytes });
  decrypt.setAAD(authenticated(purpose));
  decrypt.setAuthTag(sealed.subarray(tagAt));
  const body = decrypt.update(sealed.subarray(headBytes, tagAt));
  try {
    decrypt.final();
  } catch (cause) {
    throw new SealBrokenError({ cause });
  }
  return body;
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/** Node makes a KeyObject of a plain key at every use, which costs five times the unsealing; every login unseals. */
function keyObjectOf(key: Uint8Array): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  keyObjects.set(key, made);
  return made;
}

function authenticated(purpose: string): Buffer {
  return Buffer.from(`gatehouse/${version}/${purpose}`, 'utf8');
}

/** Crockford's base32: no I, L, O (read as 1, 1, 0) and no U. */
const recoveryAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const recoveryGroups = 7;
const recoveryGroupLength = 5;
const recoveryLength = recoveryGroups * recoveryGroupLength;
const recoveryShape = new RegExp(`^[${recoveryAlphabet}]{${recoveryLength}}$`);

/** A fresh recovery key to write on paper: 35 symbols of 5 bits (175 bits) in groups of five, 'K7Q2M-…'. */
export function newRecoveryKey(): string {
  // 256 is a multiple of 32, so the lower five bits of a random byte favour no symbol.
  const symbols = Array.from(randomBytes(recoveryLength), (byte) => recoveryAlphabet[byte & 31]!).join('');
  return symbols.match(new RegExp(`.{${recoveryGroupLength}}`, 'g'))!.join('-');
}

/** What a person typed, as the plain 35 symbols; undefined if it cannot be a recovery key. */
function readRecoveryKey(typed: string): string | undefined {
  const symbols = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return recoveryShape.test(symbols) ? symbols : undefined;
}

/** Seals the data key so that only `recoveryKey` opens it. Throws if that is not a recovery key. */
export function sealDataKey(dataKey: Uint8Array, recoveryKey: string): Uint8Array {
  const symbols = readRecoveryKey(recoveryKey);
  if (symbols === undefined) throw new Error('Not a recovery key');
  return sealFor(recoveryCipherKey(symbols), 'data-key', dataKey);
}

/** The data key, or undefined if `recoveryKey` (tolerantly read) is not the one it was sealed with. */
export function unsealDataKey(sealed: Uint8Array, recoveryKey: string): Uint8Array | undefined {
  const symbols = readRecoveryKey(recoveryKey);
  if (symbols === undefined) return undefined;
  try {
    return unsealFor(recoveryCipherKey(symbols), 'data-key', sealed);
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}

/**
 * HKDF (RFC 5869), not scrypt: stretching slows the guessing of words people choose, and there is nothing to guess in
 * 175 random bits. Without a salt because the input is uniform and used for this one purpose.
 */
function recoveryCipherKey(symbols: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', symbols, '', 'gatehouse recovery key', keyBytes));
}
