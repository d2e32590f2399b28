/** What the tests of the access engine share: a venue, an engine on a connection of its own, real UDP, a moved clock. */
import { onTestFinished, vi } from 'vitest';
import { openBeside, type Db } from '../../db/open';
import { seal } from '../../db/seal';
import {
  createAccessEngine,
  type AccessEngine,
  type AccessEngineOptions,
  type EngineEvent,
} from '../../main/aaa/engine';
import { serveEngine } from '../../main/aaa/serve';
import { SWEEP_EVERY_MS } from '../../main/aaa/sweep';
import { nameKey } from '../../main/names';
import { attribute } from '../../main/radius/attributes';
import type { Attribute } from '../../main/radius/packet';
import type { RadiusServer } from '../../main/radius/server';
import { FakeNas, hotspotAttributes, type HotspotFacts, type NasTarget } from '../fakes/nas';
import { openTestVenue, sundayEvening, type TestVenue } from '../fakes/open-venue';

export const SECRET = 'a-strong-secret-1';
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export interface TestEngine {
  readonly venue: TestVenue;
  /** The operator's connection; the engine has its own. */
  readonly db: Db;
  readonly engine: AccessEngine;
  readonly server: RadiusServer;
  readonly events: EngineEvent[];
  readonly clock: { nowMs: number };
  /** The venue's first router, at 127.0.0.1. */
  readonly routerId: number;
  readonly nas: FakeNas;
  /** A router (or a stranger) sending from another loopback address. */
  nasFrom(address: string, secret?: string): FakeNas;
  /** Sends a datagram and returns what came back once it has been dealt with. */
  send(nas: FakeNas, target: NasTarget, datagram: Buffer): Promise<readonly Buffer[]>;
  /** Makes the disk of the engine full at that many pages of the database. */
  limitPages(pages: number): void;
  /** Resolves when the server has counted that many datagrams as dropped. */
  decided(drops: number): Promise<void>;
  /** Moves the clock in steps of the sweep, so that nothing looks like a PC that slept. */
  pass(ms: number): void;
}

export interface EngineSettings {
  readonly nowMs?: number;
  readonly language?: string;
  readonly services?: RouterServices;
  /** How it asks routers about their sessions; absent: it does not. */
  readonly send?: AccessEngineOptions['send'];
  /** As before the venue is set up: the engine cannot open any secret. */
  readonly withoutKey?: boolean;
  /** 127.0.0.1 by default. */
  readonly bind?: readonly string[];
}

export interface RouterServices {
  readonly hotspot: boolean;
  readonly pppoe: boolean;
}

/** A second router, whose only work is to ask whether the server has come that far. */
const FENCE_ADDRESS = '127.0.0.250';

const both: RouterServices = { hotspot: true, pppoe: true };

/** A venue with one router and nothing sold; everything is closed with the here. */
export async function startEngine(settings: EngineSettings = {}): Promise<TestEngine> {
  const venue = openTestVenue(settings.nowMs ?? sundayEvening, settings.language);
  const routerId = addRouter(venue, '127.0.0.1', SECRET, settings.services ?? both);
  addRouter(venue, FENCE_ADDRESS, SECRET);
  const clock = { nowMs: venue.now() };
  const events: EngineEvent[] = [];
  const own = openBeside(venue.db.file);
  const engine = createAccessEngine({
    db: own,
    dataKey: settings.withoutKey === true ? undefined : venue.dataKey,
    now: () => clock.nowMs,
    report: (event) => void events.push(event),
    ...(settings.send === undefined ? {} : { send: settings.send }),
  });
  const failures: unknown[] = [];
  const server = await serveEngine(engine, {
    authPort: 0,
    acctPort: 0,
    bind: settings.bind ?? ['127.0.0.1'],
    now: () => clock.nowMs,
    heard: () => undefined,
    failed: (error) => void failures.push(error),
  });
  onTestFinished(async () => {
    await server.close();
    await engine.idle();
    own.close();
    venue.close();
    if (failures.length > 0) throw new Error('the server failed', { cause: failures[0] });
  });
  const portOf = (role: string): number => server.listening.find((one) => one.role === role)!.port;
  const nasFrom = (from: string, secret = SECRET): FakeNas =>
    new FakeNas({ secret, from, authPort: portOf('authentication'), acctPort: portOf('accounting') });
  const fence = nasFrom(FENCE_ADDRESS);
  return {
    venue,
    db: venue.db,
    engine,
    server,
    events,
    clock,
    routerId,
    nas: nasFrom('127.0.0.1'),
    nasFrom,
    async send(nas, target, datagram) {
      const port = await nas.openPort(target);
      port.send(datagram);
      // The first may share a batch with the datagram, the second cannot.
      for (let round = 0; round < 2; round++) await fence.exchange(target, fence.statusServer());
      port.close();
      return port.received;
    },
    limitPages: (pages) => void own.sqlite.pragma(`max_page_count = ${pages}`),
    async decided(drops) {
      const sum = (): number => Object.values(server.counters.dropped).reduce((all, one) => all + one, 0);
      await vi.waitUntil(() => sum() >= drops, { timeout: 60_000, interval: 5 });
    },
    pass(ms) {
      for (let rest = ms; rest > 0; rest -= SWEEP_EVERY_MS) {
        clock.nowMs += Math.min(rest, SWEEP_EVERY_MS);
        engine.sweep();
      }
    },
  };
}

/** Inserts one row; column names as in the database. */
export function insert(db: Db, table: string, row: Readonly<Record<string, unknown>>): number {
  const columns = Object.keys(row);
  const places = columns.map((column) => `@${column}`);
  const sql = `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`;
  return Number(db.sqlite.prepare(sql).run(row).lastInsertRowid);
}

export function addRouter(venue: TestVenue, address: string, secret: string, services = both): number {
  return insert(venue.db, 'routers', {
    name: `Router ${address}`,
    address,
    hotspot: Number(services.hotspot),
    pppoe: Number(services.pppoe),
    secret_sealed: seal(venue.dataKey, 'router-secret', secret),
    created_at_ms: venue.now(),
  });
}

export interface ProductSettings {
  readonly name?: string;
  readonly starts?: 'now' | 'first-login';
  readonly validForSec?: number;
  /** Columns of one limitation, or of several that must all hold. */
  readonly limits?: Readonly<Record<string, number | string>> | readonly Readonly<Record<string, number | string>>[];
}

export function addProduct(db: Db, settings: ProductSettings = {}): number {
  const productId = insert(db, 'products', {
    name: settings.name ?? '1 day',
    price_minor: 500,
    starts: settings.starts ?? 'first-login',
    valid_for_sec: settings.validForSec ?? null,
    color: '#00695c',
    created_at_ms: 0,
  });
  for (const limits of [settings.limits ?? []].flat()) insert(db, 'limitations', { product_id: productId, ...limits });
  return productId;
}

export interface GuestSettings {
  /** Default: a code, which is name and password. */
  readonly password?: string;
  readonly language?: string;
  readonly locked?: boolean;
  readonly domainId?: number;
}

/** A guest who holds nothing: a code, or a person if a password is given. */
export function addGuest(venue: TestVenue, username: string, settings: GuestSettings = {}): number {
  return insert(venue.db, 'guests', {
    domain_id: settings.domainId ?? 1,
    kind: settings.password === undefined ? 'code' : 'person',
    username,
    username_key: nameKey(username),
    password_sealed: seal(venue.dataKey, 'guest-password', settings.password ?? username),
    language: settings.language ?? null,
    locked_at_ms: settings.locked === true ? venue.now() : null,
    created_at_ms: venue.now(),
  });
}

export interface EntitleSettings {
  readonly startsAtMs?: number;
  readonly endsAtMs?: number;
  readonly createdAtMs?: number;
}

export function entitle(db: Db, guestId: number, productId: number, settings: EntitleSettings = {}): number {
  return insert(db, 'entitlements', {
    guest_id: guestId,
    product_id: productId,
    starts_at_ms: settings.startsAtMs ?? null,
    ends_at_ms: settings.endsAtMs ?? null,
    created_at_ms: settings.createdAtMs ?? sundayEvening,
  });
}

export interface SoldTicket {
  readonly guestId: number;
  readonly entitlementId: number;
  readonly productId: number;
}

/** A code with a product. */
export function sellCode(
  venue: TestVenue,
  code: string,
  product: ProductSettings = {},
  guest: GuestSettings = {},
): SoldTicket {
  const productId = addProduct(venue.db, product);
  const guestId = addGuest(venue, code, guest);
  return { guestId, productId, entitlementId: entitle(venue.db, guestId, productId) };
}

export const macOf = (number: number): string => `02:00:00:00:01:${number.toString(16).padStart(2, '0').toUpperCase()}`;

/** What a HotSpot sends with a login from the guest's `number`-th device. */
export function hotspotFrom(number: number, facts: HotspotFacts = {}): readonly Attribute[] {
  return hotspotAttributes({ macAddress: macOf(number), ...facts });
}

/** RFC 2866 §5.1. */
const statuses = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const;

export interface ReportSettings {
  readonly username?: string;
  readonly acctSessionId?: string;
  readonly mac?: string;
  readonly sessionTimeSec?: number;
  readonly uploadBytes?: number;
  readonly downloadBytes?: number;
  readonly cause?: number;
  readonly classValue?: Buffer;
  readonly delaySec?: number;
  readonly more?: readonly Attribute[];
}

/** The attributes of an Accounting-Request as a HotSpot sends it; counters only if given. */
export function reportOf(status: keyof typeof statuses, settings: ReportSettings = {}): readonly Attribute[] {
  const session = hotspotAttributes({
    macAddress: settings.mac ?? macOf(1),
    ...(settings.acctSessionId === undefined ? {} : { acctSessionId: settings.acctSessionId }),
  });
  return [
    attribute('Acct-Status-Type', statuses[status]),
    ...(settings.cause === undefined ? [] : [attribute('Acct-Terminate-Cause', settings.cause)]),
    ...session,
    ...(settings.username === undefined ? [] : [attribute('User-Name', settings.username)]),
    ...counter('Input', settings.uploadBytes),
    ...counter('Output', settings.downloadBytes),
    ...(settings.sessionTimeSec === undefined ? [] : [attribute('Acct-Session-Time', settings.sessionTimeSec)]),
    ...(settings.classValue === undefined ? [] : [attribute('Class', settings.classValue)]),
    attribute('Acct-Delay-Time', settings.delaySec ?? 0),
    ...(settings.more ?? []),
  ];
}

function counter(direction: 'Input' | 'Output', bytes: number | undefined): readonly Attribute[] {
  if (bytes === undefined) return [];
  return [
    attribute(`Acct-${direction}-Octets`, bytes % 2 ** 32),
    attribute(`Acct-${direction}-Gigawords`, Math.floor(bytes / 2 ** 32)),
  ];
}

export interface SessionRow {
  readonly id: number;
  readonly router_id: number;
  readonly acct_session_id: string;
  readonly guest_id: number | null;
  readonly entitlement_id: number | null;
  readonly username: string;
  readonly mac_address: string;
  readonly started_at_ms: number;
  readonly last_heard_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly session_time_sec: number;
  readonly upload_bytes: number;
  readonly download_bytes: number;
  readonly terminate_cause: string | null;
  readonly interim_sec: number;
  readonly service: string | null;
  readonly framed_ip_address: string | null;
}

/** Stored sessions, oldest first. */
export function sessionsIn(db: Db): readonly SessionRow[] {
  return db.sqlite.prepare<[], SessionRow>('select * from sessions order by id').all();
}

export interface UsageRow {
  readonly started_at_ms: number | null;
  readonly ends_at_ms: number | null;
  readonly upload_bytes: number;
  readonly download_bytes: number;
  readonly uptime_sec: number;
}

export function usageOf(db: Db, entitlementId: number): UsageRow | undefined {
  const sql = `select started_at_ms, ends_at_ms, upload_bytes, download_bytes, uptime_sec
    from entitlement_usage where entitlement_id = ?`;
  return db.sqlite.prepare<[number], UsageRow>(sql).get(entitlementId);
}

export interface LogRow {
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string;
  readonly detail: string;
  readonly source_address: string;
  readonly username: string | null;
  readonly guest_id: number | null;
  readonly count: number;
}

/** The RADIUS log after a flush, oldest first, without the fence's questions. */
export function logIn({ db, engine, clock }: TestEngine): readonly LogRow[] {
  // Drops are counted until their second is over.
  clock.nowMs += 1_000;
  engine.flush();
  const sql = 'select * from radius_log where source_address <> ? order by id';
  return db.sqlite.prepare<[string], LogRow>(sql).all(FENCE_ADDRESS);
}
