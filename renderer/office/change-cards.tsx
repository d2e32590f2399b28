/** Another product and another last day for what is unsold of a batch, or of a part of it. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useAsk, type Input } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { countIn } from '../parts/form-values';
import { useFormats } from '../parts/formats';
import { JobProgress } from '../parts/job-progress';
import { FormPanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';
import { LastDayInput, lastDayIn, lastDayOf } from './batch-fields';
import type { BatchView } from './batch-marks';

function makeSchema(timeZone: string, last: number) {
  const serial = countIn({ least: 1, most: last });
  return z
    .object({
      from: serial.transform((from) => from ?? 1),
      till: serial.transform((till) => till ?? last),
      productId: z.string().min(1, 'form.required').transform(Number),
      sellBefore: lastDayIn(timeZone),
    })
    .refine(({ from, till }) => from <= till, { path: ['till'], message: 'form.too-small' })
    .transform(({ sellBefore, ...rest }): Omit<Input<'cards.change'>, 'batchId'> => {
      return { ...rest, sellBeforeMs: sellBefore ?? null };
    });
}

type Typed = z.input<ReturnType<typeof makeSchema>>;
type Checked = z.output<ReturnType<typeof makeSchema>>;

const fieldOf = { from: 'from', till: 'till', productId: 'productId', sellBeforeMs: 'sellBefore' } as const;

interface Product {
  readonly id: number;
  readonly name: string;
  readonly priceMinor: number;
}

interface ChangeCardsProps {
  readonly batch: BatchView;
  readonly onClose: () => void;
  /** They are in this batch now. */
  readonly onChanged: (batchId: number) => void;
}

export function ChangeCards(props: ChangeCardsProps): ReactNode {
  const products = useAsk('products.list', { retired: false });
  return (
    <Answer of={products} loading={null}>
      {({ rows }) => <ChangeForm {...props} products={rows} />}
    </Answer>
  );
}

interface ChangeFormProps extends ChangeCardsProps {
  readonly products: readonly Product[];
}

function ChangeForm({ batch, products, onClose, onChanged }: ChangeFormProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { timeZone } = useVenue();
  const form = useForm<Typed, unknown, Checked>({
    defaultValues: {
      ...{ from: '1', till: String(batch.count), productId: firstOther(products, batch.productId) },
      sellBefore: batch.expired ? '' : lastDayOf(batch.sellBeforeMs, timeZone),
    },
    resolver: zodResolver(makeSchema(timeZone, batch.count)),
  });
  const { control } = form;
  const change = useChange('cards.change', {
    said: (_input, { changed }) => t('cards.product-changed', { count: changed }),
    onDone: ({ batchId }) => onChanged(batchId),
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const chosen = useWatch({ control, name: 'productId' });
  const product = products.find(({ id }) => String(id) === chosen);
  const serial = { inputMode: 'numeric', dir: 'ltr' } as const;
  return (
    <FormPanel
      open
      title={t('cards.change-product')}
      onClose={onClose}
      dirty={form.formState.isDirty || change.isPending}
      submitLabel={t('common.save')}
      submitting={change.isPending}
      onSubmit={(event) => void form.handleSubmit((checked) => change.run({ batchId: batch.id, ...checked }))(event)}
    >
      <Stack sx={{ gap: 2 }}>
        <ProblemNote error={change.shownError} />
        {change.isPending && <JobProgress names={['change-cards']} label={t('cards.changing-product')} />}
        <SelectInput
          control={control}
          name="productId"
          label={t('cards.product')}
          hint={product && t('cards.product-price', { price: formats.money(product.priceMinor, batch.currency) })}
          options={products.map(({ id, name }) => ({ value: String(id), label: name }))}
          autoFocus
        />
        <Stack direction="row" sx={{ gap: 1.5 }}>
          <TextInput control={control} name="from" label={t('cards.from')} slotProps={{ htmlInput: serial }} />
          <TextInput control={control} name="till" label={t('cards.till')} slotProps={{ htmlInput: serial }} />
        </Stack>
        <LastDayInput control={control} lastDay="sellBefore" />
        <Alert severity="info">{t('cards.change-product-hint')}</Alert>
        {batch.counts.printed > 0 && <Alert severity="warning">{t('cards.change-product-printed')}</Alert>}
      </Stack>
    </FormPanel>
  );
}

/** What the batch is of already is chosen only where there is nothing else: its last day may still be another. */
function firstOther(products: readonly Product[], productId: number): string {
  return String((products.find(({ id }) => id !== productId) ?? products[0])?.id ?? '');
}
