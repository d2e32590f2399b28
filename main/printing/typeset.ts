/** Turns blocks into lines at places. Units are dots of a 203 dpi head; the A4 sheet scales them. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { canvasLibrary } from './canvas';
import { drawnFamilies } from './fonts';
import { textMm } from './layout';
import { DOTS_PER_MM, encodeQr, QUIET_MODULES, type QrMatrix } from './qr';
import type { TicketBlock, TicketLayout } from './ticket';

export type Placed =
  | {
      readonly kind: 'line';
      readonly text: string;
      readonly font: string;
      readonly direction: 'ltr' | 'rtl';
      readonly textAlign: 'left' | 'center' | 'right';
      readonly x: number;
      readonly baseline: number;
    }
  | { readonly kind: 'picture'; readonly png: Uint8Array; readonly box: Box }
  | {
      readonly kind: 'qr';
      readonly value: string;
      readonly matrix: QrMatrix;
      readonly dotsPerModule: number;
      readonly box: Box;
    }
  | { readonly kind: 'rule'; readonly box: Box };

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface TypesetPage {
  readonly width: number;
  readonly height: number;
  readonly language: string;
  readonly items: readonly Placed[];
}

export type TextBlock = Extract<TicketBlock, { kind: 'text' }>;

/** Lines of mixed scripts need this much of the font size: Arabic reaches lower and higher than Latin. */
const LINE_HEIGHT = 1.36;
/** Where the baseline lies in a line, from its top. */
const BASELINE = 1.04;
/** A credential has no descenders to speak of and is the eye's target: no slack around it. */
const CODE_LINE_HEIGHT = 1.2;
const RULE = { thickness: 2, space: 14 } as const;

/** Places the blocks of a layout one beneath the other on a page `width` dots wide. */
export function typeset(layout: TicketLayout, width: number): TypesetPage {
  const context = measuringContext(layout.language);
  const items: Placed[] = [];
  let top = 0;
  for (const block of layout.blocks) {
    const placed = place(block, layout, top, width, context);
    items.push(...placed.items);
    top += placed.height;
  }
  return { width, height: Math.ceil(top), language: layout.language, items };
}

function place(
  block: TicketBlock,
  layout: TicketLayout,
  top: number,
  width: number,
  context: SKRSContext2D,
): { readonly items: readonly Placed[]; readonly height: number } {
  switch (block.kind) {
    case 'text':
      return placeText(block, layout, top, width, context);
    case 'row':
      return placeRow(block, layout, top, width, context);
    case 'gap':
      return { items: [], height: block.mm * DOTS_PER_MM };
    case 'rule': {
      const box = { left: 0, top: Math.round(top) + RULE.space, width, height: RULE.thickness };
      return { items: [{ kind: 'rule', box }], height: 2 * RULE.space + RULE.thickness };
    }
    case 'picture': {
      const size = { wide: block.widthMm * DOTS_PER_MM, high: block.heightMm * DOTS_PER_MM };
      const box = boxAt(size, physical(block.align ?? 'center', layout.rightToLeft), top, width);
      return { items: [{ kind: 'picture', png: block.png, box }], height: box.height };
    }
    case 'qr':
      return placeQr(block, layout, top, width);
  }
}

function placeQr(
  { value, sizeMm, align = 'center' }: Extract<TicketBlock, { kind: 'qr' }>,
  layout: TicketLayout,
  top: number,
  width: number,
): { items: Placed[]; height: number } {
  const matrix = encodeQr(value);
  if (!matrix) throw new Error('a layout holds only values that planQr has accepted');
  const wide = matrix.modules + 2 * QUIET_MODULES;
  const dotsPerModule = Math.max(1, Math.round((sizeMm * DOTS_PER_MM) / wide));
  const size = { wide: wide * dotsPerModule, high: wide * dotsPerModule };
  const box = boxAt(size, physical(align, layout.rightToLeft), top, width);
  return { items: [{ kind: 'qr', value, matrix, dotsPerModule, box }], height: box.height };
}

function boxAt(
  { wide, high }: { readonly wide: number; readonly high: number },
  edge: 'left' | 'center' | 'right',
  top: number,
  pageWidth: number,
): Box {
  const width = Math.min(pageWidth, Math.round(wide));
  const left = { left: 0, center: Math.floor((pageWidth - width) / 2), right: pageWidth - width }[edge];
  return { left, top: Math.round(top), width, height: Math.round(high) };
}

function placeText(
  block: TextBlock,
  layout: TicketLayout,
  top: number,
  width: number,
  context: SKRSContext2D,
): { readonly items: readonly Placed[]; readonly height: number } {
  const size = block.size === 'code' ? fitCode(block, width, context) : textMm[block.size] * DOTS_PER_MM;
  const font = fontOf(block, size);
  context.font = font;
  const fits = (line: string): boolean => context.measureText(line).width <= width;
  const lines = block.size === 'code' ? breakAnywhere(block.text, fits) : wrap(block.text, fits);
  const lineHeight = Math.ceil(size * (block.size === 'code' ? CODE_LINE_HEIGHT : LINE_HEIGHT));
  const textAlign = physical(block.align, layout.rightToLeft);
  const x = textAlign === 'center' ? width / 2 : textAlign === 'left' ? 0 : width;
  const direction = block.size === 'code' ? 'ltr' : directionOf(block.text, layout.rightToLeft);
  return {
    items: lines.map((text, index) => ({
      kind: 'line',
      text,
      font,
      direction,
      textAlign,
      x,
      baseline: Math.round(top + index * lineHeight + size * (block.size === 'code' ? 0.95 : BASELINE)),
    })),
    height: lines.length * lineHeight,
  };
}

/** Between a label and its value. */
const ROW_GAP_MM = 2;
/** A value longer than this part of the line goes beneath its label. */
const ROW_VALUE_MOST = 0.6;

function placeRow(
  { start, end, bold }: Extract<TicketBlock, { kind: 'row' }>,
  layout: TicketLayout,
  top: number,
  width: number,
  context: SKRSContext2D,
): { readonly items: readonly Placed[]; readonly height: number } {
  const label: TextBlock = { kind: 'text', text: start, size: 'normal', bold, align: 'start' };
  const value: TextBlock = { ...label, text: end, align: 'end' };
  context.font = fontOf(value, textMm.normal * DOTS_PER_MM);
  const valueWidth = context.measureText(end).width;
  if (valueWidth > width * ROW_VALUE_MOST) return stack([label, value], layout, top, width, context);
  const gap = end === '' ? 0 : ROW_GAP_MM * DOTS_PER_MM;
  const besides = placeText(label, layout, top, width - valueWidth - gap, context);
  // On a right-to-left page the label starts at the other edge, which the narrower box does not know.
  const shift = layout.rightToLeft ? valueWidth + gap : 0;
  const moved = besides.items.map((item) => (item.kind === 'line' ? { ...item, x: item.x + shift } : item));
  return { items: [...moved, ...placeText(value, layout, top, width, context).items], height: besides.height };
}

function stack(
  blocks: readonly TextBlock[],
  layout: TicketLayout,
  top: number,
  width: number,
  context: SKRSContext2D,
): { readonly items: readonly Placed[]; readonly height: number } {
  let height = 0;
  const items = blocks.flatMap((block) => {
    const placed = placeText(block, layout, top + height, width, context);
    height += placed.height;
    return placed.items;
  });
  return { items, height };
}

function fontOf(block: TextBlock, size: number): string {
  return `${block.bold ? 'bold ' : ''}${size}px ${block.size === 'code' ? drawnFamilies().code : drawnFamilies().words}`;
}

/** A word of the block that no line of `width` dots holds whole, so that it is broken; undefined: all fit. */
export function findBrokenWord(block: TextBlock, language: string, width: number): string | undefined {
  const context = measuringContext(language);
  const isCode = block.size === 'code';
  const size = block.size === 'code' ? fitCode(block, width, context) : textMm[block.size] * DOTS_PER_MM;
  context.font = fontOf(block, size);
  const words = isCode ? [block.text] : block.text.split(/ +/);
  return words.find((word) => context.measureText(word).width > width);
}

/** The largest size at which a credential stays on one line, but never too small to read. */
function fitCode({ text, mostMm = textMm.code }: TextBlock, width: number, context: SKRSContext2D): number {
  const largest = mostMm * DOTS_PER_MM;
  context.font = `bold ${largest}px ${drawnFamilies().code}`;
  const wide = context.measureText(text).width;
  return Math.max(textMm.leastCode * DOTS_PER_MM, Math.min(largest, Math.floor((largest * width) / wide)));
}

function physical(align: TextBlock['align'], rightToLeft: boolean): 'left' | 'center' | 'right' {
  if (align === 'center') return 'center';
  return (align === 'start') === rightToLeft ? 'right' : 'left';
}

/** First strong letter decides (UAX #9 P2, P3); without one, the page's direction. */
function directionOf(text: string, rightToLeft: boolean): 'ltr' | 'rtl' {
  const letter = /\p{L}/u.exec(text)?.[0];
  if (letter === undefined) return rightToLeft ? 'rtl' : 'ltr';
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter)
    ? 'rtl'
    : 'ltr';
}

/** Breaks at spaces; a word wider than the paper is broken between characters. */
function wrap(text: string, fits: (line: string) => boolean): readonly string[] {
  const lines: string[] = [];
  let line = '';
  // Not \s: no-break spaces hold a number and its unit together.
  for (const word of text.split(/ +/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakAnywhere(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  if (line !== '') lines.push(line);
  return lines;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks between characters as a reader sees them (an emoji family is one). */
function breakAnywhere(text: string, fits: (line: string) => boolean): readonly string[] {
  if (text === '' || fits(text)) return text === '' ? [] : [text];
  const lines: string[] = [];
  let line = '';
  for (const { segment } of graphemes.segment(text)) {
    if (line !== '' && !fits(line + segment)) {
      lines.push(line);
      line = '';
    }
    line += segment;
  }
  return [...lines, line];
}

let measuring: SKRSContext2D | undefined;

function measuringContext(language: string): SKRSContext2D {
  measuring ??= canvasLibrary().createCanvas(1, 1).getContext('2d');
  measuring.lang = language;
  return measuring;
}
