/** What a product allows at a moment: windows, periods, soft caps, and several limitations at once. */
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { HeldEntitlement, LimitationUse } from '../../db/queries/access';
import type { Limitation } from '../../db/queries/product-rules';
import { allowanceOf } from '../../main/aaa/allowance';
import { chooseEntitlement, type Choice, type Usable } from '../../main/aaa/entitlement';
import { formatRateLimit } from '../../main/aaa/rate-limit';
import { alone, limitation, productRules } from './rules';

const timeZone = 'Europe/Rome';
const rome = (text: string): number => DateTime.fromISO(text, { zone: timeZone }).toMillis();
const unused = { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 };
const everyDay = 127;
const hours = (from: number, till: number) => ({ days: everyDay, fromMin: from * 60, tillMin: till * 60 });
const mega = 1_000_000;

interface Scene {
  readonly limitations: readonly Limitation[];
  readonly use?: Partial<HeldEntitlement['use']>;
  readonly ofLimitations?: readonly LimitationUse[];
  readonly endsAtMs?: number;
}

function choose(scene: Scene, text: string): Choice {
  const held: HeldEntitlement = {
    ...{ id: 1, createdAtMs: 0, saleStartsAtMs: 0, saleEndsAtMs: scene.endsAtMs ?? null },
    ...{ startedAtMs: 0, loginEndsAtMs: null, use: { ...unused, ...scene.use } },
    product: productRules({ limitations: scene.limitations }),
  };
  const nowMs = rome(text);
  return chooseEntitlement([held], { nowMs, timeZone, open: [], usedOf: () => scene.ofLimitations ?? [] });
}

function usable(scene: Scene, text: string): Usable {
  const choice = choose(scene, text);
  expect(choice.kind).toBe('active');
  return choice as Usable;
}

const rateOf = (choice: Usable): string | undefined => choice.rates && formatRateLimit(choice.rates);
const allowanceAt = (scene: Scene, text: string) =>
  allowanceOf(usable(scene, text), alone, { nowMs: rome(text), timeZone });

describe('a product with opening hours', () => {
  const scene: Scene = { limitations: [limitation({ window: hours(8, 12) })] };

  test('allows nothing outside of them, and says when it will again', () => {
    expect(choose(scene, '2026-06-01T07:59')).toEqual({
      kind: 'none',
      reason: 'outside-opening-hours',
      resumesAtMs: rome('2026-06-01T08:00'),
    });
    expect(choose(scene, '2026-06-01T12:00')).toMatchObject({ resumesAtMs: rome('2026-06-02T08:00') });
  });

  test('ends the session when they end', () => {
    expect(allowanceAt(scene, '2026-06-01T11:30')).toMatchObject({
      sessionTimeoutSec: 1_800,
      reviewAtMs: rome('2026-06-01T12:00'),
    });
  });

  test('ends it later on the night that is longer', () => {
    const night: Scene = { limitations: [limitation({ window: hours(22, 6) })] };
    expect(allowanceAt(night, '2026-10-24T23:00').sessionTimeoutSec).toBe(8 * 3_600);
    expect(allowanceAt(night, '2026-03-28T23:00').sessionTimeoutSec).toBe(6 * 3_600);
  });

  test('does not open any more after its end', () => {
    const ending: Scene = { ...scene, endsAtMs: rome('2026-06-01T20:00') };
    expect(choose(ending, '2026-06-01T13:00')).toEqual({ kind: 'none', reason: 'outside-opening-hours' });
    expect(choose(ending, '2026-06-01T21:00')).toEqual({ kind: 'none', reason: 'ended' });
  });
});

describe('a limitation with a window', () => {
  const scene: Scene = {
    limitations: [
      limitation({ id: 1, rateDownBps: 10 * mega, rateUpBps: 10 * mega }),
      limitation({ id: 2, rateDownBps: 2 * mega, rateUpBps: mega, window: hours(18, 23) }),
    ],
  };

  test('holds inside it only, and the session goes on at another rate from the edge on', () => {
    expect(rateOf(usable(scene, '2026-06-01T17:59'))).toBe('10M/10M');
    expect(rateOf(usable(scene, '2026-06-01T18:00'))).toBe('1M/2M');
    expect(rateOf(usable(scene, '2026-06-01T23:00'))).toBe('10M/10M');
    const allowance = allowanceAt(scene, '2026-06-01T17:00');
    expect(allowance).not.toHaveProperty('sessionTimeoutSec');
    expect(allowance.reviewAtMs).toBe(rome('2026-06-01T18:00'));
  });

  test('counts what was used while it held, not what was used outside', () => {
    const capped: Scene = {
      limitations: [limitation({ id: 1 }), limitation({ id: 2, totalQuotaBytes: 100, window: hours(18, 23) })],
      use: { downloadBytes: 5_000 },
    };
    expect(usable(capped, '2026-06-01T19:00').left).toEqual({ totalBytes: 100 });
    const used = { limitationId: 2, periodStartMs: 0, uploadBytes: 0, downloadBytes: 100, uptimeSec: 0 };
    expect(choose({ ...capped, ofLimitations: [used] }, '2026-06-01T19:00')).toEqual({
      kind: 'none',
      reason: 'quota-used-up',
      resumesAtMs: rome('2026-06-01T23:00'),
    });
  });
});

describe('a quota that starts anew', () => {
  const daily = limitation({ id: 7, totalQuotaBytes: 1_000, resetEvery: 'day', resetOffsetMin: 360 });
  const used = (periodStartMs: number): LimitationUse => ({
    ...{ limitationId: 7, periodStartMs, uploadBytes: 400, downloadBytes: 600, uptimeSec: 60 },
  });
  const today = used(rome('2026-06-01T06:00'));

  test('is used up until then, and the refusal says when', () => {
    const scene: Scene = { limitations: [daily], ofLimitations: [today] };
    expect(choose(scene, '2026-06-01T20:00')).toEqual({
      kind: 'none',
      reason: 'quota-used-up',
      resumesAtMs: rome('2026-06-02T06:00'),
    });
  });

  test('is whole again in the next period, whatever was used before in all', () => {
    const scene: Scene = { limitations: [daily], ofLimitations: [today], use: { downloadBytes: 9_000 } };
    expect(usable(scene, '2026-06-02T06:00').left).toEqual({ totalBytes: 1_000 });
  });

  test('is not whole again because the clock was set back', () => {
    const scene: Scene = { limitations: [daily], ofLimitations: [used(rome('2026-06-02T06:00'))] };
    expect(choose(scene, '2026-06-01T20:00')).toMatchObject({ reason: 'quota-used-up' });
  });

  test('does not help when a quota for good is used up beside it', () => {
    const scene: Scene = {
      limitations: [daily, limitation({ id: 8, totalQuotaBytes: 500 })],
      use: { uploadBytes: 500 },
    };
    expect(choose(scene, '2026-06-01T20:00')).toEqual({ kind: 'none', reason: 'quota-used-up' });
  });

  test('is looked at again when it starts anew', () => {
    expect(allowanceAt({ limitations: [daily] }, '2026-06-01T20:00').reviewAtMs).toBe(rome('2026-06-02T06:00'));
  });
});

describe('a soft cap', () => {
  const cap = limitation({
    ...{ totalQuotaBytes: 1_000, rateDownBps: 20 * mega, rateUpBps: 10 * mega, burstDownBps: 40 * mega },
    ...{ burstUpBps: 20 * mega, slowDownBps: mega, slowUpBps: 512_000 },
  });

  test('before its quota allows the rate, and tells the router of no byte limit', () => {
    const scene: Scene = { limitations: [cap], use: { downloadBytes: 999 } };
    expect(rateOf(usable(scene, '2026-06-01T12:00'))).toBe('10M/20M 20M/40M');
    const allowance = allowanceAt(scene, '2026-06-01T12:00');
    expect(allowance).not.toHaveProperty('totalBytes');
    expect(allowance).toMatchObject({ interimSec: 60, reviewAtMs: rome('2026-06-01T12:01') });
  });

  test('at its quota slows down without bursts, and nobody is refused', () => {
    const scene: Scene = { limitations: [cap], use: { downloadBytes: 1_000 } };
    expect(rateOf(usable(scene, '2026-06-01T12:00'))).toBe('512k/1M');
    expect(usable(scene, '2026-06-01T12:00').left).toEqual({});
  });

  test('does not soften the hard quota of another limitation, nor online time', () => {
    const hard = limitation({ id: 2, totalQuotaBytes: 5_000 });
    const scene: Scene = { limitations: [cap, hard], use: { downloadBytes: 5_000 } };
    expect(choose(scene, '2026-06-01T12:00')).toEqual({ kind: 'none', reason: 'quota-used-up' });
    const timed: Scene = { limitations: [{ ...cap, uptimeSec: 60 }], use: { uptimeSec: 60 } };
    expect(choose(timed, '2026-06-01T12:00')).toEqual({ kind: 'none', reason: 'time-used-up' });
  });
});

test('Of several limitations in force all have to hold', () => {
  const scene: Scene = {
    limitations: [
      limitation({ id: 1, downloadQuotaBytes: 500, uptimeSec: 900, devices: 3 }),
      limitation({ id: 2, downloadQuotaBytes: 300, sessionTimeoutSec: 600, devices: 2, simultaneousSessions: 1 }),
    ],
    use: { downloadBytes: 100 },
  };
  expect(usable(scene, '2026-06-01T12:00')).toMatchObject({
    left: { downloadBytes: 200, uptimeSec: 900 },
    limits: { devices: 2, simultaneousSessions: 1 },
  });
  expect(allowanceAt(scene, '2026-06-01T12:00').sessionTimeoutSec).toBe(600);
});

test('A product ends for everybody at its own date', () => {
  const validUntilMs = rome('2026-06-01T12:00');
  const held: HeldEntitlement = {
    ...{ id: 1, createdAtMs: 0, saleStartsAtMs: null, saleEndsAtMs: null, startedAtMs: null, loginEndsAtMs: null },
    ...{ use: unused, product: productRules({ validForSec: 86_400, validUntilMs }) },
  };
  const at = (nowMs: number): Choice => chooseEntitlement([held], { nowMs, timeZone, open: [], usedOf: () => [] });
  expect(at(validUntilMs - 60_000)).toMatchObject({ kind: 'next', endsAtMs: validUntilMs, left: { untilEndSec: 60 } });
  expect(at(validUntilMs)).toEqual({ kind: 'none', reason: 'ended' });
});

describe('the queue', () => {
  const other = (id: number, some: Partial<HeldEntitlement> = {}): HeldEntitlement => ({
    ...{ id, createdAtMs: 0, saleStartsAtMs: null, saleEndsAtMs: null, startedAtMs: null, loginEndsAtMs: null },
    ...{ use: unused, product: productRules({ id, validForSec: 86_400 }), ...some },
  });
  const daily = productRules({ limitations: [limitation({ totalQuotaBytes: 10, resetEvery: 'day' })] });
  const paused = other(1, { startedAtMs: rome('2026-06-01T00:00'), product: daily });
  const nowMs = rome('2026-06-01T12:00');
  const usedUp: LimitationUse = { ...unused, limitationId: 1, periodStartMs: paused.startedAtMs!, uploadBytes: 10 };
  const at = (...held: readonly HeldEntitlement[]): Choice =>
    chooseEntitlement(held, { nowMs, timeZone, open: [], usedOf: (id) => (id === 1 ? [usedUp] : []) });

  test('waits while the running one only pauses: the days of the next are not burnt beside it', () => {
    expect(at(paused, other(2))).toEqual({
      kind: 'none',
      reason: 'quota-used-up',
      resumesAtMs: rome('2026-06-02T00:00'),
    });
  });

  test('does not keep out one that is running itself', () => {
    expect(at(paused, other(2, { startedAtMs: nowMs - 1_000 }))).toMatchObject({ kind: 'active', held: { id: 2 } });
  });

  test('counts the validity of a product that starts at once from the day its turn comes', () => {
    const now = productRules({ id: 3, starts: 'now', validForSec: 3_600 });
    expect(at(other(3, { product: now }))).toMatchObject({
      kind: 'next',
      startedAtMs: nowMs,
      endsAtMs: nowMs + 3_600_000,
    });
  });
});
