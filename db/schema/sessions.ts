import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, timeMs } from './columns';

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
    /** A name of main/aaa/terminate-causes.ts: what the Stop said, or our own where we closed it ourselves. */
    terminateCause: text('terminate_cause'),
    framedIpAddress: text('framed_ip_address'),
    nasPort: integer('nas_port'),
    nasPortId: text('nas_port_id'),
    calledStationId: text('called_station_id'),
    service: text('service'),
    /** Acct-Interim-Interval we asked for; live means heard within 2.5 of these. */
    interimSec: integer('interim_sec').notNull(),
    /** Source address of its packets: where a Disconnect-Request goes. */
    nasAddress: text('nas_address'),
    /** User-Name and Calling-Station-Id as the router writes them, where `username` and `macAddress` are not the same. */
    sentUsername: text('sent_username'),
    sentCallingStationId: text('sent_calling_station_id'),
    /** How this session's counters are read: Acct-Input is what the guest downloads. Fixed when it is first heard of. */
    inputIsDownload: flag('input_is_download').notNull().default(false),
    /** Of `sessionTimeSec`: not charged, because another session of the device was charged for the same time. */
    givenBackSec: integer('given_back_sec').notNull().default(0),
    /** Mikrotik-Rate-Limit the router applies, as far as is known; '' none, null: not looked at yet. */
    rateLimit: text('rate_limit'),
    /** When the sweep has to look at it: it runs out, or a window begins or ends. Null: never. */
    reviewAtMs: timeMs('review_at_ms'),
    /** Next try of the Disconnect-Request that is to end it; null: not being ended. */
    endTryAtMs: timeMs('end_try_at_ms'),
    /** Disconnect-Requests that got no answer so far. */
    endTries: integer('end_tries').notNull().default(0),
    /** When the router said that it ends it; its Stop is awaited until `endTryAtMs`. */
    endAcknowledgedAtMs: timeMs('end_acknowledged_at_ms'),
    /** Why it is being ended, a word of main/aaa/reasons.ts; kept after the end. */
    endReason: text('end_reason'),
    /** Who is ending it, when an operator is. */
    endOperator: text('end_operator'),
    /** In the hash chain: from then on the row never changes. */
    chained: flag('chained').notNull().default(false),
  },
  (t) => [
    index('sessions_by_key').on(t.routerId, t.acctSessionId),
    index('sessions_by_guest').on(t.guestId, t.startedAtMs),
    index('sessions_by_start').on(t.startedAtMs),
    index('sessions_by_mac').on(t.macAddress),
    // Of nothing that a report changes: it would have to be written with every one of them.
    index('sessions_open')
      .on(t.startedAtMs)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_open_by_guest')
      .on(t.guestId)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_open_by_entitlement')
      .on(t.entitlementId)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_to_review')
      .on(t.reviewAtMs)
      .where(sql`${t.endedAtMs} is null and ${t.reviewAtMs} is not null`),
    index('sessions_to_end')
      .on(t.endTryAtMs)
      .where(sql`${t.endedAtMs} is null and ${t.endTryAtMs} is not null`),
    index('sessions_open_by_router')
      .on(t.routerId)
      .where(sql`${t.endedAtMs} is null`),
    index('sessions_to_chain')
      .on(t.endedAtMs)
      .where(sql`${t.endedAtMs} is not null and ${t.chained} = 0`),
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
    /** Finds the packet in the memory of the RADIUS thread (main/aaa/packet-memory.ts), as long as it is there. */
    packetNo: integer('packet_no'),
  },
  // None by time: rows come in its order, and ids with them.
  (t) => [index('radius_log_by_guest').on(t.guestId)],
);

/** Every Disconnect- and CoA-Request with what became of it. Written by the RADIUS thread, bounded in rows. */
export const routerRequests = sqliteTable(
  'router_requests',
  {
    id: id(),
    atMs: timeMs('at_ms').notNull(),
    routerId: integer('router_id').notNull(),
    sessionId: integer('session_id').notNull(),
    guestId: integer('guest_id'),
    kind: text('kind', { enum: ['disconnect', 'change'] }).notNull(),
    /** Why it was sent, a word of main/aaa/reasons.ts. */
    purpose: text('purpose').notNull(),
    /** Null: the sweep. */
    operatorName: text('operator_name'),
    /** Names of the attributes the session was named by, comma-separated. */
    keys: text('keys').notNull(),
    state: text('state', { enum: ['sent', 'acknowledged', 'refused', 'no-answer'] }).notNull(),
    /** RFC 5176 §3.5 Error-Cause of a NAK. */
    errorCause: integer('error_cause'),
    /** Times the packet was sent. */
    tries: integer('tries').notNull().default(1),
    answeredAtMs: timeMs('answered_at_ms'),
  },
  (t) => [
    index('router_requests_by_session').on(t.sessionId),
    index('router_requests_by_router').on(t.routerId, t.id),
    check('router_request_state', sql`${t.state} in ('sent', 'acknowledged', 'refused', 'no-answer')`),
  ],
);

/**
 * Hash chain over ended sessions: each link covers the one before and the session's row, so that an edited, removed or
 * reordered row shows. Append-only.
 */
export const sessionChain = sqliteTable('session_chain', {
  id: id(),
  sessionId: integer('session_id').notNull().unique(),
  /** SHA-256, 32 bytes. */
  hash: bytes('hash').notNull(),
});

/** Ended sessions older than their domain keeps them, summed per guest and month of the venue's zone. */
export const sessionHistory = sqliteTable(
  'session_history',
  {
    id: id(),
    guestId: integer('guest_id'),
    username: text('username').notNull(),
    domainId: integer('domain_id'),
    routerId: integer('router_id').notNull(),
    /** Start of the month. */
    periodStartMs: timeMs('period_start_ms').notNull(),
    sessions: integer('sessions').notNull(),
    sessionTimeSec: integer('session_time_sec').notNull(),
    uploadBytes: integer('upload_bytes').notNull(),
    downloadBytes: integer('download_bytes').notNull(),
    firstStartedAtMs: timeMs('first_started_at_ms').notNull(),
    lastEndedAtMs: timeMs('last_ended_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('session_history_by_key').on(t.username, t.guestId, t.routerId, t.periodStartMs),
    index('session_history_by_guest').on(t.guestId, t.periodStartMs),
  ],
);
