/** Who goes online: one read, one decision, one small write, no `await`. */
import {
  countOtherDevices,
  findAccessGuest,
  findDeviceSeen,
  findVenueForAccess,
  listDomainServices,
  listOpenSessions,
  noteDevice,
  reviewSession,
  startEntitlement,
  type AccessGuest,
  type OpenSession,
  type Service,
} from '../../db/queries/access';
import { isLive } from '../../db/queries/allowance';
import type { Db } from '../../db/open';
import type { TextParams } from '../../preload/contract/faults';
import { nameKey } from '../names';
import { getString } from '../radius/attributes';
import type { RadiusRequest } from '../radius/server';
import { allowanceOf, isShared, type Sharing } from './allowance';
import { prove, readCredential, type Credential, type Proof } from './credentials';
import { chooseEntitlement, circumstancesOf, findNext, type None, type Usable } from './entitlement';
import type { Moment } from './limits';
import { deviceKey, readMac } from './mac';
import { ProductTable } from './product-table';
import { openPassword } from './opened-passwords';
import type { RejectReason } from './reasons';
import type { Grant } from './reply';
import { serviceOf } from './service';
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
  /** Undefined: neither HotSpot nor PPP for certain. */
  readonly service: Service | undefined;
  /** Services the asking router was added for. */
  readonly routerServices: readonly Service[];
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
      /** Of the guest, if known. */
      readonly language: string | null;
    };

export type Accept = Extract<Decision, { readonly kind: 'accept' }>;

/** What the venue as a whole decides by; read again when the operator changes it. */
export interface VenueRules {
  readonly dataKey: Uint8Array;
  /** Services some domain is for: with a domain of its own, a service only takes that domain's guests. */
  readonly domainServices: readonly Service[];
  readonly products: ProductTable;
  /** IANA zone of opening hours and periods. */
  readonly timeZone: string;
}

/** Reads what a venue decides by. A venue that is not set up counts in UTC. */
export function readVenueRules(db: Db, dataKey: Uint8Array, products: ProductTable = new ProductTable(db)): VenueRules {
  const timeZone = findVenueForAccess(db)?.timeZone ?? 'UTC';
  return { dataKey, domainServices: listDomainServices(db), products, timeZone };
}

/** Reads what an Access-Request asks. */
export function readAccessAsk(request: RadiusRequest, routerServices: readonly Service[]): AccessAsk {
  const typedName = getString(request.packet, 'User-Name') ?? '';
  return {
    username: typedName.trim(),
    typedName,
    credential: readCredential(request.packet, request.nas.secret),
    macAddress: deviceKey(getString(request.packet, 'Calling-Station-Id')),
    service: serviceOf(request.packet),
    routerServices,
  };
}

/** Decides from the database as it is now; writes nothing (see recordAccept). Throws SealBrokenError for a damaged row. */
export function authorize(db: Db, rules: VenueRules, ask: AccessAsk, nowMs: number): Decision {
  const unusable = refuseCredential(ask.credential);
  if (unusable !== undefined) return unusable;
  if (ask.username === '') return reject('no-credentials');
  const guest = findAccessGuest(db, rules.products, nameKey(ask.username));
  if (guest === undefined) return reject(isMacLogin(ask) ? 'unknown-device' : 'unknown-guest');
  const password = openPassword(rules.dataKey, guest.id, guest.passwordSealed);
  const proof = prove(ask.credential, { kind: guest.kind, password }, ask.typedName);
  if (proof === undefined) return reject('wrong-password', guest);
  if (guest.locked) return reject('guest-locked', guest);
  const decision = refuseService(ask, guest, rules) ?? entitle(db, ask, guest, rules, nowMs);
  return proof.kind === 'plain' || decision.kind === 'reject' ? decision : { ...decision, proof };
}

function refuseCredential(credential: Credential): Decision | undefined {
  if (credential.kind === 'unsupported') {
    return reject('method-not-supported', undefined, { method: credential.method });
  }
  if (credential.kind === 'garbled') return reject('garbled-password');
  return credential.kind === 'none' ? reject('no-credentials') : undefined;
}

/** RouterOS asks with the MAC as name where MAC login is on: before the guest has typed anything. */
function isMacLogin(ask: AccessAsk): boolean {
  return ask.macAddress !== '' && readMac(ask.username) === ask.macAddress;
}

function refuseService(ask: AccessAsk, guest: AccessGuest, rules: VenueRules): Decision | undefined {
  const asked = ask.service;
  if (asked === undefined) return undefined;
  if (!ask.routerServices.includes(asked)) return reject('wrong-service', guest, { asked, refuser: 'this router' });
  const ownDomain = rules.domainServices.includes(asked);
  if (ownDomain && guest.service !== asked) return reject('wrong-service', guest, { asked, refuser: 'this guest' });
  return undefined;
}

function entitle(db: Db, ask: AccessAsk, guest: AccessGuest, { timeZone }: VenueRules, nowMs: number): Decision {
  const open = listOpenSessions(db, guest.id);
  const by = circumstancesOf(db, open, { nowMs, timeZone });
  const choice = chooseEntitlement(guest.held, by);
  if (choice.kind === 'none') return reject(choice.reason, guest, pauseParams(choice, timeZone));
  const device = checkDevice(db, ask, guest, choice);
  if (device === 'too-many') return reject('too-many-devices', guest, { limit: choice.limits.devices ?? 0 });
  const refused = refuseSession(ask, guest, choice, open, nowMs);
  if (refused !== undefined) return refused;
  const others = open.filter((session) => sharesWith(session, choice.held.id, ask.macAddress, nowMs));
  const sharing = { sessions: others.length + 1, next: findNext(guest.held, choice, by) };
  const grant = grantOf(guest, choice, sharing, by);
  const reviews = isShared(choice) ? others.map(({ id }) => id) : [];
  return { kind: 'accept', grant, starts: firstLoginOf(choice, nowMs), newDevice: device === 'new', reviews };
}

/** Distinct devices over the entitlement's life: one that has logged in since it began stays welcome. */
function checkDevice(db: Db, ask: AccessAsk, guest: AccessGuest, choice: Usable): 'known' | 'new' | 'too-many' {
  const limit = choice.limits.devices;
  if (limit === null || ask.macAddress === '') return 'known';
  const seenAtMs = findDeviceSeen(db, guest.id, ask.macAddress);
  if (seenAtMs !== undefined && seenAtMs >= choice.startedAtMs) return 'known';
  return countOtherDevices(db, guest.id, ask.macAddress, choice.startedAtMs) >= limit ? 'too-many' : 'new';
}

/** Only live sessions of other devices count: a device that comes back replaces its own. */
function refuseSession(
  ask: AccessAsk,
  guest: AccessGuest,
  choice: Usable,
  open: readonly OpenSession[],
  nowMs: number,
): Decision | undefined {
  const limit = choice.limits.simultaneousSessions;
  if (limit === null) return undefined;
  const others = open.filter((session) => isLive(session, nowMs) && !isSameDevice(session, ask)).length;
  return others >= limit ? reject('too-many-sessions', guest, { online: others, limit }) : undefined;
}

function isSameDevice(session: OpenSession, ask: AccessAsk): boolean {
  return ask.macAddress !== '' && session.macAddress === ask.macAddress;
}

/** What a guest is let in with, or goes on with. */
export function grantOf(guest: AccessGuest, choice: Usable, sharing: Sharing, moment: Moment): Grant {
  const { held, limits, rates } = choice;
  return {
    guestId: guest.id,
    entitlementId: held.id,
    productName: held.product.name,
    allowance: allowanceOf(choice, sharing, moment),
    idleTimeoutSec: limits.idleTimeoutSec,
    simultaneousSessions: limits.simultaneousSessions,
    rates,
  };
}

/** Whether another session uses up the same entitlement at this moment; one of the same device is being replaced. */
export function sharesWith(session: OpenSession, entitlementId: number, macAddress: string, nowMs: number): boolean {
  const isOther = macAddress === '' || session.macAddress !== macAddress;
  return session.entitlementId === entitlementId && isOther && isLive(session, nowMs);
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

/** Whether a login has to leave something behind before its answer leaves. */
export function needsWrite(decision: Decision): boolean {
  if (decision.kind === 'reject') return false;
  return decision.starts !== undefined || decision.newDevice || decision.reviews.length > 0;
}

/** The one small write of an accepted login, inside the transaction of the batch. */
export function recordAccept(db: Db, accepted: Accept, ask: AccessAsk, nowMs: number): void {
  const { grant, starts, newDevice, reviews } = accepted;
  if (starts !== undefined) startEntitlement(db, { entitlementId: grant.entitlementId, ...starts });
  for (const id of reviews) reviewSession(db, id, nowMs);
  if (newDevice) noteDevice(db, { guestId: grant.guestId, macAddress: ask.macAddress, atMs: nowMs });
}
