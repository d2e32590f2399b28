/** The fields of one limitation of a product, headed by what it says. */
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import {
  Box,
  Card,
  FormHelperText,
  IconButton,
  Stack,
  ToggleButton,
  ToggleButtonGroup,
  Tooltip,
  Typography,
} from '@mui/material';
import { useId, useMemo, type ReactNode } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { weekdays, type Weekday } from '../../preload/contract/limitations';
import { limitationSentence } from '../../preload/contract/sentence';
import { byteUnits, rateUnits, splitAmount, type Amount } from '../parts/amounts';
import { AmountInput, SelectInput, TextInput } from '../parts/fields';
import { Fold } from '../parts/fold';
import { Presets } from '../parts/presets';
import { textOr } from '../parts/problem';
import { sameWord, useTimeUnits, type UnitOption } from '../parts/unit-options';
import {
  advancedFields,
  anyFilled,
  limitationForm,
  networkFields,
  resetPeriods,
  type LimitationFormInput,
} from './limitation-form';
import type { ProductFormApi } from './product-form';

interface LimitationFieldsProps {
  readonly form: ProductFormApi;
  readonly index: number;
  /** Undefined: it is the only one. */
  readonly onRemove: (() => void) | undefined;
}

interface PartProps {
  readonly form: ProductFormApi;
  readonly index: number;
}

const numeric = { htmlInput: { inputMode: 'numeric' } } as const;
const rates = sameWord(rateUnits);
const bytes = sameWord(byteUnits);

export function LimitationFields({ form, index, onRemove }: LimitationFieldsProps): ReactNode {
  const { t } = useTranslation();
  const title = useTitle(form, index);
  const { control } = form;
  return (
    <Card variant="outlined" component="section" aria-label={title} sx={{ p: 2, display: 'grid', gap: 2 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minHeight: 40 }}>
        <Typography component="h3" variant="subtitle1" sx={{ flex: 1, fontWeight: 600, overflowWrap: 'anywhere' }}>
          <bdi>{title}</bdi>
        </Typography>
        {onRemove && (
          <Tooltip title={t('products.remove-limitation')}>
            <IconButton aria-label={t('products.remove-limitation')} onClick={onRemove}>
              <DeleteIcon />
            </IconButton>
          </Tooltip>
        )}
      </Stack>
      <Hours form={form} index={index} />
      <Pair>
        <TextInput
          control={control}
          name={`limitations.${index}.devices`}
          label={t('products.devices')}
          hint={t('products.devices-hint')}
          slotProps={numeric}
        />
        <TextInput
          control={control}
          name={`limitations.${index}.simultaneousSessions`}
          label={t('products.at-a-time')}
          hint={t('products.at-a-time-hint')}
          slotProps={numeric}
        />
      </Pair>
      <Speed form={form} index={index} />
      <Data form={form} index={index} />
      <div>
        <Advanced form={form} index={index} />
        <Network form={form} index={index} />
      </div>
    </Card>
  );
}

function Pair({ children }: { readonly children: ReactNode }): ReactNode {
  return <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: 2 }}>{children}</Box>;
}

type AmountField = {
  [F in keyof LimitationFormInput]: LimitationFormInput[F] extends Amount ? F : never;
}[keyof LimitationFormInput];

interface BothWaysProps extends PartProps {
  /** What the two are: "Burst speed". */
  readonly title: string;
  readonly down: AmountField;
  readonly up: AmountField;
  readonly units: readonly UnitOption[];
}

/** An amount for each direction. */
function BothWays({ form: { control }, index, title, down, up, units }: BothWaysProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Group title={title}>
      <AmountInput control={control} name={`limitations.${index}.${down}`} label={t('products.down')} units={units} />
      <AmountInput control={control} name={`limitations.${index}.${up}`} label={t('products.up')} units={units} />
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <Box role="group" aria-labelledby={id}>
      <Typography id={id} variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
        {title}
      </Typography>
      <Pair>{children}</Pair>
    </Box>
  );
}

/** What it says in the sentence; a number as long as it says nothing, or something is wrong. */
function useTitle(form: ProductFormApi, index: number): string {
  const { t, i18n } = useTranslation();
  const typed = useWatch({ control: form.control, name: `limitations.${index}` });
  const said = useMemo(() => {
    const checked = limitationForm.safeParse(typed);
    return checked.success ? limitationSentence(checked.data, i18n.language) : '';
  }, [typed, i18n.language]);
  return said === '' ? t('products.limitation-number', { number: index + 1 }) : said;
}

function Hours({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  const { control } = form;
  const when = useWatch({ control, name: `limitations.${index}.when` });
  return (
    <>
      <SelectInput
        control={control}
        name={`limitations.${index}.when`}
        label={t('products.holds')}
        options={[
          { value: 'always', label: t('products.holds-always') },
          { value: 'window', label: t('products.holds-window') },
        ]}
      />
      {when === 'window' && (
        <>
          <Days form={form} index={index} />
          <Pair>
            <TextInput
              control={control}
              name={`limitations.${index}.from`}
              label={t('products.from')}
              placeholder="08:00"
            />
            <TextInput
              control={control}
              name={`limitations.${index}.till`}
              label={t('products.till')}
              hint={t('products.till-hint')}
              placeholder="22:00"
            />
          </Pair>
        </>
      )}
    </>
  );
}

/** 1 January 2024 was a Monday. */
const someMonday = Date.UTC(2024, 0, 1);

/** The names of the days, Monday first. */
function useDayNames(width: 'short' | 'long'): readonly string[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const name = new Intl.DateTimeFormat(i18n.language, { weekday: width, timeZone: 'UTC' });
    return weekdays.map((_day, at) => name.format(someMonday + at * 86_400_000));
  }, [i18n.language, width]);
}

function Days({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  const short = useDayNames('short');
  const long = useDayNames('long');
  const { field, fieldState } = useController({ control: form.control, name: `limitations.${index}.days` });
  return (
    <div>
      <ToggleButtonGroup
        fullWidth
        color="primary"
        aria-label={t('products.days')}
        value={field.value}
        onChange={(_event, days: Weekday[]) => field.onChange(days)}
      >
        {weekdays.map((day, at) => (
          <ToggleButton key={day} value={day} aria-label={long[at]} sx={{ minHeight: 44, textTransform: 'none' }}>
            {short[at]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {fieldState.error?.message !== undefined && (
        <FormHelperText error>{textOr(fieldState.error.message, fieldState.error.message)}</FormHelperText>
      )}
    </div>
  );
}

/** What venues sell most, down and up. */
const usualRates = [
  [5, 1],
  [10, 2],
  [20, 5],
  [50, 10],
  [100, 20],
] as const;

function Speed({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  const { setValue } = form;
  const mbit = (amount: number) => ({ amount: String(amount), unit: 'Mbit/s' });
  const choose = (down: number, up: number): void => {
    setValue(`limitations.${index}.rateDown`, mbit(down), { shouldDirty: true, shouldValidate: true });
    setValue(`limitations.${index}.rateUp`, mbit(up), { shouldDirty: true, shouldValidate: true });
  };
  return (
    <>
      <BothWays form={form} index={index} title={t('products.speed')} down="rateDown" up="rateUp" units={rates} />
      <Presets
        label={t('products.usual')}
        presets={usualRates.map(([down, up]) => ({
          label: `${down}/${up} Mbit/s`,
          choose: () => choose(down, up),
        }))}
      />
    </>
  );
}

const usualQuotas = [
  { totalQuotaBytes: 500e6, resetEvery: 'day' },
  { totalQuotaBytes: 1e9, resetEvery: 'day' },
  { totalQuotaBytes: 10e9, resetEvery: 'week' },
] as const;

function Data({ form, index }: PartProps): ReactNode {
  const { t, i18n } = useTranslation();
  const times = useTimeUnits();
  const { control, setValue } = form;
  const choose = ({ totalQuotaBytes, resetEvery }: (typeof usualQuotas)[number]): void => {
    const typed = splitAmount(totalQuotaBytes, byteUnits, 'GB');
    setValue(`limitations.${index}.totalQuota`, typed, { shouldDirty: true, shouldValidate: true });
    setValue(`limitations.${index}.resetEvery`, resetEvery, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <>
      <Pair>
        <AmountInput
          control={control}
          name={`limitations.${index}.totalQuota`}
          label={t('products.total-quota')}
          units={bytes}
        />
        <AmountInput
          control={control}
          name={`limitations.${index}.uptime`}
          label={t('products.uptime')}
          hint={t('products.uptime-hint')}
          units={times}
        />
      </Pair>
      <Presets
        label={t('products.usual')}
        presets={usualQuotas.map((quota) => ({
          label: limitationSentence(quota, i18n.language),
          choose: () => choose(quota),
        }))}
      />
      <Reset form={form} index={index} />
      <AtQuota form={form} index={index} />
    </>
  );
}

const monthDays = Array.from({ length: 28 }, (_, at) => String(at + 1));

function Reset({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  const days = useDayNames('long');
  const { control } = form;
  const every = useWatch({ control, name: `limitations.${index}.resetEvery` });
  return (
    <Pair>
      <SelectInput
        control={control}
        name={`limitations.${index}.resetEvery`}
        label={t('products.reset-every')}
        options={[
          { value: '', label: t('products.reset-never') },
          ...resetPeriods.map((period) => ({ value: period, label: t(`products.reset-${period}`) })),
        ]}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      />
      {every === 'hour' && (
        <TextInput
          control={control}
          name={`limitations.${index}.resetMinute`}
          label={t('products.reset-minute')}
          slotProps={numeric}
        />
      )}
      {every === 'week' && (
        <SelectInput
          control={control}
          name={`limitations.${index}.resetWeekday`}
          label={t('products.reset-weekday')}
          options={days.map((label, at) => ({ value: String(at), label }))}
        />
      )}
      {every === 'month' && (
        <SelectInput
          control={control}
          name={`limitations.${index}.resetMonthDay`}
          label={t('products.reset-month-day')}
          options={monthDays.map((day) => ({ value: day, label: day }))}
        />
      )}
      {every !== '' && every !== 'hour' && (
        <TextInput
          control={control}
          name={`limitations.${index}.resetTime`}
          label={t('products.reset-time')}
          placeholder="00:00"
        />
      )}
    </Pair>
  );
}

const quotaFields = ['totalQuota', 'downloadQuota', 'uploadQuota'] as const;

/** Asked only where there is a quota to be used up. */
function AtQuota({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  const { control } = form;
  const typed = useWatch({ control, name: `limitations.${index}` });
  if (!anyFilled(typed, quotaFields) && typed.atQuota === 'cut-off') return null;
  return (
    <>
      <SelectInput
        control={control}
        name={`limitations.${index}.atQuota`}
        label={t('products.at-quota')}
        options={[
          { value: 'cut-off', label: t('products.at-quota-cut-off') },
          { value: 'slow-down', label: t('products.at-quota-slow-down') },
        ]}
      />
      {typed.atQuota === 'slow-down' && (
        <BothWays form={form} index={index} title={t('products.slow')} down="slowDown" up="slowUp" units={rates} />
      )}
    </>
  );
}

/** Whether any of the fields holds something, and whether any is wrong. */
function useFold(form: ProductFormApi, index: number, fields: readonly (keyof LimitationFormInput)[]) {
  const typed = useWatch({ control: form.control, name: `limitations.${index}` });
  const errors = form.formState.errors.limitations?.[index];
  return {
    openAtFirst: anyFilled(typed, fields),
    hasError: fields.some((field) => errors !== undefined && field in errors),
  };
}

const priorities = Array.from({ length: 8 }, (_, at) => String(at + 1));

const burstRates = [
  ['products.burst', 'burstDown', 'burstUp'],
  ['products.threshold', 'thresholdDown', 'thresholdUp'],
  ['products.min-rate', 'minRateDown', 'minRateUp'],
] as const;

function Advanced({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  const times = useTimeUnits();
  const { control } = form;
  const part = { form, index };
  return (
    <Fold title={t('products.advanced')} {...useFold(form, index, advancedFields)}>
      <BothWays {...part} title={t('products.data-by-way')} down="downloadQuota" up="uploadQuota" units={bytes} />
      {burstRates.map(([key, down, up]) => (
        <BothWays key={key} {...part} title={t(key)} down={down} up={up} units={rates} />
      ))}
      <Group title={t('products.burst-time')}>
        <TextInput
          control={control}
          name={`limitations.${index}.burstTimeDown`}
          label={t('products.down')}
          slotProps={numeric}
        />
        <TextInput
          control={control}
          name={`limitations.${index}.burstTimeUp`}
          label={t('products.up')}
          slotProps={numeric}
        />
      </Group>
      <SelectInput
        control={control}
        name={`limitations.${index}.priority`}
        label={t('products.priority')}
        hint={t('products.priority-hint')}
        options={[
          { value: '', label: t('products.priority-none') },
          ...priorities.map((priority) => ({ value: priority, label: priority })),
        ]}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      />
      <AmountInput
        control={control}
        name={`limitations.${index}.idleTimeout`}
        label={t('products.idle-timeout')}
        hint={t('products.idle-timeout-hint')}
        units={times}
      />
      <AmountInput
        control={control}
        name={`limitations.${index}.sessionTimeout`}
        label={t('products.session-timeout')}
        hint={t('products.session-timeout-hint')}
        units={times}
      />
    </Fold>
  );
}

const networkTexts = [
  ['addressList', 'products.address-list'],
  ['ipPool', 'products.ip-pool'],
  ['groupName', 'products.group-name'],
  ['ipv6Pool', 'products.ipv6-pool'],
  ['delegatedIpv6Pool', 'products.delegated-ipv6-pool'],
  ['vlanId', 'products.vlan'],
] as const;

function Network({ form, index }: PartProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Fold title={t('products.network')} {...useFold(form, index, networkFields)}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {t('products.network-hint')}
      </Typography>
      <Pair>
        {networkTexts.map(([field, key]) => (
          <TextInput
            key={field}
            control={form.control}
            name={`limitations.${index}.${field}`}
            label={t(key)}
            slotProps={{ htmlInput: { dir: 'ltr', ...(field === 'vlanId' && { inputMode: 'numeric' as const }) } }}
          />
        ))}
      </Pair>
    </Fold>
  );
}
