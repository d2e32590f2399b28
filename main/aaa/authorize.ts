/** Who goes online: one read, one decision, one small write, no `await`. */
import {
  findVenueForAccess,
  forgetDevice,
  listDomainServices,
  noteDevice,
  reviewSession,
  startEntitlement,
  type AccessGuest,
  type Service,
} from '../../db/queries/access';
import { listGuestAttributes, type GuestAttributeRow } from '../../db/queries/guest-extras';
import type { WrittenAttribute } from '../../db/queries/product-rules';
import { queueEnd } from '../../db/queries/router-requests';
import type { Db } from '../../db/open';
import type { TextParams } from '../../preload/contract/faults';
import { nameKey } from '../names';
import { getString } from '../radius/attributes';
import type { Packet } from '../radius/packet';
import type { RadiusRequest } from '../radius/server';
import { findFailedCheck, type CheckOperator } from '../radius/typed-attributes';
import { allowanceOf, isShared, UNLIMITED_INTERIM_SEC, type Sharing } from './allowance';
import type { AskingRouter } from './asking-router';
import { prove, proveMac, readCredential, type Credential, type Proof } from './credentials';
import { checkDevice, checkSessions, refuseBlocked, sessionsOf, sharesWith, type EndedSession } from './devices';
import { refuseCard } from './cards';
import { chooseEntitlement, circumstancesOf, findNext, type None, type Usable } from './entitlement';
import type { Moment } from './limits';
import { deviceKey, readMac } from './mac';
import { placeGuest, readGuestNetwork, routerGroupOf, type GuestNetwork } from './placement';
import { BlockedDevices } from './blocked-devices';
import { ProductTable } from './product-table';
import { Recollection } from './recollection';
import { openPassword } from './opened-passwords';
import type { RejectReason } from './reasons';
import type { Grant, WrittenReplies } from './reply';
import { serviceOf, type AskedService } from './service';
import { localText } from './zone';

/** An Access-Request as far as it decides anything. */
export interface AccessAsk {
  /** Without blanks around it. */
  readonly username: string;
  /** As it came. */
  readonly typedName: string;
  readonly credential: Credential;
  /** MAC, or whatever the router names the device by; '' if it does not. */
  readonly macAddress: string;
  /** The name is the MAC of the device that calls: RouterOS asks so before the guest has typed anything. */
  readonly isMacLogin: boolean;
  /** Undefined: none for certain. */
  readonly service: AskedService | undefined;
  readonly router: AskingRouter;
  /** For checks of its attributes. */
  readonly packet: Packet;
}

/** Start and end as the first login fixes them. */
export interface FirstLogin {
  readonly startedAtMs: number;
  /** Null: no end of its own. */
  readonly endsAtMs: number | null;
}

export type Decision =
  | {
      readonly kind: 'accept';
      readonly grant: Grant;
      /** A login with this entitlement for the first time: start and end are fixed now. */
      readonly starts: FirstLogin | undefined;
      /** New to an entitlement that allows only so many devices: to be stored before the answer leaves. */
      readonly newDevice: boolean;
      /** Devices that are no longer counted, so that this one has room. */
      readonly forgets: readonly string[];
      /** Sessions that end because of this one: into the queue of the sweep. */
      readonly endSessions: readonly EndedSession[];
      /** Sessions that have to share with this one from now on: they are looked at again at once. */
      readonly reviews: readonly number[];
      /** How the guest proved to be one, as far as the answer has to show it; undefined: it has nothing to show. */
      readonly proof?: Exclude<Proof, { readonly kind: 'plain' }>;
    }
  | {
      readonly kind: 'reject';
      readonly reason: RejectReason;
      readonly params: TextParams;
      readonly guestId: number | undefined;
      /** Of the guest, else of their domain; null: the venue's, also for who has not proved to be the guest. */
      readonly language: string | null;
    };

export type Accept = Extract<Decision, { readonly kind: 'accept' }>;

/** What the venue as a whole decides by; read again when the operator changes it. */
export interface VenueRules {
  readonly dataKey: Uint8Array;
  /** Services some domain is for: with a domain of its own, a service only takes that domain's guests. */
  readonly domainServices: readonly Service[];
  readonly products: ProductTable;
  readonly blocked: BlockedDevices;
  readonly recollection: Recollection;
  /** IANA zone of opening hours and periods. */
  readonly timeZone: string;
}

/** Rules that are kept in memory from one request to the next. */
export type KeptRules = Pick<VenueRules, 'products' | 'blocked' | 'recollection'>;

/** Reads what a venue decides by. A venue that is not set up counts in UTC. */
export function readVenueRules(db: Db, dataKey: Uint8Array, kept: Partial<KeptRules> = {}): VenueRules {
  const { products = new ProductTable(db), blocked = new BlockedDevices(db) } = kept;
  const { recollection = new Recollection(db) } = kept;
  const timeZone = findVenueForAccess(db)?.timeZone ?? 'UTC';
  return { dataKey, domainServices: listDomainServices(db), products, blocked, recollection, timeZone };
}

/** Reads what an Access-Request asks. */
export function readAccessAsk(request: RadiusRequest, router: AskingRouter): AccessAsk {
  const typedName = getString(request.packet, 'User-Name') ?? '';
  const username = typedName.trim();
  const macAddress = deviceKey(getString(request.packet, 'Calling-Station-Id'));
  return {
    username,
    typedName,
    credential: readCredential(request.packet, request.nas.secret),
    macAddress,
    isMacLogin: macAddress !== '' && readMac(username) === macAddress,
    service: serviceOf(request.packet),
    router,
    packet: request.packet,
  };
}

/** Decides from the database as it is now; writes nothing (see recordAccept). Throws SealBrokenError for a damaged row. */
export function authorize(db: Db, rules: VenueRules, ask: AccessAsk, nowMs: number): Decision {
  const unusable = refuseCredential(ask);
  if (unusable !== undefined) return unusable;
  const guest = findGuest(rules, ask);
  if (guest === undefined) return reject(ask.isMacLogin ? 'unknown-device' : 'unknown-guest');
  const proof = proveGuest(ask, guest, rules);
  if (typeof proof === 'string') return rejectUnproven(proof, guest);
  if (guest.locked) return reject('guest-locked', guest);
  const obstacle = refuseCard(db, guest, nowMs);
  if (obstacle !== undefined) return reject(obstacle, guest);
  const decision = refuseService(ask, guest, rules) ?? letIn(db, ask, guest, rules, nowMs);
  return proof.kind === 'plain' || decision.kind === 'reject' ? decision : { ...decision, proof };
}

/** A MAC login may come without any password; everything else may not. */
function refuseCredential({ credential, username, isMacLogin }: AccessAsk): Decision | undefined {
  if (credential.kind === 'unsupported') {
    return reject('method-not-supported', undefined, { method: credential.method });
  }
  if (credential.kind === 'garbled') return reject('garbled-password');
  const isBare = credential.kind === 'none' && !isMacLogin;
  return isBare || username === '' ? reject('no-credentials') : undefined;
}

/** RouterOS writes MACs in eight ways; the device has one name. */
function findGuest({ products, recollection }: VenueRules, ask: AccessAsk): AccessGuest | undefined {
  const typedKey = nameKey(ask.username);
  const macKey = nameKey(ask.macAddress);
  const device = ask.isMacLogin && macKey !== typedKey ? recollection.findGuest(products, macKey) : undefined;
  return device ?? recollection.findGuest(products, typedKey);
}

/** A device proves itself by its address alone, so nobody may use its name from another one. */
function proveGuest(ask: AccessAsk, guest: AccessGuest, { dataKey }: VenueRules): Proof | RejectReason {
  if (guest.kind === 'device') {
    if (!ask.isMacLogin) return 'not-this-device';
    return proveMac(ask.credential, ask.router.macPassword, ask.typedName) ?? 'wrong-password';
  }
  if (ask.credential.kind === 'none') return 'no-credentials';
  const password = openPassword(dataKey, guest.id, guest.passwordSealed);
  return prove(ask.credential, { kind: guest.kind, password }, ask.typedName) ?? 'wrong-password';
}

/** Services that a router is added for and a domain may be for; the others come with either. */
function refuseService(ask: AccessAsk, guest: AccessGuest, rules: VenueRules): Decision | undefined {
  const asked = ask.service;
  if (asked !== 'hotspot' && asked !== 'pppoe') return undefined;
  if (!ask.router.services.includes(asked)) return reject('wrong-service', guest, { asked, refuser: 'this router' });
  const ownDomain = rules.domainServices.includes(asked);
  if (ownDomain && guest.service !== asked) return reject('wrong-service', guest, { asked, refuser: 'this guest' });
  return undefined;
}

function letIn(db: Db, ask: AccessAsk, guest: AccessGuest, rules: VenueRules, nowMs: number): Decision {
  const blocked = refuseBlocked(db, rules.blocked, guest, ask.macAddress);
  if (blocked !== undefined) return reject(blocked.reason, guest, blocked.params);
  const attributes = guest.hasAttributes ? listGuestAttributes(db, guest.id) : [];
  const failed = attributes.length === 0 ? undefined : findFailedCheck(ask.packet, attributes.filter(isCheck));
  if (failed !== undefined) return reject('check-failed', guest, { attribute: failed.name });
  const { service, router } = ask;
  const extras = readExtras(db, rules, guest, { service, router, attributes });
  if (!needsNoProduct(guest)) return entitle(db, ask, guest, { rules, extras }, nowMs);
  // Whoever is let in without a password must not get into the router.
  return ask.service === 'login' ? reject('no-router-group', guest) : letInWithout(guest, extras);
}

function isCheck(one: GuestAttributeRow): one is GuestAttributeRow & { readonly operator: CheckOperator } {
  return one.kind === 'check';
}

/** What an answer carries besides what the product allows. */
export interface Extras {
  readonly service: AskedService | undefined;
  readonly network: GuestNetwork | undefined;
  readonly routerAttributes: readonly WrittenAttribute[];
  readonly guestAttributes: readonly WrittenAttribute[];
}

interface Asked {
  readonly service: AskedService | undefined;
  readonly router: Pick<AskingRouter, 'attributes'>;
  readonly attributes: readonly GuestAttributeRow[];
}

export function readExtras(db: Db, { dataKey }: VenueRules, guest: AccessGuest, asked: Asked): Extras {
  return {
    service: asked.service,
    network: readGuestNetwork(db, dataKey, guest),
    routerAttributes: asked.router.attributes,
    guestAttributes:
      asked.attributes.length === 0 ? asked.attributes : asked.attributes.filter(({ kind }) => kind === 'reply'),
  };
}

/** A printer or TV that was let in without a product has no limits. */
export function needsNoProduct({ kind, held }: AccessGuest): boolean {
  return kind === 'device' && held.length === 0;
}

function letInWithout(guest: AccessGuest, extras: Extras): Decision {
  return { kind: 'accept', grant: grantWithout(guest, extras), ...leavesNothing };
}

/** What a device is let in with, or goes on with, that needs no product. */
export function grantWithout(guest: AccessGuest, extras: Extras): Grant {
  return {
    ...{ guestId: guest.id, entitlementId: null, productName: 'no product', rates: undefined },
    ...{ idleTimeoutSec: null, simultaneousSessions: sessionsAtMost(null, extras) },
    allowance: { interimSec: UNLIMITED_INTERIM_SEC, reviewAtMs: null },
    service: extras.service,
    network: extras.network,
    placement: placeGuest([], extras.network),
    written: writtenOf([], extras),
  };
}

/** Two sessions cannot have one address. */
function sessionsAtMost(limit: number | null, { network }: Extras): number | null {
  return network?.ipAddress == null ? limit : 1;
}

function writtenOf(
  product: readonly WrittenAttribute[],
  { routerAttributes, guestAttributes }: Extras,
): WrittenReplies {
  return { router: routerAttributes, product, guest: guestAttributes };
}

const leavesNothing = { starts: undefined, newDevice: false, forgets: [], endSessions: [], reviews: [] } as const;

interface Given {
  readonly rules: VenueRules;
  readonly extras: Extras;
}

function entitle(db: Db, ask: AccessAsk, guest: AccessGuest, { rules, extras }: Given, nowMs: number): Decision {
  const { macAddress } = ask;
  const { timeZone } = rules;
  const open = rules.recollection.listOpenSessions(guest.id);
  const by = circumstancesOf(db, open, { nowMs, timeZone });
  const choice = chooseEntitlement(guest.held, by);
  if (choice.kind === 'none') return reject(choice.reason, guest, pauseParams(choice, timeZone));
  if (ask.service === 'login' && routerGroupOf(guest, choice.inForce, extras.network) === null) {
    return reject('no-router-group', guest);
  }
  const device = checkDevice(db, rules.recollection, { guest, choice, macAddress });
  if (device.kind === 'refused') return reject(device.reason, guest, device.params);
  const replaced = sessionsOf(device.forgets, open);
  const staying = open.filter(({ id }) => !replaced.some((one) => one.id === id));
  const limit = sessionsAtMost(choice.limits.simultaneousSessions, extras);
  const newcomer = { macAddress, limit, canEnd: ask.router.canBeTold };
  const room = checkSessions(choice, staying, newcomer, nowMs);
  if (room.kind === 'refused') return reject(room.reason, guest, room.params);
  const endSessions = [...replaced, ...room.ends];
  const others = open.filter(
    (one) => sharesWith(one, choice.held.id, macAddress, nowMs) && !endSessions.some(({ id }) => id === one.id),
  );
  const next = ask.router.canBeTold ? findNext(guest.held, choice, by) : undefined;
  return {
    kind: 'accept',
    grant: grantOf(guest, choice, { extras, sharing: { sessions: others.length + 1, next } }, by),
    starts: firstLoginOf(choice, nowMs),
    newDevice: device.isNew,
    forgets: device.forgets,
    endSessions,
    reviews: isShared(choice) ? others.map(({ id }) => id) : [],
  };
}

export interface GrantedWith {
  readonly extras: Extras;
  readonly sharing: Sharing;
}

/** What a guest is let in with, or goes on with. */
export function grantOf(guest: AccessGuest, choice: Usable, { extras, sharing }: GrantedWith, moment: Moment): Grant {
  const { held, limits, rates, inForce } = choice;
  return {
    guestId: guest.id,
    entitlementId: held.id,
    productName: held.product.name,
    allowance: allowanceOf(choice, sharing, moment),
    idleTimeoutSec: limits.idleTimeoutSec,
    simultaneousSessions: sessionsAtMost(limits.simultaneousSessions, extras),
    rates,
    service: extras.service,
    network: extras.network,
    placement: placeGuest(inForce, extras.network),
    written: writtenOf(held.product.attributes, extras),
  };
}

/** When a pause is over, for the operator and for the guest. */
function pauseParams({ resumesAtMs }: None, timeZone: string): TextParams {
  return resumesAtMs === undefined ? {} : { resumesAtMs, at: localText(timeZone, resumesAtMs) };
}

/** What the first login fixes; one that began at the sale is only noted to have been used, without an end of its own. */
export function firstLoginOf(choice: Usable, nowMs: number): FirstLogin | undefined {
  if (choice.kind === 'next') return { startedAtMs: choice.startedAtMs, endsAtMs: choice.loginEndsAtMs };
  return choice.held.startedAtMs === null ? { startedAtMs: nowMs, endsAtMs: null } : undefined;
}

function reject(reason: RejectReason, guest?: AccessGuest, params: TextParams = {}): Decision {
  return { kind: 'reject', reason, params, guestId: guest?.id, language: guest?.language ?? null };
}

/** In the venue's language, as for a name that nobody has: the language alone would tell a stranger that the guest exists. */
function rejectUnproven(reason: RejectReason, guest: AccessGuest): Decision {
  return { kind: 'reject', reason, params: {}, guestId: guest.id, language: null };
}

/** Whether a login has to leave something behind before its answer leaves. */
export function needsWrite(decision: Decision): boolean {
  if (decision.kind === 'reject') return false;
  const { starts, newDevice, forgets, endSessions, reviews } = decision;
  return starts !== undefined || newDevice || forgets.length + endSessions.length + reviews.length > 0;
}

/** The one small write of an accepted login, inside the transaction of the batch. */
export function recordAccept(db: Db, accepted: Accept, ask: AccessAsk, nowMs: number): void {
  const { grant, starts, newDevice, forgets, endSessions, reviews } = accepted;
  const { guestId, entitlementId } = grant;
  if (starts !== undefined && entitlementId !== null) startEntitlement(db, { entitlementId, ...starts });
  for (const macAddress of forgets) forgetDevice(db, guestId, macAddress);
  if (newDevice) noteDevice(db, { guestId, macAddress: ask.macAddress, atMs: nowMs });
  for (const { id, reason } of endSessions) queueEnd(db, { id, reason, operatorName: null, tryAtMs: nowMs });
  for (const id of reviews) reviewSession(db, id, nowMs);
}
