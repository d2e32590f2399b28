import { describe, expect, it } from 'vitest';
import { topics } from '../../preload/contract/application';
import { isStaleBy } from '../../renderer/staleness';

describe('what is asked again', () => {
  it('is who is online when a session begins, and not the products', () => {
    expect(isStaleBy('sessions.list', ['sessions'])).toBe(true);
    expect(isStaleBy('products.list', ['sessions'])).toBe(false);
  });

  it('is everything a call does not say otherwise about', () => {
    for (const topic of topics) expect(isStaleBy('a.call-without-a-rule', [topic])).toBe(true);
  });

  it('is the newest page of the RADIUS log, and not what is older', () => {
    expect(isStaleBy('radiusLog.list', ['radius-log'], { limit: 100 })).toBe(true);
    expect(isStaleBy('radiusLog.list', ['radius-log'], { limit: 100, beforeId: 5_000 })).toBe(false);
  });

  it('is when the server heard something last, and nothing else, as long as packets only come in', () => {
    expect(isStaleBy('venue.status', ['packets'])).toBe(true);
    for (const call of ['printers.list', 'routers.list', 'routers.asking', 'sessions.list', 'guests.get', 'work.list'])
      expect(isStaleBy(call, ['packets'])).toBe(false);
    expect(isStaleBy('printers.list', ['printers'])).toBe(true);
  });

  it('is nothing when there is no news', () => {
    expect(isStaleBy('sessions.list', [])).toBe(false);
  });
});
