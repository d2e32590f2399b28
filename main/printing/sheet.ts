/** Tickets as cards on A4 paper, to be printed on any office printer and cut. */
import { setImmediate as breathe } from 'node:timers/promises';
import { PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import { layOutCard } from './layout';
import { checkQr, DOTS_PER_MM, drawQr, QUIET_MODULES, type QrMatrix } from './qr';
import { drawLine } from './raster';
import type { Ticket, TicketLayout } from './ticket';
import { typeset, type Box, type TypesetPage } from './typeset';

/** ISO 216 A4 in millimetres. */
const A4 = { width: 210, height: 297 } as const;
const CARD = { width: 90, height: 54, padding: 4 } as const;
const COLUMNS = 2;
const ROWS = 5;
const CARDS_PER_PAGE = COLUMNS * ROWS;
const LEFT = (A4.width - COLUMNS * CARD.width) / 2;
const TOP = (A4.height - ROWS * CARD.height) / 2;
/** Printers leave 5 mm at the edge blank; the marks stay inside that and outside the cards. */
const CUT_MARK = { length: 5, thickness: 0.15 } as const;
/** A card with two QR codes still leaves the words more than half of it. */
const QR_COLUMN_MM = 27;
const COLUMN_GAP_MM = 3;
/** As coarse as an office printer's 150 dpi would draw a large symbol. */
const CHECK_DOTS_PER_MODULE = 4;
const POINTS_PER_MM = 72 / 25.4;
/** Words shrink in these steps until they fit; below a third nobody reads them, so what is left is cut off. */
const SCALES = [1, 0.9, 0.8, 0.72, 0.64, 0.57, 0.5, 0.44, 0.38, 0.33] as const;

/**
 * An A4 PDF of cards, ten to a page, in the order of `tickets`, with marks to cut along. Text is text (it can be searched
 * and scales with the printer), QR codes are squares; each has been read back. Logos are left to the thermal ticket.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function ticketSheet(
  tickets: readonly Ticket[],
): Promise<{ readonly pdf: Uint8Array; readonly pages: number }> {
  const document = new PDFDocument({ title: 'Tickets', creator: 'Gatehouse' });
  const pages = Math.ceil(tickets.length / CARDS_PER_PAGE);
  for (let page = 0; page < pages; page++) {
    // It is the same context as a canvas has; only its type says less.
    const context = document.beginPage(A4.width * POINTS_PER_MM, A4.height * POINTS_PER_MM) as SKRSContext2D;
    context.scale(POINTS_PER_MM, POINTS_PER_MM);
    // No "fi" as one letter: it could not be found in the PDF. Arabic still joins its letters.
    context.textRendering = 'optimizeSpeed';
    drawPage(context, tickets.slice(page * CARDS_PER_PAGE, (page + 1) * CARDS_PER_PAGE));
    document.endPage();
    // Two hundred cards take seconds; selling goes on meanwhile.
    await breathe();
  }
  return { pdf: new Uint8Array(document.close()), pages };
}

/** Millimetres from here on. */
function drawPage(context: SKRSContext2D, tickets: readonly Ticket[]): void {
  drawCutMarks(context);
  tickets.forEach((ticket, at) => {
    drawCard(context, ticket, LEFT + (at % COLUMNS) * CARD.width, TOP + Math.floor(at / COLUMNS) * CARD.height);
  });
}

/** Short lines in the margin, at every edge of a card: a ruler from mark to mark cuts a whole row. */
function drawCutMarks(context: SKRSContext2D): void {
  const { length, thickness } = CUT_MARK;
  const right = LEFT + COLUMNS * CARD.width + 1;
  const bottom = TOP + ROWS * CARD.height + 1;
  for (let column = 0; column <= COLUMNS; column++) {
    const x = LEFT + column * CARD.width - thickness / 2;
    context.fillRect(x, TOP - 1 - length, thickness, length);
    context.fillRect(x, bottom, thickness, length);
  }
  for (let row = 0; row <= ROWS; row++) {
    const y = TOP + row * CARD.height - thickness / 2;
    context.fillRect(LEFT - 1 - length, y, length, thickness);
    context.fillRect(right, y, length, thickness);
  }
}

function drawCard(context: SKRSContext2D, ticket: Ticket, left: number, top: number): void {
  const { words, qrs } = layOutCard(ticket, QR_COLUMN_MM);
  const inside: Box = {
    left: left + CARD.padding,
    top: top + CARD.padding,
    width: CARD.width - 2 * CARD.padding,
    height: CARD.height - 2 * CARD.padding,
  };
  if (qrs.blocks.length === 0) return drawColumn(context, words, inside);
  const wordsWidth = inside.width - QR_COLUMN_MM - COLUMN_GAP_MM;
  // The QR codes stand where a line of text ends.
  const wordsLeft = words.rightToLeft ? inside.left + QR_COLUMN_MM + COLUMN_GAP_MM : inside.left;
  const qrLeft = words.rightToLeft ? inside.left : inside.left + wordsWidth + COLUMN_GAP_MM;
  drawColumn(context, words, { ...inside, left: wordsLeft, width: wordsWidth });
  drawColumn(context, qrs, { ...inside, left: qrLeft, width: QR_COLUMN_MM });
}

/** Draws a layout into a box, centred in height, as large as fits. */
function drawColumn(context: SKRSContext2D, layout: TicketLayout, box: Box): void {
  const { page, scale } = fit(layout, box);
  const height = (page.height * scale) / DOTS_PER_MM;
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.translate(box.left, box.top + Math.max(0, (box.height - height) / 2));
  context.scale(scale / DOTS_PER_MM, scale / DOTS_PER_MM);
  drawItems(context, page);
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

function drawItems(context: SKRSContext2D, page: TypesetPage): void {
  for (const item of page.items) {
    if (item.kind === 'line') drawLine(context, item, page.language);
    if (item.kind !== 'qr') continue;
    checkQr(drawQr(item.matrix, CHECK_DOTS_PER_MODULE), item.value);
    drawModules(context, item.matrix, item.box);
  }
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
