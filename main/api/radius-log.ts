import { pageRadiusLog } from '../../db/queries/radius-log';
import { showPackets } from '../office/show-packets';
import { answer, type Access } from './access';
import { withoutNulls } from './shape';

export function radiusLogProcedures(access: Access) {
  const { radiusLog } = access;
  return radiusLog.router({
    packets: radiusLog.packets.handler(async ({ input, context }) =>
      answer(await showPackets(context.open(), input.id)),
    ),
    list: radiusLog.list.handler(({ input, context }) => {
      const { rows, more } = pageRadiusLog(context.open().db, { ...input, scope: context.open().scope });
      return {
        rows: rows.map(({ packetNo, ...row }) => ({ ...withoutNulls(row), hasPackets: packetNo !== null })),
        ...(more && { more }),
      };
    }),
  });
}
