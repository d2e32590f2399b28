/** The built service as a process of its own, to be killed, or to be started as somebody else. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freeUdpPorts } from './ports';

const SERVICE = join(import.meta.dirname, '../../out/main/service.js');
const READY = /Gatehouse is ready: (http:\/\/\S+)/;
/** Against hanging, not a measurement. */
const STARTS_WITHIN_MS = 60_000;

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** Of its page; undefined: it has ended before it was ready. */
  readonly url: string | undefined;
  readonly authPort: number;
  readonly acctPort: number;
  /** All it has printed so far. */
  output(): string;
}

export interface ServiceStart extends Pick<SpawnOptions, 'uid' | 'gid' | 'env'> {
  /** Printed by it: then it is not waited for any longer. */
  readonly until?: RegExp;
}

/** Resolves when it is ready or has ended. It is killed with the test. */
export async function startService(dataFolder: string, start: ServiceStart = {}): Promise<ServiceProcess> {
  const { until = READY, ...options } = start;
  const [authPort, acctPort] = await freeUdpPorts();
  const ports = ['--http-port', '0', '--auth-port', String(authPort), '--acct-port', String(acctPort)];
  const words = [SERVICE, '--data', dataFolder, ...ports, '--bind', '127.0.0.1'];
  const child = spawn(process.execPath, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const hasSpoken = (): boolean =>
    until.test(said) || READY.test(said) || child.exitCode !== null || child.signalCode !== null;
  await vi.waitUntil(hasSpoken, { timeout: STARTS_WITHIN_MS, interval: 5 });
  return { child, url: READY.exec(said)?.[1], authPort, acctPort, output: () => said };
}
