import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileKeyStore } from '../../main/key-file';
import type { Log } from '../../main/log';
import { desktopKeyStore, type Keyring } from '../../main/shell/key-store';

const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7);

/** The keyring of one person on one computer: it seals with a mark and opens only what carries that mark. */
function keyringOf(owner: string, available = true): Keyring {
  return {
    isAvailable: () => available,
    seal: (text) => Buffer.from(`${owner}:${Buffer.from(text).toString('base64')}`),
    unseal(sealed) {
      const [mark, text] = Buffer.from(sealed).toString().split(':');
      if (mark !== owner || text === undefined) throw new Error('not sealed by this person');
      return Buffer.from(text, 'base64').toString();
    },
  };
}

describe('the data key of the desktop application', () => {
  let folder: string;
  let said: string[];
  let log: Log;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-key-'));
    said = [];
    log = { info: () => undefined, warn: (message) => said.push(message), error: (message) => said.push(message) };
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const sealed = (): string => join(folder, 'data.key.sealed');
  const plain = (): string => join(folder, 'data.key');

  test('is missing before the venue is set up', () => {
    expect(desktopKeyStore(folder, keyringOf('ada'), log).load()).toBe('missing');
  });

  test('is kept sealed, never in clear, and readable by its owner only', () => {
    desktopKeyStore(folder, keyringOf('ada'), log).save(key);
    expect(existsSync(plain())).toBe(false);
    expect(readFileSync(sealed(), 'latin1')).not.toContain(Buffer.from(key).toString('hex'));
    expect(statSync(sealed()).mode & 0o777).toBe(0o600);
    expect(desktopKeyStore(folder, keyringOf('ada'), log).load()).toEqual(key);
  });

  test('is locked for another person, and on a computer whose keyring is gone', () => {
    desktopKeyStore(folder, keyringOf('ada'), log).save(key);
    expect(desktopKeyStore(folder, keyringOf('bob'), log).load()).toBe('locked');
    expect(said).toEqual(['The sealed key cannot be opened by this user on this computer.']);
    expect(desktopKeyStore(folder, keyringOf('ada', false), log).load()).toBe('locked');
  });

  test('is locked, not taken for a key, when the file was damaged', () => {
    writeFileSync(sealed(), keyringOf('ada').seal('0011'));
    expect(desktopKeyStore(folder, keyringOf('ada'), log).load()).toBe('locked');
  });

  test('is in the key file of service mode where there is no keyring', () => {
    desktopKeyStore(folder, keyringOf('ada', false), log).save(key);
    expect(existsSync(sealed())).toBe(false);
    expect(statSync(plain()).mode & 0o777).toBe(0o600);
    expect(fileKeyStore(folder, log).load()).toEqual(key);
    expect(desktopKeyStore(folder, keyringOf('ada', false), log).load()).toEqual(key);
  });

  test('of service mode is not left in clear once the keyring holds it', () => {
    fileKeyStore(folder, log).save(key);
    desktopKeyStore(folder, keyringOf('ada'), log).save(key);
    expect(existsSync(plain())).toBe(false);
    expect(desktopKeyStore(folder, keyringOf('ada'), log).load()).toEqual(key);
  });

  test('of service mode opens the venue when the sealed one cannot be read here', () => {
    desktopKeyStore(folder, keyringOf('ada'), log).save(key);
    fileKeyStore(folder, log).save(key);
    expect(desktopKeyStore(folder, keyringOf('bob'), log).load()).toEqual(key);
  });
});
