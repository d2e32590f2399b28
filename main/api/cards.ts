import { drawCards } from '../desk/draw-tickets';
import { printCards } from '../desk/print-tickets';
import { sellCard, type SoldCard } from '../desk/sell-card';
import { showVoucher } from '../desk/vouchers';
import {
  deleteUnused,
  leastLength,
  listBatches,
  listCards,
  makeBatch,
  releaseBatch,
  suspendBatch,
  updateBatch,
  type BatchView,
} from '../office/cards';
import { changeCards } from '../office/change-cards';
import { exportCards } from '../office/cards-csv';
import type { OpenVenue } from '../open-venue';
import { answer, checkMay, type Access } from './access';
import { checkOverride, onePerPress } from './desk';
import { withoutNulls } from './shape';

export function cardProcedures(access: Access) {
  const { cards } = access;
  const sales = onePerPress<SoldCard>();
  return cards.router({
    list: cards.list.handler(async ({ input, context }) => {
      const open = context.open();
      return { rows: (await listBatches(open, input)).map((view) => viewBatch(view, open.now())) };
    }),
    listOne: cards.listOne.handler(async ({ input, context }) => {
      const { rows, more } = answer(await listCards(context.open(), input));
      return { rows: rows.map(({ isHeld: _held, endsAtMs: _ends, ...row }) => withoutNulls(row)), more };
    }),
    leastLength: cards.leastLength.handler(({ input }) => ({ length: leastLength(input.alphabet, input.count) })),
    make: cards.make.handler(async ({ input, context }) => {
      const open = context.open();
      const { batchId, changeId } = answer(await makeBatch(open, context.actor, input));
      open.announce(['cards', 'guests', 'history']);
      return { batchId, changeId };
    }),
    update: cards.update.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(updateBatch(open, context.actor, input)));
    }),
    change: cards.change.handler(async ({ input, context }) => {
      const open = context.open();
      const { kind: _, ...done } = answer(await changeCards(open, context.actor, input));
      return changed(open, done);
    }),
    suspend: cards.suspend.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(suspendBatch(open, context.actor, input)));
    }),
    release: cards.release.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(releaseBatch(open, context.actor, input.batchId)));
    }),
    deleteUnused: cards.deleteUnused.handler(({ input, context }) => {
      const open = context.open();
      return changed(open, answer(deleteUnused(open, context.actor, input.batchId)));
    }),
    sheet: cards.sheet.handler(async ({ input, context }) => {
      checkMay(context, 'print');
      const { kind: _, ...sheet } = answer(await drawCards(context.open(), context.actor, input));
      return sheet;
    }),
    print: cards.print.handler(async ({ input, context }) => {
      checkMay(context, 'print');
      return answer(await printCards(context.open(), input, context.actor.operatorName));
    }),
    csv: cards.csv.handler(async ({ input, context }) => {
      const { kind: _, ...file } = answer(await exportCards(context.open(), input));
      return file;
    }),
    sell: cards.sell.handler(({ input, context }) => {
      checkOverride(context, input);
      return sales(context, input.requestId, () => {
        const open = context.open();
        const sold = answer(sellCard(open, context.actor, input));
        open.guestsChanged([input.guestId]);
        open.announce(['cards', 'tickets', 'guests', 'sessions', 'history']);
        return Promise.resolve(sold);
      });
    }),
    voucher: cards.voucher.handler(({ input, context }) => {
      const { kind: _, ...shown } = answer(showVoucher(context.open(), input.code));
      return shown;
    }),
  });
}

function viewBatch({ batch, productName, domainName, currency, counts, holds }: BatchView, nowMs: number) {
  const { id, kind, name, productId, domainId, count, codePrefix, soldAtDesk, priceMinor, pricePrinted } = batch;
  const { note, sellBeforeMs, withdrawnAtMs, createdAtMs } = batch;
  return {
    ...{ id, kind, name, productId, productName, domainId, domainName, count, prefix: codePrefix },
    ...{ soldAtDesk, priceMinor, currency, pricePrinted, createdAtMs, counts },
    ...withoutNulls({ note, sellBeforeMs }),
    expired: sellBeforeMs !== null && sellBeforeMs <= nowMs,
    withdrawn: withdrawnAtMs !== null,
    suspended: holds.map(({ fromSerial, tillSerial }) => ({ from: fromSerial, till: tillSerial })),
  };
}

/** Whoever is online with a card of it is looked at by the RADIUS thread. */
function changed<T>(open: OpenVenue, done: T): T {
  open.productsChanged();
  open.announce(['cards', 'guests', 'sessions', 'history']);
  return done;
}
