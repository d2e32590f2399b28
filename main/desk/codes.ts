/** Codes that guests type on a phone. */
import { randomInt } from 'node:crypto';

/**
 * No look-alikes (0/o, 1/l/i) and no vowels, so that no code reads as a word. Lower case: a login is compared
 * without case, and phones start with lower case or a capital as they please.
 */
const alphabets = {
  digits: '0123456789',
  letters: 'bcdfghjkmnpqrstvwxyz',
  mixed: '23456789bcdfghjkmnpqrstvwxyz',
} as const;

/** How many symbols a code of this alphabet chooses from. */
export function symbolsIn(alphabet: keyof typeof alphabets): number {
  return alphabets[alphabet].length;
}

/** Tries before a length counts as used up; at half of all codes sold this fails once in 10^15. */
const TRIES = 50;

/** A code that shows what codes of this kind look like, always the same; nobody gets in with it. */
export function sampleCode(alphabet: keyof typeof alphabets, length: number): string {
  const symbols = alphabets[alphabet];
  return Array.from({ length }, (_, at) => symbols[(at * SAMPLE_STEP + 2) % symbols.length]).join('');
}

/** Without a common divisor with 10, 20 or 28, so that no symbol comes twice before all have come. */
const SAMPLE_STEP = 3;

/**
 * A code of `prefix` and `length` symbols that `isTaken` does not know; undefined when the alphabet is (nearly) used up.
 */
export function makeCode(
  alphabet: keyof typeof alphabets,
  length: number,
  isTaken: (code: string) => boolean,
  prefix = '',
): string | undefined {
  const symbols = alphabets[alphabet];
  for (let tries = 0; tries < TRIES; tries++) {
    const code = prefix + Array.from({ length }, () => symbols[randomInt(symbols.length)]).join('');
    if (!isTaken(code)) return code;
  }
  return undefined;
}
