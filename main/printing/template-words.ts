/** What the placeholders of a template stand for on one ticket. */
import {
  PART_SEPARATOR,
  readTemplateText,
  type LabelledPlaceholder,
  type Placeholder,
} from '../../preload/contract/template-text';
import type { PaperWords } from '../../preload/contract/sentence';
import { isolated, plain } from './plain';
import type { Ticket } from './ticket';

/**
 * The lines of a text with its values in place. A part (between " · ") is left out where one of its placeholders has no
 * value, and so is a line of which nothing remains; an empty line stays, it is meant.
 */
export function fillLines(text: string, ticket: Ticket, words: PaperWords): readonly string[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [''];
    const parts = line.split(PART_SEPARATOR).flatMap((part) => fillPart(part, ticket, words) ?? []);
    return parts.length === 0 ? [] : [parts.join(PART_SEPARATOR)];
  });
}

function fillPart(part: string, ticket: Ticket, words: PaperWords): string | undefined {
  const read = readTemplateText(part);
  // A template of another version of this program may know more; its words still stand.
  if (read.kind === 'unknown') return part;
  let filled = '';
  for (const piece of read.pieces) {
    if (piece.kind === 'words') {
      filled += piece.words;
      continue;
    }
    const value = valueOf(piece.name, ticket);
    if (value === undefined || value.trim() === '') return undefined;
    filled += piece.kind === 'labelled' ? labelled(labelOf(piece.name, words), value) : isolated(value);
  }
  return filled;
}

/** A word and its value, which must not turn the words around it. */
export function labelled(label: string, value: string): string {
  return `${label}: ${isolated(value)}`;
}

function valueOf(name: Placeholder, ticket: Ticket): string | undefined {
  switch (name) {
    case 'venue':
      return plain(ticket.venueName);
    case 'guest':
      return ticket.displayName;
    case 'room':
      return ticket.room;
    case 'product':
      return ticket.productName;
    case 'price':
      return ticket.price;
    case 'validUntil':
      return ticket.validUntil;
    case 'useBefore':
      return ticket.useBefore;
    case 'operator':
      return ticket.operatorName;
    case 'date':
      return ticket.soldAt;
    case 'wifi':
      return ticket.wifiName;
    case 'wifiPassword':
      return ticket.wifiPassword;
    case 'card':
      return ticket.card;
  }
}

function labelOf(name: LabelledPlaceholder, words: PaperWords): string {
  return name === 'guest' ? words.name : words[name];
}
