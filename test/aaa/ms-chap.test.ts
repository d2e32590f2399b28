/** PPP logins by MS-CHAP: the answer proves that we know the password too, and carries the keys for the link. */
import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { attribute, findAttribute, getInteger, getString, hasAttribute } from '../../main/radius/attributes';
import { md4 } from '../../main/radius/md4';
import { authenticatorResponse, challengeHash, ntPasswordHash } from '../../main/radius/mschap';
import { parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import { saltDecrypt } from '../../main/radius/salt';
import { hotspotAttributes, signAt, verified, type LoginRequest } from '../fakes/nas';
import vectors from '../radius/data/vectors.json';
import { findProgram, lacks } from '../tools';
import { addGuest, addProduct, entitle, logIn, SECRET, sellCode, startEngine, type TestEngine } from './support';

const versions = ['ms-chap', 'ms-chap-v2'] as const;
const code = 'k7m2pq';

/** What a PPPoE server sends besides name and password. */
const pppoe: readonly Attribute[] = [
  attribute('Service-Type', 2),
  attribute('Framed-Protocol', 1),
  attribute('NAS-Port-Type', 15),
  attribute('Calling-Station-Id', '02:00:00:00:01:01'),
  attribute('Called-Station-Id', 'pppoe-guests'),
  attribute('NAS-Identifier', 'hotel-gateway-1'),
];

const login = (more: Partial<LoginRequest> = {}): LoginRequest => ({
  username: code,
  password: code,
  attributes: pppoe,
  ...more,
});

/** A person with a password of their own and a product. */
function addPerson(here: TestEngine, username: string, password: string): void {
  const guestId = addGuest(here.venue, username, { password });
  entitle(here.db, guestId, addProduct(here.db));
}

function keysIn(answer: Packet, request: Buffer): readonly (Buffer | undefined)[] {
  const authenticator = request.subarray(4, 20);
  return (['MS-MPPE-Send-Key', 'MS-MPPE-Recv-Key'] as const).map((name) =>
    saltDecrypt(findAttribute(answer, name)!.value, authenticator, Buffer.from(SECRET)),
  );
}

describe('a login by MS-CHAPv2', () => {
  test('of RFC 2759 §9.2 is answered with its success string and the keys of RFC 3079 §3.5', async () => {
    const here = await startEngine();
    const vector = vectors['rfc2759-9.2-mschapv2'];
    addPerson(here, vector.user, vector.password);
    const hex = (text: string): Buffer => Buffer.from(text, 'hex');
    const response = Buffer.concat([
      Buffer.of(1, 0),
      hex(vector.peerChallenge),
      Buffer.alloc(8),
      hex(vector.ntResponse),
    ]);
    const request = withoutPassword(here, vector.user, [
      attribute('MS-CHAP-Challenge', hex(vector.authenticatorChallenge)),
      attribute('MS-CHAP2-Response', response),
    ]);
    const answer = await here.nas.exchange('authentication', request);
    expect(answer.code).toBe('Access-Accept');
    expect(findAttribute(answer, 'MS-CHAP2-Success')!.value.toString('latin1')).toBe(`\u0001${vector.success}`);
    const mppe = vectors['rfc3079-3.5-mppe'];
    expect(keysIn(answer, request).map((key) => key?.toString('hex'))).toEqual([
      mppe.sendStartKey128,
      mppe.recvKey128FromFreeRADIUS,
    ]);
    expect(getInteger(answer, 'MS-MPPE-Encryption-Policy')).toBe(1);
    expect(getInteger(answer, 'MS-MPPE-Encryption-Types')).toBe(6);
  });

  test('proves our knowledge with the code as the guest wrote it', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const request = here.nas.accessRequest(login({ method: 'ms-chap-v2', username: 'K7M2PQ', password: 'K7M2PQ' }));
    const answer = await here.nas.exchange('authentication', request);
    const packet = parsePacket(request);
    const response = findAttribute(packet, 'MS-CHAP2-Response')!.value;
    const challenge = findAttribute(packet, 'MS-CHAP-Challenge')!.value;
    const hash = challengeHash(response.subarray(2, 18), challenge, Buffer.from('K7M2PQ'));
    const expected = authenticatorResponse(md4(ntPasswordHash('K7M2PQ')), response.subarray(26), hash);
    expect(findAttribute(answer, 'MS-CHAP2-Success')!.value.toString('latin1', 1)).toBe(expected);
  });

  test('gets the identical answer again when the router repeats it, salts and all', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const datagram = here.nas.accessRequest(login({ method: 'ms-chap-v2' }));
    const port = await here.nas.openPort('authentication');
    port.send(datagram);
    const first = await port.next();
    port.send(datagram);
    expect(await port.next()).toEqual(first);
    expect(verified(first, datagram, SECRET).code).toBe('Access-Accept');
    port.close();
  });
});

describe.each(versions)('a login by %s', (method) => {
  test('with a code is let in however it is written', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    for (const written of [code, 'K7M2PQ', 'K7m2Pq']) {
      const answer = await here.nas.login(login({ method, username: written, password: written }));
      expect(answer.code, written).toBe('Access-Accept');
      expect(hasAttribute(answer, method === 'ms-chap' ? 'MS-CHAP-MPPE-Keys' : 'MS-MPPE-Send-Key')).toBe(true);
      expect(hasAttribute(answer, 'Class')).toBe(true);
    }
  });

  test('of a person compares the password exactly', async () => {
    const here = await startEngine();
    addPerson(here, 'anna', 'Grüße 🌍');
    expect((await here.nas.login(login({ method, username: 'anna', password: 'Grüße 🌍' }))).code).toBe(
      'Access-Accept',
    );
    expect((await here.nas.login(login({ method, username: 'anna', password: 'grüße 🌍' }))).code).toBe(
      'Access-Reject',
    );
    expect((await here.nas.login(login({ method, username: 'anna', password: '' }))).code).toBe('Access-Reject');
  });

  test('with a wrong password is refused with MS-CHAP-Error and the ident of its response', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const request = here.nas.accessRequest(login({ method, password: 'wrong' }));
    const answer = await here.nas.exchange('authentication', request);
    expect(answer.code).toBe('Access-Reject');
    const error = findAttribute(answer, 'MS-CHAP-Error')!.value;
    const asked = method === 'ms-chap' ? 'MS-CHAP-Response' : 'MS-CHAP2-Response';
    expect(error[0]).toBe(findAttribute(parsePacket(request), asked)!.value[0]);
    expect(error.toString('latin1', 1)).toMatch(/^E=691 R=0 C=/);
    expect(getString(answer, 'Reply-Message')).toBeDefined();
    expect(logIn(here).at(-1)).toMatchObject({ outcome: 'reject', reason: 'wrong-password' });
  });

  test('that is refused for another reason carries no keys and no success', async () => {
    const here = await startEngine();
    sellCode(here.venue, code, {}, { locked: true });
    const answer = await here.nas.login(login({ method }));
    expect(answer.code).toBe('Access-Reject');
    expect(hasAttribute(answer, 'MS-CHAP-Error')).toBe(true);
    expect(answer.attributes.filter(({ vendorId }) => vendorId === 311)).toHaveLength(1);
    expect(logIn(here).at(-1)).toMatchObject({ reason: 'guest-locked' });
  });

  test('with one changed bit is refused', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const request = here.nas.accessRequest(login({ method }));
    const { value } = findAttribute(
      parsePacket(request),
      method === 'ms-chap' ? 'MS-CHAP-Response' : 'MS-CHAP2-Response',
    )!;
    value[49]! ^= 1;
    signAt(request, request.length - 16, SECRET);
    expect((await here.nas.exchange('authentication', request)).code).toBe('Access-Reject');
  });

  test('leaves no key and no password in the log', async () => {
    const here = await startEngine();
    addPerson(here, 'anna', 'very-secret-7');
    await here.nas.login(login({ method, username: 'anna', password: 'very-secret-7' }));
    expect(JSON.stringify(logIn(here))).not.toContain('very-secret-7');
  });
});

describe('a login by EAP', () => {
  test('is refused with an EAP-Failure of its identifier and without Reply-Message (RFC 3579 §2.6)', async () => {
    const here = await startEngine();
    sellCode(here.venue, code);
    const identity = Buffer.concat([Buffer.of(2, 77, 0, 5 + code.length, 1), Buffer.from(code)]);
    const request = withoutPassword(here, code, [attribute('EAP-Message', identity)]);
    const answer = await here.nas.exchange('authentication', request);
    expect(answer.code).toBe('Access-Reject');
    expect(findAttribute(answer, 'EAP-Message')!.value).toEqual(Buffer.of(4, 77, 0, 4));
    expect(hasAttribute(answer, 'Reply-Message')).toBe(false);
    expect(logIn(here).at(-1)).toMatchObject({ outcome: 'reject', reason: 'method-not-supported' });
  });
});

const skipped = lacks('radclient');
if (skipped) console.log('radclient is not installed (package freeradius-utils): its MS-CHAP tests are skipped.');

describe.skipIf(skipped)("FreeRADIUS's client", () => {
  function radclient(here: TestEngine, lines: readonly string[]): Promise<string> {
    const { port } = here.server.listening.find(({ role }) => role === 'authentication')!;
    return new Promise((resolve) => {
      const args = ['-x', '-r', '1', '-t', '5', `127.0.0.1:${port}`, 'auth', SECRET];
      const child = execFile(findProgram('radclient') ?? 'radclient', args, (_failure, stdout, stderr) =>
        resolve(stdout + stderr),
      );
      child.stdin!.end(`${lines.join('\n')}\n`);
    });
  }

  test('logs in by MS-CHAPv1 and reads keys and policy', async () => {
    const here = await startEngine();
    addPerson(here, 'anna', 'room-101-pw');
    const request = ['User-Name = "anna"', 'MS-CHAP-Password = "room-101-pw"', 'Message-Authenticator = 0x00'];
    const output = await radclient(here, request);
    expect(output).toContain('Received Access-Accept');
    expect(output).toMatch(/MS-CHAP-MPPE-Keys = 0x[0-9a-f]{16}/);
    const hashHash = md4(ntPasswordHash('room-101-pw')).toString('hex');
    expect(output).toContain(hashHash);
    expect(output).toContain('MS-MPPE-Encryption-Policy = Encryption-Allowed');
    expect(output).toContain('MS-MPPE-Encryption-Types = RC4-40or128-bit-Allowed');
    const wrong = await radclient(here, request.with(1, 'MS-CHAP-Password = "room-101-pW"'));
    expect(wrong).toContain('Received Access-Reject');
    expect(wrong).toMatch(/MS-CHAP-Error = "\\?.+E=691 R=0/);
  });

  test('logs in with the MS-CHAPv2 response of RFC 2759 and decrypts the keys of RFC 3079', async () => {
    const here = await startEngine();
    const vector = vectors['rfc2759-9.2-mschapv2'];
    addPerson(here, vector.user, vector.password);
    const output = await radclient(here, [
      `User-Name = "${vector.user}"`,
      `MS-CHAP-Challenge = 0x${vector.authenticatorChallenge}`,
      `MS-CHAP2-Response = 0x0100${vector.peerChallenge}0000000000000000${vector.ntResponse}`,
      'Message-Authenticator = 0x00',
    ]);
    expect(output).toContain('Received Access-Accept');
    expect(output).toContain(`MS-CHAP2-Success = 0x01${Buffer.from(vector.success).toString('hex')}`);
    expect(output).toContain(`MS-MPPE-Send-Key = 0x${vectors['rfc3079-3.5-mppe'].sendStartKey128}`);
    expect(output).toContain(`MS-MPPE-Recv-Key = 0x${vectors['rfc3079-3.5-mppe'].recvKey128FromFreeRADIUS}`);
  });
});

/** An Access-Request whose only credential is among `attributes`. */
function withoutPassword(here: TestEngine, username: string, attributes: readonly Attribute[]): Buffer {
  return here.nas.accessRequest({
    username,
    password: '',
    method: 'none',
    attributes: [...hotspotAttributes(), ...attributes],
  });
}
