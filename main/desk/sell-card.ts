/** Sells a card of a batch that is worth nothing until the desk has sold it. */
import { findBatch, findCard, obstacleOf, type BatchRow, type CardObstacle } from '../../db/queries/cards';
import { findDomain } from '../../db/queries/domains';
import { findEntitlement, findGuest, listHeld, type GuestRow, type HeldEntitlement } from '../../db/queries/guests';
import { getVenue } from '../../db/queries/venue';
import { openShiftOf } from '../../db/shifts';
import { writeChange, type Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { languageOf } from './language-of';
import { checkPerson } from './registration';
import { sentenceOf } from './sentence-of';
import { spanOf, type SpanInput } from './span';
import { priceOf, writeSale, type PaymentInput } from './write-sale';

export interface SellCardInput extends SpanInput, PaymentInput {
  readonly guestId: number;
  readonly room?: string | undefined;
  readonly displayName?: string | undefined;
}

export interface SoldCard {
  readonly changeId: number;
  readonly saleId: number;
  readonly productName: string;
  readonly totalMinor: number;
  readonly currency: string;
  readonly sentence: string;
  readonly endsAtMs?: number;
}

/** A card as the desk sees it before it is sold, or where it cannot be. */
export interface CardAtDesk {
  readonly batchName: string;
  readonly serial: number;
  readonly priceMinor: number;
  /** It ends at check-out, so the sale has to say when that is. */
  readonly asksNights: boolean;
  readonly soldAtMs?: number;
  /** Absent: it may be used. */
  readonly obstacle?: CardObstacle;
}

/** Undefined: the guest is no card. */
export function describeCard(open: OpenVenue, guestId: number): CardAtDesk | undefined {
  const card = findCard(open.db, guestId);
  if (!card) return undefined;
  const { name, priceMinor } = findBatch(open.db, card.batchId)!;
  const [first] = listHeld(open.db, [guestId]).get(guestId) ?? [];
  const obstacle = obstacleOf(card, hasBegun(first), open.now());
  return {
    ...{ batchName: name, serial: card.serial, priceMinor, asksNights: first?.product.untilCheckOut ?? false },
    ...(card.soldAtMs === null ? {} : { soldAtMs: card.soldAtMs }),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

function hasBegun(held: HeldEntitlement | undefined): boolean {
  return (held?.usage?.startedAtMs ?? null) !== null;
}

/**
 * One change: what the card holds gets its start and end, the guest room and name, and the sale is in the open shift, at
 * the price the card was made with. Refused: no card, a domain that asks for a name, one that is not for sale (now), an end that would be past,
 * another price without a reason, or one that has just been given another product.
 */
export function sellCard(open: OpenVenue, actor: Actor, input: SellCardInput): SoldCard | Refusal {
  const found = findForSale(open, input.guestId);
  if (isRefusal(found)) return found;
  const { batch, serial, held, guest } = found;
  const no = checkPerson(findDomain(open.db, guest.domainId)!, input.displayName ?? guest.displayName ?? undefined);
  if (no) return no;
  const venue = getVenue(open.db);
  const nowMs = open.now();
  const span = spanOf(held.product, venue, input, nowMs);
  if (isRefusal(span)) return span;
  const product = { ...held.product, priceMinor: batch.priceMinor };
  const priceMinor = priceOf(product, input);
  if (isRefusal(priceMinor)) return priceMinor;
  const room = input.room === undefined ? {} : { room: input.room };
  const what = { action: 'sell-card', params: { serial, name: batch.name, ...room } } as const;
  return writeChange(open.db, actor, what, nowMs, (write) => {
    const { guestId, displayName } = input;
    if (!isStillOf(open, found)) return refuse('card-changed', {}, 'guestId');
    write.update('cards', guestId, { sold_at_ms: write.atMs });
    write.update('guests', guestId, { ...room, display_name: displayName });
    write.update('entitlements', held.entitlement.id, {
      ...{ starts_at_ms: span.startsAtMs, ends_at_ms: span.endsAtMs, end_overridden: span.endOverridden },
    });
    const { currency } = venue;
    const shiftId = openShiftOf(open.db.sqlite, actor, write.atMs);
    const entitlementId = held.entitlement.id;
    const saleId = writeSale(write, actor, { shiftId, guestId, entitlementId, product, priceMinor, currency, input });
    const endsAtMs = span.endsAtMs ?? undefined;
    return {
      ...{ changeId: write.changeId, saleId, productName: product.name, totalMinor: priceMinor, currency },
      sentence: sentenceOf(held, languageOf(open.db, guest, venue), venue.timeZone, endsAtMs),
      ...(endsAtMs === undefined ? {} : { endsAtMs }),
    };
  });
}

/** The work thread gives cards another product (main/office/change-cards.ts): none is sold at the price it had before. */
function isStillOf(open: OpenVenue, { batch, held: { entitlement } }: ForSale): boolean {
  const batchId = findCard(open.db, entitlement.guestId)?.batchId;
  return batchId === batch.id && findEntitlement(open.db, entitlement.id)?.productId === entitlement.productId;
}

interface ForSale {
  readonly batch: BatchRow;
  readonly serial: number;
  readonly guest: GuestRow;
  /** What it was made with; sold, it counts first. */
  readonly held: HeldEntitlement;
}

function findForSale(open: OpenVenue, guestId: number): ForSale | Refusal {
  const card = findCard(open.db, guestId);
  if (!card) return refuse('not-found', { what: 'Card', id: guestId }, 'guestId');
  if (card.soldAtMs !== null) return refuse('card-sold', {}, 'guestId');
  const [held] = listHeld(open.db, [guestId]).get(guestId) ?? [];
  if (!held) return refuse('holds-nothing', {}, 'guestId');
  const obstacle = obstacleOf(card, hasBegun(held), open.now());
  if (obstacle !== 'card-not-sold') return refuse(obstacle ?? 'card-needs-no-sale', {}, 'guestId');
  return { batch: findBatch(open.db, card.batchId)!, serial: card.serial, held, guest: findGuest(open.db, guestId)! };
}
