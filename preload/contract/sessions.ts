import { z } from 'zod';
import { bytesCount, line, listLimit, procedure, rowId, timeMs } from './base';

export const sessionView = z.object({
  id: rowId,
  guestId: rowId.optional(),
  username: z.string(),
  displayName: z.string().optional(),
  room: z.string().optional(),
  productName: z.string().optional(),
  routerId: rowId,
  routerName: z.string().optional(),
  acctSessionId: z.string(),
  macAddress: z.string(),
  framedIpAddress: z.string().optional(),
  startedAtMs: timeMs,
  lastHeardAtMs: timeMs,
  endedAtMs: timeMs.optional(),
  uploadBytes: bytesCount,
  downloadBytes: bytesCount,
  sessionTimeSec: z.int().nonnegative(),
  terminateCause: z.string().optional(),
  /** Not heard of for 2.5 interims although open. */
  silent: z.boolean(),
  /** Left until the guest is cut off, counting what this and its other open sessions have reported. Absent: no limit. */
  timeLeftSec: z.int().nonnegative().optional(),
  bytesLeft: bytesCount.optional(),
  /** What the guest may have now, bits per second; absent: no limit. */
  rateDownBps: z.int().positive().optional(),
  rateUpBps: z.int().positive().optional(),
});

/** One row of the connection log; RADIUS says nothing of operating systems and browsers. */
export const connectionView = z.object({
  /** `history`: the sum of a guest's sessions of a month on a router, as they are no longer kept singly. */
  kind: z.enum(['session', 'history']),
  id: rowId,
  guestId: rowId.optional(),
  username: z.string(),
  displayName: z.string().optional(),
  room: z.string().optional(),
  domainName: z.string().optional(),
  routerId: rowId,
  routerName: z.string().optional(),
  startedAtMs: timeMs,
  /** Absent: online. */
  endedAtMs: timeMs.optional(),
  sessionTimeSec: z.int().nonnegative(),
  uploadBytes: bytesCount,
  downloadBytes: bytesCount,
  framedIpAddress: z.string().optional(),
  /** '' where the router named none. */
  macAddress: z.string(),
  /** A name of RFC 2866 §5.10, or one of our own where we closed it. */
  terminateCause: z.string().optional(),
  /** Why it was ended from here, and by whom. */
  endReason: z.string().optional(),
  endOperator: z.string().optional(),
  /** 1 of a session. */
  sessions: z.int().positive(),
  /** Its place in the hash chain; absent: it joins an hour after its end, a day where its end was concluded. */
  seq: z.int().positive().optional(),
});

const span = {
  guestId: rowId.optional(),
  domainId: rowId.optional(),
  /** Online at some moment from then … */
  fromMs: timeMs.optional(),
  /** … until then. */
  tillMs: timeMs.optional(),
};

export const sessions = {
  /** Newest first, then the sums of what is no longer kept singly. `after`: the last row of the page before. */
  log: procedure('connection-log')
    .input(
      z
        .object({
          ...span,
          routerId: rowId.optional(),
          /** 'AA:BB:CC:DD:EE:FF'. */
          macAddress: line(64).optional(),
          framedIpAddress: line(64).optional(),
          after: z.object({ startedAtMs: timeMs, id: rowId }).optional(),
          limit: listLimit(1_000, 100),
        })
        .default({ limit: 100 }),
    )
    .output(z.object({ rows: z.array(connectionView) })),
  /** Writes a file into the folder `exports` of the data folder that proves itself (see verifyLog). */
  exportLog: procedure('connection-log')
    .input(z.object({ ...span, format: z.enum(['jsonl', 'csv']).default('jsonl') }).default({ format: 'jsonl' }))
    .output(z.object({ file: z.string(), rows: z.int().nonnegative(), bytes: bytesCount })),
  /** Checks an exported file, or without one the records in the database, and names the first that is not as it was. */
  verifyLog: procedure('connection-log')
    .input(z.object({ file: line(4_096).optional() }).default({}))
    .output(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('whole'), rows: z.int().nonnegative() }),
        z.object({
          kind: z.literal('broken'),
          /** `altered`: edited, or something before it was removed, inserted or moved. `cut`: the end is missing. */
          what: z.enum(['altered', 'removed', 'inserted', 'cut', 'not-ours']),
          /** Of a file, from 1. */
          line: z.int().positive().optional(),
          /** Place in the hash chain. */
          seq: z.int().positive().optional(),
          sessionId: rowId.optional(),
        }),
      ]),
    ),
  /** Newest first; `online` true: open ones only, false: closed ones only. Past ones need the right `sessions`. */
  list: procedure('guests')
    .input(
      z
        .object({ online: z.boolean().optional(), guestId: rowId.optional(), limit: listLimit(1_000, 100) })
        .default({ limit: 100 }),
    )
    .output(z.object({ rows: z.array(sessionView), total: z.int() })),
};
