/** Chance that can be repeated: a failing test says its seed. */

/** How much the long suite does; the normal run does a part of it. */
export const LONG = process.env['GATEHOUSE_LONG'] === '1';

/** Whole numbers from 0 to below the bound. */
export type Random = (below: number) => number;

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export function randomBytesOf(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random(256)));
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random(choices.length)]!;
}

/** One to four changes: cut, inserted, a wrong Length, a small or any byte. */
export function mutate(original: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(original);
  for (let n = 1 + random(4); n > 0; n--) {
    const at = random(bytes.length + 1);
    const kind = random(5);
    if (kind === 0) bytes = bytes.subarray(0, at);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.of(random(256)), bytes.subarray(at)]);
    else if (kind === 2 && bytes.length >= 4) bytes.writeUInt16BE(random(bytes.length + 8), 2);
    else if (at < bytes.length) bytes[at] = kind === 3 ? random(3) : random(256);
  }
  return bytes;
}
