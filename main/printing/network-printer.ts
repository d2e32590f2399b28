/**
 * ESC/POS to a printer on the network (TCP 9100, "raw" or "JetDirect" printing), with what the printer says of itself.
 * Every wait has an end, and nothing but a Fault is thrown.
 */
import { connect, type Socket } from 'node:net';
import { Fault, type FaultCode } from '../../preload/contract/faults';

export interface NetworkTarget {
  readonly host: string;
  readonly port: number;
}

export interface NetworkPrintOptions {
  /** For the operator's sentence; the target where it has none. */
  readonly printerName?: string;
  /** For the whole job; every step has a shorter limit of its own. */
  readonly timeoutMs?: number;
  /** Called before the first byte of the job is sent. */
  readonly onHandedOver?: () => void;
}

/** `confirmed`: the printer says that it has come to the end of the job. `sent`: it takes bytes and says nothing. */
export type NetworkPrintResult = { readonly kind: 'confirmed' } | { readonly kind: 'sent' };

export const RAW_PRINT_PORT = 9100;
const JOB_TIMEOUT_MS = 60_000;
/** A printer in the same building answers in milliseconds; one that wakes up takes a second or two. */
const CONNECT_TIMEOUT_MS = 4_000;
/** Real-time status is answered at once or never. */
const STATUS_TIMEOUT_MS = 600;
/** A printer that takes no byte for so long has stopped. */
const STALL_TIMEOUT_MS = 10_000;
/** How long a printer that has answered status may go on, after its printing time, without confirming the end of the job. */
const CONFIRM_TIMEOUT_MS = 3_000;
/** 60 mm of 80 mm paper per second is 34 kB of dots. */
const SLOWEST_BYTES_PER_MS = 34;
const CONFIRM_STATUS_EVERY_MS = 500;
/** A printer that breaks off does so within this time of the last byte. */
const SETTLE_MS = 400;
const CLOSE_TIMEOUT_MS = 1_000;
const CHUNK_BYTES = 16_384;

const ASK_END_OF_JOB = Uint8Array.of(0x1d, 0x72, 0x01); // GS r 1: answered in order, after what was printed

/** 'printer.lan', '10.0.0.9:9100', '[fe80::1]:9100'; undefined if it is none of these. */
export function parseNetworkTarget(text: string): NetworkTarget | undefined {
  const match = /^(?:\[([0-9a-f:.]+(?:%[\w.-]+)?)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/i.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? RAW_PRINT_PORT : Number(match[3]);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

/**
 * Prints `bytes` (one or more whole tickets).
 * Faults: PRINTER_NO_PAPER, PRINTER_COVER_OPEN and PRINTER_UNREACHABLE before anything was sent (safe to try again);
 * PRINTER_NO_PAPER, PRINTER_COVER_OPEN, PRINTER_INTERRUPTED and PRINTER_TIMEOUT afterwards.
 */
export async function printToNetwork(
  bytes: Uint8Array,
  target: string,
  options: NetworkPrintOptions = {},
): Promise<NetworkPrintResult> {
  const connection = await openConnection(target, options.printerName ?? target, options.timeoutMs ?? JOB_TIMEOUT_MS);
  try {
    const answersStatus = await checkReady(connection);
    options.onHandedOver?.();
    await sendAll(connection, bytes);
    if (answersStatus) return await waitForEndOfJob(connection, bytes.length);
    await connection.staysQuiet(SETTLE_MS);
    return { kind: 'sent' };
  } finally {
    await connection.close();
  }
}

/** What the printer says of itself. `silent`: it is there, but answers no status. Faults as of printToNetwork, before sending. */
export async function askNetworkPrinter(
  target: string,
  options: NetworkPrintOptions = {},
): Promise<{ readonly kind: 'ready' } | { readonly kind: 'silent' }> {
  const connection = await openConnection(target, options.printerName ?? target, options.timeoutMs ?? JOB_TIMEOUT_MS);
  try {
    return { kind: (await checkReady(connection)) ? 'ready' : 'silent' };
  } finally {
    await connection.close();
  }
}

/** Throws what stands in the way of printing; false if the printer answers no status. */
async function checkReady(connection: Connection): Promise<boolean> {
  const offline = await connection.askStatus(2);
  if (offline === undefined) return false;
  const problem = problemOf(offline, (await connection.askStatus(4)) ?? 0);
  if (problem) throw connection.fault(problem);
  if (((await connection.askStatus(1)) ?? 0) & PRINTER_OFFLINE) throw connection.fault('PRINTER_UNREACHABLE');
  return true;
}

/** Bits of the DLE EOT answers (Epson ESC/POS reference, "DLE EOT"). */
const PRINTER_OFFLINE = 0x08; // n = 1
const COVER_OPEN = 0x04; // n = 2
const STOPPED_NO_PAPER = 0x20; // n = 2
const STOPPED_BY_ERROR = 0x40; // n = 2
const PAPER_END = 0x60; // n = 4

function problemOf(offline: number, paper: number): FaultCode | undefined {
  // The cover first: many printers miss the paper as soon as it is lifted.
  if (offline & COVER_OPEN) return 'PRINTER_COVER_OPEN';
  if (offline & STOPPED_NO_PAPER || paper & PAPER_END) return 'PRINTER_NO_PAPER';
  return offline & STOPPED_BY_ERROR ? 'PRINTER_UNREACHABLE' : undefined;
}

async function sendAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) await connection.send(bytes.subarray(at, at + CHUNK_BYTES));
}

/**
 * Waits for the answer that only comes once all is printed. Meanwhile asks for real-time status, which the printer
 * answers also while it stands still: paper may end, or the cover be opened, in the middle of a ticket.
 */
async function waitForEndOfJob(connection: Connection, sentBytes: number): Promise<NetworkPrintResult> {
  await connection.send(ASK_END_OF_JOB);
  const mostMs = CONFIRM_TIMEOUT_MS + sentBytes / SLOWEST_BYTES_PER_MS;
  for (let waitedMs = 0; waitedMs < mostMs; waitedMs += CONFIRM_STATUS_EVERY_MS) {
    if (await connection.heardEndOfJob(CONFIRM_STATUS_EVERY_MS)) return { kind: 'confirmed' };
    const offline = await connection.askStatus(2);
    const paper = offline === undefined ? undefined : await connection.askStatus(4);
    const problem = problemOf(offline ?? 0, paper ?? 0);
    if (problem) throw connection.fault(problem === 'PRINTER_UNREACHABLE' ? 'PRINTER_INTERRUPTED' : problem);
  }
  return { kind: 'sent' };
}

/** Bits that are fixed in every DLE EOT answer: 0xx1xx10. */
const isRealTimeStatus = (byte: number): boolean => (byte & 0x93) === 0x12;
/** A GS r 1 answer has bits 4 and 7 clear. */
const isPaperSensorStatus = (byte: number): boolean => (byte & 0x90) === 0x00;

async function openConnection(target: string, printerName: string, timeoutMs: number): Promise<Connection> {
  const address = parseNetworkTarget(target);
  if (!address) throw new Fault('PRINTER_UNREACHABLE', { printer: printerName });
  const connection = new Connection(connect(address), printerName, performance.now() + timeoutMs);
  try {
    await connection.opened();
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** A socket to the printer on which every wait ends: with what was waited for, a limit, or the end of the connection. */
class Connection {
  #heard: number[] = [];
  #problem: FaultCode | undefined;
  #cause: unknown;
  #sentSome = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly socket: Socket,
    private readonly printerName: string,
    private readonly deadlineMs: number,
  ) {
    socket.setNoDelay(true);
    // Read even while nobody asks: a socket closed with unread bytes takes back what was sent (RFC 1122 §4.2.2.13).
    socket.on('data', (data: Buffer) => this.#hear(data));
    socket.on('error', (error) => this.#broken(error));
    socket.on('end', () => this.#broken(new Error('the printer closed the connection')));
    socket.on('close', () => this.#broken(new Error('the connection was closed')));
  }

  async opened(): Promise<void> {
    const open = await this.#until(() => (this.socket.readyState === 'open' ? true : undefined), CONNECT_TIMEOUT_MS, [
      'connect',
    ]);
    if (!open) throw this.fault('PRINTER_UNREACHABLE', new Error('no connection in time'));
  }

  /** Hands a chunk to the printer. Faults: PRINTER_INTERRUPTED, PRINTER_TIMEOUT. */
  async send(chunk: Uint8Array): Promise<void> {
    let taken = false;
    this.#sentSome = true;
    this.socket.write(chunk, () => {
      taken = true;
      this.#wake();
    });
    const done = await this.#until(() => (taken ? true : undefined), STALL_TIMEOUT_MS);
    if (!done) throw this.fault('PRINTER_TIMEOUT');
  }

  /** DLE EOT n: the status byte, or undefined where the printer does not answer. */
  async askStatus(n: 1 | 2 | 4): Promise<number | undefined> {
    this.#heard = this.#heard.filter((byte) => !isRealTimeStatus(byte));
    this.socket.write(Uint8Array.of(0x10, 0x04, n));
    return this.#until(() => this.#take(isRealTimeStatus), STATUS_TIMEOUT_MS);
  }

  async heardEndOfJob(withinMs: number): Promise<boolean> {
    return (await this.#until(() => this.#take(isPaperSensorStatus), withinMs)) !== undefined;
  }

  /** Returns after `ms` if the printer does not break off meanwhile. Faults: PRINTER_INTERRUPTED. */
  async staysQuiet(ms: number): Promise<void> {
    await this.#until(() => undefined, ms);
  }

  /** Ends the connection so that what was sent still arrives. Never throws. */
  async close(): Promise<void> {
    if (!this.socket.destroyed && !this.#problem) {
      const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
      this.socket.end();
      const giveUp = setTimeout(() => this.socket.destroy(), CLOSE_TIMEOUT_MS);
      await closed;
      clearTimeout(giveUp);
    }
    this.socket.destroy();
  }

  fault(code: FaultCode, cause?: unknown): Fault {
    return new Fault(code, { printer: this.printerName }, { cause: cause ?? this.#cause });
  }

  #hear(data: Buffer): void {
    // A printer says a few bytes; what floods us is no printer, and none of it is worth keeping.
    this.#heard = [...this.#heard, ...data.subarray(0, 64)].slice(-64);
    this.#wake();
  }

  #broken(cause: unknown): void {
    if (this.#problem) return;
    this.#problem = this.#sentSome ? 'PRINTER_INTERRUPTED' : 'PRINTER_UNREACHABLE';
    this.#cause = cause;
    this.#wake();
  }

  #take(wanted: (byte: number) => boolean): number | undefined {
    const at = this.#heard.findIndex(wanted);
    return at < 0 ? undefined : this.#heard.splice(at, 1)[0];
  }

  /** Looks again whenever something happens; undefined after `mostMs`. Faults: the connection broke, the job's time is up. */
  async #until<T>(
    look: () => T | undefined,
    mostMs: number,
    events: readonly 'connect'[] = [],
  ): Promise<T | undefined> {
    const endMs = Math.min(performance.now() + mostMs, this.deadlineMs);
    for (const event of events) this.socket.once(event, () => this.#wake());
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#problem) throw this.fault(this.#problem);
      const leftMs = endMs - performance.now();
      if (leftMs > 0) await this.#somethingHappens(leftMs);
      else if (performance.now() >= this.deadlineMs)
        throw this.fault(this.#sentSome ? 'PRINTER_TIMEOUT' : 'PRINTER_UNREACHABLE');
      else return undefined;
    }
  }

  async #somethingHappens(withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
