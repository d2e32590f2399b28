/** Hands the window's message port to main, nothing else; the page learns that it is a window of the application. */
import { contextBridge, ipcRenderer } from 'electron';
import { windowPortWord, type DesktopWindow } from './contract/window-port';

contextBridge.exposeInMainWorld('gatehouse', { desktop: true } satisfies DesktopWindow);

window.addEventListener('message', (event) => {
  // Only the page itself may hand over a port, never a frame in it or a window that opened it.
  if (event.source !== window || event.data !== windowPortWord) return;
  const [port] = event.ports;
  if (port) ipcRenderer.postMessage(windowPortWord, null, [port]);
});
