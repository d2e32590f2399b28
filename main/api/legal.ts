import { addTranslation, listVersions, publishVersion, showCurrent, showVersion } from '../office/legal-texts';
import type { OpenVenue } from '../open-venue';
import { answer, type Access } from './access';

export function legalProcedures(access: Access) {
  const { legal } = access;
  return legal.router({
    list: legal.list.handler(({ context }) => ({ rows: listVersions(context.open()) })),
    get: legal.get.handler(({ input, context }) => answer(showVersion(context.open(), input.id))),
    current: legal.current.handler(({ input, context }) => ({ rows: showCurrent(context.open(), input) })),
    publish: legal.publish.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(publishVersion(open, context.actor, input)));
    }),
    addTranslation: legal.addTranslation.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addTranslation(open, context.actor, input)));
    }),
  });
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['venue', 'history']);
  return done;
}
