import { createCanvas, loadImage } from '@napi-rs/canvas';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { prepareLogo } from '../../main/printing/logo';
import { jpegSize, pngSize } from '../../main/printing/picture-size';

function picture(width: number, height: number) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#c0392b';
  context.fillRect(width / 4, height / 4, width / 2, height / 2);
  return canvas;
}
const png = (width: number, height: number): Uint8Array => picture(width, height).toBuffer('image/png');
const jpeg = (width: number, height: number): Uint8Array => picture(width, height).toBuffer('image/jpeg');

/** A PNG of a few kilobytes that claims gigapixels, and would unpack to them. */
function bomb(): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000_000)))]);
}

async function problemOf(file: Uint8Array): Promise<string | number | undefined> {
  const answer = await prepareLogo(file);
  if (answer.kind !== 'refused') return undefined;
  expect(answer).toMatchObject({ reason: 'invalid-input', field: 'image' });
  return answer.params['problem'];
}

describe('a logo', () => {
  it.each([
    ['a large PNG', png(2_000, 1_000), 320, 160],
    ['a wide JPEG', jpeg(3_000, 300), 384, 38],
    ['a small PNG', png(100, 50), 100, 50],
  ])('from %s becomes a small grey PNG on white', async (_what, file, width, height) => {
    const answer = await prepareLogo(file);
    if (answer.kind !== 'logo') throw new Error(JSON.stringify(answer));
    expect(pngSize(answer.png)).toEqual({ width, height });
    const image = await loadImage(Buffer.from(answer.png));
    const context = createCanvas(width, height).getContext('2d');
    context.drawImage(image, 0, 0);
    const [red, green, blue, alpha] = context.getImageData(width / 2, height / 2, 1, 1).data;
    expect(new Set([red, green, blue]).size).toBe(1);
    expect(red).toBeGreaterThan(60);
    expect(red).toBeLessThan(200);
    expect(alpha).toBe(255);
    if (_what.includes('PNG')) expect([...context.getImageData(0, 0, 1, 1).data]).toEqual([255, 255, 255, 255]);
  });

  it('that is no PNG or JPEG is refused', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
    for (const file of [svg, Buffer.from('GIF89a'), new Uint8Array(0), Buffer.from('%PDF-1.4')])
      expect(await problemOf(file)).toBe('the picture must be a PNG or a JPEG');
  });

  it('that claims gigapixels is refused before it is unpacked', async () => {
    const file = bomb();
    expect(file.length).toBeLessThan(10_000);
    expect(await problemOf(file)).toBe('the picture has too many pixels');
  });

  it('of which only the header is there is refused', async () => {
    expect(await problemOf(png(400, 400).subarray(0, 30))).toBe('the picture is damaged');
  });

  it('that is too large a file, or has no pixels, is refused', async () => {
    expect(await problemOf(new Uint8Array(2_000_000))).toBe('the picture is larger than 1 MB');
    const none = Uint8Array.from(png(10, 10));
    none.fill(0, 16, 20);
    expect(await problemOf(none)).toBe('the picture has too many pixels');
  });
});

describe('the size of a picture', () => {
  it('is read from the header', () => {
    expect(pngSize(png(123, 45))).toEqual({ width: 123, height: 45 });
    expect(jpegSize(jpeg(123, 45))).toEqual({ width: 123, height: 45 });
  });

  it('is not read past the end', () => {
    const whole = jpeg(123, 45);
    for (let length = 0; length < 200; length++) {
      const size = jpegSize(whole.subarray(0, length));
      if (size) expect(size).toEqual({ width: 123, height: 45 });
      expect(pngSize(whole.subarray(0, length))).toBeUndefined();
    }
    expect(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))).toBeUndefined();
  });
});
