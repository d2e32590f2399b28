/** The one window: made once, hidden when closed, so that RADIUS goes on and the next look is instant. */
import { BrowserWindow, screen, type NativeImage } from 'electron';
import type { Log } from '../log';
import { LEAST_HEIGHT, LEAST_WIDTH, readWindowState, writeWindowState } from './window-state';
import { zoomAfter } from './zoom';

/** The paper of the theme, so that nothing flashes before the first picture of the page. */
export const BACKGROUND = { light: '#f3f6f7', dark: '#0d1517' } as const;
/** A page that dies again and again is not helped by loading it once more. */
const MOST_RELOADS = 3;
const RELOADS_FORGOTTEN_AFTER_MS = 60_000;

export interface MainWindowParts {
  /** Address of the page. */
  readonly page: string;
  readonly preloadFile: string;
  readonly icon: NativeImage;
  readonly stateFile: string;
  /** Developer tools, for unpacked builds only. */
  readonly devTools: boolean;
  readonly dark: boolean;
  readonly log: Log;
  /** True once the application is leaving: closing then closes. */
  isLeaving(): boolean;
  /** The operator has closed the window; it is hidden and its page starts anew. */
  onClosed(): void;
  /** Windows is ending the session. */
  onSessionEnd(): void;
}

export interface MainWindow {
  /** Shows the window, in front of the others. */
  show(): void;
  /** The window, if it is on screen. */
  visible(): BrowserWindow | undefined;
  hide(): void;
}

/** Makes the window; it stays hidden until `show`. */
export function createMainWindow(parts: MainWindowParts): MainWindow {
  const state = readWindowState(
    parts.stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...state.place,
    minWidth: LEAST_WIDTH,
    minHeight: LEAST_HEIGHT,
    title: 'Gatehouse',
    icon: parts.icon,
    backgroundColor: parts.dark ? BACKGROUND.dark : BACKGROUND.light,
    show: false,
    webPreferences: {
      preload: parts.preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: parts.devTools,
      // Times left and who is online must be right at the moment the window is shown again.
      backgroundThrottling: false,
    },
  });
  const ready = firstPicture(window);
  watchClosing(window, parts);
  watchPage(window, parts);
  allowZoom(window);
  void window.loadURL(parts.page).catch((cause: unknown) => parts.log.error('The window could not be loaded.', cause));

  let maximizeNext = state.maximized;
  return {
    show: () =>
      void ready.then(() => {
        bringForward(window, maximizeNext);
        maximizeNext = false;
      }),
    visible: () => (!window.isDestroyed() && window.isVisible() ? window : undefined),
    hide: () => {
      if (!window.isDestroyed()) window.hide();
    },
  };
}

/** Resolves when the page has been drawn once, or has failed: a window that says so is better than none. */
function firstPicture(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.once('ready-to-show', resolve);
    window.webContents.once('did-fail-load', () => resolve());
  });
}

function bringForward(window: BrowserWindow, maximize: boolean): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  // Maximizing also shows, so it waits until the window is wanted.
  if (maximize) window.maximize();
  window.show();
  window.focus();
}

function watchClosing(window: BrowserWindow, parts: MainWindowParts): void {
  window.on('close', (event) => {
    remember(window, parts);
    if (parts.isLeaving()) return;
    event.preventDefault();
    window.hide();
    parts.onClosed();
    // What was typed and shown is gone with the window, as with any other program that is closed.
    window.webContents.reload();
  });
  window.on('session-end', () => {
    remember(window, parts);
    parts.onSessionEnd();
  });
}

function remember(window: BrowserWindow, { stateFile, log }: MainWindowParts): void {
  try {
    writeWindowState(stateFile, window.getNormalBounds(), window.isMaximized());
  } catch (cause) {
    log.warn('The place of the window could not be remembered.', cause);
  }
}

function watchPage(window: BrowserWindow, { log }: MainWindowParts): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error(`The page of the window ended: ${reason}, exit code ${exitCode}.`);
    if (reason === 'clean-exit' || reloads === MOST_RELOADS) return;
    reloads += 1;
    setTimeout(() => (reloads -= 1), RELOADS_FORGOTTEN_AFTER_MS).unref();
    window.webContents.reload();
  });
  window.on('unresponsive', () => log.warn('The page of the window does not answer.'));
}

/** Ctrl or Cmd with plus, minus, zero. There is no menu to bring these: a menu bar would take Alt and F10 from the desk. */
function allowZoom(window: BrowserWindow): void {
  const contents = window.webContents;
  contents.on('before-input-event', (event, { type, control, meta, alt, key }) => {
    if (type !== 'keyDown' || alt || !(control || meta)) return;
    const level = zoomAfter(contents.getZoomLevel(), key);
    if (level === undefined) return;
    event.preventDefault();
    contents.setZoomLevel(level);
  });
}
