/** Our codec beside the npm package `radius`, on the well-formed packets that package can handle. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, getInteger, getIpv4, getString } from '../../main/radius/attributes';
import { encodeAnswer, verifyRequest } from '../../main/radius/authenticator';
import { encodePacket, parsePacket, type Attribute } from '../../main/radius/packet';
import { revealPassword } from '../../main/radius/pap';
import {
  encodeAttribute,
  formatTypedValue,
  listTypedAttributes,
  type TypedAttribute,
} from '../../main/radius/typed-attributes';
import { startHarness } from './harness';

interface Decoded {
  readonly code: string;
  readonly identifier: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}
interface NpmRadius {
  encode(args: {
    code: string;
    secret: string;
    identifier?: number;
    attributes: unknown[];
    add_message_authenticator?: boolean;
  }): Buffer;
  decode(args: { packet: Buffer; secret: string }): Decoded;
  verify_response(args: { request: Buffer; response: Buffer; secret: string }): boolean;
  add_dictionary(file: string): void;
}
const npm = createRequire(import.meta.url)('radius') as NpmRadius;
// It brings no dictionary of a vendor, but reads one.
npm.add_dictionary(fileURLToPath(new URL('data/dictionary.vendors', import.meta.url)));

const SECRET = 'xyzzy5461';
const secret = Buffer.from(SECRET);

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !text.includes('\0'));
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
/** What also fits into an integer that has a tag (RFC 2868 §3.1). */
const uint24 = fc.integer({ min: 1, max: 0xff_ffff });
const printable = word.filter((text) => text.trim() !== '' && !/[\u0000-\u001f\u007f]/.test(text));
/** RFC 6911: the package is older. */
const laterThanNpm: ReadonlySet<string> = new Set(['Delegated-IPv6-Prefix-Pool', 'Stateful-IPv6-Address-Pool']);
const login = fc.record({
  identifier: fc.integer({ min: 0, max: 255 }),
  username: word,
  password: word,
  nasPort: uint32,
  address: fc.ipV4(),
  signed: fc.boolean(),
});

/** Types the package writes out of a text, a number or a date; of all others it only takes bytes. */
const sharedTypes = ['string', 'integer', 'ipaddr', 'date'] as const;
type SharedType = (typeof sharedTypes)[number];
const npmVendors = { standard: undefined, Mikrotik: 14_988, WISPr: 14_122 } as const;

interface SharedAttribute {
  readonly name: TypedAttribute['name'];
  readonly type: SharedType;
  readonly vendorId: number | undefined;
  readonly valueNames: readonly string[];
}

/** What both sides know by the same name and type; the package's Tunnel-Password and User-Password are encrypted. */
const shared: readonly SharedAttribute[] = listTypedAttributes().flatMap(({ name, type, vendor, values, use }) => {
  const known = sharedTypes.find((one) => one === type);
  if (known === undefined || !(vendor in npmVendors) || use.kind === 'none') return [];
  const vendorId = npmVendors[vendor as keyof typeof npmVendors];
  return laterThanNpm.has(name) ? [] : [{ name, type: known, vendorId, valueNames: values.map((one) => one.name) }];
});

/** A value as an operator writes it and as the package takes it. */
const sharedValue = fc.constantFrom(...shared).chain((one) => valuesFor(one).map((value) => ({ ...one, ...value })));

function valuesFor({ type, valueNames }: SharedAttribute): fc.Arbitrary<{ text: string; theirs: unknown }> {
  switch (type) {
    case 'string':
      return printable.map((text) => ({ text, theirs: text }));
    case 'ipaddr':
      return fc.ipV4().map((text) => ({ text, theirs: text }));
    case 'date':
      return uint32.map((seconds) => {
        const date = new Date(seconds * 1_000);
        return { text: date.toISOString(), theirs: date };
      });
    case 'integer':
      return fc
        .oneof(uint24.map(String), ...(valueNames.length === 0 ? [] : [fc.constantFrom(...valueNames)]))
        .map((text) => ({ text, theirs: text }));
  }
}

/** The package reads a sub-attribute of a vendor it has no dictionary for as nothing, so vendors are left out. */
const ownAttribute: fc.Arbitrary<Attribute> = fc.oneof(
  word.map((text) => attribute('User-Name', text)),
  word.map((text) => attribute('Reply-Message', text)),
  uint32.map((number) => attribute('Session-Timeout', number)),
  uint32.map((number) => attribute('NAS-Port', number)),
  fc.ipV4().map((address) => attribute('Framed-IP-Address', address)),
);

describe('the npm package and our codec', () => {
  test('read the same in an Access-Request the package wrote', () => {
    fc.assert(
      fc.property(login, ({ identifier, username, password, nasPort, address, signed }) => {
        const raw = npm.encode({
          code: 'Access-Request',
          secret: SECRET,
          identifier,
          attributes: [
            ['User-Name', username],
            ['User-Password', password],
            ['NAS-Port', nasPort],
            ['NAS-IP-Address', address],
          ],
          add_message_authenticator: signed,
        });
        const packet = parsePacket(raw);
        expect(packet).toMatchObject({ code: 'Access-Request', identifier });
        expect(getString(packet, 'User-Name')).toBe(username);
        expect(getInteger(packet, 'NAS-Port')).toBe(nasPort);
        expect(getIpv4(packet, 'NAS-IP-Address')).toBe(address);
        expect(revealPassword(packet, secret)).toEqual({ kind: 'password', password });
        expect(verifyRequest(packet, secret, { requireMessageAuthenticator: signed })).toEqual({
          kind: 'authentic',
          hadMessageAuthenticator: signed,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('agree on the Request Authenticator of accounting', () => {
    fc.assert(
      fc.property(word, uint32, (acctSessionId, sessionTime) => {
        const raw = npm.encode({
          code: 'Accounting-Request',
          secret: SECRET,
          attributes: [
            ['Acct-Status-Type', 'Stop'],
            ['Acct-Session-Id', acctSessionId],
            ['Acct-Session-Time', sessionTime],
          ],
        });
        const packet = parsePacket(raw);
        expect(verifyRequest(packet, secret, { requireMessageAuthenticator: false }).kind).toBe('authentic');
        expect(getInteger(packet, 'Acct-Status-Type')).toBe(2);
        expect(getString(packet, 'Acct-Session-Id')).toBe(acctSessionId);
        expect(getInteger(packet, 'Acct-Session-Time')).toBe(sessionTime);
        expect(verifyRequest(packet, Buffer.from('another'), { requireMessageAuthenticator: false }).kind).toBe(
          'unauthentic',
        );
      }),
      { numRuns: 300 },
    );
  });

  test('read the same in a packet we wrote', () => {
    fc.assert(
      fc.property(fc.array(ownAttribute, { maxLength: 12 }), (attributes) => {
        const raw = encodePacket({
          code: 'Access-Request',
          identifier: 9,
          authenticator: Buffer.alloc(16, 5),
          attributes,
        });
        const theirs = npm.decode({ packet: Buffer.from(raw), secret: SECRET }).attributes;
        const ours = parsePacket(raw);
        const last = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
        expect(last(theirs['User-Name'])).toEqual(getString(ours, 'User-Name'));
        expect(last(theirs['Reply-Message'])).toEqual(getString(ours, 'Reply-Message'));
        expect(last(theirs['Session-Timeout'])).toEqual(getInteger(ours, 'Session-Timeout'));
        expect(last(theirs['NAS-Port'])).toEqual(getInteger(ours, 'NAS-Port'));
        expect(last(theirs['Framed-IP-Address'])).toEqual(getIpv4(ours, 'Framed-IP-Address'));
      }),
      { numRuns: 500 },
    );
  });

  test('agree that our answers are genuine, and that a changed one is not', () => {
    fc.assert(
      fc.property(login, fc.array(ownAttribute, { maxLength: 6 }), ({ username, password, signed }, attributes) => {
        const request = npm.encode({
          code: 'Access-Request',
          secret: SECRET,
          attributes: [
            ['User-Name', username],
            ['User-Password', password],
          ],
          add_message_authenticator: signed,
        });
        const response = encodeAnswer(parsePacket(request), secret, 'Access-Accept', attributes);
        expect(npm.verify_response({ request, response: Buffer.from(response), secret: SECRET })).toBe(true);
        response[response.length - 1]! ^= 1;
        expect(npm.verify_response({ request, response, secret: SECRET })).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('write the same bytes for a value an operator typed, and read them the same', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(sharedValue, ({ name, type, vendorId, text, theirs }) => {
        seen.add(`${type} ${vendorId ?? 'standard'}`);
        const pair = [name, theirs];
        const raw = npm.encode({
          code: 'Access-Request',
          secret: SECRET,
          attributes: [vendorId === undefined ? pair : ['Vendor-Specific', vendorId, [pair]]],
        });
        const [attribute] = parsePacket(raw).attributes;
        expect(attribute, name).toEqual(encodeAttribute(name, text));
        expect(formatTypedValue(name, attribute!.value)?.toLowerCase()).toBe(shownAs(name, text).toLowerCase());
      }),
      { numRuns: 2_000 },
    );
    // All types, and vendors for those that they use, or this proves less than it says.
    expect(seen).toEqual(
      new Set([
        'string standard',
        'integer standard',
        'ipaddr standard',
        'string 14988',
        'integer 14988',
        'ipaddr 14988',
        'string 14122',
        'integer 14122',
      ]),
    );
  });

  test('read the same vendor attributes in an answer we wrote', () => {
    const vendorText = fc.constantFrom(
      ...shared.filter(({ type, vendorId }) => type === 'string' && vendorId !== undefined),
    );
    fc.assert(
      fc.property(vendorText, printable, (one, text) => {
        const raw = encodePacket({
          code: 'Access-Request',
          identifier: 9,
          authenticator: Buffer.alloc(16, 5),
          attributes: [encodeAttribute(one.name, text)],
        });
        const vendors = npm.decode({ packet: Buffer.from(raw), secret: SECRET }).attributes['Vendor-Specific'];
        expect((vendors as Record<string, unknown>)[one.name]).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('talk to each other over UDP: a router made with the package is served', async () => {
    const { server, nas } = await startHarness();
    const request = npm.encode({
      code: 'Access-Request',
      secret: SECRET,
      attributes: [
        ['User-Name', 'guest-101'],
        ['User-Password', 'room-101-pw'],
      ],
      add_message_authenticator: true,
    });
    const port = await nas.openPort('authentication');
    port.send(request);
    const response = await port.next();
    expect(npm.verify_response({ request, response, secret: SECRET })).toBe(true);
    port.close();
    await server.close();
  });
});

/** A number that has a name is shown by it. */
function shownAs(name: string, text: string): string {
  const values = listTypedAttributes().find((one) => one.name === name)!.values;
  return values.find(({ value }) => String(value) === text)?.name ?? text;
}
