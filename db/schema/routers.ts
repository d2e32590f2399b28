import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, timeMs } from './columns';

/** The MikroTik boxes that may ask. */
export const routers = sqliteTable(
  'routers',
  {
    id: id(),
    name: text('name').notNull(),
    /** IPv4 or IPv6 address, canonical text. */
    address: text('address').notNull().unique(),
    hotspot: flag('hotspot').notNull(),
    pppoe: flag('pppoe').notNull(),
    /** Shared secret, sealed (purpose 'router-secret'). */
    secretSealed: bytes('secret_sealed').notNull(),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [check('router_name', sql`length(${t.name}) between 1 and 60`)],
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
