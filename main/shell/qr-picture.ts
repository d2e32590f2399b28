/** A QR code as a picture for the print page, read back from the very dots it is made of. */
import { canvasLibrary } from '../printing/canvas';
import { checkQr, DOTS_PER_MM, drawQr, encodeQr, QUIET_MODULES } from '../printing/qr';
import { toRgba } from '../printing/raster';

/**
 * A PNG with the quiet zone, at the 8 dots to the millimetre of a thermal head, so that a driver has nothing to scale.
 * @param sizeMm side of the picture on paper, as the layout has planned it
 * @throws {Fault} TICKET_QR_UNREADABLE
 */
export function drawQrPng(value: string, sizeMm: number): Uint8Array {
  const matrix = encodeQr(value);
  if (matrix === undefined) throw new RangeError('A layout holds only values that fit into a QR code.');
  const wide = matrix.modules + 2 * QUIET_MODULES;
  const picture = drawQr(matrix, Math.max(1, Math.round((sizeMm * DOTS_PER_MM) / wide)));
  checkQr(picture, value);
  const canvas = canvasLibrary().createCanvas(picture.width, picture.height);
  canvas
    .getContext('2d')
    .putImageData(new (canvasLibrary().ImageData)(toRgba(picture), picture.width, picture.height), 0, 0);
  return new Uint8Array(canvas.toBuffer('image/png'));
}
