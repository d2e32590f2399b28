/** What the pretend router of a rehearsal has to know: where it stood, and whose phones come to it. */
import type { Db } from '../open';
import { preparedPer } from '../prepared';

/** A session that was open when the rehearsal ended, or that the demo was made with. */
export interface OpenSessionOfRouter {
  readonly guestId: number | null;
  readonly acctSessionId: string;
  readonly username: string;
  readonly macAddress: string;
  readonly framedIpAddress: string | null;
  readonly startedAtMs: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
}

/** Who may come online by themselves. */
export interface NewGuest {
  readonly id: number;
  readonly username: string;
  readonly passwordSealed: Uint8Array;
}

/** More phones than a trainer can follow. */
const MOST_OPEN = 60;
/** Guests of one sale, or of a few quick ones. */
const MOST_NEW = 20;
/** A small queue at the login page in the morning. */
const MOST_RETURNING = 8;

const statements = preparedPer(({ sqlite }) => ({
  open: sqlite.prepare<[number], OpenSessionOfRouter>(`
    select guest_id as guestId, acct_session_id as acctSessionId, coalesce(sent_username, username) as username,
      coalesce(sent_calling_station_id, mac_address) as macAddress, framed_ip_address as framedIpAddress,
      started_at_ms as startedAtMs, upload_bytes as uploadBytes, download_bytes as downloadBytes
    from sessions where router_id = ? and ended_at_ms is null order by id desc limit ${MOST_OPEN}`),
  newest: sqlite
    .prepare<[number], string>(`select acct_session_id from sessions where router_id = ? order by id desc limit 1`)
    .pluck(),
  newestGuest: sqlite.prepare<[], number | null>('select max(id) from guests').pluck(),
  newGuests: sqlite.prepare<[number], NewGuest>(`
    select id, username, password_sealed as passwordSealed from guests g
    where id > ? and kind = 'code' and locked_at_ms is null
      and exists (select 1 from entitlements e where e.guest_id = g.id)
    order by id limit ${MOST_NEW}`),
  lastGuests: sqlite.prepare<[], NewGuest>(`
    select id, username, password_sealed as passwordSealed from guests where kind = 'code'
    order by id desc limit ${MOST_RETURNING}`),
  password: sqlite.prepare<[number], Uint8Array>(`select password_sealed from guests where id = ?`).pluck(),
  port: sqlite.prepare<[number, number]>('update routers set coa_port = ? where id = ?'),
}));

/** Newest first; at most 60. */
export function listOpenSessions(db: Db, routerId: number): readonly OpenSessionOfRouter[] {
  return statements(db).open.all(routerId);
}

/** Acct-Session-Id the router used last; undefined: it has had no session yet. */
export function findNewestSessionId(db: Db, routerId: number): string | undefined {
  return statements(db).newest.get(routerId);
}

/** 0: there is none yet. */
export function newestGuestId(db: Db): number {
  return statements(db).newestGuest.get() ?? 0;
}

/** Guests with a code and something to use, made after the guest `afterId`; oldest first, at most 20. */
export function listNewGuests(db: Db, afterId: number): readonly NewGuest[] {
  return statements(db).newGuests.all(afterId);
}

/** The guests with a code that came last, newest first; what they hold may have ended. At most 8. */
export function listLastGuests(db: Db): readonly NewGuest[] {
  return statements(db).lastGuests.all();
}

/** Undefined: the guest is no more. */
export function findSealedPassword(db: Db, guestId: number): Uint8Array | undefined {
  return statements(db).password.get(guestId);
}

/** Where the pretend router listens this time. Beside history: nobody at the desk did it. */
export function storeDynamicPort(db: Db, routerId: number, port: number): void {
  statements(db).port.run(port, routerId);
}
