/** "Something changed": from wherever it happened to every open window, at most four times a second. */
import { topics as allTopics, type Topic } from '../preload/contract/application';

/** Fast enough to feel live, slow enough that a login rush does not keep a window busy. */
const SHORTEST_GAP_MS = 250;
/** Windows and pages at once; one PC has one or two. */
const MOST_LISTENERS = 64;

export interface Feed {
  announce(topics: readonly Topic[]): void;
  /** First all topics at once, then what changed; ends with `signal` or when the venue closes. */
  subscribe(signal: AbortSignal | undefined): AsyncGenerator<{ topics: Topic[] }, void>;
  close(): void;
}

export function createFeed(): Feed {
  const wakers = new Set<(topics: readonly Topic[]) => void>();
  const closing = new AbortController();
  let pending = new Set<Topic>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    timer = undefined;
    const topics = [...pending];
    pending = new Set();
    for (const wake of wakers) wake(topics);
  };

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
    announce(topics) {
      for (const topic of topics) pending.add(topic);
      timer ??= setTimeout(flush, SHORTEST_GAP_MS);
    },
    subscribe,
    close() {
      clearTimeout(timer);
      closing.abort();
    },
  };
}
