/** Chance that comes out the same for the same seed. */

/** The next number from 0 up to, not including, 1. */
export type Random = () => number;

/** Mulberry32: small, well spread, and enough for make-believe. Never for codes or keys. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `from` to `to`, both included. */
export function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** One of the entries, as often as its weight says. */
export function pickWeighted<T>(random: Random, from: readonly (readonly [T, number])[]): T {
  let rest = random() * from.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [one, weight] of from) {
    rest -= weight;
    if (rest < 0) return one;
  }
  return from.at(-1)![0];
}

/** Around `middle`: half of the values below it, few of them many times as large, as waiting times and traffic are. */
export function skewed(random: Random, middle: number, spread: number): number {
  // Box-Muller; 1 - random() is never 0.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return middle * Math.exp(spread * normal);
}
