/** Letters of a ticket that no typeface of this computer has: boxes stand for them on paper. */
import { missingLetters } from './fonts';
import { layOutTicket } from './layout';
import type { Ticket } from './ticket';

/**
 * What our own typefaces have all of: Latin to its extension B, Greek, Cyrillic, Devanagari, Arabic, the signs of print and
 * the euro. Nothing has to be drawn to know it, so that a sale with usual names waits for no other thread.
 */
const surelyDrawn =
  /^[\s\u0020-\u024f\u0391-\u03a1\u03a3-\u03e1\u03f0-\u04ff\u0620-\u064a\u0660-\u0669\u0905-\u0939\u2010-\u2022\u2026\u2066-\u2069\u20ac]*$/u;

/** False: all its words are surely drawn. Also of words that its template does not print. */
export function mayLackLetters({ template, ...ticket }: Ticket): boolean {
  const words = (template?.blocks ?? []).flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  const values = Object.values(ticket).filter((value) => typeof value === 'string');
  return [...words, ...values].some(mayLackLettersIn);
}

/** False: all of these words are surely drawn. */
export function mayLackLettersIn(text: string): boolean {
  return !surelyDrawn.test(text);
}

/** Of what is printed on these tickets, each letter once, in their order; empty: all are there. */
export function lettersMissingOn(tickets: readonly Ticket[]): string {
  const texts = tickets.flatMap((ticket) =>
    // Words are the same on any paper.
    layOutTicket(ticket, 80).blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])),
  );
  return missingLetters(texts.join(' '));
}
