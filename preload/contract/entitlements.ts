import { z } from 'zod';
import { bytesCount, procedure, rowId, settableMs, timeMs } from './base';

export const entitlementView = z.object({
  id: rowId,
  /** 1 is used up first. */
  order: z.int().positive(),
  productId: rowId,
  productName: z.string(),
  /** `waiting`: begins at the first login, or when the one before it ends. `paused`: goes on at `resumesAtMs`. */
  state: z.enum(['waiting', 'active', 'paused', 'used-up', 'ended']),
  /** Why it is paused. */
  pause: z.enum(['outside-opening-hours', 'time-used-up', 'quota-used-up']).optional(),
  resumesAtMs: timeMs.optional(),
  /** When its hours begin or end, or a quota of it starts anew. */
  changesAtMs: timeMs.optional(),
  /** In the venue's language. */
  sentence: z.string(),
  startedAtMs: timeMs.optional(),
  /** As far as it is known now. */
  endsAtMs: timeMs.optional(),
  /** The end was set by hand. */
  endOverridden: z.boolean(),
  /** Until the guest is cut off, as the router is told; absent: no limit. */
  left: z.object({
    untilEndSec: z.int().nonnegative().optional(),
    uptimeSec: z.int().nonnegative().optional(),
    uploadBytes: bytesCount.optional(),
    downloadBytes: bytesCount.optional(),
    totalBytes: bytesCount.optional(),
  }),
  soldAtMs: timeMs,
  canRemove: z.boolean(),
});

export const entitlements = {
  /** What a guest holds, in the order in which it is used up. */
  list: procedure('guests')
    .input(z.object({ guestId: rowId }))
    .output(z.object({ rows: z.array(entitlementView) })),
  /** Only the last one, and only while nobody has used it; its money is given back. */
  remove: procedure('recharge')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** Another end than the product's own, also for what has ended already; null: no end. */
  setEnd: procedure('set-end')
    .input(z.object({ id: rowId, endsAtMs: settableMs.nullable() }))
    .output(z.object({ changeId: rowId })),
};
