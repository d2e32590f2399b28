/** Values of others on our paper: one line each, in their own direction. */

/** Keeps the direction of a value from turning the words around it (UAX #9 §2.4). */
export function isolated(value: string): string {
  return `\u2068${plain(value)}\u2069`;
}

/** One line without control characters; without bidi controls of its own, which could reorder what others wrote. */
export function plain(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '');
}
