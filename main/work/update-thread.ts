/** Entry of the update thread: brings the database file up to date and ends. It lives before any other connection does. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openDatabase } from '../../db/open';
import { Fault } from '../../preload/contract/faults';
import type { FromUpdateThread, UpdateThreadData } from './protocol';

function bringUpToDate({ databaseFile, ...options }: UpdateThreadData, port: MessagePort): void {
  const send = (message: FromUpdateThread): void => port.postMessage(message);
  try {
    // Closing copies the WAL into the file, which is part of the work.
    openDatabase(databaseFile, { ...options, onStep: (step) => send({ kind: 'step', step }) }).close();
    send({ kind: 'done' });
  } catch (error) {
    const { code, params, cause } = error instanceof Fault ? error : new Fault('INTERNAL', {}, { cause: error });
    send({
      kind: 'failed',
      code,
      params,
      why: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
  }
}

if (parentPort !== null) bringUpToDate(workerData as UpdateThreadData, parentPort);
