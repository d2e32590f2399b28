import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeAttributes } from '../../main/radius/attributes';
import {
  encodePacket,
  MAX_PACKET_BYTES,
  PacketError,
  PacketTooLongError,
  parsePacket,
  type Attribute,
  type KnownPacketCode,
  type Packet,
  type PacketErrorReason,
} from '../../main/radius/packet';
import { frame, opaque } from '../fakes/nas';
import { LONG, mutate, randomFrom } from '../fakes/random';
import vectors from './data/vectors.json';

const AUTHENTICATOR = Buffer.alloc(16, 0xab);
const request = (...attributes: Attribute[]): Buffer => frame(1, 5, AUTHENTICATOR, attributes);

function reasonOf(datagram: Buffer): PacketErrorReason | undefined {
  try {
    parsePacket(datagram);
    return undefined;
  } catch (error) {
    if (error instanceof PacketError) return error.reason;
    throw error;
  }
}

function withLength(datagram: Buffer, length: number): Buffer {
  const copy = Buffer.from(datagram);
  copy.writeUInt16BE(length, 2);
  return copy;
}

describe('the frame of a packet (RFC 2865 §3)', () => {
  test('the Access-Request of RFC 2865 §7.1 is read field by field', () => {
    const raw = Buffer.from(vectors['rfc2865-7.1-pap'].request, 'hex');
    const packet = parsePacket(raw);
    expect(packet.code).toBe('Access-Request');
    expect(packet.identifier).toBe(0);
    expect(packet.authenticator.toString('hex')).toBe('0f403f9473978057bd83d5cb98f4227a');
    expect(packet.attributes.map((a) => [a.type, a.value.toString('hex')])).toEqual([
      [1, '6e656d6f'],
      [2, '0dbe708d93d413ce3196e43f782a0aee'],
      [4, 'c0a80110'],
      [5, '00000003'],
    ]);
  });

  test.each<[string, Buffer, PacketErrorReason]>([
    ['an empty datagram', Buffer.alloc(0), 'too-short'],
    ['19 bytes', request().subarray(0, 19), 'too-short'],
    ['a Length of 19', withLength(request(), 19), 'bad-length'],
    ['a Length of 0', withLength(request(), 0), 'bad-length'],
    ['a Length beyond the datagram', withLength(request(), 21), 'bad-length'],
    ['a Length over 4096', withLength(Buffer.alloc(5000), 4097), 'too-long'],
    ['an attribute of length 0', request(opaque(1, Buffer.from('a'))).fill(0, 21, 22), 'bad-attribute'],
    ['an attribute of length 1', request(opaque(1, Buffer.from('a'))).fill(1, 21, 22), 'bad-attribute'],
    [
      'an attribute of length 1 before bytes that could be one',
      withLength(Buffer.concat([request(), Buffer.of(5, 1, 3, 9)]), 24),
      'bad-attribute',
    ],
    ['an attribute beyond the packet', request(opaque(1, Buffer.from('a'))).fill(4, 21, 22), 'bad-attribute'],
    ['half an attribute header', withLength(Buffer.concat([request(), Buffer.of(1)]), 21), 'bad-attribute'],
  ])('%s is no packet', (_what, datagram, reason) => {
    expect(reasonOf(datagram)).toBe(reason);
  });

  test('bytes after Length are padding and not looked at', () => {
    const packet = request(opaque(1, Buffer.from('nemo')));
    const padded = Buffer.concat([packet, Buffer.from([1, 0, 0xff])]);
    expect(parsePacket(padded)).toEqual(parsePacket(packet));
    expect(parsePacket(padded).raw).toHaveLength(packet.length);
  });

  test('a packet of 4096 bytes is read whole', () => {
    const full = request(
      ...Array.from({ length: 15 }, () => opaque(1, Buffer.alloc(253))),
      opaque(1, Buffer.alloc(249)),
    );
    expect(full).toHaveLength(MAX_PACKET_BYTES);
    expect(parsePacket(full).attributes).toHaveLength(16);
  });

  test('a code this program never speaks keeps its number', () => {
    expect(parsePacket(frame(254, 0, AUTHENTICATOR, []))).toMatchObject({ code: 'Unknown', codeNumber: 254 });
  });
});

describe('Vendor-Specific (RFC 2865 §5.26)', () => {
  const vsa = (hex: string): readonly Attribute[] =>
    parsePacket(request(opaque(26, Buffer.from(hex, 'hex')))).attributes;

  test('several sub-attributes in one Vendor-Specific are read one by one', () => {
    expect(vsa('00003a8c' + '0a060a055802' + '080531304d')).toMatchObject([
      { type: 26, vendorId: 14988, vendorType: 10, value: Buffer.from([10, 5, 88, 2]) },
      { type: 26, vendorId: 14988, vendorType: 8, value: Buffer.from('10M') },
    ]);
  });

  test.each([
    ['no Vendor-Id', '0000'],
    ['no sub-attribute', '00003a8c'],
    ['a sub-attribute of length 1', '00003a8c0a01'],
    ['a sub-attribute beyond the value', '00003a8c0a050102'],
    ['one byte left over', '00003a8c0a0301ff'],
    ['a Vendor-Id whose first byte is not zero', '01003a8c0a0301'],
    ['four-byte vendor types, as USR has them', '000001ad00009001000000ff'],
  ])('%s stays opaque and costs nothing', (_what, hex) => {
    expect(vsa(hex)).toEqual([
      { type: 26, vendorId: undefined, vendorType: undefined, value: Buffer.from(hex, 'hex') },
    ]);
  });

  test('an Extended attribute (RFC 6929) stays opaque', () => {
    expect(parsePacket(request(opaque(241, Buffer.from([1, 2, 3])))).attributes).toEqual([
      { type: 241, vendorId: undefined, vendorType: undefined, value: Buffer.from([1, 2, 3]) },
    ]);
  });
});

describe('writing packets', () => {
  const fields = { code: 'Access-Accept', identifier: 1, authenticator: AUTHENTICATOR } as const;

  test('a packet over 4096 bytes is not written', () => {
    const attributes = Array.from({ length: 17 }, () => opaque(25, Buffer.alloc(253)));
    expect(() => encodePacket({ ...fields, attributes })).toThrow(PacketTooLongError);
  });

  test.each([
    [opaque(25, Buffer.alloc(254))],
    [{ type: 26, vendorId: 14988, vendorType: 8, value: Buffer.alloc(248) }],
  ])('a value longer than an attribute can hold is not written', (attribute) => {
    expect(() => encodePacket({ ...fields, attributes: [attribute] })).toThrow(RangeError);
  });
});

const octets = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes));
const plainAttribute: fc.Arbitrary<Attribute> = fc
  .record({ type: fc.integer({ min: 1, max: 255 }).filter((type) => type !== 26), value: octets(253) })
  .map(({ type, value }) => opaque(type, value));
const vendorAttribute: fc.Arbitrary<Attribute> = fc.record({
  type: fc.constant(26),
  vendorId: fc.integer({ min: 0, max: 0xff_ffff }),
  vendorType: fc.integer({ min: 0, max: 255 }),
  value: octets(247),
});
const anyPacket = fc.record({
  code: fc.constantFrom<KnownPacketCode>('Access-Request', 'Access-Accept', 'Accounting-Request', 'CoA-Request'),
  identifier: fc.integer({ min: 0, max: 255 }),
  authenticator: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
  attributes: fc.array(fc.oneof(plainAttribute, vendorAttribute), { maxLength: 15 }),
});

describe('every packet', () => {
  test('that is written is read back the same', () => {
    fc.assert(
      fc.property(anyPacket, (fields) => {
        const packet = parsePacket(encodePacket(fields));
        expect({ ...packet, codeNumber: undefined, raw: undefined }).toEqual({
          ...fields,
          codeNumber: undefined,
          raw: undefined,
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test('that is written equals what the test router writes', () => {
    fc.assert(
      fc.property(anyPacket, ({ identifier, authenticator, attributes }) => {
        const ours = encodePacket({ code: 'Access-Request', identifier, authenticator, attributes });
        expect(ours.equals(frame(1, identifier, authenticator, attributes))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** 100,000 in the normal run, 1,000,000 with GATEHOUSE_LONG=1. */
const MUTATIONS = LONG ? 1_000_000 : 100_000;

describe('bytes of any kind', () => {
  test('are a packet or a PacketError, nothing else', () => {
    fc.assert(
      fc.property(octets(300), (datagram) => {
        assertReadableOrRefused(datagram);
      }),
      { numRuns: 20_000 },
    );
  });

  test(
    `after ${MUTATIONS} mutations of real packets too`,
    () => {
      const seed = Date.now() % 0x7fff_ffff;
      const random = randomFrom(seed);
      const originals = realPackets();
      let refused = 0;
      for (let i = 0; i < MUTATIONS; i++) {
        const mutant = mutate(originals[i % originals.length]!, random);
        try {
          if (!assertReadableOrRefused(mutant)) refused++;
        } catch (cause) {
          throw new Error(`seed ${seed}, mutation ${i}: ${mutant.toString('hex')}`, { cause });
        }
      }
      // Both outcomes must have been seen, or the mutations prove nothing.
      expect(refused).toBeGreaterThan(MUTATIONS / 20);
      expect(refused).toBeLessThan(MUTATIONS);
    },
    MUTATIONS > 100_000 ? 300_000 : 60_000,
  );
});

/** True when it was read; then every value lies within the packet and the log can show it. */
function assertReadableOrRefused(datagram: Buffer): boolean {
  let packet: Packet;
  try {
    packet = parsePacket(datagram);
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    return false;
  }
  if (packet.raw.length < 20 || packet.raw.length > MAX_PACKET_BYTES) throw new Error('length out of bounds');
  const end = packet.raw.byteOffset + packet.raw.length;
  for (const { value } of packet.attributes) {
    if (value.byteOffset < packet.raw.byteOffset + 22 || value.byteOffset + value.length > end) {
      throw new Error('value outside the packet');
    }
  }
  if (describeAttributes(packet).length !== packet.attributes.length) throw new Error('attribute not shown');
  return true;
}

function realPackets(): readonly Buffer[] {
  const rfc = Buffer.from(vectors['rfc2865-7.1-pap'].request, 'hex');
  const hotspot = request(
    opaque(61, Buffer.from([0, 0, 0, 19])),
    opaque(31, Buffer.from('02:00:00:00:01:01')),
    opaque(1, Buffer.from('guest-101')),
    { type: 26, vendorId: 14988, vendorType: 10, value: Buffer.from([10, 5, 88, 2]) },
    { type: 26, vendorId: 14122, vendorType: 3, value: Buffer.from('http://10.5.88.1/logout') },
    opaque(80, Buffer.alloc(16)),
  );
  const twoInOne = request(opaque(26, Buffer.from('00003a8c0a060a055802080531304d', 'hex')));
  return [rfc, hotspot, twoInOne];
}
