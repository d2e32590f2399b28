/** The UDP sockets of the server: one per address and port, IPv4 and IPv6 apart. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv4, isIPv6 } from 'node:net';

export type PortRole = 'authentication' | 'accounting';

export interface Listening {
  readonly role: PortRole;
  readonly address: string;
  readonly port: number;
}

export interface RadiusSocket extends Listening {
  readonly socket: Socket;
}

/** An address or port that could not be listened on; `code` is the system's, e.g. EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export class BindError extends Error {
  constructor(
    readonly code: string,
    readonly role: PortRole,
    readonly address: string,
    readonly port: number,
    cause: unknown,
  ) {
    super(`cannot listen for ${role} on ${address} port ${port}: ${code}`, { cause });
    this.name = 'BindError';
  }
}

/** Room for a burst while one batch is being written to disk. The system may give less (Linux: net.core.rmem_max). */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * Opens every address for both roles. An IPv6 address is left out where the computer has no IPv6, as long as each role
 * is left with an address.
 * @throws BindError for the first address that cannot be had; nothing stays open then.
 */
export async function openSockets(
  addresses: readonly string[],
  ports: Readonly<Record<PortRole, number>>,
  onMessage: (socket: RadiusSocket, datagram: Buffer, remote: RemoteInfo) => void,
): Promise<readonly RadiusSocket[]> {
  const opened: RadiusSocket[] = [];
  try {
    for (const role of ['authentication', 'accounting'] as const) {
      await openRole(role, addresses, ports[role], opened);
    }
  } catch (error) {
    for (const { socket } of opened) socket.close();
    throw error;
  }
  for (const one of opened) one.socket.on('message', (datagram, remote) => onMessage(one, datagram, remote));
  return opened;
}

async function openRole(role: PortRole, addresses: readonly string[], port: number, opened: RadiusSocket[]) {
  let missing: BindError | undefined;
  let count = 0;
  for (const address of addresses) {
    try {
      opened.push(await openSocket(role, address, port));
      count++;
    } catch (error) {
      if (!(error instanceof BindError) || !meansNoIpv6(error)) throw error;
      missing = error;
    }
  }
  if (count === 0) throw missing ?? new BindError('EINVAL', role, '', port, undefined);
}

function meansNoIpv6(error: BindError): boolean {
  if (!isIPv6(error.address)) return false;
  return error.code === 'EAFNOSUPPORT' || (error.code === 'EADDRNOTAVAIL' && error.address === '::');
}

function openSocket(role: PortRole, address: string, port: number): Promise<RadiusSocket> {
  return new Promise((resolve, reject) => {
    const ipv6 = isIPv6(address);
    const socket = createSocket({
      type: ipv6 ? 'udp6' : 'udp4',
      ipv6Only: ipv6,
      // Addresses here are never names; without this every answer would wait a tick for the resolver.
      lookup: (ip, _options, done) => done(null, ip, ipv6 ? 6 : 4),
    });
    const refuse = (error: NodeJS.ErrnoException): void => {
      socket.close();
      reject(new BindError(error.code ?? 'UNKNOWN', role, address, port, error));
    };
    socket.once('error', refuse);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', refuse);
      enlargeReceiveBuffer(socket);
      resolve({ role, address, port: socket.address().port, socket });
    });
  });
}

function enlargeReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Where the system refuses this size (instead of capping it) its own default has to do.
  }
}

/** The address as routers are stored under: IPv4-mapped IPv6 as IPv4, no zone. */
export function normaliseAddress(address: string): string {
  const zone = address.indexOf('%');
  const bare = zone === -1 ? address : address.slice(0, zone);
  if (!bare.startsWith('::ffff:')) return bare;
  const tail = bare.slice('::ffff:'.length);
  return isIPv4(tail) ? tail : bare;
}
