/** When quotas start anew, on the venue's clock. */
import { DateTime } from 'luxon';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodAt, type Period } from '../../main/aaa/periods';

const zone = 'Europe/Rome';
const rome = (text: string): number => DateTime.fromISO(text, { zone }).toMillis();
const from = (start: string, end: string): Period => ({ startMs: rome(start), endMs: rome(end) });

describe('a period', () => {
  test.each([
    ['hour', 0, '2026-06-01T10:59:59', '2026-06-01T10:00', '2026-06-01T11:00'],
    ['hour', 15, '2026-06-01T10:14:59', '2026-06-01T09:15', '2026-06-01T10:15'],
    ['day', 0, '2026-06-01T00:00', '2026-06-01T00:00', '2026-06-02T00:00'],
    ['day', 360, '2026-06-01T05:59', '2026-05-31T06:00', '2026-06-01T06:00'],
    ['week', 0, '2026-06-07T23:59', '2026-06-01T00:00', '2026-06-08T00:00'],
    ['week', 4 * 1_440 + 720, '2026-06-05T11:59', '2026-05-29T12:00', '2026-06-05T12:00'],
    ['month', 0, '2026-02-28T23:59', '2026-02-01T00:00', '2026-03-01T00:00'],
    ['month', 14 * 1_440, '2026-03-14T23:59', '2026-02-15T00:00', '2026-03-15T00:00'],
    ['month', 27 * 1_440 + 1_439, '2026-03-01T00:00', '2026-02-28T23:59', '2026-03-28T23:59'],
    ['month', 0, '2028-02-29T12:00', '2028-02-01T00:00', '2028-03-01T00:00'],
    ['month', 0, '2026-12-31T23:59', '2026-12-01T00:00', '2027-01-01T00:00'],
  ] as const)('of a %s begins %i minutes in: %s', (every, offsetMin, at, start, end) => {
    expect(periodAt(every, offsetMin, zone, rome(at))).toEqual(from(start, end));
  });

  test('of a day is 23 hours when the clocks go forward and 25 when they go back', () => {
    const length = (text: string): number => {
      const { startMs, endMs } = periodAt('day', 0, zone, rome(text));
      return (endMs - startMs) / 3_600_000;
    };
    expect([length('2026-03-29T12:00'), length('2026-10-25T12:00'), length('2026-06-01T12:00')]).toEqual([23, 25, 24]);
  });

  test('that would begin in the hour left out begins at the change', () => {
    expect(periodAt('day', 150, zone, rome('2026-03-29T03:00')).startMs).toBe(rome('2026-03-29T03:00'));
    expect(periodAt('day', 150, zone, rome('2026-03-29T01:59')).endMs).toBe(rome('2026-03-29T03:00'));
  });

  test('begins once in the night an hour comes twice', () => {
    // The first of the two, in summer time.
    const first = rome('2026-10-25T02:30+02:00');
    expect(periodAt('day', 150, zone, first).startMs).toBe(first);
    expect(periodAt('day', 150, zone, first + 3_600_000).startMs).toBe(first);
  });

  test('of an hour begins at the full hour of a zone that is half an hour off', () => {
    const at = DateTime.fromISO('2026-06-01T10:20', { zone: 'Asia/Kolkata' });
    expect(periodAt('hour', 0, 'Asia/Kolkata', at.toMillis()).startMs).toBe(at.startOf('hour').toMillis());
  });
});

test('Periods follow each other without a gap, whatever the zone, the offset and the time', () => {
  const every = fc.constantFrom('hour', 'day', 'week', 'month');
  const most = { hour: 59, day: 1_439, week: 10_079, month: 40_319 } as const;
  const time = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });
  const zones = fc.constantFrom('Europe/Rome', 'America/New_York', 'Asia/Kathmandu', 'UTC');
  fc.assert(
    fc.property(every, fc.nat(), zones, time, (one, offset, where, atMs) => {
      const offsetMin = offset % (most[one] + 1);
      const { startMs, endMs } = periodAt(one, offsetMin, where, atMs);
      expect(startMs).toBeLessThanOrEqual(atMs);
      expect(endMs).toBeGreaterThan(atMs);
      expect(periodAt(one, offsetMin, where, endMs).startMs).toBe(endMs);
      expect(periodAt(one, offsetMin, where, startMs - 1).endMs).toBe(startMs);
    }),
    { numRuns: 200 },
  );
});
