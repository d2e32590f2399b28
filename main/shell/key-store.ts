/** The data key, wrapped by the operating system's keyring where there is one, else in the key file of service mode. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { KEY_FILE, SEALED_KEY_FILE, fileKeyStore } from '../key-file';
import type { Log } from '../log';
import type { KeyStore } from '../venue';

/** AES-256. */
const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/** The keyring as this file needs it; synchronous, because the venue opens in one go. */
export interface Keyring {
  isAvailable(): boolean;
  /** @throws what the keyring throws */
  seal(text: string): Uint8Array;
  /** @throws when this user on this computer did not seal it */
  unseal(sealed: Uint8Array): string;
}

/* The asynchronous calls that replace these are not in every Electron this runs on, and a key store answers at once. */
/* eslint-disable @typescript-eslint/no-deprecated */
/** Electron's safeStorage as a keyring (DPAPI, Keychain, libsecret or KWallet). Usable once the application is ready. */
export function keyringOf(safeStorage: SafeStorage): Keyring {
  return {
    isAvailable: () => safeStorage.isEncryptionAvailable() && !isOnlyObscured(safeStorage),
    seal: (text) => new Uint8Array(safeStorage.encryptString(text)),
    unseal: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}
/* eslint-enable @typescript-eslint/no-deprecated */

/** Without a keyring, Chromium on Linux "encrypts" with a password known to all: a 0600 file is the honest choice. */
function isOnlyObscured(safeStorage: SafeStorage): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
}

/**
 * The key store of the desktop application: `data.key.sealed` in the data folder, or the key file of service mode where
 * no keyring is available. A key that service mode has written beside the sealed one is used when the sealed one cannot
 * be read here (another computer, another user, a keyring that was reset).
 * @throws from `save`, the file system's error when the folder cannot be written
 */
export function desktopKeyStore(folder: string, keyring: Keyring, log: Log): KeyStore {
  const plain = fileKeyStore(folder, log);
  const sealedFile = join(folder, SEALED_KEY_FILE);
  return {
    load: () => unsealKey(sealedFile, keyring, log) ?? plain.load(),
    save(key) {
      if (!keyring.isAvailable()) {
        plain.save(key);
        return;
      }
      writeDurably(sealedFile, keyring.seal(Buffer.from(key).toString('hex')));
      // A key in clear beside the sealed one would make the seal worthless.
      rmSync(join(folder, KEY_FILE), { force: true });
    },
  };
}

function unsealKey(file: string, keyring: Keyring, log: Log): Uint8Array | undefined {
  if (!existsSync(file) || !keyring.isAvailable()) return undefined;
  try {
    const key = Buffer.from(keyring.unseal(readFileSync(file)), 'hex');
    if (key.length === KEY_BYTES) return new Uint8Array(key);
    log.error('The sealed key file does not hold a key.');
  } catch (cause) {
    log.error('The sealed key cannot be opened by this user on this computer.', cause);
  }
  return undefined;
}

/** Written beside and renamed, so that a power cut leaves the old key or the new one, never half of one. */
function writeDurably(file: string, content: Uint8Array): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', OWNER_ONLY);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
