/** What a press has sold before: answers lost in a restart are given again instead of selling twice. */
import { findEntitlement, findGuest, listHeld, type GuestRow, type HeldEntitlement } from '../../db/queries/guests';
import { listSalesOfPress, type SaleRow } from '../../db/queries/sales';
import { getVenue } from '../../db/queries/venue';
import { moneyOperatorId } from '../../db/shifts';
import type { Actor } from '../../db/write';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { isRefusal, refuse } from '../refuse';
import { languageOf } from './language-of';
import type { Recharged } from './recharge';
import type { Sold } from './sell-ticket';
import { sentenceOf } from './sentence-of';
import { standingsOf } from './standing';

/** Undefined: this press is a new one. Refused: what it sold has been taken back, so its answer is no more. */
export function findSoldTickets(
  open: OpenVenue,
  actor: Actor,
  requestId: string | undefined,
): Sold | Refusal | undefined {
  const all = listSold(open, actor, requestId, 'sell-ticket');
  if (all === undefined || isRefusal(all)) return all;
  const { changeId, productName, currency } = all[0]!.sale;
  return {
    kind: 'sold',
    changeId,
    productName,
    currency,
    totalMinor: all.reduce((sum, { sale }) => sum + sale.amountMinor, 0),
    tickets: all.map(({ sale, guest, one }) => ({
      code: guest.username,
      guestId: guest.id,
      saleId: sale.id,
      ...heldOf(open, guest, one),
    })),
    before: true,
  };
}

/** As findSoldTickets, of a recharge. */
export function findRecharge(
  open: OpenVenue,
  actor: Actor,
  requestId: string | undefined,
): Recharged | Refusal | undefined {
  const all = listSold(open, actor, requestId, 'recharge');
  if (all === undefined || isRefusal(all)) return all;
  const { sale, guest, one } = all[0]!;
  return {
    kind: 'recharged',
    changeId: sale.changeId,
    saleId: sale.id,
    productName: sale.productName,
    totalMinor: sale.amountMinor,
    currency: sale.currency,
    queued: isBehindAnother(open, one),
    ...heldOf(open, guest, one),
  };
}

interface SoldBefore {
  readonly sale: SaleRow;
  readonly guest: GuestRow;
  readonly one: HeldEntitlement;
}

function listSold(
  open: OpenVenue,
  actor: Actor,
  requestId: string | undefined,
  action: 'sell-ticket' | 'recharge',
): readonly SoldBefore[] | Refusal | undefined {
  if (requestId === undefined) return undefined;
  const rows = listSalesOfPress(open.db, moneyOperatorId(actor), requestId).filter((row) => row.action === action);
  if (rows.length === 0) return undefined;
  const sold = rows.flatMap(({ sale }) => {
    const guest = findEntitlement(open.db, sale.entitlementId) && findGuest(open.db, sale.guestId);
    const one = guest && heldNow(open, guest.id).find(({ entitlement }) => entitlement.id === sale.entitlementId);
    return guest && one ? [{ sale, guest, one }] : [];
  });
  return sold.length === rows.length ? sold : refuse('taken-back-since', { name: rows[0]!.sale.productName });
}

function heldNow(open: OpenVenue, guestId: number): readonly HeldEntitlement[] {
  return listHeld(open.db, [guestId]).get(guestId) ?? [];
}

/** It waits, and something else of the guest has begun. */
function isBehindAnother(open: OpenVenue, { entitlement }: HeldEntitlement): boolean {
  const all = standingsOf(open, heldNow(open, entitlement.guestId));
  const own = all.find(({ held }) => held.entitlement.id === entitlement.id);
  return own?.standing === 'waiting' && all.some(({ standing }) => standing === 'active' || standing === 'paused');
}

function heldOf(open: OpenVenue, guest: GuestRow, one: HeldEntitlement) {
  const venue = getVenue(open.db);
  const endsAtMs = one.entitlement.endsAtMs ?? undefined;
  return {
    entitlementId: one.entitlement.id,
    ...(endsAtMs === undefined ? {} : { endsAtMs }),
    sentence: sentenceOf(one, languageOf(open.db, guest, venue), venue.timeZone, endsAtMs),
  };
}
