/** Entry of the RADIUS thread: sockets, timers and messages around the access engine. */
import { isIPv4 } from 'node:net';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openBeside, type Db } from '../../db/open';
import { joinWriteTurns } from '../../db/write-turn';
import { Fault, type FaultCode, type TextParams } from '../../preload/contract/faults';
import { watchThread } from '../thread-load';
import { openDynamicClient, type DynamicClient } from '../radius/client';
import { BindError, type PortRole } from '../radius/sockets';
import type { RadiusServer } from '../radius/server';
import { createAccessEngine, FLUSH_EVERY_MS, type AccessEngine, type EngineEvent } from './engine';
import type { EndOutcome } from './disconnect';
import type { EndSessions, FromRadiusThread, RadiusThreadData, ToRadiusThread } from './protocol';
import { serveEngine } from './serve';
import { SWEEP_EVERY_MS } from './sweep';
import { warmUp } from './warm-up';

/** A port that was taken is tried again this often: the other program may be stopped any moment. */
const LISTEN_AGAIN_MS = 3_000;
/** The windows show when the last packet came in, to the second. */
const PACKET_EVERY_MS = 1_000;
/** Lines for the log file per minute; a failing network card would fill the disk. */
const MOST_LOG_LINES = 20;
const LOG_WINDOW_MS = 60_000;

/** Less than the main thread waits for an answer (start.ts). */
const END_ANSWER_WITHIN_MS = 8_000;

/** Sent from here, a datagram gets no further than this computer. */
const LOOPBACK = { ipv4: '127.0.0.1', ipv6: '::1' } as const;

const ports: Readonly<Record<PortRole, string>> = { authentication: '--auth-port', accounting: '--acct-port' };

class RadiusThread {
  readonly #data: RadiusThreadData;
  readonly #port: MessagePort;
  readonly #readLoad = watchThread();
  readonly #db: Db;
  readonly #engine: AccessEngine;
  /** Opens its sockets with the first request. */
  readonly #client: DynamicClient;
  #server: RadiusServer | undefined;
  /** The opening of the ports that is under way, or the last one. */
  #opening: Promise<void> = Promise.resolve();
  #stopping = false;
  #listenTimer: NodeJS.Timeout | undefined;
  #timers: readonly NodeJS.Timeout[] = [];
  /** The port fault that stands, as sent, so that it is sent once. */
  #portFault: { readonly code: FaultCode; readonly key: string } | undefined;
  #lastPacketAtMs = 0;
  #saidPacketAtMs = 0;
  #logWindowAtMs = 0;
  #logLines = 0;

  constructor(data: RadiusThreadData, port: MessagePort) {
    this.#data = data;
    this.#port = port;
    this.#db = openBeside(data.databaseFile);
    if (data.writeTurns !== undefined) joinWriteTurns(this.#db.sqlite, data.writeTurns, 'radius');
    this.#client = openDynamicClient({ now: Date.now, ...(isForThisComputer(data.bind) ? { bind: LOOPBACK } : {}) });
    this.#engine = createAccessEngine({
      db: this.#db,
      dataKey: data.dataKey,
      now: Date.now,
      report: (event) => this.#onEngineEvent(event),
      send: (request) => this.#client.send(request),
    });
  }

  async run(): Promise<void> {
    this.#port.on('message', (message: ToRadiusThread) => this.#onMessage(message));
    this.#warmUp();
    this.#timers = [
      setInterval(() => this.#flush(), FLUSH_EVERY_MS),
      setInterval(() => this.#engine.sweep(), SWEEP_EVERY_MS),
    ];
    await this.#open();
  }

  #open(): Promise<void> {
    return (this.#opening = this.#listen());
  }

  #warmUp(): void {
    if (this.#data.dataKey === undefined) return;
    try {
      warmUp(this.#engine, this.#db, this.#data.dataKey, Date.now());
    } catch (error) {
      // Whatever keeps the database from being written will be reported by the first real write.
      this.#log('warn', 'the warm-up was skipped', error);
    }
  }

  async #listen(): Promise<void> {
    const { authPort, acctPort, bind } = this.#data;
    try {
      const server = await serveEngine(this.#engine, {
        authPort,
        acctPort,
        bind,
        now: Date.now,
        heard: () => (this.#lastPacketAtMs = Date.now()),
        failed: (error) => this.#log('warn', 'a packet could not be answered', error),
      });
      this.#server = server;
      if (!this.#stopping) this.#sayListening(server);
    } catch (error) {
      if (!(error instanceof BindError)) throw error;
      this.#sayPortFault(error);
      if (!this.#stopping) this.#listenTimer = setTimeout(() => void this.#open(), LISTEN_AGAIN_MS);
    }
  }

  #sayListening(server: RadiusServer): void {
    if (this.#portFault !== undefined) this.#send({ kind: 'cleared', code: this.#portFault.code });
    this.#portFault = undefined;
    const portOf = (role: PortRole): number => server.listening.find((one) => one.role === role)?.port ?? 0;
    const bind = [...new Set(server.listening.map((one) => one.address))];
    this.#send({ kind: 'listening', authPort: portOf('authentication'), acctPort: portOf('accounting'), bind });
  }

  #sayPortFault(error: BindError): void {
    const { code, params } = portFault(error);
    const key = `${code} ${JSON.stringify(params)}`;
    if (this.#portFault?.key === key) return;
    if (this.#portFault !== undefined && this.#portFault.code !== code) {
      this.#send({ kind: 'cleared', code: this.#portFault.code });
    }
    this.#portFault = { code, key };
    this.#send({ kind: 'fault', code, params });
  }

  #onMessage(message: ToRadiusThread): void {
    if (message.kind === 'routers-changed') this.#engine.routersChanged();
    else if (message.kind === 'venue-changed') this.#engine.venueChanged();
    else if (message.kind === 'guests-changed') this.#engine.guestsChanged(message.guestIds);
    else if (message.kind === 'products-changed') this.#engine.productsChanged();
    else if (message.kind === 'ask') void this.#answer(message);
    else void this.#stop();
  }

  /** A question that cannot be answered because of a bug is answered with nothing, as one that came too late. */
  async #answer(asked: Extract<ToRadiusThread, { readonly kind: 'ask' }>): Promise<void> {
    const { askId } = asked;
    try {
      this.#send({ kind: 'answer', askId, answer: await this.#answerTo(asked) });
    } catch (error) {
      this.#log('error', `"${asked.name}" could not be answered`, error);
      this.#send({ kind: 'answer', askId, answer: undefined });
    }
  }

  #answerTo(asked: Extract<ToRadiusThread, { readonly kind: 'ask' }>): unknown {
    switch (asked.name) {
      case 'describe-packet':
        return this.#engine.describePacket(asked.question);
      case 'end-sessions':
        return this.#endSessions(asked.question);
      case 'measure':
        return { load: this.#readLoad(), counters: this.#server?.counters };
    }
  }

  /** Whoever asked is told in time, also where hundreds of sessions of a dead router are to end. */
  async #endSessions({ ids, reason, operatorName }: EndSessions): Promise<readonly EndOutcome[]> {
    let timer: NodeJS.Timeout | undefined;
    const until = new Promise((resolve) => (timer = setTimeout(resolve, END_ANSWER_WITHIN_MS)));
    try {
      return await this.#engine.endSessions(ids, { reason, operatorName, until });
    } finally {
      clearTimeout(timer);
    }
  }

  #onEngineEvent(event: EngineEvent): void {
    if (event.kind === 'mistake') {
      this.#log('error', 'a mistake of ours', event.error);
    } else if (event.kind === 'fault') {
      const { code, params, cause } = event.fault;
      this.#log('error', code, cause);
      this.#send({ kind: 'fault', code, params });
    } else {
      this.#send(event);
    }
  }

  #flush(): void {
    this.#engine.flush();
    if (this.#lastPacketAtMs === this.#saidPacketAtMs) return;
    if (Math.abs(this.#lastPacketAtMs - this.#saidPacketAtMs) < PACKET_EVERY_MS) return;
    this.#saidPacketAtMs = this.#lastPacketAtMs;
    this.#send({ kind: 'packet', atMs: this.#lastPacketAtMs });
  }

  /** Ports first, so that routers turn to their backup at once; then what is in memory goes to disk. */
  async #stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    clearTimeout(this.#listenTimer);
    for (const timer of this.#timers) clearInterval(timer);
    await this.#opening;
    await this.#server?.close();
    await this.#client.close();
    await this.#engine.idle();
    this.#engine.close();
    this.#db.close();
    this.#send({ kind: 'stopped' });
    // Nothing keeps the thread alive any more.
    this.#port.close();
  }

  #log(level: 'warn' | 'error', text: string, cause: unknown): void {
    const now = performance.now();
    if (now - this.#logWindowAtMs >= LOG_WINDOW_MS) {
      this.#logWindowAtMs = now;
      this.#logLines = 0;
    }
    if (++this.#logLines > MOST_LOG_LINES) return;
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    this.#send({ kind: 'log', level, text: `RADIUS: ${text}: ${why}` });
  }

  #send(message: FromRadiusThread): void {
    this.#port.postMessage(message);
  }
}

/** Who listens on this computer only, as a rehearsal does, also asks nobody beyond it. */
function isForThisComputer(bind: readonly string[]): boolean {
  return bind.every((address) => address === LOOPBACK.ipv6 || (isIPv4(address) && address.startsWith('127.')));
}

function portFault({ code, role, address, port }: BindError): {
  readonly code: FaultCode;
  readonly params: TextParams;
} {
  if (code === 'EADDRINUSE')
    return { code: 'PORT_IN_USE', params: { role, port, protocol: 'UDP', option: ports[role] } };
  return { code: 'PORT_NOT_ALLOWED', params: { address, port } };
}

if (parentPort !== null) {
  const port = parentPort;
  try {
    await new RadiusThread(workerData as RadiusThreadData, port).run();
  } catch (error) {
    // The database cannot be opened: said in the operator's words before the thread ends and is started again.
    if (error instanceof Fault) {
      const message: FromRadiusThread = { kind: 'fault', code: error.code, params: error.params };
      port.postMessage(message);
    }
    throw error;
  }
}
