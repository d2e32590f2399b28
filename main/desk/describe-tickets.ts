/** What stands on the tickets of these guests, clear codes included: for paper and screen only, never kept. */
import { unseal } from '../../db/seal';
import { findBatch, findCard } from '../../db/queries/cards';
import { listErased } from '../../db/queries/erase';
import { listGuestsById, listHeld, type GuestRow, type HeldEntitlement } from '../../db/queries/guests';
import { findLoginHost } from '../../db/queries/routers';
import { findLastSale, type SaleRow } from '../../db/queries/sales';
import { findLogo, getVenue, type VenueRow } from '../../db/queries/venue';
import { formatDateTime, formatMoney } from '../../preload/contract/units';
import type { OpenVenue } from '../open-venue';
import type { Ticket } from '../printing/ticket';
import { cardWords } from './card-words';
import { languageOf } from './language-of';
import { sentenceOf } from './sentence-of';
import { standingOf } from './standing';
import { templateParts, termsFor } from './ticket-template';

/** In the order of `guestIds`; guests that are no more (an undone sale) or are erased are left out: nothing lets them in. */
export function describeTickets(open: OpenVenue, guestIds: readonly number[], copy: boolean): readonly Ticket[] {
  const venue = getVenue(open.db);
  const logo = findLogo(open.db);
  const loginHost = venue.loginHost ?? findLoginHost(open.db);
  const held = listHeld(open.db, guestIds);
  const rows = new Map(listGuestsById(open.db, guestIds).map((row) => [row.id, row]));
  const erased = listErased(open.db, guestIds);
  return guestIds.flatMap((id) => {
    const guest = rows.get(id);
    return guest && !erased.has(id)
      ? [describeTicket(open, { guest, held: held.get(id) ?? [], venue, logo, loginHost, copy })]
      : [];
  });
}

interface Parts {
  readonly guest: GuestRow;
  readonly held: readonly HeldEntitlement[];
  readonly venue: VenueRow;
  readonly logo: Uint8Array | undefined;
  /** Where the login QR leads. */
  readonly loginHost: string | undefined;
  readonly copy: boolean;
}

function describeTicket(open: OpenVenue, { guest, held, venue, logo, loginHost, copy }: Parts): Ticket {
  const language = languageOf(open.db, guest, venue);
  const current = standingOf(open, held);
  const sale = findLastSale(open.db, guest.id);
  const parts = templateParts(open, venue, { productId: current.held?.product.id, domainId: guest.domainId });
  return {
    guestId: guest.id,
    venueName: venue.name,
    logo,
    // A device is let in by its MAC: printed, it is a name like any other.
    kind: guest.kind === 'code' ? 'code' : 'person',
    username: guest.username,
    password: unseal(open.dataKey, 'guest-password', guest.passwordSealed),
    productName: current.held?.product.name ?? '',
    sentence: current.held ? sentenceOf(current.held, language, venue.timeZone, current.endsAtMs) : '',
    ...parts,
    ...termsFor(open.db, parts, guest.domainId, language),
    loginHost,
    room: guest.room ?? undefined,
    displayName: guest.displayName ?? undefined,
    language,
    copy,
    validUntil: current.endsAtMs === undefined ? undefined : formatDateTime(current.endsAtMs, language, venue.timeZone),
    operatorName: sale?.operatorName,
    ...priceWords(open, guest, sale, venue),
  };
}

/** What it costs, and when it was sold; of a card that is not sold yet: which one of which batch it is. */
function priceWords(
  open: OpenVenue,
  guest: GuestRow,
  sale: SaleRow | undefined,
  venue: VenueRow,
): Pick<Ticket, 'price' | 'soldAt' | 'card' | 'useBefore'> {
  const language = languageOf(open.db, guest, venue);
  const money = (amountMinor: number, currency: string): string | undefined =>
    amountMinor > 0 ? formatMoney(amountMinor, currency, language) : undefined;
  const card = findCard(open.db, guest.id);
  const batch = card && findBatch(open.db, card.batchId);
  if (!card || !batch || sale) {
    const soldAt = formatDateTime(sale?.atMs ?? guest.createdAtMs, language, venue.timeZone);
    return { price: sale && money(sale.amountMinor, sale.currency), soldAt };
  }
  const price = batch.pricePrinted ? money(batch.priceMinor, venue.currency) : undefined;
  return { price, soldAt: '', ...cardWords(batch, card.serial, venue) };
}
