import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../../preload/contract/base';
import {
  currencyDigits,
  formatBytes,
  formatDateTime,
  formatDuration,
  formatMoney,
  formatRate,
  parseMoney,
} from '../../preload/contract/units';

/** Languages separate a number and its unit by spaces of several kinds. */
const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it.each([
    [500, 'EUR', 'en', '€5.00'],
    [500, 'EUR', 'it', '5,00 €'],
    [123_450, 'EUR', 'de', '1.234,50 €'],
    [500, 'JPY', 'en', '¥500'],
    [1_250, 'KWD', 'en', 'KWD 1.250'],
    [0, 'USD', 'en', '$0.00'],
  ])('says %i minor units of %s in %s as %s', (minor, currency, language, said) => {
    expect(plainSpaces(formatMoney(minor, currency, language))).toBe(said);
  });

  it.each([
    ['5', 'EUR', 500],
    ['5,5', 'EUR', 550],
    ['5.50', 'EUR', 550],
    [' 0,05 ', 'EUR', 5],
    ['500', 'JPY', 500],
    ['1.250', 'KWD', 1_250],
  ])('reads %j in %s as %i minor units', (typed, currency, minor) => {
    expect(parseMoney(typed, currency)).toBe(minor);
  });

  it.each([
    ['', 'EUR'],
    ['five', 'EUR'],
    ['-5', 'EUR'],
    ['5,', 'EUR'],
    ['5.555', 'EUR'],
    ['1.234,50', 'EUR'],
    ['5.5', 'JPY'],
    ['1e3', 'EUR'],
    ['12345678901', 'EUR'],
  ])('takes %j in %s for no price', (typed, currency) => {
    expect(parseMoney(typed, currency)).toBeUndefined();
  });

  it('reads back what it says, without the currency sign and grouping', () => {
    const amounts = fc.integer({ min: 0, max: 100_000_000 });
    fc.assert(
      fc.property(amounts, fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'), (minor, currency) => {
        const digits = currencyDigits(currency);
        const typed = (minor / 10 ** digits).toFixed(digits);
        expect(parseMoney(typed, currency)).toBe(minor);
        expect(parseMoney(typed.replace('.', ','), currency)).toBe(minor);
      }),
    );
  });
});

describe('bytes', () => {
  it.each([
    [1, '1 byte'],
    [500, '500 bytes'],
    [1_500_000_000, '1.5 GB'],
    [5_000_000_000, '5 GB'],
    [5_368_709_120, '5.4 GB'],
    [250_000_000, '250 MB'],
    [2_000_000_000_000, '2 TB'],
    [7_000_000_000_000_000, '7,000 TB'],
  ])('says %i as %s', (count, said) => {
    expect(formatBytes(count, 'en')).toBe(said);
  });

  it('goes to the next unit rather than to a thousand', () => {
    expect(formatBytes(999_499, 'en')).toBe('999 kB');
    expect(formatBytes(999_999, 'en')).toBe('1 MB');
  });

  it('writes units as the language does', () => {
    expect(plainSpaces(formatBytes(1_500_000_000, 'fr'))).toBe('1,5 Go');
  });
});

describe('rates', () => {
  it.each([
    [512_000, '512 kbit/s'],
    [1_500_000, '1.5 Mbit/s'],
    [10_000_000, '10 Mbit/s'],
    [1_000_000_000, '1 Gbit/s'],
    [999_999, '1 Mbit/s'],
  ])('says %i bits per second as %s', (rate, said) => {
    expect(formatRate(rate, 'en')).toBe(said);
  });
});

describe('durations', () => {
  it.each([
    [1_800, '30 minutes'],
    [86_400, '24 hours'],
    [93_600, '1 day and 2 hours'],
    [172_800, '2 days'],
    [604_800, '1 week'],
    [691_200, '8 days'],
    [5_400, '1 hour and 30 minutes'],
    [3_601, '1 hour'],
    [59, '59 seconds'],
    [0, '0 minutes'],
    [-5, '0 minutes'],
  ])('says %i seconds as %s', (seconds, said) => {
    expect(formatDuration(seconds, 'en')).toBe(said);
  });

  it('is shorter on a small screen', () => {
    expect(formatDuration(5_400, 'en', 'short')).toBe('1 hr 30 min');
  });

  it('has words in every language', () => {
    expect(languages.map((language) => plainSpaces(formatDuration(5_400, language)))).toEqual([
      '1 hour and 30 minutes',
      '1 ora e 30 minuti',
      '1 hora y 30 minutos',
      '1 Stunde und 30 Minuten',
      '1 heure et 30 minutes',
      '1 hora e 30 minutos',
      'ساعة و30 دقيقة',
    ]);
  });
});

describe('points in time', () => {
  const sundayMorning = Date.UTC(2026, 5, 14, 9);

  it('are said in the zone of the venue, day first, by 24 hours', () => {
    expect(formatDateTime(sundayMorning, 'en', 'Europe/Rome')).toBe('Sun 14 June 11:00');
    expect(formatDateTime(sundayMorning, 'en', 'America/New_York')).toBe('Sun 14 June 05:00');
    expect(formatDateTime(Date.UTC(2026, 5, 13, 22), 'en', 'Europe/Rome')).toBe('Sun 14 June 00:00');
  });

  it('are said with the year where that could be in doubt', () => {
    expect(formatDateTime(sundayMorning, 'en', 'Europe/Rome', true)).toBe('Sun, 14 June 2026 11:00');
  });

  it.each(languages)('are written with digits that stand on every keyboard in %s', (language) => {
    const said = formatDateTime(sundayMorning, language, 'Europe/Rome');
    expect(said).toContain('14');
    expect(said).toContain('11:00');
  });

  it('follow the clock over the end of summer time', () => {
    expect(formatDateTime(Date.UTC(2026, 9, 25, 0, 30), 'en', 'Europe/Rome')).toBe('Sun 25 October 02:30');
    expect(formatDateTime(Date.UTC(2026, 9, 25, 1, 30), 'en', 'Europe/Rome')).toBe('Sun 25 October 02:30');
    expect(formatDateTime(Date.UTC(2026, 9, 25, 2, 30), 'en', 'Europe/Rome')).toBe('Sun 25 October 03:30');
  });
});
