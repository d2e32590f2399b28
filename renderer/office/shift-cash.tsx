/** Cash of a shift beside its sales: what the drawer begins with, what is put in and taken out. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { parseMoney } from '../../preload/contract/units';
import { typedPrice } from '../parts/amounts';
import { ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { useFormats } from '../parts/formats';
import { FormPanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';

/** The bound of the contract (preload/contract/shifts.ts). */
const longestNote = 120;

const moneyText = (currency: string) =>
  z.string().refine((text) => parseMoney(text, currency) !== undefined, 'form.not-a-price');

interface FloatFormProps {
  readonly label: string;
  /** What the drawer held when it was last counted: usually what it still holds. */
  readonly lastCountedMinor: number | undefined;
}

export function FloatForm({ label, lastCountedMinor }: FloatFormProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { currency } = useVenue();
  const form = useForm({
    defaultValues: { float: lastCountedMinor === undefined ? '' : typedPrice(lastCountedMinor, currency) },
    resolver: zodResolver(z.object({ float: moneyText(currency) })),
  });
  const open = useChange('shifts.open', {
    said: ({ floatMinor }) => t('shift.opened', { amount: formats.money(floatMinor) }),
    onProblem: (error) => showAtField(form, error, { floatMinor: 'float' }),
  });
  const submit = form.handleSubmit(({ float }) => open.run({ floatMinor: parseMoney(float, currency)! }));
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ProblemNote error={open.shownError} />
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'flex-start', flexWrap: 'wrap' }}>
        <TextInput
          control={form.control}
          name="float"
          label={t('shift.float')}
          hint={lastCountedMinor === undefined ? t('shift.float-hint') : t('shift.float-last')}
          autoComplete="off"
          sx={{ flex: '1 1 180px' }}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        />
        <Button type="submit" variant="contained" loading={open.isPending}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}

interface MoveCashProps {
  readonly kind: 'in' | 'out';
  readonly currency: string;
  readonly onClose: () => void;
}

export function MoveCash({ kind, currency, onClose }: MoveCashProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const form = useForm({
    defaultValues: { amount: '', note: '' },
    resolver: zodResolver(
      z.object({
        amount: moneyText(currency).refine((text) => parseMoney(text, currency) !== 0, 'form.too-small'),
        note: z.string().trim().min(1, 'form.required').max(longestNote, 'form.too-long'),
      }),
    ),
  });
  const move = useChange('shifts.moveCash', {
    said: (input) =>
      t(kind === 'in' ? 'shift.moved-in' : 'shift.moved-out', { amount: formats.money(input.amountMinor, currency) }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, { amountMinor: 'amount', note: 'note' }),
  });
  const submit = form.handleSubmit(({ amount, note }) =>
    move.run({ kind, amountMinor: parseMoney(amount, currency)!, note }),
  );
  return (
    <FormPanel
      open
      title={t(kind === 'in' ? 'shift.cash-in' : 'shift.cash-out')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={move.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <ProblemNote error={move.shownError} />
      <Stack sx={{ gap: 2.5, pt: 1 }}>
        <TextInput
          control={form.control}
          name="amount"
          label={t('shift.amount')}
          autoFocus
          autoComplete="off"
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
        />
        <TextInput
          control={form.control}
          name="note"
          label={t('shift.why')}
          hint={t(kind === 'in' ? 'shift.cash-in-hint' : 'shift.cash-out-hint')}
          autoComplete="off"
          slotProps={{ htmlInput: { maxLength: longestNote } }}
        />
      </Stack>
    </FormPanel>
  );
}
