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
import { PacketError, parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import { revealPassword, samePassword } from '../../main/radius/pap';
import { saltDecrypt } from '../../main/radius/salt';
import type { RadiusReply, RadiusRequest } from '../../main/radius/server';
import { findFailedCheck, formatTypedValue, type Check } from '../../main/radius/typed-attributes';
import {
  FakeNas,
  frame,
  opaque,
  signAt,
  verified,
  type LoginRequest,
  type NasPort,
  type NasTarget,
} from '../fakes/nas';
import { SECRET, startHarness, stored, type Harness } from './harness';
import { LONG, mutate, pick, randomBytesOf, randomFrom, type Random } from './random';

const DATAGRAMS = LONG ? 1_000_000 : 50_000;
/** Few enough to fit into a socket's buffer, so that the system loses none. */
const WINDOW = 24;
/** A datagram costs less than a byte of this when nothing is kept of it; answers are remembered for 20 s at most. */
const MOST_GROWTH_BYTES = 24 * 1024 * 1024;
const PASSWORD = 'room-101-pw';
const secret = Buffer.from(SECRET);
const methods = ['pap', 'chap', 'ms-chap', 'ms-chap-v2'] as const;

/** What must become of a datagram. */
type Fate = 'accept' | 'reject' | 'stored' | 'silence';

interface Sent {
  readonly target: NasTarget;
  readonly datagram: Buffer;
  readonly fate: Fate;
  readonly kind: string;
}

/** Attributes a login is decided by: among others they may stand in any number and form, but not these. */
const deciding = new Set([1, 2, 3, 33, 60, 70, 79, 80]);
const microsoft = 311;

function oddAttribute(random: Random): Attribute {
  const value = randomBytesOf(random, pick(random, [0, 1, 2, 3, 4, 5, 8, 16, 17, 18, random(254), 253]));
  if (random(3) > 0) return opaque(1 + random(255), value);
  const vendorId = pick(random, [9, microsoft, 529, 14_122, 14_988, random(2 ** 24)]);
  return { type: 26, vendorId, vendorType: random(256), value: value.subarray(0, 247) };
}

/** Odd, but none that the decision depends on; never too long for a packet. */
function harmless(random: Random): readonly Attribute[] {
  const some = Array.from({ length: random(12) }, () => oddAttribute(random));
  return some.filter(({ type, vendorId }) => !deciding.has(type) && vendorId !== microsoft);
}

/** Things that look like proofs and are none. */
function falseProof(random: Random): readonly Attribute[] {
  const some = (bytes: number): Buffer => randomBytesOf(random, bytes);
  const ms = (vendorType: number, value: Buffer): Attribute => ({ type: 26, vendorId: microsoft, vendorType, value });
  return pick<() => readonly Attribute[]>(random, [
    () => [],
    () => [opaque(2, some(pick(random, [0, 1, 15, 16, 17, 32, 128, 144])))],
    () => [opaque(3, some(pick(random, [0, 16, 17, 18])))],
    () => [opaque(3, some(17)), opaque(60, some(random(40)))],
    () => [ms(11, some(pick(random, [0, 8, 16]))), ms(1, some(pick(random, [0, 1, 49, 50])))],
    () => [ms(11, some(pick(random, [8, 16]))), ms(25, some(pick(random, [0, 1, 50, 51])))],
    () => [ms(25, some(50)), ms(1, some(50)), ms(11, some(8)), opaque(3, some(17))],
    () => Array.from({ length: 1 + random(4) }, () => opaque(79, some(random(254)))),
    () => [opaque(70, some(16))],
  ])();
}

class Source {
  readonly #nas: FakeNas;
  readonly #stranger: FakeNas;
  readonly #random: Random;
  readonly #kinds: readonly (() => Sent)[];

  constructor(random: Random) {
    const ports = { authPort: 0, acctPort: 0 };
    this.#random = random;
    this.#nas = new FakeNas({ secret: SECRET, ...ports });
    this.#stranger = new FakeNas({ secret: 'another secret', ...ports });
    this.#kinds = [
      () => this.#noise(),
      () => this.#framedNoise(),
      () => this.#mutant(),
      () => this.#mutant(),
      () => this.#oddLogin(),
      () => this.#wrongLogin(),
      () => this.#falseProof(),
      () => this.#oddAccounting(),
      () => this.#unsigned(),
      () => this.#ofAnotherSecret(),
    ];
  }

  next(): Sent {
    return pick(this.#random, this.#kinds)();
  }

  #login(more: Partial<LoginRequest> = {}): LoginRequest {
    const method = pick(this.#random, methods);
    return { username: 'guest-101', password: PASSWORD, method, ...more };
  }

  #noise(): Sent {
    const datagram = randomBytesOf(this.#random, this.#random(300));
    return { target: pick(this.#random, targets), datagram, fate: 'silence', kind: 'noise' };
  }

  #framedNoise(): Sent {
    const attributes = Array.from({ length: this.#random(8) }, () => oddAttribute(this.#random));
    const code = pick(this.#random, [1, 2, 4, 5, 11, 12, 40, 43, this.#random(256)]);
    const datagram = frame(code, this.#random(256), randomBytesOf(this.#random, 16), attributes);
    return { target: pick(this.#random, targets), datagram, fate: 'silence', kind: 'framed noise' };
  }

  #mutant(): Sent {
    const target = pick(this.#random, targets);
    const original = this.#original(target);
    const datagram = mutate(original.datagram, this.#random);
    return {
      target,
      datagram,
      fate: saysTheSame(datagram, original.datagram) ? original.fate : 'silence',
      kind: 'mutant',
    };
  }

  #original(target: NasTarget): { readonly datagram: Buffer; readonly fate: Fate } {
    const isStatus = this.#random(10) === 0;
    if (isStatus)
      return { datagram: this.#nas.statusServer(), fate: target === 'authentication' ? 'accept' : 'stored' };
    if (target === 'accounting') {
      return {
        datagram: this.#nas.accountingRequest([attribute('Acct-Status-Type', 2), this.#session()]),
        fate: 'stored',
      };
    }
    return { datagram: this.#nas.accessRequest(this.#login()), fate: 'accept' };
  }

  #oddLogin(): Sent {
    const attributes = harmless(this.#random);
    const messageAuthenticator = pick(this.#random, ['first', 'last'] as const);
    const datagram = this.#nas.accessRequest(this.#login({ attributes, messageAuthenticator }));
    return { target: 'authentication', datagram, fate: 'accept', kind: 'odd login' };
  }

  #wrongLogin(): Sent {
    const password = pick(this.#random, ['', 'room-101-pW', 'room-101-pw ', 'x'.repeat(100), '\u0000', 'Grüße 🌍']);
    const login = this.#login({ password, attributes: harmless(this.#random) });
    return { target: 'authentication', datagram: this.#nas.accessRequest(login), fate: 'reject', kind: 'wrong login' };
  }

  #falseProof(): Sent {
    const attributes = [...harmless(this.#random), ...falseProof(this.#random)];
    const datagram = this.#nas.accessRequest(this.#login({ attributes, method: 'none' }));
    return { target: 'authentication', datagram, fate: 'reject', kind: 'false proof' };
  }

  #oddAccounting(): Sent {
    const attributes = Array.from({ length: this.#random(12) }, () => oddAttribute(this.#random));
    const unsigned = [...attributes.filter(({ type }) => type !== 80), this.#session()];
    return {
      target: 'accounting',
      datagram: this.#nas.accountingRequest(unsigned),
      fate: 'stored',
      kind: 'accounting',
    };
  }

  /** Never the same twice: what has the digest of a request that was answered gets that answer again. */
  #session(): Attribute {
    return opaque(44, randomBytesOf(this.#random, 8));
  }

  /** Right in all but the Message-Authenticator, which this router always sends. */
  #unsigned(): Sent {
    const datagram = this.#nas.accessRequest(this.#login({ messageAuthenticator: 'none' }));
    return { target: 'authentication', datagram, fate: 'silence', kind: 'unsigned' };
  }

  #ofAnotherSecret(): Sent {
    const target = pick(this.#random, targets);
    const datagram =
      target === 'authentication'
        ? this.#stranger.accessRequest(this.#login())
        : this.#stranger.accountingRequest([attribute('Acct-Status-Type', 1), this.#session()]);
    return { target, datagram, fate: 'silence', kind: 'another secret' };
  }
}

const targets = ['authentication', 'accounting'] as const;

/** Bytes after Length are padding (RFC 2865 §3). */
function saysTheSame(datagram: Buffer, original: Buffer): boolean {
  return datagram.length >= original.length && datagram.subarray(0, original.length).equals(original);
}

/** The router's passwords as a server knows them; everything else the library can read of a request is read as well. */
function decide(request: RadiusRequest): RadiusReply {
  readAll(request);
  if (request.kind === 'accounting') return stored;
  const { packet, nas } = request;
  const method = msChapMethod(packet);
  const v2 = checkMsChapV2(packet, PASSWORD);
  const v1 = checkMsChap(packet, PASSWORD);
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
  const known = given.kind === 'password' && samePassword(given.password, PASSWORD);
  if (known || checkChap(packet, PASSWORD) === 'match')
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
  if (lines.some((line) => line.includes(PASSWORD))) throw new Error('a password is shown');
  for (const one of packet.attributes) {
    const name = findDefinition(one)?.name;
    if (name !== undefined) formatTypedValue(name, one.value);
    saltDecrypt(one.value, packet.authenticator, nas.secret);
  }
  for (const check of checks) findFailedCheck(packet, [check]);
  joinEapMessage(packet);
}

/** Both ports of the server, with what was sent and what came back. */
class Exchange {
  readonly #harness: Harness;
  readonly #ports: Readonly<Record<NasTarget, NasPort>>;

  private constructor(harness: Harness, ports: Readonly<Record<NasTarget, NasPort>>) {
    this.#harness = harness;
    this.#ports = ports;
  }

  static async open(harness: Harness): Promise<Exchange> {
    const [authentication, accounting] = [
      await harness.nas.openPort('authentication'),
      await harness.nas.openPort('accounting'),
    ];
    return new Exchange(harness, { authentication, accounting });
  }

  /** Sends all and checks what became of each. Status-Servers at the end say when all before has been decided. */
  async send(all: readonly Sent[]): Promise<void> {
    for (const { target, datagram } of all) this.#ports[target].send(datagram);
    for (const target of targets)
      this.#check(
        all.filter((one) => one.target === target),
        await this.#answers(target),
      );
    if (this.#harness.failures.length > 0) throw new Error('the library threw', { cause: this.#harness.failures[0] });
  }

  async #answers(target: NasTarget): Promise<readonly Buffer[]> {
    const port = this.#ports[target];
    const answers: Buffer[] = [];
    // The first may share a batch with what was sent before it and is answered at once, the second cannot.
    for (let round = 0; round < 2; round++) {
      const status = this.#harness.nas.statusServer();
      port.send(status);
      for (let answer = await port.next(); !isAnswerTo(answer, status); answer = await port.next()) {
        answers.push(answer);
      }
    }
    port.forget();
    return answers;
  }

  #check(sent: readonly Sent[], answers: readonly Buffer[]): void {
    const open = [...answers];
    for (const one of sent) {
      const at = open.findIndex((answer) => isAnswerTo(answer, one.datagram));
      const fate = at === -1 ? 'silence' : fateOf(verified(open.splice(at, 1)[0]!, lengthOnly(one.datagram), SECRET));
      if (fate !== one.fate) throw new Error(`${one.kind}: ${fate}, not ${one.fate}: ${one.datagram.toString('hex')}`);
    }
    if (open.length > 0) throw new Error(`an answer to nothing: ${open[0]!.toString('hex')}`);
  }

  close(): void {
    for (const target of targets) this.#ports[target].close();
  }
}

/** By the digest alone, as a router does: MD5(Code + Identifier + Length + Request Authenticator + attributes + secret). */
function isAnswerTo(answer: Buffer, request: Buffer): boolean {
  if (request.length < 20 || answer[1] !== request[1]) return false;
  const digest = createHash('md5').update(answer.subarray(0, 4)).update(request.subarray(4, 20));
  return digest.update(answer.subarray(20)).update(SECRET).digest().equals(answer.subarray(4, 20));
}

function lengthOnly(datagram: Buffer): Buffer {
  return datagram.subarray(0, datagram.readUInt16BE(2));
}

function fateOf({ code }: Packet): Fate {
  if (code === 'Access-Accept') return 'accept';
  return code === 'Access-Reject' ? 'reject' : 'stored';
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
    const exchange = await Exchange.open(harness);
    const source = new Source(random);
    const fates = new Map<Fate, number>();
    let before = 0;
    try {
      for (let sent = 0; sent < DATAGRAMS; sent += WINDOW) {
        const window = Array.from({ length: WINDOW }, () => source.next());
        for (const { fate } of window) fates.set(fate, (fates.get(fate) ?? 0) + 1);
        await exchange.send(window);
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
  LONG ? 3_600_000 : 120_000,
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
    expect(isAnswerTo(answer, request.raw)).toBe(true);
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
