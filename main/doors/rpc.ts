/** What the page and the socket share: one contract call per HTTP request, within bounds. */
import { ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Caller } from '../api/caller';
import type { Log } from '../log';
import type { Venue } from '../venue';

export const RPC_PREFIX = '/rpc';

/** The largest input is a logo: 1.4 million characters (preload/contract/venue.ts), and some room for its frame. */
const MOST_BODY_BYTES = 1_500_000;
/** A caller on the same computer sends its request at once; anything slower only holds a connection. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 5_000;
const MOST_CONNECTIONS = 200;
/** How long calls that are being answered may take once the venue closes. */
const CLOSING_GRACE_MS = 2_000;

export interface Denial {
  readonly status: number;
  readonly sentence: string;
}

/** Answers one call of the contract; the door has checked before who is asking. */
export type AnswerCall = (request: IncomingMessage, response: ServerResponse, caller: Caller) => Promise<void>;

/** The contract behind an HTTP door. Calls are POST with a JSON body of known length; everything else is denied. */
export function answerCalls(api: Venue['api'], log: Log): AnswerCall {
  const handler = new RPCHandler(api, {
    interceptors: [
      onError((error) => {
        if (!(error instanceof ORPCError)) log.error('A call ended in an unexpected error.', error);
      }),
    ],
  });
  return async (request, response, caller) => {
    const denial = denyCall(request);
    if (denial !== undefined) {
      deny(response, denial);
      return;
    }
    const { matched } = await handler.handle(request, response, { prefix: RPC_PREFIX, context: { caller } });
    if (!matched) deny(response, { status: 404, sentence: 'There is no such call.' });
  };
}

function denyCall(request: IncomingMessage): Denial | undefined {
  if (request.method !== 'POST') return { status: 405, sentence: 'Calls are made with POST.' };
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return { status: 415, sentence: 'Calls carry JSON.' };
  // With a length given, Node's parser itself ends the body there; without one, nothing would bound it.
  const length = request.headers['content-length'];
  if (length === undefined) return { status: 411, sentence: 'Calls say how long they are.' };
  if (Number(length) > MOST_BODY_BYTES) return { status: 413, sentence: 'This call is too large.' };
  return undefined;
}

/** Says no in the shape in which the contract's client expects an error, and ends the connection. */
export function deny(response: ServerResponse, { status, sentence }: Denial): void {
  // What is left of the body is not read, so this connection cannot carry another request.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ json: { defined: false, code: 'DENIED', status, message: sentence } }));
}

/** Time limits for receiving a request; answers may stay open as long as they like (the live feed does). */
export function boundServer(server: Server): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = MOST_CONNECTIONS;
  server.on('request', (_request, response) => {
    // `close` ends only the connections that are idle at that moment, not those that become so (a live feed that ends).
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
}

/** Takes no new calls, lets those under way finish for a moment, then cuts what is left. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const grace = setTimeout(() => server.closeAllConnections(), CLOSING_GRACE_MS);
    server.close(() => {
      clearTimeout(grace);
      resolve();
    });
  });
}
