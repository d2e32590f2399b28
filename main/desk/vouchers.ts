/** Vouchers: a code that pays for one product, once, at a sale or a recharge. */
import {
  findBatch,
  findVoucherByKey,
  findVoucherFacts,
  obstacleOf,
  type BatchRow,
  type VoucherRow,
} from '../../db/queries/cards';
import { findProduct, type ProductWithLimitations } from '../../db/queries/products';
import { findOutside } from '../../db/queries/scope';
import { getVenue } from '../../db/queries/venue';
import type { ChangeWriter } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { sentenceOf } from './sentence-of';
import type { PaymentInput } from './write-sale';

export interface Redeemable {
  readonly voucher: VoucherRow;
  readonly found: ProductWithLimitations;
  readonly batch: BatchRow;
}

/** Refused: unknown, redeemed already, or worth nothing (suspended, deleted, its last day over). */
export function findRedeemable(open: OpenVenue, code: string): Redeemable | Refusal {
  const voucher = findVoucherByKey(open.db, nameKey(code.trim()));
  const isOutside =
    voucher && open.scope && findOutside(open.db, open.scope, 'batches', [voucher.batchId]) !== undefined;
  if (!voucher || isOutside) return refuse('voucher-unknown', {}, 'voucherCode');
  if (voucher.redeemedAtMs !== null) return refuse('voucher-used', {}, 'voucherCode');
  const facts = findVoucherFacts(open.db, voucher.id)!;
  if (obstacleOf(facts, false, open.now()) !== undefined) return refuse('voucher-void', {}, 'voucherCode');
  const batch = findBatch(open.db, voucher.batchId)!;
  return { voucher, batch, found: findProduct(open.db, batch.productId)! };
}

/** What a voucher would pay for. Refused: as findRedeemable. */
export function showVoucher(open: OpenVenue, code: string) {
  const paying = findRedeemable(open, code);
  if (isRefusal(paying)) return paying;
  const { found, batch, voucher } = paying;
  const { language, timeZone } = getVenue(open.db);
  return {
    ...{ kind: 'voucher' as const, productId: found.product.id, productName: found.product.name },
    ...{ untilCheckOut: found.product.untilCheckOut, domainId: batch.domainId },
    ...{ batchName: batch.name, serial: voucher.serial },
    sentence: sentenceOf(found, language, timeZone),
  };
}

/** The voucher that pays for this product; no code: none. Refused also: it pays for another product. */
export function findPaying(
  open: OpenVenue,
  code: string | undefined,
  productId: number,
): Redeemable | Refusal | undefined {
  if (code === undefined) return undefined;
  const paying = findRedeemable(open, code);
  if (isRefusal(paying)) return paying;
  const { product } = paying.found;
  return product.id === productId ? paying : refuse('voucher-for-other', { name: product.name }, 'voucherCode');
}

/** What is written down of the money: nothing is taken, and which voucher has paid. */
export function paidWith<T extends PaymentInput>(paying: Redeemable | undefined, input: T): T {
  if (paying === undefined) return input;
  const priceReason = `${paying.batch.name} #${paying.voucher.serial}`;
  return { ...input, payment: 'free', priceMinor: undefined, priceReason };
}

/** It has paid for this and pays for nothing else; undo makes it good again. */
export function redeem(write: ChangeWriter, paying: Redeemable | undefined, entitlementId: number): void {
  if (paying === undefined) return;
  write.update('vouchers', paying.voucher.id, { redeemed_at_ms: write.atMs, entitlement_id: entitlementId });
}
