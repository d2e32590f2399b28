/** Pictures as the application takes and gives them. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Dots } from '../../main/printing/qr';

/** The dots of a PNG (base64), dark ones as 1. */
export async function pictureOf(png: string): Promise<Dots> {
  const image = await loadImage(Buffer.from(png, 'base64'));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const dots = Uint8Array.from({ length: image.width * image.height }, (_, at) => (data[at * 4]! < 128 ? 1 : 0));
  return { width: image.width, height: image.height, dots };
}

/** A PNG (base64) of 200 by 100 pixels of one colour. */
export function plainPicture(color: string): string {
  const canvas = createCanvas(200, 100);
  const context = canvas.getContext('2d');
  context.fillStyle = color;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.toBuffer('image/png').toString('base64');
}
