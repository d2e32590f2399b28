/** The other end of the socket: what the terminal and a second start talk through. */
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { RunningCard } from './data-folder';

export interface SocketRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer;
  readonly signal?: AbortSignal;
}

/**
 * Asks the venue on this card; resolves when the answer begins.
 * @throws the connection's error (ENOENT, ECONNREFUSED) when nobody is there
 */
export function requestSocket(card: RunningCard, request: SocketRequest): Promise<IncomingMessage> {
  const { method, path, body, signal } = request;
  const headers = { ...request.headers, authorization: `Bearer ${card.token}`, 'content-length': body?.length ?? 0 };
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ socketPath: card.socket, method, path, headers, ...(signal && { signal }) }, resolve);
    asked.on('error', reject);
    asked.end(body);
  });
}

/** `fetch` over the socket, for the contract's client: Node's own cannot reach a socket in the file system. */
export function socketFetch(card: RunningCard): (request: Request) => Promise<Response> {
  return async (request) => {
    const answer = await requestSocket(card, {
      method: request.method,
      path: new URL(request.url).pathname,
      headers: Object.fromEntries(request.headers),
      body: Buffer.from(await request.arrayBuffer()),
      signal: request.signal,
    });
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, {
      status: answer.statusCode ?? 500,
      headers,
    });
  };
}
