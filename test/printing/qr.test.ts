import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQr, drawQr, encodeQr, planQr, QUIET_MODULES, readQr } from '../../main/printing/qr';

describe('a QR code', () => {
  it('reads as what was put in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }), (text) => {
        const value = text.toWellFormed();
        expect(readQr(drawQr(encodeQr(value)!, 3))).toBe(value);
      }),
      { numRuns: 25 },
    );
  });

  it('reads at the longest value that fits, drawn as small as we print', () => {
    for (const value of ['x'.repeat(2_953), 'я'.repeat(1_476)])
      expect(readQr(drawQr(encodeQr(value)!, 3)), `${value.length} characters`).toBe(value);
  });

  it('does not exist for a longer value', () => {
    expect(encodeQr('x'.repeat(2_954))).toBeUndefined();
    expect(planQr('x'.repeat(2_954), 30, 72)).toBeUndefined();
  });

  it('has a quiet zone of four modules', () => {
    const { width, dots } = drawQr(encodeQr('quiet')!, 2);
    const dark = (x: number, y: number): boolean => dots[y * width + x] === 1;
    const edge = QUIET_MODULES * 2;
    expect(dark(edge, edge)).toBe(true);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < edge; j++) expect(dark(i, j) || dark(j, i) || dark(i, width - 1 - j)).toBe(false);
  });

  it('is planned with modules of at least three dots, or not at all', () => {
    expect(planQr('http://hotspot.lan/login?username=K7XP42&password=K7XP42', 31, 48)).toBe(30.75);
    // 185 modules of 3 dots are 69.4 mm: they fit on 80 mm paper and not on 58.
    const longest = 'x'.repeat(2_900);
    expect(planQr(longest, 31, 72)).toBe(69.375);
    expect(planQr(longest, 31, 48)).toBeUndefined();
  });

  it('is a fault when it cannot be read back as its value', () => {
    const drawn = drawQr(encodeQr('K7XP42')!, 3);
    expect(() => checkQr(drawn, 'K7XP42')).not.toThrow();
    expect(() => checkQr(drawn, 'K7XP43')).toThrow(expect.objectContaining({ code: 'TICKET_QR_UNREADABLE' }));
    const smeared = { ...drawn, dots: drawn.dots.map((dot, at) => (at % drawn.width < drawn.width / 2 ? 0 : dot)) };
    expect(() => checkQr(smeared, 'K7XP42')).toThrow(expect.objectContaining({ code: 'TICKET_QR_UNREADABLE' }));
  });
});
