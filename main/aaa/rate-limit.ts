/**
 * Mikrotik-Rate-Limit, the text a router makes its queues from. Upload comes before download: rx and tx are the router's.
 *
 *     rx[/tx] [rx-burst[/tx-burst] [rx-threshold[/tx-threshold] [rx-time[/tx-time] [priority [rx-min[/tx-min]]]]]]
 *
 * k is 1,000 and M is 1,000,000 bit/s, times are seconds. The upload alone counts for both ways. The text is positional:
 * to say a priority, the bursts before it are written out with what the router would take for them anyway.
 */
import type { Bursts } from '../../db/queries/product-rules';

/** Of one number in both directions, seen from the guest. */
export interface Both {
  readonly up: number;
  readonly down: number;
}

/** Bits per second; a rate of 0 is no limit, and then its burst is 0. */
export interface RateLimit {
  readonly rate: Both;
  /** Up to this for a while; at least the rate. Absent or 0: no burst. */
  readonly burst?: Both;
  /** Average above which a burst ends; at most the burst. Absent: the rate. */
  readonly threshold?: Both;
  /** Time the average is taken over. Absent: 1. */
  readonly burstTimeSec?: Both;
  /** 1 (first) to 8. */
  readonly priority?: number;
  /** Guaranteed; at most the rate. Absent: the rate. */
  readonly min?: Both;
}

/** What a limitation says of speed. */
export type Rates = Bursts & { readonly rateDownBps: number | null; readonly rateUpBps: number | null };

/** Whatever is absent but has something after it, as the router would take it. */
export function complete(limit: RateLimit): RateLimit {
  const needsPriority = limit.min !== undefined;
  const needsTime = needsPriority || limit.priority !== undefined;
  const needsThreshold = needsTime || limit.burstTimeSec !== undefined;
  const needsBurst = needsThreshold || limit.threshold !== undefined;
  return {
    ...limit,
    ...(needsBurst ? { burst: limit.burst ?? limit.rate } : {}),
    ...(needsThreshold ? { threshold: limit.threshold ?? limit.rate } : {}),
    ...(needsTime ? { burstTimeSec: limit.burstTimeSec ?? { up: 1, down: 1 } } : {}),
    ...(needsPriority ? { priority: limit.priority ?? LAST_PRIORITY } : {}),
  };
}

/** What RouterOS takes where none is said. */
const LAST_PRIORITY = 8;

export function formatRateLimit(limit: RateLimit): string {
  const { rate, burst, threshold, burstTimeSec, priority, min } = complete(limit);
  const groups = [
    pair(rate, formatRate),
    burst && pair(burst, formatRate),
    threshold && pair(threshold, formatRate),
    burstTimeSec && pair(burstTimeSec, String),
    priority === undefined ? undefined : String(priority),
    min && pair(min, formatRate),
  ];
  return groups.filter((group) => group !== undefined).join(' ');
}

/** The one place where the guest's directions become the router's. */
function pair({ up, down }: Both, format: (value: number) => string): string {
  return `${format(up)}/${format(down)}`;
}

function formatRate(bitsPerSec: number): string {
  if (bitsPerSec === 0) return '0';
  if (bitsPerSec % 1_000_000 === 0) return `${bitsPerSec / 1_000_000}M`;
  return bitsPerSec % 1_000 === 0 ? `${bitsPerSec / 1_000}k` : String(bitsPerSec);
}

export type ParsedRateLimit =
  | { readonly kind: 'rate-limit'; readonly limit: RateLimit }
  /** In words for the manager who wrote it. */
  | { readonly kind: 'invalid'; readonly problem: string };

/** Reads such a text as RouterOS does, and says what is wrong with it. Groups that are absent stay absent. */
export function parseRateLimit(text: string): ParsedRateLimit {
  const words = text.trim().split(/\s+/);
  if (words.length > 6) return invalid('has more than six groups');
  const [rate, burst, threshold, burstTimeSec] = words.slice(0, 4).map((word, at) => readPair(word, at === 3));
  const priority = words[4] === undefined ? undefined : readPriority(words[4]);
  const min = words[5] === undefined ? undefined : readPair(words[5], false);
  if (rate === undefined) return invalid('has no rate');
  for (const [at, group] of [rate, burst, threshold, burstTimeSec, priority, min].entries()) {
    if (group === 'unreadable') return invalid(`cannot be read at "${words[at] ?? ''}"`);
  }
  return checked({ rate, burst, threshold, burstTimeSec, priority, min } as Read);
}

type Read = {
  readonly [K in keyof Required<RateLimit>]: Required<RateLimit>[K] | undefined;
} & { readonly rate: Both };

const units: Readonly<Record<string, number>> = { '': 1, k: 1_000, M: 1_000_000 };

function readPair(word: string, isTime: boolean): Both | 'unreadable' {
  const [first = '', second = first, ...more] = word.split('/');
  const up = readNumber(first, isTime);
  const down = readNumber(second, isTime);
  return up === undefined || down === undefined || more.length > 0 ? 'unreadable' : { up, down };
}

function readNumber(text: string, isTime: boolean): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,15})([kM]?)$/.exec(text) ?? [];
  const factor = isTime && unit !== '' ? undefined : units[unit];
  if (digits === undefined || factor === undefined) return undefined;
  const value = Number(digits) * factor;
  return Number.isSafeInteger(value) ? value : undefined;
}

function readPriority(word: string): number | 'unreadable' {
  return /^\d$/.test(word) ? Number(word) : 'unreadable';
}

function checked(read: Read): ParsedRateLimit {
  const { rate, priority } = read;
  // An absent burst is none, which is 0; an absent threshold or minimum is the rate.
  const { burst = { up: 0, down: 0 }, threshold = { up: 0, down: 0 }, min = { up: 0, down: 0 } } = read;
  for (const way of ['up', 'down'] as const) {
    const name = `${way}load`;
    if (burst[way] > 0 && (rate[way] === 0 || burst[way] < rate[way])) return invalid(`bursts below the ${name} rate`);
    if (threshold[way] > (burst[way] || rate[way])) return invalid(`has a threshold above the ${name} burst`);
    if (rate[way] > 0 && min[way] > rate[way]) return invalid(`guarantees more than the ${name} rate`);
  }
  if (priority !== undefined && (priority < 1 || priority > LAST_PRIORITY)) return invalid('has no priority of 1 to 8');
  const present = Object.entries(read).filter(([, group]) => group !== undefined);
  return { kind: 'rate-limit', limit: Object.fromEntries(present) as unknown as RateLimit };
}

const invalid = (problem: string): ParsedRateLimit => ({ kind: 'invalid', problem });

/**
 * What several limitations allow together: the smallest of each number, since all must hold. One that has no burst never
 * lets the guest above its rate, so it also caps the bursts of the others; of priorities the last counts. Undefined:
 * no rate is limited.
 */
export function combineRates(all: readonly Rates[]): RateLimit | undefined {
  const rate = { up: least(all, (one) => one.rateUpBps) ?? 0, down: least(all, (one) => one.rateDownBps) ?? 0 };
  if (rate.up === 0 && rate.down === 0) return undefined;
  const top = {
    up: least(all, (one) => (one.rateUpBps === null ? null : Math.max(one.burstUpBps ?? 0, one.rateUpBps))) ?? 0,
    down:
      least(all, (one) => (one.rateDownBps === null ? null : Math.max(one.burstDownBps ?? 0, one.rateDownBps))) ?? 0,
  };
  return {
    rate,
    ...(top.up > rate.up || top.down > rate.down ? { burst: top, ...burstShape(all, rate, top) } : {}),
    ...rest(all, rate),
  };
}

function burstShape(all: readonly Rates[], rate: Both, top: Both): Partial<RateLimit> {
  const threshold = both(all, 'burstThresholdUpBps', 'burstThresholdDownBps', rate, top);
  const burstTimeSec = both(all, 'burstTimeUpSec', 'burstTimeDownSec', { up: 1, down: 1 });
  return { ...(threshold && { threshold }), ...(burstTimeSec && { burstTimeSec }) };
}

function rest(all: readonly Rates[], rate: Both): Partial<RateLimit> {
  const priority = all.reduce<number>((last, one) => Math.max(last, one.priority ?? 0), 0);
  const min = both(all, 'minRateUpBps', 'minRateDownBps', rate, {
    up: rate.up || Infinity,
    down: rate.down || Infinity,
  });
  return { ...(priority > 0 && { priority }), ...(min && { min }) };
}

/** The least of a number in both directions, where it is said at all; never above `most`. */
function both(
  all: readonly Rates[],
  up: keyof Rates,
  down: keyof Rates,
  instead: Both,
  most: Both = { up: Infinity, down: Infinity },
): Both | undefined {
  const leastUp = least(all, (one) => one[up]);
  const leastDown = least(all, (one) => one[down]);
  if (leastUp === undefined && leastDown === undefined) return undefined;
  return { up: Math.min(leastUp ?? instead.up, most.up), down: Math.min(leastDown ?? instead.down, most.down) };
}

function least(all: readonly Rates[], valueOf: (one: Rates) => number | null): number | undefined {
  const values = all.map(valueOf).filter((value) => value !== null);
  return values.length === 0 ? undefined : Math.min(...values);
}
