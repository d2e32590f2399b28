/** Batches as a manager makes them, for tests that are about something else. */
import { makeBatch, type MakeBatchInput } from '../../main/office/cards';
import { listBatchRows, type CardListRow } from '../../db/queries/cards';
import { addProduct, type ProductInput } from '../../main/office/products';
import type { TestVenue } from './open-venue';

export const oneDay: ProductInput = {
  name: '1 day',
  priceMinor: 500,
  starts: 'first-login',
  validForSec: 86_400,
  limitations: [{ rateDownBps: 10_000_000, devices: 2 }],
};

export function addDay(venue: TestVenue, more: Partial<ProductInput> = {}): number {
  const added = addProduct(venue, venue.owner, { ...oneDay, ...more });
  if ('kind' in added) throw new Error(added.reason);
  return added.id;
}

export interface TestBatch {
  readonly batchId: number;
  readonly changeId: number;
  readonly rows: readonly CardListRow[];
}

/** Three cards without a price to be asked at the desk, unless told otherwise. */
export async function batchOf(
  venue: TestVenue,
  productId: number,
  more: Partial<MakeBatchInput> = {},
): Promise<TestBatch> {
  const input: MakeBatchInput = {
    ...{ kind: 'cards', name: 'Summer', productId, count: 3, prefix: '', alphabet: 'mixed', length: 8 },
    ...{ soldAtDesk: false, pricePrinted: true },
    ...more,
  };
  const made = await makeBatch(venue, venue.owner, input);
  if (made.kind === 'refused') throw new Error(made.reason);
  const stretch = { batchId: made.batchId, from: 1, till: input.count };
  return { ...made, rows: listBatchRows(venue.db, input.kind, stretch) };
}
