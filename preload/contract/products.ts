import { z } from 'zod';
import { replyAttribute, replyAttributes } from './attributes';
import { bytesCount, language, line, procedure, rowId, settableMs, timeMs } from './base';
import { limitations, limitationView, validitySec } from './limitations';

const details = z.object({
  name: line(60),
  /** Minor units of the venue's currency; 0 is free. */
  priceMinor: z.int().min(0).max(100_000_000),
  starts: z.enum(['first-login', 'now']),
  /** Calendar seconds from the start; absent: no end of its own. */
  validForSec: validitySec.optional(),
  /** Ends at the venue's check-out hour after the nights given at the sale. */
  untilCheckOut: z.boolean().optional(),
  /** Ends then for everybody, whatever else it allows. */
  validUntilMs: settableMs.optional(),
  /** All must hold; one with a window holds inside it only. */
  limitations: limitations.optional(),
  /** Beyond the simultaneous sessions: refuse the newcomer, or end the oldest session. */
  atSessionLimit: z.enum(['refuse', 'end-oldest']).optional(),
  /** Beyond the distinct devices: refuse the newcomer, or forget the device unused for longest. */
  atDeviceLimit: z.enum(['refuse', 'forget-oldest']).optional(),
  /** Only the device of the first login may use it, until the desk frees it. */
  bindFirstDevice: z.boolean().optional(),
  /** Added to every answer for those who hold it. */
  attributes: replyAttributes.optional(),
  /** '#rrggbb' of the tile; absent: the next of the palette. */
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1565c0')
    .optional(),
  /** A favourite: its tile stands before the others. */
  pinned: z.boolean().optional(),
  /** On sale, and no tile on the desk. */
  hidden: z.boolean().optional(),
  codeAlphabet: z.enum(['digits', 'letters', 'mixed']).optional(),
  codeLength: z.int().min(4).max(16).optional(),
  /** What its tickets look like; null: as the venue's default. */
  ticketTemplateId: rowId.nullable().optional(),
});

export const productView = z.object({
  id: rowId,
  name: z.string(),
  priceMinor: bytesCount,
  currency: z.string(),
  starts: z.enum(['first-login', 'now']),
  validForSec: z.int().optional(),
  untilCheckOut: z.boolean(),
  validUntilMs: timeMs.optional(),
  limitations: z.array(limitationView),
  atSessionLimit: z.enum(['refuse', 'end-oldest']),
  atDeviceLimit: z.enum(['refuse', 'forget-oldest']),
  bindFirstDevice: z.boolean(),
  /** For managers only: values may be secrets of the network. */
  attributes: z.array(replyAttribute).optional(),
  color: z.string(),
  pinned: z.boolean(),
  hidden: z.boolean(),
  /** F1…F12 are those of the first twelve tiles; absent: no tile, or one further back. */
  hotKey: z.int().optional(),
  codeAlphabet: z.enum(['digits', 'letters', 'mixed']),
  codeLength: z.int(),
  /** Absent: as the venue's default. */
  ticketTemplateId: rowId.optional(),
  retired: z.boolean(),
  /** What it allows, in the venue's language (or the asked one). */
  sentence: z.string(),
});

const speed = z.object({
  /** Bits per second; 0: no limit. */
  downBps: z.int().nonnegative(),
  upBps: z.int().nonnegative(),
});

export const productImpact = z.discriminatedUnion('kind', [
  /** What it allows stays as it is. */
  z.object({ kind: z.literal('nothing') }),
  z.object({
    kind: z.literal('impact'),
    /** Guests online whom it touches, most first. */
    online: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('speed'), guests: z.int(), before: speed, after: speed }),
        /** Logged out. */
        z.object({ kind: z.literal('cut-off'), guests: z.int() }),
      ]),
    ),
    /** Online with it, touched or not. */
    onlineGuests: z.int(),
    /** Sold and never used. */
    unused: z.int(),
    /** Begun and not over: their end stays. */
    begun: z.int(),
  }),
]);

export const starterKeys = ['half-hour', 'day', 'week', 'check-out', 'staff'] as const;

export const products = {
  /** In the order of the tiles, favourites first; with those that have none. */
  list: procedure('signed-in')
    .input(z.object({ retired: z.boolean().default(false) }).default({ retired: false }))
    .output(z.object({ rows: z.array(productView) })),
  /** `attributes` need the right `technical` too, here and in `update`; without it `list` leaves them out. */
  add: procedure('products')
    .input(details)
    .output(z.object({ id: rowId, changeId: rowId })),
  /**
   * Replaces the given fields, null takes one away. `limitations` and `attributes` are replaced as a whole; a limitation
   * given with its id is changed and keeps what guests have used of it, one without an id is new.
   */
  update: procedure('products')
    .input(
      details.omit({ validForSec: true, validUntilMs: true }).partial().extend({
        id: rowId,
        validForSec: validitySec.nullable().optional(),
        validUntilMs: settableMs.nullable().optional(),
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** The answer a router would get for the first login with an unsaved product, through the venue's first router. */
  preview: procedure('products')
    .input(details)
    .output(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('reply'),
          /** When that login is: now, or when the opening hours next begin. */
          atMs: timeMs,
          /** Secrets hidden; Class, which is made for each login, as '…'. */
          attributes: z.array(
            z.object({
              name: z.string(),
              value: z.string(),
              source: z.enum(['gatehouse', 'router', 'product', 'guest']),
            }),
          ),
        }),
        /** Nobody would be let in. */
        z.object({ kind: z.literal('nobody'), reason: z.enum(['ended', 'outside-opening-hours']) }),
      ]),
    ),
  /** Its ticket with a made-up code, as the printer would print it. Refusals: `work-busy`, `work-stopped`. */
  previewTicket: procedure('products')
    .input(z.object({ product: details, paperMm: z.union([z.literal(58), z.literal(80)]), language }))
    .output(z.object({ png: z.base64(), widthMm: z.number(), heightMm: z.number() })),
  /** What would become of those who hold it. Refusals: `work-busy`, `work-stopped`. */
  impact: procedure('products')
    .input(z.object({ id: rowId, product: details }))
    .output(productImpact),
  /** Takes a product off the desk (or puts it back); those who hold it keep it. */
  setRetired: procedure('products')
    .input(z.object({ id: rowId, retired: z.boolean() }))
    .output(z.object({ changeId: rowId })),
  /** The tiles of the desk: where one stands among the favourites or the others, which are favourites, which are there. */
  arrange: procedure('products')
    .input(
      z.discriminatedUnion('kind', [
        /** Before that product; null: behind all. */
        z.object({ kind: z.literal('move'), id: rowId, beforeId: rowId.nullable() }),
        z.object({ kind: z.enum(['pin', 'unpin', 'hide', 'show']), id: rowId }),
      ]),
    )
    .output(z.object({ changeId: rowId })),
  /** Proposals for the wizard, named and priced for the venue's country. */
  starters: procedure('products').output(
    z.object({
      rows: z.array(
        z.object({ key: z.enum(starterKeys), name: z.string(), priceMinor: z.int(), sentence: z.string() }),
      ),
    }),
  ),
  addStarters: procedure('products')
    .input(
      z.object({
        choose: z
          .array(z.object({ key: z.enum(starterKeys), priceMinor: z.int().min(0).max(100_000_000).optional() }))
          .min(1)
          .max(5),
      }),
    )
    .output(z.object({ ids: z.array(rowId), changeId: rowId })),
};
