import { describe, expect, it } from 'vitest';
import { makeTheme } from '../../renderer/theme';

/** WCAG 2.2 §1.4.3: contrast of normal text. */
const readable = 4.5;

/** Relative luminance of '#rrggbb' (WCAG 2.2, definition). */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

const schemes = makeTheme('ltr').colorSchemes as Record<
  'light' | 'dark',
  { palette: ReturnType<typeof makeTheme>['palette'] }
>;

describe.each(['light', 'dark'] as const)('the %s scheme', (scheme) => {
  const { palette } = schemes[scheme];
  const papers = [palette.background.default, palette.background.paper, palette.background.sunken];

  it('has words that can be read on every surface', () => {
    for (const paper of papers) {
      for (const ink of [palette.text.primary, palette.text.secondary, palette.primary.main, palette.error.main]) {
        expect(contrast(ink, paper), `${ink} on ${paper}`).toBeGreaterThanOrEqual(readable);
      }
    }
  });

  it('has words that can be read on every filled button', () => {
    for (const color of ['primary', 'secondary', 'success', 'warning', 'error', 'info'] as const) {
      expect(contrast(palette[color].contrastText, palette[color].main), color).toBeGreaterThanOrEqual(readable);
    }
  });

  it('has words that can be read on the rail', () => {
    expect(contrast(palette.rail.quiet, palette.rail.main)).toBeGreaterThanOrEqual(readable);
  });
});
