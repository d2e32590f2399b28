import {
  addRouter,
  dismissAsking,
  listAsking,
  listRouterCommands,
  listRouters,
  removeRouter,
  updateRouter,
} from '../office/routers';
import type { OpenVenue } from '../open-venue';
import { answer, may, type Access } from './access';

export function routerProcedures(access: Access) {
  const { routers } = access;
  return routers.router({
    list: routers.list.handler(({ context }) => ({
      rows: listRouters(context.open(), may(context, 'technical')),
    })),
    add: routers.add.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(addRouter(open, context.actor, input)));
    }),
    update: routers.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateRouter(open, context.actor, input)));
    }),
    remove: routers.remove.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(removeRouter(open, context.actor, input.id)));
    }),
    commands: routers.commands.handler(({ input, context }) => {
      const found = answer(listRouterCommands(context.open(), input.id, input.serverAddress));
      return { ...found, lines: found.lines.map((line) => ({ ...line })) };
    }),
    asking: routers.asking.handler(({ context }) => ({ rows: listAsking(context.open()) })),
    dismissAsking: routers.dismissAsking.handler(({ input, context }) => {
      const open = context.open();
      dismissAsking(open, input.address);
      open.announce(['routers', 'status']);
      return {};
    }),
  });
}

function changed<T>(open: OpenVenue, done: T): T {
  open.routersChanged();
  open.announce(['routers', 'status', 'history']);
  return done;
}
