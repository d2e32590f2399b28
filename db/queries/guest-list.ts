/**
 * Guests to page through, newest first, by what they are and by anything known of them. A page is looked for in parts of
 * a fixed size, so that a filter that fits few of a hundred thousand guests never holds the main thread.
 */
import type { Db } from '../open';
import { prepared } from '../statements';
import { fullTextQuery, readMacPrefix } from './guests';
import { inScope, scopeParams, type Scope } from './scope';

export interface GuestListFilter {
  /** Name, code, room, note, phone, e-mail, PMS code or MAC; '': everybody. */
  readonly text: string;
  readonly kind?: 'code' | 'person' | 'device' | undefined;
  readonly domainId?: number | undefined;
  readonly state?: 'online' | 'locked' | 'valid' | 'expired' | undefined;
  /** Only those within. */
  readonly scope?: Scope | undefined;
}

/** A part of the list that has been looked through. */
export interface GuestPart {
  /** Those that may fit, newest first: of `valid` and `expired` as far as fixed ends tell; the standing decides. */
  readonly ids: readonly number[];
  /** Go on below this guest; undefined: nobody is left. */
  readonly nextBeforeId: number | undefined;
}

/** Looked at in one part: a millisecond or two. */
export const LOOKED_AT_ONCE = 1_000;

const among = {
  everybody: `select id from guests where id < @beforeId order by id desc limit ${LOOKED_AT_ONCE}`,
  locked: `select id from guests where locked_at_ms is not null and id < @beforeId order by id desc limit ${LOOKED_AT_ONCE}`,
  person: `select id from guests where kind = 'person' and kind <> 'code' and id < @beforeId
    order by id desc limit ${LOOKED_AT_ONCE}`,
  device: `select id from guests where kind = 'device' and kind <> 'code' and id < @beforeId
    order by id desc limit ${LOOKED_AT_ONCE}`,
  online: `select distinct guest_id as id from sessions indexed by sessions_open_by_guest
    where ended_at_ms is null and guest_id < @beforeId order by guest_id desc limit ${LOOKED_AT_ONCE}`,
  found: `select rowid as id from guest_search where guest_search match @query and rowid < @beforeId
    order by rowid desc limit ${LOOKED_AT_ONCE}`,
  withMac: `select distinct guest_id as id from devices
    where mac_address >= @fromMac and mac_address < @tillMac and guest_id < @beforeId
    union select id from guests where username_key >= lower(@fromMac) and username_key < lower(@tillMac)
      and id < @beforeId
    order by id desc limit ${LOOKED_AT_ONCE}`,
  foundOrWithMac: `select id from (select rowid as id from guest_search where guest_search match @query
      and rowid < @beforeId order by rowid desc limit ${LOOKED_AT_ONCE})
    union select distinct guest_id from devices
      where mac_address >= @fromMac and mac_address < @tillMac and guest_id < @beforeId
    union select id from guests where username_key >= lower(@fromMac) and username_key < lower(@tillMac)
      and id < @beforeId
    order by id desc limit ${LOOKED_AT_ONCE}`,
} as const;

type Among = keyof typeof among;

const online = `exists (select 1 from sessions s where s.guest_id = g.id and s.ended_at_ms is null)`;
/** An end that is fixed and past is past in every respect; whether it pauses or is used up is told by its standing. */
const notEnded = `(case when e.end_overridden then coalesce(e.ends_at_ms, @nowMs + 1)
    else min(coalesce(e.ends_at_ms, @nowMs + 1), coalesce(u.ends_at_ms, @nowMs + 1)) end) > @nowMs`;
const mayBeValid = `exists (
  select 1 from entitlements e left join entitlement_usage u on u.entitlement_id = e.id
  where e.guest_id = g.id and ${notEnded})`;
/**
 * What has no hours, and no quota or nothing used of it, can only end by its time: nobody who holds it has to be looked at
 * more closely.
 */
const isSurelyValid = `exists (
  select 1 from entitlements e join products p on p.id = e.product_id
    left join entitlement_usage u on u.entitlement_id = e.id
  where e.guest_id = g.id and ${notEnded} and coalesce(p.valid_until_ms, @nowMs + 1) > @nowMs
    and not exists (select 1 from limitations l where l.product_id = p.id and (l.window_days is not null
      or u.entitlement_id is not null
        and coalesce(l.total_quota_bytes, l.download_quota_bytes, l.upload_quota_bytes, l.uptime_sec) is not null)))`;

const fitting = {
  online,
  locked: `g.locked_at_ms is not null`,
  valid: mayBeValid,
  expired: `not ${isSurelyValid}`,
} as const;

/** Exported for the test that pins the query plans. */
export const guestListSql = {
  among,
  part: (source: Among, { kind, domainId, state, scope }: Omit<GuestListFilter, 'text'>): string => `
    select part.id, (${[
      kind === undefined ? 'true' : 'g.kind = @kind',
      domainId === undefined ? 'true' : 'g.domain_id = @domainId',
      state === undefined ? 'true' : fitting[state],
      inScope(scope),
    ].join(' and ')}) as fits
    from (${among[source]}) part join guests g on g.id = part.id order by part.id desc`,
};

/** Looks through the next part below `beforeId`. */
export function lookThroughGuests(db: Db, filter: GuestListFilter, beforeId: number, nowMs: number): GuestPart {
  const asked = wordsOf(filter.text);
  const source = sourceOf(filter, asked);
  if (source === undefined) return { ids: [], nextBeforeId: undefined };
  const { kind, domainId } = filter;
  const rows = prepared<[object], { id: number; fits: number }>(db.sqlite, guestListSql.part(source, filter)).all(
    onlyNamed(guestListSql.part(source, filter), {
      ...asked,
      kind,
      domainId,
      beforeId,
      nowMs,
      ...scopeParams(filter.scope),
    }),
  );
  return {
    ids: rows.filter(({ fits }) => fits === 1).map(({ id }) => id),
    nextBeforeId: rows.length < LOOKED_AT_ONCE ? undefined : rows.at(-1)!.id,
  };
}

interface Asked {
  readonly query?: string;
  readonly fromMac?: string;
  readonly tillMac?: string;
}

function wordsOf(text: string): Asked | undefined {
  if (text.trim() === '') return undefined;
  const query = fullTextQuery(text);
  const mac = readMacPrefix(text);
  return {
    ...(query === '' ? {} : { query }),
    // ';' is the character after ':' and every hex digit sorts below it.
    ...(mac === undefined ? {} : { fromMac: mac, tillMac: `${mac};` }),
  };
}

/** The narrowest list to look through; undefined: the text has no word in it that could be found. */
function sourceOf({ kind, state }: GuestListFilter, asked: Asked | undefined): Among | undefined {
  if (asked !== undefined) {
    if (asked.fromMac !== undefined) return asked.query === undefined ? 'withMac' : 'foundOrWithMac';
    return asked.query === undefined ? undefined : 'found';
  }
  if (state === 'online' || state === 'locked') return state;
  return kind === 'person' || kind === 'device' ? kind : 'everybody';
}

/** SQLite takes no parameter that the statement does not name. */
function onlyNamed(sql: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => sql.includes(`@${name}`)));
}
