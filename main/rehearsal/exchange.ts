/** One question of the pretend router over loopback: a source port of its own, asked again as RouterOS does, answer verified. */
import { createSocket } from 'node:dgram';
import { verifyAnswer } from '../radius/authenticator';
import { PacketError, parsePacket, type Packet } from '../radius/packet';

const HERE = '127.0.0.1';
/** RouterOS: `timeout` of a /radius entry as our own commands set it, and its three tries. */
const TRY_MS = 1_100;
const TRIES = 3;

/**
 * Sends `datagram` to a port of this computer, and only of this one.
 * @returns the authentic answer; undefined where none came in time, or `signal` ended the wait
 */
export function exchange(
  datagram: Buffer,
  port: number,
  secret: Buffer,
  signal: AbortSignal,
): Promise<Packet | undefined> {
  return new Promise((resolve) => {
    const request = parsePacket(datagram);
    const socket = createSocket('udp4');
    let tries = 0;
    const finish = (answer: Packet | undefined): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', giveUp);
      socket.close();
      resolve(answer);
    };
    const giveUp = (): void => finish(undefined);
    const send = (): void => {
      if (tries++ === TRIES) giveUp();
      // Nobody listening is the same as nobody answering: the next try may find somebody.
      else socket.send(datagram, port, HERE, () => undefined);
    };
    const timer = setInterval(send, TRY_MS);
    socket.on('error', () => undefined);
    socket.on('message', (bytes) => {
      const answer = tryParse(bytes);
      if (answer !== undefined && verifyAnswer(answer, request, secret)) finish(answer);
    });
    signal.addEventListener('abort', giveUp);
    send();
  });
}

function tryParse(bytes: Buffer): Packet | undefined {
  try {
    return parsePacket(bytes);
  } catch (error) {
    if (error instanceof PacketError) return undefined;
    throw error;
  }
}
