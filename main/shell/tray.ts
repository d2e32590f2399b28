/** The icon beside the clock: that RADIUS runs, how many are online, and the way back to the window. */
import { Menu, Tray, type NativeImage } from 'electron';
import type { Venue } from '../venue';
import { statusLine, type ShellText } from './text';

/** How old the status in the menu may be. The menu cannot be filled at the moment it opens: Linux draws it elsewhere. */
const STATUS_EVERY_MS = 5_000;

export interface TrayActions {
  open(): void;
  quit(): void;
}

export interface TrayIcon {
  close(): void;
}

/** Shows the tray icon until closed. */
export function openTray(
  icon: NativeImage,
  text: ShellText,
  describe: Venue['describe'],
  actions: TrayActions,
): TrayIcon {
  const tray = new Tray(icon);
  let shown: string | undefined;
  const show = (): void => {
    const status = statusLine(text, describe());
    // A menu that is open is closed by a new one, so only a new status makes a new menu.
    if (status === shown) return;
    shown = status;
    tray.setToolTip(`Gatehouse · ${status}`);
    tray.setContextMenu(buildMenu(status, text, actions));
  };
  show();
  const timer = setInterval(show, STATUS_EVERY_MS);
  tray.on('click', () => actions.open());
  return {
    close() {
      clearInterval(timer);
      tray.destroy();
    },
  };
}

function buildMenu(status: string, text: ShellText, actions: TrayActions) {
  return Menu.buildFromTemplate([
    { label: text.open, click: () => actions.open() },
    { type: 'separator' },
    { label: status, enabled: false },
    { type: 'separator' },
    { label: text.quit, click: () => actions.quit() },
  ]);
}
