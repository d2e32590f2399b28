/** Sells tickets: guest, entitlement and sale in one change; the paper comes after. */
import { seal } from '../../db/seal';
import { moneyOperatorId, openShiftOf } from '../../db/shifts';
import { writeChange, type Actor, type ChangeWriter } from '../../db/write';
import { findGuestByKey } from '../../db/queries/guests';
import { findProduct, type ProductWithLimitations } from '../../db/queries/products';
import { getVenue, type VenueRow } from '../../db/queries/venue';
import type { Language } from '../../preload/contract/base';
import type { Refusal } from '../../preload/contract/refusals';
import { nameKey } from '../names';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { makeCode } from './codes';
import { sentenceOf } from './sentence-of';
import { spanOf, type Span } from './span';

export interface SellTicketInput {
  readonly productId: number;
  readonly room?: string | undefined;
  readonly displayName?: string | undefined;
  readonly quantity: number;
  readonly nights: number;
  readonly language?: Language | undefined;
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
}

/**
 * One change for all tickets of one press. Refused: product unknown or retired, check-out in the past, no free codes.
 * Nothing is printed here: the sale stands before any printer is touched.
 */
export function sellTicket(open: OpenVenue, actor: Actor, input: SellTicketInput): Sold | Refusal {
  const found = findProduct(open.db, input.productId);
  if (!found) return refuse('not-found', { what: 'Product', id: input.productId }, 'productId');
  if (found.product.retiredAtMs !== null) return refuse('product-retired', { name: found.product.name }, 'productId');
  const venue = getVenue(open.db);
  const nowMs = open.now();
  const span = spanOf(found.product, venue, input.nights, nowMs);
  if (isRefusal(span)) return span;
  const codes = makeCodes(open, found, input.quantity);
  if (isRefusal(codes)) return codes;

  const params = {
    product: found.product.name,
    quantity: input.quantity,
    ...(input.room === undefined ? {} : { room: input.room }),
  };
  return writeChange(open.db, actor, { action: 'sell-ticket', params }, nowMs, (write) => {
    const shiftId = openShiftOf(open.db.sqlite, actor, write.atMs);
    const tickets = codes.map((code) => sellOne(open, actor, write, { code, shiftId, found, venue, span, input }));
    return {
      kind: 'sold',
      changeId: write.changeId,
      tickets,
      productName: found.product.name,
      totalMinor: found.product.priceMinor * tickets.length,
      currency: venue.currency,
    };
  });
}

function makeCodes(
  open: OpenVenue,
  { product }: ProductWithLimitations,
  quantity: number,
): readonly string[] | Refusal {
  const codes = new Set<string>();
  while (codes.size < quantity) {
    const code = makeCode(
      product.codeAlphabet,
      product.codeLength,
      (candidate) => codes.has(candidate) || findGuestByKey(open.db, nameKey(candidate)) !== undefined,
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
  readonly input: SellTicketInput;
}

function sellOne(open: OpenVenue, actor: Actor, write: ChangeWriter, ticket: OneTicket): SoldTicket {
  const { code, found, venue, span, input } = ticket;
  const guestId = write.insert('guests', {
    domain_id: 1,
    kind: 'code',
    username: code,
    username_key: nameKey(code),
    password_sealed: seal(open.dataKey, 'guest-password', code),
    display_name: input.displayName ?? null,
    room: input.room ?? null,
    language: input.language ?? null,
    created_at_ms: write.atMs,
  });
  const entitlementId = write.insert('entitlements', {
    guest_id: guestId,
    product_id: found.product.id,
    starts_at_ms: span.startsAtMs,
    ends_at_ms: span.endsAtMs,
    created_at_ms: write.atMs,
  });
  const saleId = write.append('sales', {
    kind: 'sale',
    at_ms: write.atMs,
    shift_id: ticket.shiftId,
    operator_id: moneyOperatorId(actor),
    operator_name: actor.operatorName,
    change_id: write.changeId,
    guest_id: guestId,
    entitlement_id: entitlementId,
    product_id: found.product.id,
    product_name: found.product.name,
    amount_minor: found.product.priceMinor,
    currency: venue.currency,
    payment: found.product.priceMinor === 0 ? 'free' : 'cash',
  });
  const endsAtMs = span.endsAtMs ?? undefined;
  const sentence = sentenceOf(found, input.language ?? venue.language, venue.timeZone, endsAtMs);
  return { code, guestId, entitlementId, saleId, sentence, ...(endsAtMs === undefined ? {} : { endsAtMs }) };
}
