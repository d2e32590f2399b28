import { countOldPersons, showRetention, updateRetention } from '../office/retention';
import { answer, type Access } from './access';

export function retentionProcedures(access: Access) {
  const { retention } = access;
  return retention.router({
    get: retention.get.handler(({ context }) => showRetention(context.open())),
    update: retention.update.handler(({ input, context }) => {
      const open = context.open();
      const done = answer(updateRetention(open, context.actor, input));
      open.announce(['venue', 'history']);
      return done;
    }),
    oldPersons: retention.oldPersons.handler(async ({ input, context }) =>
      answer(await countOldPersons(context.open(), input)),
    ),
  });
}
