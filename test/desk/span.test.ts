import { describe, expect, it } from 'vitest';
import { checkOutAt } from '../../main/desk/span';

const rome = (iso: string): number => Date.parse(iso);

describe('check-out', () => {
  it('stays at 11:00 local when summer time ends in the night before', () => {
    // 25 October 2026, 03:00 CEST -> 02:00 CET
    expect(checkOutAt(rome('2026-10-24T20:00:00+02:00'), 1, 660, 'Europe/Rome')).toBe(
      rome('2026-10-25T11:00:00+01:00'),
    );
  });

  it('stays at 11:00 local when summer time begins in the night before', () => {
    expect(checkOutAt(rome('2027-03-27T20:00:00+01:00'), 1, 660, 'Europe/Rome')).toBe(
      rome('2027-03-28T11:00:00+02:00'),
    );
  });

  it('moves to the next existing hour when the clock jumps over it', () => {
    expect(checkOutAt(rome('2027-03-27T20:00:00+01:00'), 1, 150, 'Europe/Rome')).toBe(
      rome('2027-03-28T03:30:00+02:00'),
    );
  });

  it('counts nights from the local day, not from the UTC one', () => {
    expect(checkOutAt(rome('2026-11-30T23:30:00+01:00'), 1, 660, 'Europe/Rome')).toBe(
      rome('2026-12-01T11:00:00+01:00'),
    );
    expect(checkOutAt(rome('2026-12-01T00:30:00+01:00'), 1, 660, 'Europe/Rome')).toBe(
      rome('2026-12-02T11:00:00+01:00'),
    );
  });
});
