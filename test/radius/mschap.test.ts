/** MS-CHAP and the keys it leaves, on the RFCs' own examples. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, describeAttributes, findAttribute } from '../../main/radius/attributes';
import { eapFailure, joinEapMessage, splitEapMessage } from '../../main/radius/eap';
import { md4 } from '../../main/radius/md4';
import { mppeAttributes, mppeMasterKey, mppeStartKeys } from '../../main/radius/mppe';
import {
  challengeHash,
  challengeResponse,
  checkMsChap,
  checkMsChapV2,
  lmKey,
  msChapError,
  ntPasswordHash,
} from '../../main/radius/mschap';
import { parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import { MAX_SALTED_BYTES, saltDecrypt, saltEncrypt, Salts, tunnelPassword } from '../../main/radius/salt';
import { frame, opaque } from '../fakes/nas';
import vectors from './data/vectors.json';

const SECRET = Buffer.from('xyzzy5461');
const AUTHENTICATOR = Buffer.from('0f403f9473978057bd83d5cb98f4227a', 'hex');
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

function packetOf(...attributes: readonly Attribute[]): Packet {
  return parsePacket(frame(1, 1, AUTHENTICATOR, attributes));
}

const microsoft = (vendorType: number, value: Buffer): Attribute => ({ type: 26, vendorId: 311, vendorType, value });

/** RFC 2759 §9.2. */
const v2 = vectors['rfc2759-9.2-mschapv2'];
const v2Response = (ident = 7): Buffer =>
  Buffer.concat([Buffer.of(ident, 0), hex(v2.peerChallenge), Buffer.alloc(8), hex(v2.ntResponse)]);

function v2Packet(response = v2Response(), username = 'User', challenge = hex(v2.authenticatorChallenge)): Packet {
  return packetOf(attribute('User-Name', username), microsoft(11, challenge), microsoft(25, response));
}

/** RFC 2433 appendix B. */
const v1 = {
  password: 'MyPw',
  challenge: hex('102DB5DF085D3041'),
  ntHash: 'fc156af7edcd6c0edde3337d427f4eac',
  ntResponse: hex('4E9D3C8F9CFD385D5BF4D3246791956CA4C351AB409A3D61'),
  lmKey: '75ba30198e6d1975',
};
const v1Response = (flags = 1, ident = 9): Buffer =>
  Buffer.concat([Buffer.of(ident, flags), Buffer.alloc(24), v1.ntResponse]);

function v1Packet(response = v1Response(), challenge = v1.challenge): Packet {
  return packetOf(attribute('User-Name', 'guest-101'), microsoft(11, challenge), microsoft(1, response));
}

describe('MD4 (RFC 1320 §A.5)', () => {
  test.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('of "%s"', (text, digest) => {
    expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);
  });

  test('every length pads to whole blocks, and no two digests are the same', () => {
    const digests = Array.from({ length: 200 }, (_, length) => md4(Buffer.alloc(length, 7)).toString('hex'));
    expect(new Set(digests).size).toBe(200);
  });
});

describe('MS-CHAPv2 (RFC 2759)', () => {
  test('the hashes and the response of §9.2', () => {
    const hash = ntPasswordHash(v2.password);
    expect(hash.toString('hex')).toBe(v2.passwordHash);
    expect(md4(hash).toString('hex')).toBe(v2.passwordHashHash);
    const challenge = challengeHash(hex(v2.peerChallenge), hex(v2.authenticatorChallenge), Buffer.from(v2.user));
    expect(challenge.toString('hex')).toBe(v2.challengeHash);
    expect(challengeResponse(challenge, hash).toString('hex')).toBe(v2.ntResponse);
  });

  test('a right response gets the success string of §9.2 with its own ident', () => {
    const checked = checkMsChapV2(v2Packet(v2Response(200)), v2.password);
    expect(checked).toMatchObject({ kind: 'match' });
    if (checked.kind !== 'match') return;
    expect(checked.success[0]).toBe(200);
    expect(checked.success.toString('latin1', 1)).toBe(v2.success);
  });

  test('a domain before the name is left out of the hash, but may be in it (§4)', () => {
    expect(checkMsChapV2(v2Packet(v2Response(), 'HOTEL\\User'), v2.password).kind).toBe('match');
    const hash = challengeHash(hex(v2.peerChallenge), hex(v2.authenticatorChallenge), Buffer.from('HOTEL\\User'));
    const response = v2Response();
    challengeResponse(hash, ntPasswordHash(v2.password)).copy(response, 26);
    expect(checkMsChapV2(v2Packet(response, 'HOTEL\\User'), v2.password).kind).toBe('match');
    expect(checkMsChapV2(v2Packet(response, 'User'), v2.password).kind).toBe('no-match');
  });

  test.each(['clientpass', 'clientPass ', '', 'clientPas'])('the password "%s" does not match', (password) => {
    expect(checkMsChapV2(v2Packet(), password)).toEqual({ kind: 'no-match', ident: 7 });
  });

  test('another name or challenge does not match', () => {
    expect(checkMsChapV2(v2Packet(v2Response(), 'user'), v2.password).kind).toBe('no-match');
    expect(checkMsChapV2(v2Packet(v2Response(), 'User', Buffer.alloc(16)), v2.password).kind).toBe('no-match');
    const nameless = packetOf(microsoft(11, hex(v2.authenticatorChallenge)), microsoft(25, v2Response()));
    expect(checkMsChapV2(nameless, v2.password).kind).toBe('no-match');
  });

  test('no single changed bit of challenge or response is accepted', () => {
    // Ident, Flags and Reserved are not part of the proof.
    const proof = [...range(2, 18), ...range(26, 50)];
    for (const at of proof) {
      for (let bit = 0; bit < 8; bit++) {
        const response = v2Response();
        response[at]! ^= 1 << bit;
        expect(checkMsChapV2(v2Packet(response), v2.password).kind, `byte ${at} bit ${bit}`).toBe('no-match');
      }
    }
  });

  test.each([0, 1, 49, 51, 247])('a response of %i bytes is malformed', (bytes) => {
    expect(checkMsChapV2(v2Packet(Buffer.alloc(bytes)), v2.password)).toEqual({ kind: 'malformed' });
  });

  test.each([0, 8, 15, 17])('a challenge of %i bytes is malformed', (bytes) => {
    expect(checkMsChapV2(v2Packet(v2Response(), 'User', Buffer.alloc(bytes)), v2.password)).toEqual({
      kind: 'malformed',
    });
  });

  test('without challenge it is malformed, without response absent', () => {
    expect(checkMsChapV2(packetOf(microsoft(25, v2Response())), v2.password)).toEqual({ kind: 'malformed' });
    expect(checkMsChapV2(v1Packet(), v2.password)).toEqual({ kind: 'absent' });
  });

  test('a password of any letters makes a response that only it matches', () => {
    const password = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(password, password, (right, wrong) => {
        fc.pre(right !== wrong);
        const hash = challengeHash(hex(v2.peerChallenge), hex(v2.authenticatorChallenge), Buffer.from('User'));
        const response = v2Response();
        challengeResponse(hash, ntPasswordHash(right)).copy(response, 26);
        expect(checkMsChapV2(v2Packet(response), right).kind).toBe('match');
        expect(checkMsChapV2(v2Packet(response), wrong).kind).toBe('no-match');
      }),
    );
  });
});

describe('MS-CHAPv1 (RFC 2433)', () => {
  test('the hashes and the response of appendix B', () => {
    expect(ntPasswordHash(v1.password).toString('hex')).toBe(v1.ntHash);
    expect(challengeResponse(v1.challenge, ntPasswordHash(v1.password))).toEqual(v1.ntResponse);
    expect(lmKey(v1.password).toString('hex')).toBe(v1.lmKey);
  });

  test('a right response matches, a wrong password does not', () => {
    expect(checkMsChap(v1Packet(), v1.password).kind).toBe('match');
    expect(checkMsChap(v1Packet(), 'mypw')).toEqual({ kind: 'no-match', ident: 9 });
    expect(checkMsChap(v1Packet(v1Response(), Buffer.alloc(8)), v1.password).kind).toBe('no-match');
  });

  test.each([0, 2, 255])('without the flag for it (%i) the NT-Response is not believed (RFC 2548 §2.1.3)', (flags) => {
    expect(checkMsChap(v1Packet(v1Response(flags)), v1.password)).toEqual({ kind: 'no-match', ident: 9 });
  });

  test('no single changed bit of the response is accepted', () => {
    for (const at of range(26, 50)) {
      for (let bit = 0; bit < 8; bit++) {
        const response = v1Response();
        response[at]! ^= 1 << bit;
        expect(checkMsChap(v1Packet(response), v1.password).kind, `byte ${at} bit ${bit}`).toBe('no-match');
      }
    }
  });

  test('the challenge of the other version is malformed', () => {
    expect(checkMsChap(v1Packet(v1Response(), Buffer.alloc(16)), v1.password)).toEqual({ kind: 'malformed' });
    expect(checkMsChap(v1Packet(Buffer.alloc(49)), v1.password)).toEqual({ kind: 'malformed' });
    expect(checkMsChap(v2Packet(), v1.password)).toEqual({ kind: 'absent' });
  });

  test('a password that has no LM hash has a key of zeros', () => {
    expect(lmKey('fifteen letters')).toEqual(Buffer.alloc(8));
    expect(lmKey('пароль')).toEqual(Buffer.alloc(8));
    expect(lmKey('MyPw')).toEqual(lmKey('mypw'));
  });
});

describe('MS-CHAP-Error (RFC 2548 §2.1.5)', () => {
  const errorOf = (packet: Packet): Buffer => msChapError(packet)!.value;

  test('of version 2 repeats the ident and offers no retry', () => {
    const error = errorOf(v2Packet(v2Response(200)));
    expect(error[0]).toBe(200);
    expect(error.toString('latin1', 1)).toMatch(/^E=691 R=0 C=[0-9A-F]{32} V=3 M=Authentication failed$/);
  });

  test('of version 1 has a challenge of eight bytes', () => {
    const error = errorOf(v1Packet());
    expect(error[0]).toBe(9);
    expect(error.toString('latin1', 1)).toMatch(/^E=691 R=0 C=[0-9A-F]{16} V=2$/);
  });

  test('is there for a malformed response too, and for nothing else', () => {
    expect(errorOf(packetOf(microsoft(25, Buffer.of(5))))[0]).toBe(5);
    expect(errorOf(packetOf(microsoft(25, Buffer.alloc(0))))[0]).toBe(0);
    expect(msChapError(packetOf(attribute('User-Name', 'x')))).toBeUndefined();
  });
});

describe('MPPE keys (RFC 3079)', () => {
  const vector = vectors['rfc3079-3.5-mppe'];

  test('the master and start keys of §3.5.3', () => {
    const master = mppeMasterKey(hex(v2.passwordHashHash), hex(v2.ntResponse));
    expect(master.toString('hex')).toBe(vector.masterKey);
    const { sendKey, recvKey } = mppeStartKeys(master);
    expect(sendKey.toString('hex')).toBe(vector.sendStartKey128);
    expect(recvKey.toString('hex')).toBe(vector.recvKey128FromFreeRADIUS);
  });

  test('travel salt-encrypted in the answer to an MS-CHAPv2 login', () => {
    const checked = checkMsChapV2(v2Packet(), v2.password);
    if (checked.kind !== 'match') throw new Error('no match');
    const answer = packetOf(...mppeAttributes(checked.keys, AUTHENTICATOR, SECRET));
    const send = findAttribute(answer, 'MS-MPPE-Send-Key')!.value;
    const recv = findAttribute(answer, 'MS-MPPE-Recv-Key')!.value;
    expect(send).toHaveLength(34);
    expect(saltDecrypt(send, AUTHENTICATOR, SECRET)!.toString('hex')).toBe(vector.sendStartKey128);
    expect(saltDecrypt(recv, AUTHENTICATOR, SECRET)!.toString('hex')).toBe(vector.recvKey128FromFreeRADIUS);
    expect(findAttribute(answer, 'MS-MPPE-Encryption-Policy')!.value).toEqual(Buffer.of(0, 0, 0, 1));
    expect(findAttribute(answer, 'MS-MPPE-Encryption-Types')!.value).toEqual(Buffer.of(0, 0, 0, 6));
    expect(describeAttributes(answer).join()).not.toContain(vector.sendStartKey128);
  });

  test('of MS-CHAPv1 are the LM key and the hash of the NT hash, hidden like a password (RFC 2548 §2.4.1)', () => {
    const checked = checkMsChap(v1Packet(), v1.password);
    if (checked.kind !== 'match') throw new Error('no match');
    const answer = packetOf(...mppeAttributes(checked.keys, AUTHENTICATOR, SECRET));
    const hidden = findAttribute(answer, 'MS-CHAP-MPPE-Keys')!.value;
    expect(hidden).toHaveLength(32);
    const clear = unhide(hidden, AUTHENTICATOR, SECRET);
    expect(clear.subarray(0, 8).toString('hex')).toBe(v1.lmKey);
    expect(clear.subarray(8, 24)).toEqual(md4(hex(v1.ntHash)));
    expect(clear.subarray(24)).toEqual(Buffer.alloc(8));
  });
});

describe('salt encryption (RFC 2548 §2.4.2, RFC 2868 §3.5)', () => {
  test('every value up to the longest survives it, in whole blocks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: MAX_SALTED_BYTES }), (bytes) => {
        const clear = Buffer.from(bytes);
        const value = saltEncrypt(clear, new Salts().next(), AUTHENTICATOR, SECRET);
        expect((value.length - 2) % 16).toBe(0);
        expect(value.length).toBeLessThanOrEqual(252);
        expect(saltDecrypt(value, AUTHENTICATOR, SECRET)).toEqual(clear);
      }),
    );
    expect(() => saltEncrypt(Buffer.alloc(MAX_SALTED_BYTES + 1), Buffer.of(128, 0), AUTHENTICATOR, SECRET)).toThrow(
      RangeError,
    );
  });

  test('of a Tunnel-Password begins after its tag (RFC 2868 §3.5)', () => {
    const salts = new Salts();
    const { type, value } = tunnelPassword('Grüße', salts, AUTHENTICATOR, SECRET, 3);
    expect([type, value[0]]).toEqual([69, 3]);
    expect(saltDecrypt(value.subarray(1), AUTHENTICATOR, SECRET)!.toString()).toBe('Grüße');
    const second = tunnelPassword('Grüße', salts, AUTHENTICATOR, SECRET);
    expect(second.value.subarray(1, 3)).not.toEqual(value.subarray(1, 3));
    expect(() => tunnelPassword('x', salts, AUTHENTICATOR, SECRET, 32)).toThrow(RangeError);
    const longest = tunnelPassword('x'.repeat(MAX_SALTED_BYTES), salts, AUTHENTICATOR, SECRET);
    expect(longest.value.length).toBeLessThanOrEqual(253);
  });

  test('salts of one packet have the highest bit and are never the same, also past the end of their range', () => {
    const salts = new Salts();
    const seen = new Set<number>();
    for (let i = 0; i < 0x8000; i++) {
      const salt = salts.next().readUInt16BE();
      expect(salt & 0x8000).toBe(0x8000);
      seen.add(salt);
    }
    expect(seen.size).toBe(0x8000);
  });

  test('nothing of a wrong size, and nothing without salt bit, is decrypted', () => {
    const value = saltEncrypt(Buffer.from('key'), Buffer.of(0x80, 1), AUTHENTICATOR, SECRET);
    for (const bytes of [0, 1, 2, 17, 19]) {
      expect(saltDecrypt(Buffer.alloc(bytes, 0xff), AUTHENTICATOR, SECRET)).toBeUndefined();
    }
    value[0]! &= 0x7f;
    expect(saltDecrypt(value, AUTHENTICATOR, SECRET)).toBeUndefined();
  });

  test('another secret does not give the value', () => {
    const value = saltEncrypt(Buffer.alloc(16, 9), Buffer.of(0x80, 1), AUTHENTICATOR, SECRET);
    expect(saltDecrypt(value, AUTHENTICATOR, Buffer.from('another'))).not.toEqual(Buffer.alloc(16, 9));
  });
});

describe('EAP-Message (RFC 3579)', () => {
  const eap = (bytes: number): Buffer => {
    const packet = Buffer.alloc(bytes, 3);
    packet[0] = 2;
    packet[1] = 77;
    packet.writeUInt16BE(bytes, 2);
    return packet;
  };

  test.each([5, 253, 254, 506, 1020])('of %i bytes survives being split and joined', (bytes) => {
    const fragments = splitEapMessage(eap(bytes));
    expect(fragments).toHaveLength(Math.ceil(bytes / 253));
    expect(joinEapMessage(packetOf(...fragments))).toEqual({ kind: 'eap', bytes: eap(bytes) });
  });

  test('that is empty asks the server to begin; a wrong length or no header is malformed', () => {
    expect(joinEapMessage(packetOf(opaque(79, Buffer.alloc(0))))).toEqual({ kind: 'start' });
    expect(joinEapMessage(packetOf(opaque(79, Buffer.of(2, 1, 0, 9))))).toEqual({ kind: 'malformed' });
    expect(joinEapMessage(packetOf(opaque(79, Buffer.of(2, 1))))).toEqual({ kind: 'malformed' });
    expect(joinEapMessage(packetOf())).toEqual({ kind: 'absent' });
  });

  test('is refused with an EAP-Failure of the same identifier (§2.6.3)', () => {
    expect(eapFailure(packetOf(...splitEapMessage(eap(300))))!.value).toEqual(Buffer.of(4, 77, 0, 4));
    expect(eapFailure(packetOf(opaque(79, Buffer.of(2))))!.value).toEqual(Buffer.of(4, 0, 0, 4));
    expect(eapFailure(packetOf())).toBeUndefined();
  });
});

function range(from: number, end: number): readonly number[] {
  return Array.from({ length: end - from }, (_, i) => from + i);
}

/** RFC 2865 §5.2 once more, so that the library does not check itself. */
function unhide(hidden: Buffer, authenticator: Buffer, secret: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < hidden.length; at += 16) {
    const previous = at === 0 ? authenticator : hidden.subarray(at - 16, at);
    const key = createHash('md5').update(secret).update(previous).digest();
    blocks.push(Buffer.from(key.map((byte, i) => byte ^ hidden[at + i]!)));
  }
  return Buffer.concat(blocks);
}
