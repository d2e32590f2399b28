/** A domain as a form, and as the contract has it. */
import type { UseFormReturn } from 'react-hook-form';
import { z } from 'zod';
import type { Input, Output } from '../api';
import { splitAmount, timeUnits } from '../parts/amounts';
import { amountIn, countIn } from '../parts/form-values';

export type DomainView = Output<'domains.list'>['rows'][number];

/** The bounds of the contract (preload/contract/domains.ts). */
const bounds = {
  keepDays: { least: 1, most: 36_500 },
  closeSec: { least: 60, most: 31_536_000 },
} as const;

export const domainForm = z.object({
  name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
  service: z.enum(['hotspot', 'pppoe']),
  /** Empty: for ever. */
  keepDays: countIn(bounds.keepDays),
  /** Empty: never. */
  closeAfter: amountIn(timeUnits, bounds.closeSec),
});

export type DomainFormInput = z.input<typeof domainForm>;
export type DomainFormOutput = z.output<typeof domainForm>;
export type DomainFormApi = UseFormReturn<DomainFormInput, unknown, DomainFormOutput>;

/** The form of a new domain: HotSpot guests, nothing ended or forgotten by itself. */
export function emptyDomainForm(): DomainFormInput {
  return { name: '', service: 'hotspot', keepDays: '', closeAfter: splitAmount(undefined, timeUnits, 'day') };
}

/** The form of a domain as it stands. */
export function toDomainForm({ name, service, keepSessionsDays, closeSessionsAfterSec }: DomainView): DomainFormInput {
  return {
    ...{ name, service },
    keepDays: keepSessionsDays?.toString() ?? '',
    closeAfter: splitAmount(closeSessionsAfterSec, timeUnits, 'day'),
  };
}

/** The checked form as `domains.add` takes it. */
export function toDomainInput({ name, service, keepDays, closeAfter }: DomainFormOutput): Input<'domains.add'> {
  return {
    ...{ name, service },
    ...(keepDays !== undefined && { keepSessionsDays: keepDays }),
    ...(closeAfter !== undefined && { closeSessionsAfterSec: closeAfter }),
  };
}

/** An update that replaces every field: what the form leaves empty is taken away. */
export function toDomainUpdate(id: number, form: DomainFormOutput): Input<'domains.update'> {
  const { name, service, keepDays, closeAfter } = form;
  return { id, name, service, keepSessionsDays: keepDays ?? null, closeSessionsAfterSec: closeAfter ?? null };
}
