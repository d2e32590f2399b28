/** What is left, in whole units the router takes. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  bytesLeft,
  combineLimits,
  exhaustedBy,
  isLive,
  leftOf,
  timeLeftSec,
  unreportedSec,
  type Limits,
} from '../../db/queries/allowance';
import type { HeldEntitlement } from '../../db/queries/access';
import type { Limitation } from '../../db/queries/product-rules';
import {
  allowanceOf,
  MOST_SESSION_TIMEOUT_SEC,
  PREPAID_INTERIM_SEC,
  type Allowance,
  type Sharing,
} from '../../main/aaa/allowance';
import type { Chosen } from '../../main/aaa/entitlement';
import { alone, limitation, productRules } from './rules';

const unlimited = combineLimits([]);
const unused = { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 };
const now = Date.UTC(2026, 5, 1);

function limits(some: Partial<Limits>): Limits {
  return { ...unlimited, ...some };
}

describe('limits of several limitations', () => {
  test('the strictest of each counts', () => {
    const combined = combineLimits([
      limits({ totalQuotaBytes: 500, uptimeSec: 60, rateDownBps: 1_000 }),
      limits({ totalQuotaBytes: 900, uptimeSec: 30, devices: 2 }),
    ]);
    expect(combined).toEqual(limits({ totalQuotaBytes: 500, uptimeSec: 30, rateDownBps: 1_000, devices: 2 }));
  });

  test('without any there is no limit', () => {
    expect(leftOf(combineLimits([]), null, { uploadBytes: 9e15, downloadBytes: 9e15, uptimeSec: 9e9 }, 0, now)).toEqual(
      {},
    );
  });
});

describe('what is left', () => {
  test('is rounded down to whole seconds', () => {
    expect(leftOf(unlimited, now + 1_999, unused, 0, now).untilEndSec).toBe(1);
    expect(leftOf(limits({ uptimeSec: 60 }), null, unused, 0.2, now).uptimeSec).toBe(59);
  });

  test('is never negative', () => {
    const used = { uploadBytes: 700, downloadBytes: 700, uptimeSec: 700 };
    const all = limits({ uploadQuotaBytes: 1, downloadQuotaBytes: 1, totalQuotaBytes: 1, uptimeSec: 1 });
    expect(leftOf(all, now - 5_000, used, 100, now)).toEqual({
      untilEndSec: 0,
      uptimeSec: 0,
      uploadBytes: 0,
      downloadBytes: 0,
      totalBytes: 0,
    });
  });

  test('of a total counts both directions', () => {
    const left = leftOf(
      limits({ totalQuotaBytes: 1_000 }),
      null,
      { ...unused, uploadBytes: 300, downloadBytes: 200 },
      0,
      now,
    );
    expect(left).toEqual({ totalBytes: 500 });
    expect(bytesLeft(left)).toBe(500);
  });

  test('in time is the earlier of the calendar end and the online time', () => {
    const left = leftOf(limits({ uptimeSec: 600 }), now + 120_000, unused, 0, now);
    expect(timeLeftSec(left)).toBe(120);
  });
});

describe('which limit is reached', () => {
  test.each([
    [{ untilEndSec: 0, uptimeSec: 0, totalBytes: 0 }, 'ended'],
    [{ uptimeSec: 0, totalBytes: 0 }, 'time-used-up'],
    [{ uploadBytes: 0, downloadBytes: 5 }, 'quota-used-up'],
    [{ downloadBytes: 0 }, 'quota-used-up'],
    [{ untilEndSec: 1, uptimeSec: 1, totalBytes: 1 }, undefined],
    [{}, undefined],
  ] as const)('%o: %s', (left, reason) => {
    expect(exhaustedBy(left)).toBe(reason);
  });
});

describe('a live session', () => {
  const session = { lastHeardAtMs: now, interimSec: 60 };

  test('has been heard of within 2.5 interims', () => {
    expect(isLive(session, now + 150_000)).toBe(true);
    expect(isLive(session, now + 150_001)).toBe(false);
  });

  test('is one heard of "in the future", after the clock was set back', () => {
    expect(isLive(session, now - 3_600_000)).toBe(true);
    expect(unreportedSec([session], now - 3_600_000)).toBe(0);
  });

  test('counts the time since its last report, a silent one does not', () => {
    const silent = { lastHeardAtMs: now - 600_000, interimSec: 60 };
    expect(unreportedSec([{ lastHeardAtMs: now - 30_000, interimSec: 60 }, session, silent], now)).toBe(30);
  });
});

describe('what one login may use', () => {
  const moment = { nowMs: now, timeZone: 'Europe/Rome' };
  const chosen = (left: Chosen['left'], some: Partial<Limitation> = {}): Chosen => {
    const one = limitation(some);
    const held = { product: productRules({ limitations: [one] }) } as HeldEntitlement;
    return {
      ...{ held, inForce: [one], limits: one, left, rates: undefined, startedAtMs: now, closesAtMs: null },
      endsAtMs: left.untilEndSec === undefined ? null : now + left.untilEndSec * 1_000,
    };
  };
  const allowed = (left: Chosen['left'], some: Partial<Limitation> = {}, sharing: Sharing = alone): Allowance =>
    allowanceOf(chosen(left, some), sharing, moment);

  test('never asks for more than RouterOS takes as Session-Timeout', () => {
    expect(allowed({ untilEndSec: 400 * 86_400 }).sessionTimeoutSec).toBe(MOST_SESSION_TIMEOUT_SEC);
    expect(MOST_SESSION_TIMEOUT_SEC).toBe(21_474_720);
  });

  test('is reported every minute when something can run out, else every five', () => {
    expect(allowed({ totalBytes: 5 }, { totalQuotaBytes: 9 }).interimSec).toBe(60);
    expect(allowed({ untilEndSec: 5 }).interimSec).toBe(60);
    expect(allowed({}).interimSec).toBe(300);
  });

  test('is never longer than a session may last', () => {
    expect(allowed({ untilEndSec: 86_400 }, { sessionTimeoutSec: 3_600 }).sessionTimeoutSec).toBe(3_600);
    expect(allowed({ untilEndSec: 60 }, { sessionTimeoutSec: 3_600 }).sessionTimeoutSec).toBe(60);
    const since = { ...alone, beganAtMs: now - 600_000 };
    expect(allowed({ untilEndSec: 86_400 }, { sessionTimeoutSec: 3_600 }, since).sessionTimeoutSec).toBe(3_000);
  });

  test('is an equal part of traffic and online time where several sessions share, but the whole calendar', () => {
    const left = { untilEndSec: 9_000, uptimeSec: 3_000, uploadBytes: 100, downloadBytes: 200, totalBytes: 301 };
    const limits = { uptimeSec: 9_999, uploadQuotaBytes: 999, downloadQuotaBytes: 999, totalQuotaBytes: 999 };
    expect(allowed(left, limits, { sessions: 3, next: undefined })).toMatchObject({
      sessionTimeoutSec: 1_000,
      uploadBytes: 33,
      downloadBytes: 66,
      totalBytes: 100,
      reviewAtMs: now + PREPAID_INTERIM_SEC * 1_000,
    });
    expect(allowed({ untilEndSec: 9_000 }, {}, { sessions: 3, next: undefined }).sessionTimeoutSec).toBe(9_000);
    expect(allowed({ totalBytes: 2 }, limits, { sessions: 3, next: undefined }).totalBytes).toBe(1);
  });

  test('goes on over the end where the next of the queue follows, and is looked at when it does', () => {
    const next = { kind: 'next', ...chosen({ untilEndSec: 86_400 }), loginEndsAtMs: null } as const;
    const sharing = { sessions: 1, next };
    expect(allowed({ untilEndSec: 600 }, {}, sharing)).toMatchObject({
      sessionTimeoutSec: 87_000,
      reviewAtMs: now + 600_000,
    });
    const quota = { totalQuotaBytes: 50 };
    const both = allowed({ untilEndSec: 600, totalBytes: 50 }, quota, sharing);
    expect(both).not.toHaveProperty('totalBytes');
    expect(both.reviewAtMs).toBe(now + PREPAID_INTERIM_SEC * 1_000);
    const limited = { kind: 'next', ...chosen({ totalBytes: 70 }, quota), loginEndsAtMs: null } as const;
    expect(allowed({ totalBytes: 50 }, quota, { sessions: 1, next: limited }).totalBytes).toBe(120);
  });

  test('is never 0 of anything that was not used up', () => {
    const amount = fc.integer({ min: 1, max: 2 ** 40 });
    fc.assert(
      fc.property(amount, amount, amount, amount, (endMs, uptimeSec, quota, used) => {
        const some = limitation({ uptimeSec, uploadQuotaBytes: quota, totalQuotaBytes: quota });
        const use = { uploadBytes: used, downloadBytes: 0, uptimeSec: used };
        const left = leftOf(some, now + endMs, use, 0, now);
        if (exhaustedBy(left) !== undefined) return;
        const { reviewAtMs: _time, ...allowance } = allowed(left, some, { sessions: 5, next: undefined });
        for (const value of Object.values(allowance)) expect(value).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
