/**
 * What guests agree to: terms, privacy notice, consent to marketing. Published versions stand for ever (triggers in the
 * migration): a new one supersedes, none changes; only an undo takes one away, and only while no guest has accepted it.
 */
import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { id, timeMs } from './columns';
import { domains } from './venue';

/** One publication. The newest of a domain holds for its guests, else the newest of the venue. */
export const legalVersions = sqliteTable(
  'legal_versions',
  {
    id: id(),
    kind: text('kind', { enum: ['terms', 'privacy', 'marketing'] }).notNull(),
    /** Null: of the whole venue. */
    domainId: integer('domain_id').references(() => domains.id),
    /** 1, 2, 3 … of its kind and domain; one that was taken back is not given again: it may be on paper. */
    number: integer('number').notNull(),
    publishedAtMs: timeMs('published_at_ms').notNull(),
    operatorName: text('operator_name').notNull(),
  },
  (t) => [
    uniqueIndex('legal_versions_of_venue')
      .on(t.kind, t.number)
      .where(sql`${t.domainId} is null`),
    uniqueIndex('legal_versions_of_domain').on(t.domainId, t.kind, t.number),
    check('legal_version_kind', sql`${t.kind} in ('terms', 'privacy', 'marketing')`),
    check('legal_version_number', sql`${t.number} >= 1`),
  ],
);

/** A version in one language. Translations may follow later: they change nothing that anybody has read. */
export const legalTexts = sqliteTable(
  'legal_texts',
  {
    id: id(),
    versionId: integer('version_id')
      .notNull()
      .references(() => legalVersions.id),
    language: text('language').notNull(),
    /** Paragraphs, with empty lines between them. */
    body: text('body').notNull(),
    publishedAtMs: timeMs('published_at_ms').notNull(),
    operatorName: text('operator_name').notNull(),
  },
  (t) => [
    uniqueIndex('legal_texts_by_version').on(t.versionId, t.language),
    check('legal_text_body', sql`length(${t.body}) between 1 and 50000`),
  ],
);
