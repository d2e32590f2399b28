/** The terminal's way in: the same contract over a local socket that only the owner of the data folder may open. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Caller, SignedIn } from '../api/caller';
import type { Log } from '../log';
import type { Venue } from '../venue';
import { removeCard, writeCard, type RunningCard } from './data-folder';
import { answerCalls, boundServer, closeServer, deny, RPC_PREFIX } from './rpc';

export interface SocketOptions {
  /** Held by this process (`takeInstance`): whatever socket is in it is a dead one. */
  readonly dataFolder: string;
  readonly api: Venue['api'];
  readonly firstOwner: () => SignedIn | undefined;
  readonly mode: RunningCard['mode'];
  /** The page of the service mode, for a second start to print. */
  readonly url?: string;
  /** A second start asks the running one to show itself. */
  readonly show: () => void;
  readonly log: Log;
}

export interface Socket {
  close(): Promise<void>;
}

const SOCKET_FILE = 'gatehouse.sock';
/** sun_path: 108 bytes on Linux, 104 on macOS, both with a final zero (unix(7)). */
const LONGEST_SOCKET_PATH_BYTES = 103;
const OWNER_ONLY = 0o600;
/** What the file system takes away while the socket is made: everything but the owner's reading and writing. */
const UMASK_OWNER_ONLY = 0o177;
const SECRET_BYTES = 32;

/** Opens the socket and leaves a card in the data folder that says where it is. */
export async function openSocket(options: SocketOptions): Promise<Socket> {
  const { dataFolder, mode, url, log } = options;
  const token = randomBytes(SECRET_BYTES).toString('base64url');
  const place = process.platform === 'win32' ? pipePlace() : socketPlace(dataFolder);
  const server = createServer();
  boundServer(server);
  answerRequests(server, token, options);
  await listen(server, place.path);
  writeCard(dataFolder, { pid: process.pid, mode, socket: place.path, token, ...(url !== undefined && { url }) });
  log.info(`The terminal is served at ${place.path}`);
  return {
    async close() {
      removeCard(dataFolder);
      await closeServer(server);
      place.clean();
    },
  };
}

/** Whoever may open the data folder may do what the owner of the venue may. Before set-up there is no owner yet. */
function terminalCaller(firstOwner: () => SignedIn | undefined): Caller {
  const never = (): undefined => undefined;
  return { via: 'terminal', signedIn: firstOwner, signIn: never, signOut: never, lock: never, isLocked: () => false };
}

function answerRequests(server: Server, token: string, { api, firstOwner, show, log }: SocketOptions): void {
  const answerCall = answerCalls(api, log);
  const caller = terminalCaller(firstOwner);
  server.on('request', (request, response) => {
    if (!carries(request, token))
      return deny(response, { status: 401, sentence: 'The token is not the one of this venue.' });
    if (request.url === '/instance') return void response.writeHead(204).end();
    if (request.url === '/show' && request.method === 'POST') {
      show();
      return void response.writeHead(204).end();
    }
    if (request.url?.startsWith(`${RPC_PREFIX}/`) !== true)
      return deny(response, { status: 404, sentence: 'There is no such call.' });
    answerCall(request, response, caller).catch((cause: unknown) => {
      log.error('A call of the terminal failed.', cause);
      response.destroy();
    });
  });
}

function carries(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

interface Place {
  readonly path: string;
  clean(): void;
}

/** Pipes have no place in a folder; a name nobody can guess, written down where only the owner reads it, comes close. */
function pipePlace(): Place {
  return { path: `\\\\.\\pipe\\gatehouse-${randomBytes(SECRET_BYTES).toString('hex')}`, clean: () => undefined };
}

/** In the data folder; where that path is too long for a socket, in a private folder that is removed at the end. */
function socketPlace(dataFolder: string): Place {
  const usual = join(dataFolder, SOCKET_FILE);
  if (fits(usual)) {
    rmSync(usual, { force: true });
    return { path: usual, clean: () => rmSync(usual, { force: true }) };
  }
  const shortest = [tmpdir(), '/tmp'].find((folder) => fits(join(folder, 'gatehouse-XXXXXX', SOCKET_FILE))) ?? '/tmp';
  // mkdtemp makes the folder 0700.
  const path = join(mkdtempSync(join(shortest, 'gatehouse-')), SOCKET_FILE);
  return { path, clean: () => rmSync(dirname(path), { recursive: true, force: true }) };
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_SOCKET_PATH_BYTES;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // bind() happens inside listen(), so there is no moment at which the socket stands open to others.
    const umask = process.platform === 'win32' ? undefined : process.umask(UMASK_OWNER_ONLY);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        if (umask !== undefined) chmodSync(path, OWNER_ONLY);
        resolve();
      });
    } finally {
      if (umask !== undefined) process.umask(umask);
    }
  });
}
