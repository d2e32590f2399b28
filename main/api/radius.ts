import { examine } from '../office/doctor';
import { simulate } from '../office/simulate';
import { answer, type Access } from './access';
import type { Services } from './services';

export function radiusProcedures(access: Access, services: Services) {
  const { radius } = access;
  return radius.router({
    doctor: radius.doctor.handler(({ context }) => {
      const open = context.open();
      const { findings, healthy, sinceMs } = examine(open.db, services.faults(), open.now());
      return { findings: [...findings], healthy: [...healthy], sinceMs };
    }),
    simulate: radius.simulate.handler(({ input, context }) => answer(simulate(context.open(), input))),
  });
}
