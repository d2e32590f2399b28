/** app://gatehouse/…: the built windows, served from their folder with the headers of a strict site. */
import type { Protocol } from 'electron';
import type { PageFile } from '../doors/page-files';

const SCHEME = 'app';
const HOST = 'gatehouse';
/** Where every window of the application lives; not file://, so that origin, CSP and storage work as on a site. */
export const appPage = `${SCHEME}://${HOST}/index.html`;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Emotion writes the styles of the components into style elements while the page runs.
  "style-src 'self' 'unsafe-inline'",
  // Logo and ticket pictures come as data.
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const commonHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Must run before the application is ready: schemes get their rights only then. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built windows; call once, when the application is ready. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, files: ReadonlyMap<string, PageFile>): void {
  protocol.handle(SCHEME, (request) => answerRequest(files, request));
}

/**
 * Answers one request for a file of the windows.
 * @param files all there are, by their path ('/' is index.html); nothing else is ever read, whatever a path looks like
 * @returns 200 with the file, 404 for whatever is not one of them, 405 for anything but GET and HEAD
 */
export function answerRequest(files: ReadonlyMap<string, PageFile>, request: Request): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const file = isAppPage(request.url) ? files.get(new URL(request.url).pathname) : undefined;
  if (file === undefined) return refuse(404);
  const content = request.method === 'HEAD' ? null : new Uint8Array(file.bytes);
  return new Response(content, { headers: { ...commonHeaders, 'Content-Type': file.contentType } });
}

/** True for addresses of our own windows. (`URL.origin` is "null" for schemes Node does not know, so host by host.) */
export function isAppPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === `${SCHEME}:` && host === HOST;
}

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: commonHeaders });
}
