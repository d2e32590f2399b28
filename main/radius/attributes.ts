/**
 * Reading and building attributes by name and type. A value of the wrong size reads as absent, because a router's odd
 * attribute must never cost the guest the answer; `describeAttributes` shows it as ignored.
 */
import { isIPv4, isIPv6 } from 'node:net';
import {
  findDefinition,
  getDefinition,
  valueName,
  type AttributeName,
  type Definition,
  type EnumName,
  type IntegerName,
  type Ipv4Name,
  type Ipv6Name,
  type OctetsName,
  type TextName,
} from './dictionary';
import { MAX_VALUE_BYTES, MAX_VENDOR_VALUE_BYTES, type Attribute, type Packet } from './packet';

const MAX_UINT32 = 0xffff_ffff;

/** The first attribute of that name, whatever its size. */
export function findAttribute(packet: Packet, name: AttributeName): Attribute | undefined {
  const { type, vendorId, vendorType } = getDefinition(name);
  for (const attribute of packet.attributes) {
    if (attribute.type === type && attribute.vendorId === vendorId && attribute.vendorType === vendorType) {
      return attribute;
    }
  }
  return undefined;
}

export function hasAttribute(packet: Packet, name: AttributeName): boolean {
  return findAttribute(packet, name) !== undefined;
}

/** Every attribute of that name, in the order of the packet. */
export function listAttributes(packet: Packet, name: AttributeName): readonly Attribute[] {
  const { type, vendorId, vendorType } = getDefinition(name);
  return packet.attributes.filter((a) => a.type === type && a.vendorId === vendorId && a.vendorType === vendorType);
}

/** Text; bytes that are not UTF-8 become U+FFFD. Undefined when absent or empty (RFC 2865 §5: no empty text). */
export function getString(packet: Packet, name: TextName): string | undefined {
  const value = findAttribute(packet, name)?.value;
  return value === undefined || value.length === 0 ? undefined : value.toString('utf8');
}

/** Bytes as they came. Undefined when absent or empty. */
export function getOctets(packet: Packet, name: OctetsName): Buffer | undefined {
  const value = findAttribute(packet, name)?.value;
  return value === undefined || value.length === 0 ? undefined : value;
}

/** Unsigned 32 bits; a `time` is seconds since 1970. Undefined when absent or not four bytes. */
export function getInteger(packet: Packet, name: IntegerName): number | undefined {
  const value = findAttribute(packet, name)?.value;
  return value?.length === 4 ? value.readUInt32BE(0) : undefined;
}

/** Dotted text. Undefined when absent or not four bytes. */
export function getIpv4(packet: Packet, name: Ipv4Name): string | undefined {
  const value = findAttribute(packet, name)?.value;
  return value?.length === 4 ? formatIpv4(value) : undefined;
}

/** Text of RFC 5952. Undefined when absent or not sixteen bytes. */
export function getIpv6(packet: Packet, name: Ipv6Name): string | undefined {
  const value = findAttribute(packet, name)?.value;
  return value?.length === 16 ? formatIpv6(value) : undefined;
}

/**
 * Builds an attribute for an answer.
 * @throws RangeError when the value does not fit the type: empty or over 253 bytes (247 for a vendor's), not an
 * unsigned 32-bit integer, not an address. Always the caller's mistake.
 */
export function attribute(name: TextName | Ipv4Name | Ipv6Name, value: string): Attribute;
export function attribute(name: OctetsName, value: Buffer): Attribute;
export function attribute(name: IntegerName, value: number): Attribute;
export function attribute(name: AttributeName, value: string | number | Buffer): Attribute {
  const definition = getDefinition(name);
  const { type, vendorId, vendorType } = definition;
  return { type, vendorId, vendorType, value: encodeValue(definition, value) };
}

function encodeValue(definition: Definition, value: string | number | Buffer): Buffer {
  switch (definition.dataType) {
    case 'integer':
    case 'enum':
    case 'time':
      return encodeInteger(definition, value);
    case 'text':
      return checkLength(definition, Buffer.from(String(value), 'utf8'));
    case 'ipv4addr':
      return encodeIpv4(definition, String(value));
    case 'ipv6addr':
      return encodeIpv6(definition, String(value));
    default:
      if (!Buffer.isBuffer(value)) throw new RangeError(`${definition.name} takes bytes`);
      return checkLength(definition, value);
  }
}

function encodeInteger(definition: Definition, value: string | number | Buffer): Buffer {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_UINT32) {
    throw new RangeError(`${definition.name} takes an integer from 0 to ${MAX_UINT32}`);
  }
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}

function checkLength(definition: Definition, bytes: Buffer): Buffer {
  const limit = definition.vendorId === undefined ? MAX_VALUE_BYTES : MAX_VENDOR_VALUE_BYTES;
  if (bytes.length === 0 || bytes.length > limit) {
    throw new RangeError(`${definition.name} takes 1 to ${limit} bytes, got ${bytes.length}`);
  }
  return bytes;
}

function encodeIpv4(definition: Definition, address: string): Buffer {
  if (!isIPv4(address)) throw new RangeError(`${definition.name} takes an IPv4 address`);
  return Buffer.from(address.split('.').map(Number));
}

function encodeIpv6(definition: Definition, address: string): Buffer {
  if (!isIPv6(address) || address.includes('%')) throw new RangeError(`${definition.name} takes an IPv6 address`);
  return parseIpv6(address);
}

/** Sixteen bytes of a valid IPv6 text without zone. */
export function parseIpv6(address: string): Buffer {
  const bytes = Buffer.alloc(16);
  const [head = '', tail] = withHexTail(address).split('::');
  const headGroups = head === '' ? [] : head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  headGroups.forEach((group, i) => bytes.writeUInt16BE(Number.parseInt(group, 16), i * 2));
  const tailFrom = 16 - tailGroups.length * 2;
  tailGroups.forEach((group, i) => bytes.writeUInt16BE(Number.parseInt(group, 16), tailFrom + i * 2));
  return bytes;
}

/** `::ffff:1.2.3.4` as `::ffff:102:304`. */
function withHexTail(address: string): string {
  const lastColon = address.lastIndexOf(':');
  const dotted = address.slice(lastColon + 1);
  if (!dotted.includes('.')) return address;
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  return `${address.slice(0, lastColon + 1)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

export function formatIpv4(value: Buffer): string {
  return `${value[0]!}.${value[1]!}.${value[2]!}.${value[3]!}`;
}

/** RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zero groups shortened. */
export function formatIpv6(value: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => value.readUInt16BE(i * 2));
  const run = longestZeroRun(groups);
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.from))}::${text(groups.slice(run.from + run.length))}`;
}

function longestZeroRun(groups: readonly number[]): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from++) {
    let end = from;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - from > best.length) best = { from, length: end - from };
  }
  return best;
}

/** Longer texts are cut in the log: 253 bytes of noise help nobody. */
const MAX_SHOWN_CHARS = 120;

/** One line per attribute, `Name = value`, for logs: passwords and keys never shown, control characters escaped. */
export function describeAttributes(packet: Pick<Packet, 'attributes'>): readonly string[] {
  return packet.attributes.map((one) => {
    const definition = findDefinition(one);
    return `${definition?.name ?? numericName(one)} = ${describeValue(one, definition)}`;
  });
}

function numericName(one: Attribute): string {
  return one.vendorId === undefined ? `Attr-${one.type}` : `Attr-26.${one.vendorId}.${one.vendorType ?? 0}`;
}

function describeValue(one: Attribute, definition: Definition | undefined): string {
  if (definition?.hidden === true) return '‹hidden›';
  // Vendors this program does not know may put keys into their attributes as well.
  if (definition === undefined || definition.dataType === 'vsa') return `‹${one.value.length} bytes›`;
  return readable(definition, one.value) ?? `‹${one.value.length} bytes, ignored›`;
}

function readable(definition: Definition, value: Buffer): string | undefined {
  switch (definition.dataType) {
    case 'text':
      return value.length === 0 ? undefined : JSON.stringify(shorten(value.toString('utf8')));
    case 'integer':
      return value.length === 4 ? String(value.readUInt32BE(0)) : undefined;
    case 'enum':
      return value.length === 4 ? describeEnum(definition.name as EnumName, value.readUInt32BE(0)) : undefined;
    case 'time':
      return value.length === 4 ? new Date(value.readUInt32BE(0) * 1000).toISOString() : undefined;
    case 'ipv4addr':
      return value.length === 4 ? formatIpv4(value) : undefined;
    case 'ipv6addr':
      return value.length === 16 ? formatIpv6(value) : undefined;
    default:
      return value.length === 0 ? undefined : `0x${shorten(value.toString('hex'))}`;
  }
}

function describeEnum(name: EnumName, value: number): string {
  return valueName(name, value) ?? String(value);
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN_CHARS ? text : `${text.slice(0, MAX_SHOWN_CHARS)}…`;
}
