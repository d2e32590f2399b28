import { listConnections } from '../../db/queries/connection-log';
import { countSessions, listSessions } from '../../db/queries/sessions';
import { exportConnectionLog, verifyConnectionLog, verifyRecords } from '../office/connection-log-export';
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
    verifyLog: sessions.verifyLog.handler(({ input, context }) => {
      const { db, dataKey } = context.open();
      return input.file === undefined ? verifyRecords(db) : verifyConnectionLog(input.file, dataKey);
    }),
    list: sessions.list.handler(({ input, context }) => {
      const open = context.open();
      return { rows: listSessions(open.db, input, open.now()).slice(), total: countSessions(open.db, input) };
    }),
  });
}
