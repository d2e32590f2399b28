import { EventEmitter } from 'node:events';
import type { App, Dialog, MessageBoxOptions, PowerMonitor } from 'electron';
import { describe, expect, test } from 'vitest';
import { createLeaving, quitQuestion, watchWaysOut } from '../../main/shell/quit';
import { shellText } from '../../main/shell/text';

const text = shellText('en-GB');
const CANCEL = 0;
const QUIT = 1;

/** A desktop whose question is answered by hand. */
function desktop(close: () => Promise<void> = () => Promise.resolve()) {
  const done: string[] = [];
  const questions: { readonly options: MessageBoxOptions; answer(button: number): void }[] = [];
  const exited = Promise.withResolvers<number>();
  const leaving = createLeaving({
    app: {
      exit: (code) => {
        done.push('exit');
        exited.resolve(code ?? 0);
      },
    },
    dialog: {
      showMessageBox: ((options: MessageBoxOptions) =>
        new Promise((resolve) =>
          questions.push({ options, answer: (response) => resolve({ response, checkboxChecked: false }) }),
        )) as Dialog['showMessageBox'],
    },
    text,
    log: { info: () => undefined, warn: () => undefined, error: (message) => done.push(message) },
    describe: () => ({ ready: true, onlineSessions: 12, waitingPrintJobs: 0 }),
    window: () => undefined,
    close: async () => {
      done.push('close');
      await close();
    },
  });
  return { leaving, done, questions, exited: exited.promise };
}

describe('leaving', () => {
  test('asked for by a person says what stops, and closes before it exits', async () => {
    const { leaving, done, questions, exited } = desktop();
    leaving.ask();
    expect(questions).toHaveLength(1);
    expect(questions[0]?.options.detail).toContain('RADIUS stops: new guests cannot log in');
    expect(questions[0]?.options.detail).toContain('Online now: 12.');
    expect(done).toEqual([]);
    questions[0]?.answer(QUIT);
    expect(await exited).toBe(0);
    expect(done).toEqual(['close', 'exit']);
  });

  test('does not happen when the person thinks better of it, and can be asked for again', async () => {
    const { leaving, done, questions } = desktop();
    leaving.ask();
    leaving.ask();
    expect(questions).toHaveLength(1);
    questions[0]?.answer(CANCEL);
    await expect.poll(() => (leaving.ask(), questions.length)).toBe(2);
    expect(done).toEqual([]);
    expect(leaving.decided).toBe(false);
  });

  test('asked for by the system closes without a question, also while the question is open', async () => {
    const { leaving, done, questions, exited } = desktop();
    leaving.ask();
    leaving.now();
    leaving.now();
    expect(await exited).toBe(0);
    expect(questions).toHaveLength(1);
    expect(done).toEqual(['close', 'exit']);
  });

  test('happens even when something cannot be closed', async () => {
    const { leaving, done, exited } = desktop(() => Promise.reject(new Error('the printer hangs')));
    leaving.now();
    expect(await exited).toBe(0);
    expect(done).toEqual(['close', 'Not everything could be closed in order.', 'exit']);
  });

  test('every way out leads through the same door', () => {
    const went: string[] = [];
    const leaving = { ask: () => void went.push('ask'), now: () => void went.push('now'), decided: false };
    const app = new EventEmitter();
    const powerMonitor = new EventEmitter();
    const signals = new EventEmitter();
    watchWaysOut(app as unknown as App, powerMonitor as unknown as PowerMonitor, signals as NodeJS.Process, leaving);
    let kept = 0;
    app.emit('before-quit', { preventDefault: () => (kept += 1) });
    powerMonitor.emit('shutdown');
    signals.emit('SIGTERM');
    signals.emit('SIGINT');
    expect(went).toEqual(['ask', 'now', 'now', 'now']);
    expect(kept).toBe(1);
  });
});

describe('the question before quitting', () => {
  test('names guests online and tickets that wait, and Enter and Escape keep the venue running', () => {
    const question = quitQuestion(text, { ready: true, onlineSessions: 3, waitingPrintJobs: 2 });
    expect(question.detail).toContain('Online now: 3.');
    expect(question.detail).toContain('Tickets waiting for the printer: 2.');
    expect([question.defaultId, question.cancelId]).toEqual([CANCEL, CANCEL]);
    expect(question.buttons?.[QUIT]).toBe('Quit');
  });

  test('says that nobody is online, and nothing of tickets where none waits', () => {
    const { detail } = quitQuestion(text, { ready: true, onlineSessions: 0, waitingPrintJobs: 0 });
    expect(detail).toContain('RADIUS stops');
    expect(detail).toContain('Nobody is online now.');
    expect(detail).not.toContain('Tickets');
  });

  test('speaks neither of RADIUS nor of guests where the venue is not open, as during an update', () => {
    expect(quitQuestion(text, { ready: false, onlineSessions: 0, waitingPrintJobs: 0 }).detail).toBe('');
  });
});
