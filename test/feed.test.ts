/** How often windows are told of what changed. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeed, type Feed } from '../main/feed';

let feed: Feed;
let told: string[][];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  feed = createFeed();
  told = [];
  void listen();
  await vi.advanceTimersByTimeAsync(0);
  // Everything may have changed before somebody listened.
  told.length = 0;
});

afterEach(() => {
  feed.close();
  vi.useRealTimers();
});

async function listen(): Promise<void> {
  for await (const { topics } of feed.subscribe(undefined)) told.push([...topics].sort());
}

describe('what people do', () => {
  it('is told four times a second at most', async () => {
    for (let pressed = 0; pressed < 10; pressed++) {
      feed.announce([pressed % 2 === 0 ? 'tickets' : 'guests']);
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([
      ['guests', 'tickets'],
      ['guests', 'tickets'],
    ]);
  });
});

describe('what devices do', () => {
  it('is told at once after a quiet time', async () => {
    feed.announceTraffic(['sessions']);
    await vi.advanceTimersByTimeAsync(250);
    expect(told).toEqual([['sessions']]);
  });

  it('is told every two seconds while it goes on, and its last news too', async () => {
    for (let heard = 0; heard < 55; heard++) {
      feed.announceTraffic(['sessions']);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(told).toHaveLength(3);
    feed.announceTraffic(['guests']);
    await vi.advanceTimersByTimeAsync(2_250);
    expect(told.at(-1)).toEqual(['guests', 'sessions']);
  });

  it('does not hold up what people do', async () => {
    feed.announceTraffic(['sessions']);
    await vi.advanceTimersByTimeAsync(300);
    feed.announceTraffic(['sessions']);
    feed.announce(['tickets']);
    await vi.advanceTimersByTimeAsync(250);
    expect(told).toEqual([['sessions'], ['tickets']]);
  });
});
