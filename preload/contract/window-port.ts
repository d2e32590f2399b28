/**
 * How a window of the desktop application gets its port: the page makes a MessageChannel and posts this word to itself
 * with one of the two ports, the preload hands that port on to main under the same word. Nothing else crosses.
 */
export const windowPortWord = 'gatehouse:connect';

/** What the preload shows the page under `window.gatehouse`: a fact, no function. */
export interface DesktopWindow {
  readonly desktop: true;
}
