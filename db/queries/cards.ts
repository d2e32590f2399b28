/** Batches of cards and vouchers, and whether one of them is worth anything. */
import { and, asc, desc, eq, exists, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../open';
import { preparedPer } from '../prepared';
import { immediate } from '../transaction';
import { batchesInScope, type Scope } from './scope';
import { batches, batchHolds, cards, domains, products, vouchers } from '../schema';

export type BatchRow = typeof batches.$inferSelect;
export type HoldRow = typeof batchHolds.$inferSelect;
export type VoucherRow = typeof vouchers.$inferSelect;

/** Why a card or voucher is worth nothing. */
export type CardObstacle = 'card-withdrawn' | 'card-suspended' | 'card-expired' | 'card-not-sold';

/** Whatever decides it. */
export interface CardFacts {
  readonly batchId: number;
  readonly serial: number;
  readonly soldAtMs: number | null;
  readonly soldAtDesk: boolean;
  readonly sellBeforeMs: number | null;
  readonly madeAtMs: number | null;
  readonly withdrawnAtMs: number | null;
  readonly isHeld: boolean;
}

/**
 * Undefined: it may be used. A card the desk has sold is paid for: whatever becomes of its batch afterwards leaves it alone.
 * @param isUsed somebody has logged in with it
 */
export function obstacleOf(card: CardFacts, isUsed: boolean, nowMs: number): CardObstacle | undefined {
  if (card.soldAtMs !== null) return undefined;
  if (card.madeAtMs === null || (card.withdrawnAtMs !== null && !isUsed)) return 'card-withdrawn';
  if (card.isHeld) return 'card-suspended';
  if (isUsed && !card.soldAtDesk) return undefined;
  if (card.sellBeforeMs !== null && card.sellBeforeMs <= nowMs) return 'card-expired';
  return card.soldAtDesk ? 'card-not-sold' : undefined;
}

const facts = `b.id as batchId, c.serial, b.sold_at_desk as soldAtDesk, b.sell_before_ms as sellBeforeMs,
  b.made_at_ms as madeAtMs, b.withdrawn_at_ms as withdrawnAtMs,
  exists (select 1 from batch_holds h where h.batch_id = b.id and c.serial between h.from_serial and h.till_serial) as isHeld`;

export const cardsSql = {
  card: `select ${facts}, c.sold_at_ms as soldAtMs from cards c join batches b on b.id = c.batch_id where c.id = +?`,
  voucher: `select ${facts}, null as soldAtMs from vouchers c join batches b on b.id = c.batch_id where c.id = +?`,
  /** Of one stretch of serials: rows are few thousand at most. */
  countCards: `
    select count(*) as made, count(p.serial) as printed, count(c.sold_at_ms) as sold, count(u.started_at_ms) as used,
      sum(u.started_at_ms is null and c.sold_at_ms is null) as unused,
      sum(coalesce(u.ends_at_ms, e.ends_at_ms) <= @nowMs) as ended
    from cards c
    left join batch_prints p on p.batch_id = c.batch_id and p.serial = c.serial
    left join entitlements e on e.guest_id = c.id
      and e.id = (select min(first.id) from entitlements first where first.guest_id = c.id)
    left join entitlement_usage u on u.entitlement_id = e.id
    where c.batch_id = @batchId and c.serial between @from and @till`,
  countVouchers: `
    select count(*) as made, count(p.serial) as printed, count(v.redeemed_at_ms) as used
    from vouchers v left join batch_prints p on p.batch_id = v.batch_id and p.serial = v.serial
    where v.batch_id = @batchId and v.serial between @from and @till`,
  listCards: `
    select c.id, c.serial, g.username as code, g.display_name as displayName, g.room, c.sold_at_ms as soldAtMs,
      p.printed_at_ms as printedAtMs, u.started_at_ms as usedAtMs, coalesce(u.ends_at_ms, e.ends_at_ms) as endsAtMs,
      exists (select 1 from batch_holds h
        where h.batch_id = c.batch_id and c.serial between h.from_serial and h.till_serial) as isHeld
    from cards c
    join guests g on g.id = c.id
    left join batch_prints p on p.batch_id = c.batch_id and p.serial = c.serial
    left join entitlements e on e.guest_id = c.id
      and e.id = (select min(first.id) from entitlements first where first.guest_id = c.id)
    left join entitlement_usage u on u.entitlement_id = e.id
    where c.batch_id = @batchId and c.serial between @from and @till order by c.serial`,
  listVouchers: `
    select v.id, v.serial, v.code, null as displayName, null as room, null as soldAtMs,
      p.printed_at_ms as printedAtMs, v.redeemed_at_ms as usedAtMs, null as endsAtMs,
      exists (select 1 from batch_holds h
        where h.batch_id = v.batch_id and v.serial between h.from_serial and h.till_serial) as isHeld
    from vouchers v left join batch_prints p on p.batch_id = v.batch_id and p.serial = v.serial
    where v.batch_id = @batchId and v.serial between @from and @till order by v.serial`,
  insertGuest: `
    insert into guests (domain_id, kind, username, username_key, password_sealed, created_at_ms)
    values (@domainId, 'code', @code, @codeKey, @sealed, @atMs)`,
  insertEntitlement: `
    insert into entitlements (guest_id, product_id, end_overridden, created_at_ms) values (@guestId, @productId, 0, @atMs)`,
  insertCard: `insert into cards (id, batch_id, serial) values (@guestId, @batchId, @serial)`,
  insertVoucher: `insert into vouchers (batch_id, serial, code, code_key) values (@batchId, @serial, @code, @codeKey)`,
  noteCardPrint: `
    insert into batch_prints (batch_id, serial, printed_at_ms) select batch_id, serial, @atMs from cards where id = @id
    on conflict (batch_id, serial) do update set printed_at_ms = excluded.printed_at_ms`,
  noteSerialPrint: `
    insert into batch_prints (batch_id, serial, printed_at_ms) values (@batchId, @serial, @atMs)
    on conflict (batch_id, serial) do update set printed_at_ms = excluded.printed_at_ms`,
  noteVoucherPrint: `
    insert into batch_prints (batch_id, serial, printed_at_ms) select batch_id, serial, @atMs from vouchers where id = @id
    on conflict (batch_id, serial) do update set printed_at_ms = excluded.printed_at_ms`,
  /** Neither sold nor used by anybody, and nothing else was ever sold to it or erased of it. */
  unsoldCards: `
    select c.id, c.serial, e.id as entitlementId
    from cards c
    join entitlements e on e.guest_id = c.id
    left join entitlement_usage u on u.entitlement_id = e.id
    where c.batch_id = @batchId and c.serial between @from and @till
      and c.sold_at_ms is null and u.started_at_ms is null
      and not exists (select 1 from entitlements other where other.guest_id = c.id and other.id <> e.id)
      and not exists (select 1 from sales s where s.guest_id = c.id)
      and not exists (select 1 from erased_guests x where x.guest_id = c.id)
    order by c.serial`,
  unsoldVouchers: `
    select v.id, v.serial, null as entitlementId from vouchers v
    where v.batch_id = @batchId and v.serial between @from and @till and v.redeemed_at_ms is null
    order by v.serial`,
  copyPrints: `
    insert into batch_prints (batch_id, serial, printed_at_ms)
    select @toId, serial, printed_at_ms from batch_prints where batch_id = @batchId and serial between @from and @till`,
  onlineOf: `
    select count(distinct s.guest_id) from sessions s join cards c on c.id = s.guest_id
    where s.ended_at_ms is null and c.batch_id = @batchId and c.sold_at_ms is null
      and c.serial between @from and @till`,
} as const;

type StoredFacts = Omit<CardFacts, 'soldAtDesk' | 'isHeld'> & { readonly soldAtDesk: number; readonly isHeld: number };

/** One stretch of a batch. */
export interface Stretch {
  readonly batchId: number;
  readonly from: number;
  readonly till: number;
}

export interface CardCounts {
  readonly made: number;
  readonly printed: number;
  readonly sold: number;
  readonly used: number;
  /** Neither sold nor used. */
  readonly unused: number;
  /** What was sold or used and is over. */
  readonly ended: number;
}

/** One that may still be given another product. */
export interface UnsoldRow {
  /** The guest's number, or the voucher's. */
  readonly id: number;
  readonly serial: number;
  /** What the card holds; vouchers hold nothing until they pay for something. */
  readonly entitlementId: number | null;
}

export interface CardListRow {
  /** The guest's number, or the voucher's. */
  readonly id: number;
  readonly serial: number;
  readonly code: string;
  readonly displayName: string | null;
  readonly room: string | null;
  readonly soldAtMs: number | null;
  readonly printedAtMs: number | null;
  readonly usedAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly isHeld: boolean;
}

const statements = preparedPer(({ sqlite, orm }) => ({
  card: sqlite.prepare<[number], StoredFacts>(cardsSql.card),
  voucher: sqlite.prepare<[number], StoredFacts>(cardsSql.voucher),
  countCards: sqlite.prepare<[Stretch & { nowMs: number }], { readonly [K in keyof CardCounts]: number | null }>(
    cardsSql.countCards,
  ),
  countVouchers: sqlite.prepare<[Stretch], { made: number; printed: number; used: number }>(cardsSql.countVouchers),
  listCards: sqlite.prepare<[Stretch], Omit<CardListRow, 'isHeld'> & { isHeld: number }>(cardsSql.listCards),
  listVouchers: sqlite.prepare<[Stretch], Omit<CardListRow, 'isHeld'> & { isHeld: number }>(cardsSql.listVouchers),
  insertGuest: sqlite.prepare(cardsSql.insertGuest),
  insertEntitlement: sqlite.prepare(cardsSql.insertEntitlement),
  insertCard: sqlite.prepare(cardsSql.insertCard),
  insertVoucher: sqlite.prepare(cardsSql.insertVoucher),
  noteCardPrint: sqlite.prepare(cardsSql.noteCardPrint),
  noteVoucherPrint: sqlite.prepare(cardsSql.noteVoucherPrint),
  noteSerialPrint: sqlite.prepare(cardsSql.noteSerialPrint),
  unsoldCards: sqlite.prepare<[Stretch], UnsoldRow>(cardsSql.unsoldCards),
  unsoldVouchers: sqlite.prepare<[Stretch], UnsoldRow>(cardsSql.unsoldVouchers),
  copyPrints: sqlite.prepare<[Stretch & { readonly toId: number }]>(cardsSql.copyPrints),
  onlineOf: sqlite.prepare<[Stretch], number>(cardsSql.onlineOf).pluck(),
  batch: orm
    .select()
    .from(batches)
    .where(eq(batches.id, sql.placeholder('id')))
    .prepare(),
  holds: orm
    .select()
    .from(batchHolds)
    .where(eq(batchHolds.batchId, sql.placeholder('batchId')))
    .orderBy(asc(batchHolds.fromSerial))
    .prepare(),
  voucherByKey: orm
    .select()
    .from(vouchers)
    .where(eq(vouchers.codeKey, sql.placeholder('codeKey')))
    .prepare(),
  unfinished: orm.select().from(batches).where(isNull(batches.madeAtMs)).prepare(),
  ofDomain: orm
    .select({ id: batches.id })
    .from(batches)
    .where(eq(batches.domainId, sql.placeholder('domainId')))
    .limit(1)
    .prepare(),
}));

function factsFrom(row: StoredFacts | undefined): CardFacts | undefined {
  return row && { ...row, soldAtDesk: row.soldAtDesk === 1, isHeld: row.isHeld === 1 };
}

/** Undefined: this guest is no card. */
export function findCard(db: Db, guestId: number): CardFacts | undefined {
  return factsFrom(statements(db).card.get(guestId));
}

/** What decides whether a voucher may be redeemed; `soldAtMs` is null always. */
export function findVoucherFacts(db: Db, voucherId: number): CardFacts | undefined {
  return factsFrom(statements(db).voucher.get(voucherId));
}

export function findVoucherByKey(db: Db, codeKey: string): VoucherRow | undefined {
  return statements(db).voucherByKey.get({ codeKey });
}

export function findBatch(db: Db, id: number): BatchRow | undefined {
  return statements(db).batch.get({ id });
}

/** Batches whose making was cut off. */
export function listUnfinishedBatches(db: Db): readonly BatchRow[] {
  return statements(db).unfinished.all();
}

export interface BatchListRow {
  readonly batch: BatchRow;
  readonly productName: string;
  readonly domainName: string;
}

/** Newest first; finished ones only, and none whose cards have all moved to another. */
export function listBatches(
  db: Db,
  filter: { readonly withdrawn: boolean; readonly limit: number; readonly scope?: Scope | undefined },
): BatchListRow[] {
  return db.orm
    .select({ batch: batches, productName: products.name, domainName: domains.name })
    .from(batches)
    .innerJoin(products, eq(products.id, batches.productId))
    .innerJoin(domains, eq(domains.id, batches.domainId))
    .where(
      and(
        isNotNull(batches.madeAtMs),
        or(
          exists(db.orm.select({ id: cards.id }).from(cards).where(eq(cards.batchId, batches.id))),
          exists(db.orm.select({ id: vouchers.id }).from(vouchers).where(eq(vouchers.batchId, batches.id))),
        ),
        filter.withdrawn ? undefined : isNull(batches.withdrawnAtMs),
        batchesInScope(filter.scope),
      ),
    )
    .orderBy(desc(batches.id))
    .limit(filter.limit)
    .all();
}

/** In the order of serials. */
export function listHolds(db: Db, batchId: number): readonly HoldRow[] {
  return statements(db).holds.all({ batchId });
}

/** Holds of these batches, by batch. */
export function listHoldsOf(db: Db, batchIds: readonly number[]): readonly HoldRow[] {
  if (batchIds.length === 0) return [];
  return db.orm.select().from(batchHolds).where(inArray(batchHolds.batchId, batchIds.slice())).all();
}

export function hasBatches(db: Db, domainId: number): boolean {
  return statements(db).ofDomain.get({ domainId }) !== undefined;
}

/** What became of one stretch of cards: what they held first counts, not what was sold to them later. */
export function countCards(db: Db, stretch: Stretch, nowMs: number): CardCounts {
  const { made, printed, sold, used, unused, ended } = statements(db).countCards.get({ ...stretch, nowMs })!;
  return {
    ...{ made: made ?? 0, printed: printed ?? 0, sold: sold ?? 0 },
    ...{ used: used ?? 0, unused: unused ?? 0, ended: ended ?? 0 },
  };
}

/** The same of vouchers: redeemed ones are used, nothing is sold or ends. */
export function countVouchers(db: Db, stretch: Stretch): CardCounts {
  const { made, printed, used } = statements(db).countVouchers.get(stretch)!;
  return { made, printed, sold: 0, used, unused: made - used, ended: 0 };
}

/** In the order of serials. */
export function listBatchRows(db: Db, kind: BatchRow['kind'], stretch: Stretch): readonly CardListRow[] {
  const { listCards, listVouchers } = statements(db);
  const rows = (kind === 'cards' ? listCards : listVouchers).all(stretch);
  return rows.map((row) => ({ ...row, isHeld: row.isHeld === 1 }));
}

/** What nobody has bought, used or redeemed, in the order of serials. */
export function listUnsold(db: Db, kind: BatchRow['kind'], stretch: Stretch): readonly UnsoldRow[] {
  const { unsoldCards, unsoldVouchers } = statements(db);
  return (kind === 'cards' ? unsoldCards : unsoldVouchers).all(stretch);
}

/** Those of the stretch that were on paper were so too where they go. */
export function copyPrints(db: Db, stretch: Stretch, toId: number): void {
  statements(db).copyPrints.run({ ...stretch, toId });
}

/** Guests who are online with a card of this stretch that the desk has not sold. */
export function countOnline(db: Db, stretch: Stretch): number {
  return statements(db).onlineOf.get(stretch)!;
}

export interface NewCode {
  readonly batch: BatchRow;
  readonly serial: number;
  readonly code: string;
  readonly codeKey: string;
}

/** Some rows of a batch that is not in force yet, outside of changes: all of them or none. Work for milliseconds only. */
export function writeStretch<T>(db: Db, work: () => T): T {
  return immediate(db.sqlite, work);
}

/** A guest with what the card entitles to, outside of changes: a batch as a whole is one (main/office/make-batch.ts). */
export function insertCard(db: Db, { batch, serial, code, codeKey }: NewCode, sealed: Uint8Array): void {
  const { insertGuest, insertEntitlement, insertCard: insert } = statements(db);
  const { id: batchId, domainId, productId, createdAtMs: atMs } = batch;
  const guestId = Number(insertGuest.run({ domainId, code, codeKey, sealed, atMs }).lastInsertRowid);
  insertEntitlement.run({ guestId, productId, atMs });
  insert.run({ guestId, batchId, serial });
}

export function insertVoucher(db: Db, { batch, serial, code, codeKey }: NewCode): void {
  statements(db).insertVoucher.run({ batchId: batch.id, serial, code, codeKey });
}

/**
 * A batch that cards of another will move to, outside of changes: worth nothing, and empty, until a change puts it in force.
 * Its number.
 */
export function insertMoved(db: Db, batch: Omit<BatchRow, 'id' | 'withdrawnAtMs'>, atMs: number): number {
  return db.orm
    .insert(batches)
    .values({ ...batch, withdrawnAtMs: atMs })
    .returning({ id: batches.id })
    .get().id;
}

/** Starts a batch whose cards are still to be made; its number. */
export function insertBatch(db: Db, batch: Omit<BatchRow, 'id' | 'madeAtMs' | 'withdrawnAtMs'>): number {
  return db.orm.insert(batches).values(batch).returning({ id: batches.id }).get().id;
}

/** Made, but worth nothing until a change puts it in force. */
export function finishBatch(db: Db, id: number, atMs: number): void {
  db.orm.update(batches).set({ madeAtMs: atMs, withdrawnAtMs: atMs }).where(eq(batches.id, id)).run();
}

/** Of a batch that was never finished, at most `limit` cards or vouchers; how many are gone. */
export function removeUnfinished(db: Db, batchId: number, limit: number): number {
  const gone = db.orm
    .delete(vouchers)
    .where(inArray(vouchers.id, someVouchers(db, batchId, limit)))
    .run().changes;
  const guestIds = db.orm
    .select({ id: cards.id })
    .from(cards)
    .where(eq(cards.batchId, batchId))
    .limit(limit)
    .all()
    .map(({ id }) => id);
  for (const id of guestIds) {
    db.sqlite.prepare('delete from cards where id = ?').run(id);
    db.sqlite.prepare('delete from entitlements where guest_id = ?').run(id);
    db.sqlite.prepare('delete from guests where id = ?').run(id);
  }
  return gone + guestIds.length;
}

const someVouchers = (db: Db, batchId: number, limit: number) =>
  db.orm.select({ id: vouchers.id }).from(vouchers).where(eq(vouchers.batchId, batchId)).limit(limit);

export function removeBatch(db: Db, id: number): void {
  db.orm.delete(batches).where(eq(batches.id, id)).run();
}

/** These guests' tickets have been on paper; those that are no cards are left out. */
export function noteCardPrints(db: Db, guestIds: readonly number[], atMs: number): void {
  for (const id of guestIds) statements(db).noteCardPrint.run({ id, atMs });
}

export function noteVoucherPrints(db: Db, voucherIds: readonly number[], atMs: number): void {
  for (const id of voucherIds) statements(db).noteVoucherPrint.run({ id, atMs });
}

/** One card or voucher of a batch has been on paper. */
export function noteSerialPrint(db: Db, batchId: number, serial: number, atMs: number): void {
  statements(db).noteSerialPrint.run({ batchId, serial, atMs });
}
