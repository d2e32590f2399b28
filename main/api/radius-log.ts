import { listRadiusLog } from '../../db/queries/radius-log';
import type { Access } from './access';
import { withoutNulls } from './shape';

export function radiusLogProcedures(access: Access) {
  const { radiusLog } = access;
  return radiusLog.router({
    list: radiusLog.list.handler(({ input, context }) => ({
      rows: listRadiusLog(context.open().db, input).map(withoutNulls),
    })),
  });
}
