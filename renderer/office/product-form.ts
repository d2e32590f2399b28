/** A product as a form in human units (1 day, 2 GB, 10 Mbit/s), and as the contract has it. */
import type { UseFormReturn } from 'react-hook-form';
import { z } from 'zod';
import type { Input, Output } from '../api';
import { parseMoney } from '../../preload/contract/units';
import { splitAmount, timeUnits, typedPrice } from '../parts/amounts';
import { amountIn, countIn, typedAmount } from '../parts/form-values';
import { fieldTimeOf, msOfFieldTime } from '../parts/zone-time';
import { emptyLimitationForm, limitationForm, toLimitationForm } from './limitation-form';

export type ProductView = Output<'products.list'>['rows'][number];
/** What `products.add` takes; the editor names every field, so that an update replaces all of them. */
export type ProductInput = Input<'products.add'>;

/** The bounds of the contract (preload/contract/products.ts): ten years, 253 bytes as text. */
const bounds = {
  validitySec: { least: 60, most: 315_360_000 },
  codeLength: { least: 4, most: 16 },
  attributeValue: 508,
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

function priceIn(currency: string) {
  return z.string().transform((typed, context) => {
    const minor = typed.trim() === '' ? 0 : parseMoney(typed, currency);
    if (minor !== undefined && minor <= 100_000_000) return minor;
    context.addIssue({ code: 'custom', message: 'form.not-a-price' });
    return z.NEVER;
  });
}

/** A date and time of the venue's zone; empty is undefined unless it is needed. */
function momentIn(timeZone: string, needed = false) {
  return z.string().transform((typed, context) => {
    if (typed.trim() === '' && !needed) return undefined;
    const atMs = msOfFieldTime(typed, timeZone);
    if (atMs !== undefined) return atMs;
    context.addIssue({ code: 'custom', message: 'form.not-a-date' });
    return z.NEVER;
  });
}

const attribute = z.object({
  name: z.string().trim().min(1, 'form.required'),
  value: z.string().min(1, 'form.required').max(bounds.attributeValue, 'form.too-long'),
});

/** Of the venue: what prices and dates are read by. */
export interface FormVenue {
  readonly currency: string;
  readonly timeZone: string;
}

/** What is typed, checked and turned into bytes, bits per second, seconds and minor units. */
export function productForm({ currency, timeZone }: FormVenue) {
  const shared = {
    name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
    price: priceIn(currency),
    starts: z.enum(['first-login', 'now']),
    atSessionLimit: z.enum(['refuse', 'end-oldest']),
    atDeviceLimit: z.enum(['refuse', 'forget-oldest']),
    bindFirstDevice: z.boolean(),
    limitations: z.array(limitationForm),
    attributes: z.array(attribute),
    color: z.string(),
    pinned: z.boolean(),
    hidden: z.boolean(),
    codeAlphabet: z.enum(['digits', 'letters', 'mixed']),
    codeLength: countIn(bounds.codeLength),
    /** Empty: as the venue's default. */
    ticketTemplateId: z.string(),
  };
  const validUntil = momentIn(timeZone);
  const validFor = typedAmount;
  return z.discriminatedUnion('lasts', [
    z.object({
      lasts: z.literal('time'),
      validFor: amountIn(timeUnits, bounds.validitySec, true),
      validUntil,
      ...shared,
    }),
    z.object({ lasts: z.literal('date'), validFor, validUntil: momentIn(timeZone, true), ...shared }),
    z.object({ lasts: z.literal('check-out'), validFor, validUntil, ...shared }),
    z.object({ lasts: z.literal('unlimited'), validFor, validUntil: z.string(), ...shared }),
  ]);
}

export type ProductFormInput = z.input<ReturnType<typeof productForm>>;
export type ProductFormOutput = z.output<ReturnType<typeof productForm>>;

/** The checked form as the contract wants it; limits that are empty are absent. */
export function toProductInput(form: ProductFormOutput, withAttributes = true): ProductInput {
  return {
    name: form.name,
    priceMinor: form.price,
    // Until check-out counts from the sale: there is no first login to wait for.
    starts: form.lasts === 'check-out' ? 'now' : form.starts,
    untilCheckOut: form.lasts === 'check-out',
    atSessionLimit: form.atSessionLimit,
    atDeviceLimit: form.atDeviceLimit,
    bindFirstDevice: form.bindFirstDevice,
    limitations: form.limitations.filter((one) => Object.keys(one).length > 0),
    ...(withAttributes && { attributes: form.attributes }),
    color: form.color,
    pinned: form.pinned,
    hidden: form.hidden,
    codeAlphabet: form.codeAlphabet,
    ticketTemplateId: form.ticketTemplateId === '' ? null : Number(form.ticketTemplateId),
    ...(form.lasts === 'time' && { validForSec: form.validFor }),
    ...(form.lasts !== 'unlimited' && form.validUntil !== undefined && { validUntilMs: form.validUntil }),
    ...(form.codeLength !== undefined && { codeLength: form.codeLength }),
  };
}

/** An update that replaces every field: what the form leaves empty is removed. */
export function toProductUpdate(
  { id, validUntilMs: before }: Pick<ProductView, 'id' | 'validUntilMs'>,
  input: ProductInput,
  timeZone: string,
): Input<'products.update'> {
  const { validForSec = null, validUntilMs: after } = input;
  return { ...input, id, validForSec, validUntilMs: isShownAlike(before, after, timeZone) ? before! : (after ?? null) };
}

/** An hour of every autumn comes twice: what still reads as it did has not been changed. */
function isShownAlike(before: number | undefined, after: number | undefined, timeZone: string): boolean {
  if (before === undefined || after === undefined) return false;
  return fieldTimeOf(before, timeZone) === fieldTimeOf(after, timeZone);
}

/** The form of a new product: a day from the first login, two devices, the colour that comes after the `others`. */
export function emptyProductForm(others = 0): ProductFormInput {
  return {
    name: '',
    price: '',
    starts: 'first-login',
    lasts: 'time',
    validFor: { amount: '1', unit: 'day' },
    validUntil: '',
    atSessionLimit: 'refuse',
    atDeviceLimit: 'refuse',
    bindFirstDevice: false,
    limitations: [{ ...emptyLimitationForm(), devices: '2' }],
    attributes: [],
    color: tileColors[others % tileColors.length]!,
    pinned: false,
    hidden: false,
    codeAlphabet: 'mixed',
    codeLength: '6',
    ticketTemplateId: '',
  };
}

/** The form of a product as it stands. */
export function toProductForm(product: ProductView, timeZone: string): ProductFormInput {
  const { validForSec, validUntilMs, limitations } = product;
  return {
    name: product.name,
    price: typedPrice(product.priceMinor, product.currency),
    starts: product.starts,
    lasts: lastsOf(product),
    validFor: splitAmount(validForSec, timeUnits, 'day'),
    validUntil: validUntilMs === undefined ? '' : fieldTimeOf(validUntilMs, timeZone),
    atSessionLimit: product.atSessionLimit,
    atDeviceLimit: product.atDeviceLimit,
    bindFirstDevice: product.bindFirstDevice,
    limitations: limitations.length === 0 ? [emptyLimitationForm()] : limitations.map(toLimitationForm),
    attributes: (product.attributes ?? []).map(({ name, value }) => ({ name, value })),
    color: product.color,
    pinned: product.pinned,
    hidden: product.hidden,
    codeAlphabet: product.codeAlphabet,
    codeLength: product.codeLength.toString(),
    ticketTemplateId: product.ticketTemplateId?.toString() ?? '',
  };
}

function lastsOf({ untilCheckOut, validForSec, validUntilMs }: ProductView): ProductFormInput['lasts'] {
  if (untilCheckOut) return 'check-out';
  if (validForSec !== undefined) return 'time';
  return validUntilMs === undefined ? 'unlimited' : 'date';
}

export type ProductFormApi = UseFormReturn<ProductFormInput, unknown, ProductFormOutput>;
