import { setImmediate as pause } from 'node:timers/promises';
import { listConnections } from '../../db/queries/connection-log';
import { countSessions, listSessions } from '../../db/queries/sessions';
import { verifyChain } from '../aaa/session-chain';
import { exportConnectionLog, verifyConnectionLog } from '../office/connection-log-export';
import type { Access } from './access';
import { withoutNulls } from './shape';

export function sessionProcedures(access: Access) {
  const { sessions } = access;
  return sessions.router({
    log: sessions.log.handler(({ input, context }) => ({
      rows: listConnections(context.open().db, input).map((row) => withoutNulls(row)),
    })),
    exportLog: sessions.exportLog.handler(({ input, context }) => {
      const open = context.open();
      return exportConnectionLog(open.db, open.dataKey, input, open.now());
    }),
    verifyLog: sessions.verifyLog.handler(async ({ input, context }) => {
      const { db, dataKey } = context.open();
      if (input.file !== undefined) return verifyConnectionLog(input.file, dataKey);
      const verdict = await verifyChain(db, pause);
      return verdict.kind === 'whole' ? { kind: 'whole', rows: verdict.links } : verdict;
    }),
    list: sessions.list.handler(({ input, context }) => {
      const open = context.open();
      return { rows: listSessions(open.db, input, open.now()).slice(), total: countSessions(open.db, input) };
    }),
  });
}
