import { afterEach, describe, expect, test } from 'vitest';
import { attribute } from '../../main/radius/attributes';
import { AnswerMemory, isSimultaneous, type RequestKey } from '../../main/radius/answers';
import { md5 } from '../../main/radius/digest';
import type { NasPort } from '../fakes/nas';
import { startHarness, type Harness, type HarnessSettings } from './harness';

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

/** Waits until everything sent so far from this port has been decided, and returns what was answered. */
async function settled(harness: Harness, port: NasPort): Promise<readonly Buffer[]> {
  for (let fence = 0; fence < 2; fence++) {
    const status = harness.nas.statusServer();
    port.send(status);
    await expect.poll(() => port.received.some((one) => one[1] === status[1])).toBe(true);
  }
  return port.received;
}

describe('a repeated request (RFC 5080 §2.2.2)', () => {
  test('gets the identical answer and is not decided again', async () => {
    let decisions = 0;
    const { nas, batches, server } = await serve({
      reply: () => ({
        kind: 'answer',
        code: 'Access-Accept',
        attributes: [attribute('Session-Timeout', 1000 + decisions++)],
      }),
    });
    const datagram = nas.accessRequest(login);
    const port = await nas.openPort('authentication');
    for (let i = 0; i < 3; i++) {
      port.send(datagram);
      await port.next();
    }
    expect(port.received[1]).toEqual(port.received[0]);
    expect(port.received[2]).toEqual(port.received[0]);
    expect(batches).toHaveLength(1);
    expect(server.counters).toMatchObject({ answered: 1, replayed: 2, received: 3 });
    port.close();
  });

  test('in five simultaneous copies gets one answer', async () => {
    const harness = await serve();
    const port = await harness.nas.openPort('accounting');
    const datagram = harness.nas.accountingRequest(start);
    for (let i = 0; i < 5; i++) port.send(datagram);
    const answers = (await settled(harness, port)).filter((one) => one[1] === datagram[1]);
    expect(answers).toHaveLength(1);
    expect(harness.batches.flat()).toHaveLength(1);
    expect(harness.server.counters.copies).toBe(4);
    port.close();
  });

  test('is another request from another port, with another identifier or another authenticator', async () => {
    const { nas, batches } = await serve();
    const datagram = nas.accessRequest({ ...login, messageAuthenticator: 'none' });
    await nas.exchange('authentication', datagram);
    await nas.exchange('authentication', datagram);
    const port = await nas.openPort('authentication');
    const otherIdentifier = Buffer.from(datagram);
    otherIdentifier[1]! ^= 1;
    const otherAuthenticator = Buffer.from(datagram);
    otherAuthenticator[4]! ^= 1;
    for (const one of [datagram, otherIdentifier, otherAuthenticator]) {
      port.send(one);
      await port.next();
    }
    expect(batches.flat()).toHaveLength(5);
    port.close();
  });

  test('gets its answer for ten seconds at least, and is decided anew after twenty', async () => {
    const { nas, batches, clock } = await serve();
    const datagram = nas.accountingRequest(start);
    const port = await nas.openPort('accounting');
    const ask = async (): Promise<number> => {
      port.send(datagram);
      await port.next();
      return batches.length;
    };
    expect(await ask()).toBe(1);
    clock.nowMs += 9_999;
    expect(await ask()).toBe(1);
    clock.nowMs += 20_000;
    expect(await ask()).toBe(2);
    port.close();
  });

  test('of a Status-Server gets the identical answer', async () => {
    const { nas, statuses } = await serve();
    const datagram = nas.statusServer();
    const port = await nas.openPort('authentication');
    port.send(datagram);
    const first = await port.next();
    port.send(datagram);
    expect(await port.next()).toEqual(first);
    expect(statuses).toHaveLength(1);
    port.close();
  });
});

describe('a copy', () => {
  const sent = { answer: Buffer.from('answer'), sentInTurn: 10, sentAtMs: 500 };
  test.each([
    ['read before the answer left needs none', { readInTurn: 9, readAtMs: 499 }, true],
    ['read long before, behind a full queue, needs none', { readInTurn: 3, readAtMs: 100 }, true],
    ['found in the socket right after needs none', { readInTurn: 10, readAtMs: 500.9 }, true],
    ['read in the same turn after a standstill is a new try', { readInTurn: 10, readAtMs: 501 }, false],
    ['read a turn later is a new try, however soon', { readInTurn: 11, readAtMs: 500.1 }, false],
  ])('%s', (_what, copy, simultaneous) => {
    expect(isSimultaneous(copy, sent)).toBe(simultaneous);
  });

  test('of a request still being decided needs no answer of its own', () => {
    expect(isSimultaneous({ readInTurn: 99, readAtMs: 9_999 }, { ...sent, answer: undefined })).toBe(true);
  });
});

describe('the memory of answers', () => {
  const keyOf = (name: string): RequestKey => ({
    address: '192.0.2.1',
    port: 40_000,
    accounting: false,
    raw: Buffer.concat([Buffer.of(1, 1, 0, 20), md5(Buffer.from(name))]),
  });
  const answerOf = (memory: AnswerMemory, key: string, nowMs: number): Buffer | undefined =>
    memory.find(keyOf(key), nowMs)?.answer;
  const put = (memory: AnswerMemory, key: string, answer: Buffer, nowMs: number): void => {
    memory.find(keyOf(key), nowMs);
    memory.remember(memory.begin(keyOf(key)), answer, 1, 0);
  };

  test('keeps an answer at least ten seconds, whenever in a generation it came', () => {
    for (const startMs of [0, 5_000, 9_999]) {
      const memory = new AnswerMemory(0);
      put(memory, 'a', Buffer.from('answer'), startMs);
      for (let ms = startMs; ms < startMs + 10_000; ms += 500) expect(answerOf(memory, 'a', ms)).toBeDefined();
      expect(answerOf(memory, 'a', startMs + 25_000)).toBeUndefined();
    }
  });

  test('stays bounded under any load', () => {
    const memory = new AnswerMemory(0);
    for (let i = 0; i < 100_000; i++) put(memory, `request ${i}`, Buffer.alloc(20), 0);
    const kept = Array.from({ length: 100_000 }, (_, i) => memory.find(keyOf(`request ${i}`), 0)).filter(Boolean);
    expect(kept.length).toBeLessThanOrEqual(60_000);
    expect(answerOf(memory, 'request 99999', 0)).toBeDefined();
    const large = new AnswerMemory(0);
    for (let i = 0; i < 20_000; i++) put(large, `request ${i}`, Buffer.alloc(4096), 0);
    const keptLarge = Array.from({ length: 20_000 }, (_, i) => large.find(keyOf(`request ${i}`), 0)).filter(Boolean);
    expect(keptLarge.length * 4096).toBeLessThan(32 * 1024 * 1024 + 2 * 4096);
  });

  test('tells apart what differs in nothing but its source, our port or its identifier', () => {
    const memory = new AnswerMemory(0);
    const key = keyOf('a');
    const others: readonly RequestKey[] = [
      { ...key, address: '192.0.2.2' },
      { ...key, port: 40_001 },
      { ...key, accounting: true },
      { ...key, raw: Buffer.concat([Buffer.of(1, 2, 0, 20), key.raw.subarray(4)]) },
    ];
    put(memory, 'a', Buffer.from('answer'), 0);
    expect(others.map((other) => memory.find(other, 0))).toEqual(others.map(() => undefined));
    others.forEach((other, i) => memory.remember(memory.begin(other), Buffer.from(`answer ${i}`), 1, 0));
    expect(others.map((other) => memory.find(other, 0)?.answer?.toString())).toEqual(
      others.map((_other, i) => `answer ${i}`),
    );
    expect(answerOf(memory, 'a', 0)?.toString()).toBe('answer');
  });

  test('knows a request that is being answered, and nothing of one that was given up', () => {
    const memory = new AnswerMemory(0);
    const place = memory.begin(keyOf('a'));
    expect(memory.find(keyOf('a'), 0)).toEqual({ answer: undefined, sentInTurn: 0, sentAtMs: 0 });
    memory.forget(place);
    expect(memory.find(keyOf('a'), 0)).toBeUndefined();
  });

  test('keeps the answer of a request that was begun in the generation before, and not of one long gone', () => {
    const memory = new AnswerMemory(0);
    const place = memory.begin(keyOf('a'));
    expect(memory.find(keyOf('b'), 10_000)).toBeUndefined();
    memory.remember(place, Buffer.from('answer'), 1, 0);
    expect(answerOf(memory, 'a', 10_000)?.toString()).toBe('answer');
    memory.find(keyOf('b'), 20_000);
    memory.find(keyOf('b'), 30_000);
    memory.remember(place, Buffer.from('late'), 1, 0);
    memory.forget(place);
    expect(answerOf(memory, 'a', 30_000)).toBeUndefined();
  });

  test('goes on forgetting when the clock of the computer is set back', () => {
    const memory = new AnswerMemory(1_000_000);
    put(memory, 'a', Buffer.from('answer'), 1_000_000);
    expect(answerOf(memory, 'a', 0)).toBeDefined();
    expect(answerOf(memory, 'a', 10_000)).toBeDefined();
    expect(answerOf(memory, 'a', 20_000)).toBeUndefined();
  });
});
