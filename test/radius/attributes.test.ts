import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attribute,
  describeAttributes,
  findAttribute,
  getInteger,
  getIpv4,
  getIpv6,
  getOctets,
  getString,
  hasAttribute,
  listAttributes,
} from '../../main/radius/attributes';
import { findDefinition, getDefinition, listDefinitions, valueName, vendors } from '../../main/radius/dictionary';
import { parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import { frame, opaque } from '../fakes/nas';

const packetOf = (...attributes: Attribute[]): Packet => parsePacket(frame(1, 1, Buffer.alloc(16), attributes));

describe('reading attributes by name', () => {
  test('each type reads as what it stands for', () => {
    const packet = packetOf(
      attribute('User-Name', 'gäst-101'),
      attribute('NAS-Port', 4_294_967_295),
      attribute('Framed-IP-Address', '10.5.88.2'),
      attribute('Mikrotik-Host-IP', '10.5.88.3'),
      attribute('Framed-IPv6-Address', '2001:db8::1'),
      attribute('CHAP-Challenge', Buffer.from([1, 2, 3])),
      attribute('Mikrotik-Rate-Limit', '64k/128M'),
    );
    expect(getString(packet, 'User-Name')).toBe('gäst-101');
    expect(getInteger(packet, 'NAS-Port')).toBe(4_294_967_295);
    expect(getIpv4(packet, 'Framed-IP-Address')).toBe('10.5.88.2');
    expect(getIpv4(packet, 'Mikrotik-Host-IP')).toBe('10.5.88.3');
    expect(getIpv6(packet, 'Framed-IPv6-Address')).toBe('2001:db8::1');
    expect(getOctets(packet, 'CHAP-Challenge')).toEqual(Buffer.from([1, 2, 3]));
    expect(getString(packet, 'Mikrotik-Rate-Limit')).toBe('64k/128M');
  });

  test('what is absent, empty or of the wrong size reads as absent', () => {
    const packet = packetOf(
      opaque(1, Buffer.alloc(0)),
      opaque(5, Buffer.alloc(3)),
      opaque(27, Buffer.alloc(5)),
      opaque(8, Buffer.alloc(5)),
      opaque(168, Buffer.alloc(4)),
      opaque(60, Buffer.alloc(0)),
    );
    expect(getString(packet, 'User-Name')).toBeUndefined();
    expect(getInteger(packet, 'NAS-Port')).toBeUndefined();
    expect(getInteger(packet, 'Session-Timeout')).toBeUndefined();
    expect(getIpv4(packet, 'Framed-IP-Address')).toBeUndefined();
    expect(getIpv6(packet, 'Framed-IPv6-Address')).toBeUndefined();
    expect(getOctets(packet, 'CHAP-Challenge')).toBeUndefined();
    expect(getString(packet, 'NAS-Identifier')).toBeUndefined();
    expect(hasAttribute(packet, 'User-Name')).toBe(true);
    expect(hasAttribute(packet, 'NAS-Identifier')).toBe(false);
  });

  test("a vendor's attribute is not mistaken for a standard one of the same number", () => {
    const packet = packetOf({ type: 26, vendorId: vendors.Mikrotik, vendorType: 1, value: Buffer.from('abcd') });
    expect(findAttribute(packet, 'User-Name')).toBeUndefined();
    expect(getInteger(packet, 'Mikrotik-Recv-Limit')).toBe(0x61626364);
    expect(findAttribute(packet, 'WISPr-Location-Id')).toBeUndefined();
  });

  test('repeated attributes are listed in order', () => {
    const packet = packetOf(attribute('Class', Buffer.of(1)), attribute('Class', Buffer.of(2)));
    expect(listAttributes(packet, 'Class').map((one) => one.value[0])).toEqual([1, 2]);
  });

  test('IPv6 addresses come back in the text of RFC 5952', () => {
    const texts: readonly [string, string][] = [
      ['::', '::'],
      ['::1', '::1'],
      ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
      ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
      ['fe80:0:0:0:0:0:0:0', 'fe80::'],
      ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ];
    for (const [given, canonical] of texts) {
      expect(getIpv6(packetOf(attribute('NAS-IPv6-Address', given)), 'NAS-IPv6-Address')).toBe(canonical);
    }
  });

  test('every IPv6 address survives the way to the wire and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const value = Buffer.from(bytes);
        const text = getIpv6(packetOf(opaque(95, value)), 'NAS-IPv6-Address')!;
        expect(attribute('NAS-IPv6-Address', text).value).toEqual(value);
      }),
    );
  });
});

describe('building attributes', () => {
  test.each([
    ['a negative number', () => attribute('Session-Timeout', -1)],
    ['a fraction', () => attribute('Session-Timeout', 1.5)],
    ['more than 32 bits', () => attribute('Session-Timeout', 2 ** 32)],
    ['an empty text', () => attribute('Reply-Message', '')],
    ['a text over 253 bytes', () => attribute('Reply-Message', 'é'.repeat(127))],
    ["a vendor's text over 247 bytes", () => attribute('Mikrotik-Rate-Limit', 'x'.repeat(248))],
    ['no IPv4 address', () => attribute('Framed-IP-Address', '10.0.0.256')],
    ['no IPv6 address', () => attribute('Framed-IPv6-Address', 'fe80::1%eth0')],
    ['empty bytes', () => attribute('Class', Buffer.alloc(0))],
  ])('%s is refused', (_what, build) => {
    expect(build).toThrow(RangeError);
  });

  test('the longest texts fit', () => {
    expect(attribute('Reply-Message', 'x'.repeat(253)).value).toHaveLength(253);
    expect(attribute('Mikrotik-Rate-Limit', 'x'.repeat(247)).value).toHaveLength(247);
  });
});

describe('attributes in the log', () => {
  test('are shown with names, values and the names of values', () => {
    const packet = packetOf(
      attribute('User-Name', 'guest\n101'),
      attribute('NAS-Port-Type', 19),
      attribute('Acct-Terminate-Cause', 19),
      attribute('Service-Type', 4000),
      attribute('Event-Timestamp', 1_782_754_382),
      attribute('Framed-IP-Address', '10.5.88.2'),
      attribute('Framed-IPv6-Address', '2001:db8::1'),
      attribute('Mikrotik-Recv-Limit', 7),
      attribute('Class', Buffer.from([1, 0xff])),
      opaque(5, Buffer.alloc(2)),
      opaque(200, Buffer.from('secret?')),
      { type: 26, vendorId: 9, vendorType: 1, value: Buffer.from('secret?') },
    );
    expect(describeAttributes(packet)).toEqual([
      'User-Name = "guest\\n101"',
      'NAS-Port-Type = Wireless-802.11',
      'Acct-Terminate-Cause = Supplicant-Restart',
      'Service-Type = 4000',
      'Event-Timestamp = 2026-06-29T17:33:02.000Z',
      'Framed-IP-Address = 10.5.88.2',
      'Framed-IPv6-Address = 2001:db8::1',
      'Mikrotik-Recv-Limit = 7',
      'Class = 0x01ff',
      'NAS-Port = ‹2 bytes, ignored›',
      'Attr-200 = ‹7 bytes›',
      'Attr-26.9.1 = ‹7 bytes›',
    ]);
  });

  test('never show a password or a key', () => {
    const secret = Buffer.from('open sesame 1234');
    const hidden = listDefinitions().filter((definition) => definition.hidden);
    const packet = packetOf(
      ...hidden.map(({ type, vendorId, vendorType }) => ({ type, vendorId, vendorType, value: secret })),
    );
    expect(hidden.map((definition) => definition.name)).toEqual(
      expect.arrayContaining(['User-Password', 'CHAP-Password', 'MS-MPPE-Send-Key', 'Mikrotik-Wireless-PSK']),
    );
    const shown = describeAttributes(packet).join('\n');
    expect(shown).not.toContain('sesame');
    expect(shown).not.toContain(secret.toString('hex'));
    expect(shown).toContain('User-Password = ‹hidden›');
  });

  test('stay short whatever a router sends', () => {
    const [line = ''] = describeAttributes(packetOf(attribute('NAS-Identifier', 'x'.repeat(253))));
    expect(line.length).toBeLessThan(160);
  });
});

interface NpmRadius {
  load_dictionaries(): void;
  attr_name_to_id(name: string): string | undefined;
}
const npmRadius = createRequire(import.meta.url)('radius') as NpmRadius;

describe('the dictionary', () => {
  test('has the numbers the published dictionaries have', () => {
    npmRadius.load_dictionaries();
    const compared = listDefinitions()
      .filter((definition) => definition.vendorId === undefined)
      .flatMap(({ name, type }) => {
        const published = npmRadius.attr_name_to_id(name);
        return published === undefined ? [] : [{ name, ours: type, published: Number(published) }];
      });
    expect(compared.length).toBeGreaterThan(80);
    expect(compared.filter((one) => one.ours !== one.published)).toEqual([]);
  });

  test('finds every attribute by name and by number', () => {
    for (const definition of listDefinitions()) {
      expect(getDefinition(definition.name)).toBe(definition);
      expect(findDefinition(definition)).toBe(definition);
    }
  });

  test('names the values of RFC 2866, and only those there are', () => {
    expect(valueName('Acct-Status-Type', 3)).toBe('Interim-Update');
    expect(valueName('Acct-Terminate-Cause', 1)).toBe('User-Request');
    expect(valueName('Acct-Terminate-Cause', 1)).toBe('User-Request');
    expect(valueName('Acct-Terminate-Cause', 999)).toBeUndefined();
  });
});
