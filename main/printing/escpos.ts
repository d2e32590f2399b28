/**
 * A ticket as ESC/POS. The whole ticket goes as one raster image, text included: code pages differ from printer to
 * printer and hold one script each, a bitmap is the same on all of them, and the QR code on paper is, dot for dot,
 * the one that was read back. At 576 dots a ticket is about 80 kB, under a second on a network printer.
 */
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { drawTicket, toRgba } from './raster';
import type { TicketLayout } from './ticket';

/** The cutter sits 12 to 15 mm behind the head; a line feed is 1/6 inch after ESC @. */
const LINES_BEFORE_CUT = 4;

/**
 * Bytes that print one ticket and cut: ESC @, GS v 0 in bands of at most 255 rows, feed, GS V 1 (a partial cut, so that
 * the ticket hangs on until it is taken). Printers without a cutter pass over the cut.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function encodeEscpos(layout: TicketLayout): Promise<Uint8Array> {
  const { width, height, dots } = await drawTicket(layout);
  const encoder = new ReceiptPrinterEncoder({
    language: 'esc-pos',
    imageMode: 'raster',
    // Characters of 12 dots: 48 columns are the 576 dots of 80 mm paper.
    columns: width / 12,
    feedBeforeCut: LINES_BEFORE_CUT,
    feedAfterBlock: false,
    newline: '\n',
  });
  return encoder
    .initialize()
    .image({ data: toRgba({ width, height, dots }), width, height }, { width, height, algorithm: 'threshold' })
    .cut('partial')
    .encode();
}
