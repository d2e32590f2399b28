/** What has been sold to one guest, and what operators have done with the guest. */
import { findGuest } from '../../db/queries/guests';
import { listChangesOfGuest, type Change } from '../../db/queries/history';
import { listSalesOfGuest, type ProductSales } from '../../db/queries/sales';
import type { Refusal } from '../../preload/contract/refusals';
import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';

export interface GuestSales {
  readonly kind: 'sales';
  /** The product sold last comes first. */
  readonly rows: ProductSales[];
}

/** By product and currency; what was taken back counts neither as sold nor as taken. */
export function listGuestSales(open: OpenVenue, guestId: number): GuestSales | Refusal {
  if (!findGuest(open.db, guestId)) return refuse('not-found', { what: 'Guest', id: guestId }, 'id');
  return { kind: 'sales', rows: [...listSalesOfGuest(open.db, guestId)] };
}

/** Newest first. */
export function listGuestHistory(
  open: OpenVenue,
  input: { readonly id: number; readonly limit: number },
): { readonly kind: 'history'; readonly rows: Change[] } | Refusal {
  if (!findGuest(open.db, input.id)) return refuse('not-found', { what: 'Guest', id: input.id }, 'id');
  return { kind: 'history', rows: listChangesOfGuest(open.db, input.id, input.limit, open.scope) };
}
