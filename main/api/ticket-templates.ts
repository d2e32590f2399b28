import { printTemplate } from '../desk/print-tickets';
import { previewTemplate } from '../office/template-preview';
import {
  addTicketTemplate,
  listTemplateNames,
  listTicketTemplates,
  removeTicketTemplate,
  setDefaultTemplate,
  updateTicketTemplate,
} from '../office/ticket-templates';
import type { OpenVenue } from '../open-venue';
import { answer, type Access } from './access';

export function ticketTemplateProcedures(access: Access) {
  const { ticketTemplates } = access;
  return ticketTemplates.router({
    names: ticketTemplates.names.handler(({ context }) => ({ rows: listTemplateNames(context.open()) })),
    list: ticketTemplates.list.handler(({ context }) => listTicketTemplates(context.open())),
    add: ticketTemplates.add.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addTicketTemplate(open, context.actor, input)));
    }),
    update: ticketTemplates.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateTicketTemplate(open, context.actor, input)));
    }),
    setDefault: ticketTemplates.setDefault.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(setDefaultTemplate(open, context.actor, input.id)));
    }),
    remove: ticketTemplates.remove.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(removeTicketTemplate(open, context.actor, input.id)));
    }),
    preview: ticketTemplates.preview.handler(async ({ input, context }) =>
      answer(await previewTemplate(context.open(), input, context.actor.operatorName)),
    ),
    print: ticketTemplates.print.handler(async ({ input, context }) =>
      answer(await printTemplate(context.open(), input, context.actor.operatorName)),
    ),
  });
}

/** Products may have chosen it, and screens show tickets as they print. */
function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['venue', 'products', 'history']);
  return done;
}
