import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, timeMs } from './columns';

/** The MikroTik boxes that may ask. */
export const routers = sqliteTable(
  'routers',
  {
    id: id(),
    name: text('name').notNull(),
    /** IPv4 or IPv6 address, canonical text; or a network of them ('10.5.0.0/24'): the longest prefix wins. */
    address: text('address').notNull().unique(),
    hotspot: flag('hotspot').notNull(),
    pppoe: flag('pppoe').notNull(),
    /** Shared secret, sealed (purpose 'router-secret'). */
    secretSealed: bytes('secret_sealed').notNull(),
    /** UDP port of its /radius/incoming; RouterOS 7 exports 3799. */
    coaPort: integer('coa_port').notNull().default(3799),
    /** Whether Disconnect and CoA are sent to it at all. */
    useCoa: flag('use_coa').notNull().default(true),
    /** `learned`: required once it has sent one. */
    messageAuthenticator: text('message_authenticator', { enum: ['learned', 'required'] })
      .notNull()
      .default('learned'),
    /** Whether Acct-Input is upload (`normal`) or download (`swapped`); `learned`: by comparison. */
    direction: text('direction', { enum: ['learned', 'normal', 'swapped'] })
      .notNull()
      .default('learned'),
    /** Password of its MAC logins: none, the MAC again, or one set on the router (mac-auth-password). */
    macPassword: text('mac_password', { enum: ['empty', 'same', 'shared'] })
      .notNull()
      .default('empty'),
    /** Sealed (purpose 'router-secret'); only with `shared`. */
    macPasswordSealed: bytes('mac_password_sealed'),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    check('router_coa_port', sql`${t.coaPort} between 1 and 65535`),
    check('router_mac_password', sql`(${t.macPassword} = 'shared') = (${t.macPasswordSealed} is not null)`),
    check('router_name', sql`length(${t.name}) between 1 and 60`),
  ],
);

/** RADIUS attributes added to every answer to a router, unless product or guest say otherwise. */
export const routerAttributes = sqliteTable(
  'router_attributes',
  {
    id: id(),
    routerId: integer('router_id')
      .notNull()
      .references(() => routers.id),
    name: text('name').notNull(),
    value: text('value').notNull(),
  },
  (t) => [index('router_attributes_by_router').on(t.routerId)],
);

/** What the RADIUS thread has learned of a router. No foreign key: see entitlement_usage. */
export const routerStates = sqliteTable('router_states', {
  routerId: integer('router_id').primaryKey(),
  lastAuthenticAtMs: timeMs('last_authentic_at_ms'),
  /** Once a router has sent Message-Authenticator it must go on doing so (BlastRADIUS). */
  sendsMessageAuthenticator: flag('sends_message_authenticator').notNull().default(false),
  /** Host of its login page, from WISPr-Logoff-URL of a HotSpot's requests. */
  loginHost: text('login_host'),
  /** Last sign of a wrong secret. */
  wrongSecretAtMs: timeMs('wrong_secret_at_ms'),
  wrongSecretSign: text('wrong_secret_sign'),
  lastAcceptAtMs: timeMs('last_accept_at_ms'),
  lastAccountingAtMs: timeMs('last_accounting_at_ms'),
  /** Accepts in a row that no Accounting-Start followed. */
  acceptsWithoutStart: integer('accepts_without_start').notNull().default(0),
  /** Requests asked again although answered: our answers come late or get lost. */
  repeatedAtMs: timeMs('repeated_at_ms'),
  repeats: integer('repeats').notNull().default(0),
  /** The router's clock (Event-Timestamp) minus ours, seconds. */
  clockOffsetSec: integer('clock_offset_sec'),
  /** Last Disconnect or CoA: what came back. */
  coaState: text('coa_state', { enum: ['acknowledged', 'refused', 'no-answer'] }),
  coaAtMs: timeMs('coa_at_ms'),
  coaErrorCause: integer('coa_error_cause'),
  /** Sessions that moved far more bytes as Acct-Output than as Acct-Input, and the other way round. */
  mostlyOutput: integer('mostly_output').notNull().default(0),
  mostlyInput: integer('mostly_input').notNull().default(0),
  /** What that comparison has come to: Acct-Input is what guests download. */
  inputIsDownload: flag('input_is_download').notNull().default(false),
  /** Third digit of its newest Acct-Session-Ids, which counts reboots, and when it was first seen. */
  bootDigit: text('boot_digit'),
  bootDigitAtMs: timeMs('boot_digit_at_ms'),
});

/** Addresses that ask without being known. Written by the RADIUS thread; bounded. */
export const unknownSources = sqliteTable('unknown_sources', {
  address: text('address').primaryKey(),
  firstAtMs: timeMs('first_at_ms').notNull(),
  lastAtMs: timeMs('last_at_ms').notNull(),
  packets: integer('packets').notNull(),
  /** NAS-Identifier of the last packet, as claimed. */
  nasIdentifier: text('nas_identifier'),
  dismissedAtMs: timeMs('dismissed_at_ms'),
});
