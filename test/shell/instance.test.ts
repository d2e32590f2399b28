import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browserFolder, claimFolder } from '../../main/shell/instance';

describe('one application per data folder', () => {
  let parent: string;
  beforeEach(() => (parent = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-instance-')))));
  afterEach(() => rmSync(parent, { recursive: true }));

  test('puts the lock of Electron into the folder of the venue, before it asks for it', () => {
    const done: string[] = [];
    const app = {
      setPath: (name: string, path: string) => void done.push(`${name} ${path}`),
      requestSingleInstanceLock: () => done.push('lock') > 2,
    };
    const folder = join(parent, 'venue');
    expect(claimFolder(app, folder)).toBe('taken');
    expect(done).toEqual([`userData ${join(folder, 'window')}`, 'lock']);
    expect(claimFolder(app, folder)).toBe('ours');
  });

  test('makes the folder for its owner only', () => {
    const folder = join(parent, 'deep', 'venue');
    expect(statSync(browserFolder(folder)).mode & 0o777).toBe(0o700);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('knows one folder by two names as one', () => {
    mkdirSync(join(parent, 'venue'));
    symlinkSync(join(parent, 'venue'), join(parent, 'link'));
    expect(browserFolder(join(parent, 'link'))).toBe(browserFolder(join(parent, 'venue')));
    expect(browserFolder(join(parent, 'other'))).not.toBe(browserFolder(join(parent, 'venue')));
  });

  test('finds another place where the folder cannot be made, so that a window can say so', () => {
    const file = join(parent, 'a file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const folder = browserFolder(join(file, 'venue'));
    expect(statSync(folder).isDirectory()).toBe(true);
    expect(folder.startsWith(parent)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});
