import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bytes, id, timeMs } from './columns';
import { ticketTemplates } from './tickets';

/** The one venue of this file. */
export const venue = sqliteTable(
  'venue',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    /** ISO 3166-1 alpha-2. */
    country: text('country').notNull(),
    /** ISO 4217. */
    currency: text('currency').notNull(),
    /** IANA zone, applied on screen and paper only. */
    timeZone: text('time_zone').notNull(),
    /** BCP 47 language of the venue; the default for guests and operators. */
    language: text('language').notNull(),
    /** Minutes after local midnight at which "until check-out" ends. */
    checkOutMinute: integer('check_out_minute').notNull().default(660),
    /** Host or host:port of the HotSpot login page, for the login QR; null: no QR. */
    loginHost: text('login_host'),
    wifiName: text('wifi_name'),
    /** Data key sealed under the recovery key (db/seal.ts). */
    recoverySealed: bytes('recovery_sealed').notNull(),
    createdAtMs: timeMs('created_at_ms').notNull(),
    /** Where backups also go: a USB drive, a share; null: beside the database only. */
    backupFolder: text('backup_folder'),
    /** Minutes without a touch after which a window locks itself; 0: never. */
    lockAfterMin: integer('lock_after_min').notNull().default(5),
  },
  (t) => [
    check('venue_only_one', sql`${t.id} = 1`),
    check('venue_name', sql`length(${t.name}) between 1 and 80`),
    check('venue_lock_after', sql`${t.lockAfterMin} between 0 and 720`),
    check('venue_check_out', sql`${t.checkOutMinute} between 0 and 1439`),
  ],
);

/** Picture on tickets. In a table of its own so that reading the venue does not read the picture. */
export const venueLogos = sqliteTable('venue_logos', {
  id: integer('id').primaryKey(),
  png: bytes('png').notNull(),
});

/** The set of guests that share rules. */
export const domains = sqliteTable(
  'domains',
  {
    id: id(),
    name: text('name').notNull().unique(),
    service: text('service', { enum: ['hotspot', 'pppoe'] }).notNull(),
    /** Ended sessions are summed up (session_history) after so many days; null: as the venue has it (retention_rules). */
    keepSessionsDays: integer('keep_sessions_days'),
    /** Sessions are considered ended after so long, whatever the router says (forced closure 1); null: never. */
    closeSessionsAfterSec: integer('close_sessions_after_sec'),
    /** When its sessions were last made to be kept shorter: applied a day later, until then an undo finds all; null: never. */
    keepLoweredAtMs: timeMs('keep_lowered_at_ms'),
    /** BCP 47 language of its tickets and texts; null: the venue's. */
    language: text('language'),
    /** What a sale at the desk asks for: nothing, the guest's name, a voucher. */
    registration: text('registration', { enum: ['open', 'person', 'voucher'] })
      .notNull()
      .default('open'),
    /** What tickets of its guests look like where the product chooses none; null: as all. */
    ticketTemplateId: integer('ticket_template_id').references(() => ticketTemplates.id),
  },
  (t) => [
    check('domain_registration', sql`${t.registration} in ('open', 'person', 'voucher')`),
    check('domain_service', sql`${t.service} in ('hotspot', 'pppoe')`),
    check(
      'domain_keep',
      sql`coalesce(${t.keepSessionsDays}, 1) between 1 and 36500 and coalesce(${t.closeSessionsAfterSec}, 60) >= 60`,
    ),
  ],
);
