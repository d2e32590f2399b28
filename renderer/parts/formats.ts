/** Numbers, money and times as this venue and this window's language write them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDuration, formatMoney, formatRate } from '../../preload/contract/units';
import { useVenue } from './who';

export interface Formats {
  /** Minor units; without a currency: the venue's. */
  readonly money: (minor: number, currency?: string) => string;
  readonly bytes: (count: number) => string;
  /** Bits per second. */
  readonly rate: (bps: number) => string;
  readonly duration: (seconds: number, width?: 'long' | 'short') => string;
  readonly number: (value: number) => string;
  /** Whole hours, or tenths below ten: a month of a hotel in weeks and days is a riddle. */
  readonly hours: (seconds: number) => string;
  /** 14:05. */
  time(atMs: number): string;
  /** '14:05' today, '13 Jun, 14:05' on other days. */
  readonly moment: (atMs: number) => string;
  /** Day, month, year, hour, minute, second. */
  readonly exact: (atMs: number) => string;
  /** 14:05:09. */
  readonly clock: (atMs: number) => string;
  /** 14:05:09 today, '13 Jun, 14:05:09' on other days. */
  readonly momentWithSeconds: (atMs: number) => string;
  /** 22 Nov 2026. */
  readonly date: (atMs: number) => string;
  /** Of a day of the calendar, 'YYYY-MM-DD': '22 Nov', or with its year, or with the day of the week. */
  readonly calendarDay: (isoDay: string, width?: 'short' | 'long' | 'weekday') => string;
  /** Whole percent with its sign: '+12 %'. */
  readonly change: (fraction: number) => string;
  /** 'Today', or 'Sunday 14 June'. */
  readonly day: (atMs: number) => string;
  /** '2 minutes ago'. */
  readonly ago: (atMs: number, nowMs: number) => string;
}

/** As on the ticket (preload/contract/units.ts), also where the country has others (RFC 6067). */
const westernDigits = '-u-nu-latn';
const HOUR_SEC = 3_600;
const FEW_HOURS_SEC = 10 * HOUR_SEC;

const agoSteps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

export function makeFormats(language: string, country: string, currency: string, timeZone: string): Formats {
  // The language decides the words, the country how dates and numbers are written: en-IT writes 14/06/2026.
  const locale = `${language}-${country}${westernDigits}`;
  const numeric = numericLocale(language, locale);
  const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const time = dates({ hour: '2-digit', minute: '2-digit' });
  const dateAndTime = dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const exact = dates({ dateStyle: 'medium', timeStyle: 'medium' });
  const clock = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const weekday = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const dateAndClock = dates({
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const mediumDate = dates({ dateStyle: 'medium' });
  const date = dates({ year: 'numeric', month: '2-digit', day: '2-digit' });
  // A day of the calendar is in no zone.
  const calendar = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const shortDay = calendar({ day: 'numeric', month: 'short' });
  const longDay = calendar({ dateStyle: 'medium' });
  const weekDay = calendar({ weekday: 'short', day: 'numeric', month: 'short' });
  const fewHours = new Intl.NumberFormat(numeric, { style: 'unit', unit: 'hour', maximumFractionDigits: 1 });
  const manyHours = new Intl.NumberFormat(numeric, { style: 'unit', unit: 'hour', maximumFractionDigits: 0 });
  const changes = new Intl.NumberFormat(numeric, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 0,
  });
  const relative = new Intl.RelativeTimeFormat(`${language}${westernDigits}`, { numeric: 'auto' });
  const numbers = new Intl.NumberFormat(numeric);
  const sameDay = (a: number, b: number): boolean => date.format(a) === date.format(b);
  return {
    money: (minor, ofCurrency = currency) => formatMoney(minor, ofCurrency, numeric),
    bytes: (count) => formatBytes(count, numeric),
    rate: (bps) => formatRate(bps, numeric),
    duration: (seconds, width) => formatDuration(seconds, language, width),
    number: (value) => numbers.format(value),
    hours: (seconds) => (seconds < FEW_HOURS_SEC ? fewHours : manyHours).format(seconds / HOUR_SEC),
    time: (atMs) => time.format(atMs),
    moment: (atMs) => (sameDay(atMs, Date.now()) ? time : dateAndTime).format(atMs),
    exact: (atMs) => exact.format(atMs),
    clock: (atMs) => clock.format(atMs),
    momentWithSeconds: (atMs) => (sameDay(atMs, Date.now()) ? clock : dateAndClock).format(atMs),
    date: (atMs) => mediumDate.format(atMs),
    calendarDay: (isoDay, width = 'short') =>
      ({ short: shortDay, long: longDay, weekday: weekDay })[width].format(Date.parse(isoDay)),
    change: (fraction) => changes.format(fraction),
    day: (atMs) => {
      const dayWord = capitalised(relative.format(0, 'day'), language);
      return sameDay(atMs, Date.now()) ? dayWord : capitalised(weekday.format(atMs), language);
    },
    ago: (atMs, nowMs) => {
      const passedSec = Math.max(0, Math.round((nowMs - atMs) / 1000));
      const [unit, size] = agoSteps.find(([, step]) => passedSec >= step) ?? (['second', 1] as const);
      return relative.format(-Math.floor(passedSec / size), unit);
    },
  };
}

/** CLDR has English in Italy write 1.961,5 and €1,961.50 on the same page; then the language alone decides. */
function numericLocale(language: string, locale: string): string {
  const decimalOf = (options: Intl.NumberFormatOptions): string | undefined =>
    new Intl.NumberFormat(locale, options).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value;
  return decimalOf({}) === decimalOf({ style: 'currency', currency: 'EUR' }) ? locale : `${language}${westernDigits}`;
}

function capitalised(text: string, language: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

/** Formats of the signed-in venue in the window's language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const { country, currency, timeZone } = useVenue();
  return useMemo(
    () => makeFormats(i18n.language, country, currency, timeZone),
    [i18n.language, country, currency, timeZone],
  );
}
