import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileKeyStore, KEY_FILE, SEALED_KEY_FILE } from '../main/key-file';
import type { Log } from '../main/log';

let folder: string;
let warnings: string[];
const log: Log = {
  info: () => undefined,
  warn: (message) => warnings.push(message),
  error: (message) => warnings.push(message),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-key-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (file: string): number => statSync(join(folder, file)).mode & 0o777;

describe('the key file', () => {
  it('gives back the key that was saved, and leaves nothing else in the folder', () => {
    const key = new Uint8Array(randomBytes(32));
    fileKeyStore(folder, log).save(key);
    expect(fileKeyStore(folder, log).load()).toEqual(key);
    expect(readdirSync(folder)).toEqual([KEY_FILE]);
  });

  it.skipIf(process.platform === 'win32')('may be read by its owner only, whatever the umask', () => {
    const umask = process.umask(0);
    try {
      writeFileSync(join(folder, `${KEY_FILE}.new`), 'left by a power cut');
      fileKeyStore(folder, log).save(randomBytes(32));
    } finally {
      process.umask(umask);
    }
    expect(modeOf(KEY_FILE)).toBe(0o600);
  });

  it.skipIf(process.platform === 'win32')(
    'is closed to others again after it was copied carelessly, and says so',
    () => {
      const store = fileKeyStore(folder, log);
      store.save(randomBytes(32));
      chmodSync(join(folder, KEY_FILE), 0o644);
      expect(store.load()).toHaveLength(32);
      expect(modeOf(KEY_FILE)).toBe(0o600);
      expect(warnings).toEqual([expect.stringContaining('now for its owner only')]);
    },
  );

  it('is missing in a new folder', () => {
    expect(fileKeyStore(folder, log).load()).toBe('missing');
  });

  it('is locked where only the desktop application can open the key', () => {
    writeFileSync(join(folder, SEALED_KEY_FILE), 'sealed');
    expect(fileKeyStore(folder, log).load()).toBe('locked');
  });

  it.each(['', 'abc', 'z'.repeat(64), 'a'.repeat(62)])(
    'is locked when damaged (%j), and the log does not repeat it',
    (content) => {
      writeFileSync(join(folder, KEY_FILE), content, { mode: 0o600 });
      expect(fileKeyStore(folder, log).load()).toBe('locked');
      expect(warnings).toEqual(['The key file does not hold a key.']);
    },
  );

  it('refuses to save what is no key', () => {
    expect(() => fileKeyStore(folder, log).save(new Uint8Array(16))).toThrow(RangeError);
    expect(readdirSync(folder)).toEqual([]);
  });
});
