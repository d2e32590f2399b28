import { describe, expect, it } from 'vitest';
import { isIdle } from '../../renderer/parts/idle';

const noon = Date.UTC(2026, 10, 22, 12);
const MIN_MS = 60_000;

describe('a window', () => {
  it('is idle once nobody has touched it for as long as the venue says', () => {
    expect(isIdle(5, noon, noon + 5 * MIN_MS - 1)).toBe(false);
    expect(isIdle(5, noon, noon + 5 * MIN_MS)).toBe(true);
    // A computer that slept over lunch.
    expect(isIdle(5, noon, noon + 90 * MIN_MS)).toBe(true);
  });

  it('is never idle where the venue wants no lock, or while the clock goes back', () => {
    expect(isIdle(0, noon, noon + 90 * MIN_MS)).toBe(false);
    expect(isIdle(5, noon, noon - 60 * MIN_MS)).toBe(false);
  });
});
