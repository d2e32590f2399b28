import { describe, expect, it } from 'vitest';
import { cashPieces } from '../../preload/contract/cash';
import { currencyDigits } from '../../preload/contract/units';
import { countedMinorOf } from '../../renderer/office/drawer-count';

describe('counting a drawer', () => {
  it('reads one sum as it is typed, and nothing that is no sum', () => {
    const total = (text: string) => countedMinorOf({ kind: 'total', text }, 'EUR');
    expect([total('123,45'), total('123.4'), total('0'), total(''), total('a lot')]).toEqual([
      12_345,
      12_340,
      0,
      undefined,
      undefined,
    ]);
  });

  it('adds up coins and notes, and leaves out what was not counted', () => {
    const counts = { 5000: '2', 50: '3', 1: '' };
    expect(countedMinorOf({ kind: 'pieces', counts }, 'EUR')).toBe(10_150);
    expect(countedMinorOf({ kind: 'pieces', counts: { 1: '' } }, 'EUR')).toBeUndefined();
    expect(countedMinorOf({ kind: 'pieces', counts: { 5000: '0' } }, 'EUR')).toBe(0);
  });

  it('knows pieces in minor units, largest first: the largest is a note of at least ten', () => {
    for (const currency of ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'MAD', 'CZK']) {
      const values = cashPieces(currency)!;
      expect(values).toEqual(values.toSorted((one, other) => other - one));
      expect(values[0]! / 10 ** currencyDigits(currency)).toBeGreaterThanOrEqual(10);
    }
    expect(cashPieces('XAU')).toBeUndefined();
  });
});
