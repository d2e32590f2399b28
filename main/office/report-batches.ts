/** The report of batches: what became of their cards and vouchers, as they stand now. */
import type { Db } from '../../db/open';
import { countBatchCards, sumBatchMoney, type BatchMoney } from '../../db/queries/batch-report';
import { listBatches } from '../../db/queries/cards';
import type { Scope } from '../../db/queries/scope';
import { mostBatchesInReport } from '../../preload/contract/reports';

export interface BatchLine {
  readonly id: number;
  readonly kind: 'cards' | 'vouchers';
  readonly name: string;
  readonly productName: string;
  readonly createdAtMs: number;
  readonly made: number;
  readonly printed: number;
  readonly sold: number;
  /** Somebody has logged in with it; of vouchers: redeemed. */
  readonly activated: number;
  /** The last day was over before anybody bought or used it. */
  readonly expired: number;
  readonly suspended: number;
  /** May still be sold, used or redeemed. */
  readonly left: number;
  readonly revenue: BatchMoney[];
}

export interface BatchReport {
  readonly kind: 'batches';
  readonly rows: BatchLine[];
}

/** Newest first, deleted ones too: what was sold of them was sold. At most `mostBatchesInReport`. */
export function readBatches(db: Db, nowMs: number, scope?: Scope): BatchReport {
  const read = db.sqlite.transaction(() =>
    listBatches(db, { withdrawn: true, limit: mostBatchesInReport, scope }).map(({ batch, productName }) => {
      const { id, kind, name, createdAtMs, sellBeforeMs, withdrawnAtMs } = batch;
      const { idle, ...counts } = countBatchCards(db, batch);
      const isOver = sellBeforeMs !== null && sellBeforeMs <= nowMs;
      return {
        ...{ id, kind, name, productName, createdAtMs, ...counts },
        expired: isOver && withdrawnAtMs === null ? idle : 0,
        left: isOver || withdrawnAtMs !== null ? 0 : idle,
        revenue: [...sumBatchMoney(db, batch)],
      };
    }),
  );
  // One moment of the database: a card that is sold meanwhile is in one column only.
  return { kind: 'batches', rows: read() };
}
