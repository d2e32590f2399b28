/** Ports that nobody listens on. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Two free UDP ports of this computer, held at the same time so that they differ. */
export async function freeUdpPorts(): Promise<[number, number]> {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  for (const socket of sockets) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const ports: [number, number] = [sockets[0].address().port, sockets[1].address().port];
  for (const socket of sockets) socket.close();
  return ports;
}
