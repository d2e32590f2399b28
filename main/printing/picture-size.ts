/** How large a picture claims to be, from its header alone: asked before anything is decoded. */

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/**
 * Size a PNG claims, read from its header without decoding; undefined if it is not a PNG.
 *
 * | offset | bytes | what                        |
 * |--------|-------|-----------------------------|
 * | 0      | 8     | signature                   |
 * | 8      | 8     | length and type of IHDR     |
 * | 16     | 4 + 4 | width, height, big-endian   |
 */
export function pngSize(file: Uint8Array): PixelSize | undefined {
  if (file.length < 24 || !PNG_SIGNATURE.every((byte, at) => file[at] === byte)) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/**
 * Size a JPEG claims, read from its frame header (ITU T.81 §B.2.2); undefined if it is not a JPEG or has no frame.
 *
 * | offset in segment | bytes | what                                       |
 * |-------------------|-------|--------------------------------------------|
 * | 0                 | 2     | marker, FF C0…CF but C4, C8, CC for a frame |
 * | 2                 | 2     | length of the segment after the marker      |
 * | 5                 | 2 + 2 | height, width, big-endian                   |
 */
export function jpegSize(file: Uint8Array): PixelSize | undefined {
  if (file.length < 4 || file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 2; at + 9 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1]!;
    if (marker === 0xff)
      at += 1; // fill byte
    else if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
