import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askAgain } from '../../renderer/parts/stale-answers';

/** A window that shows the answer to one question; `answer` gives the oldest one that is waited for. */
function showOne(): {
  readonly queries: QueryClient;
  readonly asked: () => number;
  answer(text: string): void;
  readonly shown: () => string | undefined;
} {
  const waiting: ((text: string) => void)[] = [];
  let asked = 0;
  const queries = new QueryClient();
  const observer = new QueryObserver<string>(queries, {
    queryKey: ['guests.whyNotOnline', { text: 'Anna' }],
    queryFn: () => {
      asked += 1;
      return new Promise((resolve) => void waiting.push(resolve));
    },
  });
  const stop = observer.subscribe(() => undefined);
  onTestFinished(() => {
    stop();
    queries.clear();
  });
  return {
    queries,
    asked: () => asked,
    answer: (text) => waiting.shift()!(text),
    shown: () => observer.getCurrentResult().data,
  };
}

test('an answer that is shown is asked for again at news', async () => {
  const { queries, asked, answer, shown } = showOne();
  answer('has not tried');
  await vi.waitUntil(() => shown() === 'has not tried');
  askAgain(queries, () => true);
  expect(asked()).toBe(2);
  answer('typed a wrong password');
  await vi.waitUntil(() => shown() === 'typed a wrong password');
});

test('the first answer, still on its way when the news came, is asked for again once it is there', async () => {
  const { queries, asked, answer, shown } = showOne();
  askAgain(queries, () => true);
  askAgain(queries, () => true);
  expect(asked()).toBe(1);
  answer('has not tried');
  await vi.waitUntil(() => asked() === 2);
  answer('typed a wrong password');
  await vi.waitUntil(() => shown() === 'typed a wrong password');
  expect(asked()).toBe(2);
});

test('news of something else ask nothing again', async () => {
  const { queries, asked, answer, shown } = showOne();
  askAgain(queries, () => false);
  answer('has not tried');
  await vi.waitUntil(() => shown() === 'has not tried');
  askAgain(queries, () => false);
  expect(asked()).toBe(1);
});
