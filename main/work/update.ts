/** Starts the update thread, once, and hears how far it is. */
import { Worker } from 'node:worker_threads';
import type { UpdateStep } from '../../db/update';
import { Fault } from '../../preload/contract/faults';
import type { FromUpdateThread, UpdateThreadData } from './protocol';

export interface Update {
  /** Resolves when the file is up to date and closed. Rejects with the Fault of `openDatabase`; then the file is as it was. */
  readonly done: Promise<void>;
  /** Cuts it off as a power failure would: the file stays as it was. Resolves when the step under way has ended. */
  stop(): Promise<void>;
}

/** Brings a database file up to date in `threadFile` (the built update-thread.js), so that windows do not stand still. */
export function startUpdate(threadFile: string, data: UpdateThreadData, onStep: (step: UpdateStep) => void): Update {
  const worker = new Worker(threadFile, { workerData: data });
  const done = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromUpdateThread) => {
      if (message.kind === 'step') onStep(message.step);
      else if (message.kind === 'done') resolve();
      else reject(new Fault(message.code, message.params, { cause: message.why }));
    });
    worker.on('error', (cause) => reject(new Fault('INTERNAL', {}, { cause })));
    // Does nothing where it has said how it ended.
    worker.on('exit', (code) => reject(new Fault('INTERNAL', {}, { cause: `the update thread ended with ${code}` })));
  });
  const stop = async (): Promise<void> => {
    await worker.terminate();
  };
  return { done, stop };
}
