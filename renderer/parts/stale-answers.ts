/** Answers that news have made old are asked for again. */
import type { Query, QueryClient } from '@tanstack/react-query';

/** First answers on their way that are asked for again when they come. */
const askedAgain = new WeakSet<Promise<unknown>>();

/** Asks again what `isStale`: what a screen shows now, the rest when it is shown. */
export function askAgain(queries: QueryClient, isStale: (query: Query) => boolean): void {
  askAgainWhenAnswered(queries, isStale);
  void queries.invalidateQueries({ predicate: isStale });
}

/** The first answer to a question may have been given before the news; the library lets it stand where it is still on its way. */
function askAgainWhenAnswered(queries: QueryClient, isStale: (query: Query) => boolean): void {
  for (const query of queries.getQueryCache().findAll({ fetchStatus: 'fetching', predicate: isStale })) {
    const { promise } = query;
    if (query.state.data !== undefined || promise === undefined || askedAgain.has(promise)) continue;
    askedAgain.add(promise);
    void promise.then(
      () => queries.invalidateQueries({ queryKey: query.queryKey, exact: true }),
      // Who asked is told.
      () => undefined,
    );
  }
}
