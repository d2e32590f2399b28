/** How a guest proves to be one: which method the request uses, and whether the guest's password fits it. */
import { findAttribute, hasAttribute } from '../radius/attributes';
import { checkChap } from '../radius/chap';
import { revealPassword, samePassword } from '../radius/pap';
import type { Packet } from '../radius/packet';
import { nameKey } from '../names';

export type Credential =
  | { readonly kind: 'pap'; readonly password: string }
  | { readonly kind: 'chap'; readonly packet: Packet }
  /** A PAP password that came out as bytes nobody can type. */
  | { readonly kind: 'garbled' }
  | { readonly kind: 'unsupported'; readonly method: string }
  /** Nothing, an empty password, or one of a size no method has. */
  | { readonly kind: 'none' };

/** Methods that carry no User-Password or CHAP-Password of their own, by the attribute that gives them away. */
const unsupportedMethods = [
  ['EAP-Message', 'EAP'],
  ['MS-CHAP-Response', 'MS-CHAP'],
  ['MS-CHAP2-Response', 'MS-CHAPv2'],
  ['ARAP-Password', 'ARAP'],
] as const;

/** C0 controls and DEL: no keyboard of a login page makes them, a wrong shared secret does. */
const unprintable = /[\u0000-\u001f\u007f]/;

/** Reads the credential of an Access-Request. */
export function readCredential(packet: Packet, secret: Buffer): Credential {
  for (const [attributeName, method] of unsupportedMethods) {
    if (hasAttribute(packet, attributeName)) return { kind: 'unsupported', method };
  }
  // RFC 2865 §4.1: never both; a CHAP response is the one that needs no secret to be understood.
  if (findAttribute(packet, 'CHAP-Password') !== undefined) return { kind: 'chap', packet };
  const revealed = revealPassword(packet, secret);
  if (revealed.kind === 'unreadable') return { kind: 'garbled' };
  if (revealed.kind !== 'password' || revealed.password === '') return { kind: 'none' };
  return unprintable.test(revealed.password) ? { kind: 'garbled' } : { kind: 'pap', password: revealed.password };
}

/** `code`: one code is name and password, compared without case; `person`: a password of their own, compared exactly. */
export type GuestKind = 'code' | 'person';

export interface KnownSecret {
  readonly kind: GuestKind;
  /** In clear. */
  readonly password: string;
}

/**
 * Whether the credential was made from the guest's password. An empty password never fits.
 * @param typedName User-Name as it came: with CHAP, the only hint how a code was written
 */
export function fits(credential: Credential, known: KnownSecret, typedName: string): boolean {
  if (known.password === '') return false;
  if (credential.kind === 'pap') return fitsPap(credential.password, known);
  if (credential.kind === 'chap') return fitsChap(credential.packet, known, typedName);
  return false;
}

function fitsPap(given: string, known: KnownSecret): boolean {
  if (known.kind === 'person') return samePassword(given, known.password);
  // Phones add a blank after a word they complete.
  return samePassword(nameKey(given.trim()), nameKey(known.password));
}

function fitsChap(packet: Packet, known: KnownSecret, typedName: string): boolean {
  if (known.kind === 'person') return checkChap(packet, known.password) === 'match';
  return chapCandidates(known.password, typedName).some((candidate) => checkChap(packet, candidate) === 'match');
}

/** CHAP hides what was typed, so a code "without case" means trying the ways it is usually written. */
function chapCandidates(code: string, typedName: string): readonly string[] {
  const ways = [code, code.toLowerCase(), code.toUpperCase()];
  // Guests type the same thing twice; the name shows how. Only when it is the code: it must not become the password.
  if (nameKey(typedName.trim()) === nameKey(code)) ways.unshift(typedName, typedName.trim());
  return [...new Set(ways)];
}
