/** Mikrotik-Rate-Limit: written, read and combined. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combineRates, complete, formatRateLimit, parseRateLimit, type RateLimit } from '../../main/aaa/rate-limit';
import { findReplyProblem } from '../../main/aaa/written-attributes';
import { limitation } from './rules';

const kilo = 1_000;
const mega = 1_000_000;
const same = (value: number): { up: number; down: number } => ({ up: value, down: value });
const full: RateLimit = {
  rate: { up: 512 * kilo, down: 2 * mega },
  burst: { up: 1 * mega, down: 4 * mega },
  threshold: { up: 384 * kilo, down: 1_500 * kilo },
  burstTimeSec: same(8),
  priority: 8,
  min: { up: 128 * kilo, down: 512 * kilo },
};

describe('the examples of the RADIUS manual', () => {
  test.each<[string, RateLimit]>([
    ['128k', { rate: same(128 * kilo) }],
    ['64k/128M', { rate: { up: 64 * kilo, down: 128 * mega } }],
    ['64k 256k', { rate: same(64 * kilo), burst: same(256 * kilo) }],
    [
      '64k/64k 256k/256k 128k/128k 10/10',
      { rate: same(64 * kilo), burst: same(256 * kilo), threshold: same(128 * kilo), burstTimeSec: same(10) },
    ],
    ['512k/2M 1M/4M 384k/1500k 8/8 8 128k/512k', full],
  ])('"%s" is read', (text, limit) => {
    expect(parseRateLimit(text)).toEqual({ kind: 'rate-limit', limit });
  });

  test('are written with both directions, the upload first', () => {
    expect(formatRateLimit(full)).toBe('512k/2M 1M/4M 384k/1500k 8/8 8 128k/512k');
    expect(formatRateLimit({ rate: same(128 * kilo) })).toBe('128k/128k');
    expect(formatRateLimit({ rate: { up: 64 * kilo, down: 128 * mega } })).toBe('64k/128M');
    expect(formatRateLimit({ rate: { up: 64_001, down: 0 } })).toBe('64001/0');
  });
});

describe('what stands before', () => {
  const rate = { up: 512 * kilo, down: 2 * mega };

  test.each<[string, RateLimit]>([
    ['512k/2M 512k/2M 512k/2M 1/1 5', { rate, priority: 5 }],
    ['512k/2M 512k/2M 512k/2M 1/1 8 100k/200k', { rate, min: { up: 100 * kilo, down: 200 * kilo } }],
    ['512k/2M 1M/4M 512k/2M 6/6', { rate, burst: { up: mega, down: 4 * mega }, burstTimeSec: same(6) }],
  ])('is written out as the router would take it: "%s"', (text, limit) => {
    expect(formatRateLimit(limit)).toBe(text);
    expect(parseRateLimit(text)).toEqual({ kind: 'rate-limit', limit: complete(limit) });
  });
});

describe('what a router would not take, or would take for something else', () => {
  test.each([
    ['', 'cannot be read'],
    ['fast', 'cannot be read at "fast"'],
    ['1M/2M/3M', 'cannot be read'],
    ['1.5M', 'cannot be read'],
    ['1m', 'cannot be read'],
    ['-1', 'cannot be read'],
    ['1M/', 'cannot be read'],
    ['999999999999999M', 'cannot be read'],
    ['2M/1M 1M/2M', 'bursts below the upload rate'],
    ['1M/2M 2M/1M', 'bursts below the download rate'],
    ['0/2M 4M/4M', 'bursts below the upload rate'],
    ['1M 2M 3M', 'threshold above the upload burst'],
    ['1M 2M 1M 8k', 'cannot be read at "8k"'],
    ['1M 2M 1M 8 0', 'priority'],
    ['1M 2M 1M 8 9', 'priority'],
    ['1M 2M 1M 8 10', 'cannot be read at "10"'],
    ['1M 2M 1M 8 8 2M', 'guarantees more'],
    ['1M 2M 1M 8 8 1M 1M', 'more than six'],
  ])('"%s": %s', (text, problem) => {
    expect(parseRateLimit(text)).toEqual({ kind: 'invalid', problem: expect.stringContaining(problem) as string });
  });

  test('zeros as "no burst" are taken', () => {
    expect(parseRateLimit('1M/2M 0/0 0/0 0/0 5')).toMatchObject({ kind: 'rate-limit', limit: { priority: 5 } });
  });
});

describe('several limitations', () => {
  test('the smallest rate of each direction counts', () => {
    const combined = combineRates([
      limitation({ rateDownBps: 9 * mega, rateUpBps: mega }),
      limitation({ rateDownBps: 4 * mega }),
      limitation(),
    ]);
    expect(combined).toEqual({ rate: { up: mega, down: 4 * mega } });
  });

  test('one without a burst caps the bursts of the others', () => {
    const bursting = limitation({
      ...{ rateDownBps: 2 * mega, rateUpBps: mega, burstDownBps: 8 * mega, burstUpBps: 4 * mega },
      ...{ burstTimeDownSec: 8, burstTimeUpSec: 8, burstThresholdDownBps: mega, burstThresholdUpBps: mega },
    });
    expect(combineRates([bursting])).toMatchObject({ burst: { up: 4 * mega, down: 8 * mega } });
    const plain = limitation({ rateDownBps: 5 * mega, rateUpBps: mega });
    expect(combineRates([bursting, plain])).toMatchObject({
      rate: { up: mega, down: 2 * mega },
      burst: { up: mega, down: 5 * mega },
    });
    const slow = limitation({ rateDownBps: mega, rateUpBps: mega });
    expect(combineRates([bursting, slow])).toEqual({ rate: same(mega) });
  });

  test('of priorities the last counts, of guarantees the smallest, never above the rate', () => {
    const a = limitation({ rateDownBps: 4 * mega, rateUpBps: 2 * mega, priority: 3, minRateDownBps: 3 * mega });
    const b = limitation({ rateDownBps: mega, priority: 6, minRateUpBps: 9 * mega });
    expect(combineRates([a, b])).toEqual({
      rate: { up: 2 * mega, down: mega },
      priority: 6,
      min: { up: 2 * mega, down: mega },
    });
  });

  test('without any rate there is nothing to say', () => {
    expect(combineRates([])).toBeUndefined();
    expect(combineRates([limitation({ totalQuotaBytes: 5 })])).toBeUndefined();
  });
});

const bps = fc.integer({ min: 1, max: 100_000 }).chain((n) => fc.constantFrom(n, n * kilo, n * mega));
const limits = fc.record({ up: bps, down: bps }).chain((rate) => {
  const upTo = (most: { up: number; down: number }): fc.Arbitrary<{ up: number; down: number }> =>
    fc.record({ up: fc.integer({ min: 1, max: most.up }), down: fc.integer({ min: 1, max: most.down }) });
  const above = fc.record({ up: bps, down: bps }).map(({ up, down }) => ({ up: rate.up + up, down: rate.down + down }));
  return above.chain((burst) =>
    fc.record(
      {
        rate: fc.constant(rate),
        burst: fc.constant(burst),
        threshold: upTo(rate),
        burstTimeSec: upTo(same(60)),
        priority: fc.integer({ min: 1, max: 8 }),
        min: upTo(rate),
      },
      { requiredKeys: ['rate'] },
    ),
  );
});

test('What is written is read again as it was, and upload never becomes download', () => {
  fc.assert(
    fc.property(limits, (some) => {
      const limit = some as RateLimit;
      const text = formatRateLimit(limit);
      expect(parseRateLimit(text)).toEqual({ kind: 'rate-limit', limit: complete(limit) });
      const [first] = text.split(/[/ ]/);
      expect(parseRateLimit(first!)).toMatchObject({ limit: { rate: { up: limit.rate.up } } });
    }),
  );
});

test('What several limitations give is always something a router takes', () => {
  const maybe = fc.option(bps);
  const any = fc.record({
    ...{ rateDownBps: maybe, rateUpBps: maybe, burstDownBps: maybe, burstUpBps: maybe, minRateDownBps: maybe },
    ...{ burstThresholdDownBps: maybe, burstThresholdUpBps: maybe, minRateUpBps: maybe },
    priority: fc.option(fc.integer({ min: 1, max: 8 })),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 3 }), (several) => {
      const combined = combineRates(several.map((one) => limitation(one)));
      if (combined !== undefined)
        expect(parseRateLimit(formatRateLimit(combined))).toMatchObject({ kind: 'rate-limit' });
    }),
  );
});

test('A manager who writes a rate limit by hand is told what is wrong with it', () => {
  const problem = (value: string) => findReplyProblem({ name: 'Mikrotik-Rate-Limit', value });
  expect(problem('2M 1M')).toEqual({ field: 'value', words: 'bursts below the upload rate' });
  expect(problem('512k/2M 1M/4M 384k/1500k 8/8 8 128k/512k')).toBeUndefined();
  expect(findReplyProblem({ name: 'Filter-Id', value: '2M 1M' })).toBeUndefined();
});
