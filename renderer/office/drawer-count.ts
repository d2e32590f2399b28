/** What somebody typed while counting a drawer, and the sum of it. */
import { parseMoney } from '../../preload/contract/units';

export type Count =
  | { readonly kind: 'total'; readonly text: string }
  /** How many of each value in minor units, as typed: digits or nothing. */
  | { readonly kind: 'pieces'; readonly counts: Readonly<Record<string, string>> };

/** Minor units; undefined: nothing that could be a sum has been typed yet. */
export function countedMinorOf(count: Count, currency: string): number | undefined {
  if (count.kind === 'total') return parseMoney(count.text, currency);
  const typed = Object.entries(count.counts).filter(([, text]) => text !== '');
  return typed.length === 0 ? undefined : typed.reduce((sum, [value, text]) => sum + Number(value) * Number(text), 0);
}
