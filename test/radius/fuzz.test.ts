/**
 * A million datagrams that nobody meant, over real UDP: random ones, real ones with a few bytes changed, and correctly
 * signed ones with odd contents. Nothing throws, nobody is let in who should not be and nobody kept out who should not
 * be, every answer is genuine, and memory stays as it is. 50,000 of them in the normal run, all with GATEHOUSE_LONG=1.
 */
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { attribute, describeAttributes } from '../../main/radius/attributes';
import { encodeAnswer, encodeDynamicRequest, verifyAnswer, verifyRequest } from '../../main/radius/authenticator';
import { checkChap } from '../../main/radius/chap';
import { findDefinition } from '../../main/radius/dictionary';
import { eapFailure, joinEapMessage } from '../../main/radius/eap';
import { mppeAttributes } from '../../main/radius/mppe';
import { checkMsChap, checkMsChapV2, msChapError, msChapMethod } from '../../main/radius/mschap';
import { PacketError, parsePacket, type Packet } from '../../main/radius/packet';
import { revealPassword, samePassword } from '../../main/radius/pap';
import { saltDecrypt } from '../../main/radius/salt';
import type { RadiusReply, RadiusRequest } from '../../main/radius/server';
import { findFailedCheck, formatTypedValue, type Check } from '../../main/radius/typed-attributes';
import { frame, opaque, signAt } from '../fakes/nas';
import {
  Exchange,
  harmless,
  isAnswerTo,
  ODD_PASSWORD,
  OddDatagrams,
  saysTheSame,
  type Fate,
} from '../fakes/odd-datagrams';
import { LONG, mutate, pick, randomFrom } from '../fakes/random';
import { SECRET, startHarness, stored } from './harness';

const DATAGRAMS = LONG ? 1_000_000 : 50_000;
/** Few enough to fit into a socket's buffer, so that the system loses none. */
const WINDOW = 24;
/** A datagram costs less than a byte of this when nothing is kept of it; answers are remembered for 20 s at most. */
const MOST_GROWTH_BYTES = 24 * 1024 * 1024;
const secret = Buffer.from(SECRET);

/** The router's passwords as a server knows them; everything else the library can read of a request is read as well. */
function decide(request: RadiusRequest): RadiusReply {
  readAll(request);
  if (request.kind === 'accounting') return stored;
  const { packet, nas } = request;
  const method = msChapMethod(packet);
  const v2 = checkMsChapV2(packet, ODD_PASSWORD);
  const v1 = checkMsChap(packet, ODD_PASSWORD);
  if (method === 'v2' && v2.kind === 'match') {
    const keys = mppeAttributes(v2.keys, packet.authenticator, nas.secret);
    return { kind: 'answer', code: 'Access-Accept', attributes: [attribute('MS-CHAP2-Success', v2.success), ...keys] };
  }
  if (method === 'v1' && v1.kind === 'match') {
    return {
      kind: 'answer',
      code: 'Access-Accept',
      attributes: mppeAttributes(v1.keys, packet.authenticator, nas.secret),
    };
  }
  const given = revealPassword(packet, nas.secret);
  const known = given.kind === 'password' && samePassword(given.password, ODD_PASSWORD);
  if (known || checkChap(packet, ODD_PASSWORD) === 'match')
    return { kind: 'answer', code: 'Access-Accept', attributes: [] };
  const failures = [eapFailure(packet), msChapError(packet)].filter((one) => one !== undefined);
  return { kind: 'answer', code: 'Access-Reject', attributes: failures };
}

const checks: readonly Check[] = [
  { name: 'User-Name', operator: '=~', value: 'guest-\\d+' },
  { name: 'NAS-Port', operator: '>=', value: '5' },
  { name: 'Framed-IPv6-Prefix', operator: '!=', value: '2001:db8::/32' },
];

function readAll({ packet, nas }: RadiusRequest): void {
  const lines = describeAttributes(packet);
  if (lines.length !== packet.attributes.length) throw new Error('an attribute is not shown');
  if (lines.some((line) => line.includes(ODD_PASSWORD))) throw new Error('a password is shown');
  for (const one of packet.attributes) {
    const name = findDefinition(one)?.name;
    if (name !== undefined) formatTypedValue(name, one.value);
    saltDecrypt(one.value, packet.authenticator, nas.secret);
  }
  for (const check of checks) findFailedCheck(packet, [check]);
  joinEapMessage(packet);
}

/** Bytes in use after everything unreachable is gone. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test(
  `${DATAGRAMS} datagrams nobody meant: no exception, no wrong answer, no memory kept`,
  async () => {
    const seed = Date.now() % 0x7fff_ffff;
    const random = randomFrom(seed);
    const harness = await startHarness({ nas: { requireMessageAuthenticator: true }, reply: decide });
    const exchange = await Exchange.open(harness.nas, SECRET);
    const source = new OddDatagrams(random, SECRET);
    const fates = new Map<Fate, number>();
    let before = 0;
    try {
      for (let sent = 0; sent < DATAGRAMS; sent += WINDOW) {
        const window = Array.from({ length: WINDOW }, () => source.next());
        for (const { fate } of window) fates.set(fate, (fates.get(fate) ?? 0) + 1);
        for (const { sent: one, fate } of await exchange.send(window)) {
          if (fate !== one.fate)
            throw new Error(`${one.kind}: ${fate}, not ${one.fate}: ${one.datagram.toString('hex')}`);
        }
        if (harness.failures.length > 0) throw new Error('the library threw', { cause: harness.failures[0] });
        // What the harness writes down for other tests is not what is measured here.
        harness.batches.length = harness.drops.length = harness.statuses.length = 0;
        // So that answers are forgotten as they are in a venue: a generation is ten seconds.
        harness.clock.nowMs += 50;
        if (before === 0 && sent >= DATAGRAMS / 4) before = heapUsed();
      }
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause });
    } finally {
      exchange.close();
    }
    expect(heapUsed() - before).toBeLessThan(MOST_GROWTH_BYTES);
    await harness.server.close();
    // All that can become of a datagram has been seen, or this proves nothing.
    for (const fate of ['accept', 'reject', 'stored', 'silence'] as const) {
      expect(fates.get(fate), fate).toBeGreaterThan(DATAGRAMS / 50);
    }
  },
  LONG ? 3_600_000 : 300_000,
);

describe('answers and requests with a few bytes changed', () => {
  const rounds = DATAGRAMS / 5;

  test(`are not believed, ${rounds} times`, () => {
    const seed = Date.now() % 0x7fff_ffff;
    const random = randomFrom(seed);
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      const attributes = harmless(random);
      const request = parsePacket(encodeDynamicRequest('CoA-Request', random(256), secret, attributes));
      const answer = encodeAnswer(request, secret, pick(random, ['CoA-ACK', 'CoA-NAK']), harmless(random));
      expect(verifyRequest(request, secret, { requireMessageAuthenticator: true }).kind).toBe('authentic');
      expect(verifyAnswer(parsePacket(answer), request, secret)).toBe(true);
      const fates = [
        believed(mutate(answer, random), answer, (packet) => verifyAnswer(packet, request, secret)),
        believed(mutate(request.raw, random), request.raw, isAuthentic),
      ];
      refused += fates.filter((fate) => fate === 'refused').length;
      if (fates.includes('forged')) throw new Error(`seed ${seed}, round ${round}`);
    }
    expect(refused).toBeGreaterThan(rounds);
  });

  test('a Message-Authenticator in an answer is checked too', () => {
    const request = parsePacket(encodeDynamicRequest('Disconnect-Request', 7, secret, []));
    const answer = frame(41, 7, request.authenticator, [opaque(80, Buffer.alloc(16))]);
    signAt(answer, 22, 'another');
    createHash('md5').update(answer).update(SECRET).digest().copy(answer, 4);
    expect(isAnswerTo(answer, request.raw, SECRET)).toBe(true);
    expect(verifyAnswer(parsePacket(answer), request, secret)).toBe(false);
  });
});

function isAuthentic(packet: Packet): boolean {
  return verifyRequest(packet, secret, { requireMessageAuthenticator: true }).kind === 'authentic';
}

/** What a mutation of `original` is taken for. */
function believed(
  mutant: Buffer,
  original: Buffer,
  isGenuine: (packet: Packet) => boolean,
): 'refused' | 'unchanged' | 'forged' {
  if (saysTheSame(mutant, original)) return 'unchanged';
  try {
    return isGenuine(parsePacket(mutant)) ? 'forged' : 'refused';
  } catch (error) {
    if (error instanceof PacketError) return 'refused';
    throw error;
  }
}
