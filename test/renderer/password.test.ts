import { describe, expect, it } from 'vitest';
import { passwordStrength } from '../../renderer/parts/password';

describe('the strength of a password', () => {
  it.each([
    ['', 'too-short'],
    ['Ab1!xyz', 'too-short'],
    ['12345678', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['reception', 'weak'],
    ['Reception7', 'fair'],
    ['correct horse battery', 'strong'],
    ['ключ от дома у реки', 'strong'],
  ] as const)('of "%s" is %s', (password, strength) => {
    expect(passwordStrength(password)).toBe(strength);
  });

  it('counts an emoji as one character', () => {
    expect(passwordStrength('👩‍👩‍👧‍👦👩‍👩‍👧‍👦')).toBe('too-short');
  });
});
