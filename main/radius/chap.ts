/** CHAP-Password (RFC 2865 §5.3, RFC 1994 §4.1): CHAP Ident (1), MD5(Ident + password + challenge) (16). */
import { timingSafeEqual } from 'node:crypto';
import { findAttribute, getOctets } from './attributes';
import { md5 } from './digest';
import type { Packet } from './packet';

const CHAP_PASSWORD_BYTES = 17;

export type ChapCheck = 'match' | 'mismatch' | 'wrong-size' | 'absent';

/** Whether the CHAP response of an Access-Request was made from this password. */
export function checkChap(packet: Packet, password: string): ChapCheck {
  const value = findAttribute(packet, 'CHAP-Password')?.value;
  if (value === undefined) return 'absent';
  if (value.length !== CHAP_PASSWORD_BYTES) return 'wrong-size';
  // RFC 2865 §5.40: without CHAP-Challenge the Request Authenticator is the challenge.
  const challenge = getOctets(packet, 'CHAP-Challenge') ?? packet.authenticator;
  const expected = chapResponse(value[0]!, password, challenge);
  return timingSafeEqual(expected, value.subarray(1)) ? 'match' : 'mismatch';
}

/** The 16 response bytes for one ident, password and challenge. */
export function chapResponse(ident: number, password: string, challenge: Buffer): Buffer {
  return md5(Buffer.concat([Buffer.of(ident), Buffer.from(password, 'utf8'), challenge]));
}
