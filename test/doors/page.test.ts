import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPage, type Page } from '../../main/doors/page';
import type { FaultView } from '../../preload/contract/faults';
import { quietLog, smallContract, type Behind, rosa } from './support';

const HOUR_MS = 3_600_000;

let folder: string;
let behind: Behind;
let page: Page;
let faults: FaultView[];
let nowMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-page-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Gatehouse</title>');
  writeFileSync(join(folder, 'renderer/assets/app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'renderer/notes.bin'), 'of a kind the page does not know');
  writeFileSync(join(folder, 'secret.js'), 'not part of the page');
  behind = smallContract();
  faults = [];
  nowMs = 0;
  page = await open(0);
});

afterEach(async () => {
  behind.endFeeds();
  await page.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(port: number): Promise<Page> {
  return openPage({
    api: behind.api,
    rendererFolder: join(folder, 'renderer'),
    port,
    now: () => nowMs,
    log: quietLog,
    reportFault: (fault) => faults.push(fault),
  });
}

interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends exactly these headers; a browser's fetch would set its own Host and Origin. */
async function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  const { hostname, port } = new URL(page.url);
  const asked = request({ hostname, port, path, method, headers, setHost: !('host' in headers) });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode!, headers: answer.headers, body: await text(answer) };
}

/** A call as the page itself makes it, with some of it changed. */
function call(name: string, input: unknown, changed: OutgoingHttpHeaders = {}): Promise<Answer> {
  const body = JSON.stringify({ json: input });
  const headers: OutgoingHttpHeaders = {
    origin: page.url,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...changed,
  };
  for (const [header, value] of Object.entries(headers))
    if (value === undefined) Reflect.deleteProperty(headers, header);
  return ask(`/rpc/${name.replace('.', '/')}`, { method: 'POST', headers, body });
}

const credentials = { name: 'Rosa', password: 'correct horse' };
const cookieOf = (answer: Answer): string => answer.headers['set-cookie']![0]!.split(';')[0]!;
const whoIs = async (cookie: string): Promise<unknown> =>
  (JSON.parse((await call('operators.me', undefined, { cookie })).body) as { json: unknown }).json;

describe('the files of the page', () => {
  it('come with a policy that runs nothing from elsewhere and lets nobody frame them', async () => {
    const { status, headers, body } = await ask('/');
    expect(status).toBe(200);
    expect(body).toContain('Gatehouse');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe-');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('may be kept by the browser where their name says what is in them, and are asked for anew elsewhere', async () => {
    expect((await ask('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable');
    const index = await ask('/');
    expect(index.headers['cache-control']).toBe('no-cache');
    expect((await ask('/', { headers: { 'if-none-match': index.headers.etag } })).status).toBe(304);
  });

  it('answer HEAD without a body', async () => {
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/assets/../../secret.js',
    '/assets/..%5c..%5csecret.js',
    '//secret.js',
    '/notes.bin',
    '/constructor',
    '/assets/',
  ])('are all there is: %s is not found', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it('cannot be written', async () => {
    expect((await ask('/', { method: 'PUT', body: 'x' })).status).toBe(405);
  });
});

describe('who may ask', () => {
  it.each(['gatehouse.example', 'gatehouse.example:80', '127.0.0.1', 'localhost:1', '[::1]', ''])(
    'not a page that reached us under another name (Host "%s")',
    async (host) => {
      expect((await ask('/', { headers: { host } })).status).toBe(421);
      expect((await call('operators.me', undefined, { host, origin: `http://${host}` })).status).toBe(421);
      expect(behind.via).toEqual([]);
    },
  );

  it('both names of this computer', async () => {
    const { port } = new URL(page.url);
    const host = `localhost:${port}`;
    expect((await call('operators.me', undefined, { host, origin: `http://${host}` })).status).toBe(200);
    expect(behind.via).toEqual(['page']);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this computer', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame or a file', { origin: 'null' }],
    ['nobody who says where from', { origin: undefined }],
    ['another site, by the browser’s own word', { 'sec-fetch-site': 'cross-site' }],
    ['another port, by the browser’s own word', { 'sec-fetch-site': 'same-site' }],
  ] as const)('for calls, not %s', async (_who, changed) => {
    expect((await call('operators.me', undefined, changed)).status).toBe(403);
    expect(behind.via).toEqual([]);
  });

  it('only with POST and JSON of known, moderate length', async () => {
    expect((await ask('/rpc/operators/me', { headers: { origin: page.url } })).status).toBe(405);
    expect((await call('operators.me', undefined, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call('operators.me', undefined, { 'content-type': undefined })).status).toBe(415);
    expect(
      (await call('operators.me', undefined, { 'content-length': undefined, 'transfer-encoding': 'chunked' })).status,
    ).toBe(411);
    expect((await call('operators.me', undefined, { 'content-length': 1_500_001 })).status).toBe(413);
    expect(behind.via).toEqual([]);
  });

  it('not for a call that does not exist', async () => {
    expect((await call('operators.everything', undefined)).status).toBe(404);
    expect((await call('__proto__.toString', undefined)).status).toBe(404);
  });
});

describe('the outcome of a call', () => {
  it('is a refusal with its reason', async () => {
    const { status, body } = await call('desk.sellTicket', { productId: 1 });
    expect(status).toBe(409);
    expect(JSON.parse(body)).toMatchObject({
      json: { defined: true, code: 'REFUSED', data: { reason: 'no-printer' } },
    });
  });

  it('does not tell the page what went wrong inside', async () => {
    const { status, body } = await call('history.list', undefined);
    expect(status).toBe(500);
    expect(body).not.toContain('secret');
  });

  it('is never kept by the browser', async () => {
    expect((await call('operators.me', undefined)).headers['cache-control']).toBe('no-store');
  });
});

describe('signing in on the page', () => {
  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await call('operators.signIn', credentials);
    const { port } = new URL(page.url);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^gatehouse-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`)),
    ]);
    expect(await whoIs(cookieOf(answer))).toEqual({
      operator: { id: 7, name: 'Rosa', role: rosa.role },
      locked: false,
    });
  });

  it('counts for that browser only', async () => {
    const cookie = cookieOf(await call('operators.signIn', credentials));
    expect(await whoIs('')).toEqual({ locked: false });
    expect(await whoIs(cookie.slice(0, -1))).toEqual({ locked: false });
    expect(await whoIs('gatehouse-1=__proto__')).toEqual({ locked: false });
  });

  it('stays locked until somebody signs in, for every request with its cookie and for no other', async () => {
    const cookie = cookieOf(await call('operators.signIn', credentials));
    const other = cookieOf(await call('operators.signIn', credentials));
    await call('operators.lock', undefined, { cookie });
    expect(await whoIs(cookie)).toMatchObject({ operator: { name: 'Rosa' }, locked: true });
    expect(await whoIs(other)).toMatchObject({ locked: false });
    const next = cookieOf(await call('operators.signIn', credentials, { cookie }));
    expect(await whoIs(next)).toMatchObject({ operator: { name: 'Rosa' }, locked: false });
  });

  it('ends at once with signing out, and the cookie goes', async () => {
    const cookie = cookieOf(await call('operators.signIn', credentials));
    const out = await call('operators.signOut', undefined, { cookie });
    expect(out.headers['set-cookie']).toEqual([expect.stringContaining('Max-Age=0')]);
    expect(await whoIs(cookie)).toEqual({ locked: false });
  });

  it('again gives a new token and voids the old one', async () => {
    const first = cookieOf(await call('operators.signIn', credentials));
    const second = cookieOf(await call('operators.signIn', credentials, { cookie: first }));
    expect(second).not.toBe(first);
    expect(await whoIs(first)).toEqual({ locked: false });
    expect(await whoIs(second)).toMatchObject({ operator: { name: 'Rosa' } });
  });

  it('lasts a long working day and not for ever', async () => {
    const cookie = cookieOf(await call('operators.signIn', credentials));
    nowMs = 16 * HOUR_MS - 1;
    expect(await whoIs(cookie)).toMatchObject({ operator: { name: 'Rosa' } });
    nowMs = 16 * HOUR_MS;
    expect(await whoIs(cookie)).toEqual({ locked: false });
  });

  it('from very many browsers makes the oldest sign in again', async () => {
    const first = cookieOf(await call('operators.signIn', credentials));
    const second = cookieOf(await call('operators.signIn', credentials));
    for (let more = 0; more < 63; more++) await call('operators.signIn', credentials);
    expect(await whoIs(first)).toEqual({ locked: false });
    expect(await whoIs(second)).toMatchObject({ operator: { name: 'Rosa' } });
  });
});

describe('the live feed', () => {
  async function openFeed(): Promise<{ readonly first: string; leave(): void; readonly ended: Promise<unknown> }> {
    const { hostname, port } = new URL(page.url);
    const headers = { origin: page.url, 'content-type': 'application/json', 'content-length': 2 };
    const asked = request({ hostname, port, path: '/rpc/application/changed', method: 'POST', headers });
    asked.end('{}');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.headers['content-type']).toBe('text/event-stream');
    let received = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    // Broken off by ourselves in one of the tests.
    answer.on('error', () => undefined);
    const ended = new Promise((resolve) => answer.once('close', resolve));
    await vi.waitFor(() => expect(received).toContain('status'), { timeout: 60_000 });
    return { first: received, leave: () => asked.destroy(), ended };
  }

  it('stays open, and is let go when the browser leaves', async () => {
    const feed = await openFeed();
    expect(feed.first).toContain('event: message');
    expect(behind.openFeeds()).toBe(1);
    feed.leave();
    await vi.waitFor(() => expect(behind.openFeeds()).toBe(0), { timeout: 60_000 });
  });

  it('ends when the venue closes, so that the door can close', async () => {
    const feed = await openFeed();
    const closing = page.close();
    behind.endFeeds();
    await closing;
    await feed.ended;
    expect(behind.openFeeds()).toBe(0);
  });
});

describe('a port that is taken', () => {
  it('is reported with its remedy, and the page opens on another one and shows it', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const beside = await open(port);
    try {
      expect(faults).toEqual([
        {
          code: 'PORT_IN_USE',
          sentence: `Another program already uses the page port ${port}/TCP.`,
          remedy: expect.stringContaining('--http-port') as string,
          params: { role: 'page', port, protocol: 'TCP', option: '--http-port' },
        },
      ]);
      expect(new URL(beside.url).port).not.toBe(String(port));
      expect((await fetch(beside.url)).status).toBe(200);
    } finally {
      await beside.close();
      other.close();
    }
  });

  it('is not reported when it is free', () => {
    expect(faults).toEqual([]);
  });
});

it('a page without built windows does not open', async () => {
  rmSync(join(folder, 'renderer/index.html'));
  await expect(open(0)).rejects.toThrow('index.html');
});
