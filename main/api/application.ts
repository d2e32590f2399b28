import { refuse } from '../refuse';
import { answer, type Access } from './access';
import type { Services } from './services';

export function applicationProcedures(access: Access, services: Services) {
  const { application } = access;
  return application.router({
    changed: application.changed.handler(({ signal }) => services.feed.subscribe(signal)),
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
