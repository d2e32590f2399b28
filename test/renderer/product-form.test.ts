import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../preload/contract';
import { weekdays, type LimitationFields } from '../../preload/contract/limitations';
import { emptyLimitationForm, type LimitationFormInput } from '../../renderer/office/limitation-form';
import {
  emptyProductForm,
  productForm,
  toProductForm,
  toProductInput,
  toProductUpdate,
  type ProductFormInput,
  type ProductView,
} from '../../renderer/office/product-form';

const view: ProductView = {
  id: 7,
  name: '1 day',
  priceMinor: 500,
  currency: 'EUR',
  starts: 'first-login',
  validForSec: 86_400,
  untilCheckOut: false,
  limitations: [{ id: 3, devices: 2, rateDownBps: 10_000_000, totalQuotaBytes: 2_000_000_000 }],
  atSessionLimit: 'refuse',
  atDeviceLimit: 'refuse',
  bindFirstDevice: false,
  attributes: [],
  color: '#00695c',
  pinned: true,
  hidden: false,
  hotKey: 2,
  codeAlphabet: 'mixed',
  codeLength: 6,
  retired: false,
  sentence: '',
};

const rome = { currency: 'EUR', timeZone: 'Europe/Rome' };
const read = (form: ProductFormInput, venue = rome) => productForm(venue).safeParse(form);

/** The messages by field, as the screen shows them. */
function problems(part: Partial<ProductFormInput>, venue = rome): Record<string, string> {
  const result = read({ ...emptyProductForm(), name: 'A', ...part }, venue);
  return Object.fromEntries((result.error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.message]));
}

/** The same for one limitation. */
function limitationProblemsOf(part: Partial<LimitationFormInput>): Record<string, string> {
  const found = problems({ limitations: [{ ...emptyLimitationForm(), ...part }] });
  return Object.fromEntries(
    Object.entries(found).map(([path, message]) => [path.replace('limitations.0.', ''), message]),
  );
}

const mbit = (amount: string) => ({ amount, unit: 'Mbit/s' });

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
const rates = fc.integer({ min: 1_000, max: 10 ** 11 });
const sizes = fc.integer({ min: 1, max: 10 ** 13 });
const counts = fc.integer({ min: 1, max: 1_000 });
const names = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);

/** Rates that go together: the burst above the rate, threshold and minimum below. */
const speeds = fc
  .record({
    down: rates,
    up: rates,
    bursts: fc.boolean(),
    guaranteed: fc.boolean(),
    priority: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ down, up, bursts, guaranteed, priority }) => ({
    rateDownBps: down,
    rateUpBps: up,
    ...(bursts && {
      burstDownBps: down,
      burstUpBps: up,
      burstThresholdDownBps: down,
      burstThresholdUpBps: up,
      burstTimeDownSec: 8,
      burstTimeUpSec: 10,
      priority,
    }),
    ...(guaranteed && { minRateDownBps: 1_000, minRateUpBps: 1_000 }),
  }));

const quota = fc
  .record({
    totalQuotaBytes: sizes,
    reset: fc.constantFrom('hour', 'day', 'week', 'month', undefined),
    slow: optional(rates),
    at: fc.nat({ max: 59 }),
  })
  .map(({ totalQuotaBytes, reset, slow, at }) => ({
    totalQuotaBytes,
    ...(reset && { resetEvery: reset, ...(at > 0 && { resetOffsetMin: reset === 'hour' ? at : at * 20 }) }),
    ...(slow !== undefined && { slowDownBps: slow, slowUpBps: slow }),
  }));

const window = fc.record({
  days: fc.subarray([...weekdays], { minLength: 1 }),
  fromMin: fc.integer({ min: 0, max: 1_439 }),
  tillMin: fc.integer({ min: 0, max: 1_440 }),
});

const limitation: fc.Arbitrary<LimitationFields> = fc
  .record({
    downloadQuotaBytes: optional(sizes),
    uploadQuotaBytes: optional(sizes),
    uptimeSec: optional(fc.integer({ min: 60, max: 315_360_000 })),
    idleTimeoutSec: optional(fc.integer({ min: 30, max: 86_400 })),
    sessionTimeoutSec: optional(fc.integer({ min: 60, max: 21_474_720 })),
    simultaneousSessions: optional(counts),
    devices: counts,
    addressList: optional(names),
    ipPool: optional(names),
    groupName: optional(names),
    ipv6Pool: optional(names),
    delegatedIpv6Pool: optional(names),
    vlanId: optional(fc.integer({ min: 1, max: 4_094 })),
    window: optional(window),
    speeds: optional(speeds),
    quota: optional(quota),
  })
  .map(({ speeds: fast, quota: data, ...limits }) => {
    // Rates must not be slower than the slow ones.
    const together = { ...limits, ...data, ...(data && 'slowDownBps' in data ? {} : fast) };
    return Object.fromEntries(Object.entries(together).filter(([, value]) => value !== undefined));
  });

describe('the product form', () => {
  it('saves a product that was only looked at exactly as it was, whatever it allows', () => {
    fc.assert(
      fc.property(
        fc.array(limitation, { maxLength: 4 }),
        optional(fc.integer({ min: 60, max: 315_360_000 })),
        optional(fc.integer({ min: 1, max: 4_000_000 })),
        fc.integer({ min: 0, max: 10 ** 8 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        fc.constantFrom('Europe/Rome', 'America/St_Johns', 'Pacific/Auckland'),
        (limits, validForSec, hours, priceMinor, currency, timeZone) => {
          const { validForSec: _usual, limitations: _limits, ...rest } = view;
          const product = {
            ...rest,
            priceMinor,
            currency,
            bindFirstDevice: true,
            ticketTemplateId: 4,
            atSessionLimit: 'end-oldest' as const,
            attributes: [{ name: 'Filter-Id', value: 'guests' }],
            ...(validForSec !== undefined && { validForSec }),
            ...(hours !== undefined && { validUntilMs: hours * 3_600_000 }),
            limitations: limits.map((limit, at) => ({ id: at + 3, ...limit })),
          };
          const checked = read(toProductForm(product, timeZone), { currency, timeZone });
          expect(checked.error).toBeUndefined();
          const update = toProductUpdate(product, toProductInput(checked.data!), timeZone);
          expect(update).toEqual({
            id: 7,
            name: '1 day',
            priceMinor,
            starts: 'first-login',
            untilCheckOut: false,
            validForSec: validForSec ?? null,
            validUntilMs: product.validUntilMs ?? null,
            limitations: product.limitations,
            ticketTemplateId: 4,
            atSessionLimit: 'end-oldest',
            atDeviceLimit: 'refuse',
            bindFirstDevice: true,
            attributes: product.attributes,
            color: '#00695c',
            pinned: true,
            hidden: false,
            codeAlphabet: 'mixed',
            codeLength: 6,
          });
        },
      ),
    );
  });

  it('keeps an end in the hour that comes twice in autumn, whichever of the two it is', () => {
    const timeZone = 'Europe/Rome';
    for (const hourUtc of [0, 1]) {
      const product = { ...view, validForSec: undefined, validUntilMs: Date.UTC(2026, 9, 25, hourUtc, 30) };
      const checked = read(toProductForm(product, timeZone), { currency: 'EUR', timeZone });
      const update = toProductUpdate(product, toProductInput(checked.data!), timeZone);
      expect(update.validUntilMs).toBe(product.validUntilMs);
    }
  });

  it('proposes the next colour, and no special place, for a new product', () => {
    expect(emptyProductForm()).toMatchObject({ pinned: false, hidden: false, color: '#00695c' });
    expect(emptyProductForm(3)).toMatchObject({ color: '#a2410e' });
  });

  it('makes only what the contract takes', async () => {
    const schema = contract.products.add['~orpc'].inputSchema!;
    const checked = read({
      ...emptyProductForm(),
      name: ' Week ',
      price: '12,50',
      validFor: { amount: '1', unit: 'week' },
      limitations: [
        {
          ...emptyLimitationForm(),
          rateDown: mbit('7,5'),
          rateUp: mbit('1'),
          totalQuota: { amount: '2', unit: 'GB' },
          resetEvery: 'week',
          resetWeekday: '5',
          resetTime: '04:30',
          atQuota: 'slow-down',
          slowDown: { amount: '512', unit: 'kbit/s' },
          slowUp: { amount: '128', unit: 'kbit/s' },
          when: 'window',
          days: ['sun', 'sat'],
          from: '22:00',
          till: '24:00',
        },
      ],
    });
    const input = toProductInput(checked.data!);
    expect(input).toMatchObject({
      name: 'Week',
      priceMinor: 1_250,
      validForSec: 604_800,
      limitations: [
        {
          rateDownBps: 7_500_000,
          totalQuotaBytes: 2_000_000_000,
          slowDownBps: 512_000,
          resetEvery: 'week',
          resetOffsetMin: 5 * 1_440 + 270,
          window: { days: ['sat', 'sun'], fromMin: 1_320, tillMin: 1_440 },
        },
      ],
    });
    expect(await schema['~standard'].validate(input)).not.toHaveProperty('issues');
  });

  it('counts "until check-out" from the sale and gives it no length of its own', () => {
    const checked = read({
      ...emptyProductForm(),
      name: 'Stay',
      lasts: 'check-out',
      validFor: { amount: '', unit: 'day' },
    });
    const input = toProductInput(checked.data!);
    expect(input).toMatchObject({ starts: 'now', untilCheckOut: true });
    expect(input).not.toHaveProperty('validForSec');
  });

  it('ends on a date of the venue, on which both sides of a change of summer time stay apart', () => {
    const until = (validUntil: string) => {
      const checked = read({ ...emptyProductForm(), name: 'Season', lasts: 'date', validUntil });
      return toProductInput(checked.data!).validUntilMs;
    };
    expect(until('2026-10-25T01:30')).toBe(Date.UTC(2026, 9, 24, 23, 30));
    expect(until('2026-10-25T03:30')).toBe(Date.UTC(2026, 9, 25, 2, 30));
    expect(problems({ lasts: 'date', validUntil: '' })).toEqual({ validUntil: 'form.not-a-date' });
  });

  it('forgets what a choice no longer asks for', () => {
    const made = (part: Partial<ProductFormInput>) =>
      toProductInput(read({ ...emptyProductForm(), name: 'A', ...part }).data!);
    expect(made({ lasts: 'unlimited', validUntil: '2026-10-25T03:30' })).not.toHaveProperty('validUntilMs');
    const always = { ...emptyLimitationForm(), devices: '1', from: 'never', slowDown: mbit('1'), resetTime: '' };
    expect(made({ limitations: [always] }).limitations).toEqual([{ devices: 1 }]);
  });

  it('has no limits where every field of them is empty', () => {
    const form = { ...emptyProductForm(), name: 'A', limitations: [{ ...emptyLimitationForm(), id: '3' }] };
    expect(toProductInput(read(form).data!).limitations).toEqual([]);
  });

  it('says beside the field what is wrong', () => {
    expect(problems({ name: ' ' })).toEqual({ name: 'form.required' });
    expect(problems({ price: '5.005' })).toEqual({ price: 'form.not-a-price' });
    expect(problems({ price: '5.5' }, { ...rome, currency: 'JPY' })).toEqual({ price: 'form.not-a-price' });
    expect(problems({ validFor: { amount: '', unit: 'day' } })).toEqual({ validFor: 'form.not-a-number' });
    expect(problems({ validFor: { amount: '600', unit: 'week' } })).toEqual({ validFor: 'form.too-large' });
    expect(problems({ codeLength: '3' })).toEqual({ codeLength: 'form.too-small' });
    expect(problems({ attributes: [{ name: '', value: 'x' }] })).toEqual({ 'attributes.0.name': 'form.required' });
    expect(problems({})).toEqual({});
  });

  it('says beside the field of a limitation what is wrong with it', () => {
    expect(limitationProblemsOf({ rateDown: mbit('0'), rateUp: mbit('1') })).toEqual({ rateDown: 'form.too-small' });
    expect(limitationProblemsOf({ devices: 'two' })).toEqual({ devices: 'form.not-a-number' });
    expect(limitationProblemsOf({ burstDown: mbit('20'), burstUp: mbit('2') })).toEqual({
      burstDown: 'form.needs-rate',
      burstUp: 'form.needs-rate',
    });
    const fast = { rateDown: mbit('10'), rateUp: mbit('2') };
    expect(limitationProblemsOf({ ...fast, burstDown: mbit('5') })).toEqual({
      burstUp: 'form.both-directions',
      burstDown: 'form.below-rate',
    });
    expect(limitationProblemsOf({ ...fast, minRateDown: mbit('11'), minRateUp: mbit('1') })).toEqual({
      minRateDown: 'form.above-rate',
    });
    expect(limitationProblemsOf({ devices: '1', resetEvery: 'day' })).toEqual({
      resetEvery: 'form.needs-quota-or-time',
    });
    expect(limitationProblemsOf({ devices: '1', atQuota: 'slow-down' })).toEqual({ slowDown: 'form.required' });
    expect(limitationProblemsOf({ when: 'window', days: [], from: '8', till: '24:01' })).toEqual({
      days: 'form.no-days',
      from: 'form.not-a-time',
      till: 'form.not-a-time',
    });
  });

  it('takes a length that is half typed for nothing while the product has none', () => {
    expect(problems({ lasts: 'unlimited', validFor: { amount: 'x', unit: 'day' } })).toEqual({});
  });
});
