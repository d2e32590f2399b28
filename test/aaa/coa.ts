/** A venue whose router takes Disconnect- and CoA-Requests on a real port, answered by the test. */
import { onTestFinished, vi } from 'vitest';
import { openDynamicClient } from '../../main/radius/client';
import { getInteger, getIpv4, getString } from '../../main/radius/attributes';
import { openCoaListener, errorCause, type CoaListener, type HeardRequest } from '../fakes/coa-listener';
import {
  macOf,
  reportOf,
  SECRET,
  sellCode,
  startEngine,
  type EngineSettings,
  type ProductSettings,
  type ReportSettings,
  type SoldTicket,
  type TestEngine,
} from './support';

/** RFC 5176 §2. */
export const DISCONNECT = 40;
export const CHANGE = 43;
export const code = 'k7m2pq';

export type Reply = 'ack' | 'silent' | { readonly nak: number };

export interface AskedVenue extends TestEngine {
  readonly ticket: SoldTicket;
  readonly router: CoaListener;
  /** How the router answers from now on; one of a list per request, the last for all that follow. */
  answer(...replies: readonly Reply[]): void;
  report(status: 'start' | 'interim' | 'stop', more?: ReportSettings): Promise<unknown>;
  /** Rows of router_requests, oldest first. */
  requests(): readonly RequestRow[];
  /** Waits until nothing is being asked any more. */
  settled(): Promise<void>;
  /** Names and values of the attributes of the n-th request the router heard. */
  heard(nth: number): Readonly<Record<string, unknown>>;
}

export interface RequestRow {
  readonly kind: string;
  readonly purpose: string;
  readonly operator_name: string | null;
  readonly keys: string;
  readonly state: string;
  readonly error_cause: number | null;
  readonly tries: number;
  readonly answered_at_ms: number | null;
}

/** Waits of the client: short, since a test's router answers at once or never. */
const RETRY_WAITS_MS = [40, 40];

export async function askedVenue(product: ProductSettings = {}, settings: EngineSettings = {}): Promise<AskedVenue> {
  const client = openDynamicClient({ now: Date.now, retryWaitsMs: RETRY_WAITS_MS });
  let replies: Reply[] = ['ack'];
  const router = await openCoaListener(SECRET, (request) => {
    const reply = replies.length > 1 ? replies.shift()! : replies[0]!;
    answerWith(request, reply);
  });
  onTestFinished(async () => {
    await client.close();
    await router.close();
  });
  const here = await startEngine({ ...settings, send: (request) => client.send(request) });
  here.db.sqlite.prepare('update routers set coa_port = ? where id = ?').run(router.port, here.routerId);
  here.engine.routersChanged();
  const ticket = sellCode(here.venue, code, product);
  return {
    ...here,
    ticket,
    router,
    answer: (...next) => void (replies = [...next]),
    report: (status, more = {}) => here.nas.account(reportOf(status, { username: code, ...more })),
    requests: () => here.db.sqlite.prepare<[], RequestRow>('select * from router_requests order by id').all(),
    async settled() {
      here.engine.flush();
      await here.engine.idle();
    },
    heard: (nth) => attributesOf(router.heard[nth]!),
  };
}

function answerWith(request: HeardRequest, reply: Reply): void {
  const code = request.packet.raw[0]!;
  if (reply === 'ack') request.answer(code + 1);
  else if (reply !== 'silent') request.answer(code + 2, [errorCause(reply.nak)]);
}

const texts = ['User-Name', 'Acct-Session-Id', 'Calling-Station-Id', 'Mikrotik-Rate-Limit'] as const;
const numbers = ['NAS-Port', 'Session-Timeout', 'Mikrotik-Recv-Limit', 'Mikrotik-Xmit-Limit'] as const;

function attributesOf({ packet }: HeardRequest): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = { code: packet.raw[0] };
  for (const name of texts) found[name] = getString(packet, name);
  for (const name of numbers) found[name] = getInteger(packet, name);
  found['Framed-IP-Address'] = getIpv4(packet, 'Framed-IP-Address');
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Waits until the condition holds, at most two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 60_000, interval: 5 });
}

export { macOf };
