/** The one subscription to the venue's news: marks answers stale, and says when Gatehouse stops answering. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../api';
import { isStaleBy } from '../staleness';
import { askAgain } from './stale-answers';

const firstWaitMs = 500;
const longestWaitMs = 8_000;

/** Subscribes for as long as the component lives; comes back by itself with a growing pause. */
export function useLiveFeed(): 'connecting' | 'connected' | 'lost' {
  const queries = useQueryClient();
  const [state, setState] = useState<'connecting' | 'connected' | 'lost'>('connecting');

  useEffect(() => {
    const closing = new AbortController();
    void listen(closing.signal);
    return () => closing.abort();

    async function listen(signal: AbortSignal): Promise<void> {
      let waitMs = firstWaitMs;
      while (!signal.aborted) {
        try {
          let first = true;
          for await (const news of await client.application.changed(undefined, { signal })) {
            // Whatever happened while we were not listening: ask everything again.
            if (first) void queries.invalidateQueries();
            else askAgain(queries, ({ queryKey }) => isStaleBy(String(queryKey[0]), news.topics, queryKey[1]));
            first = false;
            waitMs = firstWaitMs;
            setState('connected');
          }
        } catch {
          // Shown as 'lost' below; the next call's error says why.
        }
        setState('lost');
        await pause(waitMs, signal);
        waitMs = Math.min(waitMs * 2, longestWaitMs);
      }
    }
  }, [queries]);

  return state;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      resolve();
    }
  });
}
