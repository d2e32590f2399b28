import { disconnect } from '../desk/disconnect';
import { extendNights } from '../desk/extend-nights';
import { recharge, type Recharged } from '../desk/recharge';
import { sellTicket, type Sold } from '../desk/sell-ticket';
import { listTickets } from '../desk/list-tickets';
import { markMissingLetters } from '../desk/missing-letters';
import { findPaper, printTickets, type PrintOutcome } from '../desk/print-tickets';
import type { SpanInput } from '../desk/span';
import type { PaymentInput } from '../desk/write-sale';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, type Access, type SignedContext } from './access';

/** Key presses remembered, so that one that arrives twice sells once. A desk sells a few hundred tickets a day. */
const MOST_REQUESTS = 1_000;

export function deskProcedures(access: Access) {
  const { desk } = access;
  const sales = onePerPress<Omit<Sold, 'kind' | 'before'> & { readonly print: PrintOutcome }>();
  const recharges = onePerPress<Omit<Recharged, 'kind'>>();
  return desk.router({
    sellTicket: desk.sellTicket.handler(async ({ input, context }) => {
      checkOverride(context, input);
      if (input.print) checkMay(context, 'print', 'print');
      const { tickets, ...sold } = await sales(context, input.requestId, async () => {
        const open = context.open();
        const { kind: _, before, ...done } = answer(sellTicket(open, context.actor, input));
        if (!before) open.announce(['tickets', 'guests', 'history']);
        const guestIds = done.tickets.map((ticket) => ticket.guestId);
        if (!input.print) return { ...done, print: { state: 'not-asked' } };
        const printed = before ? findPaper(open, guestIds) : undefined;
        return { ...done, print: printed ?? (await print(open, context, guestIds, false)) };
      });
      return { ...sold, tickets: tickets.slice() };
    }),
    recharge: desk.recharge.handler(({ input, context }) => {
      checkOverride(context, input);
      return recharges(context, input.requestId, () => {
        const open = context.open();
        const { kind: _, ...done } = answer(recharge(open, context.actor, input));
        open.guestsChanged([input.guestId]);
        open.announce(['tickets', 'guests', 'sessions', 'history']);
        return Promise.resolve(done);
      });
    }),
    extendNight: desk.extendNight.handler(({ input, context }) => {
      const open = context.open();
      const done = answer(extendNights(open, context.actor, input));
      open.guestsChanged([input.guestId]);
      open.announce(['tickets', 'guests', 'sessions', 'history']);
      return done;
    }),
    disconnect: desk.disconnect.handler(async ({ input, context }) => {
      const open = context.open();
      const outcomes = answer(await disconnect(open, context.actor.operatorName, input));
      open.announce(['sessions', 'guests']);
      return { outcomes: outcomes.slice() };
    }),
    tickets: desk.tickets.handler(async ({ input, context }) => {
      const open = context.open();
      return { rows: await markMissingLetters(open, listTickets(open, input.limit)) };
    }),
    reprint: desk.reprint.handler(({ input, context }) =>
      print(context.open(), context, input.guestIds, true, input.printerId),
    ),
  });
}

function print(
  open: OpenVenue,
  context: SignedContext,
  guestIds: readonly number[],
  copy: boolean,
  printerId?: number,
): Promise<PrintOutcome> {
  return printTickets(open, { guestIds, copy, operatorName: context.actor.operatorName, printerId });
}

/** Another end or another price than the product's own, and a free ticket, are rights of their own. */
export function checkOverride(
  context: SignedContext,
  { endsAtMs, priceMinor, payment }: SpanInput & PaymentInput,
): void {
  if (endsAtMs !== undefined) checkMay(context, 'set-end', 'endsAtMs');
  if (priceMinor !== undefined) checkMay(context, 'price-override', 'priceMinor');
  if (payment === 'free') checkMay(context, 'free-ticket', 'payment');
}

/** The same press of the same operator is answered by the same sale. A press that was refused may be tried again. */
export function onePerPress<T>() {
  const requests = new Map<string, Promise<T>>();
  return (context: SignedContext, requestId: string | undefined, sell: () => Promise<T>): Promise<T> => {
    if (requestId === undefined) return sell();
    const key = `${context.actor.operatorId ?? context.actor.via} ${requestId}`;
    const known = requests.get(key);
    if (known) return known;
    const selling = sell();
    requests.set(key, selling);
    selling.catch(() => requests.delete(key));
    if (requests.size > MOST_REQUESTS) requests.delete(requests.keys().next().value!);
    return selling;
  };
}
