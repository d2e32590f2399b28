/** What no page in this application may do, whichever window it is in: go elsewhere, open windows, ask for devices. */
import type { App, Session, WebContents } from 'electron';
import type { Log } from '../log';

/** Chromium asks before a page may write text to the clipboard; the copy buttons need that and nothing else. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Guards every page that will ever be made, also those other code makes (the print window). Call before any window. */
export function guardPages(app: Pick<App, 'on'>, isOurPage: (address: string) => boolean, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, isOurPage, log));
}

function guardPage(contents: WebContents, isOurPage: (address: string) => boolean, log: Log): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const stayHere = (event: { preventDefault(): void; readonly url: string; readonly isMainFrame?: boolean }): void => {
    // Loading our own page again is how the window starts anew; a blob is a file the page has made itself.
    const allowed = event.isMainFrame === false ? event.url.startsWith('blob:') : isOurPage(event.url);
    if (allowed) return;
    event.preventDefault();
    log.warn('A page tried to leave the application and was kept.');
  };
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Denies every permission request of the pages of a session but writing to the clipboard from our own page. */
export function guardSession(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
  isOurPage: (address: string) => boolean,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(ALLOWED_PERMISSIONS.has(permission) && isOurPage(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED_PERMISSIONS.has(permission) && isOurPage(origin),
  );
  session.setDevicePermissionHandler(() => false);
}
