/** Hands the window's message port to main, nothing else: no object of this file is ever visible to the page. */
import { ipcRenderer } from 'electron';
import { windowPortWord } from './contract/window-port';

window.addEventListener('message', (event) => {
  // Only the page itself may hand over a port, never a frame in it or a window that opened it.
  if (event.source !== window || event.data !== windowPortWord) return;
  const [port] = event.ports;
  if (port) ipcRenderer.postMessage(windowPortWord, null, [port]);
});
