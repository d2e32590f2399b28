/**
 * QR codes, drawn and read back here: no service draws them, and nothing is printed that a phone could not read.
 * Drawn with `qrcode`, read with the decoder of `qr`: two authors, so one library's mistake does not hide itself.
 */
import { decodeQR } from 'qr/decode.js';
import { create, type QRCode } from 'qrcode';
import { Fault } from '../../preload/contract/faults';

/** Light modules around the symbol (ISO/IEC 18004 §9.1). */
export const QUIET_MODULES = 4;

/** 203 dpi thermal heads are 8 dots to the millimetre. */
export const DOTS_PER_MM = 8;

/** 0.375 mm: below this, cheap thermal paper bleeds modules into one another. */
const LEAST_DOTS_PER_MODULE = 3;

/** The reader may look again this long on a busy PC; its own default is one video frame. */
const READ_TIME_LIMIT_MS = 2_000;

/** A square of modules; `isDark(x, y)` from the top left, without the quiet zone. */
export interface QrMatrix {
  readonly modules: number;
  isDark(x: number, y: number): boolean;
}

/** Black and white dots, one byte each (1 is black), row by row. */
export interface Dots {
  readonly width: number;
  readonly height: number;
  readonly dots: Uint8Array;
}

/** Placing a ticket asks for the same few symbols again and again; making one takes milliseconds. */
const RECENT_SYMBOLS = 8;
const recent = new Map<string, QrMatrix>();

/** The symbol for a value, or undefined where the value is longer than any QR code holds (2953 bytes). */
export function encodeQr(value: string): QrMatrix | undefined {
  const known = recent.get(value);
  if (known) return known;
  const symbol = createSymbol(value, 'M') ?? createSymbol(value, 'L');
  if (!symbol) return undefined;
  const { size, data } = symbol.modules;
  const matrix: QrMatrix = { modules: size, isDark: (x, y) => data[y * size + x] === 1 };
  recent.set(value, matrix);
  if (recent.size > RECENT_SYMBOLS) recent.delete(recent.keys().next().value!);
  return matrix;
}

function createSymbol(value: string, errorCorrectionLevel: 'M' | 'L'): QRCode | undefined {
  try {
    return create(value, { errorCorrectionLevel });
  } catch {
    return undefined; // the only way to fail: the value does not fit
  }
}

/**
 * Millimetres a value needs on paper, quiet zone included: about `wantedMm`, at most `mostMm`.
 * Undefined where its modules would be too small to print.
 */
export function planQr(value: string, wantedMm: number, mostMm: number): number | undefined {
  const matrix = encodeQr(value);
  if (!matrix) return undefined;
  const wide = matrix.modules + 2 * QUIET_MODULES;
  const dotsPerModule = Math.max(LEAST_DOTS_PER_MODULE, Math.floor((wantedMm * DOTS_PER_MM) / wide));
  const sizeMm = (wide * dotsPerModule) / DOTS_PER_MM;
  return sizeMm <= mostMm ? sizeMm : undefined;
}

/** Draws the symbol with its quiet zone, every module `dotsPerModule` square. */
export function drawQr(matrix: QrMatrix, dotsPerModule: number): Dots {
  const wide = (matrix.modules + 2 * QUIET_MODULES) * dotsPerModule;
  const dots = new Uint8Array(wide * wide);
  for (let y = 0; y < matrix.modules; y++)
    for (let x = 0; x < matrix.modules; x++)
      if (matrix.isDark(x, y)) fillSquare(dots, wide, x + QUIET_MODULES, y + QUIET_MODULES, dotsPerModule);
  return { width: wide, height: wide, dots };
}

function fillSquare(dots: Uint8Array, rowLength: number, x: number, y: number, size: number): void {
  for (let row = y * size; row < (y + 1) * size; row++)
    dots.fill(1, row * rowLength + x * size, row * rowLength + (x + 1) * size);
}

/** What a phone would read from these dots; undefined where it would read nothing. */
export function readQr(image: Dots): string | undefined {
  const rgba = new Uint8ClampedArray(image.dots.length * 4);
  for (let i = 0; i < image.dots.length; i++) rgba.fill(image.dots[i] === 1 ? 0 : 255, i * 4, i * 4 + 3);
  try {
    return decodeQR({ width: image.width, height: image.height, data: rgba }, { timeLimit: READ_TIME_LIMIT_MS });
  } catch {
    return undefined; // the decoder says "nothing found" by throwing
  }
}

/** Makes sure that these dots, as they will be printed, read as `value`. Faults: TICKET_QR_UNREADABLE. */
export function checkQr(image: Dots, value: string): void {
  if (readQr(image) !== value) throw new Fault('TICKET_QR_UNREADABLE');
}
