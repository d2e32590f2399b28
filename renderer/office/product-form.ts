/** A product as a form in human units (1 day, 2 GB, 10 Mbit/s), and as the contract has it. */
import { z } from 'zod';
import type { Input, Output } from '../api';
import { parseMoney } from '../../preload/contract/units';
import { byteUnits, joinAmount, rateUnits, splitAmount, timeUnits, typedPrice, type Units } from '../parts/amounts';

export type ProductView = Output<'products.list'>['rows'][number];
/** What `products.add` takes; the editor names every field, so that an update replaces all of them. */
export type ProductInput = Input<'products.add'>;

/** The bounds of the contract (preload/contract/products.ts): ten years, 100 Gbit/s. */
const bounds = {
  validitySec: { least: 60, most: 315_360_000 },
  bytes: { least: 1, most: Number.MAX_SAFE_INTEGER },
  bps: { least: 1_000, most: 100_000_000_000 },
  idleSec: { least: 30, most: 86_400 },
  count: { least: 1, most: 1_000 },
  codeLength: { least: 4, most: 16 },
} as const;

/** Dark enough for white words; the same palette main gives to new products. */
export const tileColors = [
  '#00695c',
  '#1a5fb4',
  '#8a3ffc',
  '#a2410e',
  '#b0115c',
  '#2f6b1f',
  '#5b5f66',
  '#7a5200',
] as const;

const typedAmount = z.object({ amount: z.string(), unit: z.string() });

function amountIn(units: Units, { least, most }: { readonly least: number; readonly most: number }, needed = false) {
  return typedAmount.transform((typed, context) => {
    if (typed.amount.trim() === '' && !needed) return undefined;
    const value = joinAmount(typed, units);
    const problem = value === undefined ? 'form.not-a-number' : outside(value, least, most);
    if (problem === undefined) return value;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

function countIn({ least, most }: { readonly least: number; readonly most: number }) {
  return z.string().transform((typed, context) => {
    if (typed.trim() === '') return undefined;
    const value = /^\s*\d{1,6}\s*$/.test(typed) ? Number(typed) : undefined;
    const problem = value === undefined ? 'form.not-a-number' : outside(value, least, most);
    if (problem === undefined) return value;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

function outside(value: number, least: number, most: number): 'form.too-small' | 'form.too-large' | undefined {
  if (value < least) return 'form.too-small';
  return value > most ? 'form.too-large' : undefined;
}

function priceIn(currency: string) {
  return z.string().transform((typed, context) => {
    const minor = typed.trim() === '' ? 0 : parseMoney(typed, currency);
    if (minor !== undefined && minor <= 100_000_000) return minor;
    context.addIssue({ code: 'custom', message: 'form.not-a-price' });
    return z.NEVER;
  });
}

/** What is typed, checked and turned into bytes, bits per second, seconds and minor units. */
export function productForm(currency: string) {
  const limits = {
    downloadQuota: amountIn(byteUnits, bounds.bytes),
    uploadQuota: amountIn(byteUnits, bounds.bytes),
    totalQuota: amountIn(byteUnits, bounds.bytes),
    uptime: amountIn(timeUnits, bounds.validitySec),
    rateDown: amountIn(rateUnits, bounds.bps),
    rateUp: amountIn(rateUnits, bounds.bps),
    idleTimeout: amountIn(timeUnits, bounds.idleSec),
    simultaneousSessions: countIn(bounds.count),
    devices: countIn(bounds.count),
  };
  const shared = {
    name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
    price: priceIn(currency),
    starts: z.enum(['first-login', 'now']),
    color: z.string(),
    hotKey: z.string(),
    codeAlphabet: z.enum(['digits', 'letters', 'mixed']),
    codeLength: countIn(bounds.codeLength),
    ...limits,
  };
  return z.discriminatedUnion('lasts', [
    z.object({ lasts: z.literal('time'), validFor: amountIn(timeUnits, bounds.validitySec, true), ...shared }),
    z.object({ lasts: z.literal('check-out'), validFor: typedAmount, ...shared }),
    z.object({ lasts: z.literal('unlimited'), validFor: typedAmount, ...shared }),
  ]);
}

export type ProductFormInput = z.input<ReturnType<typeof productForm>>;
export type ProductFormOutput = z.output<ReturnType<typeof productForm>>;

/** The checked form as the contract wants it; limits that are empty are absent. */
export function toProductInput(form: ProductFormOutput): ProductInput {
  const limitation = withoutUndefined({
    downloadQuotaBytes: form.downloadQuota,
    uploadQuotaBytes: form.uploadQuota,
    totalQuotaBytes: form.totalQuota,
    uptimeSec: form.uptime,
    rateDownBps: form.rateDown,
    rateUpBps: form.rateUp,
    idleTimeoutSec: form.idleTimeout,
    simultaneousSessions: form.simultaneousSessions,
    devices: form.devices,
  });
  return {
    name: form.name,
    priceMinor: form.price,
    // Until check-out counts from the sale: there is no first login to wait for.
    starts: form.lasts === 'check-out' ? 'now' : form.starts,
    untilCheckOut: form.lasts === 'check-out',
    color: form.color,
    hotKey: form.hotKey === '' ? null : Number(form.hotKey),
    codeAlphabet: form.codeAlphabet,
    ...(form.lasts === 'time' && { validForSec: form.validFor }),
    ...(form.codeLength !== undefined && { codeLength: form.codeLength }),
    ...(Object.keys(limitation).length > 0 && { limitations: [limitation] }),
  };
}

type Limitations = ProductView['limitations'];

/** What the form edits of a product that may allow more than the form shows: the limitation that always holds. */
const shownLimitation = (limitations: Limitations): Limitations[number] | undefined =>
  limitations.find((one) => one.window === undefined);

/** An update that replaces every field of the form: what it leaves empty is removed, what it does not show stays. */
export function toProductUpdate(product: ProductView, input: ProductInput): Input<'products.update'> {
  const shown = shownLimitation(product.limitations);
  const others = product.limitations.filter((one) => one !== shown);
  const { id, ...kept } = withoutTyped(shown);
  const limits = { ...kept, ...input.limitations?.[0] };
  const edited = Object.keys(limits).length > 0 ? [{ ...(id !== undefined && { id }), ...limits }] : [];
  return {
    ...input,
    id: product.id,
    validForSec: input.validForSec ?? null,
    limitations: [...edited, ...others],
  };
}

/** A limitation without the fields that the form has. */
function withoutTyped(limitation: Limitations[number] | undefined): Partial<Limitations[number]> {
  const {
    downloadQuotaBytes: _download,
    uploadQuotaBytes: _upload,
    totalQuotaBytes: _total,
    uptimeSec: _uptime,
    rateDownBps: _rateDown,
    rateUpBps: _rateUp,
    idleTimeoutSec: _idle,
    simultaneousSessions: _sessions,
    devices: _devices,
    ...kept
  } = limitation ?? ({} as Partial<Limitations[number]>);
  return kept;
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** The form of a new product: a day from the first login, two devices. */
export function emptyProductForm(): ProductFormInput {
  return {
    name: '',
    price: '',
    starts: 'first-login',
    lasts: 'time',
    validFor: { amount: '1', unit: 'day' },
    downloadQuota: { amount: '', unit: 'GB' },
    uploadQuota: { amount: '', unit: 'GB' },
    totalQuota: { amount: '', unit: 'GB' },
    uptime: { amount: '', unit: 'hour' },
    rateDown: { amount: '', unit: 'Mbit/s' },
    rateUp: { amount: '', unit: 'Mbit/s' },
    idleTimeout: { amount: '', unit: 'minute' },
    simultaneousSessions: '',
    devices: '2',
    color: tileColors[0],
    hotKey: '',
    codeAlphabet: 'mixed',
    codeLength: '6',
  };
}

/** The form of a product as it stands. */
export function toProductForm(product: ProductView): ProductFormInput {
  const limitation: Partial<Limitations[number]> = shownLimitation(product.limitations) ?? {};
  return {
    name: product.name,
    price: typedPrice(product.priceMinor, product.currency),
    starts: product.starts,
    lasts: product.untilCheckOut ? 'check-out' : product.validForSec === undefined ? 'unlimited' : 'time',
    validFor: splitAmount(product.validForSec, timeUnits, 'day'),
    downloadQuota: splitAmount(limitation.downloadQuotaBytes, byteUnits, 'GB'),
    uploadQuota: splitAmount(limitation.uploadQuotaBytes, byteUnits, 'GB'),
    totalQuota: splitAmount(limitation.totalQuotaBytes, byteUnits, 'GB'),
    uptime: splitAmount(limitation.uptimeSec, timeUnits, 'hour'),
    rateDown: splitAmount(limitation.rateDownBps, rateUnits, 'Mbit/s'),
    rateUp: splitAmount(limitation.rateUpBps, rateUnits, 'Mbit/s'),
    idleTimeout: splitAmount(limitation.idleTimeoutSec, timeUnits, 'minute'),
    simultaneousSessions: limitation.simultaneousSessions?.toString() ?? '',
    devices: limitation.devices?.toString() ?? '',
    color: product.color,
    hotKey: product.hotKey?.toString() ?? '',
    codeAlphabet: product.codeAlphabet,
    codeLength: product.codeLength.toString(),
  };
}
