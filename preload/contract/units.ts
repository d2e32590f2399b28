/** Money, time, bytes and rates: parsing and formatting shared by screen and paper. Nothing here knows a language file. */

/** Digits after the decimal point of an ISO 4217 currency (EUR 2, JPY 0, KWD 3). */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `priceMinor` minor units as money in the given language: (500, 'EUR', 'it') -> '5,00 €'. */
export function formatMoney(priceMinor: number, currency: string, language: string): string {
  const digits = currencyDigits(currency);
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(priceMinor / 10 ** digits);
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

/** Bytes in decimal units, as phones and MikroTik's shop show them: 1500000000 -> '1.5 GB'. */
export function formatBytes(count: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let power = 0;
  while (power < units.length - 1 && count >= 1000 ** (power + 1)) power++;
  const value = count / 1000 ** power;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power]!,
    unitDisplay: 'short',
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}

/** Bits per second: 10000000 -> '10 Mbit/s'. The unit is written alike in all our languages. */
export function formatRate(bitsPerSec: number, language: string): string {
  const [value, unit] =
    bitsPerSec >= 1e9
      ? [bitsPerSec / 1e9, 'Gbit/s']
      : bitsPerSec >= 1e6
        ? [bitsPerSec / 1e6, 'Mbit/s']
        : [bitsPerSec / 1e3, 'kbit/s'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

const durationUnits = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A duration in words with at most two units: 93600 -> '1 day, 2 hours'. 24 hours stay '24 hours' (what a ticket sells),
 * 7 days become '1 week' only when exact.
 */
export function formatDuration(seconds: number, language: string, width: 'long' | 'short' = 'long'): string {
  const say = (value: number, unit: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: width }).format(value);
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
  return new Intl.ListFormat(language, { type: 'unit', style: width === 'long' ? 'long' : 'short' }).format(parts);
}

/** A point in time in the venue's zone: 'Sun 14 June 11:00' in the given language. */
export function formatDateTime(timeMs: number, language: string, timeZone: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(timeMs);
}
