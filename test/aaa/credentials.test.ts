/** What proves that a guest is the guest. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MacPassword } from '../../main/aaa/asking-router';
import { prove, proveMac, readCredential, type KnownSecret } from '../../main/aaa/credentials';
import { attribute } from '../../main/radius/attributes';
import { chapResponse } from '../../main/radius/chap';
import { encodePacket, parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import { hidePassword } from '../../main/radius/pap';

const secret = Buffer.from('a-strong-secret-1');
const authenticator = randomBytes(16);

function request(...attributes: readonly Attribute[]): Packet {
  return parsePacket(encodePacket({ code: 'Access-Request', identifier: 1, authenticator, attributes }));
}

const pap = (password: string | Buffer): Attribute =>
  attribute('User-Password', hidePassword(Buffer.from(password), secret, authenticator));

/** Without CHAP-Challenge the Request Authenticator is the challenge (RFC 2865 §5.40). */
const chap = (password: string): Attribute =>
  attribute('CHAP-Password', Buffer.concat([Buffer.of(9), chapResponse(9, password, authenticator)]));

function proves(credential: Attribute, known: KnownSecret, typedName: string): boolean {
  return prove(readCredential(request(credential), secret), known, typedName) !== undefined;
}

describe('a code', () => {
  test('is not opened by its name where that is not the code', () => {
    const known: KnownSecret = { kind: 'code', password: 'k7m2pq' };
    expect(proves(chap('Room 12'), known, 'Room 12')).toBe(false);
    expect(proves(pap('Room 12'), known, 'Room 12')).toBe(false);
    expect(proves(chap('K7M2PQ'), known, 'Room 12')).toBe(true);
    expect(proves(pap('K7m2pQ'), known, 'Room 12')).toBe(true);
  });
});

describe('an empty password', () => {
  test.each(['code', 'person'] as const)('opens nothing, not even for a %s who has none', (kind) => {
    expect(proves(chap(''), { kind, password: '' }, '')).toBe(false);
    expect(proves(pap(''), { kind, password: '' }, '')).toBe(false);
    expect(proves(pap('x'), { kind, password: '' }, '')).toBe(false);
  });
});

describe('the password of a MAC login', () => {
  const mac = '02-00-00-aa-0b-0c';
  const isProven = (credential: Attribute | undefined, expected: MacPassword): boolean => {
    const sent = credential === undefined ? request() : request(credential);
    return proveMac(readCredential(sent, secret), expected, mac) !== undefined;
  };
  const empty: MacPassword = { kind: 'empty' };
  const same: MacPassword = { kind: 'same' };
  const shared: MacPassword = { kind: 'shared', password: 'for-all' };

  test('may be absent or empty only where the router sends none', () => {
    expect([empty, same, shared].map((expected) => isProven(undefined, expected))).toEqual([true, false, false]);
    expect([empty, same, shared].map((expected) => isProven(pap(''), expected))).toEqual([true, false, false]);
  });

  test('is the MAC in any form where the router sends it again, and the shared one exactly', () => {
    for (const text of [mac, '02:00:00:AA:0B:0C', '020000AA0B0C']) expect(isProven(pap(text), same)).toBe(true);
    expect(isProven(pap('02:00:00:AA:0B:0D'), same)).toBe(false);
    expect(isProven(pap('for-all'), shared)).toBe(true);
    for (const text of ['FOR-ALL', mac]) expect(isProven(pap(text), shared)).toBe(false);
    expect([chap(''), chap(mac), chap('for-all')].map((one) => isProven(one, empty))).toEqual([true, false, false]);
    expect([chap(''), chap(mac), chap('for-all')].map((one) => isProven(one, same))).toEqual([false, true, false]);
    expect(isProven(pap(mac), empty)).toBe(false);
  });
});

describe('what a request carries', () => {
  test('without any credential is nothing', () => {
    expect(readCredential(request(attribute('User-Name', 'x')), secret)).toEqual({ kind: 'none' });
  });

  test('that is no password of any size User-Password can have is nothing', () => {
    const odd = { type: 2, vendorId: undefined, vendorType: undefined, value: Buffer.alloc(15) };
    expect(readCredential(request(odd), secret)).toEqual({ kind: 'none' });
  });

  test.each([Buffer.from('a\u0007b'), Buffer.from([0xc3, 0x28]), Buffer.from([0x61, 0, 0x62])])(
    'that nobody can type is garbled (%o)',
    (bytes) => {
      expect(readCredential(request(pap(bytes)), secret)).toEqual({ kind: 'garbled' });
    },
  );

  test('decrypted with another secret is garbled nearly always, and never fits', () => {
    const other = Buffer.from('another-secret-2');
    let garbled = 0;
    for (let round = 0; round < 200; round++) {
      const hidden = hidePassword(Buffer.from('k7m2pq'), other, authenticator);
      hidden[15]! ^= round;
      const credential = readCredential(request(attribute('User-Password', hidden)), secret);
      if (credential.kind === 'garbled') garbled++;
      expect(prove(credential, { kind: 'code', password: 'k7m2pq' }, 'k7m2pq')).toBeUndefined();
    }
    expect(garbled).toBeGreaterThan(190);
  });

  test('by a method of its own is named before a password beside it', () => {
    const credential = readCredential(request(pap('k7m2pq'), attribute('EAP-Message', Buffer.of(2, 0, 0, 4))), secret);
    expect(credential).toEqual({ kind: 'unsupported', method: 'EAP' });
  });
});
