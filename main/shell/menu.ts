/** The menu bar: none, so that Alt, F10 and F11 reach the desk. macOS has one anyway and needs it for copy and paste. */
import { Menu } from 'electron';

export function setMenu(platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
}
