/**
 * Open sessions that have to be looked at: because their time has come, or because what their guests hold has changed.
 * Read and written by the RADIUS thread; writers hold the transaction.
 */
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { askedColumns, type AskedSession } from './router-requests';

/** An open session of a guest, as far as it decides what is due to it. */
export interface ReviewedSession extends AskedSession {
  readonly guestId: number;
  readonly entitlementId: number | null;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  /** Mikrotik-Rate-Limit as far as the router is known to apply it; '' none, null: not looked at yet. */
  readonly rateLimit: string | null;
  readonly reviewAtMs: number | null;
}

/** Sessions of one guest or entitlement looked at in one go; a shared staff login reaches dozens. */
const MOST_OF_ONE = 100;

const columns = `${askedColumns}, entitlement_id as entitlementId, upload_bytes as uploadBytes,
  download_bytes as downloadBytes, rate_limit as rateLimit, review_at_ms as reviewAtMs`;

export const reviewsSql = {
  due: `
    select ${columns} from sessions
    where ended_at_ms is null and review_at_ms is not null and review_at_ms <= @nowMs and guest_id is not null
    order by review_at_ms limit @limit`,
  ofEntitlement: `
    select ${columns} from sessions
    where entitlement_id = ? and ended_at_ms is null and guest_id is not null limit ${MOST_OF_ONE}`,
  ofGuest: `select ${columns} from sessions where guest_id = ? and ended_at_ms is null limit ${MOST_OF_ONE}`,
  /** All of them, a few at a time, in the order of the index. */
  after: `
    select ${columns} from sessions
    where ended_at_ms is null and (guest_id, id) > (@guestId, @id) order by guest_id, id limit @limit`,
  ofProduct: `
    select ${columns} from sessions
    where ended_at_ms is null and (guest_id, id) > (@guestId, @id) and exists (
      select 1 from entitlements e where e.id = sessions.entitlement_id and e.product_id = @productId)
    order by guest_id, id limit @limit`,
  looked: `
    update sessions set review_at_ms = @reviewAtMs, rate_limit = @rateLimit where id = @id and ended_at_ms is null`,
  applied: `update sessions set rate_limit = @rateLimit where id = @id and ended_at_ms is null`,
  again: `update sessions set review_at_ms = @atMs where id = @id and ended_at_ms is null`,
  anyLongest: `select 1 as yes from domains where close_sessions_after_sec is not null limit 1`,
  tooLong: `
    select s.id, s.router_id as routerId from sessions s indexed by sessions_open
    join guests g on g.id = s.guest_id join domains d on d.id = g.domain_id
    where s.ended_at_ms is null and s.end_try_at_ms is null and d.close_sessions_after_sec is not null
      and s.started_at_ms + d.close_sessions_after_sec * 1000 <= @nowMs limit @limit`,
} as const;

interface Due {
  readonly nowMs: number;
  readonly limit: number;
}

const statements = preparedPer(({ sqlite }) => ({
  due: sqlite.prepare<[Due], ReviewedSession>(reviewsSql.due),
  ofEntitlement: sqlite.prepare<[number], ReviewedSession>(reviewsSql.ofEntitlement),
  ofGuest: sqlite.prepare<[number], ReviewedSession>(reviewsSql.ofGuest),
  after: sqlite.prepare<[Cursor & { limit: number }], ReviewedSession>(reviewsSql.after),
  ofProduct: sqlite.prepare<[Cursor & { productId: number; limit: number }], ReviewedSession>(reviewsSql.ofProduct),
  looked: sqlite.prepare(reviewsSql.looked),
  applied: sqlite.prepare(reviewsSql.applied),
  again: sqlite.prepare(reviewsSql.again),
  anyLongest: sqlite.prepare<[], { yes: number }>(reviewsSql.anyLongest),
  tooLong: sqlite.prepare<[Due], { id: number; routerId: number }>(reviewsSql.tooLong),
}));

/** Sessions whose time has come, longest due first. */
export function listSessionsToReview(db: Db, nowMs: number, limit: number): readonly ReviewedSession[] {
  return statements(db).due.all({ nowMs, limit });
}

/** Open sessions that use an entitlement; at most 100. */
export function listSessionsUsing(db: Db, entitlementId: number): readonly ReviewedSession[] {
  return statements(db).ofEntitlement.all(entitlementId);
}

/** Open sessions of a guest; at most 100. */
export function listSessionsOf(db: Db, guestId: number): readonly ReviewedSession[] {
  return statements(db).ofGuest.all(guestId);
}

/** How far a round over all open sessions has come. */
export interface Cursor {
  readonly guestId: number;
  readonly id: number;
}

/** The next open sessions of guests after `cursor`. */
export function listSessionsAfter(db: Db, { guestId, id }: Cursor, limit: number): readonly ReviewedSession[] {
  return statements(db).after.all({ guestId, id, limit });
}

/** The next open sessions after `cursor` that use an entitlement of a product. */
export function listSessionsOfProduct(
  db: Db,
  productId: number,
  { guestId, id }: Cursor,
  limit: number,
): readonly ReviewedSession[] {
  return statements(db).ofProduct.all({ productId, guestId, id, limit });
}

export interface Looked {
  readonly id: number;
  /** Null: never by itself. */
  readonly reviewAtMs: number | null;
  readonly rateLimit: string;
}

/** Notes what a session was found to have, and when to look again. */
export function noteReviewed(db: Db, looked: Looked): void {
  statements(db).looked.run(looked);
}

/** The router has acknowledged another rate limit. */
export function noteRateLimit(db: Db, id: number, rateLimit: string): void {
  statements(db).applied.run({ id, rateLimit });
}

/** Looks again at that time. */
export function reviewAgain(db: Db, id: number, atMs: number): void {
  statements(db).again.run({ id, atMs });
}

/** Open sessions that have lasted longer than their domain lets them; those that are being ended are left out. */
export function listTooLong(
  db: Db,
  nowMs: number,
  limit: number,
): readonly { readonly id: number; readonly routerId: number }[] {
  const { anyLongest, tooLong } = statements(db);
  return anyLongest.get() === undefined ? [] : tooLong.all({ nowMs, limit });
}
