/** Guests as a file that an import reads back unchanged. What they have used, bought and done is not in it. */
import type { Db } from '../../db/open';
import { getVenue } from '../../db/queries/venue';
import { listHeld, type HeldEntitlement } from '../../db/queries/guests';
import {
  countGuestsForFile,
  listGuestsForFile,
  listMacs,
  type GuestFilter,
  type GuestForFile,
} from '../../db/queries/guest-files';
import { unseal } from '../../db/seal';
import type { Language } from '../../preload/contract/base';
import { columnTitle, guestColumns, type GuestColumn } from '../../preload/contract/guest-columns';
import { personFieldNames } from '../../preload/contract/persons';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { csvFile } from './csv-text';
import { endOfHeld } from './guest-difference';
import { fileDay, writeMoment } from './guest-dates';
import { MOST_TABLE_ROWS } from './read-table';
import { giveWay, type Watch } from './watch';
import { makeWorkbook } from './workbook';

export interface GuestExportQuestion extends GuestFilter {
  readonly format: 'xlsx' | 'csv';
  /** Also the login names of codes, which are passwords. */
  readonly withPasswords: boolean;
  /** Of the titles. */
  readonly language: Language;
}

export interface GuestExport {
  readonly kind: 'exported';
  readonly bytes: Uint8Array;
  readonly guests: number;
}

const GUESTS_AT_ONCE = 500;

/** Columns in which nobody has anything are left out, but for the name. Refused: more guests than an import takes. */
export async function exportGuests(
  db: Db,
  dataKey: Uint8Array,
  question: GuestExportQuestion,
  watch: Watch,
): Promise<GuestExport | Refusal> {
  const total = countGuestsForFile(db, question);
  if (total > MOST_TABLE_ROWS) return refuse('too-many-guests', { most: MOST_TABLE_ROWS });
  const records: GuestRecord[] = [];
  for (let afterId = 0, more = true; more;) {
    const page = listGuestsForFile(db, question, { afterId, limit: GUESTS_AT_ONCE });
    records.push(...recordsOf(db, dataKey, page, question.withPasswords));
    afterId = page.at(-1)?.guest.id ?? 0;
    more = page.length === GUESTS_AT_ONCE;
    watch.progress(records.length, total);
    await giveWay(watch);
  }
  return { kind: 'exported', bytes: await fileOf(records, question), guests: records.length };
}

type GuestRecord = Readonly<Partial<Record<GuestColumn, string>>>;

function recordsOf(
  db: Db,
  dataKey: Uint8Array,
  page: readonly GuestForFile[],
  withPasswords: boolean,
): readonly GuestRecord[] {
  const ids = page.map(({ guest }) => guest.id);
  const [macs, held] = [listMacs(db, ids), listHeld(db, ids)];
  const { timeZone } = getVenue(db);
  return page.map((one) => ({
    ...credentialsOf(dataKey, one, withPasswords),
    ...placeOf(one, timeZone),
    ...holdingOf(held.get(one.guest.id)?.at(-1), timeZone),
    devices: macs.get(one.guest.id)?.join(' ') ?? '',
    ...personOf(one, timeZone),
  }));
}

function credentialsOf(dataKey: Uint8Array, { guest }: GuestForFile, withPasswords: boolean): GuestRecord {
  const { kind, username, passwordSealed } = guest;
  if (kind === 'device') return { kind, username };
  if (kind === 'code') return { kind, username: withPasswords ? username : '' };
  return { kind, username, password: withPasswords ? unseal(dataKey, 'guest-password', passwordSealed) : '' };
}

function placeOf({ guest, domainName }: GuestForFile, timeZone: string): GuestRecord {
  const { displayName, room, note, language, lockedAtMs } = guest;
  return {
    domain: domainName,
    ...{ displayName: displayName ?? '', room: room ?? '', note: note ?? '', language: language ?? '' },
    lockedAt: momentOf(lockedAtMs, timeZone),
  };
}

/** The last product a guest was given; of several that wait, the others are not in the file. */
function holdingOf(held: HeldEntitlement | undefined, timeZone: string): GuestRecord {
  if (held === undefined) return {};
  return { product: held.product.name, validUntil: momentOf(endOfHeld(held) ?? null, timeZone) };
}

function personOf({ person }: GuestForFile, timeZone: string): GuestRecord {
  if (person === null) return {};
  const at = (atMs: number | null): string => momentOf(atMs, timeZone);
  return {
    ...Object.fromEntries(personFieldNames.map((field) => [field, String(person[field] ?? '')])),
    ...{ emailValidatedAt: at(person.emailValidatedAtMs), smsConfirmedAt: at(person.smsConfirmedAtMs) },
    smsSent: person.smsSent === 0 ? '' : String(person.smsSent),
    ...{ marketingAt: at(person.marketingConsentAtMs), marketingVersion: person.marketingVersion ?? '' },
    newsletterAt: at(person.newsletterConsentAtMs),
    ...{ privacyAt: at(person.privacyAcceptedAtMs), privacyVersion: person.privacyVersion ?? '' },
    ...{ termsAt: at(person.termsAcceptedAtMs), termsVersion: person.termsVersion ?? '' },
  };
}

function momentOf(atMs: number | null, timeZone: string): string {
  return atMs === null ? '' : writeMoment(atMs, timeZone);
}

async function fileOf(
  records: readonly GuestRecord[],
  { format, language, withPasswords }: GuestExportQuestion,
): Promise<Uint8Array> {
  const isFilled = (column: GuestColumn): boolean => records.some((record) => (record[column] ?? '') !== '');
  const columns = guestColumns.filter(
    // A file without names is read as one of people who are called by first and last name.
    (column) => column === 'displayName' || (isFilled(column) && (column !== 'password' || withPasswords)),
  );
  const titles = columns.map((column) => columnTitle(column, language));
  const lines = records.map((record) => columns.map((column) => record[column] ?? ''));
  if (format === 'csv') return csvFile([titles, ...lines]);
  const sheet = {
    name: columnTitle('displayName', language),
    columns: titles.map((title) => ({ title, kind: 'text' as const })),
    rows: lines,
  };
  return makeWorkbook({ sheets: [sheet], rightToLeft: language === 'ar' });
}

/** With the day on which it was made, in the venue's zone. */
export function exportFileName(open: OpenVenue, format: GuestExportQuestion['format']): string {
  const day = fileDay(open.now(), getVenue(open.db).timeZone);
  return `guests-${day}.${format}`;
}
