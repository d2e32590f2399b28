/**
 * RADIUS framing (RFC 2865 §3, §5): bytes to packet and back. Knows neither secrets nor attribute meanings.
 *
 * | Offset | Bytes      | Field                                                                        |
 * |--------|------------|------------------------------------------------------------------------------|
 * | 0      | 1          | Code                                                                         |
 * | 1      | 1          | Identifier                                                                   |
 * | 2      | 2          | Length of the packet, header included: 20 to 4096; datagram bytes after it   |
 * |        |            | are padding and ignored                                                      |
 * | 4      | 16         | Authenticator                                                                |
 * | 20     | Length-20  | Attributes: Type (1), Length of the attribute (1, from 2), Value (0 to 253)  |
 *
 * Value of a Vendor-Specific attribute (type 26) that keeps to the recommended form (RFC 2865 §5.26):
 *
 * | Offset | Bytes | Field                                                                    |
 * |--------|-------|--------------------------------------------------------------------------|
 * | 0      | 4     | Vendor-Id, first byte 0                                                  |
 * | 4      | rest  | Sub-attributes: Vendor type (1), Vendor length (1, from 2), Value        |
 */

export const HEADER_BYTES = 20;
/** RFC 2865 §3. */
export const MAX_PACKET_BYTES = 4096;
export const AUTHENTICATOR_OFFSET = 4;
export const AUTHENTICATOR_BYTES = 16;
/** An attribute's length is one byte and counts its own two header bytes. */
export const MAX_VALUE_BYTES = 253;
/** A Vendor-Specific value also carries the Vendor-Id (4) and the sub-attribute's header (2). */
export const MAX_VENDOR_VALUE_BYTES = MAX_VALUE_BYTES - 6;

const VENDOR_SPECIFIC = 26;
const VENDOR_ID_BYTES = 4;

const codeNumbers = {
  'Access-Request': 1,
  'Access-Accept': 2,
  'Access-Reject': 3,
  'Accounting-Request': 4,
  'Accounting-Response': 5,
  'Access-Challenge': 11,
  'Status-Server': 12,
  'Disconnect-Request': 40,
  'Disconnect-ACK': 41,
  'Disconnect-NAK': 42,
  'CoA-Request': 43,
  'CoA-ACK': 44,
  'CoA-NAK': 45,
} as const;

export type KnownPacketCode = keyof typeof codeNumbers;
/** 'Unknown' stands for every code this program never speaks; `codeNumber` has the number. */
export type PacketCode = KnownPacketCode | 'Unknown';

const codeNames: readonly PacketCode[] = namesByNumber();

/**
 * One attribute. A sub-attribute of a well-formed Vendor-Specific has `vendorId` and `vendorType`; everything else
 * (a vendor with its own layout, RFC 6929 Extended types) keeps only `type` and its opaque `value`.
 */
export interface Attribute {
  readonly type: number;
  readonly vendorId?: number | undefined;
  readonly vendorType?: number | undefined;
  /** A window into the datagram, not a copy. */
  readonly value: Buffer;
}

export interface Packet {
  readonly code: PacketCode;
  readonly codeNumber: number;
  readonly identifier: number;
  readonly authenticator: Buffer;
  readonly attributes: readonly Attribute[];
  /** The packet as it came, without padding. */
  readonly raw: Buffer;
}

export interface PacketFields {
  readonly code: KnownPacketCode;
  readonly identifier: number;
  readonly authenticator: Buffer;
  readonly attributes: readonly Attribute[];
}

export type PacketErrorReason = 'too-short' | 'bad-length' | 'too-long' | 'bad-attribute';

/** A datagram that is not a RADIUS packet. `reason` is counted and shown; the datagram gets no answer. */
export class PacketError extends Error {
  constructor(readonly reason: PacketErrorReason) {
    super(`not a RADIUS packet: ${reason}`);
    this.name = 'PacketError';
  }
}

/** A packet to be sent would be longer than RFC 2865 §3 allows. */
export class PacketTooLongError extends Error {
  constructor(readonly bytes: number) {
    super(`RADIUS packet of ${bytes} bytes, limit ${MAX_PACKET_BYTES}`);
    this.name = 'PacketTooLongError';
  }
}

/**
 * Reads one datagram. Values are windows into it, so it must not be changed afterwards.
 * @throws PacketError `too-short` under 20 bytes; `bad-length` Length under 20 or beyond the datagram; `too-long`
 * Length over 4096; `bad-attribute` attribute length 0 or 1, or beyond the packet.
 */
export function parsePacket(datagram: Buffer): Packet {
  if (datagram.length < HEADER_BYTES) throw new PacketError('too-short');
  const length = (datagram[2]! << 8) | datagram[3]!;
  if (length < HEADER_BYTES || length > datagram.length) throw new PacketError('bad-length');
  if (length > MAX_PACKET_BYTES) throw new PacketError('too-long');
  const codeNumber = datagram[0]!;
  return {
    code: codeNames[codeNumber]!,
    codeNumber,
    identifier: datagram[1]!,
    authenticator: datagram.subarray(AUTHENTICATOR_OFFSET, HEADER_BYTES),
    attributes: parseAttributes(datagram, length),
    raw: length === datagram.length ? datagram : datagram.subarray(0, length),
  };
}

function parseAttributes(datagram: Buffer, end: number): Attribute[] {
  const attributes: Attribute[] = [];
  let at = HEADER_BYTES;
  while (at < end) {
    if (at + 2 > end) throw new PacketError('bad-attribute');
    const type = datagram[at]!;
    const next = at + datagram[at + 1]!;
    if (next < at + 2 || next > end) throw new PacketError('bad-attribute');
    if (type === VENDOR_SPECIFIC && isVendorTlv(datagram, at + 2, next)) {
      pushVendorAttributes(attributes, datagram, at + 2, next);
    } else {
      attributes.push({ type, vendorId: undefined, vendorType: undefined, value: datagram.subarray(at + 2, next) });
    }
    at = next;
  }
  return attributes;
}

/** Whether the value from `from` to `end` is a Vendor-Id and at least one sub-attribute, filling it exactly. */
function isVendorTlv(datagram: Buffer, from: number, end: number): boolean {
  let at = from + VENDOR_ID_BYTES;
  if (at >= end || datagram[from] !== 0) return false;
  while (at < end) {
    if (at + 2 > end) return false;
    const next = at + datagram[at + 1]!;
    if (next < at + 2 || next > end) return false;
    at = next;
  }
  return true;
}

function pushVendorAttributes(attributes: Attribute[], datagram: Buffer, from: number, end: number): void {
  const vendorId = datagram.readUInt32BE(from);
  let at = from + VENDOR_ID_BYTES;
  while (at < end) {
    const next = at + datagram[at + 1]!;
    const value = datagram.subarray(at + 2, next);
    attributes.push({ type: VENDOR_SPECIFIC, vendorId, vendorType: datagram[at]!, value });
    at = next;
  }
}

/** Bytes one attribute takes in a packet. */
export function encodedBytes(attribute: Attribute): number {
  return attribute.value.length + (attribute.vendorId === undefined ? 2 : 2 + VENDOR_ID_BYTES + 2);
}

/**
 * Writes one packet; every vendor attribute in a Vendor-Specific of its own. The authenticator is written as given:
 * signing is the work of authenticator.ts.
 * @throws PacketTooLongError over 4096 bytes; RangeError when a value is longer than an attribute can hold.
 */
export function encodePacket(fields: PacketFields): Buffer {
  let length = HEADER_BYTES;
  for (const attribute of fields.attributes) length += encodedBytes(attribute);
  if (length > MAX_PACKET_BYTES) throw new PacketTooLongError(length);
  const packet = Buffer.allocUnsafe(length);
  packet[0] = codeNumbers[fields.code];
  packet[1] = fields.identifier;
  packet[2] = length >> 8;
  packet[3] = length & 0xff;
  packet.set(fields.authenticator, AUTHENTICATOR_OFFSET);
  let at = HEADER_BYTES;
  for (const attribute of fields.attributes) at = writeAttribute(packet, at, attribute);
  return packet;
}

function writeAttribute(packet: Buffer, at: number, attribute: Attribute): number {
  const { type, vendorId, value } = attribute;
  const bytes = encodedBytes(attribute);
  if (bytes > MAX_VALUE_BYTES + 2) throw new RangeError(`RADIUS attribute ${type} of ${bytes} bytes, limit 255`);
  packet[at] = type;
  packet[at + 1] = bytes;
  let valueAt = at + 2;
  if (vendorId !== undefined) {
    packet.writeUInt32BE(vendorId, at + 2);
    packet[at + 6] = attribute.vendorType ?? 0;
    packet[at + 7] = value.length + 2;
    valueAt = at + 8;
  }
  packet.set(value, valueAt);
  return at + bytes;
}

function namesByNumber(): PacketCode[] {
  const names = new Array<PacketCode>(256).fill('Unknown');
  for (const [name, number] of Object.entries(codeNumbers)) names[number] = name as KnownPacketCode;
  return names;
}
