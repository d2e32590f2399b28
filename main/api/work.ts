import type { OpenVenue } from '../open-venue';
import { refuse } from '../refuse';
import { answer, may, type Access, type SignedContext } from './access';

export function workProcedures(access: Access) {
  const { work } = access;
  return work.router({
    list: work.list.handler(({ context }) => ({
      rows: listMine(context).map(({ id, name, operatorName, askedAtMs, progress }) => ({
        ...{ id, name, askedAtMs, ...progress },
        ...(operatorName === undefined ? {} : { operatorName }),
      })),
    })),
    stop: work.stop.handler(({ input: { id }, context }) => {
      const isMine = listMine(context).some((job) => job.id === id);
      return answer(isMine && context.open().stopJob(id) ? {} : refuse('not-found', { what: 'Task', id }));
    }),
  });
}

/** Whoever runs the venue sees what everybody waits for, and what Gatehouse does by itself. */
function listMine(context: SignedContext): ReturnType<OpenVenue['listJobs']> {
  const jobs = context.open().listJobs();
  if (may(context, 'venue') && context.open().scope === undefined) return jobs;
  return jobs.filter(({ operatorName }) => operatorName === context.operator?.name);
}
