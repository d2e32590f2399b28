/**
 * The RADIUS server over UDP: frame, authenticity, duplicates, batches, answers. What to answer is decided by
 * `handle`; everything a router may rely on (RFC 2865, 2866, 5080, 5997) is kept here.
 */
import type { RemoteInfo } from 'node:dgram';
import {
  AnswerMemory,
  isSimultaneous,
  type Place,
  type ReadingTime,
  type RememberedAnswer,
  type RequestKey,
} from './answers';
import { encodeAnswer, verifyRequest } from './authenticator';
import {
  PacketError,
  PacketTooLongError,
  parsePacket,
  type Attribute,
  type KnownPacketCode,
  type Packet,
} from './packet';
import { normaliseAddress, openSockets, type Listening, type PortRole, type RadiusSocket } from './sockets';

/** A router this server may answer. */
export interface Nas {
  readonly id: number;
  readonly secret: Buffer;
  /** Access-Requests without Message-Authenticator are dropped: true once the router has ever sent one. */
  readonly requireMessageAuthenticator: boolean;
}

interface AuthenticRequest {
  readonly packet: Packet;
  readonly nas: Nas;
  /** Canonical: IPv4-mapped IPv6 as IPv4, no zone. */
  readonly sourceAddress: string;
  readonly sourcePort: number;
  readonly receivedAtMs: number;
  readonly hadMessageAuthenticator: boolean;
}

/** A request from a known router, well-formed, authentic, not a repetition. */
export interface RadiusRequest extends AuthenticRequest {
  readonly kind: 'access' | 'accounting';
}

/** A Status-Server (RFC 5997), which the library answers itself. */
export interface StatusRequest extends AuthenticRequest {
  readonly kind: 'status';
  readonly port: PortRole;
}

export type AccessAnswerCode = 'Access-Accept' | 'Access-Reject' | 'Access-Challenge';

/** `silence`: the router will ask again. Message-Authenticator and Proxy-State are added by the library. */
export type RadiusReply =
  | {
      readonly kind: 'answer';
      readonly code: AccessAnswerCode | 'Accounting-Response';
      readonly attributes: readonly Attribute[];
    }
  | { readonly kind: 'silence' };

export const dropReasons = [
  'unknown-source',
  'too-short',
  'bad-length',
  'too-long',
  'bad-attribute',
  'unexpected-code',
  'bad-authenticator',
  'bad-message-authenticator',
  'message-authenticator-length',
  'repeated-message-authenticator',
  'missing-message-authenticator',
  'status-without-message-authenticator',
  'proxy-state-without-message-authenticator',
  'eap-without-message-authenticator',
  'answer-too-long',
  'overloaded',
] as const;

/**
 * Why a datagram got no answer. Besides the frame and authenticity reasons: `unexpected-code`, a code that does not
 * belong to the port; `answer-too-long`, the echoed Proxy-State leaves no room; `overloaded`, the queue is full.
 */
export type DropReason = (typeof dropReasons)[number];

export interface Drop {
  readonly sourceAddress: string;
  readonly sourcePort: number;
  readonly reason: DropReason;
  readonly nas: Nas | undefined;
  /** As claimed, not authentic; undefined where the datagram is no RADIUS packet. */
  readonly packet: Packet | undefined;
  readonly receivedAtMs: number;
}

export interface RadiusServerOptions {
  /** 0 takes any free port (see `listening`). */
  readonly authPort: number;
  readonly acctPort: number;
  /** Addresses to listen on; `['0.0.0.0', '::']` for all. */
  readonly bind: readonly string[];
  findNas(address: string): Nas | undefined;
  /**
   * Decides a batch: requests that arrived together, oldest first, at most 256. Synchronous; replies in order, one each
   * or, so that some answers leave while the others are decided, only for the first ones: the rest is handed over
   * again at once. Answers leave only after it returned, so that what it commits is durable before the router hears of
   * it. If it throws, no request of the batch is answered and all may be asked again.
   */
  handle(batch: readonly RadiusRequest[]): readonly RadiusReply[];
  statusAnswered(request: StatusRequest): void;
  /** A router asked again what was answered before: the answer came late or was lost on its way. */
  askedAgain(nas: Nas, receivedAtMs: number): void;
  dropped(drop: Drop): void;
  /** A bug or a failed write behind a silence; also errors of the sockets. */
  failed(error: unknown): void;
  /** Wall clock, ms since 1970. */
  now(): number;
}

export interface RadiusCounters {
  readonly received: number;
  readonly answered: number;
  /** Repeated requests that got their stored answer again. */
  readonly replayed: number;
  /** Simultaneous copies of a request, which get the one answer. */
  readonly copies: number;
  /** Requests `handle` left without answer, or could not decide. */
  readonly silent: number;
  readonly sendFailures: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
}

export interface RadiusServer {
  readonly listening: readonly Listening[];
  readonly counters: RadiusCounters;
  /** Stops reading at once and frees the ports; requests not yet decided are left to the routers' retries. */
  close(): Promise<void>;
}

/** Requests decided in one go: enough to share a disk flush, few enough that the socket's buffer outlasts them. */
const MAX_BATCH = 256;
/** libuv reads at most this many datagrams per socket and loop turn; so many means that more are waiting. */
const FULL_TURN_DATAGRAMS = 32;
/** How long reading goes on during a burst before the first requests are decided. Routers wait 300 ms or more. */
const MAX_COLLECT_MS = 50;
/** Datagrams held in memory: several bursts of a large venue. What comes beyond is dropped and asked again. */
const MAX_QUEUED = 16_384;

/**
 * Starts listening.
 * @throws BindError (code, role, address, port) when an address cannot be listened on; nothing stays open then.
 */
export async function startRadiusServer(options: RadiusServerOptions): Promise<RadiusServer> {
  const server = new Server(options);
  await server.open();
  return server;
}

/** A datagram as read, before anything is known about it. */
interface Datagram extends ReadingTime {
  readonly socket: RadiusSocket;
  readonly bytes: Buffer;
  readonly remote: RemoteInfo;
  readonly receivedAtMs: number;
}

/** A request handed to `handle`, with what is needed to answer it. */
interface Waiting {
  readonly datagram: Datagram;
  readonly request: RadiusRequest;
  readonly place: Place;
}

/** What a datagram turned out to be. */
type Examined =
  | {
      readonly kind: 'drop';
      readonly reason: DropReason;
      readonly nas: Nas | undefined;
      readonly packet: Packet | PacketError;
    }
  | { readonly kind: 'repeat'; readonly entry: RememberedAnswer; readonly nas: Nas }
  | { readonly kind: 'status'; readonly key: RequestKey; readonly request: StatusRequest }
  | { readonly kind: 'decide'; readonly key: RequestKey; readonly request: RadiusRequest };

class Server implements RadiusServer {
  readonly counters = {
    received: 0,
    answered: 0,
    replayed: 0,
    copies: 0,
    silent: 0,
    sendFailures: 0,
    dropped: Object.fromEntries(dropReasons.map((reason) => [reason, 0])) as Record<DropReason, number>,
  };
  readonly #options: RadiusServerOptions;
  readonly #answers: AnswerMemory;
  #sockets: readonly RadiusSocket[] = [];
  #queue: Datagram[] = [];
  #readThisTurn = 0;
  /** Counts the loop turns in which something happened. */
  #turn = 0;
  #turnScheduled = false;
  #closing: Promise<void> | undefined;

  constructor(options: RadiusServerOptions) {
    this.#options = options;
    this.#answers = new AnswerMemory(options.now());
  }

  get listening(): readonly Listening[] {
    return this.#sockets.map(({ role, address, port }) => ({ role, address, port }));
  }

  async open(): Promise<void> {
    const { bind, authPort, acctPort } = this.#options;
    const ports = { authentication: authPort, accounting: acctPort };
    this.#sockets = await openSockets(bind, ports, (socket, bytes, remote) => this.#read(socket, bytes, remote));
    for (const { socket } of this.#sockets) socket.on('error', (error) => this.#options.failed(error));
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#queue = [];
    await Promise.all(this.#sockets.map(({ socket }) => new Promise<void>((done) => socket.close(done))));
  }

  /** Only queues: during a burst the socket must be emptied faster than requests can be decided. */
  #read(socket: RadiusSocket, bytes: Buffer, remote: RemoteInfo): void {
    const datagram: Datagram = {
      socket,
      bytes,
      remote,
      receivedAtMs: this.#options.now(),
      readAtMs: performance.now(),
      readInTurn: this.#turn,
    };
    this.counters.received++;
    this.#readThisTurn++;
    if (this.#queue.length < MAX_QUEUED) this.#queue.push(datagram);
    else this.#drop(datagram, 'overloaded', undefined, undefined);
    this.#scheduleTurn();
  }

  #scheduleTurn(): void {
    if (this.#turnScheduled || this.#closing !== undefined) return;
    this.#turnScheduled = true;
    // setImmediate runs after the loop has polled the sockets, so each turn sees what one poll read.
    setImmediate(() => {
      this.#turnScheduled = false;
      this.#takeTurn();
    });
  }

  #takeTurn(): void {
    const more = this.#readThisTurn >= FULL_TURN_DATAGRAMS;
    this.#readThisTurn = 0;
    this.#turn++;
    const oldest = this.#queue[0];
    if (oldest === undefined) return;
    if (!more || this.#queue.length >= MAX_QUEUED || performance.now() - oldest.readAtMs >= MAX_COLLECT_MS) {
      this.#decide(this.#queue.splice(0, MAX_BATCH));
    }
    // Also with an empty queue: copies that came meanwhile are to be read in the turn right after the answer.
    this.#scheduleTurn();
  }

  #decide(datagrams: readonly Datagram[]): void {
    const waiting: Waiting[] = [];
    for (const datagram of datagrams) {
      const admitted = this.#guard(() => this.#admit(datagram));
      if (admitted !== undefined) waiting.push(admitted);
    }
    for (let done = 0; done < waiting.length;) done += this.#decideSome(waiting.slice(done));
  }

  /** Returns how many of the first were decided. */
  #decideSome(waiting: readonly Waiting[]): number {
    const replies = this.#guard(() => this.#handle(waiting));
    const decided = replies === undefined ? waiting : waiting.slice(0, replies.length);
    decided.forEach((one, i) => this.#conclude(one, replies?.[i] ?? { kind: 'silence' }));
    return decided.length;
  }

  /** A bug met on one datagram is reported and costs that datagram its answer, not the venue its server. */
  #guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#options.failed(error);
      return undefined;
    }
  }

  #handle(waiting: readonly Waiting[]): readonly RadiusReply[] {
    const replies = this.#options.handle(waiting.map((one) => one.request));
    if (replies.length === 0 || replies.length > waiting.length) {
      throw new Error(`handle gave ${replies.length} replies to ${waiting.length} requests`);
    }
    return replies;
  }

  /** A request for `handle`; everything else (dropped, repeated, Status-Server) ends here. */
  #admit(datagram: Datagram): Waiting | undefined {
    const seen = this.#examine(datagram);
    switch (seen.kind) {
      case 'drop':
        this.#drop(datagram, seen.reason, seen.nas, seen.packet);
        return undefined;
      case 'repeat':
        this.#repeat(datagram, seen.entry, seen.nas);
        return undefined;
      case 'status':
        this.#answerStatus(datagram, seen.request, seen.key);
        return undefined;
      case 'decide':
        return { datagram, request: seen.request, place: this.#answers.begin(seen.key) };
    }
  }

  /** The order matters: nothing is computed for strangers, and no digest for what was answered before. */
  #examine(datagram: Datagram): Examined {
    const sourceAddress = normaliseAddress(datagram.remote.address);
    const nas = this.#options.findNas(sourceAddress);
    const packet = tryParse(datagram.bytes);
    if (nas === undefined) return { kind: 'drop', reason: 'unknown-source', nas, packet };
    if (packet instanceof PacketError) return { kind: 'drop', reason: packet.reason, nas, packet };
    const kind = kindOf(packet, datagram.socket.role);
    if (kind === undefined) return { kind: 'drop', reason: 'unexpected-code', nas, packet };
    const key = requestKey(datagram, packet);
    const entry = this.#answers.find(key, datagram.receivedAtMs);
    if (entry !== undefined) return { kind: 'repeat', entry, nas };
    const check = verifyRequest(packet, nas.secret, nas);
    if (check.kind === 'unauthentic') return { kind: 'drop', reason: check.reason, nas, packet };
    const { hadMessageAuthenticator } = check;
    const { receivedAtMs, remote, socket } = datagram;
    const sourcePort = remote.port;
    if (kind === 'status') {
      const from = { packet, nas, sourceAddress, sourcePort, receivedAtMs, hadMessageAuthenticator };
      return { kind: 'status', key, request: { kind, port: socket.role, ...from } };
    }
    return {
      kind: 'decide',
      key,
      request: { kind, packet, nas, sourceAddress, sourcePort, receivedAtMs, hadMessageAuthenticator },
    };
  }

  /** RFC 5080 §2.2.2: the same request gets the same answer; while the answer is on its way, nothing more. */
  #repeat(datagram: Datagram, entry: RememberedAnswer, nas: Nas): void {
    if (entry.answer === undefined || isSimultaneous(datagram, entry)) {
      this.counters.copies++;
    } else {
      this.counters.replayed++;
      this.#send(datagram, entry.answer);
      this.#options.askedAgain(nas, datagram.receivedAtMs);
    }
  }

  /** RFC 5997 §3: the authentication port answers with Access-Accept, the accounting port with Accounting-Response. */
  #answerStatus(datagram: Datagram, request: StatusRequest, key: RequestKey): void {
    const code = request.port === 'authentication' ? 'Access-Accept' : 'Accounting-Response';
    const answer = this.#answer(datagram, request, code, []);
    if (answer === undefined) return;
    this.#answers.remember(this.#answers.begin(key), answer, this.#turn, performance.now());
    this.#options.statusAnswered(request);
  }

  #conclude({ datagram, request, place }: Waiting, reply: RadiusReply): void {
    const answer = this.#guard(() => this.#reply(datagram, request, reply));
    if (answer !== undefined) {
      this.#answers.remember(place, answer, this.#turn, performance.now());
      return;
    }
    this.counters.silent++;
    // The router must be able to ask again, above all with accounting that could not be stored.
    this.#answers.forget(place);
  }

  #reply(datagram: Datagram, request: RadiusRequest, reply: RadiusReply): Buffer | undefined {
    if (reply.kind === 'silence') return undefined;
    assertCodeFits(request, reply.code);
    return this.#answer(datagram, request, reply.code, reply.attributes);
  }

  /** The answer that was sent; undefined when it does not fit into a packet. */
  #answer(
    datagram: Datagram,
    { packet, nas }: AuthenticRequest,
    code: KnownPacketCode,
    attributes: readonly Attribute[],
  ): Buffer | undefined {
    const answer = tryEncode(packet, nas.secret, code, attributes);
    if (answer === undefined) {
      this.#drop(datagram, 'answer-too-long', nas, packet);
      return undefined;
    }
    this.#send(datagram, answer);
    this.counters.answered++;
    return answer;
  }

  #send({ socket, remote }: Datagram, answer: Buffer): void {
    socket.socket.send(answer, remote.port, remote.address, this.#sent);
  }

  readonly #sent = (error: Error | null): void => {
    if (error === null || this.#closing !== undefined) return;
    this.counters.sendFailures++;
    this.#options.failed(error);
  };

  #drop(
    { remote, receivedAtMs }: Datagram,
    reason: DropReason,
    nas: Nas | undefined,
    parsed: Packet | PacketError | undefined,
  ): void {
    this.counters.dropped[reason]++;
    const packet = parsed instanceof PacketError ? undefined : parsed;
    const sourceAddress = normaliseAddress(remote.address);
    this.#options.dropped({ sourceAddress, sourcePort: remote.port, reason, nas, packet, receivedAtMs });
  }
}

function tryParse(datagram: Buffer): Packet | PacketError {
  try {
    return parsePacket(datagram);
  } catch (error) {
    if (error instanceof PacketError) return error;
    throw error;
  }
}

function tryEncode(
  request: Packet,
  secret: Buffer,
  code: KnownPacketCode,
  attributes: readonly Attribute[],
): Buffer | undefined {
  try {
    return encodeAnswer(request, secret, code, attributes);
  } catch (error) {
    if (error instanceof PacketTooLongError) return undefined;
    throw error;
  }
}

function kindOf(packet: Packet, role: PortRole): 'access' | 'accounting' | 'status' | undefined {
  if (packet.code === 'Status-Server') return 'status';
  if (packet.code === 'Access-Request' && role === 'authentication') return 'access';
  if (packet.code === 'Accounting-Request' && role === 'accounting') return 'accounting';
  return undefined;
}

function requestKey({ socket, remote }: Datagram, { raw }: Packet): RequestKey {
  return { address: remote.address, port: remote.port, accounting: socket.role === 'accounting', raw };
}

function assertCodeFits(request: RadiusRequest, code: KnownPacketCode): void {
  const fits = (code === 'Accounting-Response') === (request.kind === 'accounting');
  if (!fits) throw new Error(`handle answered ${request.packet.code} with ${code}`);
}
