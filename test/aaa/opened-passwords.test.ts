/** A password that was unsealed once is not unsealed again, and never outlives a change of it. */
import { expect, test } from 'vitest';
import { newDataKey, seal, SealBrokenError } from '../../db/seal';
import { openPassword } from '../../main/aaa/opened-passwords';

const dataKey = newDataKey();
const sealed = (password: string): Uint8Array => seal(dataKey, 'guest-password', password);

test('a password is the same however often it is asked for', () => {
  const secret = sealed('K7Q2');
  expect([1, 2, 3].map(() => openPassword(dataKey, 1, secret))).toEqual(['K7Q2', 'K7Q2', 'K7Q2']);
});

test('a changed password holds at once', () => {
  expect(openPassword(dataKey, 1, sealed('before'))).toBe('before');
  expect(openPassword(dataKey, 1, sealed('after'))).toBe('after');
});

test('guests do not get each other’s', () => {
  const [a, b] = [sealed('of a'), sealed('of b')];
  expect(openPassword(dataKey, 1, a)).toBe('of a');
  expect(openPassword(dataKey, 2, b)).toBe('of b');
  expect(openPassword(dataKey, 1, a)).toBe('of a');
});

test('a damaged row is refused, also after it could be opened', () => {
  const secret = sealed('K7Q2');
  openPassword(dataKey, 1, secret);
  const damaged = Uint8Array.from(secret);
  damaged[damaged.length - 1]! ^= 1;
  expect(() => openPassword(dataKey, 1, damaged)).toThrow(SealBrokenError);
  expect(openPassword(dataKey, 1, secret)).toBe('K7Q2');
});

test('what another key sealed is not opened from memory', () => {
  const secret = sealed('K7Q2');
  openPassword(dataKey, 1, secret);
  expect(() => openPassword(newDataKey(), 1, secret)).toThrow(SealBrokenError);
});

test('many guests are served rightly although only some are remembered', () => {
  const secrets = Array.from({ length: 40_000 }, (_, guest) => sealed(`password of ${guest}`));
  for (let round = 0; round < 2; round++) {
    expect(secrets.every((secret, guest) => openPassword(dataKey, guest, secret) === `password of ${guest}`)).toBe(
      true,
    );
  }
});
