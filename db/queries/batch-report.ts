/** What became of the cards and vouchers of one batch, for the report of batches: a count of every card, as it is now. */
import type { Db } from '../open';
import { prepared } from '../statements';
import type { BatchRow } from './cards';

export interface BatchCounts {
  readonly made: number;
  readonly printed: number;
  readonly sold: number;
  /** Somebody has logged in with it, or it has paid for something. */
  readonly activated: number;
  /** Not sold, and worth nothing until it is released. */
  readonly suspended: number;
  /** Neither sold, used nor suspended: left, unless the last day is over or they are deleted. */
  readonly idle: number;
}

export interface BatchMoney {
  readonly currency: string;
  /** Taken less taken back, minor units. */
  readonly amountMinor: number;
}

const isHeld = `exists (select 1 from batch_holds h
  where h.batch_id = @batchId and c.serial between h.from_serial and h.till_serial)`;

/** One batch each, of ten thousand at most: ranges of an index, and rows by their number. */
export const batchReportSql = {
  cards: `
    select count(*) as made, count(p.serial) as printed, count(c.sold_at_ms) as sold,
      count(u.started_at_ms) as activated,
      coalesce(sum(c.sold_at_ms is null and (u.started_at_ms is not null or not @withdrawn) and ${isHeld}), 0) as suspended,
      coalesce(sum(c.sold_at_ms is null and u.started_at_ms is null and not ${isHeld}), 0) as idle
    from cards c
    left join batch_prints p on p.batch_id = c.batch_id and p.serial = c.serial
    left join entitlement_usage u on u.entitlement_id =
      (select min(e.id) from entitlements e where e.guest_id = c.id)
    where c.batch_id = @batchId`,
  vouchers: `
    select count(*) as made, count(p.serial) as printed, 0 as sold, count(c.redeemed_at_ms) as activated,
      coalesce(sum(c.redeemed_at_ms is null and not @withdrawn and ${isHeld}), 0) as suspended,
      coalesce(sum(c.redeemed_at_ms is null and not ${isHeld}), 0) as idle
    from vouchers c
    left join batch_prints p on p.batch_id = c.batch_id and p.serial = c.serial
    where c.batch_id = @batchId`,
  /** What was taken for the cards themselves, not for what was sold to their guests later. */
  money: `
    select s.currency, sum(s.amount_minor) as amountMinor
    from cards c cross join sales s on s.guest_id = c.id
    where c.batch_id = @batchId and c.sold_at_ms is not null
      and s.entitlement_id = (select min(e.id) from entitlements e where e.guest_id = c.id)
    group by s.currency order by s.currency`,
} as const;

interface CountsOf {
  readonly batchId: number;
  readonly withdrawn: 0 | 1;
}

export function countBatchCards(db: Db, { id: batchId, kind, withdrawnAtMs }: BatchRow): BatchCounts {
  const withdrawn = withdrawnAtMs === null ? 0 : 1;
  return prepared<[CountsOf], BatchCounts>(db.sqlite, batchReportSql[kind]).get({ batchId, withdrawn })!;
}

/** A line for each currency; vouchers take none: what they pay for is free. */
export function sumBatchMoney(db: Db, { id: batchId }: BatchRow): readonly BatchMoney[] {
  return prepared<[{ readonly batchId: number }], BatchMoney>(db.sqlite, batchReportSql.money).all({ batchId });
}
