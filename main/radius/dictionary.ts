/**
 * Which attributes there are: name, number, vendor and data type. Own static tables, because they are on the hot path
 * and give the compiler the names; the names of enumerated values are those of the dictionaries in the npm package
 * `radius` (its codec is not used), which has none for vendors.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const vendors = { Microsoft: 311, Ascend: 529, WISPr: 14122, Mikrotik: 14988 } as const;

/** Data types of RFC 8044 §3, as far as they are used. `octets` is its `string`: opaque bytes. */
export type DataType =
  'text' | 'octets' | 'integer' | 'enum' | 'short' | 'time' | 'ipv4addr' | 'ipv6addr' | 'ipv6prefix' | 'ifid' | 'vsa';

type NumberAndType = readonly [number: number, dataType: DataType];

const standard = {
  // RFC 2865
  'User-Name': [1, 'text'],
  'User-Password': [2, 'octets'],
  'CHAP-Password': [3, 'octets'],
  'NAS-IP-Address': [4, 'ipv4addr'],
  'NAS-Port': [5, 'integer'],
  'Service-Type': [6, 'enum'],
  'Framed-Protocol': [7, 'enum'],
  'Framed-IP-Address': [8, 'ipv4addr'],
  'Framed-IP-Netmask': [9, 'ipv4addr'],
  'Framed-Routing': [10, 'enum'],
  'Filter-Id': [11, 'text'],
  'Framed-MTU': [12, 'integer'],
  'Framed-Compression': [13, 'enum'],
  'Login-IP-Host': [14, 'ipv4addr'],
  'Login-Service': [15, 'enum'],
  'Login-TCP-Port': [16, 'enum'],
  'Reply-Message': [18, 'text'],
  'Callback-Number': [19, 'text'],
  'Callback-Id': [20, 'text'],
  'Framed-Route': [22, 'text'],
  'Framed-IPX-Network': [23, 'ipv4addr'],
  State: [24, 'octets'],
  Class: [25, 'octets'],
  'Vendor-Specific': [26, 'vsa'],
  'Session-Timeout': [27, 'integer'],
  'Idle-Timeout': [28, 'integer'],
  'Termination-Action': [29, 'enum'],
  'Called-Station-Id': [30, 'text'],
  'Calling-Station-Id': [31, 'text'],
  'NAS-Identifier': [32, 'text'],
  'Proxy-State': [33, 'octets'],
  'Login-LAT-Service': [34, 'text'],
  'Login-LAT-Node': [35, 'text'],
  'Login-LAT-Group': [36, 'octets'],
  'Framed-AppleTalk-Link': [37, 'integer'],
  'Framed-AppleTalk-Network': [38, 'integer'],
  'Framed-AppleTalk-Zone': [39, 'text'],
  'CHAP-Challenge': [60, 'octets'],
  'NAS-Port-Type': [61, 'enum'],
  'Port-Limit': [62, 'integer'],
  'Login-LAT-Port': [63, 'text'],
  // RFC 2866
  'Acct-Status-Type': [40, 'enum'],
  'Acct-Delay-Time': [41, 'integer'],
  'Acct-Input-Octets': [42, 'integer'],
  'Acct-Output-Octets': [43, 'integer'],
  'Acct-Session-Id': [44, 'text'],
  'Acct-Authentic': [45, 'enum'],
  'Acct-Session-Time': [46, 'integer'],
  'Acct-Input-Packets': [47, 'integer'],
  'Acct-Output-Packets': [48, 'integer'],
  'Acct-Terminate-Cause': [49, 'enum'],
  'Acct-Multi-Session-Id': [50, 'text'],
  'Acct-Link-Count': [51, 'integer'],
  // RFC 2867
  'Acct-Tunnel-Connection': [68, 'text'],
  'Acct-Tunnel-Packets-Lost': [86, 'integer'],
  // RFC 2868: a tag may stand before the value, so these are bytes here
  'Tunnel-Type': [64, 'octets'],
  'Tunnel-Medium-Type': [65, 'octets'],
  'Tunnel-Client-Endpoint': [66, 'octets'],
  'Tunnel-Server-Endpoint': [67, 'octets'],
  'Tunnel-Password': [69, 'octets'],
  'Tunnel-Private-Group-Id': [81, 'octets'],
  'Tunnel-Assignment-Id': [82, 'octets'],
  'Tunnel-Preference': [83, 'octets'],
  'Tunnel-Client-Auth-Id': [90, 'octets'],
  'Tunnel-Server-Auth-Id': [91, 'octets'],
  // RFC 2869
  'Acct-Input-Gigawords': [52, 'integer'],
  'Acct-Output-Gigawords': [53, 'integer'],
  'Event-Timestamp': [55, 'time'],
  'ARAP-Password': [70, 'octets'],
  'ARAP-Features': [71, 'octets'],
  'ARAP-Zone-Access': [72, 'enum'],
  'ARAP-Security': [73, 'integer'],
  'ARAP-Security-Data': [74, 'text'],
  'Password-Retry': [75, 'integer'],
  Prompt: [76, 'enum'],
  'Connect-Info': [77, 'text'],
  'Configuration-Token': [78, 'text'],
  'EAP-Message': [79, 'octets'],
  'Message-Authenticator': [80, 'octets'],
  'ARAP-Challenge-Response': [84, 'octets'],
  'Acct-Interim-Interval': [85, 'integer'],
  'NAS-Port-Id': [87, 'text'],
  'Framed-Pool': [88, 'text'],
  // RFC 3162
  'NAS-IPv6-Address': [95, 'ipv6addr'],
  'Framed-Interface-Id': [96, 'ifid'],
  'Framed-IPv6-Prefix': [97, 'ipv6prefix'],
  'Login-IPv6-Host': [98, 'ipv6addr'],
  'Framed-IPv6-Route': [99, 'text'],
  'Framed-IPv6-Pool': [100, 'text'],
  // RFC 4372, 4675, 4818, 4849, 5176, 5580
  'Chargeable-User-Identity': [89, 'octets'],
  'Egress-VLANID': [56, 'integer'],
  'Ingress-Filters': [57, 'enum'],
  'Egress-VLAN-Name': [58, 'text'],
  'User-Priority-Table': [59, 'octets'],
  'Delegated-IPv6-Prefix': [123, 'ipv6prefix'],
  'NAS-Filter-Rule': [92, 'text'],
  'Error-Cause': [101, 'enum'],
  'EAP-Key-Name': [102, 'octets'],
  'Operator-Name': [126, 'text'],
  'Location-Information': [127, 'octets'],
  'Location-Data': [128, 'octets'],
  // RFC 5090: Digest
  'Digest-Response': [103, 'text'],
  'Digest-Realm': [104, 'text'],
  'Digest-Nonce': [105, 'text'],
  'Digest-Response-Auth': [106, 'text'],
  'Digest-Nextnonce': [107, 'text'],
  'Digest-Method': [108, 'text'],
  'Digest-URI': [109, 'text'],
  'Digest-Qop': [110, 'text'],
  'Digest-Algorithm': [111, 'text'],
  'Digest-Entity-Body-Hash': [112, 'text'],
  'Digest-CNonce': [113, 'text'],
  'Digest-Nonce-Count': [114, 'text'],
  'Digest-Username': [115, 'text'],
  'Digest-Opaque': [116, 'text'],
  'Digest-Auth-Param': [117, 'text'],
  'Digest-AKA-Auts': [118, 'text'],
  'Digest-Domain': [119, 'text'],
  'Digest-Stale': [120, 'text'],
  'Digest-HA1': [121, 'text'],
  'SIP-AOR': [122, 'text'],
  // RFC 5580
  'Basic-Location-Policy-Rules': [129, 'octets'],
  'Extended-Location-Policy-Rules': [130, 'octets'],
  'Location-Capable': [131, 'enum'],
  'Requested-Location-Info': [132, 'enum'],
  // RFC 5607
  'Framed-Management': [133, 'enum'],
  'Management-Transport-Protection': [134, 'enum'],
  'Management-Policy-Id': [135, 'text'],
  'Management-Privilege-Level': [136, 'integer'],
  // RFC 5904
  'PKM-SS-Cert': [137, 'octets'],
  'PKM-CA-Cert': [138, 'octets'],
  'PKM-Config-Settings': [139, 'octets'],
  'PKM-Cryptosuite-List': [140, 'octets'],
  'PKM-SAID': [141, 'short'],
  'PKM-SA-Descriptor': [142, 'octets'],
  'PKM-Auth-Key': [143, 'octets'],
  // RFC 6911
  'Framed-IPv6-Address': [168, 'ipv6addr'],
  'DNS-Server-IPv6-Address': [169, 'ipv6addr'],
  'Route-IPv6-Information': [170, 'ipv6prefix'],
  'Delegated-IPv6-Prefix-Pool': [171, 'text'],
  'Stateful-IPv6-Address-Pool': [172, 'text'],
} as const satisfies Record<string, NumberAndType>;

const mikrotik = {
  'Mikrotik-Recv-Limit': [1, 'integer'],
  'Mikrotik-Xmit-Limit': [2, 'integer'],
  'Mikrotik-Group': [3, 'text'],
  'Mikrotik-Wireless-Forward': [4, 'integer'],
  'Mikrotik-Wireless-Skip-Dot1x': [5, 'integer'],
  'Mikrotik-Wireless-Enc-Algo': [6, 'enum'],
  'Mikrotik-Wireless-Enc-Key': [7, 'text'],
  'Mikrotik-Rate-Limit': [8, 'text'],
  'Mikrotik-Realm': [9, 'text'],
  'Mikrotik-Host-IP': [10, 'ipv4addr'],
  'Mikrotik-Mark-Id': [11, 'text'],
  'Mikrotik-Advertise-URL': [12, 'text'],
  'Mikrotik-Advertise-Interval': [13, 'integer'],
  'Mikrotik-Recv-Limit-Gigawords': [14, 'integer'],
  'Mikrotik-Xmit-Limit-Gigawords': [15, 'integer'],
  'Mikrotik-Wireless-PSK': [16, 'text'],
  'Mikrotik-Total-Limit': [17, 'integer'],
  'Mikrotik-Total-Limit-Gigawords': [18, 'integer'],
  'Mikrotik-Address-List': [19, 'text'],
  'Mikrotik-Wireless-MPKey': [20, 'text'],
  'Mikrotik-Wireless-Comment': [21, 'text'],
  'Mikrotik-Delegated-IPv6-Pool': [22, 'text'],
  'Mikrotik-DHCP-Option-Set': [23, 'text'],
  'Mikrotik-DHCP-Option-Param-STR1': [24, 'text'],
  'Mikrotik-DHCP-Option-Param-STR2': [25, 'text'],
  'Mikrotik-Wireless-VLANID': [26, 'integer'],
  'Mikrotik-Wireless-VLANID-Type': [27, 'enum'],
  'Mikrotik-Wireless-Minsignal': [28, 'text'],
  'Mikrotik-Wireless-Maxsignal': [29, 'text'],
  'Mikrotik-Switching-Filter': [30, 'text'],
} as const satisfies Record<string, NumberAndType>;

/** RFC 2548. */
const microsoft = {
  'MS-CHAP-Response': [1, 'octets'],
  'MS-CHAP-Error': [2, 'octets'],
  'MS-CHAP-CPW-1': [3, 'octets'],
  'MS-CHAP-CPW-2': [4, 'octets'],
  'MS-CHAP-LM-Enc-PW': [5, 'octets'],
  'MS-CHAP-NT-Enc-PW': [6, 'octets'],
  'MS-MPPE-Encryption-Policy': [7, 'enum'],
  'MS-MPPE-Encryption-Types': [8, 'enum'],
  'MS-RAS-Vendor': [9, 'integer'],
  'MS-CHAP-Domain': [10, 'text'],
  'MS-CHAP-Challenge': [11, 'octets'],
  'MS-CHAP-MPPE-Keys': [12, 'octets'],
  'MS-BAP-Usage': [13, 'enum'],
  'MS-Link-Utilization-Threshold': [14, 'integer'],
  'MS-Link-Drop-Time-Limit': [15, 'integer'],
  'MS-MPPE-Send-Key': [16, 'octets'],
  'MS-MPPE-Recv-Key': [17, 'octets'],
  'MS-RAS-Version': [18, 'text'],
  'MS-Old-ARAP-Password': [19, 'octets'],
  'MS-New-ARAP-Password': [20, 'octets'],
  'MS-ARAP-PW-Change-Reason': [21, 'enum'],
  'MS-Filter': [22, 'octets'],
  'MS-Acct-Auth-Type': [23, 'enum'],
  'MS-Acct-EAP-Type': [24, 'enum'],
  'MS-CHAP2-Response': [25, 'octets'],
  'MS-CHAP2-Success': [26, 'octets'],
  'MS-CHAP2-CPW': [27, 'octets'],
  'MS-Primary-DNS-Server': [28, 'ipv4addr'],
  'MS-Secondary-DNS-Server': [29, 'ipv4addr'],
  'MS-Primary-NBNS-Server': [30, 'ipv4addr'],
  'MS-Secondary-NBNS-Server': [31, 'ipv4addr'],
} as const satisfies Record<string, NumberAndType>;

const wispr = {
  'WISPr-Location-Id': [1, 'text'],
  'WISPr-Location-Name': [2, 'text'],
  'WISPr-Logoff-URL': [3, 'text'],
  'WISPr-Redirection-URL': [4, 'text'],
  'WISPr-Bandwidth-Min-Up': [5, 'integer'],
  'WISPr-Bandwidth-Min-Down': [6, 'integer'],
  'WISPr-Bandwidth-Max-Up': [7, 'integer'],
  'WISPr-Bandwidth-Max-Down': [8, 'integer'],
  'WISPr-Session-Terminate-Time': [9, 'text'],
  'WISPr-Session-Terminate-End-Of-Day': [10, 'text'],
  'WISPr-Billing-Class-Of-Service': [11, 'text'],
} as const satisfies Record<string, NumberAndType>;

/** The rates RouterOS obeys where no Mikrotik-Rate-Limit is given. */
const ascend = {
  'Ascend-Data-Rate': [197, 'integer'],
  'Ascend-Xmit-Rate': [255, 'integer'],
} as const satisfies Record<string, NumberAndType>;

type Tables = typeof standard & typeof mikrotik & typeof microsoft & typeof wispr & typeof ascend;
export type AttributeName = keyof Tables;
type NameOf<T extends DataType> = { [N in AttributeName]: Tables[N][1] extends T ? N : never }[AttributeName];
export type TextName = NameOf<'text'>;
export type OctetsName = NameOf<'octets'>;
export type EnumName = NameOf<'enum'>;
export type IntegerName = NameOf<'integer' | 'enum' | 'time'>;
export type Ipv4Name = NameOf<'ipv4addr'>;
export type Ipv6Name = NameOf<'ipv6addr'>;

export interface Definition {
  readonly name: AttributeName;
  readonly type: number;
  readonly vendorId: number | undefined;
  readonly vendorType: number | undefined;
  readonly dataType: DataType;
  /** Never shown, not even in hex: a password, a key or what could be used to guess one. */
  readonly hidden: boolean;
}

const hiddenNames: ReadonlySet<AttributeName> = new Set<AttributeName>([
  'User-Password',
  'CHAP-Password',
  'Tunnel-Password',
  'ARAP-Password',
  'Mikrotik-Wireless-Enc-Key',
  'Mikrotik-Wireless-PSK',
  'Mikrotik-Wireless-MPKey',
  'MS-CHAP-Response',
  'MS-CHAP-CPW-1',
  'MS-CHAP-CPW-2',
  'MS-CHAP-LM-Enc-PW',
  'MS-CHAP-NT-Enc-PW',
  'MS-CHAP-MPPE-Keys',
  'MS-MPPE-Send-Key',
  'MS-MPPE-Recv-Key',
  'MS-CHAP2-Response',
  'MS-CHAP2-Success',
  'MS-CHAP2-CPW',
  'MS-Old-ARAP-Password',
  'MS-New-ARAP-Password',
  'EAP-Message',
  'ARAP-Challenge-Response',
  'Digest-Response',
  'Digest-HA1',
  'PKM-Auth-Key',
]);

const VENDOR_SPECIFIC = 26;
const byName = new Map<AttributeName, Definition>();
const byNumber = new Map<number, Definition>();

define(standard, undefined);
define(mikrotik, vendors.Mikrotik);
define(microsoft, vendors.Microsoft);
define(wispr, vendors.WISPr);
define(ascend, vendors.Ascend);

function define(table: Readonly<Record<string, NumberAndType>>, vendorId: number | undefined): void {
  for (const [key, [number, dataType]] of Object.entries(table)) {
    const name = key as AttributeName;
    const vendorType = vendorId === undefined ? undefined : number;
    const type = vendorId === undefined ? number : VENDOR_SPECIFIC;
    const definition: Definition = { name, type, vendorId, vendorType, dataType, hidden: hiddenNames.has(name) };
    byName.set(name, definition);
    byNumber.set(numberKey(type, vendorId, vendorType), definition);
  }
}

/** One number for (type, vendor, vendor type); vendor ids have 24 bits, so it stays a safe integer. */
function numberKey(type: number, vendorId: number | undefined, vendorType: number | undefined): number {
  return vendorId === undefined ? type : (vendorId + 1) * 256 + (vendorType ?? 0);
}

export function getDefinition(name: AttributeName): Definition {
  return byName.get(name)!;
}

/** By a name as somebody typed or stored it; undefined if no table here knows it. */
export function findDefinitionByName(name: string): Definition | undefined {
  return byName.get(name as AttributeName);
}

/** What an attribute met on the wire is called; undefined if no table here knows it. */
export function findDefinition(attribute: {
  readonly type: number;
  readonly vendorId?: number | undefined;
  readonly vendorType?: number | undefined;
}): Definition | undefined {
  return byNumber.get(numberKey(attribute.type, attribute.vendorId, attribute.vendorType));
}

export function listDefinitions(): readonly Definition[] {
  return [...byName.values()];
}

type ValueNames = ReadonlyMap<number, string>;

/** RFC 2548 and the MikroTik manual; by attribute. */
const vendorValues: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'Mikrotik-Wireless-Enc-Algo': { 0: 'No-encryption', 1: '40-bit-WEP', 2: '104-bit-WEP', 3: 'AES-CCM', 4: 'TKIP' },
  'Mikrotik-Wireless-VLANID-Type': { 0: '802.1q', 1: '802.1ad' },
  'MS-MPPE-Encryption-Policy': { 1: 'Encryption-Allowed', 2: 'Encryption-Required' },
  'MS-MPPE-Encryption-Types': { 2: 'RC4-40bit-Allowed', 4: 'RC4-128bit-Allowed', 6: 'RC4-40or128-bit-Allowed' },
  'MS-BAP-Usage': { 0: 'Not-Allowed', 1: 'Allowed', 2: 'Required' },
  'MS-ARAP-PW-Change-Reason': {
    1: 'Just-Change-Password',
    2: 'Expired-Password',
    3: 'Admin-Requires-Password-Change',
    4: 'Password-Too-Short',
  },
  'MS-Acct-Auth-Type': { 1: 'PAP', 2: 'CHAP', 3: 'MS-CHAP-1', 4: 'MS-CHAP-2', 5: 'EAP' },
  'MS-Acct-EAP-Type': { 4: 'MD5', 5: 'OTP', 6: 'Generic-Token-Card', 13: 'TLS' },
};

let allValueNames: ReadonlyMap<string, ValueNames> | undefined;
const noValues: ValueNames = new Map();

/** Names of the values of an enumerated attribute, by number; empty for one without. */
export function listValueNames(name: AttributeName): ValueNames {
  allValueNames ??= readValueNames();
  return allValueNames.get(name) ?? noValues;
}

/**
 * What the value of an enumerated attribute is called, e.g. `valueName('Acct-Terminate-Cause', 1)` is `User-Request`;
 * undefined for a number the dictionaries do not name.
 */
export function valueName(name: EnumName, value: number): string | undefined {
  return listValueNames(name).get(value);
}

function readValueNames(): ReadonlyMap<string, ValueNames> {
  const all = new Map<string, Map<number, string>>();
  for (const [name, values] of Object.entries(vendorValues)) {
    all.set(name, new Map(Object.entries(values).map(([number, text]) => [Number(number), text])));
  }
  const folder = join(dirname(createRequire(import.meta.url).resolve('radius/package.json')), 'dictionaries');
  for (const file of readdirSync(folder)) addValueNames(all, readFileSync(join(folder, file), 'utf8'));
  return all;
}

/** Lines of a FreeRADIUS dictionary: `VALUE Service-Type Framed-User 2`. The first name of a number is its name. */
function addValueNames(all: Map<string, Map<number, string>>, dictionary: string): void {
  for (const [, name, text, number] of dictionary.matchAll(/^VALUE\s+(\S+)\s+(\S+)\s+(\d+)/gm)) {
    const values = all.get(name!) ?? new Map<number, string>();
    if (!values.has(Number(number))) values.set(Number(number), text!);
    all.set(name!, values);
  }
}
