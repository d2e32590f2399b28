/** A real server on free loopback ports, with everything it reports written down. */
import {
  startRadiusServer,
  type Drop,
  type Nas,
  type RadiusReply,
  type RadiusRequest,
  type RadiusServer,
  type RadiusServerOptions,
  type StatusRequest,
} from '../../main/radius/server';
import { FakeNas, type NasTarget } from '../fakes/nas';

export const SECRET = 'xyzzy5461';

export interface Harness {
  readonly server: RadiusServer;
  readonly nas: FakeNas;
  /** Every batch given to `handle`. */
  readonly batches: RadiusRequest[][];
  readonly drops: Drop[];
  readonly statuses: StatusRequest[];
  /** Ids of the routers that were given a stored answer, one per repetition. */
  readonly askedAgain: number[];
  readonly failures: unknown[];
  readonly clock: { nowMs: number };
  /** A router that the server reaches at another of its addresses. */
  nasAt(address: string, secret?: string): FakeNas;
}

export interface HarnessSettings {
  readonly bind?: readonly string[];
  readonly nas?: Partial<Nas>;
  readonly findNas?: RadiusServerOptions['findNas'];
  readonly reply?: (request: RadiusRequest) => RadiusReply;
  readonly handle?: RadiusServerOptions['handle'];
}

export const accept: RadiusReply = { kind: 'answer', code: 'Access-Accept', attributes: [] };
export const stored: RadiusReply = { kind: 'answer', code: 'Accounting-Response', attributes: [] };
export const silence: RadiusReply = { kind: 'silence' };

export function answerAll(request: RadiusRequest): RadiusReply {
  return request.kind === 'access' ? accept : stored;
}

/** Starts it; the caller closes `server`. */
export async function startHarness(settings: HarnessSettings = {}): Promise<Harness> {
  const record = {
    batches: [] as RadiusRequest[][],
    drops: [] as Drop[],
    statuses: [] as StatusRequest[],
    askedAgain: [] as number[],
  };
  const failures: unknown[] = [];
  const clock = { nowMs: 1_780_000_000_000 };
  const nas: Nas = { id: 7, secret: Buffer.from(SECRET), requireMessageAuthenticator: false, ...settings.nas };
  const handle = settings.handle ?? ((batch) => batch.map(settings.reply ?? answerAll));
  const server = await startRadiusServer({
    authPort: 0,
    acctPort: 0,
    bind: settings.bind ?? ['127.0.0.1'],
    findNas: settings.findNas ?? (() => nas),
    handle(batch) {
      record.batches.push([...batch]);
      return handle(batch);
    },
    statusAnswered: (request) => void record.statuses.push(request),
    askedAgain: (router) => void record.askedAgain.push(router.id),
    dropped: (drop) => void record.drops.push(drop),
    failed: (error) => void failures.push(error),
    now: () => clock.nowMs,
  });
  const nasAt = (address: string, secret = SECRET): FakeNas =>
    new FakeNas({
      secret,
      address,
      authPort: portOf(server, 'authentication', address),
      acctPort: portOf(server, 'accounting', address),
    });
  return { server, nas: nasAt(server.listening[0]!.address), failures, clock, nasAt, ...record };
}

function portOf(server: RadiusServer, role: NasTarget, address: string): number {
  const found = server.listening.find((one) => one.role === role && one.address === address);
  if (found === undefined) throw new Error(`not listening for ${role} on ${address}`);
  return found.port;
}
