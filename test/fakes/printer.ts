/** A thermal printer on the network, on a free port of this computer: takes ESC/POS, answers status, breaks on request. */
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { EscposReader, paperOf, type EscposCommand } from './escpos';
import type { Dots } from '../../main/printing/qr';

/** Answers to DLE EOT 1, 2 and 4 (Epson ESC/POS reference); the fixed bits are 0xx1xx10. */
export const status = {
  ready: { 1: 0x12, 2: 0x12, 4: 0x12 },
  noPaper: { 1: 0x1a, 2: 0x32, 4: 0x72 },
  /** Sensors only: many printers notice the end before they stop. */
  noPaperSensor: { 1: 0x12, 2: 0x12, 4: 0x72 },
  coverOpen: { 1: 0x1a, 2: 0x36, 4: 0x72 },
  broken: { 1: 0x1a, 2: 0x52, 4: 0x12 },
  offline: { 1: 0x1a, 2: 0x12, 4: 0x12 },
} as const;
export type PrinterStatus = (typeof status)[keyof typeof status];

export interface PrinterHabits {
  /** What it answers; undefined: nothing, as many cheap printers. */
  readonly status?: PrinterStatus | undefined;
  /** Answers GS r 1 when it has come to it. */
  readonly confirms?: boolean;
  /** Connects, and then takes nothing. */
  readonly hangs?: boolean;
  /** After so many bytes of a job something happens. */
  readonly after?: {
    readonly bytes: number;
    readonly then: 'reset' | 'close' | 'stop-reading' | { readonly status: PrinterStatus };
  };
}

export interface FakePrinter {
  readonly target: string;
  /** Pieces of paper that were cut off so far. */
  papers(): readonly Dots[];
  readonly commands: readonly EscposCommand[];
  receivedBytes(): number;
  connections(): number;
  /** From now on it behaves like this. */
  become(habits: PrinterHabits): void;
  close(): Promise<void>;
}

export async function startPrinter(first: PrinterHabits = {}, port = 0): Promise<FakePrinter> {
  let habits = first;
  let connections = 0;
  let receivedBytes = 0;
  const commands: EscposCommand[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket);
  });

  function serve(socket: Socket): void {
    const reader = new EscposReader();
    let jobBytes = 0;
    let { status: state, confirms = false } = habits;
    if (habits.hangs) return;
    socket.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
      jobBytes += chunk.length;
      const { after } = habits;
      if (after && jobBytes >= after.bytes) {
        if (after.then === 'reset') return void socket.resetAndDestroy();
        if (after.then === 'close') return void socket.destroy();
        if (after.then === 'stop-reading') return void socket.pause();
        state = after.then.status;
        confirms = false;
      }
      for (const command of reader.feed(chunk)) {
        commands.push(command);
        if (command.kind === 'ask-status') answer(socket, state?.[command.n as 1 | 2 | 4]);
        if (command.kind === 'ask-end-of-job' && confirms) answer(socket, 0x00);
      }
    });
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  return {
    target: `127.0.0.1:${address.port}`,
    papers: () => paperOf(commands),
    commands,
    receivedBytes: () => receivedBytes,
    connections: () => connections,
    become: (next) => (habits = next),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(socket: Socket, byte: number | undefined): void {
  if (byte !== undefined) socket.write(Uint8Array.of(byte));
}
