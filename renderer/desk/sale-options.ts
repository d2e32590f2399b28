/** What may be said about the next ticket before it is sold. Everything is optional. */
import type { Language } from '../../preload/contract/base';
import type { PaymentKind } from '../../preload/contract/desk';
import { parseMoney } from '../../preload/contract/units';
import type { Input } from '../api';
import type { Product } from './rows';

export interface SaleOptions {
  readonly room: string;
  readonly displayName: string;
  readonly quantity: number;
  /** 'YYYY-MM-DD'; '': tomorrow. */
  readonly checkOutDate: string;
  readonly payment: PaymentKind;
  /** Another price than the product's, as it is typed; '': the product's. */
  readonly price: string;
  /** Why another price, or why free. */
  readonly reason: string;
  /** undefined: the venue's. */
  readonly language: Language | undefined;
}

/** The bounds the contract puts on a sale (preload/contract/desk.ts). */
export const longestRoom = 40;
export const longestName = 80;
export const mostTickets = 50;
/** Minor units (preload/contract/base.ts). */
const highestPrice = 100_000_000;
export const longestReason = 120;

export const blankOptions: SaleOptions = {
  room: '',
  displayName: '',
  quantity: 1,
  checkOutDate: '',
  payment: 'cash',
  price: '',
  reason: '',
  language: undefined,
};

/** True while nothing has been filled in. */
export function isBlank(options: SaleOptions): boolean {
  return (
    options.room.trim() === '' &&
    options.displayName.trim() === '' &&
    options.quantity === 1 &&
    options.checkOutDate === '' &&
    options.price.trim() === '' &&
    options.payment === 'cash' &&
    options.reason.trim() === '' &&
    options.language === undefined
  );
}

export type AskedPrice =
  | { readonly kind: 'own' }
  | { readonly kind: 'other'; readonly priceMinor: number }
  /** What was typed is no price. */
  | { readonly kind: 'unreadable' };

/** What one ticket is to cost, in minor units of `currency`. */
export function askedPrice({ price, payment }: SaleOptions, currency: string): AskedPrice {
  if (payment === 'free') return { kind: 'other', priceMinor: 0 };
  if (price.trim() === '') return { kind: 'own' };
  const priceMinor = parseMoney(price, currency);
  return priceMinor === undefined || priceMinor > highestPrice ? { kind: 'unreadable' } : { kind: 'other', priceMinor };
}

/** Whether a reason is asked for: it costs something else than it says on the tile. */
export function needsReason({ price, payment }: SaleOptions): boolean {
  return payment === 'free' || price.trim() !== '';
}

/** What a sale and a recharge have in common; blank fields are left out, the check-out where it means nothing. */
function pressInput(product: Product, options: SaleOptions, requestId: string) {
  const reason = options.reason.trim();
  const asked = askedPrice(options, product.currency);
  return {
    productId: product.id,
    requestId,
    ...(product.untilCheckOut && options.checkOutDate !== '' && { checkOutDate: options.checkOutDate }),
    ...(options.payment !== 'cash' && { payment: options.payment }),
    ...(options.payment !== 'free' && asked.kind === 'other' && { priceMinor: asked.priceMinor }),
    ...(needsReason(options) && reason !== '' && { priceReason: reason }),
  };
}

/** The call that sells `product` with these options. `mayPrint` false: sold without paper. */
export function saleInput(
  product: Product,
  options: SaleOptions,
  requestId: string,
  mayPrint = true,
): Input<'desk.sellTicket'> {
  const room = options.room.trim();
  const displayName = options.displayName.trim();
  return {
    ...pressInput(product, options, requestId),
    quantity: options.quantity,
    ...(!mayPrint && { print: false }),
    ...(room !== '' && { room }),
    ...(displayName !== '' && { displayName }),
    ...(options.language && { language: options.language }),
  };
}

/** The call that gives `product` to a guest who is here already: who they are and what they speak is known. */
export function topUpInput(
  product: Product,
  options: SaleOptions,
  requestId: string,
  guestId: number,
): Input<'desk.recharge'> {
  return { ...pressInput(product, options, requestId), guestId };
}
