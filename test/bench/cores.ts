/** One core for the servers, another for the load generator, where the system can pin processes. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() >= 2 && spawnSync('taskset', ['-V']).status === 0;

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

export function pinningSentence(): string {
  return canPin
    ? `Servers run on core ${SERVER_CORE} alone, the load generator on core ${LOAD_CORE}.`
    : 'Processes cannot be pinned to cores here (taskset, two cores): servers may use more than one.';
}

/** The command that starts `command` on the given core. */
export function pinned(core: number, command: string, args: readonly string[]): readonly [string, readonly string[]] {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, args];
}
