/**
 * Makes a batch of cards or vouchers. Up to ten thousand rows: they are written in small transactions, so that logins go
 * on in between, and are worth nothing until one small change puts the finished batch in force. So making a batch is
 * undone, and done again, in a moment, and a code that was ever on paper never comes to mean something else.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  findBatch,
  findVoucherByKey,
  finishBatch,
  insertBatch,
  insertCard,
  insertVoucher,
  listUnfinishedBatches,
  removeBatch,
  removeUnfinished,
  writeStretch,
  type BatchRow,
} from '../../db/queries/cards';
import { findGuestByKey } from '../../db/queries/guests';
import type { Db } from '../../db/open';
import { seal } from '../../db/seal';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { makeCode } from '../desk/codes';
import { nameKey } from '../names';
import { isRefusal, refuse } from '../refuse';
import { giveWay, type Watch } from './watch';

export interface MakeBatch {
  readonly actor: Actor;
  readonly productName: string;
  readonly batch: Omit<BatchRow, 'id' | 'madeAtMs' | 'withdrawnAtMs' | 'createdAtMs'>;
}

export interface Made {
  readonly kind: 'made';
  readonly batchId: number;
  readonly changeId: number;
}

/** A transaction of so many takes some milliseconds. */
const ROWS_AT_ONCE = 50;

/**
 * Refused: the codes of that length are used up. Stopped, refused or broken, it leaves nothing behind; what the computer
 * left when it was switched off in the middle is removed by the next one.
 */
export async function makeBatch(
  db: Db,
  dataKey: Uint8Array,
  { actor, productName, batch: wanted }: MakeBatch,
  nowMs: number,
  watch: Watch,
): Promise<Made | Refusal> {
  for (const { id } of listUnfinishedBatches(db)) await discard(db, id);
  const id = writeStretch(db, () => insertBatch(db, { ...wanted, createdAtMs: nowMs }));
  try {
    const outcome =
      (await fill(db, dataKey, findBatch(db, id)!, watch)) ?? putInForce(db, actor, id, productName, nowMs);
    if (isRefusal(outcome)) await discard(db, id);
    return outcome;
  } catch (error) {
    await discard(db, id);
    throw error;
  }
}

/** Undefined: every serial has its code. */
async function fill(db: Db, dataKey: Uint8Array, batch: BatchRow, watch: Watch): Promise<Refusal | undefined> {
  for (let from = 1; from <= batch.count; from += ROWS_AT_ONCE) {
    const till = Math.min(batch.count, from + ROWS_AT_ONCE - 1);
    const enough = writeStretch(db, () => fillStretch(db, dataKey, batch, from, till));
    if (!enough) return refuse('codes-used-up', { name: batch.name });
    watch.progress(till, batch.count);
    await giveWay(watch);
  }
  return undefined;
}

/** False: no free code was found. */
function fillStretch(db: Db, dataKey: Uint8Array, batch: BatchRow, from: number, till: number): boolean {
  for (let serial = from; serial <= till; serial++) {
    const code = freeCode(db, batch);
    if (code === undefined) return false;
    const made = { batch, serial, code, codeKey: nameKey(code) };
    if (batch.kind === 'vouchers') insertVoucher(db, made);
    else insertCard(db, made, seal(dataKey, 'guest-password', code));
  }
  return true;
}

/** Neither guest nor voucher has it: what is typed at the desk means one thing. */
function freeCode(db: Db, { codePrefix, codeAlphabet, codeLength }: BatchRow): string | undefined {
  const isTaken = (symbols: string): boolean => {
    const key = nameKey(codePrefix + symbols);
    return findGuestByKey(db, key) !== undefined || findVoucherByKey(db, key) !== undefined;
  };
  const symbols = makeCode(codeAlphabet, codeLength, isTaken);
  return symbols === undefined ? undefined : codePrefix + symbols;
}

/** The one change of it all: undone, the batch is withdrawn again. */
function putInForce(db: Db, actor: Actor, id: number, product: string, nowMs: number): Made {
  const { kind, name, count } = findBatch(db, id)!;
  const action = kind === 'cards' ? 'make-cards' : 'make-vouchers';
  return writeChange(db, actor, { action, params: { name, count, product } }, nowMs, (write) => {
    finishBatch(db, id, nowMs);
    write.update('batches', id, { withdrawn_at_ms: null });
    return { kind: 'made' as const, batchId: id, changeId: write.changeId };
  });
}

/** Whatever there is of a batch that was never finished. */
async function discard(db: Db, id: number): Promise<void> {
  while (writeStretch(db, () => removeUnfinished(db, id, ROWS_AT_ONCE)) > 0) await nextTurn();
  writeStretch(db, () => removeBatch(db, id));
}
