/**
 * A router as the RADIUS server sees it: real UDP, a new source port per exchange (as RouterOS does). Framing and
 * digests are written here once more, on purpose: the library under test must not check itself.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { attribute } from '../../main/radius/attributes';
import { challengeHash, challengeResponse, ntPasswordHash } from '../../main/radius/mschap';
import { parsePacket, type Attribute, type Packet } from '../../main/radius/packet';

/** Longest wait for an answer that must come; only a failing test ever waits this long. */
const ANSWER_WITHIN_MS = 60_000;
const HEADER_BYTES = 20;
const ZEROS = Buffer.alloc(16);

export type NasTarget = 'authentication' | 'accounting';

export interface FakeNasOptions {
  readonly secret: string;
  readonly authPort: number;
  readonly acctPort: number;
  /** Where the server listens; 127.0.0.1 by default. */
  readonly address?: string;
  /** Where this router sends from, e.g. 127.0.0.2; the system's choice by default. */
  readonly from?: string;
}

export interface LoginRequest {
  readonly username: string;
  readonly password: string;
  /** PAP by default; CHAP sends a CHAP-Challenge attribute, as HotSpot does; `none` sends no credential of its own. */
  readonly method?: 'pap' | 'chap' | 'ms-chap' | 'ms-chap-v2' | 'none';
  readonly attributes?: readonly Attribute[];
  /** `last` as RouterOS sends it, by default. */
  readonly messageAuthenticator?: 'last' | 'first' | 'none';
}

export interface HotspotFacts {
  readonly macAddress?: string;
  readonly acctSessionId?: string;
  readonly framedIpAddress?: string;
  readonly nasIdentifier?: string;
}

/** What every request of a RouterOS HotSpot carries besides name and password, in its order. */
export function hotspotAttributes(facts: HotspotFacts = {}): readonly Attribute[] {
  const acctSessionId = facts.acctSessionId ?? '80100014';
  const framedIpAddress = facts.framedIpAddress ?? '10.5.88.2';
  return [
    attribute('NAS-Port-Type', 19),
    attribute('Calling-Station-Id', facts.macAddress ?? '02:00:00:00:01:01'),
    attribute('Called-Station-Id', 'hs-vlan-guest-0001'),
    attribute('NAS-Port-Id', 'vlan-guest-port'),
    attribute('NAS-Port', Number.parseInt(acctSessionId, 16)),
    attribute('Acct-Session-Id', acctSessionId),
    attribute('Framed-IP-Address', framedIpAddress),
    attribute('Mikrotik-Host-IP', framedIpAddress),
    attribute('NAS-Identifier', facts.nasIdentifier ?? 'hotel-gateway-1'),
    attribute('NAS-IP-Address', '10.0.0.1'),
  ];
}

/** Bytes of a packet with the given authenticator, without any signature. */
export function frame(
  code: number,
  identifier: number,
  authenticator: Buffer,
  attributes: readonly Attribute[],
): Buffer {
  const body = Buffer.concat(attributes.map(encode));
  const header = Buffer.from([code, identifier, 0, 0]);
  header.writeUInt16BE(HEADER_BYTES + body.length, 2);
  return Buffer.concat([header, authenticator, body]);
}

function encode({ type, vendorId, vendorType, value }: Attribute): Buffer {
  if (vendorId === undefined) return Buffer.concat([Buffer.from([type, value.length + 2]), value]);
  const vendor = Buffer.alloc(4);
  vendor.writeUInt32BE(vendorId);
  const own = Buffer.from([vendorType ?? 0, value.length + 2]);
  return Buffer.concat([Buffer.from([type, value.length + 8]), vendor, own, value]);
}

export function opaque(type: number, value: Buffer): Attribute {
  return { type, vendorId: undefined, vendorType: undefined, value };
}

/** Puts the HMAC into the Message-Authenticator of `datagram` (blank so far), whose value starts at `at`. */
export function signAt(datagram: Buffer, at: number, secret: string): Buffer {
  const input = Buffer.from(datagram);
  input.fill(0, at, at + 16);
  createHmac('md5', secret).update(input).digest().copy(datagram, at);
  return datagram;
}

/** Puts the RFC 2866 Request Authenticator into an Accounting-Request. */
export function signAccounting(datagram: Buffer, secret: string): Buffer {
  ZEROS.copy(datagram, 4);
  createHash('md5').update(datagram).update(secret).digest().copy(datagram, 4);
  return datagram;
}

function hide(password: string, secret: string, authenticator: Buffer): Buffer {
  const length = Math.max(16, Math.ceil(Buffer.byteLength(password) / 16) * 16);
  const clear = Buffer.alloc(length);
  clear.write(password, 'utf8');
  const blocks: Buffer[] = [];
  for (let at = 0; at < length; at += 16) {
    const previous = blocks.at(-1) ?? authenticator;
    const key = createHash('md5').update(secret).update(previous).digest();
    blocks.push(Buffer.from(key.map((byte, i) => byte ^ clear[at + i]!)));
  }
  return Buffer.concat(blocks);
}

/** The digests are the library's, which the RFCs' vectors and FreeRADIUS's client check. */
function msChap(ident: number, password: string): readonly Attribute[] {
  const challenge = randomBytes(8);
  const ntResponse = challengeResponse(challenge, ntPasswordHash(password));
  const response = Buffer.concat([Buffer.of(ident, 1), Buffer.alloc(24), ntResponse]);
  return [attribute('MS-CHAP-Challenge', challenge), attribute('MS-CHAP-Response', response)];
}

function msChapV2(ident: number, username: string, password: string): readonly Attribute[] {
  const [challenge, peerChallenge] = [randomBytes(16), randomBytes(16)];
  const hash = challengeHash(peerChallenge, challenge, Buffer.from(username));
  const ntResponse = challengeResponse(hash, ntPasswordHash(password));
  const response = Buffer.concat([Buffer.of(ident, 0), peerChallenge, Buffer.alloc(8), ntResponse]);
  return [attribute('MS-CHAP-Challenge', challenge), attribute('MS-CHAP2-Response', response)];
}

export class FakeNas {
  readonly #options: FakeNasOptions;
  #identifier = 0;

  constructor(options: FakeNasOptions) {
    this.#options = options;
  }

  /** An Access-Request, ready to send. */
  accessRequest(login: LoginRequest): Buffer {
    const authenticator = randomBytes(16);
    const attributes = [
      ...(login.attributes ?? hotspotAttributes()),
      attribute('User-Name', login.username),
      ...this.#credential(login, authenticator),
      attribute('Service-Type', 1),
    ];
    return this.#signedRequest(1, authenticator, attributes, login.messageAuthenticator ?? 'last');
  }

  /** An Accounting-Request with exactly these attributes. */
  accountingRequest(attributes: readonly Attribute[]): Buffer {
    return signAccounting(frame(4, this.#nextIdentifier(), ZEROS, attributes), this.#options.secret);
  }

  statusServer(): Buffer {
    return this.#signedRequest(12, randomBytes(16), [], 'first');
  }

  /** Sends a login and waits for the verified answer. */
  login(login: LoginRequest): Promise<Packet> {
    return this.exchange('authentication', this.accessRequest(login));
  }

  /** Sends accounting and waits for the verified answer. */
  account(attributes: readonly Attribute[]): Promise<Packet> {
    return this.exchange('accounting', this.accountingRequest(attributes));
  }

  /**
   * Sends one datagram from a new port and waits for its answer.
   * @throws Error when no answer comes, or its authenticators are wrong.
   */
  async exchange(target: NasTarget, datagram: Buffer): Promise<Packet> {
    const port = await this.openPort(target);
    try {
      port.send(datagram);
      return verified(await port.next(), datagram, this.#options.secret);
    } finally {
      port.close();
    }
  }

  /**
   * Sends one datagram and makes sure that it gets no answer, without waiting for time to pass: whatever came before
   * the second of two Status-Servers has been decided when that one is answered.
   * @throws Error when an answer comes.
   */
  async expectSilence(target: NasTarget, datagram: Buffer): Promise<void> {
    const port = await this.openPort(target);
    try {
      port.send(datagram);
      for (let fence = 0; fence < 2; fence++) {
        const status = this.statusServer();
        port.send(status);
        verified(await port.next(), status, this.#options.secret);
      }
    } finally {
      port.close();
    }
  }

  /** A socket of its own, for tests that send a datagram several times from the same port. */
  async openPort(target: NasTarget): Promise<NasPort> {
    const { address = '127.0.0.1', from, authPort, acctPort } = this.#options;
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.bind(0, from);
    await once(socket, 'listening');
    return new NasPort(socket, address, target === 'authentication' ? authPort : acctPort);
  }

  #credential({ username, password, method }: LoginRequest, authenticator: Buffer): readonly Attribute[] {
    if (method === 'none') return [];
    if (method === 'ms-chap') return msChap(this.#identifier, password);
    if (method === 'ms-chap-v2') return msChapV2(this.#identifier, username, password);
    if (method !== 'chap') {
      return [attribute('User-Password', hide(password, this.#options.secret, authenticator))];
    }
    const challenge = randomBytes(16);
    const ident = this.#identifier;
    const response = createHash('md5').update(Buffer.of(ident)).update(password).update(challenge).digest();
    return [
      attribute('CHAP-Challenge', challenge),
      attribute('CHAP-Password', Buffer.concat([Buffer.of(ident), response])),
    ];
  }

  #signedRequest(
    code: number,
    authenticator: Buffer,
    attributes: readonly Attribute[],
    where: 'last' | 'first' | 'none',
  ): Buffer {
    const blank = attribute('Message-Authenticator', Buffer.alloc(16));
    const identifier = this.#nextIdentifier();
    if (where === 'none') return frame(code, identifier, authenticator, attributes);
    const all = where === 'first' ? [blank, ...attributes] : [...attributes, blank];
    const datagram = frame(code, identifier, authenticator, all);
    return signAt(datagram, where === 'first' ? HEADER_BYTES + 2 : datagram.length - 16, this.#options.secret);
  }

  #nextIdentifier(): number {
    this.#identifier = (this.#identifier + 1) % 256;
    return this.#identifier;
  }
}

/** One source port of the router. */
export class NasPort {
  /** Every datagram that came, in order. */
  readonly received: Buffer[] = [];
  readonly #socket: Socket;
  readonly #address: string;
  readonly #port: number;
  #taken = 0;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, address: string, port: number) {
    this.#socket = socket;
    this.#address = address;
    this.#port = port;
    socket.on('message', (datagram) => {
      this.received.push(datagram);
      this.#wake?.();
    });
  }

  send(datagram: Buffer): void {
    this.#socket.send(datagram, this.#port, this.#address);
  }

  /**
   * The next datagram not yet taken.
   * @throws Error when none comes within the bound.
   */
  async next(): Promise<Buffer> {
    if (this.#taken === this.received.length) await this.#more();
    return this.received[this.#taken++]!;
  }

  /** Drops what was received, taken or not. */
  forget(): void {
    this.received.length = 0;
    this.#taken = 0;
  }

  #more(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the RADIUS server gave no answer')), ANSWER_WITHIN_MS);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * The answer, after checking that it answers `request` and that its digests are right.
 * @throws Error when they are not, or an answer to an Access-Request has no Message-Authenticator in first place.
 */
export function verified(answer: Buffer, request: Buffer, secret: string): Packet {
  if (answer[1] !== request[1]) throw new Error(`answer to ${answer[1]!} instead of ${request[1]!}`);
  const authenticator = request.subarray(4, HEADER_BYTES);
  const body = answer.subarray(HEADER_BYTES);
  const digest = createHash('md5').update(answer.subarray(0, 4)).update(authenticator).update(body).update(secret);
  if (!digest.digest().equals(answer.subarray(4, HEADER_BYTES))) throw new Error('wrong Response Authenticator');
  if (request[0] !== 4) verifyFirstAttribute(answer, authenticator, secret);
  return parsePacket(answer);
}

function verifyFirstAttribute(answer: Buffer, authenticator: Buffer, secret: string): void {
  if (answer[HEADER_BYTES] !== 80) throw new Error('Message-Authenticator is not the first attribute');
  const at = HEADER_BYTES + 2;
  const expected = Buffer.from(answer);
  authenticator.copy(expected, 4);
  signAt(expected, at, secret);
  if (!expected.subarray(at, at + 16).equals(answer.subarray(at, at + 16)))
    throw new Error('wrong Message-Authenticator');
}
