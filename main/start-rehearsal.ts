/** Starts a rehearsal from the running program: a second process with a folder and ports of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Fault } from '../preload/contract/faults';
import { readDemoAccess } from './demo';
import { findRunning } from './doors/instance';

/** What starts this program again, as this process was started, without the arguments of its venue. */
export interface OwnCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface RehearsalStarterOptions {
  readonly command: OwnCommand;
  readonly mode: 'desktop' | 'service';
  /** Of rehearsals on this computer. */
  readonly folder: string;
}

/** Where the rehearsal is, and who signs in there. */
export interface RunningRehearsal {
  /** The page of the service mode; the desktop application shows a window of its own. */
  readonly url?: string;
  readonly ownerName: string;
  readonly ownerPassword: string;
}

export interface RehearsalStarter {
  /**
   * Starts it and waits until it is there; one that runs is shown.
   * @throws {Fault} REHEARSAL_NOT_STARTED
   */
  start(): Promise<RunningRehearsal>;
  /** Ends the one that was started here; one started otherwise goes on. */
  stop(): Promise<void>;
}

/** Six weeks of a hotel are made at the first start; a slow computer needs its time for them. */
const STARTS_WITHIN_MS = 60_000;
/** Between looks at whether the process is still there. */
const LOOK_MS = 500;
/** One look: whether it runs already. */
const AT_ONCE_MS = 0;
/** Free ports, as the usual ones are the real venue's. */
const ARGUMENTS = ['--demo', '--auth-port', '0', '--acct-port', '0'] as const;
const SERVICE_ARGUMENTS = ['--service', '--http-port', '0'] as const;

export function createRehearsalStarter({ command, mode, folder }: RehearsalStarterOptions): RehearsalStarter {
  let child: ChildProcess | undefined;
  let starting: Promise<RunningRehearsal> | undefined;

  async function start(): Promise<RunningRehearsal> {
    const found = await findRunning(folder, AT_ONCE_MS);
    await found?.show();
    return describe(found ?? (await launch()));
  }

  async function launch(): Promise<{ readonly url?: string }> {
    const modeArguments = mode === 'service' ? SERVICE_ARGUMENTS : [];
    const args = [...command.args, ...ARGUMENTS, ...modeArguments, '--data', folder];
    const launched = spawn(command.program, args, { stdio: 'ignore' });
    child = launched;
    const over = new AbortController();
    for (const event of ['exit', 'error']) launched.once(event, () => over.abort());
    const giveUpAt = performance.now() + STARTS_WITHIN_MS;
    while (!over.signal.aborted && performance.now() < giveUpAt) {
      const running = await findRunning(folder, LOOK_MS);
      if (running !== undefined) return running;
    }
    launched.kill('SIGTERM');
    throw new Fault('REHEARSAL_NOT_STARTED', { folder });
  }

  function describe({ url }: { readonly url?: string }): RunningRehearsal {
    const access = readDemoAccess(folder);
    if (access === undefined) throw new Fault('REHEARSAL_NOT_STARTED', { folder });
    const { ownerName, ownerPassword } = access;
    return { ...(url === undefined ? {} : { url }), ownerName, ownerPassword };
  }

  return {
    // Two presses at once start one.
    start: () => (starting ??= start().finally(() => (starting = undefined))),
    async stop() {
      const running = child;
      child = undefined;
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
      running.kill('SIGTERM');
      await once(running, 'exit');
    },
  };
}
