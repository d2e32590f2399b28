/** The money of a sale, in the open shift of whoever takes it. */
import { moneyOperatorId } from '../../db/shifts';
import type { Actor, ChangeWriter } from '../../db/write';
import type { ProductRow } from '../../db/queries/products';
import type { SaleRow } from '../../db/queries/sales';
import type { Refusal } from '../../preload/contract/refusals';
import { refuse } from '../refuse';

export type Payment = SaleRow['payment'];

/** What the operator says about the money of a sale. */
export interface PaymentInput {
  /** Absent: cash. `free`: nothing is paid, whatever the product costs. */
  readonly payment?: Payment | undefined;
  /** Another price than the product's, per ticket. */
  readonly priceMinor?: number | undefined;
  /** Why another price, or why free. */
  readonly priceReason?: string | undefined;
  /** The press that sells, as the caller numbers it. */
  readonly requestId?: string | undefined;
}

export interface SaleOf {
  readonly shiftId: number;
  readonly guestId: number;
  readonly entitlementId: number;
  readonly product: ProductRow;
  /** What it is sold for (`priceOf`). */
  readonly priceMinor: number;
  readonly currency: string;
  readonly input: PaymentInput;
}

/**
 * What one ticket costs.
 * Refused: another price, or a free ticket of what has a price, without a reason.
 */
export function priceOf(product: ProductRow, input: PaymentInput): number | Refusal {
  const priceMinor = input.payment === 'free' ? 0 : (input.priceMinor ?? product.priceMinor);
  return priceMinor !== product.priceMinor && input.priceReason === undefined
    ? refuse('price-needs-reason', {}, 'priceReason')
    : priceMinor;
}

/** The new sale's number. What costs nothing is free, however it is paid. */
export function writeSale(write: ChangeWriter, actor: Actor, sale: SaleOf): number {
  const { product, input } = sale;
  return write.append('sales', {
    kind: 'sale',
    at_ms: write.atMs,
    shift_id: sale.shiftId,
    operator_id: moneyOperatorId(actor),
    operator_name: actor.operatorName,
    change_id: write.changeId,
    guest_id: sale.guestId,
    entitlement_id: sale.entitlementId,
    product_id: product.id,
    product_name: product.name,
    amount_minor: sale.priceMinor,
    currency: sale.currency,
    payment: sale.priceMinor === 0 ? 'free' : (input.payment ?? 'cash'),
    ...(sale.priceMinor === product.priceMinor
      ? {}
      : { list_price_minor: product.priceMinor, price_reason: input.priceReason }),
    request_id: input.requestId,
  });
}

/** Gives the money of a sale back: the opposite row, in the open shift of whoever gives it. */
export function writeReversal(write: ChangeWriter, actor: Actor, sale: SaleRow, shiftId: number): void {
  write.append('sales', {
    kind: 'reversal',
    reverses_sale_id: sale.id,
    at_ms: write.atMs,
    shift_id: shiftId,
    operator_id: moneyOperatorId(actor),
    operator_name: actor.operatorName,
    change_id: write.changeId,
    guest_id: sale.guestId,
    entitlement_id: sale.entitlementId,
    product_id: sale.productId,
    product_name: sale.productName,
    amount_minor: 0 - sale.amountMinor,
    currency: sale.currency,
    payment: sale.payment,
    ...(sale.listPriceMinor === null
      ? {}
      : { list_price_minor: 0 - sale.listPriceMinor, price_reason: sale.priceReason }),
  });
}
