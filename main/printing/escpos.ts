/**
 * A ticket as ESC/POS. The whole ticket goes as one raster image, text included: code pages differ from printer to
 * printer and hold one script each, a bitmap is the same on all of them, and the QR code on paper is, dot for dot,
 * the one that was read back. At 576 dots a ticket is about 80 kB, under a second on a network printer.
 */
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import type { Dots } from './qr';
import { drawTicket } from './raster';
import type { TicketLayout } from './ticket';

/** The cutter sits 12 to 15 mm behind the head; a line feed is 1/6 inch after ESC @. */
const LINES_BEFORE_CUT = 4;
/** Small printers hold no more in one command. */
const MOST_ROWS = 255;

/**
 * Bytes that print one ticket and cut: ESC @, GS v 0 in bands of at most 255 rows, feed, GS V 1 (a partial cut, so that
 * the ticket hangs on until it is taken). Printers without a cutter pass over the cut.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function encodeEscpos(layout: TicketLayout): Promise<Uint8Array> {
  const picture = await drawTicket(layout);
  return Buffer.concat([encoder().initialize().encode(), ...bandsOf(picture), encoder().cut('partial').encode()]);
}

function encoder(): ReceiptPrinterEncoder {
  return new ReceiptPrinterEncoder({
    ...{ language: 'esc-pos', feedBeforeCut: LINES_BEFORE_CUT, feedAfterBlock: false, newline: '\n' },
  });
}

/**
 * GS v 0 (Epson ESC/POS reference): 8 dots to the byte, the leftmost highest. Not the encoder's own `image`, which takes
 * a picture in colours and spends half of a ticket's time on turning ours back into dots.
 */
function bandsOf({ width, height, dots }: Dots): readonly Buffer[] {
  const rowBytes = Math.ceil(width / 8);
  return Array.from({ length: Math.ceil(height / MOST_ROWS) }, (_, band) => {
    const top = band * MOST_ROWS;
    const rows = Math.min(MOST_ROWS, height - top);
    const bytes = Buffer.alloc(8 + rowBytes * rows);
    bytes.set([0x1d, 0x76, 0x30, 0]);
    bytes.writeUInt16LE(rowBytes, 4);
    bytes.writeUInt16LE(rows, 6);
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < width; x++)
        if (dots[(top + y) * width + x] === 1) bytes[8 + y * rowBytes + (x >> 3)]! |= 0x80 >> (x & 7);
    return bytes;
  });
}
