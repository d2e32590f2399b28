/** Loaded into a service before its own program: kills it without warning where its update would tell step KILL_AT_STEP. */
import { MessagePort } from 'node:worker_threads';

const killAt = Number(process.env['KILL_AT_STEP']);
const { postMessage } = MessagePort.prototype;

MessagePort.prototype.postMessage = function (this: MessagePort, ...words: Parameters<typeof postMessage>): void {
  const message = words[0] as { readonly kind?: unknown; readonly step?: { readonly step?: unknown } } | null;
  if (message?.kind === 'step' && message.step?.step === killAt) process.kill(process.pid, 'SIGKILL');
  postMessage.apply(this, words);
};
