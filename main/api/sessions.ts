import { countSessions, listSessions } from '../../db/queries/sessions';
import type { Access } from './access';

export function sessionProcedures(access: Access) {
  const { sessions } = access;
  return sessions.router({
    list: sessions.list.handler(({ input, context }) => {
      const open = context.open();
      return { rows: listSessions(open.db, input, open.now()).slice(), total: countSessions(open.db, input) };
    }),
  });
}
