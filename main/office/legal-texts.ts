/** What guests agree to: terms, privacy notice and consent to marketing, in versions that never change. */
import { findDomain } from '../../db/queries/domains';
import {
  countAccepted,
  currentTexts,
  findLegalVersion,
  findNewestVersion,
  lastLegalNumber,
  listLegalTexts,
  listLegalVersions,
  type LegalVersionRow,
} from '../../db/queries/legal';
import { getVenue } from '../../db/queries/venue';
import { writeChange, type Actor } from '../../db/write';
import { languages as everyLanguage, type Language } from '../../preload/contract/base';
import type { LegalKind } from '../../preload/contract/legal';
import type { Refusal } from '../../preload/contract/refusals';
import { languageIn } from '../desk/language-of';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface LegalVersionView {
  readonly id: number;
  readonly kind: LegalKind;
  readonly domainId?: number;
  readonly number: number;
  readonly publishedAtMs: number;
  readonly operatorName: string;
  readonly languages: Language[];
  readonly current: boolean;
}

/** The newest first; of the venue and of all domains. */
export function listVersions(open: OpenVenue): LegalVersionView[] {
  const newest = new Set<string>();
  return listLegalVersions(open.db).map((row) => {
    const place = `${row.kind} ${row.domainId}`;
    const current = !newest.has(place);
    newest.add(place);
    return view(row, row.languages, current);
  });
}

function view(row: LegalVersionRow, languages: readonly string[], current: boolean): LegalVersionView {
  const { id, kind, domainId, number, publishedAtMs, operatorName } = row;
  return {
    ...{ id, kind, number, publishedAtMs, operatorName, current },
    ...(domainId === null ? {} : { domainId }),
    languages: everyLanguage.filter((language) => languages.includes(language)),
  };
}

/** A version in all its languages. Refused: not-found. */
export function showVersion(open: OpenVenue, id: number) {
  const row = findLegalVersion(open.db, id);
  if (!row) return refuse('not-found', { what: 'Text', id }, 'id');
  const texts = listLegalTexts(open.db, id).map(({ language, body, publishedAtMs, operatorName }) => ({
    ...{ language: language as Language, body, publishedAtMs, operatorName },
  }));
  const languages = texts.map(({ language }) => language);
  return {
    kind: 'version' as const,
    version: view(row, languages, isCurrent(open, row)),
    texts,
    accepted: countAccepted(open.db, row),
  };
}

function isCurrent(open: OpenVenue, { id, kind, domainId }: LegalVersionRow): boolean {
  return findNewestVersion(open.db, kind, domainId)?.id === id;
}

export interface CurrentQuestion {
  /** Absent: what holds where a domain has no text of its own. */
  readonly domainId?: number | undefined;
  /** Absent: the domain's, else the venue's. */
  readonly language?: Language | undefined;
}

/** What the guests of a domain agree to now. */
export function showCurrent(open: OpenVenue, { domainId, language }: CurrentQuestion) {
  const shown = language ?? languageIn(open.db, domainId ?? null, getVenue(open.db));
  return currentTexts(open.db, domainId ?? null, shown).map((text) => ({
    ...text,
    language: text.language as Language,
  }));
}

export interface Publication {
  readonly kind: LegalKind;
  /** Absent: for the whole venue. */
  readonly domainId?: number | undefined;
  readonly texts: readonly { readonly language: Language; readonly body: string }[];
}

/** A new version, which holds from now on. Refused: there is no such domain. */
export function publishVersion(
  open: OpenVenue,
  actor: Actor,
  { kind, domainId, texts }: Publication,
): { id: number; number: number; changeId: number } | Refusal {
  const domain = domainId === undefined ? undefined : findDomain(open.db, domainId);
  if (domainId !== undefined && !domain) return refuse('not-found', { what: 'Domain', id: domainId }, 'domainId');
  const number = lastLegalNumber(open.db, kind, domainId ?? null) + 1;
  const what = { action: `publish-${kind}`, params: { number, ...(domain && { name: domain.name }) } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const by = { published_at_ms: open.now(), operator_name: actor.operatorName };
    const id = write.insert('legal_versions', { kind, domain_id: domainId ?? null, number, ...by });
    for (const { language, body } of texts) write.insert('legal_texts', { version_id: id, language, body, ...by });
    return { id, number, changeId: write.changeId };
  });
}

export interface Translation {
  readonly id: number;
  readonly language: Language;
  readonly body: string;
}

/** Refusals: not-found, text-superseded, translation-there. */
export function addTranslation(
  open: OpenVenue,
  actor: Actor,
  { id, language, body }: Translation,
): { changeId: number } | Refusal {
  const version = findLegalVersion(open.db, id);
  if (!version) return refuse('not-found', { what: 'Text', id }, 'id');
  if (!isCurrent(open, version)) return refuse('text-superseded', { number: version.number });
  const there = listLegalTexts(open.db, id).some((text) => text.language === language);
  if (there) return refuse('translation-there', { number: version.number }, 'language');
  const what = { action: 'add-translation', params: { language, number: version.number } } as const;
  return writeChange(open.db, actor, what, open.now(), (write) => {
    const by = { published_at_ms: open.now(), operator_name: actor.operatorName };
    write.insert('legal_texts', { version_id: id, language, body, ...by });
    return { changeId: write.changeId };
  });
}
