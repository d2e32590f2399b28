/** The money of a sale, in the open shift of whoever takes it. */
import { moneyOperatorId } from '../../db/shifts';
import type { Actor, ChangeWriter } from '../../db/write';
import type { ProductRow } from '../../db/queries/products';
import type { SaleRow } from '../../db/queries/sales';

export type Payment = Exclude<SaleRow['payment'], 'free'>;

export interface SaleOf {
  readonly shiftId: number;
  readonly guestId: number;
  readonly entitlementId: number;
  readonly product: ProductRow;
  readonly currency: string;
  /** Absent: cash. What costs nothing is free, however it is paid. */
  readonly payment?: Payment | undefined;
}

/** The new sale's number. */
export function writeSale(write: ChangeWriter, actor: Actor, sale: SaleOf): number {
  return write.append('sales', {
    kind: 'sale',
    at_ms: write.atMs,
    shift_id: sale.shiftId,
    operator_id: moneyOperatorId(actor),
    operator_name: actor.operatorName,
    change_id: write.changeId,
    guest_id: sale.guestId,
    entitlement_id: sale.entitlementId,
    product_id: sale.product.id,
    product_name: sale.product.name,
    amount_minor: sale.product.priceMinor,
    currency: sale.currency,
    payment: sale.product.priceMinor === 0 ? 'free' : (sale.payment ?? 'cash'),
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
  });
}
