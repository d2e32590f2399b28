import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteUnits, joinAmount, parseDecimal, rateUnits, splitAmount, timeUnits } from '../../renderer/parts/amounts';
import { clockOf, minuteOf, timeOfDay } from '../../renderer/parts/time-of-day';

describe('an amount', () => {
  it('is shown in the largest unit that shows it exactly', () => {
    expect(splitAmount(7_200, timeUnits, 'hour')).toEqual({ amount: '2', unit: 'hour' });
    expect(splitAmount(604_800, timeUnits, 'hour')).toEqual({ amount: '1', unit: 'week' });
    expect(splitAmount(1_500_000_000, byteUnits, 'GB')).toEqual({ amount: '1.5', unit: 'GB' });
    expect(splitAmount(512_000, rateUnits, 'Mbit/s')).toEqual({ amount: '512', unit: 'kbit/s' });
    expect(splitAmount(undefined, byteUnits, 'GB')).toEqual({ amount: '', unit: 'GB' });
  });

  it.each([
    ['seconds', timeUnits, 315_360_000],
    ['bytes', byteUnits, 10 ** 15],
    ['bits per second', rateUnits, 10 ** 11],
  ] as const)('of %s comes back as it was', (_what, units, most) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: most }), (value) => {
        expect(joinAmount(splitAmount(value, units, Object.keys(units)[0]!), units)).toBe(value);
      }),
    );
  });

  it('may be typed with a decimal comma or point, and is nothing else', () => {
    expect(parseDecimal('1,5')).toBe(1.5);
    expect(parseDecimal(' 1.5 ')).toBe(1.5);
    for (const typed of ['', '-1', '1.5.2', '1e3', '0x10', 'ten', 'Infinity', '1 000']) {
      expect(parseDecimal(typed)).toBeUndefined();
    }
  });
});

describe('a time of day', () => {
  it('is minutes since midnight, both ways', () => {
    for (let minute = 0; minute < 1_440; minute++) {
      expect(timeOfDay.test(clockOf(minute))).toBe(true);
      expect(minuteOf(clockOf(minute))).toBe(minute);
    }
    expect(timeOfDay.test('24:00')).toBe(false);
    expect(timeOfDay.test('9:00')).toBe(false);
  });
});
