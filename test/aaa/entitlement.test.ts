/** Which entitlement answers a login, and when it begins and ends. */
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { HeldEntitlement } from '../../db/queries/access';
import type { ProductRules } from '../../db/queries/product-rules';
import { chooseEntitlement, type Choice, type Circumstances, type OpenUse } from '../../main/aaa/entitlement';
import { limitation, productRules } from './rules';

const sold = Date.UTC(2026, 5, 1, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Some = Partial<Omit<HeldEntitlement, 'product'>> & { readonly product?: Partial<ProductRules> };

const oneDay = productRules({ name: '1 day', validForSec: 86_400 });

function held({ product, ...some }: Some = {}): HeldEntitlement {
  return {
    id: 1,
    product: { ...oneDay, ...product },
    createdAtMs: sold,
    saleStartsAtMs: null,
    saleEndsAtMs: null,
    startedAtMs: null,
    loginEndsAtMs: null,
    use: { uploadBytes: 0, downloadBytes: 0, uptimeSec: 0 },
    ...some,
  };
}

/** As the first login has left it. */
const startedAt = (atMs: number, some: Some = {}): HeldEntitlement =>
  held({ startedAtMs: atMs, loginEndsAtMs: atMs + DAY, ...some });

/** Somewhere in Europe, with nobody online. */
const at = (nowMs: number, open: readonly OpenUse[] = []): Circumstances => ({
  ...{ nowMs, timeZone: 'Europe/Rome', open },
  usedOf: () => [],
});

function choose(nowMs: number, ...all: readonly HeldEntitlement[]): Choice {
  return chooseEntitlement(all, at(nowMs));
}

describe('a product that begins at first login', () => {
  test('begins then, and its end is fixed there', () => {
    expect(choose(sold + 5 * DAY, held())).toMatchObject({
      kind: 'next',
      startedAtMs: sold + 5 * DAY,
      loginEndsAtMs: sold + 6 * DAY,
      endsAtMs: sold + 6 * DAY,
      left: { untilEndSec: 86_400 },
    });
  });

  test('does not begin again at a later login', () => {
    const choice = choose(sold + 23 * HOUR, startedAt(sold));
    expect(choice).toMatchObject({ kind: 'active', endsAtMs: sold + DAY, left: { untilEndSec: 3_600 } });
  });

  test('ends at its end and not a second later', () => {
    expect(choose(sold + DAY - 1_000, startedAt(sold))).toMatchObject({ kind: 'active', left: { untilEndSec: 1 } });
    expect(choose(sold + DAY - 999, startedAt(sold))).toEqual({ kind: 'none', reason: 'ended' });
    expect(choose(sold + DAY, startedAt(sold))).toEqual({ kind: 'none', reason: 'ended' });
  });

  test('ends at the end fixed at the sale if that comes first', () => {
    const checkOut = sold + 2 * HOUR;
    expect(choose(sold + HOUR, held({ saleEndsAtMs: checkOut }))).toMatchObject({
      kind: 'next',
      endsAtMs: checkOut,
      left: { untilEndSec: 3_600 },
    });
    expect(choose(checkOut, held({ saleEndsAtMs: checkOut }))).toEqual({ kind: 'none', reason: 'ended' });
  });

  test('ends at the end that was set by hand, also where its own would come first', () => {
    const later = { saleEndsAtMs: sold + 3 * DAY, endOverridden: true };
    expect(choose(sold, held(later))).toMatchObject({ kind: 'next', endsAtMs: sold + 3 * DAY });
    expect(choose(sold + 2 * DAY, startedAt(sold, later))).toMatchObject({ kind: 'active', endsAtMs: sold + 3 * DAY });
    expect(choose(sold + 3 * DAY, startedAt(sold, later))).toEqual({ kind: 'none', reason: 'ended' });
    const forEver = startedAt(sold, { endOverridden: true });
    expect(choose(sold + 900 * DAY, forEver)).toMatchObject({ kind: 'active', endsAtMs: null });
  });

  test('without a validity has no end', () => {
    expect(choose(sold + 900 * DAY, held({ product: { validForSec: null } }))).toMatchObject({
      kind: 'next',
      endsAtMs: null,
      left: {},
    });
  });
});

describe('a product that begins at the sale', () => {
  const now = held({ saleStartsAtMs: sold, saleEndsAtMs: sold + DAY, product: { starts: 'now' } });

  test('runs whether anybody logs in or not', () => {
    expect(choose(sold + 20 * HOUR, now)).toMatchObject({ kind: 'active', left: { untilEndSec: 4 * 3_600 } });
    expect(choose(sold + 25 * HOUR, now)).toEqual({ kind: 'none', reason: 'ended' });
  });

  test('has begun although the clock was set back since', () => {
    expect(choose(sold - HOUR, now)).toMatchObject({ kind: 'active' });
  });

  test('sold for a later time does not begin before', () => {
    const tomorrow = held({ saleStartsAtMs: sold + DAY, saleEndsAtMs: sold + 2 * DAY, product: { starts: 'now' } });
    expect(choose(sold, tomorrow)).toEqual({ kind: 'none', reason: 'not-begun' });
    expect(choose(sold + DAY, tomorrow)).toMatchObject({ kind: 'active' });
  });
});

describe('of several', () => {
  test('the running one is used up before the next begins', () => {
    expect(choose(sold + HOUR, held({ id: 1 }), startedAt(sold, { id: 2 }))).toMatchObject({
      kind: 'active',
      held: { id: 2 },
    });
  });

  test('the one sold first begins first', () => {
    expect(choose(sold, held({ id: 3 }), held({ id: 5 }))).toMatchObject({ kind: 'next', held: { id: 3 } });
  });

  test('the next begins when the former has ended', () => {
    expect(choose(sold + 2 * DAY, startedAt(sold, { id: 1 }), held({ id: 2 }))).toMatchObject({
      kind: 'next',
      held: { id: 2 },
      startedAtMs: sold + 2 * DAY,
    });
  });

  test('the reason of the newest is told when none is left', () => {
    const quota = [limitation({ totalQuotaBytes: 10 })];
    const usedUp = startedAt(sold, {
      id: 2,
      product: { limitations: quota },
      use: { uploadBytes: 9, downloadBytes: 1, uptimeSec: 0 },
    });
    expect(choose(sold + HOUR, startedAt(sold - 9 * DAY, { id: 1 }), usedUp)).toEqual({
      kind: 'none',
      reason: 'quota-used-up',
    });
    expect(choose(sold)).toEqual({ kind: 'none', reason: 'no-entitlement' });
  });
});

describe('online time', () => {
  const hour = [limitation({ uptimeSec: 3_600 })];

  test('that another device is using up just now is not given twice', () => {
    const one = startedAt(sold, {
      product: { limitations: hour },
      use: { uploadBytes: 0, downloadBytes: 0, uptimeSec: 600 },
    });
    const other = { entitlementId: 1, lastHeardAtMs: sold + 20_000, interimSec: 60 };
    const choice = chooseEntitlement([one], at(sold + 50_000, [other]));
    expect(choice).toMatchObject({ left: { uptimeSec: 3_600 - 600 - 30 } });
  });

  test('of sessions of another entitlement is not taken off', () => {
    const one = startedAt(sold, { product: { limitations: hour } });
    const other = { entitlementId: 99, lastHeardAtMs: sold, interimSec: 60 };
    expect(chooseEntitlement([one], at(sold + 50_000, [other]))).toMatchObject({ left: { uptimeSec: 3_600 } });
  });
});

describe('calendar', () => {
  const rome = (text: string): number => DateTime.fromISO(text, { zone: 'Europe/Rome' }).toMillis();

  test('24 hours stay 24 hours over the night the clocks go forward', () => {
    const login = rome('2026-03-28T20:00');
    const choice = choose(login, held());
    expect(choice).toMatchObject({ endsAtMs: rome('2026-03-29T21:00'), left: { untilEndSec: 86_400 } });
  });

  test('24 hours stay 24 hours over the night the clocks go back', () => {
    const login = rome('2026-10-24T20:00');
    const choice = choose(login, held());
    expect(choice).toMatchObject({ endsAtMs: rome('2026-10-25T19:00'), left: { untilEndSec: 86_400 } });
  });

  test('an end at the check-out hour is reached by the right number of seconds on the short and the long day', () => {
    const until = (end: string): HeldEntitlement => held({ product: { validForSec: null }, saleEndsAtMs: rome(end) });
    expect(choose(rome('2026-03-28T11:00'), until('2026-03-29T11:00'))).toMatchObject({
      left: { untilEndSec: 23 * 3_600 },
    });
    expect(choose(rome('2026-10-24T11:00'), until('2026-10-25T11:00'))).toMatchObject({
      left: { untilEndSec: 25 * 3_600 },
    });
  });

  test('a week runs over the end of a month and of February', () => {
    const week = held({ product: { validForSec: 7 * 86_400 } });
    expect(choose(rome('2026-01-29T12:00'), week)).toMatchObject({ endsAtMs: rome('2026-02-05T12:00') });
    expect(choose(rome('2028-02-26T12:00'), week)).toMatchObject({ endsAtMs: rome('2028-03-04T12:00') });
  });

  test('what runs has begun, also after the clock was set back to before the first login', () => {
    expect(choose(sold - 30 * 60_000, startedAt(sold, { createdAtMs: sold - HOUR }))).toMatchObject({ kind: 'active' });
  });
});
