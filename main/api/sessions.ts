import { listConnections } from '../../db/queries/connection-log';
import { countSessions } from '../../db/queries/sessions';
import { listSessionsNow } from '../desk/list-sessions';
import { answer, checkMay, type Access } from './access';
import { withoutNulls } from './shape';

export function sessionProcedures(access: Access) {
  const { sessions } = access;
  return sessions.router({
    log: sessions.log.handler(({ input, context }) => ({
      rows: listConnections(context.open().db, { ...input, scope: context.open().scope }).map((row) =>
        withoutNulls(row),
      ),
    })),
    exportLog: sessions.exportLog.handler(async ({ input, context }) =>
      answer(await context.open().runJob('export-connection-log', input, context.operator?.name)),
    ),
    verifyLog: sessions.verifyLog.handler(async ({ input: { file }, context }) => {
      const open = context.open();
      const operatorName = context.operator?.name;
      return answer(
        file === undefined
          ? await open.runJob('verify-connections', null, operatorName)
          : await open.runJob('verify-connection-log', { file }, operatorName),
      );
    }),
    list: sessions.list.handler(({ input, context }) => {
      if (input.online !== true) checkMay(context, 'sessions', 'online');
      const open = context.open();
      const filter = { ...input, scope: open.scope };
      return { rows: listSessionsNow(open, filter), total: countSessions(open.db, filter) };
    }),
  });
}
