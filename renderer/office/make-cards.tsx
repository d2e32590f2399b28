/** A new batch: what it is of, how its codes look, and how far the work thread is with it. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Box, Button, LinearProgress, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { mostInBatch } from '../../preload/contract/cards';
import { useAsk, useDo, type Input } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { CheckInput, SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { countIn, lineUpTo, withoutUndefined } from '../parts/form-values';
import { useFormats } from '../parts/formats';
import { Section } from '../parts/section';
import { FormPanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';
import { BatchFields, lastDayIn } from './batch-fields';

const alphabets = ['mixed', 'letters', 'digits'] as const;
const kinds = ['cards', 'vouchers'] as const;

function makeSchema(timeZone: string) {
  return z
    .object({
      kind: z.enum(kinds),
      name: z.string().trim().min(1, 'form.required').max(60, 'form.too-long'),
      note: lineUpTo(500),
      productId: z.string().min(1, 'form.required').transform(Number),
      domainId: z.string().transform(Number),
      count: countIn({ least: 1, most: mostInBatch }).transform((count) => count ?? 1),
      prefix: z
        .string()
        .trim()
        .max(12, 'form.too-long')
        .regex(/^[A-Za-z0-9-]*$/, 'cards.prefix-hint'),
      alphabet: z.enum(alphabets),
      length: countIn({ least: 4, most: 16 }).transform((length) => length ?? 8),
      soldAtDesk: z.boolean(),
      pricePrinted: z.boolean(),
      sellBefore: lastDayIn(timeZone),
    })
    .transform(({ sellBefore: sellBeforeMs, note, ...rest }): Input<'cards.make'> => {
      return { ...rest, ...withoutUndefined({ sellBeforeMs, note }) };
    });
}

type Typed = z.input<ReturnType<typeof makeSchema>>;
type Checked = z.output<ReturnType<typeof makeSchema>>;

const blank: Typed = {
  ...{ kind: 'cards', name: '', note: '', productId: '', domainId: '', count: '100', prefix: '' },
  ...{ alphabet: 'mixed', length: '8', soldAtDesk: true, pricePrinted: true, sellBefore: '' },
};

const fieldOf = {
  name: 'name',
  productId: 'productId',
  domainId: 'domainId',
  count: 'count',
  prefix: 'prefix',
  length: 'length',
  soldAtDesk: 'soldAtDesk',
  sellBeforeMs: 'sellBefore',
} as const;

interface MakeCardsProps {
  readonly onClose: () => void;
  readonly onMade: (batchId: number) => void;
}

export function MakeCards(props: MakeCardsProps): ReactNode {
  const domains = useAsk('domains.list');
  const products = useAsk('products.list', { retired: false });
  return (
    <Answer of={products} loading={null}>
      {({ rows }) => (
        <Answer of={domains} loading={null}>
          {({ rows: domainRows }) => <MakeForm {...props} products={rows} domains={domainRows} />}
        </Answer>
      )}
    </Answer>
  );
}

interface Choice {
  readonly id: number;
  readonly name: string;
}

interface MakeFormProps extends MakeCardsProps {
  readonly products: readonly Choice[];
  readonly domains: readonly Choice[];
}

function MakeForm({ onClose, onMade, products, domains }: MakeFormProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { timeZone } = useVenue();
  const form = useForm<Typed, unknown, Checked>({
    defaultValues: { ...blank, productId: String(products[0]?.id ?? ''), domainId: String(domains[0]?.id ?? '') },
    resolver: zodResolver(makeSchema(timeZone)),
  });
  const { control } = form;
  const kind = useWatch({ control, name: 'kind' });
  const make = useChange('cards.make', {
    said: ({ name }) => t('cards.made', { name }),
    onDone: ({ batchId }) => onMade(batchId),
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const options = (rows: readonly Choice[]) => rows.map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <FormPanel
      open
      title={t('cards.make')}
      onClose={onClose}
      dirty={form.formState.isDirty || make.isPending}
      submitLabel={t('cards.make-now')}
      submitting={make.isPending}
      onSubmit={(event) => void form.handleSubmit((checked) => make.run(checked))(event)}
    >
      <Stack sx={{ gap: 3 }}>
        <ProblemNote error={make.shownError} />
        {make.isPending && <Progress />}
        {products.length === 0 && <Alert severity="info">{t('cards.needs-product')}</Alert>}
        <Section title={t('cards.what')} hint={t(`cards.kind-${kind}-hint`)}>
          <SelectInput
            control={control}
            name="kind"
            label={t('cards.kind')}
            options={kinds.map((value) => ({ value, label: t(`cards.kind-${value}`) }))}
          />
          <TextInput control={control} name="name" label={t('cards.name')} autoFocus />
          <SelectInput control={control} name="productId" label={t('cards.product')} options={options(products)} />
          {domains.length > 1 && (
            <SelectInput control={control} name="domainId" label={t('cards.domain')} options={options(domains)} />
          )}
          <TextInput
            control={control}
            name="count"
            label={t('cards.quantity')}
            hint={t('cards.quantity-hint', { most: formats.number(mostInBatch) })}
            slotProps={{ htmlInput: { inputMode: 'numeric' } }}
          />
        </Section>
        <Section title={t('cards.codes')}>
          <Stack direction="row" sx={{ gap: 1.5 }}>
            <SelectInput
              control={control}
              name="alphabet"
              label={t('cards.alphabet')}
              options={alphabets.map((value) => ({ value, label: t(`cards.alphabet-${value}`) }))}
            />
            <TextInput
              control={control}
              name="length"
              label={t('cards.length')}
              slotProps={{ htmlInput: { inputMode: 'numeric' } }}
              sx={{ maxWidth: 120 }}
            />
          </Stack>
          <TextInput
            control={control}
            name="prefix"
            label={t('cards.prefix')}
            hint={t('cards.prefix-hint')}
            slotProps={{ htmlInput: { dir: 'ltr', spellCheck: false, autoComplete: 'off' } }}
          />
        </Section>
        <Section title={t('cards.rules')}>
          {kind === 'cards' && (
            <CheckInput
              control={control}
              name="soldAtDesk"
              label={t('cards.sold-at-desk')}
              hint={t('cards.sold-at-desk-hint')}
            />
          )}
          <CheckInput control={control} name="pricePrinted" label={t('cards.price-printed')} />
          <BatchFields control={control} lastDay="sellBefore" note="note" />
        </Section>
      </Stack>
    </FormPanel>
  );
}

/** How many are made, and the way to stop: nothing is left then. */
function Progress(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useAsk('work.list');
  const stop = useDo('work.stop');
  const job = data?.rows.find(({ name }) => name === 'make-batch');
  const { done, total } = job ?? {};
  const counts = done !== undefined && total !== undefined ? { done, total } : undefined;
  return (
    <Box role="status">
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, mb: 0.5 }}>
        <Typography sx={{ flex: 1 }}>
          {counts === undefined
            ? t('cards.making')
            : t('cards.making-count', { done: formats.number(counts.done), total: formats.number(counts.total) })}
        </Typography>
        {job && (
          <Button size="small" onClick={() => stop.mutate({ id: job.id })}>
            {t('cards.stop')}
          </Button>
        )}
      </Stack>
      <LinearProgress
        aria-label={t('cards.making')}
        variant={counts ? 'determinate' : 'indeterminate'}
        value={counts ? (counts.done / counts.total) * 100 : 0}
      />
    </Box>
  );
}
