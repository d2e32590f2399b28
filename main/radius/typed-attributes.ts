/**
 * Attributes chosen by hand: which there are and for what, their values as text, and checks of a request against them.
 * Texts are what an operator reads and types:
 *
 * | Type       | Text                                      | Bytes                                                  |
 * |------------|-------------------------------------------|--------------------------------------------------------|
 * | string     | itself                                    | UTF-8, 1 to 253 (a vendor's 247)                       |
 * | octets     | 0x and pairs of hex digits                | as many                                                |
 * | integer    | decimal, or the name of a value           | 4                                                      |
 * | short      | decimal                                   | 2                                                      |
 * | date       | ISO 8601 with zone, or seconds since 1970 | 4                                                      |
 * | ipaddr     | 10.5.88.2                                 | 4                                                      |
 * | ipv6addr   | 2001:db8::1                               | 16                                                     |
 * | ipv6prefix | 2001:db8:1::/56                           | 0, length, 16 (RFC 3162 §2.3)                          |
 * | ifid       | four groups: 2:0:0:1                      | 8                                                      |
 *
 * The tunnel attributes of RFC 2868 are written without tag (zero) and read with any.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { formatIpv4, formatIpv6, parseIpv6 } from './attributes';
import { useOf, type AttributeUse } from './attribute-uses';
import {
  findDefinitionByName,
  listDefinitions,
  listValueNames,
  vendors,
  type AttributeName,
  type Definition,
} from './dictionary';
import { MAX_VALUE_BYTES, MAX_VENDOR_VALUE_BYTES, type Attribute, type Packet } from './packet';
import { compilePattern } from './pattern';

export type TypedAttributeType =
  'string' | 'octets' | 'integer' | 'short' | 'date' | 'ipaddr' | 'ipv6addr' | 'ipv6prefix' | 'ifid';

export interface TypedAttribute {
  readonly name: AttributeName;
  readonly vendor: 'standard' | keyof typeof vendors;
  readonly type: TypedAttributeType;
  /** Named values of an integer, by number; other numbers are allowed too. Empty where there are none. */
  readonly values: readonly { readonly name: string; readonly value: number }[];
  readonly use: AttributeUse;
}

/**
 * Why a text is no value of an attribute.
 * - `too-long`: over 253 bytes, a vendor's 247.
 * - `not-a-number`: neither a number nor the name of a value. `out-of-range`: a number that does not fit.
 */
export type WrongValue =
  | 'unknown-attribute'
  | 'empty'
  | 'too-long'
  | 'control-character'
  | 'not-hex'
  | 'not-a-number'
  | 'out-of-range'
  | 'not-a-date'
  | 'not-an-address'
  | 'not-a-prefix'
  | 'not-an-interface-id';

export type ParsedValue =
  { readonly kind: 'value'; readonly bytes: Buffer } | { readonly kind: 'wrong'; readonly why: WrongValue };

/** How a check compares; `=~` matches the whole value (see pattern.ts). */
export type CheckOperator = '==' | '!=' | '=~' | '>=' | '<=';

export interface Check {
  readonly name: string;
  readonly operator: CheckOperator;
  readonly value: string;
}

const MAX_UINT16 = 0xffff;
const MAX_UINT32 = 0xffff_ffff;
/** RFC 2868 §3.1: a first byte up to this is a tag; texts begin above it. */
const MAX_TAG = 0x1f;

/** RFC 2868: the dictionary has them as bytes because of the tag. */
const taggedTypes: Partial<Record<AttributeName, 'integer' | 'string'>> = {
  'Tunnel-Type': 'integer',
  'Tunnel-Medium-Type': 'integer',
  'Tunnel-Preference': 'integer',
  'Tunnel-Client-Endpoint': 'string',
  'Tunnel-Server-Endpoint': 'string',
  'Tunnel-Private-Group-Id': 'string',
  'Tunnel-Assignment-Id': 'string',
  'Tunnel-Client-Auth-Id': 'string',
  'Tunnel-Server-Auth-Id': 'string',
};

const types = {
  text: 'string',
  octets: 'octets',
  vsa: 'octets',
  integer: 'integer',
  enum: 'integer',
  short: 'short',
  time: 'date',
  ipv4addr: 'ipaddr',
  ipv6addr: 'ipv6addr',
  ipv6prefix: 'ipv6prefix',
  ifid: 'ifid',
} as const satisfies Record<Definition['dataType'], TypedAttributeType>;

let listed: readonly TypedAttribute[] | undefined;

/** Every attribute of the standard, MikroTik, Microsoft, WISPr and Ascend tables, also those not to be had. */
export function listTypedAttributes(): readonly TypedAttribute[] {
  return (listed ??= listDefinitions().map(describe));
}

function describe(definition: Definition): TypedAttribute {
  const { name, vendorId } = definition;
  const vendor = Object.entries(vendors).find(([, id]) => id === vendorId)?.[0] as keyof typeof vendors | undefined;
  const values = [...listValueNames(name)].map(([value, text]) => ({ name: text, value }));
  values.sort((a, b) => a.value - b.value);
  return { name, vendor: vendor ?? 'standard', type: typeOf(definition), values, use: useOf(name) };
}

function typeOf({ name, dataType }: Definition): TypedAttributeType {
  return taggedTypes[name] ?? types[dataType];
}

/** The bytes of a value as they stand in a packet, or why there are none. */
export function parseTypedValue(name: string, text: string): ParsedValue {
  const definition = findDefinitionByName(name);
  if (definition === undefined) return wrong('unknown-attribute');
  const trimmed = text.trim();
  if (trimmed === '') return wrong('empty');
  switch (typeOf(definition)) {
    case 'string':
      return parseText(definition, text);
    case 'octets':
      return parseOctets(definition, trimmed);
    case 'integer':
      return parseInteger(definition, trimmed);
    case 'short':
      return parseNumber(trimmed, MAX_UINT16, 2);
    case 'date':
      return parseDate(trimmed);
    case 'ipaddr':
      return isIPv4(trimmed) ? value(Buffer.from(trimmed.split('.').map(Number))) : wrong('not-an-address');
    case 'ipv6addr':
      return isPlainIpv6(trimmed) ? value(parseIpv6(trimmed)) : wrong('not-an-address');
    case 'ipv6prefix':
      return parsePrefix(trimmed);
    case 'ifid':
      return parseInterfaceId(trimmed);
  }
}

const value = (bytes: Buffer): ParsedValue => ({ kind: 'value', bytes });
const wrong = (why: WrongValue): ParsedValue => ({ kind: 'wrong', why });

function fitting({ vendorId }: Definition, bytes: Buffer): ParsedValue {
  return bytes.length > (vendorId === undefined ? MAX_VALUE_BYTES : MAX_VENDOR_VALUE_BYTES)
    ? wrong('too-long')
    : value(bytes);
}

/** Blanks at the ends belong to the value; control characters are what a screen and a router would stumble over. */
function parseText(definition: Definition, text: string): ParsedValue {
  if (/[\u0000-\u001f\u007f]/.test(text)) return wrong('control-character');
  return fitting(definition, Buffer.from(text, 'utf8'));
}

function parseOctets(definition: Definition, text: string): ParsedValue {
  const digits = /^0x((?:[0-9a-f]{2})+)$/i.exec(text)?.[1];
  return digits === undefined ? wrong('not-hex') : fitting(definition, Buffer.from(digits, 'hex'));
}

function parseInteger({ name }: Definition, text: string): ParsedValue {
  const wanted = text.toLowerCase();
  const named = [...listValueNames(name)].find(([, valueName]) => valueName.toLowerCase() === wanted);
  // RFC 2868 §3.1: the first of the four bytes is the tag.
  const most = taggedTypes[name] === undefined ? MAX_UINT32 : 0xff_ffff;
  return parseNumber(named === undefined ? text : String(named[0]), most, 4);
}

function parseNumber(text: string, most: number, size: 2 | 4): ParsedValue {
  if (!/^[0-9]{1,16}$/.test(text)) return wrong('not-a-number');
  const number = Number(text);
  if (number > most) return wrong('out-of-range');
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeUIntBE(number, 0, size);
  return value(bytes);
}

const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

function parseDate(text: string): ParsedValue {
  if (!ISO_WITH_ZONE.test(text)) {
    const seconds = parseNumber(text, MAX_UINT32, 4);
    return seconds.kind === 'wrong' && seconds.why === 'not-a-number' ? wrong('not-a-date') : seconds;
  }
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return wrong('not-a-date');
  return atMs < 0 ? wrong('out-of-range') : parseNumber(String(Math.floor(atMs / 1_000)), MAX_UINT32, 4);
}

function isPlainIpv6(text: string): boolean {
  return isIPv6(text) && !text.includes('%');
}

function parsePrefix(text: string): ParsedValue {
  const [, address = '', digits = ''] = /^([^/]+)\/([0-9]{1,3})$/.exec(text) ?? [];
  const length = Number(digits);
  if (!isPlainIpv6(address) || digits === '' || length > 128) return wrong('not-a-prefix');
  const prefix = parseIpv6(address);
  // RFC 3162 §2.3: bits beyond the length must be zero; more of them is a typing error, not a prefix.
  if (!prefix.equals(cutPrefix(prefix, length))) return wrong('not-a-prefix');
  return value(Buffer.concat([Buffer.of(0, length), prefix]));
}

/** Sixteen bytes, zeros beyond the first `length` bits. */
function cutPrefix(prefix: Buffer, length: number): Buffer {
  const cut = Buffer.alloc(16);
  for (let i = 0; i < 16; i++) {
    const bits = Math.min(8, Math.max(0, length - i * 8));
    cut[i] = (prefix[i] ?? 0) & (0xff00 >> bits);
  }
  return cut;
}

function parseInterfaceId(text: string): ParsedValue {
  const groups = text.split(':');
  if (groups.length !== 4 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) {
    return wrong('not-an-interface-id');
  }
  return value(Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex'));
}

/** The text of a value met on the wire; undefined for an attribute nobody knows and a value its type cannot have. */
export function formatTypedValue(name: string, bytes: Buffer): string | undefined {
  const definition = findDefinitionByName(name);
  const canonical = definition === undefined ? undefined : canonicalBytes(definition, bytes);
  return definition === undefined || canonical === undefined ? undefined : format(definition, canonical);
}

function format(definition: Definition, bytes: Buffer): string {
  switch (typeOf(definition)) {
    case 'string':
      return bytes.toString('utf8');
    case 'octets':
      return `0x${bytes.toString('hex')}`;
    case 'integer':
      return listValueNames(definition.name).get(bytes.readUInt32BE()) ?? String(bytes.readUInt32BE());
    case 'short':
      return String(bytes.readUInt16BE());
    case 'date':
      return new Date(bytes.readUInt32BE() * 1_000).toISOString();
    case 'ipaddr':
      return formatIpv4(bytes);
    case 'ipv6addr':
      return formatIpv6(bytes);
    case 'ipv6prefix':
      return `${formatIpv6(bytes.subarray(2))}/${bytes[1]!}`;
    case 'ifid':
      return [0, 2, 4, 6].map((at) => bytes.readUInt16BE(at).toString(16)).join(':');
  }
}

const sizes: Partial<Record<TypedAttributeType, number>> = {
  integer: 4,
  short: 2,
  date: 4,
  ipaddr: 4,
  ipv6addr: 16,
  ifid: 8,
};

/** The value as parseTypedValue would have written it: no tag, a prefix at full length. */
function canonicalBytes(definition: Definition, bytes: Buffer): Buffer | undefined {
  const type = typeOf(definition);
  if (type === 'ipv6prefix') return canonicalPrefix(bytes);
  const size = sizes[type];
  if (size === undefined ? bytes.length === 0 : bytes.length !== size) return undefined;
  const tagged = taggedTypes[definition.name];
  if (tagged === 'integer') return Buffer.concat([Buffer.of(0), bytes.subarray(1)]);
  const untagged = tagged === 'string' && bytes[0]! <= MAX_TAG ? bytes.subarray(1) : bytes;
  return untagged.length === 0 ? undefined : untagged;
}

/** RFC 3162 §2.3: prefix bytes that are all zero may be left out. */
function canonicalPrefix(bytes: Buffer): Buffer | undefined {
  const length = bytes[1];
  if (length === undefined || bytes.length > 18 || length > 128) return undefined;
  return Buffer.concat([Buffer.of(0, length), cutPrefix(bytes.subarray(2), length)]);
}

/**
 * An attribute for an answer.
 * @throws RangeError for a text that parseTypedValue refuses; what is stored has passed it.
 */
export function encodeAttribute(name: string, text: string): Attribute {
  const definition = findDefinitionByName(name);
  const parsed = parseTypedValue(name, text);
  if (definition === undefined || parsed.kind === 'wrong') throw new RangeError(`not a value of ${name}`);
  const { type, vendorId, vendorType } = definition;
  return { type, vendorId, vendorType, value: parsed.bytes };
}

/** Why a check cannot be made: its value is wrong, or its operator is not for this type. */
export type CheckProblem = WrongValue | 'not-a-pattern' | 'operator-not-for-type' | 'not-in-requests';

/** Undefined for a check that can be made. */
export function findCheckProblem(check: Check): CheckProblem | undefined {
  const definition = findDefinitionByName(check.name);
  if (definition === undefined) return 'unknown-attribute';
  const use = useOf(definition.name).kind;
  if (use === 'reply' || use === 'none') return 'not-in-requests';
  if (check.operator === '=~') return compilePattern(check.value) === undefined ? 'not-a-pattern' : undefined;
  if (isOrdering(check.operator) && !isOrdered(typeOf(definition))) return 'operator-not-for-type';
  const parsed = parseTypedValue(check.name, check.value);
  return parsed.kind === 'wrong' ? parsed.why : undefined;
}

function isOrdering(operator: CheckOperator): boolean {
  return operator === '>=' || operator === '<=';
}

/** Types whose bytes sort as their values do. */
function isOrdered(type: TypedAttributeType): boolean {
  return type !== 'string' && type !== 'octets' && type !== 'ipv6prefix' && type !== 'ifid';
}

/** The first check the request does not pass; undefined when it passes all. A check that cannot be made is not passed. */
export function findFailedCheck(packet: Packet, checks: readonly Check[]): Check | undefined {
  return checks.find((check) => {
    const definition = findDefinitionByName(check.name);
    return definition === undefined || !matches(valuesOf(packet, definition), check);
  });
}

function valuesOf(packet: Packet, { type, vendorId, vendorType }: Definition): readonly Buffer[] {
  return packet.attributes
    .filter((one) => one.type === type && one.vendorId === vendorId && one.vendorType === vendorType)
    .map((one) => one.value);
}

/**
 * Whether the values of one attribute in a request pass a check. One that fits is enough, but for `!=` none may be the
 * value. An attribute that is absent, or has no value of its type, passes nothing, `!=` neither (as in FreeRADIUS):
 * a check lets in who shows something, not who hides it.
 */
export function matches(values: readonly Buffer[], { name, operator, value: wanted }: Check): boolean {
  const definition = findDefinitionByName(name);
  if (definition === undefined) return false;
  const given = values.map((bytes) => canonicalBytes(definition, bytes)).filter((bytes) => bytes !== undefined);
  if (given.length === 0) return false;
  if (operator === '=~') {
    const pattern = compilePattern(wanted);
    return pattern !== undefined && given.some((bytes) => pattern.fits(format(definition, bytes)));
  }
  const parsed = parseTypedValue(name, wanted);
  if (parsed.kind === 'wrong') return false;
  return compare(definition, given, operator, canonicalBytes(definition, parsed.bytes) ?? parsed.bytes);
}

function compare(
  definition: Definition,
  given: readonly Buffer[],
  operator: Exclude<CheckOperator, '=~'>,
  wanted: Buffer,
): boolean {
  if (operator === '==') return given.some((bytes) => bytes.equals(wanted));
  if (operator === '!=') return !given.some((bytes) => bytes.equals(wanted));
  if (!isOrdered(typeOf(definition))) return false;
  return given.some((bytes) => {
    const order = Buffer.compare(bytes, wanted);
    return operator === '>=' ? order >= 0 : order <= 0;
  });
}
