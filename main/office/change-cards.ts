/**
 * Gives the unsold cards or vouchers of a batch, or of a part of it, another product and another last day. They move to a
 * batch of their own, since price, product and last day stand there: so what was sold or used stays what it was, down to
 * the price on its paper. Each card moves together with what it holds, so that at no moment it is half one and half the
 * other. Up to ten thousand: the change is written in portions (db/long-change.ts), and undone as one.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  copyPrints,
  countCards,
  countVouchers,
  findBatch,
  insertMoved,
  listHolds,
  listUnsold,
  writeStretch,
  type BatchRow,
  type Stretch,
  type UnsoldRow,
} from '../../db/queries/cards';
import { findOpenRun } from '../../db/queries/print-jobs';
import type { Db } from '../../db/open';
import { startLongChange, takeBackUnfinished, type Actor, type ChangeWriter } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { findOnSale } from '../desk/new-guest';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { giveWay, type Watch } from './watch';

export interface ChangeCardsInput {
  readonly batchId: number;
  /** Serials, both included. */
  readonly from: number;
  readonly till: number;
  readonly productId: number;
  /** Null: no last day. */
  readonly sellBeforeMs: number | null;
}

export interface CardsChanged {
  readonly kind: 'changed';
  /** Where they are now. */
  readonly batchId: number;
  readonly changeId: number;
  readonly changed: number;
}

/**
 * One change, made by the work thread. Refused: unknown batch or product, product retired, a range outside of the batch, a
 * last day in the past, a product until check-out whose end nobody would fix, nothing unsold, a batch that is being printed;
 * and what stops a job.
 */
export async function changeCards(
  open: OpenVenue,
  actor: Actor,
  input: ChangeCardsInput,
): Promise<CardsChanged | Refusal> {
  const { batchId, from, till, sellBeforeMs } = input;
  const batch = findBatch(open.db, batchId);
  if (!batch) return refuse('not-found', { what: 'Batch', id: batchId }, 'batchId');
  const found = findOnSale(open, input.productId);
  if (isRefusal(found)) return found;
  const { id: productId, name: productName, priceMinor, untilCheckOut } = found.product;
  if (till < from || till > batch.count) {
    return refuse('invalid-input', { problem: `the serials run from 1 to ${batch.count}` }, 'till');
  }
  if (sellBeforeMs !== null && sellBeforeMs <= open.now()) return refuse('end-past', {}, 'sellBeforeMs');
  if (batch.kind === 'cards' && !batch.soldAtDesk && untilCheckOut) {
    return refuse('needs-selling', { name: productName }, 'productId');
  }
  if (batch.withdrawnAtMs !== null) return refuse('none-unsold', {}, 'batchId');
  if (findOpenRun(open.db, batchId)) return refuse('batch-printing', { name: batch.name });
  const question = {
    actor,
    stretch: { batchId, from, till },
    productName,
    to: { productId, priceMinor, sellBeforeMs },
  };
  return open.runJob('change-cards', question, actor.operatorName);
}

export interface MoveCards {
  readonly actor: Actor;
  readonly stretch: Stretch;
  readonly productName: string;
  readonly to: Pick<BatchRow, 'productId' | 'priceMinor' | 'sellBeforeMs'>;
}

/** A transaction of so many takes some milliseconds. */
const CARDS_AT_ONCE = 25;
/** The contract's bound of a name. */
const LONGEST_NAME = 60;

/** Refused: nothing unsold. Stopped or broken, every card is where it was. */
export async function moveCards(
  db: Db,
  { actor, stretch, productName, to }: MoveCards,
  nowMs: number,
  watch: Watch,
): Promise<CardsChanged | Refusal> {
  await takeBackUnfinished(db, nowMs, () => nextTurn());
  const batch = findBatch(db, stretch.batchId)!;
  const rows = listUnsold(db, batch.kind, stretch);
  if (batch.withdrawnAtMs !== null || rows.length === 0) return refuse('none-unsold', {}, 'batchId');
  const move: Move = { batch, stretch, productId: to.productId, toId: startBatch(db, batch, stretch, rows, to, nowMs) };
  const params = { count: rows.length, name: batch.name, product: productName };
  const change = startLongChange(db, actor, { action: 'change-cards', params }, nowMs);
  try {
    change.write((write) => putInForce(db, write, move));
    let changed = 0;
    for (let at = 0; at < rows.length; at += CARDS_AT_ONCE) {
      const some = rows.slice(at, at + CARDS_AT_ONCE);
      changed += change.write((write) => moveSome(db, write, move, some));
      watch.progress(Math.min(rows.length, at + CARDS_AT_ONCE), rows.length);
      await giveWay(watch);
    }
    change.finish();
    return { kind: 'changed', batchId: move.toId, changeId: change.changeId, changed };
  } catch (error) {
    await takeBackUnfinished(db, nowMs, () => nextTurn());
    throw error;
  }
}

interface Move {
  readonly batch: BatchRow;
  readonly stretch: Stretch;
  readonly toId: number;
  readonly productId: number;
}

/** The batch they go to. They keep their serials, which stand on paper, so theirs run as far as before. */
function startBatch(
  db: Db,
  batch: BatchRow,
  stretch: Stretch,
  rows: readonly UnsoldRow[],
  to: MoveCards['to'],
  nowMs: number,
): number {
  const { id: _, ...same } = batch;
  return writeStretch(db, () => {
    const name = isAll(db, batch, rows.length) ? batch.name : partName(batch.name, rows);
    const toId = insertMoved(db, { ...same, ...to, name }, nowMs);
    copyPrints(db, stretch, toId);
    return toId;
  });
}

/** Nothing was sold or used of it: the whole batch goes, and keeps its name. */
function isAll(db: Db, { id: batchId, kind, count }: BatchRow, moving: number): boolean {
  const whole = { batchId, from: 1, till: count };
  return moving === (kind === 'cards' ? countCards(db, whole, 0) : countVouchers(db, whole)).made;
}

/** "Summer 11–20"; a part of a part has the numbers of its own only. */
function partName(name: string, rows: readonly UnsoldRow[]): string {
  const numbers = ` ${rows[0]!.serial}–${rows.at(-1)!.serial}`;
  return name.replace(/ \d+–\d+$/u, '').slice(0, LONGEST_NAME - numbers.length) + numbers;
}

/** From the first moment, so that a card can be sold as soon as it has moved. What was suspended stays so. */
function putInForce(db: Db, write: ChangeWriter, { batch, stretch, toId }: Move): void {
  write.update('batches', toId, { withdrawn_at_ms: null });
  for (const { fromSerial, tillSerial } of listHolds(db, batch.id)) {
    if (fromSerial > stretch.till || tillSerial < stretch.from) continue;
    write.insert('batch_holds', {
      ...{ batch_id: toId, from_serial: fromSerial, till_serial: tillSerial, created_at_ms: write.atMs },
    });
  }
}

/** Those of them that nobody has bought or used in the meantime; how many. */
function moveSome(db: Db, write: ChangeWriter, { batch, toId, productId }: Move, some: readonly UnsoldRow[]): number {
  const stretch = { batchId: batch.id, from: some[0]!.serial, till: some.at(-1)!.serial };
  const unsold = listUnsold(db, batch.kind, stretch);
  for (const { id, entitlementId } of unsold) {
    write.update(batch.kind, id, { batch_id: toId });
    if (entitlementId !== null) write.update('entitlements', entitlementId, { product_id: productId });
  }
  return unsold.length;
}
