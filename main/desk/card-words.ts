/** What a card or voucher says of its batch on paper. */
import type { BatchRow } from '../../db/queries/cards';
import type { VenueRow } from '../../db/queries/venue';
import { formatDateTime } from '../../preload/contract/units';
import type { Ticket } from '../printing/ticket';

/** Which one of which batch it is, and its last day. */
export function cardWords(
  { name, sellBeforeMs }: BatchRow,
  serial: number,
  { language, timeZone }: VenueRow,
): Pick<Ticket, 'card' | 'useBefore'> {
  return {
    card: `${name} #${serial}`,
    useBefore: sellBeforeMs === null ? undefined : formatDateTime(sellBeforeMs, language, timeZone),
  };
}
