import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, timeMs } from './columns';
import { domains } from './venue';
import { products } from './products';

/** Who goes online. */
export const guests = sqliteTable(
  'guests',
  {
    id: id(),
    domainId: integer('domain_id')
      .notNull()
      .references(() => domains.id),
    /**
     * `code`: one code is name and password, compared without case; `person`: a name and a password of their own;
     * `device`: a printer or TV let in by its MAC, which is its name, without a password.
     */
    kind: text('kind', { enum: ['code', 'person', 'device'] }).notNull(),
    username: text('username').notNull(),
    /** NFKC lower case of the username; what a login is looked up by. */
    usernameKey: text('username_key').notNull(),
    /** Clear password, sealed (CHAP needs it back; db/seal.ts, purpose 'guest-password'). */
    passwordSealed: bytes('password_sealed').notNull(),
    displayName: text('display_name'),
    room: text('room'),
    note: text('note'),
    /** Language of the ticket and of the login page's messages; null: the venue's. */
    language: text('language'),
    lockedAtMs: timeMs('locked_at_ms'),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('guests_by_username').on(t.usernameKey),
    index('guests_by_room').on(t.room),
    index('guests_by_name').on(t.displayName),
    // Few of many: a sale writes neither.
    index('guests_locked')
      .on(t.id)
      .where(sql`${t.lockedAtMs} is not null`),
    index('guests_by_kind')
      .on(t.kind)
      .where(sql`${t.kind} <> 'code'`),
    check('guest_kind', sql`${t.kind} in ('code', 'person', 'device')`),
    check('guest_username', sql`length(${t.username}) between 1 and 253`),
  ],
);

/** One product held by one guest. `usage` beside it is written by the RADIUS thread only. */
export const entitlements = sqliteTable(
  'entitlements',
  {
    id: id(),
    guestId: integer('guest_id')
      .notNull()
      .references(() => guests.id),
    productId: integer('product_id')
      .notNull()
      .references(() => products.id),
    /** Set at the sale for `now` products: when it began. Null: begins at first login (entitlement_usage). */
    startsAtMs: timeMs('starts_at_ms'),
    /** End fixed at the sale (`now`, until check-out, or an override). The earlier of this and entitlement_usage.ends_at_ms holds. */
    endsAtMs: timeMs('ends_at_ms'),
    /** `endsAtMs` was set by hand and holds alone, also where the product would have ended earlier. */
    endOverridden: flag('end_overridden').notNull().default(false),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [index('entitlements_by_guest').on(t.guestId), index('entitlements_by_product').on(t.productId)],
);

/**
 * What an entitlement has used. Written by the RADIUS thread, outside changes, so that undo and accounting never
 * stand in each other's way. No foreign key: undo removes the entitlement and redo brings it back with the same id
 * and what it had used.
 */
export const entitlementUsage = sqliteTable('entitlement_usage', {
  entitlementId: integer('entitlement_id').primaryKey(),
  /** First login; never moved. */
  startedAtMs: timeMs('started_at_ms'),
  /** Computed once at the start; never moved. */
  endsAtMs: timeMs('ends_at_ms'),
  uploadBytes: integer('upload_bytes').notNull().default(0),
  downloadBytes: integer('download_bytes').notNull().default(0),
  uptimeSec: integer('uptime_sec').notNull().default(0),
  lastUsedAtMs: timeMs('last_used_at_ms'),
});

/** A phone or laptop, by MAC ('AA:BB:CC:DD:EE:FF'), as guest `guestId` used it. Written by the RADIUS thread. */
export const devices = sqliteTable(
  'devices',
  {
    id: id(),
    guestId: integer('guest_id').notNull(),
    macAddress: text('mac_address').notNull(),
    firstSeenAtMs: timeMs('first_seen_at_ms').notNull(),
    lastSeenAtMs: timeMs('last_seen_at_ms').notNull(),
  },
  (t) => [uniqueIndex('devices_by_guest').on(t.guestId, t.macAddress), index('devices_by_mac').on(t.macAddress)],
);

/**
 * What has been used of a limitation that starts anew every hour, day, week or month: the running period only. Written
 * by the RADIUS thread.
 */
export const limitationUsage = sqliteTable(
  'limitation_usage',
  {
    entitlementId: integer('entitlement_id').notNull(),
    limitationId: integer('limitation_id').notNull(),
    periodStartMs: timeMs('period_start_ms').notNull(),
    uploadBytes: integer('upload_bytes').notNull().default(0),
    downloadBytes: integer('download_bytes').notNull().default(0),
    uptimeSec: integer('uptime_sec').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.entitlementId, t.limitationId] })],
);

/** A device that may not be used by one guest, by the guests of a domain, or in the whole venue. */
export const deviceBlocks = sqliteTable(
  'device_blocks',
  {
    id: id(),
    macAddress: text('mac_address').notNull(),
    scope: text('scope', { enum: ['guest', 'domain', 'venue'] }).notNull(),
    guestId: integer('guest_id').references(() => guests.id),
    domainId: integer('domain_id').references(() => domains.id),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    index('device_blocks_by_mac').on(t.macAddress),
    index('device_blocks_by_guest').on(t.guestId),
    check(
      'device_block_scope',
      sql`(${t.scope} = 'guest' and ${t.guestId} is not null and ${t.domainId} is null)
      or (${t.scope} = 'domain' and ${t.domainId} is not null and ${t.guestId} is null)
      or (${t.scope} = 'venue' and ${t.guestId} is null and ${t.domainId} is null)`,
    ),
  ],
);

/** Attributes of one guest: `check` must match the request, `reply` is added to the answer. */
export const guestAttributes = sqliteTable(
  'guest_attributes',
  {
    id: id(),
    guestId: integer('guest_id')
      .notNull()
      .references(() => guests.id),
    kind: text('kind', { enum: ['check', 'reply'] }).notNull(),
    name: text('name').notNull(),
    /** Of checks: ==, !=, =~, >=, <=; of replies '='. */
    operator: text('operator', { enum: ['=', '==', '!=', '=~', '>=', '<='] }).notNull(),
    value: text('value').notNull(),
  },
  (t) => [
    index('guest_attributes_by_guest').on(t.guestId),
    check('guest_attribute_kind', sql`(${t.kind} = 'reply') = (${t.operator} = '=')`),
  ],
);

/** What only one guest has on the network. */
export const guestNetworks = sqliteTable(
  'guest_networks',
  {
    id: id(),
    guestId: integer('guest_id')
      .notNull()
      .unique()
      .references(() => guests.id),
    ipAddress: text('ip_address'),
    netmask: text('netmask'),
    /** Additional subnets as Framed-Route texts, JSON array. */
    routes: text('routes').notNull().default('[]'),
    ipv6Prefix: text('ipv6_prefix'),
    delegatedIpv6Prefix: text('delegated_ipv6_prefix'),
    ipPool: text('ip_pool'),
    groupName: text('group_name'),
    addressList: text('address_list'),
    vlanId: integer('vlan_id'),
    /** Sealed (purpose 'wireless-key'). */
    wirelessPskSealed: bytes('wireless_psk_sealed'),
    wirelessEncAlgo: text('wireless_enc_algo', { enum: ['none', '40bit-wep', '104bit-wep', 'aes-ccm', 'tkip'] }),
    /** Sealed (purpose 'wireless-key'). */
    wirelessEncKeySealed: bytes('wireless_enc_key_sealed'),
  },
  (t) => [check('guest_network_vlan', sql`coalesce(${t.vlanId}, 1) between 1 and 4094`)],
);

/** Guests whose person has been erased (db/queries/erase.ts): a number and a pseudonym, for money and connection log. */
export const erasedGuests = sqliteTable('erased_guests', {
  guestId: integer('guest_id').primaryKey(),
  erasedAtMs: timeMs('erased_at_ms').notNull(),
  /** Only inside the change that erases: then, and never else, may history and reasons of sales be rewritten (triggers). */
  inHand: flag('in_hand').notNull().default(false),
});

/** Erasures that are being done, or that a computer switched off in the middle has left. Written outside changes. */
export const unfinishedErasures = sqliteTable(
  'unfinished_erasures',
  {
    guestId: integer('guest_id').primaryKey(),
    /** `asked`: the guest is still known. `erased`: only words in the file are left (db/queries/erase.ts, `mergeSearch`). */
    state: text('state', { enum: ['asked', 'erased'] }).notNull(),
    /** On whose behalf, as in `changes`. */
    operatorId: integer('operator_id'),
    operatorName: text('operator_name').notNull(),
    via: text('via', { enum: ['window', 'page', 'terminal', 'system'] }).notNull(),
  },
  (t) => [check('unfinished_erasure_state', sql`${t.state} in ('asked', 'erased')`)],
);
