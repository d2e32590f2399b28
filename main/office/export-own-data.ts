/**
 * A guest's own data as a file (GDPR art. 15 and 20): a workbook to be read, the same as JSON for another program, and the
 * photo. A job of the work thread; History says of which guest it was made, by number: a name would outlive an erasure.
 */
import { strToU8, zipSync } from 'fflate';
import { findGuest } from '../../db/queries/guests';
import { fillLabel, labelChange, listChangesOfGuest, type Change } from '../../db/queries/history';
import { listOwnRows, MOST_OWN_ROWS, type OwnRow } from '../../db/queries/own-data';
import type { Scope } from '../../db/queries/scope';
import { findPerson, findPhoto } from '../../db/queries/persons';
import { getVenue } from '../../db/queries/venue';
import type { Db } from '../../db/open';
import { writeNote, type Actor } from '../../db/write';
import type { Language } from '../../preload/contract/base';
import { sayGuestName } from '../../preload/contract/erased-names';
import { columnTitle } from '../../preload/contract/guest-columns';
import { personFieldNames } from '../../preload/contract/persons';
import { ownDataSections, type OwnDataColumn, type OwnDataSection } from '../../preload/contract/own-data';
import { currencyDigits } from '../../preload/contract/units';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { fileDay, writeMoment } from './guest-dates';
import { giveWay, type Watch } from './watch';
import { makeWorkbook, type WorkbookSheet } from './workbook';

export interface OwnDataQuestion {
  readonly id: number;
  readonly language: Language;
  /** What tables and columns are called in that language. */
  readonly sections: Readonly<Record<OwnDataSection, string>>;
  readonly columns: Readonly<Record<OwnDataColumn, string>>;
  readonly changes: ChangeSentences;
  readonly actor: Actor;
  /** Whose guests there are for whoever asks: History tells them of nobody else. Absent: all. */
  readonly scope?: Scope | undefined;
}

/** How History is told in that language. */
export interface ChangeSentences {
  /** By action, as in db/labels.ts; of one that is not in it the English is taken. */
  readonly sentences: Readonly<Record<string, string>>;
  /** With the place {what}. */
  readonly undone: string;
  readonly redone: string;
}

export interface OwnDataFile {
  readonly kind: 'made';
  readonly bytes: Uint8Array;
}

type Held = Readonly<Record<OwnDataSection, readonly OwnRow[]>>;

/** Refused: there is no such guest. Stopped: nothing was taken, and nothing stands in history. */
export async function exportOwnData(
  db: Db,
  question: OwnDataQuestion,
  nowMs: number,
  watch: Watch,
): Promise<OwnDataFile | Refusal> {
  const { id, actor } = question;
  if (!findGuest(db, id)) return refuse('not-found', { what: 'Guest', id }, 'id');
  const held: Record<string, readonly OwnRow[]> = {};
  for (const [done, section] of ownDataSections.entries()) {
    held[section] = readSection(db, section, question);
    watch.progress(done + 1, ownDataSections.length);
    await giveWay(watch);
  }
  const bytes = await fileOf(db, held as Held, question);
  writeNote(db, { action: 'export-own-data', params: { id } }, nowMs, actor);
  return { kind: 'made', bytes };
}

function readSection(db: Db, section: OwnDataSection, question: OwnDataQuestion): readonly OwnRow[] {
  const { id, language, scope } = question;
  if (section === 'person') return readPerson(db, id, language);
  if (section !== 'history') return listOwnRows(db, section, id).map((row) => sayNames(row, language));
  return listChangesOfGuest(db, id, MOST_OWN_ROWS, scope).map((change) => ({
    when: change.atMs,
    what: sayChange(change, question),
  }));
}

function sayChange({ kind, action, params }: Change, { changes, language }: OwnDataQuestion): string {
  const { sentences, undone, redone } = changes;
  const said = sayNames(params, language);
  const sentence = Object.hasOwn(sentences, action) ? sentences[action] : undefined;
  const what = sentence === undefined ? labelChange(action, said) : fillLabel(sentence, said);
  return kind === 'do' ? what : fillLabel(kind === 'undo' ? undone : redone, { what });
}

/** With words where an erasure has left the pseudonym. */
function sayNames<T extends Readonly<Record<string, string | number | null>>>(row: T, language: Language): T {
  const said = Object.entries(row).map(([key, value]): [string, string | number | null] => [
    key,
    typeof value === 'string' ? sayGuestName(value, language) : value,
  ]);
  return Object.fromEntries(said) as T;
}

/** Field by field, as the page of the guest shows them, and what was agreed to when. */
function readPerson(db: Db, id: number, language: Language): readonly OwnRow[] {
  const person = findPerson(db, id);
  if (!person) return [];
  const fields = personFieldNames.map((name) => ({ field: columnTitle(name, language), value: person[name] }));
  const moments = (
    [
      ['emailValidatedAt', person.emailValidatedAtMs],
      ['smsConfirmedAt', person.smsConfirmedAtMs],
      ['marketingAt', person.marketingConsentAtMs],
      ['newsletterAt', person.newsletterConsentAtMs],
      ['privacyAt', person.privacyAcceptedAtMs],
      ['termsAt', person.termsAcceptedAtMs],
    ] as const
  ).map(([name, atMs]) => ({ field: columnTitle(name, language), when: atMs, value: null }));
  const versions = (['marketingVersion', 'privacyVersion', 'termsVersion'] as const).map((name) => ({
    field: columnTitle(name, language),
    value: person[name],
  }));
  return [
    ...fields.filter(({ value }) => value !== null),
    ...moments.filter(({ when }) => when !== null),
    ...versions.filter(({ value }) => value !== null),
  ];
}

async function fileOf(db: Db, held: Held, question: OwnDataQuestion): Promise<Uint8Array> {
  const photo = findPhoto(db, question.id);
  const { timeZone } = getVenue(db);
  const sheets = ownDataSections
    .filter((section) => held[section].length > 0)
    .map((section) => sheetOf(section, held[section], question, timeZone));
  const workbook = await makeWorkbook({ sheets, rightToLeft: question.language === 'ar' });
  return zipSync({
    'data.xlsx': workbook,
    'data.json': strToU8(JSON.stringify(held, undefined, 2)),
    ...(photo === undefined ? {} : { [`photo.${isPng(photo) ? 'png' : 'jpg'}`]: photo }),
  });
}

/** ISO 15948 §5.2; what a guest's photo is otherwise is JPEG (main/desk/person.ts). */
const isPng = (image: Uint8Array): boolean => image[0] === 0x89;

const moments: ReadonlySet<string> = new Set<OwnDataColumn>([
  ...(['when', 'begins', 'ends', 'firstSeen', 'lastSeen', 'since', 'lockedAt'] as const),
]);
const numbers: ReadonlySet<string> = new Set<OwnDataColumn>(['duration', 'upload', 'download', 'sessions', 'price']);

function sheetOf(
  section: OwnDataSection,
  rows: readonly OwnRow[],
  { sections, columns }: OwnDataQuestion,
  timeZone: string,
): WorkbookSheet {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))] as readonly OwnDataColumn[];
  return {
    name: sections[section],
    columns: names.map((name) => ({
      title: columns[name],
      kind: numbers.has(name) ? (name === 'price' ? 'money' : 'number') : 'text',
    })),
    rows: rows.map((row) => names.map((name) => cellOf(name, row, timeZone))),
  };
}

function cellOf(name: OwnDataColumn, row: OwnRow, timeZone: string): string | number | null {
  const value = row[name] ?? null;
  if (value === null) return null;
  if (moments.has(name)) return writeMoment(Number(value), timeZone);
  if (name === 'price') return Number(value) / 10 ** currencyDigits(String(row.currency));
  return numbers.has(name) ? value : String(value);
}

/** With the day on which it was made, in the venue's zone. */
export function ownDataFileName(open: OpenVenue, id: number): string {
  const day = fileDay(open.now(), getVenue(open.db).timeZone);
  return `guest-${id}-${day}.zip`;
}
