/** Leaving: asked for by a person, it says what stops; asked for by the system, it closes at once. Always in order. */
import type { App, BrowserWindow, Dialog, MessageBoxOptions, PowerMonitor } from 'electron';
import { fillText } from '../../preload/contract/faults';
import type { Log } from '../log';
import type { Venue } from '../venue';
import type { ShellText } from './text';

/** A venue closes within a second or two; a printer that hangs must not keep the computer from shutting down. */
const CLOSE_WITHIN_MS = 10_000;

export interface Leaving {
  /** A person wants to quit: asks first. Does nothing while the question is open. */
  ask(): void;
  /** The system ends: closes in order without asking. */
  now(): void;
  /** True from the moment the decision has fallen: windows may really close. */
  readonly decided: boolean;
}

export interface LeavingParts {
  readonly app: Pick<App, 'exit'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly text: ShellText;
  readonly log: Log;
  readonly describe: Venue['describe'];
  /** The window to ask in front of, if one is open. */
  readonly window: () => BrowserWindow | undefined;
  /** Closes everything that is open, in order. */
  readonly close: () => Promise<void>;
}

export function createLeaving(parts: LeavingParts): Leaving {
  let decided = false;
  let asking = false;

  const leave = async (): Promise<void> => {
    if (decided) return;
    decided = true;
    await closeInTime(parts);
    parts.app.exit(0);
  };

  const askAndLeave = async (): Promise<void> => {
    if (asking || decided) return;
    asking = true;
    try {
      if (await isQuitConfirmed(parts)) await leave();
    } finally {
      asking = false;
    }
  };

  return {
    ask: () => void askAndLeave(),
    now: () => void leave(),
    get decided() {
      return decided;
    },
  };
}

/** Leads every way out of the program (menu, Cmd+Q, signal, log-off, shutdown) to `leaving`. */
export function watchWaysOut(
  app: Pick<App, 'on'>,
  powerMonitor: Pick<PowerMonitor, 'on'>,
  signals: Pick<NodeJS.Process, 'on'>,
  leaving: Leaving,
): void {
  app.on('before-quit', (event) => {
    if (leaving.decided) return;
    event.preventDefault();
    leaving.ask();
  });
  // Linux and macOS; on Windows the window hears of it ('session-end').
  powerMonitor.on('shutdown', () => leaving.now());
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) signals.on(signal, () => leaving.now());
}

/** What the operator reads before quitting. */
export function quitQuestion(text: ShellText, now: ReturnType<Venue['describe']>): MessageBoxOptions {
  const detail = [
    ...(now.ready ? [text.quitStopsRadius, onlineSentence(text, now.onlineSessions)] : []),
    ...(now.waitingPrintJobs === 0 ? [] : [fillText(text.quitPrinting, { printing: now.waitingPrintJobs })]),
  ].join('\n');
  return {
    type: 'warning',
    message: text.quitQuestion,
    detail,
    buttons: [text.cancel, text.quit],
    // Enter and Escape both keep the venue running.
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
}

function onlineSentence(text: ShellText, online: number): string {
  return online === 0 ? text.quitNobodyOnline : fillText(text.quitOnline, { online });
}

const QUIT_BUTTON = 1;

async function isQuitConfirmed({ dialog, text, describe, window }: LeavingParts): Promise<boolean> {
  const question = quitQuestion(text, describe());
  const parent = window();
  const { response } = await (parent ? dialog.showMessageBox(parent, question) : dialog.showMessageBox(question));
  return response === QUIT_BUTTON;
}

async function closeInTime({ close, log }: LeavingParts): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), CLOSE_WITHIN_MS)));
  try {
    if ((await Promise.race([close(), late])) === 'late') log.error('Closing took too long and was cut off.');
  } catch (cause) {
    log.error('Not everything could be closed in order.', cause);
  } finally {
    clearTimeout(timer);
  }
}
