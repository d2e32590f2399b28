/** Six weeks online: what the RADIUS thread would have written about the demo's stays. */
import { DateTime } from 'luxon';
import type { Db } from '../open';
import { immediate } from '../transaction';
import type { DemoStay } from './desk';
import { zone } from './hotel';
import { nextMacAddress } from './people';
import { pickWeighted, skewed, whole, type Random } from './random';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** As main/aaa asks for: every minute where something runs out, else every five. */
const prepaidInterimSec = 60;
const unlimitedInterimSec = 300;

export interface DemoSession {
  readonly stay: DemoStay;
  readonly macAddress: string;
  readonly startedAtMs: number;
  /** Last report; the end, if it has ended. */
  readonly heardAtMs: number;
  /** Undefined: online. */
  readonly terminateCause: string | undefined;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly interimSec: number;
}

/** What a session can run into. */
interface Times {
  readonly nowMs: number;
  /** When the hotel's router lost power: every session that was open ended there. */
  readonly powerCutMs: number;
}

/** The sessions of all stays up to `nowMs`, oldest first. */
export function imagineSessions(stays: readonly DemoStay[], nowMs: number, random: Random): readonly DemoSession[] {
  const nineDaysAgo = DateTime.fromMillis(nowMs, { zone }).minus({ days: 9 });
  const times = { nowMs, powerCutMs: nineDaysAgo.set({ hour: 21, minute: 12 }).toMillis() };
  return stays
    .flatMap((stay) => sessionsOf(stay, times, random))
    .sort((one, other) => one.startedAtMs - other.startedAtMs);
}

function sessionsOf(stay: DemoStay, times: Times, random: Random): readonly DemoSession[] {
  // One in twenty tickets stays in a pocket.
  if (random() < 0.05) return [];
  const firstLoginMs = stay.soldAtMs + Math.round(skewed(random, 25, 0.8) * minuteMs);
  const endsAtMs = endOf(stay, firstLoginMs);
  const devices = whole(random, 1, stay.product.devices);
  const sessions: DemoSession[] = [];
  for (let device = 0; device < devices; device++) {
    const later = device === 0 ? 0 : Math.round(skewed(random, 40, 1) * minuteMs);
    sessions.push(...sessionsOfDevice(stay, firstLoginMs + later, endsAtMs, times, random));
  }
  return withinQuota(stay, sessions);
}

/** When this stay's access is over; Infinity: never. */
function endOf({ product, endsAtMs, lockedAtMs }: DemoStay, firstLoginMs: number): number {
  const validTillMs = product.validForSec === undefined ? Infinity : firstLoginMs + product.validForSec * 1000;
  return Math.min(endsAtMs ?? validTillMs, lockedAtMs ?? Infinity);
}

function sessionsOfDevice(
  stay: DemoStay,
  fromMs: number,
  endsAtMs: number,
  times: Times,
  random: Random,
): readonly DemoSession[] {
  const sessions: DemoSession[] = [];
  const macAddress = nextMacAddress(random);
  let startedAtMs = fromMs;
  while (startedAtMs < Math.min(endsAtMs, times.nowMs)) {
    const session = oneSession(stay, macAddress, startedAtMs, endsAtMs, times, random);
    sessions.push(session);
    startedAtMs = awake(session.heardAtMs + Math.round(skewed(random, pauseHours(stay), 0.7) * hourMs), random);
  }
  return sessions;
}

/** Those who work here are online between other things; with a data allowance people are careful. */
function pauseHours({ product }: DemoStay): number {
  if (product.name === 'Staff') return 8;
  return product.totalQuotaBytes === undefined ? 2.8 : 30;
}

/** Nobody logs in between one and seven at night. */
function awake(atMs: number, random: Random): number {
  const local = DateTime.fromMillis(atMs, { zone });
  if (local.hour < 1 || local.hour >= 7) return atMs;
  const morning = local.set({ hour: whole(random, 7, 9), minute: whole(random, 0, 59), second: whole(random, 0, 59) });
  return morning.toMillis();
}

/** Who falls asleep online stays so until the morning: at no hour is the hotel without guests online. */
function asleep(atMs: number): number {
  const local = DateTime.fromMillis(atMs, { zone });
  return local.hour < 7 ? local.set({ hour: 7 }).toMillis() : atMs;
}

function oneSession(
  stay: DemoStay,
  macAddress: string,
  startedAtMs: number,
  endsAtMs: number,
  times: Times,
  random: Random,
): DemoSession {
  const interimSec = endsAtMs === Infinity ? unlimitedInterimSec : prepaidInterimSec;
  const [overMs, terminateCause] = ending(stay, startedAtMs, endsAtMs, times, random);
  const online = overMs > times.nowMs;
  // One that is online has reported within its interim.
  const heardAtMs = online ? Math.max(startedAtMs, times.nowMs - Math.floor(random() * interimSec * 1000)) : overMs;
  const downloadBytes = downloadOf(stay, heardAtMs - startedAtMs, random);
  return {
    stay,
    macAddress,
    startedAtMs,
    heardAtMs,
    terminateCause: online ? undefined : terminateCause,
    uploadBytes: Math.round(downloadBytes * (0.06 + 0.14 * random())),
    downloadBytes,
    interimSec,
  };
}

function ending(
  stay: DemoStay,
  startedAtMs: number,
  endsAtMs: number,
  { powerCutMs }: Times,
  random: Random,
): readonly [number, string] {
  const lengthMs = Math.round(Math.min(skewed(random, 85, 0.8), 600) * minuteMs);
  const wantedMs = asleep(startedAtMs + lengthMs);
  if (startedAtMs < powerCutMs && Math.min(wantedMs, endsAtMs) > powerCutMs) return [powerCutMs, 'NAS-Reboot'];
  if (wantedMs >= endsAtMs) return [endsAtMs, endsAtMs === stay.lockedAtMs ? 'Admin-Reset' : 'Session-Timeout'];
  const cause = pickWeighted(random, [
    ['Idle-Timeout', 44],
    ['Lost-Carrier', 30],
    ['User-Request', 23],
    ['Admin-Reset', 2],
    ['Lost-Service', 1],
  ]);
  return [wantedMs, cause];
}

/** Mostly messages, now and then a film; never more than the product's speed lets through. */
function downloadOf({ product }: DemoStay, lengthMs: number, random: Random): number {
  const bitsPerSec = Math.min(skewed(random, 350_000, 1.3), product.rateDownBps * 0.8);
  return Math.round((bitsPerSec / 8) * (lengthMs / 1000));
}

/** Drops what would lie beyond the product's quota. */
function withinQuota({ product }: DemoStay, sessions: readonly DemoSession[]): readonly DemoSession[] {
  if (product.totalQuotaBytes === undefined) return sessions;
  let rest = product.totalQuotaBytes;
  return sessions.filter((session) => (rest -= session.uploadBytes + session.downloadBytes) > 0);
}

/** Writes sessions, use and devices, as the engine does: beside history. */
export function writeSessions(db: Db, routerId: number, sessions: readonly DemoSession[]): void {
  const insert = db.sqlite.prepare(`
    insert into sessions (router_id, acct_session_id, guest_id, entitlement_id, username, mac_address, started_at_ms,
      last_heard_at_ms, ended_at_ms, session_time_sec, upload_bytes, download_bytes, terminate_cause, framed_ip_address,
      nas_port, nas_port_id, called_station_id, service, interim_sec)
    values (@routerId, @acctSessionId, @guestId, @entitlementId, @username, @macAddress, @startedAtMs, @heardAtMs,
      @endedAtMs, @sessionTimeSec, @uploadBytes, @downloadBytes, @terminateCause, @framedIpAddress, @nasPort,
      'bridge-guests', 'hotspot1', 'hotspot', @interimSec)`);
  const use = db.sqlite.prepare(`
    insert into entitlement_usage (entitlement_id, started_at_ms, ends_at_ms, upload_bytes, download_bytes, uptime_sec,
      last_used_at_ms)
    values (@entitlementId, @startedAtMs, @endsAtMs, @uploadBytes, @downloadBytes, @sessionTimeSec, @heardAtMs)
    on conflict (entitlement_id) do update set upload_bytes = upload_bytes + excluded.upload_bytes,
      download_bytes = download_bytes + excluded.download_bytes, uptime_sec = uptime_sec + excluded.uptime_sec,
      last_used_at_ms = max(last_used_at_ms, excluded.last_used_at_ms)`);
  const device = db.sqlite.prepare(`
    insert into devices (guest_id, mac_address, first_seen_at_ms, last_seen_at_ms)
    values (@guestId, @macAddress, @startedAtMs, @heardAtMs)
    on conflict (guest_id, mac_address) do update set last_seen_at_ms = max(last_seen_at_ms, excluded.last_seen_at_ms)`);
  immediate(db.sqlite, () => {
    sessions.forEach((session, index) => {
      const row = sessionRow(routerId, session, index);
      for (const statement of [insert, use, device]) statement.run(row);
    });
  });
}

/** Oldest first, so the row that makes the entitlement's usage is its first login. */
function sessionRow(routerId: number, session: DemoSession, index: number): Record<string, unknown> {
  const { stay, startedAtMs, heardAtMs, terminateCause } = session;
  const validForMs = stay.product.validForSec === undefined ? undefined : stay.product.validForSec * 1000;
  return {
    routerId,
    acctSessionId: acctSessionId(index),
    guestId: stay.guestId,
    entitlementId: stay.entitlementId,
    username: stay.username,
    macAddress: session.macAddress,
    startedAtMs,
    heardAtMs,
    endedAtMs: terminateCause === undefined ? null : heardAtMs,
    endsAtMs: validForMs === undefined ? null : startedAtMs + validForMs,
    sessionTimeSec: Math.round((heardAtMs - startedAtMs) / 1000),
    uploadBytes: session.uploadBytes,
    downloadBytes: session.downloadBytes,
    terminateCause: terminateCause ?? null,
    framedIpAddress: `10.5.${50 + (index % 4)}.${2 + (index % 250)}`,
    nasPort: 2_153_775_104 + index,
    interimSec: session.interimSec,
  };
}

/** As RouterOS counts them: eight hexadecimal digits. */
export function acctSessionId(index: number): string {
  return (0x80_60_00_00 + index).toString(16);
}

/** How far back the RADIUS log of the demo reaches. */
export const logReachMs = 2 * dayMs;
