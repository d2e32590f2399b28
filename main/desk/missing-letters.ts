/** What of a guest's ticket is going to be boxes, so that the desk says it before the guest asks. */
import type { OpenVenue } from '../open-venue';
import { mayLackLetters } from '../printing/missing-letters';
import { isRefusal } from '../refuse';
import { describeTickets } from './describe-tickets';

/** Tickets looked at: those of one press differ in nothing but their codes. */
const MOST_LOOKED_AT = 20;

/**
 * Letters on the tickets of these guests that no typeface of this computer has; undefined: none, or it is not known. Never
 * rejects: the sale stands, and its paper comes, whatever is found.
 */
export async function findMissingLetters(open: OpenVenue, guestIds: readonly number[]): Promise<string | undefined> {
  try {
    const tickets = describeTickets(open, guestIds.slice(0, MOST_LOOKED_AT), false).filter(mayLackLetters);
    if (tickets.length === 0) return undefined;
    const found = await open.askReports('find-missing-letters', { tickets });
    return isRefusal(found) || found.letters === '' ? undefined : found.letters;
  } catch (error) {
    open.log.warn('it is not known whether this computer has all letters of a ticket', error);
    return undefined;
  }
}
