/** The router comes back from a power cut and says everything at once. */
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { attribute } from '../../main/radius/attributes';
import { FakeNas } from '../fakes/nas';
import { answerAll, SECRET, startHarness, type Harness } from './harness';

const REQUESTS = 3_000;

/** A sender in a thread of its own: as a real router, it does not wait for the server to keep up. */
const SENDER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const socket = require('node:dgram').createSocket('udp4');
  const answered = new Set();
  socket.on('message', (answer) => {
    answered.add(answer.subarray(0, 2).toString('hex') + answer.subarray(4, 20).toString('hex'));
    parentPort.postMessage(answered.size);
  });
  socket.bind(0, '127.0.0.1', () => {
    socket.setRecvBufferSize(4 * 1024 * 1024);
    for (const { datagram, port } of workerData) socket.send(datagram, port, '127.0.0.1');
  });
  parentPort.once('message', () => socket.close());
`;

interface Sent {
  readonly datagram: Buffer;
  readonly port: number;
}

function requests(harness: Harness): Sent[] {
  const [auth, acct] = harness.server.listening;
  const nas = new FakeNas({ secret: SECRET, authPort: auth!.port, acctPort: acct!.port });
  return Array.from({ length: REQUESTS }, (_, i) => {
    if (i % 2 === 0)
      return { datagram: nas.accessRequest({ username: `guest-${i}`, password: 'pw' }), port: auth!.port };
    const attributes = [attribute('Acct-Status-Type', 1), attribute('Acct-Session-Id', `8010${i}`)];
    return { datagram: nas.accountingRequest(attributes), port: acct!.port };
  });
}

test('requests that arrive together are decided together, although the loop reads 32 at a time', async () => {
  const harness = await startHarness();
  const port = await harness.nas.openPort('authentication');
  const login = { username: 'guest', password: 'pw' };
  for (let i = 0; i < 100; i++) port.send(harness.nas.accessRequest(login));
  for (let i = 0; i < 100; i++) await port.next();
  expect(Math.max(...harness.batches.map((batch) => batch.length))).toBeGreaterThan(32);
  port.close();
  await harness.server.close();
});

test(`a burst of ${REQUESTS} requests is answered to the last one, in batches`, async () => {
  const harness = await startHarness({
    handle(batch) {
      // As long as a disk takes for one durable write.
      const until = performance.now() + 2;
      while (performance.now() < until);
      return batch.map(answerAll);
    },
  });
  const sender = new Worker(SENDER, { eval: true, workerData: requests(harness) });
  let answered = 0;
  sender.on('message', (count: number) => (answered = count));
  await expect.poll(() => answered, { timeout: 60_000, interval: 20 }).toBe(REQUESTS);
  sender.postMessage('done');
  await harness.server.close();
  expect(harness.server.counters).toMatchObject({ received: REQUESTS, answered: REQUESTS, silent: 0 });
  expect(harness.drops).toEqual([]);
  expect(harness.batches.length).toBeLessThan(REQUESTS / 4);
  expect(Math.max(...harness.batches.map((batch) => batch.length))).toBeLessThanOrEqual(256);
});

test('what is not decided yet is handed over again, and everything is answered once', async () => {
  const harness = await startHarness({ handle: (batch) => batch.slice(0, 3).map(answerAll) });
  const port = await harness.nas.openPort('authentication');
  for (let i = 0; i < 20; i++) port.send(harness.nas.accessRequest({ username: `guest-${i}`, password: 'pw' }));
  for (let i = 0; i < 20; i++) await port.next();
  const answered = harness.batches.flatMap((batch) => batch.slice(0, 3));
  expect(new Set(answered).size).toBe(20);
  port.close();
  await harness.server.close();
  expect(harness.server.counters).toMatchObject({ received: 20, answered: 20, silent: 0 });
});

test.each([
  ['no reply at all', []],
  ['more replies than requests', [{ kind: 'silence' }, { kind: 'silence' }]],
] as const)('%s is reported, and costs the batch its answers instead of the server', async (_name, replies) => {
  const harness = await startHarness({ handle: () => replies });
  const port = await harness.nas.openPort('authentication');
  port.send(harness.nas.accessRequest({ username: 'guest', password: 'pw' }));
  await expect.poll(() => harness.server.counters.silent, { timeout: 60_000, interval: 5 }).toBe(1);
  expect(harness.failures).toHaveLength(1);
  expect(port.received).toEqual([]);
  port.close();
  await harness.server.close();
});
