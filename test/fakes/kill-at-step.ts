/**
 * Loaded into a service before its own program: where its update would tell step KILL_AT_STEP, kills it without warning, or
 * sends it KILL_SIGNAL and stands still in the middle of that step.
 */
import { MessagePort } from 'node:worker_threads';

const killAt = Number(process.env['KILL_AT_STEP']);
const signal = process.env['KILL_SIGNAL'] ?? 'SIGKILL';
/** Longer than the main thread takes to hear a signal and to end this one. */
const STANDS_STILL_MS = 30_000;
const { postMessage } = MessagePort.prototype;

MessagePort.prototype.postMessage = function (this: MessagePort, ...words: Parameters<typeof postMessage>): void {
  const message = words[0] as { readonly kind?: unknown; readonly step?: { readonly step?: unknown } } | null;
  if (message?.kind === 'step' && message.step?.step === killAt) {
    process.kill(process.pid, signal);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STANDS_STILL_MS);
  }
  postMessage.apply(this, words);
};
