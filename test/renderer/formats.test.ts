import { expect, test } from 'vitest';
import { languages } from '../../preload/contract/base';
import { makeFormats } from '../../renderer/parts/formats';

const decimals = (text: string): string | undefined => /\d([.,])\d{1,2}(?!\d)/.exec(text)?.[1];

test('a number is written as the money beside it, whatever language meets whatever country', () => {
  for (const language of languages)
    for (const country of ['IT', 'DE', 'AT', 'CH', 'FR', 'GB', 'US', 'ES', 'PT', 'BR', 'GR', 'EG', 'MA', 'NL', 'SE']) {
      const formats = makeFormats(language, country, 'EUR', 'Europe/Rome');
      const said = [
        formats.money(196_150),
        formats.bytes(63_600_000_000),
        formats.rate(2_500_000),
        formats.hours(9_000),
      ];
      expect(new Set(said.map(decimals)), `${language}-${country}: ${said.join(' | ')}`).toHaveProperty('size', 1);
      expect(decimals(said[0]!), said[0]).toBeDefined();
    }
});

test('a country that has its own way keeps it', () => {
  expect(makeFormats('en', 'IT', 'EUR', 'Europe/Rome').number(1_961)).toBe('1,961');
  expect(makeFormats('en', 'IT', 'EUR', 'Europe/Rome').money(2_200)).toBe('€22.00');
  expect(makeFormats('de', 'AT', 'EUR', 'Europe/Vienna').money(2_200)).toMatch(/^€\s22,00$/);
  expect(makeFormats('it', 'IT', 'EUR', 'Europe/Rome').bytes(63_600_000_000)).toMatch(/^63,6\sGB$/);
});

test('digits are those of the ticket, also where the country has others', () => {
  const { number, hours, moment, exact, calendarDay, change, ago } = makeFormats('ar', 'EG', 'EGP', 'Africa/Cairo');
  const said = [number(12), hours(9_000), moment(0), exact(0), calendarDay('2026-11-22'), change(0.5), ago(0, 300_000)];
  for (const text of said) {
    expect(text).toMatch(/[0-9]/);
    expect(text).not.toMatch(/[\u0660-\u0669]/);
  }
});
