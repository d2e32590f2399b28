/** The windows of the service mode: a page for this computer only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { viewFault, type FaultView } from '../../preload/contract/faults';
import type { Caller } from '../api/caller';
import type { Log } from '../log';
import type { Venue } from '../venue';
import { readPageFiles, type PageFile } from './page-files';
import { PageSessions } from './page-sessions';
import { answerCalls, boundServer, closeServer, deny, RPC_PREFIX, type AnswerCall, type Denial } from './rpc';

export interface PageOptions {
  readonly api: Venue['api'];
  /** The built windows (out/renderer). */
  readonly rendererFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  /** Told when the wanted port cannot be had; the page is then on another one. */
  readonly reportFault: (fault: FaultView) => void;
}

export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const ANY_FREE_PORT = 0;
const HTTP_DEFAULT_PORT = 80;

/** SHA-256 of nothing: the component library adds empty style elements and fills them by script, rule by rule. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Nothing from elsewhere, nothing inline, no eval, no frame around it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${EMPTY_STYLE}`,
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Serves the windows and their calls on loopback.
 * A taken or forbidden port is reported as PORT_IN_USE or PORT_NOT_ALLOWED and another free port is used, so that the
 * windows open and show it.
 * @throws the file system's error when the windows are not built
 */
export async function openPage(options: PageOptions): Promise<Page> {
  const { rendererFolder, api, log, now } = options;
  const server = createServer();
  boundServer(server);
  const port = await listen(server, options);
  const door = new PageDoor(readPageFiles(rendererFolder), answerCalls(api, log), new PageSessions(now), port);
  server.on('request', (request, response) => {
    door.answer(request, response).catch((cause: unknown) => {
      log.error('A request of the page failed.', cause);
      response.destroy();
    });
  });
  return { url: `http://${LOOPBACK}:${port}`, close: () => closeServer(server) };
}

async function listen(server: Server, { port, reportFault }: PageOptions): Promise<number> {
  try {
    return await listenOn(server, port);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      reportFault(viewFault('PORT_IN_USE', { role: 'page', port, protocol: 'TCP', option: '--http-port' }));
    else if (code === 'EACCES') reportFault(viewFault('PORT_NOT_ALLOWED', { address: LOOPBACK, port }));
    else throw cause;
    return listenOn(server, ANY_FREE_PORT);
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

class PageDoor {
  readonly #files: ReadonlyMap<string, PageFile>;
  readonly #answerCall: AnswerCall;
  readonly #sessions: PageSessions;
  readonly #hosts: ReadonlySet<string>;
  /** Cookies know no port: without it in the name, two venues on this computer would sign each other out. */
  readonly #cookie: string;

  constructor(files: ReadonlyMap<string, PageFile>, answerCall: AnswerCall, sessions: PageSessions, port: number) {
    this.#files = files;
    this.#answerCall = answerCall;
    this.#sessions = sessions;
    this.#cookie = `gatehouse-${port}`;
    const suffix = port === HTTP_DEFAULT_PORT ? '' : `:${port}`;
    this.#hosts = new Set([`${LOOPBACK}${suffix}`, `localhost${suffix}`]);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const path = pathOf(request);
    const isCall = path === RPC_PREFIX || path.startsWith(`${RPC_PREFIX}/`);
    const denial = this.#denyHost(request) ?? (isCall ? denyOtherSites(request) : undefined);
    if (denial !== undefined) {
      deny(response, denial);
    } else if (isCall) {
      response.setHeader('cache-control', 'no-store');
      await this.#answerCall(request, response, this.#caller(request, response));
    } else {
      answerFile(request, response, this.#files.get(path));
    }
  }

  /** A name that only resolves to this computer (DNS rebinding) is not one of ours. */
  #denyHost(request: IncomingMessage): Denial | undefined {
    if (this.#hosts.has(request.headers.host ?? '')) return undefined;
    return { status: 421, sentence: 'This page is only found under its own address.' };
  }

  #caller(request: IncomingMessage, response: ServerResponse): Caller {
    let token = readCookie(request, this.#cookie);
    const setCookie = (value: string): void => {
      // A live feed has begun its answer; the token is void in any case, the cookie only follows it.
      if (!response.headersSent)
        response.setHeader('set-cookie', `${this.#cookie}=${value}; Path=/; HttpOnly; SameSite=Strict`);
    };
    return {
      via: 'page',
      signedIn: () => this.#sessions.find(token),
      signIn: (operator) => {
        this.#sessions.end(token);
        token = this.#sessions.start(operator);
        setCookie(token);
      },
      signOut: () => {
        this.#sessions.end(token);
        setCookie('; Max-Age=0');
      },
      lock: () => this.#sessions.lock(token),
      isLocked: () => this.#sessions.isLocked(token),
    };
  }
}

/** Browsers set both headers themselves; a page of another site cannot. */
function denyOtherSites(request: IncomingMessage): Denial | undefined {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin === `http://${host ?? ''}` && (site === undefined || site === 'same-origin')) return undefined;
  return { status: 403, sentence: 'Only the page of Gatehouse itself may make this call.' };
}

function answerFile(request: IncomingMessage, response: ServerResponse, file: PageFile | undefined): void {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return deny(response, { status: 405, sentence: 'Files are read with GET.' });
  if (file === undefined) return deny(response, { status: 404, sentence: 'There is no such page.' });
  response.setHeader('cache-control', file.unchanging ? 'max-age=31536000, immutable' : 'no-cache');
  response.setHeader('etag', file.etag);
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function readCookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
