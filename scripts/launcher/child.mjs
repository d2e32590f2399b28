/** Starting other programs: in front of the person, quietly, or for a bounded time. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program with our own input and output; what ends us is passed on, so that it can close in order.
 * @returns {Promise<{ code: number, ended: boolean }>} its exit code (128 + signal number as in a shell); `ended`: we
 *   were asked to end meanwhile
 * @throws the system's error when the program cannot be started
 */
export function runInFront(program, args, { env = process.env, output = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['inherit', output, 'inherit'] });
    let ended = false;
    const forward = (signal) => {
      ended = true;
      child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const leave = () => FORWARDED.forEach((signal) => process.off(signal, forward));
    child.once('error', (error) => {
      leave();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      leave();
      resolve({ code: exitCode(code, signal), ended });
    });
  });
}

/**
 * Runs a program and keeps what it says.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function runQuietly(program, args, { env = process.env, shell = false, limitMs = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    let timedOut = false;
    const timer = limitMs > 0 && setTimeout(() => ((timedOut = true), child.kill('SIGKILL')), limitMs);
    const end = (signal) => child.kill(signal);
    for (const signal of FORWARDED) process.on(signal, end);
    child.stdout.on('data', (chunk) => said.push(chunk));
    child.stderr.on('data', (chunk) => said.push(chunk));
    const leave = () => {
      clearTimeout(timer || undefined);
      FORWARDED.forEach((signal) => process.off(signal, end));
    };
    child.once('error', (error) => {
      leave();
      reject(error);
    });
    child.once('close', (code, signal) => {
      leave();
      resolve({ code: exitCode(code, signal), output: Buffer.concat(said).toString(), timedOut });
    });
  });
}

function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}
