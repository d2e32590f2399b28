/** Asking routers to end or change sessions (RFC 5176), over real UDP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { attribute, getInteger, getString } from '../../main/radius/attributes';
import {
  openDynamicClient,
  type DynamicClient,
  type DynamicClientOptions,
  type DynamicRequest,
  type DynamicResult,
} from '../../main/radius/client';
import { PacketTooLongError } from '../../main/radius/packet';
import {
  errorCause,
  openCoaListener,
  type CoaListener,
  type HeardRequest,
  type OddAnswer,
} from '../fakes/coa-listener';
import { opaque } from '../fakes/nas';

const SECRET = 'xyzzy5461';
const secret = Buffer.from(SECRET);
const NOW_MS = 1_780_000_000_123;
const ack = { disconnect: 41, coa: 44 } as const;
const nak = { disconnect: 42, coa: 45 } as const;
/** Retries at once: what is tested is their number and their bytes. */
const AT_ONCE = [1, 1, 1];

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});

function openClient(options: Partial<DynamicClientOptions> = {}): DynamicClient {
  const client = openDynamicClient({ now: () => NOW_MS, ...options });
  toClose.push(client);
  return client;
}

async function listen(onRequest?: (request: HeardRequest) => void, address?: string): Promise<CoaListener> {
  const listener = await openCoaListener(SECRET, onRequest, address);
  toClose.push(listener);
  return listener;
}

function disconnect({ address, port }: CoaListener, more: Partial<DynamicRequest> = {}): DynamicRequest {
  const attributes = [
    attribute('User-Name', 'guest-101'),
    attribute('Acct-Session-Id', '80100014'),
    attribute('Framed-IP-Address', '10.5.88.2'),
    attribute('Calling-Station-Id', '02:00:00:00:01:01'),
  ];
  return { code: 'Disconnect-Request', address, port, secret, attributes, ...more };
}

const until = (holds: () => boolean): Promise<unknown> => vi.waitUntil(holds, { timeout: 60_000, interval: 5 });

describe('a Disconnect-Request', () => {
  test('reaches the router signed twice, with the time and all that names the session', async () => {
    const router = await listen((request) => request.answer(ack.disconnect));
    expect(await openClient().send(disconnect(router))).toEqual({ kind: 'ack' });
    const [request] = router.heard;
    expect(request!.authentic).toBe(true);
    const { packet } = request!;
    expect(packet.code).toBe('Disconnect-Request');
    expect(packet.attributes[0]!.type).toBe(80);
    expect(getInteger(packet, 'Event-Timestamp')).toBe(1_780_000_000);
    expect(getString(packet, 'User-Name')).toBe('guest-101');
    expect(getString(packet, 'Acct-Session-Id')).toBe('80100014');
    expect(packet.attributes).toHaveLength(6);
  });

  test.each([-1, 2 ** 52])('leaves also when our clock says %i', async (nowMs) => {
    const router = await listen((request) => request.answer(ack.disconnect));
    expect(await openClient({ now: () => nowMs }).send(disconnect(router))).toEqual({ kind: 'ack' });
    expect(getInteger(router.heard[0]!.packet, 'Event-Timestamp')).toBe(nowMs < 0 ? 0 : 0xffff_ffff);
  });

  test('over IPv6 is answered too, however the address is written', async () => {
    const router = await listen((request) => request.answer(ack.disconnect), '::1');
    const client = openClient({ bind: { ipv6: '::1' } });
    expect(await client.send(disconnect(router))).toEqual({ kind: 'ack' });
    expect(await client.send(disconnect(router, { address: '0:0:0:0:0:0:0:1' }))).toEqual({ kind: 'ack' });
  });

  test('that is refused says why', async () => {
    const router = await listen((request) => request.answer(nak.disconnect, [errorCause(503)]));
    expect(await openClient().send(disconnect(router))).toEqual({
      kind: 'nak',
      errorCause: 503,
      errorCauseName: 'Session-Context-Not-Found',
    });
  });

  test('that is refused with a reason nobody knows keeps its number; without a reason it has none', async () => {
    const answers = [[errorCause(999)], [], [opaque(101, Buffer.of(1, 2))]];
    const router = await listen((request) => request.answer(nak.disconnect, answers.shift()));
    const client = openClient();
    expect(await client.send(disconnect(router))).toEqual({ kind: 'nak', errorCause: 999, errorCauseName: '999' });
    expect(await client.send(disconnect(router))).toEqual({ kind: 'nak' });
    expect(await client.send(disconnect(router))).toEqual({ kind: 'nak' });
  });
});

describe('a CoA-Request', () => {
  test('is acknowledged with CoA-ACK only', async () => {
    const router = await listen((request) => {
      request.answer(ack.disconnect);
      request.answer(ack.coa, [], { messageAuthenticator: 'right' });
    });
    const client = openClient();
    const attributes = [attribute('User-Name', 'guest-101'), attribute('Mikrotik-Rate-Limit', '2M/10M')];
    expect(await client.send(disconnect(router, { code: 'CoA-Request', attributes }))).toEqual({ kind: 'ack' });
    expect(router.heard[0]).toMatchObject({ authentic: true, packet: { code: 'CoA-Request' } });
    expect(client.counters).toEqual({ sent: 1, answered: 1, ignored: 1 });
  });

  test('that is refused is not taken for a refused Disconnect', async () => {
    const router = await listen((request) => {
      request.answer(nak.disconnect, [errorCause(503)]);
      request.answer(nak.coa, [errorCause(401)]);
    });
    const result = await openClient().send(disconnect(router, { code: 'CoA-Request' }));
    expect(result).toEqual({ kind: 'nak', errorCause: 401, errorCauseName: 'Unsupported-Attribute' });
  });
});

describe('an answer is not believed', () => {
  const lies: readonly (readonly [string, number, OddAnswer])[] = [
    ['with another secret', ack.disconnect, { secret: 'another' }],
    ['with a wrong Message-Authenticator', ack.disconnect, { messageAuthenticator: 'wrong' }],
    ['with a code that answers something else', 2, {}],
    ['with the code of a request', 40, {}],
  ];

  test.each(lies)('%s; the right one after it is', async (_lie, code, odd) => {
    const router = await listen((request) => {
      request.answer(code, [], odd);
      request.answer(nak.disconnect, [errorCause(503)]);
    });
    const client = openClient();
    expect(await client.send(disconnect(router))).toMatchObject({ kind: 'nak', errorCause: 503 });
    expect(client.counters).toEqual({ sent: 1, answered: 1, ignored: 1 });
  });

  test('with another Identifier, or when it is no packet at all', async () => {
    const router = await listen((request) => {
      router.sendRaw(Buffer.from('hello'));
      router.sendRaw(Buffer.alloc(0));
      router.sendRaw(request.datagram);
      request.answer(ack.disconnect, [], { identifier: (request.packet.identifier + 1) % 256 });
      request.answer(nak.disconnect);
    });
    const client = openClient();
    expect(await client.send(disconnect(router))).toEqual({ kind: 'nak' });
    expect(client.counters).toEqual({ sent: 1, answered: 1, ignored: 4 });
  });

  test('when it comes from another port or address than the one asked', async () => {
    const router = await listen();
    const client = openClient({ retryWaitsMs: [60_000] });
    const result = client.send(disconnect(router));
    await until(() => router.heard.length === 1);
    const asked = router.heard[0]!;
    for (const address of ['127.0.0.1', '127.0.0.2']) {
      const stranger = createSocket('udp4');
      stranger.bind(0, address);
      await once(stranger, 'listening');
      stranger.send(asked.answerBytes(ack.disconnect), asked.from.port, asked.from.address);
      await until(() => client.counters.ignored === (address === '127.0.0.1' ? 1 : 2));
      stranger.close();
    }
    asked.answer(nak.disconnect);
    expect(await result).toEqual({ kind: 'nak' });
  });

  test('without an authentic one the request ends as unanswered', async () => {
    const router = await listen((request) => request.answer(ack.disconnect, [], { secret: 'another' }));
    const client = openClient({ retryWaitsMs: AT_ONCE });
    expect(await client.send(disconnect(router))).toEqual({ kind: 'timeout', tries: 3 });
    expect(client.counters.answered).toBe(0);
  });
});

describe('a router that does not answer', () => {
  test('is asked three times with the same bytes', async () => {
    const router = await listen();
    const client = openClient({ retryWaitsMs: AT_ONCE });
    expect(await client.send(disconnect(router))).toEqual({ kind: 'timeout', tries: 3 });
    await until(() => router.heard.length === 3);
    const [first, second, third] = router.heard.map(({ datagram }) => datagram);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(client.counters).toEqual({ sent: 3, answered: 0, ignored: 0 });
  });

  test('until the third try is answered in the end', async () => {
    const router = await listen((request) => {
      if (router.heard.length === 3) request.answer(ack.disconnect);
    });
    expect(await openClient({ retryWaitsMs: [1, 1, 5_000] }).send(disconnect(router))).toEqual({ kind: 'ack' });
    expect(router.heard).toHaveLength(3);
  });

  test('or does not exist is a timeout, not an error', async () => {
    const router = await listen();
    await router.close();
    toClose.splice(toClose.indexOf(router), 1);
    const client = openClient({ retryWaitsMs: AT_ONCE });
    expect(await client.send(disconnect(router))).toMatchObject({ kind: 'timeout', tries: 3 });
  });

  test('because nothing can be sent there says so', async () => {
    const router = await listen();
    const client = openClient({ retryWaitsMs: AT_ONCE, bind: { ipv4: '192.0.2.1' } });
    expect(await client.send(disconnect(router))).toEqual({ kind: 'timeout', tries: 3, reason: 'EADDRNOTAVAIL' });
  });

  test('and whose late answer comes after all does not confuse the next request', async () => {
    const router = await listen();
    const client = openClient({ retryWaitsMs: AT_ONCE });
    expect(await client.send(disconnect(router))).toMatchObject({ kind: 'timeout' });
    const late = router.heard[0]!;
    const next = client.send(disconnect(router, { code: 'CoA-Request' }));
    await until(() => router.heard.some(({ packet }) => packet.code === 'CoA-Request'));
    late.answer(ack.disconnect);
    late.answer(ack.coa);
    late.answer(ack.coa, [], { identifier: router.heard.at(-1)!.packet.identifier });
    expect(await next).toEqual({ kind: 'timeout', tries: 3 });
    await until(() => client.counters.ignored === 3);
  });

  test('twice to the same request is heard once', async () => {
    const router = await listen((request) => {
      request.answer(ack.disconnect);
      request.answer(nak.disconnect);
    });
    const client = openClient();
    expect(await client.send(disconnect(router))).toEqual({ kind: 'ack' });
    await until(() => client.counters.ignored === 1);
  });
});

describe('many requests', () => {
  test('answered in another order find their own answers', async () => {
    const router = await listen(() => {
      if (router.heard.length < 10) return;
      router.heard.toReversed().forEach((request, i) => {
        const name = getString(request.packet, 'User-Name')!;
        if (i % 2 === 0) request.answer(ack.disconnect);
        else request.answer(nak.disconnect, [errorCause(500 + Number(name))]);
      });
    });
    const client = openClient({ retryWaitsMs: [5_000] });
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        client.send(disconnect(router, { attributes: [attribute('User-Name', String(i))] })),
      ),
    );
    results.forEach((result, i) => {
      if (i % 2 === 1) expect(result).toEqual({ kind: 'ack' });
      else expect(result).toMatchObject({ kind: 'nak', errorCause: 500 + i });
    });
  });

  test('1,000 at once to one router are all answered, at most 32 at a time, Identifiers never shared', async () => {
    let held: HeardRequest[] = [];
    let most = 0;
    let answered = 0;
    const router = await listen((request) => {
      held.push(request);
      most = Math.max(most, held.length);
      expect(new Set(held.map(({ packet }) => packet.identifier)).size).toBe(held.length);
      // Answers leave only when no more come, so that as many as possible are on their way.
      if (held.length < Math.min(32, 1_000 - answered)) return;
      answered += held.length;
      for (const one of held) one.answer(ack.disconnect);
      held = [];
    });
    const client = openClient({ retryWaitsMs: [60_000] });
    const results = await Promise.all(Array.from({ length: 1_000 }, () => client.send(disconnect(router))));
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['ack']));
    expect(most).toBe(32);
    expect(router.heard).toHaveLength(1_000);
    expect(router.heard.every(({ authentic }) => authentic)).toBe(true);
    // 1,000 requests went four times round the 256 Identifiers.
    expect(new Set(router.heard.map(({ packet }) => packet.identifier)).size).toBe(256);
    expect(client.counters).toEqual({ sent: 1_000, answered: 1_000, ignored: 0 });
  });

  test('to a dead router do not hold up those to another', async () => {
    const dead = await listen();
    const alive = await listen((request) => request.answer(ack.disconnect));
    const client = openClient({ retryWaitsMs: [60_000] });
    const waiting = Array.from({ length: 100 }, () => client.send(disconnect(dead)));
    expect(await client.send(disconnect(alive))).toEqual({ kind: 'ack' });
    await client.close();
    const results: readonly DynamicResult[] = await Promise.all(waiting);
    expect(results.every((result) => result.kind === 'timeout' && result.reason === 'CLOSED')).toBe(true);
  });

  test('more than can wait are turned away at once', async () => {
    const dead = await listen();
    const client = openClient({ retryWaitsMs: [60_000] });
    const waiting = Array.from({ length: 10_032 }, () => client.send(disconnect(dead)));
    expect(await client.send(disconnect(dead))).toEqual({ kind: 'timeout', tries: 0, reason: 'QUEUE_FULL' });
    await client.close();
    expect(await Promise.all(waiting)).toHaveLength(10_032);
  });
});

describe('the client', () => {
  test('that is closed sends nothing more, and can be closed twice', async () => {
    const router = await listen();
    const client = openClient();
    await client.close();
    await client.close();
    expect(await client.send(disconnect(router))).toEqual({ kind: 'timeout', tries: 0, reason: 'CLOSED' });
    expect(router.heard).toHaveLength(0);
  });

  test("gives the caller's mistakes back to the caller", async () => {
    const router = await listen();
    const client = openClient();
    await expect(client.send(disconnect(router, { address: 'router.example' }))).rejects.toThrow(RangeError);
    await expect(client.send(disconnect(router, { port: 0 }))).rejects.toThrow(RangeError);
    const own = [opaque(80, Buffer.alloc(16))];
    await expect(client.send(disconnect(router, { attributes: own }))).rejects.toThrow(RangeError);
    const tooMuch = Array.from({ length: 20 }, () => opaque(24, Buffer.alloc(253)));
    await expect(client.send(disconnect(router, { attributes: tooMuch }))).rejects.toThrow(PacketTooLongError);
    expect(router.heard).toHaveLength(0);
  });
});
