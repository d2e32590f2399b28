/** Money, time, bytes and rates: parsing and formatting shared by screen and paper. Nothing here knows a language file. */

/** Far more than one venue's languages, currencies and units; then it starts anew. */
const MOST_FORMATS = 200;
const numberFormats = new Map<string, Intl.NumberFormat>();

/** Making one takes fifty times as long as using it, and a list of guests asks for hundreds. */
function numbers(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = numberFormats.get(key);
  if (known !== undefined) return known;
  if (numberFormats.size >= MOST_FORMATS) numberFormats.clear();
  const made = new Intl.NumberFormat(language, { ...latinDigits, ...options });
  numberFormats.set(key, made);
  return made;
}

/** Western digits in every language: what stands on the ticket must be what is typed on a phone. */
const latinDigits = { numberingSystem: 'latn' } as const;

/** Digits after the decimal point of an ISO 4217 currency (EUR 2, JPY 0, KWD 3). */
export function currencyDigits(currency: string): number {
  return numbers('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `priceMinor` minor units as money in the given language: (500, 'EUR', 'it') -> '5,00 €'. */
export function formatMoney(priceMinor: number, currency: string, language: string): string {
  const digits = currencyDigits(currency);
  return numbers(language, { style: 'currency', currency }).format(priceMinor / 10 ** digits);
}

/**
 * What a person typed as a price, in minor units; undefined if it is not a price.
 * Accepts one decimal comma or point, and no more decimals than the currency has.
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const digits = currencyDigits(currency);
  const match = /^\s*(\d{1,9})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return undefined;
  return Number(match[1]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0');
}

/** Divides by 1000 until the number, as it will be shown, is below 1000: 999 999 is 1 of the next unit, not 1000. */
function scaleBy1000(value: number, mostPowers: number): { readonly value: number; readonly power: number } {
  let scaled = value;
  let power = 0;
  while (power < mostPowers && Math.round(scaled) >= 1000) {
    scaled /= 1000;
    power++;
  }
  return { value: scaled, power };
}

/** Bytes in decimal units, as phones and MikroTik's shop show them: 1500000000 -> '1.5 GB'. */
export function formatBytes(count: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const { value, power } = scaleBy1000(count, units.length - 1);
  return numbers(language, {
    style: 'unit',
    unit: units[power]!,
    // CLDR's short form of the smallest unit is '500 byte', without a plural.
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}

/** Bits per second: 10000000 -> '10 Mbit/s'. The unit is written alike in all our languages. */
export function formatRate(bitsPerSec: number, language: string): string {
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'] as const;
  const { value, power } = scaleBy1000(bitsPerSec, units.length - 1);
  return `${numbers(language, { maximumFractionDigits: 1 }).format(value)} ${units[power]!}`;
}

const durationUnits = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A duration in words with at most two units: 93600 -> '1 day and 2 hours' ('1 day 2 hr' when short). 24 hours stay
 * '24 hours' (what a ticket sells), 7 days become '1 week' only when exact.
 */
export function formatDuration(seconds: number, language: string, width: 'long' | 'short' = 'long'): string {
  const say = (value: number, unit: string): string =>
    numbers(language, { style: 'unit', unit, unitDisplay: width }).format(value);
  if (seconds === 86_400) return say(24, 'hour');
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [unit, size] of durationUnits) {
    if (parts.length === 0 && unit === 'week' && rest % size !== 0) continue;
    const value = Math.floor(rest / size);
    if (value === 0) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(say(value, unit));
    rest -= value * size;
    if (parts.length === 2) break;
  }
  if (parts.length === 0) parts.push(say(0, 'minute'));
  // A joining word, not a comma: durations stand in sentences whose parts are separated by commas.
  const join = width === 'long' ? ({ type: 'conjunction' } as const) : ({ type: 'unit', style: 'narrow' } as const);
  return new Intl.ListFormat(language, join).format(parts);
}

/**
 * A point in time in the venue's zone: 'Sun 14 June 11:00' in the given language; `withYear` where it may be far away.
 * Always 24 hours, as reception, router and log have it. Plain 'en' is written day first: venues are asked for a
 * language, not for a continent, and '14 June' is read alike everywhere.
 */
export function formatDateTime(timeMs: number, language: string, timeZone: string, withYear = false): string {
  const locale = language === 'en' ? 'en-GB' : language;
  const date = new Intl.DateTimeFormat(locale, {
    ...latinDigits,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...(withYear && { year: 'numeric' }),
    timeZone,
  }).format(timeMs);
  const time = new Intl.DateTimeFormat(locale, {
    ...latinDigits,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(timeMs);
  return `${date} ${time}`;
}
