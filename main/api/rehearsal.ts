import type { Rehearsal } from '../rehearsal/rehearsal';
import type { RehearsalStarter } from '../start-rehearsal';
import { refuse } from '../refuse';
import { answer, type Access } from './access';
import type { Services } from './services';

export function rehearsalProcedures(access: Access, services: Services) {
  const { rehearsal } = access;
  const get = (): Rehearsal => answer<Rehearsal>(services.rehearsal() ?? refuse('no-rehearsal'));
  const getStarter = (): RehearsalStarter =>
    answer<RehearsalStarter>(services.rehearsalStarter ?? refuse('in-rehearsal'));
  return rehearsal.router({
    start: rehearsal.start.handler(() => getStarter().start()),
    stop: rehearsal.stop.handler(async () => {
      await getStarter().stop();
      return {};
    }),
    state: rehearsal.state.handler(() => ({
      switches: { ...get().switches() },
      phones: get()
        .phones()
        .map((phone) => ({ ...phone })),
    })),
    set: rehearsal.set.handler(({ input }) => {
      get().set(input);
      return {};
    }),
    act: rehearsal.act.handler(({ input }) =>
      get().act(input.phoneId, input.act) ? {} : answer<never>(refuse('not-now')),
    ),
    reboot: rehearsal.reboot.handler(() => {
      get().reboot();
      return {};
    }),
    papers: rehearsal.papers.handler(() => ({
      papers: get()
        .papers()
        .map((paper) => ({ ...paper, png: Buffer.from(paper.png).toString('base64') })),
    })),
    clearPapers: rehearsal.clearPapers.handler(() => {
      get().clearPapers();
      return {};
    }),
  });
}
