/**
 * The side of a router that takes Disconnect- and CoA-Requests (RFC 5176). Digests are checked and made here once more,
 * so that the library under test does not check itself.
 */
import { createHash, createHmac } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { attribute } from '../../main/radius/attributes';
import { parsePacket, type Attribute, type Packet } from '../../main/radius/packet';
import { frame, opaque, signAt } from './nas';

const HEADER_BYTES = 20;
const ZEROS = Buffer.alloc(16);

/** A datagram that arrived, with what it takes to answer it at any time. */
export interface HeardRequest {
  readonly datagram: Buffer;
  readonly packet: Packet;
  /** Request Authenticator and Message-Authenticator are right. */
  readonly authentic: boolean;
  readonly from: RemoteInfo;
  /** The bytes of an answer, signed as `answer` does. */
  answerBytes(code: number): Buffer;
  /** Sends an answer; by default signed with the listener's secret and with the request's Identifier. */
  answer(code: number, attributes?: readonly Attribute[], odd?: OddAnswer): void;
}

export interface OddAnswer {
  readonly secret?: string;
  readonly identifier?: number;
  /** Adds a Message-Authenticator, right or wrong. */
  readonly messageAuthenticator?: 'right' | 'wrong';
}

export interface CoaListener {
  readonly address: string;
  readonly port: number;
  readonly heard: HeardRequest[];
  /** Sends any bytes to whoever asked last. */
  sendRaw(bytes: Buffer): void;
  close(): Promise<void>;
}

/** Listens on a free port; `onRequest` is called for every datagram after it was written down. */
export async function openCoaListener(
  secret: string,
  onRequest: (request: HeardRequest) => void = () => undefined,
  address = '127.0.0.1',
): Promise<CoaListener> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  const heard: HeardRequest[] = [];
  let last: RemoteInfo | undefined;
  socket.on('message', (datagram, remote) => {
    last = remote;
    const request = hear(socket, remote, datagram, secret);
    heard.push(request);
    onRequest(request);
  });
  return {
    address,
    port: socket.address().port,
    heard,
    sendRaw: (bytes) => socket.send(bytes, last!.port, last!.address),
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
}

function hear(socket: Socket, remote: RemoteInfo, datagram: Buffer, secret: string): HeardRequest {
  return {
    datagram,
    packet: parsePacket(datagram),
    authentic: isAuthentic(datagram, secret),
    from: remote,
    answerBytes: (code) => answerTo(datagram, secret, code, [], {}),
    answer(code, attributes = [], odd = {}) {
      socket.send(answerTo(datagram, secret, code, attributes, odd), remote.port, remote.address);
    },
  };
}

/** RFC 5176 §3.3: both digests over a packet whose Request Authenticator is zeros. */
function isAuthentic(datagram: Buffer, secret: string): boolean {
  const blank = Buffer.from(datagram);
  ZEROS.copy(blank, 4);
  const digest = createHash('md5').update(blank).update(secret).digest();
  const at = messageAuthenticatorAt(blank);
  if (at === undefined) return false;
  blank.fill(0, at, at + 16);
  const hmac = createHmac('md5', secret).update(blank).digest();
  return digest.equals(datagram.subarray(4, HEADER_BYTES)) && hmac.equals(datagram.subarray(at, at + 16));
}

function messageAuthenticatorAt(datagram: Buffer): number | undefined {
  for (let at = HEADER_BYTES; at + 2 <= datagram.length; at += datagram[at + 1]!) {
    if (datagram[at] === 80) return at + 2;
  }
  return undefined;
}

function answerTo(
  request: Buffer,
  secret: string,
  code: number,
  attributes: readonly Attribute[],
  odd: OddAnswer,
): Buffer {
  const key = odd.secret ?? secret;
  const signed = odd.messageAuthenticator !== undefined;
  const all = signed ? [opaque(80, ZEROS), ...attributes] : attributes;
  const answer = frame(code, odd.identifier ?? request[1]!, request.subarray(4, HEADER_BYTES), all);
  if (signed) signAt(answer, HEADER_BYTES + 2, odd.messageAuthenticator === 'right' ? key : 'another');
  createHash('md5').update(answer).update(key).digest().copy(answer, 4);
  return answer;
}

/** RFC 5176 §3.5. */
export const errorCause = (number: number): Attribute => attribute('Error-Cause', number);
