/** What may be said about the next ticket before it is sold. Everything is optional. */
import type { Language } from '../../preload/contract/base';
import type { PaymentKind } from '../../preload/contract/desk';
import type { Input } from '../api';
import type { Product } from './rows';

export interface SaleOptions {
  readonly room: string;
  readonly displayName: string;
  readonly quantity: number;
  readonly nights: number;
  readonly payment: PaymentKind;
  /** Why it is free. */
  readonly reason: string;
  /** undefined: the venue's. */
  readonly language: Language | undefined;
}

/** The bounds the contract puts on a sale (preload/contract/desk.ts). */
export const longestRoom = 40;
export const longestName = 80;
export const mostTickets = 50;
export const mostNights = 365;
export const longestReason = 120;

export const blankOptions: SaleOptions = {
  room: '',
  displayName: '',
  quantity: 1,
  nights: 1,
  payment: 'cash',
  reason: '',
  language: undefined,
};

/** True while nothing has been filled in. */
export function isBlank(options: SaleOptions): boolean {
  return (
    options.room.trim() === '' &&
    options.displayName.trim() === '' &&
    options.quantity === 1 &&
    options.nights === 1 &&
    options.payment === 'cash' &&
    options.reason.trim() === '' &&
    options.language === undefined
  );
}

/**
 * The call that sells `product` with these options; blank fields are left out, nights only where they mean something.
 * `mayPrint` false: sold without paper.
 */
export function saleInput(
  product: Product,
  options: SaleOptions,
  requestId: string,
  mayPrint = true,
): Input<'desk.sellTicket'> {
  const room = options.room.trim();
  const displayName = options.displayName.trim();
  const reason = options.reason.trim();
  return {
    productId: product.id,
    quantity: options.quantity,
    requestId,
    ...(!mayPrint && { print: false }),
    ...(room !== '' && { room }),
    ...(displayName !== '' && { displayName }),
    ...(product.untilCheckOut && { nights: options.nights }),
    ...(options.payment !== 'cash' && { payment: options.payment }),
    ...(options.payment === 'free' && reason !== '' && { priceReason: reason }),
    ...(options.language && { language: options.language }),
  };
}
