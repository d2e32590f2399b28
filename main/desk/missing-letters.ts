/** What of a guest's ticket is going to be boxes, so that the desk says it before the guest asks. */
import type { OpenVenue } from '../open-venue';
import { mayLackLetters, mayLackLettersIn } from '../printing/missing-letters';
import { isRefusal } from '../refuse';
import { describeTickets } from './describe-tickets';
import type { TicketRow } from './list-tickets';

/** Tickets looked at: those of one press differ in nothing but their codes, and the desk lists no more. */
const MOST_LOOKED_AT = 40;

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

/**
 * The listed tickets, each with the letters of its own words that are boxes on its paper, now or when it is printed. Usual
 * names are known to be drawn without asking anybody.
 */
export async function markMissingLetters(open: OpenVenue, rows: readonly TicketRow[]): Promise<TicketRow[]> {
  const doubtful = rows.filter((row) => !row.undone && mayLackLettersIn(wordsOf(row)));
  if (doubtful.length === 0) return [...rows];
  const letters = await findMissingLetters(open, [...new Set(doubtful.map(({ guestId }) => guestId))]);
  return rows.map((row) => {
    const missing = doubtful.includes(row) ? lettersIn(wordsOf(row), letters ?? '') : '';
    return missing === '' ? row : { ...row, print: { ...row.print, missingLetters: missing } };
  });
}

/** What differs from ticket to ticket; what a template lacks is said where it is edited. */
function wordsOf({ displayName = '', room = '', productName, sentence }: TicketRow): string {
  return [displayName, room, productName, sentence].join(' ');
}

function lettersIn(words: string, letters: string): string {
  return Array.from(letters)
    .filter((letter) => words.includes(letter))
    .join('');
}
