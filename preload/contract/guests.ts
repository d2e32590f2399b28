import { z } from 'zod';
import { bytesCount, language, line, procedure, rowId, timeMs } from './base';

/** Where an entitlement stands: not begun, running, ended by time or quota, or none held. */
export const standing = z.enum(['waiting', 'active', 'ended', 'used-up', 'none']);

export const guestView = z.object({
  id: rowId,
  username: z.string(),
  kind: z.enum(['code', 'person', 'device']),
  displayName: z.string().optional(),
  room: z.string().optional(),
  note: z.string().optional(),
  language: language.optional(),
  locked: z.boolean(),
  online: z.boolean(),
  productName: z.string().optional(),
  standing,
  /** End of the running or next entitlement, if it has one. */
  endsAtMs: timeMs.optional(),
  /** What was sold, as one sentence. */
  sentence: z.string().optional(),
  createdAtMs: timeMs,
});

const username = z
  .string()
  .trim()
  .min(1)
  .max(253)
  // Control characters are exactly what must not get in.
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');
/** 128 bytes is what User-Password can carry (RFC 2865 §5.2). */
const guestPassword = z
  .string()
  .min(1)
  .refine((text) => utf8Length(text) <= 128, 'must not be longer than 128 bytes (RFC 2865 §5.2)');

/** Length in UTF-8 bytes, without TextEncoder (this folder has no platform types). */
export function utf8Length(text: string): number {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

export const guests = {
  /** A guest with a name and password of their own; with a product: entitled to it, without a sale. */
  add: procedure('desk')
    .input(
      z.object({
        username,
        password: guestPassword,
        productId: rowId.optional(),
        displayName: line(80).optional(),
        room: line(40).optional(),
        note: line(500).optional(),
        language: language.optional(),
      }),
    )
    .output(z.object({ id: rowId, changeId: rowId })),
  /** By code, name, room or MAC, newest first. Empty text lists the newest. */
  find: procedure('desk')
    .input(z.object({ text: z.string().max(100), limit: z.int().min(1).max(200).default(20) }))
    .output(z.object({ rows: z.array(guestView) })),
  get: procedure('desk')
    .input(z.object({ id: rowId }))
    .output(
      guestView.extend({
        uploadBytes: bytesCount,
        downloadBytes: bytesCount,
        devices: z.array(
          z.object({
            macAddress: z.string(),
            privateAddress: z.boolean(),
            firstSeenAtMs: timeMs,
            lastSeenAtMs: timeMs,
          }),
        ),
      }),
    ),
  update: procedure('desk')
    .input(
      z.object({
        id: rowId,
        displayName: line(80).nullable().optional(),
        room: line(40).nullable().optional(),
        note: line(500).nullable().optional(),
        language: language.nullable().optional(),
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** A locked guest is refused from the next login on. */
  setLocked: procedure('desk')
    .input(z.object({ id: rowId, locked: z.boolean() }))
    .output(z.object({ changeId: rowId })),
};
