/** Operators' passwords (scrypt) and the slowing-down of guesses. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** N=2^15, r=8, p=1: 32 MiB and about 80 ms; OWASP's scrypt advice scaled to a reception PC that also serves RADIUS. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const HASH_BYTES = 32;

function derive(password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { ...cost, maxmem: COST.maxmem }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    ),
  );
}

/** scrypt$N$r$p$salt$hash, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) });
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Wrong passwords before the next try has to wait. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** Names remembered; beyond it the oldest is forgotten, which only helps whoever tries more names than a hotel has staff. */
const MOST_NAMES = 1_000;

export interface GuessGuard {
  /** Seconds to wait before `name` may be tried, 0 for now. Counts the try as wrong until `right` is called. */
  tryName(name: string, nowMs: number): number;
  right(name: string): void;
}

/**
 * Counted before the password is checked, so that tries sent side by side count too.
 * @param freeTries wrong ones before the next has to wait
 */
export function createGuessGuard(freeTries = FREE_TRIES): GuessGuard {
  const names = new Map<string, { wrong: number; waitUntilMs: number }>();
  return {
    tryName(name, nowMs) {
      const known = names.get(name) ?? { wrong: 0, waitUntilMs: 0 };
      if (known.waitUntilMs > nowMs) return Math.ceil((known.waitUntilMs - nowMs) / 1000);
      known.wrong++;
      if (known.wrong >= freeTries) {
        known.waitUntilMs = nowMs + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (known.wrong - freeTries));
      }
      names.delete(name);
      names.set(name, known);
      if (names.size > MOST_NAMES) names.delete(names.keys().next().value!);
      return 0;
    },
    right: (name) => void names.delete(name),
  };
}
