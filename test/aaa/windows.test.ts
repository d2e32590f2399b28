/** Opening hours on the venue's clock, also on the nights it changes. */
import { DateTime } from 'luxon';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Window } from '../../db/queries/product-rules';
import { isInside, nextEdge, openingAt } from '../../main/aaa/windows';

const rome = (text: string): number => DateTime.fromISO(text, { zone: 'Europe/Rome' }).toMillis();
const zone = 'Europe/Rome';
const everyDay = 127;
const hours = (from: number, till: number, days = everyDay): Window => ({
  days,
  fromMin: from * 60,
  tillMin: till * 60,
});
const inside = (window: Window, text: string): boolean => isInside(window, zone, rome(text));

describe('a window', () => {
  const morning = hours(8, 12);

  test('begins at its first minute and has ended at its last', () => {
    expect(inside(morning, '2026-06-01T08:00')).toBe(true);
    expect(inside(morning, '2026-06-01T11:59:59.999')).toBe(true);
    expect(inside(morning, '2026-06-01T07:59:59.999')).toBe(false);
    expect(inside(morning, '2026-06-01T12:00')).toBe(false);
  });

  test('holds on its weekdays only; bit 0 is Monday', () => {
    const weekend = hours(8, 12, 0b1100000);
    expect(inside(weekend, '2026-06-06T09:00')).toBe(true);
    expect(inside(weekend, '2026-06-07T09:00')).toBe(true);
    expect(inside(weekend, '2026-06-08T09:00')).toBe(false);
    expect(inside(hours(8, 12, 1), '2026-06-08T09:00')).toBe(true);
  });

  test('across midnight belongs to the day it begins on', () => {
    const fridayNight = hours(22, 6, 1 << 4);
    expect(inside(fridayNight, '2026-06-05T23:00')).toBe(true);
    expect(inside(fridayNight, '2026-06-06T05:59')).toBe(true);
    expect(inside(fridayNight, '2026-06-05T05:59')).toBe(false);
    expect(inside(fridayNight, '2026-06-06T22:00')).toBe(false);
  });

  test('with equal times lasts a whole day, and till 24:00 to the end of the day', () => {
    const monday = hours(9, 9, 1);
    expect(inside(monday, '2026-06-01T09:00')).toBe(true);
    expect(inside(monday, '2026-06-02T08:59')).toBe(true);
    expect(inside(monday, '2026-06-02T09:00')).toBe(false);
    expect(inside(hours(18, 24, 1), '2026-06-01T23:59')).toBe(true);
    expect(inside(hours(18, 24, 1), '2026-06-02T00:00')).toBe(false);
    expect(inside(hours(0, 24, 1), '2026-06-01T00:00')).toBe(true);
  });

  test('is of the zone of the venue, not of the computer', () => {
    const noonInTokyo = DateTime.fromISO('2026-06-01T12:30', { zone: 'Asia/Tokyo' }).toMillis();
    expect(isInside(hours(12, 13), 'Asia/Tokyo', noonInTokyo)).toBe(true);
    expect(isInside(hours(12, 13), zone, noonInTokyo)).toBe(false);
  });
});

describe('the next edge', () => {
  test('is the end from inside and the beginning from outside', () => {
    expect(nextEdge(hours(8, 12), zone, rome('2026-06-01T09:00'))).toBe(rome('2026-06-01T12:00'));
    expect(nextEdge(hours(8, 12), zone, rome('2026-06-01T12:00'))).toBe(rome('2026-06-02T08:00'));
    expect(nextEdge(hours(8, 12, 1), zone, rome('2026-06-01T12:00'))).toBe(rome('2026-06-08T08:00'));
  });

  test('of a window without a gap never comes', () => {
    expect(nextEdge(hours(0, 24), zone, rome('2026-03-27T09:00'))).toBeNull();
    expect(nextEdge(hours(7, 7), zone, rome('2026-10-23T09:00'))).toBeNull();
  });

  test('of windows that meet is where the last of them ends', () => {
    const both = [hours(8, 12), hours(12, 18)];
    expect(openingAt(both, zone, rome('2026-06-01T09:00'))).toEqual({ kind: 'open', tillMs: rome('2026-06-01T18:00') });
    expect(openingAt(both, zone, rome('2026-06-01T19:00'))).toEqual({
      kind: 'closed',
      fromMs: rome('2026-06-02T08:00'),
    });
  });
});

describe('on the night the clocks go forward', () => {
  // 2026-03-29: 02:00 becomes 03:00.
  test('a night window is an hour shorter', () => {
    const night = hours(22, 6);
    expect(nextEdge(night, zone, rome('2026-03-28T22:00'))).toBe(rome('2026-03-28T22:00') + 7 * 3_600_000);
  });

  test('a beginning that is left out is the change itself, and a window that is left out does not come', () => {
    const fromHalfPast = { days: everyDay, fromMin: 150, tillMin: 300 };
    expect(isInside(fromHalfPast, zone, rome('2026-03-29T01:59:59'))).toBe(false);
    expect(isInside(fromHalfPast, zone, rome('2026-03-29T03:00'))).toBe(true);
    const leftOut = { days: 1 << 6, fromMin: 130, tillMin: 170 };
    expect(nextEdge(leftOut, zone, rome('2026-03-29T00:00'))).toBe(rome('2026-04-05T02:10'));
  });

  test('an end that is left out is the change', () => {
    expect(nextEdge({ days: everyDay, fromMin: 1_320, tillMin: 150 }, zone, rome('2026-03-28T23:00'))).toBe(
      rome('2026-03-29T03:00'),
    );
  });
});

describe('on the night the clocks go back', () => {
  // 2026-10-25: 03:00 becomes 02:00.
  test('a night window is an hour longer', () => {
    expect(nextEdge(hours(22, 6), zone, rome('2026-10-24T22:00'))).toBe(rome('2026-10-24T22:00') + 9 * 3_600_000);
  });

  test('a window in the hour that comes twice begins at the first and ends at the last, and is open all between', () => {
    const window = { days: everyDay, fromMin: 130, tillMin: 150 };
    const fromMs = rome('2026-10-25T02:10+02:00');
    const tillMs = rome('2026-10-25T02:30+01:00');
    expect(tillMs - fromMs).toBe(80 * 60_000);
    expect(openingAt([window], zone, fromMs)).toEqual({ kind: 'open', tillMs });
    expect(isInside(window, zone, fromMs - 1)).toBe(false);
    expect(isInside(window, zone, tillMs)).toBe(false);
  });
});

test('Between two edges a window never changes, whatever the window, the zone and the time', () => {
  const window = fc.record({
    days: fc.integer({ min: 1, max: 127 }),
    fromMin: fc.integer({ min: 0, max: 1_439 }),
    tillMin: fc.integer({ min: 0, max: 1_440 }),
  });
  const zones = fc.constantFrom('Europe/Rome', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
  const time = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(window, zones, time, fc.double({ min: 0, max: 1, noNaN: true }), (one, where, atMs, part) => {
      const edgeMs = nextEdge(one, where, atMs);
      const now = isInside(one, where, atMs);
      const laterMs = edgeMs === null ? atMs + 14 * 86_400_000 : edgeMs - 1;
      expect(isInside(one, where, Math.floor(atMs + part * (laterMs - atMs)))).toBe(now);
      if (edgeMs !== null) expect(isInside(one, where, edgeMs)).toBe(!now);
    }),
    { numRuns: 60 },
  );
});
