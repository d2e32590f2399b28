import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPageFiles, type PageFile } from '../../main/doors/page-files';
import { answerRequest, isAppPage } from '../../main/shell/app-protocol';

describe('app://gatehouse', () => {
  let outside: string;
  let files: ReadonlyMap<string, PageFile>;
  const ask = (url: string, method = 'GET'): Response => answerRequest(files, new Request(url, { method }));

  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'gatehouse-app-'));
    const folder = join(outside, 'renderer');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(outside, 'secret.js'), 'secret');
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets', 'index-1.js'), 'start()');
    files = readPageFiles(folder);
  });
  afterAll(() => rmSync(outside, { recursive: true }));

  test('serves the files of the windows with their type', async () => {
    const page = ask('app://gatehouse/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const script = ask('app://gatehouse/assets/index-1.js?v=1#top');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).toBe('start()');
  });

  test('lets no script run but its own, and no eval', () => {
    const policy = ask('app://gatehouse/index.html').headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test.each([
    'app://gatehouse/../secret.js',
    'app://gatehouse/%2e%2e/secret.js',
    'app://gatehouse/..%2fsecret.js',
    'app://gatehouse/assets/..%5c..%5csecret.js',
    'app://gatehouse//etc/passwd',
    'app://gatehouse/assets/',
    'app://gatehouse/assets/%00',
    'app://other/index.html',
  ])('finds nothing at %s', (url) => {
    const answer = ask(url);
    expect(answer.status).toBe(404);
    expect(answer.body).toBeNull();
  });

  test('answers HEAD without the file and nothing else that is not GET', () => {
    expect(ask('app://gatehouse/index.html', 'HEAD').body).toBeNull();
    expect(ask('app://gatehouse/index.html', 'HEAD').status).toBe(200);
    expect(ask('app://gatehouse/index.html', 'POST').status).toBe(405);
  });

  test('knows its own pages from all others', () => {
    expect(isAppPage('app://gatehouse/index.html#/desk')).toBe(true);
    for (const address of [
      'app://other/',
      'app://gatehouse.example/',
      'https://gatehouse/',
      'file:///index.html',
      'about:blank',
      '',
    ])
      expect(isAppPage(address)).toBe(false);
  });
});
