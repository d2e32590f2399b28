import { describe, expect, it } from 'vitest';
import { languages } from '../../preload/contract/base';
import {
  paperText,
  productSentence,
  spokenLanguage,
  type LimitationInWords,
  type ProductInWords,
} from '../../preload/contract/sentence';

const plain: ProductInWords = { starts: 'first-login', untilCheckOut: false };
const day: ProductInWords = { ...plain, validForSec: 86_400 };
const stay: ProductInWords = { ...plain, starts: 'now', untilCheckOut: true };
const sundayMorning = Date.UTC(2026, 5, 14, 9);

function say(product: ProductInWords, language = 'en', endsAtMs?: number): string {
  // Languages separate a number and its unit by spaces of several kinds.
  return productSentence(product, { language, timeZone: 'Europe/Rome', endsAtMs }).replace(/[\u00a0\u202f]/g, ' ');
}
const sayLimits = (limitation: LimitationInWords, language = 'en'): string =>
  say({ ...day, limitations: [limitation] }, language);

describe('the sentence of a product', () => {
  it('says time, devices and speed', () => {
    const limitation = { devices: 2, rateDownBps: 10_000_000, rateUpBps: 10_000_000 };
    expect(say({ ...day, limitations: [limitation] })).toBe('Works 24 hours from first use, 2 devices, 10 Mbit/s');
  });

  it('says the end once it is known', () => {
    const limitation = { devices: 3, rateDownBps: 20_000_000 };
    expect(say({ ...stay, limitations: [limitation] }, 'en', sundayMorning)).toBe(
      'Valid until Sun 14 June 11:00, 3 devices, 20 Mbit/s',
    );
  });

  it('says the year of an end that is far away', () => {
    const year = { ...day, starts: 'now' as const, validForSec: 365 * 86_400 };
    expect(say(year, 'en', sundayMorning)).toBe('Valid until Sun, 14 June 2026 11:00');
  });

  it('says check-out while the nights are not known', () => {
    expect(say({ ...stay, limitations: [{ devices: 1 }] })).toBe('Works until check-out, 1 device');
  });

  it('says from when a product runs that starts at the sale', () => {
    expect(say({ ...day, starts: 'now', validForSec: 7_200 })).toBe('Works 2 hours from the sale');
  });

  it('says quotas and time online', () => {
    const limitation = { totalQuotaBytes: 5_000_000_000, uptimeSec: 7_200 };
    expect(sayLimits(limitation)).toBe('Works 24 hours from first use, 2 hours online, 5 GB');
    expect(sayLimits({ downloadQuotaBytes: 2_000_000_000, uploadQuotaBytes: 500_000_000 })).toBe(
      'Works 24 hours from first use, 2 GB download, 500 MB upload',
    );
  });

  it('says down first where up is different, and no unit twice', () => {
    expect(sayLimits({ rateDownBps: 10_000_000, rateUpBps: 2_000_000 })).toBe(
      'Works 24 hours from first use, 10 Mbit/s down, 2 up',
    );
    expect(sayLimits({ rateDownBps: 10_000_000, rateUpBps: 512_000 })).toBe(
      'Works 24 hours from first use, 10 Mbit/s down, 512 kbit/s up',
    );
    expect(sayLimits({ rateUpBps: 2_000_000 })).toBe('Works 24 hours from first use, 2 Mbit/s up');
  });

  it('says how many devices may be online at a time, unless that is all of them', () => {
    expect(sayLimits({ devices: 3, simultaneousSessions: 1 })).toBe(
      'Works 24 hours from first use, 3 devices, 1 at a time',
    );
    expect(sayLimits({ devices: 3, simultaneousSessions: 3 })).toBe('Works 24 hours from first use, 3 devices');
    expect(sayLimits({ simultaneousSessions: 2 })).toBe('Works 24 hours from first use, 2 devices at a time');
  });

  it('says that there is no limit where nothing limits', () => {
    expect(say(plain)).toBe('No limit');
    expect(say({ ...plain, limitations: null, validForSec: null })).toBe('No limit');
    expect(say({ ...plain, limitations: [{}] })).toBe('No limit');
  });

  it('says that there is no time limit where only something else limits', () => {
    expect(say({ ...plain, limitations: [{ devices: 2 }] })).toBe('No time limit, 2 devices');
    expect(say({ ...plain, limitations: [{ uptimeSec: 7_200 }] })).toBe('2 hours online');
  });

  it('says what starts anew, and what comes after the quota', () => {
    const gigabyteADay = { totalQuotaBytes: 1_000_000_000, resetEvery: 'day' as const };
    expect(sayLimits(gigabyteADay)).toBe('Works 24 hours from first use, 1 GB per day');
    expect(sayLimits({ ...gigabyteADay, slowDownBps: 1_000_000, slowUpBps: 1_000_000, rateDownBps: 10_000_000 })).toBe(
      'Works 24 hours from first use, 10 Mbit/s, 1 GB per day, then 1 Mbit/s',
    );
    expect(sayLimits({ uptimeSec: 7_200, resetEvery: 'week' })).toBe(
      'Works 24 hours from first use, 2 hours online per week',
    );
    expect(languages.map((language) => sayLimits(gigabyteADay, language).split(/, |، /)[1])).toEqual([
      '1 GB per day',
      '1 GB al giorno',
      '1 GB por día',
      '1 GB pro Tag',
      '1 Go par jour',
      '1 GB por dia',
      '1 غ.ب في اليوم',
    ]);
  });

  it('says opening hours with what holds in them', () => {
    const office = { days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, fromMin: 480, tillMin: 1_080 };
    expect(say({ ...plain, limitations: [{ window: office }] })).toBe('No time limit, Mon–Fri 8:00–18:00');
    const night = { days: ['sun', 'sat', 'mon'] as const, fromMin: 1_320, tillMin: 390 };
    expect(say({ ...day, limitations: [{ devices: 2 }, { window: night, rateDownBps: 5_000_000, devices: 1 }] })).toBe(
      'Works 24 hours from first use, 2 devices, Mon, Sat, Sun 22:00–6:30 (1 device, 5 Mbit/s)',
    );
    const always = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, fromMin: 0, tillMin: 1_440 };
    expect(sayLimits({ window: always, rateUpBps: 1e6 })).toBe(
      'Works 24 hours from first use, every day (1 Mbit/s up)',
    );
    expect(say({ ...day, limitations: [{ window: office }] }, 'ar')).toBe(
      'يعمل لمدة 24 ساعة من أول استخدام، الاثنين–الجمعة من 8:00 إلى 18:00',
    );
  });

  it('says the strictest of limitations that hold together', () => {
    const limitations = [{ devices: 3, rateDownBps: 9e6 }, { devices: 2, rateDownBps: 2e7 }, { totalQuotaBytes: 1e9 }];
    expect(say({ ...day, limitations })).toBe('Works 24 hours from first use, 1 GB, 2 devices, 9 Mbit/s');
  });

  it('says the date at which a product ends for everybody', () => {
    expect(say({ ...plain, validUntilMs: sundayMorning })).toBe('Valid until Sun, 14 June 2026 11:00');
    const capped = { ...day, validUntilMs: sundayMorning };
    expect(say(capped)).toBe('Works 24 hours from first use, until Sun, 14 June 2026 11:00 at the latest');
    expect(say(capped, 'en', sundayMorning)).toBe(say(capped));
    expect(say(capped, 'en', sundayMorning - 3_600_000)).toBe('Valid until Sun 14 June 10:00');
  });

  it('is whole in every language', () => {
    const limitation = { devices: 2, rateDownBps: 10_000_000, rateUpBps: 10_000_000 };
    expect(languages.map((language) => say({ ...day, limitations: [limitation] }, language))).toEqual([
      'Works 24 hours from first use, 2 devices, 10 Mbit/s',
      'Vale 24 ore dal primo accesso, 2 dispositivi, 10 Mbit/s',
      'Válido 24 horas desde el primer uso, 2 dispositivos, 10 Mbit/s',
      'Gilt 24 Stunden ab der ersten Nutzung, 2 Geräte, 10 Mbit/s',
      'Valable 24 heures dès la première connexion, 2 appareils, 10 Mbit/s',
      'Válido por 24 horas a partir da primeira utilização, 2 dispositivos, 10 Mbit/s',
      // In its own direction, or it would be read as "Mbit/s 10".
      'يعمل لمدة 24 ساعة من أول استخدام، جهازان، \u206610 Mbit/s\u2069',
    ]);
  });

  it('counts devices as the language does', () => {
    const counts = [1, 2, 3, 11, 100];
    expect(counts.map((devices) => say({ ...plain, limitations: [{ devices }] }, 'ar').split('، ')[1])).toEqual([
      'جهاز واحد',
      'جهازان',
      '3 أجهزة',
      '11 جهازًا',
      '100 جهاز',
    ]);
    expect(counts.slice(0, 2).map((devices) => sayLimits({ devices }, 'it').split(', ')[1])).toEqual([
      '1 dispositivo',
      '2 dispositivi',
    ]);
  });

  it.each(languages)('leaves no gap unfilled in %s', (language) => {
    const limitation = {
      downloadQuotaBytes: 1e9,
      uploadQuotaBytes: 1e9,
      totalQuotaBytes: 1e9,
      uptimeSec: 3_600,
      rateDownBps: 1e7,
      rateUpBps: 1e6,
      simultaneousSessions: 2,
      devices: 5,
      resetEvery: 'month' as const,
      slowDownBps: 2e6,
      slowUpBps: 1e6,
    };
    const windowed = { ...limitation, window: { days: ['tue', 'sun'] as const, fromMin: 0, tillMin: 60 } };
    const products = [day, stay, { ...day, starts: 'now' as const }, plain].map((one) => ({
      ...one,
      validUntilMs: sundayMorning,
      limitations: [limitation, windowed],
    }));
    for (const said of [...products.map((one) => say(one, language)), say(stay, language, sundayMorning)])
      expect(said).not.toMatch(/[{}]|undefined|NaN/);
  });
});

describe('languages', () => {
  it('are found with or without a country', () => {
    expect(spokenLanguage('pt-BR')).toBe('pt');
    expect(spokenLanguage('DE_at')).toBe('de');
  });

  it('fall back to English', () => {
    expect(spokenLanguage('xx')).toBe('en');
    expect(spokenLanguage('')).toBe('en');
    expect(say(day, 'ja')).toBe('Works 24 hours from first use');
    expect(paperText('ja')).toBe(paperText('en'));
  });

  it('have all words of the paper, and their own', () => {
    for (const language of languages) {
      const words = Object.values<string>({ ...paperText(language) });
      expect(words.every((word) => word.trim() !== '')).toBe(true);
      if (language !== 'en') expect(paperText(language).scanToLogIn).not.toBe(paperText('en').scanToLogIn);
    }
  });
});
