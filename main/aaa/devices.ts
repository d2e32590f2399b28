/**
 * Which devices may use an entitlement, and how many at a time. Distinct devices are counted over its life, by their
 * logins since it began; one that has logged in stays welcome until it is forgotten. Sessions are counted while they
 * are live. Devices that are blocked, and sessions that are being ended, count for nothing.
 */
import { findBlockScope, listOtherDevices, type AccessGuest, type OpenSession } from '../../db/queries/access';
import { isLive } from '../../db/queries/allowance';
import type { Db } from '../../db/open';
import type { TextParams } from '../../preload/contract/faults';
import type { Usable } from './entitlement';
import type { EndReason, RejectReason } from './reasons';
import type { BlockedDevices } from './blocked-devices';
import type { Recollection } from './recollection';

/** A session that has to end because of a login. */
export interface EndedSession {
  readonly id: number;
  readonly reason: EndReason;
}

export type DeviceVerdict =
  | {
      readonly kind: 'welcome';
      /** To be stored before the answer leaves, since it counts. */
      readonly isNew: boolean;
      /** Devices that are no longer counted, so that there is room. */
      readonly forgets: readonly string[];
    }
  | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly reason: RejectReason;
  readonly params: TextParams;
}

const known: DeviceVerdict = { kind: 'welcome', isNew: false, forgets: [] };

/** Undefined: not blocked for this guest, nor for the guest's domain, nor in the venue. */
export function refuseBlocked(
  db: Db,
  blocked: BlockedDevices,
  guest: AccessGuest,
  macAddress: string,
): Refused | undefined {
  if (macAddress === '' || !blocked.mayBeBlocked(macAddress)) return undefined;
  const scope = findBlockScope(db, guest, macAddress);
  return scope === undefined ? undefined : refused('device-blocked', { scope: `this ${scope}` });
}

export interface DeviceUse {
  readonly guest: AccessGuest;
  readonly choice: Usable;
  readonly macAddress: string;
}

/** Whether a device may use an entitlement, and what has to be forgotten for it. */
export function checkDevice(
  db: Db,
  recollection: Recollection,
  { guest, choice, macAddress }: DeviceUse,
): DeviceVerdict {
  const { product } = choice.held;
  const limit = product.bindFirstDevice ? 1 : choice.limits.devices;
  if (limit === null) return known;
  if (macAddress === '' && !product.bindFirstDevice) return known;
  const seenAtMs = recollection.findDeviceSeen(guest.id, macAddress);
  if (seenAtMs !== undefined && seenAtMs >= choice.startedAtMs) return known;
  const others = listOtherDevices(db, guest, macAddress, choice.startedAtMs);
  if (others.length < limit) return { kind: 'welcome', isNew: macAddress !== '', forgets: [] };
  if (product.bindFirstDevice) return refused('bound-to-device', { device: others.at(-1) ?? '' });
  if (product.atDeviceLimit === 'refuse') return refused('too-many-devices', { limit });
  return { kind: 'welcome', isNew: true, forgets: others.slice(0, others.length - limit + 1) };
}

export type SessionVerdict = { readonly kind: 'welcome'; readonly ends: readonly EndedSession[] } | Refused;

export interface Newcomer {
  readonly macAddress: string;
  /** Sessions at a time; null: no limit. */
  readonly limit: number | null;
  /** Whether sessions can be ended at all. */
  readonly canEnd: boolean;
}

/**
 * Whether there is room for one more session, and which one has to end for it: a device that comes back replaces its
 * own. Where routers cannot be told, the oldest cannot be ended, and the newcomer is refused.
 */
export function checkSessions(
  choice: Usable,
  open: readonly OpenSession[],
  { macAddress, limit, canEnd }: Newcomer,
  nowMs: number,
): SessionVerdict {
  if (limit === null) return { kind: 'welcome', ends: [] };
  const others = open.filter((one) => counts(one, nowMs) && !isSameDevice(one, macAddress));
  if (others.length < limit) return { kind: 'welcome', ends: [] };
  if (choice.held.product.atSessionLimit === 'refuse' || !canEnd) {
    return refused('too-many-sessions', { online: others.length, limit });
  }
  const oldestFirst = others.toSorted((a, b) => a.startedAtMs - b.startedAtMs || a.id - b.id);
  const ends = oldestFirst.slice(0, others.length - limit + 1);
  return { kind: 'welcome', ends: ends.map(({ id }) => ({ id, reason: 'newer-session' })) };
}

/** Sessions of devices that are forgotten end with them. */
export function sessionsOf(forgets: readonly string[], open: readonly OpenSession[]): readonly EndedSession[] {
  const theirs = open.filter((one) => !one.isEnding && forgets.includes(one.macAddress));
  return theirs.map(({ id }) => ({ id, reason: 'device-replaced' }));
}

/** Whether another session uses up the same entitlement at this moment; one of the same device is being replaced. */
export function sharesWith(session: OpenSession, entitlementId: number, macAddress: string, nowMs: number): boolean {
  return session.entitlementId === entitlementId && counts(session, nowMs) && !isSameDevice(session, macAddress);
}

function counts(session: OpenSession, nowMs: number): boolean {
  return !session.isEnding && isLive(session, nowMs);
}

function isSameDevice(session: OpenSession, macAddress: string): boolean {
  return macAddress !== '' && session.macAddress === macAddress;
}

function refused(reason: RejectReason, params: TextParams): Refused {
  return { kind: 'refused', reason, params };
}
