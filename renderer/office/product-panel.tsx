/** The editor of a product; the sentence the guest will read is written while one types. */
import { zodResolver } from '@hookform/resolvers/zod';
import AddIcon from '@mui/icons-material/Add';
import CheckIcon from '@mui/icons-material/Check';
import { Box, Button, ButtonBase, InputAdornment, Stack, Typography } from '@mui/material';
import { useMemo, type ReactNode } from 'react';
import { useController, useFieldArray, useForm, useWatch, type Path } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { MOST_ATTRIBUTES } from '../../preload/contract/attributes';
import { MOST_LIMITATIONS } from '../../preload/contract/limitations';
import { formatDuration } from '../../preload/contract/units';
import { ProblemNote } from '../parts/answer';
import { splitAmount, timeUnits } from '../parts/amounts';
import { useChange } from '../parts/changes';
import { AmountInput, CheckInput, SelectInput, TextInput } from '../parts/fields';
import { showAtField } from '../parts/form-problem';
import { Presets } from '../parts/presets';
import { Section } from '../parts/section';
import { FormPanel } from '../parts/side-panel';
import { useTimeUnits } from '../parts/unit-options';
import { useMay, useVenue } from '../parts/who';
import { emptyLimitationForm } from './limitation-form';
import { LimitationFields } from './limitation-fields';
import { ProductAttributes } from './product-attributes';
import {
  emptyProductForm,
  productForm,
  tileColors,
  toProductForm,
  toProductInput,
  toProductUpdate,
  type ProductFormApi,
  type ProductFormInput,
  type ProductFormOutput,
  type ProductView,
} from './product-form';
import { ProductPreview } from './product-preview';
import { TicketLook } from './ticket-look';

/** Editor and preview side by side. */
const panelWidth = 1140;
/** Title above and buttons below: the preview scrolls by itself between them. */
const aroundPreview = 160;

/** The form's fields by the contract's names, for refusals. */
const fieldOf: Readonly<Record<string, Path<ProductFormInput>>> = {
  name: 'name',
  priceMinor: 'price',
  codeLength: 'codeLength',
  color: 'color',
  ticketTemplateId: 'ticketTemplateId',
  validUntilMs: 'validUntil',
  ...Object.fromEntries(
    Array.from({ length: MOST_ATTRIBUTES }, (_, index) => index).flatMap((index) => [
      [`attributes.${index}.name`, `attributes.${index}.name` as const],
      [`attributes.${index}.value`, `attributes.${index}.value` as const],
    ]),
  ),
};

interface ProductPanelProps {
  /** Undefined: a new one. */
  readonly product: ProductView | undefined;
  /** How many products there are, so that a new one gets the next colour. */
  readonly others: number;
  readonly onClose: () => void;
}

export function ProductPanel({ product, others, onClose }: ProductPanelProps): ReactNode {
  const { t } = useTranslation();
  const venue = useVenue();
  const mayTell = useMay('technical');
  const schema = useMemo(() => productForm(venue), [venue]);
  const form = useForm<ProductFormInput, unknown, ProductFormOutput>({
    defaultValues: product ? toProductForm(product, venue.timeZone) : emptyProductForm(others),
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
  const submit = form.handleSubmit((checked) => {
    const input = toProductInput(checked, mayTell);
    if (product) update.run(toProductUpdate(product, input, venue.timeZone));
    else add.run(input);
  });

  return (
    <FormPanel
      open
      width={panelWidth}
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
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) 400px' }, gap: 4, pt: 1 }}>
        <Stack sx={{ gap: 3, minWidth: 0 }}>
          <ProblemNote error={product ? update.shownError : add.shownError} />
          <What form={form} />
          <Validity form={form} />
          <Limitations form={form} />
          <AtTheLimit form={form} />
          <AtTheDesk form={form} product={product} />
          {mayTell && <ProductAttributes form={form} />}
        </Stack>
        <Box
          sx={{
            order: { xs: -1, md: 0 },
            minWidth: 0,
            position: { md: 'sticky' },
            top: 0,
            alignSelf: 'start',
            maxHeight: { md: `calc(100vh - ${aroundPreview}px)` },
            overflowY: { md: 'auto' },
          }}
        >
          <ProductPreview form={form} product={product} />
        </Box>
      </Box>
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

interface PartProps {
  readonly form: ProductFormApi;
}

function What({ form: { control } }: PartProps): ReactNode {
  const { t } = useTranslation();
  const { currency } = useVenue();
  return (
    <Section title={t('products.what')}>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)', gap: 2 }}>
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
      </Box>
    </Section>
  );
}

/** An hour, a day, a week, a month. */
const usualValidities = [3_600, 86_400, 604_800, 2_592_000] as const;

function Validity({ form }: PartProps): ReactNode {
  const { t } = useTranslation();
  const { control } = form;
  const lasts = useWatch({ control, name: 'lasts' });
  return (
    <Section title={t('products.validity')}>
      <SelectInput
        control={control}
        name="lasts"
        label={t('products.lasts')}
        options={[
          { value: 'time', label: t('products.lasts-time') },
          { value: 'date', label: t('products.lasts-date') },
          { value: 'check-out', label: t('products.lasts-check-out') },
          { value: 'unlimited', label: t('products.lasts-unlimited') },
        ]}
      />
      {lasts === 'time' && <ValidFor form={form} />}
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
      {lasts !== 'unlimited' && (
        <TextInput
          control={control}
          name="validUntil"
          type="datetime-local"
          label={t(lasts === 'date' ? 'products.valid-until' : 'products.at-the-latest')}
          hint={t('products.valid-until-hint')}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      )}
    </Section>
  );
}

function ValidFor({ form: { control, setValue } }: PartProps): ReactNode {
  const { t, i18n } = useTranslation();
  const times = useTimeUnits();
  return (
    <>
      <AmountInput control={control} name="validFor" label={t('products.valid-for')} units={times} />
      <Presets
        label={t('products.usual')}
        presets={usualValidities.map((seconds) => ({
          label: formatDuration(seconds, i18n.language),
          choose: () =>
            setValue('validFor', splitAmount(seconds, timeUnits, 'day'), { shouldDirty: true, shouldValidate: true }),
        }))}
      />
    </>
  );
}

/** All of them must hold; those of other hours hold then. */
function Limitations({ form }: PartProps): ReactNode {
  const { t } = useTranslation();
  const rows = useFieldArray({ control: form.control, name: 'limitations', keyName: 'key' });
  return (
    <Section title={t('products.limits')} hint={t('products.limits-hint')}>
      {rows.fields.map((row, index) => (
        <LimitationFields
          key={row.key}
          form={form}
          index={index}
          onRemove={rows.fields.length > 1 ? () => rows.remove(index) : undefined}
        />
      ))}
      {rows.fields.length < MOST_LIMITATIONS && (
        <Box>
          <Button startIcon={<AddIcon />} onClick={() => rows.append({ ...emptyLimitationForm(), when: 'window' })}>
            {t('products.add-limitation')}
          </Button>
        </Box>
      )}
    </Section>
  );
}

/** What happens to one device or session too many. */
function AtTheLimit({ form: { control } }: PartProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('products.at-the-limit')}>
      <SelectInput
        control={control}
        name="atDeviceLimit"
        label={t('products.at-device-limit')}
        options={[
          { value: 'refuse', label: t('products.device-refused') },
          { value: 'forget-oldest', label: t('products.device-forgets') },
        ]}
      />
      <SelectInput
        control={control}
        name="atSessionLimit"
        label={t('products.at-session-limit')}
        options={[
          { value: 'refuse', label: t('products.session-refused') },
          { value: 'end-oldest', label: t('products.session-ends-oldest') },
        ]}
      />
      <CheckInput
        control={control}
        name="bindFirstDevice"
        label={t('products.bind-first-device')}
        hint={t('products.bind-first-device-hint')}
      />
    </Section>
  );
}

function AtTheDesk({
  form: { control },
  product,
}: PartProps & { readonly product: ProductView | undefined }): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('products.at-the-desk')}>
      <ColorInput control={control} ownColor={product?.color} />
      <CheckInput control={control} name="pinned" label={t('products.pinned')} hint={t('products.pinned-hint')} />
      <CheckInput control={control} name="hidden" label={t('products.hidden')} hint={t('products.hidden-hint')} />
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
      <TicketLook
        control={control}
        name="ticketTemplateId"
        label={t('products.ticket-look')}
        asAll={t('products.ticket-as-all')}
      />
    </Section>
  );
}

interface ColorInputProps {
  readonly control: ProductFormApi['control'];
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
