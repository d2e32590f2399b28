/** A small window of its own while the data of an earlier Gatehouse is brought up to date; it closes by itself. */
import { randomBytes } from 'node:crypto';
import { BrowserWindow, type NativeImage } from 'electron';
import type { Language } from '../../preload/contract/base';
import type { Log } from '../log';
import type { UpdateNews } from '../venue';
import { updateLine, type ShellText } from './text';
import { showStepScript, updatePageHtml } from './update-page';
import { BACKGROUND } from './window';

/** The longest of the seven languages fits. */
const SIZE = { width: 560, height: 280 } as const;

export interface UpdateWindowParts {
  readonly text: ShellText;
  readonly language: Language;
  readonly icon: NativeImage;
  readonly dark: boolean;
  readonly log: Log;
}

export interface UpdateWindow {
  /** Opens the window with the first step, shows how far it is, and closes it with the end. */
  tell(news: UpdateNews): void;
  /** Brings it forward, where there is one. */
  show(): void;
  close(): void;
}

/** Makes no window before there is something to tell. */
export function createUpdateWindow(parts: UpdateWindowParts): UpdateWindow {
  let open: OpenWindow | undefined;
  const close = (): void => {
    // Not `close`, which is refused.
    open?.window.destroy();
    open = undefined;
  };
  return {
    tell(news) {
      if (news.kind !== 'step') {
        close();
        return;
      }
      open ??= openWindow(parts);
      const { step, of } = news;
      showStep(open, showStepScript({ line: updateLine(parts.text, news), step, of }), parts.log);
    },
    show: () => open?.window.focus(),
    close,
  };
}

interface OpenWindow {
  readonly window: BrowserWindow;
  readonly loaded: Promise<void>;
}

function openWindow({ text, language, icon, dark, log }: UpdateWindowParts): OpenWindow {
  const window = new BrowserWindow({
    ...SIZE,
    useContentSize: true,
    resizable: false,
    maximizable: false,
    fullscreenable: false,
    closable: false,
    title: 'Gatehouse',
    icon,
    backgroundColor: dark ? BACKGROUND.dark : BACKGROUND.light,
    show: false,
    webPreferences: {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    },
  });
  // Without it one would think that Gatehouse had ended; on Linux, window managers offer it all the same.
  window.on('close', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  // A page that comes from nowhere: it has no origin, and the door takes no message port of it.
  const page = updatePageHtml(text, language, randomBytes(16).toString('base64'));
  const loaded = window
    .loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`)
    .catch((cause: unknown) => log.error('The window about the update could not be loaded.', cause));
  return { window, loaded };
}

function showStep({ window, loaded }: OpenWindow, script: string, log: Log): void {
  void loaded
    .then(() => (window.isDestroyed() ? undefined : window.webContents.executeJavaScript(script)))
    // Also where the window has closed in the middle of it.
    .catch((cause: unknown) => log.warn('A step of the update could not be shown.', cause));
}
