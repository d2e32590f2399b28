/**
 * Addresses for mailing: of guests who agreed to it, and of nobody else. A job of the work thread; who took the file, how
 * many and by which filter stands in history before the file is given away, without a name.
 */
import { DateTime } from 'luxon';
import type { Db } from '../../db/open';
import { findDomain } from '../../db/queries/domains';
import {
  countAddresses,
  listAddresses,
  listAddressChoices,
  type Address,
  type AddressChoices,
  type AddressCount,
  type AddressFilter,
} from '../../db/queries/marketing';
import { findProduct } from '../../db/queries/products';
import { getVenue } from '../../db/queries/venue';
import { writeNote, type Actor } from '../../db/write';
import type { Language } from '../../preload/contract/base';
import { columnTitle, type GuestColumn } from '../../preload/contract/guest-columns';
import type { AddressFilterInput } from '../../preload/contract/marketing';
import type { OpenVenue } from '../open-venue';
import { csvFile } from './csv-text';
import { fileDay, writeMoment } from './guest-dates';
import { giveWay, type Watch } from './watch';
import { makeWorkbook } from './workbook';

/** By whom: absent is everybody in the venue. */
export type AddressesAsked = AddressFilterInput & Pick<AddressFilter, 'scope'>;

export interface AddressesQuestion extends AddressesAsked {
  readonly format: 'xlsx' | 'csv';
  /** Language of the titles. */
  readonly titles: Language;
  readonly actor: Actor;
}

export interface AddressesFile {
  readonly kind: 'exported';
  readonly bytes: Uint8Array;
  readonly guests: number;
}

/** What the screen shows before anything is exported. */
export interface AddressesView extends AddressCount {
  readonly choices: AddressChoices;
}

const GUESTS_AT_ONCE = 500;

const columns = [
  ...(['email', 'mobile', 'username', 'displayName', 'firstName', 'lastName', 'language', 'gender'] as const),
  ...(['birthYear', 'city', 'country', 'marketingAt', 'marketingVersion'] as const),
] satisfies readonly GuestColumn[];
type Column = (typeof columns)[number];

export function readAddresses(db: Db, filter: AddressesAsked): AddressesView {
  return { ...countAddresses(db, filterOf(db, filter)), choices: listAddressChoices(db, filter.scope) };
}

/** Rejects with the reason of `watch.signal` when stopped: then nothing was taken, and nothing stands in history. */
export async function exportAddresses(
  db: Db,
  { format, titles, actor, ...asked }: AddressesQuestion,
  nowMs: number,
  watch: Watch,
): Promise<AddressesFile> {
  const filter = filterOf(db, asked);
  const { timeZone } = getVenue(db);
  const total = countAddresses(db, filter).guests;
  const lines: (readonly string[])[] = [];
  for (let afterId = 0, more = true; more;) {
    const page = listAddresses(db, filter, { afterId, limit: GUESTS_AT_ONCE });
    for (const address of page) lines.push(columns.map((column) => cellOf(address, column, timeZone)));
    afterId = page.at(-1)?.id ?? 0;
    more = page.length === GUESTS_AT_ONCE;
    watch.progress(lines.length, total);
    await giveWay(watch);
  }
  const bytes = await fileOf(lines, format, titles);
  const filters = describeFilter(db, asked);
  writeNote(
    db,
    { action: 'export-addresses', params: { count: lines.length, ...(filters === '' ? {} : { filters }) } },
    nowMs,
    actor,
  );
  return { kind: 'exported', bytes, guests: lines.length };
}

/** Days as the first moment of each and of the one after the last. */
function filterOf(db: Db, input: AddressesAsked): AddressFilter {
  const { agreedFromDay, agreedTillDay, seenFromDay, seenTillDay, ...same } = input;
  const { timeZone } = getVenue(db);
  const begin = (day: string | undefined, later: number) =>
    day === undefined ? undefined : DateTime.fromISO(day, { zone: timeZone }).plus({ days: later }).toMillis();
  return {
    ...same,
    ...{ agreedFromMs: begin(agreedFromDay, 0), agreedTillMs: begin(agreedTillDay, 1) },
    ...{ seenFromMs: begin(seenFromDay, 0), seenTillMs: begin(seenTillDay, 1) },
  };
}

function cellOf(address: Address, column: Column, timeZone: string): string {
  switch (column) {
    case 'username':
      // The login name of a code is its password, and that of a device its address.
      return address.kind === 'person' ? address.username : '';
    case 'mobile':
      return phoneOf(address);
    case 'marketingAt':
      return writeMoment(address.marketingAtMs, timeZone);
    default:
      return String(address[column] ?? '');
  }
}

/** As programs for mailing want it: +39 and the number. */
function phoneOf({ callingCode, mobile }: Address): string {
  if (mobile === null) return '';
  return callingCode === null ? mobile : `+${callingCode}${mobile}`;
}

async function fileOf(
  lines: readonly (readonly string[])[],
  format: AddressesQuestion['format'],
  language: Language,
): Promise<Uint8Array> {
  const titles = columns.map((column) => columnTitle(column, language));
  if (format === 'csv') return csvFile([titles, ...lines]);
  const sheet = {
    name: columnTitle('email', language),
    columns: titles.map((title) => ({ title, kind: 'text' as const })),
    rows: lines,
  };
  return makeWorkbook({ sheets: [sheet], rightToLeft: language === 'ar' });
}

/** In no language, and without anybody's name: 'language=de, agreed=2026-01-01..2026-12-31'. */
function describeFilter(db: Db, filter: AddressFilterInput): string {
  const { domainId, productId, agreedFromDay, agreedTillDay, seenFromDay, seenTillDay, bornFrom, bornTill } = filter;
  const said: Readonly<Record<string, string | undefined>> = {
    by: filter.channel,
    domain: domainId === undefined ? undefined : (findDomain(db, domainId)?.name ?? String(domainId)),
    product: productId === undefined ? undefined : (findProduct(db, productId)?.product.name ?? String(productId)),
    ...{ language: filter.language, country: filter.country, city: filter.city, gender: filter.gender },
    born: span(bornFrom, bornTill),
    agreed: span(agreedFromDay, agreedTillDay),
    seen: span(seenFromDay, seenTillDay),
    newsletter: filter.newsletter === true ? 'yes' : undefined,
    locked: filter.notLocked === true ? 'no' : undefined,
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `${name}=${value}`).join(', ');
}

function span(from: string | number | undefined, till: string | number | undefined): string | undefined {
  return from === undefined && till === undefined ? undefined : `${from ?? ''}..${till ?? ''}`;
}

/** With the day on which it was made, in the venue's zone. */
export function addressesFileName(open: OpenVenue, format: AddressesQuestion['format']): string {
  const day = fileDay(open.now(), getVenue(open.db).timeZone);
  return `addresses-${day}.${format}`;
}
