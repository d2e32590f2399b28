/** The data key in a file that only its owner may read: the key store of service mode, and of a desktop without a keyring. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from './log';
import type { KeyStore } from './venue';

/** The file of this store, in the data folder: 64 hexadecimal digits and a line end. */
export const KEY_FILE = 'data.key';
/** Written by the desktop application: the same key, wrapped by the operating system. */
export const SEALED_KEY_FILE = 'data.key.sealed';

/** AES-256. */
const KEY_BYTES = 32;
/** Group and others: any of these bits means that somebody else may use the file. */
const OTHERS = 0o077;
const OWNER_ONLY = 0o600;

/**
 * A key store on `<folder>/data.key`, created 0600 and kept so.
 * `load` answers 'locked' for a key this process cannot read: one that only the desktop application can unwrap, one of
 * another user, or a damaged file. The recovery key opens all three.
 * @throws the file system's error from `save`, when the folder cannot be written
 */
export function fileKeyStore(folder: string, log: Log): KeyStore {
  const file = join(folder, KEY_FILE);
  return {
    load() {
      if (!existsSync(file)) return existsSync(join(folder, SEALED_KEY_FILE)) ? 'locked' : 'missing';
      closeToOthers(file, log);
      return readKey(file, log);
    },
    save: (key) => writeKey(file, key),
  };
}

function readKey(file: string, log: Log): Uint8Array | 'locked' {
  try {
    const key = parseKey(readFileSync(file, 'latin1'));
    if (key !== undefined) return key;
    log.error('The key file does not hold a key.');
  } catch (cause) {
    log.error('The key file cannot be read.', cause);
  }
  return 'locked';
}

function parseKey(text: string): Uint8Array | undefined {
  const digits = text.trim();
  return /^[0-9a-f]+$/.test(digits) && digits.length === KEY_BYTES * 2
    ? Uint8Array.from(Buffer.from(digits, 'hex'))
    : undefined;
}

/** A copied or restored data folder often loses its rights; Windows has none of this kind. */
function closeToOthers(file: string, log: Log): void {
  if (process.platform === 'win32' || (statSync(file).mode & OTHERS) === 0) return;
  try {
    chmodSync(file, OWNER_ONLY);
    log.warn('Other users of this computer could read the key file; it is now for its owner only.');
  } catch (cause) {
    log.warn('Other users of this computer can read the key file, and its rights cannot be changed.', cause);
  }
}

/** Written beside and renamed, so that a power cut leaves the old key or the new one, never half of one. */
function writeKey(file: string, key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new RangeError(`A data key has ${KEY_BYTES} bytes.`);
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', OWNER_ONLY);
  try {
    // The mode above counts only for a file that did not exist.
    if (process.platform !== 'win32') chmodSync(fresh, OWNER_ONLY);
    writeSync(handle, `${Buffer.from(key).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
