/**
 * The load generator, in a process of its own: a router that keeps a number of requests outstanding (closed load), or
 * sends at a fixed rate whatever the answers do (open load; latency counts from when a request was due).
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { md5 } from '../../main/radius/digest';
import { finish, prepare, type Prepared } from './datagrams';
import type { Job, Outcome } from './job';

/** Source ports; each has 256 identifiers. Together more than any burst has requests. */
const PORTS = 16;
const IDENTIFIERS = 256;
/** More than any server here answers in a second on one core; the run ends early if they are used up. */
const MOST_PER_SECOND = 45_000;
/** No answer within this time: lost, as a router would see it. */
const LOST_AFTER_MS = 1_000;
const LOOK_EVERY_MS = 20;

interface Exchange {
  readonly request: Prepared;
  readonly startedAtMs: number;
  /** Times it was sent. */
  tries: number;
}

/** Answers one job from the parent process, then ends. */
export function runLoad(): void {
  process.once('message', (job) => {
    // The parent hangs up once it has the answer; hanging up here could cut it off.
    void measure(job as Job).then((outcome) => process.send?.(outcome));
  });
  process.send?.('ready');
}

async function measure(job: Job): Promise<Outcome> {
  const generator = new Generator(job);
  await generator.open();
  await generator.run();
  return generator.close();
}

class Generator {
  readonly #job: Job;
  readonly #secret: Buffer;
  readonly #requests: readonly Prepared[];
  readonly #latenciesMs: number[] = [];
  readonly #loginLatenciesMs: number[] = [];
  readonly #answeredOctets: Record<string, number> = {};
  readonly #waiting: (Exchange | undefined)[] = new Array<Exchange | undefined>(PORTS * IDENTIFIERS);
  #sockets: readonly Socket[] = [];
  #next = 0;
  #inFlight = 0;
  #rejected = 0;
  #lost = 0;
  #startedAtMs = 0;
  #endedAtMs = 0;
  #sending = true;
  #nextLookAtMs = 0;

  constructor(job: Job) {
    this.#job = job;
    this.#secret = Buffer.from(job.secret);
    this.#requests = prepare(job, requestsOf(job));
    // Signed beforehand; the n-th request always has the identifier n modulo 256.
    this.#requests.forEach((request, i) => finish(request, i % IDENTIFIERS, job.secret));
  }

  async open(): Promise<void> {
    this.#sockets = await Promise.all(
      Array.from({ length: PORTS }, async (_, port) => {
        const socket = createSocket({ type: 'udp4', lookup: (ip, _options, done) => done(null, ip, 4) });
        // With its own lookup it may be listening before bind returns.
        const listening = once(socket, 'listening');
        socket.bind(0, '127.0.0.1');
        await listening;
        socket.setRecvBufferSize(4 * 1024 * 1024);
        socket.on('message', (answer) => this.#onAnswer(port, answer));
        return socket;
      }),
    );
  }

  /** Sends for the given time, then waits for what is still outstanding. */
  async run(): Promise<void> {
    const { load, seconds } = this.#job;
    this.#startedAtMs = performance.now();
    const endAtMs = this.#startedAtMs + seconds * 1000;
    while (this.#sending) {
      const now = performance.now();
      if (now >= endAtMs || this.#next >= this.#requests.length) this.#sending = false;
      else if (load.kind === 'closed') this.#fill(load.outstanding, now);
      else if (load.kind === 'burst') this.#fill(load.requests, now);
      else this.#sendDue(load.requestsPerSec, now);
      this.#giveUpLate(now);
      await turn();
    }
    this.#endedAtMs = performance.now();
    while (this.#inFlight > 0) {
      this.#giveUpLate(performance.now());
      await turn();
    }
  }

  #fill(outstanding: number, now: number): void {
    while (this.#inFlight < outstanding && this.#next < this.#requests.length) {
      if (!this.#send(now)) return;
    }
  }

  #sendDue(requestsPerSec: number, now: number): void {
    const due = Math.floor(((now - this.#startedAtMs) / 1000) * requestsPerSec);
    while (this.#next < due && this.#next < this.#requests.length) {
      if (!this.#send(this.#startedAtMs + (this.#next / requestsPerSec) * 1000)) return;
    }
  }

  /** False when the identifier the next request is signed with is still taken on every port. */
  #send(startedAtMs: number): boolean {
    const request = this.#requests[this.#next]!;
    const identifier = this.#next % IDENTIFIERS;
    const port = this.#freePort(identifier);
    if (port === undefined) return false;
    this.#waiting[port * IDENTIFIERS + identifier] = { request, startedAtMs, tries: 1 };
    this.#inFlight++;
    this.#next++;
    this.#transmit(port, request);
    return true;
  }

  #transmit(port: number, { target, datagram }: Prepared): void {
    const { authPort, acctPort } = this.#job;
    this.#sockets[port]!.send(datagram, target === 'authentication' ? authPort : acctPort, '127.0.0.1');
  }

  #freePort(identifier: number): number | undefined {
    for (let port = 0; port < PORTS; port++) {
      if (this.#waiting[port * IDENTIFIERS + identifier] === undefined) return port;
    }
    return undefined;
  }

  #onAnswer(port: number, answer: Buffer): void {
    const slot = port * IDENTIFIERS + answer[1]!;
    const exchange = this.#waiting[slot];
    // A late answer to a request given up before must not count for the one that has its identifier now.
    if (exchange === undefined || !this.#belongs(answer, exchange)) return;
    this.#waiting[slot] = undefined;
    this.#inFlight--;
    this.#count(exchange, answer[0]!);
    if (this.#sending && this.#job.load.kind === 'closed') this.#fill(this.#job.load.outstanding, performance.now());
  }

  #belongs(answer: Buffer, { request }: Exchange): boolean {
    const input = Buffer.concat([answer, this.#secret]);
    request.datagram.copy(input, 4, 4, 20);
    return md5(input).equals(answer.subarray(4, 20));
  }

  #count({ request, startedAtMs }: Exchange, code: number): void {
    const { session } = request;
    if (code !== (session === undefined ? 2 : 5)) {
      this.#rejected++;
      return;
    }
    const latencyMs = performance.now() - startedAtMs;
    this.#latenciesMs.push(latencyMs);
    if (session === undefined) this.#loginLatenciesMs.push(latencyMs);
    else {
      this.#answeredOctets[session.id] = Math.max(this.#answeredOctets[session.id] ?? 0, session.octets);
    }
  }

  #giveUpLate(now: number): void {
    if (now < this.#nextLookAtMs) return;
    this.#nextLookAtMs = now + LOOK_EVERY_MS;
    const { load } = this.#job;
    const tries = load.kind === 'burst' ? load.tries : 1;
    const timeoutMs = load.kind === 'burst' ? load.timeoutMs : LOST_AFTER_MS;
    this.#waiting.forEach((exchange, slot) => {
      if (exchange === undefined || now - exchange.startedAtMs < timeoutMs * exchange.tries) return;
      if (exchange.tries < tries) {
        exchange.tries++;
        this.#transmit(Math.floor(slot / IDENTIFIERS), exchange.request);
        return;
      }
      this.#waiting[slot] = undefined;
      this.#inFlight--;
      this.#lost++;
    });
  }

  close(): Outcome {
    for (const socket of this.#sockets) socket.close();
    const sorted = this.#latenciesMs.sort((a, b) => a - b);
    const seconds = (this.#endedAtMs - this.#startedAtMs) / 1000;
    return {
      goodPerSec: sorted.length / seconds,
      sent: this.#next,
      good: sorted.length,
      rejected: this.#rejected,
      lost: this.#lost,
      p50Ms: percentile(sorted, 0.5),
      p99Ms: percentile(sorted, 0.99),
      longestMs: sorted.at(-1) ?? NaN,
      loginP99Ms: percentile(
        this.#loginLatenciesMs.sort((a, b) => a - b),
        0.99,
      ),
      answeredOctets: this.#answeredOctets,
    };
  }
}

function requestsOf({ load, seconds }: Job): number {
  if (load.kind === 'burst') return load.requests;
  return Math.ceil((load.kind === 'open' ? load.requestsPerSec : MOST_PER_SECOND) * seconds);
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
