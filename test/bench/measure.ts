/** One measurement: a load generator against a server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LOAD_CORE, pinned } from './cores';
import type { Job, Outcome } from './job';
import type { Target } from './target';

/** For starting a load generator and signing its requests, on a slow machine. */
const SPARE_SECONDS = 30;

export interface MeasuredOutcome extends Outcome {
  /** Processor time of the server per good answer; NaN where the system does not tell. */
  readonly cpuUs: number;
}

/** One job of the load generator, in a process and on a core of its own. */
export async function measure(
  program: string,
  target: Target,
  job: Pick<Job, 'what' | 'load' | 'seconds' | 'round'>,
): Promise<MeasuredOutcome> {
  const cpuBefore = target.cpuMs();
  const { authPort, acctPort, secret, guests } = target;
  const [command, args] = pinned(LOAD_CORE, process.execPath, [program, 'load']);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const tooLong = setTimeout(() => child.kill(), (job.seconds + SPARE_SECONDS) * 1000);
  const exited = once(child, 'exit');
  await Promise.race([once(child, 'message'), exited]);
  const answered = once(child, 'message');
  if (child.connected) child.send({ ...job, authPort, acctPort, secret, guests } satisfies Job);
  const [finished] = (await Promise.race([answered, exited])) as unknown[];
  clearTimeout(tooLong);
  if (typeof finished !== 'object' || finished === null) {
    throw new Error(`the load generator ended early (${child.signalCode ?? `code ${child.exitCode}`})`);
  }
  child.disconnect();
  await exited;
  const outcome = finished as Outcome;
  const cpuMs = (target.cpuMs() ?? NaN) - (cpuBefore ?? NaN);
  return { ...outcome, cpuUs: (cpuMs * 1_000) / outcome.good };
}
