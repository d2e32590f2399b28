/**
 * MS-CHAPv1 (RFC 2433) and MS-CHAPv2 (RFC 2759) as RADIUS carries them (RFC 2548 §2.1, §2.3). Both responses have one
 * layout:
 *
 * | Offset | Bytes | MS-CHAP-Response       | MS-CHAP2-Response             |
 * |--------|-------|------------------------|-------------------------------|
 * | 0      | 1     | Ident                  | Ident                         |
 * | 1      | 1     | Flags: 1 = NT-Response | Flags: 0                      |
 * | 2      | 16    | LM-Response            | Peer-Challenge                |
 * | 18     | 8     | LM-Response, its end   | Reserved                      |
 * | 26     | 24    | NT-Response            | Response                      |
 */
import { createCipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { attribute, findAttribute } from './attributes';
import { md4 } from './md4';
import type { Attribute, Packet } from './packet';

const RESPONSE_BYTES = 50;
const FLAGS_AT = 1;
const PEER_CHALLENGE_AT = 2;
const NT_RESPONSE_AT = 26;
const NT_RESPONSE_PREFERRED = 1;
const V1_CHALLENGE_BYTES = 8;
const V2_CHALLENGE_BYTES = 16;

/** What a match leaves behind: the answer's MPPE keys are made of it (see mppe.ts). */
export type MsChapKeys =
  | { readonly kind: 'v1'; readonly lmKey: Buffer; readonly hashHash: Buffer }
  | { readonly kind: 'v2'; readonly hashHash: Buffer; readonly ntResponse: Buffer };

/**
 * - `no-match`: made from another password, or proving nothing we check (an MS-CHAPv1 response without NT-Response).
 * - `malformed`: a response or challenge of the wrong size, or no challenge.
 * - `absent`: the request carries no response of this version.
 */
export type MsChapFailure =
  { readonly kind: 'no-match'; readonly ident: number } | { readonly kind: 'malformed' } | { readonly kind: 'absent' };

export type MsChapCheck = { readonly kind: 'match'; readonly keys: MsChapKeys } | MsChapFailure;

export type MsChapV2Check =
  | {
      readonly kind: 'match';
      /** The value of MS-CHAP2-Success: Ident and 'S=' with 40 hex digits (RFC 2548 §2.3.3). */
      readonly success: Buffer;
      readonly keys: MsChapKeys;
    }
  | MsChapFailure;

/** Whether the MS-CHAP-Response was made from this password. Only its NT-Response is believed. */
export function checkMsChap(packet: Packet, password: string): MsChapCheck {
  const read = readResponse(packet, 'MS-CHAP-Response', V1_CHALLENGE_BYTES);
  if (read.kind !== 'response') return read;
  const { response, challenge } = read;
  const ident = response[0]!;
  // RFC 2548 §2.1.3: otherwise the NT-Response must be ignored, and the LM-Response is too weak to let anybody in.
  if (response[FLAGS_AT] !== NT_RESPONSE_PREFERRED) return { kind: 'no-match', ident };
  const passwordHash = ntPasswordHash(password);
  const expected = challengeResponse(challenge, passwordHash);
  if (!timingSafeEqual(expected, response.subarray(NT_RESPONSE_AT))) return { kind: 'no-match', ident };
  return { kind: 'match', keys: { kind: 'v1', lmKey: lmKey(password), hashHash: md4(passwordHash) } };
}

/** Whether the MS-CHAP2-Response was made from this password and the name in User-Name; `success` proves that we know it. */
export function checkMsChapV2(packet: Packet, password: string): MsChapV2Check {
  const read = readResponse(packet, 'MS-CHAP2-Response', V2_CHALLENGE_BYTES);
  if (read.kind !== 'response') return read;
  const { response, challenge } = read;
  const ident = response[0]!;
  const peerChallenge = response.subarray(PEER_CHALLENGE_AT, PEER_CHALLENGE_AT + V2_CHALLENGE_BYTES);
  const ntResponse = response.subarray(NT_RESPONSE_AT);
  const passwordHash = ntPasswordHash(password);
  for (const name of namesOf(packet)) {
    const hash = challengeHash(peerChallenge, challenge, name);
    if (!timingSafeEqual(challengeResponse(hash, passwordHash), ntResponse)) continue;
    const hashHash = md4(passwordHash);
    const success = Buffer.concat([Buffer.of(ident), Buffer.from(authenticatorResponse(hashHash, ntResponse, hash))]);
    return { kind: 'match', success, keys: { kind: 'v2', hashHash, ntResponse } };
  }
  return { kind: 'no-match', ident };
}

/**
 * What kind of MS-CHAP a request carries; version 2 where it carries both.
 * - `lm-only`: a version 1 response without NT-Response, which no password matches here.
 */
export function msChapMethod(packet: Packet): 'v1' | 'v2' | 'lm-only' | 'malformed' | 'absent' {
  const v2 = readResponse(packet, 'MS-CHAP2-Response', V2_CHALLENGE_BYTES);
  if (v2.kind !== 'absent') return v2.kind === 'response' ? 'v2' : 'malformed';
  const v1 = readResponse(packet, 'MS-CHAP-Response', V1_CHALLENGE_BYTES);
  if (v1.kind !== 'response') return v1.kind;
  return v1.response[FLAGS_AT] === NT_RESPONSE_PREFERRED ? 'v1' : 'lm-only';
}

type ReadResponse =
  | { readonly kind: 'response'; readonly response: Buffer; readonly challenge: Buffer }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'absent' };

function readResponse(
  packet: Packet,
  name: 'MS-CHAP-Response' | 'MS-CHAP2-Response',
  challengeBytes: number,
): ReadResponse {
  const response = findAttribute(packet, name)?.value;
  if (response === undefined) return { kind: 'absent' };
  const challenge = findAttribute(packet, 'MS-CHAP-Challenge')?.value;
  if (response.length !== RESPONSE_BYTES || challenge?.length !== challengeBytes) return { kind: 'malformed' };
  return { kind: 'response', response, challenge };
}

/** The name the guest's device may have hashed: RFC 2759 §4 leaves a domain before it out, some clients leave it in. */
function namesOf(packet: Packet): readonly Buffer[] {
  const name = findAttribute(packet, 'User-Name')?.value ?? Buffer.alloc(0);
  const domainEnd = name.lastIndexOf('\\');
  return domainEnd === -1 ? [name] : [name, name.subarray(domainEnd + 1)];
}

/** NtPasswordHash (RFC 2759 §8.3, RFC 2433 §A.6): 16 bytes. */
export function ntPasswordHash(password: string): Buffer {
  return md4(Buffer.from(password, 'utf16le'));
}

/** ChallengeHash (RFC 2759 §8.2): 8 bytes. */
export function challengeHash(peerChallenge: Buffer, authenticatorChallenge: Buffer, username: Buffer): Buffer {
  return sha1(peerChallenge, authenticatorChallenge, username).subarray(0, 8);
}

/** ChallengeResponse (RFC 2759 §8.5, RFC 2433 §A.5): the challenge encrypted with each third of the hash, 24 bytes. */
export function challengeResponse(challenge: Buffer, passwordHash: Buffer): Buffer {
  const padded = Buffer.alloc(21);
  padded.set(passwordHash);
  const thirds = [0, 7, 14].map((at) => desEncrypt(challenge, padded.subarray(at, at + 7)));
  return Buffer.concat(thirds);
}

const MAGIC_1 = Buffer.from('Magic server to client signing constant');
const MAGIC_2 = Buffer.from('Pad to make it do more than one iteration');

/** GenerateAuthenticatorResponse (RFC 2759 §8.7): 'S=' and 40 hex digits. */
export function authenticatorResponse(hashHash: Buffer, ntResponse: Buffer, challenge: Buffer): string {
  const digest = sha1(sha1(hashHash, ntResponse, MAGIC_1), challenge, MAGIC_2);
  return `S=${digest.toString('hex').toUpperCase()}`;
}

export function sha1(...parts: readonly Buffer[]): Buffer {
  return createHash('sha1').update(Buffer.concat(parts)).digest();
}

/** RFC 2433 §A.3: more letters than these have no LM hash. */
const MAX_LM_CHARS = 14;
const LM_TEXT = Buffer.from('KGS!@#$%');

/**
 * The first half of LmPasswordHash (RFC 2433 §A.2), which 40-bit keys of MS-CHAPv1 begin with; zeros for a password
 * that has none.
 */
export function lmKey(password: string): Buffer {
  if (password.length > MAX_LM_CHARS || !/^[\u0020-\u007e]*$/u.test(password)) return Buffer.alloc(8);
  const key = Buffer.alloc(7);
  key.write(password.toUpperCase(), 'ascii');
  return desEncrypt(LM_TEXT, key);
}

const DES_IV = Buffer.alloc(8);

/** DesEncrypt (RFC 2759 §8.6): one block, a key of 7 bytes. */
function desEncrypt(clear: Buffer, key: Buffer): Buffer {
  const expanded = expandKey(key);
  // Triple DES with one key three times is DES, and the only form of it OpenSSL 3 and BoringSSL both have.
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([expanded, expanded, expanded]), DES_IV);
  cipher.setAutoPadding(false);
  return cipher.update(clear);
}

/** Seven bits of key in the high bits of each byte; the lowest bit is parity, which the cipher ignores. */
function expandKey(key: Buffer): Buffer {
  const expanded = Buffer.alloc(8);
  for (let i = 0; i < 8; i++) {
    const before = i === 0 ? 0 : key[i - 1]! << (8 - i);
    const after = i === 7 ? 0 : key[i]! >> i;
    expanded[i] = (before | after) & 0xfe;
  }
  return expanded;
}

/** RFC 2759 §6: 691 is ERROR_AUTHENTICATION_FAILURE. */
const AUTHENTICATION_FAILURE = 691;
/** The password protocol spoken here: 3 belongs to MS-CHAPv2 (RFC 2759 §6), 2 to MS-CHAPv1 (RFC 2433 §9). */
const PASSWORD_PROTOCOL = { v1: 2, v2: 3 } as const;

/**
 * The MS-CHAP-Error of an Access-Reject (RFC 2548 §2.1.5), with the ident of the response it refuses: no retry, no
 * reason beyond "authentication failed". Undefined for a request that is not MS-CHAP.
 */
export function msChapError(packet: Packet): Attribute | undefined {
  const v2 = findAttribute(packet, 'MS-CHAP2-Response');
  const response = v2 ?? findAttribute(packet, 'MS-CHAP-Response');
  if (response === undefined) return undefined;
  const challenge = randomBytes(v2 === undefined ? V1_CHALLENGE_BYTES : V2_CHALLENGE_BYTES).toString('hex');
  const version = PASSWORD_PROTOCOL[v2 === undefined ? 'v1' : 'v2'];
  const text = `E=${AUTHENTICATION_FAILURE} R=0 C=${challenge.toUpperCase()} V=${version}`;
  // An empty response has no ident to repeat.
  const ident = response.value[0] ?? 0;
  const message = v2 === undefined ? text : `${text} M=Authentication failed`;
  return attribute('MS-CHAP-Error', Buffer.concat([Buffer.of(ident), Buffer.from(message)]));
}
