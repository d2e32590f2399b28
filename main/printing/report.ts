/** A report in lines of a label and an amount: on ticket paper, and as pages of A4. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { formatMoney } from '../../preload/contract/units';
import { canvasLibrary } from './canvas';
import { blocksPage } from './layout';
import { isolated } from './plain';
import { DOTS_PER_MM } from './qr';
import { drawLine } from './raster';
import type { PaperMm, TicketBlock, TicketLayout } from './ticket';
import { typeset, type TypesetPage } from './typeset';

/** How many, how much, or in words; a line may say all of it. */
export interface ReportLine {
  readonly label: string;
  readonly count?: number;
  /** Minor units of `currency`. */
  readonly minor?: number;
  readonly currency?: string;
  readonly text?: string;
  readonly bold?: boolean;
}

export interface ReportSection {
  readonly heading: string | undefined;
  readonly lines: readonly ReportLine[];
}

export interface Report {
  readonly venueName: string;
  readonly title: string;
  readonly language: string;
  readonly sections: readonly ReportSection[];
  /** Under a line at the end, to be signed by hand. */
  readonly signature: string;
}

/** Room for a name written by hand. */
const SIGNATURE_MM = 14;
/** ISO 216 A4 and its margins in millimetres: what every office printer reaches, and room for a punch. */
const A4 = { width: 210, height: 297, left: 25, right: 20, top: 20, bottom: 20 } as const;
/** Letters of a ticket are a little small at arm's length. */
const A4_SCALE = 1.1;
const POINTS_PER_MM = 72 / 25.4;

/** A report on ticket paper. */
export function layOutReport(report: Report, paperMm: PaperMm): TicketLayout {
  return blocksPage(report.language, paperMm, blocksOf(report));
}

/** A report as a PDF of A4 pages; text is text. */
export function reportPdf(report: Report): Uint8Array {
  const document = new (canvasLibrary().PDFDocument)({ title: report.title, creator: 'Gatehouse' });
  const width = ((A4.width - A4.left - A4.right) * DOTS_PER_MM) / A4_SCALE;
  const most = ((A4.height - A4.top - A4.bottom) * DOTS_PER_MM) / A4_SCALE;
  const parts = blocksOf(report).map((block) => typeset(blocksPage(report.language, 80, [block]), width));
  for (const page of breakPages(parts, most)) {
    // It is the same context as a canvas has; only its type says less.
    const context = document.beginPage(A4.width * POINTS_PER_MM, A4.height * POINTS_PER_MM) as SKRSContext2D;
    const scale = (POINTS_PER_MM * A4_SCALE) / DOTS_PER_MM;
    context.translate(A4.left * POINTS_PER_MM, A4.top * POINTS_PER_MM);
    context.scale(scale, scale);
    context.textRendering = 'optimizeSpeed';
    for (const part of page) {
      drawPart(context, part);
      context.translate(0, part.height);
    }
    document.endPage();
  }
  return new Uint8Array(document.close());
}

/** As many parts on each page as fit; a part is never cut. */
function breakPages(parts: readonly TypesetPage[], most: number): readonly (readonly TypesetPage[])[] {
  const pages: TypesetPage[][] = [[]];
  let height = 0;
  for (const part of parts) {
    if (height + part.height > most) {
      pages.push([]);
      height = 0;
    }
    pages.at(-1)!.push(part);
    height += part.height;
  }
  return pages;
}

function drawPart(context: SKRSContext2D, part: TypesetPage): void {
  for (const item of part.items) {
    if (item.kind === 'line') drawLine(context, item, part.language);
    if (item.kind === 'rule') context.fillRect(item.box.left, item.box.top, item.box.width, item.box.height);
  }
}

function blocksOf(report: Report): readonly TicketBlock[] {
  return [
    words(report.venueName, 'title'),
    words(report.title, 'title'),
    ...report.sections.flatMap(({ heading, lines }) => [
      { kind: 'rule' } as const,
      ...(heading === undefined ? [] : [words(heading, 'normal')]),
      ...lines.map((line) => rowOf(line, report.language)),
    ]),
    { kind: 'gap', mm: SIGNATURE_MM },
    { kind: 'rule' },
    { kind: 'text', text: report.signature, size: 'small', bold: false, align: 'start' },
  ];
}

function words(text: string, size: 'title' | 'normal'): TicketBlock {
  return { kind: 'text', text: isolated(text), size, bold: true, align: size === 'title' ? 'center' : 'start' };
}

function rowOf({ label, count, minor, currency, text, bold = false }: ReportLine, language: string): TicketBlock {
  const amount = minor === undefined || currency === undefined ? undefined : formatMoney(minor, currency, language);
  const value = [amount, text].filter((part) => part !== undefined).map(isolated);
  // With an amount beside it the number belongs to the label.
  const shown = count === undefined ? '' : String(count);
  return amount === undefined
    ? { kind: 'row', start: isolated(label), end: [shown, ...value].filter((part) => part !== '').join(' · '), bold }
    : {
        kind: 'row',
        start: shown === '' ? isolated(label) : `${isolated(label)} × ${shown}`,
        end: value.join(' · '),
        bold,
      };
}
