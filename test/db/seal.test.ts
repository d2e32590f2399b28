import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  newDataKey,
  newRecoveryKey,
  seal,
  SealBrokenError,
  sealDataKey,
  unseal,
  unsealBytes,
  unsealDataKey,
} from '../../db/seal';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);

describe('a sealed secret', () => {
  test('opens again as it was, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(unseal(key, 'guest-password', seal(key, 'guest-password', text))).toBe(text);
      }),
    );
  });

  test('opens again as it was, whatever the bytes', () => {
    const bytes = Uint8Array.of(0, 255, 128, 0);
    expect([...unsealBytes(key, 'router-secret', seal(key, 'router-secret', bytes))]).toEqual([...bytes]);
  });

  test('written years ago still opens (bytes made by WebCrypto)', () => {
    const sealed = Buffer.from(
      '01000102030405060708090a0b' + '246da469a086b63be52ee5f8d4' + '007ac778f8b6f282a1fc2b1291cc8f13',
      'hex',
    );
    expect(unseal(key, 'guest-password', sealed)).toBe('correct horse');
  });

  test('is AES-256-GCM as another implementation understands it', async () => {
    const sealed = seal(key, 'guest-password', 'blue whale');
    const subtleKey = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    const opened = await crypto.subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: Uint8Array.from(sealed.subarray(1, 13)),
        additionalData: new TextEncoder().encode('gatehouse/1/guest-password'),
      },
      subtleKey,
      Uint8Array.from(sealed.subarray(13)),
    );
    expect(new TextDecoder().decode(opened)).toBe('blue whale');
  });

  test('looks different every time and never shows the text', () => {
    const [one, other] = [seal(key, 'guest-password', 'k7m2qp'), seal(key, 'guest-password', 'k7m2qp')];
    expect(Buffer.from(one).equals(other)).toBe(false);
    expect(Buffer.from(one).includes('k7m2qp')).toBe(false);
  });

  test('does not open with any bit changed', () => {
    const sealed = seal(key, 'guest-password', 'k7m2qp');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(key, 'guest-password', changed), `bit ${bit}`).toThrow(SealBrokenError);
    }
  });

  test('does not open when cut short, whatever the length', () => {
    const sealed = seal(key, 'guest-password', 'k7m2qp');
    for (let length = 0; length < sealed.length; length++)
      expect(() => unseal(key, 'guest-password', sealed.subarray(0, length)), `${length} bytes`).toThrow(
        SealBrokenError,
      );
  });

  test('does not open for another purpose: a router secret is not a password', () => {
    const sealed = seal(key, 'router-secret', 'k7m2qp');
    expect(() => unseal(key, 'guest-password', sealed)).toThrow(SealBrokenError);
  });

  test('does not open with another data key', () => {
    const sealed = seal(newDataKey(), 'guest-password', 'k7m2qp');
    expect(() => unseal(newDataKey(), 'guest-password', sealed)).toThrow(SealBrokenError);
  });
});

describe('the recovery key', () => {
  test('is seven groups of five symbols without look-alikes, at least 160 bits, and never the same', () => {
    const keys = Array.from({ length: 200 }, newRecoveryKey);
    for (const recoveryKey of keys) expect(recoveryKey).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(new Set(keys).size).toBe(keys.length);
    expect(35 * Math.log2(32)).toBeGreaterThanOrEqual(160);
    // All 32 symbols occur in 7,000 of them (each misses with a chance below 1e-90).
    expect(new Set(keys.join('').replaceAll('-', '')).size).toBe(32);
  });

  test('opens the data key again', () => {
    const [dataKey, recoveryKey] = [newDataKey(), newRecoveryKey()];
    expect([...unsealDataKey(sealDataKey(dataKey, recoveryKey), recoveryKey)!]).toEqual([...dataKey]);
  });

  test('is read however a person types it', () => {
    const recoveryKey = '01AB0-C1DEF-GH0JK-MNPQR-STVWX-YZ234-56789';
    const sealed = sealDataKey(key, recoveryKey);
    const typed = [
      recoveryKey.toLowerCase(),
      recoveryKey.replaceAll('-', ''),
      recoveryKey.replaceAll('-', ' '),
      `  ${recoveryKey.replaceAll('-', ' – ')}\n`,
      recoveryKey.replaceAll('0', 'O').replaceAll('1', 'I'),
      recoveryKey.replaceAll('0', 'o').replaceAll('1', 'l'),
      recoveryKey.replaceAll('0', 'O').replaceAll('1', 'L'),
    ];
    for (const text of typed) expect(unsealDataKey(sealed, text), text).toBeDefined();
  });

  test('that is wrong in one symbol, too short, or nonsense opens nothing', () => {
    const recoveryKey = newRecoveryKey();
    const sealed = sealDataKey(key, recoveryKey);
    const wrongLast = recoveryKey.slice(0, -1) + (recoveryKey.endsWith('7') ? '8' : '7');
    for (const text of [wrongLast, recoveryKey.slice(0, -1), `${recoveryKey}2`, '', 'our hotel', newRecoveryKey()])
      expect(unsealDataKey(sealed, text), text).toBeUndefined();
  });

  test('does not open a sealed data key that was altered', () => {
    const recoveryKey = newRecoveryKey();
    const sealed = Uint8Array.from(sealDataKey(key, recoveryKey));
    sealed[20]! ^= 1;
    expect(unsealDataKey(sealed, recoveryKey)).toBeUndefined();
  });

  test('that nobody could type is not accepted for sealing', () => {
    expect(() => sealDataKey(key, 'our hotel')).toThrow();
  });
});
