import { z } from 'zod';
import { framedRoute, ipv4Address, ipv4Netmask, ipv6Network, macAddress } from './addresses';
import { checkAttribute, checkAttributes, replyAttribute, replyAttributes } from './attributes';
import { bytesCount, language, line, listLimit, procedure, rowId, settableMs, timeMs } from './base';
import { cardObstacles } from './cards';
import { vlanId } from './limitations';
import { personUpdate, personView, photo } from './persons';
import { historyRow } from './history';
import { whyNotOnline } from './why-not-online';

/** Where an entitlement stands: not begun, running, running but not just now, ended by time or quota, or none held. */
export const standing = z.enum(['waiting', 'active', 'paused', 'ended', 'used-up', 'none']);

export const guestView = z.object({
  id: rowId,
  username: z.string(),
  domainId: rowId,
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

export const guestUsername = z
  .string()
  .trim()
  .min(1)
  .max(253)
  // Control characters are exactly what must not get in.
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');
/** 128 bytes is what User-Password can carry (RFC 2865 §5.2). */
export const guestPassword = z
  .string()
  .min(1)
  .refine((text) => utf8Length(text) <= 128, 'must not be longer than 128 bytes (RFC 2865 §5.2)');
/** One that was made at random: said this once, and sealed from then on. */
const madePassword = z.string().optional();

/** Length in UTF-8 bytes, without TextEncoder (this folder has no platform types). */
export function utf8Length(text: string): number {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** Hexadecimal digits of a wireless key, as RouterOS wants them for each algorithm. */
export const wirelessKeyDigits = { '40bit-wep': 10, '104bit-wep': 26, 'aes-ccm': 32, tkip: 64 } as const;
/** Additional subnets of one guest; each is an attribute of its own in the answer. */
const MOST_ROUTES = 16;

/** What only one guest has on the network. */
const networkFields = {
  ipAddress: ipv4Address,
  netmask: ipv4Netmask,
  /** Additional subnets: "10.1.0.0/24 10.0.0.1 1". */
  routes: z.array(framedRoute).max(MOST_ROUTES),
  ipv6Prefix: ipv6Network,
  delegatedIpv6Prefix: ipv6Network,
  ipPool: line(64),
  groupName: line(64),
  addressList: line(64),
  vlanId,
  /** Own Wi-Fi password of this guest (802.11i: 8 to 63 printable ASCII characters). */
  wirelessPsk: z
    .string()
    .min(8)
    .max(63)
    .regex(/^[\x20-\x7e]+$/, 'may only have printable ASCII characters'),
  wirelessEncAlgo: z.enum(['none', '40bit-wep', '104bit-wep', 'aes-ccm', 'tkip']),
  /** Hexadecimal: 10 digits for 40bit-wep, 26 for 104bit-wep, 32 for aes-ccm, 64 for tkip. */
  wirelessEncKey: z.string().regex(/^([0-9a-fA-F]{2})+$/, 'must be hexadecimal digits'),
};
export const guestNetwork = z.object(networkFields).partial();
/** Absent leaves a value, null takes it away. */
const networkUpdate = z.object({
  ipAddress: networkFields.ipAddress.nullable().optional(),
  netmask: networkFields.netmask.nullable().optional(),
  routes: networkFields.routes.optional(),
  ipv6Prefix: networkFields.ipv6Prefix.nullable().optional(),
  delegatedIpv6Prefix: networkFields.delegatedIpv6Prefix.nullable().optional(),
  ipPool: networkFields.ipPool.nullable().optional(),
  groupName: networkFields.groupName.nullable().optional(),
  addressList: networkFields.addressList.nullable().optional(),
  vlanId: networkFields.vlanId.nullable().optional(),
  wirelessPsk: networkFields.wirelessPsk.nullable().optional(),
  wirelessEncAlgo: networkFields.wirelessEncAlgo.nullable().optional(),
  wirelessEncKey: networkFields.wirelessEncKey.nullable().optional(),
});

export const guests = {
  whyNotOnline,
  /**
   * A guest with a name and password of their own; with a product: entitled to it, without a sale. `endsAtMs` needs the
   * right `set-end`; with `technical`, a copy has the attributes and the network settings too.
   */
  add: procedure('edit-guests')
    .input(
      z.object({
        username: guestUsername,
        /** Absent: one is made at random. */
        password: guestPassword.optional(),
        /** Null: none; absent: that of the guest to copy, if it is still sold. */
        productId: rowId.nullable().optional(),
        /** Instead of the product's own end. */
        endsAtMs: settableMs.optional(),
        /** Absent: that of the guest to copy, else the first domain. */
        domainId: rowId.optional(),
        /** Begin with what this guest has, but for what is one guest's own: credentials, addresses, documents, consents. */
        copyFromId: rowId.optional(),
        displayName: line(80).optional(),
        room: line(40).optional(),
        note: line(500).optional(),
        language: language.optional(),
      }),
    )
    .output(z.object({ id: rowId, changeId: rowId, password: madePassword })),
  /** A printer or TV that is let in by its address: a guest of kind `device`, whose name is its MAC. */
  addDevice: procedure('devices')
    .input(
      z.object({
        macAddress,
        name: line(80),
        domainId: rowId.optional(),
        productId: rowId.optional(),
      }),
    )
    .output(z.object({ id: rowId, changeId: rowId, macAddress: z.string() })),
  /** By code, name, room or MAC, newest first. Empty text lists the newest. */
  find: procedure('guests')
    .input(z.object({ text: z.string().max(100), limit: z.int().min(1).max(200).default(20) }))
    .output(z.object({ rows: z.array(guestView) })),
  /**
   * Newest first, a page at a time. `state`: `valid` holds something that is not over, `expired` nothing any more.
   * Fewer rows than `limit` and a `nextBeforeId`: go on from there, more may fit.
   */
  list: procedure('guests')
    .input(
      z
        .object({
          /** Name, code, room, note, phone, e-mail, PMS code or MAC. */
          text: z.string().max(100).default(''),
          kind: z.enum(['code', 'person', 'device']).optional(),
          domainId: rowId.optional(),
          state: z.enum(['online', 'valid', 'expired', 'locked']).optional(),
          beforeId: rowId.optional(),
          limit: listLimit(200, 50),
        })
        .default({ text: '', limit: 50 }),
    )
    .output(z.object({ rows: z.array(guestView), nextBeforeId: rowId.optional() })),
  /** What was sold to a guest, by product; taken back is not sold. */
  sales: procedure('guests')
    .input(z.object({ id: rowId }))
    .output(
      z.object({
        rows: z.array(
          z.object({
            productName: z.string(),
            currency: z.string(),
            count: z.int(),
            totalMinor: z.int(),
            lastSoldAtMs: timeMs,
          }),
        ),
      }),
    ),
  /** What operators have done with a guest and what belongs to the guest, newest first. */
  history: procedure('guests')
    .input(z.object({ id: rowId, limit: listLimit(200, 50) }))
    .output(z.object({ rows: z.array(historyRow) })),
  /** What is known of the person behind a guest; the photo comes by itself. */
  person: procedure('guests')
    .input(z.object({ id: rowId }))
    .output(z.object({ person: personView })),
  setPerson: procedure('edit-guests')
    .input(personUpdate.extend({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** Base64; absent: no picture. */
  photo: procedure('guests')
    .input(z.object({ id: rowId }))
    .output(z.object({ image: z.string().optional(), type: z.enum(['image/jpeg', 'image/png']).optional() })),
  /** JPEG or PNG; null takes the picture away. */
  setPhoto: procedure('edit-guests')
    .input(z.object({ id: rowId, image: photo.nullable() }))
    .output(z.object({ changeId: rowId })),
  /** Of a guest with a name and password of their own; absent: one is made at random. One that is typed: `see-passwords` too. */
  setPassword: procedure('edit-guests')
    .input(z.object({ id: rowId, password: guestPassword.optional() }))
    .output(z.object({ changeId: rowId, password: madePassword })),
  /** In clear; of a guest with a name and password of their own. */
  password: procedure('see-passwords')
    .input(z.object({ id: rowId }))
    .output(z.object({ password: z.string() })),
  get: procedure('guests')
    .input(z.object({ id: rowId }))
    .output(
      guestView.extend({
        uploadBytes: bytesCount,
        downloadBytes: bytesCount,
        /** Absent: no card. */
        card: z
          .object({
            batchName: z.string(),
            serial: z.int(),
            priceMinor: z.int(),
            asksNights: z.boolean(),
            soldAtMs: timeMs.optional(),
            /** Absent: it may be used. */
            obstacle: z.enum(cardObstacles).optional(),
          })
          .optional(),
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
  update: procedure('edit-guests')
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
  setLocked: procedure('lock')
    .input(z.object({ id: rowId, locked: z.boolean() }))
    .output(z.object({ changeId: rowId })),
  /** Replaces the given lists as a whole. All checks must match the request; replies are added to the answer. */
  setAttributes: procedure('technical')
    .input(z.object({ id: rowId, check: checkAttributes.optional(), reply: replyAttributes.optional() }))
    .output(z.object({ changeId: rowId })),
  setNetwork: procedure('technical')
    .input(networkUpdate.extend({ id: rowId }))
    .output(z.object({ changeId: rowId })),
  /** What setAttributes and setNetwork have set; the wireless keys with the right `see-passwords` only. */
  settings: procedure('technical')
    .input(z.object({ id: rowId }))
    .output(z.object({ check: z.array(checkAttribute), reply: z.array(replyAttribute), network: guestNetwork })),
  /**
   * Takes the person out of everything: name, contacts, photo, note, login, devices, and whatever history and the RADIUS log
   * say of them. Money stays under a pseudonym; the connection log stays as it is until its domain's time is over. It cannot be
   * undone.
   */
  erase: procedure('erase')
    .input(z.object({ id: rowId }))
    .output(z.object({ name: z.string() })),
};
