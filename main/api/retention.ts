import { showRetention, updateRetention } from '../office/retention';
import type { Access } from './access';

export function retentionProcedures(access: Access) {
  const { retention } = access;
  return retention.router({
    get: retention.get.handler(({ context }) => showRetention(context.open())),
    update: retention.update.handler(({ input, context }) => {
      const open = context.open();
      const done = updateRetention(open, context.actor, input);
      open.announce(['venue', 'history']);
      return done;
    }),
  });
}
