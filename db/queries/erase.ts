/**
 * Takes a person out of what is append-only or written by the engine: the images and sentences of history, the RADIUS
 * log, the sums of old sessions, what was typed at a sale, the search index. What stays is money and the connection log, which
 * the law wants kept: money then knows no more than the guest's number, and the log leaves with its domain's time
 * (main/aaa/retention.ts).
 */
import type { Db } from '../open';
import { prepared, preparedValue } from '../statements';
import { immediate } from '../transaction';

/** What a guest who was erased is called from then on. */
export function pseudonymOf(guestId: number): string {
  return `erased-${guestId}`;
}

/** The same, but for somebody else who is called so: of an import from another venue, or typed by hand. */
export function freePseudonymOf(db: Db, guestId: number): string {
  const isTaken = preparedValue<[string, number], number>(
    db.sqlite,
    'select 1 from guests where username_key = ? and id <> ?',
  );
  const name = pseudonymOf(guestId);
  for (let number = 2, free = name; ; free = `${name}-${number++}`) {
    if (isTaken.get(free, guestId) === undefined) return free;
  }
}

/** Which of these guests have been erased. */
export function listErased(db: Db, guestIds: readonly number[]): ReadonlySet<number> {
  const among = 'select guest_id from erased_guests where guest_id in (select value from json_each(?))';
  return new Set(preparedValue<[string], number>(db.sqlite, among).all(JSON.stringify(guestIds)));
}

/** Tables whose rows say something about the person; with the guest's number in `guest_id`. */
export const personalTables = [
  ...(['guest_persons', 'guest_photos', 'guest_attributes', 'guest_networks', 'devices', 'device_blocks'] as const),
] as const;

export function listPersonalRows(db: Db, guestId: number): readonly { table: PersonalTable; id: number }[] {
  return personalTables.flatMap((table) =>
    preparedValue<[number], number>(db.sqlite, `select id from ${table} where guest_id = ? order by id`)
      .all(guestId)
      .map((id) => ({ table, id })),
  );
}
export type PersonalTable = (typeof personalTables)[number];

/** Whether history still could bring something of an erased person back. */
export function touchesErased(db: Db, changeId: number): boolean {
  return preparedValue<[number], number>(db.sqlite, touchesSql).get(changeId) === 1;
}

const ownerOfRow = `case when r.table_name = 'guests' then r.row_id
  else (case when r.after is null then r.before else r.after end) ->> '$.guest_id' end`;
const touchesSql = `select exists (select 1 from change_rows r join erased_guests e on e.guest_id = ${ownerOfRow}
  where r.change_id = ?)`;

/** Every word the guest was ever known by, and where: in rows now, in images of history. */
export function listNames(db: Db, guestId: number): ReadonlySet<string> {
  const names = preparedValue<[{ guestId: number }], string>(db.sqlite, namesSql).all({ guestId });
  return new Set(names);
}

const rowsOfGuest = `
  select r.id, r.change_id from change_rows r where r.table_name = 'guests' and r.row_id = @guestId
  union
  select r.id, r.change_id from change_rows r
  where (case when "after" is null then "before" else "after" end) ->> '$.guest_id' is not null
    and (case when "after" is null then "before" else "after" end) ->> '$.guest_id' = @guestId`;
const namesSql = `
  with own as (${rowsOfGuest}), images as (
    select r.before as image from own join change_rows r on r.id = own.id where r.before is not null
    union all select r.after from own join change_rows r on r.id = own.id where r.after is not null)
  select value from images, json_each(images.image)
    where key in ('username', 'display_name', 'room', 'mac_address') and value is not null
  union select username from guests where id = @guestId
  union select display_name from guests where id = @guestId and display_name is not null
  union select room from guests where id = @guestId and room is not null
  union select mac_address from devices where guest_id = @guestId`;

/**
 * Inside the change that erases the guest, after its rows have been written: from the first line of history to this
 * change nothing says any more who it was. What was done, when and by whom stays.
 */
export function forgetInHistory(db: Db, guestId: number, names: ReadonlySet<string>, nowMs: number): void {
  const { sqlite } = db;
  prepared(sqlite, markSql).run({ guestId, nowMs });
  const changes = prepared<[{ guestId: number }], { id: number; params: string }>(sqlite, changesSql).all({ guestId });
  for (const { id, params } of changes) {
    prepared(sqlite, 'update changes set params = ? where id = ?').run(withoutNames(params, names, guestId), id);
  }
  prepared(sqlite, imagesSql).run({ guestId });
  prepared(sqlite, reasonsSql).run({ guestId, pseudonym: pseudonymOf(guestId) });
  prepared(sqlite, 'update erased_guests set in_hand = 0 where guest_id = ?').run(guestId);
}

const markSql = `insert into erased_guests (guest_id, erased_at_ms, in_hand) values (@guestId, @nowMs, 1)
  on conflict (guest_id) do update set in_hand = 1`;
const changesSql = `select id, params from changes where id in (select change_id from (${rowsOfGuest})) order by id`;
/** Entitlements say what was sold and nothing of the person. */
const imagesSql = `
  update change_rows set
    before = case when before is null then null else json_object('id', row_id, 'guest_id', @guestId) end,
    after = case when after is null then null else json_object('id', row_id, 'guest_id', @guestId) end
  where table_name <> 'entitlements' and id in (select id from (${rowsOfGuest}))`;

/** Why another price was asked is free text; that there was a reason stays. */
const reasonsSql = `update sales set price_reason = @pseudonym where guest_id = @guestId and price_reason is not null`;

function withoutNames(params: string, names: ReadonlySet<string>, guestId: number): string {
  const said = Object.entries(JSON.parse(params) as Record<string, unknown>);
  return JSON.stringify(
    Object.fromEntries(
      said.map(([key, value]) => [key, typeof value === 'string' && names.has(value) ? pseudonymOf(guestId) : value]),
    ),
  );
}

/** The sums of old sessions are by guest already. Indexed, so it can be part of the change. */
export function forgetInSums(db: Db, guestId: number): void {
  const renamed = 'update session_history set username = ? where guest_id = ?';
  prepared(db.sqlite, renamed).run(pseudonymOf(guestId), guestId);
}

/** Rows of the RADIUS log looked at in one transaction: a millisecond or two. */
const LOG_ROWS_AT_ONCE = 2_000;

/** What guests were known by, by their numbers. */
export type NamesByGuest = ReadonlyMap<number, ReadonlySet<string>>;

/**
 * The next stretch of the RADIUS log from `fromId` on: what names one of the guests, or was sent by nobody in particular
 * with one of the names, says no more than that something was asked. `isEnd`: that was the last one.
 */
export function forgetInLog(db: Db, names: NamesByGuest, fromId: number): { nextId: number; isEnd: boolean } {
  const tillId = fromId + LOG_ROWS_AT_ONCE;
  const named = [...names].flatMap(([guestId, words]) => spellings(words).map((word) => [word, guestId]));
  immediate(db.sqlite, () =>
    prepared(db.sqlite, logSql).run({
      ...{ fromId, tillId, guestIds: JSON.stringify([...names.keys()]), names: JSON.stringify(named) },
    }),
  );
  const lastId = preparedValue<[], number | null>(db.sqlite, 'select max(id) from radius_log').get() ?? 0;
  return tillId > lastId ? { nextId: Math.max(fromId, lastId + 1), isEnd: true } : { nextId: tillId, isEnd: false };
}

/** As SQLite's lower() has them, which knows ASCII only. */
function spellings(words: ReadonlySet<string>): readonly string[] {
  return [...new Set([...words].flatMap((word) => [word, word.toLowerCase()]))].map((word) =>
    word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
  );
}

/** A line of somebody else's is left alone: they may have the name, or the room, today. */
const logSql = `
  with erased(id) as (select value from json_each(@guestIds)),
    named(word, id) as (select value ->> 0, value ->> 1 from json_each(@names))
  update radius_log set detail = reason, mac_address = null, acct_session_id = null, packet_no = null,
    username = 'erased-' || coalesce(guest_id, (select min(id) from named where word = lower(username)))
  where id >= @fromId and id < @tillId
    and (guest_id in (select id from erased)
      or (guest_id is null and lower(username) in (select word from named)))`;

/** Pages of the search index merged in one transaction. */
const PAGES_AT_ONCE = 64;

/**
 * The words of deleted entries stay in the index until its parts are merged (SQLite FTS5, "merge"). One step of that;
 * false: there is nothing left to merge.
 * @param isFirst begins with a merge of everything
 */
export function mergeSearch(db: Db, isFirst: boolean): boolean {
  const total = preparedValue<[], number>(db.sqlite, 'select total_changes()');
  return immediate(db.sqlite, () => {
    const before = total.get()!;
    const pages = isFirst ? -PAGES_AT_ONCE : PAGES_AT_ONCE;
    prepared(db.sqlite, `insert into guest_search (guest_search, rank) values ('merge', ?)`).run(pages);
    // FTS5: one change is the command itself; more means that there was work.
    return total.get()! - before >= 2;
  });
}

/**
 * Empties the WAL, whose old frames still have what was there before. False: somebody reads or writes just now; nobody
 * waits for them, ask again.
 */
export function emptyWal(db: Db): boolean {
  const { sqlite } = db;
  const patienceMs = sqlite.pragma('busy_timeout', { simple: true }) as number;
  sqlite.pragma('busy_timeout = 0');
  try {
    const [state] = sqlite.pragma('wal_checkpoint(truncate)') as { readonly busy: number }[];
    return state?.busy === 0;
  } finally {
    sqlite.pragma(`busy_timeout = ${patienceMs}`);
  }
}

export interface UnfinishedErasure {
  readonly guestId: number;
  readonly operatorId: number | null;
  readonly operatorName: string;
  readonly via: Via;
}
type Via = 'window' | 'page' | 'terminal' | 'system';

/** From here on the guest is erased whatever happens to this computer. */
export function noteErasure(db: Db, erasure: UnfinishedErasure): void {
  immediate(db.sqlite, () => prepared(db.sqlite, `${noteSql} 'asked', ${noteValues}`).run(erasure));
}

/** Inside the change that erases the guest: what is left to do is in the file only. */
export function noteErased(db: Db, erasure: UnfinishedErasure): void {
  prepared(db.sqlite, `${noteSql} 'erased', ${noteValues}`).run(erasure);
}

const noteSql = `insert or replace into unfinished_erasures (guest_id, state, operator_id, operator_name, via)
  values (@guestId,`;
const noteValues = '@operatorId, @operatorName, @via)';

/** Nobody wants it any more, and nothing of the guest has gone but lines of the log. */
export function dropAskedErasure(db: Db, guestId: number): void {
  immediate(db.sqlite, () =>
    prepared(db.sqlite, `delete from unfinished_erasures where state = 'asked' and guest_id = ?`).run(guestId),
  );
}

/** The file has nothing more of those who were erased. */
export function finishErasures(db: Db): void {
  immediate(db.sqlite, () => prepared(db.sqlite, `delete from unfinished_erasures where state = 'erased'`).run());
}

/** Who was to be erased and is not yet. */
export function listAskedErasures(db: Db): readonly UnfinishedErasure[] {
  return prepared<[], UnfinishedErasure>(
    db.sqlite,
    `select guest_id as guestId, operator_id as operatorId, operator_name as operatorName, via
     from unfinished_erasures where state = 'asked' order by guest_id`,
  ).all();
}

/** Whether anything of an erasure is left to do. */
export function isErasureUnfinished(db: Db): boolean {
  return preparedValue<[], number>(db.sqlite, 'select exists (select 1 from unfinished_erasures)').get() === 1;
}
