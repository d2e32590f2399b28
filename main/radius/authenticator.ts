/**
 * Everything that proves a packet comes from who knows the secret: Request and Response Authenticators
 * (RFC 2865 §3, RFC 2866 §3) and Message-Authenticator (RFC 3579 §3.2). Digests are compared as bytes, in constant time.
 */
import { timingSafeEqual } from 'node:crypto';
import { digestText, HMAC_MESSAGE_AT, hmacInput, hmacKeyFrom, hmacText, type HmacKey } from './digest';
import {
  AUTHENTICATOR_BYTES,
  AUTHENTICATOR_OFFSET,
  encodePacket,
  HEADER_BYTES,
  type Attribute,
  type KnownPacketCode,
  type Packet,
} from './packet';

export const MESSAGE_AUTHENTICATOR = 80;
export const PROXY_STATE = 33;
const EAP_MESSAGE = 79;
const MESSAGE_AUTHENTICATOR_BYTES = 16;
const ZEROS = Buffer.alloc(AUTHENTICATOR_BYTES);

/** By secret; a router's secret is one Buffer for as long as it does not change. */
const hmacKeys = new WeakMap<Buffer, HmacKey>();

function hmacKeyOf(secret: Buffer): HmacKey {
  const known = hmacKeys.get(secret);
  if (known !== undefined) return known;
  const key = hmacKeyFrom('md5', secret);
  hmacKeys.set(secret, key);
  return key;
}

/** HMAC-MD5 of the packet `raw` with `authenticator` in its header and zeros in the 16 bytes at `blankAt`. */
function packetHmac(raw: Buffer, blankAt: number, authenticator: Buffer, secret: Buffer): string {
  const key = hmacKeyOf(secret);
  const input = hmacInput(key, raw.length);
  input.set(raw, HMAC_MESSAGE_AT);
  input.set(authenticator, HMAC_MESSAGE_AT + AUTHENTICATOR_OFFSET);
  input.set(ZEROS, HMAC_MESSAGE_AT + blankAt);
  return hmacText(key, input);
}

/** In a time that does not tell how much of it is the same. */
function isDigest(field: Buffer, digest: string): boolean {
  return timingSafeEqual(Buffer.from(digest, 'latin1'), field);
}

export type UnauthenticReason =
  | 'bad-authenticator'
  | 'bad-message-authenticator'
  | 'message-authenticator-length'
  | 'repeated-message-authenticator'
  | 'missing-message-authenticator'
  | 'status-without-message-authenticator'
  | 'proxy-state-without-message-authenticator'
  | 'eap-without-message-authenticator';

export type RequestCheck =
  | { readonly kind: 'authentic'; readonly hadMessageAuthenticator: boolean }
  | { readonly kind: 'unauthentic'; readonly reason: UnauthenticReason };

const authenticWith: RequestCheck = { kind: 'authentic', hadMessageAuthenticator: true };
const authenticWithout: RequestCheck = { kind: 'authentic', hadMessageAuthenticator: false };

export interface RequestRules {
  /** Access-Requests without Message-Authenticator are not believed (BlastRADIUS, CVE-2024-3596). */
  readonly requireMessageAuthenticator: boolean;
}

/**
 * Whether a request (Access-Request, Accounting-Request, Status-Server, and the RFC 5176 requests) comes from a holder
 * of the secret. An Access-Request without Message-Authenticator carries no proof at all and passes unless `rules`
 * or a Proxy-State forbid it.
 */
export function verifyRequest(packet: Packet, secret: Buffer, rules: RequestRules): RequestCheck {
  const random = packet.code === 'Access-Request' || packet.code === 'Status-Server';
  if (!random && !hasAccountingAuthenticator(packet, secret)) return unauthentic('bad-authenticator');
  const found = findMessageAuthenticator(packet);
  if (found === 'repeated') return unauthentic('repeated-message-authenticator');
  if (found === undefined) return withoutMessageAuthenticator(packet, rules);
  if (found.length !== MESSAGE_AUTHENTICATOR_BYTES) return unauthentic('message-authenticator-length');
  // Where the Request Authenticator is itself a digest it counts as zeros here (RFC 5176 §3.3, same for accounting).
  const authenticator = random ? packet.authenticator : ZEROS;
  const expected = messageAuthenticator(packet.raw, found, authenticator, secret);
  return isDigest(found, expected) ? authenticWith : unauthentic('bad-message-authenticator');
}

function withoutMessageAuthenticator(packet: Packet, rules: RequestRules): RequestCheck {
  // RFC 5997 §3: Status-Server MUST carry it.
  if (packet.code === 'Status-Server') return unauthentic('status-without-message-authenticator');
  if (packet.code !== 'Access-Request') return authenticWithout;
  // The BlastRADIUS forgery hides its collision blocks in Proxy-State.
  if (packet.attributes.some((a) => a.type === PROXY_STATE)) {
    return unauthentic('proxy-state-without-message-authenticator');
  }
  // RFC 3579 §3.1: EAP has no other protection on this way.
  if (packet.attributes.some((a) => a.type === EAP_MESSAGE)) return unauthentic('eap-without-message-authenticator');
  return rules.requireMessageAuthenticator ? unauthentic('missing-message-authenticator') : authenticWithout;
}

function unauthentic(reason: UnauthenticReason): RequestCheck {
  return { kind: 'unauthentic', reason };
}

function findMessageAuthenticator(packet: Packet): Buffer | 'repeated' | undefined {
  let found: Buffer | undefined;
  for (const attribute of packet.attributes) {
    if (attribute.type !== MESSAGE_AUTHENTICATOR) continue;
    if (found !== undefined) return 'repeated';
    found = attribute.value;
  }
  return found;
}

/** What the Message-Authenticator whose value is `field`, a window into `raw`, must be. */
function messageAuthenticator(raw: Buffer, field: Buffer, authenticator: Buffer, secret: Buffer): string {
  return packetHmac(raw, field.byteOffset - raw.byteOffset, authenticator, secret);
}

/** RFC 2866 §3: MD5(Code + Identifier + Length + 16 zero octets + request attributes + secret). */
function hasAccountingAuthenticator(packet: Packet, secret: Buffer): boolean {
  return isDigest(packet.authenticator, packetDigest(packet.raw, ZEROS, secret));
}

/** MD5(Code + Identifier + Length + authenticator + attributes + secret). */
function packetDigest(raw: Buffer, authenticator: Buffer, secret: Buffer): string {
  const input = Buffer.allocUnsafe(raw.length + secret.length);
  input.set(raw, 0);
  input.set(authenticator, AUTHENTICATOR_OFFSET);
  input.set(secret, raw.length);
  return digestText('md5', input);
}

/**
 * The signed answer to `request`, ready to send. An answer to an Access-Request or a Status-Server begins with
 * Message-Authenticator, asked for or not (BlastRADIUS); Proxy-State comes back last, in order (RFC 2865 §5.33).
 * @throws PacketTooLongError over 4096 bytes; RangeError when `attributes` brings a Message-Authenticator or
 * Proxy-State of its own, or a value that does not fit.
 */
export function encodeAnswer(
  request: Packet,
  secret: Buffer,
  code: KnownPacketCode,
  attributes: readonly Attribute[],
): Buffer {
  const signed = request.code === 'Access-Request' || request.code === 'Status-Server';
  const packet = encodePacket({
    code,
    identifier: request.identifier,
    authenticator: request.authenticator,
    attributes: answerAttributes(request, signed, attributes),
  });
  if (signed) {
    const at = HEADER_BYTES + 2;
    // RFC 3579 §3.2: for answers the Request Authenticator stands in the header.
    packet.write(packetHmac(packet, at, request.authenticator, secret), at, 'latin1');
  }
  packet.write(packetDigest(packet, request.authenticator, secret), AUTHENTICATOR_OFFSET, 'latin1');
  return packet;
}

const blankMessageAuthenticator: Attribute = {
  type: MESSAGE_AUTHENTICATOR,
  vendorId: undefined,
  vendorType: undefined,
  value: Buffer.alloc(MESSAGE_AUTHENTICATOR_BYTES),
};

function answerAttributes(request: Packet, signed: boolean, own: readonly Attribute[]): readonly Attribute[] {
  const all: Attribute[] = signed ? [blankMessageAuthenticator] : [];
  for (const attribute of own) {
    if (attribute.type === MESSAGE_AUTHENTICATOR || attribute.type === PROXY_STATE) {
      throw new RangeError(`attribute ${attribute.type} is added by encodeAnswer alone`);
    }
    all.push(attribute);
  }
  for (const attribute of request.attributes) if (attribute.type === PROXY_STATE) all.push(attribute);
  return all;
}

/**
 * A signed Disconnect- or CoA-Request, Message-Authenticator in front.
 * @throws PacketTooLongError over 4096 bytes; RangeError when `attributes` brings a Message-Authenticator of its own, or
 * a value that does not fit.
 */
export function encodeDynamicRequest(
  code: 'Disconnect-Request' | 'CoA-Request',
  identifier: number,
  secret: Buffer,
  attributes: readonly Attribute[],
): Buffer {
  if (attributes.some(({ type }) => type === MESSAGE_AUTHENTICATOR)) {
    throw new RangeError(`attribute ${MESSAGE_AUTHENTICATOR} is added by encodeDynamicRequest alone`);
  }
  const all = [blankMessageAuthenticator, ...attributes];
  const packet = encodePacket({ code, identifier, authenticator: ZEROS, attributes: all });
  const at = HEADER_BYTES + 2;
  // RFC 5176 §3.3: first the HMAC over a Request Authenticator of zeros, then the Request Authenticator over all.
  packet.write(packetHmac(packet, at, ZEROS, secret), at, 'latin1');
  packet.write(packetDigest(packet, ZEROS, secret), AUTHENTICATOR_OFFSET, 'latin1');
  return packet;
}

/**
 * A signed Access-Request as a router sends it, Message-Authenticator in front.
 * @param authenticator 16 unpredictable bytes (RFC 2865 §3); what hides the password in `attributes`
 * @throws PacketTooLongError over 4096 bytes; RangeError for a value that does not fit.
 */
export function encodeAccessRequest(
  identifier: number,
  authenticator: Buffer,
  secret: Buffer,
  attributes: readonly Attribute[],
): Buffer {
  const all = [blankMessageAuthenticator, ...attributes];
  const packet = encodePacket({ code: 'Access-Request', identifier, authenticator, attributes: all });
  const at = HEADER_BYTES + 2;
  packet.write(packetHmac(packet, at, authenticator, secret), at, 'latin1');
  return packet;
}

/**
 * A signed Accounting-Request as a router sends it (RFC 2866 §3).
 * @throws PacketTooLongError over 4096 bytes; RangeError for a value that does not fit.
 */
export function encodeAccountingRequest(identifier: number, secret: Buffer, attributes: readonly Attribute[]): Buffer {
  const packet = encodePacket({ code: 'Accounting-Request', identifier, authenticator: ZEROS, attributes });
  packet.write(packetDigest(packet, ZEROS, secret), AUTHENTICATOR_OFFSET, 'latin1');
  return packet;
}

/** Whether `answer` belongs to `request` and its Response Authenticator and Message-Authenticator (if any) are right. */
export function verifyAnswer(answer: Packet, request: Packet, secret: Buffer): boolean {
  if (answer.identifier !== request.identifier) return false;
  const digest = packetDigest(answer.raw, request.authenticator, secret);
  if (!isDigest(answer.authenticator, digest)) return false;
  const found = findMessageAuthenticator(answer);
  if (found === undefined) return true;
  if (found === 'repeated' || found.length !== MESSAGE_AUTHENTICATOR_BYTES) return false;
  const expected = messageAuthenticator(answer.raw, found, request.authenticator, secret);
  return isDigest(found, expected);
}
