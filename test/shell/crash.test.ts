import { EventEmitter } from 'node:events';
import type { App, Dialog, MessageBoxOptions } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { watchCrashes } from '../../main/shell/crash';
import { shellText } from '../../main/shell/text';

const GO_ON = 0;
const RESTART = 1;

describe('an error nobody caught', () => {
  let app: EventEmitter;
  let program: EventEmitter;
  let logged: { message: string; cause: unknown }[];
  let notices: { options: MessageBoxOptions; answer(button: number): void }[];
  let restarts: number;

  beforeEach(() => {
    app = new EventEmitter();
    program = new EventEmitter();
    logged = [];
    notices = [];
    restarts = 0;
    const write = (message: string, cause?: unknown): void => void logged.push({ message, cause });
    watchCrashes({
      app: app as unknown as App,
      process: program as NodeJS.Process,
      dialog: {
        showMessageBox: ((options: MessageBoxOptions) =>
          new Promise((resolve) =>
            notices.push({ options, answer: (response) => resolve({ response, checkboxChecked: false }) }),
          )) as Dialog['showMessageBox'],
      },
      text: shellText('en'),
      logFile: '/srv/hotel/logs/gatehouse.log',
      log: { info: write, warn: write, error: write },
      restart: () => (restarts += 1),
    });
  });

  test('is logged with its stack and told, naming the log', () => {
    const error = new Error('impossible state');
    program.emit('uncaughtException', error);
    expect(logged).toEqual([{ message: 'An error nobody caught.', cause: error }]);
    expect(notices[0]?.options.detail).toContain('/srv/hotel/logs/gatehouse.log');
    expect(notices[0]?.options.detail).not.toContain('impossible state');
  });

  test('that repeats is logged every time, but told once at a time', async () => {
    program.emit('unhandledRejection', new Error('one'));
    program.emit('uncaughtException', new Error('two'));
    expect([logged.length, notices.length]).toEqual([2, 1]);
    notices[0]?.answer(GO_ON);
    await expect.poll(() => (program.emit('uncaughtException', new Error('three')), notices.length)).toBe(2);
    expect(restarts).toBe(0);
  });

  test('restarts the application only if the person wants it', async () => {
    program.emit('uncaughtException', new Error('one'));
    notices[0]?.answer(RESTART);
    await expect.poll(() => restarts).toBe(1);
  });

  test('of a helper process is only written down: Chromium starts it again', () => {
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 });
    expect(logged.map(({ message }) => message)).toEqual(['A helper process ended: GPU, crashed, exit code 5.']);
    expect(notices).toEqual([]);
  });
});
