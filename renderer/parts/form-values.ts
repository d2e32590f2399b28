/** Parts of form schemas: what a person types, checked and turned into the units of the contract. */
import { z } from 'zod';
import { joinAmount, type Units } from './amounts';

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const typedAmount = z.object({ amount: z.string(), unit: z.string() });

/** A number with its unit; empty is undefined unless it is needed. */
export function amountIn(units: Units, bounds: Bounds, needed = false) {
  return typedAmount.transform((typed, context) => {
    if (typed.amount.trim() === '' && !needed) return undefined;
    return inside(joinAmount(typed, units), bounds, context);
  });
}

/** A whole number; empty is undefined. */
export function countIn(bounds: Bounds) {
  return z.string().transform((typed, context) => {
    if (typed.trim() === '') return undefined;
    return inside(/^\s*\d{1,9}\s*$/.test(typed) ? Number(typed) : undefined, bounds, context);
  });
}

function inside(value: number | undefined, bounds: Bounds, context: z.RefinementCtx): number {
  const problem = value === undefined ? 'form.not-a-number' : outside(value, bounds);
  if (problem === undefined) return value!;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
}

function outside(value: number, { least, most }: Bounds): 'form.too-small' | 'form.too-large' | undefined {
  if (value < least) return 'form.too-small';
  return value > most ? 'form.too-large' : undefined;
}

/** One line of text; empty is undefined. */
export function lineUpTo(most: number) {
  return z
    .string()
    .trim()
    .max(most, 'form.too-long')
    .transform((typed) => (typed === '' ? undefined : typed));
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what is set. */
export function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
