/** Sells tickets: guest, entitlement and sale in one change; the paper comes after. */
import { seal } from '../../db/seal';
import { openShiftOf } from '../../db/shifts';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import type { DomainRow } from '../../db/queries/domains';
import { findGuestByKey } from '../../db/queries/guests';
import type { ProductWithLimitations } from '../../db/queries/products';
import { getVenue, type VenueRow } from '../../db/queries/venue';
import type { Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { makeCode } from './codes';
import { chooseDomain, findOnSale, insertEntitlement } from './new-guest';
import { checkPerson, checkVoucher } from './registration';
import { sentenceOf } from './sentence-of';
import { spanOf, type Span, type SpanInput } from './span';
import { findSoldTickets } from './sold-before';
import { findPaying, paidWith, redeem, type Redeemable } from './vouchers';
import { priceOf, writeSale, type PaymentInput } from './write-sale';

export interface SellTicketInput extends SpanInput, PaymentInput {
  readonly productId: number;
  readonly room?: string | undefined;
  readonly displayName?: string | undefined;
  readonly quantity: number;
  readonly language?: Language | undefined;
  /** Absent: the first domain. */
  readonly domainId?: number | undefined;
  /** Pays for the one ticket. */
  readonly voucherCode?: string | undefined;
}

export interface SoldTicket {
  readonly code: string;
  readonly guestId: number;
  readonly entitlementId: number;
  readonly saleId: number;
  readonly sentence: string;
  readonly endsAtMs?: number;
}

export interface Sold {
  readonly kind: 'sold';
  readonly changeId: number;
  readonly tickets: readonly SoldTicket[];
  readonly productName: string;
  readonly totalMinor: number;
  readonly currency: string;
  /** This press had been sold already, before a restart of the program: nothing new is written. */
  readonly before: boolean;
}

/**
 * One change for all tickets of one press; the same press of the same operator is answered by the same sale.
 * Refused: product or domain unknown, a domain that asks for a name or a voucher, product retired, an end in the past, no free codes, another price without a reason,
 * a voucher that does not pay for it, a press whose sale has been taken back since. Nothing is printed here: the sale stands before any printer is touched.
 */
export function sellTicket(open: OpenVenue, actor: Actor, input: SellTicketInput): Sold | Refusal {
  const before = findSoldTickets(open, actor, input.requestId);
  if (before) return before;
  const found = findOnSale(open, input.productId);
  if (isRefusal(found)) return found;
  const venue = getVenue(open.db);
  const nowMs = open.now();
  const span = spanOf(found.product, venue, input, nowMs);
  if (isRefusal(span)) return span;
  const domain = chooseDomain(open, input.domainId);
  if (isRefusal(domain)) return domain;
  const no = checkPerson(domain, input.displayName) ?? checkVoucher(domain, input.voucherCode);
  if (no) return no;
  const paying = findPaying(open, input.voucherCode, input.productId);
  if (isRefusal(paying)) return paying;
  if (paying && input.quantity > 1) {
    return refuse('invalid-input', { problem: 'quantity: a voucher pays for one' }, 'quantity');
  }
  const paid = paidWith(paying, input);
  const priceMinor = priceOf(found.product, paid);
  if (isRefusal(priceMinor)) return priceMinor;
  const codes = makeCodes(open, found, input.quantity);
  if (isRefusal(codes)) return codes;

  const params = {
    product: found.product.name,
    quantity: input.quantity,
    ...(input.room === undefined ? {} : { room: input.room }),
  };
  return writeChange(open.db, actor, { action: 'sell-ticket', params }, nowMs, (write) => {
    const shiftId = openShiftOf(open.db.sqlite, actor, write.atMs);
    const tickets = codes.map((code) =>
      sellOne(open, actor, write, {
        code,
        shiftId,
        found,
        venue,
        span,
        input: paid,
        priceMinor,
        domain,
        paying,
      }),
    );
    return {
      kind: 'sold',
      changeId: write.changeId,
      tickets,
      productName: found.product.name,
      totalMinor: priceMinor * tickets.length,
      currency: venue.currency,
      before: false,
    };
  });
}

function makeCodes(
  open: OpenVenue,
  { product }: ProductWithLimitations,
  quantity: number,
): readonly string[] | Refusal {
  const codes = new Set<string>();
  const prefix = open.scope?.prefix ?? '';
  while (codes.size < quantity) {
    const code = makeCode(
      product.codeAlphabet,
      product.codeLength,
      (candidate) => codes.has(candidate) || findGuestByKey(open.db, nameKey(candidate)) !== undefined,
      prefix,
    );
    if (code === undefined) return refuse('codes-used-up', { name: product.name });
    codes.add(code);
  }
  return [...codes];
}

interface OneTicket {
  readonly code: string;
  readonly shiftId: number;
  readonly found: ProductWithLimitations;
  readonly venue: VenueRow;
  readonly span: Span;
  readonly priceMinor: number;
  readonly input: SellTicketInput;
  readonly domain: DomainRow;
  readonly paying: Redeemable | undefined;
}

function sellOne(open: OpenVenue, actor: Actor, write: ChangeWriter, ticket: OneTicket): SoldTicket {
  const { code, shiftId, found, venue, span, input, priceMinor, domain, paying } = ticket;
  const guestId = write.insert('guests', {
    domain_id: domain.id,
    kind: 'code',
    username: code,
    username_key: nameKey(code),
    password_sealed: seal(open.dataKey, 'guest-password', code),
    display_name: input.displayName ?? null,
    room: input.room ?? null,
    language: input.language ?? null,
    created_at_ms: write.atMs,
  });
  const entitlementId = insertEntitlement(write, guestId, { found, span });
  const { product } = found;
  const { currency } = venue;
  const saleId = writeSale(write, actor, { shiftId, guestId, entitlementId, product, priceMinor, currency, input });
  redeem(write, paying, entitlementId);
  const endsAtMs = span.endsAtMs ?? undefined;
  const sentence = sentenceOf(found, input.language ?? domain.language ?? venue.language, venue.timeZone, endsAtMs);
  return { code, guestId, entitlementId, saleId, sentence, ...(endsAtMs === undefined ? {} : { endsAtMs }) };
}
