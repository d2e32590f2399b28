import { moneyOperatorId } from '../../db/shifts';
import { makeShiftFile, printShift } from '../desk/shift-files';
import { closeShift, currentShift, listShifts, moveCash, openShift, readShift, type ShiftReport } from '../desk/shifts';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, type Access, type SignedContext } from './access';

export function shiftProcedures(access: Access) {
  const { shifts } = access;
  return shifts.router({
    current: shifts.current.handler(({ context }) => {
      const { shift, ...more } = currentShift(context.open(), context.actor);
      return { ...more, ...(shift ? { shift: sent(shift) } : {}) };
    }),
    open: shifts.open.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(openShift(open, context.actor, input.floatMinor)));
    }),
    moveCash: shifts.moveCash.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(moveCash(open, context.actor, input)));
    }),
    close: shifts.close.handler(({ input, context }) => {
      const open = context.open();
      checkOwn(context, answer(readShift(open, input.id)));
      return changed(open, sent(answer(closeShift(open, context.actor, input))));
    }),
    list: shifts.list.handler(({ input, context }) => ({
      rows: listShifts(context.open(), input.limit, input.beforeId).slice(),
    })),
    print: shifts.print.handler(({ input, context }) => {
      checkMay(context, 'print');
      return printShift(context.open(), ownShift(context, input.id), context.actor.operatorName, input.printerId);
    }),
    file: shifts.file.handler(async ({ input, context }) =>
      answer(await makeShiftFile(context.open(), ownShift(context, input.id), input.kind, context.actor.operatorName)),
    ),
    get: shifts.get.handler(({ input, context }) => sent(ownShift(context, input.id))),
  });
}

function ownShift(context: SignedContext, id: number): ShiftReport {
  const report = answer(readShift(context.open(), id));
  checkOwn(context, report);
  return report;
}

/** Another's drawer is a right of its own. */
function checkOwn(context: SignedContext, { operatorId }: ShiftReport): void {
  if (operatorId !== moneyOperatorId(context.actor)) checkMay(context, 'shifts', 'id');
}

/** The contract's arrays are not read-only. */
function sent(report: ShiftReport) {
  const { closing, ...rest } = report;
  return {
    ...rest,
    movements: report.movements.slice(),
    payments: report.payments.slice(),
    products: report.products.slice(),
    otherPrices: report.otherPrices.slice(),
    ...(closing ? { closing: { ...closing, pieces: closing.pieces?.slice() } } : {}),
  };
}

function changed<T>(open: OpenVenue, done: T): T {
  open.announce(['shifts']);
  return done;
}
