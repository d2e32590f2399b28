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
const sayLimits = (limitation: LimitationInWords, language = 'en'): string => say({ ...day, limitation }, language);

describe('the sentence of a product', () => {
  it('says time, devices and speed', () => {
    const limitation = { devices: 2, rateDownBps: 10_000_000, rateUpBps: 10_000_000 };
    expect(say({ ...day, limitation })).toBe('Works 24 hours from first use, 2 devices, 10 Mbit/s');
  });

  it('says the end once it is known', () => {
    const limitation = { devices: 3, rateDownBps: 20_000_000 };
    expect(say({ ...stay, limitation }, 'en', sundayMorning)).toBe(
      'Valid until Sun 14 June 11:00, 3 devices, 20 Mbit/s',
    );
  });

  it('says the year of an end that is far away', () => {
    const year = { ...day, starts: 'now' as const, validForSec: 365 * 86_400 };
    expect(say(year, 'en', sundayMorning)).toBe('Valid until Sun, 14 June 2026 11:00');
  });

  it('says check-out while the nights are not known', () => {
    expect(say({ ...stay, limitation: { devices: 1 } })).toBe('Works until check-out, 1 device');
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
    expect(say({ ...plain, limitation: null, validForSec: null })).toBe('No limit');
    expect(say({ ...plain, limitation: { idleTimeoutSec: 300 } })).toBe('No limit');
  });

  it('says that there is no time limit where only something else limits', () => {
    expect(say({ ...plain, limitation: { devices: 2 } })).toBe('No time limit, 2 devices');
    expect(say({ ...plain, limitation: { uptimeSec: 7_200 } })).toBe('2 hours online');
  });

  it('is whole in every language', () => {
    const limitation = { devices: 2, rateDownBps: 10_000_000, rateUpBps: 10_000_000 };
    expect(languages.map((language) => say({ ...day, limitation }, language))).toEqual([
      'Works 24 hours from first use, 2 devices, 10 Mbit/s',
      'Vale 24 ore dal primo accesso, 2 dispositivi, 10 Mbit/s',
      'Válido 24 horas desde el primer uso, 2 dispositivos, 10 Mbit/s',
      'Gilt 24 Stunden ab der ersten Nutzung, 2 Geräte, 10 Mbit/s',
      'Valable 24 heures dès la première connexion, 2 appareils, 10 Mbit/s',
      'Válido por 24 horas a partir da primeira utilização, 2 dispositivos, 10 Mbit/s',
      'يعمل لمدة 24 ساعة من أول استخدام، جهازان، 10 Mbit/s',
    ]);
  });

  it('counts devices as the language does', () => {
    const counts = [1, 2, 3, 11, 100];
    expect(counts.map((devices) => say({ ...plain, limitation: { devices } }, 'ar').split('، ')[1])).toEqual([
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
    };
    const products = [day, stay, { ...day, starts: 'now' as const }, plain].map((one) => ({ ...one, limitation }));
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
