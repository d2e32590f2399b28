/** What guests and operators read. */
import { describe, expect, test } from 'vitest';
import { guestMessage, guestMessageKeys } from '../../main/aaa/messages';
import {
  dropDetails,
  isWrongSecretSign,
  rejectDetail,
  rejectReasons,
  silentReasons,
  storedReasons,
  type RejectReason,
} from '../../main/aaa/reasons';
import { terminateCauseName } from '../../main/aaa/terminate-causes';
import { dropReasons } from '../../main/radius/server';
import { languages } from '../../preload/contract/base';

const kebab = /^[a-z]+(-[a-z]+)*$/;

describe('what a refused guest reads', () => {
  test.each(languages)('is short and said for every reason in %s', (language) => {
    const texts = guestMessageKeys.map((key) => guestMessage(key, [language]));
    expect(new Set(texts).size).toBe(guestMessageKeys.length);
    // RFC 2865 §5.18: one attribute; a login page shows one or two lines.
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200);
  });

  test('is not English in another language', () => {
    for (const language of languages.filter((one) => one !== 'en')) {
      for (const key of guestMessageKeys) expect(guestMessage(key, [language])).not.toBe(guestMessage(key, ['en']));
    }
  });

  test('is in the first language we speak', () => {
    expect(guestMessage('ended', ['de-AT', 'it'])).toBe(guestMessage('ended', ['de']));
    expect(guestMessage('ended', [null, 'xx', 'it'])).toBe(guestMessage('ended', ['it']));
    expect(guestMessage('ended', ['xx', undefined])).toBe(guestMessage('ended', ['en']));
  });

  test('does not tell an unknown name from a wrong password', () => {
    const same: readonly RejectReason[] = ['unknown-guest', 'wrong-password', 'garbled-password', 'no-credentials'];
    expect(new Set(same.map((reason) => rejectReasons[reason].guest)).size).toBe(1);
    expect(new Set(same.map((reason) => rejectReasons[reason].detail)).size).toBe(same.length);
  });
});

describe('what the operator reads', () => {
  test('is said for every packet that gets no answer', () => {
    for (const reason of dropReasons) expect(dropDetails[reason]).toMatch(/\w.*[.)]$/s);
  });

  test('has a word of its own for every outcome', () => {
    const words = [rejectReasons, storedReasons, silentReasons, dropDetails].flatMap((table) => Object.keys(table));
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(word).toMatch(kebab);
  });

  test('has its numbers filled in', () => {
    expect(rejectDetail('too-many-sessions', { online: 2, limit: 2 })).toBe(
      '2 other devices are online with this login; the product allows 2 at a time.',
    );
  });

  test('says "wrong secret" for what shows one, and for nothing else', () => {
    const signs = [...dropReasons, ...Object.keys(rejectReasons)].filter(isWrongSecretSign);
    expect(signs.sort()).toEqual(['bad-authenticator', 'bad-message-authenticator', 'garbled-password']);
  });
});

describe('why a session ended (RFC 2866 §5.10, IANA)', () => {
  test('has 23 names', () => {
    const names = Array.from({ length: 23 }, (_, index) => terminateCauseName(index + 1));
    expect(new Set(names).size).toBe(23);
    expect(names.every((name) => !name.startsWith('Cause-'))).toBe(true);
    expect([names[0], names[9], names[17], names[22]]).toEqual([
      'User-Request',
      'NAS-Request',
      'Host-Request',
      'Lost-Power',
    ]);
  });

  test('keeps a number without a name', () => {
    expect(terminateCauseName(0)).toBe('Cause-0');
    expect(terminateCauseName(24)).toBe('Cause-24');
  });
});
