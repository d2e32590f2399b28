/**
 * Datagrams that nobody meant, and what has to become of each: random ones, real ones with a few bytes changed, and
 * correctly signed ones with odd contents. Meant for a server that knows one router, which always signs.
 */
import { createHash } from 'node:crypto';
import { attribute } from '../../main/radius/attributes';
import type { Attribute, Packet } from '../../main/radius/packet';
import { FakeNas, frame, opaque, verified, type LoginRequest, type NasPort, type NasTarget } from './nas';
import { mutate, pick, randomBytesOf, type Random } from './random';

/** Whose logins these are. */
export const ODD_USERNAME = 'guest-101';
export const ODD_PASSWORD = 'room-101-pw';
const methods = ['pap', 'chap', 'ms-chap', 'ms-chap-v2'] as const;
const targets = ['authentication', 'accounting'] as const;

/** What must become of a datagram. */
export type Fate = 'accept' | 'reject' | 'stored' | 'silence';

export interface Sent {
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
export function harmless(random: Random): readonly Attribute[] {
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

export class OddDatagrams {
  readonly #nas: FakeNas;
  readonly #stranger: FakeNas;
  readonly #random: Random;
  readonly #kinds: readonly (() => Sent)[];

  constructor(random: Random, secret: string) {
    const ports = { authPort: 0, acctPort: 0 };
    this.#random = random;
    this.#nas = new FakeNas({ secret, ...ports });
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
    return { username: ODD_USERNAME, password: ODD_PASSWORD, method, ...more };
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

/** Bytes after Length are padding (RFC 2865 §3). */
export function saysTheSame(datagram: Buffer, original: Buffer): boolean {
  return datagram.length >= original.length && datagram.subarray(0, original.length).equals(original);
}

/** What became of a datagram. */
export interface Became {
  readonly sent: Sent;
  readonly fate: Fate;
}

/** Both ports of a server, with what was sent and what came back. */
export class Exchange {
  readonly #nas: FakeNas;
  readonly #secret: string;
  readonly #ports: Readonly<Record<NasTarget, NasPort>>;

  private constructor(nas: FakeNas, secret: string, ports: Readonly<Record<NasTarget, NasPort>>) {
    this.#nas = nas;
    this.#secret = secret;
    this.#ports = ports;
  }

  static async open(nas: FakeNas, secret: string): Promise<Exchange> {
    const authentication = await nas.openPort('authentication');
    return new Exchange(nas, secret, { authentication, accounting: await nas.openPort('accounting') });
  }

  /**
   * Sends all and says what became of each. Status-Servers at the end say when all before has been decided.
   * @throws Error for an answer that answers nothing sent, or is not genuine.
   */
  async send(all: readonly Sent[]): Promise<readonly Became[]> {
    for (const { target, datagram } of all) this.#ports[target].send(datagram);
    const became: Became[] = [];
    for (const target of targets) {
      const sent = all.filter((one) => one.target === target);
      became.push(...this.#match(sent, await this.#answers(target)));
    }
    return became;
  }

  async #answers(target: NasTarget): Promise<readonly Buffer[]> {
    const port = this.#ports[target];
    const answers: Buffer[] = [];
    // The first may share a batch with what was sent before it and is answered at once, the second cannot.
    for (let round = 0; round < 2; round++) {
      const status = this.#nas.statusServer();
      port.send(status);
      for (let answer = await port.next(); !isAnswerTo(answer, status, this.#secret); answer = await port.next()) {
        answers.push(answer);
      }
    }
    port.forget();
    return answers;
  }

  #match(sent: readonly Sent[], answers: readonly Buffer[]): readonly Became[] {
    const open = [...answers];
    const became = sent.map((one): Became => {
      const at = open.findIndex((answer) => isAnswerTo(answer, one.datagram, this.#secret));
      if (at === -1) return { sent: one, fate: 'silence' };
      return { sent: one, fate: fateOf(verified(open.splice(at, 1)[0]!, lengthOnly(one.datagram), this.#secret)) };
    });
    if (open.length > 0) throw new Error(`an answer to nothing: ${open[0]!.toString('hex')}`);
    return became;
  }

  close(): void {
    for (const target of targets) this.#ports[target].close();
  }
}

/** By the digest alone, as a router does: MD5(Code + Identifier + Length + Request Authenticator + attributes + secret). */
export function isAnswerTo(answer: Buffer, request: Buffer, secret: string): boolean {
  if (request.length < 20 || answer[1] !== request[1]) return false;
  const digest = createHash('md5').update(answer.subarray(0, 4)).update(request.subarray(4, 20));
  return digest.update(answer.subarray(20)).update(secret).digest().equals(answer.subarray(4, 20));
}

function lengthOnly(datagram: Buffer): Buffer {
  return datagram.subarray(0, datagram.readUInt16BE(2));
}

function fateOf({ code }: Packet): Fate {
  if (code === 'Access-Accept') return 'accept';
  return code === 'Access-Reject' ? 'reject' : 'stored';
}
