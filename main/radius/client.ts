/**
 * The client for Dynamic Authorization (RFC 5176): asks routers to end a session (Disconnect) or to change one (CoA).
 * A request goes out up to three times, always the same bytes; only an answer that proves to know the secret counts.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import { attribute, getInteger } from './attributes';
import { encodeDynamicRequest, verifyAnswer } from './authenticator';
import { valueName } from './dictionary';
import { PacketError, parsePacket, type Attribute, type Packet, type PacketCode } from './packet';
import { normaliseAddress } from './sockets';

export type DynamicRequestCode = 'Disconnect-Request' | 'CoA-Request';

export interface DynamicRequest {
  readonly code: DynamicRequestCode;
  /** IPv4 or IPv6, no name. */
  readonly address: string;
  /** 3799 by RFC 5176, but routers are set to others as well. */
  readonly port: number;
  readonly secret: Buffer;
  /** What identifies the session and, for a CoA, what to change; Message-Authenticator and Event-Timestamp are added. */
  readonly attributes: readonly Attribute[];
}

/**
 * What became of a request.
 * - `nak`: the router refused; `errorCause` says why if the router did (RFC 5176 §3.5), `errorCauseName` is its name
 *   or number.
 * - `timeout`: no authentic answer after `tries` datagrams. `reason`: the system's code where one could not be sent,
 *   `QUEUE_FULL` (nothing was sent) or `CLOSED`.
 */
export type DynamicResult =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak'; readonly errorCause?: number; readonly errorCauseName?: string }
  | { readonly kind: 'timeout'; readonly tries: number; readonly reason?: string };

export interface DynamicClientOptions {
  /** Wall clock, ms since 1970: Event-Timestamp. */
  readonly now: () => number;
  /** Where requests leave from; the system's choice by default. */
  readonly bind?: { readonly ipv4?: string; readonly ipv6?: string };
  /** Waits after the first, second … try; RETRY_WAITS_MS by default. */
  readonly retryWaitsMs?: readonly number[];
}

export interface DynamicClientCounters {
  /** Datagrams, repetitions included. */
  readonly sent: number;
  readonly answered: number;
  /** Datagrams that answer nothing asked, or do not know the secret. */
  readonly ignored: number;
}

export interface DynamicClient {
  readonly counters: DynamicClientCounters;
  /**
   * Sends one request and resolves with what became of it; whatever the network does, it does not reject.
   * @throws RangeError for an address that is none, a port outside 1 to 65535, a value that does not fit its attribute
   * (always the caller's mistake); PacketTooLongError.
   */
  send(request: DynamicRequest): Promise<DynamicResult>;
  /** Frees the sockets; requests without answer end as `timeout`. */
  close(): Promise<void>;
}

/** A router in the same building answers within milliseconds; one that is busy gets two more chances. */
export const RETRY_WAITS_MS = [300, 1_000, 3_000] as const;
/** Requests a router has to deal with at a time: RouterOS works them off one by one. Well below the 256 Identifiers. */
const MAX_IN_FLIGHT_PER_ROUTER = 32;
/** Requests waiting for their turn, of all routers: every guest of a large venue at once. */
const MAX_QUEUED = 10_000;
const IDENTIFIERS = 256;
/** A time is an unsigned 32-bit number of seconds (RFC 2869 §5.3). */
const MAX_TIME_SEC = 0xffff_ffff;

/** Sockets are opened with the first request that needs them. */
export function openDynamicClient(options: DynamicClientOptions): DynamicClient {
  return new Client(options);
}

/** A request with all that belongs to it until it is answered. */
interface Pending {
  readonly request: DynamicRequest;
  readonly resolve: (result: DynamicResult) => void;
  /** Undefined while it waits for its turn. */
  packet: Packet | undefined;
  tries: number;
  timer: NodeJS.Timeout | undefined;
  lastError: string | undefined;
}

/** One router: what it has been asked and what it will be asked. */
interface Lane {
  readonly key: string;
  /** By Identifier. */
  readonly inFlight: Map<number, Pending>;
  readonly queue: Pending[];
}

class Client implements DynamicClient {
  readonly counters = { sent: 0, answered: 0, ignored: 0 };
  readonly #now: () => number;
  readonly #bind: NonNullable<DynamicClientOptions['bind']>;
  readonly #retryWaitsMs: readonly number[];
  readonly #lanes = new Map<string, Lane>();
  readonly #sockets = new Map<'udp4' | 'udp6', Promise<Socket>>();
  #queued = 0;
  /** Counts on over all routers, so that a router never sees one Identifier twice in a short time. */
  #identifier = Math.floor(Math.random() * IDENTIFIERS);
  #closing: Promise<void> | undefined;

  constructor({ now, bind = {}, retryWaitsMs = RETRY_WAITS_MS }: DynamicClientOptions) {
    this.#now = now;
    this.#bind = bind;
    this.#retryWaitsMs = retryWaitsMs;
  }

  async send(request: DynamicRequest): Promise<DynamicResult> {
    if (isIP(request.address) === 0) throw new RangeError('a router is reached by its address');
    if (!(request.port >= 1 && request.port <= 65_535)) throw new RangeError(`${request.port} is no port`);
    // Encoded once before it is queued, so that a mistake of the caller comes back to the caller.
    this.#encode(request, 0);
    if (this.#closing !== undefined) return { kind: 'timeout', tries: 0, reason: 'CLOSED' };
    if (this.#queued >= MAX_QUEUED) return { kind: 'timeout', tries: 0, reason: 'QUEUE_FULL' };
    return new Promise((resolve) => {
      const lane = this.#laneOf(request);
      lane.queue.push({ request, resolve, packet: undefined, tries: 0, timer: undefined, lastError: undefined });
      this.#queued++;
      this.#advance(lane);
    });
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    for (const lane of [...this.#lanes.values()]) {
      for (const pending of [...lane.queue, ...lane.inFlight.values()]) this.#end(pending, 'CLOSED');
    }
    this.#lanes.clear();
    this.#queued = 0;
    // One that could not be opened has nothing to close.
    const closings = [...this.#sockets.values()].map((opening) => opening.then(closeSocket, () => undefined));
    await Promise.all(closings);
  }

  #laneOf({ address, port }: DynamicRequest): Lane {
    const key = laneKey(address, port);
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane = { key, inFlight: new Map(), queue: [] };
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Sends what may be sent now; a lane without work is forgotten. */
  #advance(lane: Lane): void {
    while (lane.inFlight.size < MAX_IN_FLIGHT_PER_ROUTER) {
      const pending = lane.queue.shift();
      if (pending === undefined) break;
      this.#queued--;
      const identifier = this.#nextIdentifier(lane);
      lane.inFlight.set(identifier, pending);
      pending.packet = parsePacket(this.#encode(pending.request, identifier));
      this.#try(lane, pending, pending.packet);
    }
    if (lane.inFlight.size === 0) this.#lanes.delete(lane.key);
  }

  #nextIdentifier(lane: Lane): number {
    do this.#identifier = (this.#identifier + 1) % IDENTIFIERS;
    while (lane.inFlight.has(this.#identifier));
    return this.#identifier;
  }

  #encode({ code, secret, attributes }: DynamicRequest, identifier: number): Buffer {
    // A clock that has lost its battery may stand before 1970; the request has to leave all the same.
    const nowSec = Math.min(Math.max(0, Math.floor(this.#now() / 1_000)), MAX_TIME_SEC);
    // RFC 5176 §3.3: against replay; the router compares it with its own clock.
    const at = attribute('Event-Timestamp', nowSec);
    return encodeDynamicRequest(code, identifier, secret, [...attributes, at]);
  }

  /** RFC 5176 §2.3: a repetition is the same packet. */
  #try(lane: Lane, pending: Pending, packet: Packet): void {
    const waitMs = this.#retryWaitsMs[pending.tries];
    if (waitMs === undefined) {
      this.#conclude(lane, pending, packet, timeoutOf(pending));
      return;
    }
    pending.tries++;
    pending.timer = setTimeout(() => this.#try(lane, pending, packet), waitMs);
    this.#transmit(pending, packet).catch((error: unknown) => {
      // The next try may go better; if none does, this is why.
      pending.lastError = codeOf(error);
    });
  }

  async #transmit({ request: { address, port } }: Pending, { raw }: Packet): Promise<void> {
    const socket = await this.#socketFor(address);
    if (this.#closing !== undefined) return;
    this.counters.sent++;
    await new Promise<void>((sent, failed) =>
      socket.send(raw, port, address, (error) => (error === null ? sent() : failed(error))),
    );
  }

  #socketFor(address: string): Promise<Socket> {
    const type = isIPv6(address) ? 'udp6' : 'udp4';
    const open = this.#sockets.get(type);
    if (open !== undefined) return open;
    const from = type === 'udp6' ? this.#bind.ipv6 : this.#bind.ipv4;
    const opening = openSocket(type, from, (datagram, remote) => this.#receive(datagram, remote));
    this.#sockets.set(type, opening);
    // An address that is not there now may be there at the next try.
    opening.catch(() => this.#sockets.delete(type));
    return opening;
  }

  #receive(datagram: Buffer, remote: RemoteInfo): void {
    const answer = tryParse(datagram);
    const lane = this.#lanes.get(laneKey(remote.address, remote.port));
    const pending = answer === undefined ? undefined : lane?.inFlight.get(answer.identifier);
    const packet = pending?.packet;
    if (answer === undefined || lane === undefined || pending === undefined || packet === undefined) {
      this.counters.ignored++;
      return;
    }
    const kind = answerKind(pending.request.code, answer.code);
    if (kind === undefined || !verifyAnswer(answer, packet, pending.request.secret)) {
      this.counters.ignored++;
      return;
    }
    this.counters.answered++;
    this.#conclude(lane, pending, packet, kind === 'ack' ? { kind } : nakOf(answer));
  }

  #conclude(lane: Lane, pending: Pending, packet: Packet, result: DynamicResult): void {
    clearTimeout(pending.timer);
    lane.inFlight.delete(packet.identifier);
    pending.resolve(result);
    this.#advance(lane);
  }

  #end(pending: Pending, reason: string): void {
    clearTimeout(pending.timer);
    pending.resolve({ kind: 'timeout', tries: pending.tries, reason });
  }
}

/** The two texts of one IPv6 address are one router. */
function laneKey(address: string, port: number): string {
  const bare = normaliseAddress(address);
  return `${isIPv6(bare) ? new URL(`http://[${bare}]`).hostname : bare} ${port}`;
}

function openSocket(
  type: 'udp4' | 'udp6',
  from: string | undefined,
  onMessage: (datagram: Buffer, remote: RemoteInfo) => void,
): Promise<Socket> {
  return new Promise((opened, failed) => {
    const socket = createSocket({
      type,
      ipv6Only: type === 'udp6',
      // Addresses here are never names; without this every request would wait for the resolver.
      lookup: (ip, _options, done) => done(null, ip, type === 'udp6' ? 6 : 4),
    });
    const refuse = (error: Error): void => {
      socket.close();
      failed(error);
    };
    socket.once('error', refuse);
    socket.bind({ port: 0, exclusive: true, ...(from === undefined ? {} : { address: from }) }, () => {
      socket.off('error', refuse);
      // Windows reports a closed port of one router as an error of the socket all routers share; its tries run out.
      socket.on('error', () => undefined);
      socket.on('message', onMessage);
      opened(socket);
    });
  });
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((closed) => socket.close(closed));
}

function tryParse(datagram: Buffer): Packet | undefined {
  try {
    return parsePacket(datagram);
  } catch (error) {
    if (error instanceof PacketError) return undefined;
    throw error;
  }
}

function answerKind(asked: DynamicRequestCode, code: PacketCode): 'ack' | 'nak' | undefined {
  const prefix = asked === 'CoA-Request' ? 'CoA' : 'Disconnect';
  if (code === `${prefix}-ACK`) return 'ack';
  return code === `${prefix}-NAK` ? 'nak' : undefined;
}

function nakOf(answer: Packet): DynamicResult {
  const errorCause = getInteger(answer, 'Error-Cause');
  if (errorCause === undefined) return { kind: 'nak' };
  return { kind: 'nak', errorCause, errorCauseName: valueName('Error-Cause', errorCause) ?? String(errorCause) };
}

function timeoutOf({ tries, lastError }: Pending): DynamicResult {
  return lastError === undefined ? { kind: 'timeout', tries } : { kind: 'timeout', tries, reason: lastError };
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? 'UNKNOWN';
}
