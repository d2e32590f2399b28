/** Amounts as people type them (a number and a unit) and as the contract wants them (bytes, bits per second, seconds). */
import { currencyDigits } from '../../preload/contract/units';

export type Units = Readonly<Record<string, number>>;

export interface Amount {
  /** As typed: '', '1.5', '1,5'. */
  readonly amount: string;
  readonly unit: string;
}

export const byteUnits = { MB: 1e6, GB: 1e9, TB: 1e12 } as const satisfies Units;
export const rateUnits = { 'kbit/s': 1e3, 'Mbit/s': 1e6, 'Gbit/s': 1e9 } as const satisfies Units;
export const timeUnits = { minute: 60, hour: 3_600, day: 86_400, week: 604_800 } as const satisfies Units;

/** Digits after the point that survive typing; 1.234 GB is exact enough and reads. */
const decimals = 3;

/** Digits after the point that a field accepts: 0.000001 MB is one byte. */
const typedDecimals = 6;

/** What a person typed as a number, with decimal comma or point; undefined if it is none. */
export function parseDecimal(text: string): number | undefined {
  const match = /^\s*(\d{1,12})(?:[.,](\d{1,6}))?\s*$/.exec(text);
  return match ? Number(`${match[1]}.${match[2] ?? '0'}`) : undefined;
}

/** The value in the largest unit that shows it exactly: (7200, timeUnits) -> 2 hours. Nothing: an empty field. */
export function splitAmount(value: number | undefined, units: Units, emptyUnit: string): Amount {
  if (value === undefined) return { amount: '', unit: emptyUnit };
  const bySize = Object.entries(units).sort(([, a], [, b]) => b - a);
  const [unit, size] = bySize.find(([, each]) => value >= each && isExact(value, each)) ?? bySize.at(-1)!;
  return { amount: String(Number((value / size).toFixed(typedDecimals))), unit };
}

function isExact(value: number, size: number): boolean {
  return Math.round(Number((value / size).toFixed(decimals)) * size) === value;
}

/** The whole number of bytes, bits per second or seconds; undefined if what was typed is not a number. */
export function joinAmount({ amount, unit }: Amount, units: Units): number | undefined {
  const number = parseDecimal(amount);
  const size = units[unit];
  return number === undefined || size === undefined ? undefined : Math.round(number * size);
}

/** A price as it is typed: '5.00', '500' for yen. */
export function typedPrice(priceMinor: number, currency: string): string {
  const digits = currencyDigits(currency);
  return (priceMinor / 10 ** digits).toFixed(digits);
}
