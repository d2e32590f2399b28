import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { attribute, getString } from '../../main/radius/attributes';
import { revealPassword } from '../../main/radius/pap';
import type { DropReason, RadiusReply } from '../../main/radius/server';
import { BindError, normaliseAddress } from '../../main/radius/sockets';
import { type FakeNas, frame, hotspotAttributes, opaque, signAccounting, signAt, type NasTarget } from '../fakes/nas';
import vectors from './data/vectors.json';
import {
  accept,
  answerAll,
  SECRET,
  silence,
  startHarness,
  stored,
  type Harness,
  type HarnessSettings,
} from './harness';

const login = { username: 'guest-101', password: 'room-101-pw' };
const start = [attribute('Acct-Status-Type', 1), attribute('Acct-Session-Id', '80100014')];

let running: Harness | undefined;
async function serve(settings: HarnessSettings = {}): Promise<Harness> {
  running = await startHarness(settings);
  return running;
}
afterEach(async () => {
  await running?.server.close();
  running = undefined;
});

const signedAccess = (...attributes: Parameters<typeof opaque>[]): Buffer =>
  signAt(
    frame(1, 1, Buffer.alloc(16, 3), [opaque(80, Buffer.alloc(16)), ...attributes.map((one) => opaque(...one))]),
    22,
    SECRET,
  );

describe('a request from a known router', () => {
  test('the bytes of RFC 2865 §7.1 are understood and answered', async () => {
    const vector = vectors['rfc2865-7.1-pap'];
    const { nas, batches } = await serve();
    const answer = await nas.exchange('authentication', Buffer.from(vector.request, 'hex'));
    expect(answer.code).toBe('Access-Accept');
    expect(answer.identifier).toBe(0);
    const [request] = batches.flat();
    expect(getString(request!.packet, 'User-Name')).toBe('nemo');
    expect(revealPassword(request!.packet, request!.nas.secret)).toEqual({ kind: 'password', password: 'arctangent' });
    expect(request).toMatchObject({ kind: 'access', hadMessageAuthenticator: false, sourceAddress: '127.0.0.1' });
  });

  test('is handed over with router, source and receive time, and answered with what was decided', async () => {
    const reply: RadiusReply = {
      kind: 'answer',
      code: 'Access-Reject',
      attributes: [attribute('Reply-Message', 'Time used up')],
    };
    const { nas, batches, clock } = await serve({ reply: () => reply });
    const answer = await nas.login(login);
    expect(answer.code).toBe('Access-Reject');
    expect(getString(answer, 'Reply-Message')).toBe('Time used up');
    expect(batches.flat()).toMatchObject([
      { kind: 'access', nas: { id: 7 }, receivedAtMs: clock.nowMs, hadMessageAuthenticator: true },
    ]);
  });

  test('accounting is answered after it was handled', async () => {
    const { nas, batches } = await serve();
    expect((await nas.account(start)).code).toBe('Accounting-Response');
    expect(batches.flat()).toMatchObject([{ kind: 'accounting', hadMessageAuthenticator: false }]);
  });

  test('accounting with a valid Message-Authenticator is answered', async () => {
    const { nas } = await serve();
    const datagram = frame(4, 1, Buffer.alloc(16), [opaque(80, Buffer.alloc(16)), ...start]);
    const signed = signAccounting(signAt(datagram, 22, SECRET), SECRET);
    expect((await nas.exchange('accounting', signed)).code).toBe('Accounting-Response');
  });

  test('IPv6 routers are served like others', async () => {
    const harness = await serve({ bind: ['127.0.0.1', '::1'] });
    const nas = harness.nasAt('::1');
    expect((await nas.login(login)).code).toBe('Access-Accept');
    expect((await nas.account(start)).code).toBe('Accounting-Response');
    expect(harness.batches.flat().map((one) => one.sourceAddress)).toEqual(['::1', '::1']);
  });

  test('an IPv4 address in IPv6 clothes is the same router, and so is one with a zone', () => {
    expect(normaliseAddress('::ffff:192.168.88.1')).toBe('192.168.88.1');
    expect(normaliseAddress('192.168.88.1')).toBe('192.168.88.1');
    expect(normaliseAddress('fe80::1%ether2')).toBe('fe80::1');
    expect(normaliseAddress('::ffff:1')).toBe('::ffff:1');
  });
});

describe('an answer comes all the same for', () => {
  test.each<[string, NasTarget, (nas: FakeNas) => Buffer]>([
    [
      'padding after Length',
      'authentication',
      (nas) => Buffer.concat([nas.accessRequest(login), Buffer.from([1, 0, 255, 255])]),
    ],
    ['unknown attributes', 'authentication', () => signedAccess([222, Buffer.from('what is this')])],
    ['a Vendor-Specific without sub-attributes', 'authentication', () => signedAccess([26, Buffer.from('cisco')])],
    ['a Vendor-Specific of three bytes', 'authentication', () => signedAccess([26, Buffer.from([0, 0, 9])])],
    ['an integer of the wrong size', 'authentication', () => signedAccess([5, Buffer.alloc(3)])],
    ['an empty User-Name', 'authentication', () => signedAccess([1, Buffer.alloc(0)])],
    ['a User-Password of odd length', 'authentication', () => signedAccess([2, Buffer.alloc(17)])],
    ['no attribute but the signature', 'authentication', () => signedAccess()],
    ['accounting without any attribute', 'accounting', (nas) => nas.accountingRequest([])],
    [
      'accounting with padding',
      'accounting',
      (nas) => Buffer.concat([nas.accountingRequest(start), Buffer.alloc(50, 0xee)]),
    ],
  ])('%s', async (_what, target, datagram) => {
    const { nas, drops, failures } = await serve();
    const answer = await nas.exchange(target, datagram(nas));
    expect(answer.code).toBe(target === 'authentication' ? 'Access-Accept' : 'Accounting-Response');
    expect(drops).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('a request of 4096 bytes', async () => {
    const { nas, batches } = await serve();
    const filler = Array.from({ length: 16 }, (_, i): [number, Buffer] => [25, Buffer.alloc(i < 15 ? 253 : 231)]);
    const datagram = signedAccess(...filler);
    expect(datagram).toHaveLength(4096);
    expect((await nas.exchange('authentication', datagram)).code).toBe('Access-Accept');
    expect(batches.flat()[0]!.packet.attributes).toHaveLength(17);
  });
});

describe('silence, with the reason counted, for', () => {
  const cases: readonly [string, DropReason, NasTarget, (nas: FakeNas) => Buffer][] = [
    ['fewer than 20 bytes', 'too-short', 'authentication', () => Buffer.from([1, 1, 0, 20])],
    ['an empty datagram', 'too-short', 'accounting', () => Buffer.alloc(0)],
    ['a Length beyond the datagram', 'bad-length', 'authentication', (nas) => nas.accessRequest(login).subarray(0, -1)],
    ['a Length below 20', 'bad-length', 'authentication', () => Buffer.from([1, 1, 0, 19, ...Buffer.alloc(16)])],
    [
      'a Length over 4096',
      'too-long',
      'authentication',
      () =>
        frame(
          1,
          1,
          Buffer.alloc(16),
          Array.from({ length: 17 }, () => opaque(25, Buffer.alloc(253))),
        ),
    ],
    [
      'an attribute of length 0',
      'bad-attribute',
      'authentication',
      () => Buffer.from([1, 1, 0, 22, ...Buffer.alloc(16), 1, 0]),
    ],
    [
      'an attribute of length 1',
      'bad-attribute',
      'accounting',
      () => signAccounting(Buffer.from([4, 1, 0, 22, ...Buffer.alloc(16), 1, 1]), SECRET),
    ],
    [
      'an attribute beyond the packet',
      'bad-attribute',
      'authentication',
      () => Buffer.from([1, 1, 0, 22, ...Buffer.alloc(16), 1, 3]),
    ],
    [
      'a wrong Message-Authenticator',
      'bad-message-authenticator',
      'authentication',
      (nas) => {
        const datagram = nas.accessRequest(login);
        datagram[datagram.length - 1]! ^= 1;
        return datagram;
      },
    ],
    [
      'a Message-Authenticator of sixteen 0xFF',
      'bad-message-authenticator',
      'authentication',
      () => frame(1, 1, Buffer.alloc(16), [opaque(80, Buffer.alloc(16, 0xff))]),
    ],
    [
      'a Message-Authenticator of 15 bytes',
      'message-authenticator-length',
      'authentication',
      () => frame(1, 1, Buffer.alloc(16), [opaque(80, Buffer.alloc(15))]),
    ],
    [
      'two Message-Authenticators',
      'repeated-message-authenticator',
      'authentication',
      () => signedAccess([80, Buffer.alloc(16)]),
    ],
    [
      'a wrong Message-Authenticator in accounting',
      'bad-message-authenticator',
      'accounting',
      () => signAccounting(frame(4, 1, Buffer.alloc(16), [...start, opaque(80, Buffer.alloc(16, 0xff))]), SECRET),
    ],
    [
      'Proxy-State without Message-Authenticator',
      'proxy-state-without-message-authenticator',
      'authentication',
      () => frame(1, 1, Buffer.alloc(16), [attribute('User-Name', 'x'), opaque(33, Buffer.from('p'))]),
    ],
    [
      'EAP without Message-Authenticator',
      'eap-without-message-authenticator',
      'authentication',
      () => frame(1, 1, Buffer.alloc(16), [attribute('User-Name', 'x'), opaque(79, Buffer.of(2, 0, 0, 5, 1))]),
    ],
    [
      'Status-Server without Message-Authenticator',
      'status-without-message-authenticator',
      'authentication',
      () => frame(12, 1, Buffer.alloc(16), []),
    ],
    [
      'a wrong authenticator in accounting',
      'bad-authenticator',
      'accounting',
      () => signAccounting(frame(4, 1, Buffer.alloc(16), start), 'another secret'),
    ],
    [
      'an accounting authenticator of sixteen 0xFF',
      'bad-authenticator',
      'accounting',
      () => frame(4, 1, Buffer.alloc(16, 0xff), start),
    ],
    [
      'accounting on the authentication port',
      'unexpected-code',
      'authentication',
      (nas) => nas.accountingRequest(start),
    ],
    ['a login on the accounting port', 'unexpected-code', 'accounting', (nas) => nas.accessRequest(login)],
    ['an answer', 'unexpected-code', 'authentication', () => frame(2, 1, Buffer.alloc(16), [])],
    ['a Disconnect-Request', 'unexpected-code', 'authentication', () => frame(40, 1, Buffer.alloc(16), [])],
    ['a code that does not exist', 'unexpected-code', 'accounting', () => frame(99, 1, Buffer.alloc(16), [])],
  ];

  test.each(cases)('%s', async (_what, reason, target, datagram) => {
    const { nas, drops, server, batches, failures } = await serve();
    await nas.expectSilence(target, datagram(nas));
    expect(drops).toMatchObject([{ reason, sourceAddress: '127.0.0.1', nas: { id: 7 } }]);
    expect(server.counters.dropped[reason]).toBe(1);
    expect(batches).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('a login without Message-Authenticator, where the router is known to send it', async () => {
    const { nas, drops } = await serve({ nas: { requireMessageAuthenticator: true } });
    await nas.expectSilence('authentication', nas.accessRequest({ ...login, messageAuthenticator: 'none' }));
    expect(drops.map((drop) => drop.reason)).toEqual(['missing-message-authenticator']);
    expect((await nas.login(login)).code).toBe('Access-Accept');
    expect((await nas.account(start)).code).toBe('Accounting-Response');
  });

  test('an address nobody knows, of which the packet is shown as claimed', async () => {
    const { nas, drops, server, batches } = await serve({ findNas: () => undefined });
    const port = await nas.openPort('authentication');
    port.send(nas.accessRequest({ ...login, attributes: hotspotAttributes() }));
    port.send(Buffer.from('no packet at all, whatever it may be'));
    await expect.poll(() => drops.length).toBe(2);
    expect(drops.map((drop) => drop.reason)).toEqual(['unknown-source', 'unknown-source']);
    expect(getString(drops[0]!.packet!, 'NAS-Identifier')).toBe('hotel-gateway-1');
    expect(drops[1]!.packet).toBeUndefined();
    expect(server.counters.dropped['unknown-source']).toBe(2);
    expect(port.received).toEqual([]);
    expect(batches).toEqual([]);
    port.close();
  });
});

describe('Status-Server (RFC 5997)', () => {
  test('is answered with code 2 on the authentication port and 5 on the accounting port', async () => {
    const { nas, statuses, batches } = await serve();
    expect((await nas.exchange('authentication', nas.statusServer())).codeNumber).toBe(2);
    expect((await nas.exchange('accounting', nas.statusServer())).codeNumber).toBe(5);
    expect(statuses).toMatchObject([
      { kind: 'status', port: 'authentication', nas: { id: 7 } },
      { kind: 'status', port: 'accounting', nas: { id: 7 } },
    ]);
    expect(batches).toEqual([]);
  });

  test('brings Proxy-State back', async () => {
    const { nas } = await serve();
    const attributes = [opaque(80, Buffer.alloc(16)), opaque(33, Buffer.from('proxy'))];
    const datagram = signAt(frame(12, 3, Buffer.alloc(16, 9), attributes), 22, SECRET);
    const answer = await nas.exchange('authentication', datagram);
    expect(answer.attributes.map((one) => one.type)).toEqual([80, 33]);
  });
});

describe('Proxy-State (RFC 2865 §5.33)', () => {
  test('comes back unchanged and in order, behind everything else', async () => {
    const { nas } = await serve({ reply: () => ({ ...accept, attributes: [attribute('Session-Timeout', 60)] }) });
    const answer = await nas.exchange(
      'authentication',
      signedAccess([33, Buffer.from('first')], [1, Buffer.from('guest')], [33, Buffer.from('second')]),
    );
    expect(answer.attributes.map((one) => one.type)).toEqual([80, 27, 33, 33]);
    expect(answer.attributes.slice(2).map((one) => one.value.toString())).toEqual(['first', 'second']);
  });

  test('that leaves no room for the answer means silence, not a cut answer', async () => {
    const long = Array.from({ length: 16 }, (): [number, Buffer] => [33, Buffer.alloc(250)]);
    const { nas, drops, server } = await serve({
      reply: () => ({ ...accept, attributes: [attribute('Reply-Message', 'x'.repeat(100))] }),
    });
    await nas.expectSilence('authentication', signedAccess(...long));
    expect(drops.map((drop) => drop.reason)).toEqual(['answer-too-long']);
    expect(server.counters.silent).toBe(1);
  });
});

describe('when the decision fails', () => {
  test('an exception means silence for the whole batch, is reported, and the next try is decided anew', async () => {
    let broken = true;
    const { nas, failures, server } = await serve({
      handle(batch) {
        if (broken) throw new Error('disk full');
        return batch.map(answerAll);
      },
    });
    const datagram = nas.accountingRequest(start);
    await nas.expectSilence('accounting', datagram);
    expect(failures).toMatchObject([{ message: 'disk full' }]);
    expect(server.counters.silent).toBe(1);
    broken = false;
    expect((await nas.exchange('accounting', datagram)).code).toBe('Accounting-Response');
  });

  test('silence is not remembered: the same datagram from the same port is decided again', async () => {
    let tries = 0;
    const { nas, batches } = await serve({ reply: () => (++tries === 1 ? silence : stored) });
    const datagram = nas.accountingRequest(start);
    const port = await nas.openPort('accounting');
    port.send(datagram);
    await expect.poll(() => batches.length).toBe(1);
    port.send(datagram);
    expect((await port.next())[0]).toBe(5);
    expect(batches).toHaveLength(2);
    port.close();
  });

  test('too few replies, or an answer of the wrong kind, are failures and no answers', async () => {
    const wrong: RadiusReply[][] = [[], [stored]];
    const { nas, failures } = await serve({ handle: () => wrong.shift() ?? [accept] });
    await nas.expectSilence('authentication', nas.accessRequest(login));
    await nas.expectSilence('authentication', nas.accessRequest(login));
    expect(failures).toHaveLength(2);
    expect((await nas.login(login)).code).toBe('Access-Accept');
  });

  test('a bug met on one datagram leaves the others their answers', async () => {
    let calls = 0;
    const nasOf = { id: 1, secret: Buffer.from(SECRET), requireMessageAuthenticator: false };
    const { nas, failures } = await serve({
      findNas() {
        if (++calls === 1) throw new Error('bug');
        return nasOf;
      },
    });
    await nas.expectSilence('authentication', nas.accessRequest(login));
    expect((await nas.login(login)).code).toBe('Access-Accept');
    expect(failures).toMatchObject([{ message: 'bug' }]);
  });
});

describe('ports', () => {
  test('a taken port is reported with port, role, address and the code of the system, and nothing stays open', async () => {
    const squatter = createSocket('udp4').bind(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address();
    const { server } = await serve();
    const free = server.listening[0]!.port;
    await server.close();
    const settings = { bind: ['127.0.0.1'], findNas: () => undefined, handle: () => [], now: Date.now };
    const nothing = () => undefined;
    const hooks = { dropped: nothing, statusAnswered: nothing, askedAgain: nothing, failed: nothing };
    const { startRadiusServer } = await import('../../main/radius/server');
    const failed = startRadiusServer({ ...settings, ...hooks, authPort: free, acctPort: port });
    await expect(failed).rejects.toBeInstanceOf(BindError);
    await expect(failed).rejects.toMatchObject({ code: 'EADDRINUSE', role: 'accounting', address: '127.0.0.1', port });
    squatter.close();
    await once(squatter, 'close');
    const second = await startRadiusServer({ ...settings, ...hooks, authPort: free, acctPort: port });
    expect(second.listening).toEqual([
      { role: 'authentication', address: '127.0.0.1', port: free },
      { role: 'accounting', address: '127.0.0.1', port },
    ]);
    await second.close();
  });

  test('an address this computer does not have is reported', async () => {
    await expect(startHarness({ bind: ['192.0.2.1'] })).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
      role: 'authentication',
      address: '192.0.2.1',
    });
  });

  test('all of IPv4 and all of IPv6 are listened on side by side', async () => {
    const { server } = await serve({ bind: ['0.0.0.0', '::'] });
    expect(server.listening.map((one) => `${one.role} ${one.address}`)).toEqual([
      'authentication 0.0.0.0',
      'authentication ::',
      'accounting 0.0.0.0',
      'accounting ::',
    ]);
  });

  test('closing frees the ports, twice is once', async () => {
    const { server } = await serve();
    const ports = server.listening.map((one) => one.port);
    await server.close();
    await server.close();
    for (const port of ports) {
      const socket = createSocket('udp4').bind(port, '127.0.0.1');
      await once(socket, 'listening');
      socket.close();
    }
  });
});
