/** Guests who agreed to be sent offers: counted, and listed for a file. Nobody else is ever looked at. */
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';
import { inScope, scopeParams, type Scope } from './scope';

/** Each narrows; absent: whatever it is. */
export interface AddressFilter {
  /** Who can be reached that way; absent: by e-mail or by phone. */
  readonly channel?: 'email' | 'mobile' | undefined;
  readonly domainId?: number | undefined;
  readonly language?: string | undefined;
  readonly country?: string | undefined;
  /** Whatever the case. */
  readonly city?: string | undefined;
  readonly gender?: 'female' | 'male' | 'other' | undefined;
  /** Years, both included; who did not tell is not among them. */
  readonly bornFrom?: number | undefined;
  readonly bornTill?: number | undefined;
  /** Who has, or had, this product. */
  readonly productId?: number | undefined;
  /** When they agreed, UTC milliseconds, the end not included. */
  readonly agreedFromMs?: number | undefined;
  readonly agreedTillMs?: number | undefined;
  /** When a device of theirs was seen last. */
  readonly seenFromMs?: number | undefined;
  readonly seenTillMs?: number | undefined;
  /** Only who also asked for the newsletter. */
  readonly newsletter?: boolean | undefined;
  /** Without those who are locked. */
  readonly notLocked?: boolean | undefined;
  /** Only those within. */
  readonly scope?: Scope | undefined;
}

export interface AddressCount {
  readonly guests: number;
  readonly withEmail: number;
  readonly withMobile: number;
}

export interface Address {
  readonly id: number;
  readonly kind: 'code' | 'person' | 'device';
  readonly username: string;
  readonly displayName: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly callingCode: string | null;
  readonly mobile: string | null;
  readonly language: string | null;
  readonly gender: string | null;
  readonly birthYear: number | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly marketingAtMs: number;
  readonly marketingVersion: string;
}

/**
 * Agreed, on a day that is known, to a text that is known: without both nobody could show later that they did. Taking the
 * consent back empties these columns, and erasing somebody removes the row.
 */
const hasAgreed = `p.marketing_consent_at_ms is not null
  and p.marketing_version is not null
  and not exists (select 1 from erased_guests x where x.guest_id = g.id)`;

const reachable = {
  email: 'p.email is not null',
  mobile: 'p.mobile is not null',
  either: '(p.email is not null or p.mobile is not null)',
} as const;

const lastSeen = '(select max(d.last_seen_at_ms) from devices d where d.guest_id = g.id)';

/** By the field that asks for it. */
const conditions: Readonly<Record<Exclude<keyof AddressFilter, 'channel' | 'scope'>, string>> = {
  domainId: 'g.domain_id = @domainId',
  language: 'g.language = @language',
  country: 'p.country = @country',
  city: 'lower(p.city) = lower(@city)',
  gender: 'p.gender = @gender',
  bornFrom: 'p.birth_year >= @bornFrom',
  bornTill: 'p.birth_year <= @bornTill',
  productId: 'exists (select 1 from entitlements e where e.guest_id = g.id and e.product_id = @productId)',
  agreedFromMs: 'p.marketing_consent_at_ms >= @agreedFromMs',
  agreedTillMs: 'p.marketing_consent_at_ms < @agreedTillMs',
  seenFromMs: `${lastSeen} >= @seenFromMs`,
  seenTillMs: `${lastSeen} < @seenTillMs`,
  newsletter: 'p.newsletter_consent_at_ms is not null',
  notLocked: 'g.locked_at_ms is null',
};

function whereOf(filter: AddressFilter): string {
  const asked = Object.entries(conditions).filter(([field]) => isAsked(filter[field as keyof AddressFilter]));
  const who = [hasAgreed, inScope(filter.scope), reachable[filter.channel ?? 'either']];
  return [...who, ...asked.map(([, condition]) => condition)].join(' and ');
}

const isAsked = (value: unknown): boolean => value !== undefined && value !== false;

/** What the statement has a place for. */
function boundOf(filter: AddressFilter): Readonly<Record<string, string | number>> {
  const bound = Object.fromEntries(
    Object.entries(filter).filter(
      (entry): entry is [string, string | number] =>
        entry[0] !== 'channel' && ['string', 'number'].includes(typeof entry[1]),
    ),
  );
  return { ...bound, ...scopeParams(filter.scope) };
}

const tables = 'guest_persons p join guests g on g.id = p.guest_id';

export function countAddresses(db: Db, filter: AddressFilter): AddressCount {
  const sql = `select count(*) as guests, count(p.email) as withEmail, count(p.mobile) as withMobile
    from ${tables} where ${whereOf(filter)}`;
  return prepared<[object], AddressCount>(db.sqlite, sql).get(boundOf(filter))!;
}

/** What there is to choose from: of all who agreed, so that no choice leads to nobody. */
export interface AddressChoices {
  readonly domains: readonly Named[];
  readonly products: readonly Named[];
  readonly languages: readonly string[];
  readonly countries: readonly string[];
  readonly cities: readonly string[];
}

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** More are not shown one by one. */
const MOST_CHOICES = 500;

export function listAddressChoices(db: Db, scope?: Scope): AddressChoices {
  const agreed = `${tables} where ${hasAgreed} and ${inScope(scope)}`;
  const params = scopeParams(scope);
  const named = (sql: string): readonly Named[] => prepared<[object], Named>(db.sqlite, sql).all(params);
  const texts = (column: string): readonly string[] =>
    preparedValue<[object], string>(
      db.sqlite,
      `select distinct ${column} from ${agreed} and ${column} is not null order by 1 limit ${MOST_CHOICES}`,
    ).all(params);
  return {
    domains: named(`select id, name from domains where id in (select g.domain_id from ${agreed}) order by name`),
    products: named(`select id, name from products where id in (
      select e.product_id from entitlements e where e.guest_id in (select g.id from ${agreed})) order by name`),
    ...{ languages: texts('g.language'), countries: texts('p.country'), cities: texts('p.city') },
  };
}

/** In the order of their numbers, a page at a time. */
export function listAddresses(
  db: Db,
  filter: AddressFilter,
  page: { readonly afterId: number; readonly limit: number },
): readonly Address[] {
  const sql = `
    select g.id, g.kind, g.username, g.display_name as displayName, p.first_name as firstName, p.last_name as lastName,
      p.email, p.calling_code as callingCode, p.mobile, g.language, p.gender, p.birth_year as birthYear, p.city,
      p.country, p.marketing_consent_at_ms as marketingAtMs, p.marketing_version as marketingVersion
    from ${tables} where g.id > @afterId and ${whereOf(filter)} order by g.id limit @limit`;
  return prepared<[object], Address>(db.sqlite, sql).all({ ...boundOf(filter), ...page });
}
