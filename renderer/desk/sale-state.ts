/** Presses and what became of them: which sale is under way, which is on the panel, which could not be made. */
import type { Problem } from '../parts/problem';
import type { Product, SaleAnswer } from './rows';
import type { SaleOptions } from './sale-options';

/** A guest who is here already. */
export interface ToppedUp {
  readonly id: number;
  /** As the desk calls them. */
  readonly name: string;
}

/** One press of a key or tile. The id makes it sell once, however often it is sent. */
export interface Press {
  readonly requestId: string;
  readonly product: Product;
  readonly options: SaleOptions;
  /** Who gets it; undefined: a new guest, with a ticket. */
  readonly guest: ToppedUp | undefined;
  /** Order of the presses of this window. */
  readonly order: number;
}

export interface SaleState {
  readonly inFlight: readonly Press[];
  readonly sold: { readonly press: Press; readonly answer: SaleAnswer } | undefined;
  readonly notSold: readonly { readonly press: Press; readonly problem: Problem }[];
}

export type SaleEvent =
  | { readonly kind: 'pressed'; readonly press: Press }
  | { readonly kind: 'answered'; readonly press: Press; readonly answer: SaleAnswer }
  /** A guest has it; there is no ticket to show. */
  | { readonly kind: 'topped-up'; readonly press: Press }
  | { readonly kind: 'failed'; readonly press: Press; readonly problem: Problem }
  | { readonly kind: 'dismissed'; readonly requestId: string }
  | { readonly kind: 'put-away' };

export const noSale: SaleState = { inFlight: [], sold: undefined, notSold: [] };

/** More failures than this are one cause repeated; the oldest leave the screen. */
const mostNotSold = 3;

/**
 * Two presses of the same product within this time are one: worn keys and nervous fingers close twice within 50–300 ms,
 * and nobody hands out two tickets that fast on purpose (quantity is for that).
 */
export const bounceMs = 400;

/**
 * Whether a press of a product counts, given when the last one that counted happened and what is still under way. One that
 * was refused sold nothing: the next counts at once, however fast what was missing is filled in.
 */
export function countsAsPress(
  productId: number,
  nowMs: number,
  lastPressAtMs: number | undefined,
  state: SaleState,
): boolean {
  const isRefused = state.notSold.some((failed) => isRefusalOf(productId, failed));
  if (!isRefused && lastPressAtMs !== undefined && nowMs - lastPressAtMs < bounceMs) return false;
  return !state.inFlight.some(({ product }) => product.id === productId);
}

export function nextSaleState(state: SaleState, event: SaleEvent): SaleState {
  switch (event.kind) {
    case 'pressed':
      return {
        ...state,
        inFlight: [...state.inFlight, event.press],
        // Tried again, or pressed anew: what the venue said to the former press is out of date.
        notSold: state.notSold.filter(
          (failed) => failed.press.requestId !== event.press.requestId && !isRefusalOf(event.press.product.id, failed),
        ),
      };
    case 'answered':
      return { ...state, inFlight: without(state.inFlight, event.press), sold: newest(state.sold, event) };
    case 'topped-up':
      return { ...state, inFlight: without(state.inFlight, event.press) };
    case 'failed':
      return {
        ...state,
        inFlight: without(state.inFlight, event.press),
        notSold: [...state.notSold, { press: event.press, problem: event.problem }].slice(-mostNotSold),
      };
    case 'dismissed':
      return { ...state, notSold: state.notSold.filter(({ press }) => press.requestId !== event.requestId) };
    case 'put-away':
      return { ...state, sold: undefined, notSold: [] };
  }
}

function isRefusalOf(productId: number, { press, problem }: SaleState['notSold'][number]): boolean {
  return problem.kind === 'refused' && press.product.id === productId;
}

function without(presses: readonly Press[], gone: Press): readonly Press[] {
  return presses.filter(({ requestId }) => requestId !== gone.requestId);
}

/** Answers may overtake each other: the panel keeps the ticket of the latest press. */
function newest(
  shown: SaleState['sold'],
  answered: { readonly press: Press; readonly answer: SaleAnswer },
): SaleState['sold'] {
  if (shown && shown.press.order > answered.press.order) return shown;
  return { press: answered.press, answer: answered.answer };
}
