/** The text of a ticket template: words with placeholders, read the same way by the editor and by what prints it. */

/** What a placeholder stands for on a ticket. */
export const placeholders = [
  'venue',
  'guest',
  'room',
  'product',
  'price',
  'validUntil',
  'useBefore',
  'operator',
  'date',
  'wifi',
  'wifiPassword',
  'card',
] as const;
export type Placeholder = (typeof placeholders)[number];

/** Those with a word of their own, in the guest's language: `{room:}` is "Room: 412". */
export const labelledPlaceholders = [
  'guest',
  'room',
  'price',
  'validUntil',
  'useBefore',
  'operator',
  'wifi',
  'wifiPassword',
] as const satisfies readonly Placeholder[];
export type LabelledPlaceholder = (typeof labelledPlaceholders)[number];

/** Between the parts of a line; a part is left out where one of its placeholders has no value. */
export const PART_SEPARATOR = ' · ';

export type TextPiece =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'value'; readonly name: Placeholder }
  /** With its word before it. */
  | { readonly kind: 'labelled'; readonly name: LabelledPlaceholder };

export type TemplateText =
  | { readonly kind: 'pieces'; readonly pieces: readonly TextPiece[] }
  /** `{name}` stands for nothing. */
  | { readonly kind: 'unknown'; readonly name: string };

/** Takes a text apart. A brace without a partner is a word like any other. */
export function readTemplateText(text: string): TemplateText {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(/\{([^{}]*)\}/g)) {
    if (index > from) pieces.push({ kind: 'words', words: text.slice(from, index) });
    const piece = readPlaceholder(name);
    if (piece === undefined) return { kind: 'unknown', name };
    pieces.push(piece);
    from = index + whole.length;
  }
  if (from < text.length) pieces.push({ kind: 'words', words: text.slice(from) });
  return { kind: 'pieces', pieces };
}

function readPlaceholder(written: string): TextPiece | undefined {
  if (!written.endsWith(':')) {
    const name = placeholders.find((known) => known === written);
    return name && { kind: 'value', name };
  }
  const name = labelledPlaceholders.find((known) => `${known}:` === written);
  return name && { kind: 'labelled', name };
}
