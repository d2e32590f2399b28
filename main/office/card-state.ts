/** Where one card or voucher stands, in one word. */
import { obstacleOf, type BatchRow, type CardListRow } from '../../db/queries/cards';

/** `ready`: may be used, `to-sell`: once the desk has sold it; `ended`: what it held first is over. */
export type CardState =
  'ready' | 'to-sell' | 'sold' | 'used' | 'ended' | 'redeemed' | 'suspended' | 'expired' | 'withdrawn';

const words = {
  'card-withdrawn': 'withdrawn',
  'card-suspended': 'suspended',
  'card-expired': 'expired',
  'card-not-sold': 'to-sell',
} as const;

export function cardState(batch: BatchRow, row: CardListRow, nowMs: number): CardState {
  const isUsed = row.usedAtMs !== null;
  if (isUsed && batch.kind === 'vouchers') return 'redeemed';
  const obstacle = obstacleOf({ ...batch, ...row, batchId: batch.id }, isUsed, nowMs);
  if (obstacle !== undefined) return words[obstacle];
  if (row.endsAtMs !== null && row.endsAtMs <= nowMs) return 'ended';
  if (isUsed) return 'used';
  return row.soldAtMs === null ? 'ready' : 'sold';
}
