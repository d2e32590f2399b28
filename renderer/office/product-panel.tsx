/** The editor of a product; the sentence the guest will read is written while one types. */
import { zodResolver } from '@hookform/resolvers/zod';
import CheckIcon from '@mui/icons-material/Check';
import { Box, Button, ButtonBase, InputAdornment, Stack, Typography } from '@mui/material';
import { useMemo, type ReactNode } from 'react';
import { useController, useForm, useWatch, type Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { productSentence } from '../../preload/contract/sentence';
import { ProblemNote } from '../parts/answer';
import { byteUnits, rateUnits, timeUnits } from '../parts/amounts';
import { useChange } from '../parts/changes';
import { AmountInput, SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { FormPanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';
import {
  emptyProductForm,
  productForm,
  tileColors,
  toProductForm,
  toProductInput,
  toProductUpdate,
  type ProductFormInput,
  type ProductFormOutput,
  type ProductView,
} from './product-form';

const hotKeys = Array.from({ length: 12 }, (_, index) => index + 1);

/** The form's fields by the contract's names, for refusals. */
const fieldOf = {
  name: 'name',
  priceMinor: 'price',
  hotKey: 'hotKey',
  codeLength: 'codeLength',
  color: 'color',
} as const;

interface ProductPanelProps {
  /** Undefined: a new one. */
  readonly product: ProductView | undefined;
  readonly onClose: () => void;
}

type ProductControl = Control<ProductFormInput, unknown, ProductFormOutput>;

export function ProductPanel({ product, onClose }: ProductPanelProps): ReactNode {
  const { t } = useTranslation();
  const { currency } = useVenue();
  const schema = useMemo(() => productForm(currency), [currency]);
  const form = useForm<ProductFormInput, unknown, ProductFormOutput>({
    defaultValues: product ? toProductForm(product) : emptyProductForm(),
    resolver: zodResolver(schema),
  });
  const add = useChange('products.add', {
    said: ({ name }) => t('products.added', { name }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const update = useChange('products.update', {
    said: ({ name }) => t('products.changed', { name: name ?? '' }),
    onDone: onClose,
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const retire = useRetire(onClose);
  const { control } = form;
  const submit = form.handleSubmit((checked) => {
    const input = toProductInput(checked);
    if (product) update.run(toProductUpdate(product, input));
    else add.run(input);
  });

  return (
    <FormPanel
      open
      width={600}
      title={product?.name ?? t('products.new')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={add.isPending || update.isPending}
      onSubmit={(event) => void submit(event)}
      aside={
        product && (
          <Button color="inherit" onClick={() => retire(product, !product.retired)}>
            {t(product.retired ? 'products.put-back' : 'products.retire')}
          </Button>
        )
      }
    >
      <Stack sx={{ gap: 3, pt: 1 }}>
        <ProblemNote error={product ? update.shownError : add.shownError} />
        <Preview control={control} product={product} />
        <Section title={t('products.what')}>
          <TextInput control={control} name="name" label={t('products.name')} autoFocus />
          <TextInput
            control={control}
            name="price"
            label={t('products.price')}
            hint={t('products.price-hint')}
            slotProps={{
              htmlInput: { inputMode: 'decimal' },
              input: { endAdornment: <InputAdornment position="end">{currency}</InputAdornment> },
            }}
          />
        </Section>
        <Validity control={control} />
        <Limits control={control} />
        <AtTheDesk control={control} product={product} />
      </Stack>
    </FormPanel>
  );
}

/** Takes a product off the desk or puts it back. */
export function useRetire(onDone?: () => void): (product: ProductView, retired: boolean) => void {
  const { t } = useTranslation();
  const retire = useChange('products.setRetired', {
    said: ({ retired }) => t(retired ? 'products.retired' : 'products.is-back'),
    ...(onDone && { onDone }),
  });
  return ({ id }, retired) => retire.run({ id, retired });
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Stack component="fieldset" sx={{ border: 0, m: 0, p: 0, gap: 2, minWidth: 0 }}>
      <Typography component="legend" variant="h3" sx={{ mb: 1.5, p: 0 }}>
        {title}
      </Typography>
      {children}
    </Stack>
  );
}

/** What guest and operator will read; the last good one stays while something half-typed is wrong. */
function Preview({ control, product }: PartProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { currency, timeZone } = useVenue();
  const typed = useWatch({ control }) as ProductFormInput;
  const checked = useMemo(() => productForm(currency).safeParse({ ...typed, name: '-' }), [currency, typed]);
  const input = checked.success ? toProductInput(checked.data) : undefined;
  return (
    <Box
      role="status"
      aria-label={t('products.preview')}
      sx={{
        p: 2,
        borderRadius: '10px',
        bgcolor: 'background.sunken',
        borderInlineStart: '6px solid',
        borderColor: typed.color,
      }}
    >
      <Typography variant="subtitle2" sx={{ color: 'text.secondary' }}>
        {t('products.preview')}
      </Typography>
      <Typography sx={{ fontWeight: 600 }}>
        {input
          ? productSentence(
              {
                starts: input.starts,
                validForSec: input.validForSec,
                untilCheckOut: input.untilCheckOut ?? false,
                validUntilMs: product?.validUntilMs,
                limitations: product ? toProductUpdate(product, input).limitations : input.limitations,
              },
              { language: i18n.language, timeZone },
            )
          : t('products.preview-wrong')}
      </Typography>
    </Box>
  );
}

function Validity({ control }: { readonly control: ProductControl }): ReactNode {
  const { t } = useTranslation();
  const times = useTimeUnits();
  const lasts = useWatch({ control, name: 'lasts' });
  return (
    <Section title={t('products.validity')}>
      <SelectInput
        control={control}
        name="lasts"
        label={t('products.lasts')}
        options={[
          { value: 'time', label: t('products.lasts-time') },
          { value: 'check-out', label: t('products.lasts-check-out') },
          { value: 'unlimited', label: t('products.lasts-unlimited') },
        ]}
      />
      {lasts === 'time' && (
        <AmountInput control={control} name="validFor" label={t('products.valid-for')} units={times} />
      )}
      {lasts !== 'check-out' && (
        <SelectInput
          control={control}
          name="starts"
          label={t('products.starts')}
          options={[
            { value: 'first-login', label: t('products.starts-first-login') },
            { value: 'now', label: t('products.starts-now') },
          ]}
        />
      )}
    </Section>
  );
}

interface UnitOption {
  readonly value: string;
  readonly label: string;
}

function useTimeUnits(): UnitOption[] {
  const { t } = useTranslation();
  return (Object.keys(timeUnits) as (keyof typeof timeUnits)[]).map((unit) => ({
    value: unit,
    label: t(`unit.${unit}`),
  }));
}

const sameWord = (units: object): UnitOption[] => Object.keys(units).map((unit) => ({ value: unit, label: unit }));

function Limits({ control }: { readonly control: ProductControl }): ReactNode {
  const { t } = useTranslation();
  const bytes = sameWord(byteUnits);
  const rates = sameWord(rateUnits);
  const times = useTimeUnits();
  return (
    <Section title={t('products.limits')}>
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: -1 }}>
        {t('products.limits-hint')}
      </Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
        <TextInput
          control={control}
          name="devices"
          label={t('products.devices')}
          hint={t('products.devices-hint')}
          slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        />
        <TextInput
          control={control}
          name="simultaneousSessions"
          label={t('products.at-a-time')}
          hint={t('products.at-a-time-hint')}
          slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        />
      </Box>
      <AmountInput control={control} name="rateDown" label={t('products.rate-down')} units={rates} />
      <AmountInput control={control} name="rateUp" label={t('products.rate-up')} units={rates} />
      <AmountInput control={control} name="totalQuota" label={t('products.total-quota')} units={bytes} />
      <AmountInput control={control} name="downloadQuota" label={t('products.download-quota')} units={bytes} />
      <AmountInput control={control} name="uploadQuota" label={t('products.upload-quota')} units={bytes} />
      <AmountInput
        control={control}
        name="uptime"
        label={t('products.uptime')}
        hint={t('products.uptime-hint')}
        units={times}
      />
      <AmountInput
        control={control}
        name="idleTimeout"
        label={t('products.idle-timeout')}
        hint={t('products.idle-timeout-hint')}
        units={times}
      />
    </Section>
  );
}

interface PartProps {
  readonly control: ProductControl;
  readonly product: ProductView | undefined;
}

function AtTheDesk({ control, product }: PartProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('products.at-the-desk')}>
      <ColorInput control={control} ownColor={product?.color} />
      <SelectInput
        control={control}
        name="hotKey"
        label={t('products.hot-key')}
        hint={t('products.hot-key-hint')}
        options={[
          { value: '', label: t('products.no-hot-key') },
          ...hotKeys.map((key) => ({ value: String(key), label: `F${key}` })),
        ]}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      />
      <Box sx={{ display: 'grid', gridTemplateColumns: '2fr 1fr', gap: 2 }}>
        <SelectInput
          control={control}
          name="codeAlphabet"
          label={t('products.code-alphabet')}
          hint={t('products.code-hint')}
          options={[
            { value: 'mixed', label: t('products.code-mixed') },
            { value: 'letters', label: t('products.code-letters') },
            { value: 'digits', label: t('products.code-digits') },
          ]}
        />
        <TextInput
          control={control}
          name="codeLength"
          label={t('products.code-length')}
          slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        />
      </Box>
    </Section>
  );
}

interface ColorInputProps {
  readonly control: ProductControl;
  readonly ownColor: string | undefined;
}

/** Swatches as radio buttons: arrow keys move, the chosen one is ticked. */
function ColorInput({ control, ownColor }: ColorInputProps): ReactNode {
  const { t } = useTranslation();
  const { field } = useController({ control, name: 'color' });
  const known: readonly string[] = tileColors;
  const colors = ownColor === undefined || known.includes(ownColor) ? known : [ownColor, ...known];
  const step = (by: number): void => {
    const next = colors[(colors.indexOf(field.value) + by + colors.length) % colors.length]!;
    field.onChange(next);
    document.getElementById(swatchId(next))?.focus();
  };
  return (
    <div>
      <Typography id="product-color-label" variant="caption" sx={{ color: 'text.secondary' }}>
        {t('products.color')}
      </Typography>
      <Stack
        direction="row"
        role="radiogroup"
        aria-labelledby="product-color-label"
        sx={{ gap: 1, flexWrap: 'wrap', mt: 0.5 }}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          step(by);
        }}
      >
        {colors.map((color, index) => (
          <ButtonBase
            key={color}
            id={swatchId(color)}
            role="radio"
            aria-checked={color === field.value}
            aria-label={t('products.color-number', { number: index + 1 })}
            tabIndex={color === field.value ? 0 : -1}
            onClick={() => field.onChange(color)}
            sx={{ width: 44, height: 44, borderRadius: '10px', backgroundColor: color, color: '#ffffff' }}
          >
            {color === field.value && <CheckIcon aria-hidden />}
          </ButtonBase>
        ))}
      </Stack>
    </div>
  );
}

const swatchId = (color: string): string => `product-color-${color.slice(1)}`;
