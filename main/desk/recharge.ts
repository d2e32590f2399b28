/** Sells a guest who is here already another product: it waits behind what is running, so nothing of that is lost. */
import { openShiftOf } from '../../db/shifts';
import { writeChange, type Actor } from '../../db/write';
import { findDomain } from '../../db/queries/domains';
import { findGuest, listHeld } from '../../db/queries/guests';
import { getVenue } from '../../db/queries/venue';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { nameGuest } from './guest-words';
import { findOnSale, insertEntitlement } from './new-guest';
import { languageOf } from './language-of';
import { checkVoucher } from './registration';
import { sentenceOf } from './sentence-of';
import { spanOf, type SpanInput } from './span';
import { standingOf } from './standing';
import { findRecharge } from './sold-before';
import { findPaying, paidWith, redeem } from './vouchers';
import { priceOf, writeSale, type PaymentInput } from './write-sale';

export interface RechargeInput extends SpanInput, PaymentInput {
  readonly guestId: number;
  readonly productId: number;
  readonly voucherCode?: string | undefined;
}

export interface Recharged {
  readonly kind: 'recharged';
  readonly changeId: number;
  readonly entitlementId: number;
  readonly saleId: number;
  readonly productName: string;
  readonly totalMinor: number;
  readonly currency: string;
  /** It begins when what is running ends; false: at once, or at the first login. */
  readonly queued: boolean;
  readonly endsAtMs?: number;
  /** What was sold, in the guest's language. */
  readonly sentence: string;
}

/**
 * One change: entitlement and sale. What starts at the sale begins at once only if nothing is running. The same press of
 * the same operator is answered by the same recharge.
 * Refused: guest or product unknown, product retired, a domain that asks for a voucher, an end that would be past, another price without a reason, a
 * voucher that does not pay for it, a press whose recharge has been taken back since.
 */
export function recharge(open: OpenVenue, actor: Actor, input: RechargeInput): Recharged | Refusal {
  const before = findRecharge(open, actor, input.requestId);
  if (before) return before;
  const guest = findGuest(open.db, input.guestId);
  if (!guest) return refuse('not-found', { what: 'Guest', id: input.guestId }, 'guestId');
  const found = findOnSale(open, input.productId);
  if (isRefusal(found)) return found;
  const paying = findPaying(open, input.voucherCode, input.productId);
  if (isRefusal(paying)) return paying;
  const no = checkVoucher(findDomain(open.db, guest.domainId)!, input.voucherCode);
  if (no) return no;
  const { product } = found;
  const venue = getVenue(open.db);
  const nowMs = open.now();
  const { standing } = standingOf(open, listHeld(open.db, [guest.id]).get(guest.id) ?? []);
  // What only pauses keeps its turn: beside it, the new one would burn its days.
  const queued = standing === 'active' || standing === 'paused';
  const span = spanOf(product, venue, input, nowMs, queued);
  if (isRefusal(span)) return span;
  const paid = paidWith(paying, input);
  const priceMinor = priceOf(product, paid);
  if (isRefusal(priceMinor)) return priceMinor;
  const what = { action: 'recharge', params: { name: nameGuest(guest), product: product.name } } as const;
  return writeChange(open.db, actor, what, nowMs, (write) => {
    const shiftId = openShiftOf(open.db.sqlite, actor, write.atMs);
    const entitlementId = insertEntitlement(write, guest.id, { found, span });
    const { currency } = venue;
    const sale = { shiftId, guestId: guest.id, entitlementId, product, priceMinor, currency, input: paid };
    const saleId = writeSale(write, actor, sale);
    redeem(write, paying, entitlementId);
    const endsAtMs = span.endsAtMs ?? undefined;
    return {
      kind: 'recharged' as const,
      changeId: write.changeId,
      entitlementId,
      saleId,
      productName: product.name,
      totalMinor: priceMinor,
      currency,
      queued,
      ...(endsAtMs === undefined ? {} : { endsAtMs }),
      sentence: sentenceOf(found, languageOf(open.db, guest, venue), venue.timeZone, endsAtMs),
    };
  });
}
