import { addDomain, countOldSessions, listDomains, removeDomain, updateDomain } from '../office/domains';
import type { OpenVenue } from '../open-venue';
import { answer, type Access } from './access';

export function domainProcedures(access: Access) {
  const { domains } = access;
  return domains.router({
    list: domains.list.handler(({ context }) => ({ rows: listDomains(context.open()) })),
    add: domains.add.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addDomain(open, context.actor, input)));
    }),
    update: domains.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateDomain(open, context.actor, input)));
    }),
    oldSessions: domains.oldSessions.handler(async ({ input, context }) =>
      answer(await countOldSessions(context.open(), input)),
    ),
    remove: domains.remove.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(removeDomain(open, context.actor, input.id)));
    }),
  });
}

/** Which services a domain is for decides whom a router may let in: the RADIUS thread reads them again. */
function changed<T>(open: OpenVenue, done: T): T {
  open.venueChanged();
  open.announce(['venue', 'guests', 'history']);
  return done;
}
