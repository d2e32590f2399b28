import { describe, expect, it } from 'vitest';
import { languages } from '../../preload/contract/base';
import { contract } from '../../preload/contract';
import { countries, findCountry, guessCountry } from '../../renderer/parts/countries';

describe('what the wizard proposes for a country', () => {
  it('has every country once, each with a name in every language', () => {
    expect(new Set(countries.map(({ code }) => code)).size).toBe(countries.length);
    // ISO 3166-1 has 249; Kosovo's XK is in everyday use besides.
    expect(countries.length).toBe(250);
    for (const language of languages) {
      const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      expect(countries.filter(({ code }) => names.of(code) === undefined)).toEqual([]);
    }
  });

  it('is taken by the contract as it is', async () => {
    const schema = contract.venue.setUp['~orpc'].inputSchema!;
    for (const { code, currency, timeZone, language } of countries) {
      const result = await schema['~standard'].validate({
        venueName: 'Hotel',
        country: code,
        currency,
        timeZone,
        language,
        owner: { name: 'Anna', password: 'correct horse' },
      });
      expect({ code, issues: result.issues }).toEqual({ code, issues: undefined });
    }
  });

  it('is what people there use', () => {
    expect(findCountry('IT')).toEqual({ code: 'IT', currency: 'EUR', timeZone: 'Europe/Rome', language: 'it' });
    expect(findCountry('TZ')).toMatchObject({ currency: 'TZS', timeZone: 'Africa/Dar_es_Salaam' });
    expect(findCountry('BR')).toMatchObject({ currency: 'BRL', timeZone: 'America/Sao_Paulo', language: 'pt' });
    expect(findCountry('AE')).toMatchObject({ currency: 'AED', language: 'ar' });
    expect(findCountry('BG')).toMatchObject({ currency: 'EUR' });
  });

  it('begins with where this computer is', () => {
    expect(guessCountry('Europe/Rome', 'en-US').code).toBe('IT');
    expect(guessCountry('Europe/Zurich', 'de-DE').code).toBe('CH');
    expect(guessCountry('Etc/UTC', 'fr-FR').code).toBe('FR');
    expect(guessCountry('Etc/UTC', 'fr').code).toBe('US');
  });
});
