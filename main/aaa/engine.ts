/**
 * The access engine: everything between the RADIUS library and the database, for one thread. It is given batches, a
 * database connection and a clock, and owns no socket and no timer, so that tests move time by hand.
 */
import { randomBytes } from 'node:crypto';
import { findVenueForAccess, noteDevice, type DeviceNote } from '../../db/queries/access';
import { findRouterEvidence, storeRouterEvidence } from '../../db/queries/router-evidence';
import { insertLog, type LogEntry } from '../../db/queries/radius-log';
import {
  findRouterDirection,
  forgetKnownSources,
  noteUnknownSource,
  storeRouterDirection,
  storeRouterLearned,
} from '../../db/queries/router-states';
import { dataVersion } from '../../db/queries/versions';
import { mapSqliteError } from '../../db/faults';
import type { Db } from '../../db/open';
import type { Topic } from '../../preload/contract/application';
import type { Fault, FaultCode } from '../../preload/contract/faults';
import { getInteger, getString } from '../radius/attributes';
import type { DynamicRequest, DynamicResult } from '../radius/client';
import type { Drop, Nas, RadiusReply, RadiusRequest, StatusRequest } from '../radius/server';
import { account, type AccountingMemory } from './account';
import {
  authorize,
  needsWrite,
  readAccessAsk,
  readVenueRules,
  recordAccept,
  type AccessAsk,
  type Decision,
  type VenueRules,
} from './authorize';
import { Boots } from './boots';
import { ClassMemory, classKeyFrom } from './class';
import { Directions } from './direction';
import type { EndOutcome, EndRequest } from './disconnect';
import { BlockedDevices } from './blocked-devices';
import { GroupCommit } from './group-commit';
import { Guessing } from './guessing';
import { LogBuffer } from './log-buffer';
import { accountedEntry, alsoEntry, decisionEntry, dropEntry, silentEntry, statusEntry } from './log-entries';
import { guestMessage } from './messages';
import { guestKeyOf, isWrongSecretSign } from './reasons';
import { acceptAttributes, proofAttributes, rejectAttributes } from './reply';
import { PeriodCharges } from './period-charges';
import { PacketMemory, type DescribedExchange } from './packet-memory';
import { RouterEvidence } from './router-evidence';
import { ProductTable } from './product-table';
import { Recollection } from './recollection';
import { Retention } from './retention';
import { RouterTable } from './router-table';
import { SessionCare } from './session-care';
import { appendSettled } from './session-chain';
import { newSweepMemory, sweep } from './sweep';

export type EngineEvent =
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'cleared'; readonly code: FaultCode }
  /** A bug met on one request, which got no answer. */
  | { readonly kind: 'mistake'; readonly error: unknown }
  | { readonly kind: 'changed'; readonly topics: readonly Topic[] };

export interface AccessEngineOptions {
  /** A connection of this thread's own. */
  readonly db: Db;
  /** Undefined while the venue is not set up or locked: then nobody is known and nobody is answered. */
  readonly dataKey: Uint8Array | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly report: (event: EngineEvent) => void;
  /** Sends a Disconnect- or CoA-Request; absent: nothing is asked of routers. */
  readonly send?: (request: DynamicRequest) => Promise<DynamicResult>;
}

export interface AccessEngine {
  findNas(address: string): Nas | undefined;
  /** Replies in order, for all or for the first requests; what they promise is on disk when it returns. Never throws. */
  handle(batch: readonly RadiusRequest[]): readonly RadiusReply[];
  dropped(drop: Drop): void;
  statusAnswered(request: StatusRequest): void;
  /** A router asked again what it had been answered. */
  askedAgain(routerId: number, atMs: number): void;
  /** The packets behind a row of the log, by its packet number; undefined once they are forgotten. */
  describePacket(packetNo: number): DescribedExchange | undefined;
  /** Writes the log and what was learned, then announces what changed. To be called every FLUSH_EVERY_MS. */
  flush(): void;
  /** To be called every SWEEP_EVERY_MS. */
  sweep(): void;
  /** Reads the routers again. */
  routersChanged(): void;
  /** Reads language and domains again. */
  venueChanged(): void;
  /** What these guests hold has changed: their sessions are looked at now. */
  guestsChanged(guestIds: readonly number[]): void;
  /** Products have changed: all sessions are looked at within a minute. */
  productsChanged(): void;
  /** Ends sessions; resolves when every router has answered or kept silent. */
  endSessions(ids: readonly number[], request: EndRequest): Promise<readonly EndOutcome[]>;
  /** Resolves when no router is being asked any more. */
  idle(): Promise<void>;
  /** Writes what is still in memory, the running second too. */
  close(): void;
  /** For the warm-up: what `work` decides, stores and writes itself is rolled back. Throws what the database reports. */
  rehearse(work: (decide: (request: RadiusRequest) => RadiusReply) => void): void;
}

/** Decisions without a write whose answers leave before the next are made. */
const ANSWERED_EARLY = 16;
/** Log rows become visible this often, and windows are told of changes (the design's four a second). */
export const FLUSH_EVERY_MS = 250;
/** Log rows, and devices, written in one flush: bounded, so that no login waits for a flood of rows. */
const MOST_ROWS_PER_COMMIT = 1_000;
/** Devices whose last login is waiting to be written. */
const MOST_DEVICES_WAITING = 10_000;
/** After a write failed: how long logs wait before the disk is tried again, so that logins are not held up by it. */
const RETRY_FLUSH_MS = 2_000;
/**
 * How long a write waits for the operator's connection. Less than the 300 ms after which a router asks again: the other
 * requests of the batch still get their answers in time, and this one comes back.
 */
const BUSY_TIMEOUT_MS = 250;

const silence: RadiusReply = { kind: 'silence' };

/** One request decided, with everything that follows from it once it is durable. */
interface Outcome {
  readonly reply: RadiusReply;
  readonly entry: LogEntry | undefined;
  /** A second line about something that followed from it. */
  readonly also?: LogEntry | undefined;
  readonly topics: readonly Topic[];
  readonly device?: DeviceNote;
}

/** Makes an engine. Throws what SQLite reports when the database cannot be read. */
export function createAccessEngine(options: AccessEngineOptions): AccessEngine {
  return new Engine(options);
}

class Engine implements AccessEngine {
  readonly #db: Db;
  readonly #dataKey: Uint8Array | undefined;
  readonly #now: () => number;
  readonly #report: (event: EngineEvent) => void;
  readonly #transaction: GroupCommit;
  readonly #routers = new RouterTable();
  readonly #products: ProductTable;
  readonly #blocked: BlockedDevices;
  readonly #recollection: Recollection;
  readonly #classes: ClassMemory;
  readonly #evidence: RouterEvidence;
  readonly #log = new LogBuffer();
  readonly #guessing = new Guessing();
  readonly #packets: PacketMemory;
  readonly #memory: AccountingMemory;
  readonly #care: SessionCare;
  readonly #retention = new Retention();
  readonly #sweepMemory;
  readonly #topics = new Set<Topic>();
  readonly #faults = new Set<FaultCode>();
  /** By guest and MAC; last logins waiting to be written. */
  readonly #devices = new Map<string, DeviceNote>();
  #rules: VenueRules | undefined;
  #language: string | undefined;
  #flushNotBeforeMs = 0;

  constructor({ db, dataKey, now, report, send }: AccessEngineOptions) {
    this.#db = db;
    this.#dataKey = dataKey;
    this.#now = now;
    this.#report = report;
    db.sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.#transaction = new GroupCommit(db.sqlite);
    this.#evidence = new RouterEvidence((routerId) => findRouterEvidence(db, routerId));
    // Without a data key no router is known, so no Class is ever made or read.
    this.#products = new ProductTable(db);
    this.#blocked = new BlockedDevices(db);
    this.#recollection = new Recollection(db);
    const directions = new Directions((routerId) => findRouterDirection(db, routerId));
    const classKey = classKeyFrom(dataKey ?? randomBytes(32));
    this.#classes = new ClassMemory(classKey);
    this.#care = new SessionCare({
      db,
      now,
      send,
      targetOf: (routerId) => this.#routers.targetOf(routerId),
      write: (work) => this.#write(work),
      rules: () => this.#freshRules(),
      changed: () => this.#topics.add('sessions').add('guests').add('tickets'),
      failed: (error) => this.#readingFailed(error),
    });
    this.#memory = {
      classKey,
      products: this.#products,
      recollection: this.#recollection,
      timeZone: 'UTC',
      startMissing: new Set(),
      boots: new Boots(),
      directions,
      periods: new PeriodCharges(this.#products),
      touched: (entitlementId) => this.#care.touched(entitlementId),
    };
    this.#packets = new PacketMemory(now());
    this.#sweepMemory = newSweepMemory(now());
    this.#readRouters();
    this.#readVenue();
  }

  findNas(address: string): Nas | undefined {
    return this.#routers.find(address);
  }

  handle(batch: readonly RadiusRequest[]): readonly RadiusReply[] {
    try {
      this.#transaction.read();
      this.#refreshRules();
      const outcomes = this.#decideFront(batch);
      this.#makeDurable(batch, outcomes);
      return outcomes.map(({ reply }) => reply);
    } catch (error) {
      this.#rollback();
      const fault = mapSqliteError(error, this.#db.file);
      if (fault !== undefined) return this.#handleWithoutWriting(batch, fault);
      // A bug met on one request must not cost the others of its batch their answers.
      if (batch.length > 1) return batch.flatMap((request) => this.handle([request]));
      return batch.map((request) => this.#ownMistake(request, error));
    }
  }

  /** All of the batch; only the first few as long as nothing is to be committed for which the others would wait. */
  #decideFront(batch: readonly RadiusRequest[]): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    for (const request of batch) {
      if (outcomes.length >= ANSWERED_EARLY && !this.#transaction.isOpen) break;
      outcomes.push(this.#decide(request, 'may-write'));
    }
    return outcomes;
  }

  rehearse(work: (decide: (request: RadiusRequest) => RadiusReply) => void): void {
    this.#transaction.open();
    try {
      work((request) => this.#decide(request, 'may-write').reply);
    } finally {
      this.#rollback();
    }
  }

  #decide(request: RadiusRequest, writing: 'may-write' | 'must-not-write'): Outcome {
    return request.kind === 'access' ? this.#decideAccess(request, writing) : this.#account(request);
  }

  #decideAccess(request: RadiusRequest, writing: 'may-write' | 'must-not-write'): Outcome {
    if (writing === 'may-write') this.#noticeReboot(request);
    const ask = readAccessAsk(request, this.#routers.askingOf(request.nas.id));
    if (this.#guessing.mustWait(ask, request.nas.id, request.receivedAtMs)) {
      return this.#refuse(request, ask, {
        kind: 'reject',
        reason: 'too-many-guesses',
        params: {},
        guestId: undefined,
        language: null,
      });
    }
    let decision = authorize(this.#db, this.#getRules(), ask, request.receivedAtMs);
    if (writing === 'may-write' && needsWrite(decision) && this.#openForWriting()) {
      // Decided on what was there before the write lock was ours: somebody else may have written in between.
      decision = authorize(this.#db, this.#getRules(), ask, request.receivedAtMs);
    }
    this.#learnFrom(request, ask, decision);
    if (decision.kind === 'reject') {
      this.#guessing.refused(ask, request.nas.id, decision.reason, request.receivedAtMs);
      return this.#refuse(request, ask, decision);
    }
    this.#guessing.accepted(ask, request.nas.id);
    if (needsWrite(decision)) {
      if (writing === 'must-not-write') return unwritten(request);
      const accepted = decision;
      this.#recollection.writeOf(accepted.grant.guestId, () =>
        recordAccept(this.#db, accepted, ask, request.receivedAtMs),
      );
      // A last login that is still waiting to be written would bring a forgotten device back.
      for (const mac of decision.forgets) this.#devices.delete(`${decision.grant.guestId} ${mac}`);
    }
    const { grant, starts } = decision;
    const granted = acceptAttributes(grant, this.#classes.of(grant));
    const attributes =
      decision.proof === undefined ? granted : [...granted, ...proofAttributes(decision.proof, request)];
    const device: DeviceNote = { guestId: grant.guestId, macAddress: ask.macAddress, atMs: request.receivedAtMs };
    return {
      reply: { kind: 'answer', code: 'Access-Accept', attributes },
      entry: decisionEntry(request, ask, decision),
      topics: starts === undefined ? ['radius-log'] : ['radius-log', 'guests', 'tickets'],
      ...(ask.macAddress === '' ? {} : { device }),
    };
  }

  /** Sessions from before a reboot must not keep a guest out whose device logs in again. Only of signed requests. */
  #noticeReboot({ packet, nas, receivedAtMs, hadMessageAuthenticator }: RadiusRequest): void {
    const acctSessionId = hadMessageAuthenticator ? getString(packet, 'Acct-Session-Id') : undefined;
    if (acctSessionId === undefined) return;
    const { boots } = this.#memory;
    if (!boots.isNews(this.#db, nas.id, acctSessionId, receivedAtMs)) return;
    this.#openForWriting();
    if (boots.begins(this.#db, nas.id, acctSessionId, receivedAtMs) > 0) this.#topics.add('sessions');
    this.#recollection.refresh();
  }

  /** True if the write lock was taken only now: what was read before may have changed since. */
  #openForWriting(): boolean {
    const isNew = this.#transaction.open();
    if (isNew) this.#recollection.refresh();
    return isNew;
  }

  #rollback(): void {
    this.#transaction.rollback();
    this.#recollection.forget();
  }

  #refuse(request: RadiusRequest, ask: AccessAsk, decision: Decision & { readonly kind: 'reject' }): Outcome {
    const { reason, params, language } = decision;
    const message = guestMessage(guestKeyOf(reason, params), [language, this.#language], params);
    return {
      reply: { kind: 'answer', code: 'Access-Reject', attributes: rejectAttributes(message, request.packet) },
      entry: decisionEntry(request, ask, decision),
      topics: ['radius-log'],
    };
  }

  #account(request: RadiusRequest): Outcome {
    this.#openForWriting();
    const accounted = account(this.#db, this.#memory, request);
    this.#learn(this.#routers.heardAuthentic(request.nas.id, request.receivedAtMs));
    const entry = accountedEntry(request, accounted);
    if (accounted.kind === 'not-recordable') return { reply: silence, entry, topics: ['radius-log'] };
    return {
      reply: { kind: 'answer', code: 'Accounting-Response', attributes: [] },
      entry,
      also: alsoEntry(request, accounted),
      topics: entry === undefined ? ['sessions'] : ['sessions', 'guests', 'tickets', 'radius-log'],
    };
  }

  /** What an Access-Request shows of its router: that it signs, that its secret is right, or that it is not. */
  #learnFrom(request: RadiusRequest, ask: AccessAsk, decision: Decision): void {
    const { nas, receivedAtMs, hadMessageAuthenticator } = request;
    if (hadMessageAuthenticator) this.#routers.heardSigned(nas.id);
    // A PAP password that fits cannot have come out right by chance; a CHAP response proves nothing about the secret.
    const proven = hadMessageAuthenticator || (decision.kind === 'accept' && ask.credential.kind === 'pap');
    if (proven) {
      this.#learn(this.#routers.heardAuthentic(nas.id, receivedAtMs));
      const logoffUrl = getString(request.packet, 'WISPr-Logoff-URL');
      if (logoffUrl !== undefined) this.#routers.sawLogoffUrl(nas.id, logoffUrl);
    } else if (ask.credential.kind === 'garbled') {
      this.#learn(this.#routers.sawWrongSecret(nas.id, 'garbled-password', receivedAtMs));
    }
  }

  #learn(isNews: boolean): void {
    if (isNews) this.#topics.add('routers').add('status');
  }

  /** Commits what the batch wrote, if anything; its log rows follow with the next flush. */
  #makeDurable(batch: readonly RadiusRequest[], outcomes: readonly Outcome[]): void {
    const written = this.#transaction.isOpen;
    this.#transaction.commit();
    if (written) this.#clearFaults();
    outcomes.forEach((outcome, i) => this.#settle(batch[i]!, outcome));
  }

  #settle(request: RadiusRequest, { reply, entry, also, topics, device }: Outcome): void {
    if (entry !== undefined) {
      entry.packetNo = this.#packets.keep(request.packet, reply.kind === 'silence' ? undefined : reply);
      this.#log.add(entry);
    }
    if (also !== undefined) this.#log.add(also);
    this.#noteEvidence(request, reply);
    for (const topic of topics) this.#topics.add(topic);
    if (device !== undefined && this.#devices.size < MOST_DEVICES_WAITING) {
      this.#devices.set(`${device.guestId} ${device.macAddress}`, device);
    }
  }

  #noteEvidence({ packet, nas, receivedAtMs }: RadiusRequest, reply: RadiusReply): void {
    if (reply.kind === 'silence') return;
    if (reply.code === 'Access-Accept') this.#evidence.accepted(nas.id, receivedAtMs);
    if (reply.code !== 'Accounting-Response') return;
    this.#evidence.accounted(nas.id, receivedAtMs, getInteger(packet, 'Event-Timestamp'));
  }

  /**
   * The database cannot be written: accounting and whatever has to be remembered get no answer and are asked again;
   * guests whose login changes nothing still get in.
   */
  #handleWithoutWriting(batch: readonly RadiusRequest[], fault: Fault): readonly RadiusReply[] {
    this.#reportFault(fault);
    return batch.map((request) => {
      const outcome = this.#decideWithoutWriting(request);
      this.#settle(request, outcome);
      return outcome.reply;
    });
  }

  #decideWithoutWriting(request: RadiusRequest): Outcome {
    if (request.kind === 'accounting') return unwritten(request);
    try {
      return this.#decide(request, 'must-not-write');
    } catch (error) {
      if (mapSqliteError(error, this.#db.file) === undefined) this.#report({ kind: 'mistake', error });
      return unwritten(request);
    }
  }

  #ownMistake(request: RadiusRequest, error: unknown): RadiusReply {
    this.#report({ kind: 'mistake', error });
    this.#settle(request, { reply: silence, entry: silentEntry(request, 'own-mistake'), topics: ['radius-log'] });
    return silence;
  }

  dropped(drop: Drop): void {
    const entry = dropEntry(drop);
    // Of strangers nothing is kept: anybody could fill the memory.
    if (drop.nas !== undefined && drop.packet !== undefined) {
      entry.packetNo = this.#packets.keep(drop.packet, undefined);
    }
    this.#log.addCounted(entry);
    if (drop.nas !== undefined && isWrongSecretSign(drop.reason)) {
      this.#learn(this.#routers.sawWrongSecret(drop.nas.id, drop.reason, drop.receivedAtMs));
    }
    if (drop.reason === 'unknown-source' && drop.packet !== undefined && isRequest(drop)) {
      const nasIdentifier = getString(drop.packet, 'NAS-Identifier') ?? null;
      this.#log.addUnknown({ address: drop.sourceAddress, atMs: drop.receivedAtMs, nasIdentifier });
      this.#topics.add('routers').add('status');
    }
  }

  statusAnswered(request: StatusRequest): void {
    this.#learn(this.#routers.heardAuthentic(request.nas.id, request.receivedAtMs));
    this.#log.addCounted(statusEntry(request));
  }

  describePacket(packetNo: number): DescribedExchange | undefined {
    return this.#packets.describe(packetNo);
  }

  askedAgain(routerId: number, atMs: number): void {
    this.#evidence.askedAgain(routerId, atMs);
  }

  flush(): void {
    this.#log.closeSecond(this.#now());
    this.#read(() => this.#care.tick());
    this.#writeDown();
    this.#announce();
  }

  close(): void {
    this.#log.closeSecond(Infinity);
    this.#flushNotBeforeMs = 0;
    while (this.#writeDown());
    this.#announce();
  }

  /** True if something was written, and more may be waiting. */
  #writeDown(): boolean {
    const learned = this.#routers.unstored();
    const rows = this.#log.ready(MOST_ROWS_PER_COMMIT);
    const unknown = this.#log.unknownSources();
    const devices = [...this.#devices].slice(0, MOST_ROWS_PER_COMMIT);
    const evidence = this.#evidence.unstored();
    const directions = this.#memory.directions.unstored();
    const waiting = [learned, rows, unknown, devices, evidence, directions];
    if (waiting.every((list) => list.length === 0)) return false;
    const done = this.#write(() => {
      this.#recollection.unaffectedBy(() => {
        insertLog(this.#db, rows);
        for (const one of learned) storeRouterLearned(this.#db, one);
        for (const one of evidence) storeRouterEvidence(this.#db, one);
        for (const one of directions) storeRouterDirection(this.#db, one);
        for (const one of unknown) noteUnknownSource(this.#db, one);
        for (const [, one] of devices) noteDevice(this.#db, one);
      });
      return true;
    });
    if (done !== true) return false;
    this.#log.written(rows);
    // Also what was counted over a second, which nobody could see when it came.
    if (rows.length > 0) this.#topics.add('radius-log');
    this.#log.unknownWritten();
    this.#routers.stored(learned);
    this.#evidence.stored();
    this.#memory.directions.stored();
    for (const [key] of devices) this.#devices.delete(key);
    return true;
  }

  #announce(): void {
    if (this.#topics.size === 0) return;
    const topics = [...this.#topics];
    this.#topics.clear();
    this.#report({ kind: 'changed', topics });
  }

  sweep(): void {
    const swept = this.#write(() => sweep(this.#db, this.#sweepMemory, this.#now()));
    this.#read(() => this.#care.sweep());
    this.#write(() => this.#tendRecords());
    if (swept !== undefined && swept.closed > 0) this.#topics.add('sessions').add('guests').add('tickets');
  }

  /** Ended sessions join the hash chain, and leave for the sums when their domain keeps them no longer. */
  #tendRecords(): void {
    const nowMs = this.#now();
    appendSettled(this.#db, nowMs);
    this.#retention.step(this.#db, this.#memory.timeZone, nowMs, this.#sweepMemory.listeningSinceMs);
  }

  /** A write that no router waits for; undefined if it failed, which is reported. */
  #write<T>(work: () => T): T | undefined {
    // The monotonic clock: after the wall clock was set back, this must not wait for hours.
    if (performance.now() < this.#flushNotBeforeMs) return undefined;
    try {
      this.#transaction.open();
      const result = work();
      this.#transaction.commit();
      this.#clearFaults();
      return result;
    } catch (error) {
      this.#rollback();
      this.#flushNotBeforeMs = performance.now() + RETRY_FLUSH_MS;
      const fault = mapSqliteError(error, this.#db.file);
      if (fault === undefined) this.#report({ kind: 'mistake', error });
      else this.#reportFault(fault);
      return undefined;
    }
  }

  routersChanged(): void {
    this.#read(() => this.#readRouters());
    this.#read(() => this.#memory.directions.readAgain());
    this.#write(() => forgetKnownSources(this.#db));
    this.#topics.add('routers').add('status');
  }

  guestsChanged(guestIds: readonly number[]): void {
    this.#read(() => this.#care.guestsChanged(guestIds));
  }

  productsChanged(): void {
    this.#care.everythingChanged();
  }

  endSessions(ids: readonly number[], request: EndRequest): Promise<readonly EndOutcome[]> {
    return this.#care.end(ids, request);
  }

  idle(): Promise<void> {
    return this.#care.idle();
  }

  venueChanged(): void {
    this.#read(() => this.#readVenue());
  }

  /** A failed reading leaves what was known before in force. */
  #read(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#readingFailed(error);
    }
  }

  #readingFailed(error: unknown): void {
    const fault = mapSqliteError(error, this.#db.file);
    if (fault === undefined) this.#report({ kind: 'mistake', error });
    else this.#reportFault(fault);
  }

  #readRouters(): void {
    if (this.#dataKey === undefined) return;
    const unreadable = this.#routers.load(this.#db, this.#dataKey);
    for (const error of unreadable) this.#report({ kind: 'mistake', error });
  }

  #readVenue(): void {
    this.#language = findVenueForAccess(this.#db)?.language;
    if (this.#dataKey === undefined) return;
    this.#rules = readVenueRules(this.#db, this.#dataKey, {
      products: this.#products,
      blocked: this.#blocked,
      recollection: this.#recollection,
    });
    this.#memory.timeZone = this.#rules.timeZone;
  }

  /** Once per batch: what somebody else has written since is read again. */
  #refreshRules(): void {
    const version = dataVersion(this.#db);
    this.#products.refresh(version);
    this.#blocked.refresh(version);
    this.#recollection.refresh(version);
  }

  /** With the products as they are now; undefined while the venue is locked. */
  #freshRules(): VenueRules | undefined {
    if (!this.#transaction.isOpen) this.#refreshRules();
    return this.#rules;
  }

  #getRules(): VenueRules {
    if (this.#rules === undefined) throw new Error('a request was handed over although no router is known');
    return this.#rules;
  }

  #reportFault(fault: Fault): void {
    if (this.#faults.has(fault.code)) return;
    this.#faults.add(fault.code);
    this.#report({ kind: 'fault', fault });
  }

  #clearFaults(): void {
    for (const code of this.#faults) this.#report({ kind: 'cleared', code });
    this.#faults.clear();
  }
}

function unwritten(request: RadiusRequest): Outcome {
  return { reply: silence, entry: silentEntry(request, 'write-failed'), topics: ['radius-log'] };
}

/** What a router would ask; anything else from an unknown address is noise and not worth offering. */
function isRequest({ packet }: Drop): boolean {
  return packet?.code === 'Access-Request' || packet?.code === 'Accounting-Request' || packet?.code === 'Status-Server';
}
