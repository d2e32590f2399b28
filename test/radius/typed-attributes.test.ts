/** Attributes chosen by hand: what there is, what may be written, and what a request is checked for. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, describeAttributes } from '../../main/radius/attributes';
import { findDefinitionByName } from '../../main/radius/dictionary';
import { encodePacket, parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import {
  encodeAttribute,
  findCheckProblem,
  findFailedCheck,
  formatTypedValue,
  listTypedAttributes,
  matches,
  parseTypedValue,
  type Check,
  type CheckOperator,
  type TypedAttribute,
} from '../../main/radius/typed-attributes';
import { opaque } from '../fakes/nas';

const byName = new Map<string, TypedAttribute>(listTypedAttributes().map((one) => [one.name, one]));
const hexOf = (name: string, text: string): string => {
  const parsed = parseTypedValue(name, text);
  return parsed.kind === 'value' ? parsed.bytes.toString('hex') : parsed.why;
};

function request(...attributes: readonly Attribute[]): Packet {
  return parsePacket(
    encodePacket({ code: 'Access-Request', identifier: 1, authenticator: Buffer.alloc(16), attributes }),
  );
}

const check = (name: string, operator: CheckOperator, value: string): Check => ({ name, operator, value });
const passes = (packet: Packet, ...checks: readonly Check[]): boolean => findFailedCheck(packet, checks) === undefined;

describe('the list', () => {
  test('has every attribute of the dictionaries in the npm package, with every named value', () => {
    const folder = join(dirname(createRequire(import.meta.url).resolve('radius/package.json')), 'dictionaries');
    let attributes = 0;
    let values = 0;
    for (const file of readdirSync(folder)) {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      // RFC 4679 is a vendor's (ADSL Forum), none of those asked for.
      if (lines.some((line) => line.startsWith('BEGIN-VENDOR'))) continue;
      for (const [keyword, name, second, third] of lines.map((line) => line.split(/\s+/))) {
        if (keyword === 'ATTRIBUTE') {
          attributes++;
          expect(findDefinitionByName(name!)?.type, name).toBe(Number(second));
        }
        if (keyword === 'VALUE') {
          // A second name of a number is not offered.
          if (second === 'IPv4') continue;
          values++;
          expect(hexOf(name!, second!), second).toBe(Number(third).toString(16).padStart(8, '0'));
        }
      }
    }
    expect(attributes).toBeGreaterThan(120);
    expect(values).toBeGreaterThan(150);
  });

  test('has every attribute of MikroTik and WISPr under its number', () => {
    const path = new URL('data/dictionary.vendors', import.meta.url);
    const lines = readFileSync(path, 'utf8').split('\n');
    const numbers = lines.map((line) => line.split(' ')).filter(([keyword]) => keyword === 'ATTRIBUTE');
    expect(numbers).toHaveLength(30 + 11);
    for (const [, name, number] of numbers) {
      expect(findDefinitionByName(name!)?.vendorType, name).toBe(Number(number));
    }
  });

  test('has all thirty attributes of MikroTik, of the type the manual gives', () => {
    const mikrotik = [...byName.values()].filter(({ vendor }) => vendor === 'Mikrotik');
    expect(mikrotik).toHaveLength(30);
    expect(byName.get('Mikrotik-Address-List')).toMatchObject({ type: 'string', use: { kind: 'reply' } });
    expect(byName.get('Mikrotik-Host-IP')).toMatchObject({ type: 'ipaddr', use: { kind: 'check' } });
    expect(byName.get('Mikrotik-Wireless-Enc-Algo')).toMatchObject({
      type: 'integer',
      values: [
        { name: 'No-encryption', value: 0 },
        { name: '40-bit-WEP', value: 1 },
        { name: '104-bit-WEP', value: 2 },
        { name: 'AES-CCM', value: 3 },
        { name: 'TKIP', value: 4 },
      ],
    });
  });

  test.each([
    ['Message-Authenticator', 'protocol'],
    ['Proxy-State', 'protocol'],
    ['State', 'protocol'],
    ['Class', 'protocol'],
    ['EAP-Message', 'protocol'],
    ['MS-CHAP2-Success', 'protocol'],
    ['MS-MPPE-Encryption-Policy', 'protocol'],
    ['MS-MPPE-Send-Key', 'secret'],
    ['User-Password', 'secret'],
    ['Tunnel-Password', 'secret'],
    ['Acct-Status-Type', 'accounting'],
  ])('does not give %s away (%s)', (name, why) => {
    expect(byName.get(name)?.use).toEqual({ kind: 'none', why });
    expect(findCheckProblem(check(name, '==', 'x'))).toBe('not-in-requests');
  });

  test('lets nothing that is hidden in the log be checked', () => {
    for (const { name, use } of byName.values()) {
      if (findDefinitionByName(name)!.hidden) expect(use.kind, name).not.toMatch(/check|both/);
    }
  });
});

describe('values', () => {
  test.each([
    ['Reply-Message', 'Grüße', '4772c3bcc39f65'],
    ['Class', '0xC1a5', 'c1a5'],
    ['Session-Timeout', '3600', '00000e10'],
    ['Session-Timeout', ' 4294967295 ', 'ffffffff'],
    ['Service-Type', 'framed-user', '00000002'],
    ['Service-Type', '2', '00000002'],
    ['Service-Type', '12345', '00003039'],
    ['Framed-IP-Address', '10.5.88.2', '0a055802'],
    ['Framed-IPv6-Address', '2001:db8::1', '20010db8000000000000000000000001'],
    ['Delegated-IPv6-Prefix', '2001:db8:1:0::/56', '003820010db8000100000000000000000000'],
    ['Framed-IPv6-Prefix', '::/0', '000000000000000000000000000000000000'],
    ['Framed-Interface-Id', '2:0:0:a1b2', '000200000000a1b2'],
    ['Event-Timestamp', '2026-05-31T22:00:00+02:00', '6a1c9340'],
    ['Event-Timestamp', '1780257824', '6a1c9420'],
    ['PKM-SAID', '65535', 'ffff'],
    ['Tunnel-Type', 'VLAN', '0000000d'],
    ['Tunnel-Medium-Type', 'IEEE-802', '00000006'],
    ['Tunnel-Private-Group-Id', '120', '313230'],
    ['Mikrotik-Wireless-Enc-Algo', 'aes-ccm', '00000003'],
    ['Ascend-Data-Rate', '2000000', '001e8480'],
  ])('%s = %s is written as %s', (name, text, bytes) => {
    expect(hexOf(name, text)).toBe(bytes);
  });

  test.each([
    ['No-Such-Attribute', 'x', 'unknown-attribute'],
    ['__proto__', 'x', 'unknown-attribute'],
    ['Reply-Message', '', 'empty'],
    ['Reply-Message', '  ', 'empty'],
    ['Reply-Message', 'a\u0000b', 'control-character'],
    ['Reply-Message', 'a\nb', 'control-character'],
    ['Reply-Message', 'x'.repeat(254), 'too-long'],
    ['Mikrotik-Group', 'x'.repeat(248), 'too-long'],
    ['Mikrotik-Group', 'ж'.repeat(124), 'too-long'],
    ['Class', '0xabc', 'not-hex'],
    ['Class', 'abcd', 'not-hex'],
    ['Class', `0x${'00'.repeat(254)}`, 'too-long'],
    ['Session-Timeout', '-1', 'not-a-number'],
    ['Session-Timeout', '1e3', 'not-a-number'],
    ['Session-Timeout', '1.5', 'not-a-number'],
    ['Session-Timeout', '4294967296', 'out-of-range'],
    ['Service-Type', 'Framed-Usr', 'not-a-number'],
    ['PKM-SAID', '65536', 'out-of-range'],
    ['Tunnel-Preference', '16777216', 'out-of-range'],
    ['Framed-IP-Address', '10.5.88', 'not-an-address'],
    ['Framed-IP-Address', '010.5.88.1', 'not-an-address'],
    ['Framed-IPv6-Address', 'fe80::1%eth0', 'not-an-address'],
    ['Delegated-IPv6-Prefix', '2001:db8::1/56', 'not-a-prefix'],
    ['Delegated-IPv6-Prefix', '2001:db8::/129', 'not-a-prefix'],
    ['Delegated-IPv6-Prefix', '2001:db8::', 'not-a-prefix'],
    ['Framed-Interface-Id', '2:0:0', 'not-an-interface-id'],
    ['Framed-Interface-Id', '2:0:0:g', 'not-an-interface-id'],
    ['Event-Timestamp', '2026-05-31', 'not-a-date'],
    ['Event-Timestamp', '2026-13-31T00:00:00Z', 'not-a-date'],
    ['Event-Timestamp', '1969-12-31T00:00:00Z', 'out-of-range'],
    ['Event-Timestamp', '2200-01-01T00:00:00Z', 'out-of-range'],
  ])('%s = %j is wrong: %s', (name, text, why) => {
    expect(parseTypedValue(name, text)).toEqual({ kind: 'wrong', why });
    expect(() => encodeAttribute(name, text)).toThrow(RangeError);
  });

  test('of every attribute are read as they were written', () => {
    for (const { name, type, values } of byName.values()) {
      const texts = [...samples[type], ...values.map((one) => one.name)];
      for (const text of texts) {
        const parsed = parseTypedValue(name, text);
        if (parsed.kind === 'wrong') throw new Error(`${name} = ${text}: ${parsed.why}`);
        expect(formatTypedValue(name, parsed.bytes)?.toLowerCase(), name).toBe(canonicalText(name, text));
      }
    }
  });

  test('go into a packet under their own number and vendor', () => {
    const attributes = [
      encodeAttribute('Mikrotik-Address-List', 'guests'),
      encodeAttribute('Tunnel-Type', 'VLAN'),
      encodeAttribute('Ascend-Xmit-Rate', '64000'),
    ];
    expect(describeAttributes(request(...attributes))).toEqual([
      'Mikrotik-Address-List = "guests"',
      'Tunnel-Type = 0x0000000d',
      'Ascend-Xmit-Rate = 64000',
    ]);
  });

  test('that no type can have are read as nothing, whatever their bytes', () => {
    const names = fc.constantFrom(...byName.keys());
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 253 }), (name, bytes) => {
        const text = formatTypedValue(name, Buffer.from(bytes));
        const size = sizes[byName.get(name)!.type];
        if (bytes.length === 0) expect(text).toBeUndefined();
        if (size !== undefined) expect(text === undefined).toBe(bytes.length !== size);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a check', () => {
  const login = request(
    attribute('Called-Station-Id', 'hs-lobby'),
    attribute('NAS-Port-Type', 19),
    attribute('NAS-Port', 2_148_532_244),
    attribute('Framed-IP-Address', '10.5.88.200'),
    attribute('Framed-IPv6-Address', '2001:db8::200'),
    attribute('Mikrotik-Host-IP', '10.5.88.9'),
    attribute('Mikrotik-Host-IP', '10.5.99.9'),
    opaque(81, Buffer.from('\u0001guests')),
    opaque(97, Buffer.from('003820010db80001', 'hex')),
    opaque(6, Buffer.of(1, 2)),
  );

  test.each([
    ['Called-Station-Id', '==', 'hs-lobby', true],
    ['Called-Station-Id', '==', 'HS-lobby', false],
    ['Called-Station-Id', '!=', 'hs-pool', true],
    ['Called-Station-Id', '!=', 'hs-lobby', false],
    ['Called-Station-Id', '=~', 'hs-.*', true],
    ['Called-Station-Id', '=~', 'lobby', false],
    ['NAS-Port-Type', '==', 'Wireless-802.11', true],
    ['NAS-Port-Type', '==', '15', false],
    ['NAS-Port-Type', '=~', 'Wireless-.*', true],
    ['NAS-Port', '>=', '2148532244', true],
    ['NAS-Port', '>=', '2148532245', false],
    ['NAS-Port', '<=', '2148532243', false],
    // As numbers, not as texts: 9 is less than 2148532244.
    ['NAS-Port', '>=', '9', true],
    ['Framed-IP-Address', '>=', '10.5.88.100', true],
    ['Framed-IP-Address', '<=', '10.5.88.100', false],
    ['Framed-IP-Address', '>=', '9.255.255.255', true],
    ['Framed-IPv6-Address', '<=', '2001:db8::1ff', false],
    ['Framed-IPv6-Prefix', '==', '2001:db8:1::/56', true],
    ['Framed-IPv6-Prefix', '==', '2001:db8:1::/48', false],
    ['Tunnel-Private-Group-Id', '==', 'guests', true],
    // One of several values is enough, but none may be the unwanted one.
    ['Mikrotik-Host-IP', '==', '10.5.99.9', true],
    ['Mikrotik-Host-IP', '!=', '10.5.99.9', false],
    ['Mikrotik-Host-IP', '!=', '10.5.77.9', true],
    // Absent, or of a size its type cannot have: nothing is shown, nothing is passed.
    ['NAS-Identifier', '==', 'x', false],
    ['NAS-Identifier', '!=', 'x', false],
    ['NAS-Identifier', '=~', '.*', false],
    ['Service-Type', '!=', '1', false],
    ['Service-Type', '<=', '99', false],
  ] as const)('%s %s %s: %s', (name, operator, value, expected) => {
    expect(findCheckProblem(check(name, operator, value))).toBeUndefined();
    expect(passes(login, check(name, operator, value))).toBe(expected);
  });

  test('is one of several that must all hold, and the first that does not is named', () => {
    const lobby = check('Called-Station-Id', '==', 'hs-lobby');
    const wired = check('NAS-Port-Type', '==', 'Ethernet');
    const cabled = check('NAS-Port-Type', '!=', '19');
    expect(passes(login)).toBe(true);
    expect(passes(login, lobby, check('NAS-Port-Type', '==', '19'))).toBe(true);
    expect(findFailedCheck(login, [lobby, wired, cabled])).toBe(wired);
  });

  test.each([
    ['Called-Station-Id', '>=', 'a', 'operator-not-for-type'],
    ['Framed-IPv6-Prefix', '<=', '::/0', 'operator-not-for-type'],
    ['Called-Station-Id', '=~', '(a', 'not-a-pattern'],
    ['NAS-Port', '==', 'many', 'not-a-number'],
    ['Session-Timeout', '==', '5', 'not-in-requests'],
    ['No-Such-Attribute', '==', '5', 'unknown-attribute'],
  ] as const)(
    '%s %s %s cannot be made (%s), and if it were there nobody would pass it',
    (name, operator, value, why) => {
      expect(findCheckProblem(check(name, operator, value))).toBe(why);
      const values = [Buffer.from('00000005', 'hex'), Buffer.from('(a')];
      if (why !== 'not-in-requests') expect(matches(values, check(name, operator, value))).toBe(false);
    },
  );
});

const sizes: Partial<Record<TypedAttribute['type'], number>> = {
  integer: 4,
  short: 2,
  date: 4,
  ipaddr: 4,
  ipv6addr: 16,
  ifid: 8,
};

const samples: Readonly<Record<TypedAttribute['type'], readonly string[]>> = {
  string: ['guests', 'ä b'],
  octets: ['0x00', '0xc1a5'],
  integer: ['0', '16777215'],
  short: ['0', '65535'],
  date: ['2026-05-31T20:00:00.000Z'],
  ipaddr: ['0.0.0.0', '255.255.255.255'],
  ipv6addr: ['::', '2001:db8::1'],
  ipv6prefix: ['::/0', '2001:db8::/33', '::1/128'],
  ifid: ['0:0:0:1', 'ffff:0:1:2'],
};

/** A number that has a name is shown by its name. */
function canonicalText(name: string, text: string): string {
  const named = byName.get(name)!.values.find((one) => String(one.value) === text);
  return (named?.name ?? text).toLowerCase();
}
