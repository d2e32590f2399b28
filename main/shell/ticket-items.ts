/** A laid-out ticket as the items of electron-pos-printer. Every value is escaped here: the library puts it into HTML. */
import type { PosPrintData, PrintDataStyle } from 'electron-pos-printer';
import { printableMm, textMm } from '../printing/layout';
import type { Align, PaperMm, TicketBlock, TicketLayout } from '../printing/ticket';

/** Draws a QR code as PNG, checked to be readable. */
export type DrawQr = (value: string, sizeMm: number) => Uint8Array;

type TextBlock = Extract<TicketBlock, { kind: 'text' }>;

/** Lines of mixed scripts need this much of the font size; a credential has no descenders to speak of. */
const LINE_HEIGHT = { words: 1.36, code: 1.2 } as const;
/** Advance of every character of a monospaced typeface, in ems, and a little room. */
const CODE_CHARACTER_EM = 0.605;

/** The items of one ticket, top to bottom. */
export function ticketItems(layout: TicketLayout, drawQr: DrawQr): PosPrintData[] {
  return layout.blocks.map((block) => itemOf(block, layout, drawQr));
}

function itemOf(block: TicketBlock, layout: TicketLayout, drawQr: DrawQr): PosPrintData {
  switch (block.kind) {
    case 'text':
      return { type: 'text', value: escapeHtml(block.text), style: textStyle(block, layout) };
    case 'row':
      return rowItem(block, layout);
    case 'picture':
      return pictureItem(block.png, block, positionOf(block, layout));
    case 'qr':
      return pictureItem(
        drawQr(block.value, block.sizeMm),
        { widthMm: block.sizeMm, heightMm: block.sizeMm },
        positionOf(block, layout),
      );
    case 'rule':
      return {
        type: 'text',
        value: '',
        style: { borderTop: '1px dashed #000', padding: '0 0 1.5mm', margin: '1.5mm 0 0' },
      };
    case 'gap':
      return { type: 'text', value: '', style: { height: `${block.mm}mm` } };
    default:
      // The library waits for ever for an item it does not know, so none may get there.
      throw new TypeError(`A ticket has no block of the kind ${JSON.stringify((block as { kind: unknown }).kind)}.`);
  }
}

/** The library has no line of two parts, but takes HTML: both are escaped. */
function rowItem({ start, end, bold }: Extract<TicketBlock, { kind: 'row' }>, layout: TicketLayout): PosPrintData {
  const text: TextBlock = { kind: 'text', text: '', size: 'normal', bold, align: 'start' };
  return {
    type: 'text',
    value: `<span>${escapeHtml(start)}</span><span>${escapeHtml(end)}</span>`,
    style: {
      ...textStyle(text, layout),
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      columnGap: '2mm',
      direction: layout.rightToLeft ? 'rtl' : 'ltr',
    },
  };
}

function positionOf({ align = 'center' }: { readonly align?: Align | undefined }, { rightToLeft }: TicketLayout) {
  return physical(align, rightToLeft);
}

function pictureItem(
  png: Uint8Array,
  { widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number },
  position: 'left' | 'center' | 'right',
): PosPrintData {
  return {
    type: 'image',
    url: `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    position,
    width: `${widthMm}mm`,
    height: `${heightMm}mm`,
  };
}

function textStyle(block: TextBlock, { paperMm, rightToLeft }: TicketLayout): PrintDataStyle {
  const isCode = block.size === 'code';
  const sizeMm = isCode ? codeMm(block, paperMm) : textMm[block.size];
  return {
    fontFamily: isCode ? 'var(--code)' : 'var(--words)',
    fontSize: `${sizeMm}mm`,
    lineHeight: String(isCode ? LINE_HEIGHT.code : LINE_HEIGHT.words),
    fontWeight: block.bold ? '700' : '400',
    textAlign: physical(block.align, rightToLeft),
    // A credential runs left to right in every language; other lines by their first strong letter, as dir="auto".
    direction: isCode ? 'ltr' : 'inherit',
    unicodeBidi: isCode ? 'isolate' : 'plaintext',
    // Two spaces in a password stay two, and what is longer than the paper is broken, never cut off.
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  };
}

/** A credential is as large as fits on one line, but never too small to read. */
function codeMm({ text, mostMm = textMm.code }: TextBlock, paperMm: PaperMm): number {
  const fitting = printableMm[paperMm] / (Math.max(1, text.length) * CODE_CHARACTER_EM);
  return Math.max(textMm.leastCode, Math.min(mostMm, fitting));
}

function physical(align: TextBlock['align'], rightToLeft: boolean): 'left' | 'center' | 'right' {
  if (align === 'center') return 'center';
  return (align === 'start') === rightToLeft ? 'right' : 'left';
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that stays text wherever HTML is expected. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
