/** What may change about a batch that is made: its name, its note, and the last day it is good for. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { lineUpTo } from '../parts/form-values';
import { FormPanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';
import { BatchFields, lastDayIn, lastDayOf } from './batch-fields';
import type { BatchView } from './batch-marks';

/** The contract's bounds (preload/contract/cards.ts); an emptied field takes the value away. */
function makeSchema(timeZone: string) {
  return z
    .object({
      name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
      note: lineUpTo(500),
      sellBefore: lastDayIn(timeZone),
    })
    .transform(({ name, note, sellBefore }) => ({ name, note: note ?? null, sellBeforeMs: sellBefore ?? null }));
}

type Typed = z.input<ReturnType<typeof makeSchema>>;
type Checked = z.output<ReturnType<typeof makeSchema>>;

const fieldOf = { name: 'name', note: 'note', sellBeforeMs: 'sellBefore' } as const;

interface EditBatchProps {
  readonly batch: BatchView;
  readonly onClose: () => void;
}

export function EditBatch({ batch, onClose }: EditBatchProps): ReactNode {
  const { t } = useTranslation();
  const { timeZone } = useVenue();
  const { id, name, note = '', sellBeforeMs } = batch;
  const form = useForm<Typed, unknown, Checked>({
    defaultValues: { name, note, sellBefore: lastDayOf(sellBeforeMs, timeZone) },
    resolver: zodResolver(makeSchema(timeZone)),
  });
  const { control } = form;
  const update = useChange('cards.update', {
    said: (input) => t('cards.changed', { name: input.name ?? name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  return (
    <FormPanel
      open
      title={t('cards.change')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={update.isPending}
      onSubmit={(event) => void form.handleSubmit((checked) => update.run({ id, ...checked }))(event)}
    >
      <Stack sx={{ gap: 2 }}>
        <ProblemNote error={update.shownError} />
        <TextInput control={control} name="name" label={t('cards.name')} autoFocus />
        <BatchFields control={control} lastDay="sellBefore" note="note" />
      </Stack>
    </FormPanel>
  );
}
