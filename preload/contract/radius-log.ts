import { z } from 'zod';
import { listLimit, procedure, rowId, timeMs } from './base';

export const radiusLogRow = z.object({
  id: rowId,
  atMs: timeMs,
  kind: z.enum(['access', 'accounting', 'status', 'dropped']),
  outcome: z.enum(['accept', 'reject', 'stored', 'answered', 'dropped']),
  /** Machine word, like wrong-password or bad-message-authenticator. */
  reason: z.string(),
  /** The same in words an operator can act on (English; the window translates by reason). */
  detail: z.string(),
  sourceAddress: z.string(),
  username: z.string().optional(),
  guestId: rowId.optional(),
  routerId: rowId.optional(),
  routerName: z.string().optional(),
  macAddress: z.string().optional(),
  acctSessionId: z.string().optional(),
  count: z.int(),
  /** Whether its packets were kept (radiusLog.packets); they are forgotten after some thousand newer ones. */
  hasPackets: z.boolean(),
});

/** A packet in words: passwords and keys hidden. */
const packet = z.object({
  code: z.string(),
  /** `Name = value`, in the order of the wire. */
  attributes: z.array(z.string()),
});

export const radiusLog = {
  /** The packets behind a row. They are kept in memory for a short time only: then `kept` is false. */
  packets: procedure('radius-log')
    .input(z.object({ id: rowId }))
    .output(
      z.discriminatedUnion('kept', [
        z.object({ kept: z.literal(false) }),
        z.object({
          kept: z.literal(true),
          request: packet.extend({ identifier: z.int() }),
          /** Absent: no answer was sent. Message-Authenticator and Proxy-State are added on the way out. */
          answer: packet.optional(),
        }),
      ]),
    ),
  /** Newest first; a call looks through some thousand rows, and says from where on the next one goes on. */
  list: procedure('radius-log')
    .input(
      z
        .object({
          limit: listLimit(1_000, 100),
          outcome: z.enum(['accept', 'reject', 'stored', 'answered', 'dropped']).optional(),
          /** Part of a username, MAC or address. */
          text: z.string().max(100).optional(),
          guestId: rowId.optional(),
          /** `more.beforeId` of the page before. */
          beforeId: rowId.optional(),
        })
        .default({ limit: 100 }),
    )
    .output(
      z.object({
        rows: z.array(radiusLogRow),
        /** Absent: the whole log has been looked through. It may be there although there are fewer rows than asked for. */
        more: z
          .object({
            beforeId: rowId,
            /** Everything since then has been looked through. */
            backToMs: timeMs,
          })
          .optional(),
      }),
    ),
};
