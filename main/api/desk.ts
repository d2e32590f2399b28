import { sellTicket, type Sold } from '../desk/sell-ticket';
import { listTickets } from '../desk/list-tickets';
import { printTickets, type PrintOutcome } from '../desk/print-tickets';
import type { OpenVenue } from '../open-venue';
import { answer, type Access, type SignedContext } from './access';

/** Key presses remembered, so that one that arrives twice sells once. A desk sells a few hundred tickets a day. */
const MOST_REQUESTS = 1_000;

type Answer = Omit<Sold, 'kind'> & { readonly print: PrintOutcome };

export function deskProcedures(access: Access) {
  const { desk } = access;
  const requests = new Map<string, Promise<Answer>>();

  /** The same press of the same operator is answered by the same sale. A press that was refused may be tried again. */
  function once(key: string | undefined, sell: () => Promise<Answer>): Promise<Answer> {
    if (key === undefined) return sell();
    const known = requests.get(key);
    if (known) return known;
    const selling = sell();
    requests.set(key, selling);
    selling.catch(() => requests.delete(key));
    if (requests.size > MOST_REQUESTS) requests.delete(requests.keys().next().value!);
    return selling;
  }

  return desk.router({
    sellTicket: desk.sellTicket.handler(async ({ input, context }) => {
      const key = input.requestId && `${context.actor.operatorId ?? context.actor.via} ${input.requestId}`;
      const { tickets, ...sold } = await once(key, async () => {
        const open = context.open();
        const { kind: _, ...done } = answer(sellTicket(open, context.actor, input));
        open.announce(['tickets', 'guests', 'history']);
        const guestIds = done.tickets.map((ticket) => ticket.guestId);
        return { ...done, print: input.print ? await print(open, context, guestIds, false) : { state: 'not-asked' } };
      });
      return { ...sold, tickets: tickets.slice() };
    }),
    tickets: desk.tickets.handler(({ input, context }) => ({ rows: listTickets(context.open(), input.limit) })),
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
