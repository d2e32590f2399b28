/** Says once that closing the window does not stop the venue. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Notification } from 'electron';
import type { Log } from '../log';
import type { ShellText } from './text';

/** Tells it the first time on this computer; `folder` remembers that it was told. */
export function tellStillRunning(folder: string, text: ShellText, log: Log): void {
  const told = join(folder, 'told-that-it-goes-on');
  if (existsSync(told) || !Notification.isSupported()) return;
  new Notification({ title: text.stillRunningTitle, body: text.stillRunning }).show();
  try {
    writeFileSync(told, '');
  } catch (cause) {
    log.warn('It could not be remembered that the notice was shown.', cause);
  }
}
