/** One row of a file of guests, read into the columns of the database, or what is wrong with it. */
import { DateTime } from 'luxon';
import type { ProductRow } from '../../db/queries/products';
import { personColumn } from '../../db/queries/persons';
import { language, line } from '../../preload/contract/base';
import type { GuestColumn } from '../../preload/contract/guest-columns';
import { guestPassword, guestUsername } from '../../preload/contract/guests';
import type { ImportProblem, ProblemKind } from '../../preload/contract/import-words';
import { personFieldNames, personFields, type PersonField } from '../../preload/contract/persons';
import { readMac } from '../aaa/mac';
import { nameKey } from '../names';
import { readMoment, type DateOrder } from './guest-dates';

export type GuestKind = 'code' | 'person' | 'device';

/** Values that are given; what is not there is left as it is, or empty in a new guest. */
export interface GuestDraft {
  /** Of the file. */
  readonly row: number;
  readonly username?: string;
  readonly password?: string;
  readonly kind?: GuestKind;
  readonly domainId?: number;
  readonly productId?: number;
  readonly endsAtMs?: number;
  readonly devices?: readonly string[];
  /** By column of the tables `guests` and `guest_persons`. */
  readonly guest: Readonly<Record<string, string | number>>;
  readonly person: Readonly<Record<string, string | number>>;
}

/** What the texts mean in this venue. */
export interface ReadingContext {
  readonly products: ReadonlyMap<string, ProductRow>;
  readonly domains: ReadonlyMap<string, number>;
  readonly timeZone: string;
  readonly dateOrder: DateOrder;
}

/** As many as a guest's page shows. */
const MOST_DEVICES = 100;
const MOST_SMS = 1_000;
/** No calendar goes on beyond (settableMs). */
const LAST_MS = Date.UTC(9999, 11, 31);

/** Beside those of `personFields`. */
const texts = { displayName: line(80), room: line(40), note: line(500), language } as const;
const genders: Readonly<Record<string, string>> = { f: 'female', w: 'female', m: 'male' };

/** Cells by column; empty ones are not there. */
export type GuestCells = ReadonlyMap<GuestColumn, string>;

export function readGuestRow(
  row: number,
  cells: GuestCells,
  context: ReadingContext,
): { readonly draft: GuestDraft; readonly problems: readonly ImportProblem[] } {
  const reader = new RowReader(cells, context);
  return { draft: { row, ...reader.read() }, problems: reader.problems };
}

class RowReader {
  readonly problems: ImportProblem[] = [];
  readonly #cells: GuestCells;
  readonly #context: ReadingContext;

  constructor(cells: GuestCells, context: ReadingContext) {
    this.#cells = cells;
    this.#context = context;
  }

  read(): Omit<GuestDraft, 'row'> {
    const kind = this.#take('kind', (text) => readKind(text.trim().toLowerCase()));
    const endsAtMs = this.#take('validUntil', (text) => this.#end(text));
    return {
      ...given('kind', kind),
      ...given('username', this.#username(kind)),
      ...given(
        'password',
        this.#take('password', (text) => parsed(guestPassword, text)),
      ),
      ...given(
        'domainId',
        this.#take('domain', (text) => this.#context.domains.get(nameKey(text.trim())), 'unknown'),
      ),
      ...given('productId', this.#product()),
      ...given('endsAtMs', endsAtMs),
      ...given('devices', this.#take('devices', readDevices)),
      guest: this.#guest(),
      person: { ...this.#person(), ...this.#consents() },
    };
  }

  /** Undefined: there is no such cell, or it is a problem. */
  #take<T>(
    column: GuestColumn,
    read: (text: string) => T | undefined,
    problem: ProblemKind = 'invalid',
  ): T | undefined {
    const text = this.#cells.get(column);
    if (text === undefined) return undefined;
    const value = read(text);
    if (value === undefined) this.#say(problem, column);
    return value;
  }

  #say(kind: ProblemKind, column: GuestColumn): void {
    const value = column === 'password' ? '…' : this.#cells.get(column);
    this.problems.push({ kind, column, value });
  }

  #username(kind: GuestKind | undefined): string | undefined {
    return this.#take('username', (text) => (kind === 'device' ? readMac(text.trim()) : parsed(guestUsername, text)));
  }

  #product(): number | undefined {
    const product = this.#take('product', (text) => this.#context.products.get(nameKey(text.trim())), 'unknown');
    return product?.id;
  }

  /** A day is meant to its end. */
  #end(text: string): number | undefined {
    const moment = this.#moment(text);
    if (moment === undefined || !moment.isDay) return moment?.atMs;
    return DateTime.fromMillis(moment.atMs, { zone: this.#context.timeZone }).plus({ days: 1 }).toMillis();
  }

  #moment(text: string): ReturnType<typeof readMoment> {
    const moment = readMoment(text, this.#context.dateOrder, this.#context.timeZone);
    return moment !== undefined && moment.atMs >= 0 && moment.atMs <= LAST_MS ? moment : undefined;
  }

  #guest(): Record<string, string | number> {
    return {
      ...given(
        'display_name',
        this.#take('displayName', (text) => parsed(texts.displayName, text)),
      ),
      ...given(
        'room',
        this.#take('room', (text) => parsed(texts.room, text)),
      ),
      ...given(
        'note',
        this.#take('note', (text) => parsed(texts.note, text)),
      ),
      ...given(
        'language',
        this.#take('language', (text) => parsed(texts.language, text.trim().toLowerCase())),
      ),
      ...given('locked_at_ms', this.#date('lockedAt')),
    };
  }

  #date(column: GuestColumn): number | undefined {
    return this.#take(column, (text) => this.#moment(text)?.atMs, 'not-a-date');
  }

  #person(): Record<string, string | number> {
    const values: Record<string, string | number> = {};
    for (const field of personFieldNames) {
      const value = this.#take(field, (text) => this.#personField(field, text));
      if (value !== undefined) values[personColumn(field)] = value;
    }
    return {
      ...values,
      ...given('email_validated_at_ms', this.#date('emailValidatedAt')),
      ...given('sms_confirmed_at_ms', this.#date('smsConfirmedAt')),
      ...given(
        'sms_sent',
        this.#take('smsSent', (text) => wholeNumber(text, MOST_SMS)),
      ),
    };
  }

  #personField(field: PersonField, text: string): string | number | undefined {
    const schema = personFields[field] as Schema<string | number>;
    if (field === 'birthYear' || field === 'latitude' || field === 'longitude') {
      return parsed(schema, Number(text.trim().replace(',', '.') || NaN));
    }
    if (field === 'documentExpires') return parsed(schema, this.#day(text));
    const trimmed = text.trim();
    if (field === 'mobile' || field === 'landline' || field === 'fax') {
      return parsed(schema, trimmed.replace(/^\+/, ''));
    }
    if (field === 'country') return parsed(schema, trimmed.toUpperCase());
    if (field === 'documentKind') return parsed(schema, trimmed.toLowerCase());
    if (field === 'gender') return parsed(schema, genders[trimmed.toLowerCase()] ?? trimmed.toLowerCase());
    return parsed(schema, trimmed);
  }

  #day(text: string): string | undefined {
    const moment = this.#moment(text);
    if (moment === undefined) return undefined;
    return DateTime.fromMillis(moment.atMs, { zone: this.#context.timeZone }).toISODate() ?? undefined;
  }

  #consents(): Record<string, string | number> {
    return {
      ...this.#consent('marketingAt', 'marketing_consent_at_ms', 'marketingVersion', 'marketing_version'),
      ...given('newsletter_consent_at_ms', this.#consentDate('newsletterAt')),
      ...this.#consent('privacyAt', 'privacy_accepted_at_ms', 'privacyVersion', 'privacy_version'),
      ...this.#consent('termsAt', 'terms_accepted_at_ms', 'termsVersion', 'terms_version'),
    };
  }

  #consent(
    at: GuestColumn,
    atColumn: string,
    version: GuestColumn,
    versionColumn: string,
  ): Record<string, string | number> {
    const text = this.#take(version, (cell) => parsed(line(40), cell));
    if (text !== undefined && !this.#cells.has(at)) this.#say('needs-date', at);
    const values: Record<string, string | number> = {};
    const date = this.#consentDate(at);
    if (date !== undefined) values[atColumn] = date;
    if (text !== undefined) values[versionColumn] = text;
    return values;
  }

  /** "Yes" is no proof: when it was given is what counts. */
  #consentDate(column: GuestColumn): number | undefined {
    return this.#take(column, (text) => this.#moment(text)?.atMs, 'needs-date');
  }
}

function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  const one: Partial<Record<K, T>> = {};
  if (value !== undefined) one[key] = value;
  return one;
}

/** What of a schema of the contract is used here. */
interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

function parsed<T>(schema: Schema<T>, value: unknown): T | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}

function readKind(text: string): GuestKind | undefined {
  return (['code', 'person', 'device'] as const).find((kind) => kind === text);
}

function wholeNumber(text: string, most: number): number | undefined {
  const value = Number(text.trim() || NaN);
  return Number.isInteger(value) && value >= 0 && value <= most ? value : undefined;
}

/** Several stand in one cell, with blanks, commas or semicolons between. */
function readDevices(text: string): readonly string[] | undefined {
  const macs = text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => readMac(part));
  const known = macs.filter((mac) => mac !== undefined);
  return known.length === macs.length && known.length <= MOST_DEVICES ? [...new Set(known)] : undefined;
}
