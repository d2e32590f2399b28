/** A RADIUS server under measurement. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Credentials } from './job';

export interface Target {
  readonly name: string;
  readonly authPort: number;
  readonly acctPort: number;
  readonly secret: string;
  readonly guests: readonly Credentials[];
  /** Acct-Input-Octets the server has stored, by session, read from outside. */
  storedOctets(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
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
