/** Which template tickets are made from, in the form of a product or a domain. */
import type { Control, FieldPathByValue, FieldValues } from 'react-hook-form';
import type { ReactNode } from 'react';
import { useAsk } from '../api';
import { SelectInput } from '../parts/fields';

interface TicketLookProps<F extends FieldValues, T> {
  readonly control: Control<F, unknown, T>;
  readonly name: FieldPathByValue<F, string>;
  readonly label: string;
  /** Of the choice of none. */
  readonly asAll: string;
  readonly hint?: string;
}

/** Of no use, and not there, where the venue has one look for all. */
export function TicketLook<F extends FieldValues, T>({ asAll, ...field }: TicketLookProps<F, T>): ReactNode {
  const templates = useAsk('ticketTemplates.names').data?.rows ?? [];
  if (templates.length === 0) return null;
  return (
    <SelectInput
      {...field}
      options={[{ value: '', label: asAll }, ...templates.map(({ id, name }) => ({ value: String(id), label: name }))]}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    />
  );
}
