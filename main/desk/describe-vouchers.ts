/** What stands on vouchers of a batch: for paper only. */
import { findBatch, listBatchRows } from '../../db/queries/cards';
import { findProduct } from '../../db/queries/products';
import { findLogo, getVenue } from '../../db/queries/venue';
import { formatMoney } from '../../preload/contract/units';
import type { OpenVenue } from '../open-venue';
import type { Ticket } from '../printing/ticket';
import { cardWords } from './card-words';
import { sentenceOf } from './sentence-of';
import { templateParts, termsFor } from './ticket-template';

/** Those of the batch, in the order of serials; unknown numbers are left out. */
export function describeVouchers(open: OpenVenue, batchId: number, ids: readonly number[]): readonly Ticket[] {
  const batch = findBatch(open.db, batchId);
  const product = batch && findProduct(open.db, batch.productId);
  if (!batch || !product) return [];
  const venue = getVenue(open.db);
  const { name: venueName, language, timeZone, currency } = venue;
  const logo = findLogo(open.db);
  const parts = templateParts(open, venue, batch.productId);
  const wanted = new Set(ids);
  const rows = listBatchRows(open.db, 'vouchers', { batchId, from: 1, till: batch.count });
  return rows
    .filter(({ id }) => wanted.has(id))
    .map(({ code, serial }) => ({
      guestId: undefined,
      ...{ venueName, logo, kind: 'voucher' as const, username: code, password: code, language },
      productName: product.product.name,
      sentence: sentenceOf(product, language, timeZone, undefined),
      price: batch.pricePrinted && batch.priceMinor > 0 ? formatMoney(batch.priceMinor, currency, language) : undefined,
      ...parts,
      ...termsFor(open.db, parts, batch.domainId, language),
      ...{ loginHost: undefined, room: undefined, displayName: undefined },
      ...cardWords(batch, serial, venue),
      soldAt: '',
      copy: false,
    }));
}
