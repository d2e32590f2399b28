/** Service mode as a process: what it prints, who may reach its page, and how it ends. */
import { chromium, expect, type Page } from '@playwright/test';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, startService, test } from './service';

const SERVICE = join(import.meta.dirname, '../../out/main/service.js');

/** What the browser's console says against the page's policy, and whatever its scripts threw. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

async function phase(call: (name: string) => Promise<{ phase: string }>): Promise<string> {
  return (await call('venue.status')).phase;
}

test('the page opens without anything its own policy forbids', async ({ page, service }) => {
  const complaints = complaintsOf(page);
  await page.goto(service.url);
  await expect(page.getByRole('textbox', { name: 'Name of the venue' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('signing in leaves a cookie that no script reads and no other site sends', async ({ page, service }) => {
  await page.goto(service.url);
  const status = await page.evaluate(async () => {
    const owner = { name: 'Olivia', password: 'correct horse battery staple' };
    const place = { country: 'IT', currency: 'EUR', timeZone: 'Europe/Rome', language: 'en' };
    const body = JSON.stringify({ json: { venueName: 'Hotel Bellavista', ...place, owner } });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/rpc/venue/setUp', { method: 'POST', headers, body })).status;
  });
  expect(status).toBe(200);
  const cookies = await page.context().cookies();
  expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict', path: '/', expires: -1 })]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a page of another site can neither call the venue nor read from it', async ({ page, service }) => {
  const other = createServer((_request, response) => response.end('<!doctype html><title>another site</title>'));
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    const outcomes = await page.evaluate(async (url) => {
      const call = `${url}/rpc/operators/names`;
      const tries: RequestInit[] = [
        { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
        { method: 'POST', body: '{}', mode: 'no-cors' },
      ];
      const outcome = (init: RequestInit) =>
        fetch(call, { ...init, credentials: 'include' }).then(
          (answer) => answer.type + String(answer.status),
          () => 'forbidden by the browser',
        );
      return Promise.all(tries.map(outcome));
    }, service.url);
    expect(outcomes).toEqual(['forbidden by the browser', 'forbidden by the browser']);
  } finally {
    other.close();
  }
});

test('a name that somebody pointed at this computer does not reach the page', async ({ service }) => {
  const { port } = new URL(service.url);
  const { launchOptions } = test.info().project.use;
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), '--host-resolver-rules=MAP rebound.example 127.0.0.1'],
  });
  try {
    const page = await browser.newPage();
    const answer = await page.goto(`http://rebound.example:${port}/`);
    expect(answer?.status()).toBe(421);
  } finally {
    await browser.close();
  }
});

test('a second start on the same folder says where the first one is', async ({ service }) => {
  const { code, stdout } = await run(SERVICE, ['--data', service.dataFolder]);
  expect(code).toBe(0);
  expect(stdout).toContain(service.url);
  expect(await phase((name) => service.call(name))).toBe('first-run');
});

test('a taken port of the page is named with its remedy, on the terminal and on the page itself', async ({ page }) => {
  const other = createNetServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const service = await startService({ args: ['--http-port', String(port)] });
  try {
    const sentence = `Another program already uses the page port ${port}/TCP.`;
    expect(service.output()).toContain(sentence);
    expect(service.output()).toContain('--http-port');
    expect(new URL(service.url).port).not.toBe(String(port));
    await page.goto(service.url);
    await expect(page.getByRole('textbox', { name: 'Name of the venue' })).toBeVisible();
    const { faults } = await service.call<{ faults: { code: string; sentence: string }[] }>('venue.status');
    expect(faults).toEqual([expect.objectContaining({ code: 'PORT_IN_USE', sentence })]);
  } finally {
    await service.stop();
    other.close();
  }
});

test('a signal closes it in order: the folder is free, and the terminal says that nobody is there', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const service = await startService({ dataFolder });
  const feed = service.gatehouse('call', 'application.changed');
  await expect.poll(() => service.gatehouse('call', 'venue.status').then(({ code }) => code)).toBe(0);
  await expect(startService({ dataFolder })).rejects.toThrow(/runs already for/);
  expect(await service.stop()).toBe(0);
  expect(service.output()).toContain('Gatehouse is closed.');
  expect((await feed).code).toBe(0);
  expect(readdirSync(dataFolder)).not.toContain('running.json');
  expect(readdirSync(dataFolder)).toContain('gatehouse.sqlite');
  const { code, stderr } = await run(join(SERVICE, '../terminal.js'), ['call', 'venue.status', '--data', dataFolder]);
  expect(code).toBe(1);
  expect(stderr).toContain('[VENUE_NOT_RUNNING]');
  rmSync(dataFolder, { recursive: true });
});

test('a folder that cannot be one, and a wrong command line, end with a sentence and no stack', async () => {
  const wrong = await run(SERVICE, ['--auth-prot', '1']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('does not know "--auth-prot"');
  const inFile = await run(SERVICE, ['--data', join(SERVICE, 'venue')]);
  expect(inFile.code).toBe(1);
  expect(inFile.stderr).toMatch(/^Gatehouse may not write to .*--data\. \[FOLDER_READ_ONLY\]\n$/);
});
