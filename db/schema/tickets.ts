import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { bytes, flag, id, timeMs } from './columns';

/** What stands on tickets. Where none is the default, the one that comes with the program is. */
export const ticketTemplates = sqliteTable(
  'ticket_templates',
  {
    id: id(),
    name: text('name').notNull().unique(),
    /** JSON array of blocks (preload/contract/ticket-templates.ts). */
    blocks: text('blocks').notNull(),
    /** Cards on an A4 sheet. */
    cardsPerPage: integer('cards_per_page').notNull(),
    /** Of products that choose none. */
    isDefault: flag('is_default').notNull().default(false),
    /** The Wi-Fi that its QR code joins; null: the venue's. */
    wifiName: text('wifi_name'),
    wifiSecurity: text('wifi_security', { enum: ['open', 'wpa'] }).notNull(),
    /** Sealed (purpose 'wireless-key'). */
    wifiPasswordSealed: bytes('wifi_password_sealed'),
    createdAtMs: timeMs('created_at_ms').notNull(),
  },
  (t) => [
    uniqueIndex('ticket_templates_one_default')
      .on(t.isDefault)
      .where(sql`${t.isDefault} = 1`),
    check('ticket_template_name', sql`length(${t.name}) between 1 and 60`),
    check('ticket_template_blocks', sql`json_valid(${t.blocks})`),
    check('ticket_template_cards', sql`${t.cardsPerPage} in (4, 6, 8, 10)`),
    check(
      'ticket_template_wifi',
      sql`${t.wifiSecurity} in ('open', 'wpa') and (${t.wifiSecurity} = 'wpa') = (${t.wifiPasswordSealed} is not null)`,
    ),
  ],
);
