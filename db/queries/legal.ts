/** What guests agree to: published versions of terms, privacy notice and consent to marketing. */
import { asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { legalTexts, legalVersions } from '../schema';
import { getVenue } from './venue';

export type LegalVersionRow = typeof legalVersions.$inferSelect;
export type LegalTextRow = typeof legalTexts.$inferSelect;
export type LegalKind = LegalVersionRow['kind'];

export const legalKinds = ['terms', 'privacy', 'marketing'] as const satisfies readonly LegalKind[];

/** A lawyer changes a text some times a year; the list goes back for decades. */
const MOST_VERSIONS = 500;

/** What holds now, in the language closest to the one asked for. */
export interface CurrentText {
  readonly versionId: number;
  readonly kind: LegalKind;
  /** 1, 2, 3 … of its kind, of the venue or of the domain. */
  readonly number: number;
  readonly publishedAtMs: number;
  readonly language: string;
  /** Paragraphs, with empty lines between them. */
  readonly body: string;
}

const statements = preparedPer((db) => ({
  list: db.orm
    .select({
      version: legalVersions,
      languages: sql<string>`(select coalesce(group_concat(language), '') from legal_texts where version_id = legal_versions.id)`,
    })
    .from(legalVersions)
    .orderBy(desc(legalVersions.id))
    .limit(MOST_VERSIONS)
    .prepare(),
  byId: db.orm
    .select()
    .from(legalVersions)
    .where(eq(legalVersions.id, sql.placeholder('id')))
    .prepare(),
  current: db.sqlite
    .prepare<[{ kind: string; domainId: number | null }], number>(
      `select id from legal_versions where kind = @kind and domain_id is @domainId order by number desc limit 1`,
    )
    .pluck(),
  lastNumber: db.sqlite
    .prepare<[{ kind: string; domainId: number | null }], number | null>(
      `
    select max(coalesce("after", "before") ->> '$.number') from change_rows
    where table_name = 'legal_versions' and coalesce("after", "before") ->> '$.kind' = @kind
      and coalesce("after", "before") ->> '$.domain_id' is @domainId`,
    )
    .pluck(),
  texts: db.orm
    .select()
    .from(legalTexts)
    .where(eq(legalTexts.versionId, sql.placeholder('versionId')))
    .orderBy(asc(legalTexts.id))
    .prepare(),
  ofDomain: db.sqlite.prepare<[number], number>('select id from legal_versions where domain_id = ?').pluck(),
  accepted: {
    terms: db.sqlite.prepare<[number], number>(countOf('terms')).pluck(),
    privacy: db.sqlite.prepare<[number], number>(countOf('privacy')).pluck(),
    marketing: db.sqlite.prepare<[number], number>(countOf('marketing')).pluck(),
  },
}));

function countOf(kind: LegalKind): string {
  return `select count(*) from guest_persons where ${kind}_version_id = ?`;
}

/** Of the venue and of all domains, the newest first; at most 500. */
export function listLegalVersions(db: Db): readonly (LegalVersionRow & { readonly languages: readonly string[] })[] {
  return statements(db)
    .list.all()
    .map(({ version, languages }) => ({ ...version, languages: languages.split(',').filter(Boolean) }));
}

export function findLegalVersion(db: Db, id: number): LegalVersionRow | undefined {
  return statements(db).byId.get({ id });
}

/** In every language there is, the first published first. */
export function listLegalTexts(db: Db, versionId: number): readonly LegalTextRow[] {
  return statements(db).texts.all({ versionId });
}

/**
 * The version of a kind that holds for the guests of a domain: its own newest, else the venue's.
 * @param domainId null: what holds where a domain has none
 */
export function findCurrentVersion(db: Db, kind: LegalKind, domainId: number | null): LegalVersionRow | undefined {
  const { current } = statements(db);
  const own = domainId === null ? undefined : current.get({ kind, domainId });
  const id = own ?? current.get({ kind, domainId: null });
  return id === undefined ? undefined : findLegalVersion(db, id);
}

/** The newest version published just for `domainId` (null: the venue), and not taken back. */
export function findNewestVersion(db: Db, kind: LegalKind, domainId: number | null): LegalVersionRow | undefined {
  const id = statements(db).current.get({ kind, domainId });
  return id === undefined ? undefined : findLegalVersion(db, id);
}

/** The highest number that was ever given, also to a version that was taken back; 0: none. */
export function lastLegalNumber(db: Db, kind: LegalKind, domainId: number | null): number {
  return statements(db).lastNumber.get({ kind, domainId }) ?? 0;
}

/** How many guests have accepted just this version. */
export function countAccepted(db: Db, { id, kind }: LegalVersionRow): number {
  return statements(db).accepted[kind].get(id) ?? 0;
}

/** Numbers of the versions that were published for a domain of its own. */
export function listVersionsOfDomain(db: Db, domainId: number): readonly number[] {
  return statements(db).ofDomain.all(domainId);
}

/**
 * What the guests of a domain agree to now, at most one text of each kind. In the language asked for, else in the
 * venue's, else in English, else in the first there is.
 * @param domainId null: what holds where a domain has none
 */
export function currentTexts(db: Db, domainId: number | null, language: string): readonly CurrentText[] {
  const preferred = [language, getVenue(db).language, 'en'];
  return legalKinds.flatMap((kind) => {
    const version = findCurrentVersion(db, kind, domainId);
    const text = version && closest(listLegalTexts(db, version.id), preferred);
    if (!version || !text) return [];
    const { id: versionId, number, publishedAtMs } = version;
    return [{ versionId, kind, number, publishedAtMs, language: text.language, body: text.body }];
  });
}

function closest(texts: readonly LegalTextRow[], preferred: readonly string[]): LegalTextRow | undefined {
  const found = preferred.map((language) => texts.find((text) => text.language === language));
  return found.find((text) => text !== undefined) ?? texts[0];
}
