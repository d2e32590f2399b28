/** A RADIUS server under measurement. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Credentials } from './job';

export interface Target {
  readonly name: string;
  readonly authPort: number;
  readonly acctPort: number;
  readonly secret: string;
  readonly guests: readonly Credentials[];
  /** Acct-Input-Octets the server has stored, by session, read from outside. */
  storedOctets(): Promise<Readonly<Record<string, number>>>;
  /** Processor time of the server so far, all its threads; undefined where the system does not tell (not Linux). */
  cpuMs(): number | undefined;
  /** Resident memory of the server now; undefined where the system does not tell. */
  residentBytes(): number | undefined;
  stop(): Promise<void>;
}

/** VmRSS of /proc/<pid>/status, in kB (proc_pid_status(5)). */
export function residentBytesOf({ pid }: ChildProcess): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** Linux counts processor time in hundredths of a second (proc_pid_stat(5); sysconf(_SC_CLK_TCK) is 100 on x86, ARM). */
const TICK_MS = 10;

/** Processor time of a process, from the 14th and 15th field of /proc/<pid>/stat; the second may contain blanks. */
export function cpuMsOf({ pid }: ChildProcess): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

/** A server that does not end by itself is ended the hard way after this. */
const STOP_WITHIN_MS = 10_000;
const START_WITHIN_MS = 30_000;

/** Ends a server and waits until it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(timer);
}

/**
 * Waits until `ready` says so.
 * @throws Error with what the process wrote last, when it ends or does not get ready in time.
 */
export async function untilReady(child: ChildProcess, name: string, ready: () => Promise<boolean>): Promise<void> {
  let output = '';
  const collect = (text: Buffer): void => void (output = `${output}${text.toString()}`.slice(-2_000));
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const deadline = performance.now() + START_WITHIN_MS;
  while (!(await ready())) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${name} did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
