/** One press, one sale: sells a product once, remembers what came of it, and can send a lost press again. */
import { useCallback, useRef, useState } from 'react';
import { client, useDo, type Output } from '../api';
import { afterSending } from '../parts/after-sending';
import { problemOf } from '../parts/problem';
import { useMay } from '../parts/who';
import type { Product } from './rows';
import { saleInput, topUpInput, type SaleOptions } from './sale-options';
import {
  countsAsPress,
  nextSaleState,
  noSale,
  type Press,
  type SaleEvent,
  type SaleState,
  type ToppedUp,
} from './sale-state';

export interface SellTicket {
  readonly state: SaleState;
  /**
   * Sells at once, to `guest` or as a new ticket. False: the press was a bounce of one that is being sold already, nothing
   * happened.
   */
  readonly sell: (product: Product, options: SaleOptions, guest: ToppedUp | undefined) => boolean;
  /** Sends a press again whose answer was lost; the venue sells it at most once. */
  readonly tryAgain: (press: Press) => void;
  readonly dismiss: (requestId: string) => void;
  readonly putAway: () => void;
}

interface SellTicketOptions {
  /** The venue said no, so that what was filled in can be corrected. */
  readonly onRefused: (options: SaleOptions) => void;
  /** A guest has got it. */
  readonly onToppedUp: (guest: ToppedUp, answer: Output<'desk.recharge'>) => void;
}

export function useSellTicket({ onRefused, onToppedUp }: SellTicketOptions): SellTicket {
  const { mutateAsync: recharge } = useDo('desk.recharge');
  const mayPrint = useMay('print');
  const [state, draw] = useState(noSale);
  // A second key event may arrive before React has drawn the first: what counts is decided on this copy.
  const latest = useRef<SaleState>(noSale);
  const pressedAtMs = useRef(new Map<number, number>());
  const presses = useRef(0);

  const happen = useCallback((event: SaleEvent) => {
    latest.current = nextSaleState(latest.current, event);
    if (event.kind === 'pressed') afterSending(() => draw(latest.current));
    else draw(latest.current);
  }, []);

  const send = useCallback(
    async (press: Press) => {
      happen({ kind: 'pressed', press });
      try {
        if (press.guest) {
          const answer = await recharge(topUpInput(press.product, press.options, press.requestId, press.guest.id));
          happen({ kind: 'topped-up', press });
          onToppedUp(press.guest, answer);
        } else {
          // Asks nothing anew when it is answered, which is when the paper is out: the live feed has long told what it changed.
          const answer = await client.desk.sellTicket(
            saleInput(press.product, press.options, press.requestId, mayPrint),
          );
          happen({ kind: 'answered', press, answer });
        }
      } catch (error) {
        const problem = problemOf(error);
        happen({ kind: 'failed', press, problem });
        if (problem.kind === 'refused') onRefused(press.options);
      }
    },
    [happen, mayPrint, onRefused, onToppedUp, recharge],
  );

  const sell = useCallback(
    (product: Product, options: SaleOptions, guest: ToppedUp | undefined): boolean => {
      const nowMs = performance.now();
      if (!countsAsPress(product.id, nowMs, pressedAtMs.current.get(product.id), latest.current)) return false;
      pressedAtMs.current.set(product.id, nowMs);
      presses.current += 1;
      void send({ requestId: crypto.randomUUID(), product, options, guest, order: presses.current });
      return true;
    },
    [send],
  );

  return {
    state,
    sell,
    tryAgain: useCallback((press: Press) => void send(press), [send]),
    dismiss: useCallback((requestId: string) => happen({ kind: 'dismissed', requestId }), [happen]),
    putAway: useCallback(() => happen({ kind: 'put-away' }), [happen]),
  };
}
