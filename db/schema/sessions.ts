import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';

/**
 * One Acct-Session-Id on one router. Written by the RADIUS thread only, from accounting, in group commits.
 * Guest and router are plain numbers with copied names: the record outlives both.
 */
export const sessions = sqliteTable(
  'sessions',
  {
    id: id(),
    routerId: integer('router_id').notNull(),
    acctSessionId: text('acct_session_id').notNull(),
    guestId: integer('guest_id'),
    entitlementId: integer('entitlement_id'),
    username: text('username').notNull(),
    macAddress: text('mac_address').notNull(),
    /** Receive time minus Acct-Session-Time of the first packet heard. */
    startedAtMs: timeMs('started_at_ms').notNull(),
    lastHeardAtMs: timeMs('last_heard_at_ms').notNull(),
    endedAtMs: timeMs('ended_at_ms'),
    sessionTimeSec: integer('session_time_sec').notNull().default(0),
    /** From the guest (Acct-Input). */
    uploadBytes: integer('upload_bytes').notNull().default(0),
    /** To the guest (Acct-Output). */
    downloadBytes: integer('download_bytes').notNull().default(0),
    /** RFC 2866 §5.10 name, or 'Replaced' / 'NAS-Reboot' where we closed it ourselves. */
    terminateCause: text('terminate_cause'),
    framedIpAddress: text('framed_ip_address'),
    nasPort: integer('nas_port'),
    nasPortId: text('nas_port_id'),
    calledStationId: text('called_station_id'),
    service: text('service'),
    /** Acct-Interim-Interval we asked for; live means heard within 2.5 of these. */
    interimSec: integer('interim_sec').notNull(),
  },
  (t) => [
    index('sessions_by_key').on(t.routerId, t.acctSessionId),
    index('sessions_by_guest').on(t.guestId, t.startedAtMs),
    index('sessions_by_start').on(t.startedAtMs),
    index('sessions_by_mac').on(t.macAddress),
    index('sessions_open')
      .on(t.lastHeardAtMs)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_open_by_guest')
      .on(t.guestId)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_open_by_entitlement')
      .on(t.entitlementId)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_open_by_router')
      .on(t.routerId)
      .where(sql`${t.endedAtMs} is null`),
  ],
);

/** Every decision and every dropped packet, in words. Written by the RADIUS thread, bounded in rows. */
export const radiusLog = sqliteTable(
  'radius_log',
  {
    id: id(),
    atMs: timeMs('at_ms').notNull(),
    kind: text('kind', { enum: ['access', 'accounting', 'status', 'dropped'] }).notNull(),
    /** accept, reject, stored, answered, dropped. */
    outcome: text('outcome', { enum: ['accept', 'reject', 'stored', 'answered', 'dropped'] }).notNull(),
    /** Machine word: a RefusalReason of aaa, a PacketError reason, or 'ok'. The screen says it in words. */
    reason: text('reason').notNull(),
    /** What the operator reads, English; never a secret or a password. */
    detail: text('detail').notNull(),
    sourceAddress: text('source_address').notNull(),
    routerId: integer('router_id'),
    username: text('username'),
    guestId: integer('guest_id'),
    macAddress: text('mac_address'),
    acctSessionId: text('acct_session_id'),
    /** Identical drops within a second are counted in one row. */
    count: integer('count').notNull().default(1),
  },
  (t) => [index('radius_log_by_time').on(t.atMs), index('radius_log_by_guest').on(t.guestId)],
);
