/** How a guest proves to be one: which method the request uses, and whether the guest's password fits it. */
import { findAttribute, hasAttribute } from '../radius/attributes';
import { checkChap } from '../radius/chap';
import { checkMsChap, checkMsChapV2, msChapMethod, type MsChapKeys } from '../radius/mschap';
import { revealPassword, samePassword } from '../radius/pap';
import type { Packet } from '../radius/packet';
import { nameKey } from '../names';
import type { MacPassword } from './asking-router';
import { readMac } from './mac';

export type Credential =
  | { readonly kind: 'pap'; readonly password: string }
  | { readonly kind: 'chap' | 'ms-chap' | 'ms-chap-v2'; readonly packet: Packet }
  /** A PAP password that came out as bytes nobody can type. */
  | { readonly kind: 'garbled' }
  | { readonly kind: 'unsupported'; readonly method: string }
  /** Nothing, an empty password, or one of a size no method has. */
  | { readonly kind: 'none' };

/** Methods that are not spoken, by the attribute that gives them away. */
const unsupportedMethods = [
  ['EAP-Message', 'EAP'],
  ['ARAP-Password', 'ARAP'],
] as const;

/** C0 controls and DEL: no keyboard of a login page makes them, a wrong shared secret does. */
const unprintable = /[\u0000-\u001f\u007f]/;

/** Reads the credential of an Access-Request. */
export function readCredential(packet: Packet, secret: Buffer): Credential {
  for (const [attributeName, method] of unsupportedMethods) {
    if (hasAttribute(packet, attributeName)) return { kind: 'unsupported', method };
  }
  const msChap = readMsChap(packet);
  if (msChap !== undefined) return msChap;
  // RFC 2865 §4.1: never both; a CHAP response is the one that needs no secret to be understood.
  if (findAttribute(packet, 'CHAP-Password') !== undefined) return { kind: 'chap', packet };
  const revealed = revealPassword(packet, secret);
  if (revealed.kind === 'unreadable') return { kind: 'garbled' };
  if (revealed.kind !== 'password' || revealed.password === '') return { kind: 'none' };
  return unprintable.test(revealed.password) ? { kind: 'garbled' } : { kind: 'pap', password: revealed.password };
}

function readMsChap(packet: Packet): Credential | undefined {
  switch (msChapMethod(packet)) {
    case 'v2':
      return { kind: 'ms-chap-v2', packet };
    case 'v1':
      return { kind: 'ms-chap', packet };
    case 'lm-only':
      return { kind: 'unsupported', method: 'MS-CHAP with LAN Manager hashes' };
    case 'malformed':
      return { kind: 'none' };
    case 'absent':
      return undefined;
  }
}

/** `code`: one code is name and password, compared without case; `person`: a password of their own, compared exactly. */
export type GuestKind = 'code' | 'person';

export interface KnownSecret {
  readonly kind: GuestKind;
  /** In clear. */
  readonly password: string;
}

/** How a credential was proved; with MS-CHAP the answer has to prove in turn that the password is known here. */
export type Proof =
  | { readonly kind: 'plain' }
  | {
      readonly kind: 'ms-chap';
      readonly keys: MsChapKeys;
      /** The value of MS-CHAP2-Success; version 1 has none. */
      readonly success: Buffer | undefined;
    };

const plain: Proof = { kind: 'plain' };

/**
 * The proof that the credential was made from the guest's password; undefined if it was not. An empty password proves
 * nothing.
 * @param typedName User-Name as it came: where only a digest is sent, the only hint how a code was written
 */
export function prove(credential: Credential, known: KnownSecret, typedName: string): Proof | undefined {
  if (known.password === '') return undefined;
  switch (credential.kind) {
    case 'pap':
      return fitsPap(credential.password, known) ? plain : undefined;
    case 'chap':
    case 'ms-chap':
    case 'ms-chap-v2':
      return proveByDigest(credential.kind, credential.packet, known, typedName);
    default:
      return undefined;
  }
}

/**
 * The proof that a MAC login carries the password that the router is set to send; undefined if it does not.
 * @param typedName User-Name as it came, which is the MAC as this router writes it
 */
export function proveMac(credential: Credential, expected: MacPassword, typedName: string): Proof | undefined {
  if (expected.kind === 'empty') {
    if (credential.kind === 'none') return plain;
    return credential.kind === 'chap' ? checkDigest('chap', credential.packet, '') : undefined;
  }
  const password = expected.kind === 'shared' ? expected.password : typedName;
  if (expected.kind === 'same' && credential.kind === 'pap') {
    return readMac(credential.password) === readMac(typedName.trim()) ? plain : undefined;
  }
  return prove(credential, { kind: 'person', password }, typedName);
}

function fitsPap(given: string, known: KnownSecret): boolean {
  if (known.kind === 'person') return samePassword(given, known.password);
  // Phones add a blank after a word they complete.
  return samePassword(nameKey(given.trim()), nameKey(known.password));
}

type DigestMethod = 'chap' | 'ms-chap' | 'ms-chap-v2';

function proveByDigest(method: DigestMethod, packet: Packet, known: KnownSecret, typedName: string): Proof | undefined {
  const candidates = known.kind === 'person' ? [known.password] : waysToWrite(known.password, typedName);
  for (const candidate of candidates) {
    const proof = checkDigest(method, packet, candidate);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

function checkDigest(method: DigestMethod, packet: Packet, password: string): Proof | undefined {
  if (method === 'chap') return checkChap(packet, password) === 'match' ? plain : undefined;
  if (method === 'ms-chap') {
    const checked = checkMsChap(packet, password);
    return checked.kind === 'match' ? { kind: 'ms-chap', keys: checked.keys, success: undefined } : undefined;
  }
  const checked = checkMsChapV2(packet, password);
  return checked.kind === 'match' ? { kind: 'ms-chap', keys: checked.keys, success: checked.success } : undefined;
}

/** A digest hides what was typed, so a code "without case" means trying the ways it is usually written. */
function waysToWrite(code: string, typedName: string): readonly string[] {
  const ways = [code, code.toLowerCase(), code.toUpperCase()];
  // Guests type the same thing twice; the name shows how. Only when it is the code: it must not become the password.
  if (nameKey(typedName.trim()) === nameKey(code)) ways.unshift(typedName, typedName.trim());
  return [...new Set(ways)];
}
