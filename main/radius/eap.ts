/**
 * EAP inside RADIUS (RFC 3579), as far as every server needs it: one EAP packet spread over EAP-Message attributes, and
 * the refusal of it. No EAP method is spoken here.
 *
 * | Offset | Bytes | Field of an EAP packet (RFC 3748 §4)                |
 * |--------|-------|-----------------------------------------------------|
 * | 0      | 1     | Code: 1 Request, 2 Response, 3 Success, 4 Failure   |
 * | 1      | 1     | Identifier                                          |
 * | 2      | 2     | Length of the whole packet, header included         |
 */
import { attribute, listAttributes } from './attributes';
import { MAX_VALUE_BYTES, type Attribute, type Packet } from './packet';

const HEADER_BYTES = 4;
const FAILURE = 4;

/**
 * - `eap`: the EAP packet, its fragments joined in order (RFC 3579 §3.1).
 * - `start`: an empty EAP-Message, with which a router asks the server to begin (RFC 3579 §2.1).
 */
export type EapMessage =
  | { readonly kind: 'eap'; readonly bytes: Buffer }
  | { readonly kind: 'start' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'absent' };

/** The EAP packet a request or answer carries. */
export function joinEapMessage(packet: Packet): EapMessage {
  const fragments = listAttributes(packet, 'EAP-Message');
  if (fragments.length === 0) return { kind: 'absent' };
  const bytes = Buffer.concat(fragments.map(({ value }) => value));
  if (bytes.length === 0) return { kind: 'start' };
  const whole = bytes.length >= HEADER_BYTES && bytes.readUInt16BE(2) === bytes.length;
  return whole ? { kind: 'eap', bytes } : { kind: 'malformed' };
}

/** One EAP packet as EAP-Message attributes of at most 253 bytes, to stand together in this order. */
export function splitEapMessage(bytes: Buffer): readonly Attribute[] {
  const attributes: Attribute[] = [];
  for (let at = 0; at < bytes.length; at += MAX_VALUE_BYTES) {
    attributes.push(attribute('EAP-Message', bytes.subarray(at, at + MAX_VALUE_BYTES)));
  }
  return attributes;
}

/** The EAP-Failure that has to stand in an Access-Reject (RFC 3579 §2.6.3); undefined for a request without EAP. */
export function eapFailure(packet: Packet): Attribute | undefined {
  const message = joinEapMessage(packet);
  if (message.kind === 'absent') return undefined;
  // RFC 3748 §4.2: the Identifier of the Response it answers.
  const identifier = message.kind === 'eap' ? message.bytes[1]! : 0;
  return attribute('EAP-Message', Buffer.of(FAILURE, identifier, 0, HEADER_BYTES));
}
