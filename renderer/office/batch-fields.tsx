/** What a batch can be told when it is made, and also later: its last day and its note. */
import type { ReactNode } from 'react';
import type { Control, FieldPathByValue, FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { TextInput } from '../parts/fields';
import { fieldTimeOf, msOfFieldTime } from '../parts/zone-time';

/** The beginning of a typed day, UTC milliseconds; undefined: none. */
export function lastDayIn(timeZone: string) {
  return z.string().transform((date) => msOfFieldTime(date === '' ? '' : `${date}T00:00`, timeZone));
}

/** UTC milliseconds as a date field has the day; empty: none. */
export function lastDayOf(atMs: number | undefined, timeZone: string): string {
  return atMs === undefined ? '' : fieldTimeOf(atMs, timeZone).slice(0, 'YYYY-MM-DD'.length);
}

interface LastDayProps<F extends FieldValues, T> {
  readonly control: Control<F, unknown, T>;
  /** The field of the last day. */
  readonly lastDay: FieldPathByValue<F, string>;
}

export function LastDayInput<F extends FieldValues, T>({ control, lastDay }: LastDayProps<F, T>): ReactNode {
  const { t } = useTranslation();
  return (
    <TextInput
      control={control}
      name={lastDay}
      label={t('cards.sell-before')}
      hint={t('cards.sell-before-hint')}
      type="date"
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

interface BatchFieldsProps<F extends FieldValues, T> extends LastDayProps<F, T> {
  readonly note: FieldPathByValue<F, string>;
}

export function BatchFields<F extends FieldValues, T>({ control, lastDay, note }: BatchFieldsProps<F, T>): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <LastDayInput control={control} lastDay={lastDay} />
      <TextInput control={control} name={note} label={t('cards.note')} multiline minRows={2} />
    </>
  );
}
