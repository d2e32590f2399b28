import { z } from 'zod';
import { bytesCount, listLimit, procedure, rowId, timeMs } from './base';

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
  /** What is left of the entitlement, counting what this and its other open sessions have reported. Absent: no limit. */
  timeLeftSec: z.int().nonnegative().optional(),
  bytesLeft: bytesCount.optional(),
});

export const sessions = {
  /** Newest first; `online` true: open ones only, false: closed ones only. */
  list: procedure('desk')
    .input(
      z
        .object({ online: z.boolean().optional(), guestId: rowId.optional(), limit: listLimit(1_000, 100) })
        .default({ limit: 100 }),
    )
    .output(z.object({ rows: z.array(sessionView), total: z.int() })),
};
