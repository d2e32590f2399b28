/** "Something changed": from wherever it happened to every open window, at most four times a second. */
import { topics as allTopics, type Topic } from '../preload/contract/application';

/** Fast enough to feel live, slow enough that a login rush does not keep a window busy. */
const SHORTEST_GAP_MS = 250;
/** With a thousand devices online something happens to one of them all the time; the first news after a quiet time is fast. */
const TRAFFIC_GAP_MS = 2_000;
/** Windows and pages at once; one PC has one or two. */
const MOST_LISTENERS = 64;

export interface Feed {
  announce(topics: readonly Topic[]): void;
  /** What guests' devices do: told less often than what people do. */
  announceTraffic(topics: readonly Topic[]): void;
  /** First all topics at once, then what changed; ends with `signal` or when the venue closes. */
  subscribe(signal: AbortSignal | undefined): AsyncGenerator<{ topics: Topic[] }, void>;
  close(): void;
}

export function createFeed(): Feed {
  const wakers = new Set<(topics: readonly Topic[]) => void>();
  const closing = new AbortController();
  let pending = new Set<Topic>();
  let timer: NodeJS.Timeout | undefined;
  let pendingTraffic = new Set<Topic>();
  let trafficTimer: NodeJS.Timeout | undefined;
  let trafficAtMs = -Infinity;

  const flush = (): void => {
    timer = undefined;
    const topics = [...pending];
    pending = new Set();
    for (const wake of wakers) wake(topics);
  };

  const flushTraffic = (): void => {
    trafficTimer = undefined;
    trafficAtMs = performance.now();
    announce([...pendingTraffic]);
    pendingTraffic = new Set();
  };

  function announce(topics: readonly Topic[]): void {
    for (const topic of topics) pending.add(topic);
    timer ??= setTimeout(flush, SHORTEST_GAP_MS);
  }

  async function* subscribe(signal: AbortSignal | undefined): AsyncGenerator<{ topics: Topic[] }, void> {
    if (wakers.size >= MOST_LISTENERS) return;
    let changed = new Set<Topic>(allTopics);
    let wake: (() => void) | undefined;
    const onChange = (topics: readonly Topic[]): void => {
      for (const topic of topics) changed.add(topic);
      wake?.();
    };
    const ends = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const onEnd = (): void => wake?.();
    wakers.add(onChange);
    ends.addEventListener('abort', onEnd);
    try {
      while (!ends.aborted) {
        if (changed.size > 0) {
          const topics = [...changed];
          changed = new Set();
          yield { topics };
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
          wake = undefined;
        }
      }
    } finally {
      wakers.delete(onChange);
      ends.removeEventListener('abort', onEnd);
    }
  }

  return {
    announce,
    announceTraffic(topics) {
      for (const topic of topics) pendingTraffic.add(topic);
      trafficTimer ??= setTimeout(flushTraffic, Math.max(0, trafficAtMs + TRAFFIC_GAP_MS - performance.now()));
    },
    subscribe,
    close() {
      clearTimeout(timer);
      clearTimeout(trafficTimer);
      closing.abort();
    },
  };
}
