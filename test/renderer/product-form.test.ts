import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../preload/contract';
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
  color: '#00695c',
  hotKey: 2,
  codeAlphabet: 'mixed',
  codeLength: 6,
  retired: false,
  sentence: '',
};

const read = (form: ProductFormInput, currency = 'EUR') => productForm(currency).safeParse(form);

/** The messages by field, as the screen shows them. */
function problems(part: Partial<ProductFormInput>, currency = 'EUR'): Record<string, string> {
  const result = read({ ...emptyProductForm(), name: 'A', ...part }, currency);
  return Object.fromEntries((result.error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.message]));
}

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });

const limitation = fc
  .record({
    downloadQuotaBytes: optional(fc.integer({ min: 1, max: 10 ** 13 })),
    uploadQuotaBytes: optional(fc.integer({ min: 1, max: 10 ** 13 })),
    totalQuotaBytes: optional(fc.integer({ min: 1, max: 10 ** 13 })),
    uptimeSec: optional(fc.integer({ min: 60, max: 315_360_000 })),
    rateDownBps: optional(fc.integer({ min: 1_000, max: 10 ** 11 })),
    rateUpBps: optional(fc.integer({ min: 1_000, max: 10 ** 11 })),
    idleTimeoutSec: optional(fc.integer({ min: 30, max: 86_400 })),
    simultaneousSessions: optional(fc.integer({ min: 1, max: 1_000 })),
    devices: optional(fc.integer({ min: 1, max: 1_000 })),
  })
  .map((limits) => Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)));

describe('the product form', () => {
  it('saves a product that was only looked at exactly as it was', () => {
    fc.assert(
      fc.property(
        limitation,
        optional(fc.integer({ min: 60, max: 315_360_000 })),
        fc.integer({ min: 0, max: 10 ** 8 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (limits, validForSec, priceMinor, currency) => {
          const { validForSec: _usual, limitations: _limits, ...rest } = view;
          const product = {
            ...rest,
            priceMinor,
            currency,
            ...(validForSec !== undefined && { validForSec }),
            limitations: Object.keys(limits).length > 0 ? [{ id: 3, ...limits }] : [],
          };
          const checked = read(toProductForm(product), currency);
          expect(checked.error).toBeUndefined();
          const update = toProductUpdate(product, toProductInput(checked.data!));
          expect(update).toEqual({
            id: 7,
            name: '1 day',
            priceMinor,
            starts: 'first-login',
            untilCheckOut: false,
            validForSec: validForSec ?? null,
            limitations: product.limitations,
            color: '#00695c',
            hotKey: 2,
            codeAlphabet: 'mixed',
            codeLength: 6,
          });
        },
      ),
    );
  });

  it('keeps what it does not show: other limitations, bursts, resets', () => {
    const shown = { id: 3, totalQuotaBytes: 2_000_000_000, resetEvery: 'day' as const, devices: 2 };
    const windowed = { id: 2, window: { days: ['sat' as const], fromMin: 0, tillMin: 1_440 }, devices: 9 };
    const product = { ...view, limitations: [windowed, shown] };
    const form = toProductForm(product);
    expect(form.devices).toBe('2');
    const update = (typed: Partial<ProductFormInput>) =>
      toProductUpdate(product, toProductInput(read({ ...form, ...typed }).data!)).limitations;
    expect(update({ devices: '' })).toEqual([{ id: 3, totalQuotaBytes: 2_000_000_000, resetEvery: 'day' }, windowed]);
    expect(update({ devices: '5' })).toEqual([{ ...shown, devices: 5 }, windowed]);
  });

  it('makes only what the contract takes', async () => {
    const schema = contract.products.add['~orpc'].inputSchema!;
    const checked = read({
      ...emptyProductForm(),
      name: ' Week ',
      price: '12,50',
      validFor: { amount: '1', unit: 'week' },
      rateDown: { amount: '7,5', unit: 'Mbit/s' },
      totalQuota: { amount: '2', unit: 'GB' },
    });
    const input = toProductInput(checked.data!);
    expect(input).toMatchObject({
      name: 'Week',
      priceMinor: 1_250,
      validForSec: 604_800,
      limitations: [{ rateDownBps: 7_500_000, totalQuotaBytes: 2_000_000_000, devices: 2 }],
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

  it('says beside the field what is wrong', () => {
    expect(problems({ name: ' ' })).toEqual({ name: 'form.required' });
    expect(problems({ price: '5.005' })).toEqual({ price: 'form.not-a-price' });
    expect(problems({ price: '5.5' }, 'JPY')).toEqual({ price: 'form.not-a-price' });
    expect(problems({ validFor: { amount: '', unit: 'day' } })).toEqual({ validFor: 'form.not-a-number' });
    expect(problems({ validFor: { amount: '600', unit: 'week' } })).toEqual({ validFor: 'form.too-large' });
    expect(problems({ rateDown: { amount: '0', unit: 'Mbit/s' } })).toEqual({ rateDown: 'form.too-small' });
    expect(problems({ devices: 'two' })).toEqual({ devices: 'form.not-a-number' });
    expect(problems({ codeLength: '3' })).toEqual({ codeLength: 'form.too-small' });
    expect(problems({})).toEqual({});
  });

  it('takes a length that is half typed for nothing while the product has none', () => {
    expect(problems({ lasts: 'unlimited', validFor: { amount: 'x', unit: 'day' } })).toEqual({});
  });
});
