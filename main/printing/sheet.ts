/** Tickets as cards on A4 paper, to be printed on any office printer and cut. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Image, SKRSContext2D } from '@napi-rs/canvas';
import type { CardsPerPage } from '../../preload/contract/ticket-templates';
import { canvasLibrary } from './canvas';
import { builtInTemplate } from './built-in-template';
import { layOutCard } from './layout';
import { checkQr, DOTS_PER_MM, drawQr, QUIET_MODULES, type QrMatrix } from './qr';
import { drawLine } from './raster';
import type { Ticket, TicketLayout } from './ticket';
import { typeset, type Box, type TypesetPage } from './typeset';

/** ISO 216 A4 in millimetres. */
const A4 = { width: 210, height: 297 } as const;
/** In millimetres. Ten are as large as a business card is in most of Europe and a little wider. */
const CARD_HEIGHTS = { 10: 54, 8: 68, 6: 91, 4: 136 } as const satisfies Record<CardsPerPage, number>;
const CARD_WIDTH = 90;
const PADDING = 4;
const COLUMNS = 2;
const LEFT = (A4.width - COLUMNS * CARD_WIDTH) / 2;
/** Printers leave 5 mm at the edge blank; the marks stay inside that and outside the cards. */
const CUT_MARK = { length: 5, thickness: 0.15 } as const;
/** A card with two QR codes still leaves the words more than half of it. */
export const QR_COLUMN_MM = 27;
const COLUMN_GAP_MM = 3;
/** As coarse as an office printer's 150 dpi would draw a large symbol. */
const CHECK_DOTS_PER_MODULE = 4;
const POINTS_PER_MM = 72 / 25.4;
/** Sharp on a screen, and drawn in a third of a second. */
const SCREEN_DOTS_PER_MM = 6;
/** Words shrink in these steps until they fit; below a third nobody reads them, so what is left is cut off. */
const SCALES = [1, 0.9, 0.8, 0.72, 0.64, 0.57, 0.5, 0.44, 0.38, 0.33] as const;

/** Where the cards of a page are. */
interface Grid {
  readonly cards: number;
  readonly rows: number;
  readonly cardHeight: number;
  readonly top: number;
}

/** All cards of a sheet are as large as those of its first ticket: a ruler cuts whole rows. */
function gridOf(ticket: Ticket | undefined): Grid {
  const { cardsPerPage } = ticket?.template ?? builtInTemplate;
  const cardHeight = CARD_HEIGHTS[cardsPerPage];
  const rows = cardsPerPage / COLUMNS;
  return { cards: cardsPerPage, rows, cardHeight, top: (A4.height - rows * cardHeight) / 2 };
}

/**
 * An A4 PDF of cards, as many to a page as their template says, in the order of `tickets`, with marks to cut along. Text is text (it can be searched
 * and scales with the printer), QR codes are squares; each has been read back. A logo is a picture, held once by the file.
 * Two hundred cards take seconds: `pageDrawn` is waited for after each page, and stops the work by rejecting.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function ticketSheet(
  tickets: readonly Ticket[],
  pageDrawn: (done: number, pages: number) => Promise<void> = () => breathe(),
): Promise<{ readonly pdf: Uint8Array; readonly pages: number }> {
  const document = new (canvasLibrary().PDFDocument)({ title: 'Tickets', creator: 'Gatehouse' });
  const grid = gridOf(tickets[0]);
  const logos = await readLogos(tickets);
  const pages = Math.ceil(tickets.length / grid.cards);
  for (let page = 0; page < pages; page++) {
    // It is the same context as a canvas has; only its type says less.
    const context = document.beginPage(A4.width * POINTS_PER_MM, A4.height * POINTS_PER_MM) as SKRSContext2D;
    context.scale(POINTS_PER_MM, POINTS_PER_MM);
    // No "fi" as one letter: it could not be found in the PDF. Arabic still joins its letters.
    context.textRendering = 'optimizeSpeed';
    drawPage(context, tickets.slice(page * grid.cards, (page + 1) * grid.cards), { grid, logos });
    document.endPage();
    await pageDrawn(page + 1, pages);
  }
  return { pdf: new Uint8Array(document.close()), pages };
}

/** A sheet full of this one ticket, for the screen. Faults: TICKET_QR_UNREADABLE. */
export async function sheetPng(
  ticket: Ticket,
): Promise<{ readonly png: Uint8Array; readonly widthMm: number; readonly heightMm: number }> {
  const canvas = canvasLibrary().createCanvas(A4.width * SCREEN_DOTS_PER_MM, A4.height * SCREEN_DOTS_PER_MM);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000000';
  context.scale(SCREEN_DOTS_PER_MM, SCREEN_DOTS_PER_MM);
  const grid = gridOf(ticket);
  drawPage(
    context,
    Array.from({ length: grid.cards }, () => ticket),
    { grid, logos: await readLogos([ticket]) },
  );
  return { png: new Uint8Array(canvas.toBuffer('image/png')), widthMm: A4.width, heightMm: A4.height };
}

/** Decoded pictures by the bytes they are in; tickets of one venue share theirs. */
type Logos = ReadonlyMap<Uint8Array, Image>;

async function readLogos(tickets: readonly Ticket[]): Promise<Logos> {
  const logos = new Map<Uint8Array, Image>();
  for (const { logo } of tickets) {
    if (logo && !logos.has(logo)) logos.set(logo, await canvasLibrary().loadImage(Buffer.from(logo)));
  }
  return logos;
}

/** How much the words of this card shrink to fit: 1 as large as on a roll, 0.33 the least. */
export function cardScale(ticket: Ticket): number {
  const { words, qrs } = layOutCard(ticket, QR_COLUMN_MM);
  const inside = insideOf(0, 0, gridOf(ticket));
  const width = qrs.blocks.length === 0 ? inside.width : inside.width - QR_COLUMN_MM - COLUMN_GAP_MM;
  return fit(words, { ...inside, width }).scale;
}

interface Sheet {
  readonly grid: Grid;
  readonly logos: Logos;
}

/** Millimetres from here on. */
function drawPage(context: SKRSContext2D, tickets: readonly Ticket[], { grid, logos }: Sheet): void {
  drawCutMarks(context, grid);
  tickets.forEach((ticket, at) => {
    const left = LEFT + (at % COLUMNS) * CARD_WIDTH;
    const inside = insideOf(left, grid.top + Math.floor(at / COLUMNS) * grid.cardHeight, grid);
    drawCard(context, ticket, inside, logos);
  });
}

function insideOf(left: number, top: number, { cardHeight }: Grid): Box {
  return {
    left: left + PADDING,
    top: top + PADDING,
    width: CARD_WIDTH - 2 * PADDING,
    height: cardHeight - 2 * PADDING,
  };
}

/** Short lines in the margin, at every edge of a card: a ruler from mark to mark cuts a whole row. */
function drawCutMarks(context: SKRSContext2D, { top, rows, cardHeight }: Grid): void {
  const { length, thickness } = CUT_MARK;
  const right = LEFT + COLUMNS * CARD_WIDTH + 1;
  const bottom = top + rows * cardHeight + 1;
  for (let column = 0; column <= COLUMNS; column++) {
    const x = LEFT + column * CARD_WIDTH - thickness / 2;
    context.fillRect(x, top - 1 - length, thickness, length);
    context.fillRect(x, bottom, thickness, length);
  }
  for (let row = 0; row <= rows; row++) {
    const y = top + row * cardHeight - thickness / 2;
    context.fillRect(LEFT - 1 - length, y, length, thickness);
    context.fillRect(right, y, length, thickness);
  }
}

function drawCard(context: SKRSContext2D, ticket: Ticket, inside: Box, logos: Logos): void {
  const { words, qrs } = layOutCard(ticket, QR_COLUMN_MM);
  if (qrs.blocks.length === 0) return drawColumn(context, words, inside, logos);
  const wordsWidth = inside.width - QR_COLUMN_MM - COLUMN_GAP_MM;
  // The QR codes stand where a line of text ends.
  const wordsLeft = words.rightToLeft ? inside.left + QR_COLUMN_MM + COLUMN_GAP_MM : inside.left;
  const qrLeft = words.rightToLeft ? inside.left : inside.left + wordsWidth + COLUMN_GAP_MM;
  drawColumn(context, words, { ...inside, left: wordsLeft, width: wordsWidth }, logos);
  drawColumn(context, qrs, { ...inside, left: qrLeft, width: QR_COLUMN_MM }, logos);
}

/** Draws a layout into a box, centred in height, as large as fits. */
function drawColumn(context: SKRSContext2D, layout: TicketLayout, box: Box, logos: Logos): void {
  const { page, scale } = fit(layout, box);
  const height = (page.height * scale) / DOTS_PER_MM;
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.translate(box.left, box.top + Math.max(0, (box.height - height) / 2));
  context.scale(scale / DOTS_PER_MM, scale / DOTS_PER_MM);
  drawItems(context, page, logos);
  context.restore();
}

function fit(layout: TicketLayout, box: Box): { readonly page: TypesetPage; readonly scale: number } {
  let page: TypesetPage | undefined;
  let scale: number = SCALES[0];
  for (scale of SCALES) {
    page = typeset(layout, (box.width * DOTS_PER_MM) / scale);
    if ((page.height * scale) / DOTS_PER_MM <= box.height) break;
  }
  return { page: page!, scale };
}

function drawItems(context: SKRSContext2D, page: TypesetPage, logos: Logos): void {
  for (const item of page.items) {
    if (item.kind === 'line') drawLine(context, item, page.language);
    if (item.kind === 'picture') drawLogo(context, item.box, logos.get(item.png));
    if (item.kind !== 'qr') continue;
    checkQr(drawQr(item.matrix, CHECK_DOTS_PER_MODULE), item.value);
    drawModules(context, item.matrix, item.box);
  }
}

function drawLogo(context: SKRSContext2D, { left, top, width, height }: Box, picture: Image | undefined): void {
  if (picture) context.drawImage(picture, left, top, width, height);
}

/** Dark modules as squares, neighbours in a row as one: seams between squares would show as light hairlines. */
function drawModules(context: SKRSContext2D, matrix: QrMatrix, box: Box): void {
  const size = box.width / (matrix.modules + 2 * QUIET_MODULES);
  for (let y = 0; y < matrix.modules; y++) {
    for (let x = 0; x < matrix.modules; x++) {
      if (!matrix.isDark(x, y)) continue;
      const from = x;
      while (x + 1 < matrix.modules && matrix.isDark(x + 1, y)) x++;
      context.fillRect(
        box.left + (from + QUIET_MODULES) * size,
        box.top + (y + QUIET_MODULES) * size,
        (x - from + 1) * size,
        size,
      );
    }
  }
}
