/** The venue's picture: checked before it is decoded, kept small. */
import type { Refusal } from '../../preload/contract/refusals';
import { canvasLibrary } from './canvas';
import { jpegSize, pngSize } from './picture-size';

/** What a phone camera saves is 12 megapixels and smaller than this; a logo is far below. */
const MOST_FILE_BYTES = 1_048_576;
/** Decoded, this takes 64 MB. A bomb claims thousands of times as much in a few kilobytes. */
const MOST_PIXELS = 16_000_000;
/** 48 mm by 20 mm at 8 dots per millimetre: what the layout gives it on the widest paper. */
const MOST_SIZE = { width: 384, height: 160 } as const;

/**
 * Turns what an operator picked (PNG or JPEG, at most 1 MiB and 16 megapixels) into a PNG that a thermal printer can
 * show: grey on white, at most 384 by 160. Refusals: invalid-input on field `image`.
 */
export async function prepareLogo(
  file: Uint8Array,
): Promise<{ readonly kind: 'logo'; readonly png: Uint8Array } | Refusal> {
  if (file.length > MOST_FILE_BYTES) return refuse('the picture is larger than 1 MB');
  const size = pngSize(file) ?? jpegSize(file);
  if (!size) return refuse('the picture must be a PNG or a JPEG');
  if (size.width * size.height === 0 || size.width * size.height > MOST_PIXELS)
    return refuse('the picture has too many pixels');
  try {
    return { kind: 'logo', png: await shrink(file) };
  } catch {
    return refuse('the picture is damaged');
  }
}

function refuse(problem: string): Refusal {
  return { kind: 'refused', reason: 'invalid-input', params: { problem }, field: 'image' };
}

async function shrink(file: Uint8Array): Promise<Uint8Array> {
  const image = await canvasLibrary().loadImage(Buffer.from(file));
  const scale = Math.min(1, MOST_SIZE.width / image.width, MOST_SIZE.height / image.height);
  const canvas = canvasLibrary().createCanvas(
    Math.max(1, Math.round(image.width * scale)),
    Math.max(1, Math.round(image.height * scale)),
  );
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff'; // paper shows through where the picture is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.filter = 'grayscale(1)';
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Uint8Array(canvas.toBuffer('image/png'));
}
