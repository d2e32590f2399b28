import { refuse } from '../refuse';
import { answer, type Access } from './access';

export function workProcedures(access: Access) {
  const { work } = access;
  return work.router({
    list: work.list.handler(({ context }) => ({
      rows: context
        .open()
        .listJobs()
        .map(({ id, name, operatorName, askedAtMs, progress }) => ({
          ...{ id, name, askedAtMs, ...progress },
          ...(operatorName === undefined ? {} : { operatorName }),
        })),
    })),
    stop: work.stop.handler(({ input: { id }, context }) =>
      answer(context.open().stopJob(id) ? {} : refuse('not-found', { what: 'Task', id })),
    ),
  });
}
