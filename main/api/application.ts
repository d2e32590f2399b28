import type { Topic } from '../../preload/contract/application';
import { refuse } from '../refuse';
import { answer, type Access } from './access';
import type { Caller } from './caller';
import type { Services } from './services';

/** What a locked window still has to know: whether it is one, and what the lock screen shows. */
const heardWhileLocked: readonly Topic[] = ['operators', 'status'];

export function applicationProcedures(access: Access, services: Services) {
  const { application } = access;
  return application.router({
    changed: application.changed.handler(({ signal, context }) =>
      quietWhileLocked(services.feed.subscribe(signal), context.caller),
    ),
    startsWithComputer: application.startsWithComputer.handler(() => ({
      supported: services.loginItem !== undefined,
      enabled: services.loginItem?.enabled ?? false,
    })),
    setStartsWithComputer: application.setStartsWithComputer.handler(({ input }) => {
      if (!services.loginItem) return answer<never>(refuse('only-desktop'));
      services.loginItem.set(input.enabled);
      return {};
    }),
  });
}

/** Nobody learns from a locked window that a ticket is being sold at the next one. */
async function* quietWhileLocked(
  news: AsyncGenerator<{ topics: Topic[] }, void>,
  caller: Caller,
): AsyncGenerator<{ topics: Topic[] }, void> {
  for await (const { topics } of news) {
    const told = caller.isLocked() ? topics.filter((topic) => heardWhileLocked.includes(topic)) : topics;
    if (told.length > 0) yield { topics: told };
  }
}
