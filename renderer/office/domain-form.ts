/** A domain as a form, and as the contract has it. */
import type { UseFormReturn } from 'react-hook-form';
import { z } from 'zod';
import { languages } from '../../preload/contract/base';
import { registrations } from '../../preload/contract/domains';
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
  /** Empty: as the venue. */
  keepDays: countIn(bounds.keepDays),
  /** Empty: never. */
  closeAfter: amountIn(timeUnits, bounds.closeSec),
  /** Empty: the venue's. */
  language: z.enum(['', ...languages]),
  registration: z.enum(registrations),
  /** A template's number; empty: as all. */
  ticketTemplateId: z.string(),
});

export type DomainFormInput = z.input<typeof domainForm>;
export type DomainFormOutput = z.output<typeof domainForm>;
export type DomainFormApi = UseFormReturn<DomainFormInput, unknown, DomainFormOutput>;

/** The form of a new domain: HotSpot guests, nothing ended or forgotten by itself. */
export function emptyDomainForm(): DomainFormInput {
  return {
    ...{ name: '', service: 'hotspot', keepDays: '', language: '', registration: 'open', ticketTemplateId: '' },
    closeAfter: splitAmount(undefined, timeUnits, 'day'),
  };
}

/** The form of a domain as it stands. */
export function toDomainForm(domain: DomainView): DomainFormInput {
  const { name, service, keepSessionsDays, closeSessionsAfterSec, language, registration, ticketTemplateId } = domain;
  return {
    ...{ name, service, language: language ?? '', registration },
    ticketTemplateId: ticketTemplateId?.toString() ?? '',
    keepDays: keepSessionsDays?.toString() ?? '',
    closeAfter: splitAmount(closeSessionsAfterSec, timeUnits, 'day'),
  };
}

/** The checked form as `domains.add` takes it. */
export function toDomainInput(form: DomainFormOutput): Input<'domains.add'> {
  const { name, service, keepDays, closeAfter, language, registration, ticketTemplateId } = form;
  return {
    ...{ name, service, registration },
    ...(language !== '' && { language }),
    ...(ticketTemplateId !== '' && { ticketTemplateId: Number(ticketTemplateId) }),
    ...(keepDays !== undefined && { keepSessionsDays: keepDays }),
    ...(closeAfter !== undefined && { closeSessionsAfterSec: closeAfter }),
  };
}

/** An update that replaces every field: what the form leaves empty is taken away. */
export function toDomainUpdate(id: number, form: DomainFormOutput): Input<'domains.update'> {
  const { name, service, keepDays, closeAfter, language, registration, ticketTemplateId } = form;
  return {
    ...{ id, name, service, registration },
    language: language === '' ? null : language,
    ticketTemplateId: ticketTemplateId === '' ? null : Number(ticketTemplateId),
    ...{ keepSessionsDays: keepDays ?? null, closeSessionsAfterSec: closeAfter ?? null },
  };
}
