import { listRadiusLog } from '../../db/queries/radius-log';
import type { Access } from './access';

export function radiusLogProcedures(access: Access) {
  const { radiusLog } = access;
  return radiusLog.router({
    list: radiusLog.list.handler(({ input, context }) => ({ rows: listRadiusLog(context.open().db, input) })),
  });
}
