/** What stands on cards and vouchers of a batch: for paper only. */
import { findBatch, listBatchRows, type BatchRow, type CardListRow } from '../../db/queries/cards';
import type { OpenVenue } from '../open-venue';
import type { Ticket } from '../printing/ticket';
import { describeTickets } from './describe-tickets';
import { describeVouchers } from './describe-vouchers';

/** Rows of this batch, in their order. */
export function describeCards(
  open: OpenVenue,
  batch: BatchRow,
  rows: readonly Pick<CardListRow, 'id' | 'code' | 'serial'>[],
): readonly Ticket[] {
  if (batch.kind === 'vouchers') return describeVouchers(open, batch, rows);
  return describeTickets(
    open,
    rows.map(({ id }) => id),
    false,
  );
}

/** Undefined: there is no such batch, or nothing of that serial. */
export function describeCard(open: OpenVenue, batchId: number, serial: number): Ticket | undefined {
  const batch = findBatch(open.db, batchId);
  if (!batch) return undefined;
  const rows = listBatchRows(open.db, batch.kind, { batchId, from: serial, till: serial });
  return describeCards(open, batch, rows)[0];
}
