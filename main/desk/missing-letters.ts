/** What of a guest's ticket is going to be boxes, so that the desk says it before the guest asks. */
import type { OpenVenue } from '../open-venue';
import { mayLackLetters, mayLackLettersIn } from '../printing/missing-letters';
import { isRefusal } from '../refuse';
import { describeTickets } from './describe-tickets';
import type { TicketRow } from './list-tickets';

/** Tickets looked at: those of one press differ in nothing but their codes, and the desk lists no more. */
const MOST_LOOKED_AT = 40;

/** Names of the desk's lists of some days; the oldest are forgotten. */
const MOST_REMEMBERED = 500;

/**
 * What of words is missing, '' for nothing: as long as the program runs, no typeface is added. The list of the last tickets
 * is asked for with everything that is sold, and would otherwise wait for the report thread each time.
 */
const missingOf = new Map<string, string>();

/**
 * Letters on the tickets of these guests that no typeface of this computer has; undefined: none, or it is not known. Never
 * rejects: the sale stands, and its paper comes, whatever is found.
 */
export async function findMissingLetters(open: OpenVenue, guestIds: readonly number[]): Promise<string | undefined> {
  const letters = await askForLetters(open, guestIds.slice(0, MOST_LOOKED_AT));
  return letters === '' ? undefined : letters;
}

/** Undefined: it is not known. */
async function askForLetters(open: OpenVenue, guestIds: readonly number[]): Promise<string | undefined> {
  try {
    const tickets = describeTickets(open, guestIds, false).filter(mayLackLetters);
    if (tickets.length === 0) return '';
    const found = await open.askReports('find-missing-letters', { tickets });
    return isRefusal(found) ? undefined : found.letters;
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
  const unknown = doubtful.filter((row) => !missingOf.has(wordsOf(row))).slice(0, MOST_LOOKED_AT);
  if (unknown.length > 0) await learn(open, unknown);
  return rows.map((row) => {
    const missing = row.undone ? undefined : missingOf.get(wordsOf(row));
    return missing ? { ...row, print: { ...row.print, missingLetters: missing } } : row;
  });
}

async function learn(open: OpenVenue, rows: readonly TicketRow[]): Promise<void> {
  const letters = await askForLetters(open, [...new Set(rows.map(({ guestId }) => guestId))]);
  if (letters === undefined) return;
  for (const row of rows) missingOf.set(wordsOf(row), lettersIn(wordsOf(row), letters));
  for (const words of missingOf.keys()) {
    if (missingOf.size <= MOST_REMEMBERED) break;
    missingOf.delete(words);
  }
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
