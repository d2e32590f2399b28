/** A layout as black and white dots, 8 to the millimetre: the same on every printer, in every script. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { Fault } from '../../preload/contract/faults';
import { canvasLibrary } from './canvas';
import { printableMm } from './layout';
import { checkQr, DOTS_PER_MM, drawQr, encodeQr, type Dots } from './qr';
import type { TicketLayout } from './ticket';
import { typeset, type Box, type Placed, type TypesetPage } from './typeset';

/** Luminance below which a dot is burnt. A little above the middle: thin strokes must survive. */
const BLACK_BELOW = 150;

/** Enough for whoever scales the picture to keep the edges of the modules sharp. */
const PNG_DOTS_PER_MODULE = 8;

/** Margins of the picture on screen, as the paper has them around what the head reaches. */
const MARGIN_TOP_MM = 3;

/**
 * Draws a ticket as it will be printed. Every QR code has been read back from these very dots.
 * Faults: TICKET_QR_UNREADABLE.
 */
export async function drawTicket(layout: TicketLayout): Promise<Dots> {
  const page = typeset(layout, printableMm[layout.paperMm] * DOTS_PER_MM);
  const raster = drawWords(page);
  for (const item of page.items) {
    if (item.kind === 'picture') copyInto(raster, await drawPicture(item.png, item.box), item.box);
    if (item.kind === 'qr') copyInto(raster, drawQr(item.matrix, item.dotsPerModule), item.box);
  }
  for (const item of page.items) if (item.kind === 'qr') checkQr(cutOut(raster, item.box), item.value);
  return raster;
}

/** The ticket as a picture for screens and browsers, with the paper's margins. Faults: TICKET_QR_UNREADABLE. */
export async function ticketPng(
  layout: TicketLayout,
): Promise<{ readonly png: Uint8Array; readonly widthMm: number; readonly heightMm: number }> {
  const ticket = await drawTicket(layout);
  const left = ((layout.paperMm - printableMm[layout.paperMm]) / 2) * DOTS_PER_MM;
  const top = MARGIN_TOP_MM * DOTS_PER_MM;
  const canvas = canvasLibrary().createCanvas(layout.paperMm * DOTS_PER_MM, ticket.height + 2 * top);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.putImageData(new (canvasLibrary().ImageData)(toRgba(ticket), ticket.width, ticket.height), left, top);
  return {
    png: new Uint8Array(canvas.toBuffer('image/png')),
    widthMm: layout.paperMm,
    heightMm: canvas.height / DOTS_PER_MM,
  };
}

/** How much of a picture is burnt at that size: 0 all paper, 1 all black. */
export async function inkOf(png: Uint8Array, size: { readonly widthMm: number; readonly heightMm: number }) {
  const box = {
    ...{ left: 0, top: 0 },
    width: Math.max(1, Math.round(size.widthMm * DOTS_PER_MM)),
    height: Math.max(1, Math.round(size.heightMm * DOTS_PER_MM)),
  };
  const { dots } = await drawPicture(png, box);
  return dots.reduce((sum, dot) => sum + dot, 0) / dots.length;
}

/** A QR code as PNG of one pixel per dot, read back before it is returned. Faults: TICKET_QR_UNREADABLE. */
export function qrPng(value: string): Uint8Array {
  const matrix = encodeQr(value);
  if (!matrix) throw new Fault('TICKET_QR_UNREADABLE');
  const picture = drawQr(matrix, PNG_DOTS_PER_MODULE);
  checkQr(picture, value);
  const canvas = canvasLibrary().createCanvas(picture.width, picture.height);
  canvas
    .getContext('2d')
    .putImageData(new (canvasLibrary().ImageData)(toRgba(picture), picture.width, picture.height), 0, 0);
  return new Uint8Array(canvas.toBuffer('image/png'));
}

/** Dots as opaque black and white pixels. */
export function toRgba(image: Dots): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(image.dots.length * 4).fill(255);
  for (let i = 0; i < image.dots.length; i++) if (image.dots[i] === 1) rgba.fill(0, i * 4, i * 4 + 3);
  return rgba;
}

/** Draws a line of text at its place; also how the A4 sheet draws it. */
export function drawLine(context: SKRSContext2D, line: Extract<Placed, { kind: 'line' }>, language: string): void {
  context.lang = language;
  context.font = line.font;
  context.direction = line.direction;
  context.textAlign = line.textAlign;
  context.fillText(line.text, line.x, line.baseline);
}

function drawWords(page: TypesetPage): Dots {
  const canvas = canvasLibrary().createCanvas(page.width, Math.max(1, page.height));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000000';
  for (const item of page.items) {
    if (item.kind === 'line') drawLine(context, item, page.language);
    if (item.kind === 'rule') context.fillRect(item.box.left, item.box.top, item.box.width, item.box.height);
  }
  return { width: canvas.width, height: canvas.height, dots: burnt(context, canvas.width, canvas.height) };
}

async function drawPicture(png: Uint8Array, box: Box): Promise<Dots> {
  const image = await canvasLibrary().loadImage(Buffer.from(png));
  const canvas = canvasLibrary().createCanvas(box.width, box.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, box.width, box.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, box.width, box.height);
  return dither(greyOf(context, box.width, box.height), box.width, box.height);
}

/** 1 where a dot is burnt. Nearly all of a page is paper, which is told by its four bytes at once. */
function burnt(context: SKRSContext2D, width: number, height: number): Uint8Array {
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const dots = new Uint8Array(pixels.length);
  for (let i = 0; i < dots.length; i++) if (pixels[i] !== OPAQUE_WHITE && luma(data, i) < BLACK_BELOW) dots[i] = 1;
  return dots;
}

const OPAQUE_WHITE = 0xff_ff_ff_ff;

/** 0 black to 255 white. */
function greyOf(context: SKRSContext2D, width: number, height: number): Uint8Array {
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = luma(data, i);
  return grey;
}

/** Rec. 601 luma, 0 black to 255 white. */
function luma(data: Uint8ClampedArray, pixel: number): number {
  return Math.round(0.299 * data[pixel * 4]! + 0.587 * data[pixel * 4 + 1]! + 0.114 * data[pixel * 4 + 2]!);
}

/** Floyd-Steinberg: greys become a density of dots. */
function dither(grey: Uint8Array, width: number, height: number): Dots {
  const rest = Float32Array.from(grey);
  const dots = new Uint8Array(grey.length);
  const spread = (x: number, y: number, error: number): void => {
    if (x >= 0 && x < width && y < height) rest[y * width + x]! += error;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = rest[y * width + x]!;
      const black = value < 128;
      dots[y * width + x] = black ? 1 : 0;
      const error = value - (black ? 0 : 255);
      spread(x + 1, y, (error * 7) / 16);
      spread(x - 1, y + 1, (error * 3) / 16);
      spread(x, y + 1, (error * 5) / 16);
      spread(x + 1, y + 1, error / 16);
    }
  return { width, height, dots };
}

function copyInto(page: Dots, picture: Dots, box: Box): void {
  for (let y = 0; y < picture.height; y++)
    page.dots.set(
      picture.dots.subarray(y * picture.width, (y + 1) * picture.width),
      (box.top + y) * page.width + box.left,
    );
}

function cutOut(page: Dots, box: Box): Dots {
  const dots = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.top + y) * page.width + box.left;
    dots.set(page.dots.subarray(from, from + box.width), y * box.width);
  }
  return { width: box.width, height: box.height, dots };
}
