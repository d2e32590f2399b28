/**
 * The pretend router: a RADIUS client over loopback that behaves as a RouterOS HotSpot does, with switches for what goes
 * wrong at real ones. It knows phones; whose they are and when they come is said by crowd.ts.
 */
import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { attribute, getIpv4, getString } from '../radius/attributes';
import { encodeAccessRequest, encodeAccountingRequest, encodeAnswer, verifyRequest } from '../radius/authenticator';
import { PacketError, parsePacket, type Attribute, type KnownPacketCode, type Packet } from '../radius/packet';
import { hidePassword } from '../radius/pap';
import { exchange } from './exchange';
import {
  describeCause,
  describePhone,
  describeUse,
  endedBy,
  readLimits,
  startSession,
  type Cause,
  type Phone,
  type Session,
  type Status,
} from './phone';

/** What the trainer can put wrong. */
export interface RouterSwitches {
  /** False: the cable between router and PC is out; guests stay online, nothing is heard of them. */
  readonly reachable: boolean;
  readonly secret: 'right' | 'wrong';
  /** What becomes of Disconnect- and CoA-Requests. */
  readonly dynamic: 'obeys' | 'refuses' | 'ignores';
  /** Its clock minus the PC's, seconds. */
  readonly clockOffsetSec: number;
}

export const wellSet: RouterSwitches = { reachable: true, secret: 'right', dynamic: 'obeys', clockOffsetSec: 0 };

export interface RouterPorts {
  readonly authPort: number;
  readonly acctPort: number;
}

export interface RouterOptions {
  readonly secret: string;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Acct-Session-Id used last, from an earlier run. */
  readonly lastSessionId: string | undefined;
  /** A phone came online, went, or was refused. */
  readonly onChange: () => void;
  /** A packet of ours could not be made or sent: a bug. */
  readonly onError: (error: unknown) => void;
}

/** RFC 5176 §3.5. */
const NO_SUCH_SESSION = 503;
const PROHIBITED = 501;
/** RouterOS: '80' for HotSpot, one digit that counts reboots, five that count sessions (main/aaa/boots.ts). */
const SERVICE_PREFIX = '80';
const BOOTS = 16;
const SESSION_DIGITS = 5;
const MOST_SESSIONS = 16 ** SESSION_DIGITS;
/** What a router that is added at the desk is asked at (db/schema/routers.ts). */
const USUAL_DYNAMIC_PORT = 3799;
const IDENTIFIERS = 256;
const AUTHENTICATOR_BYTES = 16;
const ASKED_BY_HOTSPOT = 1;

export class PretendRouter {
  switches: RouterSwitches = wellSet;
  readonly phones: Phone[] = [];
  readonly #options: RouterOptions;
  readonly #listener: Socket;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #ports: RouterPorts | undefined;
  #boot: number;
  #sessions: number;
  #identifier = 0;

  private constructor(options: RouterOptions, listener: Socket) {
    this.#options = options;
    this.#listener = listener;
    const last = options.lastSessionId ?? '';
    const known = /^80[0-9a-f]{6}$/i.test(last);
    this.#boot = known ? Number.parseInt(last[2]!, 16) : 0;
    this.#sessions = known ? Number.parseInt(last.slice(3), 16) : 0;
    listener.on('message', (datagram, from) => this.#hear(datagram, from));
  }

  /** Opens where it takes Disconnect- and CoA-Requests: the usual port of this computer, or any free one. */
  static async open(options: RouterOptions): Promise<PretendRouter> {
    const listener = await bind(USUAL_DYNAMIC_PORT).catch(() => bind(0));
    // A refused answer comes back as an error of the socket on Windows; there is nothing to be done about it.
    listener.on('error', () => undefined);
    return new PretendRouter(options, listener);
  }

  get dynamicPort(): number {
    return this.#listener.address().port;
  }

  /** From now on it asks there. */
  connect(ports: RouterPorts): void {
    this.#ports = ports;
  }

  /** Power off and on: its sessions are forgotten without a word, and every phone comes back a moment later. */
  reboot(backAtMs: number): void {
    this.#boot = (this.#boot + 1) % BOOTS;
    this.#sessions = 0;
    for (const phone of this.phones) {
      if (phone.state !== 'online') continue;
      phone.session = undefined;
      phone.state = 'waiting';
      phone.dueAtMs = backAtMs;
    }
    this.#options.onChange();
  }

  /** Asks whether the phone may go online and, if so, reports the start. */
  login(phone: Phone): void {
    this.#run(phone, async () => {
      const acctSessionId = this.#nextSessionId();
      const accept = await this.#askAccess(phone, acctSessionId);
      if (accept === undefined) return;
      phone.session = startSession(accept, acctSessionId, this.#options.now());
      phone.state = 'online';
      this.#options.onChange();
      await this.#report(phone, phone.session, 'Start');
    });
  }

  /** Tells how far the phone's session has come. */
  reportInterim(phone: Phone): void {
    const { session } = phone;
    if (session === undefined) return;
    session.reportedAtMs = this.#options.now();
    this.#run(phone, () => this.#report(phone, session, 'Interim-Update'));
  }

  /** Ends the phone's session and reports it. */
  end(phone: Phone, cause: Cause): void {
    const { session } = phone;
    if (session === undefined) return;
    phone.session = undefined;
    phone.state = 'gone';
    phone.dueAtMs = Infinity;
    this.#options.onChange();
    this.#run(phone, () => this.#report(phone, session, 'Stop', [describeCause(cause)]));
  }

  /** Ends what has reached a limit it was given. */
  keepLimits(nowMs: number): void {
    for (const phone of this.phones) {
      const cause = phone.session && endedBy(phone.session, nowMs);
      if (cause !== undefined && !phone.busy) this.end(phone, cause);
    }
  }

  /** Nothing is sent any more once it resolves; sessions stay open, as at a router whose cable was pulled. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay);
    await new Promise<void>((closed) => this.#listener.close(closed));
  }

  get #secret(): Buffer {
    const { secret } = this.#options;
    return Buffer.from(this.switches.secret === 'right' ? secret : `not ${secret}`);
  }

  /** One question at a time per phone, as a HotSpot does. */
  #run(phone: Phone, work: () => Promise<void>): void {
    phone.busy = true;
    const running = work()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        phone.busy = false;
        this.#underWay.delete(running);
      });
    this.#underWay.add(running);
  }

  /** The Accept; undefined after a refusal and where nobody answered, which the phone remembers. */
  async #askAccess(phone: Phone, acctSessionId: string): Promise<Packet | undefined> {
    const authenticator = randomBytes(AUTHENTICATOR_BYTES);
    const secret = this.#secret;
    const typed = phone.mistypes ? mistype(phone.password) : phone.password;
    phone.mistypes = false;
    const datagram = encodeAccessRequest(this.#nextIdentifier(), authenticator, secret, [
      ...describePhone(phone, acctSessionId),
      attribute('User-Password', hidePassword(Buffer.from(typed), secret, authenticator)),
      attribute('Service-Type', ASKED_BY_HOTSPOT),
    ]);
    const answer = await this.#ask('authPort', datagram, secret);
    if (answer?.code === 'Access-Accept') return answer;
    phone.state = 'refused';
    // What RouterOS itself writes on the login page when nobody answers.
    phone.refusedWith =
      answer === undefined ? 'RADIUS server is not responding' : (getString(answer, 'Reply-Message') ?? '');
    this.#options.onChange();
    return undefined;
  }

  async #report(phone: Phone, session: Session, status: Status, more: readonly Attribute[] = []): Promise<void> {
    const nowMs = this.#options.now();
    const clockMs = nowMs + this.switches.clockOffsetSec * 1_000;
    const secret = this.#secret;
    const datagram = encodeAccountingRequest(this.#nextIdentifier(), secret, [
      ...describePhone(phone, session.acctSessionId),
      ...describeUse(session, status, nowMs, clockMs),
      ...more,
    ]);
    await this.#ask('acctPort', datagram, secret);
  }

  async #ask(role: keyof RouterPorts, datagram: Buffer, secret: Buffer): Promise<Packet | undefined> {
    if (!this.switches.reachable || this.#ports === undefined || this.#closing.signal.aborted) return undefined;
    return exchange(datagram, this.#ports[role], secret, this.#closing.signal);
  }

  #hear(datagram: Buffer, from: RemoteInfo): void {
    const request = tryParse(datagram);
    if (request === undefined || !this.switches.reachable || this.switches.dynamic === 'ignores') return;
    const secret = this.#secret;
    // With another secret RouterOS says nothing, either.
    if (verifyRequest(request, secret, { requireMessageAuthenticator: true }).kind === 'unauthentic') return;
    const done = this.#obey(request);
    if (done === undefined) return;
    const attributes = done.errorCause === undefined ? [] : [attribute('Error-Cause', done.errorCause)];
    this.#listener.send(encodeAnswer(request, secret, done.code, attributes), from.port, from.address);
  }

  #obey(request: Packet): { readonly code: KnownPacketCode; readonly errorCause?: number } | undefined {
    const prefix = request.code === 'Disconnect-Request' ? 'Disconnect' : 'CoA';
    if (request.code !== 'Disconnect-Request' && request.code !== 'CoA-Request') return undefined;
    const phone = this.#phoneOf(request);
    if (phone?.session === undefined) return { code: `${prefix}-NAK`, errorCause: NO_SUCH_SESSION };
    if (this.switches.dynamic === 'refuses') return { code: `${prefix}-NAK`, errorCause: PROHIBITED };
    if (prefix === 'Disconnect') this.end(phone, 'Admin-Reset');
    else phone.session.limits = readLimits(request, phone.session.limits);
    return { code: `${prefix}-ACK` };
  }

  /** RouterOS looks for all that it is given. */
  #phoneOf(request: Packet): Phone | undefined {
    const sessionId = getString(request, 'Acct-Session-Id');
    const username = getString(request, 'User-Name');
    const address = getIpv4(request, 'Framed-IP-Address');
    return this.phones.find(
      (phone) =>
        phone.session !== undefined &&
        (sessionId === undefined || sessionId === phone.session.acctSessionId) &&
        (username === undefined || username === phone.username) &&
        (address === undefined || address === phone.framedIpAddress),
    );
  }

  #nextSessionId(): string {
    this.#sessions = (this.#sessions + 1) % MOST_SESSIONS;
    const counted = this.#sessions.toString(16).padStart(SESSION_DIGITS, '0');
    return `${SERVICE_PREFIX}${this.#boot.toString(16)}${counted}`;
  }

  #nextIdentifier(): number {
    this.#identifier = (this.#identifier + 1) % IDENTIFIERS;
    return this.#identifier;
  }
}

async function bind(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  await once(socket, 'listening');
  return socket;
}

/** The last letter twice: nobody's password, and what a thumb does. */
function mistype(password: string): string {
  return password + password.slice(-1);
}

function tryParse(datagram: Buffer): Packet | undefined {
  try {
    return parsePacket(datagram);
  } catch (error) {
    if (error instanceof PacketError) return undefined;
    throw error;
  }
}
