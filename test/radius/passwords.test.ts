import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute } from '../../main/radius/attributes';
import { checkChap } from '../../main/radius/chap';
import { parsePacket, type Packet } from '../../main/radius/packet';
import { hidePassword, revealPassword, samePassword } from '../../main/radius/pap';
import { FakeNas, frame, opaque } from '../fakes/nas';
import vectors from './data/vectors.json';

const SECRET = Buffer.from('xyzzy5461');
const AUTHENTICATOR = Buffer.from('0f403f9473978057bd83d5cb98f4227a', 'hex');
const packetOf = (...attributes: Parameters<typeof frame>[3]): Packet =>
  parsePacket(frame(1, 1, AUTHENTICATOR, attributes));
const withPassword = (value: Buffer): Packet => packetOf(opaque(2, value));

describe('User-Password (RFC 2865 §5.2)', () => {
  test('the password of RFC 2865 §7.1 is revealed', () => {
    const vector = vectors['rfc2865-7.1-pap'];
    const packet = parsePacket(Buffer.from(vector.request, 'hex'));
    expect(revealPassword(packet, Buffer.from(vector.secret))).toEqual({ kind: 'password', password: 'arctangent' });
  });

  test('the password of RFC 2865 §7.1 is hidden as printed there', () => {
    expect(hidePassword(Buffer.from('arctangent'), SECRET, AUTHENTICATOR).toString('hex')).toBe(
      '0dbe708d93d413ce3196e43f782a0aee',
    );
  });

  test('every password up to 128 bytes survives hiding and revealing', () => {
    const password = fc
      .string({ unit: 'binary', maxLength: 60 })
      .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 128);
    fc.assert(
      fc.property(password, (text) => {
        const hidden = hidePassword(Buffer.from(text), SECRET, AUTHENTICATOR);
        expect(revealPassword(withPassword(hidden), SECRET)).toEqual({ kind: 'password', password: text });
      }),
    );
  });

  test('an empty password (MAC login) is a password', () => {
    const hidden = hidePassword(Buffer.alloc(0), SECRET, AUTHENTICATOR);
    expect(hidden).toHaveLength(16);
    expect(revealPassword(withPassword(hidden), SECRET)).toEqual({ kind: 'password', password: '' });
    expect(revealPassword(withPassword(Buffer.alloc(0)), SECRET)).toEqual({ kind: 'password', password: '' });
  });

  test('128 bytes are the most', () => {
    const longest = hidePassword(Buffer.from('p'.repeat(128)), SECRET, AUTHENTICATOR);
    expect(revealPassword(withPassword(longest), SECRET)).toEqual({ kind: 'password', password: 'p'.repeat(128) });
    expect(revealPassword(withPassword(Buffer.alloc(144)), SECRET)).toEqual({ kind: 'wrong-size' });
    expect(() => hidePassword(Buffer.alloc(129), SECRET, AUTHENTICATOR)).toThrow(RangeError);
  });

  test.each([1, 15, 17, 127])('%i bytes are no User-Password', (bytes) => {
    expect(revealPassword(withPassword(Buffer.alloc(bytes)), SECRET)).toEqual({ kind: 'wrong-size' });
  });

  test('a request without User-Password has none', () => {
    expect(revealPassword(packetOf(), SECRET)).toEqual({ kind: 'absent' });
  });

  test('a wrong secret shows as an unreadable password', () => {
    const hidden = hidePassword(Buffer.from('arctangent'), Buffer.from('another secret'), AUTHENTICATOR);
    expect(revealPassword(withPassword(hidden), SECRET)).toEqual({ kind: 'unreadable' });
  });

  test('a NUL inside the password is unreadable, NULs after it are padding', () => {
    expect(revealPassword(withPassword(hidePassword(Buffer.from('a\0b'), SECRET, AUTHENTICATOR)), SECRET)).toEqual({
      kind: 'unreadable',
    });
    expect(revealPassword(withPassword(hidePassword(Buffer.from('ab\0\0'), SECRET, AUTHENTICATOR)), SECRET)).toEqual({
      kind: 'password',
      password: 'ab',
    });
  });

  test('what the npm package hides is revealed', () => {
    const npm = createRequire(import.meta.url)('radius') as {
      encode(args: object): Buffer;
    };
    for (const password of ['a', 'sixteen letters!', 'seventeen letters', 'ж'.repeat(64)]) {
      const raw = npm.encode({
        code: 'Access-Request',
        secret: 'xyzzy5461',
        attributes: [['User-Password', password]],
      });
      expect(revealPassword(parsePacket(raw), SECRET)).toEqual({ kind: 'password', password });
    }
  });

  test('passwords are the same only byte by byte', () => {
    expect(samePassword('room-101', 'room-101')).toBe(true);
    expect(samePassword('room-101', 'Room-101')).toBe(false);
    expect(samePassword('room-101', 'room-10')).toBe(false);
    expect(samePassword('', '')).toBe(true);
  });
});

describe('CHAP-Password (RFC 2865 §5.3)', () => {
  const response = (ident: number, password: string, challenge: Buffer): Buffer =>
    Buffer.concat([
      Buffer.of(ident),
      createHash('md5').update(Buffer.of(ident)).update(password).update(challenge).digest(),
    ]);

  test('is checked against CHAP-Challenge when there is one', () => {
    const nas = new FakeNas({ secret: 'x', authPort: 0, acctPort: 0 });
    const packet = parsePacket(nas.accessRequest({ username: 'guest', password: 'room-101-pw', method: 'chap' }));
    expect(checkChap(packet, 'room-101-pw')).toBe('match');
    expect(checkChap(packet, 'room-101-pW')).toBe('mismatch');
  });

  test('is checked against the Request Authenticator otherwise', () => {
    const packet = packetOf(attribute('CHAP-Password', response(22, 'arctangent', AUTHENTICATOR)));
    expect(checkChap(packet, 'arctangent')).toBe('match');
    expect(checkChap(packet, '')).toBe('mismatch');
  });

  test('the other challenge does not do', () => {
    const packet = packetOf(
      attribute('CHAP-Password', response(22, 'arctangent', AUTHENTICATOR)),
      attribute('CHAP-Challenge', Buffer.alloc(16, 1)),
    );
    expect(checkChap(packet, 'arctangent')).toBe('mismatch');
  });

  test.each([0, 16, 18])('%i bytes are no CHAP-Password', (bytes) => {
    expect(checkChap(packetOf(opaque(3, Buffer.alloc(bytes))), 'x')).toBe('wrong-size');
  });

  test('a request without CHAP-Password has none', () => {
    expect(checkChap(packetOf(), 'x')).toBe('absent');
  });
});
