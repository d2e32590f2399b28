/** Makes every icon file from the three drawings in build/. Run by hand after a drawing has changed; results are kept. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const drawing = (name) => loadImage(readFileSync(at(`build/${name}.svg`)));

const icon = await drawing('icon');
const small = await drawing('icon-small');
const trayTemplate = await drawing('tray-template');

/** Below this, the gate of the large drawing is a blur. */
const SMALL_UP_TO = 32;
const iconAt = (size) => png(size <= SMALL_UP_TO ? small : icon, size);

mkdirSync(at('build/icons'), { recursive: true });
for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
  writeFileSync(at(`build/icons/${size}x${size}.png`), iconAt(size));
writeFileSync(at('build/icon.ico'), ico([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, image: iconAt(size) }))));
writeFileSync(at('build/icon.icns'), icns());

mkdirSync(at('main/shell/icons'), { recursive: true });
writeFileSync(at('main/shell/icons/window.png'), iconAt(256));
for (const size of [16, 24, 32]) writeFileSync(at(`main/shell/icons/tray-${size}.png`), iconAt(size));
for (const size of [16, 32]) writeFileSync(at(`main/shell/icons/tray-template-${size}.png`), png(trayTemplate, size));

/** The drawing as a square PNG; `fill` is the part of the side it takes, the rest is an even margin. */
function png(image, size, fill = 1) {
  const canvas = createCanvas(size, size);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  const side = size * fill;
  context.drawImage(image, (size - side) / 2, (size - side) / 2, side, side);
  return canvas.toBuffer('image/png');
}

/** ICO: a 6-byte header, a 16-byte entry per image, then the images; PNG images are understood since Windows Vista. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, image }, index) => {
    const entry = 6 + 16 * index;
    // 256 does not fit a byte and is written as 0.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(image.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  });
  return Buffer.concat([header, ...images.map(({ image }) => image)]);
}

/** ICNS: "icns", total length, then per image its type, its length with these 8 bytes, and the PNG. */
function icns() {
  // Apple's grid leaves a margin: the shape takes 824 of 1024 pixels.
  const fill = 824 / 1024;
  const types = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
  const chunks = Object.entries(types).map(([type, size]) => chunk(type, png(icon, size, fill)));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([header, content]);
}
