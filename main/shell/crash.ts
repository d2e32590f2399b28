/** What nobody caught: written to the log, told to whoever sits there, and never a reason to stop RADIUS by itself. */
import type { App, Dialog } from 'electron';
import { fillText } from '../../preload/contract/faults';
import type { Log } from '../log';
import type { ShellText } from './text';

const RESTART_BUTTON = 1;

export interface CrashParts {
  readonly app: Pick<App, 'on'>;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly process: Pick<NodeJS.Process, 'on'>;
  readonly text: ShellText;
  /** Named to the operator. */
  readonly logFile: string;
  readonly log: Log;
  /** Closes in order and starts again. */
  readonly restart: () => void;
}

/** Watches for uncaught errors and rejections and for dying helper processes, from now on. */
export function watchCrashes(parts: CrashParts): void {
  let telling = false;
  const report = (what: string, cause: unknown): void => {
    parts.log.error(what, cause);
    // One notice at a time: a fault that repeats must not bury the desk under windows.
    if (telling) return;
    telling = true;
    void tell(parts).finally(() => (telling = false));
  };
  parts.process.on('uncaughtException', (error) => report('An error nobody caught.', error));
  parts.process.on('unhandledRejection', (reason) => report('A rejection nobody caught.', reason));
  parts.app.on('child-process-gone', (_event, { type, reason, exitCode }) =>
    parts.log.warn(`A helper process ended: ${type}, ${reason}, exit code ${exitCode}.`),
  );
}

async function tell({ dialog, text, logFile, restart, log }: CrashParts): Promise<void> {
  try {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: text.crashTitle,
      detail: fillText(text.crash, { file: logFile }),
      buttons: [text.goOn, text.restart],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === RESTART_BUTTON) restart();
  } catch (cause) {
    log.error('The notice about an error could not be shown.', cause);
  }
}
