/** Grants as RouterOS reads them. */
import { describe, expect, test } from 'vitest';
import type { Allowance } from '../../main/aaa/allowance';
import { acceptAttributes, rejectAttributes, type Grant } from '../../main/aaa/reply';
import { parsePacket } from '../../main/radius/packet';
import { frame } from '../fakes/nas';
import { describeAttributes } from '../../main/radius/attributes';

const GIB_4 = 2 ** 32;
const every: Allowance = { interimSec: 60, reviewAtMs: null };
const classValue = Buffer.from('c1a55e', 'hex');

function linesOf(some: Partial<Grant>): readonly string[] {
  const grant: Grant = {
    guestId: 1,
    entitlementId: 2,
    productName: '1 day',
    allowance: every,
    idleTimeoutSec: null,
    simultaneousSessions: null,
    rates: undefined,
    ...some,
  };
  return describeAttributes({ attributes: acceptAttributes(grant, classValue) });
}

describe('an Access-Accept', () => {
  test('without limits carries only the interim and the class', () => {
    expect(linesOf({})).toEqual(['Acct-Interim-Interval = 60', 'Class = 0xc1a55e']);
  });

  test('carries every limit of the grant', () => {
    const lines = linesOf({
      allowance: { ...every, sessionTimeoutSec: 3_600, uploadBytes: 100, downloadBytes: 200, totalBytes: 250 },
      idleTimeoutSec: 600,
      simultaneousSessions: 2,
      rates: { rate: { up: 2_000_000, down: 10_000_000 } },
    });
    expect(lines).toEqual([
      'Session-Timeout = 3600',
      'Idle-Timeout = 600',
      'Acct-Interim-Interval = 60',
      'Port-Limit = 2',
      'Class = 0xc1a55e',
      'Mikrotik-Rate-Limit = "2M/10M"',
      'Mikrotik-Recv-Limit = 100',
      'Mikrotik-Xmit-Limit = 200',
      'Mikrotik-Total-Limit = 250',
    ]);
  });

  test.each([
    [5_000_000_000, ['Mikrotik-Total-Limit = 705032704', 'Mikrotik-Total-Limit-Gigawords = 1']],
    [GIB_4 - 1, ['Mikrotik-Total-Limit = 4294967295']],
    [GIB_4 + 1, ['Mikrotik-Total-Limit = 1', 'Mikrotik-Total-Limit-Gigawords = 1']],
    [Number.MAX_SAFE_INTEGER, ['Mikrotik-Total-Limit = 4294967295', 'Mikrotik-Total-Limit-Gigawords = 2097151']],
  ])('gives %i bytes as low word and gigawords', (totalBytes, expected) => {
    const lines = linesOf({ allowance: { ...every, totalBytes } });
    expect(lines.filter((line) => line.includes('Total-Limit'))).toEqual(expected);
  });

  test.each([GIB_4, 2 * GIB_4, 100 * GIB_4])(
    'never has a low word of 0, which would be "no limit" (%i bytes)',
    (bytes) => {
      const allowance = { ...every, uploadBytes: bytes, downloadBytes: bytes, totalBytes: bytes };
      for (const line of linesOf({ allowance })) expect(line).not.toMatch(/Limit(-Gigawords)? = 0$/);
      expect(linesOf({ allowance })).toContain('Mikrotik-Recv-Limit = 4294967295');
    },
  );

  test('limits the upload by what the router receives and the download by what it transmits', () => {
    const lines = linesOf({
      allowance: { ...every, uploadBytes: 6 * GIB_4 + 11, downloadBytes: 7 * GIB_4 + 22 },
    });
    expect(lines.slice(2)).toEqual([
      'Mikrotik-Recv-Limit = 11',
      'Mikrotik-Recv-Limit-Gigawords = 6',
      'Mikrotik-Xmit-Limit = 22',
      'Mikrotik-Xmit-Limit-Gigawords = 7',
    ]);
  });
});

test('An Access-Reject carries its sentence and nothing else', () => {
  const request = parsePacket(frame(1, 1, Buffer.alloc(16), []));
  expect(describeAttributes({ attributes: rejectAttributes('No.', request) })).toEqual(['Reply-Message = "No."']);
});
