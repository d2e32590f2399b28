/** MAC addresses as routers write them. */
import { describe, expect, test } from 'vitest';
import { deviceKey, readMac } from '../../main/aaa/mac';

describe('a MAC address', () => {
  test.each([
    '02:00:00:AA:0B:0C',
    '02-00-00-aa-0b-0c',
    '020000AA0B0C',
    '020000-aa0b0c',
    '0200:00AA:0B0C',
    '020000:AA0B0C',
    '0200.00aa.0b0c',
    '02 00 00 AA 0B 0C',
    '1:02:00:00:aa:0b:0c',
    '1:2:0:0:aa:b:c',
    '1:02-00-00-AA-0B-0C',
  ])('written %s is the same device', (text) => {
    expect(readMac(text)).toBe('02:00:00:AA:0B:0C');
  });

  test.each([
    '',
    '02:00:00:AA:0B',
    '02:00:00:AA:0B:0C:0D',
    '0G:00:00:AA:0B:0C',
    '10.5.88.2',
    'guest-101',
    '12345678901',
    '2:0:0:aa:b:c',
    '6:2:0:0:aa:b:c',
  ])('is not %j', (text) => {
    expect(readMac(text)).toBeUndefined();
  });
});

describe('a device', () => {
  test('that is no MAC is told apart by what the router sends', () => {
    expect(deviceKey('203.0.113.7')).toBe('203.0.113.7');
    expect(deviceKey('x'.repeat(253))).toHaveLength(64);
  });

  test('the router does not name is nothing', () => {
    expect(deviceKey(undefined)).toBe('');
  });
});
