/** What stands on vouchers of a batch: for paper only. */
import type { BatchRow, CardListRow } from '../../db/queries/cards';
import { findProduct } from '../../db/queries/products';
import { findLogo, getVenue } from '../../db/queries/venue';
import { formatMoney } from '../../preload/contract/units';
import type { OpenVenue } from '../open-venue';
import type { Ticket } from '../printing/ticket';
import { cardWords } from './card-words';
import { languageIn } from './language-of';
import { sentenceOf } from './sentence-of';
import { templateParts, termsFor } from './ticket-template';

/** Rows of this batch, in their order. */
export function describeVouchers(
  open: OpenVenue,
  batch: BatchRow,
  rows: readonly Pick<CardListRow, 'code' | 'serial'>[],
): readonly Ticket[] {
  const product = findProduct(open.db, batch.productId);
  if (!product) return [];
  const venue = getVenue(open.db);
  const { name: venueName, timeZone, currency } = venue;
  const language = languageIn(open.db, batch.domainId, venue);
  const logo = findLogo(open.db);
  const parts = templateParts(open, venue, { productId: batch.productId, domainId: batch.domainId });
  return rows.map(({ code, serial }) => ({
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
