/** Text that can be read on any product colour (WCAG 2.2, 1.4.3: black or white always reaches 4.5:1). */

/** '#000000' or '#ffffff', whichever stands out more on `#rrggbb`. */
export function readableOn(color: string): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(color);
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}

/** 0 black … 1 white (WCAG 2.2, definition of relative luminance). */
export function relativeLuminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(color.slice(at, at + 2), 16) / 255)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
