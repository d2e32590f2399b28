import { addPrinter, listPrinters, listSystemPrinters, removePrinter, updatePrinter } from '../office/printers';
import { listJobs } from '../office/print-jobs';
import { cancelJob, printTestPage, retryJob } from '../desk/print-tickets';
import { drawPictures, drawSheet } from '../desk/draw-tickets';
import { carryPasswords } from '../desk/show-password';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, type Access, type SignedContext } from './access';

export function printerProcedures(access: Access) {
  const { printers } = access;
  return printers.router({
    list: printers.list.handler(async ({ context }) => ({ rows: await listPrinters(context.open()) })),
    available: printers.available.handler(async ({ context }) => ({ rows: await listSystemPrinters(context.open()) })),
    add: printers.add.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addPrinter(open, context.actor, input)));
    }),
    update: printers.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updatePrinter(open, context.actor, input)));
    }),
    remove: printers.remove.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(removePrinter(open, context.actor, input.id)));
    }),
    test: printers.test.handler(async ({ input, context }) =>
      answer(await printTestPage(context.open(), input.id, context.actor.operatorName)),
    ),
    jobs: printers.jobs.handler(({ input, context }) => ({ rows: listJobs(context.open(), input.limit) })),
    retryJob: printers.retryJob.handler(async ({ input, context }) => answer(await retryJob(context.open(), input.id))),
    cancelJob: printers.cancelJob.handler(({ input, context }) => {
      const refusal = cancelJob(context.open(), input.id);
      return refusal ? answer<Record<string, never>>(refusal) : {};
    }),
  });
}

export function ticketProcedures(access: Access) {
  const { tickets } = access;
  return tickets.router({
    pictures: tickets.pictures.handler(async ({ input, context }) => {
      checkPasswords(context, input.guestIds);
      const drawn = answer(await drawPictures(context.open(), input));
      return { tickets: drawn.tickets };
    }),
    sheet: tickets.sheet.handler(async ({ input, context }) => {
      checkPasswords(context, input.guestIds);
      const { kind: _, ...sheet } = answer(await drawSheet(context.open(), context.actor, input.guestIds));
      return sheet;
    }),
  });
}

/** What is drawn can be read on screen; the paper of the ticket printer is for the guest. */
function checkPasswords(context: SignedContext, guestIds: readonly number[]): void {
  if (carryPasswords(context.open(), guestIds)) checkMay(context, 'see-passwords', 'guestIds');
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['printers', 'history']);
  return done;
}
